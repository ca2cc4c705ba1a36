//! Rules of ZooKeeper.

use crate::diagnostic::{Level, Rule, RuleLevel};

/// All rules of this product.
pub static RULES: &[&Rule] = &[
    &NOT_PACKAGED,
    &EVEN_ENSEMBLE,
    &TWO_SERVERS,
    &SERVER_IDS,
    &PURGE_HOURS,
    &BAD_TICK,
    &NO_ADMIN_SERVER,
    &UNKNOWN_COMMAND,
    &DATA_DIRECTORIES,
    &HEAP_MEBIBYTES,
    &HEAP_TWICE,
    &UNKNOWN_VARIABLE,
    &NO_SASL,
    &SASL_HOST_NAME,
];

pub(super) static NOT_PACKAGED: Rule = Rule {
    code: "C2001",
    name: "zookeeper-not-packaged",
    level: RuleLevel::Error,
    summary: "the packages carry the version of ZooKeeper",
    why: "Where files lie and who owns them follows from the packages: without that nothing can be written.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: fedora}}\nhosts:\n  z1: {roles: [zookeeper]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\n",
};

pub(super) static EVEN_ENSEMBLE: Rule = Rule {
    code: "C2002",
    name: "even-ensemble",
    level: RuleLevel::Lint(Level::Warn),
    summary: "an ensemble has an odd number of servers",
    why: "An even one tolerates no more failures than one server less, and has one more that can fail.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  \"z[1-4]\": {roles: [zookeeper]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  \"z[1-3]\": {roles: [zookeeper]}\n",
};

pub(super) static TWO_SERVERS: Rule = Rule {
    code: "C2003",
    name: "two-servers",
    level: RuleLevel::Lint(Level::Warn),
    summary: "an ensemble has one server, or at least three",
    why: "A majority of two is two: with either down, both stop serving. Two servers fail more often than one.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  \"z[1-2]\": {roles: [zookeeper]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\n",
};

pub(super) static SERVER_IDS: Rule = Rule {
    code: "C2004",
    name: "server-ids",
    level: RuleLevel::Error,
    summary: "an ensemble has at most 255 servers",
    why: "The id of a server is a number from 1 to 255.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  \"z[1-256]\": {roles: [zookeeper]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  \"z[1-5]\": {roles: [zookeeper]}\n",
};

pub(super) static PURGE_HOURS: Rule = Rule {
    code: "C2005",
    name: "purge-hours",
    level: RuleLevel::Error,
    summary: "`purge` is a whole number of hours",
    why: "`autopurge.purgeInterval` counts hours and reads plain whole numbers.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nservices: {zookeeper: {purge: 90min}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nservices: {zookeeper: {purge: 12h}}\n",
};

pub(super) static BAD_TICK: Rule = Rule {
    code: "C2006",
    name: "bad-tick",
    level: RuleLevel::Error,
    summary: "a tick lasts at least a millisecond",
    why: "All limits of ZooKeeper are counted in ticks; with none of length nothing would ever be in time.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nservices: {zookeeper: {tick: 0s}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nservices: {zookeeper: {tick: 2s}}\n",
};

pub(super) static NO_ADMIN_SERVER: Rule = Rule {
    code: "C2007",
    name: "no-admin-server",
    level: RuleLevel::Error,
    summary: "the admin server is asked for where the version has one",
    why: "It came with 3.5.0; older versions swallow its keys in silence.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.4.14, packages: bigtop-3.0}}\nhosts:\n  z1: {roles: [zookeeper]}\nservices: {zookeeper: {admin_server: true}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nservices: {zookeeper: {admin_server: true}}\n",
};

pub(super) static UNKNOWN_COMMAND: Rule = Rule {
    code: "C2008",
    name: "unknown-command",
    level: RuleLevel::Error,
    summary: "`commands` lists four-letter commands that the version has",
    why: "A misspelt one is accepted, and the right one stays refused.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nservices: {zookeeper: {commands: [rouk]}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nservices: {zookeeper: {commands: [ruok]}}\n",
};

pub(super) static DATA_DIRECTORIES: Rule = Rule {
    code: "C2009",
    name: "zookeeper-directories",
    level: RuleLevel::Error,
    summary: "a server has one directory for data and one for logs",
    why: "`dataDir` takes one path; a second would be ignored, and other purposes are not known.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {dirs: {data: \"/data/[1-2]/zk\"}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {dirs: {data: /data/1/zk}}}\n",
};

pub(super) static HEAP_MEBIBYTES: Rule = Rule {
    code: "C2010",
    name: "zookeeper-heap",
    level: RuleLevel::Error,
    summary: "the heap of a server is a whole number of MiB",
    why: "The start script appends the letter m to the number.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {heap: 1000KiB}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {heap: 1GiB}}\n",
};

pub(super) static HEAP_TWICE: Rule = Rule {
    code: "C2011",
    name: "zookeeper-heap-twice",
    level: RuleLevel::Error,
    summary: "heap and Java options of a server are said in one place",
    why: "Of two heaps Java takes the last, and of two variables the shell.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {heap: 1GiB, java_opts: [-Xmx2g]}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {heap: 1GiB, java_opts: [-Xlog:gc]}}\n",
};

pub(super) static UNKNOWN_VARIABLE: Rule = Rule {
    code: "C2012",
    name: "zookeeper-variable",
    level: RuleLevel::Error,
    summary: "`env` holds variables that the scripts of ZooKeeper or Java read",
    why: "Nobody reads another one, and nobody says so.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {env: {ZOO_LOGDIR: /logs}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {env: {ZOO_LOG4J_PROP: \"INFO,CONSOLE\"}}}\n",
};

pub(super) static NO_SASL: Rule = Rule {
    code: "C2013",
    name: "zookeeper-without-sasl",
    level: RuleLevel::Error,
    summary: "with Kerberos the servers are of a release that speaks SASL",
    why: "SASLAuthenticationProvider came with 3.4.0; before it every client is anonymous.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: centos-7.9\nproducts: {zookeeper: {version: 3.3.6, packages: tarball, base: /opt/zookeeper}}\nsecurity: {kerberos: {realm: EXAMPLE.ORG}}\nhosts:\n  z1: {roles: [zookeeper]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nsecurity: {kerberos: {realm: EXAMPLE.ORG}}\nhosts:\n  z1: {roles: [zookeeper]}\n",
};

pub(super) static SASL_HOST_NAME: Rule = Rule {
    code: "C2014",
    name: "zookeeper-host-name",
    level: RuleLevel::Error,
    summary: "with Kerberos a server has a full name that is not localhost",
    why: "Clients ask for a ticket of zookeeper/<full name> (org.apache.zookeeper.client.ZooKeeperSaslClient).",
    bad: "clusterc: v1\ncluster: {name: demo}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nsecurity: {kerberos: {realm: EXAMPLE.ORG}}\nhosts:\n  localhost: {roles: [zookeeper]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nsecurity: {kerberos: {realm: EXAMPLE.ORG}}\nhosts:\n  z1: {roles: [zookeeper]}\n",
};
