//! Rules that need the files of several products.

use crate::diagnostic::{Level, Rule, RuleLevel};

/// All rules of what is together.
pub static RULES: &[&Rule] = &[
    &SHARED_DIRECTORY,
    &VOLATILE_STATE,
    &NO_SERVER_THERE,
    &SESSION_NOT_GRANTED,
    &LOCKED_MEMORY,
    &FENCED_AND_RESTARTED,
    &MEMORY_TWICE,
    &CPUS_TWICE,
];

/// A profile of Hadoop, or of Hadoop and others, for examples.
macro_rules! profile {
    ($($line:literal),* $(,)?) => {
        concat!(
            "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\n",
            "products:\n  hadoop: {version: 3.3.6, packages: bigtop-3.4}\n",
            "  zookeeper: {version: 3.8.4, packages: bigtop-3.4}\n",
            "  mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}\n",
            "hardware: {big: {cpus: 16, memory: 64GiB}}\n",
            $($line, "\n"),*
        )
    };
}

pub(super) static SHARED_DIRECTORY: Rule = Rule {
    code: "C3201",
    name: "shared-directory",
    level: RuleLevel::Lint(Level::Deny),
    summary: "directories of different daemons, and disks of one, do not lie in each other",
    why: "Each daemon counts and removes what it finds in its directories: the blocks, logs and snapshots of others are strangers there.",
    bad: profile!(
        "hosts:",
        "  m1: {roles: [namenode]}",
        "  w1: {roles: [datanode, zookeeper]}",
        "daemons: {datanode: {dirs: {data: /data/1}}, zookeeper: {dirs: {data: /data/1/zookeeper}}}",
    ),
    good: profile!(
        "hosts:",
        "  m1: {roles: [namenode]}",
        "  w1: {roles: [datanode, zookeeper]}",
        "daemons: {datanode: {dirs: {data: /data/1/hdfs}}, zookeeper: {dirs: {data: /data/1/zookeeper}}}",
    ),
};

pub(super) static VOLATILE_STATE: Rule = Rule {
    code: "C3202",
    name: "volatile-state",
    level: RuleLevel::Lint(Level::Warn),
    summary: "state that a cluster cannot do without lies on a disk",
    why: "What lies in memory or under /tmp is gone after a reboot, or when systemd-tmpfiles cleans up: names and edits of HDFS, its blocks, what ZooKeeper remembers, the queue of jobs.",
    bad: profile!(
        "hosts:",
        "  z1: {roles: [zookeeper]}",
        "daemons: {zookeeper: {dirs: {data: /dev/shm/zookeeper}}}",
    ),
    good: profile!(
        "hosts:",
        "  z1: {roles: [zookeeper]}",
        "daemons: {zookeeper: {dirs: {data: /srv/zookeeper}}}",
    ),
};

pub(super) static NO_SERVER_THERE: Rule = Rule {
    code: "C3203",
    name: "no-zookeeper-there",
    level: RuleLevel::Error,
    summary: "addresses of ZooKeeper name hosts and ports where it listens",
    why: "A client tries the servers it is told in turn; with one that is none it waits, and of two lists each may find another ensemble.",
    bad: profile!(
        "hosts:",
        "  m1: {roles: [namenode, resourcemanager]}",
        "  w1: {roles: [datanode, nodemanager, zookeeper]}",
        "settings: {core-site: {hadoop.zk.address: {value: \"m1.example.org:2181\", force: an example}}}",
    ),
    good: profile!(
        "hosts:",
        "  m1: {roles: [namenode, resourcemanager]}",
        "  w1: {roles: [datanode, nodemanager, zookeeper]}",
        "settings: {core-site: {hadoop.zk.address: {value: \"w1.example.org:2181\", force: an example}}}",
    ),
};

pub(super) static SESSION_NOT_GRANTED: Rule = Rule {
    code: "C3204",
    name: "session-not-granted",
    level: RuleLevel::Lint(Level::Warn),
    summary: "sessions of ZooKeeper are as long as their clients ask for",
    why: "An ensemble grants 2 to 20 ticks, or what minSessionTimeout and maxSessionTimeout say, and tells nobody that it was asked for something else (ZooKeeperServer.processConnectRequest): a failover comes sooner or later than was meant.",
    bad: profile!(
        "hosts:",
        "  m[1-2]: {roles: [namenode]}",
        "  w[1-3]: {roles: [datanode, journalnode, zookeeper]}",
        "services: {hdfs: {automatic_failover: true}}",
        "settings: {core-site: {ha.zookeeper.session-timeout.ms: 60000}}",
    ),
    good: profile!(
        "hosts:",
        "  m[1-2]: {roles: [namenode]}",
        "  w[1-3]: {roles: [datanode, journalnode, zookeeper]}",
        "services: {hdfs: {automatic_failover: true}}",
        "settings: {core-site: {ha.zookeeper.session-timeout.ms: 20000}}",
    ),
};

pub(super) static LOCKED_MEMORY: Rule = Rule {
    code: "C3205",
    name: "locked-memory",
    level: RuleLevel::Lint(Level::Warn),
    summary: "the unit of a datanode lets it lock the memory that its cache takes",
    why: "The datanode compares dfs.datanode.max.locked.memory with its limit and does not start (DataNode.startDataNode); systemd gives 64 KiB, and 8 MiB from 246 on.",
    bad: profile!(
        "hosts:",
        "  m1: {roles: [namenode]}",
        "  w1: {roles: [datanode]}",
        "settings: {hdfs-site: {dfs.datanode.max.locked.memory: 1073741824}}",
    ),
    good: profile!(
        "hosts:",
        "  m1: {roles: [namenode]}",
        "  w1: {roles: [datanode]}",
        "daemons: {datanode: {unit: {LimitMEMLOCK: 1G}}}",
        "settings: {hdfs-site: {dfs.datanode.max.locked.memory: 1073741824}}",
    ),
};

pub(super) static FENCED_AND_RESTARTED: Rule = Rule {
    code: "C3206",
    name: "fenced-and-restarted",
    level: RuleLevel::Lint(Level::Warn),
    summary: "a namenode that was fenced stays down",
    why: "sshfence ends the process with fuser; with Restart=always systemd starts it again at once, while the other namenode takes over.",
    bad: profile!(
        "hosts:",
        "  m[1-2]: {roles: [namenode]}",
        "  w[1-3]: {roles: [datanode, journalnode, zookeeper]}",
        "services: {hdfs: {automatic_failover: true, fencing: [sshfence], ssh_key: {secret: \"file:/etc/hadoop/fence.key\"}}}",
        "daemons: {namenode: {unit: {restart: always}}}",
    ),
    good: profile!(
        "hosts:",
        "  m[1-2]: {roles: [namenode]}",
        "  w[1-3]: {roles: [datanode, journalnode, zookeeper]}",
        "services: {hdfs: {automatic_failover: true, fencing: [sshfence], ssh_key: {secret: \"file:/etc/hadoop/fence.key\"}}}",
    ),
};

pub(super) static MEMORY_TWICE: Rule = Rule {
    code: "C3207",
    name: "memory-promised-twice",
    level: RuleLevel::Lint(Level::Deny),
    summary: "what YARN, Mesos, HTCondor and Alluxio hand out fits into the memory of the host",
    why: "Each hands out what it was told and counts nobody else's: together they fill the machine, and the kernel ends daemons.",
    bad: profile!(
        "hosts:",
        "  m1: {roles: [namenode, resourcemanager, mesos-master]}",
        "  w1: {roles: [datanode, nodemanager, mesos-agent], hardware: big}",
        "services: {yarn: {memory: 40GiB}, mesos: {resources: {mem: 32GiB}}}",
    ),
    good: profile!(
        "hosts:",
        "  m1: {roles: [namenode, resourcemanager, mesos-master]}",
        "  w1: {roles: [datanode, nodemanager, mesos-agent], hardware: big}",
        "services: {yarn: {memory: 28GiB}, mesos: {resources: {mem: 28GiB}}}",
    ),
};

pub(super) static CPUS_TWICE: Rule = Rule {
    code: "C3208",
    name: "cpus-promised-twice",
    level: RuleLevel::Lint(Level::Warn),
    summary: "YARN, Mesos and HTCondor hand out no more cpus than the host has",
    why: "Each hands out what it was told and counts nobody else's; jobs of all then get less than they asked for.",
    bad: profile!(
        "hosts:",
        "  m1: {roles: [namenode, resourcemanager, mesos-master]}",
        "  w1: {roles: [datanode, nodemanager, mesos-agent], hardware: big}",
        "services: {yarn: {cpus: 12}, mesos: {resources: {cpus: \"12\"}}}",
    ),
    good: profile!(
        "hosts:",
        "  m1: {roles: [namenode, resourcemanager, mesos-master]}",
        "  w1: {roles: [datanode, nodemanager, mesos-agent], hardware: big}",
        "services: {yarn: {cpus: 8}, mesos: {resources: {cpus: \"8\"}}}",
    ),
};
