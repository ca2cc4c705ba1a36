//! What Tachyon and Alluxio want of systemd: the ramdisk as a mount unit, daemons that start after
//! it and after what they need on the same host, whole units for tarballs, which ship none.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::home::{self, Home, MASTER, WORKER};
use super::section::RamdiskType;
use super::storage::{self, Ramdisk};
use super::under;
use crate::diagnostic::Derivation;
use crate::lower::{Ctx, UnitNeed};
use crate::units::{Bytes, SizeUnit};

static RAMDISK: Derivation = Derivation {
    name: "alluxio-ramdisk-mount",
    summary: "the ramdisk is mounted by systemd, with the size that the worker fills; no script needs root",
    source: "tachyon-mount.sh, alluxio-mount.sh: mount -t ramfs, then chmod a+w",
};

static AFTER_RAMDISK: Derivation = Derivation {
    name: "alluxio-after-ramdisk",
    summary: "a worker starts when its ramdisk and the disks of its tiers are mounted, and ends when they go",
    source: "systemd.unit(5): RequiresMountsFor=",
};

static AFTER_STORE: Derivation = Derivation {
    name: "alluxio-start-order",
    summary: "masters and workers start after the daemons of the under store on the same host, and a worker after the master",
    source: "a master without its under store, and a worker without a master, end after their retries",
};

static TARBALL_UNIT: Derivation = Derivation {
    name: "alluxio-tarball-unit",
    summary: "daemons run in the foreground from 2.0 on; before, the start script leaves one process behind. From 2.0 on the job service runs beside each, which persists files later",
    source: "bin/launch-process; bin/alluxio-start.sh, bin/tachyon-start.sh",
};

static MOUNT_MODE: Derivation = Derivation {
    name: "tachyon-mount-mode",
    summary: "the start script wants to be told how to mount the ramdisk, which the package's unit does not say",
    source: "tachyon-slave.service of amplab-tachyon; tachyon-start.sh: worker MOPT",
};

/// Units of the daemons on these hosts.
pub fn unit_needs(ctx: &Ctx<'_>) -> Vec<UnitNeed> {
    let mut needs = Vec::new();
    let Some(home) = Home::here(ctx) else {
        return needs;
    };
    let ramdisk = storage::ramdisk(ctx, &home);
    if let Some(ramdisk) = ramdisk.as_ref().filter(|ramdisk| ramdisk.is_mounted_here) {
        mount(ctx, &home, ramdisk, &mut needs);
    }
    let Some(master) = unit_of(&home, MASTER) else {
        return needs;
    };
    for role in home.roles.clone() {
        let Some(unit) = unit_of(&home, role) else {
            continue;
        };
        let mut after = Vec::new();
        let mut inputs = Vec::new();
        if let Some(store) = under::under(ctx, &home).or_else(|| under::journal(ctx, &home)) {
            after.extend(store.units.iter().copied());
            inputs.extend(store.inputs);
        }
        if role == WORKER && home.has(MASTER) {
            after.push(master);
            inputs.push(ctx.role_input(MASTER, Some(home.instance)));
        }
        let whole = home.base().is_some();
        if whole && !home.product.units {
            continue;
        }
        let daemons = daemons(&home, role, unit);
        for (unit, process) in &daemons {
            let mut add = |section, key, value: String, rule, inputs| {
                needs.push(UnitNeed {
                    unit: unit.clone(),
                    whole,
                    section,
                    key,
                    value,
                    rule,
                    inputs,
                });
            };
            if whole {
                let user = home.user(ctx, role);
                for (section, key, value) in tarball(&home, process, &user) {
                    let mut inputs = home.made_from(ctx);
                    if matches!(key, "User" | "Group") {
                        inputs.extend(ctx.user_input(role, home.instance, "alluxio"));
                    }
                    add(section, key, value, &TARBALL_UNIT, inputs);
                }
            } else if role == WORKER && home.is_tachyon() {
                for command in ["", "/usr/bin/tachyon-start.sh worker NoMount"] {
                    let inputs = home.made_from(ctx);
                    add(
                        "Service",
                        "ExecStart",
                        command.to_owned(),
                        &MOUNT_MODE,
                        inputs,
                    );
                }
            }
            for one in &after {
                add(
                    "Unit",
                    "After",
                    (*one).to_owned(),
                    &AFTER_STORE,
                    inputs.clone(),
                );
            }
            if *process == "worker"
                && let Some(ramdisk) = &ramdisk
            {
                let mut paths = vec![ramdisk.path.clone()];
                paths.extend(
                    storage::tiers(ctx, &home)
                        .into_iter()
                        .flat_map(|tier| tier.dirs),
                );
                let inputs = ramdisk.inputs.clone();
                add(
                    "Unit",
                    "RequiresMountsFor",
                    paths.join(" "),
                    &AFTER_RAMDISK,
                    inputs,
                );
            }
        }
    }
    needs
}

fn unit_of(home: &Home<'_>, role: &str) -> Option<&'static str> {
    home::find(home.product, role).ok()?.unit
}

/// The processes of a role, each with its unit: from 2.0 on one of the job service beside it, which
/// packages ship on their own.
fn daemons(
    home: &Home<'_>,
    role: &str,
    unit: &'static str,
) -> Vec<(Cow<'static, str>, &'static str)> {
    let process = if role == MASTER { "master" } else { "worker" };
    let mut all = vec![(Cow::Borrowed(unit), process)];
    if home.base().is_some() && home.at_least(2, 0) {
        all.push(if role == MASTER {
            ("alluxio-job-master.service".into(), "job_master")
        } else {
            ("alluxio-job-worker.service".into(), "job_worker")
        });
    }
    all
}

fn tarball(
    home: &Home<'_>,
    process: &str,
    user: &str,
) -> Vec<(&'static str, &'static str, String)> {
    let base = home.base().unwrap_or_default();
    let mut lines = vec![
        (
            "Unit",
            "Description",
            format!("{} {}", home.name(), process.replace('_', " ")),
        ),
        ("Unit", "Wants", "network-online.target".to_owned()),
        ("Unit", "After", "network-online.target".to_owned()),
    ];
    let mut service = |key, value: String| lines.push(("Service", key, value));
    if home.at_least(2, 0) {
        service("Type", "simple".to_owned());
        service(
            "ExecStart",
            format!("{base}/home/bin/launch-process {process}"),
        );
    } else {
        let mode = if process == "worker" { " NoMount" } else { "" };
        let word = home.word();
        service("Type", "forking".to_owned());
        service(
            "ExecStart",
            format!("{base}/home/bin/{word}-start.sh {process}{mode}"),
        );
    }
    service("User", user.to_owned());
    service("Group", user.to_owned());
    service("LimitNOFILE", "16384".to_owned());
    // A JVM that was told to end answers 128 + SIGTERM.
    service("SuccessExitStatus", "143".to_owned());
    service("Restart", "on-failure".to_owned());
    service("RestartSec", "20".to_owned());
    lines.push(("Install", "WantedBy", "multi-user.target".to_owned()));
    lines
}

fn mount(ctx: &Ctx<'_>, home: &Home<'_>, ramdisk: &Ramdisk, needs: &mut Vec<UnitNeed>) {
    let user = home.user(ctx, WORKER);
    let mut inputs = ramdisk.inputs.clone();
    if home.base().is_some() {
        inputs.extend(ctx.user_input(WORKER, home.instance, "alluxio"));
    }
    let unit = mount_unit(&ramdisk.path);
    let (kind, options) = match ramdisk.kind {
        RamdiskType::Tmpfs => (
            "tmpfs",
            format!(
                "size={},mode=0755,uid={user},gid={user}",
                tmpfs_size(ramdisk.size)
            ),
        ),
        // It knows no owner and no size: whoever may write may fill the memory.
        RamdiskType::Ramfs => ("ramfs", "mode=0777".to_owned()),
    };
    for (section, key, value) in [
        ("Unit", "Description", format!("Ramdisk of {}", home.name())),
        ("Mount", "What", kind.to_owned()),
        ("Mount", "Where", ramdisk.path.clone()),
        ("Mount", "Type", kind.to_owned()),
        ("Mount", "Options", options),
    ] {
        needs.push(UnitNeed {
            unit: unit.clone().into(),
            whole: true,
            section,
            key,
            value,
            rule: &RAMDISK,
            inputs: inputs.clone(),
        });
    }
}

/// A size as the kernel's `size=` reads it.
fn tmpfs_size(size: Bytes) -> String {
    for (unit, letter) in [
        (SizeUnit::Gibi, "g"),
        (SizeUnit::Mebi, "m"),
        (SizeUnit::Kibi, "k"),
    ] {
        if let Ok(number) = size.in_unit(unit) {
            return format!("{number}{letter}");
        }
    }
    size.0.to_string()
}

/// The name that systemd wants a mount unit to have: its path, with `-` for `/`.
pub(super) fn mount_unit(path: &str) -> String {
    let mut name = String::new();
    for (at, c) in path.trim_matches('/').char_indices() {
        match c {
            '/' => name.push('-'),
            '.' if at == 0 => name.push_str("\\x2e"),
            c if c.is_ascii_alphanumeric() || "_.:".contains(c) => name.push(c),
            c => {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    let _ = write!(name, "\\x{byte:02x}");
                }
            }
        }
    }
    format!("{name}.mount")
}
