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

use crate::catalog::{self, KeyFact, KeyNames, Known, ProductFacts};
use crate::classad::Constant;
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

/// How a product reads values.
#[derive(Debug)]
pub struct Dialect {
    /// A key's value with what it refers to put in; `None` where it has none, or where it refers
    /// to what is known on the host only.
    pub expand: fn(&View<'_>, &str) -> Option<String>,
    /// What a value comes to that is an expression of constants.
    pub evaluate: fn(&KeyFact, &Version, &str) -> Option<Constant>,
    /// Whether blanks separate the items of a list, too.
    pub blanks_separate: bool,
}

/// `${key}` in values, and no expressions.
pub static DOLLAR_BRACES: Dialect = Dialect {
    expand: |view, key| view.with_braces(key),
    evaluate: |_, _, _| None,
    blanks_separate: false,
};

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
    pub dialect: &'static Dialect,
    entries: HashMap<Cow<'a, str>, Read<'a>>,
}

/// An entry as it is read.
#[derive(Debug, Clone)]
pub struct Read<'a> {
    pub document: &'a ConfigDocument,
    pub entry: &'a Entry,
    /// `None` where only the product knows what the value is.
    pub raw: Option<Cow<'a, str>>,
    /// Whether it is what the view is about, and not what others of the host read as well.
    pub is_own: bool,
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
                            raw: Some(raw),
                            is_own: true,
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
            dialect: &DOLLAR_BRACES,
            entries,
        }
    }

    /// A view of what was read already, keys in capitals where their case does not matter.
    #[must_use]
    pub const fn of(
        facts: &'static ProductFacts,
        version: &'a Version,
        files: &'static [Loaded],
        dialect: &'static Dialect,
        entries: HashMap<Cow<'a, str>, Read<'a>>,
    ) -> Self {
        Self {
            facts,
            version,
            files,
            dialect,
            entries,
        }
    }

    /// The keys that our files state for whom the view is of.
    pub fn stated(&self) -> impl Iterator<Item = &str> {
        let own = self.entries.iter().filter(|(_, read)| read.is_own);
        own.map(|(key, _)| &**key)
    }

    /// What a file states of a key.
    fn read(&self, key: &str) -> Option<&Read<'a>> {
        match self.facts.names {
            KeyNames::Exact => self.entries.get(key),
            KeyNames::AnyCase => self.entries.get(key.to_ascii_uppercase().as_str()),
        }
    }

    /// Whether texts, such as the items of lists, are the same to the product.
    #[must_use]
    pub fn same(&self, one: &str, other: &str) -> bool {
        self.facts.names.same(one, other)
    }

    /// Whether a file states the key and only the product knows with which value.
    #[must_use]
    pub fn is_unknown(&self, key: &str) -> bool {
        self.read(key).is_some_and(|read| read.raw.is_none())
    }

    /// The name that a file states a key under, where a key has more than one spelling.
    #[must_use]
    pub fn spelt(&self, key: &str) -> Option<&'a str> {
        let read = self.read(key)?;
        (self.facts.names == KeyNames::AnyCase && read.raw.is_some()).then_some(&*read.entry.key)
    }

    /// The value of a key; `None` where neither a file nor the version has one, or only the
    /// product knows it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Found<'a>> {
        if let Some(read) = self.read(key) {
            return Some(Found {
                raw: read.raw.clone()?,
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
        let source = self.get(key)?.source;
        (self.dialect.expand)(self, key).map(|text| (text, source))
    }

    /// What a value comes to that is an expression of constants.
    #[must_use]
    pub fn constant(&self, fact: &KeyFact, text: &str) -> Option<Constant> {
        (self.dialect.evaluate)(fact, self.version, text)
    }

    fn with_braces(&self, key: &str) -> Option<String> {
        let mut text = self.get(key)?.raw.into_owned();
        for _ in 0..MAX_SUBST {
            let Some(start) = text.find("${") else {
                return Some(text);
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
