//! Rules of zoo.cfg that are rows of a table.

use std::sync::Arc;

use super::facts::FACTS;
use crate::constraints::{Base, Constraints};
use crate::diagnostic::Diagnostic;
use crate::document::ConfigDocument;
use crate::effective::Loaded;
use crate::lower::Ctx;

/// What a server reads.
pub const FILES: &[Loaded] = &[Loaded {
    scope: "zoo.cfg",
    name: "zoo.cfg",
}];

macro_rules! base {
    ($version:literal, $packages:literal) => {
        Base {
            version: $version,
            profile: concat!(
                "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\n",
                "products: {zookeeper: {version: ",
                $version,
                ", packages: ",
                $packages,
                "}}\nhosts:\n  z[1-3]: {roles: [zookeeper]}\n",
            ),
        }
    };
}

/// The rows, each with its source.
pub static CONSTRAINTS: Constraints = Constraints::new(
    &FACTS,
    FILES,
    &[base!("3.8.4", "bigtop-3.4"), base!("3.5.9", "bigtop-3.2")],
    include_str!("facts/constraints.tsv"),
);

/// The rows that the documents of a class of hosts break.
pub fn check_constraints(ctx: &Ctx<'_>, documents: &[Arc<ConfigDocument>]) -> Vec<Diagnostic> {
    CONSTRAINTS.check(ctx, documents)
}
