//! The rules of inventory, layers, versions and templates.

use crate::diagnostic::{Level, Rule, RuleLevel};

/// All rules of this module.
pub static RULES: &[&Rule] = &[
    &EXTENDS_MISSING,
    &EXTENDS_CYCLE,
    &EXTENDS_OUTSIDE,
    &MISSING,
    &IDLE_NULL,
    &IDLE_EDIT,
    &BAD_BRACKET,
    &BAD_HOST_NAME,
    &HOST_TWICE,
    &NO_DOMAIN,
    &UNPAIRED_BRACKET,
    &SPREAD_COUNT,
    &UNKNOWN_HOST,
    &EMPTY_SELECTOR,
    &ROLE_IN_ROLES,
    &UNKNOWN_CONDITION,
    &UNKNOWN_ROLE,
    &ROLE_INSTANCE,
    &AMBIGUOUS_INSTANCE,
    &UNKNOWN_INSTANCE,
    &UNKNOWN_OS,
    &UNKNOWN_VERSION,
    &UNREAD_VERSION,
    &UNKNOWN_FLAVOUR,
    &NO_FLAVOUR,
    &TARBALL_ONLY,
    &BAD_BASE,
    &UNKNOWN_HARDWARE,
    &UNKNOWN_PORT,
    &PORT_TWICE,
    &BAD_TEMPLATE,
    &SETTING_UNREACHED,
    &BAD_SECRET,
    &IDLE_SECURITY,
    &INTERNAL_SHAPE,
    &PORT_NOT_YET,
    &UNREACHED_ROLE,
    &BEYOND_LIMIT,
];

pub static EXTENDS_MISSING: Rule = Rule {
    code: "C0401",
    name: "extends-missing",
    level: RuleLevel::Error,
    summary: "a profile that is extended must be readable",
    why: "What is built on a base that is not there would silently lack all of it.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nextends: nowhere.yaml\nhosts:\n  z1: {roles: [zookeeper]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\n",
};

pub static EXTENDS_CYCLE: Rule = Rule {
    code: "C0402",
    name: "extends-cycle",
    level: RuleLevel::Error,
    summary: "a profile cannot extend itself, not even through others",
    why: "There would be no lowest layer.",
    bad: "",
    good: "",
};

pub static EXTENDS_OUTSIDE: Rule = Rule {
    code: "C0403",
    name: "extends-outside",
    level: RuleLevel::Error,
    summary: "a profile extends only what lies in the main profile's folder or below",
    why: "A profile is reviewed as one folder; what lies outside changes unseen.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nextends: ../base.yaml\nhosts:\n  z1: {roles: [zookeeper]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\n",
};

pub static MISSING: Rule = Rule {
    code: "C0404",
    name: "missing",
    level: RuleLevel::Error,
    summary: "the cluster has a name, hosts, and for each role in use a platform and a product version",
    why: "Nothing stands in for them: an unstated version would be a guess.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nhosts:\n  z1: {roles: [zookeeper]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\n",
};

pub static IDLE_NULL: Rule = Rule {
    code: "C0405",
    name: "idle-null",
    level: RuleLevel::Lint(Level::Warn),
    summary: "`null` unsets something",
    why: "A `null` over nothing is mostly a misspelt key, or left over from a line that is gone.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nservices: {zookeeper: {tick: null}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\n",
};

pub static IDLE_EDIT: Rule = Rule {
    code: "C0406",
    name: "idle-edit",
    level: RuleLevel::Lint(Level::Warn),
    summary: "an edit of a list changes it",
    why: "Appending what is there, or removing what is not, hides that the list is not what was thought.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nservices: {zookeeper: {commands: [ruok]}, zookeeper@demo: {commands: {append: ruok}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nservices: {zookeeper: {commands: [ruok]}}\n",
};

pub static BAD_BRACKET: Rule = Rule {
    code: "C0407",
    name: "bad-bracket",
    level: RuleLevel::Error,
    summary: "brackets hold digits, ranges, lists and steps",
    why: "A bracket that is not understood would be taken for a part of the name.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  \"z[1-x]\": {roles: [zookeeper]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  \"z[1-3]\": {roles: [zookeeper]}\n",
};

pub static BAD_HOST_NAME: Rule = Rule {
    code: "C0408",
    name: "bad-host-name",
    level: RuleLevel::Error,
    summary: "a host name is one by RFC 1123",
    why: "Daemons and resolvers refuse other names, often only at their first use.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z_1: {roles: [zookeeper]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\n",
};

pub static HOST_TWICE: Rule = Rule {
    code: "C0409",
    name: "host-twice",
    level: RuleLevel::Error,
    summary: "a host stands in exactly one line of `hosts`",
    why: "With two lines there would be two answers to what the host is.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  \"z[1-3]\": {roles: [zookeeper]}\n  z2: {rack: /a}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  \"z[1-3]\": {roles: [zookeeper]}\n",
};

pub static NO_DOMAIN: Rule = Rule {
    code: "C0410",
    name: "no-domain",
    level: RuleLevel::Lint(Level::Warn),
    summary: "short host names are completed by `cluster.domain`",
    why: "The files carry names to every machine; a short one depends on each machine's resolver.",
    bad: "clusterc: v1\ncluster: {name: demo}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  \"z[1-3]\": {roles: [zookeeper]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  \"z[1-3]\": {roles: [zookeeper]}\n",
};

pub static UNPAIRED_BRACKET: Rule = Rule {
    code: "C0411",
    name: "unpaired-bracket",
    level: RuleLevel::Error,
    summary: "a bracket in a host's line goes with exactly one bracket of the host name",
    why: "Nothing repeats or rounds silently: racks or addresses that do not line up with hosts are a mistake.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  \"z[1-3]\": {roles: [zookeeper], rack: \"/r[1-2]\"}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  \"z[1-3]\": {roles: [zookeeper], rack: \"/r[1-3]\"}\n",
};

pub static SPREAD_COUNT: Rule = Rule {
    code: "C0412",
    name: "spread-count",
    level: RuleLevel::Error,
    summary: "racks times hosts in each is the number of hosts",
    why: "A remainder would put some hosts nowhere.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  \"z[1-3]\": {roles: [zookeeper], rack: {of: \"/r[1-2]\", each: 2}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  \"z[1-3]\": {roles: [zookeeper], rack: {of: \"/r[1-3]\", each: 1}}\n",
};

pub static UNKNOWN_HOST: Rule = Rule {
    code: "C0413",
    name: "unknown-host",
    level: RuleLevel::Error,
    summary: "a plain name in a selector is a host",
    why: "`roles` and selectors never create a machine, so that a wrong range cannot invent one.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  \"z[1-3]\": {}\nroles: {zookeeper: \"z[1-4]\"}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  \"z[1-3]\": {}\nroles: {zookeeper: \"z[1-3]\"}\n",
};

pub static EMPTY_SELECTOR: Rule = Rule {
    code: "C0414",
    name: "empty-selector",
    level: RuleLevel::Lint(Level::Warn),
    summary: "a selector matches somebody",
    why: "An override that reaches nobody is a wish that nobody hears.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  \"z[1-3]\": {roles: [zookeeper]}\noverrides:\n  - where: {hosts: \"y*\"}\n    daemons: {zookeeper: {heap: 1GiB}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  \"z[1-3]\": {roles: [zookeeper]}\noverrides:\n  - where: {hosts: \"z*\"}\n    daemons: {zookeeper: {heap: 1GiB}}\n",
};

pub static ROLE_IN_ROLES: Rule = Rule {
    code: "C0415",
    name: "role-in-roles",
    level: RuleLevel::Error,
    summary: "selectors in `roles` do not ask for roles",
    why: "Roles would depend on themselves.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  \"z[1-3]\": {}\nroles: {zookeeper: {role: zookeeper}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  \"z[1-3]\": {}\nroles: {zookeeper: \"z*\"}\n",
};

pub static UNKNOWN_CONDITION: Rule = Rule {
    code: "C0416",
    name: "unknown-condition",
    level: RuleLevel::Lint(Level::Warn),
    summary: "a condition asks for a platform or hardware class that some host has",
    why: "A value nobody has is mostly misspelt.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\noverrides:\n  - where: {platform: rhel-9.4}\n    daemons: {zookeeper: {heap: 1GiB}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\noverrides:\n  - where: {platform: rhel-8.10}\n    daemons: {zookeeper: {heap: 1GiB}}\n",
};

pub static UNKNOWN_ROLE: Rule = Rule {
    code: "C0417",
    name: "unknown-role",
    level: RuleLevel::Error,
    summary: "a role is one of the reference's",
    why: "A role that no product has would never start anything.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeper]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\n",
};

pub static ROLE_INSTANCE: Rule = Rule {
    code: "C0418",
    name: "role-instance",
    level: RuleLevel::Error,
    summary: "only roles whose service has instances of them take `@`",
    why: "A datanode serves every nameservice; an instance of it means nothing.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode]}\n  n2: {roles: [\"datanode@demo\"]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode]}\n  n2: {roles: [datanode]}\n",
};

pub static AMBIGUOUS_INSTANCE: Rule = Rule {
    code: "C0419",
    name: "ambiguous-instance",
    level: RuleLevel::Error,
    summary: "where a service has several instances, a role says which",
    why: "Guessing would join a server to the wrong ensemble.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  \"z[1-3]\": {roles: [\"zookeeper@a\"]}\n  \"y[1-3]\": {roles: [\"zookeeper@b\"]}\n  x1: {roles: [zookeeper]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  \"z[1-3]\": {roles: [\"zookeeper@a\"]}\n  \"y[1-3]\": {roles: [\"zookeeper@b\"]}\n",
};

pub static UNKNOWN_INSTANCE: Rule = Rule {
    code: "C0420",
    name: "unknown-instance",
    level: RuleLevel::Error,
    summary: "`service@instance` names an instance that some role has",
    why: "Intent for an instance that does not exist reaches nobody.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [\"zookeeper@main\"]}\nservices: {zookeeper@mian: {tick: 2s}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [\"zookeeper@main\"]}\nservices: {zookeeper@main: {tick: 2s}}\n",
};

pub static UNKNOWN_OS: Rule = Rule {
    code: "C0421",
    name: "unknown-os",
    level: RuleLevel::Error,
    summary: "a platform is a release that the tables know",
    why: "Paths, systemd and cgroup version follow from it.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.11\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\n",
};

pub static UNKNOWN_VERSION: Rule = Rule {
    code: "C0422",
    name: "unknown-version",
    level: RuleLevel::Error,
    summary: "a product version is a real release",
    why: "What a version accepts is known only of releases that exist.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.44, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\n",
};

pub static UNREAD_VERSION: Rule = Rule {
    code: "C0423",
    name: "unread-version",
    level: RuleLevel::Lint(Level::Warn),
    summary: "a version whose sources were read",
    why: "Releases that were not read use the facts of the release before; keys that are new in them are not known.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.5, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\n",
};

pub static UNKNOWN_FLAVOUR: Rule = Rule {
    code: "C0424",
    name: "unknown-flavour",
    level: RuleLevel::Error,
    summary: "a package flavour is one that the tables know",
    why: "Paths, owners, units and dialects follow from it.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtpo}}\nhosts:\n  z1: {roles: [zookeeper]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\n",
};

pub static NO_FLAVOUR: Rule = Rule {
    code: "C0425",
    name: "no-flavour",
    level: RuleLevel::Error,
    summary: "where no single flavour is known to carry a version on an OS, `packages` says which",
    why: "A guessed flavour writes right files to wrong places.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: debian-12\nproducts: {zookeeper: 3.4.5}\nhosts:\n  z1: {roles: [zookeeper]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\n",
};

pub static TARBALL_ONLY: Rule = Rule {
    code: "C0426",
    name: "tarball-only",
    level: RuleLevel::Error,
    summary: "`base`, `user` and `units` are said of tarballs only",
    why: "For packages they are facts.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4, user: zk}}\nhosts:\n  z1: {roles: [zookeeper]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\n",
};

pub static BAD_BASE: Rule = Rule {
    code: "C1010",
    name: "bad-base",
    level: RuleLevel::Error,
    summary: "a tarball lies under an absolute path without blanks, quotes or patterns",
    why: "The products' own scripts put paths below it into options that a shell splits at blanks (libexec/hadoop-config.sh of Hadoop), and units start programs by it.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: tarball, base: /opt/my hadoop}}\nhosts:\n  n1: {roles: [namenode, datanode]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: tarball, base: /opt/hadoop}}\nhosts:\n  n1: {roles: [namenode, datanode]}\n",
};

pub static UNKNOWN_HARDWARE: Rule = Rule {
    code: "C0427",
    name: "unknown-hardware",
    level: RuleLevel::Error,
    summary: "a hardware class is a key of the top level's `hardware`",
    why: "Without the amounts nothing can be derived from them.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper], hardware: bgi}\nhardware: {big: {cpus: 8, memory: 16GiB}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper], hardware: big}\nhardware: {big: {cpus: 8, memory: 16GiB}}\n",
};

pub static UNKNOWN_PORT: Rule = Rule {
    code: "C0428",
    name: "unknown-port",
    level: RuleLevel::Error,
    summary: "a port is one that the daemon has",
    why: "A port under another name would be ignored.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {ports: {cleint: 2181}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {ports: {client: 2182}}}\n",
};

pub static PORT_TWICE: Rule = Rule {
    code: "C0429",
    name: "port-twice",
    level: RuleLevel::Error,
    summary: "two daemons of a host listen on different ports",
    why: "The second to start fails.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\ndaemons: {datanode: {ports: {http: 9870}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\ndaemons: {datanode: {ports: {http: 9880}}}\n",
};

pub static PORT_NOT_YET: Rule = Rule {
    code: "C0434",
    name: "port-not-yet",
    level: RuleLevel::Error,
    summary: "a port is one that the daemon has in the version in use",
    why: "An older release does not know the key of the port; it ignores it silently.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.4.6, packages: bigtop-1.2}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {ports: {admin: 8081}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nservices: {zookeeper: {admin_server: true}}\ndaemons: {zookeeper: {ports: {admin: 8081}}}\n",
};

pub static UNREACHED_ROLE: Rule = Rule {
    code: "C0435",
    name: "unreached-role",
    level: RuleLevel::Lint(Level::Warn),
    summary: "what `services` and `daemons` say is of a role that some host has",
    why: "Intent for a service that runs nowhere is a wish that nobody hears.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {datanode: {heap: 1GiB}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {heap: 1GiB}}\n",
};

pub static BAD_TEMPLATE: Rule = Rule {
    code: "C0430",
    name: "bad-template",
    level: RuleLevel::Error,
    summary: "a template evaluates: its names exist and it comes to text, a number, a boolean or a list",
    why: "What does not evaluate would be printed as it stands.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nsettings: {zoo.cfg: {metricsProvider.httpPort: \"{{ host.nmae }}\"}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nsettings: {zoo.cfg: {metricsProvider.httpPort: \"{{ 7000 + 1 }}\"}}\n",
};

pub static SETTING_UNREACHED: Rule = Rule {
    code: "C0431",
    name: "setting-unreached",
    level: RuleLevel::Lint(Level::Warn),
    summary: "a setting reaches a host",
    why: "A setting for a file that no host has is a wish that nobody hears.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nsettings: {hdfs-site: {dfs.replication: 2}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\n",
};

pub static BAD_SECRET: Rule = Rule {
    code: "C0432",
    name: "bad-secret",
    level: RuleLevel::Error,
    summary: "a secret is a reference",
    why: "The compiler reads no secret; it prints where the product or the deployer finds it.",
    bad: "",
    good: "",
};

pub static IDLE_SECURITY: Rule = Rule {
    code: "C0441",
    name: "idle-security",
    level: RuleLevel::Lint(Level::Warn),
    summary: "what `security` states has a product that follows it",
    why: "Kerberos is followed by Hadoop, ZooKeeper and Alluxio, and by HTCondor where its `auth` asks for it, TLS by Hadoop: without them nothing would be protected, in silence.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nsecurity: {tls: {keystore: /k.jks, truststore: /t.jks, password: {secret: \"deploy:k\"}}}\nhosts:\n  z1: {roles: [zookeeper]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nsecurity: {kerberos: {realm: EXAMPLE.ORG}}\nhosts:\n  z1: {roles: [zookeeper]}\n",
};

pub static INTERNAL_SHAPE: Rule = Rule {
    code: "C0433",
    name: "unreadable-value",
    level: RuleLevel::Error,
    summary: "what the schema accepts can be read",
    why: "The schema and the types disagree: please report the profile.",
    bad: "",
    good: "",
};

pub static BEYOND_LIMIT: Rule = Rule {
    code: "C0440",
    name: "beyond-limit",
    level: RuleLevel::Error,
    summary: "a profile has at most 100,000 hosts, 20,000 values, and 256 files of together 16 MiB",
    why: "More is a slip, in a bracket or in what is extended; compiling it would take time and \
          memory without bound. Selectors and templates have limits of the same kind, far above \
          what a cluster of that size needs.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\n  \"w[1-50000]\": {}\n  \"x[1-50000]\": {}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\n  \"w[1-5]\": {}\n",
};
