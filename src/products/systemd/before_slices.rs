//! Slices for a systemd that has none: up to 204 a service names its control group itself
//! (`ControlGroup=`), and its weight is the weight of that group.
//!
//! The group of a slice takes the slice's weight, which every unit in it states. Only the last
//! group of a path is weighed; what would need more is refused.

use std::collections::BTreeMap;

use super::UnitSection;
use super::lower::Unit;
use super::rules::IMPOSSIBLE_INTENT;
use crate::diagnostic::Diagnostic;
use crate::source::{Span, Spanned};

/// First version with slices.
pub(super) const SLICES: u32 = 205;

/// Everybody's weight.
const DEFAULT: u32 = 100;

/// The control group that stands for a slice.
#[derive(Debug)]
pub(super) struct Group {
    /// From the root of the hierarchy, such as `/hadoop/hdfs`.
    path: String,
    /// The slice's weight, and where it is said.
    pub weight: Option<Spanned<u32>>,
    /// Whether each unit has a group of its own in it, since one of them has a weight.
    of_units: bool,
}

impl Group {
    /// The group of a unit of the slice.
    pub fn of(&self, unit: &str) -> String {
        if self.of_units {
            format!("{}/{unit}", self.path)
        } else {
            self.path.clone()
        }
    }
}

/// The groups of all slices that units are in.
pub(super) fn groups(
    units: &BTreeMap<String, Unit<'_>>,
    systemd: u32,
    found: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Group> {
    let weight_of = |slice: &str| -> Option<Spanned<u32>> {
        let said = units.get(slice)?.said.iter();
        said.rev().find_map(|section| section.cpu_weight)
    };
    let mut groups = BTreeMap::new();
    for (slice, members) in members(units) {
        let Some(stem) = slice.strip_suffix(".slice") else {
            continue;
        };
        let levels: Vec<&str> = stem.split('-').collect();
        for depth in 1..levels.len() {
            let Some(ancestor) = levels.get(..depth) else {
                continue;
            };
            let ancestor = format!("{}.slice", ancestor.join("-"));
            let Some(weight) = weight_of(&ancestor).filter(|weight| weight.value != DEFAULT) else {
                continue;
            };
            found.push(impossible(
                weight.span,
                format!("systemd {systemd} weighs `{slice}` or `{ancestor}`, not both"),
                "it has no slices: a unit names one control group, and only that is weighed",
                "give the weight to the innermost slices, or take slices without a parent",
            ));
        }
        let weight = weight_of(&slice);
        let weighed = members.iter().find_map(|section| section.cpu_weight);
        if let (Some(of_slice), Some(of_unit)) = (weight, weighed)
            && of_slice.value != DEFAULT
        {
            found.push(
                impossible(
                    of_unit.span,
                    format!("systemd {systemd} weighs `{slice}` or the units in it, not both"),
                    "it has no slices: a unit names one control group, and only that is weighed",
                    "take one of the weights out",
                )
                .label(of_slice.span, "the weight of the slice"),
            );
        }
        groups.insert(
            slice.clone(),
            Group {
                path: if stem == "-" {
                    String::new()
                } else {
                    format!("/{}", levels.join("/"))
                },
                weight: weight.filter(|_| weighed.is_none()),
                of_units: weighed.is_some() || stem == "-",
            },
        );
    }
    groups
}

/// The sections of all units in each slice.
fn members<'a>(units: &BTreeMap<String, Unit<'a>>) -> BTreeMap<String, Vec<&'a UnitSection>> {
    let mut members: BTreeMap<String, Vec<&UnitSection>> = BTreeMap::new();
    for unit in units.values() {
        let mut said = unit.said.iter().rev();
        if let Some(slice) = said.find_map(|section| section.slice.as_ref()) {
            members
                .entry(slice.value.clone())
                .or_default()
                .extend(&unit.said);
        }
    }
    members
}

fn impossible(span: Span, message: String, note: &'static str, help: &'static str) -> Diagnostic {
    Diagnostic::new(&IMPOSSIBLE_INTENT, span, message)
        .note(note)
        .help(help)
}
