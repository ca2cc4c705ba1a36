//! What Hadoop wants of systemd units: whole units for tarballs, which ship none.

use std::borrow::Cow;

use super::{home, security};
use crate::diagnostic::Derivation;
use crate::document::Input;
use crate::lower::{Ctx, UnitNeed};

static TARBALL_UNIT: Derivation = Derivation {
    name: "hadoop-tarball-unit",
    summary: "the daemon runs in the foreground, so that systemd sees it live and die; the wrapper reads the env scripts",
    source: "bin/hdfs, bin/yarn and bin/mapred run a daemon that is named without --daemon in the foreground",
};

/// Script of each role's daemon below `home/bin`, and what it calls the daemon.
const COMMANDS: &[(&str, &str, &str)] = &[
    ("namenode", "hdfs", "namenode"),
    ("secondarynamenode", "hdfs", "secondarynamenode"),
    ("datanode", "hdfs", "datanode"),
    ("journalnode", "hdfs", "journalnode"),
    ("zkfc", "hdfs", "zkfc"),
    ("resourcemanager", "yarn", "resourcemanager"),
    ("nodemanager", "yarn", "nodemanager"),
    ("historyserver", "mapred", "historyserver"),
];

/// Units of the daemons on these hosts.
pub fn unit_needs(ctx: &Ctx<'_>) -> Vec<UnitNeed> {
    let mut needs = security::secure_units(ctx);
    let (Some(product), Some(base)) = (ctx.product("hadoop"), home::base(ctx)) else {
        return needs;
    };
    if !product.units {
        return needs;
    }
    for placed in &ctx.class.roles {
        let command = COMMANDS
            .iter()
            .find(|(role, _, _)| *role == placed.role.name);
        let Some((role, script, daemon)) = command else {
            continue;
        };
        let Some(layout) = home::layout_of(ctx, placed.role.name) else {
            continue;
        };
        let Some(unit) = layout.unit else { continue };
        let conf = &layout.conf;
        let user = ctx.user_input(role, &placed.instance, "hadoop");
        let inputs = |key| -> Vec<Input> {
            let user = user.iter().filter(|_| matches!(key, "User" | "Group"));
            user.cloned().chain(home::made_from(ctx)).collect()
        };
        let mut add = |section, key, value: String| {
            needs.push(UnitNeed {
                unit: Cow::Borrowed(unit),
                whole: true,
                section,
                key,
                value,
                rule: &TARBALL_UNIT,
                inputs: inputs(key),
            });
        };
        add("Unit", "Description", format!("Hadoop {role}"));
        add("Unit", "Wants", "network-online.target".to_owned());
        add("Unit", "After", "network-online.target".to_owned());
        add("Service", "Type", "simple".to_owned());
        let as_root = security::is_privileged(ctx) && *role == "datanode";
        if !as_root {
            add("Service", "User", layout.user.to_string());
            add("Service", "Group", layout.group.to_string());
        }
        add(
            "Service",
            "ExecStart",
            format!("{base}/home/bin/{script} --config {conf} {daemon}"),
        );
        // A JVM that was told to end answers 128 + SIGTERM.
        add("Service", "SuccessExitStatus", "143".to_owned());
        add("Install", "WantedBy", "multi-user.target".to_owned());
    }
    needs
}
