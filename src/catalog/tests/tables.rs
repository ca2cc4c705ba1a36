//! What holds for every row of every table.

use std::collections::BTreeSet;

use super::{products, version};
use crate::catalog::lookup::key_fact;
use crate::catalog::table::{cell, first};
use crate::catalog::{
    ALL, Impact, KeyType, Known, ProductFacts, Table, VersionStatus, check_value, costs, is_name,
    look_up, readers, version_status,
};
use crate::profile::v1::VOCABULARY;
use crate::units::{Ranges, Version};

/// Releases whose own facts are known, oldest first.
fn releases(facts: &'static ProductFacts) -> Vec<Version> {
    let read = facts.versions.rows().iter();
    read.filter(|row| cell(row, 1).is_empty())
        .map(|row| version(first(row)))
        .collect()
}

fn finish(mut wrong: Vec<String>) {
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn scopes(facts: &'static ProductFacts) -> BTreeSet<&'static str> {
    let scopes = [&facts.keys, &facts.families];
    let rows = scopes.into_iter().flat_map(Table::rows);
    rows.map(|row| cell(row, 1)).collect()
}

/// Types whose values nothing here checks.
const UNCHECKED_TYPES: &[&str] = &[
    "",
    "acl",
    "capacity",
    "classpath",
    "hex",
    "inherit",
    "ip",
    "percent",
    "principal",
    "ranges",
    "rate",
    "regex",
    "server_spec",
    "sid_list",
    "umask",
];

/// Defaults that are computed from others, and one that a range came after.
const NO_LITERALS: &[(&str, &str)] = &[
    ("minSessionTimeout", "2*tickTime"),
    ("maxSessionTimeout", "20*tickTime"),
    ("commitProcessor.numWorkerThreads", "numCores"),
    ("nio.numWorkerThreads", "2 * numCores"),
    ("maxWriteQueuePollTime", "configuredFlushDelay / 3"),
    ("NOT_RESPONDING_TIMEOUT", "0"),
];

#[test]
fn types_are_words_that_are_read() {
    let mut wrong = Vec::new();
    for facts in products() {
        for (table, column) in [(&facts.keys, 2), (&facts.families, 2)] {
            for row in table.rows() {
                let kind = cell(row, column);
                if KeyType::parse(kind) == KeyType::Unknown && !UNCHECKED_TYPES.contains(&kind) {
                    wrong.push(format!("{}: no type `{kind}`: {row}", facts.product));
                }
            }
        }
    }
    finish(wrong);
}

#[test]
fn defaults_fit_their_types() {
    let mut wrong = Vec::new();
    for facts in products() {
        let releases = releases(facts);
        for row in facts.keys.rows() {
            let fact = key_fact(facts, row);
            let mut tried: BTreeSet<&str> = BTreeSet::new();
            for release in &releases {
                if !Ranges::trusted(fact.ranges).contains(release) {
                    continue;
                }
                let Some(default) = fact.default_in(release) else {
                    continue;
                };
                if !tried.insert(default) {
                    continue;
                }
                if fact.ty == KeyType::Own || NO_LITERALS.contains(&(fact.key, default)) {
                    continue;
                }
                if let Err(words) = check_value(&fact, release, default) {
                    wrong.push(format!(
                        "{} {release}: {} {} `{default}`: {words}",
                        facts.product, fact.key, fact.kind
                    ));
                }
            }
        }
    }
    finish(wrong);
}

#[test]
fn ranges_of_numbers_are_sane_and_hold_the_defaults() {
    let mut wrong = Vec::new();
    for facts in products() {
        for row in facts.keys.rows() {
            let fact = key_fact(facts, row);
            let Some((low, high)) = fact.range.map(|range| range.split_once("..").expect(row))
            else {
                continue;
            };
            let number = |text: &str| (!text.is_empty()).then(|| text.parse::<f64>().expect(row));
            let (low, high) = (number(low), number(high));
            if low.is_none() && high.is_none() || matches!((low, high), (Some(l), Some(h)) if l > h)
            {
                wrong.push(format!("no range: {row}"));
            }
            let default = fact.default.and_then(|default| default.parse::<f64>().ok());
            if let Some(default) = default
                && (low.is_some_and(|low| default < low) || high.is_some_and(|high| default > high))
            {
                wrong.push(format!("the default is out of range: {row}"));
            }
        }
    }
    finish(wrong);
}

#[test]
fn changed_defaults_are_of_keys_and_each_version_has_one() {
    let mut wrong = Vec::new();
    for facts in products() {
        let releases = releases(facts);
        for row in facts.defaults.rows() {
            let (key, scope, ranges) = (first(row), cell(row, 1), cell(row, 2));
            assert!(Ranges::parse(ranges).is_ok(), "{row}");
            let of = facts.keys.find(key).iter().find(|of| cell(of, 1) == scope);
            let Some(of) = of else {
                wrong.push(format!("no such key: {row}"));
                continue;
            };
            for release in &releases {
                let known = Ranges::trusted(cell(of, 4)).contains(release);
                let rows = facts
                    .defaults
                    .find(key)
                    .iter()
                    .filter(|row| cell(row, 1) == scope);
                let count = rows
                    .filter(|row| Ranges::trusted(cell(row, 2)).contains(release))
                    .count();
                if count != usize::from(known) {
                    wrong.push(format!("{key} of {release} has {count} defaults"));
                }
            }
        }
    }
    finish(wrong);
}

#[test]
fn replacements_exist() {
    let mut wrong = Vec::new();
    for facts in products() {
        for row in facts.renamed.rows() {
            for new in cell(row, 1).split(',') {
                let pattern = !facts.families.find(new).is_empty();
                let variable = !facts.env.find(new).is_empty();
                if !pattern && !variable && !is_name(facts, new) {
                    wrong.push(format!(
                        "{}: nothing is called `{new}`: {row}",
                        facts.product
                    ));
                }
            }
        }
        for row in facts.gone.rows() {
            // Of a key that some versions know, the last one is said twice.
            for key in facts.keys.find(first(row)) {
                let last = Ranges::trusted(cell(key, 4)).last();
                if last.map(|last| last.to_string()).as_deref() != Some(cell(row, 1)) {
                    wrong.push(format!("{key}: but {row}"));
                }
            }
        }
        for row in facts.deprecated.rows() {
            let since = version(cell(row, 1));
            let known = look_up(facts, &since, None, first(row));
            if !matches!(known, Known::Yes(_) | Known::Renamed { .. }) {
                wrong.push(format!("{since} does not know it: {row}"));
            }
        }
        for row in facts.earlier.rows() {
            let oldest = releases(facts).remove(0);
            if version(cell(row, 1)) >= oldest {
                wrong.push(format!("that is in the other tables: {row}"));
            }
            let name = first(row);
            if !is_name(facts, name) {
                wrong.push(format!("what became of it? {row}"));
            }
        }
    }
    finish(wrong);
}

#[test]
fn families_are_well_formed() {
    let mut wrong = Vec::new();
    for facts in products() {
        for row in facts.families.rows() {
            let pattern = first(row);
            let mut names = Vec::new();
            let mut rest = pattern;
            while let Some((_, after)) = rest.split_once('<') {
                let Some((name, after)) = after.split_once('>') else {
                    wrong.push(format!("an open parameter: {row}"));
                    break;
                };
                if name.is_empty() || name.contains('<') || after.starts_with('<') {
                    wrong.push(format!("parameters without a name or an end: {row}"));
                }
                names.push(name);
                rest = after;
            }
            if names.is_empty() || rest.contains('>') {
                wrong.push(format!("no family: {row}"));
            }
            let base = cell(row, 4);
            if !base.is_empty() && !base.contains('<') && !is_name(facts, base) {
                wrong.push(format!("no key `{base}`: {row}"));
            }
            if !facts.keys.find(pattern).is_empty() {
                wrong.push(format!("a key too: {row}"));
            }
        }
        for row in facts.enums.rows() {
            let of = first(row);
            let parameter = of.starts_with('<');
            if !parameter && facts.families.find(of).is_empty() && !is_name(facts, of) {
                wrong.push(format!("{}: values of nothing: {row}", facts.product));
            }
            assert!(["", "y"].contains(&cell(row, 5)), "{row}");
        }
    }
    finish(wrong);
}

#[test]
fn versions_ascend_and_stand_for_releases() {
    for facts in products() {
        let all: Vec<Version> = facts
            .versions
            .rows()
            .iter()
            .map(|row| version(first(row)))
            .collect();
        assert!(
            all.is_sorted_by(|one, next| one < next),
            "{}",
            facts.product
        );
        for row in facts.versions.rows() {
            let facts_of = cell(row, 1);
            let read = facts_of.is_empty()
                || version_status(facts, &version(facts_of)) == VersionStatus::Read;
            assert!(read, "{row}");
        }
    }
}

/// Readers that are no roles of the profile's language.
const OTHER_READERS: &[&str] = &[
    ALL,
    "client",
    "none",
    // Hadoop
    "backupnode",
    "balancer",
    "httpfs",
    "mover",
    "nfs3",
    "kms",
    "proxyserver",
    "router",
    "timelineserver",
    "yarnrouter",
    "sharedcachemanager",
    // Daemons that HTCondor's master runs, and its tools.
    "adstash",
    "annex",
    "annexd",
    "ckpt_server",
    "collector",
    "credd",
    "dagman",
    "defrag",
    "eventd",
    "gangliad",
    "gridmanager",
    "had",
    "job_router",
    "kbdd",
    "librarian",
    "master",
    "negotiator",
    "placementd",
    "preen",
    "procd",
    "quill",
    "rooster",
    "schedd",
    "shadow",
    "shared_port",
    "startd",
    "starter",
    "stork",
    "tools",
    "vm-gahp",
];

#[test]
fn readers_and_costs_are_of_keys_and_in_known_words() {
    let mut wrong = Vec::new();
    for facts in products() {
        let scopes = scopes(facts);
        for (table, daemons) in [(&facts.readers, 2), (&facts.costs, 4)] {
            for row in table.rows() {
                let (pattern, scope) = (first(row), cell(row, 1));
                if !scopes.contains(scope) {
                    wrong.push(format!("{}: no such file: {row}", facts.product));
                }
                let stem = pattern.strip_suffix('*');
                let is_there = |name: &str| match stem {
                    Some(stem) => name
                        .get(..stem.len())
                        .is_some_and(|head| facts.names.same(head, stem)),
                    None => facts.names.same(name, pattern),
                };
                let rows = [&facts.keys, &facts.families];
                let found = rows
                    .into_iter()
                    .flat_map(Table::rows)
                    .any(|row| cell(row, 1) == scope && is_there(first(row)));
                if !found {
                    wrong.push(format!("{}: about no key: {row}", facts.product));
                }
                for daemon in cell(row, daemons)
                    .split(',')
                    .filter(|name| !name.is_empty())
                {
                    if VOCABULARY.role(daemon).is_none() && !OTHER_READERS.contains(&daemon) {
                        wrong.push(format!("{}: who is `{daemon}`? {row}", facts.product));
                    }
                }
            }
        }
        for row in facts.costs.rows() {
            assert!(Impact::parse(cell(row, 3)).is_some(), "{row}");
            let ranges = cell(row, 2);
            assert!(ranges.is_empty() || Ranges::parse(ranges).is_ok(), "{row}");
        }
        for row in facts.files.rows() {
            if !scopes.contains(first(row)) {
                wrong.push(format!("{}: no key is there: {row}", facts.product));
            }
        }
        for scope in scopes {
            if facts.files.find(scope).is_empty() {
                wrong.push(format!("{}: which file is `{scope}`?", facts.product));
            }
        }
    }
    finish(wrong);
}

#[test]
fn every_key_has_readers_and_every_reader_a_cost() {
    let mut wrong = Vec::new();
    for facts in products() {
        let newest = releases(facts).pop().expect("releases");
        for row in facts.keys.rows() {
            let (key, scope) = (first(row), cell(row, 1));
            let readers = readers(facts, scope, key);
            if readers.is_empty() {
                wrong.push(format!("{}: who reads {key}?", facts.product));
            }
            let costs = costs(facts, &newest, scope, key);
            let missing = readers
                .iter()
                .find(|reader| !costs.iter().any(|cost| cost.daemons.contains(reader)));
            if let Some(missing) = missing {
                wrong.push(format!("{}: {key}: and {missing}?", facts.product));
            }
        }
    }
    finish(wrong);
}
