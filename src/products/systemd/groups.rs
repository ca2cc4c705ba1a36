//! The control groups that there will be on a host, as far as anybody knows: those of systemd
//! itself, of units and of jobs, each with its weight in the kernel.

use std::collections::{BTreeMap, BTreeSet};

use super::UnitSection;
use super::UnitType;
use super::before_slices::SLICES;
use super::lower::Unit;
use crate::cluster::Platform;
use crate::lower::{Ctx, slice_path};
use crate::products::platform::Cgroup;
use crate::shares::Mode;
use crate::source::Spanned;

/// First version with a scope of its own for process 1.
const INIT_SCOPE: u32 = 226;

/// Paths from the root, without a slash at either end, with what they weigh.
pub(super) struct Groups(BTreeMap<String, u64>);

impl Groups {
    /// Everything that may compete for CPU, idle or not. `slices` says where units are that have a
    /// share.
    pub fn of(
        ctx: &Ctx<'_>,
        platform: &Platform,
        mode: Mode,
        units: &BTreeMap<String, Unit<'_>>,
        slices: &BTreeMap<String, (Spanned<String>, bool)>,
    ) -> Self {
        let systemd = platform.systemd;
        let mut groups = Self(BTreeMap::new());
        let always: &[&str] = match systemd {
            ..SLICES => &["system"],
            SLICES..INIT_SCOPE => &["machine.slice", "system.slice", "user.slice"],
            _ => &["init.scope", "machine.slice", "system.slice", "user.slice"],
        };
        for name in always {
            groups.add(mode, name);
        }
        if platform.cgroup == Cgroup::V1 {
            for group in ctx.job_groups() {
                groups.add(mode, &group);
            }
        }
        for (name, unit) in units {
            let weight = unit.said.iter().rev().find_map(|said| weight(mode, said));
            let path = if UnitType::of(name) == Some(UnitType::Slice) {
                slice_path(name, systemd)
            } else if name == "init.scope" {
                Some(name.clone())
            } else {
                let written = unit.said.iter().rev().find_map(|said| said.slice.as_ref());
                let slice = slices.get(name).map(|(slice, _)| slice).or(written);
                let slice = slice.and_then(|slice| slice_path(&slice.value, systemd));
                // Before slices the group of a slice is the group of its units.
                slice.map(|slice| match (systemd < SLICES, slice.as_str()) {
                    (true, path) => path.to_owned(),
                    (false, "") => name.clone(),
                    (false, path) => format!("{path}/{name}"),
                })
            };
            let Some(path) = path.filter(|path| !path.is_empty()) else {
                continue;
            };
            groups.add(mode, &path);
            if let (Some(weight), Some(own)) = (weight, groups.0.get_mut(&path)) {
                *own = weight;
            }
        }
        groups
    }

    /// A group and those above it.
    fn add(&mut self, mode: Mode, path: &str) {
        let ends = path.match_indices('/').map(|(at, _)| at);
        for end in ends.chain([path.len()]) {
            if let Some(group) = path.get(..end) {
                let default = mode.effective(mode.default());
                self.0.entry(group.to_owned()).or_insert(default);
            }
        }
    }

    /// The groups of a parent but these, by their names.
    pub fn others(&self, parent: &str, own: &BTreeSet<String>) -> Vec<(String, u64)> {
        let prefix = match parent {
            "" => String::new(),
            parent => format!("{parent}/"),
        };
        self.0
            .iter()
            .filter(|(path, _)| !own.contains(*path))
            .filter_map(|(path, weight)| {
                let name = path.strip_prefix(&prefix)?;
                (!name.contains('/')).then(|| (name.to_owned(), *weight))
            })
            .collect()
    }
}

/// What a unit weighs in the kernel by what the profile says of it.
fn weight(mode: Mode, said: &UnitSection) -> Option<u64> {
    let directive = |key: &str| -> Option<u32> {
        let written = said.directives.get(key)?.values.last()?;
        written.value.parse().ok()
    };
    let of_weight = |weight: u32| match mode {
        Mode::SharesV1 => u64::from(weight) * 1024 / 100,
        _ => mode.effective(weight),
    };
    said.cpu_weight
        .map(|weight| weight.value)
        .or_else(|| directive("CPUWeight"))
        .map(of_weight)
        .or_else(|| directive("CPUShares").map(u64::from))
}

/// The equation of a level: what one group has, in the directive's numbers where the kernel does
/// not round them.
pub(super) fn shown(mode: Mode, weights: &[u64], index: usize) -> String {
    let as_written = mode != Mode::SharesV1 && weights.iter().all(|weight| weight % 256 == 0);
    let numbers: Vec<String> = weights
        .iter()
        .map(|weight| {
            if as_written {
                weight / 256 * 25
            } else {
                *weight
            }
        })
        .map(|weight| weight.to_string())
        .collect();
    let own = numbers.get(index).cloned().unwrap_or_default();
    let unit = match (mode, as_written) {
        (Mode::SharesV1, _) | (_, true) => "",
        (_, false) => " (100 is 1024 in the kernel)",
    };
    format!("{own} / ({}){unit}", numbers.join(" + "))
}
