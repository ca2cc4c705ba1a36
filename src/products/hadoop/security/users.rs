//! Who daemons run as, on all hosts of the cluster.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use super::super::home;
use super::principals::Principals;
use crate::cluster::Cluster;
use crate::source::Span;

/// The users of each role with a principal.
#[derive(Debug, Default)]
pub struct Users {
    by_role: BTreeMap<&'static str, OfRole>,
}

/// The users of one role.
#[derive(Debug, Default)]
pub(super) struct OfRole {
    /// On managed hosts, each with the line that placed the first such daemon.
    pub managed: BTreeMap<String, Option<Span>>,
    /// On hosts of others, as their packages would have it.
    foreign: BTreeSet<String>,
}

/// The users of a cluster's daemons.
pub fn users(cluster: &Cluster) -> Arc<Users> {
    cluster.once(|| {
        let by_role = Principals::names()
            .map(|(role, _)| (role, of_role(cluster, role)))
            .collect();
        Users { by_role }
    })
}

fn of_role(cluster: &Cluster, role: &'static str) -> OfRole {
    let mut users = OfRole::default();
    let mut seen = HashSet::new();
    for placement in cluster.placements.of(role) {
        let Some(host) = cluster.host(placement.host) else {
            continue;
        };
        if !seen.insert((host.class, host.managed)) {
            continue;
        }
        let layout = cluster
            .class_of(placement.host)
            .and_then(|class| home::layout_in(class, role));
        let Some(layout) = layout else { continue };
        let user = layout.user.into_owned();
        if host.managed {
            users.managed.entry(user).or_insert(placement.cause.span());
        } else {
            users.foreign.insert(user);
        }
    }
    users
}

impl Users {
    /// The users of one role.
    pub(super) fn of(&self, role: &str) -> Option<&OfRole> {
        self.by_role.get(role)
    }

    /// Users of all daemons.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.by_role
            .values()
            .flat_map(|users| users.managed.keys().chain(&users.foreign))
            .map(String::as_str)
    }
}
