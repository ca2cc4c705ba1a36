//! Sorts hosts into classes and merges the facets of each class once.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::Knowledge;
use super::hosts::Expanded;
use super::layers::{Layer, Layers, report, unreadable};
use super::merge::{Record, merge};
use super::{platform, settings};
use crate::cluster::{Class, Cluster, Placed};
use crate::diagnostic::Diagnostics;
use crate::profile::v1::{Daemon, Facets};
use crate::source::Spanned;
use crate::yaml::{Node, from_node};

/// The facets of a class that may hold templates, merged but not yet typed.
#[derive(Debug, Default, Clone)]
pub(super) struct Merged {
    pub services: BTreeMap<(&'static str, String), Arc<Node>>,
    pub daemons: BTreeMap<(&'static str, String), Arc<Node>>,
    pub units: Option<Arc<Node>>,
    pub files: Option<Arc<Node>>,
    /// Without templates, but of a class that they may split.
    pub shares: Option<Arc<Node>>,
    /// `settings` of each layer, lowest first.
    pub settings: Vec<Arc<Node>>,
}

/// What makes two hosts alike.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    /// The line, when it says facets of its own.
    line: Option<usize>,
    os: Option<String>,
    hardware: Option<String>,
    overrides: Vec<u32>,
    roles: Vec<(u16, String)>,
    managed: bool,
}

/// Lays several keys of a facet over each other, layer by layer: within a layer the later key is
/// the narrower and wins, across layers the layer wins.
pub(super) fn overlaid(
    layers: &[&Layer],
    facet: &str,
    keys: &[String],
    record: &mut Record,
) -> Option<Arc<Node>> {
    let mut merged = None;
    for layer in layers {
        let Some(map) = layer.facets.get(facet) else {
            continue;
        };
        for key in keys {
            if let Some(node) = map.get(key) {
                merged = merge(merged.as_ref(), node, record);
            }
        }
    }
    merged
}

/// A whole facet, merged over the layers.
pub(super) fn whole(layers: &[&Layer], facet: &str, record: &mut Record) -> Option<Arc<Node>> {
    let mut merged = None;
    for layer in layers {
        if let Some(node) = layer.facets.get(facet) {
            merged = merge(merged.as_ref(), node, record);
        }
    }
    merged
}

/// Makes the classes: everything of them but what may hold templates.
pub(super) fn make(
    cluster: &mut Cluster,
    lines: &[Expanded],
    layers: &Layers<'_>,
    wishes: &[Vec<u32>],
    knowledge: &Knowledge,
    diagnostics: &mut Diagnostics,
) -> Vec<Merged> {
    let roles = roles_of_hosts(cluster, knowledge);
    let mut index: HashMap<Key, u32> = HashMap::new();
    let mut classes: Vec<(usize, Option<Spanned<String>>, Vec<u32>)> = Vec::new();
    for (at, expanded) in lines.iter().enumerate() {
        let Some(line) = layers.lines.get(at) else {
            continue;
        };
        let own = line.layer.facets.keys().any(|facet| *facet != "platform")
            || line
                .layer
                .facets
                .get("platform")
                .and_then(|node| node.as_map())
                .is_some_and(|map| map.iter().any(|entry| &*entry.key.value != "os"));
        for (&host, os) in expanded.hosts.iter().zip(&expanded.os) {
            let key = Key {
                line: own.then_some(at),
                os: os.as_ref().map(|os| os.value.clone()),
                hardware: line.host.hardware.as_ref().map(|class| class.value.clone()),
                overrides: wishes.get(host as usize).cloned().unwrap_or_default(),
                roles: roles.get(host as usize).cloned().unwrap_or_default(),
                managed: cluster.host(host).is_some_and(|host| host.managed),
            };
            let class = *index.entry(key).or_insert_with(|| {
                classes.push((at, os.clone(), Vec::new()));
                u32::try_from(classes.len() - 1).unwrap_or(u32::MAX)
            });
            if let Some((_, _, hosts)) = classes.get_mut(class as usize) {
                hosts.push(host);
            }
            if let Some(host) = cluster.hosts.get_mut(host as usize) {
                host.class = class;
            }
        }
    }
    let mut record = Record::default();
    let mut all = Vec::with_capacity(classes.len());
    for (at, os, hosts) in classes {
        let Some(&first) = hosts.first() else {
            continue;
        };
        let Some(line) = layers.lines.get(at) else {
            continue;
        };
        let mut stack: Vec<&Layer> = layers.files.iter().collect();
        for &wish in wishes.get(first as usize).into_iter().flatten() {
            stack.extend(layers.overrides.get(wish as usize).map(|wish| &wish.layer));
        }
        stack.push(&line.layer);
        let managed = cluster.host(first).is_some_and(|host| host.managed);
        let placed = placed(roles.get(first as usize), knowledge);
        let shape = platform::Shape {
            stack: &stack,
            line,
            os: os.as_ref(),
            managed,
            roles: &placed,
            hosts: &hosts,
        };
        let (class, merged) = one(
            cluster,
            hosts.clone(),
            &shape,
            layers,
            knowledge,
            &mut record,
            diagnostics,
        );
        cluster.classes.push(class);
        all.push(merged);
    }
    report(&record, diagnostics);
    cluster.lost = record.lost;
    all
}

fn one(
    cluster: &Cluster,
    hosts: Vec<u32>,
    shape: &platform::Shape<'_>,
    layers: &Layers<'_>,
    knowledge: &Knowledge,
    record: &mut Record,
    diagnostics: &mut Diagnostics,
) -> (Class, Merged) {
    let mut merged = Merged {
        units: whole(shape.stack, "units", record),
        files: whole(shape.stack, "files", record),
        shares: whole(shape.stack, "shares", record),
        settings: shape
            .stack
            .iter()
            .filter_map(|layer| layer.facets.get("settings").cloned())
            .collect(),
        ..Merged::default()
    };
    for service in knowledge.vocabulary.services() {
        for instance in instance_names(cluster, service.name) {
            let keys = [
                service.name.to_owned(),
                format!("{}@{instance}", service.name),
            ];
            if let Some(node) = overlaid(shape.stack, "services", &keys, record) {
                merged.services.insert((service.name, instance), node);
            }
        }
    }
    for role in shape.roles {
        let mut keys = vec![
            role.role.service.to_owned(),
            format!("{}@{}", role.role.service, role.instance),
        ];
        // A service of one role may be called as it: said once, it is merged once.
        if role.role.name != role.role.service {
            keys.push(role.role.name.to_owned());
            keys.push(format!("{}@{}", role.role.name, role.instance));
        }
        if let Some(node) = overlaid(shape.stack, "daemons", &keys, record) {
            merged
                .daemons
                .insert((role.role.name, role.instance.clone()), node);
        }
    }
    let platform = platform::platform(shape, layers, record, diagnostics);
    let products = platform::products(
        shape,
        layers,
        knowledge,
        platform.as_ref(),
        record,
        diagnostics,
    );
    let hardware = platform::hardware(shape, layers, record, diagnostics);
    let class = Class {
        hosts,
        roles: shape.roles.to_vec(),
        platform,
        products,
        hardware,
        facets: Facets::default(),
        daemons: typed_daemons(&merged, diagnostics),
        settings: indexmap::IndexMap::new(),
    };
    (class, merged)
}

/// The instances a service has; one that no role names is called as the cluster.
pub(super) fn instance_names(cluster: &Cluster, service: &str) -> Vec<String> {
    let named: Vec<String> = cluster
        .instances_of(service)
        .iter()
        .map(|instance| instance.name.clone())
        .collect();
    if named.is_empty() {
        vec![
            cluster
                .name
                .as_ref()
                .map_or_else(|| "cluster".to_owned(), |name| name.value.clone()),
        ]
    } else {
        named
    }
}

/// For each host its roles as (index in the vocabulary, instance), in that order.
fn roles_of_hosts(cluster: &Cluster, knowledge: &Knowledge) -> Vec<Vec<(u16, String)>> {
    let mut roles = vec![Vec::new(); cluster.hosts.len()];
    for (at, role) in knowledge.vocabulary.roles().enumerate() {
        for placement in cluster.placements.of(role.name) {
            if let Some(list) = roles.get_mut(placement.host as usize) {
                list.push((
                    u16::try_from(at).unwrap_or(u16::MAX),
                    placement.instance.clone(),
                ));
            }
        }
    }
    roles
}

fn placed(roles: Option<&Vec<(u16, String)>>, knowledge: &Knowledge) -> Vec<Placed> {
    roles
        .into_iter()
        .flatten()
        .filter_map(|(at, instance)| {
            Some(Placed {
                role: knowledge.vocabulary.roles().nth(usize::from(*at))?,
                instance: instance.clone(),
            })
        })
        .collect()
}

fn typed_daemons(
    merged: &Merged,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<(&'static str, String), Daemon> {
    let mut daemons = BTreeMap::new();
    for (key, node) in &merged.daemons {
        match from_node(node) {
            Ok(daemon) => drop(daemons.insert(key.clone(), daemon)),
            Err(error) => diagnostics.push(unreadable(error)),
        }
    }
    daemons
}

/// Types what may have held templates, now that they are filled.
pub(super) fn finish(
    cluster: &mut Cluster,
    merged: Vec<Merged>,
    knowledge: &Knowledge,
    diagnostics: &mut Diagnostics,
) {
    let mut reach = settings::Reach::default();
    for (class, merged) in cluster.classes.iter_mut().zip(merged) {
        for ((service, instance), node) in &merged.services {
            if let Err(error) = class.facets.services.insert(service, instance, node) {
                diagnostics.push(unreadable(error));
            }
        }
        class.daemons = typed_daemons(&merged, diagnostics);
        for (facet, node) in [
            ("units", &merged.units),
            ("files", &merged.files),
            ("shares", &merged.shares),
        ] {
            let Some(node) = node else { continue };
            let read = match facet {
                "units" => from_node(node).map(|units| class.facets.units = units),
                "shares" => from_node(node).map(|shares| class.facets.shares = shares),
                _ => from_node(node).map(|files| class.facets.files = files),
            };
            if let Err(error) = read {
                diagnostics.push(unreadable(error));
            }
        }
        class.settings = settings::read(&merged.settings, diagnostics);
        reach.note(class, knowledge);
    }
    reach.report(cluster, diagnostics);
}
