//! What a process reads: the values of the files it loads, by the product's own rules, and the
//! version's defaults below them.
//!
//! [`View`] is all the files of a product at once, for rules between keys. [`Seen`] is what one
//! process loads, file by file, by the rows of its product's `loads.tsv`.

mod expand;
mod seen;

pub use expand::{Expanded, expand_dollar};
pub use seen::{Assigned, Assignment, Assigns, Loads, Place, Process, Seen, assigned, renamed};

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use crate::catalog::{self, Known, ProductFacts};
use crate::document::{ConfigDocument, Entry, Value};
use crate::units::Version;

/// How often `${…}` is expanded before Hadoop gives up (`Configuration.MAX_SUBST`).
const MAX_SUBST: usize = 20;

/// A file that processes load: what the tables call it, and its name under `settings`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loaded {
    pub scope: &'static str,
    pub name: &'static str,
}

/// An entry's key and value as the tables know them, for files that spell them otherwise.
pub type Reading = for<'a> fn(&'a Entry) -> (Cow<'a, str>, Cow<'a, str>);

/// Key and value as they stand.
#[must_use]
pub fn as_written(entry: &Entry) -> (Cow<'_, str>, Cow<'_, str>) {
    (Cow::Borrowed(&entry.key), entry.value.text())
}

/// Where a value stands.
#[derive(Debug, Clone, Copy)]
pub enum Source<'a> {
    /// In a file that we write.
    Entry {
        document: &'a ConfigDocument,
        entry: &'a Entry,
    },
    /// In the product: the default of the version.
    Default,
}

/// A value with its place.
#[derive(Debug, Clone)]
pub struct Found<'a> {
    /// As the process reads it, nothing expanded.
    pub raw: Cow<'a, str>,
    pub source: Source<'a>,
}

/// What a process reads of one product's files on one host.
#[derive(Debug)]
pub struct View<'a> {
    facts: &'static ProductFacts,
    version: &'a Version,
    files: &'static [Loaded],
    entries: HashMap<Cow<'a, str>, Read<'a>>,
}

/// An entry as it is read.
#[derive(Debug)]
struct Read<'a> {
    document: &'a ConfigDocument,
    entry: &'a Entry,
    raw: Cow<'a, str>,
}

impl<'a> View<'a> {
    /// The view of `files`, in the order in which they are loaded, among the documents of a host.
    ///
    /// A later file wins, but over what an earlier one calls final; an empty value leaves what
    /// was there (`Configuration.loadProperty`).
    #[must_use]
    pub fn new(
        facts: &'static ProductFacts,
        version: &'a Version,
        files: &'static [Loaded],
        reading: Reading,
        documents: &'a [Arc<ConfigDocument>],
    ) -> Self {
        let mut entries: HashMap<Cow<'a, str>, Read<'a>> = HashMap::new();
        for file in files {
            // A product may spread what the tables call a file over several.
            let parts = documents
                .iter()
                .filter(|one| one.product == facts.product && one.name == file.name);
            for document in parts {
                for entry in &document.entries {
                    let (key, raw) = reading(entry);
                    let is_kept = entries.get(&key).is_some_and(|earlier| {
                        earlier.entry.is_final
                            && !std::ptr::eq(earlier.document, &raw const **document)
                    });
                    if !is_kept && (matches!(entry.value, Value::Secret(_)) || !raw.is_empty()) {
                        let read = Read {
                            document,
                            entry,
                            raw,
                        };
                        entries.insert(key, read);
                    }
                }
            }
        }
        Self {
            facts,
            version,
            files,
            entries,
        }
    }

    /// The keys that our files state.
    pub fn stated(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(|key| &**key)
    }

    /// The value of a key; `None` where neither a file nor the version has one.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Found<'a>> {
        if let Some(read) = self.entries.get(key) {
            return Some(Found {
                raw: read.raw.clone(),
                source: Source::Entry {
                    document: read.document,
                    entry: read.entry,
                },
            });
        }
        let default = self.fact(key)?.default_in(self.version)?;
        Some(Found {
            raw: Cow::Borrowed(default),
            source: Source::Default,
        })
    }

    /// The value of a key with what it refers to put in; `None` where it has none, or where it
    /// refers to what is known on the host only.
    #[must_use]
    pub fn expanded(&self, key: &str) -> Option<(String, Source<'a>)> {
        let found = self.get(key)?;
        let mut text = found.raw.into_owned();
        for _ in 0..MAX_SUBST {
            let Some(start) = text.find("${") else {
                return Some((text, found.source));
            };
            let rest = text.get(start + 2..)?;
            let length = rest.find('}')?;
            let inner = self.get(rest.get(..length)?)?;
            text.replace_range(start..start + length + 3, &inner.raw);
        }
        None
    }

    /// What the version knows of a key, in whichever of the files it belongs.
    #[must_use]
    pub fn fact(&self, key: &str) -> Option<catalog::KeyFact> {
        self.files.iter().find_map(|file| {
            match catalog::look_up(self.facts, self.version, Some(file.scope), key) {
                Known::Yes(fact) | Known::Renamed { fact, .. } => Some(fact),
                Known::Family(family) => Some(family.as_key()),
                _ => None,
            }
        })
    }
}
