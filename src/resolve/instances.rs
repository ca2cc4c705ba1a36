//! Settles which instances each service has and which of them a role without `@` means.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Knowledge;
use super::layers::Layers;
use super::roles::Written;
use super::rules::{AMBIGUOUS_INSTANCE, UNKNOWN_INSTANCE, UNREACHED_ROLE};
use crate::cluster::{Cause, Cluster, Instance, Placement};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Spanned;
use crate::units::nearest;
use crate::vocabulary::{RoleDef, split_instance};

/// Gives every written role its instance and places it.
pub(super) fn settle(
    cluster: &mut Cluster,
    written: Vec<Written>,
    layers: &Layers<'_>,
    knowledge: &Knowledge,
    diagnostics: &mut Diagnostics,
) {
    let unnamed = cluster
        .name
        .as_ref()
        .map_or_else(|| "cluster".to_owned(), |name| name.value.clone());
    let mut instances: BTreeMap<&'static str, Vec<Instance>> = BTreeMap::new();
    for role in &written {
        let Some(name) = &role.instance else { continue };
        let list = instances.entry(role.role.service).or_default();
        if !list.iter().any(|have| have.name == *name) {
            list.push(Instance {
                name: name.clone(),
                named: true,
                span: role.span,
            });
        }
    }
    for role in &written {
        // A service with a role but no named instance has one, called as the cluster.
        let list = instances.entry(role.role.service).or_default();
        if list.is_empty() {
            list.push(Instance {
                name: unnamed.clone(),
                named: false,
                span: role.span,
            });
        }
    }
    for role in written {
        let list = instances
            .get(role.role.service)
            .map_or(&[][..], Vec::as_slice);
        let instance = match (role.instance, list) {
            (Some(name), _) => name,
            (None, _) if !role.role.instances => String::new(),
            (None, [one]) => one.name.clone(),
            (None, several) => {
                let names: Vec<String> = several
                    .iter()
                    .map(|one| format!("`{}@{}`", role.role.name, one.name))
                    .collect();
                diagnostics.push(
                    Diagnostic::new(
                        &AMBIGUOUS_INSTANCE,
                        role.span,
                        format!(
                            "`{}` does not say which {} it is of",
                            role.role.name,
                            instance_word(role.role.service, knowledge)
                        ),
                    )
                    .help(format!("write one of {}", names.join(", "))),
                );
                continue;
            }
        };
        for host in role.hosts {
            cluster.placements.add(
                role.role.name,
                Placement {
                    host,
                    instance: instance.clone(),
                    cause: Cause::Written(role.span),
                },
            );
        }
    }
    cluster.placements.settle();
    cluster.instances = instances;
    check_mentions(cluster, layers, knowledge, diagnostics);
}

fn instance_word(service: &str, knowledge: &Knowledge) -> &'static str {
    knowledge
        .vocabulary
        .service(service)
        .map_or("instance", |service| service.instance)
}

/// What `services` and `daemons` say of roles that no host has. A service may be of use to hosts
/// of its product that have none of its roles, as clients are.
pub(super) fn check_reach(
    cluster: &Cluster,
    layers: &Layers<'_>,
    knowledge: &Knowledge,
    diagnostics: &mut Diagnostics,
) {
    let vocabulary = &knowledge.vocabulary;
    let placed = |wanted: &dyn Fn(&RoleDef) -> bool| {
        vocabulary
            .roles()
            .any(|role| wanted(role) && !cluster.placements.of(role.name).is_empty())
    };
    for (facet, key) in mentions(layers) {
        let (name, _) = split_instance(&key.value);
        let (reached, of_what) = match (vocabulary.service(name), vocabulary.role(name)) {
            (Some(service), _) if facet == "services" => (
                placed(&|role| role.product == service.product),
                format!("role of {}", service.product),
            ),
            (Some(service), None) => (
                placed(&|role| role.service == service.name),
                format!("role of {}", service.name),
            ),
            (service, Some(role)) => (
                placed(&|one| {
                    one.name == role.name
                        || service.is_some_and(|service| one.service == service.name)
                }),
                format!("role `{}`", role.name),
            ),
            (None, None) => continue,
        };
        if !reached {
            diagnostics.push(
                Diagnostic::new(
                    &UNREACHED_ROLE,
                    key.span,
                    format!("`{facet}.{}` reaches no host", key.value),
                )
                .note(format!("no host has a {of_what}"))
                .help("take it out, or place the role"),
            );
        }
    }
}

/// The keys of `services` and `daemons` in all layers, with what they are of.
fn mentions<'l>(
    layers: &'l Layers<'_>,
) -> impl Iterator<Item = (&'static str, &'l Spanned<Arc<str>>)> {
    layers
        .files
        .iter()
        .chain(layers.overrides.iter().map(|wish| &wish.layer))
        .chain(layers.lines.iter().map(|line| &line.layer))
        .flat_map(|layer| {
            ["services", "daemons"].into_iter().flat_map(move |facet| {
                let map = layer.facets.get(facet).and_then(|node| node.as_map());
                map.into_iter()
                    .flatten()
                    .filter(|entry| !entry.value.is_null())
                    .map(move |entry| (facet, &entry.key))
            })
        })
}

/// Instances that `services` and `daemons` mention must have a role somewhere.
fn check_mentions(
    cluster: &Cluster,
    layers: &Layers<'_>,
    knowledge: &Knowledge,
    diagnostics: &mut Diagnostics,
) {
    for (_, mention) in mentions(layers) {
        let (name, Some(instance)) = split_instance(&mention.value) else {
            continue;
        };
        let service = knowledge
            .vocabulary
            .role(name)
            .map_or(name, |role| role.service);
        let known: Vec<&str> = cluster
            .instances_of(service)
            .iter()
            .map(|one| one.name.as_str())
            .collect();
        if known.contains(&instance) {
            continue;
        }
        let word = instance_word(service, knowledge);
        let diagnostic = Diagnostic::new(
            &UNKNOWN_INSTANCE,
            mention.span,
            format!("no {word} of {service} is called `{instance}`"),
        );
        diagnostics.push(match nearest(instance, known.iter().copied()) {
            Some(near) => diagnostic.help(format!("did you mean `{name}@{near}`?")),
            None => diagnostic.help(format!(
                "a {word} exists when a role of it is placed, as in `roles: {{…@{instance}: …}}`"
            )),
        });
    }
}
