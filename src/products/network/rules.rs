//! Rules of firewalls and names.

use crate::diagnostic::{Level, Rule, RuleLevel};

/// All rules of this module.
pub static RULES: &[&Rule] = &[&PORT_NOT_FIXED, &NO_POLICIES, &HOSTS_WITHOUT_ADDRESS];

pub(super) static PORT_NOT_FIXED: Rule = Rule {
    code: "C3101",
    name: "port-not-fixed",
    level: RuleLevel::Lint(Level::Warn),
    summary: "daemons behind a firewall listen where the firewall knows it",
    why: "A port of 0 is another one at every start, and no service can name it.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: {os: rhel-9.4, firewalld: {}}\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: {os: rhel-9.4, firewalld: {}}\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager]}\ndaemons: {nodemanager: {ports: {rpc: 8041}}}\n",
};

pub(super) static NO_POLICIES: Rule = Rule {
    code: "C3102",
    name: "no-firewalld-policies",
    level: RuleLevel::Error,
    summary: "a zone is opened by a policy, which the host's firewalld has",
    why: "firewalld has policies from 0.9 on; before, only the zone's own file could be changed, which is the administrator's.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: {os: centos-7.9, firewalld: {zone: internal}}\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: {os: rhel-9.4, firewalld: {zone: internal}}\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\n",
};

pub(super) static HOSTS_WITHOUT_ADDRESS: Rule = Rule {
    code: "C3103",
    name: "hosts-without-address",
    level: RuleLevel::Error,
    summary: "every host in a hosts file has an IP address",
    why: "A hosts file translates names to addresses; a host without one would be missing from it, and only its users would notice.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org, hosts_file: /etc/hosts.demo}\nplatform: rhel-9.4\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org, hosts_file: /etc/hosts.demo}\nplatform: rhel-9.4\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper], address: 10.1.1.1}\n",
};
