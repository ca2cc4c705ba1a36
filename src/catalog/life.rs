//! A key over all versions: what `explain` tells.

use super::costs::{Cost, costs, readers};
use super::families::{match_pattern, of_key};
use super::key::{KeyFact, KeyLife, KeyNames, KeySpan, KeyState, KeyType, KeyValue, Known};
use super::lookup::{key_fact, look_up, renamed, some};
use super::names::{spelling, without_prefix};
use super::table::{cell, first};
use super::{ProductFacts, Table};
use crate::units::{Ranges, Version};

/// A key over all versions, one element a file it belongs to; nothing where no version has it.
pub fn life(facts: &'static ProductFacts, key: &str) -> Vec<KeyLife> {
    let bare = match facts.names {
        KeyNames::Exact => key,
        KeyNames::AnyCase if spelling(facts, key).is_some() => key,
        KeyNames::AnyCase => without_prefix(key).unwrap_or(key),
    };
    let key = spelling(facts, bare).unwrap_or(bare);
    let mut lives: Vec<KeyLife> = facts
        .keys
        .find(key)
        .iter()
        .map(|row| of_fact(facts, key, &key_fact(facts, row)))
        .collect();
    if lives.is_empty() {
        lives = facts
            .families
            .rows()
            .iter()
            .filter(|row| first(row) == key || match_pattern(facts, first(row), key).is_some())
            .map(|row| of_fact(facts, key, &of_key(facts, row)))
            .collect();
    }
    if lives.is_empty() {
        let names = [(&facts.renamed, "an old name"), (&facts.gone, "")];
        let found = names
            .iter()
            .find_map(|(table, kind)| Some((table.find(key).first()?, kind)));
        lives.extend(found.map(|(row, kind)| nameless(facts, first(row), kind)));
    }
    if lives.is_empty()
        && let Some(row) = facts.placeholders.find(key).first()
    {
        lives.push(nameless(
            facts,
            first(row),
            "a placeholder of the documentation",
        ));
    }
    lives.extend(
        facts
            .env
            .find(key)
            .iter()
            .map(|row| of_variable(facts, row)),
    );
    lives
}

/// A name that has no value of its own.
fn nameless(facts: &'static ProductFacts, key: &'static str, kind: &'static str) -> KeyLife {
    let mut life = of_fact(facts, key, &KeyFact::free(facts, "", KeyType::Unknown));
    key.clone_into(&mut life.key);
    life.kind = kind;
    life
}

fn of_fact(facts: &'static ProductFacts, key: &str, fact: &KeyFact) -> KeyLife {
    let scope = some(fact.scope);
    let mut spans: Vec<KeySpan> = facts
        .earlier
        .find(key)
        .iter()
        .map(|row| KeySpan {
            versions: cell(row, 1).to_owned(),
            state: KeyState::Known {
                default: some(cell(row, 2)),
                deprecated: false,
            },
        })
        .collect();
    let pattern = fact.key.contains('<') && first_is(&facts.families, key);
    let lived = runs(facts, |version| {
        if pattern {
            // No version knows a pattern by its own name.
            return if Ranges::trusted(fact.ranges).contains(version) {
                KeyState::known(fact, version)
            } else {
                KeyState::NotKnown
            };
        }
        state(facts, version, scope, key)
    });
    let begins = if spans.is_empty() {
        lived.iter().position(|(_, state)| state.is_news())
    } else {
        Some(0)
    };
    spans.extend(
        lived
            .into_iter()
            .skip(begins.unwrap_or(usize::MAX))
            .map(|(versions, state)| KeySpan { versions, state }),
    );
    let changes = runs(facts, |version| {
        let known = pattern || matches!(state(facts, version, scope, key), KeyState::Known { .. });
        match scope {
            Some(scope) if known => costs(facts, version, scope, key),
            _ => Vec::new(),
        }
    });
    KeyLife {
        key: if fact.key.is_empty() { key } else { fact.key }.to_owned(),
        scope: fact.scope,
        files: facts
            .files
            .find(fact.scope)
            .iter()
            .map(|row| cell(row, 2))
            .collect(),
        kind: fact.kind,
        unit: fact.unit,
        range: fact.range,
        suffixes: some(fact.suffix_ranges).map(|ranges| Ranges::trusted(ranges).to_string()),
        default: fact.default,
        versions: some(fact.ranges)
            .map(|ranges| Ranges::trusted(ranges).to_string())
            .unwrap_or_default(),
        spans,
        values: values(facts, fact.key),
        renamed_to: renamed(facts, key)
            .into_iter()
            .flat_map(|(to, _)| to)
            .collect(),
        old_names: old_names(facts, fact.key),
        readers: readers(facts, fact.scope, key),
        changes: merged(changes.into_iter().filter(|(_, costs)| !costs.is_empty())),
    }
}

/// A cost that holds in several runs is told once, and without versions where no other is known.
fn merged(changes: impl Iterator<Item = (String, Vec<Cost>)>) -> Vec<(String, Vec<Cost>)> {
    let mut merged: Vec<(String, Vec<Cost>)> = Vec::new();
    for (versions, costs) in changes {
        match merged.iter_mut().find(|(_, have)| *have == costs) {
            Some((have, _)) => {
                have.push_str(", ");
                have.push_str(&versions);
            }
            None => merged.push((versions, costs)),
        }
    }
    if let [(versions, _)] = merged.as_mut_slice() {
        versions.clear();
    }
    merged
}

fn first_is(table: &'static Table, key: &str) -> bool {
    !table.find(key).is_empty()
}

fn state(
    facts: &'static ProductFacts,
    version: &Version,
    scope: Option<&str>,
    key: &str,
) -> KeyState {
    match look_up(facts, version, scope, key) {
        Known::Yes(fact) => KeyState::known(&fact, version),
        Known::Family(family) => KeyState::known(&family.fact, version),
        Known::Renamed { to, .. } => KeyState::Renamed { to },
        Known::Gone { replacement, .. } => KeyState::Gone { replacement },
        Known::OtherFile { files } => KeyState::Elsewhere { files },
        Known::NotYet { .. } | Known::Placeholder | Known::Unknown => KeyState::NotKnown,
    }
}

/// Runs of versions that come to the same, as words and oldest first.
fn runs<T: PartialEq>(
    facts: &'static ProductFacts,
    mut ask: impl FnMut(&Version) -> T,
) -> Vec<(String, T)> {
    let mut runs: Vec<(&'static str, &'static str, T)> = Vec::new();
    for row in facts.versions.rows() {
        // A release that was not read does as another one.
        let (name, as_of) = (first(row), some(cell(row, 1)));
        let Ok(version) = as_of.unwrap_or(name).parse() else {
            continue;
        };
        let found = ask(&version);
        match runs.last_mut() {
            Some((_, last, state)) if *state == found => *last = name,
            _ => runs.push((name, name, found)),
        }
    }
    let newest = runs.len().saturating_sub(1);
    runs.into_iter()
        .enumerate()
        .map(|(at, (since, until, state))| {
            let versions = if at == newest {
                format!("{since} and later")
            } else if since == until {
                since.to_owned()
            } else {
                format!("{since} to {until}")
            };
            (versions, state)
        })
        .collect()
}

fn values(facts: &'static ProductFacts, key: &str) -> Vec<KeyValue> {
    facts
        .enums
        .find(key)
        .iter()
        .map(|row| KeyValue {
            value: cell(row, 1),
            versions: Ranges::trusted(cell(row, 4)).to_string(),
            open: cell(row, 5) == "y",
        })
        .collect()
}

/// Names that a key had before, and the versions that still read them.
fn old_names(facts: &'static ProductFacts, key: &str) -> Vec<(&'static str, String)> {
    facts
        .renamed
        .rows()
        .iter()
        .filter(|row| cell(row, 1).split(',').any(|new| new == key))
        .map(|row| {
            let ranges = cell(row, 2);
            let versions = some(ranges).map(|ranges| Ranges::trusted(ranges).to_string());
            (first(row), versions.unwrap_or_default())
        })
        .collect()
}

/// A variable of env files.
fn of_variable(facts: &'static ProductFacts, row: &'static str) -> KeyLife {
    let ranges = Ranges::trusted(cell(row, 4));
    let deprecated: Option<Version> = cell(row, 6).parse().ok();
    let lived = runs(facts, |version| {
        if ranges.contains(version) {
            KeyState::Known {
                default: None,
                deprecated: deprecated.as_ref().is_some_and(|since| version >= since),
            }
        } else {
            KeyState::NotKnown
        }
    });
    let begins = lived.iter().position(|(_, state)| state.is_news());
    KeyLife {
        key: first(row).to_owned(),
        scope: "env",
        files: cell(row, 3)
            .split(',')
            .filter(|file| !file.is_empty())
            .collect(),
        kind: cell(row, 1),
        unit: some(cell(row, 2)),
        range: None,
        suffixes: None,
        default: None,
        versions: ranges.to_string(),
        spans: lived
            .into_iter()
            .skip(begins.unwrap_or(usize::MAX))
            .map(|(versions, state)| KeySpan { versions, state })
            .collect(),
        values: Vec::new(),
        renamed_to: some(cell(row, 5)).into_iter().collect(),
        old_names: Vec::new(),
        readers: Vec::new(),
        changes: Vec::new(),
    }
}

impl KeyState {
    fn known(fact: &KeyFact, version: &Version) -> Self {
        Self::Known {
            default: fact.default_in(version),
            deprecated: fact.is_deprecated(version),
        }
    }

    /// Whether a life may begin with it.
    const fn is_news(&self) -> bool {
        !matches!(self, Self::NotKnown | Self::Elsewhere { .. })
    }
}
