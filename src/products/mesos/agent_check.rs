//! What an agent would refuse of its containerizers, isolators, attributes and resources.

use std::collections::BTreeSet;

use super::flags::Flags;
use super::grammar::{self, Resource};
use super::home::Home;
use super::rules::{
    AGENT_NOT_ROOT, ATTRIBUTES, CGROUP_V2, CONTAINERIZERS, ISOLATION, PORT_IN_RESOURCES, RESOURCES,
};
use super::section::Mesos;
use super::{agent, isolators};
use crate::catalog;
use crate::diagnostic::{Diagnostic, Rule};
use crate::lower::Ctx;
use crate::products::platform::Cgroup;
use crate::source::{Span, Spanned};
use crate::units::{Version, nearest};
use crate::vocabulary::List;

/// The ports an agent offers when nothing is said.
const DEFAULT_PORTS: (u64, u64) = (31000, 32000);

/// Checks everything that `services.mesos` says of agents.
pub(super) fn check(ctx: &Ctx<'_>, home: &Home<'_>, wanted: &Mesos, flags: &mut Flags<'_>) {
    let mut found = Vec::new();
    // A version without the flag has said so already.
    if let Some((list, fact)) = wanted
        .containerizers
        .as_ref()
        .zip(flags.fact("containerizers"))
    {
        let known = catalog::enum_values(&fact, flags.version());
        let known: Vec<&str> = known.into_iter().map(|(name, _)| name).collect();
        names(
            list,
            &known,
            "containerizer",
            &CONTAINERIZERS,
            flags,
            &mut found,
        );
    }
    if let Some(list) = &wanted.isolation {
        let mut known = isolators::of(flags.version());
        if has_modules(ctx) {
            known.extend(list.iter().map(|item| item.value.as_str()));
        }
        names(list, &known, "isolator", &ISOLATION, flags, &mut found);
        exclusive(list, flags.version(), &mut found);
        cgroups(ctx, list, &mut found);
    }
    not_root(home, wanted, &mut found);
    for (key, value) in wanted.attributes.iter().flatten() {
        if let Err(problem) = grammar::attribute(&key.value, &value.value) {
            found.push(bad(&ATTRIBUTES, "attribute", key, value, &problem));
        }
    }
    let mut offered = None;
    for (key, value) in wanted.resources.iter().flatten() {
        let text = grammar::spelled(&key.value, &value.value);
        match grammar::resource(&key.value, &text) {
            Ok(Resource::Ranges(ranges)) if grammar::kind(&key.value) == "ports" => {
                let (all, _) = offered.get_or_insert((Vec::new(), value.span));
                all.extend(ranges);
            }
            Ok(_) => {}
            Err(problem) => found.push(bad(&RESOURCES, "resource", key, value, &problem)),
        }
    }
    ports(ctx, offered, &mut found);
    flags.found.append(&mut found);
}

fn bad(
    rule: &'static Rule,
    what: &str,
    key: &Spanned<String>,
    value: &Spanned<String>,
    problem: &str,
) -> Diagnostic {
    Diagnostic::new(
        rule,
        value.span,
        format!("the {what} `{}` cannot be `{}`", key.value, value.value),
    )
    .note(problem.to_owned())
}

/// A module brings isolators of its own, under any name.
fn has_modules(ctx: &Ctx<'_>) -> bool {
    ctx.class
        .settings
        .get("mesos-agent")
        .is_some_and(|keys| keys.contains_key("modules") || keys.contains_key("modules_dir"))
}

fn names(
    list: &List<Spanned<String>>,
    known: &[&str],
    what: &str,
    rule: &'static Rule,
    flags: &Flags<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let version = flags.version();
    let mut seen = BTreeSet::new();
    for item in list.iter() {
        let text = item.value.as_str();
        if !known.contains(&text) {
            let message = format!("mesos {version} has no {what} `{text}`");
            let diagnostic = Diagnostic::new(rule, item.span, message);
            found.push(match nearest(text, known.iter().copied()) {
                Some(near) => diagnostic.did_you_mean(item.span, near),
                None => diagnostic.help(format!("it has {}", known.join(", "))),
            });
            continue;
        }
        for one in meant(text, version) {
            if !seen.insert(one) {
                let message = format!("the {what} `{one}` is asked for twice");
                found.push(
                    Diagnostic::new(rule, item.span, message)
                        .note("the agent does not start with a name given twice")
                        .help("take one of them out"),
                );
            }
        }
    }
}

/// What old collective names stand for.
fn meant<'a>(name: &'a str, version: &Version) -> Vec<&'a str> {
    match name {
        "process" => vec!["posix/cpu", "posix/mem"],
        "cgroups" => vec!["cgroups/cpu", "cgroups/mem"],
        "posix/disk" if version.number(0) >= 1 => vec!["disk/du"],
        _ => vec![name],
    }
}

/// Isolators of which an agent takes one at most.
fn exclusive(list: &List<Spanned<String>>, version: &Version, found: &mut Vec<Diagnostic>) {
    for family in ["filesystem/", "network/"] {
        let mut first: Option<&Spanned<String>> = None;
        for item in list.iter() {
            let counts = item.value.starts_with(family) && item.value != "network/ports";
            if !counts {
                continue;
            }
            match first {
                Some(first) if first.value != item.value => found.push(
                    Diagnostic::new(
                        &ISOLATION,
                        item.span,
                        format!("`{}` and `{}` exclude each other", first.value, item.value),
                    )
                    .label(first.span, "the other one")
                    .note(format!("mesos {version} takes one isolator `{family}…`"))
                    .help("keep one of them"),
                ),
                Some(_) => {}
                None => first = Some(item),
            }
        }
    }
}

/// Whether an isolator makes cgroups.
pub(super) fn is_cgroup(name: &str) -> bool {
    name == "cgroups" || name.starts_with("cgroups/")
}

fn cgroups(ctx: &Ctx<'_>, list: &List<Spanned<String>>, found: &mut Vec<Diagnostic>) {
    let Some(platform) = ctx.platform() else {
        return;
    };
    let Some(first) = list.iter().find(|item| is_cgroup(&item.value)) else {
        return;
    };
    if platform.cgroup == Cgroup::V2 {
        found.push(
            Diagnostic::new(
                &CGROUP_V2,
                first.span,
                format!(
                    "`{}` needs cgroup v1, and {} has v2",
                    first.value, platform.os.value
                ),
            )
            .label(platform.os.span, "the platform is stated here")
            .note("no release of mesos up to 1.11 knows cgroup v2")
            .help(
                "use `posix/cpu` and `posix/mem`, or boot with v1 and say `platform: {cgroup: v1}`",
            ),
        );
    }
}

fn not_root(home: &Home<'_>, wanted: &Mesos, found: &mut Vec<Diagnostic>) {
    let user = home
        .daemon
        .and_then(|daemon| daemon.user.as_ref())
        .or(home.product.user.as_ref());
    let (Some(user), Some(_)) = (user, home.base()) else {
        return;
    };
    if user.value == "root" {
        return;
    }
    let isolator = wanted
        .isolation
        .iter()
        .flat_map(|list| list.iter())
        .find(|item| is_cgroup(&item.value) || item.value == "filesystem/linux");
    if let Some(needs) = agent::docker(wanted).or(isolator) {
        found.push(
            Diagnostic::new(
                &AGENT_NOT_ROOT,
                user.span,
                format!(
                    "an agent that runs as `{}` cannot use `{}`",
                    user.value, needs.value
                ),
            )
            .label(needs.span, "asked for here")
            .help("say `daemons: {mesos-agent: {user: root}}`"),
        );
    }
}

/// Ports of this host's daemons among those that tasks are offered.
fn ports(ctx: &Ctx<'_>, offered: Option<(Vec<(u64, u64)>, Span)>, found: &mut Vec<Diagnostic>) {
    let Some(&host) = ctx.class.hosts.first() else {
        return;
    };
    let stated = offered.as_ref().map(|(_, span)| *span);
    let ranges = offered.map_or_else(|| vec![DEFAULT_PORTS], |(ranges, _)| ranges);
    for (role, name, endpoints) in ctx.cluster.endpoints.iter() {
        if !ctx.has_role(role) {
            continue;
        }
        // Endpoints are in the order of hosts.
        let Ok(at) = endpoints.binary_search_by_key(&host, |one| one.host) else {
            continue;
        };
        let Some(endpoint) = endpoints.get(at).filter(|one| !one.closed) else {
            continue;
        };
        let port = u64::from(endpoint.port);
        let Some((first, last)) = ranges
            .iter()
            .find(|(first, last)| (*first..=*last).contains(&port))
        else {
            continue;
        };
        let Some(span) = stated.or(endpoint.port_span) else {
            continue;
        };
        let diagnostic = Diagnostic::new(
            &PORT_IN_RESOURCES,
            span,
            format!("port {port} of `{role}` ({name}) is offered to tasks too"),
        )
        .note(format!("the agent offers {first}-{last}"))
        .help("leave the port out of `services.mesos.resources.ports`, or give the daemon another one");
        found.push(match endpoint.port_span {
            Some(place) if place != span => diagnostic.label(place, "the port is stated here"),
            _ => diagnostic,
        });
    }
}
