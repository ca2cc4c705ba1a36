//! Where else in the language a key stands that is unknown where it was written.
//!
//! Derived from the schema: whatever key it knows somewhere is found here.

use serde_json::{Map, Value};

use crate::profile::v1::{FACETS, VOCABULARY};
use crate::vocabulary::split_instance;
use crate::yaml::Node;

/// A part of a path that the user names: a host, a class, an item of a list.
const ANY: &str = "…";

/// No place of the language is deeper.
const DEEPEST: usize = 8;

/// More places than these say nothing any more.
const MOST: usize = 3;

/// A place of the key that was looked for.
#[derive(Clone)]
struct Place<'s> {
    path: Vec<&'s str>,
    definition: &'s Value,
}

/// The places of `key` that are most like the one it was written at.
pub(super) struct Places {
    /// As `daemons.zookeeper.ports`, at most a few.
    list: Vec<String>,
    /// Whether they are of the same service or role as where it was written.
    pub related: bool,
}

impl Places {
    /// `` `a` or `b` ``; a key of the top level says so.
    pub(super) fn words(&self) -> String {
        let words: Vec<String> = self
            .list
            .iter()
            .map(|place| {
                if place.contains('.') {
                    format!("`{place}`")
                } else {
                    format!("`{place}` at the top level")
                }
            })
            .collect();
        match words.as_slice() {
            [first @ .., last] if !first.is_empty() => {
                format!("{} or {last}", first.join(", "))
            }
            _ => words.concat(),
        }
    }
}

/// Looks for `key`, written with `value` at `path`, in all of the schema.
pub(super) fn find(schema: &Value, path: &[String], key: &str, value: &Node) -> Option<Places> {
    let (name, instance) = split_instance(key);
    let mut found = Vec::new();
    walk(schema, schema, name, &mut Vec::new(), &mut found);
    // Facets mean the same in overrides and hosts: there only, when that is where it was written.
    let in_layer = path
        .first()
        .is_some_and(|top| top == "overrides" || top == "hosts");
    if !in_layer && found.iter().any(|place| place.path.len() == 1) {
        found.retain(|place| !is_layer(place));
    }
    fitting(schema, &mut found, value);
    let context = context(path);
    let score = |place: &Place<'_>| {
        place
            .path
            .iter()
            .filter(|part| context.iter().any(|word| word == *part))
            .count()
    };
    let best = found.iter().map(score).max()?;
    found.retain(|place| score(place) == best);
    let depth = found.iter().map(|place| place.path.len()).min()?;
    let highest = found.iter().filter(|place| place.path.len() == depth);
    let highest: Vec<Place<'_>> = highest.cloned().collect();
    let mut list = named(found, instance);
    // Of many, those nearest to the top are meant more often than parts of parts.
    if list.len() > MOST {
        list = named(highest, instance);
    }
    (list.len() <= MOST).then_some(Places {
        list,
        related: best > 0,
    })
}

/// The places as text, each once.
fn named(found: Vec<Place<'_>>, instance: Option<&str>) -> Vec<String> {
    let mut list: Vec<String> = Vec::new();
    for place in alike(found) {
        let place = match instance {
            Some(instance) => format!("{place}@{instance}"),
            None => place,
        };
        if !list.contains(&place) {
            list.push(place);
        }
    }
    list
}

/// The names of a path, and the services of its roles.
fn context(path: &[String]) -> Vec<String> {
    let mut words = Vec::new();
    for part in path {
        let (name, _) = split_instance(part);
        if FACETS.contains(&name) {
            continue;
        }
        words.push(name.to_owned());
        if let Some(role) = VOCABULARY.role(name) {
            words.push(role.service.to_owned());
        }
    }
    words
}

fn is_layer(place: &Place<'_>) -> bool {
    matches!(place.path.first(), Some(&("overrides" | "hosts")))
}

/// A map's keys say which place is meant, when some place has them.
fn fitting(schema: &Value, found: &mut Vec<Place<'_>>, value: &Node) {
    let Some(entries) = value.as_map() else {
        return;
    };
    let fits = |place: &Place<'_>| {
        entries
            .iter()
            .any(|entry| has_key(schema, place.definition, &entry.key.value, DEEPEST))
    };
    if found.iter().any(fits) {
        found.retain(fits);
    }
}

fn has_key(schema: &Value, definition: &Value, key: &str, deep: usize) -> bool {
    let Some(map) = definition.as_object() else {
        return false;
    };
    let own = map
        .get("properties")
        .is_some_and(|known| known.get(key).is_some());
    own || deep > 0
        && inner(schema, map)
            .into_iter()
            .any(|inner| has_key(schema, inner, key, deep - 1))
}

/// What a definition refers to without going a level down in the profile.
fn inner<'s>(schema: &'s Value, map: &'s Map<String, Value>) -> Vec<&'s Value> {
    let mut list = Vec::new();
    if let Some(target) = map.get("$ref").and_then(Value::as_str) {
        list.extend(schema.pointer(target.trim_start_matches('#')));
    }
    list.extend(["then", "else"].into_iter().filter_map(|key| map.get(key)));
    list.extend(
        map.get("allOf")
            .and_then(Value::as_array)
            .into_iter()
            .flatten(),
    );
    list
}

fn walk<'s>(
    schema: &'s Value,
    definition: &'s Value,
    key: &str,
    path: &mut Vec<&'s str>,
    found: &mut Vec<Place<'s>>,
) {
    let Some(map) = definition.as_object() else {
        return;
    };
    // Nobody means a selector's condition who did not write a selector.
    let selector = matches!(path.as_slice(), [.., "where"] | ["roles", _]);
    if selector || path.len() > DEEPEST {
        return;
    }
    for inner in inner(schema, map) {
        // A queue holds queues.
        if path.len() < DEEPEST {
            walk(schema, inner, key, path, found);
        }
    }
    let layer = matches!(path.as_slice(), ["overrides" | "hosts", ANY]);
    let properties = map.get("properties").and_then(Value::as_object);
    for (name, definition) in properties.into_iter().flatten() {
        path.push(name);
        let seen = || found.iter().any(|place| place.path == *path);
        if name == key && !seen() {
            found.push(Place {
                path: path.clone(),
                definition,
            });
        }
        if !(layer && FACETS.contains(&name.as_str())) {
            walk(schema, definition, key, path, found);
        }
        path.pop();
    }
    // `name@instance` and keys of the user's own are patterns of maps that have properties too.
    let patterns = map
        .get("patternProperties")
        .and_then(Value::as_object)
        .filter(|_| properties.is_none())
        .into_iter()
        .flatten()
        .map(|(_, definition)| definition);
    let below = [map.get("additionalProperties"), map.get("items")];
    for definition in below.into_iter().flatten().chain(patterns) {
        path.push(ANY);
        walk(schema, definition, key, path, found);
        path.pop();
    }
}

/// The places as text; those that differ in one part alone are one with that part open.
fn alike(found: Vec<Place<'_>>) -> Vec<String> {
    let paths: Vec<Vec<&str>> = found.into_iter().map(|place| place.path).collect();
    if paths.len() <= MOST {
        return paths.iter().map(|path| path.join(".")).collect();
    }
    let differing = |a: &[&str], b: &[&str]| -> Option<usize> {
        let mut differ = a
            .iter()
            .zip(b)
            .enumerate()
            .filter(|(_, (a, b))| a != b)
            .map(|(at, _)| at);
        match (a.len() == b.len(), differ.next(), differ.next()) {
            (true, Some(at), None) if at > 0 => Some(at),
            _ => None,
        }
    };
    paths
        .iter()
        .map(|path| {
            let open = paths.iter().find_map(|other| differing(path, other));
            path.iter()
                .enumerate()
                .map(|(at, part)| if Some(at) == open { ANY } else { part })
                .collect::<Vec<_>>()
                .join(".")
        })
        .collect()
}
