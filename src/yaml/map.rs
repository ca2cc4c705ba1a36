//! A map while it is read: unique keys and the merge key.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::limits::MAX_KEY_BYTES;
use super::node::{Kind, MapEntry, Node};
use super::rules;
use super::syntax::too_long;
use crate::diagnostic::Diagnostic;
use crate::source::{Span, Spanned};

/// Up to this size a key is looked for one by one.
const SMALL: usize = 16;

/// The key that adds the entries of other maps, when it is not quoted.
const MERGE_KEY: &str = "<<";

/// What the next value belongs to.
#[derive(Debug, Default)]
enum Pending {
    /// Nothing: a key comes next.
    #[default]
    Key,
    Value(Spanned<Arc<str>>),
    Merge(Span),
    /// A key that was refused: its value is read and forgotten.
    Refused(Span),
}

/// A map whose end was not read yet.
#[derive(Debug, Default)]
pub(super) struct MapHolder {
    entries: Vec<MapEntry>,
    pending: Pending,
    /// Where each key stands; only used above [`SMALL`].
    index: HashMap<Arc<str>, Span>,
    /// The place of `<<`, and how many entries stand before it.
    merge: Option<(Span, usize)>,
    /// The maps to merge, the strongest first.
    sources: Vec<Arc<Node>>,
}

type Refusal = Result<(), Box<Diagnostic>>;

impl MapHolder {
    pub const fn expects_key(&self) -> bool {
        matches!(self.pending, Pending::Key)
    }

    /// Where the key ends whose value comes next.
    pub const fn pending_end(&self) -> Option<u32> {
        match &self.pending {
            Pending::Key => None,
            Pending::Value(key) => Some(key.span.end),
            Pending::Merge(span) | Pending::Refused(span) => Some(span.end),
        }
    }

    /// Takes a key. One that stands already keeps its first value.
    pub fn key(&mut self, key: Spanned<Arc<str>>, plain: bool) -> Refusal {
        if key.value.len() > MAX_KEY_BYTES {
            return self.refuse_key(too_long(key.span, key.value.len()));
        }
        if plain && &*key.value == MERGE_KEY {
            if let Some((first, _)) = self.merge {
                return self.refuse_key(
                    duplicate(&key, first).help("merge several maps with one list: `<<: [*a, *b]`"),
                );
            }
            self.merge = Some((key.span, self.entries.len()));
            self.pending = Pending::Merge(key.span);
            return Ok(());
        }
        if let Some(first) = self.find(&key.value) {
            return self.refuse_key(
                duplicate(&key, first).help("remove one of the two, or join their values"),
            );
        }
        if self.entries.len() >= SMALL {
            self.index.insert(Arc::clone(&key.value), key.span);
        }
        self.pending = Pending::Value(key);
        Ok(())
    }

    /// Drops a key, and the value that follows it.
    pub fn refuse_key(&mut self, diagnostic: Diagnostic) -> Refusal {
        self.pending = Pending::Refused(diagnostic.primary.span);
        Err(Box::new(diagnostic))
    }

    /// The value that comes next was reported already.
    pub fn forgive(&mut self) {
        match self.pending {
            Pending::Merge(span) => self.pending = Pending::Refused(span),
            // As a key it is dropped as well; an alias is its own key's place.
            Pending::Key | Pending::Value(_) | Pending::Refused(_) => {}
        }
    }

    /// Takes the value of the key before it; `place` is where it, or its alias, stands.
    pub fn value(&mut self, node: Arc<Node>, place: Span) -> Refusal {
        match std::mem::take(&mut self.pending) {
            Pending::Key | Pending::Refused(_) => Ok(()),
            Pending::Value(key) => {
                self.entries.push(MapEntry { key, value: node });
                Ok(())
            }
            Pending::Merge(_) => self.merge_source(&node, place),
        }
    }

    fn merge_source(&mut self, node: &Arc<Node>, place: Span) -> Refusal {
        let refuse = |found: &Node| {
            let message = format!(
                "`<<` takes a map or a list of maps, not {}",
                found.type_name()
            );
            Err(Box::new(
                Diagnostic::new(&rules::MERGE_NOT_MAP, place, message)
                    .help("name a map, as in `<<: *anchor`, or quote the key"),
            ))
        };
        match &node.kind {
            Kind::Map(_) => self.sources.push(Arc::clone(node)),
            Kind::Seq(items) => {
                if let Some(wrong) = items.iter().find(|item| item.as_map().is_none()) {
                    return refuse(wrong);
                }
                self.sources.extend(items.iter().cloned());
            }
            Kind::Null | Kind::Scalar(_) => return refuse(node),
        }
        Ok(())
    }

    /// The place of a key that was read.
    fn find(&mut self, key: &str) -> Option<Span> {
        if self.entries.len() < SMALL {
            let entry = self.entries.iter().find(|entry| &*entry.key.value == key);
            return entry.map(|entry| entry.key.span);
        }
        if self.index.is_empty() {
            let keys = self.entries.iter().map(|entry| &entry.key);
            self.index
                .extend(keys.map(|key| (Arc::clone(&key.value), key.span)));
        }
        self.index.get(key).copied()
    }

    /// The entries, those of `<<` where it stood, and how many were copied from other maps.
    ///
    /// The map's own keys win, wherever they stand; then the sources in their order.
    pub fn finish(mut self) -> (Vec<MapEntry>, u64) {
        let Some((_, at)) = self.merge else {
            return (self.entries, 0);
        };
        let mut copied = Vec::new();
        {
            let mut known: HashSet<&str> =
                self.entries.iter().map(|entry| &*entry.key.value).collect();
            let sources = self.sources.iter().filter_map(|source| source.as_map());
            for entry in sources.flatten() {
                if known.insert(&entry.key.value) {
                    copied.push(entry.clone());
                }
            }
        }
        let count = copied.len() as u64;
        let at = at.min(self.entries.len());
        self.entries.splice(at..at, copied);
        (self.entries, count)
    }
}

fn duplicate(key: &Spanned<Arc<str>>, first: Span) -> Diagnostic {
    Diagnostic::new(
        &rules::DUPLICATE_KEY,
        key.span,
        format!("key `{}` is given twice", shown(&key.value)),
    )
    .here("again here")
    .label(first, "first given here")
}

/// Text of a file as a message shows it: on one line and not too long.
pub(super) fn shown(text: &str) -> String {
    const MOST: usize = 60;
    let mut shown = String::new();
    for (at, character) in text.chars().enumerate() {
        if at == MOST {
            shown.push('…');
            break;
        }
        if character.is_control() {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    shown
}
