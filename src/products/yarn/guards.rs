//! Keys that are stated elsewhere in the profile.

use crate::lower::Guard;

const fn shared(pattern: &'static str, instead: &'static str) -> Guard {
    Guard::shared("yarn-site", pattern, instead)
}

const fn identity(pattern: &'static str, instead: &'static str) -> Guard {
    Guard::identity("yarn-site", pattern, instead)
}

/// Queues are guarded four levels deep, which is deeper than anybody builds them.
const fn queue(pattern: &'static str) -> Guard {
    Guard::shared("capacity-scheduler", pattern, QUEUES)
}

const MANAGERS: &str = "`roles` (`resourcemanager`)";
const MANAGER_PORTS: &str = "`daemons.resourcemanager.ports`";
const NODE_PORTS: &str = "`daemons.nodemanager.ports`";
const ENSEMBLE: &str = "`roles` (`zookeeper`) and `services.yarn.zookeeper`";
const QUEUES: &str = "`services.yarn.queues`";

/// Guards of YARN. `yarn.nodemanager.aux-services` stays free: further services are appended.
pub const GUARDS: &[Guard] = &[
    identity("yarn.resourcemanager.hostname", MANAGERS),
    identity("yarn.resourcemanager.hostname.<rm>", MANAGERS),
    identity("yarn.resourcemanager.ha.*", MANAGERS),
    identity("yarn.resourcemanager.cluster-id", MANAGERS),
    identity("yarn.resourcemanager.zk-address", ENSEMBLE),
    identity("hadoop.zk.address", ENSEMBLE),
    Guard::identity("core-site", "hadoop.zk.address", ENSEMBLE),
    shared("yarn.resourcemanager.address*", MANAGER_PORTS),
    shared("yarn.resourcemanager.scheduler.address*", MANAGER_PORTS),
    shared(
        "yarn.resourcemanager.resource-tracker.address*",
        MANAGER_PORTS,
    ),
    shared("yarn.resourcemanager.admin.address*", MANAGER_PORTS),
    shared("yarn.resourcemanager.webapp.address*", MANAGER_PORTS),
    shared("yarn.resourcemanager.webapp.https.address*", MANAGER_PORTS),
    shared(
        "yarn.resourcemanager.bind-host*",
        "`daemons.resourcemanager.bind`",
    ),
    shared(
        "yarn.resourcemanager.scheduler.class",
        "`services.yarn.scheduler`",
    ),
    shared(
        "yarn.resourcemanager.nodes.exclude-path",
        "`services.yarn.decommission`",
    ),
    shared(
        "yarn.resourcemanager.recovery.enabled",
        "`services.yarn.recovery`",
    ),
    shared("yarn.nodemanager.address", NODE_PORTS),
    shared("yarn.nodemanager.localizer.address", NODE_PORTS),
    shared("yarn.nodemanager.webapp.address", NODE_PORTS),
    shared("yarn.nodemanager.webapp.https.address", NODE_PORTS),
    shared("yarn.nodemanager.bind-host", "`daemons.nodemanager.bind`"),
    shared(
        "yarn.nodemanager.resource.memory-mb",
        "`services.yarn.memory`",
    ),
    shared(
        "yarn.nodemanager.resource.cpu-vcores",
        "`services.yarn.cpus`",
    ),
    shared(
        "yarn.nodemanager.resource.cpu-cores",
        "`services.yarn.cpus`",
    ),
    shared(
        "yarn.nodemanager.local-dirs",
        "`hardware.*.disks` and `daemons.nodemanager.dirs.local`",
    ),
    shared(
        "yarn.nodemanager.log-dirs",
        "`hardware.*.disks` and `daemons.nodemanager.dirs.userlogs`",
    ),
    shared(
        "yarn.log-aggregation-enable",
        "`services.yarn.log_aggregation`",
    ),
    identity("yarn.log.server.url", "`roles` (`historyserver`)"),
    queue("yarn.scheduler.capacity.root.queues"),
    queue("yarn.scheduler.capacity.root.<a>.queues"),
    queue("yarn.scheduler.capacity.root.<a>.<b>.queues"),
    queue("yarn.scheduler.capacity.root.<a>.<b>.<c>.queues"),
    queue("yarn.scheduler.capacity.root.<a>.capacity"),
    queue("yarn.scheduler.capacity.root.<a>.<b>.capacity"),
    queue("yarn.scheduler.capacity.root.<a>.<b>.<c>.capacity"),
    queue("yarn.scheduler.capacity.root.<a>.<b>.<c>.<d>.capacity"),
    queue("yarn.scheduler.capacity.root.<a>.maximum-capacity"),
    queue("yarn.scheduler.capacity.root.<a>.<b>.maximum-capacity"),
    queue("yarn.scheduler.capacity.root.<a>.<b>.<c>.maximum-capacity"),
    queue("yarn.scheduler.capacity.root.<a>.<b>.<c>.<d>.maximum-capacity"),
];
