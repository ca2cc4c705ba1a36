//! What one process loads, in its order.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::expand::Expanded;
use crate::catalog::{self, KeyNames, Known, ProductFacts, Table};
use crate::document::{ConfigDocument, Entry, Value};
use crate::units::{Ranges, Version};

/// A key and its value; `None` where only the product knows what the value is.
pub type Assignment = (String, Option<String>);

/// The assignments that an entry of a document makes in a process.
pub type Assigns = fn(&Seen<'_>, &ConfigDocument, &Entry) -> Vec<Assignment>;

/// How the processes of a product load what is written for them.
#[derive(Debug)]
pub struct Loads {
    pub facts: &'static ProductFacts,
    /// `daemon roles ranges files reads`: the roles whose hosts have the process (empty: all with
    /// one of its files), versions, and what it loads in order: `=SCOPE` are the defaults of a file
    /// or component, other words documents. `reads` is the product's own: what tells the process
    /// from its neighbours.
    pub table: Table,
    /// Whether a later file leaves what an earlier one calls final, and an empty value what is there.
    pub is_hadoop: bool,
    pub assigns: Assigns,
    /// What the process does after it has read everything.
    pub settle: fn(&mut Seen<'_>),
    /// A value with what it refers to put in.
    pub expand: fn(&Seen<'_>, &str) -> Expanded,
}

/// A process on a host.
#[derive(Debug, Clone)]
pub struct Process<'a> {
    /// As the table calls it.
    pub daemon: &'a str,
    /// Names and addresses of its host.
    pub host: Vec<String>,
    pub version: &'a Version,
}

/// Where a value stands.
#[derive(Debug, Clone, Copy)]
pub enum Place<'a> {
    Entry {
        document: &'a ConfigDocument,
        entry: &'a Entry,
    },
    /// The version's default, of this file or component.
    Default(&'static str),
    /// The process makes it from other values.
    Made,
}

/// A value of a process.
#[derive(Debug, Clone)]
pub struct Assigned<'a> {
    /// The key as it is spelt.
    pub key: String,
    pub raw: String,
    pub place: Place<'a>,
    /// The key that it stands under, where that is another one.
    pub from: Option<String>,
    pub is_final: bool,
    /// Whether the value is known here.
    pub is_known: bool,
    /// Whether it is a secret's mark, or where a secret is.
    pub is_secret: bool,
}

/// What a process loads.
#[derive(Debug)]
pub struct Seen<'a> {
    pub loads: &'static Loads,
    pub process: Process<'a>,
    /// The product's own column of the row.
    pub reads: &'static str,
    /// Paths of the files that are there, and scopes of defaults, in order.
    pub order: Vec<Cow<'a, str>>,
    values: BTreeMap<String, Assigned<'a>>,
}

struct Row {
    daemon: &'static str,
    roles: &'static str,
    files: &'static str,
    reads: &'static str,
}

impl Loads {
    fn row(line: &'static str, version: &Version) -> Option<Row> {
        let mut cells = line.split('\t');
        let mut next = || cells.next().unwrap_or_default();
        let (daemon, roles, ranges, files, reads) = (next(), next(), next(), next(), next());
        (ranges.is_empty() || Ranges::trusted(ranges).contains(version)).then_some(Row {
            daemon,
            roles,
            files,
            reads,
        })
    }

    /// The processes of a host, by name, each once.
    #[must_use]
    pub fn processes(
        &'static self,
        version: &Version,
        has_role: &dyn Fn(&str) -> bool,
        documents: &[Arc<ConfigDocument>],
    ) -> Vec<&'static str> {
        let here = |name: &str| {
            documents
                .iter()
                .any(|one| one.product == self.facts.product && one.name == name)
        };
        let mut names: Vec<&'static str> = self
            .table
            .rows()
            .iter()
            .filter_map(|line| Self::row(line, version))
            .filter(|row| {
                let mut files = row.files.split(' ').filter(|file| !file.starts_with('='));
                if row.roles.is_empty() {
                    files.next_back().is_some_and(here)
                } else {
                    row.roles.split(',').any(has_role)
                }
            })
            .map(|row| row.daemon)
            .collect();
        names.dedup();
        names
    }

    /// What a process of a host loads; `None` where the version has no such process.
    #[must_use]
    pub fn seen<'a>(
        &'static self,
        process: Process<'a>,
        documents: &'a [Arc<ConfigDocument>],
    ) -> Option<Seen<'a>> {
        let rows = self.table.find(process.daemon);
        let row = rows
            .iter()
            .find_map(|line| Self::row(line, process.version))?;
        let mut seen = Seen {
            loads: self,
            process,
            reads: row.reads,
            order: Vec::new(),
            values: BTreeMap::new(),
        };
        let mut finals = BTreeSet::new();
        for file in row.files.split(' ') {
            if let Some(scope) = file.strip_prefix('=') {
                seen.add_defaults(scope);
                continue;
            }
            let mut found: Vec<&ConfigDocument> = documents
                .iter()
                .map(|one| &**one)
                .filter(|one| one.product == self.facts.product && one.name == file)
                .collect();
            found.sort_by_key(|one| one.path.as_str());
            for document in found {
                seen.add(document, &mut finals);
            }
        }
        (self.settle)(&mut seen);
        Some(seen)
    }
}

impl<'a> Seen<'a> {
    fn name(&self, key: &str) -> String {
        match self.loads.facts.names {
            KeyNames::Exact => key.to_owned(),
            KeyNames::AnyCase => key.to_ascii_uppercase(),
        }
    }

    fn add_defaults(&mut self, scope: &str) {
        let facts = self.loads.facts;
        let version = self.process.version;
        let mut of = None;
        for listed in catalog::list(facts, version) {
            if listed.fact.scope != scope || listed.is_family || !listed.read_as.is_empty() {
                continue;
            }
            of = Some(listed.fact.scope);
            let Some(default) = listed.fact.default_in(version) else {
                continue;
            };
            let name = self.name(listed.name);
            self.values.entry(name).or_insert_with(|| Assigned {
                key: listed.name.to_owned(),
                raw: default.to_owned(),
                place: Place::Default(listed.fact.scope),
                from: None,
                is_final: false,
                is_known: true,
                is_secret: false,
            });
        }
        self.order
            .extend(of.map(|scope| Cow::Owned(format!("defaults of {scope}"))));
    }

    fn add(&mut self, document: &'a ConfigDocument, finals: &mut BTreeSet<String>) {
        self.order.push(Cow::Borrowed(document.path.as_str()));
        let before = finals.clone();
        for entry in &document.entries {
            for (key, raw) in (self.loads.assigns)(self, document, entry) {
                let name = self.name(&key);
                if self.loads.is_hadoop {
                    if entry.is_final {
                        finals.insert(name.clone());
                    }
                    // One that is final here may be stated again in the same file only.
                    if before.contains(&name) || is_empty(&entry.value) {
                        continue;
                    }
                }
                let from =
                    (!self.loads.facts.names.same(&key, &entry.key)).then(|| entry.key.to_string());
                self.values.insert(
                    name,
                    Assigned {
                        key,
                        is_known: raw.is_some(),
                        raw: raw.unwrap_or_default(),
                        place: Place::Entry { document, entry },
                        from,
                        is_final: entry.is_final,
                        is_secret: matches!(entry.value, Value::Secret(_)),
                    },
                );
            }
        }
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Assigned<'a>> {
        match self.loads.facts.names {
            KeyNames::Exact => self.values.get(key),
            KeyNames::AnyCase => self.values.get(&key.to_ascii_uppercase()),
        }
    }

    /// All values, by key.
    pub fn values(&self) -> impl Iterator<Item = &Assigned<'a>> {
        self.values.values()
    }

    /// Gives a key the value of another one, as the process does once it knows who it is.
    pub fn copy(&mut self, from: &str, to: &str) {
        if let Some(found) = self.get(from).cloned() {
            let name = self.name(to);
            self.values.insert(
                name,
                Assigned {
                    key: to.to_owned(),
                    from: Some(found.key.clone()),
                    ..found
                },
            );
        }
    }

    /// Gives a key a value that the process makes from that of another one.
    pub fn make(&mut self, key: &str, raw: String, from: Option<&str>) {
        let name = self.name(key);
        self.values.insert(
            name,
            Assigned {
                key: key.to_owned(),
                raw,
                place: Place::Made,
                from: from.map(str::to_owned),
                is_final: false,
                is_known: true,
                is_secret: false,
            },
        );
    }

    /// Takes a key away that is nothing to the process.
    pub fn forget(&mut self, key: &str) {
        let name = self.name(key);
        self.values.remove(&name);
    }

    /// Marks what a file states as changed by the product, nobody knows here how.
    pub fn obscure(&mut self, key: &str) {
        let name = self.name(key);
        if let Some(found) = self.values.get_mut(&name)
            && matches!(found.place, Place::Entry { .. })
        {
            found.is_known = false;
        }
    }

    /// A value with what it refers to put in.
    #[must_use]
    pub fn expanded(&self, key: &str) -> Expanded {
        (self.loads.expand)(self, key)
    }
}

fn is_empty(value: &Value) -> bool {
    !matches!(value, Value::Secret(_)) && value.text().is_empty()
}

/// An entry assigns its value to its key.
#[must_use]
pub fn assigned(_: &Seen<'_>, _: &ConfigDocument, entry: &Entry) -> Vec<Assignment> {
    vec![(entry.key.to_string(), Some(entry.value.text().into_owned()))]
}

/// An old name's value is assigned to the keys that the version reads it as.
#[must_use]
pub fn renamed(seen: &Seen<'_>, key: &str, value: String) -> Vec<Assignment> {
    match catalog::look_up(seen.loads.facts, seen.process.version, None, key) {
        Known::Renamed { to, .. } => to
            .into_iter()
            .map(|new| (new.to_owned(), Some(value.clone())))
            .collect(),
        _ => vec![(key.to_owned(), Some(value))],
    }
}
