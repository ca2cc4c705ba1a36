//! The environment of `condor_master`, which its daemons inherit.

use super::home::{Home, made_from};
use super::rules::UNKNOWN_VARIABLE;
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::{ConfigDocument, Entry, Input, Origin, TargetPath};
use crate::lower::{Ctx, Emitted};
use crate::source::Spanned;
use crate::units::nearest;

static FILE: Derivation = Derivation {
    name: "condor-env-file",
    summary: "the unit of the packages reads variables of condor_master from here",
    source: "condor.service: EnvironmentFile=-/etc/sysconfig/condor",
};

static STATED: Derivation = Derivation {
    name: "condor-env",
    summary: "daemons.<role>.env",
    source: "condor_master hands its environment to the daemons",
};

/// Variables that the daemons and their libraries read.
const VARIABLES: &[&str] = &[
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "KRB5CCNAME",
    "KRB5_CONFIG",
    "KRB5_KTNAME",
    "LANG",
    "LC_ALL",
    "LD_LIBRARY_PATH",
    "MALLOC_ARENA_MAX",
    "NO_PROXY",
    "PATH",
    "PYTHONPATH",
    "SSL_CERT_DIR",
    "SSL_CERT_FILE",
    "TZ",
    "X509_CERT_DIR",
    "X509_USER_CERT",
    "X509_USER_KEY",
    "X509_USER_PROXY",
    "http_proxy",
    "https_proxy",
    "no_proxy",
];

/// Makes the env file where the profile states variables.
pub(super) fn emit(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    let Some(home) = Home::of(ctx) else { return };
    let mut entries: Vec<Entry> = Vec::new();
    for (role, daemon) in home.daemons(ctx) {
        for (name, value) in daemon.env.iter().flatten() {
            if let Some(diagnostic) = unread(name) {
                emitted.diagnostics.push(diagnostic);
                continue;
            }
            // Said of the service, it is said of each role.
            if entries.iter().any(|entry| entry.key == name.value) {
                continue;
            }
            let what = format!("daemons.{role}.env.{}: {}", name.value, value.value);
            let origin = Origin::derived(&STATED, vec![Input::at(what, name.span)]);
            entries.push(Entry::new(name.value.clone(), value.value.clone(), origin));
        }
    }
    let (Some(file), false) = (home.layout.env.last(), entries.is_empty()) else {
        return;
    };
    let Ok(path) = TargetPath::new(file.path.as_ref()) else {
        return;
    };
    emitted.documents.push(ConfigDocument {
        product: "htcondor",
        name: "condor-env".into(),
        path,
        syntax: file.syntax,
        mode: 0o644,
        owner: "root".into(),
        group: "root".into(),
        readers: home.readers(),
        made_by: &FILE,
        made_from: made_from(ctx),
        entries,
        prose: String::new(),
    });
}

/// What is wrong with a name that nobody reads, or that changes what is read.
fn unread(name: &Spanned<String>) -> Option<Diagnostic> {
    let text = name.value.as_str();
    if VARIABLES.contains(&text) {
        return None;
    }
    if let Some(knob) = text.strip_prefix("_CONDOR_") {
        return Some(
            Diagnostic::new(
                &UNKNOWN_VARIABLE,
                name.span,
                format!("`{text}` would win over every file"),
            )
            .help(format!("say it under `settings.condor.{knob}`")),
        );
    }
    if text == "CONDOR_CONFIG" {
        return Some(
            Diagnostic::new(
                &UNKNOWN_VARIABLE,
                name.span,
                "`CONDOR_CONFIG` makes the daemons read another root than the tools",
            )
            .help("take it out"),
        );
    }
    let diagnostic = Diagnostic::new(
        &UNKNOWN_VARIABLE,
        name.span,
        format!("no daemon of HTCondor reads `{text}`"),
    );
    Some(match nearest(text, VARIABLES.iter().copied()) {
        Some(near) => diagnostic.did_you_mean(name.span, near),
        None => diagnostic
            .help("take it out; the environment of jobs is said by `STARTER_JOB_ENVIRONMENT`"),
    })
}
