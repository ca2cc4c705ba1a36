//! The tables of one product.

use super::table::cell;
use super::{KeyFact, KeyNames, Table};
use crate::units::{Ranges, Version};

/// Whether a version reads a value of a key; what it takes instead.
pub type Check = fn(&KeyFact, &Version, &str) -> Result<(), String>;

/// All tables that a product hands to the catalog. Their columns are explained in the README
/// beside them.
#[derive(Debug)]
pub struct ProductFacts {
    pub product: &'static str,
    /// How a key is told from another.
    pub names: KeyNames,
    /// The names that a value of a key makes keys: macros it refers to, attributes it lists.
    /// The product then takes whatever the profile says of them.
    pub mentions: Option<fn(key: &str, value: &str) -> Vec<String>>,
    /// Checks the values of types that are the product's own.
    pub check: Option<Check>,
    /// `key scope type unit ranges suffix_ranges default range`; the last may be missing.
    pub keys: Table,
    /// `key scope ranges default`: of keys whose default is not the same in all versions.
    pub defaults: Table,
    /// `pattern scope daemons`: who reads a key; a pattern is a key, or how keys begin and `*`.
    pub readers: Table,
    /// `pattern scope ranges impact daemons action note`: what a change of a key costs.
    pub costs: Table,
    /// `scope ranges file`: what a scope is called where it is a file, or what else it is.
    pub files: Table,
    /// `key since`: keys that still work and will not for ever.
    pub deprecated: Table,
    /// `key version default`: what a release before those in `keys` knew.
    pub earlier: Table,
    /// `pattern scope type ranges base_key broad`: a broad pattern is too wide to prove a name
    /// known that is close to a real one.
    pub families: Table,
    /// `old new ranges`: in which versions the old name still works.
    pub renamed: Table,
    /// `key last replaced_by`: keys of releases before those in `keys`.
    pub gone: Table,
    /// `key`: made-up names in the documentation.
    pub placeholders: Table,
    /// `key value case_sensitive list ranges open`: sets of values; an open one is what comes
    /// with the product, and others may be plugged in.
    pub enums: Table,
    /// `version facts_of`, oldest first.
    pub versions: Table,
    /// `at way roles note`: what it means to go past a version, `up` or `down`.
    pub crossings: Table,
    /// The daemons that a role runs, where readers are not told by the names of roles.
    pub daemons_of: Option<fn(role: &str) -> &'static [&'static str]>,
    /// `role port key history closed`
    pub ports: Table,
    /// `variable type unit files ranges replaced_by deprecated_since`
    pub env: Table,
}

/// The file that a scope is in a version; the scope itself where the tables name none.
pub fn file(facts: &'static ProductFacts, version: &Version, scope: &'static str) -> &'static str {
    facts
        .files
        .find(scope)
        .iter()
        .find(|row| {
            let ranges = cell(row, 1);
            ranges.is_empty() || Ranges::trusted(ranges).contains(version)
        })
        .map_or(scope, |row| cell(row, 2))
}
