//! The rules of structure.

use crate::diagnostic::{Rule, RuleLevel};

/// All rules of this module.
pub static RULES: &[&Rule] = &[&UNKNOWN_KEY, &WRONG_TYPE, &BAD_VALUE, &MISSING_KEY];

pub static UNKNOWN_KEY: Rule = Rule {
    code: "C0301",
    name: "unknown-key",
    level: RuleLevel::Error,
    summary: "objects of the language are closed: every key must be one the reference lists",
    why: "A misspelt key that passes is a wish that nobody hears. Keys of your own begin with `x-`.",
    bad: "clusterc: v1\ncluster: {name: demo}\nplatform: rhel-8.10\nproducts: {zookeeper: 3.8.4}\nhosts:\n  localhost: {rolls: [zookeeper]}\nroles: {zookeeper: localhost}\n",
    good: "clusterc: v1\ncluster: {name: demo}\nplatform: rhel-8.10\nproducts: {zookeeper: 3.8.4}\nhosts:\n  localhost: {roles: [zookeeper], x-owner: ops}\n",
};

pub static WRONG_TYPE: Rule = Rule {
    code: "C0302",
    name: "wrong-type",
    level: RuleLevel::Error,
    summary: "a value must have the type its key asks for",
    why: "A number where text is meant (or the reverse) would be printed as something else than what was thought.",
    bad: "clusterc: v1\ncluster: {name: demo}\nplatform: rhel-8.10\nproducts: {zookeeper: 3.8.4}\nhosts:\n  localhost: {roles: [zookeeper], managed: maybe}\n",
    good: "clusterc: v1\ncluster: {name: demo}\nplatform: rhel-8.10\nproducts: {zookeeper: 3.8.4}\nhosts:\n  localhost: {roles: [zookeeper], managed: true}\n",
};

pub static BAD_VALUE: Rule = Rule {
    code: "C0303",
    name: "bad-value",
    level: RuleLevel::Error,
    summary: "a value must be one that its key can hold: right unit, in range, one of the choices",
    why: "`GB` means 1000³ to some and 1024³ to others, and a port above 65535 is refused at the first start. Better refused here.",
    bad: "clusterc: v1\ncluster: {name: demo}\nplatform: rhel-8.10\nproducts: {zookeeper: 3.8.4}\nhosts:\n  localhost: {roles: [zookeeper]}\ndaemons: {zookeeper: {heap: 1GB}}\n",
    good: "clusterc: v1\ncluster: {name: demo}\nplatform: rhel-8.10\nproducts: {zookeeper: 3.8.4}\nhosts:\n  localhost: {roles: [zookeeper]}\ndaemons: {zookeeper: {heap: 1GiB}}\n",
};

pub static MISSING_KEY: Rule = Rule {
    code: "C0304",
    name: "missing-key",
    level: RuleLevel::Error,
    summary: "a required key must be there",
    why: "Only `clusterc`, `cluster`, `hosts` and the version of each product in use are required; nothing stands in for them.",
    bad: "cluster: {name: demo}\nplatform: rhel-8.10\nproducts: {zookeeper: 3.8.4}\nhosts:\n  localhost: {roles: [zookeeper]}\n",
    good: "clusterc: v1\ncluster: {name: demo}\nplatform: rhel-8.10\nproducts: {zookeeper: 3.8.4}\nhosts:\n  localhost: {roles: [zookeeper]}\n",
};
