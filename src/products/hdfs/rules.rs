//! Rules of HDFS.

use crate::diagnostic::{Level, Rule, RuleLevel};

/// All rules of this module.
pub static RULES: &[&Rule] = &[
    &HA_WITHOUT_JOURNALS,
    &FEW_JOURNALS,
    &TOO_MANY_NAMENODES,
    &FAILOVER_WITHOUT_ZOOKEEPER,
    &SECONDARY_WITH_HA,
    &FENCING_METHOD,
    &SSH_KEY,
    &NAMESERVICE_NAME,
    &REPLICATION_TOO_HIGH,
    &NO_NAMENODE,
    &NO_DATANODE,
    &IDLE_JOURNALS,
    &UNKNOWN_DEFAULT,
    &BIND_UNSUPPORTED,
    &BAD_DIRECTORY,
    &UNKNOWN_WORKER,
    &WHICH_ENSEMBLE,
];

/// Rules about roles that are missing: silent where a role could not be placed as written.
pub static ABSENCE: &[&Rule] = &[
    &HA_WITHOUT_JOURNALS,
    &FEW_JOURNALS,
    &FAILOVER_WITHOUT_ZOOKEEPER,
    &REPLICATION_TOO_HIGH,
    &NO_NAMENODE,
    &NO_DATANODE,
    &IDLE_JOURNALS,
];

/// A profile with one Hadoop and these hosts and further lines.
macro_rules! profile {
    ($($rest:literal)*) => {
        profile!(version "3.3.6" "bigtop-3.4" "rhel-8.10"; $($rest)*)
    };
    (version $version:literal $packages:literal $os:literal; $($rest:literal)*) => {
        concat!(
            "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: ", $os,
            "\nproducts: {hadoop: {version: ", $version, ", packages: ", $packages,
            "}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n",
            $($rest),*
        )
    };
}

pub(super) static HA_WITHOUT_JOURNALS: Rule = Rule {
    code: "C1101",
    name: "ha-without-journals",
    level: RuleLevel::Error,
    summary: "several namenodes of a nameservice share their edits through journalnodes",
    why: "The second namenode follows the first by reading its edits; without a place for them there is no high availability. Journals exist from 2.0.3-alpha on (org.apache.hadoop.hdfs.qjournal).",
    bad: profile!("  m[1-2]: {roles: [namenode]}\n  w[1-3]: {roles: [datanode]}\n"),
    good: profile!("  m[1-2]: {roles: [namenode]}\n  w[1-3]: {roles: [datanode, journalnode]}\n"),
};

pub(super) static FEW_JOURNALS: Rule = Rule {
    code: "C1102",
    name: "few-journals",
    level: RuleLevel::Lint(Level::Warn),
    summary: "journalnodes are three or more, and an odd number",
    why: "Edits are written when a majority has them: two survive no failure, four no more than three do (QuorumJournalManager warns of an even number).",
    bad: profile!("  m[1-2]: {roles: [namenode, journalnode]}\n  w[1-3]: {roles: [datanode]}\n"),
    good: profile!("  m[1-2]: {roles: [namenode]}\n  w[1-3]: {roles: [datanode, journalnode]}\n"),
};

pub(super) static TOO_MANY_NAMENODES: Rule = Rule {
    code: "C1103",
    name: "too-many-namenodes",
    level: RuleLevel::Error,
    summary: "a nameservice has as many namenodes as the version allows",
    why: "Up to 2.9 exactly two are allowed (org.apache.hadoop.hdfs.HAUtil); more work from 2.10 and 3.0 on.",
    bad: profile!(version "2.8.5" "bigtop-1.4" "centos-7.9"; "  m[1-3]: {roles: [namenode, journalnode]}\n  w[1-3]: {roles: [datanode]}\n"),
    good: profile!("  m[1-3]: {roles: [namenode, journalnode]}\n  w[1-3]: {roles: [datanode]}\n"),
};

pub(super) static FAILOVER_WITHOUT_ZOOKEEPER: Rule = Rule {
    code: "C1104",
    name: "failover-without-zookeeper",
    level: RuleLevel::Error,
    summary: "automatic failover has a ZooKeeper ensemble to decide in, and several namenodes to decide about",
    why: "A failover controller does not start without ha.zookeeper.quorum (ZKFailoverController).",
    bad: profile!(
        "  m[1-2]: {roles: [namenode]}\n  w[1-3]: {roles: [datanode, journalnode]}\nservices: {hdfs: {automatic_failover: true}}\n"
    ),
    good: profile!(
        "  m[1-2]: {roles: [namenode]}\n  w[1-3]: {roles: [datanode, journalnode, zookeeper]}\nservices: {hdfs: {automatic_failover: true}}\n"
    ),
};

pub(super) static SECONDARY_WITH_HA: Rule = Rule {
    code: "C1105",
    name: "secondary-with-ha",
    level: RuleLevel::Error,
    summary: "several namenodes have no secondary namenode",
    why: "The standby makes the checkpoints; a secondary namenode refuses to start (SecondaryNameNode).",
    bad: profile!(
        "  m[1-2]: {roles: [namenode]}\n  w[1-3]: {roles: [datanode, journalnode]}\nroles: {secondarynamenode: w1}\n"
    ),
    good: profile!("  m[1-2]: {roles: [namenode]}\n  w[1-3]: {roles: [datanode, journalnode]}\n"),
};

pub(super) static FENCING_METHOD: Rule = Rule {
    code: "C1106",
    name: "fencing-method",
    level: RuleLevel::Error,
    summary: "a fencing method is sshfence, shell(command) or a class of its own",
    why: "Anything else keeps the failover controller from starting (org.apache.hadoop.ha.NodeFencer); a line break or # would begin another method or a comment.",
    bad: profile!(
        "  m[1-2]: {roles: [namenode]}\n  w[1-3]: {roles: [datanode, journalnode]}\nservices: {hdfs: {fencing: [ssh]}}\n"
    ),
    good: profile!(
        "  m[1-2]: {roles: [namenode]}\n  w[1-3]: {roles: [datanode, journalnode]}\nservices: {hdfs: {fencing: [\"shell(/bin/true)\"]}}\n"
    ),
};

pub(super) static SSH_KEY: Rule = Rule {
    code: "C1107",
    name: "fencing-key",
    level: RuleLevel::Error,
    summary: "sshfence has a private key that is a file on the namenodes",
    why: "sshfence logs in with dfs.ha.fencing.ssh.private-key-files, which takes paths (org.apache.hadoop.ha.SshFenceByTcpPort).",
    bad: profile!(
        "  m[1-2]: {roles: [namenode]}\n  w[1-3]: {roles: [datanode, journalnode]}\nservices: {hdfs: {fencing: [sshfence]}}\n"
    ),
    good: profile!(
        "  m[1-2]: {roles: [namenode]}\n  w[1-3]: {roles: [datanode, journalnode]}\nservices: {hdfs: {fencing: [sshfence], ssh_key: {secret: \"file:/var/lib/hadoop-hdfs/.ssh/id_rsa\"}}}\n"
    ),
};

pub(super) static NAMESERVICE_NAME: Rule = Rule {
    code: "C1108",
    name: "nameservice-name",
    level: RuleLevel::Error,
    summary: "a nameservice's name can stand as the host of a URI",
    why: "Clients write hdfs://NAME: java.net.URI finds no host in a name with an underscore or a leading digit, and keys that end in the name are split at dots.",
    bad: profile!(
        "  m[1-2]: {roles: [\"namenode@my_logs\"]}\n  w[1-3]: {roles: [datanode, journalnode]}\n"
    ),
    good: profile!(
        "  m[1-2]: {roles: [\"namenode@my-logs\"]}\n  w[1-3]: {roles: [datanode, journalnode]}\n"
    ),
};

pub(super) static REPLICATION_TOO_HIGH: Rule = Rule {
    code: "C1109",
    name: "replication-too-high",
    level: RuleLevel::Lint(Level::Warn),
    summary: "there are as many datanodes as copies are wanted",
    why: "Every block would be under-replicated for ever, and decommissioning would never end.",
    bad: profile!(
        "  m: {roles: [namenode]}\n  w[1-2]: {roles: [datanode]}\nservices: {hdfs: {replication: 3}}\n"
    ),
    good: profile!(
        "  m: {roles: [namenode]}\n  w[1-2]: {roles: [datanode]}\nservices: {hdfs: {replication: 2}}\n"
    ),
};

pub(super) static NO_NAMENODE: Rule = Rule {
    code: "C1110",
    name: "no-namenode",
    level: RuleLevel::Error,
    summary: "daemons of HDFS have a namenode",
    why: "A datanode without one does not start. When somebody else runs it, list its host with `managed: false`.",
    bad: profile!("  w[1-3]: {roles: [datanode]}\n"),
    good: profile!(
        "  nn.far.org: {managed: false, roles: [namenode]}\n  w[1-3]: {roles: [datanode]}\n"
    ),
};

pub(super) static NO_DATANODE: Rule = Rule {
    code: "C1111",
    name: "no-datanode",
    level: RuleLevel::Lint(Level::Warn),
    summary: "a namenode has datanodes",
    why: "Without them it stays in safe mode and nothing can be written.",
    bad: profile!("  m: {roles: [namenode]}\n"),
    good: profile!("  m: {roles: [namenode, datanode]}\n"),
};

pub(super) static IDLE_JOURNALS: Rule = Rule {
    code: "C1112",
    name: "idle-journals",
    level: RuleLevel::Lint(Level::Warn),
    summary: "journalnodes have namenodes that share their edits",
    why: "A single namenode writes to its own disks; the journalnodes would idle.",
    bad: profile!("  m: {roles: [namenode]}\n  w[1-3]: {roles: [datanode, journalnode]}\n"),
    good: profile!("  m: {roles: [namenode]}\n  w[1-3]: {roles: [datanode]}\n"),
};

pub(super) static UNKNOWN_DEFAULT: Rule = Rule {
    code: "C1113",
    name: "unknown-nameservice",
    level: RuleLevel::Error,
    summary: "services.hdfs.default names a nameservice of the profile",
    why: "It becomes fs.defaultFS of every host.",
    bad: profile!(
        "  a: {roles: [\"namenode@users\"]}\n  b: {roles: [\"namenode@logs\"]}\n  w[1-3]: {roles: [datanode]}\nservices: {hdfs: {default: user}}\n"
    ),
    good: profile!(
        "  a: {roles: [\"namenode@users\"]}\n  b: {roles: [\"namenode@logs\"]}\n  w[1-3]: {roles: [datanode]}\nservices: {hdfs: {default: users}}\n"
    ),
};

pub(super) static BIND_UNSUPPORTED: Rule = Rule {
    code: "C1114",
    name: "bind-unsupported",
    level: RuleLevel::Error,
    summary: "a daemon can listen on another address than it advertises",
    why: "The keys that end in bind-host are younger than the daemons.",
    bad: profile!(version "2.0.5-alpha" "fedora" "fedora-20"; "  m: {roles: [namenode, datanode]}\ndaemons: {namenode: {bind: 0.0.0.0}}\n"),
    good: profile!("  m: {roles: [namenode, datanode]}\ndaemons: {namenode: {bind: 0.0.0.0}}\n"),
};

pub(super) static BAD_DIRECTORY: Rule = Rule {
    code: "C1115",
    name: "hdfs-directory",
    level: RuleLevel::Error,
    summary: "a directory in HDFS is an absolute path with a mode that HDFS knows",
    why: "HDFS has a sticky bit and no set-user or set-group bit (org.apache.hadoop.fs.permission.FsPermission).",
    bad: profile!(
        "  m: {roles: [namenode, datanode]}\nservices: {hdfs: {directories: {/user/alice: {mode: \"4755\"}}}}\n"
    ),
    good: profile!(
        "  m: {roles: [namenode, datanode]}\nservices: {hdfs: {directories: {/user/alice: {mode: \"0755\"}}}}\n"
    ),
};

pub(super) static UNKNOWN_WORKER: Rule = Rule {
    code: "C1116",
    name: "unknown-datanode",
    level: RuleLevel::Error,
    summary: "services.hdfs.decommission names datanodes of the profile",
    why: "The name would match no datanode, and the wrong machine would be switched off in good faith.",
    bad: profile!(
        "  m: {roles: [namenode]}\n  w[1-4]: {roles: [datanode]}\nservices: {hdfs: {decommission: [w5]}}\n"
    ),
    good: profile!(
        "  m: {roles: [namenode]}\n  w[1-4]: {roles: [datanode]}\nservices: {hdfs: {decommission: [w4]}}\n"
    ),
};

pub(super) static WHICH_ENSEMBLE: Rule = Rule {
    code: "C1117",
    name: "failover-ensemble",
    level: RuleLevel::Error,
    summary: "of several ZooKeeper ensembles HDFS says which one it uses, by a name that exists",
    why: "Failover controllers must all ask the same ensemble.",
    bad: profile!(
        "  m[1-2]: {roles: [namenode]}\n  w[1-3]: {roles: [datanode, journalnode, \"zookeeper@a\"]}\n  z[1-3]: {roles: [\"zookeeper@b\"]}\n"
    ),
    good: profile!(
        "  m[1-2]: {roles: [namenode]}\n  w[1-3]: {roles: [datanode, journalnode, \"zookeeper@a\"]}\n  z[1-3]: {roles: [\"zookeeper@b\"]}\nservices: {hdfs: {zookeeper: a}}\n"
    ),
};
