//! Rules of Tachyon and Alluxio.

use crate::diagnostic::{Level, Rule, RuleLevel};

/// All rules of this product.
pub static RULES: &[&Rule] = &[
    &NOT_PACKAGED,
    &TWO_CLUSTERS,
    &DIRECTORIES,
    &NO_MASTER,
    &NO_ZOOKEEPER,
    &UNCLEAR_ENSEMBLE,
    &UNSHARED_JOURNAL,
    &LOCAL_JOURNAL,
    &EVEN_MASTERS,
    &LOOPBACK,
    &NO_HDFS,
    &LOCAL_UNDER,
    &LOGICAL_NAME,
    &NO_MEMORY,
    &MEMORY,
    &TIER,
    &NOT_IN_VERSION,
    &BIND,
    &VARIABLE,
    &OPTIONS,
    &JVM_ONLY_KEY,
    &BLANK,
    &ORDER,
    &INCONSISTENT,
    &ONE_COPY,
    &LOCALITY,
    &NO_LOGIN,
];

/// A profile of Alluxio 2.9.4 on hosts whose lines, and further lines, follow.
macro_rules! alluxio {
    ($($rest:literal)*) => {
        alluxio!(version "2.9.4"; $($rest)*)
    };
    (version $version:literal; $($rest:literal)*) => {
        concat!(
            "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {alluxio: {version: ",
            $version,
            ", packages: tarball, base: /opt/alluxio}, hadoop: {version: 3.3.6, packages: bigtop-3.4}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\n",
            $($rest, "\n",)*
        )
    };
}

pub(super) static NOT_PACKAGED: Rule = Rule {
    code: "C2401",
    name: "alluxio-not-packaged",
    level: RuleLevel::Error,
    summary: "the packages carry the version of Tachyon or Alluxio",
    why: "Where files lie, who owns them and what they are called follows from the packages: without that nothing can be written.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: fedora-21\nproducts: {alluxio: {version: 0.8.2, packages: fedora}}\nhosts:\n  a: {roles: [alluxio-master]}\nservices: {alluxio: {under: \"s3n://bucket/\"}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: fedora-21\nproducts: {alluxio: {version: 0.4.1, packages: fedora}}\nhosts:\n  a: {roles: [alluxio-master]}\nservices: {alluxio: {under: \"s3n://bucket/\"}}\n",
};

pub(super) static TWO_CLUSTERS: Rule = Rule {
    code: "C2402",
    name: "alluxio-two-clusters",
    level: RuleLevel::Error,
    summary: "a host is of one cluster of Alluxio",
    why: "An installation has one configuration directory: of two clusters the second would overwrite the first.",
    bad: alluxio!("hosts: {m1: {roles: [alluxio-master@a, alluxio-worker@a]}, m2: {roles: [alluxio-master@b]}, n1: {roles: [namenode, datanode]}}" "overrides: []" "roles: {alluxio-worker@b: m1}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\"}}"),
    good: alluxio!("hosts: {m1: {roles: [alluxio-master@a, alluxio-worker@a]}, m2: {roles: [alluxio-master@b, alluxio-worker@b]}, n1: {roles: [namenode, datanode]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\"}}"),
};

pub(super) static DIRECTORIES: Rule = Rule {
    code: "C2403",
    name: "alluxio-directories",
    level: RuleLevel::Error,
    summary: "a daemon has one directory for data and one for logs",
    why: "The journal and the logs each take one path; where blocks lie is said of the service.",
    bad: alluxio!("hosts: {m1: {roles: [alluxio-master, namenode]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\"}}" "daemons: {alluxio-worker: {dirs: {data: /data/alluxio}}}"),
    good: alluxio!("hosts: {m1: {roles: [alluxio-master, namenode]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\"}}" "daemons: {alluxio-master: {dirs: {data: /data/alluxio}}}"),
};

pub(super) static NO_MASTER: Rule = Rule {
    code: "C2404",
    name: "worker-without-alluxio-master",
    level: RuleLevel::Error,
    summary: "workers have a master",
    why: "A worker registers at a master, and ends when its retries do.",
    bad: alluxio!("hosts: {n1: {roles: [namenode]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\"}}"),
    good: alluxio!("hosts: {m1: {roles: [alluxio-master, namenode]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\"}}"),
};

pub(super) static NO_ZOOKEEPER: Rule = Rule {
    code: "C2405",
    name: "alluxio-without-zookeeper",
    level: RuleLevel::Error,
    summary: "several masters up to 1.8 have an ensemble of ZooKeeper",
    why: "Each master takes itself for the only one without it, and writes the journal of the other.",
    bad: alluxio!(version "1.8.2"; "hosts: {\"m[1-3]\": {roles: [alluxio-master]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}, n1: {roles: [namenode]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\", journal: \"hdfs:/journal\"}}"),
    good: alluxio!(version "1.8.2"; "hosts: {\"m[1-3]\": {roles: [alluxio-master]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}, n1: {roles: [namenode, zookeeper]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\", journal: \"hdfs:/journal\"}}"),
};

pub(super) static UNCLEAR_ENSEMBLE: Rule = Rule {
    code: "C2406",
    name: "alluxio-ensemble",
    level: RuleLevel::Error,
    summary: "it is clear which ensemble elects the leader",
    why: "Masters that elect in one ensemble are not found by workers that look in another.",
    bad: alluxio!(version "1.8.2"; "hosts: {\"m[1-3]\": {roles: [alluxio-master]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}, n1: {roles: [namenode, zookeeper@a]}, n2: {roles: [zookeeper@b]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\", journal: \"hdfs:/journal\"}}"),
    good: alluxio!(version "1.8.2"; "hosts: {\"m[1-3]\": {roles: [alluxio-master]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}, n1: {roles: [namenode, zookeeper@a]}, n2: {roles: [zookeeper@b]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\", journal: \"hdfs:/journal\", zookeeper: a}}"),
};

pub(super) static UNSHARED_JOURNAL: Rule = Rule {
    code: "C2407",
    name: "alluxio-journal-not-shared",
    level: RuleLevel::Error,
    summary: "masters that ZooKeeper elects share a journal",
    why: "The next leader starts from the journal of the last one; in a directory of its own it starts empty.",
    bad: alluxio!(version "1.8.2"; "hosts: {\"m[1-3]\": {roles: [alluxio-master]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}, n1: {roles: [namenode, zookeeper]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\"}}"),
    good: alluxio!(version "1.8.2"; "hosts: {\"m[1-3]\": {roles: [alluxio-master]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}, n1: {roles: [namenode, zookeeper]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\", journal: \"hdfs:/journal\"}}"),
};

pub(super) static LOCAL_JOURNAL: Rule = Rule {
    code: "C2408",
    name: "alluxio-local-journal",
    level: RuleLevel::Lint(Level::Deny),
    summary: "the journal that masters share is in a file system that they share",
    why: "A directory has the same path on every host and another content, unless it is mounted from elsewhere.",
    bad: alluxio!(version "1.8.2"; "hosts: {\"m[1-3]\": {roles: [alluxio-master]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}, n1: {roles: [namenode, zookeeper]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\", journal: /srv/journal}}"),
    good: alluxio!(version "1.8.2"; "hosts: {\"m[1-3]\": {roles: [alluxio-master]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}, n1: {roles: [namenode, zookeeper]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\", journal: \"hdfs:/journal\"}}"),
};

pub(super) static EVEN_MASTERS: Rule = Rule {
    code: "C2409",
    name: "alluxio-even-masters",
    level: RuleLevel::Lint(Level::Warn),
    summary: "the number of masters that elect among themselves is odd",
    why: "An even number tolerates no more failures than one master less.",
    bad: alluxio!("hosts: {\"m[1-2]\": {roles: [alluxio-master]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}, n1: {roles: [namenode]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\"}}"),
    good: alluxio!("hosts: {\"m[1-3]\": {roles: [alluxio-master]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}, n1: {roles: [namenode]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\"}}"),
};

pub(super) static LOOPBACK: Rule = Rule {
    code: "C2410",
    name: "alluxio-loopback",
    level: RuleLevel::Error,
    summary: "masters and the under store have a name that every host can use",
    why: "`localhost` is the default of every package and another machine on every host.",
    bad: alluxio!("hosts: {m1: {roles: [alluxio-master, namenode]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs://localhost:8020/alluxio\"}}"),
    good: alluxio!("hosts: {m1: {roles: [alluxio-master, namenode]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\"}}"),
};

pub(super) static NO_HDFS: Rule = Rule {
    code: "C2411",
    name: "alluxio-without-hdfs",
    level: RuleLevel::Error,
    summary: "`hdfs:/path` is said where the cluster has an HDFS",
    why: "The address follows from the namenodes of the profile.",
    bad: alluxio!("hosts: {m1: {roles: [alluxio-master]}, \"w[1-2]\": {roles: [alluxio-worker]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\"}}"),
    good: alluxio!("hosts: {m1: {roles: [alluxio-master, namenode]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\"}}"),
};

pub(super) static LOCAL_UNDER: Rule = Rule {
    code: "C2412",
    name: "alluxio-local-under",
    level: RuleLevel::Lint(Level::Warn),
    summary: "the under store is one that all hosts share",
    why: "Workers persist what they hold; on a disk of their own no other worker, and no successor, finds it.",
    bad: alluxio!("hosts: {m1: {roles: [alluxio-master, namenode]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}}" "services: {alluxio: {memory: 1GiB, under: /srv/alluxio}}"),
    good: alluxio!("hosts: {m1: {roles: [alluxio-master, namenode]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\"}}"),
};

pub(super) static LOGICAL_NAME: Rule = Rule {
    code: "C2413",
    name: "tachyon-logical-name",
    level: RuleLevel::Error,
    summary: "Tachyon before 0.6 has one namenode below it",
    why: "Its daemons load core-site.xml alone: the hosts behind the name of an HDFS stand in hdfs-site.xml.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {alluxio: {version: 0.5.0, packages: tarball, base: /opt/tachyon}, hadoop: {version: 2.10.1, packages: bigtop-1.5}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  \"n[1-3]\": {roles: [journalnode, zookeeper, datanode]}\n  t1: {roles: [alluxio-master]}\nroles: {namenode: \"n[1-2]\"}\nservices: {alluxio: {under: \"hdfs:/tachyon\"}, hdfs: {fencing: [\"shell(/bin/true)\"]}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {alluxio: {version: 0.5.0, packages: tarball, base: /opt/tachyon}, hadoop: {version: 2.10.1, packages: bigtop-1.5}}\nhosts:\n  \"n[1-3]\": {roles: [datanode]}\n  t1: {roles: [alluxio-master]}\nroles: {namenode: n1}\nservices: {alluxio: {under: \"hdfs:/tachyon\"}}\n",
};

pub(super) static NO_MEMORY: Rule = Rule {
    code: "C2414",
    name: "alluxio-memory-not-said",
    level: RuleLevel::Error,
    summary: "the memory of workers is said",
    why: "The ramdisk is mounted with a size, and a worker that is told another one fills the machine or fails to write.",
    bad: alluxio!("hosts: {m1: {roles: [alluxio-master, namenode]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}}" "services: {alluxio: {under: \"hdfs:/alluxio\"}}"),
    good: alluxio!("hosts: {m1: {roles: [alluxio-master, namenode]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\"}}"),
};

pub(super) static MEMORY: Rule = Rule {
    code: "C2415",
    name: "alluxio-memory",
    level: RuleLevel::Error,
    summary: "blocks and heaps fit into the memory of the machine",
    why: "The mount scripts refuse a ramdisk larger than the memory, and the kernel ends daemons when it is full.",
    bad: alluxio!("hardware: {small: {memory: 8GiB}}" "hosts: {m1: {roles: [alluxio-master, namenode]}, w1: {hardware: small, roles: [alluxio-worker, datanode]}}" "services: {alluxio: {memory: 8GiB, under: \"hdfs:/alluxio\"}}"),
    good: alluxio!("hardware: {small: {memory: 8GiB}}" "hosts: {m1: {roles: [alluxio-master, namenode]}, w1: {hardware: small, roles: [alluxio-worker, datanode]}}" "services: {alluxio: {memory: 4GiB, under: \"hdfs:/alluxio\"}}"),
};

pub(super) static TIER: Rule = Rule {
    code: "C2416",
    name: "alluxio-tier",
    level: RuleLevel::Error,
    summary: "a tier has directories on disks and room in each",
    why: "Every level needs an alias, paths and as many quotas; a worker ends when one is missing.",
    bad: alluxio!("hosts: {m1: {roles: [alluxio-master, namenode]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\", tiers: {ssd: {dirs: /ssd/alluxio}}}}"),
    good: alluxio!("hosts: {m1: {roles: [alluxio-master, namenode]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\", tiers: {ssd: {dirs: /ssd/alluxio, quota: 100GiB}}}}"),
};

pub(super) static NOT_IN_VERSION: Rule = Rule {
    code: "C2417",
    name: "alluxio-not-in-version",
    level: RuleLevel::Error,
    summary: "the version can do what is asked of the service",
    why: "Keys that a version does not know are ignored in silence.",
    bad: alluxio!(version "0.5.0"; "hosts: {m1: {roles: [alluxio-master, alluxio-worker]}}" "services: {alluxio: {memory: 1GiB, under: \"s3n://bucket/\", tiers: {ssd: {dirs: /ssd/tachyon, quota: 100GiB}}}}"),
    good: alluxio!(version "0.6.4"; "hosts: {m1: {roles: [alluxio-master, alluxio-worker]}}" "services: {alluxio: {memory: 1GiB, under: \"s3n://bucket/\", tiers: {ssd: {dirs: /ssd/tachyon, quota: 100GiB}}}}"),
};

pub(super) static BIND: Rule = Rule {
    code: "C2418",
    name: "tachyon-bind",
    level: RuleLevel::Error,
    summary: "`bind` is said where the version can be told",
    why: "Keys of addresses to listen on came with 0.8.",
    bad: alluxio!(version "0.7.1"; "hosts: {m1: {roles: [alluxio-master, alluxio-worker]}}" "services: {alluxio: {memory: 1GiB, under: \"s3n://bucket/\"}}" "daemons: {alluxio-master: {bind: 0.0.0.0}}"),
    good: alluxio!(version "0.8.2"; "hosts: {m1: {roles: [alluxio-master, alluxio-worker]}}" "services: {alluxio: {memory: 1GiB, under: \"s3n://bucket/\"}}" "daemons: {alluxio-master: {bind: 0.0.0.0}}"),
};

pub(super) static VARIABLE: Rule = Rule {
    code: "C2419",
    name: "alluxio-variable",
    level: RuleLevel::Error,
    summary: "`env` holds variables that the scripts of the version read and nothing else sets",
    why: "Nobody reads another one, and of two values the scripts make a property that wins over the site file.",
    bad: alluxio!("hosts: {m1: {roles: [alluxio-master, namenode]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\"}}" "daemons: {alluxio-worker: {env: {ALLUXIO_WORKER_MEMORY_SIZE: 2GB}}}"),
    good: alluxio!("hosts: {m1: {roles: [alluxio-master, namenode]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\"}}" "daemons: {alluxio-worker: {env: {ALLUXIO_USER_LOGS_DIR: /var/log/alluxio-user}}}"),
};

pub(super) static OPTIONS: Rule = Rule {
    code: "C2420",
    name: "alluxio-options",
    level: RuleLevel::Error,
    summary: "Java options are single words, and the heap is said once",
    why: "The scripts use their variables without quotes, and of two heaps Java takes the last.",
    bad: alluxio!("hosts: {m1: {roles: [alluxio-master, namenode]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\"}}" "daemons: {alluxio-worker: {heap: 4GiB, java_opts: [-Xmx8g]}}"),
    good: alluxio!("hosts: {m1: {roles: [alluxio-master, namenode]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\"}}" "daemons: {alluxio-worker: {heap: 4GiB, java_opts: [-XX:+UseG1GC]}}"),
};

pub(super) static JVM_ONLY_KEY: Rule = Rule {
    code: "C2421",
    name: "alluxio-command-line-key",
    level: RuleLevel::Error,
    summary: "keys that only the command line can set do not stand in the site file",
    why: "Alluxio drops them when it merges the file (`InstancedConfiguration.validate`, `PropertyKey.isIgnoredSiteProperty`).",
    bad: alluxio!("hosts: {m1: {roles: [alluxio-master, namenode]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\"}}" "settings: {alluxio: {alluxio.logs.dir: /var/log/alluxio}}"),
    good: alluxio!("hosts: {m1: {roles: [alluxio-master, namenode]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\"}}" "daemons: {alluxio: {dirs: {log: /var/log/alluxio}}}"),
};

pub(super) static BLANK: Rule = Rule {
    code: "C2422",
    name: "tachyon-blank",
    level: RuleLevel::Error,
    summary: "properties of Tachyon have no blanks and no wildcards",
    why: "They are options of Java in a variable that the scripts use without quotes: what follows a blank is another option.",
    bad: alluxio!(version "0.8.2"; "hosts: {m1: {roles: [alluxio-master, alluxio-worker]}}" "services: {alluxio: {memory: 1GiB, under: \"s3n://bucket/\"}}" "settings: {alluxio: {tachyon.master.whitelist: \"/a, /b\"}}"),
    good: alluxio!(version "0.8.2"; "hosts: {m1: {roles: [alluxio-master, alluxio-worker]}}" "services: {alluxio: {memory: 1GiB, under: \"s3n://bucket/\"}}" "settings: {alluxio: {tachyon.master.whitelist: \"/a,/b\"}}"),
};

pub(super) static ORDER: Rule = Rule {
    code: "C2423",
    name: "alluxio-order",
    level: RuleLevel::Error,
    summary: "settings that bound each other are in order",
    why: "An interval that is longer than the timeout it serves makes every daemon look lost; watermarks and load levels in the wrong order are refused.",
    bad: alluxio!("hosts: {m1: {roles: [alluxio-master, namenode]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\"}}" "settings: {alluxio: {alluxio.master.worker.timeout: 10s, alluxio.worker.block.heartbeat.interval: 30s}}"),
    good: alluxio!("hosts: {m1: {roles: [alluxio-master, namenode]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\"}}" "settings: {alluxio: {alluxio.master.worker.timeout: 10min, alluxio.worker.block.heartbeat.interval: 30s}}"),
};

pub(super) static INCONSISTENT: Rule = Rule {
    code: "C2424",
    name: "alluxio-inconsistent",
    level: RuleLevel::Lint(Level::Deny),
    summary: "servers agree on what Alluxio checks for consistency",
    why: "From 1.8 on masters compare their own configuration and that of workers, and report an error for these keys.",
    bad: alluxio!("hosts: {\"m[1-3]\": {roles: [alluxio-master]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}, n1: {roles: [namenode]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\"}}" "overrides:\n- {where: m1, settings: {alluxio: {alluxio.security.authorization.permission.enabled: false}}}"),
    good: alluxio!("hosts: {\"m[1-3]\": {roles: [alluxio-master]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}, n1: {roles: [namenode]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\"}}" "settings: {alluxio: {alluxio.security.authorization.permission.enabled: false}}"),
};

pub(super) static ONE_COPY: Rule = Rule {
    code: "C2425",
    name: "alluxio-one-copy",
    level: RuleLevel::Lint(Level::Warn),
    summary: "what was written survives the loss of a worker",
    why: "Until a file is in the under store, its only copy is in the memory of one worker.",
    bad: alluxio!("hosts: {m1: {roles: [alluxio-master, namenode]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\", write: must-cache}}"),
    good: alluxio!("hosts: {m1: {roles: [alluxio-master, namenode]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\", write: cache-through}}"),
};

pub(super) static LOCALITY: Rule = Rule {
    code: "C2426",
    name: "alluxio-locality",
    level: RuleLevel::Error,
    summary: "a tier of locality is one of those in the order",
    why: "Alluxio reads the values of tiers that are in `alluxio.locality.order` and ignores the rest.",
    bad: alluxio!("hosts: {m1: {roles: [alluxio-master, namenode]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\"}}" "settings: {alluxio: {alluxio.locality.region: eu}}"),
    good: alluxio!("hosts: {m1: {roles: [alluxio-master, namenode]}, \"w[1-2]\": {roles: [alluxio-worker, datanode]}}" "services: {alluxio: {memory: 1GiB, under: \"hdfs:/alluxio\"}}" "settings: {alluxio: {alluxio.locality.order: [node, rack, region], alluxio.locality.region: eu}}"),
};

pub(super) static NO_LOGIN: Rule = Rule {
    code: "C2427",
    name: "tachyon-no-login",
    level: RuleLevel::Error,
    summary: "Tachyon before 0.7 is on no HDFS with Kerberos",
    why: "Its daemons have no principal: the namenode refuses them.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {alluxio: {version: 0.6.4, packages: tarball, base: /opt/tachyon}, hadoop: {version: 2.10.1, packages: bigtop-1.5}}\nhosts:\n  \"n[1-3]\": {roles: [datanode]}\n  t1: {roles: [alluxio-master]}\nroles: {namenode: n1}\nsecurity: {kerberos: {realm: EXAMPLE.ORG}}\nservices: {alluxio: {under: \"hdfs:/tachyon\"}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {alluxio: {version: 0.7.1, packages: tarball, base: /opt/tachyon}, hadoop: {version: 2.10.1, packages: bigtop-1.5}}\nhosts:\n  \"n[1-3]\": {roles: [datanode]}\n  t1: {roles: [alluxio-master]}\nroles: {namenode: n1}\nsecurity: {kerberos: {realm: EXAMPLE.ORG}}\nservices: {alluxio: {under: \"hdfs:/tachyon\"}}\n",
};
