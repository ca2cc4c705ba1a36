//! The list of workers that Hadoop's own start scripts read: `slaves`, since 3.0 `workers`.

use super::{home, is_three};
use crate::diagnostic::Derivation;
use crate::document::{Entry, Input, Origin, Syntax};
use crate::lower::{Ctx, Emitted};

static WORKERS: Derivation = Derivation {
    name: "workers",
    summary: "the hosts that the start scripts on a master reach: datanodes from a namenode, node managers from a resource manager without one",
    source: "sbin/start-dfs.sh, sbin/start-yarn.sh; slaves up to 2.10, workers from 3.0",
};

pub(super) fn emit(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    let role = if ctx.has_role("namenode") {
        "datanode"
    } else if ctx.has_role("resourcemanager") {
        "nodemanager"
    } else {
        return;
    };
    let Some(version) = ctx.facts_version("hadoop") else {
        return;
    };
    let file = if is_three(version) {
        "workers"
    } else {
        "slaves"
    };
    let workers = ctx.with_role(role, None);
    let Some(mut document) = home::in_conf(ctx, file, file, Syntax::Lines, &WORKERS, Vec::new())
    else {
        return;
    };
    document.entries = workers
        .iter()
        .filter_map(|placement| {
            let host = ctx.cluster.host(placement.host)?;
            let input = Input {
                what: format!("{role}: {}", host.name).into(),
                span: placement.cause.span(),
            };
            Some(Entry::new(
                host.name.to_string(),
                host.address.value.to_string(),
                Origin::derived(&WORKERS, vec![input]),
            ))
        })
        .collect();
    emitted.documents.push(document);
}
