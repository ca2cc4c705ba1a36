//! The nearest known name of a misspelt key.

use super::names::without_prefix;
use super::table::{cell, first};
use super::{KeyNames, ProductFacts};
use crate::units::{Ranges, Version};

/// The nearest name to `key` and the versions that know it: names of `version` first, then of
/// any version, then old names.
pub fn nearest(
    facts: &'static ProductFacts,
    version: Option<&Version>,
    key: &str,
) -> Option<(&'static str, String)> {
    let upper;
    let key = match facts.names {
        KeyNames::Exact => key,
        // Nearly all of them are in capitals.
        KeyNames::AnyCase => {
            upper = without_prefix(key).unwrap_or(key).to_ascii_uppercase();
            &upper
        }
    };
    let rows = facts.keys.rows();
    let current = rows.iter().filter(|row| {
        version.is_none_or(|version| Ranges::trusted(cell(row, 4)).contains(version))
    });
    let names: [Vec<&'static str>; 3] = [
        current.map(|row| first(row)).collect(),
        rows.iter().map(|row| first(row)).collect(),
        facts.renamed.rows().iter().map(|row| first(row)).collect(),
    ];
    let near = names
        .iter()
        .find_map(|names| crate::units::nearest(key, names.iter().copied()))?;
    let known = facts
        .keys
        .find(near)
        .first()
        .map(|row| cell(row, 4))
        .or_else(|| facts.renamed.find(near).first().map(|row| cell(row, 2)))
        .unwrap_or_default();
    let name = rows
        .iter()
        .chain(facts.renamed.rows())
        .map(|row| first(row))
        .find(|name| *name == near)?;
    Some((name, Ranges::trusted(known).to_string()))
}
