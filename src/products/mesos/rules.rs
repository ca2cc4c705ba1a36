//! Rules of Mesos.

use crate::diagnostic::{Level, Rule, RuleLevel};

/// All rules of this product.
pub static RULES: &[&Rule] = &[
    &NOT_PACKAGED,
    &MASTERS_WITHOUT_ZOOKEEPER,
    &UNCLEAR_ENSEMBLE,
    &VOLATILE_WORK_DIR,
    &EVEN_MASTERS,
    &AGENT_WITHOUT_MASTER,
    &ISOLATION,
    &CONTAINERIZERS,
    &CGROUP_V2,
    &ATTRIBUTES,
    &RESOURCES,
    &PORT_IN_RESOURCES,
    &SHARED_WORK_DIR,
    &FLAG_NOT_IN_VERSION,
    &BIND_ADDRESS,
    &UNKNOWN_VARIABLE,
    &DIRECTORIES,
    &AGENT_NOT_ROOT,
];

pub(super) static NOT_PACKAGED: Rule = Rule {
    code: "C2101",
    name: "mesos-not-packaged",
    level: RuleLevel::Error,
    summary: "the packages carry the version of Mesos, named exactly enough",
    why: "Where flags stand and in which dialect follows from the packages and the build: Fedora changed both between 0.21.0-1 and 0.21.0-2.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: fedora-21\nproducts: {mesos: {version: 0.21.0, packages: fedora}}\nhosts:\n  m1: {roles: [mesos-master]}\n  \"w[1-2]\": {roles: [mesos-agent]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: fedora-21\nproducts: {mesos: {version: 0.21.0-2, packages: fedora}}\nhosts:\n  m1: {roles: [mesos-master]}\n  \"w[1-2]\": {roles: [mesos-agent]}\n",
};

pub(super) static MASTERS_WITHOUT_ZOOKEEPER: Rule = Rule {
    code: "C2102",
    name: "masters-without-zookeeper",
    level: RuleLevel::Error,
    summary: "several masters have an ensemble of ZooKeeper",
    why: "Without it each takes itself for the leader, and agents register with one of them only.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}}\nhosts:\n  \"m[1-3]\": {roles: [mesos-master]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  \"m[1-3]\": {roles: [mesos-master, zookeeper]}\n",
};

pub(super) static UNCLEAR_ENSEMBLE: Rule = Rule {
    code: "C2103",
    name: "unclear-ensemble",
    level: RuleLevel::Error,
    summary: "it is clear which ensemble the masters use",
    why: "Masters that elect in one ensemble are not found by agents that look in another.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  \"m[1-3]\": {roles: [mesos-master, zookeeper@a]}\n  z1: {roles: [zookeeper@b]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  \"m[1-3]\": {roles: [mesos-master, zookeeper@a]}\n  z1: {roles: [zookeeper@b]}\nservices: {mesos: {zookeeper: a}}\n",
};

pub(super) static VOLATILE_WORK_DIR: Rule = Rule {
    code: "C2104",
    name: "volatile-work-dir",
    level: RuleLevel::Lint(Level::Deny),
    summary: "the work directory survives a reboot",
    why: "The registry of a master and the checkpoints of an agent are lost with it: agents come back as new ones, their tasks are gone.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}}\nhosts:\n  m1: {roles: [mesos-master]}\n  \"w[1-2]\": {roles: [mesos-agent]}\nservices: {mesos: {work_dir: /tmp/mesos}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}}\nhosts:\n  m1: {roles: [mesos-master]}\n  \"w[1-2]\": {roles: [mesos-agent]}\nservices: {mesos: {work_dir: /var/lib/mesos}}\n",
};

pub(super) static EVEN_MASTERS: Rule = Rule {
    code: "C2105",
    name: "even-masters",
    level: RuleLevel::Lint(Level::Warn),
    summary: "the number of masters is odd",
    why: "An even number tolerates no more failures than one master less.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  \"m[1-2]\": {roles: [mesos-master]}\n  z1: {roles: [zookeeper]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  \"m[1-3]\": {roles: [mesos-master]}\n  z1: {roles: [zookeeper]}\n",
};

pub(super) static AGENT_WITHOUT_MASTER: Rule = Rule {
    code: "C2106",
    name: "agent-without-master",
    level: RuleLevel::Error,
    summary: "agents have a master",
    why: "An agent does not start without an address to register at.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}}\nhosts:\n  w1: {roles: [mesos-agent]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}}\nhosts:\n  m1: {roles: [mesos-master]}\n  \"w[1-2]\": {roles: [mesos-agent]}\n",
};

pub(super) static ISOLATION: Rule = Rule {
    code: "C2107",
    name: "mesos-isolation",
    level: RuleLevel::Error,
    summary: "isolators are known to the version, given once, and go together",
    why: "The agent takes any text for the flag and fails when it makes the isolators.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}}\nhosts:\n  m1: {roles: [mesos-master]}\n  \"w[1-2]\": {roles: [mesos-agent]}\nservices: {mesos: {isolation: [posix/cpus]}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}}\nhosts:\n  m1: {roles: [mesos-master]}\n  \"w[1-2]\": {roles: [mesos-agent]}\nservices: {mesos: {isolation: [posix/cpu, posix/mem]}}\n",
};

pub(super) static CONTAINERIZERS: Rule = Rule {
    code: "C2108",
    name: "mesos-containerizers",
    level: RuleLevel::Error,
    summary: "containerizers are known to the version and given once",
    why: "The agent takes any text for the flag and fails when it makes the containerizers.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}}\nhosts:\n  m1: {roles: [mesos-master]}\n  \"w[1-2]\": {roles: [mesos-agent]}\nservices: {mesos: {containerizers: [dockers]}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}}\nhosts:\n  m1: {roles: [mesos-master]}\n  \"w[1-2]\": {roles: [mesos-agent]}\nservices: {mesos: {containerizers: [docker, mesos]}}\n",
};

pub(super) static CGROUP_V2: Rule = Rule {
    code: "C2109",
    name: "cgroup-v2-isolation",
    level: RuleLevel::Error,
    summary: "cgroup isolators run on hosts with cgroup v1",
    why: "No release of Mesos up to 1.11 knows the unified hierarchy: the agent finds no subsystem and ends.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}}\nhosts:\n  m1: {roles: [mesos-master]}\n  \"w[1-2]\": {roles: [mesos-agent]}\nservices: {mesos: {isolation: [cgroups/cpu, cgroups/mem]}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}}\nhosts:\n  m1: {roles: [mesos-master]}\n  \"w[1-2]\": {roles: [mesos-agent]}\nservices: {mesos: {isolation: [cgroups/cpu, cgroups/mem]}}\n",
};

pub(super) static ATTRIBUTES: Rule = Rule {
    code: "C2110",
    name: "mesos-attributes",
    level: RuleLevel::Error,
    summary: "attributes are in the grammar of the agent",
    why: "An empty key or value aborts the agent with a core dump; blanks vanish.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}}\nhosts:\n  m1: {roles: [mesos-master]}\n  \"w[1-2]\": {roles: [mesos-agent]}\nservices: {mesos: {attributes: {rack: \"a b\"}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}}\nhosts:\n  m1: {roles: [mesos-master]}\n  \"w[1-2]\": {roles: [mesos-agent]}\nservices: {mesos: {attributes: {rack: /dc1/r1}}}\n",
};

pub(super) static RESOURCES: Rule = Rule {
    code: "C2111",
    name: "mesos-resources",
    level: RuleLevel::Error,
    summary: "resources are in the grammar of the agent",
    why: "`mem` and `disk` are sizes, counted in MiB; the agent refuses text.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}}\nhosts:\n  m1: {roles: [mesos-master]}\n  \"w[1-2]\": {roles: [mesos-agent]}\nservices: {mesos: {resources: {mem: 64GB}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}}\nhosts:\n  m1: {roles: [mesos-master]}\n  \"w[1-2]\": {roles: [mesos-agent]}\nservices: {mesos: {resources: {mem: 64GiB, ports: \"[31000-32000]\"}}}\n",
};

pub(super) static PORT_IN_RESOURCES: Rule = Rule {
    code: "C2112",
    name: "port-in-resources",
    level: RuleLevel::Error,
    summary: "no daemon of the host listens on a port that tasks are offered",
    why: "A task gets the port and cannot listen, or the daemon cannot after a restart.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}}\nhosts:\n  m1: {roles: [mesos-master]}\n  \"w[1-2]\": {roles: [mesos-agent]}\nservices: {mesos: {resources: {ports: \"[5000-6000]\"}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}}\nhosts:\n  m1: {roles: [mesos-master]}\n  \"w[1-2]\": {roles: [mesos-agent]}\nservices: {mesos: {resources: {ports: \"[31000-32000]\"}}}\n",
};

pub(super) static SHARED_WORK_DIR: Rule = Rule {
    code: "C2113",
    name: "shared-work-dir",
    level: RuleLevel::Error,
    summary: "master and agent of one host have work directories of their own",
    why: "Each takes what it finds there for its own.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}}\nhosts:\n  m1: {roles: [mesos-master, mesos-agent]}\nservices: {mesos: {work_dir: /srv/mesos}}\ndaemons: {mesos-agent: {dirs: {data: /srv/mesos}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}}\nhosts:\n  m1: {roles: [mesos-master, mesos-agent]}\nservices: {mesos: {work_dir: /srv/mesos}}\n",
};

pub(super) static FLAG_NOT_IN_VERSION: Rule = Rule {
    code: "C2114",
    name: "flag-not-in-version",
    level: RuleLevel::Error,
    summary: "what the profile asks for is a flag of the version",
    why: "A variable that the version does not know is ignored without a word.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: fedora-20\nproducts: {mesos: {version: 0.18.0, packages: fedora}}\nhosts:\n  m1: {roles: [mesos-master]}\n  \"w[1-2]\": {roles: [mesos-agent]}\nservices: {mesos: {containerizers: [docker]}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: fedora-21\nproducts: {mesos: {version: 0.20.0, packages: fedora}}\nhosts:\n  m1: {roles: [mesos-master]}\n  \"w[1-2]\": {roles: [mesos-agent]}\nservices: {mesos: {containerizers: [docker]}}\n",
};

pub(super) static BIND_ADDRESS: Rule = Rule {
    code: "C2115",
    name: "mesos-bind",
    level: RuleLevel::Error,
    summary: "masters and agents are bound to an IP address",
    why: "The flag `ip` takes no name.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}}\nhosts:\n  m1: {roles: [mesos-master]}\n  \"w[1-2]\": {roles: [mesos-agent]}\ndaemons: {mesos-master: {bind: eth0}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}}\nhosts:\n  m1: {roles: [mesos-master]}\n  \"w[1-2]\": {roles: [mesos-agent]}\ndaemons: {mesos-master: {bind: 0.0.0.0}}\n",
};

pub(super) static UNKNOWN_VARIABLE: Rule = Rule {
    code: "C2116",
    name: "mesos-variable",
    level: RuleLevel::Error,
    summary: "`env` holds variables that Mesos's libraries read; flags stand under `settings`",
    why: "An unknown variable is ignored; a flag given as a variable would escape every check, and may be given twice.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}}\nhosts:\n  m1: {roles: [mesos-master]}\n  \"w[1-2]\": {roles: [mesos-agent]}\ndaemons: {mesos-agent: {env: {MESOS_quiet: \"true\"}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}}\nhosts:\n  m1: {roles: [mesos-master]}\n  \"w[1-2]\": {roles: [mesos-agent]}\ndaemons: {mesos-agent: {env: {GLOG_v: \"1\"}}}\n",
};

pub(super) static DIRECTORIES: Rule = Rule {
    code: "C2117",
    name: "mesos-directories",
    level: RuleLevel::Error,
    summary: "a daemon of Mesos has one work directory and one for logs",
    why: "The flags take one path each.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}}\nhosts:\n  m1: {roles: [mesos-master]}\n  \"w[1-2]\": {roles: [mesos-agent]}\ndaemons: {mesos-agent: {dirs: {data: \"/data/[1-2]/mesos\"}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}}\nhosts:\n  m1: {roles: [mesos-master]}\n  \"w[1-2]\": {roles: [mesos-agent]}\ndaemons: {mesos-agent: {dirs: {data: /data/1/mesos}}}\n",
};

pub(super) static AGENT_NOT_ROOT: Rule = Rule {
    code: "C2118",
    name: "agent-not-root",
    level: RuleLevel::Error,
    summary: "an agent that uses docker, cgroups or mounts runs as root",
    why: "Only root may make cgroups and mounts, talk to docker and switch users.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}}\nhosts:\n  m1: {roles: [mesos-master]}\n  \"w[1-2]\": {roles: [mesos-agent]}\nservices: {mesos: {containerizers: [docker]}}\ndaemons: {mesos-agent: {user: mesos}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}}\nhosts:\n  m1: {roles: [mesos-master]}\n  \"w[1-2]\": {roles: [mesos-agent]}\nservices: {mesos: {containerizers: [docker]}}\ndaemons: {mesos-master: {user: mesos}}\n",
};
