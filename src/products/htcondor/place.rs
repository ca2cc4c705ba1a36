//! Roles of HTCondor that follow from others.

use crate::cluster::{Cause, Placement};
use crate::diagnostic::Derivation;
use crate::document::Input;
use crate::resolve::{Placer, Placing};

/// Placers of HTCondor.
pub const PLACERS: &[Placer] = &[availability];

static HAD: Derivation = Derivation {
    name: "condor-availability",
    summary: "each of several central managers has condor_had beside it, which decides whose negotiator runs, and condor_replication, which copies the accounting",
    source: "condor_had: HAD_LIST, REPLICATION_LIST",
};

/// Beside each of several central managers of a pool.
fn availability(placing: &Placing<'_>) -> Vec<(&'static str, Placement)> {
    let cluster = placing.cluster;
    let mut added = Vec::new();
    for pool in cluster.instances_of("condor") {
        let managers = cluster.with_role("condor-central-manager", Some(&pool.name));
        if managers.len() < 2 {
            continue;
        }
        for manager in managers {
            for role in ["condor-had", "condor-replication"] {
                let input = Input {
                    what: format!("one of several central managers of {}", pool.name).into(),
                    span: manager.cause.span(),
                };
                added.push((
                    role,
                    Placement {
                        host: manager.host,
                        instance: pool.name.clone(),
                        cause: Cause::Derived(&HAD, vec![input]),
                    },
                ));
            }
        }
    }
    added
}
