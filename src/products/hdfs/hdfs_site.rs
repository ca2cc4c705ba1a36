//! `hdfs-site.xml`: one for daemons and clients alike, with what each host needs.

use super::{addresses, ha, host_lists, security, storage};
use crate::diagnostic::Derivation;
use crate::document::Input;
use crate::lower::{Ctx, Emitted};
use crate::products::hadoop::namespaces::Namespaces;
use crate::products::hadoop::site::Site;

static HDFS_SITE: Derivation = Derivation {
    name: "hdfs-site",
    summary: "every host with Hadoop has an hdfs-site.xml: daemons of YARN and commands are clients of HDFS",
    source: "org.apache.hadoop.hdfs.HdfsConfiguration",
};

static REPLICATION: Derivation = Derivation {
    name: "replication",
    summary: "services.hdfs.replication, else the number of datanodes where there are fewer than the default of 3",
    source: "hdfs-default.xml: dfs.replication; a block never has more copies than there are datanodes",
};

/// The product's own default of `dfs.replication`, in every release.
const DEFAULT_REPLICATION: usize = 3;

pub(super) fn emit(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    let Some(mut site) = Site::new(ctx, "hdfs") else {
        return;
    };
    let namespaces = Namespaces::of(ctx);
    ha::nameservices(ctx, &namespaces, &mut site);
    addresses::namenodes(ctx, &namespaces, &mut site);
    addresses::secondaries(ctx, &namespaces, &mut site);
    ha::shared_edits(ctx, &namespaces, &mut site);
    ha::failover(ctx, &namespaces, &mut site);
    storage::directories(ctx, &mut site);
    addresses::workers(ctx, &mut site);
    replication(ctx, &namespaces, &mut site);
    host_lists::keys(ctx, &mut site);
    security::keys(ctx, &mut site);
    site.finish(ctx, "hdfs-site", &HDFS_SITE, &["hdfs"], emitted);
}

fn replication(ctx: &Ctx<'_>, namespaces: &Namespaces<'_>, site: &mut Site<'_>) {
    let Some(here) = namespaces.here(ctx) else {
        return;
    };
    let stated = ctx
        .class
        .facets
        .services
        .hdfs
        .get(here.name)
        .and_then(|hdfs| hdfs.replication.as_ref());
    if let Some(stated) = stated {
        site.set(
            "dfs.replication",
            stated.value,
            &REPLICATION,
            vec![Input::at(
                format!("services.hdfs.replication: {}", stated.value),
                stated.span,
            )],
        );
        return;
    }
    let datanodes = ctx.cluster.placements.of("datanode");
    if datanodes.is_empty() || datanodes.len() >= DEFAULT_REPLICATION {
        return;
    }
    site.set(
        "dfs.replication",
        i64::try_from(datanodes.len()).unwrap_or(1),
        &REPLICATION,
        vec![ctx.role_input("datanode", None)],
    );
}
