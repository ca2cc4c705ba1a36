//! `core-site.xml`: the default file system, and what daemons of several products read.

use super::namespaces::{Namespaces, port_input};
use super::site::Site;
use super::{dirs, ensemble, home, security, topology};
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::Input;
use crate::lower::{Ctx, Emitted};
use crate::units::TimeUnit;

static CORE_SITE: Derivation = Derivation {
    name: "core-site",
    summary: "every host with Hadoop has a core-site.xml, which all its processes load first",
    source: "org.apache.hadoop.conf.Configuration",
};

static DEFAULT_FS: Derivation = Derivation {
    name: "default-file-system",
    summary: "paths without a scheme mean the first nameservice, or the one that services.hdfs.default names; several namenodes are addressed by the nameservice without a port, a single one by host and port",
    source: "org.apache.hadoop.fs.FileSystem.getDefaultUri; the port of a URI without one differs in 3.0.0",
};

static TMP_DIR: Derivation = Derivation {
    name: "hadoop-tmp-dir",
    summary: "a directory for each user that survives a reboot, unlike the default under /tmp",
    source: "core-default.xml: hadoop.tmp.dir",
};

static ZOOKEEPER_QUORUM: Derivation = Derivation {
    name: "failover-quorum",
    summary: "failover controllers decide over the client ports of the ensemble",
    source: "org.apache.hadoop.ha.ZKFailoverController",
};

static TRASH: Derivation = Derivation {
    name: "trash-interval",
    summary: "services.hdfs.trash in minutes; a namenode's own value wins over its clients'",
    source: "org.apache.hadoop.fs.TrashPolicyDefault",
};

static TOPOLOGY: Derivation = Derivation {
    name: "rack-awareness",
    summary: "name node and resource manager look up racks in a table where every host with a rack has an IP address, by a script where some have not: racks are asked for by IP address",
    source: "org.apache.hadoop.net.CachedDNSToSwitchMapping",
};

pub(super) fn emit(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    home::report_missing(ctx, emitted);
    dirs::check(ctx, &mut emitted.diagnostics);
    let Some(mut site) = Site::new(ctx, "core") else {
        return;
    };
    let namespaces = Namespaces::of(ctx);
    default_fs(ctx, &namespaces, &mut site);
    tmp_dir(ctx, &mut site);
    trash(ctx, &namespaces, &mut site);
    if ctx.has_role("zkfc") {
        quorum(ctx, &mut site);
    }
    racks(ctx, &mut site);
    security::core_keys(ctx, &mut site);
    schemes(ctx, &mut site);
    site.finish(ctx, "core-site", &CORE_SITE, &[], emitted);
}

fn default_fs(ctx: &Ctx<'_>, namespaces: &Namespaces<'_>, site: &mut Site<'_>) {
    let Some(nameservice) = namespaces.default() else {
        return;
    };
    let Some(uri) = nameservice.uri(ctx) else {
        return;
    };
    let mut inputs = vec![nameservice.input(ctx)];
    if let (false, Some(namenode)) = (nameservice.is_ha(), nameservice.namenodes.first()) {
        inputs.extend(
            super::namespaces::endpoint(ctx, "namenode", "rpc", namenode)
                .and_then(|endpoint| port_input("namenode", "rpc", endpoint)),
        );
    }
    if let Some(stated) = namespaces.stated_default() {
        inputs.push(Input::at(
            format!("services.hdfs.default: {}", stated.value),
            stated.span,
        ));
    }
    site.set("fs.defaultFS", uri, &DEFAULT_FS, inputs);
}

fn tmp_dir(ctx: &Ctx<'_>, site: &mut Site<'_>) {
    let stated = ctx
        .class
        .roles
        .iter()
        .filter(|placed| placed.role.product == "hadoop")
        .find_map(|placed| dirs::stated(ctx, placed.role.name, "tmp"));
    if let Some(stated) = stated {
        if let Some(dir) = stated.list.first() {
            site.set("hadoop.tmp.dir", dir.path.clone(), &TMP_DIR, stated.inputs);
        }
        return;
    }
    // Every user of the host writes there, each below their own name, so the parent must be open
    // to all: Bigtop ships such a directory, Fedora none but the system's.
    let parent = match home::base(ctx) {
        Some(base) => format!("{base}/tmp/"),
        None if is_bigtop(ctx) => "/var/lib/hadoop-hdfs/cache/".to_owned(),
        None => "/var/tmp/hadoop-".to_owned(),
    };
    site.set(
        "hadoop.tmp.dir",
        format!("{parent}${{user.name}}"),
        &TMP_DIR,
        vec![ctx.packages_input("hadoop")],
    );
}

fn is_bigtop(ctx: &Ctx<'_>) -> bool {
    ctx.product("hadoop")
        .is_some_and(|product| product.flavour.starts_with("bigtop"))
}

fn trash(ctx: &Ctx<'_>, namespaces: &Namespaces<'_>, site: &mut Site<'_>) {
    let Some(name) = namespaces.here(ctx).map(|nameservice| nameservice.name) else {
        return;
    };
    let Some(trash) = ctx
        .class
        .facets
        .services
        .hdfs
        .get(name)
        .and_then(|hdfs| hdfs.trash.as_ref())
    else {
        return;
    };
    match trash.value.in_unit(TimeUnit::Minute) {
        Ok(minutes) => site.set(
            "fs.trash.interval",
            i64::try_from(minutes).unwrap_or(i64::MAX),
            &TRASH,
            vec![Input::at(
                format!("services.hdfs.trash: {}", trash.value),
                trash.span,
            )],
        ),
        Err(_) => site.diagnostics.push(
            Diagnostic::new(
                &super::rules::NOT_WHOLE,
                trash.span,
                format!(
                    "the trash is emptied by the minute, and {} is no whole number of them",
                    trash.value
                ),
            )
            .help("write whole minutes, such as `90min` or `1d`"),
        ),
    }
}

fn quorum(ctx: &Ctx<'_>, site: &mut Site<'_>) {
    let Some(instance) = ensemble::of_controllers(ctx) else {
        return;
    };
    let servers: Vec<String> = ctx
        .endpoints("zookeeper", "client", Some(&instance))
        .iter()
        .map(|endpoint| endpoint.host_port())
        .collect();
    if servers.is_empty() {
        return;
    }
    site.set(
        "ha.zookeeper.quorum",
        servers,
        &ZOOKEEPER_QUORUM,
        vec![ctx.role_input("zookeeper", Some(&instance))],
    );
}

/// What other products' file systems need of every client, as they say it.
fn schemes(ctx: &Ctx<'_>, site: &mut Site<'_>) {
    for scheme in ctx.schemes() {
        for (key, value) in scheme.settings {
            site.set(key, value, scheme.rule, scheme.inputs.clone());
        }
    }
}

fn racks(ctx: &Ctx<'_>, site: &mut Site<'_>) {
    let Some(racks) = topology::Racks::here(ctx) else {
        return;
    };
    let Some(conf) = home::conf_dir(ctx) else {
        return;
    };
    let inputs = vec![racks.input()];
    if racks.all_have_ip {
        site.set(
            "net.topology.node.switch.mapping.impl",
            "org.apache.hadoop.net.TableMapping",
            &TOPOLOGY,
            inputs.clone(),
        );
        site.set(
            "net.topology.table.file.name",
            format!("{conf}/{}", topology::TABLE),
            &TOPOLOGY,
            inputs,
        );
    } else {
        site.set(
            "net.topology.script.file.name",
            format!("{conf}/{}", topology::SCRIPT),
            &TOPOLOGY,
            inputs,
        );
    }
}
