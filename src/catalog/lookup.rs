//! Looks a key up: known, a family's, not yet, gone, renamed, in another file.

use super::ProductFacts;
use super::key::{FamilyFact, KeyFact, KeyLife, KeyType, Known};
use super::table::cell;
use crate::units::{Ranges, Version};

fn some(text: &'static str) -> Option<&'static str> {
    (!text.is_empty()).then_some(text)
}

fn key_fact(facts: &'static ProductFacts, row: &'static str) -> KeyFact {
    let mut cells = row.split('\t');
    let mut next = || cells.next().unwrap_or_default();
    let (key, scope, ty, unit, ranges, suffix_ranges, default) =
        (next(), next(), next(), next(), next(), next(), next());
    KeyFact {
        key,
        scope,
        ty: KeyType::parse(ty),
        unit: some(unit),
        ranges,
        suffix_ranges,
        default: some(default),
        facts,
    }
}

fn family_fact(facts: &'static ProductFacts, row: &'static str) -> KeyFact {
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
        unit,
        ranges: cell(row, 3),
        suffix_ranges: "",
        default: None,
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
    if let Some(known) = other_versions(version, rows, &renamed) {
        return known;
    }
    if let Some(row) = facts.gone.find(key).first() {
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
    rows: &[&'static str],
    renamed: &[(Vec<&'static str>, &'static str)],
) -> Option<Known> {
    let replacement = || {
        renamed
            .first()
            .map(|(to, _)| to.clone())
            .unwrap_or_default()
    };
    if rows.is_empty() {
        let (to, ranges) = renamed.first()?;
        return Some(Known::Gone {
            last: last(ranges).unwrap_or("an older release"),
            replacement: to.clone(),
        });
    }
    let ranges: Vec<&'static str> = rows.iter().map(|row| cell(row, 4)).collect();
    let since = ranges
        .iter()
        .filter_map(|ranges| first(ranges))
        .min_by_key(|(version, _)| version.clone())?;
    if *version < since.0 {
        return Some(Known::NotYet { since: since.1 });
    }
    // Between two ranges: a later release has it again.
    let last = ranges
        .iter()
        .filter_map(|ranges| last(ranges))
        .next_back()
        .unwrap_or("an older release");
    Some(Known::Gone {
        last,
        replacement: replacement(),
    })
}

/// The first version of ranges, parsed and as written.
fn first(ranges: &'static str) -> Option<(Version, &'static str)> {
    let text = ranges.split(';').next()?.split("..").next()?;
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
fn renamed(facts: &'static ProductFacts, key: &str) -> Vec<(Vec<&'static str>, &'static str)> {
    facts
        .renamed
        .find(key)
        .iter()
        .map(|row| (cell(row, 1).split(',').collect(), cell(row, 2)))
        .collect()
}

fn family(
    facts: &'static ProductFacts,
    version: &Version,
    scope: Option<&str>,
    key: &str,
    elsewhere: &mut Vec<&'static str>,
) -> Option<FamilyFact> {
    for row in facts.families.rows() {
        let Some(params) = match_pattern(cell(row, 0), key) else {
            continue;
        };
        let fact = family_fact(facts, row);
        if !Ranges::trusted(fact.ranges).contains(version) {
            continue;
        }
        if scope.is_none_or(|scope| scope == fact.scope) {
            return Some(FamilyFact { fact, params });
        }
        elsewhere.push(fact.scope);
    }
    None
}

/// Matches a key against `a.<x>.b`. A parameter is one part between dots, except the path of a
/// queue, the rest of an option and the like, which may hold dots.
fn match_pattern(pattern: &'static str, key: &str) -> Option<Vec<(&'static str, String)>> {
    let head = pattern.split('<').next().unwrap_or_default();
    if !key.starts_with(head) {
        return None;
    }
    let mut params = Vec::new();
    match_parts(pattern, key, &mut params).then_some(params)
}

fn match_parts(pattern: &'static str, key: &str, params: &mut Vec<(&'static str, String)>) -> bool {
    let Some(open) = pattern.find('<') else {
        return pattern == key;
    };
    let (Some(literal), Some(close)) = (pattern.get(..open), pattern.find('>')) else {
        return false;
    };
    let (Some(name), Some(rest_pattern), Some(rest)) = (
        pattern.get(open + 1..close),
        pattern.get(close + 1..),
        key.strip_prefix(literal),
    ) else {
        return false;
    };
    let dots = matches!(
        name,
        "queue" | "path" | "option" | "opts" | "account" | "scheme" | "id"
    );
    // Longest first, so that a queue's path takes all it can.
    for end in (1..=rest.len()).rev() {
        let (Some(value), Some(left)) = (rest.get(..end), rest.get(end..)) else {
            continue;
        };
        if !dots && value.contains('.') {
            continue;
        }
        let depth = params.len();
        params.push((name, value.to_owned()));
        if match_parts(rest_pattern, left, params) {
            return true;
        }
        params.truncate(depth);
    }
    false
}

/// A key over all versions, one element a file it belongs to.
pub fn life(facts: &'static ProductFacts, key: &str) -> Vec<KeyLife> {
    let renamed = renamed(facts, key);
    let to: Vec<&'static str> = renamed.iter().flat_map(|(to, _)| to.clone()).collect();
    let mut lives: Vec<KeyLife> = facts
        .keys
        .find(key)
        .iter()
        .map(|row| KeyLife {
            file: cell(row, 1),
            kind: cell(row, 2),
            unit: some(cell(row, 3)),
            default: some(cell(row, 6)),
            versions: Ranges::trusted(cell(row, 4)).to_string(),
            renamed_to: to.clone(),
        })
        .collect();
    if lives.is_empty() && !to.is_empty() {
        lives.push(KeyLife {
            file: "",
            kind: "an old name",
            unit: None,
            default: None,
            versions: renamed
                .iter()
                .map(|(_, ranges)| Ranges::trusted(ranges).to_string())
                .collect::<Vec<_>>()
                .join("; "),
            renamed_to: to,
        });
    }
    if lives.is_empty() {
        for row in facts.families.rows() {
            if match_pattern(cell(row, 0), key).is_some() || cell(row, 0) == key {
                lives.push(KeyLife {
                    file: cell(row, 1),
                    kind: cell(row, 2),
                    unit: None,
                    default: None,
                    versions: Ranges::trusted(cell(row, 3)).to_string(),
                    renamed_to: Vec::new(),
                });
            }
        }
    }
    lives
}
