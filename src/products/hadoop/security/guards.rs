//! Keys of `core-site`, `ssl-server` and `ssl-client` that `security` states.

use crate::lower::{Guard, GuardKind};

const KERBEROS: &str = "`security.kerberos`";
const TLS: &str = "`security.tls`";

const fn guard(file: &'static str, pattern: &'static str, instead: &'static str) -> Guard {
    Guard {
        file,
        pattern,
        kind: GuardKind::Shared,
        instead,
    }
}

/// Guards that hold where the profile states `security`.
pub const SECURED: &[Guard] = &[
    guard("core-site", "hadoop.security.authentication", KERBEROS),
    guard("core-site", "hadoop.security.authorization", KERBEROS),
    guard(
        "core-site",
        "hadoop.security.auth_to_local",
        "`security.kerberos.auth_to_local`",
    ),
    guard(
        "core-site",
        "hadoop.rpc.protection",
        "`security.kerberos.protection`",
    ),
    guard(
        "core-site",
        "hadoop.http.authentication.type",
        "`security.kerberos.web_consoles`",
    ),
    guard(
        "core-site",
        "hadoop.http.authentication.kerberos.principal",
        KERBEROS,
    ),
    guard(
        "core-site",
        "hadoop.http.authentication.kerberos.keytab",
        KERBEROS,
    ),
    guard(
        "core-site",
        "hadoop.http.authentication.signature.secret.file",
        "`security.kerberos.web_consoles`",
    ),
    guard("core-site", "ha.zookeeper.acl", KERBEROS),
    guard("core-site", "ha.zookeeper.auth", KERBEROS),
    guard("core-site", "hadoop.zk.acl", KERBEROS),
    guard("core-site", "hadoop.ssl.enabled", TLS),
    guard("core-site", "hadoop.ssl.server.conf", TLS),
    guard("core-site", "hadoop.ssl.client.conf", TLS),
    guard(
        "ssl-server",
        "hadoop.security.credential.provider.path",
        TLS,
    ),
    guard("ssl-server", "ssl.server.keystore.location", TLS),
    guard("ssl-server", "ssl.server.keystore.password", TLS),
    guard("ssl-server", "ssl.server.keystore.keypassword", TLS),
    guard("ssl-server", "ssl.server.truststore.location", TLS),
    guard("ssl-server", "ssl.server.truststore.password", TLS),
    guard(
        "ssl-client",
        "hadoop.security.credential.provider.path",
        TLS,
    ),
    guard("ssl-client", "ssl.client.truststore.location", TLS),
    guard("ssl-client", "ssl.client.truststore.password", TLS),
];
