//! Roles of HDFS that follow from others.

use crate::cluster::{Cause, Placement};
use crate::diagnostic::Derivation;
use crate::document::Input;
use crate::resolve::{Placer, Placing};

/// Placers of HDFS.
pub const PLACERS: &[Placer] = &[secondary, failover_controllers];

static SECONDARY: Derivation = Derivation {
    name: "secondary-namenode",
    summary: "a single namenode has a secondary namenode beside it, which makes its checkpoints",
    source: "org.apache.hadoop.hdfs.server.namenode.SecondaryNameNode",
};

static ZKFC: Derivation = Derivation {
    name: "failover-controller",
    summary: "each of several namenodes has a failover controller beside it when ZooKeeper decides which one is active",
    source: "org.apache.hadoop.hdfs.tools.DFSZKFailoverController",
};

/// Beside a single namenode, unless one is placed or none is wanted.
fn secondary(placing: &Placing<'_>) -> Vec<(&'static str, Placement)> {
    let cluster = placing.cluster;
    let mut added = Vec::new();
    for instance in cluster.instances_of("hdfs") {
        let wanted = placing.stated("hdfs", &instance.name, "secondary");
        if wanted.is_some_and(|wanted| wanted.value == "none") {
            continue;
        }
        let namenodes = cluster.with_role("namenode", Some(&instance.name));
        let placed = cluster.with_role("secondarynamenode", Some(&instance.name));
        let ([namenode], []) = (namenodes.as_slice(), placed.as_slice()) else {
            continue;
        };
        let input = Input {
            what: format!("the only namenode of {}", instance.name).into(),
            span: namenode.cause.span(),
        };
        added.push((
            "secondarynamenode",
            Placement {
                host: namenode.host,
                instance: instance.name.clone(),
                cause: Cause::Derived(&SECONDARY, vec![input]),
            },
        ));
    }
    added
}

/// Beside each of several namenodes, where an ensemble exists and nobody forbids it.
fn failover_controllers(placing: &Placing<'_>) -> Vec<(&'static str, Placement)> {
    let cluster = placing.cluster;
    let mut added = Vec::new();
    for instance in cluster.instances_of("hdfs") {
        let wanted = placing.stated("hdfs", &instance.name, "automatic_failover");
        let automatic = match &wanted {
            Some(wanted) => wanted.value == "true",
            None => !cluster.placements.of("zookeeper").is_empty(),
        };
        let namenodes = cluster.with_role("namenode", Some(&instance.name));
        if !automatic || namenodes.len() < 2 {
            continue;
        }
        for namenode in namenodes {
            let mut inputs = vec![Input {
                what: format!("one of several namenodes of {}", instance.name).into(),
                span: namenode.cause.span(),
            }];
            inputs.extend(wanted.as_ref().map(|wanted| {
                Input::at(
                    format!("services.hdfs.automatic_failover: {}", wanted.value),
                    wanted.span,
                )
            }));
            added.push((
                "zkfc",
                Placement {
                    host: namenode.host,
                    instance: instance.name.clone(),
                    cause: Cause::Derived(&ZKFC, inputs),
                },
            ));
        }
    }
    added
}
