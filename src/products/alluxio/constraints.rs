//! Rules of the properties that are rows of a table.

use std::borrow::Cow;
use std::sync::Arc;

use super::facts::FACTS;
use super::spell::property;
use crate::constraints::{Base, Constraints};
use crate::diagnostic::Diagnostic;
use crate::document::{ConfigDocument, Entry};
use crate::effective::Loaded;
use crate::lower::Ctx;

/// Where properties stand: the site file, and up to 0.8 among the options of Java.
pub const FILES: &[Loaded] = &[Loaded {
    scope: "site",
    name: "alluxio",
}];

macro_rules! base {
    ($version:literal, $under:literal) => {
        Base {
            version: $version,
            profile: concat!(
                "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\n",
                "products: {alluxio: {version: ",
                $version,
                ", packages: tarball, base: /opt/alluxio}}\nhosts:\n",
                "  m1: {roles: [alluxio-master]}\n  w[1-2]: {roles: [alluxio-worker]}\n",
                "services: {alluxio: {memory: 1GiB, under: \"",
                $under,
                "\"}}\n",
            ),
        }
    };
}

/// The rows, each with its source.
pub static CONSTRAINTS: Constraints = Constraints::new(
    &FACTS,
    FILES,
    &[
        base!("2.9.4", "s3://bucket/data"),
        base!("2.5.0", "s3://bucket/data"),
        base!("1.8.2", "s3a://bucket/data"),
        base!("0.8.2", "s3n://bucket/data"),
    ],
    include_str!("facts/constraints.tsv"),
)
.reading(reading);

/// A property and its value, of a line of the site file or an option of Java.
pub fn reading(entry: &Entry) -> (Cow<'_, str>, Cow<'_, str>) {
    match property(entry) {
        Some((key, value)) => (Cow::Owned(key), Cow::Owned(value)),
        None => (Cow::Borrowed(&entry.key), entry.value.text()),
    }
}

/// The rows that the documents of a class of hosts break.
pub fn check_constraints(ctx: &Ctx<'_>, documents: &[Arc<ConfigDocument>]) -> Vec<Diagnostic> {
    CONSTRAINTS.check(ctx, documents)
}
