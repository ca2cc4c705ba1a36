//! Starting datanodes on ports that only root can open: as root, by `jsvc`, which steps down.

use std::borrow::Cow;

use super::super::env::Script;
use super::super::{dirs, home, is_three};
use super::principals::Principals;
use super::{DataTransfer, data_transfer, kerberos, mode_input};
use crate::catalog::layout::{Layout, UnitOrigin};
use crate::diagnostic::Derivation;
use crate::document::{Entry, Input, Origin, Syntax};
use crate::lower::{Ctx, Emitted, UnitNeed};

static SECURE_DATANODE: Derivation = Derivation {
    name: "secure-datanode",
    summary: "without SASL a datanode is trusted for its ports below 1024: root starts it, jsvc opens them and steps down to the daemon's user",
    source: "bin/hdfs: HADOOP_SECURE_DN_USER up to 2.10, HDFS_DATANODE_SECURE_USER from 3.0; org.apache.hadoop.hdfs.server.datanode.SecureDataNodeStarter",
};

/// Whether datanodes of these hosts are started so.
pub fn is_privileged(ctx: &Ctx<'_>) -> bool {
    ctx.has_role("datanode")
        && ctx.facts_version("hadoop").is_some_and(|version| {
            data_transfer(ctx.cluster, version) == Some(DataTransfer::Privileged)
        })
}

/// Why they are.
pub fn inputs(ctx: &Ctx<'_>) -> Vec<Input> {
    let mut inputs: Vec<Input> = kerberos(ctx)
        .map(|kerberos| Principals::new(kerberos).realm_input())
        .into_iter()
        .collect();
    inputs.push(mode_input(ctx));
    inputs.push(ctx.version_input("hadoop"));
    inputs
}

/// Why a variable says what it says.
fn inputs_of(ctx: &Ctx<'_>, name: &str) -> Vec<Input> {
    let mut inputs = inputs(ctx);
    let instance = ctx.class.instance_of("datanode");
    if let (true, Some(instance)) = (
        name.contains("_SECURE_") && name.ends_with("_USER"),
        instance,
    ) {
        inputs.extend(ctx.user_input("datanode", instance, "hadoop"));
    }
    inputs
}

/// Where packages keep `jsvc`.
fn jsvc_home(ctx: &Ctx<'_>) -> &'static str {
    let bigtop = ctx
        .product("hadoop")
        .is_some_and(|product| product.flavour.starts_with("bigtop"));
    if bigtop {
        "/usr/lib/bigtop-utils"
    } else {
        "/usr/bin"
    }
}

/// A directory of the daemon: what the profile says, else where the packages have it.
fn dir(ctx: &Ctx<'_>, purpose: &str, packaged: Option<&Cow<'static, str>>) -> Option<String> {
    dirs::stated(ctx, "datanode", purpose)
        .and_then(|stated| stated.list.into_iter().next())
        .map(|dir| dir.path)
        .or_else(|| packaged.map(ToString::to_string))
}

fn log_and_pid(ctx: &Ctx<'_>, layout: &Layout) -> [Option<String>; 2] {
    [
        dir(ctx, "log", layout.log.as_ref()),
        dir(ctx, "pid", layout.pid.as_ref()),
    ]
}

/// The variables by which the scripts know, with their values.
fn variables(ctx: &Ctx<'_>) -> Vec<(&'static str, String)> {
    let (Some(layout), Some(version)) = (
        home::layout_of(ctx, "datanode"),
        ctx.facts_version("hadoop"),
    ) else {
        return Vec::new();
    };
    let [log, pid] = log_and_pid(ctx, &layout);
    let user = layout.user.into_owned();
    let mut list = Vec::new();
    let names = if is_three(version) {
        // Who may call the script, which is not who the daemon becomes.
        list.push(("HDFS_DATANODE_USER", "root".to_owned()));
        list.push(("HDFS_DATANODE_SECURE_USER", user));
        ["HADOOP_SECURE_LOG_DIR", "HADOOP_SECURE_PID_DIR"]
    } else {
        list.push(("HADOOP_SECURE_DN_USER", user));
        ["HADOOP_SECURE_DN_LOG_DIR", "HADOOP_SECURE_DN_PID_DIR"]
    };
    list.extend(
        names
            .into_iter()
            .zip([log, pid])
            .filter_map(|(name, dir)| Some((name, dir?))),
    );
    list.push(("JSVC_HOME", jsvc_home(ctx).to_owned()));
    list
}

/// Sets them in `hadoop-env.sh`.
pub fn set(ctx: &Ctx<'_>, script: &mut Script<'_>) {
    if !is_privileged(ctx) {
        return;
    }
    for (name, value) in variables(ctx) {
        if !script.entries.iter().any(|entry| entry.key == name) {
            script.set(name, value, &SECURE_DATANODE, inputs_of(ctx, name));
        }
    }
}

/// `/etc/default/hadoop-hdfs-datanode` of Bigtop's init scripts, which decide by it whom to start
/// as, before they read `hadoop-env.sh`.
pub fn start_script(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    let Some(layout) = home::layout_of(ctx, "datanode").filter(|_| is_privileged(ctx)) else {
        return;
    };
    let Some(file) = layout
        .env
        .iter()
        .find(|file| file.path.starts_with("/etc/default/") && file.path.ends_with("datanode"))
    else {
        return;
    };
    let Some(mut document) = home::document(
        ctx,
        &file.path,
        "hadoop-hdfs-datanode",
        Syntax::ShellExport,
        &SECURE_DATANODE,
        vec!["datanode".into()],
    ) else {
        return;
    };
    let [log, pid] = log_and_pid(ctx, &layout);
    let user = layout.user.into_owned();
    let mut all = Vec::new();
    all.extend(pid.map(|dir| ("HADOOP_PID_DIR", dir)));
    all.extend(log.map(|dir| ("HADOOP_LOG_DIR", dir)));
    all.push(("HADOOP_DATANODE_USER", user.clone()));
    all.push(("HADOOP_IDENT_STRING", user));
    all.extend(variables(ctx));
    document.entries = all
        .into_iter()
        .map(|(name, value)| {
            Entry::new(name, value, Origin::derived(&SECURE_DATANODE, inputs(ctx)))
        })
        .collect();
    emitted.documents.push(document);
}

/// Units that start their daemon as its user start this one as root: those of packages by a
/// drop-in; that of a tarball is written so in the first place.
pub fn unit_needs(ctx: &Ctx<'_>) -> Vec<UnitNeed> {
    let Some(layout) = home::layout_of(ctx, "datanode").filter(|_| is_privileged(ctx)) else {
        return Vec::new();
    };
    let native = layout.origin == UnitOrigin::Native;
    let Some(unit) = layout.unit.filter(|_| native) else {
        return Vec::new();
    };
    ["User", "Group"]
        .into_iter()
        .map(|key| UnitNeed {
            unit: Cow::Borrowed(unit),
            whole: false,
            section: "Service",
            key,
            value: "root".to_owned(),
            rule: &SECURE_DATANODE,
            inputs: inputs(ctx),
        })
        .collect()
}
