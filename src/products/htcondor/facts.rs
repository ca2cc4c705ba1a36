//! The tables of facts; where they come from is told in `facts/README.md`.

use super::mentions::mentions;
use super::value;
use crate::catalog::{KeyNames, ProductFacts, Table};
use crate::classad::{Generation, Grammar};
use crate::document::CondorDialect;
use crate::units::Version;

/// Facts of the product, for the catalog.
pub static FACTS: ProductFacts = ProductFacts {
    product: "htcondor",
    names: KeyNames::AnyCase,
    mentions: Some(mentions),
    check: Some(value::check_written),
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
    daemons_of: Some(daemons_of),
    ports: Table::new(include_str!("facts/ports.tsv")),
    env: Table::new(include_str!("facts/env.tsv")),
};

/// The daemons of a role, as the tables call them; with those that they start for jobs.
fn daemons_of(role: &str) -> &'static [&'static str] {
    match role {
        "condor-central-manager" => &["master", "shared_port", "collector", "negotiator"],
        "condor-had" => &["master", "shared_port", "had"],
        "condor-replication" => &["master", "shared_port", "replication"],
        "condor-submit" => &["master", "shared_port", "schedd", "shadow", "gridmanager"],
        "condor-execute" => &["master", "shared_port", "procd", "startd", "starter"],
        "condor-personal" | "condor-sandbox" => &[
            "master",
            "shared_port",
            "procd",
            "collector",
            "negotiator",
            "schedd",
            "shadow",
            "startd",
            "starter",
        ],
        _ => &[],
    }
}

/// What a version's reader of configuration knows: `use` since 8.1.3, `include` since 8.1.6,
/// values of several lines and arguments of `use` since 8.5.6, `include ifexist` since 8.5.7.
#[must_use]
pub fn dialect(version: &Version) -> CondorDialect {
    let number = [version.number(0), version.number(1), version.number(2)];
    match number {
        number if number >= [8, 5, 7] => CondorDialect::V8_5_7,
        [8, 5, 6] => CondorDialect::V8_5_6,
        number if number >= [8, 1, 6] => CondorDialect::V8_1_6,
        number if number >= [8, 1, 3] => CondorDialect::V8_1_3,
        _ => CondorDialect::V7_8,
    }
}

/// The grammar of expressions in a version's configuration.
#[must_use]
pub fn grammar(version: &Version) -> Grammar {
    let number = [version.number(0), version.number(1), version.number(2)];
    Grammar {
        generation: if number < [23, 9, 6] {
            Generation::First
        } else {
            Generation::Second
        },
        old_strings: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dialects() {
        for (version, dialect_of) in [
            ("7.8.8", CondorDialect::V7_8),
            ("8.0.7", CondorDialect::V7_8),
            ("8.1.3", CondorDialect::V8_1_3),
            ("8.4.12", CondorDialect::V8_1_6),
            ("8.5.6", CondorDialect::V8_5_6),
            ("8.8.15", CondorDialect::V8_5_7),
            ("25.14.1", CondorDialect::V8_5_7),
        ] {
            assert_eq!(dialect(&version.parse().unwrap()), dialect_of, "{version}");
        }
    }
}
