//! Keys that are stated elsewhere in the profile.

use crate::lower::Guard;

const HDFS: &str = "hdfs-site";
const CORE: &str = "core-site";

/// Guards of HDFS. What only tunes stays free, `dfs.replication` included: nothing else is
/// computed from it.
pub const GUARDS: &[Guard] = &[
    Guard::identity(
        CORE,
        "fs.defaultFS",
        "`roles` (`namenode`) and `services.hdfs.default`",
    ),
    Guard::identity(
        CORE,
        "fs.default.name",
        "`roles` (`namenode`) and `services.hdfs.default`",
    ),
    Guard::identity(
        CORE,
        "ha.zookeeper.quorum",
        "`roles` (`zookeeper`) and `services.hdfs.zookeeper`",
    ),
    Guard::identity(HDFS, "dfs.nameservices", "`roles` (`namenode@NAME`)"),
    Guard::identity(
        HDFS,
        "dfs.federation.nameservices",
        "`roles` (`namenode@NAME`)",
    ),
    Guard::identity(
        HDFS,
        "dfs.internal.nameservices",
        "`roles` (`namenode@NAME`)",
    ),
    Guard::identity(HDFS, "dfs.ha.namenodes.*", "`roles` (`namenode`)"),
    Guard::identity(
        HDFS,
        "dfs.namenode.rpc-address",
        "`roles` and `daemons.namenode.ports.rpc`",
    ),
    Guard::identity(
        HDFS,
        "dfs.namenode.rpc-address.*",
        "`roles` and `daemons.namenode.ports.rpc`",
    ),
    Guard::identity(
        HDFS,
        "dfs.namenode.http-address",
        "`roles` and `daemons.namenode.ports.http`",
    ),
    Guard::identity(
        HDFS,
        "dfs.namenode.http-address.*",
        "`roles` and `daemons.namenode.ports.http`",
    ),
    Guard::identity(
        HDFS,
        "dfs.namenode.https-address",
        "`roles` and `daemons.namenode.ports.https`",
    ),
    Guard::identity(
        HDFS,
        "dfs.namenode.https-address.*",
        "`roles` and `daemons.namenode.ports.https`",
    ),
    Guard::identity(
        HDFS,
        "dfs.namenode.secondary.http-address",
        "`roles` and `daemons.secondarynamenode.ports.http`",
    ),
    Guard::identity(
        HDFS,
        "dfs.namenode.secondary.http-address.*",
        "`roles` and `daemons.secondarynamenode.ports.http`",
    ),
    Guard::identity(
        HDFS,
        "dfs.namenode.secondary.https-address",
        "`roles` and `daemons.secondarynamenode.ports.https`",
    ),
    Guard::identity(
        HDFS,
        "dfs.namenode.secondary.https-address.*",
        "`roles` and `daemons.secondarynamenode.ports.https`",
    ),
    Guard::identity(
        HDFS,
        "dfs.namenode.shared.edits.dir",
        "`roles` (`journalnode`)",
    ),
    Guard::identity(
        HDFS,
        "dfs.namenode.shared.edits.dir.*",
        "`roles` (`journalnode`)",
    ),
    Guard::identity(
        HDFS,
        "dfs.ha.automatic-failover.enabled",
        "`services.hdfs.automatic_failover`",
    ),
    Guard::identity(
        HDFS,
        "dfs.ha.automatic-failover.enabled.*",
        "`services.hdfs.automatic_failover`",
    ),
    Guard::shared(HDFS, "dfs.ha.zkfc.port", "`daemons.zkfc.ports.rpc`"),
    Guard::shared(HDFS, "dfs.ha.zkfc.port.*", "`daemons.zkfc.ports.rpc`"),
    Guard::shared(
        HDFS,
        "dfs.datanode.address",
        "`daemons.datanode.ports.data`",
    ),
    Guard::shared(
        HDFS,
        "dfs.datanode.http.address",
        "`daemons.datanode.ports.http`",
    ),
    Guard::shared(
        HDFS,
        "dfs.datanode.https.address",
        "`daemons.datanode.ports.https`",
    ),
    Guard::shared(
        HDFS,
        "dfs.datanode.ipc.address",
        "`daemons.datanode.ports.rpc`",
    ),
    Guard::shared(
        HDFS,
        "dfs.journalnode.rpc-address",
        "`daemons.journalnode.ports.rpc`",
    ),
    Guard::shared(
        HDFS,
        "dfs.journalnode.http-address",
        "`daemons.journalnode.ports.http`",
    ),
    Guard::shared(
        HDFS,
        "dfs.journalnode.https-address",
        "`daemons.journalnode.ports.https`",
    ),
    Guard::shared(
        HDFS,
        "dfs.namenode.rpc-bind-host",
        "`daemons.namenode.bind`",
    ),
    Guard::shared(
        HDFS,
        "dfs.namenode.http-bind-host",
        "`daemons.namenode.bind`",
    ),
    Guard::shared(
        HDFS,
        "dfs.namenode.https-bind-host",
        "`daemons.namenode.bind`",
    ),
    Guard::shared(
        HDFS,
        "dfs.namenode.name.dir",
        "`daemons.namenode.dirs.name`",
    ),
    Guard::shared(
        HDFS,
        "dfs.datanode.data.dir",
        "`hardware.….disks` or `daemons.datanode.dirs.data`",
    ),
    Guard::shared(
        HDFS,
        "dfs.namenode.checkpoint.dir",
        "`daemons.secondarynamenode.dirs.checkpoint`",
    ),
    Guard::shared(
        HDFS,
        "dfs.journalnode.edits.dir",
        "`daemons.journalnode.dirs.journal`",
    ),
    Guard::shared(
        HDFS,
        "dfs.journalnode.edits.dir.*",
        "`daemons.journalnode.dirs.journal`",
    ),
    Guard::shared(HDFS, "dfs.ha.fencing.methods", "`services.hdfs.fencing`"),
    Guard::shared(CORE, "dfs.ha.fencing.methods", "`services.hdfs.fencing`"),
    Guard::shared(
        HDFS,
        "dfs.ha.fencing.ssh.private-key-files",
        "`services.hdfs.ssh_key`",
    ),
    Guard::shared(
        CORE,
        "dfs.ha.fencing.ssh.private-key-files",
        "`services.hdfs.ssh_key`",
    ),
    Guard::shared(HDFS, "dfs.hosts", "`services.hdfs.only_listed`"),
    Guard::shared(HDFS, "dfs.hosts.exclude", "`services.hdfs.decommission`"),
    Guard::shared(CORE, "net.topology.table.file.name", "`hosts.….rack`"),
    Guard::shared(CORE, "net.topology.script.file.name", "`hosts.….rack`"),
    Guard::shared(
        CORE,
        "net.topology.node.switch.mapping.impl",
        "`hosts.….rack`",
    ),
];
