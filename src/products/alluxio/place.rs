//! Roles that follow from Alluxio's.

use std::collections::HashSet;

use super::home::{MASTER, WORKER};
use super::under::own_hdfs;
use crate::cluster::{Cause, Placement};
use crate::diagnostic::Derivation;
use crate::document::Input;
use crate::profile::v1::VOCABULARY;
use crate::resolve::{Placer, Placing};

/// Placers of this product.
pub const PLACERS: &[Placer] = &[clients];

static CLIENT: Derivation = Derivation {
    name: "alluxio-hdfs-client-files",
    summary: "a host whose under store or journal is an HDFS with several namenodes has Hadoop's client files: the name is found through them alone",
    source: "alluxio.underfs.hdfs.HdfsUnderFileSystem",
};

/// `gateway` on hosts that need client files and have none.
fn clients(placing: &Placing<'_>) -> Vec<(&'static str, Placement)> {
    let cluster = placing.cluster;
    let named = cluster
        .instances_of("hdfs")
        .iter()
        .any(|one| cluster.with_role("namenode", Some(&one.name)).len() > 1);
    let of_hadoop = |role: &str| {
        VOCABULARY
            .role(role)
            .is_some_and(|role| role.product == "hadoop")
    };
    let with_files: HashSet<u32> = cluster
        .placements
        .iter()
        .filter(|(role, _)| of_hadoop(role))
        .flat_map(|(_, placements)| placements.iter().map(|one| one.host))
        .collect();
    let mut added = Vec::new();
    for instance in cluster.instances_of("alluxio") {
        let stated = ["under", "journal"].iter().find_map(|key| {
            let stated = placing.stated("alluxio", &instance.name, key)?;
            own_hdfs(&stated.value)?;
            Some(Input::at(
                format!("services.alluxio.{key}: {}", stated.value),
                stated.span,
            ))
        });
        let Some(stated) = stated.filter(|_| named) else {
            continue;
        };
        for role in [MASTER, WORKER] {
            for placement in cluster.with_role(role, Some(&instance.name)) {
                if !with_files.contains(&placement.host) {
                    added.push((
                        "gateway",
                        Placement {
                            host: placement.host,
                            instance: String::new(),
                            cause: Cause::Derived(&CLIENT, vec![stated.clone()]),
                        },
                    ));
                }
            }
        }
    }
    added
}
