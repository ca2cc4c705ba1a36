//! The cluster as meant: every host with its roles, every class of hosts with its facets.
//!
//! Made by `resolve`, read by everybody after it; nothing here refers to how the profile was
//! layered, except the places that `why` shows.

mod class;
mod endpoint;
mod known;
mod node;
mod placement;
mod security;

pub use class::{Class, Hardware, Platform, Product, SettingOp, SettingValue, SettingWish};
pub use endpoint::{Endpoint, Endpoints, on_host};
pub use known::Known;
pub use node::Host;
pub use placement::{Cause, Instance, Placed, Placement, Placements};
pub use security::{Kerberos, Security, Tls};

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::source::{Span, Spanned};

/// Words and place of each role's hosts, by role and instance (`None`: all of them).
pub(crate) type FoldedRoles = BTreeMap<(&'static str, Option<String>), (String, Option<Span>)>;

/// A resolved cluster.
#[derive(Debug, Default)]
pub struct Cluster {
    pub name: Option<Spanned<String>>,
    pub domain: Option<Spanned<String>>,
    /// Where the names and addresses of all hosts go.
    pub hosts_file: Option<Spanned<String>>,
    /// In the order of the profile's lines.
    pub hosts: Vec<Host>,
    pub by_name: HashMap<Arc<str>, u32>,
    pub classes: Vec<Class>,
    pub placements: Placements,
    /// Instances by service, in file order.
    pub instances: BTreeMap<&'static str, Vec<Instance>>,
    pub endpoints: Endpoints,
    /// What protects the cluster.
    pub security: Security,
    /// Hosts of each role and instance, folded for people once: origins name them everywhere.
    pub(crate) folded: FoldedRoles,
    /// Whether some role could not be placed as it was written (reported): what is then missing
    /// somewhere may follow from that.
    pub roles_in_doubt: bool,
    /// For each place of a facet's value that won, the places that lost, lowest layer first.
    pub lost: BTreeMap<Span, Vec<Span>>,
    /// What follows from all of it and is asked for by every class.
    pub(crate) known: Known,
}

impl Cluster {
    /// What `make` finds out of the whole cluster, found out once. Only for a cluster that is
    /// settled: it is not found out again.
    pub fn once<T: std::any::Any + Send + Sync>(&self, make: impl FnOnce() -> T) -> Arc<T> {
        self.known.get(make)
    }

    /// The host at `index`.
    pub fn host(&self, index: u32) -> Option<&Host> {
        self.hosts.get(index as usize)
    }

    /// The class of the host at `index`; unmanaged hosts have one too.
    pub fn class_of(&self, index: u32) -> Option<&Class> {
        self.classes.get(self.host(index)?.class as usize)
    }

    /// The host called `name`, by its short or full name.
    pub fn find(&self, name: &str) -> Option<u32> {
        self.by_name.get(name).copied().or_else(|| {
            self.hosts
                .iter()
                .position(|host| &*host.fqdn == name)
                .and_then(|at| u32::try_from(at).ok())
        })
    }

    /// Hosts that have a role, in profile order; of one instance when it is named.
    pub fn with_role(&self, role: &str, instance: Option<&str>) -> Vec<&Placement> {
        self.placements
            .of(role)
            .iter()
            .filter(|placement| instance.is_none_or(|wanted| placement.instance == wanted))
            .collect()
    }

    /// Instances of a service, in file order.
    pub fn instances_of(&self, service: &str) -> &[Instance] {
        self.instances.get(service).map_or(&[], Vec::as_slice)
    }

    /// Folds the hosts of every role; to be called when roles are settled.
    pub fn fold_roles(&mut self) {
        let mut folded = BTreeMap::new();
        for (role, placements) in self.placements.iter() {
            let mut by_instance: BTreeMap<&str, Vec<&Placement>> = BTreeMap::new();
            for placement in placements {
                by_instance
                    .entry(&placement.instance)
                    .or_default()
                    .push(placement);
            }
            let one = |list: &[&Placement]| {
                let hosts: Vec<u32> = list.iter().map(|placement| placement.host).collect();
                let span = list.iter().find_map(|placement| placement.cause.span());
                (format!("{role}: {}", self.fold(&hosts)), span)
            };
            let only = by_instance.len() == 1;
            for (instance, list) in by_instance {
                let entry = one(&list);
                if only {
                    folded.insert((role, None), entry.clone());
                }
                folded.insert((role, Some(instance.to_owned())), entry);
            }
            if !only {
                let all: Vec<&Placement> = placements.iter().collect();
                folded.insert((role, None), one(&all));
            }
        }
        self.folded = folded;
    }

    /// "namenode: m[1-2]" and the line that placed them; of one instance when it is named.
    pub fn folded_role(
        &self,
        role: &'static str,
        instance: Option<&str>,
    ) -> (String, Option<Span>) {
        self.folded
            .get(&(role, instance.map(str::to_owned)))
            .cloned()
            .unwrap_or_else(|| (format!("{role}: no host"), None))
    }

    /// Names of hosts, folded for people: `w[001-120]`.
    pub fn fold(&self, hosts: &[u32]) -> String {
        crate::units::fold(
            hosts
                .iter()
                .filter_map(|&index| self.host(index).map(|host| &*host.name)),
        )
    }

    /// Whether the whole cluster is one machine.
    pub fn is_single(&self) -> bool {
        self.hosts.len() == 1
    }
}
