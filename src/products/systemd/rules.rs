//! The rules of units.

use crate::diagnostic::{Level, Rule, RuleLevel};

/// Rules of systemd.
pub static RULES: &[&Rule] = &[
    &IMPOSSIBLE_INTENT,
    &INTENT_AND_DIRECTIVE,
    &UNKNOWN_DIRECTIVE,
    &DIRECTIVE_NOT_YET,
    &DIRECTIVE_GONE,
    &WRONG_UNIT_TYPE,
    &BAD_DIRECTIVE,
    &UNKNOWN_SLICE,
    &NO_UNIT,
    &NO_SYSTEMD,
];

pub static IMPOSSIBLE_INTENT: Rule = Rule {
    code: "C3001",
    name: "impossible-intent",
    level: RuleLevel::Error,
    summary: "intent for a unit can be kept by the systemd of its host",
    why: "A promise that the host cannot keep is worse than none.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: centos-7.9\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {memory_min: 1GiB}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {memory_max: 4GiB}}}\n",
};

pub static INTENT_AND_DIRECTIVE: Rule = Rule {
    code: "C3002",
    name: "intent-and-directive",
    level: RuleLevel::Error,
    summary: "one thing is said of a unit in one way",
    why: "Which of the two would win is nobody's business to guess.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {open_files: 64Ki, LimitNOFILE: 1024}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {open_files: 64Ki}}}\n",
};

pub static UNKNOWN_DIRECTIVE: Rule = Rule {
    code: "C3003",
    name: "unknown-directive",
    level: RuleLevel::Error,
    summary: "a directive is one that systemd knows",
    why: "systemd ignores unknown directives with a line in the journal.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {LimitNOFILES: 65536}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {LimitNOFILE: 65536}}}\n",
};

pub static DIRECTIVE_NOT_YET: Rule = Rule {
    code: "C3004",
    name: "directive-not-yet",
    level: RuleLevel::Error,
    summary: "a directive exists in the host's systemd",
    why: "An older systemd ignores it with a line in the journal.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: centos-7.9\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {CPUWeight: 200}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {CPUWeight: 200}}}\n",
};

pub static DIRECTIVE_GONE: Rule = Rule {
    code: "C3005",
    name: "directive-gone",
    level: RuleLevel::Error,
    summary: "a directive still acts in the host's systemd",
    why: "A newer systemd accepts and ignores it.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: fedora-43\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {CPUShares: 2048}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: fedora-43\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {CPUWeight: 200}}}\n",
};

pub static WRONG_UNIT_TYPE: Rule = Rule {
    code: "C3006",
    name: "wrong-unit-type",
    level: RuleLevel::Error,
    summary: "a directive stands in a unit of a type that reads it",
    why: "systemd ignores it elsewhere.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nunits: {big.slice: {ExecStart: /bin/true}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nunits: {big.slice: {CPUWeight: 200}}\n",
};

pub static BAD_DIRECTIVE: Rule = Rule {
    code: "C3007",
    name: "bad-directive",
    level: RuleLevel::Error,
    summary: "a directive's value is one that the host's systemd can read",
    why: "systemd refuses the line and goes on without it.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {CPUWeight: lots}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {CPUWeight: 200}}}\n",
};

pub static UNKNOWN_SLICE: Rule = Rule {
    code: "C3008",
    name: "unknown-slice",
    level: RuleLevel::Lint(Level::Warn),
    summary: "a slice that a unit is put into is described",
    why: "A slice without a file is made with default values: no promise, no error.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {slice: zoo.slice}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {slice: zoo.slice}}}\nunits: {zoo.slice: {cpu_weight: 200}}\n",
};

pub static NO_UNIT: Rule = Rule {
    code: "C3009",
    name: "no-unit",
    level: RuleLevel::Error,
    summary: "what is said of a daemon's unit has a unit to go to",
    why: "A tarball without units has none.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: tarball, base: /opt/zk, units: none}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {open_files: 64Ki}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {open_files: 64Ki}}}\n",
};

pub static NO_SYSTEMD: Rule = Rule {
    code: "C3010",
    name: "no-systemd",
    level: RuleLevel::Error,
    summary: "units are for hosts that systemd manages",
    why: "Where systemd is not the first process no unit is ever read.",
    bad: "",
    good: "",
};
