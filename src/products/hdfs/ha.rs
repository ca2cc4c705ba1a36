//! Keys of nameservices, shared edits and failover.

use crate::diagnostic::Derivation;
use crate::document::{Input, Separator, Value};
use crate::lower::Ctx;
use crate::products::hadoop::namespaces::{Nameservice, Namespaces};
use crate::products::hadoop::site::Site;

static NAMESERVICES: Derivation = Derivation {
    name: "nameservices",
    summary: "nameservices are named where there are several, or several namenodes of one; namenodes are nn1, nn2 … in the order of their hosts",
    source: "org.apache.hadoop.hdfs.DFSUtil",
};

static FAILOVER_PROXY: Derivation = Derivation {
    name: "failover-proxy",
    summary: "clients of a nameservice with several namenodes try each configured one until the active one answers",
    source: "org.apache.hadoop.hdfs.server.namenode.ha.ConfiguredFailoverProxyProvider",
};

static SHARED_EDITS: Derivation = Derivation {
    name: "shared-edits",
    summary: "the namenodes of a nameservice share their edits through all journalnodes; the journal is called as the nameservice",
    source: "org.apache.hadoop.hdfs.qjournal.client.QuorumJournalManager",
};

static AUTOMATIC_FAILOVER: Derivation = Derivation {
    name: "automatic-failover",
    summary: "on where failover controllers stand beside the namenodes",
    source: "org.apache.hadoop.hdfs.tools.DFSZKFailoverController",
};

static FENCING: Derivation = Derivation {
    name: "fencing",
    summary: "services.hdfs.fencing, one method a line; by default none that acts, since a quorum of journals lets only one namenode write",
    source: "org.apache.hadoop.ha.NodeFencer",
};

const PROXY_PROVIDER: &str =
    "org.apache.hadoop.hdfs.server.namenode.ha.ConfiguredFailoverProxyProvider";

/// A method that does nothing and succeeds: enough where the journal fences by itself.
pub(super) const NO_FENCING: &str = "shell(/bin/true)";

/// `key.<ns>` where several nameservices must be told apart, else the plain key.
fn of_nameservice(key: &str, namespaces: &Namespaces<'_>, nameservice: &str) -> String {
    if namespaces.are_federated() {
        format!("{key}.{nameservice}")
    } else {
        key.to_owned()
    }
}

/// Which nameservices there are, and how clients find the active namenode.
pub(super) fn nameservices(ctx: &Ctx<'_>, namespaces: &Namespaces<'_>, site: &mut Site<'_>) {
    if !namespaces.are_named() {
        return;
    }
    let names: Vec<String> = namespaces
        .list
        .iter()
        .map(|one| one.name.to_owned())
        .collect();
    let inputs: Vec<Input> = namespaces.list.iter().map(|one| one.input(ctx)).collect();
    // Renamed in 2.0.2-alpha, without an alias for the two releases before it.
    let key = if site.knows("dfs.nameservices") {
        "dfs.nameservices"
    } else {
        "dfs.federation.nameservices"
    };
    site.set(key, names, &NAMESERVICES, inputs);
    for nameservice in namespaces.list.iter().filter(|one| one.is_ha()) {
        let ids: Vec<String> = nameservice.ids().map(|(id, _)| id).collect();
        site.set(
            format!("dfs.ha.namenodes.{}", nameservice.name),
            ids,
            &NAMESERVICES,
            vec![nameservice.input(ctx)],
        );
        site.set(
            format!("dfs.client.failover.proxy.provider.{}", nameservice.name),
            PROXY_PROVIDER,
            &FAILOVER_PROXY,
            vec![nameservice.input(ctx)],
        );
    }
}

/// Where the namenodes of a nameservice share their edits: read by namenodes, and from 3.0 on by
/// journalnodes that look for each other.
pub(super) fn shared_edits(ctx: &Ctx<'_>, namespaces: &Namespaces<'_>, site: &mut Site<'_>) {
    if !["namenode", "journalnode", "zkfc"]
        .iter()
        .any(|role| ctx.has_role(role))
    {
        return;
    }
    let journals: Vec<String> = ctx
        .endpoints("journalnode", "rpc", None)
        .iter()
        .map(|endpoint| endpoint.host_port())
        .collect();
    if journals.is_empty() {
        return;
    }
    for nameservice in namespaces.list.iter().filter(|one| one.is_ha()) {
        site.set(
            of_nameservice(
                "dfs.namenode.shared.edits.dir",
                namespaces,
                nameservice.name,
            ),
            format!("qjournal://{}/{}", journals.join(";"), nameservice.name),
            &SHARED_EDITS,
            vec![ctx.role_input("journalnode", None), nameservice.input(ctx)],
        );
    }
}

/// Who decides which namenode is active, and how the other one is kept from writing.
pub(super) fn failover(ctx: &Ctx<'_>, namespaces: &Namespaces<'_>, site: &mut Site<'_>) {
    for nameservice in namespaces.list.iter().filter(|one| one.is_ha()) {
        let controllers = ctx.with_role("zkfc", Some(nameservice.name));
        if !controllers.is_empty() {
            site.set(
                of_nameservice(
                    "dfs.ha.automatic-failover.enabled",
                    namespaces,
                    nameservice.name,
                ),
                true,
                &AUTOMATIC_FAILOVER,
                vec![ctx.role_input("zkfc", Some(nameservice.name))],
            );
        }
    }
    // Whoever fences reads the plain key: the controllers, and the command that fails over by hand.
    if let Some(here) = namespaces.here(ctx).filter(|one| one.is_ha())
        && ctx.has_role("namenode")
    {
        fencing(ctx, here, site);
    }
}

fn fencing(ctx: &Ctx<'_>, nameservice: &Nameservice<'_>, site: &mut Site<'_>) {
    let hdfs = ctx.class.facets.services.hdfs.get(nameservice.name);
    let stated = hdfs
        .and_then(|hdfs| hdfs.fencing.as_ref())
        .filter(|methods| !methods.is_empty());
    let (items, inputs) = match stated {
        Some(methods) => (
            methods.iter().map(|method| method.value.clone()).collect(),
            methods
                .iter()
                .map(|method| {
                    Input::at(
                        format!("services.hdfs.fencing: {}", method.value),
                        method.span,
                    )
                })
                .collect(),
        ),
        None => (
            vec![NO_FENCING.to_owned()],
            vec![ctx.role_input("journalnode", None)],
        ),
    };
    let uses_ssh = items
        .iter()
        .any(|item: &String| item.starts_with("sshfence"));
    site.set(
        "dfs.ha.fencing.methods",
        Value::List {
            items,
            separator: Separator::Newline,
        },
        &FENCING,
        inputs,
    );
    let Some(key) = hdfs.and_then(|hdfs| hdfs.ssh_key.as_ref()) else {
        return;
    };
    if let (true, Some(path)) = (uses_ssh, key.secret.value.strip_prefix("file:")) {
        site.set(
            "dfs.ha.fencing.ssh.private-key-files",
            path.to_owned(),
            &FENCING,
            vec![Input::at(
                format!("services.hdfs.ssh_key: {}", key.secret.value),
                key.secret.span,
            )],
        );
    }
}
