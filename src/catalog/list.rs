//! All keys that a version knows.

use super::families::of_key;
use super::key::KeyFact;
use super::lookup::{key_fact, renamed};
use super::table::{cell, first};
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

/// A name that some version reads.
#[derive(Debug, Clone)]
pub struct Named {
    pub name: &'static str,
    /// What is known of it; of an old name, of the new one.
    pub fact: KeyFact,
    /// The keys that an old name is read as.
    pub read_as: Vec<&'static str>,
}

/// The names of every key of a file or component, whatever the version, and old names of them that
/// some version reads.
pub fn names(facts: &'static ProductFacts, scope: &str) -> Vec<Named> {
    let here = |row: &&&'static str| cell(row, 1) == scope;
    let keys = facts.keys.rows().iter().filter(here);
    let mut names: Vec<Named> = keys
        .map(|row| Named {
            name: first(row),
            fact: key_fact(facts, row),
            read_as: Vec::new(),
        })
        .collect();
    for row in facts.renamed.rows() {
        for (to, ranges) in renamed(facts, first(row)) {
            let new = to.iter().flat_map(|key| facts.keys.find(key)).find(here);
            if let (Some(new), false) = (new, ranges.is_empty()) {
                names.push(Named {
                    name: first(row),
                    fact: key_fact(facts, new),
                    read_as: to,
                });
            }
        }
    }
    names.sort_by_key(|named| named.name);
    names.dedup_by_key(|named| named.name);
    names
}
