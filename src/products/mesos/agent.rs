//! Flags of agents.

use std::borrow::Cow;

use super::flags::Flags;
use super::home::{self, Home};
use super::masters::{self, Leader};
use super::rules::AGENT_WITHOUT_MASTER;
use super::section::Mesos;
use super::{agent_check, common, grammar, jobs, spell};
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::{Input, Separator, Value};
use crate::lower::{Ctx, Emitted};
use crate::source::Spanned;
use crate::units::{Duration, TimeUnit};

static MASTER: Derivation = Derivation {
    name: "mesos-master-address",
    summary: "agents find the leading master through ZooKeeper when it is elected there, else at the only master's own address",
    source: "slave/main.cpp: --master",
};

static CONTAINERIZERS: Derivation = Derivation {
    name: "mesos-containerizers",
    summary: "services.mesos.containerizers in its order: the first that accepts a task runs it",
    source: "slave/containerizer: --containerizers",
};

static ISOLATION: Derivation = Derivation {
    name: "mesos-isolation",
    summary: "services.mesos.isolation in its order",
    source: "slave/containerizer/mesos/containerizer.cpp: --isolation",
};

static ATTRIBUTES: Derivation = Derivation {
    name: "mesos-attributes",
    summary: "services.mesos.attributes as key:value;…",
    source: "common/attributes.cpp",
};

static RESOURCES: Derivation = Derivation {
    name: "mesos-resources",
    summary: "services.mesos.resources as name:value;…",
    source: "common/resources.cpp, common/values.cpp",
};

static REGISTRATION: Derivation = Derivation {
    name: "mesos-registration-timeout",
    summary: "services.mesos.registration_timeout; with docker 5mins, since pulling the image counts",
    source: "slave/flags.cpp: --executor_registration_timeout, 1mins by default",
};

/// Makes the flags of the agents on these hosts.
pub(super) fn emit(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    emitted.spell = Some(spell::spell);
    emitted
        .diagnostics
        .extend(home::missing(ctx, "mesos-agent"));
    for home in Home::all(ctx, "mesos-agent") {
        home.check_dirs(ctx, &mut emitted.diagnostics);
        let mut flags = Flags::new(&home);
        master(ctx, &home, &mut flags);
        let dir = home.work_dir(ctx);
        flags.set("work_dir", dir.path, dir.rule, dir.inputs);
        if let Some(wanted) = home.wanted(ctx) {
            intent(wanted, &mut flags);
            agent_check::check(ctx, &home, wanted, &mut flags);
            jobs::place(ctx, &home, wanted, &mut flags);
        }
        common::flags(ctx, &home, &mut flags);
        common::document(ctx, &home, flags, emitted);
    }
}

fn master(ctx: &Ctx<'_>, home: &Home<'_>, flags: &mut Flags<'_>) {
    if ctx
        .with_role("mesos-master", Some(home.instance))
        .is_empty()
    {
        let agents = ctx.with_role("mesos-agent", Some(home.instance));
        let span = agents.iter().find_map(|one| one.cause.span());
        if let Some(span) = span.or_else(|| ctx.cluster_span()) {
            flags.found.push(
                Diagnostic::new(&AGENT_WITHOUT_MASTER, span, "agents have no master to register with")
                    .help("place the role `mesos-master` on a host; `managed: false` where no files are to be made for it"),
            );
        }
        return;
    }
    masters::check(ctx, home, &mut flags.found);
    if let Some(found) = masters::leader(ctx, home) {
        let address = match found.leader {
            Leader::At(address) => address,
            Leader::Elected { url, .. } => url,
        };
        flags.set("master", address, &MASTER, found.inputs);
    }
}

/// What `services.mesos` says of agents.
fn intent(wanted: &Mesos, flags: &mut Flags<'_>) {
    let lists = [
        ("containerizers", &wanted.containerizers, &CONTAINERIZERS),
        ("isolation", &wanted.isolation, &ISOLATION),
    ];
    for (flag, list, rule) in lists {
        let Some(list) = list else { continue };
        let Some(first) = list.first() else { continue };
        if !flags.has(flag, &format!("services.mesos.{flag}"), first.span) {
            continue;
        }
        let items: Vec<String> = list.iter().map(|item| item.value.clone()).collect();
        let what = format!("services.mesos.{flag}: {}", items.join(", "));
        flags.set(flag, items, rule, vec![Input::at(what, first.span)]);
    }
    let maps = [
        ("attributes", &wanted.attributes, &ATTRIBUTES),
        ("resources", &wanted.resources, &RESOURCES),
    ];
    for (flag, map, rule) in maps {
        let Some(map) = map else { continue };
        let Some((first, _)) = map.first() else {
            continue;
        };
        let items: Vec<String> = map
            .iter()
            .map(|(key, value)| {
                let value = match flag {
                    "resources" => grammar::spelled(&key.value, &value.value),
                    _ => Cow::Borrowed(value.value.as_str()),
                };
                format!("{}:{value}", key.value)
            })
            .collect();
        let inputs = vec![Input::at(format!("services.mesos.{flag}"), first.span)];
        let value = Value::List {
            items,
            separator: Separator::Semicolon,
        };
        flags.set(flag, value, rule, inputs);
    }
    registration(wanted, flags);
}

fn registration(wanted: &Mesos, flags: &mut Flags<'_>) {
    const FLAG: &str = "executor_registration_timeout";
    if let Some(timeout) = &wanted.registration_timeout {
        let what = format!("services.mesos.registration_timeout: {}", timeout.value);
        if flags.has(FLAG, "services.mesos.registration_timeout", timeout.span) {
            let inputs = vec![Input::at(what, timeout.span)];
            flags.set(FLAG, spelled(timeout.value), &REGISTRATION, inputs);
        }
    } else if let Some(docker) = docker(wanted) {
        let inputs = vec![Input::at(
            "services.mesos.containerizers: docker",
            docker.span,
        )];
        flags.set_if_known(FLAG, "5mins", &REGISTRATION, inputs);
    }
}

/// The line that asks for the docker containerizer.
pub(super) fn docker(wanted: &Mesos) -> Option<&Spanned<String>> {
    wanted
        .containerizers
        .as_ref()?
        .iter()
        .find(|one| one.value == "docker")
}

/// A duration in Mesos's grammar: a number and a unit, the largest that needs no fraction.
fn spelled(duration: Duration) -> String {
    let units = [
        (TimeUnit::Day, "days"),
        (TimeUnit::Hour, "hrs"),
        (TimeUnit::Minute, "mins"),
        (TimeUnit::Second, "secs"),
    ];
    for (unit, name) in units {
        match duration.in_unit(unit) {
            Ok(count) if count > 0 => return format!("{count}{name}"),
            _ => {}
        }
    }
    format!("{}ms", duration.0)
}

#[cfg(test)]
mod tests {
    use super::spelled;
    use crate::units::Duration;

    #[test]
    fn durations() {
        for (milliseconds, want) in [
            (0, "0ms"),
            (1500, "1500ms"),
            (90_000, "90secs"),
            (300_000, "5mins"),
            (7_200_000, "2hrs"),
            (86_400_000, "1days"),
        ] {
            assert_eq!(spelled(Duration(milliseconds)), want);
        }
    }
}
