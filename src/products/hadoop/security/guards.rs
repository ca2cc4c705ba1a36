//! Keys of `core-site`, `ssl-server` and `ssl-client` that `security` states.

use crate::lower::Guard;

const KERBEROS: &str = "`security.kerberos`";
const TLS: &str = "`security.tls`";

/// Guards that hold where the profile states `security`.
pub const SECURED: &[Guard] = &[
    Guard::shared("core-site", "hadoop.security.authentication", KERBEROS),
    Guard::shared("core-site", "hadoop.security.authorization", KERBEROS),
    Guard::shared(
        "core-site",
        "hadoop.security.auth_to_local",
        "`security.kerberos.auth_to_local`",
    ),
    Guard::shared(
        "core-site",
        "hadoop.rpc.protection",
        "`security.kerberos.protection`",
    ),
    Guard::shared(
        "core-site",
        "hadoop.http.authentication.type",
        "`security.kerberos.web_consoles`",
    ),
    Guard::shared(
        "core-site",
        "hadoop.http.authentication.kerberos.principal",
        KERBEROS,
    ),
    Guard::shared(
        "core-site",
        "hadoop.http.authentication.kerberos.keytab",
        KERBEROS,
    ),
    Guard::shared(
        "core-site",
        "hadoop.http.authentication.signature.secret.file",
        "`security.kerberos.web_consoles`",
    ),
    Guard::shared("core-site", "ha.zookeeper.acl", KERBEROS),
    Guard::shared("core-site", "ha.zookeeper.auth", KERBEROS),
    Guard::shared("core-site", "hadoop.zk.acl", KERBEROS),
    Guard::shared("core-site", "hadoop.ssl.enabled", TLS),
    Guard::shared("core-site", "hadoop.ssl.server.conf", TLS),
    Guard::shared("core-site", "hadoop.ssl.client.conf", TLS),
    Guard::shared(
        "ssl-server",
        "hadoop.security.credential.provider.path",
        TLS,
    ),
    Guard::shared("ssl-server", "ssl.server.keystore.location", TLS),
    Guard::shared("ssl-server", "ssl.server.keystore.password", TLS),
    Guard::shared("ssl-server", "ssl.server.keystore.keypassword", TLS),
    Guard::shared("ssl-server", "ssl.server.truststore.location", TLS),
    Guard::shared("ssl-server", "ssl.server.truststore.password", TLS),
    Guard::shared(
        "ssl-client",
        "hadoop.security.credential.provider.path",
        TLS,
    ),
    Guard::shared("ssl-client", "ssl.client.truststore.location", TLS),
    Guard::shared("ssl-client", "ssl.client.truststore.password", TLS),
];
