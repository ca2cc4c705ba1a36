//! What Mesos wants of systemd units: docker before the agent that uses it, whole units for
//! tarballs, and a command line without flags where a package's own would win over the file.

use std::borrow::Cow;

use super::agent;
use super::home::Home;
use crate::diagnostic::Derivation;
use crate::document::Input;
use crate::lower::{Ctx, UnitNeed};
use crate::units::Version;

static DOCKER: Derivation = Derivation {
    name: "mesos-after-docker",
    summary: "an agent with the docker containerizer looks for docker when it starts, and gives up without it",
    source: "slave/containerizer/docker.cpp: Docker::create checks the daemon",
};

static TARBALL_UNIT: Derivation = Derivation {
    name: "mesos-tarball-unit",
    summary: "the daemon runs in the foreground with its flags in the environment; tasks of an agent outlive its restart",
    source: "slave/flags.cpp; Mesosphere's unit: KillMode=process, Delegate=true",
};

static PLAIN_START: Derivation = Derivation {
    name: "mesos-plain-start",
    summary: "the unit of Fedora's 0.16 and 0.17 states flags on its command line, which win over the env file: it is started without them",
    source: "mesos-master.service and mesos-slave.service of mesos-0.16.0",
};

/// Units of the daemons on these hosts.
pub fn unit_needs(ctx: &Ctx<'_>) -> Vec<UnitNeed> {
    let mut needs = Vec::new();
    for role in ["mesos-master", "mesos-agent"] {
        for home in Home::all(ctx, role) {
            unit(ctx, &home, &mut needs);
        }
    }
    needs
}

fn unit(ctx: &Ctx<'_>, home: &Home<'_>, needs: &mut Vec<UnitNeed>) {
    let Some(unit) = home.layout.unit else { return };
    let whole = home.base().is_some();
    if whole && !home.product.units {
        return;
    }
    let mut add = |section, key, value: &str, rule, inputs| {
        needs.push(UnitNeed {
            unit: Cow::Borrowed(unit),
            whole,
            section,
            key,
            value: value.to_owned(),
            rule,
            inputs,
        });
    };
    if whole {
        let user = ctx.user_input(home.role, home.instance, "mesos");
        for (section, key, value) in tarball(home) {
            let user = user.iter().filter(|_| matches!(key, "User" | "Group"));
            let inputs = user.cloned().chain(home.made_from(ctx)).collect();
            add(section, key, &value, &TARBALL_UNIT, inputs);
        }
    } else if starts_with_flags(home) {
        let program = format!("/usr/sbin/{}", home.program());
        add(
            "Service",
            "ExecStart",
            "",
            &PLAIN_START,
            home.made_from(ctx),
        );
        add(
            "Service",
            "ExecStart",
            &program,
            &PLAIN_START,
            home.made_from(ctx),
        );
    }
    let wanted = home.wanted(ctx).filter(|_| home.component == "agent");
    if let Some(docker) = wanted.and_then(agent::docker) {
        let inputs = || {
            vec![Input::at(
                "services.mesos.containerizers: docker",
                docker.span,
            )]
        };
        add("Unit", "Wants", "docker.service", &DOCKER, inputs());
        add("Unit", "After", "docker.service", &DOCKER, inputs());
    }
}

fn starts_with_flags(home: &Home<'_>) -> bool {
    let first = "0.18.0".parse::<Version>();
    home.product.flavour == "fedora" && first.is_ok_and(|first| *home.version() < first)
}

fn tarball(home: &Home<'_>) -> Vec<(&'static str, &'static str, String)> {
    let base = home.base().unwrap_or_default();
    let mut lines = vec![
        ("Unit", "Description", format!("Mesos {}", home.component)),
        ("Unit", "Wants", "network-online.target".to_owned()),
        ("Unit", "After", "network-online.target".to_owned()),
        ("Service", "Type", "simple".to_owned()),
        ("Service", "User", home.layout.user.to_string()),
        ("Service", "Group", home.layout.group.to_string()),
    ];
    for file in &home.layout.env {
        lines.push(("Service", "EnvironmentFile", file.path.to_string()));
    }
    lines.push((
        "Service",
        "ExecStart",
        format!("{base}/home/sbin/{}", home.program()),
    ));
    lines.push(("Service", "Restart", "always".to_owned()));
    lines.push(("Service", "RestartSec", "20".to_owned()));
    lines.push(("Service", "LimitNOFILE", "16384".to_owned()));
    if home.component == "agent" {
        lines.push(("Service", "KillMode", "process".to_owned()));
        // Where systemd knows it.
        lines.push(("Service", "Delegate", "yes".to_owned()));
    }
    lines.push(("Install", "WantedBy", "multi-user.target".to_owned()));
    lines
}
