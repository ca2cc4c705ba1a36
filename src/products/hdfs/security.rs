//! Principals, keytabs and protection of HDFS, and its consoles over HTTPS.

use crate::diagnostic::Derivation;
use crate::document::Input;
use crate::lower::{Ctx, Guard};
use crate::products::hadoop::security::{
    self, DataTransfer, Principals, SPNEGO, data_transfer, mode_input, protection, tls_input, word,
};
use crate::products::hadoop::site::Site;
use crate::profile::v1::Protection;

static PRINCIPALS: Derivation = Derivation {
    name: "hdfs-principals",
    summary: "everybody knows the principals of all daemons of HDFS: a client proves with whom it speaks",
    source: "org.apache.hadoop.hdfs.DFSConfigKeys; org.apache.hadoop.security.SecurityUtil puts the host in for _HOST",
};

static KEYTABS: Derivation = Derivation {
    name: "hdfs-keytabs",
    summary: "a daemon logs in with the keytab of its principal; the web servers of all share one",
    source: "org.apache.hadoop.hdfs.DFSConfigKeys, DFSUtil.getSpnegoKeytabKey",
};

static BLOCK_TOKENS: Derivation = Derivation {
    name: "block-tokens",
    summary: "with Kerberos a datanode gives a block to whom the namenode gave a token for it",
    source: "org.apache.hadoop.hdfs.server.datanode.DataNode refuses to start without from 2.8 on",
};

static DATA_TRANSFER: Derivation = Derivation {
    name: "data-transfer",
    summary: "datanodes prove who they are by SASL from 2.6.0 on where their consoles are served over HTTPS; else by ports that only root can open, and blocks are then encrypted where privacy is asked for",
    source: "org.apache.hadoop.hdfs.server.datanode.DataNode.checkSecureConfig",
};

static CIPHER: Derivation = Derivation {
    name: "data-cipher",
    summary: "blocks that are to stay private go through AES, which processors do in hardware, not through the cipher of SASL",
    source: "org.apache.hadoop.hdfs.protocol.datatransfer.sasl.DataTransferSaslUtil.negotiateCipherOption",
};

static HTTP_POLICY: Derivation = Derivation {
    name: "http-policy",
    summary: "with TLS consoles and images are served over HTTPS only",
    source: "org.apache.hadoop.http.HttpConfig.Policy",
};

/// A daemon with the prefix of its keys.
const DAEMONS: [(&str, &str); 4] = [
    ("namenode", "dfs.namenode"),
    ("secondarynamenode", "dfs.secondary.namenode"),
    ("datanode", "dfs.datanode"),
    ("journalnode", "dfs.journalnode"),
];

/// Sets the keys of these hosts.
pub(super) fn keys(ctx: &Ctx<'_>, site: &mut Site<'_>) {
    if let Some(tls) = security::https(ctx) {
        site.set(
            "dfs.http.policy",
            "HTTPS_ONLY",
            &HTTP_POLICY,
            vec![tls_input(tls)],
        );
    }
    let Some(kerberos) = security::kerberos(ctx) else {
        return;
    };
    let principals = Principals::new(kerberos);
    let realm = || principals.realm_input();
    site.set(
        "dfs.block.access.token.enable",
        true,
        &BLOCK_TOKENS,
        vec![realm()],
    );
    for (role, prefix) in DAEMONS {
        if ctx.cluster.placements.of(role).is_empty() {
            continue;
        }
        let Some(name) = Principals::name(role) else {
            continue;
        };
        let why = || vec![realm(), ctx.role_input(role, None)];
        site.set(
            format!("{prefix}.kerberos.principal"),
            principals.of(name),
            &PRINCIPALS,
            why(),
        );
        // The web server of a datanode serves nothing but WebHDFS.
        if role != "datanode" {
            site.set(
                format!("{prefix}.kerberos.internal.spnego.principal"),
                principals.web(),
                &PRINCIPALS,
                why(),
            );
        }
        // A failover controller is the namenode beside it.
        if ctx.has_role(role) {
            site.set(
                format!("{prefix}.keytab.file"),
                principals.keytab(name),
                &KEYTABS,
                vec![principals.keytabs_input(), ctx.role_input(role, None)],
            );
        }
    }
    site.set(
        "dfs.web.authentication.kerberos.principal",
        principals.web(),
        &PRINCIPALS,
        vec![realm()],
    );
    if DAEMONS.iter().any(|(role, _)| ctx.has_role(role)) {
        site.set(
            "dfs.web.authentication.kerberos.keytab",
            principals.keytab(SPNEGO),
            &KEYTABS,
            vec![principals.keytabs_input()],
        );
    }
    transfer(ctx, site);
}

/// How blocks travel: clients and datanodes must say the same.
fn transfer(ctx: &Ctx<'_>, site: &mut Site<'_>) {
    let (Some(kerberos), Some(mode)) = (
        security::kerberos(ctx),
        data_transfer(ctx.cluster, site.version()),
    ) else {
        return;
    };
    let (level, why) = protection(ctx.cluster, kerberos);
    let inputs = || -> Vec<Input> {
        let mut inputs = vec![why.clone()];
        let mode = mode_input(ctx);
        if mode != why {
            inputs.push(mode);
        }
        inputs.push(ctx.version_input("hadoop"));
        inputs
    };
    let private = level == Protection::Privacy;
    match mode {
        DataTransfer::Sasl => site.set(
            "dfs.data.transfer.protection",
            word(level),
            &DATA_TRANSFER,
            inputs(),
        ),
        DataTransfer::Privileged if private => {
            site.set("dfs.encrypt.data.transfer", true, &DATA_TRANSFER, inputs());
        }
        DataTransfer::Privileged => {}
    }
    if private {
        site.set_if_known(
            "dfs.encrypt.data.transfer.cipher.suites",
            "AES/CTR/NoPadding",
            &CIPHER,
            inputs(),
        );
    }
}

const fn guard(pattern: &'static str, instead: &'static str) -> Guard {
    Guard::shared("hdfs-site", pattern, instead)
}

const KERBEROS: &str = "`security.kerberos`";
const PROTECTION: &str = "`security.kerberos.protection`";

/// Guards that hold where the profile states `security`.
pub const SECURED: &[Guard] = &[
    guard("dfs.http.policy", "`security.tls`"),
    guard("dfs.https.enable", "`security.tls`"),
    guard("dfs.https.server.keystore.resource", "`security.tls`"),
    guard("dfs.client.https.keystore.resource", "`security.tls`"),
    guard("dfs.block.access.token.enable", KERBEROS),
    guard("dfs.data.transfer.protection", PROTECTION),
    guard("dfs.encrypt.data.transfer", PROTECTION),
    guard("dfs.namenode.kerberos.principal", KERBEROS),
    guard("dfs.namenode.kerberos.internal.spnego.principal", KERBEROS),
    guard("dfs.namenode.keytab.file", KERBEROS),
    guard("dfs.secondary.namenode.kerberos.principal", KERBEROS),
    guard(
        "dfs.secondary.namenode.kerberos.internal.spnego.principal",
        KERBEROS,
    ),
    guard("dfs.secondary.namenode.keytab.file", KERBEROS),
    guard("dfs.datanode.kerberos.principal", KERBEROS),
    guard("dfs.datanode.keytab.file", KERBEROS),
    guard("dfs.journalnode.kerberos.principal", KERBEROS),
    guard(
        "dfs.journalnode.kerberos.internal.spnego.principal",
        KERBEROS,
    ),
    guard("dfs.journalnode.keytab.file", KERBEROS),
    guard("dfs.web.authentication.kerberos.principal", KERBEROS),
    guard("dfs.web.authentication.kerberos.keytab", KERBEROS),
];
