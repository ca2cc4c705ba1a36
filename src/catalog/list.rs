//! All keys that a version knows.

use super::families::of_key;
use super::key::KeyFact;
use super::lookup::{key_fact, renamed};
use super::table::first;
use super::{Known, ProductFacts, look_up};
use crate::units::{Ranges, Version};

/// A name that a version reads.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The key, the pattern of a family, or an old name.
    pub name: &'static str,
    /// What is known of it; of an old name, of the new one.
    pub fact: KeyFact,
    pub is_family: bool,
    /// The keys that an old name is read as.
    pub read_as: Vec<&'static str>,
}

/// Every key, family and old name that `version` reads, by name.
pub fn list(facts: &'static ProductFacts, version: &Version) -> Vec<Listed> {
    let entry = |fact: KeyFact, is_family| Listed {
        name: fact.key,
        fact,
        is_family,
        read_as: Vec::new(),
    };
    let keys = facts
        .keys
        .rows()
        .iter()
        .map(|row| entry(key_fact(facts, row), false));
    let families = facts
        .families
        .rows()
        .iter()
        .map(|row| entry(of_key(facts, row), true));
    let mut listed: Vec<Listed> = keys
        .chain(families)
        .filter(|listed| Ranges::trusted(listed.fact.ranges).contains(version))
        .collect();
    for row in facts.renamed.rows() {
        let name = first(row);
        if let Known::Renamed { to, fact } = look_up(facts, version, None, name) {
            listed.push(Listed {
                name,
                fact,
                is_family: false,
                read_as: to,
            });
        }
    }
    listed.sort_by_key(|listed| (listed.name, listed.fact.scope));
    listed.dedup_by(|one, other| one.name == other.name && one.fact.scope == other.fact.scope);
    listed
}

/// The names of every key of a file or component, whatever the version: keys, then old names that
/// some version reads as one of them.
pub fn names(facts: &'static ProductFacts, scope: &str) -> Vec<&'static str> {
    let has = |key: &str| {
        let rows = facts.keys.find(key).iter();
        rows.map(|row| key_fact(facts, row))
            .any(|fact| fact.scope == scope)
    };
    let keys = facts.keys.rows().iter().map(|row| key_fact(facts, row));
    let mut names: Vec<&'static str> = keys
        .filter(|fact| fact.scope == scope)
        .map(|fact| fact.key)
        .collect();
    for row in facts.renamed.rows() {
        let to = renamed(facts, first(row))
            .into_iter()
            .flat_map(|(to, _)| to);
        if to.into_iter().any(has) {
            names.push(first(row));
        }
    }
    names.sort_unstable();
    names.dedup();
    names
}
