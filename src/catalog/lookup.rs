//! Looks a key up: known, a family's, not yet, gone, renamed, in another file.

use super::ProductFacts;
use super::families::{self, family};
use super::key::{KeyFact, KeyNames, KeyType, Known};
use super::names::{spelling, without_prefix};
use super::table::cell;
use crate::units::{Ranges, Version};

pub(super) fn some(text: &'static str) -> Option<&'static str> {
    (!text.is_empty()).then_some(text)
}

pub(super) fn key_fact(facts: &'static ProductFacts, row: &'static str) -> KeyFact {
    let mut cells = row.split('\t');
    let mut next = || cells.next().unwrap_or_default();
    let (key, scope, ty, unit, ranges, suffix_ranges, default) =
        (next(), next(), next(), next(), next(), next(), next());
    KeyFact {
        key,
        scope,
        ty: KeyType::parse(ty),
        kind: ty,
        unit: some(unit),
        ranges,
        suffix_ranges,
        default: some(default),
        range: some(next()),
        facts,
    }
}

/// What `version` does with `key` in `scope` (a file or component); `None` asks for any scope.
pub fn look_up(
    facts: &'static ProductFacts,
    version: &Version,
    scope: Option<&str>,
    key: &str,
) -> Known {
    if facts.names == KeyNames::Exact {
        return look_up_spelt(facts, version, scope, key);
    }
    let known = look_up_spelt(facts, version, scope, spelling(facts, key).unwrap_or(key));
    match (known, without_prefix(key)) {
        (Known::Unknown, Some(rest)) => match look_up(facts, version, scope, rest) {
            // The new name would need the prefix too.
            Known::Renamed { fact, .. } => Known::Yes(fact),
            known => known,
        },
        (known, _) => known,
    }
}

/// The same for a key in the spelling of the tables.
fn look_up_spelt(
    facts: &'static ProductFacts,
    version: &Version,
    scope: Option<&str>,
    key: &str,
) -> Known {
    let rows = facts.keys.find(key);
    let here = |have: &str| scope.is_none_or(|scope| scope == have);
    let mut elsewhere = Vec::new();
    for row in rows {
        let fact = key_fact(facts, row);
        if Ranges::trusted(fact.ranges).contains(version) {
            if here(fact.scope) {
                return Known::Yes(fact);
            }
            elsewhere.push(fact.scope);
        }
    }
    if let Some(family) = family(facts, version, scope, key, &mut elsewhere) {
        return Known::Family(family);
    }
    let renamed = renamed(facts, key);
    if let Some((to, _)) = renamed
        .iter()
        .find(|(_, ranges)| Ranges::trusted(ranges).contains(version))
    {
        // The new name says what the value is; where it belongs elsewhere, so does the old one.
        let mut scopes = Vec::new();
        for new in to {
            for row in facts.keys.find(new) {
                let fact = key_fact(facts, row);
                if here(fact.scope) {
                    return Known::Renamed {
                        to: to.clone(),
                        fact,
                    };
                }
                scopes.push(fact.scope);
            }
        }
        if !scopes.is_empty() {
            return Known::OtherFile { files: scopes };
        }
    }
    if !elsewhere.is_empty() {
        return Known::OtherFile { files: elsewhere };
    }
    let ranges: Vec<&'static str> = rows.iter().map(|row| cell(row, 4)).collect();
    let advice = facts.gone.find(key).first();
    if let Some(known) = other_versions(version, &ranges, &renamed, advice.copied()) {
        return known;
    }
    if let Some(known) = families::other_versions(facts, version, key) {
        return known;
    }
    if let Some(row) = advice {
        return Known::Gone {
            last: cell(row, 1),
            replacement: some(cell(row, 2)).into_iter().collect(),
        };
    }
    if !facts.placeholders.find(key).is_empty() {
        return Known::Placeholder;
    }
    Known::Unknown
}

/// The key exists in other versions only.
fn other_versions(
    version: &Version,
    ranges: &[&'static str],
    renamed: &[(Vec<&'static str>, &'static str)],
    advice: Option<&'static str>,
) -> Option<Known> {
    if ranges.is_empty() {
        let (to, ranges) = renamed.first()?;
        return Some(Known::Gone {
            last: last(ranges).unwrap_or("an older release"),
            replacement: to.clone(),
        });
    }
    let replacement = match (renamed.first(), advice) {
        (Some((to, _)), _) => to.clone(),
        (None, Some(row)) => some(cell(row, 2)).into_iter().collect(),
        (None, None) => Vec::new(),
    };
    Some(outside(version, ranges, replacement))
}

/// What a version that is in none of the ranges does with the key.
pub(super) fn outside(
    version: &Version,
    ranges: &[&'static str],
    replacement: Vec<&'static str>,
) -> Known {
    // Between two ranges: it exists in a series before, and again from the next range on.
    let next = ranges
        .iter()
        .flat_map(|ranges| ranges.split(';'))
        .filter_map(first)
        .filter(|(since, _)| version < since)
        .min_by_key(|(since, _)| since.clone());
    if let Some((_, since)) = next {
        return Known::NotYet { since };
    }
    let last = ranges
        .iter()
        .filter_map(|ranges| last(ranges))
        .next_back()
        .unwrap_or("an older release");
    Known::Gone { last, replacement }
}

/// The first version of a range, parsed and as written.
fn first(range: &'static str) -> Option<(Version, &'static str)> {
    let text = range.split("..").next()?;
    Some((text.parse().ok()?, text))
}

/// The last version of ranges as written, if they end.
fn last(ranges: &'static str) -> Option<&'static str> {
    ranges
        .split(';')
        .next_back()?
        .rsplit("..")
        .next()
        .filter(|text| !text.is_empty())
}

/// New names of an old one, each with the versions in which the old one works.
pub(super) fn renamed(
    facts: &'static ProductFacts,
    key: &str,
) -> Vec<(Vec<&'static str>, &'static str)> {
    facts
        .renamed
        .find(key)
        .iter()
        .map(|row| (cell(row, 1).split(',').collect(), cell(row, 2)))
        .collect()
}
