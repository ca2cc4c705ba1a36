//! Rules of Hadoop's keys that are rows of a table.

use std::sync::Arc;

use super::facts::FACTS;
use crate::constraints::{Base, Constraints};
use crate::diagnostic::Diagnostic;
use crate::document::ConfigDocument;
use crate::effective::Loaded;
use crate::lower::Ctx;

/// The site files, in the order in which processes load them (`HdfsConfiguration`,
/// `YarnConfiguration`, `ConfigUtil`).
pub const SITES: &[Loaded] = &[
    Loaded {
        scope: "core",
        name: "core-site",
    },
    Loaded {
        scope: "hdfs",
        name: "hdfs-site",
    },
    Loaded {
        scope: "mapred",
        name: "mapred-site",
    },
    Loaded {
        scope: "yarn",
        name: "yarn-site",
    },
];

macro_rules! base {
    ($version:literal, $packages:literal, $os:literal, $zookeeper:literal) => {
        Base {
            version: $version,
            profile: concat!(
                "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: ",
                $os,
                "\nproducts: {hadoop: {version: ",
                $version,
                ", packages: ",
                $packages,
                "}, zookeeper: {version: ",
                $zookeeper,
                "}}\nhosts:\n",
                "  m[1-2]: {roles: [namenode]}\n",
                "  m3: {roles: [resourcemanager, historyserver]}\n",
                "  w[1-3]: {roles: [datanode, nodemanager, journalnode, zookeeper]}\n",
                "services: {hdfs: {automatic_failover: true}}\n",
            ),
        }
    };
}

/// The rows, each with its source.
pub static CONSTRAINTS: Constraints = Constraints::new(
    &FACTS,
    SITES,
    &[
        base!(
            "3.3.6",
            "bigtop-3.4",
            "rhel-8.10",
            "3.8.4, packages: bigtop-3.4"
        ),
        base!(
            "2.8.5",
            "bigtop-1.4",
            "centos-7.9",
            "3.4.6, packages: bigtop-1.4"
        ),
        base!(
            "3.4.1",
            "tarball, base: /opt/hadoop",
            "rhel-8.10",
            "3.8.4, packages: bigtop-3.4"
        ),
    ],
    include_str!("facts/constraints.tsv"),
);

/// The rows that the documents of a class of hosts break.
pub fn check_constraints(ctx: &Ctx<'_>, documents: &[Arc<ConfigDocument>]) -> Vec<Diagnostic> {
    CONSTRAINTS.check(ctx, documents)
}
