//! Rules of the flags that are rows of tables, one for masters and one for agents: some flags of
//! both have one name.

use std::borrow::Cow;
use std::sync::Arc;

use super::facts::FACTS;
use super::spell::flag;
use crate::constraints::{Base, Constraints};
use crate::diagnostic::Diagnostic;
use crate::document::{ConfigDocument, Entry};
use crate::effective::Loaded;
use crate::lower::Ctx;

/// What a master reads.
pub const MASTER: &[Loaded] = &[Loaded {
    scope: "master",
    name: "mesos-master",
}];

/// What an agent reads.
pub const AGENT: &[Loaded] = &[Loaded {
    scope: "agent",
    name: "mesos-agent",
}];

macro_rules! base {
    ($version:literal) => {
        Base {
            version: $version,
            profile: concat!(
                "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: centos-7.9\n",
                "products: {mesos: {version: ",
                $version,
                ", packages: tarball, base: /opt/mesos}}\nhosts:\n",
                "  m1: {roles: [mesos-master]}\n  w[1-2]: {roles: [mesos-agent]}\n",
            ),
        }
    };
}

const BASES: &[Base] = &[base!("1.11.0"), base!("0.28.2"), base!("1.4.1")];

/// Rows of masters, each with its source.
pub static OF_MASTERS: Constraints = Constraints::new(
    &FACTS,
    MASTER,
    BASES,
    include_str!("facts/constraints_master.tsv"),
)
.reading(reading);

/// Rows of agents, each with its source.
pub static OF_AGENTS: Constraints = Constraints::new(
    &FACTS,
    AGENT,
    BASES,
    include_str!("facts/constraints_agent.tsv"),
)
.reading(reading);

/// A flag and its value, of a variable or a file of the wrapper.
pub fn reading(entry: &Entry) -> (Cow<'_, str>, Cow<'_, str>) {
    (Cow::Borrowed(flag(&entry.key)), entry.value.text())
}

/// The rows that the documents of a class of hosts break.
pub fn check_constraints(ctx: &Ctx<'_>, documents: &[Arc<ConfigDocument>]) -> Vec<Diagnostic> {
    let mut found = OF_MASTERS.check(ctx, documents);
    found.extend(OF_AGENTS.check(ctx, documents));
    found
}
