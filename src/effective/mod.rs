//! What a process reads: the values of the files it loads, by the product's own rules, and the
//! version's defaults below them.

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
    entries: HashMap<&'a str, (&'a ConfigDocument, &'a Entry)>,
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
        documents: &'a [Arc<ConfigDocument>],
    ) -> Self {
        let mut entries: HashMap<&str, (&ConfigDocument, &Entry)> = HashMap::new();
        for file in files {
            let document = documents
                .iter()
                .find(|one| one.product == facts.product && one.name == file.name);
            let Some(document) = document else { continue };
            for entry in &document.entries {
                let earlier = entries.get(&*entry.key);
                let is_kept = earlier.is_some_and(|(from, kept)| {
                    kept.is_final && !std::ptr::eq(*from, &raw const **document)
                });
                if !is_kept && !is_empty(&entry.value) {
                    entries.insert(&entry.key, (document, entry));
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
    pub fn stated(&self) -> impl Iterator<Item = &'a str> {
        self.entries.keys().copied()
    }

    /// The value of a key; `None` where neither a file nor the version has one.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Found<'a>> {
        if let Some((document, entry)) = self.entries.get(key).copied() {
            return Some(Found {
                raw: entry.value.text(),
                source: Source::Entry { document, entry },
            });
        }
        let default = self.fact(key)?.default?;
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

fn is_empty(value: &Value) -> bool {
    !matches!(value, Value::Secret(_)) && value.text().is_empty()
}
