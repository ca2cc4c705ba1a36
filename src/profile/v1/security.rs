//! What protects the cluster: said once, followed by every product that knows it.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::source::Spanned;
use crate::vocabulary::{List, Secret};

/// How much of what goes over the wire between daemons and clients is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Protection {
    /// Both sides prove who they are.
    Authentication,
    /// Nobody can change it on the way, either.
    Integrity,
    /// Nobody can read it on the way, either.
    Privacy,
}

/// Kerberos: who everybody is.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(rename = "Kerberos", deny_unknown_fields)]
#[serde(deny_unknown_fields)]
pub struct Kerberos {
    /// Realm of all daemons and their users.
    #[schemars(
        regex(pattern = r"^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$"),
        example = &"EXAMPLE.ORG"
    )]
    pub realm: Option<Spanned<String>>,
    /// Directory of the keytabs on every host: `nn.service.keytab`, `spnego.service.keytab` ….
    /// Default `/etc/security/keytabs`.
    #[schemars(regex(pattern = r"^(/[A-Za-z0-9._+-]+)+$"), example = &"/etc/security/keytabs")]
    pub keytabs: Option<Spanned<String>>,
    /// What is protected between daemons and clients. Default `privacy` where `tls` is stated,
    /// else `authentication`.
    #[schemars(example = &"privacy")]
    pub protection: Option<Spanned<Protection>>,
    /// Rules of Hadoop's `auth_to_local` that are tried before those the compiler derives, for
    /// users of other realms.
    #[schemars(example = serde_json::json!([r"RULE:[1:$1@$0](.*@CORP\.EXAMPLE\.ORG)s/@.*//"]))]
    pub auth_to_local: Option<List<Spanned<String>>>,
    /// Secret that signs the cookies of web consoles: with it all consoles of Hadoop ask for a
    /// ticket. Without it those of releases before 3.3 stay open.
    #[schemars(example = serde_json::json!({"secret": "file:/etc/security/http_secret"}))]
    pub web_consoles: Option<Secret>,
}

/// TLS: what is served over HTTPS.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(rename = "Tls", deny_unknown_fields)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// Java key store on every host, with the host's own key and certificate.
    #[schemars(
        regex(pattern = r"^(/[A-Za-z0-9._+-]+)+$"),
        example = &"/etc/pki/java/server.jks"
    )]
    pub keystore: Option<Spanned<String>>,
    /// Java key store with the certificates that clients trust.
    #[schemars(
        regex(pattern = r"^(/[A-Za-z0-9._+-]+)+$"),
        example = &"/etc/pki/java/ca.jks"
    )]
    pub truststore: Option<Spanned<String>>,
    /// Password of the key store.
    #[schemars(example = serde_json::json!({"secret": "deploy:tls-keystore"}))]
    pub password: Option<Secret>,
    /// Password of the key in it. Default: that of the key store.
    #[schemars(example = serde_json::json!({"secret": "deploy:tls-key"}))]
    pub key_password: Option<Secret>,
    /// Password of the trust store, which every client can read: never that of the key store.
    /// Hadoop needs it before 3.2.
    #[schemars(example = serde_json::json!({"secret": "deploy:tls-truststore"}))]
    pub truststore_password: Option<Secret>,
}

/// What protects the cluster, for every product that knows it.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(rename = "Security", deny_unknown_fields)]
#[serde(deny_unknown_fields)]
pub struct Security {
    /// Who everybody is.
    #[schemars(example = serde_json::json!({"realm": "EXAMPLE.ORG"}))]
    pub kerberos: Option<Spanned<Kerberos>>,
    /// What is served over HTTPS.
    #[schemars(example = serde_json::json!({
        "keystore": "/etc/pki/java/server.jks",
        "truststore": "/etc/pki/java/ca.jks",
        "password": {"secret": "deploy:tls-keystore"}
    }))]
    pub tls: Option<Spanned<Tls>>,
}
