//! Which node managers are being drained.

use super::resourcemanager::in_conf;
use super::rules::UNKNOWN_WORKER;
use super::section;
use crate::diagnostic::Derivation;
use crate::document::Syntax;
use crate::lower::{Ctx, Emitted};
use crate::products::hadoop::draining::Draining;
use crate::products::hadoop::home;
use crate::products::hadoop::site::Site;

const FILE: &str = "yarn.exclude";

static EXCLUDE: Derivation = Derivation {
    name: "yarn-exclude-file",
    summary: "node managers of services.yarn.decommission; the file is there even when empty, so that draining needs `yarn rmadmin -refreshNodes` and no restart",
    source: "org.apache.hadoop.yarn.server.resourcemanager.NodesListManager",
};

/// The key of a resource manager that names the file.
pub(super) fn key(ctx: &Ctx<'_>, site: &mut Site<'_>) {
    if let Some(path) = in_conf(ctx, FILE) {
        site.set(
            "yarn.resourcemanager.nodes.exclude-path",
            path,
            &EXCLUDE,
            home::made_from(ctx),
        );
    }
}

pub(super) fn emit(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    if !ctx.has_role("resourcemanager") {
        return;
    }
    let readers = vec!["resourcemanager".into()];
    let Some(mut document) = home::in_conf(ctx, FILE, FILE, Syntax::Lines, &EXCLUDE, readers)
    else {
        return;
    };
    let draining = Draining {
        role: "nodemanager",
        service: "yarn",
        rule: &EXCLUDE,
        unknown: &UNKNOWN_WORKER,
    };
    let list = section(ctx).and_then(|yarn| yarn.decommission.as_ref());
    document.entries = draining.entries(ctx, list, &mut emitted.diagnostics);
    emitted.documents.push(document);
}
