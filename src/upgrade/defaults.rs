//! Defaults that change in silence: read by daemons that the profile places, stated nowhere.

use std::collections::{BTreeMap, BTreeSet};

use super::DefaultChange;
use super::versions::Step;
use crate::catalog::{self, ChangedDefault, Impact, KeyNames, ProductFacts};
use crate::cluster::Class;
use crate::pipeline::Compilation;
use crate::profile::v1::VOCABULARY;

/// The word for jobs and tools among readers.
const CLIENT: &str = "client";

/// The defaults that change for some hosts, folded over them.
pub(super) fn rows(
    before: &Compilation,
    after: &Compilation,
    steps: &[Step<'_>],
) -> Vec<DefaultChange> {
    let mut all = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        // Steps that differ in their place only have the same changes: told once.
        let same = |one: &Step<'_>| {
            one.target.product == step.target.product && one.facts_from == step.facts_from
        };
        if steps.iter().take(at).any(same) {
            continue;
        }
        let hosts: Vec<u32> = steps
            .iter()
            .filter(|one| same(one))
            .flat_map(|one| one.hosts.iter().copied())
            .collect();
        all.extend(of_step(before, after, step, &hosts));
    }
    all
}

fn of_step(
    before: &Compilation,
    after: &Compilation,
    step: &Step<'_>,
    hosts: &[u32],
) -> Vec<DefaultChange> {
    let facts = step.facts;
    let changed = catalog::changed_defaults(facts, &step.facts_from, &step.facts_to);
    let mut found: BTreeMap<usize, (BTreeSet<&str>, Vec<u32>)> = BTreeMap::new();
    // Hosts of one class of both sides state the same keys.
    let mut kinds: BTreeMap<(u32, u32), Vec<u32>> = BTreeMap::new();
    for &host in hosts {
        let class = |side: &Compilation| side.cluster.host(host).map(|host| host.class);
        if let (Some(old), Some(new)) = (class(before), class(after)) {
            kinds.entry((old, new)).or_default().push(host);
        }
    }
    for alike in kinds.into_values() {
        let Some(&host) = alike.first() else { continue };
        let Some(class) = after.cluster.class_of(host) else {
            continue;
        };
        let managed = after.cluster.host(host).is_some_and(|host| host.managed);
        if !managed {
            continue;
        }
        let mut stated = stated(before, facts, host);
        stated.extend(self::stated(after, facts, host));
        for (at, change) in changed.iter().enumerate() {
            let readers = readers(facts, class, change);
            if readers.is_empty()
                || is_port(facts, change.fact.key)
                || stated.contains(&spelt(facts, change.fact.key))
            {
                continue;
            }
            let (all, hosts) = found.entry(at).or_default();
            all.extend(readers);
            hosts.extend(&alike);
        }
    }
    found
        .into_iter()
        .filter_map(|(at, (readers, mut hosts))| {
            let change = changed.get(at)?;
            hosts.sort_unstable();
            hosts.dedup();
            Some(DefaultChange {
                product: facts.product.to_owned(),
                file: file(facts, step, change),
                key: change.fact.key.to_owned(),
                old: change.old.map(str::to_owned),
                new: change.new.map(str::to_owned),
                unit: change.fact.unit.map(str::to_owned),
                readers: readers.into_iter().map(str::to_owned).collect(),
                meaning: meaning(facts, step, change),
                hosts: after.cluster.fold(&hosts),
                count: hosts.len(),
            })
        })
        .collect()
}

/// The file as `settings` calls it, so that the old value can be stated there.
fn file(facts: &'static ProductFacts, step: &Step<'_>, change: &ChangedDefault) -> String {
    VOCABULARY
        .files()
        .find(|file| file.product == facts.product && file.scope == change.fact.scope)
        .map_or_else(
            || catalog::file(facts, &step.facts_to, change.fact.scope),
            |file| file.name,
        )
        .to_owned()
}

/// A key in the one form in which keys are compared.
fn spelt(facts: &ProductFacts, key: &str) -> String {
    match facts.names {
        KeyNames::Exact => key.to_owned(),
        KeyNames::AnyCase => key.to_ascii_lowercase(),
    }
}

/// The keys that outputs of a host state, variables that are read as keys included.
fn stated(side: &Compilation, facts: &ProductFacts, host: u32) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for document in side.documents_of(host) {
        for entry in &document.entries {
            if document.product == facts.product {
                keys.insert(spelt(facts, &entry.key));
                if let Some(rest) = catalog::without_prefix(&entry.key)
                    && facts.names == KeyNames::AnyCase
                {
                    keys.insert(spelt(facts, rest));
                }
            }
            // `MESOS_WORK_DIR` is the flag `work_dir`.
            let variable = entry.key.to_ascii_lowercase();
            if let Some(flag) = variable
                .strip_prefix(facts.product)
                .and_then(|rest| rest.strip_prefix('_'))
            {
                keys.insert(flag.to_owned());
            }
        }
    }
    keys
}

/// The daemons of a class that read a key.
fn readers(
    facts: &'static ProductFacts,
    class: &Class,
    change: &ChangedDefault,
) -> BTreeSet<&'static str> {
    let wanted = catalog::readers(facts, change.fact.scope, change.fact.key);
    let mut readers = BTreeSet::new();
    let placed = class
        .roles
        .iter()
        .filter(|placed| placed.role.product == facts.product);
    for placed in placed {
        let role = placed.role;
        // Hosts without a daemon are there for clients.
        let is_client = role.daemon.is_empty();
        let daemons = facts.daemons_of.map_or(&[][..], |of| of(role.name));
        for &reader in &wanted {
            if reader == catalog::ALL || reader == role.name {
                readers.insert(reader);
            } else if reader == CLIENT && is_client {
                readers.insert(CLIENT);
            } else if daemons.contains(&reader) {
                readers.insert(reader);
            }
        }
    }
    readers
}

/// Whether a key states where a daemon listens: that is told of the ports.
fn is_port(facts: &'static ProductFacts, key: &str) -> bool {
    VOCABULARY
        .roles()
        .filter(|role| role.product == facts.product)
        .any(|role| catalog::ports(facts, role.name).any(|port| port.key == key))
}

/// What follows from another value, where the facts know.
fn meaning(
    facts: &'static ProductFacts,
    step: &Step<'_>,
    change: &ChangedDefault,
) -> Option<String> {
    let key = change.fact.key;
    catalog::costs(facts, &step.facts_to, change.fact.scope, key)
        .into_iter()
        .find(|cost| cost.impact == Impact::Danger)
        .map(|cost| match cost.note {
            "" => "data or running work can be lost".to_owned(),
            note => note.to_owned(),
        })
}
