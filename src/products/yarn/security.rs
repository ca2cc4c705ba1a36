//! Principals and keytabs of YARN, its consoles over HTTPS, and containers that run as whoever
//! submitted them.

use super::here;
use crate::diagnostic::Derivation;
use crate::document::{Entry, Input, Origin, Syntax, Value};
use crate::lower::{Ctx, Emitted, Guard};
use crate::products::hadoop::home;
use crate::products::hadoop::security::{self, Principals, SPNEGO, tls_input};
use crate::products::hadoop::site::Site;

static PRINCIPALS: Derivation = Derivation {
    name: "yarn-principals",
    summary: "everybody knows the principals of YARN's daemons; each logs in with its own keytab, the web servers share one",
    source: "org.apache.hadoop.yarn.conf.YarnConfiguration",
};

static HTTP_POLICY: Derivation = Derivation {
    name: "yarn-http-policy",
    summary: "with TLS the consoles of YARN are served over HTTPS only",
    source: "org.apache.hadoop.yarn.webapp.util.WebAppUtils.getHttpSchemePrefix",
};

static EXECUTOR: Derivation = Derivation {
    name: "container-executor",
    summary: "with Kerberos a container runs as the user who submitted it: a setuid helper of the packages starts it, never as a daemon's user or one of the system",
    source: "org.apache.hadoop.yarn.server.nodemanager.LinuxContainerExecutor; container-executor.c",
};

static STATE_ACL: Derivation = Derivation {
    name: "resourcemanager-acl",
    summary: "only resource managers may touch what they keep in ZooKeeper",
    source: "org.apache.hadoop.yarn.server.resourcemanager.recovery.ZKRMStateStore; hadoop.zk.acl from 2.9 on",
};

/// The file that the helper reads, and its name under `settings`.
const EXECUTOR_CFG: &str = "container-executor.cfg";

/// First user id of people in `login.defs` of every OS with systemd.
const FIRST_USER: i64 = 1000;

/// Sets the keys of these hosts.
pub(super) fn keys(ctx: &Ctx<'_>, site: &mut Site<'_>) {
    if let Some(tls) = security::https(ctx) {
        site.set(
            "yarn.http.policy",
            "HTTPS_ONLY",
            &HTTP_POLICY,
            vec![tls_input(tls)],
        );
    }
    let Some(kerberos) = security::kerberos(ctx) else {
        return;
    };
    let principals = Principals::new(kerberos);
    for role in ["resourcemanager", "nodemanager"] {
        let Some(name) = Principals::name(role) else {
            continue;
        };
        let why = || vec![principals.realm_input(), ctx.role_input(role, here(ctx))];
        site.set(
            format!("yarn.{role}.principal"),
            principals.of(name),
            &PRINCIPALS,
            why(),
        );
        if !ctx.has_role(role) {
            continue;
        }
        let keytabs = || vec![principals.keytabs_input(), ctx.role_input(role, here(ctx))];
        site.set(
            format!("yarn.{role}.keytab"),
            principals.keytab(name),
            &PRINCIPALS,
            keytabs(),
        );
        site.set_if_known(
            format!("yarn.{role}.webapp.spnego-principal"),
            principals.web(),
            &PRINCIPALS,
            why(),
        );
        site.set_if_known(
            format!("yarn.{role}.webapp.spnego-keytab-file"),
            principals.keytab(SPNEGO),
            &PRINCIPALS,
            keytabs(),
        );
    }
    if ctx.has_role("nodemanager") {
        executor_keys(ctx, site);
    }
    if let Some(acl) = security::acl(ctx, "resourcemanager") {
        // From 2.9 on all of Hadoop has one key, and reads the other as its old name.
        let key = if site.knows("yarn.resourcemanager.zk-acl") {
            "yarn.resourcemanager.zk-acl"
        } else {
            "hadoop.zk.acl"
        };
        site.set_if_known(
            key,
            acl,
            &STATE_ACL,
            security::jaas_input(ctx, "resourcemanager"),
        );
    }
}

fn executor_inputs(ctx: &Ctx<'_>) -> Vec<Input> {
    let mut inputs: Vec<Input> = security::kerberos(ctx)
        .map(|kerberos| Principals::new(kerberos).realm_input())
        .into_iter()
        .collect();
    inputs.push(ctx.packages_input("hadoop"));
    inputs
}

fn executor_keys(ctx: &Ctx<'_>, site: &mut Site<'_>) {
    site.set(
        "yarn.nodemanager.container-executor.class",
        "org.apache.hadoop.yarn.server.nodemanager.LinuxContainerExecutor",
        &EXECUTOR,
        executor_inputs(ctx),
    );
    if let Some(group) = group(ctx) {
        site.set_if_known(
            "yarn.nodemanager.linux-container-executor.group",
            group,
            &EXECUTOR,
            executor_inputs(ctx),
        );
    }
}

/// The group that the packages gave the helper: it refuses any other. A tarball's helper gets the
/// group of the node manager, which nobody else may be in.
fn group(ctx: &Ctx<'_>) -> Option<String> {
    match home::base(ctx) {
        None => Some("yarn".to_owned()),
        Some(_) => Some(home::layout_of(ctx, "nodemanager")?.group.into_owned()),
    }
}

/// Makes `container-executor.cfg`, where the helper looks for it: compiled into it, beside the
/// other files for packages, below its own folder for a tarball.
pub(super) fn executor(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    if !ctx.has_role("nodemanager") || security::kerberos(ctx).is_none() {
        return;
    }
    let (Some(conf), Some(group)) = (home::conf_dir(ctx), group(ctx)) else {
        return;
    };
    let folder = match home::base(ctx) {
        Some(base) => format!("{base}/home/etc/hadoop"),
        None => conf,
    };
    let Some(mut document) = home::document(
        ctx,
        &format!("{folder}/{EXECUTOR_CFG}"),
        "container-executor",
        Syntax::ExecutorCfg,
        &EXECUTOR,
        vec!["nodemanager".into()],
    ) else {
        return;
    };
    // The helper runs as root and trusts nobody else's file.
    document.owner = "root".into();
    document.group = "root".into();
    let inputs = || executor_inputs(ctx);
    let mut add = |key: &'static str, value: Value, inputs: Vec<Input>| {
        document
            .entries
            .push(Entry::new(key, value, Origin::derived(&EXECUTOR, inputs)));
    };
    add(
        "yarn.nodemanager.linux-container-executor.group",
        group.into(),
        inputs(),
    );
    let (banned, why) = banned(ctx);
    add("banned.users", banned.into(), why);
    add("min.user.id", FIRST_USER.into(), vec![ctx.platform_input()]);
    emitted.documents.push(document);
}

/// Users of daemons, on whatever host, and `bin`, which the helper bans by itself.
fn banned(ctx: &Ctx<'_>) -> (Vec<String>, Vec<Input>) {
    let mut users = vec!["bin".to_owned(), "root".to_owned()];
    let mut inputs = Vec::new();
    let known = security::users(ctx.cluster);
    users.extend(known.all().map(str::to_owned));
    for (role, _) in Principals::names() {
        if !ctx.cluster.placements.of(role).is_empty() {
            inputs.push(ctx.role_input(role, None));
        }
    }
    users.sort_unstable();
    users.dedup();
    (users, inputs)
}

const KERBEROS: &str = "`security.kerberos`";

/// Guards that hold where the profile states `security`.
pub const SECURED: &[Guard] = &[
    Guard::shared("yarn-site", "yarn.http.policy", "`security.tls`"),
    Guard::shared("yarn-site", "yarn.resourcemanager.principal", KERBEROS),
    Guard::shared("yarn-site", "yarn.resourcemanager.keytab", KERBEROS),
    Guard::shared("yarn-site", "yarn.nodemanager.principal", KERBEROS),
    Guard::shared("yarn-site", "yarn.nodemanager.keytab", KERBEROS),
    Guard::shared(
        "yarn-site",
        "yarn.resourcemanager.webapp.spnego-principal",
        KERBEROS,
    ),
    Guard::shared(
        "yarn-site",
        "yarn.resourcemanager.webapp.spnego-keytab-file",
        KERBEROS,
    ),
    Guard::shared(
        "yarn-site",
        "yarn.nodemanager.webapp.spnego-principal",
        KERBEROS,
    ),
    Guard::shared(
        "yarn-site",
        "yarn.nodemanager.webapp.spnego-keytab-file",
        KERBEROS,
    ),
    Guard::shared(
        "yarn-site",
        "yarn.nodemanager.container-executor.class",
        KERBEROS,
    ),
    Guard::shared(
        "yarn-site",
        "yarn.nodemanager.linux-container-executor.group",
        KERBEROS,
    ),
    Guard::shared("yarn-site", "yarn.resourcemanager.zk-acl", KERBEROS),
    Guard::shared("yarn-site", "hadoop.zk.acl", KERBEROS),
    Guard::shared(
        "container-executor",
        "yarn.nodemanager.linux-container-executor.group",
        KERBEROS,
    ),
];
