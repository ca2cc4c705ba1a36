//! Keys that are stated elsewhere in the profile.

use crate::lower::Guard;

const MASTER: &str = "mesos-master";
const AGENT: &str = "mesos-agent";

const ELECTION: &str = "`roles` (`mesos-master`, `zookeeper`) and `services.mesos.zookeeper`";

/// Guards of this product.
pub const GUARDS: &[Guard] = &[
    Guard::identity(MASTER, "zk", ELECTION),
    Guard::identity(MASTER, "quorum", "`roles` (`mesos-master`)"),
    Guard::identity(
        MASTER,
        "cluster",
        "`cluster.name` or the instance (`mesos-master@NAME`)",
    ),
    Guard::identity(MASTER, "hostname", "`address` of the host"),
    Guard::identity(MASTER, "advertise_ip", "`address` of the host"),
    Guard::identity(MASTER, "advertise_port", "`daemons.mesos-master.ports.rpc`"),
    Guard::identity(MASTER, "port", "`daemons.mesos-master.ports.rpc`"),
    Guard::shared(MASTER, "ip", "`daemons.mesos-master.bind`"),
    Guard::shared(
        MASTER,
        "work_dir",
        "`services.mesos.work_dir` or `daemons.mesos-master.dirs.data`",
    ),
    Guard::shared(MASTER, "log_dir", "`daemons.mesos-master.dirs.log`"),
    Guard::identity(AGENT, "master", ELECTION),
    Guard::identity(AGENT, "hostname", "`address` of the host"),
    Guard::identity(AGENT, "advertise_ip", "`address` of the host"),
    Guard::identity(AGENT, "advertise_port", "`daemons.mesos-agent.ports.rpc`"),
    Guard::identity(AGENT, "port", "`daemons.mesos-agent.ports.rpc`"),
    Guard::shared(AGENT, "ip", "`daemons.mesos-agent.bind`"),
    Guard::shared(
        AGENT,
        "work_dir",
        "`services.mesos.work_dir` or `daemons.mesos-agent.dirs.data`",
    ),
    Guard::shared(AGENT, "log_dir", "`daemons.mesos-agent.dirs.log`"),
    Guard::shared(AGENT, "containerizers", "`services.mesos.containerizers`"),
    Guard::shared(AGENT, "isolation", "`services.mesos.isolation`"),
    Guard::shared(AGENT, "attributes", "`services.mesos.attributes`"),
    Guard::shared(AGENT, "resources", "`services.mesos.resources`"),
    Guard::shared(
        AGENT,
        "executor_registration_timeout",
        "`services.mesos.registration_timeout`",
    ),
];
