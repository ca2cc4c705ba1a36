//! The tables of facts; where they come from is told in `facts/README.md`.

use crate::catalog::{KeyNames, ProductFacts, Table};

/// Facts of the product, for the catalog.
pub static FACTS: ProductFacts = ProductFacts {
    product: "zookeeper",
    names: KeyNames::Exact,
    mentions: None,
    check: None,
    keys: Table::new(include_str!("facts/keys.tsv")),
    defaults: Table::empty(),
    readers: Table::new(include_str!("facts/readers.tsv")),
    costs: Table::new(include_str!("facts/costs.tsv")),
    files: Table::new(include_str!("facts/files.tsv")),
    deprecated: Table::empty(),
    earlier: Table::empty(),
    families: Table::new(include_str!("facts/families.tsv")),
    renamed: Table::new(include_str!("facts/renamed.tsv")),
    gone: Table::new(include_str!("facts/gone.tsv")),
    placeholders: Table::new(include_str!("facts/placeholders.tsv")),
    enums: Table::new(include_str!("facts/enums.tsv")),
    versions: Table::new(include_str!("facts/versions.tsv")),
    crossings: Table::empty(),
    daemons_of: None,
    ports: Table::new(include_str!("facts/ports.tsv")),
    env: Table::new(include_str!("facts/env.tsv")),
};
