//! Ports that are others than before.

use std::collections::BTreeMap;

use super::PortChange;
use crate::catalog;
use crate::cluster::Endpoints;
use crate::pipeline::Compilation;
use crate::profile::v1::VOCABULARY;
use crate::registry;

/// Role, name, old and new port.
type Change<'a> = (&'static str, &'a str, Option<u16>, Option<u16>);

/// The ports by role, name, host and instance.
type Listening<'a> = BTreeMap<(&'static str, &'a str, u32, &'a str), u16>;

/// The ports that differ, folded over hosts.
pub(super) fn rows(before: &Compilation, after: &Compilation) -> Vec<PortChange> {
    let (old, new) = (
        listening(&before.cluster.endpoints),
        listening(&after.cluster.endpoints),
    );
    let mut groups: BTreeMap<Change<'_>, Vec<u32>> = BTreeMap::new();
    for key in old
        .keys()
        .chain(new.keys().filter(|key| !old.contains_key(*key)))
    {
        let (was, is) = (old.get(key).copied(), new.get(key).copied());
        if was != is {
            let (role, name, host, _) = *key;
            groups.entry((role, name, was, is)).or_default().push(host);
        }
    }
    groups
        .into_iter()
        .map(|((role, name, old, new), mut hosts)| {
            hosts.sort_unstable();
            hosts.dedup();
            PortChange {
                role: role.to_owned(),
                name: name.to_owned(),
                key: key_of(role, name).unwrap_or_default().to_owned(),
                old,
                new,
                hosts: after.cluster.fold(&hosts),
                count: hosts.len(),
            }
        })
        .collect()
}

/// The key that states a port.
fn key_of(role: &str, name: &str) -> Option<&'static str> {
    let facts = registry::facts(VOCABULARY.role(role)?.product)?;
    let port = catalog::ports(facts, role).find(|port| port.name == name)?;
    Some(port.key)
}

fn listening(endpoints: &Endpoints) -> Listening<'_> {
    let mut ports = BTreeMap::new();
    for (role, name, endpoints) in endpoints.iter() {
        for endpoint in endpoints.iter().filter(|endpoint| !endpoint.closed) {
            ports.insert(
                (role, name, endpoint.host, endpoint.instance.as_str()),
                endpoint.port,
            );
        }
    }
    ports
}
