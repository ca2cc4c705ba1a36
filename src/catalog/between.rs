//! What lies between two versions: defaults that change, names that change, what to know.

use std::borrow::Cow;

use super::key::{KeyFact, KeyType, Known};
use super::lookup::{key_fact, look_up, some};
use super::table::{cell, first};
use super::{ProductFacts, VersionStatus, version_status};
use crate::units::Version;

/// A default that is not the same in two versions, both of which know the key.
#[derive(Debug, Clone, Copy)]
pub struct ChangedDefault {
    pub fact: KeyFact,
    /// `None`: none, or one that is computed.
    pub old: Option<&'static str>,
    pub new: Option<&'static str>,
}

/// What it means to go past a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crossing {
    /// The version that is reached or left.
    pub at: &'static str,
    /// The roles that it is about; empty for all of the product.
    pub roles: Vec<&'static str>,
    pub note: &'static str,
}

/// The keys whose default differs between two versions, in the order of the tables. Values that
/// are written in another way and mean the same (`0` and `0s`) do not differ.
pub fn changed_defaults(
    facts: &'static ProductFacts,
    old: &Version,
    new: &Version,
) -> Vec<ChangedDefault> {
    let mut keys: Vec<&'static str> = facts.defaults.rows().iter().map(|row| first(row)).collect();
    keys.dedup();
    let mut changed = Vec::new();
    for key in keys {
        for row in facts.keys.find(key) {
            let fact = key_fact(facts, row);
            let knows = |version: &Version| {
                matches!(
                    look_up(facts, version, Some(fact.scope), key),
                    Known::Yes(_)
                )
            };
            let (before, after) = (fact.default_in(old), fact.default_in(new));
            let is_same = before == after
                || same(
                    &fact,
                    before.map(|text| expanded(facts, old, &fact, text)),
                    after.map(|text| expanded(facts, new, &fact, text)),
                );
            if !is_same && knows(old) && knows(new) {
                changed.push(ChangedDefault {
                    fact,
                    old: before,
                    new: after,
                });
            }
        }
    }
    changed
}

/// A default with the defaults of the keys it refers to put in, where they are in the same file.
fn expanded(
    facts: &'static ProductFacts,
    version: &Version,
    fact: &KeyFact,
    text: &'static str,
) -> Cow<'static, str> {
    let mut text = Cow::Borrowed(text);
    // No default refers to one that refers to others any further.
    for _ in 0..2 {
        let Some((start, name)) = text.find("${").and_then(|start| {
            let rest = text.get(start + 2..)?;
            Some((start, rest.get(..rest.find('}')?)?.to_owned()))
        }) else {
            break;
        };
        let rows = facts
            .keys
            .find(&name)
            .iter()
            .map(|row| key_fact(facts, row));
        let inner = rows
            .filter(|inner| inner.scope == fact.scope)
            .find_map(|inner| inner.default_in(version));
        let Some(inner) = inner else { break };
        let mut whole = text.into_owned();
        whole.replace_range(start..start + name.len() + 3, inner);
        text = Cow::Owned(whole);
    }
    text
}

/// Whether two defaults mean the same.
fn same(fact: &KeyFact, old: Option<Cow<'_, str>>, new: Option<Cow<'_, str>>) -> bool {
    let (Some(old), Some(new)) = (old, new) else {
        return false;
    };
    let (one, other) = (old.trim(), new.trim());
    let items = |text: &str| -> Vec<String> {
        text.split(',').map(|item| item.trim().to_owned()).collect()
    };
    one == other
        || fact.ty == KeyType::Bool && one.eq_ignore_ascii_case(other)
        || fact.is_list() && items(one) == items(other)
        || matches!((amount(fact, one), amount(fact, other)), (Some(a), Some(b)) if a == b)
}

/// A duration in nanoseconds, or a size in bytes.
fn amount(fact: &KeyFact, text: &str) -> Option<u128> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, suffix) = text.split_at_checked(end)?;
    let number: u128 = digits.parse().ok()?;
    let suffix = match suffix {
        "" => fact.unit.unwrap_or_default(),
        suffix => suffix,
    };
    let factor: u128 = match fact.ty {
        KeyType::Duration => match suffix.to_ascii_lowercase().as_str() {
            "ns" => 1,
            "us" => 1_000,
            "ms" => 1_000_000,
            "s" => 1_000_000_000,
            "m" | "min" => 60_000_000_000,
            "h" => 3_600_000_000_000,
            "d" => 86_400_000_000_000,
            _ => return None,
        },
        KeyType::Size => match suffix.to_ascii_lowercase().as_str() {
            "" | "b" | "bytes" => 1,
            "k" | "kb" => 1 << 10,
            "m" | "mb" => 1 << 20,
            "g" | "gb" => 1 << 30,
            "t" | "tb" => 1 << 40,
            _ => return None,
        },
        _ => return None,
    };
    number.checked_mul(factor)
}

/// The versions whose own facts are known from one version to another, in the order of the way.
fn on_the_way(facts: &'static ProductFacts, from: &Version, to: &Version) -> Vec<Version> {
    let (low, high) = if from < to { (from, to) } else { (to, from) };
    let mut way: Vec<Version> = facts
        .versions
        .rows()
        .iter()
        .filter_map(|row| first(row).parse().ok())
        .filter(|version: &Version| low <= version && version <= high)
        .filter(|version| version_status(facts, version) == VersionStatus::Read)
        .collect();
    if to < from {
        way.reverse();
    }
    way
}

/// The key that a version on the way reads an old name as, where the last version knows that key:
/// then the old name meant the same, and may be replaced.
pub fn renamed_between(
    facts: &'static ProductFacts,
    scope: &str,
    key: &str,
    from: &Version,
    to: &Version,
) -> Option<&'static str> {
    let way = on_the_way(facts, from, to);
    let new = way
        .iter()
        .find_map(|version| match look_up(facts, version, Some(scope), key) {
            Known::Renamed { to, .. } => match to.as_slice() {
                [one] => Some(*one),
                _ => None,
            },
            _ => None,
        })?;
    matches!(
        look_up(facts, to, Some(scope), new),
        Known::Yes(_) | Known::Family(_) | Known::Renamed { .. }
    )
    .then_some(new)
}

/// What it means to go from one version to another, in the order of the way.
pub fn crossings(facts: &'static ProductFacts, from: &Version, to: &Version) -> Vec<Crossing> {
    let up = from < to;
    let (low, high) = if up { (from, to) } else { (to, from) };
    let mut crossed: Vec<(Version, Crossing)> = facts
        .crossings
        .rows()
        .iter()
        .filter(|row| cell(row, 1) == if up { "up" } else { "down" })
        .filter_map(|row| {
            let crossing = Crossing {
                at: first(row),
                roles: some(cell(row, 2)).map_or_else(Vec::new, |roles| roles.split(',').collect()),
                note: cell(row, 3),
            };
            Some((first(row).parse().ok()?, crossing))
        })
        .filter(|(at, _)| low < at && at <= high)
        .collect();
    crossed.sort_by(|(one, _), (other, _)| if up { one.cmp(other) } else { other.cmp(one) });
    crossed.into_iter().map(|(_, crossing)| crossing).collect()
}

/// The variable that scripts read in place of another, where there is one.
pub fn variable_instead(facts: &'static ProductFacts, variable: &str) -> Option<&'static str> {
    facts
        .env
        .find(variable)
        .iter()
        .find_map(|row| some(cell(row, 5)))
}
