//! Keys of families, such as `dfs.namenode.rpc-address.<ns>.<nn>`.

use super::ProductFacts;
use super::key::{FamilyFact, KeyFact, KeyNames, KeyType, Known};
use super::lookup::{outside, renamed, some};
use super::near::nearest;
use super::table::cell;
use crate::units::{Ranges, Version};

/// Longest key that can be of a family: the search tries every part of it.
const MAX_KEY: usize = 500;

/// The family of a row of the table, as a key.
pub(super) fn of_key(facts: &'static ProductFacts, row: &'static str) -> KeyFact {
    let base = cell(row, 4);
    let unit = facts
        .keys
        .find(base)
        .first()
        .and_then(|row| some(cell(row, 3)));
    KeyFact {
        key: cell(row, 0),
        scope: cell(row, 1),
        ty: KeyType::parse(cell(row, 2)),
        kind: cell(row, 2),
        unit,
        ranges: cell(row, 3),
        suffix_ranges: "",
        default: None,
        range: None,
        facts,
    }
}

/// The family that `key` is of in `version`; scopes of families elsewhere are added to
/// `elsewhere`.
pub(super) fn family(
    facts: &'static ProductFacts,
    version: &Version,
    scope: Option<&str>,
    key: &str,
    elsewhere: &mut Vec<&'static str>,
) -> Option<FamilyFact> {
    for shape in facts.families.shapes(key) {
        let Some(params) = match_pattern(facts, shape.pattern, key) else {
            continue;
        };
        let row = shape.row;
        let fact = of_key(facts, row);
        if !Ranges::trusted(fact.ranges).contains(version) {
            continue;
        }
        if cell(row, 5) == "y" && nearest(facts, Some(version), key).is_some() {
            continue;
        }
        if scope.is_none_or(|scope| scope == fact.scope) {
            return Some(FamilyFact { fact, params });
        }
        elsewhere.push(fact.scope);
    }
    None
}

/// What a version does with a member of a family that only other versions have.
pub(super) fn other_versions(
    facts: &'static ProductFacts,
    version: &Version,
    key: &str,
) -> Option<Known> {
    let row = facts
        .families
        .shapes(key)
        .find(|shape| {
            match_pattern(facts, shape.pattern, key).is_some() && cell(shape.row, 5) != "y"
        })?
        .row;
    let replacement = renamed(facts, cell(row, 0))
        .first()
        .map(|(to, _)| to.clone())
        .unwrap_or_default();
    Some(outside(version, &[cell(row, 3)], replacement))
}

/// Matches a key against `a.<x>.b`. A parameter is one part between dots, except the path of a
/// queue, the rest of an option and the like, which may hold dots. One that has a set of values
/// (under its name in the table of enums) takes only those.
pub(super) fn match_pattern(
    facts: &'static ProductFacts,
    pattern: &'static str,
    key: &str,
) -> Option<Vec<(&'static str, String)>> {
    if key.len() > MAX_KEY {
        return None;
    }
    let mut params = Vec::new();
    match_parts(facts, pattern, key, &mut params).then_some(params)
}

/// What follows a literal part of a pattern.
fn after<'a>(names: KeyNames, key: &'a str, literal: &str) -> Option<&'a str> {
    let (head, rest) = (key.get(..literal.len())?, key.get(literal.len()..)?);
    names.same(head, literal).then_some(rest)
}

fn match_parts(
    facts: &'static ProductFacts,
    pattern: &'static str,
    key: &str,
    params: &mut Vec<(&'static str, String)>,
) -> bool {
    let Some(open) = pattern.find('<') else {
        return facts.names.same(pattern, key);
    };
    let (Some(literal), Some(close)) = (pattern.get(..open), pattern.find('>')) else {
        return false;
    };
    let (Some(name), Some(rest_pattern), Some(rest)) = (
        pattern.get(open + 1..close),
        pattern.get(close + 1..),
        after(facts.names, key, literal),
    ) else {
        return false;
    };
    // The text behind the parameter tells where it can end: most keys do not have it at all.
    let behind = rest_pattern.split('<').next().unwrap_or_default();
    let Some(last) = rest.len().checked_sub(behind.len()) else {
        return false;
    };
    let first = if behind.len() == rest_pattern.len() {
        last.max(1)
    } else {
        1
    };
    // Longest first, so that a queue's path takes all it can.
    for end in (first..=last).rev() {
        let (Some(value), Some(left)) = (rest.get(..end), rest.get(end..)) else {
            continue;
        };
        if after(facts.names, left, behind).is_none() {
            continue;
        }
        if !is_param(facts, pattern.get(open..=close).unwrap_or_default(), value) {
            continue;
        }
        let depth = params.len();
        params.push((name, value.to_owned()));
        if match_parts(facts, rest_pattern, left, params) {
            return true;
        }
        params.truncate(depth);
    }
    false
}

/// Whether a parameter, such as `<ns>`, can have a value.
fn is_param(facts: &'static ProductFacts, name: &str, value: &str) -> bool {
    let dots = matches!(
        name,
        "<queue>"
            | "<path>"
            | "<option>"
            | "<opts>"
            | "<account>"
            | "<scheme>"
            | "<id>"
            | "<groupname>"
    );
    if !dots && value.contains('.') {
        return false;
    }
    if facts.names == KeyNames::Exact {
        return true;
    }
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    if !value.chars().all(word) {
        return false;
    }
    if name == "<N>" {
        return value.chars().all(|c| c.is_ascii_digit());
    }
    let set = facts.enums.find(name);
    set.is_empty()
        || set.iter().any(|row| {
            // The second cell, without looking for where it ends.
            let rest = row.as_bytes().get(name.len() + 1..).unwrap_or_default();
            rest.get(value.len()).is_none_or(|end| *end == b'\t')
                && rest
                    .get(..value.len())
                    .is_some_and(|have| have.eq_ignore_ascii_case(value.as_bytes()))
        })
}
