//! Where something stands, said so that it stays true when lines are added elsewhere.

use std::collections::HashMap;
use std::sync::Arc;

use crate::source::{FileId, Sources, Span};
use crate::yaml::{self, Kind, Node};

/// A value up to this length is told, a longer one by its beginning and its length.
const LONGEST_VALUE: usize = 120;

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub file: String,
    pub path: String,
    pub value: Option<String>,
}

/// Finds places; reads each file once.
pub(super) struct Places<'a> {
    sources: &'a Sources,
    roots: HashMap<FileId, Option<Arc<Node>>>,
}

impl<'a> Places<'a> {
    pub(super) fn new(sources: &'a Sources) -> Self {
        Self {
            sources,
            roots: HashMap::new(),
        }
    }

    /// The narrowest key or value that holds a span. What is neither, such as a comment, has its
    /// own text for a value.
    pub(super) fn of(&mut self, span: Span) -> Place {
        let file = self.sources.get(span.file);
        let name = file.map_or("?", |file| file.path.as_deref().unwrap_or(&file.name));
        let text = file.map_or("", |file| &file.text);
        let root = self
            .roots
            .entry(span.file)
            .or_insert_with(|| yaml::read(span.file, text).root);
        let mut place = Place {
            file: name.to_owned(),
            path: String::new(),
            value: None,
        };
        let found = root
            .as_ref()
            .is_some_and(|root| descend(root, span, &mut place));
        if !found {
            place.value = Some(short(self.sources.text(span)));
        }
        place
    }
}

/// Goes down to the narrowest; whether a key or a value holds the span.
fn descend(root: &Node, span: Span, place: &mut Place) -> bool {
    let mut node = root;
    loop {
        match &node.kind {
            Kind::Map(entries) => {
                let on_key = entries.iter().find(|entry| holds(entry.key.span, span));
                let entry = on_key.or_else(|| {
                    let mut entries = entries.iter();
                    entries.find(|entry| holds(entry.value.span, span))
                });
                let Some(entry) = entry else {
                    return node.span == span;
                };
                push(&mut place.path, &entry.key.value);
                node = &entry.value;
                if on_key.is_some() {
                    place.value = node.text().map(|text| short(text));
                    return true;
                }
            }
            Kind::Seq(items) => {
                let Some(item) = items.iter().find(|item| holds(item.span, span)) else {
                    return node.span == span;
                };
                place.path.push_str("[]");
                node = item;
            }
            Kind::Scalar(scalar) => {
                place.value = Some(short(&scalar.text));
                return true;
            }
            Kind::Null => return true,
        }
    }
}

fn holds(outer: Span, inner: Span) -> bool {
    outer.file == inner.file && outer.start <= inner.start && inner.end <= outer.end
}

/// A key with a dot or a bracket in it is quoted.
fn push(path: &mut String, key: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    if key.contains(['.', '[', ']', '"']) || key.is_empty() {
        path.push_str(&format!("{key:?}"));
    } else {
        path.push_str(key);
    }
}

fn short(text: &str) -> String {
    match text.char_indices().nth(LONGEST_VALUE) {
        Some((end, _)) => {
            let head = text.get(..end).unwrap_or_default();
            format!("{head}… ({} bytes)", text.len())
        }
        None => text.to_owned(),
    }
}
