//! Fills the templates of every class. Hosts of a class for which they come to different values
//! become classes of their own.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use minijinja::{Environment, Value};

use super::classes::Merged;
use super::limits::MAX_FILLED;
use super::rules::{BAD_TEMPLATE, BEYOND_LIMIT};
use super::settings::class_reads;
use super::template::{Filled, environment, fill as fill_text, is_template};
use crate::cluster::{Class, Cluster, Host};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{Sources, Span};
use crate::vocabulary::Vocabulary;
use crate::yaml::{Kind, MapEntry, Node, Scalar};

/// Fills all templates.
pub(super) fn fill(
    cluster: &mut Cluster,
    merged: &mut Vec<Merged>,
    vocabulary: &Vocabulary,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    let holding: Vec<usize> = merged
        .iter()
        .enumerate()
        .filter(|(_, merged)| nodes(merged).any(|node| holds_template(node)))
        .map(|(at, _)| at)
        .collect();
    if holding.is_empty() {
        return;
    }
    let asked = |word: &str| {
        holding
            .iter()
            .filter_map(|at| merged.get(*at))
            .flat_map(nodes)
            .any(|node| names(node, word))
    };
    let env = with_functions(cluster, asked("hosts"), asked("endpoints"));
    let mut room = MAX_FILLED;
    for at in holding {
        let Some(class) = cluster.classes.get(at) else {
            continue;
        };
        let texts = match merged.get(at) {
            Some(merged) => texts(class, merged, vocabulary),
            None => continue,
        };
        let groups = group(
            &env,
            cluster,
            class,
            &texts.read,
            sources,
            &mut room,
            diagnostics,
        );
        // Beyond the limit nothing is compiled any further.
        if room == usize::MAX {
            return;
        }
        split(cluster, merged, at, groups, &texts.unread);
    }
}

/// The values of all templates for some hosts of a class.
struct Group {
    hosts: Vec<u32>,
    values: HashMap<Span, Filled>,
}

fn group(
    env: &Environment<'_>,
    cluster: &Cluster,
    class: &Class,
    texts: &[(Span, Arc<str>)],
    sources: &Sources,
    room: &mut usize,
    diagnostics: &mut Diagnostics,
) -> Vec<Group> {
    // A template that asks nothing of its host is the same for all of the class.
    let per_host = texts.iter().any(|(_, text)| text.contains("host"));
    let mut groups: Vec<Group> = Vec::new();
    let mut index: HashMap<Vec<Filled>, usize> = HashMap::new();
    for &at in &class.hosts {
        if let (false, Some(group)) = (per_host, groups.first_mut()) {
            group.hosts.push(at);
            continue;
        }
        let Some(host) = cluster.host(at) else {
            continue;
        };
        if *room == 0 {
            let span = texts.first().map_or(host.line, |(span, _)| *span);
            diagnostics.push(
                Diagnostic::new(
                    &BEYOND_LIMIT,
                    span,
                    format!("templates cannot come to more than {MAX_FILLED} bytes"),
                )
                .here("from here on they are not filled")
                .help("ship large texts with `from`, and keep what differs by host short"),
            );
            *room = usize::MAX;
            return groups;
        }
        let context = context(cluster, class, host);
        let mut values = Vec::with_capacity(texts.len());
        for (span, text) in texts {
            match fill_text(env, &context, text) {
                Ok(filled) => {
                    *room = room.saturating_sub(filled.bytes());
                    values.push(filled);
                }
                Err(error) => {
                    // In a quoted or block scalar the offset is of the unescaped text: only in
                    // plain text can the expression itself be shown.
                    let exact = sources.text(*span).contains(&**text);
                    let inner = sources.text(*span).find(&**text).unwrap_or(0);
                    let place = if exact {
                        span.sub(inner + error.offset, error.length)
                    } else {
                        *span
                    };
                    diagnostics.push(
                        Diagnostic::new(&BAD_TEMPLATE, place, "the template cannot be evaluated")
                            .here(error.message)
                            .help("templates know `host`, `cluster`, `hosts(ROLE)` and `endpoints(ROLE, PORT)`")
                            .host(at),
                    );
                    values.push(Filled::Failed);
                }
            }
        }
        let group = *index.entry(values.clone()).or_insert_with(|| {
            groups.push(Group {
                hosts: Vec::new(),
                values: texts.iter().map(|(span, _)| *span).zip(values).collect(),
            });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(group) {
            group.hosts.push(at);
        }
    }
    groups
}

/// The first group keeps the class, the others get copies of it.
fn split(
    cluster: &mut Cluster,
    merged: &mut Vec<Merged>,
    at: usize,
    groups: Vec<Group>,
    unread: &[(Span, Arc<str>)],
) {
    let Some(original) = merged.get(at).cloned() else {
        return;
    };
    for (number, mut group) in groups.into_iter().enumerate() {
        for (span, _) in unread {
            // An alias may stand in a place that is read as well.
            group.values.entry(*span).or_insert(Filled::Failed);
        }
        let filled = filled(&original, &group.values);
        if number == 0 {
            if let (Some(class), Some(slot)) = (cluster.classes.get_mut(at), merged.get_mut(at)) {
                class.hosts = group.hosts;
                *slot = filled;
            }
            continue;
        }
        let Some(copy) = cluster
            .classes
            .get(at)
            .map(|class| class.with_hosts(group.hosts.clone()))
        else {
            continue;
        };
        let index = u32::try_from(cluster.classes.len()).unwrap_or(u32::MAX);
        for host in &group.hosts {
            if let Some(host) = cluster.hosts.get_mut(*host as usize) {
                host.class = index;
            }
        }
        cluster.classes.push(copy);
        merged.push(filled);
    }
}

/// The templates of a class.
#[derive(Default)]
struct Texts {
    read: Vec<(Span, Arc<str>)>,
    /// In keys and files that no daemon of these hosts reads.
    unread: Vec<(Span, Arc<str>)>,
}

fn texts(class: &Class, merged: &Merged, vocabulary: &Vocabulary) -> Texts {
    let mut texts = Texts::default();
    let services = merged
        .services
        .iter()
        .map(|((name, _), node)| (*name, node));
    for (service, node) in services {
        texts.collect(node, |key| {
            vocabulary
                .reader(service, key)
                .is_none_or(|role| class.has_role(role))
        });
    }
    for node in &merged.settings {
        texts.collect(node, |file| {
            vocabulary
                .file(file)
                .is_none_or(|file| class_reads(class, file))
        });
    }
    for node in merged
        .daemons
        .values()
        .chain(&merged.units)
        .chain(&merged.files)
    {
        collect(node, &mut texts.read);
    }
    texts
}

impl Texts {
    fn collect(&mut self, node: &Node, read: impl Fn(&str) -> bool) {
        for entry in node.as_map().into_iter().flatten() {
            let texts = if read(&entry.key.value) {
                &mut self.read
            } else {
                &mut self.unread
            };
            collect(&entry.value, texts);
        }
    }
}

fn nodes(merged: &Merged) -> impl Iterator<Item = &Arc<Node>> {
    merged
        .services
        .values()
        .chain(merged.daemons.values())
        .chain(&merged.units)
        .chain(&merged.files)
        .chain(&merged.settings)
}

fn holds_template(node: &Node) -> bool {
    names(node, "")
}

/// Whether a template has `word` in it.
fn names(node: &Node, word: &str) -> bool {
    match &node.kind {
        Kind::Null => false,
        Kind::Scalar(scalar) => is_template(&scalar.text) && scalar.text.contains(word),
        Kind::Seq(items) => items.iter().any(|item| names(item, word)),
        Kind::Map(entries) => entries.iter().any(|entry| names(&entry.value, word)),
    }
}

fn collect(node: &Node, texts: &mut Vec<(Span, Arc<str>)>) {
    match &node.kind {
        Kind::Null => {}
        Kind::Scalar(scalar) => {
            if is_template(&scalar.text) {
                texts.push((node.span, Arc::clone(&scalar.text)));
            }
        }
        Kind::Seq(items) => items.iter().for_each(|item| collect(item, texts)),
        Kind::Map(entries) => entries
            .iter()
            .for_each(|entry| collect(&entry.value, texts)),
    }
}

fn filled(merged: &Merged, values: &HashMap<Span, Filled>) -> Merged {
    let each = |map: &BTreeMap<(&'static str, String), Arc<Node>>| {
        map.iter()
            .filter_map(|(key, node)| Some((key.clone(), replace(node, values)?)))
            .collect()
    };
    Merged {
        services: each(&merged.services),
        daemons: each(&merged.daemons),
        units: merged.units.as_ref().and_then(|node| replace(node, values)),
        files: merged
            .files
            .as_ref()
            .and_then(|node| replace(&without_failed(node, values), values)),
        shares: merged.shares.clone(),
        settings: merged
            .settings
            .iter()
            .filter_map(|node| replace(node, values))
            .collect(),
    }
}

/// The files of which every template could be evaluated: half a file is none, and the failure is
/// reported.
fn without_failed(files: &Arc<Node>, values: &HashMap<Span, Filled>) -> Arc<Node> {
    let Kind::Map(entries) = &files.kind else {
        return Arc::clone(files);
    };
    let sound = |entry: &&MapEntry| {
        let mut texts = Vec::new();
        collect(&entry.value, &mut texts);
        !texts
            .iter()
            .any(|(span, _)| matches!(values.get(span), Some(Filled::Failed)))
    };
    let entries = entries.iter().filter(sound).cloned().collect();
    Arc::new(Node::new(files.span, Kind::Map(entries)))
}

/// The node with its templates filled; what could not be evaluated is left out.
fn replace(node: &Arc<Node>, values: &HashMap<Span, Filled>) -> Option<Arc<Node>> {
    let kind = match &node.kind {
        Kind::Scalar(scalar) if is_template(&scalar.text) => match values.get(&node.span) {
            Some(Filled::Text(text)) => Kind::Scalar(Scalar::quoted(text.as_str())),
            Some(Filled::Plain(text)) => Kind::Scalar(Scalar::plain(text.as_str())),
            Some(Filled::List(items)) => Kind::Seq(
                items
                    .iter()
                    .map(|item| {
                        Arc::new(Node::new(
                            node.span,
                            Kind::Scalar(Scalar::quoted(item.as_str())),
                        ))
                    })
                    .collect(),
            ),
            Some(Filled::Failed) => return None,
            None => return Some(Arc::clone(node)),
        },
        Kind::Seq(items) if holds_template(node) => Kind::Seq(
            items
                .iter()
                .filter_map(|item| replace(item, values))
                .collect(),
        ),
        Kind::Map(entries) if holds_template(node) => Kind::Map(
            entries
                .iter()
                .filter_map(|entry| {
                    Some(MapEntry {
                        key: entry.key.clone(),
                        value: replace(&entry.value, values)?,
                    })
                })
                .collect(),
        ),
        _ => return Some(Arc::clone(node)),
    };
    Some(Arc::new(Node::new(node.span, kind)))
}

/// What an expression may name.
fn context(cluster: &Cluster, class: &Class, host: &Host) -> Value {
    let mut facts: BTreeMap<&str, Value> = BTreeMap::new();
    facts.insert("name", Value::from(&*host.name));
    facts.insert("fqdn", Value::from(&*host.fqdn));
    facts.insert("address", Value::from(&*host.address.value));
    facts.insert("rack", Value::from(&*host.rack.value));
    facts.insert(
        "labels",
        Value::from(
            host.labels
                .iter()
                .map(|(key, value)| (key.clone(), Value::from(value.as_str())))
                .collect::<BTreeMap<_, _>>(),
        ),
    );
    facts.insert(
        "roles",
        class
            .roles
            .iter()
            .map(|placed| Value::from(placed.role.name))
            .collect(),
    );
    facts.insert(
        "brackets",
        host.brackets
            .iter()
            .map(|text| Value::from(&**text))
            .collect(),
    );
    if let Some(hardware) = &class.hardware {
        if let Some(cpus) = &hardware.cpus {
            facts.insert("cpus", Value::from(cpus.value));
        }
        if let Some(memory) = &hardware.memory {
            facts.insert("memory", Value::from(memory.value.to_string()));
        }
        facts.insert(
            "disks",
            hardware
                .disk
                .iter()
                .chain(&hardware.ssd)
                .chain(&hardware.archive)
                .map(|disk| Value::from(disk.value.as_str()))
                .collect(),
        );
    }
    let names = BTreeMap::from([
        (
            "name",
            Value::from(cluster.name.as_ref().map_or("", |name| &name.value)),
        ),
        (
            "domain",
            Value::from(cluster.domain.as_ref().map_or("", |domain| &domain.value)),
        ),
    ]);
    Value::from(BTreeMap::from([
        ("host", Value::from(facts)),
        ("cluster", Value::from(names)),
    ]))
}

/// The environment with `hosts(ROLE)` and `endpoints(ROLE, PORT)`; what they answer is put together
/// where a template asks for it.
fn with_functions(cluster: &Cluster, hosts: bool, endpoints: bool) -> Environment<'static> {
    let mut env = environment();
    let vocabulary = crate::profile::v1::VOCABULARY;
    let mut by_role: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (role, placements) in cluster.placements.iter().filter(|_| hosts) {
        for placement in placements {
            let Some(host) = cluster.host(placement.host) else {
                continue;
            };
            for key in [role.to_owned(), format!("{role}@{}", placement.instance)] {
                by_role.entry(key).or_default().push(host.fqdn.to_string());
            }
        }
    }
    let mut by_port: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for (role, port, list) in cluster.endpoints.iter().filter(|_| endpoints) {
        for endpoint in list {
            for key in [role.to_owned(), format!("{role}@{}", endpoint.instance)] {
                by_port
                    .entry((key, port.to_owned()))
                    .or_default()
                    .push(endpoint.host_port());
            }
        }
    }
    for names in by_role.values_mut() {
        names.sort();
        names.dedup();
    }
    let unknown = move |role: &str| {
        let (name, _) = crate::vocabulary::split_instance(role);
        vocabulary.role(name).is_none().then(|| {
            minijinja::Error::new(
                minijinja::ErrorKind::InvalidOperation,
                format!("no role is called `{role}`"),
            )
        })
    };
    env.add_function(
        "hosts",
        move |role: &str| -> Result<Vec<String>, minijinja::Error> {
            match unknown(role) {
                Some(error) => Err(error),
                None => Ok(by_role.get(role).cloned().unwrap_or_default()),
            }
        },
    );
    env.add_function(
        "endpoints",
        move |role: &str, port: &str| -> Result<Vec<String>, minijinja::Error> {
            if let Some(error) = unknown(role) {
                return Err(error);
            }
            by_port
                .get(&(role.to_owned(), port.to_owned()))
                .cloned()
                .ok_or_else(|| {
                    minijinja::Error::new(
                        minijinja::ErrorKind::InvalidOperation,
                        format!("no host listens on a port `{port}` of `{role}`"),
                    )
                })
        },
    );
    env
}
