//! Where resource managers are found, and how several of them take turns.

use super::rules::BIND_UNSUPPORTED;
use super::section::Scheduler;
use super::yarn_site::managers_input;
use super::{exclude, here, offers, section};
use crate::cluster::Placement;
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::Input;
use crate::lower::Ctx;
use crate::products::hadoop::namespaces::{endpoint, port_input};
use crate::products::hadoop::site::Site;
use crate::products::hadoop::{ensemble, home, security, since};
use crate::source::Spanned;

/// First release in which several resource managers take turns (`HAUtil`).
pub(super) const FIRST_HA: &str = "2.4.0";

/// First release whose state store keeps its present names.
pub(super) const FIRST_RECOVERY: &str = "2.1.0-beta";

static ADDRESS: Derivation = Derivation {
    name: "resourcemanager-address",
    summary: "everybody finds the resource manager by its host's name; a port that the profile states is said with its own key, and so are all where the release has no key for the name",
    source: "org.apache.hadoop.yarn.conf.YarnConfiguration",
};

static HA: Derivation = Derivation {
    name: "resourcemanager-ha",
    summary: "several resource managers are rm1, rm2 … in profile order; ZooKeeper decides which one is active",
    source: "org.apache.hadoop.yarn.conf.HAUtil",
};

static OWN_ID: Derivation = Derivation {
    name: "resourcemanager-id",
    summary: "each resource manager is told which of the ids is its own",
    source: "org.apache.hadoop.yarn.conf.HAUtil: getRMHAId",
};

static RECOVERY: Derivation = Derivation {
    name: "resourcemanager-recovery",
    summary: "running applications survive a restart: the state is kept in ZooKeeper, or in the default file system where there is no ensemble",
    source: "org.apache.hadoop.yarn.server.resourcemanager.recovery.RMStateStoreFactory",
};

static SCHEDULER: Derivation = Derivation {
    name: "scheduler-class",
    summary: "class of services.yarn.scheduler; said even where it is the default, because the defaults differ between distributions",
    source: "org.apache.hadoop.yarn.server.resourcemanager.scheduler",
};

static BIND: Derivation = Derivation {
    name: "bind-host",
    summary: "where the daemon listens; its advertised name stays the host's",
    source: "yarn-default.xml: *.bind-host",
};

/// Ports of a resource manager with their keys.
const PORTS: [(&str, &str); 6] = [
    ("rpc", "yarn.resourcemanager.address"),
    ("scheduler", "yarn.resourcemanager.scheduler.address"),
    ("tracker", "yarn.resourcemanager.resource-tracker.address"),
    ("admin", "yarn.resourcemanager.admin.address"),
    ("http", "yarn.resourcemanager.webapp.address"),
    ("https", "yarn.resourcemanager.webapp.https.address"),
];

const PACKAGE: &str = "org.apache.hadoop.yarn.server.resourcemanager";

pub(super) fn keys(ctx: &Ctx<'_>, site: &mut Site<'_>) {
    let Some(instance) = here(ctx) else { return };
    let managers = ctx.with_role("resourcemanager", Some(instance));
    match managers.as_slice() {
        [] => return,
        [only] => addresses(ctx, only, None, site),
        several => {
            if !since(site.version(), FIRST_HA) {
                // Refused by a rule.
                return;
            }
            high_availability(ctx, instance, several, site);
        }
    }
    recovery(ctx, managers.len() > 1, site);
    if !ctx.has_role("resourcemanager") {
        return;
    }
    if let Some(bind) = ctx
        .daemon("resourcemanager")
        .and_then(|daemon| daemon.bind.as_ref())
    {
        bind_host(bind, site);
    }
    scheduler(ctx, site);
    offers::keys(ctx, instance, site);
    exclude::key(ctx, site);
}

/// Its addresses are what clients are told, so that without a key of its own `bind` cannot be kept.
fn bind_host(bind: &Spanned<String>, site: &mut Site<'_>) {
    let key = "yarn.resourcemanager.bind-host";
    if site.knows(key) {
        site.set(
            key,
            bind.value.clone(),
            &BIND,
            vec![Input::at(
                format!("daemons.resourcemanager.bind: {}", bind.value),
                bind.span,
            )],
        );
        return;
    }
    site.diagnostics.push(
        Diagnostic::new(
            &BIND_UNSUPPORTED,
            bind.span,
            format!(
                "hadoop {} cannot be told where a resource manager listens",
                site.version()
            ),
        )
        .note(format!("`{key}` exists from 2.6.0 on"))
        .help("take `bind` out, or give the host that address"),
    );
}

/// Addresses of one resource manager; with an id the keys end in it.
fn addresses(ctx: &Ctx<'_>, manager: &Placement, id: Option<&str>, site: &mut Site<'_>) {
    let Some(host) = ctx.cluster.host(manager.host) else {
        return;
    };
    let suffixed = |key: &str| match id {
        Some(id) => format!("{key}.{id}"),
        None => key.to_owned(),
    };
    let https = security::https(ctx);
    let by_name = site.knows("yarn.resourcemanager.hostname");
    if by_name {
        site.set(
            suffixed("yarn.resourcemanager.hostname"),
            host.address.value.to_string(),
            &ADDRESS,
            vec![managers_input(ctx)],
        );
    }
    for (port, key) in PORTS {
        let Some(listening) = endpoint(ctx, "resourcemanager", port, manager) else {
            continue;
        };
        // Where the host's name is a key, the rest follows from it; the web address of one of
        // several is asked for by its own key before 2.8 (RMWebAppFilter).
        let console = if https.is_some() { "https" } else { "http" };
        let web = id.is_some() && port == console;
        let needed = listening.port_span.is_some() || web || (!by_name && port != "https");
        if !needed {
            continue;
        }
        let mut inputs = vec![managers_input(ctx)];
        inputs.extend(port_input("resourcemanager", port, listening));
        if port == "https" {
            inputs.extend(https.map(security::tls_input));
        }
        site.set_if_known(suffixed(key), listening.host_port(), &ADDRESS, inputs);
    }
}

fn high_availability(ctx: &Ctx<'_>, instance: &str, managers: &[&Placement], site: &mut Site<'_>) {
    let inputs = || vec![managers_input(ctx)];
    let ids: Vec<String> = (1..=managers.len()).map(|at| format!("rm{at}")).collect();
    site.set("yarn.resourcemanager.ha.enabled", true, &HA, inputs());
    site.set("yarn.resourcemanager.ha.rm-ids", ids.clone(), &HA, inputs());
    site.set(
        "yarn.resourcemanager.cluster-id",
        instance.to_owned(),
        &HA,
        inputs(),
    );
    for (id, manager) in ids.iter().zip(managers) {
        addresses(ctx, manager, Some(id), site);
    }
    if ctx.has_role("resourcemanager") {
        let me = ctx.host_index();
        if let Some(at) = managers.iter().position(|manager| manager.host == me) {
            site.set(
                "yarn.resourcemanager.ha.id",
                format!("rm{}", at + 1),
                &OWN_ID,
                inputs(),
            );
        }
    }
    ensemble_key(ctx, &HA, site);
}

/// The ensemble of these hosts' cluster: the one it names, or the only one.
pub(super) fn ensemble(ctx: &Ctx<'_>) -> Option<String> {
    ensemble::named(ctx, section(ctx).and_then(|yarn| yarn.zookeeper.as_ref()))
}

fn ensemble_key(ctx: &Ctx<'_>, rule: &'static Derivation, site: &mut Site<'_>) -> bool {
    let Some(instance) = self::ensemble(ctx) else {
        return false;
    };
    let servers: Vec<String> = ctx
        .endpoints("zookeeper", "client", Some(&instance))
        .iter()
        .map(|endpoint| endpoint.host_port())
        .collect();
    if servers.is_empty() {
        return false;
    }
    // 2.9 to 3.4 have one key for all of Hadoop and read the other as its old name; from 3.5 on it
    // is a key of its own again, which the elector reads and nothing stands in for (HADOOP-19156).
    let key = if site.knows("yarn.resourcemanager.zk-address") {
        "yarn.resourcemanager.zk-address"
    } else {
        "hadoop.zk.address"
    };
    if !site.knows(key) {
        return false;
    }
    if site.entries.iter().any(|entry| entry.key == key) {
        return true;
    }
    site.set(
        key,
        servers,
        rule,
        vec![ctx.role_input("zookeeper", Some(&instance))],
    );
    true
}

fn recovery(ctx: &Ctx<'_>, several: bool, site: &mut Site<'_>) {
    if !ctx.has_role("resourcemanager") {
        return;
    }
    let stated = section(ctx).and_then(|yarn| yarn.recovery.as_ref());
    if !stated.map_or(several, |stated| stated.value) || !since(site.version(), FIRST_RECOVERY) {
        // Too old and stated: refused by a rule.
        return;
    }
    let mut inputs: Vec<Input> = stated
        .map(|stated| {
            Input::at(
                format!("services.yarn.recovery: {}", stated.value),
                stated.span,
            )
        })
        .into_iter()
        .collect();
    if several {
        inputs.push(managers_input(ctx));
    }
    site.set(
        "yarn.resourcemanager.recovery.enabled",
        true,
        &RECOVERY,
        inputs.clone(),
    );
    let in_zookeeper = ensemble_key(ctx, &RECOVERY, site);
    let store = if in_zookeeper {
        "ZKRMStateStore"
    } else {
        "FileSystemRMStateStore"
    };
    site.set(
        "yarn.resourcemanager.store.class",
        format!("{PACKAGE}.recovery.{store}"),
        &RECOVERY,
        inputs.clone(),
    );
    if !in_zookeeper {
        // The default lies under hadoop.tmp.dir of one machine.
        site.set_if_known(
            "yarn.resourcemanager.fs.state-store.uri",
            "/yarn/rmstore",
            &RECOVERY,
            inputs,
        );
    }
}

fn scheduler(ctx: &Ctx<'_>, site: &mut Site<'_>) {
    let stated = section(ctx).and_then(|yarn| yarn.scheduler.as_ref());
    let class = match stated.map(|stated| stated.value) {
        Some(Scheduler::Fifo) => "fifo.FifoScheduler",
        Some(Scheduler::Capacity) | None => "capacity.CapacityScheduler",
    };
    let inputs = match stated {
        Some(stated) => vec![Input::at("services.yarn.scheduler", stated.span)],
        None => vec![
            Input::fact("services.yarn.scheduler is not said: capacity"),
            managers_input(ctx),
        ],
    };
    site.set(
        "yarn.resourcemanager.scheduler.class",
        format!("{PACKAGE}.scheduler.{class}"),
        &SCHEDULER,
        inputs,
    );
}

/// The path of a file in the conf directory.
pub(super) fn in_conf(ctx: &Ctx<'_>, file: &str) -> Option<String> {
    home::conf_dir(ctx).map(|conf| format!("{conf}/{file}"))
}
