//! Where the daemons of HDFS listen and by which names others reach them.

use super::rules::BIND_UNSUPPORTED;
use crate::cluster::Endpoint;
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::Input;
use crate::lower::Ctx;
use crate::products::hadoop::namespaces::{Nameservice, Namespaces, endpoint, port_input};
use crate::products::hadoop::security;
use crate::products::hadoop::site::Site;

static NAMENODE_ADDRESS: Derivation = Derivation {
    name: "namenode-address",
    summary: "address of the host and port of the daemon; with a nameservice the key ends in its name, with several namenodes in the namenode's id too",
    source: "org.apache.hadoop.hdfs.DFSUtil",
};

static SECONDARY_ADDRESS: Derivation = Derivation {
    name: "secondary-address",
    summary: "address of the secondary namenode's host and its port",
    source: "org.apache.hadoop.hdfs.server.namenode.SecondaryNameNode",
};

static STATED_PORT: Derivation = Derivation {
    name: "stated-port",
    summary: "a port that the profile states; without `bind` the daemon listens everywhere",
    source: "hdfs-default.xml",
};

static PRIVILEGED_PORT: Derivation = Derivation {
    name: "privileged-port",
    summary: "without SASL a secure datanode listens where only root can: clients trust it for that",
    source: "org.apache.hadoop.hdfs.server.datanode.SecureDataNodeStarter",
};

static BIND: Derivation = Derivation {
    name: "bind-host",
    summary: "where the daemon listens; its advertised name stays the host's",
    source: "hdfs-default.xml: *-bind-host",
};

/// Ports of a namenode with their keys and the keys that say where to listen.
const NAMENODE_PORTS: [(&str, &str, &str); 3] = [
    (
        "rpc",
        "dfs.namenode.rpc-address",
        "dfs.namenode.rpc-bind-host",
    ),
    (
        "http",
        "dfs.namenode.http-address",
        "dfs.namenode.http-bind-host",
    ),
    (
        "https",
        "dfs.namenode.https-address",
        "dfs.namenode.https-bind-host",
    ),
];

/// Addresses of all namenodes: everybody reads them.
pub(super) fn namenodes(ctx: &Ctx<'_>, namespaces: &Namespaces<'_>, site: &mut Site<'_>) {
    let https = security::https(ctx);
    for nameservice in &namespaces.list {
        for (id, namenode) in nameservice.ids() {
            for (port, key, _) in NAMENODE_PORTS {
                let Some(listening) = endpoint(ctx, "namenode", port, namenode) else {
                    continue;
                };
                // A single namenode is found by fs.defaultFS; it serves https only when asked to.
                let needed = namespaces.are_named()
                    || port == "http"
                    || (port == "https" && (https.is_some() || listening.port_span.is_some()));
                if !needed {
                    continue;
                }
                let mut inputs = vec![nameservice.input(ctx)];
                inputs.extend(port_input("namenode", port, listening));
                if port == "https" {
                    inputs.extend(https.map(security::tls_input));
                }
                site.set(
                    with_suffix(key, namespaces, nameservice, &id),
                    listening.host_port(),
                    &NAMENODE_ADDRESS,
                    inputs,
                );
            }
            controller_port(ctx, namespaces, nameservice, &id, namenode.host, site);
        }
    }
    if ctx.has_role("namenode") {
        bind_hosts(ctx, namespaces, site);
    }
}

fn with_suffix(
    key: &str,
    namespaces: &Namespaces<'_>,
    nameservice: &Nameservice<'_>,
    id: &str,
) -> String {
    match (namespaces.are_named(), nameservice.is_ha()) {
        (false, _) => key.to_owned(),
        (true, false) => format!("{key}.{}", nameservice.name),
        (true, true) => format!("{key}.{}.{id}", nameservice.name),
    }
}

/// The port of the failover controller beside a namenode, where the profile states one: the
/// controllers ask each other to step back.
fn controller_port(
    ctx: &Ctx<'_>,
    namespaces: &Namespaces<'_>,
    nameservice: &Nameservice<'_>,
    id: &str,
    host: u32,
    site: &mut Site<'_>,
) {
    let controllers = ctx.endpoints("zkfc", "rpc", Some(nameservice.name));
    let Some(stated) = controllers
        .into_iter()
        .find(|listening| listening.host == host && listening.port_span.is_some())
    else {
        return;
    };
    site.set(
        with_suffix("dfs.ha.zkfc.port", namespaces, nameservice, id),
        stated.port,
        &STATED_PORT,
        port_input("zkfc", "rpc", stated).into_iter().collect(),
    );
}

/// Where the namenode of these hosts listens: the plain keys hold for whichever it is.
fn bind_hosts(ctx: &Ctx<'_>, namespaces: &Namespaces<'_>, site: &mut Site<'_>) {
    let Some(bind) = ctx
        .daemon("namenode")
        .and_then(|daemon| daemon.bind.as_ref())
    else {
        return;
    };
    if namespaces.list.is_empty() {
        return;
    }
    for (port, _, key) in NAMENODE_PORTS {
        if site.knows(key) {
            site.set(
                key,
                bind.value.clone(),
                &BIND,
                vec![Input::at(
                    format!("daemons.namenode.bind: {}", bind.value),
                    bind.span,
                )],
            );
        } else if port == "rpc" {
            site.diagnostics.push(
                Diagnostic::new(
                    &BIND_UNSUPPORTED,
                    bind.span,
                    format!(
                        "a namenode of hadoop {} listens on the address it advertises",
                        site.version()
                    ),
                )
                .note(
                    "dfs.namenode.rpc-bind-host exists from 2.2.0 on, the one for http from 2.5.0",
                )
                .help("take `bind` out, or give the host that address"),
            );
        }
    }
}

/// Addresses of secondary namenodes.
pub(super) fn secondaries(ctx: &Ctx<'_>, namespaces: &Namespaces<'_>, site: &mut Site<'_>) {
    for nameservice in namespaces.list.iter().filter(|one| !one.is_ha()) {
        let placed = ctx.with_role("secondarynamenode", Some(nameservice.name));
        let Some(secondary) = placed.first() else {
            continue;
        };
        for (port, key) in [
            ("http", "dfs.namenode.secondary.http-address"),
            ("https", "dfs.namenode.secondary.https-address"),
        ] {
            let Some(listening) = endpoint(ctx, "secondarynamenode", port, secondary) else {
                continue;
            };
            let https = security::https(ctx).filter(|_| port == "https");
            if port == "https" && https.is_none() && listening.port_span.is_none() {
                continue;
            }
            let key = if namespaces.are_named() {
                format!("{key}.{}", nameservice.name)
            } else {
                key.to_owned()
            };
            let mut inputs = vec![ctx.role_input("secondarynamenode", Some(nameservice.name))];
            inputs.extend(port_input("secondarynamenode", port, listening));
            inputs.extend(https.map(security::tls_input));
            site.set(key, listening.host_port(), &SECONDARY_ADDRESS, inputs);
        }
    }
}

/// Where datanodes and journalnodes of these hosts listen, when the profile says so: their
/// address keys only listen, others learn the name from the host itself.
pub(super) fn workers(ctx: &Ctx<'_>, site: &mut Site<'_>) {
    let keys: [(&'static str, &str, &'static str); 7] = [
        ("datanode", "data", "dfs.datanode.address"),
        ("datanode", "http", "dfs.datanode.http.address"),
        ("datanode", "https", "dfs.datanode.https.address"),
        ("datanode", "rpc", "dfs.datanode.ipc.address"),
        ("journalnode", "rpc", "dfs.journalnode.rpc-address"),
        ("journalnode", "http", "dfs.journalnode.http-address"),
        ("journalnode", "https", "dfs.journalnode.https-address"),
    ];
    for (role, port, key) in keys {
        if let Some(listening) = here(ctx, role, port) {
            listen(ctx, role, port, key, listening, site);
        }
    }
}

/// The endpoint of a role of these hosts; which of the hosts does not matter, the class shares
/// port and bind address.
fn here<'a>(ctx: &Ctx<'a>, role: &'static str, port: &str) -> Option<&'a Endpoint> {
    if !ctx.has_role(role) {
        return None;
    }
    let first = *ctx.class.hosts.first()?;
    let listening = ctx.cluster.endpoints.of(role, port);
    // In the order of hosts, so that a search does not walk over all of them.
    let at = listening
        .binary_search_by_key(&first, |one| one.host)
        .ok()?;
    listening.get(at)
}

fn listen(
    ctx: &Ctx<'_>,
    role: &'static str,
    port: &str,
    key: &'static str,
    listening: &Endpoint,
    site: &mut Site<'_>,
) {
    let bind = ctx.daemon(role).and_then(|daemon| daemon.bind.as_ref());
    let privileged = role == "datanode"
        && matches!(port, "data" | "http")
        && !listening.closed
        && security::is_privileged(ctx);
    if bind.is_none() && listening.port_span.is_none() && !privileged {
        return;
    }
    let mut inputs: Vec<Input> = port_input(role, port, listening).into_iter().collect();
    inputs.extend(
        bind.map(|bind| Input::at(format!("daemons.{role}.bind: {}", bind.value), bind.span)),
    );
    let why = if privileged && listening.port_span.is_none() {
        inputs.extend(security::privileged_inputs(ctx));
        &PRIVILEGED_PORT
    } else {
        &STATED_PORT
    };
    let address = bind.map_or("0.0.0.0", |bind| bind.value.as_str());
    let address = if address.contains(':') && !address.starts_with('[') {
        format!("[{address}]")
    } else {
        address.to_owned()
    };
    site.set_if_known(key, format!("{address}:{}", listening.port), why, inputs);
}
