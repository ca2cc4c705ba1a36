//! Keys under `settings` that the new version knows by another name, or not.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::versions::Step;
use super::{KeyChange, KeyFate, bare, place, replaced};
use crate::catalog::{self, Known};
use crate::diagnostic::Edit;
use crate::pipeline::Compilation;
use crate::profile::v1::VOCABULARY;
use crate::source::{FileId, Span};
use crate::yaml::{self, MapEntry, Node};

/// Keys, and the edits of those that are renamed.
#[derive(Debug, Default)]
pub(super) struct Keys {
    pub rows: Vec<KeyChange>,
    pub edits: Vec<Edit>,
}

/// What becomes of a key.
struct Judged {
    fate: KeyFate,
    new: Option<String>,
    advice: Option<String>,
}

/// Looks at every key that `settings` of the products' files state.
pub(super) fn keys(before: &Compilation, steps: &[Step<'_>]) -> Keys {
    let mut found: BTreeMap<Span, (&str, &str, Judged)> = BTreeMap::new();
    for class in &before.cluster.classes {
        for (file, keys) in &class.settings {
            let Some(file) = VOCABULARY.file(file) else {
                continue;
            };
            let step = class.products.get(file.product).and_then(|product| {
                steps.iter().find(|step| {
                    step.target.product == file.product && step.span == product.version.span
                })
            });
            let Some(step) = step else { continue };
            for (key, wishes) in keys {
                if wishes.iter().all(|wish| found.contains_key(&wish.span)) {
                    continue;
                }
                for wish in wishes {
                    if let Some(judged) = judge(step, file.scope, key) {
                        found.insert(wish.span, (file.name, key, judged));
                    }
                }
            }
        }
    }
    let mut trees: HashMap<FileId, Option<Arc<Node>>> = HashMap::new();
    let mut keys = Keys::default();
    for (span, (file, key, mut judged)) in found {
        if judged.fate == KeyFate::Renamed
            && let Some(new) = &judged.new
        {
            let root = trees.entry(span.file).or_insert_with(|| {
                let text = before.sources.get(span.file).map_or("", |file| &file.text);
                yaml::read(span.file, text).root
            });
            let beside = root.as_deref().and_then(|root| siblings(root, span));
            let twice = beside.is_some_and(|entries| {
                entries
                    .iter()
                    .any(|entry| &*entry.key.value == new.as_str())
            });
            match replaced(before, span, key, new) {
                Some(edit) if !twice => keys.edits.push(edit),
                _ => {
                    judged.fate = KeyFate::ToRename;
                    judged.advice = Some(if twice {
                        format!("take it out: `{new}` is stated beside it")
                    } else {
                        format!("write `{new}`")
                    });
                    judged.new = None;
                }
            }
        }
        keys.rows.push(KeyChange {
            fate: judged.fate,
            file: file.to_owned(),
            key: key.to_owned(),
            new: judged.new,
            advice: judged.advice,
            place: place(before, span),
        });
    }
    keys
}

fn judge(step: &Step<'_>, scope: &str, key: &str) -> Option<Judged> {
    let (facts, from, to) = (step.facts, &step.facts_from, &step.facts_to);
    let before = catalog::look_up(facts, from, Some(scope), key);
    let was_read = matches!(
        before,
        Known::Yes(_) | Known::Family(_) | Known::Renamed { .. }
    );
    let told = |fate, advice: String| {
        Some(Judged {
            fate,
            new: None,
            advice: Some(advice).filter(|advice| !advice.is_empty()),
        })
    };
    let renamed = |new: &str| {
        Some(Judged {
            fate: KeyFate::Renamed,
            new: Some(new.to_owned()),
            advice: None,
        })
    };
    match catalog::look_up(facts, to, Some(scope), key) {
        Known::Yes(_) | Known::Family(_) => matches!(before, Known::NotYet { .. })
            .then(|| told(KeyFate::Known, String::new()))
            .flatten(),
        Known::Renamed { to: new, .. } => match new.as_slice() {
            [one] => renamed(one),
            several => told(
                KeyFate::ToRename,
                format!("write `{}`", several.join("` and `")),
            ),
        },
        Known::Gone { last, replacement } if was_read => {
            if let Some(new) = catalog::renamed_between(facts, scope, key, from, to) {
                return renamed(new);
            }
            let see = match replacement.as_slice() {
                [] => String::new(),
                several => format!("; see {}", several.join(", ")),
            };
            told(
                KeyFate::Gone,
                format!("{last} is the last that knew it{see}"),
            )
        }
        Known::NotYet { since } if was_read => {
            told(KeyFate::NotYet, format!("it exists from {since} on"))
        }
        Known::OtherFile { files } if was_read => {
            let files: Vec<&str> = files
                .iter()
                .map(|scope| catalog::file(facts, to, scope))
                .collect();
            told(
                KeyFate::Moved,
                format!("its place is {}", files.join(" or ")),
            )
        }
        _ => None,
    }
}

/// The entries of the map that has its key at a place.
fn siblings(node: &Node, key: Span) -> Option<&Vec<MapEntry>> {
    if let Some(entries) = node.as_map() {
        if entries.iter().any(|entry| entry.key.span == key) {
            return Some(entries);
        }
        return entries.iter().find_map(|entry| siblings(&entry.value, key));
    }
    node.as_seq()?.iter().find_map(|item| siblings(item, key))
}

/// An edit that only the edited profile asks for.
pub(super) fn fixed(after: &Compilation, edit: &Edit) -> KeyChange {
    KeyChange {
        fate: KeyFate::Edited,
        file: String::new(),
        key: bare(after.sources.text(edit.span)).to_owned(),
        new: Some(edit.replacement.clone()),
        advice: None,
        place: place(after, edit.span),
    }
}
