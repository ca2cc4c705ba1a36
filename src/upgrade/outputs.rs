//! How the outputs differ: files by path, entries by key, folded over hosts.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::{EntryChange, FileChange, FileFate, errors};
use crate::catalog::{self, KeyType, Known};
use crate::document::{ConfigDocument, Entry};
use crate::pipeline::Compilation;
use crate::profile::v1::VOCABULARY;
use crate::registry;
use crate::units::Version;

/// A difference without its hosts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Difference {
    path: String,
    fate: FileFate,
    from: Option<String>,
    /// Nothing where the file as a whole appears, goes or moves.
    entry: Option<EntryDifference>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct EntryDifference {
    section: Option<String>,
    key: String,
    was: Option<String>,
    old: Option<String>,
    new: Option<String>,
}

/// Path, what becomes of it, and where it was.
type File = (String, FileFate, Option<String>);

type Documents = [Arc<ConfigDocument>];

/// The files that differ; none where the profile has errors before.
pub(super) fn rows(before: &Compilation, after: &Compilation) -> Vec<FileChange> {
    if errors(before) > 0 {
        return Vec::new();
    }
    let mut groups: BTreeMap<Difference, Vec<u32>> = BTreeMap::new();
    let mut known: HashMap<(u32, u32), Vec<Difference>> = HashMap::new();
    for (at, host) in (0_u32..).zip(&before.cluster.hosts) {
        let Some(class) = after.cluster.host(at).map(|host| host.class) else {
            continue;
        };
        let fresh;
        let found = if has_own(before, at) || has_own(after, at) {
            fresh = of_host(before, after, at);
            &fresh
        } else {
            known
                .entry((host.class, class))
                .or_insert_with(|| of_host(before, after, at))
        };
        for difference in found {
            groups.entry(difference.clone()).or_default().push(at);
        }
    }
    let mut files: BTreeMap<File, Vec<(EntryDifference, Vec<u32>)>> = BTreeMap::new();
    let mut hosts_of: BTreeMap<File, Vec<u32>> = BTreeMap::new();
    for (difference, hosts) in groups {
        let file = (difference.path, difference.fate, difference.from);
        hosts_of.entry(file.clone()).or_default().extend(&hosts);
        let entries = files.entry(file).or_default();
        entries.extend(difference.entry.map(|entry| (entry, hosts)));
    }
    let fold = |hosts: &[u32]| after.cluster.fold(hosts);
    files
        .into_iter()
        .map(|(file, entries)| {
            let mut hosts = hosts_of.remove(&file).unwrap_or_default();
            hosts.sort_unstable();
            hosts.dedup();
            let (path, fate, from) = file;
            FileChange {
                fate,
                path,
                from,
                hosts: fold(&hosts),
                count: hosts.len(),
                entries: entries
                    .into_iter()
                    .map(|(entry, hosts)| EntryChange {
                        section: entry.section,
                        key: entry.key,
                        was: entry.was,
                        old: entry.old,
                        new: entry.new,
                        hosts: fold(&hosts),
                        count: hosts.len(),
                    })
                    .collect(),
            }
        })
        .collect()
}

fn has_own(side: &Compilation, host: u32) -> bool {
    let class = side.cluster.host(host).map(|host| host.class as usize);
    class
        .and_then(|class| side.lowered.classes.get(class))
        .is_some_and(|documents| documents.own.contains_key(&host))
}

fn of_host(before: &Compilation, after: &Compilation, host: u32) -> Vec<Difference> {
    let (old, new) = (before.documents_of(host), after.documents_of(host));
    let version = |product: &str| {
        let class = after.cluster.class_of(host)?;
        Some(&class.products.get(product)?.facts_of)
    };
    let mut found = Vec::new();
    let at = |side: &Documents, path: &str| side.iter().any(|one| one.path.as_str() == path);
    let whole = |document: &ConfigDocument, fate, from: Option<&ConfigDocument>| Difference {
        path: document.path.to_string(),
        fate,
        from: from.map(|from| from.path.to_string()),
        entry: None,
    };
    let gone: Vec<&Arc<ConfigDocument>> = old
        .iter()
        .filter(|one| !at(&new, one.path.as_str()))
        .collect();
    let mut moved: Vec<&str> = Vec::new();
    for document in &new {
        let path = document.path.as_str();
        if let Some(before) = old.iter().find(|one| one.path.as_str() == path) {
            found.extend(entries(before, document, None, version(document.product)));
            continue;
        }
        // The same file at another place.
        let from = gone.iter().find(|one| {
            one.product == document.product
                && one.name == document.name
                && !moved.contains(&one.path.as_str())
        });
        match from {
            Some(from) => {
                moved.push(from.path.as_str());
                found.push(whole(document, FileFate::Moves, Some(from)));
                found.extend(entries(
                    from,
                    document,
                    Some(from.path.as_str()),
                    version(document.product),
                ));
            }
            None => found.push(whole(document, FileFate::Appears, None)),
        }
    }
    for document in gone {
        if !moved.contains(&document.path.as_str()) {
            found.push(whole(document, FileFate::Goes, None));
        }
    }
    found
}

/// The entries of a file in which two sides differ.
fn entries(
    old: &ConfigDocument,
    new: &ConfigDocument,
    from: Option<&str>,
    version: Option<&Version>,
) -> Vec<Difference> {
    let fact = |key: &str| {
        let facts = registry::facts(new.product)?;
        let scope = VOCABULARY.file(&new.name).map(|file| file.scope);
        Some(catalog::look_up(facts, version?, scope, key))
    };
    let shown = |key: &str, text: String| match fact(key) {
        Some(Known::Yes(fact)) if fact.ty == KeyType::Password => "(a secret)".to_owned(),
        _ => text,
    };
    let (mut was, mut is) = (by_key(old), by_key(new));
    // An entry that both have is told apart no further.
    was.retain(|key, value| is.get(key) != Some(value));
    let same = by_key(old);
    is.retain(|key, value| same.get(key) != Some(value));
    let mut found: Vec<EntryDifference> = Vec::new();
    let keys: Vec<(Option<String>, String)> = was.keys().cloned().collect();
    for id in keys {
        let Some(before) = was.get(&id).cloned() else {
            continue;
        };
        let (section, key) = id.clone();
        // An old name whose new name appears.
        let renamed = match fact(&key) {
            Some(Known::Renamed { to, .. }) if !is.contains_key(&id) => to
                .first()
                .map(|new| (section.clone(), (*new).to_owned()))
                .filter(|new| is.contains_key(new) && !was.contains_key(new)),
            _ => None,
        };
        let (name, was_called) = match renamed {
            Some((_, new)) => (new, Some(key.clone())),
            None => (key.clone(), None),
        };
        let after = is.remove(&(section.clone(), name.clone()));
        found.push(EntryDifference {
            section,
            was: was_called,
            old: Some(shown(&key, before)),
            new: after.map(|after| shown(&name, after)),
            key: name,
        });
    }
    for ((section, key), after) in is {
        found.push(EntryDifference {
            section,
            was: None,
            old: None,
            new: Some(shown(&key, after)),
            key,
        });
    }
    let whole = |what: &str, old: String, new: String| EntryDifference {
        section: None,
        key: what.to_owned(),
        was: None,
        old: Some(old),
        new: Some(new),
    };
    if old.prose != new.prose {
        found.push(whole("(text)", lines(&old.prose), lines(&new.prose)));
    }
    let owner = |one: &ConfigDocument| format!("{}:{} {:o}", one.owner, one.group, one.mode);
    if owner(old) != owner(new) {
        found.push(whole("(owner and mode)", owner(old), owner(new)));
    }
    found
        .into_iter()
        .map(|entry| Difference {
            path: new.path.to_string(),
            fate: if from.is_some() {
                FileFate::Moves
            } else {
                FileFate::Changes
            },
            from: from.map(str::to_owned),
            entry: Some(entry),
        })
        .collect()
}

fn lines(text: &str) -> String {
    match text.lines().count() {
        1 => "1 line".to_owned(),
        count => format!("{count} lines"),
    }
}

/// The values of a document by section and key; a key that stands several times has them all.
fn by_key(document: &ConfigDocument) -> BTreeMap<(Option<String>, String), String> {
    let mut entries: BTreeMap<(Option<String>, String), String> = BTreeMap::new();
    for entry in &document.entries {
        let section = entry.section.as_ref().map(ToString::to_string);
        let text = text(entry);
        entries
            .entry((section, entry.key.to_string()))
            .and_modify(|all| {
                all.push_str("; ");
                all.push_str(&text);
            })
            .or_insert(text);
    }
    entries
}

fn text(entry: &Entry) -> String {
    let text = entry.value.text();
    if entry.is_final {
        format!("{text} (final)")
    } else {
        text.into_owned()
    }
}
