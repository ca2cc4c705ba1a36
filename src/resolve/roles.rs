//! Which host has which role: as written, and what follows from that.

use std::sync::Arc;

use super::Knowledge;
use super::hosts::Expanded;
use super::layers::Layers;
use super::merge::Record;
use super::rules::{ROLE_INSTANCE, UNKNOWN_ROLE};
use super::select::Inventory;
use crate::cluster::{Cluster, Placement};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{Span, Spanned};
use crate::units::nearest;
use crate::vocabulary::{RoleDef, Vocabulary, split_instance};
use crate::yaml::Node;

/// A role on hosts as the profile says it, its instance not yet settled.
#[derive(Debug)]
pub(super) struct Written {
    pub role: &'static RoleDef,
    pub instance: Option<String>,
    pub hosts: Vec<u32>,
    pub span: Span,
}

/// Reads `roles` and the roles of the hosts' lines.
pub(super) fn written(
    layers: &Layers<'_>,
    lines: &[Expanded],
    inventory: &Inventory,
    knowledge: &Knowledge,
    diagnostics: &mut Diagnostics,
) -> Vec<Written> {
    let mut list = Vec::new();
    for (key, selector) in &layers.roles {
        let hosts = inventory.select(selector, false, diagnostics);
        let key = key.clone().map(|key| key.to_string());
        if let Some(written) = one(&key, hosts.into_iter().collect(), knowledge, diagnostics) {
            list.push(written);
        }
    }
    for (line, expanded) in layers.lines.iter().zip(lines) {
        for role in line.host.roles.iter() {
            if let Some(written) = one(role, expanded.hosts.clone(), knowledge, diagnostics) {
                list.push(written);
            }
        }
    }
    list
}

fn one(
    key: &Spanned<String>,
    hosts: Vec<u32>,
    knowledge: &Knowledge,
    diagnostics: &mut Diagnostics,
) -> Option<Written> {
    let (name, instance) = split_instance(&key.value);
    let Some(role) = knowledge.vocabulary.role(name) else {
        diagnostics.push(unknown_role(key, name, &knowledge.vocabulary));
        return None;
    };
    if let (Some(instance), false) = (instance, role.instances) {
        diagnostics.push(
            Diagnostic::new(
                &ROLE_INSTANCE,
                key.span,
                format!("a {} serves all instances", role.name),
            )
            .help(format!("write `{}` without `@{instance}`", role.name)),
        );
        return None;
    }
    Some(Written {
        role,
        instance: instance.map(str::to_owned),
        hosts,
        span: key.span,
    })
}

/// The mistake of naming a role that does not exist.
pub(super) fn unknown_role(
    key: &Spanned<String>,
    name: &str,
    vocabulary: &Vocabulary,
) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        &UNKNOWN_ROLE,
        key.span,
        format!("no role is called `{name}`"),
    );
    if name.contains(',') {
        let names: Vec<&str> = name.split(',').map(str::trim).collect();
        return diagnostic.help(format!(
            "several roles are a list: `[{}]`",
            names.join(", ")
        ));
    }
    let names: Vec<&str> = vocabulary.roles().map(|role| role.name).collect();
    match nearest(name, names.iter().copied()) {
        Some(near) => {
            let written = key.value.replacen(name, near, 1);
            diagnostic.did_you_mean(key.span, &written)
        }
        None => diagnostic.help(format!("roles are {}", names.join(", "))),
    }
}

/// What a placer may look at.
#[derive(Debug)]
pub struct Placing<'a> {
    pub cluster: &'a Cluster,
    service: &'a dyn ServiceLookup,
}

/// Finds a service instance's merged object, top-level layers only.
trait ServiceLookup: std::fmt::Debug {
    fn find(&self, service: &str, instance: &str) -> Option<Arc<Node>>;
}

/// A rule that places roles which follow from others: a failover controller beside each of
/// several namenodes.
pub type Placer = fn(&Placing<'_>) -> Vec<(&'static str, Placement)>;

impl Placing<'_> {
    /// A key of a service, as text and with its place, when the profile states it.
    pub fn stated(&self, service: &str, instance: &str, key: &str) -> Option<Spanned<String>> {
        let node = self.service.find(service, instance)?;
        let value = node.get(key)?;
        value
            .text()
            .map(|text| Spanned::new(text.to_string(), value.span))
    }
}

#[derive(Debug)]
struct TopServices<'a, 'b>(&'a Layers<'b>);

impl ServiceLookup for TopServices<'_, '_> {
    fn find(&self, service: &str, instance: &str) -> Option<Arc<Node>> {
        let layers: Vec<_> = self.0.files.iter().collect();
        super::classes::overlaid(
            &layers,
            "services",
            &[service.to_owned(), format!("{service}@{instance}")],
            &mut Record::default(),
        )
    }
}

/// Adds the roles that follow from others.
pub(super) fn derive(
    cluster: &mut Cluster,
    layers: &Layers<'_>,
    knowledge: &Knowledge,
    _diagnostics: &mut Diagnostics,
) {
    for placer in knowledge.placers.iter().flat_map(|list| list.iter()) {
        let added = placer(&Placing {
            cluster,
            service: &TopServices(layers),
        });
        for (role, placement) in added {
            cluster.placements.add(role, placement);
        }
        cluster.placements.settle();
    }
}
