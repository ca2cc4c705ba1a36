//! Principal and keytab of the history server, its console over HTTPS, the encrypted shuffle.

use super::rules::SHUFFLE_WITHOUT_TLS;
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::Input;
use crate::lower::{Ctx, Guard};
use crate::products::hadoop::security::{self, Principals, SPNEGO, tls_input};
use crate::products::hadoop::site::Site;

static PRINCIPALS: Derivation = Derivation {
    name: "historyserver-principal",
    summary: "jobs know the history server's principal; it logs in with its own keytab",
    source: "org.apache.hadoop.mapreduce.v2.jobhistory.JHAdminConfig",
};

static HTTP_POLICY: Derivation = Derivation {
    name: "historyserver-http-policy",
    summary: "with TLS the history server is served over HTTPS only",
    source: "org.apache.hadoop.mapreduce.v2.jobhistory.JHAdminConfig",
};

static SHUFFLE: Derivation = Derivation {
    name: "encrypted-shuffle",
    summary: "node managers serve the output of maps over HTTPS where services.mapreduce.encrypted_shuffle says so",
    source: "org.apache.hadoop.mapred.ShuffleHandler",
};

/// Sets the keys of these hosts.
pub(super) fn keys(ctx: &Ctx<'_>, site: &mut Site<'_>) {
    shuffle(ctx, site);
    if ctx.cluster.placements.of("historyserver").is_empty() {
        return;
    }
    if let Some(tls) = security::https(ctx) {
        site.set(
            "mapreduce.jobhistory.http.policy",
            "HTTPS_ONLY",
            &HTTP_POLICY,
            vec![tls_input(tls)],
        );
    }
    let Some(kerberos) = security::kerberos(ctx) else {
        return;
    };
    let principals = Principals::new(kerberos);
    let Some(name) = Principals::name("historyserver") else {
        return;
    };
    let server = || ctx.role_input("historyserver", None);
    site.set(
        "mapreduce.jobhistory.principal",
        principals.of(name),
        &PRINCIPALS,
        vec![principals.realm_input(), server()],
    );
    if !ctx.has_role("historyserver") {
        return;
    }
    site.set(
        "mapreduce.jobhistory.keytab",
        principals.keytab(name),
        &PRINCIPALS,
        vec![principals.keytabs_input(), server()],
    );
    site.set_if_known(
        "mapreduce.jobhistory.webapp.spnego-principal",
        principals.web(),
        &PRINCIPALS,
        vec![principals.realm_input(), server()],
    );
    site.set_if_known(
        "mapreduce.jobhistory.webapp.spnego-keytab-file",
        principals.keytab(SPNEGO),
        &PRINCIPALS,
        vec![principals.keytabs_input(), server()],
    );
}

fn shuffle(ctx: &Ctx<'_>, site: &mut Site<'_>) {
    let stated = ctx
        .class
        .facets
        .services
        .mapreduce
        .values()
        .find_map(|section| section.encrypted_shuffle.as_ref());
    let Some(stated) = stated.filter(|stated| stated.value) else {
        return;
    };
    let Some(tls) = security::https(ctx) else {
        site.diagnostics.push(
            Diagnostic::new(
                &SHUFFLE_WITHOUT_TLS,
                stated.span,
                "the encrypted shuffle has no certificates",
            )
            .help("add `security: {tls: …}`"),
        );
        return;
    };
    site.set(
        "mapreduce.shuffle.ssl.enabled",
        true,
        &SHUFFLE,
        vec![
            Input::at("services.mapreduce.encrypted_shuffle: true", stated.span),
            tls_input(tls),
        ],
    );
}

const fn guard(pattern: &'static str, instead: &'static str) -> Guard {
    Guard::shared("mapred-site", pattern, instead)
}

/// Guards that hold where the profile states `security`.
pub const SECURED: &[Guard] = &[
    guard("mapreduce.jobhistory.http.policy", "`security.tls`"),
    guard("mapreduce.jobhistory.principal", "`security.kerberos`"),
    guard("mapreduce.jobhistory.keytab", "`security.kerberos`"),
    guard(
        "mapreduce.jobhistory.webapp.spnego-principal",
        "`security.kerberos`",
    ),
    guard(
        "mapreduce.jobhistory.webapp.spnego-keytab-file",
        "`security.kerberos`",
    ),
    guard(
        "mapreduce.shuffle.ssl.enabled",
        "`services.mapreduce.encrypted_shuffle`",
    ),
];
