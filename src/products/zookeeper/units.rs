//! What ZooKeeper wants of systemd units: a whole unit for tarballs, which ship none.

use std::borrow::Cow;

use super::home::Home;
use super::java_env::at_least;
use crate::diagnostic::Derivation;
use crate::document::Input;
use crate::lower::{Ctx, UnitNeed};

static TARBALL_UNIT: Derivation = Derivation {
    name: "zookeeper-tarball-unit",
    summary: "the server runs in the foreground, so that systemd sees it live and die; 3.3 can only fork",
    source: "bin/zkServer.sh: start-foreground from 3.4 on",
};

/// Units of the servers on these hosts.
pub fn unit_needs(ctx: &Ctx<'_>) -> Vec<UnitNeed> {
    let mut needs = Vec::new();
    for home in Home::all(ctx) {
        let (Some(base), Some(unit)) = (home.base(), home.layout.unit) else {
            continue;
        };
        if !home.product.units {
            continue;
        }
        let user = ctx.user_input("zookeeper", home.instance, "zookeeper");
        let inputs = |key| -> Vec<Input> {
            let user = user.iter().filter(|_| matches!(key, "User" | "Group"));
            user.cloned().chain(home.made_from(ctx)).collect()
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
        let script = format!("{base}/home/bin/zkServer.sh");
        add("Unit", "Description", "ZooKeeper server".to_owned());
        add("Unit", "Wants", "network-online.target".to_owned());
        add("Unit", "After", "network-online.target".to_owned());
        if at_least(home.version(), 3, 4) {
            add("Service", "Type", "simple".to_owned());
            add("Service", "ExecStart", format!("{script} start-foreground"));
        } else {
            add("Service", "Type", "forking".to_owned());
            if let Some(dir) = home.data_dir(ctx) {
                let pid = format!("{}/zookeeper_server.pid", dir.path);
                add("Service", "PIDFile", pid);
            }
            add("Service", "ExecStart", format!("{script} start"));
        }
        add("Service", "User", home.layout.user.to_string());
        add("Service", "Group", home.layout.group.to_string());
        // The script looks beside itself otherwise.
        add(
            "Service",
            "Environment",
            format!("ZOOCFGDIR={}", home.layout.conf),
        );
        // A JVM that was told to end answers 128 + SIGTERM.
        add("Service", "SuccessExitStatus", "143".to_owned());
        add("Service", "Restart", "on-failure".to_owned());
        add("Install", "WantedBy", "multi-user.target".to_owned());
    }
    needs
}
