//! Keys that are stated elsewhere in the profile.

use crate::lower::{Guard, GuardKind};

const MASTER: &str = "mesos-master";
const AGENT: &str = "mesos-agent";

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

const ELECTION: &str = "`roles` (`mesos-master`, `zookeeper`) and `services.mesos.zookeeper`";

/// Guards of this product.
pub const GUARDS: &[Guard] = &[
    identity(MASTER, "zk", ELECTION),
    identity(MASTER, "quorum", "`roles` (`mesos-master`)"),
    identity(
        MASTER,
        "cluster",
        "`cluster.name` or the instance (`mesos-master@NAME`)",
    ),
    identity(MASTER, "hostname", "`address` of the host"),
    identity(MASTER, "advertise_ip", "`address` of the host"),
    identity(MASTER, "advertise_port", "`daemons.mesos-master.ports.rpc`"),
    identity(MASTER, "port", "`daemons.mesos-master.ports.rpc`"),
    shared(MASTER, "ip", "`daemons.mesos-master.bind`"),
    shared(
        MASTER,
        "work_dir",
        "`services.mesos.work_dir` or `daemons.mesos-master.dirs.data`",
    ),
    shared(MASTER, "log_dir", "`daemons.mesos-master.dirs.log`"),
    identity(AGENT, "master", ELECTION),
    identity(AGENT, "hostname", "`address` of the host"),
    identity(AGENT, "advertise_ip", "`address` of the host"),
    identity(AGENT, "advertise_port", "`daemons.mesos-agent.ports.rpc`"),
    identity(AGENT, "port", "`daemons.mesos-agent.ports.rpc`"),
    shared(AGENT, "ip", "`daemons.mesos-agent.bind`"),
    shared(
        AGENT,
        "work_dir",
        "`services.mesos.work_dir` or `daemons.mesos-agent.dirs.data`",
    ),
    shared(AGENT, "log_dir", "`daemons.mesos-agent.dirs.log`"),
    shared(AGENT, "containerizers", "`services.mesos.containerizers`"),
    shared(AGENT, "isolation", "`services.mesos.isolation`"),
    shared(AGENT, "attributes", "`services.mesos.attributes`"),
    shared(AGENT, "resources", "`services.mesos.resources`"),
    shared(
        AGENT,
        "executor_registration_timeout",
        "`services.mesos.registration_timeout`",
    ),
];
