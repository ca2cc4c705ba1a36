//! What `security` means for all of Hadoop: principals and keytabs, how blocks travel, what is
//! served over HTTPS, and the files that hold it.
//!
//! Each product sets its own keys from here; nothing here reads a secret.

mod core_keys;
mod datanode;
mod guards;
mod jaas;
mod principals;
pub mod rules;
mod secure_env;
mod ssl;
#[cfg(test)]
mod tests;
mod users;

pub use core_keys::set as core_keys;
pub use datanode::{DataTransfer, data_transfer, listens, mode_input};
pub use guards::SECURED;
pub use jaas::{acl, emit as jaas, input as jaas_input, option as jaas_option};
pub use principals::{Principals, SPNEGO};
pub use secure_env::{
    inputs as privileged_inputs, is_privileged, set as secure_datanode, start_script,
    unit_needs as secure_units,
};
pub use ssl::emit as ssl;
pub use users::users;

use super::since;
use crate::cluster::{Cluster, Kerberos, Tls};
use crate::document::Input;
use crate::lower::Ctx;
use crate::profile::v1::Protection;
use crate::source::Spanned;
use crate::units::Version;

/// First release whose images travel by SPNEGO; before it they did by Kerberized SSL, with keys
/// of its own (HDFS-2617).
pub const FIRST_KERBEROS: &str = "2.0.2-alpha";

/// First release that has `dfs.http.policy`.
pub const FIRST_HTTPS: &str = "2.3.0";

/// First release whose datanodes can prove who they are by SASL (`DataNode.checkSecureConfig`).
pub const FIRST_SASL: &str = "2.6.0";

/// First release that looks passwords up in credential providers (`Configuration.getPassword`).
pub const FIRST_CREDENTIALS: &str = "2.6.0";

/// First release that is known to take a trust store without its password
/// (`FileBasedKeyStoresFactory`).
pub const FIRST_OPEN_TRUSTSTORE: &str = "3.2.0";

/// First release whose namenodes take the authentication of `WebHDFS` from the consoles' keys, and
/// trust names without proof where those do not say otherwise (`AuthFilterInitializer`).
pub const FIRST_ONE_FILTER: &str = "3.3.0";

/// Kerberos, where a release can have it.
pub fn kerberos_of<'a>(cluster: &'a Cluster, version: &Version) -> Option<&'a Kerberos> {
    let kerberos = cluster.security.kerberos.as_ref()?;
    since(version, FIRST_KERBEROS).then_some(kerberos)
}

/// TLS, where a release can serve HTTPS.
pub fn https_of<'a>(cluster: &'a Cluster, version: &Version) -> Option<&'a Tls> {
    let tls = cluster.security.tls.as_ref()?;
    since(version, FIRST_HTTPS).then_some(tls)
}

/// Kerberos on these hosts.
pub fn kerberos<'a>(ctx: &Ctx<'a>) -> Option<&'a Kerberos> {
    kerberos_of(ctx.cluster, ctx.facts_version("hadoop")?)
}

/// TLS on these hosts.
pub fn https<'a>(ctx: &Ctx<'a>) -> Option<&'a Tls> {
    https_of(ctx.cluster, ctx.facts_version("hadoop")?)
}

/// "security.tls: /etc/pki/java/server.jks", with its line.
pub fn tls_input(tls: &Tls) -> Input {
    Input::at(
        format!("security.tls.keystore: {}", tls.keystore.value),
        tls.keystore.span,
    )
}

/// What is protected between daemons and clients, and why.
pub fn protection(cluster: &Cluster, kerberos: &Kerberos) -> (Protection, Input) {
    match (kerberos.protection, &cluster.security.tls) {
        (Some(Spanned { value, span }), _) => (
            value,
            Input::at(
                format!("security.kerberos.protection: {}", word(value)),
                span,
            ),
        ),
        (None, Some(tls)) => (Protection::Privacy, tls_input(tls)),
        (None, None) => (
            Protection::Authentication,
            Input::at(
                "security.kerberos without protection and without tls",
                kerberos.realm.span,
            ),
        ),
    }
}

/// The word that Hadoop has for it.
pub const fn word(protection: Protection) -> &'static str {
    match protection {
        Protection::Authentication => "authentication",
        Protection::Integrity => "integrity",
        Protection::Privacy => "privacy",
    }
}
