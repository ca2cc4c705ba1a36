//! What a node manager offers, where it keeps containers, where it listens.

use super::{here, jobs, section};
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::{Input, Value};
use crate::lower::Ctx;
use crate::products::hadoop::dirs::{self, dirs};
use crate::products::hadoop::namespaces::port_input;
use crate::products::hadoop::since;
use crate::products::hadoop::site::Site;
use crate::units::SizeUnit;

static MEMORY: Derivation = Derivation {
    name: "nodemanager-memory",
    summary: "memory that containers of the node may use, in MiB",
    source: "yarn-default.xml: yarn.nodemanager.resource.memory-mb",
};

static CPUS: Derivation = Derivation {
    name: "nodemanager-cpus",
    summary: "hardware threads that containers of the node may use",
    source: "yarn-default.xml: yarn.nodemanager.resource.cpu-vcores",
};

static SHUFFLE: Derivation = Derivation {
    name: "shuffle-service",
    summary: "node managers serve MapReduce's shuffle; the service is called mapreduce.shuffle up to 2.1.0-beta and mapreduce_shuffle from 2.2.0 on, and there is no alias",
    source: "org.apache.hadoop.mapred.ShuffleHandler",
};

static LOCAL_DIRS: Derivation = Derivation {
    name: "container-directories",
    summary: "containers work in <disk>/yarn/local of all disks and log to <disk>/yarn/userlogs",
    source: "org.apache.hadoop.yarn.server.nodemanager.LocalDirsHandlerService",
};

static STATED_PORT: Derivation = Derivation {
    name: "stated-port",
    summary: "a port that the profile states; without `bind` the daemon listens everywhere",
    source: "yarn-default.xml",
};

static BIND: Derivation = Derivation {
    name: "bind-host",
    summary: "where the daemon listens; its advertised name stays the host's",
    source: "yarn-default.xml: *.bind-host",
};

const PORTS: [(&str, &str); 4] = [
    ("rpc", "yarn.nodemanager.address"),
    ("localizer", "yarn.nodemanager.localizer.address"),
    ("http", "yarn.nodemanager.webapp.address"),
    ("https", "yarn.nodemanager.webapp.https.address"),
];

/// Name of the shuffle service in a release.
pub(super) fn shuffle_name(version: &crate::units::Version) -> &'static str {
    if since(version, "2.2.0") {
        "mapreduce_shuffle"
    } else {
        "mapreduce.shuffle"
    }
}

pub(super) fn keys(ctx: &Ctx<'_>, site: &mut Site<'_>) {
    if !ctx.has_role("nodemanager") {
        return;
    }
    resources(ctx, site);
    let name = shuffle_name(site.version());
    let inputs = || {
        vec![
            ctx.version_input("hadoop"),
            ctx.role_input("nodemanager", here(ctx)),
        ]
    };
    site.set(
        "yarn.nodemanager.aux-services",
        Value::list(vec![name.to_owned()]),
        &SHUFFLE,
        inputs(),
    );
    site.set(
        format!("yarn.nodemanager.aux-services.{name}.class"),
        "org.apache.hadoop.mapred.ShuffleHandler",
        &SHUFFLE,
        inputs(),
    );
    for (key, purpose) in [
        ("yarn.nodemanager.local-dirs", "local"),
        ("yarn.nodemanager.log-dirs", "userlogs"),
    ] {
        let found = dirs(ctx, "nodemanager", "yarn", purpose);
        if !found.list.is_empty() {
            site.set(key, found.paths(), &LOCAL_DIRS, found.inputs);
        }
    }
    jobs::place(ctx, site);
    listening(ctx, site);
    let mut found = Vec::new();
    dirs::check(ctx, &mut found);
    site.diagnostics.append(&mut found);
}

fn resources(ctx: &Ctx<'_>, site: &mut Site<'_>) {
    let Some(yarn) = section(ctx) else { return };
    if let Some(memory) = &yarn.memory {
        match memory.value.in_unit(SizeUnit::Mebi) {
            Ok(mib) => site.set(
                "yarn.nodemanager.resource.memory-mb",
                i64::try_from(mib).unwrap_or(i64::MAX),
                &MEMORY,
                vec![Input::at(
                    format!("services.yarn.memory: {}", memory.value),
                    memory.span,
                )],
            ),
            Err(error) => site.diagnostics.push(Diagnostic::new(
                &super::rules::WHOLE_MIB,
                memory.span,
                error.to_string(),
            )),
        }
    }
    if let Some(cpus) = &yarn.cpus {
        let input = Input::at(format!("services.yarn.cpus: {}", cpus.value), cpus.span);
        let key = if site.knows("yarn.nodemanager.resource.cpu-vcores") {
            "yarn.nodemanager.resource.cpu-vcores"
        } else {
            "yarn.nodemanager.resource.cpu-cores"
        };
        site.set_if_known(key, cpus.value, &CPUS, vec![input]);
    }
}

fn listening(ctx: &Ctx<'_>, site: &mut Site<'_>) {
    let daemon = ctx.daemon("nodemanager");
    let bind = daemon.and_then(|daemon| daemon.bind.as_ref());
    let has_bind_key = site.knows("yarn.nodemanager.bind-host");
    if let Some(bind) = bind.filter(|_| has_bind_key) {
        site.set(
            "yarn.nodemanager.bind-host",
            bind.value.clone(),
            &BIND,
            vec![Input::at(
                format!("daemons.nodemanager.bind: {}", bind.value),
                bind.span,
            )],
        );
    }
    // Node managers find their own name; all of a class share these keys.
    let address = match bind.filter(|_| !has_bind_key) {
        Some(bind) => bind.value.as_str(),
        None => "0.0.0.0",
    };
    let first = ctx.class.hosts.first().copied();
    for (port, key) in PORTS {
        let endpoints = ctx.cluster.endpoints.of("nodemanager", port);
        let Some(listening) = endpoints
            .binary_search_by_key(&first, |endpoint| Some(endpoint.host))
            .ok()
            .and_then(|at| endpoints.get(at))
        else {
            continue;
        };
        if listening.port_span.is_none() && (bind.is_none() || has_bind_key) {
            continue;
        }
        let inputs = port_input("nodemanager", port, listening)
            .into_iter()
            .chain(bind.map(|bind| {
                Input::at(
                    format!("daemons.nodemanager.bind: {}", bind.value),
                    bind.span,
                )
            }))
            .collect();
        site.set_if_known(
            key,
            format!("{address}:{}", listening.port),
            &STATED_PORT,
            inputs,
        );
    }
}
