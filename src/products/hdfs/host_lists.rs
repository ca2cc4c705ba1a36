//! Which datanodes may join and which are being drained: `dfs.hosts`, `dfs.hosts.exclude`.

use super::rules::UNKNOWN_WORKER;
use crate::diagnostic::Derivation;
use crate::document::{Entry, Input, Syntax};
use crate::lower::{Ctx, Emitted};
use crate::products::hadoop::draining::{Draining, line};
use crate::products::hadoop::home;
use crate::products::hadoop::namespaces::Namespaces;
use crate::products::hadoop::site::Site;
use crate::source::Span;

const INCLUDE: &str = "dfs.hosts";
const EXCLUDE: &str = "dfs.hosts.exclude";

static INCLUDE_FILE: Derivation = Derivation {
    name: "include-file",
    summary: "with services.hdfs.only_listed only the datanodes of the profile may join",
    source: "org.apache.hadoop.hdfs.server.blockmanagement.DatanodeManager",
};

static EXCLUDE_FILE: Derivation = Derivation {
    name: "exclude-file",
    summary: "datanodes of services.hdfs.decommission; the file is there even when empty, so that draining needs `hdfs dfsadmin -refreshNodes` and no restart",
    source: "org.apache.hadoop.hdfs.server.blockmanagement.DatanodeManager",
};

fn only_listed(ctx: &Ctx<'_>) -> Option<Span> {
    let namespaces = Namespaces::of(ctx);
    let hdfs = ctx
        .class
        .facets
        .services
        .hdfs
        .get(namespaces.here(ctx)?.name)?;
    let wanted = hdfs.only_listed.as_ref()?;
    wanted.value.then_some(wanted.span)
}

/// The keys of a namenode that name the files.
pub(super) fn keys(ctx: &Ctx<'_>, site: &mut Site<'_>) {
    let Some(conf) = home::conf_dir(ctx).filter(|_| ctx.has_role("namenode")) else {
        return;
    };
    if let Some(span) = only_listed(ctx) {
        site.set(
            "dfs.hosts",
            format!("{conf}/{INCLUDE}"),
            &INCLUDE_FILE,
            vec![Input::at("services.hdfs.only_listed: true", span)],
        );
    }
    site.set(
        "dfs.hosts.exclude",
        format!("{conf}/{EXCLUDE}"),
        &EXCLUDE_FILE,
        home::made_from(ctx),
    );
}

pub(super) fn emit(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    if !ctx.has_role("namenode") {
        return;
    }
    let readers = vec!["namenode".into()];
    if only_listed(ctx).is_some()
        && let Some(mut include) = home::in_conf(
            ctx,
            INCLUDE,
            INCLUDE,
            Syntax::Lines,
            &INCLUDE_FILE,
            readers.clone(),
        )
    {
        include.entries = ctx
            .with_role("datanode", None)
            .iter()
            .filter_map(|placement| {
                let host = ctx.cluster.host(placement.host)?;
                let input = Input {
                    what: format!("datanode: {}", host.name).into(),
                    span: placement.cause.span(),
                };
                Some(line(host, &INCLUDE_FILE, input))
            })
            .collect();
        emitted.documents.push(include);
    }
    let Some(mut exclude) =
        home::in_conf(ctx, EXCLUDE, EXCLUDE, Syntax::Lines, &EXCLUDE_FILE, readers)
    else {
        return;
    };
    exclude.entries = drained(ctx, emitted);
    emitted.documents.push(exclude);
}

fn drained(ctx: &Ctx<'_>, emitted: &mut Emitted) -> Vec<Entry> {
    let namespaces = Namespaces::of(ctx);
    let list = namespaces
        .here(ctx)
        .and_then(|here| ctx.class.facets.services.hdfs.get(here.name))
        .and_then(|hdfs| hdfs.decommission.as_ref());
    let draining = Draining {
        role: "datanode",
        service: "hdfs",
        rule: &EXCLUDE_FILE,
        unknown: &UNKNOWN_WORKER,
    };
    draining.entries(ctx, list, &mut emitted.diagnostics)
}
