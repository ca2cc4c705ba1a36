//! firewalld: a service for each daemon with exactly its ports, and a policy that lets the
//! traffic of a zone in to them.
//!
//! The policy stands beside the zone, whose own file stays as it is.

use super::rules::{NO_POLICIES, PORT_NOT_FIXED};
use crate::cluster::{Endpoint, on_host};
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::{ConfigDocument, Entry, Input, Origin, Syntax, TargetPath};
use crate::lower::{Ctx, Emitted};
use crate::products::platform::OsRelease;
use crate::source::Span;
use crate::vocabulary::RoleDef;

static POLICIES: &str = include_str!("facts/policies.tsv");

static SERVICE: Derivation = Derivation {
    name: "firewalld-service",
    summary: "platform.firewalld: a service for each daemon, with the ports it listens on",
    source: "firewalld.service(5)",
};

static PORT: Derivation = Derivation {
    name: "firewalld-port",
    summary: "a port that the daemon listens on, as `clusterc show ports` lists it; not one that it keeps closed, nor one on the loopback address",
    source: "the products' tables of ports",
};

static POLICY: Derivation = Derivation {
    name: "firewalld-policy",
    summary: "platform.firewalld.zone: traffic of the zone is let in to the services of the daemons",
    source: "firewalld.policy(5), from 0.9 on",
};

/// Makes the services of the daemons on these hosts.
pub(super) fn emit(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    let Some(platform) = ctx.platform() else {
        return;
    };
    let Some(firewalld) = &platform.firewalld else {
        return;
    };
    let asked = || Input::at("platform.firewalld", firewalld.span);
    let mut names = Vec::new();
    let mut roles: Vec<&'static RoleDef> =
        ctx.class.roles.iter().map(|placed| placed.role).collect();
    roles.dedup_by_key(|role| role.name);
    for role in roles {
        floating(ctx, role, firewalld.span, &mut emitted.diagnostics);
        let ports = ports(ctx, role);
        if ports.is_empty() {
            continue;
        }
        let name = format!("clusterc-{}", role.name);
        let told = |key: &'static str, value: String| {
            Entry::new(key, value, Origin::derived(&SERVICE, vec![asked()])).in_section("service")
        };
        let mut entries = vec![
            told("short", role.name.to_owned()),
            told("description", format!("{}: {}", role.product, role.summary)),
        ];
        entries.extend(ports);
        let path = format!("/etc/firewalld/services/{name}.xml");
        emitted
            .documents
            .extend(document(ctx, &name, path, &SERVICE, asked(), entries));
        names.push((name, role));
    }
    let Some(zone) = &firewalld.value.zone else {
        return;
    };
    if !has_policies(platform.release) {
        emitted.diagnostics.push(
            Diagnostic::new(
                &NO_POLICIES,
                zone.span,
                format!(
                    "the firewalld of {} cannot be told a zone here",
                    platform.os.value
                ),
            )
            .note("it has no policies, and the file of a zone is the administrator's")
            .help("leave `zone` out, and add the services with `firewall-cmd --permanent --zone=… --add-service=…`"),
        );
        return;
    }
    let zone_input = || {
        Input::at(
            format!("platform.firewalld.zone: {}", zone.value),
            zone.span,
        )
    };
    let told = |key: &'static str, value: String, inputs| {
        Entry::new(key, value, Origin::derived(&POLICY, inputs)).in_section("policy")
    };
    let mut entries = vec![
        // What the policy does not accept goes on to the zone.
        told("target", "CONTINUE".to_owned(), vec![zone_input()]),
        told("short", "clusterc".to_owned(), vec![zone_input()]),
        told("ingress-zone", zone.value.clone(), vec![zone_input()]),
        told("egress-zone", "HOST".to_owned(), vec![zone_input()]),
    ];
    for (name, role) in names {
        let inputs = vec![ctx.role_input(role.name, None), zone_input()];
        entries.push(told("service", name, inputs));
    }
    let path = "/etc/firewalld/policies/clusterc.xml".to_owned();
    emitted.documents.extend(document(
        ctx,
        "clusterc",
        path,
        &POLICY,
        zone_input(),
        entries,
    ));
}

/// Ports of a daemon on these hosts, as entries, each once and in their order.
fn ports(ctx: &Ctx<'_>, role: &'static RoleDef) -> Vec<Entry> {
    let mut found: Vec<(u16, Entry)> = Vec::new();
    // All of these hosts have the ports of the first one.
    let first = ctx.class.hosts.first().copied().unwrap_or(u32::MAX);
    for (other, name, endpoints) in ctx.cluster.endpoints.iter() {
        if other != role.name {
            continue;
        }
        for endpoint in on_host(endpoints, first) {
            if endpoint.closed || is_loopback(endpoint) {
                continue;
            }
            let what = format!("{} {name}: {}", role.name, endpoint.port);
            let input = Input {
                what: what.into(),
                span: endpoint.port_span,
            };
            let origin = Origin::derived(&PORT, vec![input, ctx.version_input(role.product)]);
            let entry = Entry::new("port", format!("{}/tcp", endpoint.port), origin);
            found.push((endpoint.port, entry.in_section("service")));
        }
    }
    found.sort_by_key(|(port, _)| *port);
    found.dedup_by_key(|(port, _)| *port);
    found.into_iter().map(|(_, entry)| entry).collect()
}

fn is_loopback(endpoint: &Endpoint) -> bool {
    endpoint.bind.as_ref().is_some_and(|bind| {
        bind == "localhost"
            || bind
                .parse::<std::net::IpAddr>()
                .is_ok_and(|address| address.is_loopback())
    })
}

/// Ports that a daemon chooses anew at every start.
fn floating(ctx: &Ctx<'_>, role: &'static RoleDef, span: Span, found: &mut Vec<Diagnostic>) {
    let class = ctx
        .class
        .hosts
        .first()
        .and_then(|&host| ctx.cluster.host(host))
        .map(|host| host.class);
    for name in class
        .into_iter()
        .flat_map(|class| ctx.cluster.endpoints.floating(class, role.name))
    {
        found.push(
            Diagnostic::new(
                &PORT_NOT_FIXED,
                span,
                format!(
                    "the port `{name}` of a {} is another one at every start",
                    role.name
                ),
            )
            .note("no service of firewalld can name it")
            .help(format!(
                "state it under `daemons.{}.ports.{name}`",
                role.name
            )),
        );
    }
}

fn document(
    ctx: &Ctx<'_>,
    name: &str,
    path: String,
    rule: &'static Derivation,
    asked: Input,
    entries: Vec<Entry>,
) -> Option<ConfigDocument> {
    Some(ConfigDocument {
        product: "network",
        name: name.to_owned().into(),
        path: TargetPath::new(path).ok()?,
        syntax: Syntax::Firewalld,
        mode: 0o644,
        owner: "root".into(),
        group: "root".into(),
        readers: Vec::new(),
        made_by: rule,
        made_from: vec![asked, ctx.platform_input()],
        entries,
        prose: String::new(),
    })
}

/// Whether the release's firewalld knows policies.
fn has_policies(os: &OsRelease) -> bool {
    POLICIES.lines().skip(1).any(|line| {
        let mut cells = line.split('\t');
        let pattern = cells.next().unwrap_or_default();
        let first: Option<u16> = cells.next().and_then(|cell| cell.parse().ok());
        let minor = os.el.map(|(_, minor)| minor);
        os.matches(pattern) && first.is_none_or(|first| minor.is_some_and(|minor| minor >= first))
    })
}

#[cfg(test)]
mod tests {
    use super::has_policies;
    use crate::products::platform::release;

    #[test]
    fn policies_by_release() {
        for (os, want) in [
            ("fedora-33", false),
            ("fedora-34", true),
            ("centos-7.9", false),
            ("rhel-8.4", false),
            ("rhel-8.5", true),
            ("rocky-9.0", true),
            ("debian-10", false),
            ("debian-12", true),
            ("ubuntu-20.04", false),
            ("ubuntu-24.04", true),
        ] {
            assert_eq!(has_policies(release(os).expect("known")), want, "{os}");
        }
    }
}
