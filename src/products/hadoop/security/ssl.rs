//! `ssl-server.xml` and `ssl-client.xml`: the key store of daemons, the trust store of everybody.

use std::borrow::Cow;

use super::super::site::Site;
use super::super::{home, since};
use super::rules::{CREDENTIAL_ALIAS, PASSWORD_FORM, TRUSTSTORE_PASSWORD};
use super::{FIRST_CREDENTIALS, FIRST_OPEN_TRUSTSTORE, https};
use crate::cluster::Tls;
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::{Input, SecretRef, Value};
use crate::lower::{Ctx, Emitted};
use crate::source::Spanned;

/// Group that daemons of all packages share.
const GROUP: &str = "hadoop";

const PROVIDER: &str = "hadoop.security.credential.provider.path";

static SERVER: Derivation = Derivation {
    name: "ssl-server",
    summary: "daemons with a console read the host's key store; only their group may read the file, for what its password opens: hadoop where packages or several users of a tarball share it",
    source: "org.apache.hadoop.hdfs.DFSUtil, org.apache.hadoop.yarn.webapp.util.WebAppUtils",
};

static CLIENT: Derivation = Derivation {
    name: "ssl-client",
    summary: "whoever opens an https connection reads the trust store; the file is open to all users, so the key store's password is not in it",
    source: "org.apache.hadoop.security.ssl.SSLFactory",
};

static PASSWORD: Derivation = Derivation {
    name: "ssl-password",
    summary: "a marker for the deployer, or the credential provider, which Hadoop asks for each password by the name of its key; the key's password is the key store's unless it is stated",
    source: "org.apache.hadoop.conf.Configuration.getPassword; the provider must be named in the same file",
};

static STORE_TYPE: Derivation = Derivation {
    name: "store-type",
    summary: "a store that ends in .p12 or .pfx is PKCS #12, any other JKS, which is Hadoop's default",
    source: "org.apache.hadoop.security.ssl.FileBasedKeyStoresFactory",
};

/// Makes both files where HTTPS is served.
pub fn emit(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    let Some(tls) = https(ctx) else { return };
    let daemons = home::readers(ctx, &[]);
    if !daemons.is_empty() {
        server(ctx, tls, &daemons, emitted);
    }
    client(ctx, tls, emitted);
}

fn server(ctx: &Ctx<'_>, tls: &Tls, daemons: &[Cow<'static, str>], emitted: &mut Emitted) {
    let Some(mut site) = Site::new(ctx, "ssl-server") else {
        return;
    };
    store(
        &mut site,
        "ssl.server.keystore",
        &tls.keystore,
        "keystore",
        &SERVER,
    );
    let mut providers = Providers::default();
    let shared = tls.key_password.is_none();
    providers.password(
        &mut site,
        &tls.password,
        "password",
        if shared {
            &[
                "ssl.server.keystore.password",
                "ssl.server.keystore.keypassword",
            ]
        } else {
            &["ssl.server.keystore.password"]
        },
    );
    if let Some(secret) = &tls.key_password {
        providers.password(
            &mut site,
            secret,
            "key_password",
            &["ssl.server.keystore.keypassword"],
        );
    }
    truststore(&mut site, tls, "server", &SERVER, &mut providers);
    providers.finish(&mut site);
    let made = emitted.documents.len();
    site.finish(ctx, "ssl-server", &SERVER, &[], emitted);
    if let Some(document) = emitted.documents.get_mut(made) {
        document.mode = 0o640;
        document.group = group(ctx, daemons);
        // A failover controller has no console.
        document.readers.retain(|role| role != "zkfc");
    }
}

/// The group of all daemons of these hosts.
fn group(ctx: &Ctx<'_>, daemons: &[Cow<'static, str>]) -> Cow<'static, str> {
    if home::base(ctx).is_none() {
        return GROUP.into();
    }
    let mut groups: Vec<Cow<'static, str>> = ctx
        .class
        .roles
        .iter()
        .filter(|placed| daemons.contains(&Cow::Borrowed(placed.role.name)))
        .filter_map(|placed| Some(home::layout_of(ctx, placed.role.name)?.group))
        .collect();
    groups.sort_unstable();
    groups.dedup();
    match groups.as_slice() {
        [one] => one.clone(),
        _ => GROUP.into(),
    }
}

fn client(ctx: &Ctx<'_>, tls: &Tls, emitted: &mut Emitted) {
    let Some(mut site) = Site::new(ctx, "ssl-client") else {
        return;
    };
    let mut providers = Providers::default();
    truststore(&mut site, tls, "client", &CLIENT, &mut providers);
    providers.finish(&mut site);
    if tls.truststore_password.is_none() && !since(site.version(), FIRST_OPEN_TRUSTSTORE) {
        site.diagnostics.push(
            Diagnostic::new(
                &TRUSTSTORE_PASSWORD,
                tls.truststore.span,
                "the trust store has no password",
            )
            .note(format!(
                "hadoop {} opens none without: it can be left out from {FIRST_OPEN_TRUSTSTORE} on",
                site.version()
            ))
            .help("add `truststore_password: {secret: …}`, another one than the key store's"),
        );
    }
    site.finish(ctx, "ssl-client", &CLIENT, &[], emitted);
}

fn truststore(
    site: &mut Site<'_>,
    tls: &Tls,
    whose: &str,
    rule: &'static Derivation,
    providers: &mut Providers,
) {
    let prefix = format!("ssl.{whose}.truststore");
    store(site, &prefix, &tls.truststore, "truststore", rule);
    if let Some(secret) = &tls.truststore_password {
        let key = format!("{prefix}.password");
        providers.password(site, secret, "truststore_password", &[&key]);
    }
}

fn store(
    site: &mut Site<'_>,
    prefix: &str,
    path: &Spanned<String>,
    word: &str,
    rule: &'static Derivation,
) {
    let input = || {
        vec![Input::at(
            format!("security.tls.{word}: {}", path.value),
            path.span,
        )]
    };
    site.set(
        format!("{prefix}.location"),
        path.value.clone(),
        rule,
        input(),
    );
    let is_pkcs12 = path
        .value
        .rsplit_once('.')
        .is_some_and(|(_, end)| end.eq_ignore_ascii_case("p12") || end.eq_ignore_ascii_case("pfx"));
    if is_pkcs12 {
        site.set(format!("{prefix}.type"), "pkcs12", &STORE_TYPE, input());
    }
}

/// Credential providers that a file must name.
#[derive(Default)]
struct Providers {
    list: Vec<String>,
    inputs: Vec<Input>,
}

impl Providers {
    /// One password, for the keys that Hadoop reads it from.
    fn password(
        &mut self,
        site: &mut Site<'_>,
        secret: &Spanned<SecretRef>,
        word: &str,
        keys: &[&str],
    ) {
        let input = Input::at(format!("security.tls.{word}"), secret.span);
        match &secret.value {
            SecretRef::Deploy(_) => {
                for key in keys {
                    site.set(
                        (*key).to_owned(),
                        Value::Secret(secret.value.clone()),
                        &PASSWORD,
                        vec![input.clone()],
                    );
                }
            }
            SecretRef::File(_) => site.diagnostics.push(
                Diagnostic::new(
                    &PASSWORD_FORM,
                    secret.span,
                    "Hadoop reads no password of a store from a file of its own",
                )
                .help("write `{secret: deploy:NAME}`, or keep it in a credential provider"),
            ),
            SecretRef::Credential { .. } if !since(site.version(), FIRST_CREDENTIALS) => {
                site.diagnostics.push(
                    Diagnostic::new(
                        &PASSWORD_FORM,
                        secret.span,
                        format!("hadoop {} has no credential providers", site.version()),
                    )
                    .note(format!("they exist from {FIRST_CREDENTIALS} on"))
                    .help("write `{secret: deploy:NAME}`: the deployer replaces a marker"),
                );
            }
            SecretRef::Credential { alias, provider } => {
                if !named(alias, keys) {
                    site.diagnostics
                        .push(alias_of_nobody(secret, alias, provider, keys));
                    return;
                }
                if !self.list.contains(provider) {
                    self.list.push(provider.clone());
                }
                self.inputs.push(input);
            }
        }
    }

    fn finish(self, site: &mut Site<'_>) {
        if !self.list.is_empty() {
            site.set(PROVIDER, self.list, &PASSWORD, self.inputs);
        }
    }
}

/// Whether an alias is what Hadoop asks for. The trust store's password is asked for under two
/// names, by daemons and by clients: either may be written.
fn named(alias: &str, keys: &[&str]) -> bool {
    let either = |key: &str| key.replacen("ssl.client.", "ssl.server.", 1);
    keys.iter().any(|key| either(key) == either(alias))
}

fn alias_of_nobody(
    secret: &Spanned<SecretRef>,
    alias: &str,
    provider: &str,
    keys: &[&str],
) -> Diagnostic {
    let first = keys.first().copied().unwrap_or_default();
    let all = keys
        .iter()
        .map(|key| format!("`{key}`"))
        .collect::<Vec<_>>();
    Diagnostic::new(
        &CREDENTIAL_ALIAS,
        secret.span,
        format!("Hadoop does not look `{alias}` up"),
    )
    .note(format!(
        "it asks a provider for a password by the name of its key: {}",
        all.join(" and ")
    ))
    .help(format!(
        "store the password under {} and write `credential:{first}@{provider}`",
        if all.len() > 1 {
            "these names"
        } else {
            "this name"
        }
    ))
}
