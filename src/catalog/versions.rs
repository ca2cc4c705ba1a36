//! Which versions are real, and whose facts hold for them.

use super::ProductFacts;
use super::table::{cell, first};
use crate::units::Version;

/// What the tables say of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VersionStatus {
    /// Its own facts are known.
    Read,
    /// A real release; the facts of an earlier one hold.
    Unread { facts_of: &'static str },
    /// No such release; the nearest below and above.
    Unknown { nearest: Vec<&'static str> },
}

/// The status of a version; a package release after the version does not matter.
pub fn version_status(facts: &'static ProductFacts, version: &Version) -> VersionStatus {
    let upstream = version.upstream();
    let rows = facts.versions.rows();
    if let Some(row) = rows
        .iter()
        .find(|row| first(row) == version.as_str() || first(row) == upstream.as_str())
    {
        let facts_of = cell(row, 1);
        return if facts_of.is_empty() {
            VersionStatus::Read
        } else {
            VersionStatus::Unread { facts_of }
        };
    }
    let parsed: Vec<(Version, &'static str)> = rows
        .iter()
        .filter_map(|row| Some((first(row).parse().ok()?, first(row))))
        .collect();
    let below = parsed.iter().rev().find(|(known, _)| *known < upstream);
    let above = parsed.iter().find(|(known, _)| *known > upstream);
    VersionStatus::Unknown {
        nearest: below
            .into_iter()
            .chain(above)
            .map(|(_, text)| *text)
            .collect(),
    }
}
