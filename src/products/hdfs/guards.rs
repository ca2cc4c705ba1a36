//! Keys that are stated elsewhere in the profile.

use crate::lower::{Guard, GuardKind};

const fn shared(file: &'static str, pattern: &'static str, instead: &'static str) -> Guard {
    Guard {
        file,
        pattern,
        kind: GuardKind::Shared,
        instead,
    }
}

const fn identity(file: &'static str, pattern: &'static str, instead: &'static str) -> Guard {
    Guard {
        file,
        pattern,
        kind: GuardKind::Identity,
        instead,
    }
}

const HDFS: &str = "hdfs-site";
const CORE: &str = "core-site";

/// Guards of HDFS. What only tunes stays free, `dfs.replication` included: nothing else is
/// computed from it.
pub const GUARDS: &[Guard] = &[
    identity(
        CORE,
        "fs.defaultFS",
        "`roles` (`namenode`) and `services.hdfs.default`",
    ),
    identity(
        CORE,
        "fs.default.name",
        "`roles` (`namenode`) and `services.hdfs.default`",
    ),
    identity(
        CORE,
        "ha.zookeeper.quorum",
        "`roles` (`zookeeper`) and `services.hdfs.zookeeper`",
    ),
    identity(HDFS, "dfs.nameservices", "`roles` (`namenode@NAME`)"),
    identity(
        HDFS,
        "dfs.federation.nameservices",
        "`roles` (`namenode@NAME`)",
    ),
    identity(
        HDFS,
        "dfs.internal.nameservices",
        "`roles` (`namenode@NAME`)",
    ),
    identity(HDFS, "dfs.ha.namenodes.*", "`roles` (`namenode`)"),
    identity(
        HDFS,
        "dfs.namenode.rpc-address",
        "`roles` and `daemons.namenode.ports.rpc`",
    ),
    identity(
        HDFS,
        "dfs.namenode.rpc-address.*",
        "`roles` and `daemons.namenode.ports.rpc`",
    ),
    identity(
        HDFS,
        "dfs.namenode.http-address",
        "`roles` and `daemons.namenode.ports.http`",
    ),
    identity(
        HDFS,
        "dfs.namenode.http-address.*",
        "`roles` and `daemons.namenode.ports.http`",
    ),
    identity(
        HDFS,
        "dfs.namenode.https-address",
        "`roles` and `daemons.namenode.ports.https`",
    ),
    identity(
        HDFS,
        "dfs.namenode.https-address.*",
        "`roles` and `daemons.namenode.ports.https`",
    ),
    identity(
        HDFS,
        "dfs.namenode.secondary.http-address",
        "`roles` and `daemons.secondarynamenode.ports.http`",
    ),
    identity(
        HDFS,
        "dfs.namenode.secondary.http-address.*",
        "`roles` and `daemons.secondarynamenode.ports.http`",
    ),
    identity(
        HDFS,
        "dfs.namenode.secondary.https-address",
        "`roles` and `daemons.secondarynamenode.ports.https`",
    ),
    identity(
        HDFS,
        "dfs.namenode.secondary.https-address.*",
        "`roles` and `daemons.secondarynamenode.ports.https`",
    ),
    identity(
        HDFS,
        "dfs.namenode.shared.edits.dir",
        "`roles` (`journalnode`)",
    ),
    identity(
        HDFS,
        "dfs.namenode.shared.edits.dir.*",
        "`roles` (`journalnode`)",
    ),
    identity(
        HDFS,
        "dfs.ha.automatic-failover.enabled",
        "`services.hdfs.automatic_failover`",
    ),
    identity(
        HDFS,
        "dfs.ha.automatic-failover.enabled.*",
        "`services.hdfs.automatic_failover`",
    ),
    shared(HDFS, "dfs.ha.zkfc.port", "`daemons.zkfc.ports.rpc`"),
    shared(HDFS, "dfs.ha.zkfc.port.*", "`daemons.zkfc.ports.rpc`"),
    shared(
        HDFS,
        "dfs.datanode.address",
        "`daemons.datanode.ports.data`",
    ),
    shared(
        HDFS,
        "dfs.datanode.http.address",
        "`daemons.datanode.ports.http`",
    ),
    shared(
        HDFS,
        "dfs.datanode.https.address",
        "`daemons.datanode.ports.https`",
    ),
    shared(
        HDFS,
        "dfs.datanode.ipc.address",
        "`daemons.datanode.ports.rpc`",
    ),
    shared(
        HDFS,
        "dfs.journalnode.rpc-address",
        "`daemons.journalnode.ports.rpc`",
    ),
    shared(
        HDFS,
        "dfs.journalnode.http-address",
        "`daemons.journalnode.ports.http`",
    ),
    shared(
        HDFS,
        "dfs.journalnode.https-address",
        "`daemons.journalnode.ports.https`",
    ),
    shared(
        HDFS,
        "dfs.namenode.rpc-bind-host",
        "`daemons.namenode.bind`",
    ),
    shared(
        HDFS,
        "dfs.namenode.http-bind-host",
        "`daemons.namenode.bind`",
    ),
    shared(
        HDFS,
        "dfs.namenode.https-bind-host",
        "`daemons.namenode.bind`",
    ),
    shared(
        HDFS,
        "dfs.namenode.name.dir",
        "`daemons.namenode.dirs.name`",
    ),
    shared(
        HDFS,
        "dfs.datanode.data.dir",
        "`hardware.….disks` or `daemons.datanode.dirs.data`",
    ),
    shared(
        HDFS,
        "dfs.namenode.checkpoint.dir",
        "`daemons.secondarynamenode.dirs.checkpoint`",
    ),
    shared(
        HDFS,
        "dfs.journalnode.edits.dir",
        "`daemons.journalnode.dirs.journal`",
    ),
    shared(
        HDFS,
        "dfs.journalnode.edits.dir.*",
        "`daemons.journalnode.dirs.journal`",
    ),
    shared(HDFS, "dfs.ha.fencing.methods", "`services.hdfs.fencing`"),
    shared(CORE, "dfs.ha.fencing.methods", "`services.hdfs.fencing`"),
    shared(
        HDFS,
        "dfs.ha.fencing.ssh.private-key-files",
        "`services.hdfs.ssh_key`",
    ),
    shared(
        CORE,
        "dfs.ha.fencing.ssh.private-key-files",
        "`services.hdfs.ssh_key`",
    ),
    shared(HDFS, "dfs.hosts", "`services.hdfs.only_listed`"),
    shared(HDFS, "dfs.hosts.exclude", "`services.hdfs.decommission`"),
    shared(CORE, "net.topology.table.file.name", "`hosts.….rack`"),
    shared(CORE, "net.topology.script.file.name", "`hosts.….rack`"),
    shared(
        CORE,
        "net.topology.node.switch.mapping.impl",
        "`hosts.….rack`",
    ),
];
