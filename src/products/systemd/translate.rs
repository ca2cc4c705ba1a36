//! Intent to directives, for the systemd and the cgroup version of one host.

use super::before_slices::SLICES;
use super::directive::{DirectiveStatus, directive};
use super::intent::{Limit, UnitIntent};
use super::unit::{UnitType, check_slice_name, check_unit_name};
use crate::products::platform::{Cgroup, OsRelease};

/// First version with `CPUWeight=`.
const CPU_WEIGHT: u32 = 232;
/// First version with `MemoryMax=`.
const MEMORY_MAX: u32 = 231;
/// First version that has no code for cgroup v1.
const CGROUP_V2_ONLY: u32 = 258;

/// The unit and the systemd that will read it.
#[derive(Debug, Clone, Copy)]
pub struct UnitTarget<'a> {
    /// Full name, such as `condor.service`.
    pub unit: &'a str,
    pub kind: UnitType,
    /// Major version.
    pub systemd: u32,
    pub cgroup: Cgroup,
    /// Decides about backports; `None`: none.
    pub os: Option<&'a OsRelease>,
    /// Before there were slices: the control group in the place of the unit's slice, when it is
    /// not the slice's own.
    pub control_group: Option<&'a str>,
}

/// One directive that follows from intent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// The key of intent it follows from.
    pub intent: &'static str,
    pub section: &'static str,
    pub key: &'static str,
    pub value: String,
}

/// Intent that nothing on the host can keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntentError {
    /// The key of intent.
    pub intent: &'static str,
    pub message: String,
    /// What to do instead; empty when there is nothing.
    pub help: String,
}

/// What became of a unit's intent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Translation {
    /// Grouped by section, `[Unit]` first; within a section in the order of the keys of intent.
    pub assignments: Vec<Assignment>,
    pub errors: Vec<IntentError>,
}

/// Translates `intent` for `target`.
///
/// Weights and limits are set exactly or refused; nothing is rounded.
pub fn translate(intent: &UnitIntent, target: &UnitTarget<'_>) -> Translation {
    let mut pass = Pass {
        target,
        out: Translation::default(),
    };
    pass.slice(intent);
    pass.cpu_weight(intent);
    pass.memory(intent);
    if let Some(tasks) = intent.tasks_max {
        pass.tasks_max(tasks);
    }
    if let Some(limit) = intent.open_files {
        pass.set("open_files", "LimitNOFILE", limit.to_string(), "");
    }
    if let Some(limit) = intent.locked_memory {
        pass.set("locked_memory", "LimitMEMLOCK", limit.to_string(), "");
    }
    pass.mounts(intent);
    pass.order(intent);
    if let Some(restart) = intent.restart {
        pass.set("restart", "Restart", restart.as_str().to_owned(), "");
    }
    let mut out = pass.out;
    out.assignments.sort_by_key(|a| a.section != "Unit");
    out
}

struct Pass<'a> {
    target: &'a UnitTarget<'a>,
    out: Translation,
}

impl Pass<'_> {
    fn fail(&mut self, intent: &'static str, message: String, help: impl Into<String>) {
        self.out.errors.push(IntentError {
            intent,
            message,
            help: help.into(),
        });
    }

    /// Adds a directive if the host's systemd reads it in such a unit, an error otherwise.
    fn set(&mut self, intent: &'static str, key: &'static str, value: String, help: &str) {
        let UnitTarget {
            kind, systemd, os, ..
        } = *self.target;
        match directive(kind, key, systemd, os) {
            DirectiveStatus::Known { section, .. } => self.out.assignments.push(Assignment {
                intent,
                section,
                key,
                value,
            }),
            DirectiveStatus::NotYet { since, .. } => self.fail(
                intent,
                format!("`{intent}` needs `{key}=`, which exists since systemd {since}; this host has {systemd}"),
                help,
            ),
            DirectiveStatus::Gone { last, .. } => self.fail(
                intent,
                format!("`{intent}` needs `{key}=`, which acts up to systemd {last}; this host has {systemd}"),
                help,
            ),
            DirectiveStatus::WrongUnit { .. } | DirectiveStatus::Unknown { .. } => self.fail(
                intent,
                format!("a `.{}` unit cannot have `{intent}`", kind.suffix()),
                if kind == UnitType::Slice {
                    "say it for the services in the slice"
                } else {
                    help
                },
            ),
        }
    }

    /// False, with an error, where no cgroup setting of this version can act.
    fn cgroup_is_usable(&mut self, intent: &'static str) -> bool {
        if self.target.cgroup == Cgroup::V1 && self.target.systemd >= CGROUP_V2_ONLY {
            self.fail(
                intent,
                format!("systemd {} does not know cgroup v1", self.target.systemd),
                "say `cgroup: v2` under `platform`",
            );
            return false;
        }
        if self.target.kind == UnitType::Slice && self.target.systemd < SLICES {
            self.fail(
                intent,
                format!("systemd {} has no slices", self.target.systemd),
                format!(
                    "say `{intent}` for the services that shall be in `{}`",
                    self.target.unit
                ),
            );
            return false;
        }
        true
    }

    fn slice(&mut self, intent: &UnitIntent) {
        let Some(slice) = &intent.slice else { return };
        if self.target.kind == UnitType::Slice {
            self.fail(
                "slice",
                "a slice's place in the tree follows from its name".to_owned(),
                format!(
                    "to put `{0}` into another slice, name it `PARENT-{0}`",
                    self.target.unit
                ),
            );
            return;
        }
        if let Err(message) = check_slice_name(slice) {
            self.fail(
                "slice",
                message,
                "write it like `condor.slice` or `hadoop-hdfs.slice`",
            );
            return;
        }
        if self.target.systemd >= SLICES {
            self.set("slice", "Slice", slice.clone(), "");
            return;
        }
        // Before slices a service names its place in each hierarchy itself. Only the CPU
        // hierarchy is named: there the promise of a slice is kept, beside `/system`.
        let path = match self.target.control_group {
            Some(path) => path.to_owned(),
            None => format!("/{}", slice.trim_end_matches(".slice").replace('-', "/")),
        };
        let value = format!("cpu:{}", path.replace("//", "/"));
        self.set("slice", "ControlGroup", value, "");
    }

    fn cpu_weight(&mut self, intent: &UnitIntent) {
        const KEY: &str = "cpu_weight";
        let Some(weight) = intent.cpu_weight else {
            return;
        };
        if !(1..=10_000).contains(&weight) {
            self.fail(
                KEY,
                format!("`cpu_weight` is 1 to 10000, not {weight}"),
                "100 is everybody's default",
            );
            return;
        }
        if !self.cgroup_is_usable(KEY) {
            return;
        }
        if self.target.systemd >= CPU_WEIGHT {
            self.set(KEY, "CPUWeight", weight.to_string(), "");
            return;
        }
        if self.target.cgroup == Cgroup::V2 {
            self.fail(
                KEY,
                format!(
                    "systemd {} cannot weigh CPU on cgroup v2",
                    self.target.systemd
                ),
                "say `cgroup: v1` under `platform` if the machine runs it",
            );
            return;
        }
        // 100 is 1024 shares, so only every 25th weight is a whole number of shares.
        let shares = weight * 1024;
        if shares % 100 != 0 {
            let below = weight / 25 * 25;
            let nearest = if below == 0 {
                "25".to_owned()
            } else {
                format!("{below} or {}", below + 25)
            };
            self.fail(
                KEY,
                format!(
                    "systemd {} has `CPUShares=`, and {weight} × 10.24 is no whole number of shares",
                    self.target.systemd
                ),
                format!("take a multiple of 25, such as {nearest}"),
            );
            return;
        }
        if self.target.systemd >= SLICES {
            // A weight equal to the default alone creates no cgroup in these versions.
            self.set(KEY, "CPUAccounting", "yes".to_owned(), "");
        }
        self.set(KEY, "CPUShares", (shares / 100).to_string(), "");
    }

    fn memory(&mut self, intent: &UnitIntent) {
        if let Some(max) = intent.memory_max {
            if max == 0 {
                self.fail(
                    "memory_max",
                    "`memory_max` cannot be 0".to_owned(),
                    "remove the line to set no limit",
                );
            } else if self.cgroup_is_usable("memory_max") {
                if self.target.systemd >= MEMORY_MAX {
                    self.set("memory_max", "MemoryMax", bytes(max), "");
                } else if self.target.cgroup == Cgroup::V1 {
                    self.set("memory_max", "MemoryLimit", bytes(max), "");
                } else {
                    self.fail(
                        "memory_max",
                        format!(
                            "systemd {} cannot limit memory on cgroup v2",
                            self.target.systemd
                        ),
                        "",
                    );
                }
            }
        }
        if let Some(min) = intent.memory_min {
            if self.target.cgroup == Cgroup::V1 {
                self.fail(
                    "memory_min",
                    "`memory_min` acts on cgroup v2 only; this host has v1".to_owned(),
                    "remove it, or say `cgroup: v2` under `platform` if the machine runs it",
                );
            } else {
                self.set("memory_min", "MemoryMin", bytes(min), "");
            }
        }
    }

    fn tasks_max(&mut self, tasks: Limit) {
        if tasks == Limit::Of(0) {
            self.fail("tasks_max", "`tasks_max` cannot be 0".to_owned(), "");
        } else if self.cgroup_is_usable("tasks_max") {
            self.set("tasks_max", "TasksMax", tasks.to_string(), "");
        }
    }

    fn mounts(&mut self, intent: &UnitIntent) {
        if let Some(private) = intent.private_mounts {
            let known = matches!(
                directive(
                    self.target.kind,
                    "PrivateMounts",
                    self.target.systemd,
                    self.target.os
                ),
                DirectiveStatus::Known { .. }
            );
            if known {
                self.set("private_mounts", "PrivateMounts", yes_no(private), "");
            } else {
                // `slave`: mounts of the host still arrive, those of the unit do not leave.
                // `shared` alone makes no namespace at all.
                let flags = if private { "slave" } else { "shared" };
                self.set("private_mounts", "MountFlags", flags.to_owned(), "");
            }
        }
        if let Some(private) = intent.private_tmp {
            self.set("private_tmp", "PrivateTmp", yes_no(private), "");
        }
    }

    fn order(&mut self, intent: &UnitIntent) {
        for (key, names) in [("after", &intent.after), ("requires", &intent.requires)] {
            for name in names {
                if let Err(message) = check_unit_name(name) {
                    self.fail(
                        key,
                        message,
                        format!("write the whole name, such as `{name}.service`"),
                    );
                } else if name == self.target.unit {
                    self.fail(key, format!("`{name}` cannot wait for itself"), "");
                }
            }
        }
        if !intent.after.is_empty() {
            self.set("after", "After", intent.after.join(" "), "");
        }
        if !intent.requires.is_empty() {
            // `Requires=` alone starts both at once.
            let order: Vec<&str> = intent
                .requires
                .iter()
                .filter(|name| !intent.after.contains(name))
                .map(String::as_str)
                .collect();
            if !order.is_empty() {
                self.set("requires", "After", order.join(" "), "");
            }
            self.set("requires", "Requires", intent.requires.join(" "), "");
        }
    }
}

fn yes_no(value: bool) -> String {
    (if value { "yes" } else { "no" }).to_owned()
}

/// Bytes with the largest suffix that leaves no remainder.
fn bytes(n: u64) -> String {
    for (shift, suffix) in [(40, "T"), (30, "G"), (20, "M"), (10, "K")] {
        if n != 0 && n.trailing_zeros() >= shift {
            return format!("{}{suffix}", n >> shift);
        }
    }
    n.to_string()
}

#[cfg(test)]
mod tests;
