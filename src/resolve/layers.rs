//! Takes loaded files apart into inventory and layers of facets.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::Knowledge;
use super::limits::MAX_HOSTS;
use super::load::{Loaded, top_of};
use super::merge::{Record, merge, merge_lines};
use super::rules::{BEYOND_LIMIT, IDLE_EDIT, IDLE_NULL, INTERNAL_SHAPE, MISSING};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::profile::v1::{self, Cluster, FACETS, Host, LintLevel, Override, Security};
use crate::schema::BAD_VALUE;
use crate::source::{Span, Spanned};
use crate::vocabulary::{Vocabulary, split_instance};
use crate::yaml::{DeError, Kind, MapEntry, Node, from_node};

/// Facets said at one place: a file's top level, an override, a host's line.
#[derive(Debug, Clone, Default)]
pub(super) struct Layer {
    pub facets: BTreeMap<&'static str, Arc<Node>>,
}

/// One line of `hosts`, as written.
#[derive(Debug)]
pub(super) struct Line {
    pub key: Spanned<Arc<str>>,
    pub host: Host,
    pub layer: Layer,
}

/// One override, as written.
#[derive(Debug)]
pub(super) struct Wish {
    pub selector: Arc<Node>,
    pub layer: Layer,
}

/// All that the files say, before any of it is given to hosts.
#[derive(Debug)]
pub(super) struct Layers<'a> {
    pub names: Cluster,
    pub lines: Vec<Line>,
    /// Role (canonical, `@instance` included) to selector, in file order.
    pub roles: Vec<(Spanned<Arc<str>>, Arc<Node>)>,
    /// Top-level facets of each file, lowest first. `platform`, `products` … short forms expanded;
    /// `hardware` is not here.
    pub files: Vec<Layer>,
    /// Hardware classes by name.
    pub hardware: Vec<MapEntry>,
    pub overrides: Vec<Wish>,
    pub security: Option<Security>,
    pub lints: Vec<(Spanned<String>, LintLevel)>,
    pub loaded: &'a Loaded,
    /// Where to say that something is missing.
    pub top: Span,
}

/// Reads the layers of all files.
pub(super) fn read<'a>(
    loaded: &'a Loaded,
    knowledge: &Knowledge,
    diagnostics: &mut Diagnostics,
) -> Layers<'a> {
    let mut record = Record::default();
    let mut whole: BTreeMap<&'static str, Arc<Node>> = BTreeMap::new();
    let mut files = Vec::new();
    let mut overrides = Vec::new();
    for file in &loaded.files {
        let Some(root) = &file.root else { continue };
        for key in ["cluster", "hosts", "roles", "hardware", "security", "lints"] {
            let Some(node) = root.get(key) else { continue };
            let node = match key {
                "hardware" => v1::expand("hardware", node, true),
                "roles" => canonical_keys(node, &knowledge.vocabulary),
                _ => Arc::clone(node),
            };
            merge_top(&mut whole, key, &node, &mut record);
        }
        files.push(layer(root, &knowledge.vocabulary, true));
        for node in root
            .get("overrides")
            .and_then(|node| node.as_seq())
            .into_iter()
            .flatten()
        {
            if let Some(Override { selector }) = typed(node, diagnostics) {
                overrides.push(Wish {
                    selector: selector.0,
                    layer: layer(node, &knowledge.vocabulary, false),
                });
            }
        }
    }
    report(&record, diagnostics);
    let top = top_of(loaded);
    let names: Cluster = whole
        .get("cluster")
        .and_then(|node| typed(node, diagnostics))
        .unwrap_or_default();
    if names.name.is_none() && !loaded.is_pruned("cluster") {
        diagnostics.push(
            Diagnostic::new(&MISSING, top, "the cluster has no name")
                .help("add `cluster: {name: …}`: it names the nameservice and the pool"),
        );
    }
    let lines = read_lines(whole.get("hosts"), &knowledge.vocabulary, diagnostics);
    if lines.is_empty() && !loaded.is_pruned("hosts") {
        diagnostics.push(
            Diagnostic::new(&MISSING, top, "the profile has no hosts")
                .help("add `hosts`, for example `hosts: {localhost: {roles: [zookeeper]}}`"),
        );
    }
    Layers {
        names,
        lines,
        roles: entries(whole.get("roles"))
            .map(|entry| (entry.key.clone(), Arc::clone(&entry.value)))
            .collect(),
        files,
        hardware: entries(whole.get("hardware")).cloned().collect(),
        overrides,
        security: whole
            .get("security")
            .and_then(|node| typed(node, diagnostics)),
        lints: entries(whole.get("lints"))
            .filter_map(|entry| {
                let level = typed(&entry.value, diagnostics)?;
                Some((entry.key.clone().map(|key| key.to_string()), level))
            })
            .collect(),
        loaded,
        top,
    }
}

fn merge_top(
    whole: &mut BTreeMap<&'static str, Arc<Node>>,
    key: &'static str,
    node: &Arc<Node>,
    record: &mut Record,
) {
    // A selector replaces a selector as a whole, whatever its form.
    let merged = match key {
        "roles" => {
            let idle = entries(Some(node)).filter(|entry| {
                let below = whole.get(key).and_then(|below| below.get(&entry.key.value));
                entry.value.is_null() && below.is_none()
            });
            record.idle_nulls.extend(idle.map(|entry| entry.key.span));
            Some(replace_entries(whole.get(key), node))
        }
        "hosts" => merge_lines(whole.get(key), node, record),
        _ => merge(whole.get(key), node, record),
    };
    match merged {
        Some(merged) => drop(whole.insert(key, merged)),
        None => drop(whole.remove(key)),
    }
}

fn replace_entries(base: Option<&Arc<Node>>, over: &Arc<Node>) -> Arc<Node> {
    // Of entries of one key, two spellings of a role included, the last one counts.
    let mut last: HashMap<&str, usize> = HashMap::new();
    let both: Vec<&MapEntry> = entries(base).chain(entries(Some(over))).collect();
    for (at, entry) in both.iter().enumerate() {
        last.insert(&entry.key.value, at);
    }
    let kept = both
        .iter()
        .enumerate()
        .filter(|(at, entry)| last.get(&*entry.key.value) == Some(at) && !entry.value.is_null())
        .map(|(_, entry)| (*entry).clone())
        .collect();
    Arc::new(Node::new(over.span, Kind::Map(kept)))
}

/// Reads a node that the schema let pass into its type; that it cannot be is reported.
pub(super) fn typed<'de, T: serde::Deserialize<'de>>(
    node: &'de Arc<Node>,
    diagnostics: &mut Diagnostics,
) -> Option<T> {
    from_node(node)
        .map_err(|error| diagnostics.push(unreadable(error)))
        .ok()
}

/// A value that the schema let pass and its type refuses: the schema cannot say everything, such
/// as that `999` is no octal number.
pub(super) fn unreadable(error: DeError) -> Diagnostic {
    let rule = if error.refused {
        &BAD_VALUE
    } else {
        &INTERNAL_SHAPE
    };
    Diagnostic::new(rule, error.span, error.message)
}

/// Reports what merging found to be without effect.
pub(super) fn report(record: &Record, diagnostics: &mut Diagnostics) {
    for &span in &record.idle_nulls {
        diagnostics.push(
            Diagnostic::new(&IDLE_NULL, span, "`null` unsets nothing here")
                .help("take the line out, correct its key, or give it a value"),
        );
    }
    for (span, item, what) in &record.idle_edits {
        let message = if *what == "remove" {
            format!("`{item}` is not in the list below")
        } else {
            format!("`{item}` is in the list already")
        };
        diagnostics.push(Diagnostic::new(&IDLE_EDIT, *span, message).help("take it out"));
    }
}

fn entries(node: Option<&Arc<Node>>) -> impl Iterator<Item = &MapEntry> {
    node.and_then(|node| node.as_map()).into_iter().flatten()
}

fn read_lines(
    hosts: Option<&Arc<Node>>,
    vocabulary: &Vocabulary,
    diagnostics: &mut Diagnostics,
) -> Vec<Line> {
    if let Some(beyond) = entries(hosts).nth(MAX_HOSTS) {
        diagnostics.push(
            Diagnostic::new(
                &BEYOND_LIMIT,
                beyond.key.span,
                format!("`hosts` cannot have more than {MAX_HOSTS} lines"),
            )
            .here("this is one more")
            .help("name hosts with brackets, such as `w[001-200]`"),
        );
    }
    entries(hosts)
        .take(MAX_HOSTS)
        .map(|entry| Line {
            key: entry.key.clone(),
            host: if entry.value.is_null() {
                Host::default()
            } else {
                typed(&entry.value, diagnostics).unwrap_or_default()
            },
            layer: layer(&entry.value, vocabulary, false),
        })
        .collect()
}

/// The facets of a file's top level, an override or a host's line.
fn layer(node: &Arc<Node>, vocabulary: &Vocabulary, top: bool) -> Layer {
    let mut facets = BTreeMap::new();
    for facet in FACETS {
        let Some(value) = node.get(facet) else {
            continue;
        };
        // At the top `hardware` holds classes; in a host's line it names one.
        if facet == "hardware" && (top || value.as_map().is_none()) {
            continue;
        }
        let value = v1::expand(facet, value, false);
        let value = match facet {
            "products" | "services" | "daemons" | "shares" => canonical_keys(&value, vocabulary),
            _ => value,
        };
        if !value.is_null() {
            facets.insert(facet, value);
        }
    }
    Layer { facets }
}

/// Older names of roles and services become current ones.
fn canonical_keys(node: &Arc<Node>, vocabulary: &Vocabulary) -> Arc<Node> {
    let Some(list) = node.as_map() else {
        return Arc::clone(node);
    };
    let mut changed = false;
    let renamed: Vec<MapEntry> = list
        .iter()
        .map(|entry| {
            let (name, instance) = split_instance(&entry.key.value);
            let current = vocabulary
                .role(name)
                .map(|role| role.name)
                .or_else(|| vocabulary.service(name).map(|service| service.name));
            let mut entry = entry.clone();
            if let Some(current) = current.filter(|current| *current != name) {
                changed = true;
                let key = match instance {
                    Some(instance) => format!("{current}@{instance}"),
                    None => current.to_owned(),
                };
                entry.key.value = Arc::from(key);
            }
            entry
        })
        .collect();
    if changed {
        Arc::new(Node::new(node.span, Kind::Map(renamed)))
    } else {
        Arc::clone(node)
    }
}
