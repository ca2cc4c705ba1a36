//! Keys as the tables spell them, for products that ignore case.

use super::families::match_pattern;
use super::table::first;
use super::{KeyNames, ProductFacts};

/// The key as the tables spell it; `None` when they have no such key.
pub fn spelling(facts: &'static ProductFacts, key: &str) -> Option<&'static str> {
    if facts.names == KeyNames::Exact {
        return None;
    }
    // Nearly all are written as the tables have them.
    if let Some(row) = facts.keys.find(key).first() {
        return Some(first(row));
    }
    [&facts.keys, &facts.renamed, &facts.gone]
        .into_iter()
        .find_map(|table| table.spelling(key))
}

/// What follows the name of a daemon in front of a key of any case.
pub fn without_prefix(key: &str) -> Option<&str> {
    let (prefix, rest) = key.split_once('.')?;
    let word = |text: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    (word(prefix) && !rest.is_empty()).then_some(rest)
}

/// Whether some version has, or had, a key of this name.
pub fn is_name(facts: &'static ProductFacts, key: &str) -> bool {
    let key = spelling(facts, key).unwrap_or(key);
    let tables = [&facts.keys, &facts.renamed, &facts.gone];
    let named = tables.iter().any(|table| !table.find(key).is_empty());
    named
        || facts
            .families
            .shapes(key)
            .any(|shape| match_pattern(facts, shape.pattern, key).is_some())
}
