//! The one place that knows every product: hands their words, facts, placers, emitters, guards
//! and rules to the passes.

use crate::catalog::ProductFacts;
use crate::constraints::Constraints;
use crate::diagnostic::Rule;
use crate::effective::Loads;
use crate::lower::{Check, Contributions, Emitter, Guard, Products};
use crate::products::{
    alluxio, hadoop, hdfs, htcondor, mapreduce, mesos, network, systemd, yarn, zookeeper,
};
use crate::profile::v1::VOCABULARY;
use crate::resolve::{Asked, Follower, Knowledge, Listener, Placer};
use crate::{diagnostic, lower, render, resolve, schema, together, yaml};

/// Facts of a product, by its name in the profile.
pub fn facts(product: &str) -> Option<&'static ProductFacts> {
    Some(match product {
        "hadoop" => &hadoop::facts::FACTS,
        "zookeeper" => &zookeeper::facts::FACTS,
        "mesos" => &mesos::facts::FACTS,
        "htcondor" => &htcondor::facts::FACTS,
        "alluxio" => &alluxio::facts::FACTS,
        _ => return None,
    })
}

const LOADS: &[&Loads] = &[
    &hadoop::LOADS,
    &zookeeper::LOADS,
    &mesos::LOADS,
    &alluxio::LOADS,
    &htcondor::LOADS,
];

/// Placers, in the order they run.
const PLACERS: &[&[Placer]] = &[hdfs::PLACERS, htcondor::PLACERS, alluxio::PLACERS];

/// Where daemons listen otherwise than their release does by itself.
const LISTENERS: &[Listener] = &[hadoop::listens];

/// Emitters, in the order their documents are listed.
const EMITTERS: &[&[Emitter]] = &[
    hadoop::EMITTERS,
    hdfs::EMITTERS,
    yarn::EMITTERS,
    mapreduce::EMITTERS,
    zookeeper::EMITTERS,
    mesos::EMITTERS,
    alluxio::EMITTERS,
    htcondor::EMITTERS,
    systemd::EMITTERS,
    network::EMITTERS,
];

const GUARDS: &[&[Guard]] = &[
    hdfs::GUARDS,
    yarn::GUARDS,
    mapreduce::GUARDS,
    zookeeper::GUARDS,
    mesos::GUARDS,
    alluxio::GUARDS,
    htcondor::GUARDS,
];

const SECURED: &[&[Guard]] = &[
    hadoop::SECURED,
    hdfs::SECURED,
    yarn::SECURED,
    mapreduce::SECURED,
    zookeeper::SECURED,
    htcondor::SECURED,
];

const CONTRIBUTIONS: Contributions = Contributions {
    unit_needs: &[
        hadoop::unit_needs,
        zookeeper::unit_needs,
        mesos::unit_needs,
        alluxio::unit_needs,
    ],
    file_systems: &[hadoop::file_system],
    schemes: &[alluxio::schemes],
    job_groups: &[yarn::job_groups, mesos::job_groups, htcondor::job_groups],
};

const CHECKS: &[Check] = &[
    systemd::private_tmp,
    htcondor::check_values,
    hadoop::check_constraints,
    yarn::check_queues,
    zookeeper::check_constraints,
    mesos::check_constraints,
    alluxio::check_constraints,
    htcondor::check_constraints,
    together::check,
];

const CONSTRAINTS: &[&Constraints] = &[
    &hadoop::constraints::CONSTRAINTS,
    &zookeeper::constraints::CONSTRAINTS,
    &mesos::constraints::OF_MASTERS,
    &mesos::constraints::OF_AGENTS,
    &alluxio::constraints::CONSTRAINTS,
    &htcondor::constraints::CONSTRAINTS,
];

const ABSENCE: &[&[&Rule]] = &[
    hdfs::ABSENCE,
    yarn::ABSENCE,
    mapreduce::ABSENCE,
    mesos::ABSENCE,
    alluxio::ABSENCE,
    htcondor::ABSENCE,
];

const WITH_KERBEROS: &[Follower] = &[
    Follower::always("hadoop"),
    Follower::always("zookeeper"),
    Follower::always("alluxio"),
    Follower {
        product: "htcondor",
        asked: Some(Asked {
            by: htcondor::KERBEROS_BY,
            is: htcondor::asks_for_kerberos,
        }),
    },
];

const WITH_TLS: &[Follower] = &[Follower::always("hadoop")];

/// What processes load, a product each.
pub const fn loads() -> &'static [&'static Loads] {
    LOADS
}

/// What `resolve` asks of products.
pub const fn knowledge() -> Knowledge {
    Knowledge {
        vocabulary: VOCABULARY,
        facts,
        placers: PLACERS,
        listeners: LISTENERS,
        with_kerberos: WITH_KERBEROS,
        with_tls: WITH_TLS,
    }
}

/// What `lower` asks of products.
pub const fn products() -> Products {
    Products {
        vocabulary: VOCABULARY,
        facts,
        emitters: EMITTERS,
        guards: GUARDS,
        secured: SECURED,
        absence: ABSENCE,
        contributions: CONTRIBUTIONS,
        checks: CHECKS,
        whole: &[together::check_cluster],
    }
}

/// The rules of each part of the program, under the title that people look for them by.
const RULES: &[(&str, &[&[&Rule]])] = &[
    ("YAML", &[yaml::rules::RULES]),
    ("Levels", &[diagnostic::levels::RULES]),
    ("Structure", &[schema::RULES]),
    ("Inventory and layers", &[resolve::RULES]),
    ("Settings and outputs", &[lower::RULES, render::RULES]),
    ("Hadoop", &[hadoop::RULES, hadoop::security::rules::RULES]),
    ("HDFS", &[hdfs::RULES]),
    ("YARN", &[yarn::RULES]),
    ("MapReduce", &[mapreduce::RULES]),
    ("ZooKeeper", &[zookeeper::RULES]),
    ("Mesos", &[mesos::RULES]),
    ("Alluxio", &[alluxio::RULES]),
    ("HTCondor", &[htcondor::RULES, htcondor::VALUE_RULES]),
    ("systemd", &[systemd::RULES]),
    ("Network", &[network::RULES]),
    ("Several products", &[together::RULES]),
];

/// Every rule, by title and code; the rules that are rows come last.
pub fn rule_groups() -> Vec<(&'static str, Vec<&'static Rule>)> {
    let mut groups: Vec<(&str, Vec<&Rule>)> = RULES
        .iter()
        .map(|(title, lists)| (*title, lists.concat()))
        .collect();
    let rows = CONSTRAINTS.iter().flat_map(|table| table.rules()).collect();
    groups.push(("Values that must go together", rows));
    for (_, rules) in &mut groups {
        rules.sort_by_key(|rule| rule.code);
    }
    groups
}

/// Every rule, by code.
pub fn rules() -> Vec<&'static Rule> {
    let mut rules: Vec<&'static Rule> = rule_groups()
        .into_iter()
        .flat_map(|(_, rules)| rules)
        .collect();
    rules.sort_by_key(|rule| rule.code);
    rules
}

/// The rules that are rows, a table a product.
pub const fn constraints() -> &'static [&'static Constraints] {
    CONSTRAINTS
}

/// A rule's examples as whole profiles: one on which it fires, and the same put right. Either is
/// empty where none can be written in a profile alone.
pub fn examples(rule: &Rule) -> (String, String) {
    let whole = |lines: &str| {
        CONSTRAINTS
            .iter()
            .find_map(|table| table.example(rule, lines))
            .unwrap_or_else(|| lines.to_owned())
    };
    (whole(rule.bad), whole(rule.good))
}
