//! Rules of `security` for Hadoop.

use crate::diagnostic::{Level, Rule, RuleLevel};

/// All rules of this module.
pub static RULES: &[&Rule] = &[
    &KERBEROS_TOO_EARLY,
    &TLS_TOO_EARLY,
    &TRUSTSTORE_PASSWORD,
    &PASSWORD_FORM,
    &CREDENTIAL_ALIAS,
    &HOST_NAME,
    &HOST_ADDRESS,
    &TWO_USERS,
    &SECURE_PORT,
    &AUTH_RULE,
];

/// A profile with one Hadoop, the given `security` and further lines.
macro_rules! secured {
    ($security:literal $($rest:literal)*) => {
        secured!(version "3.3.6" "bigtop-3.4" "rhel-8.10"; $security $($rest)*)
    };
    (version $version:literal $packages:literal $os:literal; $security:literal $($rest:literal)*) => {
        concat!(
            "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: ", $os,
            "\nproducts: {hadoop: {version: ", $version, ", packages: ", $packages, "}}\nsecurity: {",
            $security, "}\n", $($rest),*
        )
    };
}

pub(super) static KERBEROS_TOO_EARLY: Rule = Rule {
    code: "C1401",
    name: "kerberos-too-early",
    level: RuleLevel::Error,
    summary: "Kerberos is asked of releases whose keys for it are still in use",
    why: "Up to 2.0.1-alpha namenodes exchange images by Kerberized SSL with principals of its own (dfs.namenode.kerberos.https.principal, HDFS-2617).",
    bad: secured!(version "2.0.1-alpha" "tarball, base: /opt/hadoop" "centos-7.9"; "kerberos: {realm: EXAMPLE.ORG}" "hosts:\n  n1: {roles: [namenode, datanode]}\n"),
    good: secured!(version "2.0.2-alpha" "tarball, base: /opt/hadoop" "centos-7.9"; "kerberos: {realm: EXAMPLE.ORG}" "hosts:\n  n1: {roles: [namenode, datanode]}\n"),
};

pub(super) static TLS_TOO_EARLY: Rule = Rule {
    code: "C1402",
    name: "tls-too-early",
    level: RuleLevel::Error,
    summary: "TLS is asked of releases that serve HTTPS on ports of its own",
    why: "dfs.http.policy exists from 2.3.0 on; before, hadoop.ssl.enabled turned the http ports themselves to https.",
    bad: secured!(version "2.2.0" "fedora" "fedora-20"; "tls: {keystore: /k.jks, truststore: /t.jks, password: {secret: \"deploy:k\"}, truststore_password: {secret: \"deploy:t\"}}" "hosts:\n  n1: {roles: [namenode, datanode]}\n"),
    good: secured!(version "2.4.1" "fedora" "fedora-21"; "tls: {keystore: /k.jks, truststore: /t.jks, password: {secret: \"deploy:k\"}, truststore_password: {secret: \"deploy:t\"}}" "hosts:\n  n1: {roles: [namenode, datanode]}\n"),
};

pub(super) static TRUSTSTORE_PASSWORD: Rule = Rule {
    code: "C1403",
    name: "truststore-password",
    level: RuleLevel::Error,
    summary: "releases that open no trust store without its password are told it",
    why: "FileBasedKeyStoresFactory of 2.7 throws where the password is empty; that of 3.2 skips the check of integrity. The key store's password is not taken for it: ssl-client.xml is open to all users.",
    bad: secured!(version "2.10.2" "bigtop-1.5" "centos-7.9"; "tls: {keystore: /k.jks, truststore: /t.jks, password: {secret: \"deploy:k\"}}" "hosts:\n  n1: {roles: [namenode, datanode]}\n"),
    good: secured!(version "2.10.2" "bigtop-1.5" "centos-7.9"; "tls: {keystore: /k.jks, truststore: /t.jks, password: {secret: \"deploy:k\"}, truststore_password: {secret: \"deploy:t\"}}" "hosts:\n  n1: {roles: [namenode, datanode]}\n"),
};

pub(super) static PASSWORD_FORM: Rule = Rule {
    code: "C1404",
    name: "password-form",
    level: RuleLevel::Error,
    summary: "a secret of `security` is referred to in a form that Hadoop reads",
    why: "ssl-server.xml has no keys that name files of passwords; credential providers are asked from 2.6.0 on (Configuration.getPassword); the secret of web consoles is always a file.",
    bad: secured!("tls: {keystore: /k.jks, truststore: /t.jks, password: {secret: \"file:/etc/k\"}}" "hosts:\n  n1: {roles: [namenode, datanode]}\n"),
    good: secured!("tls: {keystore: /k.jks, truststore: /t.jks, password: {secret: \"deploy:k\"}}" "hosts:\n  n1: {roles: [namenode, datanode]}\n"),
};

pub(super) static CREDENTIAL_ALIAS: Rule = Rule {
    code: "C1405",
    name: "credential-alias",
    level: RuleLevel::Error,
    summary: "a password in a credential provider has the name that Hadoop looks up",
    why: "Configuration.getPassword asks a provider for the name of the key and for nothing else; under another alias the daemon finds no password and does not start.",
    bad: secured!("tls: {keystore: /k.jks, truststore: /t.jks, password: {secret: \"credential:tls@jceks://file/etc/tls.jceks\"}}" "hosts:\n  n1: {roles: [namenode, datanode]}\n"),
    good: secured!("tls: {keystore: /k.jks, truststore: /t.jks, password: {secret: \"credential:ssl.server.keystore.password@jceks://file/etc/tls.jceks\"}}" "hosts:\n  n1: {roles: [namenode, datanode]}\n"),
};

pub(super) static HOST_NAME: Rule = Rule {
    code: "C1406",
    name: "kerberos-host-name",
    level: RuleLevel::Error,
    summary: "with Kerberos a host has a full name that is not localhost",
    why: "Every principal names its host: _HOST becomes the full name that the address resolves to (SecurityUtil), and a ticket for localhost is nobody's.",
    bad: "clusterc: v1\ncluster: {name: demo}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nsecurity: {kerberos: {realm: EXAMPLE.ORG}}\nhosts:\n  localhost: {roles: [namenode, datanode]}\n",
    good: secured!("kerberos: {realm: EXAMPLE.ORG}" "hosts:\n  n1: {roles: [namenode, datanode]}\n"),
};

pub(super) static HOST_ADDRESS: Rule = Rule {
    code: "C1407",
    name: "kerberos-address",
    level: RuleLevel::Lint(Level::Warn),
    summary: "with Kerberos daemons are addressed by name",
    why: "Who is reached by an IP address is trusted only if the address resolves to the name in the principal, on every host (SecurityUtil.getServerPrincipal).",
    bad: secured!("kerberos: {realm: EXAMPLE.ORG}" "hosts:\n  n1: {address: 10.0.0.1, roles: [namenode, datanode]}\n"),
    good: secured!("kerberos: {realm: EXAMPLE.ORG}" "hosts:\n  n1: {roles: [namenode, datanode]}\n"),
};

pub(super) static TWO_USERS: Rule = Rule {
    code: "C1408",
    name: "principal-of-two-users",
    level: RuleLevel::Error,
    summary: "all daemons of a role run as one user",
    why: "hadoop.security.auth_to_local turns a principal into one user, whatever host it is on (KerberosName).",
    bad: secured!(version "3.3.6" "tarball, base: /opt/hadoop, user: hdfs" "rhel-8.10"; "kerberos: {realm: EXAMPLE.ORG}" "hosts:\n  n1: {roles: [namenode, datanode]}\n  n2: {roles: [datanode], daemons: {datanode: {user: alice}}}\n"),
    good: secured!(version "3.3.6" "tarball, base: /opt/hadoop, user: hdfs" "rhel-8.10"; "kerberos: {realm: EXAMPLE.ORG}" "hosts:\n  n1: {roles: [namenode, datanode]}\n  n2: {roles: [datanode]}\n"),
};

pub(super) static SECURE_PORT: Rule = Rule {
    code: "C1409",
    name: "secure-datanode-port",
    level: RuleLevel::Error,
    summary: "ports of a secure datanode are below 1024 without TLS, and above with it",
    why: "DataNode.checkSecureConfig wants either ports that only root can open or SASL with HTTPS; clients skip SASL where the port is below 1024 (SaslDataTransferClient).",
    bad: secured!("kerberos: {realm: EXAMPLE.ORG}" "hosts:\n  n1: {roles: [namenode, datanode]}\ndaemons: {datanode: {ports: {data: 9866}}}\n"),
    good: secured!("kerberos: {realm: EXAMPLE.ORG}" "hosts:\n  n1: {roles: [namenode, datanode]}\ndaemons: {datanode: {ports: {data: 1019}}}\n"),
};

pub(super) static AUTH_RULE: Rule = Rule {
    code: "C1410",
    name: "auth-to-local-rule",
    level: RuleLevel::Error,
    summary: "a rule of `auth_to_local` is one that Hadoop reads",
    why: "No daemon starts with a rule that KerberosName.parseRules does not match; a parenthesis inside the pattern ends it.",
    bad: secured!("kerberos: {realm: EXAMPLE.ORG, auth_to_local: [\"RULE:[1:$1@$0]((a|b)@CORP)s/@.*//\"]}" "hosts:\n  n1: {roles: [namenode, datanode]}\n"),
    good: secured!("kerberos: {realm: EXAMPLE.ORG, auth_to_local: [\"RULE:[1:$1@$0](a@CORP|b@CORP)s/@.*//\"]}" "hosts:\n  n1: {roles: [namenode, datanode]}\n"),
};
