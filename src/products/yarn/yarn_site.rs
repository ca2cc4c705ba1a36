//! `yarn-site.xml`: on every Hadoop host of a cluster with YARN, since job clients read it too.

use super::{check, classpath, here, nodemanager, resourcemanager, section, security};
use crate::diagnostic::Derivation;
use crate::document::Input;
use crate::lower::{Ctx, Emitted};
use crate::products::hadoop::security as hadoop_security;
use crate::products::hadoop::site::Site;

static YARN_SITE: Derivation = Derivation {
    name: "yarn-site",
    summary: "every host with Hadoop has a yarn-site.xml where a resource manager exists: clients look it up there",
    source: "org.apache.hadoop.yarn.conf.YarnConfiguration",
};

static LOG_AGGREGATION: Derivation = Derivation {
    name: "log-aggregation",
    summary: "logs of finished containers move to the default file system where a history server can show them, unless services.yarn.log_aggregation says otherwise",
    source: "org.apache.hadoop.yarn.server.nodemanager.containermanager.logaggregation.LogAggregationService",
};

pub(super) fn emit(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    check::check(ctx, emitted);
    if ctx.cluster.placements.of("resourcemanager").is_empty() {
        return;
    }
    let Some(mut site) = Site::new(ctx, "yarn") else {
        return;
    };
    resourcemanager::keys(ctx, &mut site);
    nodemanager::keys(ctx, &mut site);
    log_aggregation(ctx, &mut site);
    classpath::key(ctx, &mut site);
    security::keys(ctx, &mut site);
    site.finish(
        ctx,
        "yarn-site",
        &YARN_SITE,
        &["yarn", "mapreduce"],
        emitted,
    );
}

fn log_aggregation(ctx: &Ctx<'_>, site: &mut Site<'_>) {
    let stated = section(ctx).and_then(|yarn| yarn.log_aggregation.as_ref());
    let tls = hadoop_security::https(ctx);
    let (scheme, port) = if tls.is_some() {
        ("https", "https")
    } else {
        ("http", "http")
    };
    let servers = ctx.endpoints("historyserver", port, None);
    let wanted = stated.map_or(!servers.is_empty(), |stated| stated.value);
    if !wanted {
        return;
    }
    let mut inputs: Vec<Input> = stated
        .map(|stated| {
            Input::at(
                format!("services.yarn.log_aggregation: {}", stated.value),
                stated.span,
            )
        })
        .into_iter()
        .collect();
    if !servers.is_empty() {
        inputs.push(ctx.role_input("historyserver", None));
    }
    site.set(
        "yarn.log-aggregation-enable",
        true,
        &LOG_AGGREGATION,
        inputs.clone(),
    );
    if let Some(server) = servers.first() {
        site.set(
            "yarn.log.server.url",
            format!("{scheme}://{}/jobhistory/logs", server.host_port()),
            &LOG_AGGREGATION,
            inputs
                .into_iter()
                .chain(tls.map(hadoop_security::tls_input))
                .collect::<Vec<_>>(),
        );
    }
}

/// "resourcemanager: m1, m2" of these hosts' cluster.
pub(super) fn managers_input(ctx: &Ctx<'_>) -> Input {
    ctx.role_input("resourcemanager", here(ctx))
}
