//! `log4j.properties` of a tarball: its conf directory is made here and holds no other, and
//! without one the daemons log nothing.

use super::home;
use crate::diagnostic::Derivation;
use crate::document::Syntax;
use crate::lower::{Ctx, Emitted};

const FILE: &str = "log4j.properties";

static LOG4J: Derivation = Derivation {
    name: "tarball-log4j",
    summary: "the appenders that Hadoop's scripts name: console for commands, RFA for daemons, RFAS for the security log; packages ship their own file, and one under `files` wins",
    source: "libexec/hadoop-functions.sh, sbin/hadoop-daemon.sh",
};

pub(super) fn emit(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    if home::base(ctx).is_none() {
        return;
    }
    let readers = home::readers(ctx, &[]);
    let Some(mut document) = home::in_conf(ctx, FILE, FILE, Syntax::Prose, &LOG4J, readers) else {
        return;
    };
    if ctx.class.facets.files.contains_key(document.path.as_str()) {
        return;
    }
    include_str!("templates/log4j.properties").clone_into(&mut document.prose);
    emitted.documents.push(document);
}
