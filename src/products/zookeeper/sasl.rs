//! Kerberos for ZooKeeper: the server's login, what its clients are called, and who may be asked.

use super::home::Home;
use super::rules::{NO_SASL, SASL_HOST_NAME};
use crate::cluster::Kerberos;
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::{ConfigDocument, Entry, Input, Origin, Syntax, TargetPath};
use crate::lower::{Ctx, Emitted, Guard};
use crate::units::Version;

/// First release with SASL.
const FIRST: &str = "3.4.0";

/// First part of a server's principal, which clients take for granted
/// (`zookeeper.sasl.client.username`).
const NAME: &str = "zookeeper";

/// Login context that servers ask for (`zookeeper.sasl.serverconfig`).
const CONTEXT: &str = "Server";

const MODULE: &str = "com.sun.security.auth.module.Krb5LoginModule";

pub(super) static SASL: Derivation = Derivation {
    name: "zookeeper-sasl",
    summary: "clients prove who they are by Kerberos; access lists then name them without host and realm, so that the daemons of all hosts are one",
    source: "org.apache.zookeeper.server.auth.SASLAuthenticationProvider, SaslServerCallbackHandler",
};

pub(super) static LOGIN: Derivation = Derivation {
    name: "zookeeper-server-login",
    summary: "a server logs in with its own principal, which names its host",
    source: "com.sun.security.auth.module.Krb5LoginModule; org.apache.zookeeper.server.ServerCnxnFactory",
};

/// Kerberos, where a release can speak it.
pub(super) fn kerberos<'a>(ctx: &Ctx<'a>, version: &Version) -> Option<&'a Kerberos> {
    let kerberos = ctx.cluster.security.kerberos.as_ref()?;
    speaks(version).then_some(kerberos)
}

fn speaks(version: &Version) -> bool {
    FIRST
        .parse::<Version>()
        .is_ok_and(|first| *version >= first)
}

pub(super) fn realm_input(kerberos: &Kerberos) -> Input {
    Input::at(
        format!("security.kerberos.realm: {}", kerberos.realm.value),
        kerberos.realm.span,
    )
}

/// Keys of `zoo.cfg`.
pub(super) fn keys(ctx: &Ctx<'_>, version: &Version) -> Vec<(&'static str, String, Input)> {
    let Some(kerberos) = kerberos(ctx, version) else {
        return Vec::new();
    };
    // Without rules a principal is shortened only where krb5.conf takes its realm for the default,
    // and is nobody that an access list names where not.
    let realm = kerberos.realm.value.replace('.', "\\.");
    let rule = |parts: u8| format!("RULE:[{parts}:$1@$0](.*@{realm})s/@.*//");
    [
        (
            "authProvider.1",
            "org.apache.zookeeper.server.auth.SASLAuthenticationProvider".to_owned(),
        ),
        (
            "security.auth_to_local",
            format!("{} {} DEFAULT", rule(2), rule(1)),
        ),
        ("kerberos.removeHostFromPrincipal", "true".to_owned()),
        ("kerberos.removeRealmFromPrincipal", "true".to_owned()),
    ]
    .into_iter()
    .map(|(key, value)| (key, value, realm_input(kerberos)))
    .collect()
}

fn path(home: &Home<'_>) -> String {
    format!("{}/jaas.conf", home.layout.conf)
}

/// The option that tells Java of the login.
pub(super) fn option(ctx: &Ctx<'_>, home: &Home<'_>) -> Option<(String, Input)> {
    let kerberos = kerberos(ctx, home.version())?;
    Some((
        format!("-Djava.security.auth.login.config={}", path(home)),
        realm_input(kerberos),
    ))
}

/// Says what cannot be done with Kerberos.
pub(super) fn check(ctx: &Ctx<'_>, home: &Home<'_>, found: &mut Vec<Diagnostic>) {
    let Some(kerberos) = &ctx.cluster.security.kerberos else {
        return;
    };
    if !speaks(home.version()) {
        found.push(
            Diagnostic::new(
                &NO_SASL,
                home.product.version.span,
                format!(
                    "zookeeper {} does not speak SASL",
                    home.product.version.value
                ),
            )
            .label(kerberos.realm.span, "Kerberos is asked for here")
            .note(format!("it does from {FIRST} on"))
            .help("raise its version"),
        );
    }
    for (index, host) in ctx
        .class
        .hosts
        .iter()
        .filter_map(|index| Some((*index, ctx.cluster.host(*index)?)))
    {
        if &*host.fqdn == "localhost" || !host.fqdn.contains('.') {
            found.push(
                Diagnostic::new(
                    &SASL_HOST_NAME,
                    host.line,
                    format!("`{NAME}/{}` is no principal of a server", host.fqdn),
                )
                .label(kerberos.realm.span, "Kerberos is asked for here")
                .help("give the host a name, and `cluster` a `domain` that completes it")
                .host(index),
            );
        }
    }
}

/// Makes the login configuration of each server.
pub(super) fn emit(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    for home in Home::all(ctx) {
        let Some(kerberos) = kerberos(ctx, home.version()) else {
            continue;
        };
        let (Ok(path), Some(host)) = (TargetPath::new(path(&home)), ctx.host()) else {
            continue;
        };
        let realm = || vec![realm_input(kerberos)];
        let keytabs = match kerberos.keytabs_span {
            Some(span) => Input::at(
                format!("security.kerberos.keytabs: {}", kerberos.keytabs),
                span,
            ),
            None => realm_input(kerberos),
        };
        let entry = |key: &'static str, value: String, inputs: Vec<Input>| {
            Entry::new(key, value, Origin::derived(&LOGIN, inputs)).in_section(CONTEXT)
        };
        let fqdn = host.fqdn.to_ascii_lowercase();
        let entries = vec![
            entry(MODULE, "required".to_owned(), realm()),
            entry("useKeyTab", "true".to_owned(), realm()),
            entry(
                "keyTab",
                format!("{}/{NAME}.service.keytab", kerberos.keytabs),
                vec![keytabs],
            ),
            entry("storeKey", "true".to_owned(), realm()),
            entry("useTicketCache", "false".to_owned(), realm()),
            entry(
                "principal",
                format!("{NAME}/{fqdn}@{}", kerberos.realm.value),
                vec![
                    realm_input(kerberos),
                    Input::at(format!("hosts.{}", host.name), host.line),
                ],
            ),
        ];
        emitted.documents.push(ConfigDocument {
            product: "zookeeper",
            name: "jaas.conf".into(),
            path,
            syntax: Syntax::Jaas,
            mode: 0o644,
            owner: home.owner(),
            group: home.owner(),
            readers: vec!["zookeeper".into()],
            made_by: &LOGIN,
            made_from: home.made_from(ctx),
            entries,
            prose: String::new(),
        });
    }
}

const fn guard(pattern: &'static str) -> Guard {
    Guard::shared("zoo.cfg", pattern, "`security.kerberos`")
}

/// Guards that hold where the profile states `security`.
pub const SECURED: &[Guard] = &[
    guard("authProvider.1"),
    guard("security.auth_to_local"),
    guard("kerberos.removeHostFromPrincipal"),
    guard("kerberos.removeRealmFromPrincipal"),
    guard("sasl.serverconfig"),
];
