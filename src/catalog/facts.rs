//! The tables of one product.

use super::Table;

/// All tables that a product hands to the catalog. Their columns are explained in the README
/// beside them.
#[derive(Debug)]
pub struct ProductFacts {
    pub product: &'static str,
    /// `key scope type unit ranges suffix_ranges default`
    pub keys: Table,
    /// `pattern scope type ranges base_key`
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
