//! `hadoop-env.sh`: the script that every command and daemon of Hadoop sources.

use super::env::{FEDORA_XML_PARSER, Script};
use super::{is_three, security};
use crate::diagnostic::Derivation;
use crate::lower::{Ctx, Emitted};

static HADOOP_ENV: Derivation = Derivation {
    name: "hadoop-env",
    summary: "hadoop-env.sh is sourced by every script of Hadoop; heaps stand there and not in the unit's environment file, because the script is read later and by commands too",
    source: "libexec/hadoop-config.sh",
};

static OS_TYPE: Derivation = Derivation {
    name: "hadoop-os-type",
    summary: "the scripts of Hadoop 3 tune the memory allocator only where this is set, and only the env script sets it",
    source: "libexec/hadoop-functions.sh: hadoop_os_tricks",
};

static FEDORA: Derivation = Derivation {
    name: "fedora-env",
    summary: "what Fedora's own hadoop-env.sh adds: where jsvc is, and Java's own XML parser, since the packaged Xerces cannot read XInclude",
    source: "hadoop.spec of Fedora 20 to 28",
};

/// One daemon of HDFS in the env script.
struct DaemonRow {
    role: &'static str,
    /// Variable of its Java options up to 2.10, and from 3.0 on.
    options: [&'static str; 2],
    user: &'static str,
    /// What the scripts (3.x) or the packages' template (2.x) set when nobody else does.
    logger: &'static str,
}

const DAEMONS: &[DaemonRow] = &[
    DaemonRow {
        role: "namenode",
        options: ["HADOOP_NAMENODE_OPTS", "HDFS_NAMENODE_OPTS"],
        user: "HDFS_NAMENODE_USER",
        logger: "-Dhadoop.security.logger=INFO,RFAS",
    },
    DaemonRow {
        role: "secondarynamenode",
        options: [
            "HADOOP_SECONDARYNAMENODE_OPTS",
            "HDFS_SECONDARYNAMENODE_OPTS",
        ],
        user: "HDFS_SECONDARYNAMENODE_USER",
        logger: "-Dhadoop.security.logger=INFO,RFAS",
    },
    DaemonRow {
        role: "datanode",
        options: ["HADOOP_DATANODE_OPTS", "HDFS_DATANODE_OPTS"],
        user: "HDFS_DATANODE_USER",
        logger: "-Dhadoop.security.logger=ERROR,RFAS",
    },
    DaemonRow {
        role: "journalnode",
        options: ["HADOOP_JOURNALNODE_OPTS", "HDFS_JOURNALNODE_OPTS"],
        user: "HDFS_JOURNALNODE_USER",
        logger: "",
    },
    DaemonRow {
        role: "zkfc",
        options: ["HADOOP_ZKFC_OPTS", "HDFS_ZKFC_OPTS"],
        user: "HDFS_ZKFC_USER",
        logger: "",
    },
];

/// `hadoop-env.sh` of these hosts.
pub(super) fn emit(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    let Some(mut script) = Script::new(ctx) else {
        return;
    };
    let three = is_three(script.version());
    script.java_home(ctx);
    if three {
        script.set(
            "HADOOP_OS_TYPE",
            "Linux",
            &OS_TYPE,
            vec![ctx.version_input("hadoop")],
        );
    }
    if ctx
        .product("hadoop")
        .is_some_and(|product| product.flavour == "fedora")
    {
        fedora(ctx, &mut script);
    }
    let here: Vec<&DaemonRow> = DAEMONS
        .iter()
        .filter(|row| ctx.has_role(row.role))
        .collect();
    // Daemons of YARN and MapReduce source this script first and their own later, which says
    // where their logs go; a client's log directory is nobody's business.
    if let Some(first) = here.first() {
        script.directories(ctx, first.role, "HADOOP_LOG_DIR", "HADOOP_PID_DIR");
    }
    for row in &here {
        let variable = row.options[usize::from(three)];
        let before: &[&str] = if row.logger.is_empty() {
            &[]
        } else {
            &[row.logger]
        };
        // Hadoop 3 sets the logger itself where the variable is not set; before, only the
        // template that this script replaces did.
        script.options(ctx, row.role, variable, before, !three);
        if row.role != "datanode" || !security::is_privileged(ctx) {
            script.user(ctx, row.role, row.user);
        }
    }
    security::secure_datanode(ctx, &mut script);
    for placed in &ctx.class.roles {
        if placed.role.service == "hdfs" {
            script.stated(ctx, placed.role.name);
        }
    }
    // Behind what the profile states, which would replace it.
    for scheme in ctx.schemes() {
        if !scheme.jars.is_empty() {
            let jars = scheme.jars.join(":");
            script.append_path("HADOOP_CLASSPATH", jars, scheme.rule, scheme.inputs);
        }
    }
    script.finish(ctx, "hadoop-env.sh", &HADOOP_ENV, &[], emitted);
}

fn fedora(ctx: &Ctx<'_>, script: &mut Script<'_>) {
    let inputs = || vec![ctx.packages_input("hadoop")];
    script.set("JSVC_HOME", "/usr/bin", &FEDORA, inputs());
    script.append("HADOOP_OPTS", FEDORA_XML_PARSER, &FEDORA, inputs());
}
