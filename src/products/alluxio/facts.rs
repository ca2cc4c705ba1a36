//! The tables of facts; where they come from is told in `facts/README.md`.

use crate::catalog::{KeyNames, ProductFacts, Table};

/// Facts of the product, for the catalog.
pub static FACTS: ProductFacts = ProductFacts {
    product: "alluxio",
    names: KeyNames::Exact,
    mentions: None,
    check: None,
    keys: Table::new(include_str!("facts/keys.tsv")),
    defaults: Table::new(include_str!("facts/defaults.tsv")),
    readers: Table::new(include_str!("facts/readers.tsv")),
    costs: Table::new(include_str!("facts/costs.tsv")),
    files: Table::new(include_str!("facts/files.tsv")),
    deprecated: Table::new(include_str!("facts/deprecated.tsv")),
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

/// `key value ranges`: keys of `core-site.xml` that clients need.
pub(super) static SCHEMES: Table = Table::new(include_str!("facts/schemes.tsv"));

/// `flavour ranges path confidence`: jars that hold the client.
pub(super) static CLIENT_JARS: Table = Table::new(include_str!("facts/client_jars.tsv"));

/// `low high equal low_default high_default ranges`: settings that must keep an order.
pub(super) static ORDERS: Table = Table::new(include_str!("facts/orders.tsv"));

/// `key scope`: keys that servers must agree on.
pub(super) static CONSISTENCY: Table = Table::new(include_str!("facts/consistency.tsv"));

/// `key ranges`: keys that the site file cannot set.
pub(super) static JVM_ONLY: Table = Table::new(include_str!("facts/jvm_only.tsv"));

/// The cells of a row of one of these tables, missing ones empty.
pub(super) fn cells<const N: usize>(row: &'static str) -> [&'static str; N] {
    let mut cells = row.split('\t');
    std::array::from_fn(|_| cells.next().unwrap_or_default())
}
