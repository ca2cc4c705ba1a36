//! The tables of one product.

use super::{KeyFact, KeyNames, Table};
use crate::units::Version;

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
    /// `key scope type unit ranges suffix_ranges default range restart`; the last two may be
    /// missing.
    pub keys: Table,
    /// `pattern scope type ranges base_key broad`: a broad pattern is too wide to prove a name
    /// known that is close to a real one.
    pub families: Table,
    /// `old new ranges`: in which versions the old name still works.
    pub renamed: Table,
    /// `key last replaced_by`: keys of releases before those in `keys`.
    pub gone: Table,
    /// `key`: made-up names in the documentation.
    pub placeholders: Table,
    /// `key value case_sensitive list ranges`: closed sets of values.
    pub enums: Table,
    /// `version facts_of`, oldest first.
    pub versions: Table,
    /// `role port key history closed`
    pub ports: Table,
    /// `variable type unit files ranges replaced_by deprecated_since`
    pub env: Table,
}
