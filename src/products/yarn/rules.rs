//! Rules of YARN.

use crate::diagnostic::{Level, Rule, RuleLevel};

/// All rules of this module.
pub static RULES: &[&Rule] = &[
    &NO_RESOURCEMANAGER,
    &HA_TOO_OLD,
    &HA_WITHOUT_ZOOKEEPER,
    &MEMORY_OVER,
    &CPUS_OVER,
    &WHOLE_MIB,
    &QUEUE_SUM,
    &QUEUE_MAX,
    &QUEUE_NAME,
    &QUEUE_NAME_TWICE,
    &QUEUE_WITHOUT_SHARE,
    &UNKNOWN_WORKER,
    &RECOVERY_TOO_OLD,
    &RECOVERY_WITHOUT_STORE,
    &BIND_UNSUPPORTED,
    &NO_DEFAULT_QUEUE,
    &QUEUE_NOT_LISTED,
];

/// Rules about roles that are missing: silent where a role could not be placed as written.
pub static ABSENCE: &[&Rule] = &[
    &NO_RESOURCEMANAGER,
    &HA_WITHOUT_ZOOKEEPER,
    &RECOVERY_WITHOUT_STORE,
];

pub(super) static NO_RESOURCEMANAGER: Rule = Rule {
    code: "C1201",
    name: "no-resourcemanager",
    level: RuleLevel::Error,
    summary: "node managers have a resource manager",
    why: "A node manager without one waits forever.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhardware: {big: {cpus: 8, memory: 32GiB}}\nhosts:\n  m1: {roles: [namenode, datanode, nodemanager]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhardware: {big: {cpus: 8, memory: 32GiB}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager], hardware: big}\n",
};

pub(super) static HA_TOO_OLD: Rule = Rule {
    code: "C1202",
    name: "resourcemanager-ha-too-old",
    level: RuleLevel::Error,
    summary: "several resource managers need a release that has high availability",
    why: "Older releases would run two independent clusters (HAUtil, since 2.4.0).",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: fedora-20\nproducts: {hadoop: {version: 2.2.0, packages: fedora}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhardware: {big: {cpus: 8, memory: 32GiB}}\nhosts:\n  z1: {roles: [zookeeper]}\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager]}\n  m2: {roles: [resourcemanager]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhardware: {big: {cpus: 8, memory: 32GiB}}\nhosts:\n  z1: {roles: [zookeeper]}\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager]}\n  m2: {roles: [resourcemanager]}\n",
};

pub(super) static HA_WITHOUT_ZOOKEEPER: Rule = Rule {
    code: "C1203",
    name: "resourcemanager-ha-without-zookeeper",
    level: RuleLevel::Error,
    summary: "several resource managers have a ZooKeeper ensemble",
    why: "The embedded elector and the state store refuse to start without one (EmbeddedElectorService).",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhardware: {big: {cpus: 8, memory: 32GiB}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager]}\n  m2: {roles: [resourcemanager]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhardware: {big: {cpus: 8, memory: 32GiB}}\nhosts:\n  z1: {roles: [zookeeper]}\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager]}\n  m2: {roles: [resourcemanager]}\n",
};

pub(super) static MEMORY_OVER: Rule = Rule {
    code: "C1204",
    name: "container-memory",
    level: RuleLevel::Error,
    summary: "containers and stated heaps fit into the memory of the node",
    why: "What is promised twice is taken from whoever asks last, at 3 a.m.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhardware: {big: {cpus: 8, memory: 32GiB}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager], hardware: big}\nservices: {yarn: {memory: 64GiB}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhardware: {big: {cpus: 8, memory: 32GiB}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager], hardware: big}\nservices: {yarn: {memory: 24GiB}}\n",
};

pub(super) static CPUS_OVER: Rule = Rule {
    code: "C1205",
    name: "container-cpus",
    level: RuleLevel::Lint(Level::Warn),
    summary: "containers get no more cpus than the node has",
    why: "More containers than hardware threads share them; that may be meant.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhardware: {big: {cpus: 8, memory: 32GiB}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager], hardware: big}\nservices: {yarn: {cpus: 16}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhardware: {big: {cpus: 8, memory: 32GiB}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager], hardware: big}\nservices: {yarn: {cpus: 7}}\n",
};

pub(super) static WHOLE_MIB: Rule = Rule {
    code: "C1206",
    name: "container-memory-unit",
    level: RuleLevel::Error,
    summary: "memory for containers is a whole number of MiB",
    why: "yarn.nodemanager.resource.memory-mb counts MiB.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhardware: {big: {cpus: 8, memory: 32GiB}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager], hardware: big}\nservices: {yarn: {memory: 8388609KiB}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhardware: {big: {cpus: 8, memory: 32GiB}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager], hardware: big}\nservices: {yarn: {memory: 2GiB}}\n",
};

pub(super) static QUEUE_SUM: Rule = Rule {
    code: "C1207",
    name: "queue-sum",
    level: RuleLevel::Error,
    summary: "the queues of one parent sum to 100%",
    why: "The resource manager refuses to start where they are more than 0.05% away from it (ParentQueue).",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhardware: {big: {cpus: 8, memory: 32GiB}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager], hardware: big}\nservices: {yarn: {queues: {default: 70%, adhoc: 20%}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhardware: {big: {cpus: 8, memory: 32GiB}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager], hardware: big}\nservices: {yarn: {queues: {default: 70%, adhoc: 30%}}}\n",
};

pub(super) static QUEUE_MAX: Rule = Rule {
    code: "C1208",
    name: "queue-max",
    level: RuleLevel::Error,
    summary: "a queue may grow at least to its own share",
    why: "The resource manager refuses to start otherwise (CSQueueUtils).",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhardware: {big: {cpus: 8, memory: 32GiB}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager], hardware: big}\nservices: {yarn: {queues: {default: 70%, adhoc: {capacity: 30%, max: 20%}}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhardware: {big: {cpus: 8, memory: 32GiB}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager], hardware: big}\nservices: {yarn: {queues: {default: 70%, adhoc: {capacity: 30%, max: 50%}}}}\n",
};

pub(super) static QUEUE_NAME: Rule = Rule {
    code: "C1209",
    name: "queue-name",
    level: RuleLevel::Error,
    summary: "a queue is called by letters, digits, dashes and underscores",
    why: "Dots part the names of a queue's path.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhardware: {big: {cpus: 8, memory: 32GiB}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager], hardware: big}\nservices: {yarn: {queues: {a.b: 100%}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhardware: {big: {cpus: 8, memory: 32GiB}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager], hardware: big}\nservices: {yarn: {queues: {ab: 100%}}}\n",
};

pub(super) static QUEUE_NAME_TWICE: Rule = Rule {
    code: "C1210",
    name: "queue-name-twice",
    level: RuleLevel::Error,
    summary: "up to 3.2 no two leaf queues have one name",
    why: "Applications name a queue by the last part of its path (CapacitySchedulerQueueManager).",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.2.2, packages: bigtop-3.1}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhardware: {big: {cpus: 8, memory: 32GiB}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager], hardware: big}\nservices: {yarn: {queues: {a: {capacity: 50%, of: {x: 100%}}, b: {capacity: 50%, of: {x: 100%}}}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhardware: {big: {cpus: 8, memory: 32GiB}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager], hardware: big}\nservices: {yarn: {queues: {a: {capacity: 50%, of: {x: 100%}}, b: {capacity: 50%, of: {y: 100%}}}}}\n",
};

pub(super) static QUEUE_WITHOUT_SHARE: Rule = Rule {
    code: "C1211",
    name: "queue-without-share",
    level: RuleLevel::Error,
    summary: "every queue has a capacity",
    why: "Before 3.1 the capacity scheduler refuses a queue without one; later it has no share at all.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhardware: {big: {cpus: 8, memory: 32GiB}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager], hardware: big}\nservices: {yarn: {queues: {default: 100%, adhoc: {max: 50%}}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhardware: {big: {cpus: 8, memory: 32GiB}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager], hardware: big}\nservices: {yarn: {queues: {default: 70%, adhoc: 30%}}}\n",
};

pub(super) static UNKNOWN_WORKER: Rule = Rule {
    code: "C1212",
    name: "unknown-nodemanager",
    level: RuleLevel::Error,
    summary: "a host that YARN drains is a node manager",
    why: "A misspelt name drains nobody.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhardware: {big: {cpus: 8, memory: 32GiB}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager], hardware: big}\nservices: {yarn: {decommission: [m9]}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhardware: {big: {cpus: 8, memory: 32GiB}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager], hardware: big}\nservices: {yarn: {decommission: [m1]}}\n",
};

pub(super) static RECOVERY_TOO_OLD: Rule = Rule {
    code: "C1213",
    name: "recovery-too-old",
    level: RuleLevel::Error,
    summary: "applications outlive the resource manager only where the release keeps its state",
    why: "The state store has its present keys since 2.1.0-beta; what older releases have is not read by later ones.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: fedora-20\nproducts: {hadoop: {version: 2.0.5-alpha, packages: fedora}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager]}\nservices: {yarn: {recovery: true}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: fedora-20\nproducts: {hadoop: {version: 2.2.0, packages: fedora}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager]}\nservices: {yarn: {recovery: true}}\n",
};

pub(super) static RECOVERY_WITHOUT_STORE: Rule = Rule {
    code: "C1214",
    name: "recovery-without-store",
    level: RuleLevel::Error,
    summary: "the state of the resource manager is kept in ZooKeeper or in HDFS",
    why: "The file system store would keep it on the local disk of one machine (FileSystemRMStateStore).",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  m1: {roles: [resourcemanager, nodemanager]}\nservices: {yarn: {recovery: true}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager]}\nservices: {yarn: {recovery: true}}\n",
};

pub(super) static BIND_UNSUPPORTED: Rule = Rule {
    code: "C1215",
    name: "resourcemanager-bind-unsupported",
    level: RuleLevel::Error,
    summary: "where a resource manager listens apart from its name is said only where the release has a key for it",
    why: "yarn.resourcemanager.bind-host is younger than the daemon; its addresses are what clients are told.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: fedora-20\nproducts: {hadoop: {version: 2.2.0, packages: fedora}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager]}\ndaemons: {resourcemanager: {bind: 0.0.0.0}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager]}\ndaemons: {resourcemanager: {bind: 0.0.0.0}}\n",
};

pub(super) static NO_DEFAULT_QUEUE: Rule = Rule {
    code: "C1216",
    name: "no-default-queue",
    level: RuleLevel::Lint(Level::Warn),
    summary: "there is a queue `default` for applications that name none",
    why: "A client that says nothing submits to `default` (YarnConfiguration.DEFAULT_QUEUE_NAME, mapreduce.job.queuename); the capacity scheduler rejects an application whose queue does not exist.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager]}\nservices: {yarn: {queues: {prod: 70%, adhoc: 30%}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager]}\nservices: {yarn: {queues: {default: 70%, adhoc: 30%}}}\n",
};

pub(super) static QUEUE_NOT_LISTED: Rule = Rule {
    code: "C1217",
    name: "queue-not-listed",
    level: RuleLevel::Error,
    summary: "keys of queues are of queues that are there",
    why: "The resource manager asks for the keys of each queue that its parent's list has; what is said of others is read by nobody (CapacitySchedulerQueueManager.parseQueue).",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager]}\nservices: {yarn: {queues: {default: 70%, adhoc: 30%}}}\nsettings: {capacity-scheduler: {yarn.scheduler.capacity.root.ad-hoc.user-limit-factor: 2}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager]}\nservices: {yarn: {queues: {default: 70%, adhoc: 30%}}}\nsettings: {capacity-scheduler: {yarn.scheduler.capacity.root.adhoc.user-limit-factor: 2}}\n",
};
