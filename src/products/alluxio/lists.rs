//! The lists of masters and workers that the start scripts on a master read.

use super::home::{Home, MASTER, WORKER};
use crate::diagnostic::Derivation;
use crate::document::{Entry, Input, Origin, Syntax};
use crate::lower::{Ctx, Emitted};

static LISTS: Derivation = Derivation {
    name: "alluxio-host-lists",
    summary: "hosts that the start scripts on a master reach: slaves up to 0.5, workers from 0.6 on, masters from 1.5 on",
    source: "bin/tachyon-slaves.sh, bin/alluxio-workers.sh, bin/alluxio-masters.sh",
};

/// Makes the lists on hosts with a master.
pub(super) fn emit(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    let Some(home) = Home::here(ctx).filter(|home| home.has(MASTER)) else {
        return;
    };
    let workers = if home.at_least(0, 6) {
        "workers"
    } else {
        "slaves"
    };
    let mut lists = vec![(workers, WORKER)];
    if home.at_least(1, 5) {
        lists.push(("masters", MASTER));
    }
    for (file, role) in lists {
        let Some(mut document) = home.document(ctx, file, file, Syntax::Lines, &LISTS) else {
            continue;
        };
        document.readers.clear();
        document.entries = ctx
            .with_role(role, Some(home.instance))
            .into_iter()
            .filter_map(|placement| {
                let host = ctx.cluster.host(placement.host)?;
                let input = Input {
                    what: format!("{role}: {}", host.name).into(),
                    span: placement.cause.span(),
                };
                Some(Entry::new(
                    host.name.to_string(),
                    host.address.value.to_string(),
                    Origin::derived(&LISTS, vec![input]),
                ))
            })
            .collect();
        emitted.documents.push(document);
    }
}
