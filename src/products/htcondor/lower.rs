//! The documents of HTCondor.

use super::facts::dialect;
use super::home::{self, Home, made_from};
use super::knobs::Knobs;
use super::{
    auth, check, cron, env, files, grids, ha, jobs, kerberos, pool, routes, sandbox, security,
    slots, submits, transforms,
};
use crate::diagnostic::Derivation;
use crate::document::{ConfigDocument, Syntax, TargetPath};
use crate::lower::{Ctx, Emitted, Emitter};

/// Documents of this product.
pub const EMITTERS: &[Emitter] = &[
    Emitter {
        name: "condor",
        product: "htcondor",
        emit,
    },
    Emitter {
        name: "condor-env",
        product: "htcondor",
        emit: env::emit,
    },
    Emitter {
        name: "condor-kerberos",
        product: "htcondor",
        emit: kerberos::emit,
    },
    Emitter {
        name: "condor-submit",
        product: "htcondor",
        emit: submits::emit,
    },
    Emitter {
        name: "condor-sandbox",
        product: "htcondor",
        emit: sandbox::emit,
    },
];

static CONFIG: Derivation = Derivation {
    name: "condor-config",
    summary: "what a host's daemons read beside the packages' own files, which stay as they are; cut into files by what it is about",
    source: "LOCAL_CONFIG_DIR: files in the order of their names, each after the root file",
};

/// Makes the configuration of the daemons on these hosts.
fn emit(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    emitted.spell = Some(files::spell);
    emitted.diagnostics.extend(home::missing(ctx));
    let Some(home) = Home::of(ctx) else { return };
    let mut knobs = Knobs::new(&home);
    check::check(ctx, &home, &mut knobs.found);
    auth::check(ctx, &home, &mut knobs.found);
    pool::knobs(ctx, &home, &mut knobs);
    ha::knobs(ctx, &home, &mut knobs);
    security::knobs(ctx, &home, &mut knobs);
    kerberos::check(ctx, &home, &mut knobs.found);
    kerberos::knobs(ctx, &home, &mut knobs);
    slots::knobs(ctx, &home, &mut knobs);
    jobs::knobs(ctx, &home, &mut knobs);
    cron::knobs(ctx, &home, &mut knobs);
    if home.has("condor-submit") {
        grids::check(ctx, &home, &mut knobs.found);
    }
    routes::knobs(ctx, &home, &mut knobs);
    transforms::knobs(ctx, &home, &mut knobs);
    emitted.diagnostics.append(&mut knobs.found);
    let path = format!("{}/config.d/{}", home.layout.conf, files::SETTINGS);
    let Ok(path) = TargetPath::new(path) else {
        return;
    };
    emitted.documents.push(ConfigDocument {
        product: "htcondor",
        name: "condor".into(),
        path,
        syntax: Syntax::Condor(dialect(home.version())),
        // Daemons read it again once they are no longer root.
        mode: 0o644,
        owner: "root".into(),
        group: "root".into(),
        readers: home.readers(),
        made_by: &CONFIG,
        made_from: made_from(ctx),
        entries: knobs.entries,
        prose: String::new(),
    });
}
