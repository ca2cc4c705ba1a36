//! `--host` and `--role`: a part of the cluster.

use std::collections::BTreeSet;

use crate::cluster::Cluster;
use crate::profile::v1::VOCABULARY;
use crate::units::nearest;
use crate::vocabulary::split_instance;

/// Which hosts a command is about.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct ScopeArgs {
    /// Only these hosts: names with brackets and `*`, comma for several.
    #[arg(long, value_name = "HOSTS")]
    host: Vec<String>,
    /// Only hosts with this role.
    #[arg(long, value_name = "ROLE")]
    role: Vec<String>,
}

impl ScopeArgs {
    /// Whether a part was asked for.
    pub const fn is_some(&self) -> bool {
        !self.host.is_empty() || !self.role.is_empty()
    }

    /// The hosts that both leave, by index; `None` when neither is given.
    ///
    /// # Errors
    /// Words for a host or a role that does not exist.
    pub fn hosts(&self, cluster: &Cluster) -> Result<Option<BTreeSet<u32>>, String> {
        if self.host.is_empty() && self.role.is_empty() {
            return Ok(None);
        }
        let mut named = BTreeSet::new();
        for wanted in &self.host {
            let found = by_name(cluster, wanted)?;
            if found.is_empty() {
                let near = nearest(wanted, cluster.hosts.iter().map(|host| &*host.name));
                return Err(match near {
                    Some(near) => format!("no host is called `{wanted}`; did you mean `{near}`?"),
                    None => format!("no host is called `{wanted}`"),
                });
            }
            named.extend(found);
        }
        let mut with_role = BTreeSet::new();
        for wanted in &self.role {
            let (name, instance) = split_instance(wanted);
            let role = VOCABULARY.role(name).ok_or_else(|| {
                match nearest(name, VOCABULARY.roles().map(|role| role.name)) {
                    Some(near) => format!("no role is called `{wanted}`; did you mean `{near}`?"),
                    None => format!("no role is called `{wanted}`"),
                }
            })?;
            let placements = cluster.with_role(role.name, instance);
            with_role.extend(placements.iter().map(|placement| placement.host));
        }
        Ok(Some(match (self.host.is_empty(), self.role.is_empty()) {
            (true, _) => with_role,
            (_, true) => named,
            _ => named.intersection(&with_role).copied().collect(),
        }))
    }
}

fn by_name(cluster: &Cluster, wanted: &str) -> Result<BTreeSet<u32>, String> {
    let mut found = BTreeSet::new();
    for term in crate::units::parse_host_set(wanted).map_err(|error| error.to_string())? {
        let glob = term.term.to_glob();
        let matching = (0_u32..).zip(&cluster.hosts);
        found.extend(
            matching
                .filter(|(_, host)| glob.matches(&host.name))
                .map(|(index, _)| index),
        );
    }
    Ok(found)
}
