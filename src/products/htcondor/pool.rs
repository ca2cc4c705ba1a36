//! Who is of the pool, where its central managers are, and what runs here.

use super::home::Home;
use super::knobs::Knobs;
use super::routes;
use crate::cluster::Host;
use crate::diagnostic::Derivation;
use crate::document::{Input, Value};
use crate::lower::Ctx;
use crate::syntax::condor::literal;

static MANAGER: Derivation = Derivation {
    name: "condor-central-manager",
    summary: "every host of a pool is told the same central managers, each with its port where that is not the usual one or there are several",
    source: "CONDOR_HOST, COLLECTOR_HOST (default: CONDOR_HOST)",
};

static NAME: Derivation = Derivation {
    name: "condor-pool-name",
    summary: "services.condor.pool, or the instance",
    source: "COLLECTOR_NAME",
};

static DAEMONS: Derivation = Derivation {
    name: "condor-daemon-list",
    summary: "condor_master and the daemons of each role of the host; assigned as a whole, so that a list of the packages cannot add to it",
    source: "DAEMON_LIST; 00personal_condor.config of the packages sets one too",
};

static UID_DOMAIN: Derivation = Derivation {
    name: "condor-uid-domain",
    summary: "services.condor.uid_domain, or the cluster's domain: else every host would be a domain of its own",
    source: "UID_DOMAIN, default FULL_HOSTNAME",
};

static FILES: Derivation = Derivation {
    name: "condor-filesystem-domain",
    summary: "services.condor.filesystem_domain; without it files are transferred",
    source: "FILESYSTEM_DOMAIN, default FULL_HOSTNAME",
};

static PORT: Derivation = Derivation {
    name: "condor-port",
    summary: "a port that the profile states; the shared port takes it as an argument before 9.0, which ignores SHARED_PORT_PORT",
    source: "COLLECTOR_PORT, SHARED_PORT_PORT, SHARED_PORT_ARGS",
};

static ADDRESS: Derivation = Derivation {
    name: "condor-address",
    summary: "a host that others reach by another name or address than its own says so; bind restricts it to an address, which it then advertises",
    source: "NETWORK_INTERFACE, NETWORK_HOSTNAME, BIND_ALL_INTERFACES",
};

static DIRECTORY: Derivation = Derivation {
    name: "condor-directory",
    summary: "a directory that dirs states; else where the packages keep it",
    source: "LOG, SPOOL, EXECUTE",
};

/// What this module derives.
pub(super) static DERIVATIONS: &[&Derivation] = &[
    &MANAGER,
    &NAME,
    &DAEMONS,
    &UID_DOMAIN,
    &FILES,
    &PORT,
    &ADDRESS,
    &DIRECTORY,
];

/// The daemons of each role.
const DAEMONS_OF: &[(&str, &[&str])] = &[
    ("condor-central-manager", &["COLLECTOR", "NEGOTIATOR"]),
    ("condor-had", &["HAD"]),
    ("condor-replication", &["REPLICATION"]),
    ("condor-submit", &["SCHEDD"]),
    ("condor-execute", &["STARTD"]),
    (
        "condor-personal",
        &["COLLECTOR", "NEGOTIATOR", "SCHEDD", "STARTD"],
    ),
];

/// Directories that `dirs` may state, and the names they go by.
pub(super) const DIRECTORIES: [(&str, &str); 3] =
    [("log", "LOG"), ("spool", "SPOOL"), ("execute", "EXECUTE")];

/// Managers, daemons, domains, addresses, ports and directories.
pub(super) fn knobs(ctx: &Ctx<'_>, home: &Home<'_>, knobs: &mut Knobs<'_>) {
    managers(ctx, home, knobs);
    name(ctx, home, knobs);
    daemons(ctx, home, knobs);
    domains(ctx, home, knobs);
    addresses(ctx, home, knobs);
    ports(ctx, home, knobs);
    for (purpose, knob) in DIRECTORIES {
        if let Some((path, input)) = directory(ctx, home, purpose) {
            knobs.set(knob, path, &DIRECTORY, vec![input]);
        }
    }
}

fn managers(ctx: &Ctx<'_>, home: &Home<'_>, knobs: &mut Knobs<'_>) {
    if home.is_personal() {
        let inputs = || vec![ctx.role_input("condor-personal", Some(home.pool))];
        knobs.set("CONDOR_HOST", "$(FULL_HOSTNAME)", &MANAGER, inputs());
        if let Some(port) = home.port(ctx, "condor-personal", "collector")
            && let Some(span) = port.port_span
        {
            let mut inputs = inputs();
            inputs.push(Input::at(format!("ports.collector: {}", port.port), span));
            let value = format!("$(CONDOR_HOST):{}", port.port);
            knobs.set("COLLECTOR_HOST", value, &MANAGER, inputs);
        }
        return;
    }
    let managers = home.managers(ctx);
    if managers.is_empty() {
        return;
    }
    let inputs = || vec![ctx.role_input("condor-central-manager", Some(home.pool))];
    let names = managers.iter().map(|one| one.address.to_string());
    knobs.set(
        "CONDOR_HOST",
        Value::list(names.collect()),
        &MANAGER,
        inputs(),
    );
    let stated = managers.iter().any(|one| one.port_span.is_some());
    if stated || managers.len() > 1 {
        let ports = managers.iter().filter_map(|one| {
            one.port_span
                .map(|span| Input::at(format!("ports.collector: {}", one.port), span))
        });
        let inputs = inputs().into_iter().chain(ports).collect();
        let list = managers.iter().map(|one| one.host_port()).collect();
        knobs.set("COLLECTOR_HOST", Value::list(list), &MANAGER, inputs);
    }
}

fn name(ctx: &Ctx<'_>, home: &Home<'_>, knobs: &mut Knobs<'_>) {
    if !home.collects() {
        return;
    }
    let stated = home.wanted(ctx).and_then(|wanted| wanted.pool.as_ref());
    let (name, input) = match stated {
        Some(name) => {
            let what = format!("services.condor.pool: {}", name.value);
            (name.value.clone(), Input::at(what, name.span))
        }
        None => (home.pool.to_owned(), instance_input(ctx, home)),
    };
    knobs.set("COLLECTOR_NAME", literal(&name), &NAME, vec![input]);
}

/// What names the pool.
pub(super) fn instance_input(ctx: &Ctx<'_>, home: &Home<'_>) -> Input {
    let named = ctx
        .cluster
        .instances_of("condor")
        .iter()
        .find(|one| one.name == home.pool && one.named);
    match (named, ctx.cluster_span()) {
        (Some(one), _) => Input::at(format!("condor@{}", one.name), one.span),
        (None, Some(span)) => Input::at(format!("cluster.name: {}", home.pool), span),
        (None, None) => Input::fact(format!("pool {}", home.pool)),
    }
}

fn daemons(ctx: &Ctx<'_>, home: &Home<'_>, knobs: &mut Knobs<'_>) {
    let mut list = vec!["MASTER".to_owned()];
    let mut inputs = Vec::new();
    for (role, daemons) in DAEMONS_OF {
        if home.has(role) {
            list.extend(daemons.iter().map(|daemon| (*daemon).to_owned()));
            inputs.push(ctx.role_input(role, Some(home.pool)));
        }
    }
    if routes::runs(ctx, home) {
        list.push("JOB_ROUTER".to_owned());
        let routes = home.wanted(ctx).and_then(|wanted| wanted.routes.as_ref());
        let first = routes.and_then(|routes| routes.keys().next());
        inputs.extend(first.map(|name| {
            let what = format!("services.condor.routes.{}", name.value);
            Input::at(what, name.span)
        }));
    }
    knobs.set("DAEMON_LIST", Value::list(list), &DAEMONS, inputs);
}

fn domains(ctx: &Ctx<'_>, home: &Home<'_>, knobs: &mut Knobs<'_>) {
    if let Some((domain, input)) = home.uid_domain(ctx) {
        knobs.set("UID_DOMAIN", domain, &UID_DOMAIN, vec![input]);
    }
    let stated = home
        .wanted(ctx)
        .and_then(|wanted| wanted.filesystem_domain.as_ref());
    if let Some(domain) = stated {
        let what = format!("services.condor.filesystem_domain: {}", domain.value);
        let inputs = vec![Input::at(what, domain.span)];
        knobs.set("FILESYSTEM_DOMAIN", domain.value.clone(), &FILES, inputs);
    }
}

fn addresses(ctx: &Ctx<'_>, home: &Home<'_>, knobs: &mut Knobs<'_>) {
    let bind = home.stated(ctx, |daemon| daemon.bind.as_ref());
    if let Some((role, bind)) = bind {
        let inputs = || {
            let what = format!("daemons.{role}.bind: {}", bind.value);
            vec![Input::at(what, bind.span)]
        };
        let all = matches!(bind.value.as_str(), "0.0.0.0" | "::" | "*");
        if !all {
            knobs.set("NETWORK_INTERFACE", bind.value.clone(), &ADDRESS, inputs());
        }
        knobs.set("BIND_ALL_INTERFACES", all, &ADDRESS, inputs());
    }
    // Only where some host has another address does the document depend on its host.
    let differs = |host: &Host| host.address.value != host.fqdn;
    let hosts = &ctx.class.hosts;
    if !hosts
        .iter()
        .any(|&host| ctx.cluster.host(host).is_some_and(differs))
    {
        return;
    }
    let Some(host) = ctx.host().filter(|host| differs(host)) else {
        return;
    };
    let address = host.address.value.to_string();
    let inputs = vec![Input::at(format!("address: {address}"), host.address.span)];
    if !host.has_ip() {
        knobs.set_if_known("NETWORK_HOSTNAME", address, &ADDRESS, inputs);
    } else if bind.is_none() {
        knobs.set("NETWORK_INTERFACE", address, &ADDRESS, inputs);
    }
}

fn ports(ctx: &Ctx<'_>, home: &Home<'_>, knobs: &mut Knobs<'_>) {
    for role in ["condor-central-manager", "condor-personal"] {
        let Some(port) = home.port(ctx, role, "collector") else {
            continue;
        };
        let Some(span) = port.port_span else { continue };
        // Before, the port of COLLECTOR_HOST is all there is.
        let inputs = vec![Input::at(format!("ports.collector: {}", port.port), span)];
        knobs.set_if_known("COLLECTOR_PORT", port.port, &PORT, inputs);
    }
    // The collector's port is the shared one where a collector runs.
    if home.collects() || !home.since("8.5.1") {
        return;
    }
    let stated = ["condor-submit", "condor-execute"]
        .into_iter()
        .filter_map(|role| home.port(ctx, role, "shared"))
        .find_map(|port| Some((port.port, port.port_span?)));
    let Some((port, span)) = stated else { return };
    let inputs = vec![
        Input::at(format!("ports.shared: {port}"), span),
        ctx.version_input("htcondor"),
    ];
    if home.since("9.0.0") {
        knobs.set("SHARED_PORT_PORT", port, &PORT, inputs);
    } else {
        knobs.set("SHARED_PORT_ARGS", format!("-p {port}"), &PORT, inputs);
    }
}

/// A directory that the profile states for a purpose.
pub(super) fn directory(ctx: &Ctx<'_>, home: &Home<'_>, purpose: &str) -> Option<(String, Input)> {
    home.daemons(ctx).into_iter().find_map(|(role, daemon)| {
        let (name, list) = daemon
            .dirs
            .iter()
            .flatten()
            .find(|(name, _)| name.value == purpose)?;
        let path = list.first()?;
        let what = format!("daemons.{role}.dirs.{purpose}: {}", path.value);
        Some((path.value.clone(), Input::at(what, name.span)))
    })
}
