//! Runs the validator over a tree and takes out what it refuses.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use jsonschema::error::ValidationErrorKind;
use jsonschema::paths::LocationSegment;
use jsonschema::{ValidationError, Validator};
use serde_json::Value;

use super::json::Tree;
use super::messages;
use super::reach::reachable;
use crate::diagnostic::{Diagnostic, MAX_OF_A_RULE};
use crate::source::Span;
use crate::yaml::{Kind, MapEntry, Node};

/// A tree without what the schema refuses.
#[derive(Debug)]
pub struct Checked {
    /// `None` when nothing of the document can be used.
    pub root: Option<Arc<Node>>,
    pub diagnostics: Vec<Diagnostic>,
    /// Paths (`products/hadoop`) of what was taken out: what is missing there follows from a
    /// mistake that is already reported.
    pub pruned: Vec<String>,
}

/// The schema, once a process.
fn schema() -> &'static Value {
    static SCHEMA: OnceLock<Value> = OnceLock::new();
    SCHEMA.get_or_init(super::profile_schema)
}

/// A validator of what the tree's keys can reach. A schema of ours that cannot be built is found
/// by a test, not by users.
fn validator(root: &Node) -> Option<Validator<Tree>> {
    let schema = reachable(schema(), root);
    jsonschema::options_for::<Tree>().build(&schema).ok()
}

/// Checks the structure of a profile's tree.
pub fn check(root: &Arc<Node>) -> Checked {
    let schema = schema();
    let mut found = Found::default();
    if let Some(validator) = validator(root) {
        for error in validator.iter_errors(root) {
            found.add(root, schema, &error);
        }
    }
    let kept = if found.refused.is_empty() {
        Some(Arc::clone(root))
    } else {
        prune(root, &found.refused)
    };
    Checked {
        root: kept
            .filter(|node| node.as_map().is_some())
            .map(|root| without_own_keys(&root)),
        diagnostics: found.diagnostics,
        pruned: found.pruned,
    }
}

#[derive(Default)]
struct Found {
    diagnostics: Vec<Diagnostic>,
    refused: HashSet<usize>,
    pruned: Vec<String>,
    /// Unknown keys so far; to say what each one may mean takes time, and no more are shown.
    unknown: usize,
}

impl Found {
    fn add(&mut self, root: &Arc<Node>, schema: &Value, error: &ValidationError<'_>) {
        let place = locate(root, error);
        let path = place.path.join("/");
        let keyword = error.schema_path().as_str();
        let parent = keyword.rsplit_once('/').map_or("", |(parent, _)| parent);
        let definition = schema.pointer(parent).unwrap_or(&Value::Null);
        if let ValidationErrorKind::AdditionalProperties { unexpected } = error.kind() {
            let unexpected: HashSet<&str> = unexpected.iter().map(String::as_str).collect();
            let entries = place.node.as_map().map_or(&[][..], Vec::as_slice);
            // A value that is nothing without the key that was meant.
            let least = definition.get("minProperties").and_then(Value::as_u64);
            let left = entries.len().saturating_sub(unexpected.len());
            if least.is_some_and(|least| (left as u64) < least) {
                self.refuse(place.node, path.clone());
            }
            let entries = entries.iter();
            for entry in entries.filter(|entry| unexpected.contains(&*entry.key.value)) {
                let key = &*entry.key.value;
                self.refuse(&entry.value, join(&path, key));
                self.unknown += 1;
                if self.unknown > MAX_OF_A_RULE {
                    continue;
                }
                self.diagnostics.push(messages::unknown_key(
                    schema,
                    definition,
                    &place.path,
                    entry,
                ));
            }
            return;
        }
        if let ValidationErrorKind::Required { property } = error.kind() {
            let key = property.as_str().unwrap_or_default();
            self.pruned.push(join(&path, key));
            self.diagnostics
                .push(messages::missing_key(key, &place.path, place.span));
            // What lacks a key cannot be read; the profile as a whole can.
            if !path.is_empty() {
                self.refuse(place.node, path);
            }
            return;
        }
        // A value of the wrong type breaks several keywords of the schema; that is one mistake.
        let again = self.refused.contains(&(Arc::as_ptr(place.node) as usize));
        self.refuse(place.node, path);
        if again {
            return;
        }
        if let ValidationErrorKind::FalseSchema = error.kind() {
            let edit = messages::misplaced_edit(&place.path, place.span);
            self.diagnostics.extend(edit);
            return;
        }
        self.diagnostics.push(messages::bad_value(
            parent,
            definition,
            &place.path,
            place.node,
            error.kind(),
        ));
    }

    fn refuse(&mut self, node: &Arc<Node>, path: String) {
        self.refused.insert(Arc::as_ptr(node) as usize);
        self.pruned.push(path);
    }
}

struct Located<'a> {
    node: &'a Arc<Node>,
    /// Where a mistake about the node as a whole is shown: at its key, if it has one.
    span: Span,
    path: Vec<String>,
}

fn locate<'a>(root: &'a Arc<Node>, error: &ValidationError<'_>) -> Located<'a> {
    let mut located = Located {
        node: root,
        span: Span::start_of(root.span.file),
        path: Vec::new(),
    };
    for segment in error.instance_path() {
        let key = match segment {
            LocationSegment::Property(name) => name.into_owned(),
            LocationSegment::Index(index) => index.to_string(),
        };
        let next = match &located.node.kind {
            Kind::Map(_) => located
                .node
                .entry(&key)
                .map(|entry| (&entry.value, entry.key.span)),
            Kind::Seq(items) => key
                .parse::<usize>()
                .ok()
                .and_then(|index| items.get(index))
                .map(|item| (item, item.span)),
            _ => None,
        };
        let Some((node, span)) = next else { break };
        located.node = node;
        located.span = span;
        located.path.push(key);
    }
    located
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}/{key}")
    }
}

/// The tree without the user's own keys, which mean nothing to later passes.
fn without_own_keys(node: &Arc<Node>) -> Arc<Node> {
    let own = |entry: &MapEntry| entry.key.value.starts_with("x-");
    let same = |new: &Arc<Node>, old: &Arc<Node>| Arc::ptr_eq(new, old);
    let kind = match &node.kind {
        Kind::Seq(items) => {
            let kept: Vec<_> = items.iter().map(without_own_keys).collect();
            if kept.iter().zip(items).all(|(new, old)| same(new, old)) {
                return Arc::clone(node);
            }
            Kind::Seq(kept)
        }
        Kind::Map(entries) => {
            let kept: Vec<MapEntry> = entries
                .iter()
                .filter(|entry| !own(entry))
                .map(|entry| MapEntry {
                    key: entry.key.clone(),
                    value: without_own_keys(&entry.value),
                })
                .collect();
            let unchanged = kept.len() == entries.len()
                && kept
                    .iter()
                    .zip(entries)
                    .all(|(new, old)| same(&new.value, &old.value));
            if unchanged {
                return Arc::clone(node);
            }
            Kind::Map(kept)
        }
        _ => return Arc::clone(node),
    };
    Arc::new(Node::new(node.span, kind))
}

/// The tree without the refused nodes.
fn prune(node: &Arc<Node>, refused: &HashSet<usize>) -> Option<Arc<Node>> {
    if refused.contains(&(Arc::as_ptr(node) as usize)) {
        return None;
    }
    let kind = match &node.kind {
        Kind::Seq(items) => Kind::Seq(
            items
                .iter()
                .filter_map(|item| prune(item, refused))
                .collect(),
        ),
        Kind::Map(entries) => Kind::Map(
            entries
                .iter()
                .filter_map(|entry| {
                    prune(&entry.value, refused).map(|value| MapEntry {
                        key: entry.key.clone(),
                        value,
                    })
                })
                .collect(),
        ),
        _ => return Some(Arc::clone(node)),
    };
    Some(Arc::new(Node::new(node.span, kind)))
}
