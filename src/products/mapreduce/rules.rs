//! Rules of MapReduce.

use crate::diagnostic::{Level, Rule, RuleLevel};

/// All rules of this module.
pub static RULES: &[&Rule] = &[
    &CONTAINER_TOO_LARGE,
    &IDLE_HISTORY,
    &WHOLE_MIB,
    &SEVERAL_HISTORY,
    &BIND_UNSUPPORTED,
    &SHUFFLE_WITHOUT_TLS,
];

/// Rules about roles that are missing: silent where a role could not be placed as written.
pub static ABSENCE: &[&Rule] = &[&IDLE_HISTORY];

pub(super) static CONTAINER_TOO_LARGE: Rule = Rule {
    code: "C1301",
    name: "task-too-large",
    level: RuleLevel::Error,
    summary: "a task's container fits on the largest node manager",
    why: "A request that fits nowhere waits, or its application master gives the job up (RMContainerAllocator).",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhardware: {big: {cpus: 8, memory: 32GiB}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager], hardware: big}\nservices: {yarn: {memory: 8GiB}, mapreduce: {map_memory: 16GiB}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhardware: {big: {cpus: 8, memory: 32GiB}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager], hardware: big}\nservices: {yarn: {memory: 8GiB}, mapreduce: {map_memory: 2GiB}}\n",
};

pub(super) static IDLE_HISTORY: Rule = Rule {
    code: "C1302",
    name: "idle-historyserver",
    level: RuleLevel::Lint(Level::Warn),
    summary: "a history server has a YARN cluster whose jobs it shows",
    why: "Without one it shows nothing.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhardware: {big: {cpus: 8, memory: 32GiB}}\nhosts:\n  m1: {roles: [namenode, datanode, historyserver]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhardware: {big: {cpus: 8, memory: 32GiB}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, historyserver, nodemanager], hardware: big}\n",
};

pub(super) static WHOLE_MIB: Rule = Rule {
    code: "C1303",
    name: "task-memory-unit",
    level: RuleLevel::Error,
    summary: "memory of a task is a whole number of MiB",
    why: "mapreduce.*.memory.mb counts MiB.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhardware: {big: {cpus: 8, memory: 32GiB}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager], hardware: big}\nservices: {yarn: {memory: 8GiB}, mapreduce: {map_memory: 1025KiB}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhardware: {big: {cpus: 8, memory: 32GiB}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager], hardware: big}\nservices: {yarn: {memory: 8GiB}, mapreduce: {map_memory: 1GiB}}\n",
};

pub(super) static SEVERAL_HISTORY: Rule = Rule {
    code: "C1304",
    name: "several-historyservers",
    level: RuleLevel::Error,
    summary: "there is one history server",
    why: "Jobs know one address for it, and two would delete each other's files.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhardware: {big: {cpus: 8, memory: 32GiB}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager, historyserver]}\n  m2: {roles: [historyserver]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhardware: {big: {cpus: 8, memory: 32GiB}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, historyserver, nodemanager], hardware: big}\n",
};

pub(super) static BIND_UNSUPPORTED: Rule = Rule {
    code: "C1305",
    name: "historyserver-bind-unsupported",
    level: RuleLevel::Error,
    summary: "where a history server listens apart from its name is said only where the release has a key for it",
    why: "mapreduce.jobhistory.bind-host is younger than the daemon; its addresses are what jobs are told.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: fedora-20\nproducts: {hadoop: {version: 2.2.0, packages: fedora}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager, historyserver]}\ndaemons: {historyserver: {bind: 0.0.0.0}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager, historyserver]}\ndaemons: {historyserver: {bind: 0.0.0.0}}\n",
};

pub(super) static SHUFFLE_WITHOUT_TLS: Rule = Rule {
    code: "C1306",
    name: "shuffle-without-tls",
    level: RuleLevel::Error,
    summary: "an encrypted shuffle has certificates",
    why: "Node managers serve it with the key store of ssl-server.xml, and reducers trust them by ssl-client.xml (ShuffleHandler, Fetcher).",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager]}\nservices: {mapreduce: {encrypted_shuffle: true}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nsecurity: {tls: {keystore: /k.jks, truststore: /t.jks, password: {secret: \"deploy:k\"}}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager]}\nservices: {mapreduce: {encrypted_shuffle: true}}\n",
};
