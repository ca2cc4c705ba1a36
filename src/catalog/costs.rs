//! Who reads a key, and what a change of it costs.

use super::ProductFacts;
use super::key::KeyNames;
use super::names::without_prefix;
use super::table::{by_pattern, cell};
use crate::units::{Ranges, Version};

/// What it takes until a change of a key has its effect, the cheapest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Impact {
    /// Nothing follows from it.
    None,
    /// The next job, client or tool that starts sees it.
    NextJob,
    /// A command hands it to the running daemon.
    Live,
    /// A command has the running daemon read its files again.
    Reload,
    /// The daemon is restarted.
    Restart,
    /// Daemons are restarted in an order, or together.
    OrderedRestart,
    /// Data or running work can be lost.
    Danger,
}

/// What a change of a key costs some of the daemons that read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cost {
    pub impact: Impact,
    /// Those of its readers that this is about.
    pub daemons: Vec<&'static str>,
    /// A command, or what to do in words; empty where the impact says all.
    pub action: &'static str,
    /// Why it is so; empty where the impact says all.
    pub note: &'static str,
}

/// The word for all daemons and clients of a product.
pub const ALL: &str = "all";

impl Impact {
    /// Every impact, the cheapest first.
    pub const EACH: [Self; 7] = [
        Self::None,
        Self::NextJob,
        Self::Live,
        Self::Reload,
        Self::Restart,
        Self::OrderedRestart,
        Self::Danger,
    ];

    /// As the tables write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::NextJob => "next-job",
            Self::Live => "live",
            Self::Reload => "reload",
            Self::Restart => "restart",
            Self::OrderedRestart => "ordered-restart",
            Self::Danger => "danger",
        }
    }

    /// Reads the tables' word.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::EACH.into_iter().find(|impact| impact.name() == name)
    }
}

/// The key as the patterns are written.
fn spelt(facts: &ProductFacts, key: &str) -> String {
    match facts.names {
        KeyNames::Exact => key.to_owned(),
        KeyNames::AnyCase => without_prefix(key).unwrap_or(key).to_ascii_uppercase(),
    }
}

/// The daemons that read a key of a file or component, `client` for programs that are no
/// daemons; [`ALL`] where that is everybody who loads the file. Empty where nobody is known.
pub fn readers(facts: &'static ProductFacts, scope: &str, key: &str) -> Vec<&'static str> {
    by_pattern(&facts.readers, &spelt(facts, key))
        .flatten()
        .find(|row| cell(row, 1) == scope)
        .map(|row| cell(row, 2).split(',').collect())
        .unwrap_or_default()
}

/// What a change of a key costs in a version, for all of its readers.
///
/// Of the rows about a key those with the longest pattern hold. Rows that name a reader are about
/// it alone; those that name none are about the readers that no other row of the pattern names;
/// who is left is looked for under shorter patterns.
pub fn costs(facts: &'static ProductFacts, version: &Version, scope: &str, key: &str) -> Vec<Cost> {
    let mut left = readers(facts, scope, key);
    let mut costs: Vec<Cost> = Vec::new();
    let key = spelt(facts, key);
    for rows in by_pattern(&facts.costs, &key) {
        let here: Vec<&'static str> = rows
            .iter()
            .filter(|row| cell(row, 1) == scope)
            .filter(|row| {
                let ranges = cell(row, 2);
                ranges.is_empty() || Ranges::trusted(ranges).contains(version)
            })
            .copied()
            .collect();
        let everybody = left == [ALL];
        let mut done: Vec<&'static str> = Vec::new();
        for row in here.iter().filter(|row| !cell(row, 4).is_empty()) {
            let named = cell(row, 4).split(',');
            let named: Vec<_> = named
                .filter(|name| everybody || left.contains(name))
                .collect();
            if !named.is_empty() {
                done.extend(&named);
                costs.extend(cost(row, named));
            }
        }
        left.retain(|reader| !done.contains(reader));
        let mut rest = here.iter().filter(|row| cell(row, 4).is_empty()).peekable();
        if rest.peek().is_some() {
            if !left.is_empty() {
                costs.extend(rest.filter_map(|row| cost(row, left.clone())));
            }
            break;
        }
    }
    costs.sort_by_key(|cost| std::cmp::Reverse(cost.impact));
    costs
}

fn cost(row: &'static str, daemons: Vec<&'static str>) -> Option<Cost> {
    Some(Cost {
        impact: Impact::parse(cell(row, 3))?,
        daemons,
        action: cell(row, 5),
        note: cell(row, 6),
    })
}
