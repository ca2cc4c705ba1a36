//! Merging of layers: maps by key at any depth, all else replaces, `null` removes, lists may be
//! edited. Values keep their places; what loses is remembered.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use indexmap::IndexMap;

use crate::source::Span;
use crate::yaml::{Kind, MapEntry, Node};

/// What merging found beside the result.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// Winner's place to losers' places.
    pub lost: BTreeMap<Span, Vec<Span>>,
    /// `null`s that removed nothing.
    pub idle_nulls: Vec<Span>,
    /// Items appended that were there, or removed that were not.
    pub idle_edits: Vec<(Span, String, &'static str)>,
}

/// Lays `over` upon `base`; `None` when the key is unset.
pub(super) fn merge(
    base: Option<&Arc<Node>>,
    over: &Arc<Node>,
    record: &mut Record,
) -> Option<Arc<Node>> {
    if over.is_null() {
        if base.is_none() {
            record.idle_nulls.push(over.span);
        }
        return None;
    }
    if over.is_list_edit() {
        return Some(edit(base, over, record));
    }
    match (base.map(|node| &node.kind), &over.kind) {
        (Some(Kind::Map(below)), Kind::Map(above)) if !base.is_some_and(|b| b.is_list_edit()) => {
            Some(Arc::new(Node::new(
                over.span,
                Kind::Map(merge_maps(below, above, record)),
            )))
        }
        (None, Kind::Map(above)) => {
            // Nulls and edits inside have nothing below them.
            let plain = above
                .iter()
                .all(|entry| entry.value.as_scalar().is_some() || entry.value.as_seq().is_some());
            if plain {
                return Some(Arc::clone(over));
            }
            Some(Arc::new(Node::new(
                over.span,
                Kind::Map(merge_maps(&[], above, record)),
            )))
        }
        (Some(_), _) => {
            if let Some(base) = base {
                lose(base, over.span, record);
            }
            Some(Arc::clone(over))
        }
        (None, _) => Some(Arc::clone(over)),
    }
}

/// Lays lines of `hosts` upon those of lower files. What a line says of facets is merged with
/// other layers only later: its `null`s and edits of lists stay.
pub(super) fn merge_lines(
    base: Option<&Arc<Node>>,
    over: &Arc<Node>,
    record: &mut Record,
) -> Option<Arc<Node>> {
    let (Kind::Map(above), false) = (&over.kind, over.is_list_edit()) else {
        return merge(base, over, record);
    };
    let below = base
        .and_then(|base| base.as_map())
        .map_or(&[][..], Vec::as_slice);
    let mut lines: IndexMap<Arc<str>, MapEntry> = below
        .iter()
        .map(|entry| (Arc::clone(&entry.key.value), entry.clone()))
        .collect();
    for entry in above {
        let key = Arc::clone(&entry.key.value);
        match lines.get_mut(&key) {
            Some(_) if entry.value.is_null() => drop(lines.shift_remove(&key)),
            Some(line) => line.value = lay(&line.value, &entry.value, record),
            None if entry.value.is_null() => record.idle_nulls.push(entry.value.span),
            None => drop(lines.insert(key, entry.clone())),
        }
    }
    let lines = lines.into_values().collect();
    Some(Arc::new(Node::new(over.span, Kind::Map(lines))))
}

/// `over` upon `base` where what both unset or edit may be in a layer further below.
fn lay(base: &Arc<Node>, over: &Arc<Node>, record: &mut Record) -> Arc<Node> {
    if base.is_list_edit() && over.is_list_edit() {
        return both_edits(base, over);
    }
    if over.is_list_edit() {
        let has_list = !base.is_null() && !base.is_list_edit() && base.as_map().is_none();
        return if has_list {
            edit(Some(base), over, record)
        } else {
            Arc::clone(over)
        };
    }
    match (&base.kind, &over.kind) {
        (Kind::Map(below), Kind::Map(above)) if !base.is_list_edit() => {
            let mut merged: IndexMap<Arc<str>, MapEntry> = below
                .iter()
                .map(|entry| (Arc::clone(&entry.key.value), entry.clone()))
                .collect();
            for entry in above {
                let key = Arc::clone(&entry.key.value);
                match merged.get_mut(&key) {
                    Some(have) => {
                        have.value = lay(&have.value, &entry.value, record);
                        have.key = entry.key.clone();
                    }
                    None => drop(merged.insert(key, entry.clone())),
                }
            }
            let merged = merged.into_values().collect();
            Arc::new(Node::new(over.span, Kind::Map(merged)))
        }
        _ => {
            lose(base, over.span, record);
            Arc::clone(over)
        }
    }
}

/// The edits of two lines of one host, one after the other.
fn both_edits(base: &Node, over: &Arc<Node>) -> Arc<Node> {
    let mut edits: Vec<MapEntry> = base.as_map().cloned().unwrap_or_default();
    for entry in over.as_map().into_iter().flatten() {
        let below = edits
            .iter_mut()
            .find(|have| have.key.value == entry.key.value);
        match below {
            Some(have) => {
                let both = items(&have.value).into_iter().chain(items(&entry.value));
                let span = entry.value.span;
                have.value = Arc::new(Node::new(span, Kind::Seq(both.collect())));
            }
            None => edits.push(entry.clone()),
        }
    }
    Arc::new(Node::new(over.span, Kind::Map(edits)))
}

fn merge_maps(below: &[MapEntry], above: &[MapEntry], record: &mut Record) -> Vec<MapEntry> {
    // `hosts` may have an entry for each machine: places are looked up, not searched.
    let mut places: HashMap<Arc<str>, usize> = below
        .iter()
        .enumerate()
        .map(|(at, entry)| (Arc::clone(&entry.key.value), at))
        .collect();
    let mut merged: Vec<Option<MapEntry>> = below.iter().cloned().map(Some).collect();
    for entry in above {
        let at = places.get(&entry.key.value).copied();
        let slot = at.and_then(|at| merged.get_mut(at));
        let base = slot
            .as_deref()
            .and_then(|slot| slot.as_ref())
            .map(|have| Arc::clone(&have.value));
        let value = merge(base.as_ref(), &entry.value, record).map(|value| MapEntry {
            key: entry.key.clone(),
            value,
        });
        if let Some(slot) = slot {
            *slot = value;
        } else {
            places.insert(Arc::clone(&entry.key.value), merged.len());
            merged.push(value);
        }
    }
    merged.into_iter().flatten().collect()
}

fn lose(base: &Arc<Node>, winner: Span, record: &mut Record) {
    let mut losers = record.lost.remove(&base.span).unwrap_or_default();
    losers.push(base.span);
    let list = record.lost.entry(winner).or_default();
    for loser in losers {
        if loser != winner && !list.contains(&loser) {
            list.push(loser);
        }
    }
}

/// The items of a list; a single value is a list of one.
pub(super) fn items(node: &Arc<Node>) -> Vec<Arc<Node>> {
    match &node.kind {
        Kind::Seq(items) => items.clone(),
        Kind::Null => Vec::new(),
        _ => vec![Arc::clone(node)],
    }
}

fn edit(base: Option<&Arc<Node>>, over: &Arc<Node>, record: &mut Record) -> Arc<Node> {
    let mut list = base.map(items).unwrap_or_default();
    let has = |list: &[Arc<Node>], item: &Node| list.iter().any(|have| have.text() == item.text());
    for entry in over.as_map().into_iter().flatten() {
        let change = items(&entry.value);
        match &*entry.key.value {
            "remove" => {
                for item in change {
                    if !has(&list, &item) {
                        let text = item.text().map(ToString::to_string).unwrap_or_default();
                        record.idle_edits.push((item.span, text, "remove"));
                    }
                    list.retain(|have| have.text() != item.text());
                }
            }
            kind => {
                let mut fresh = Vec::new();
                for item in change {
                    if has(&list, &item) {
                        let text = item.text().map(ToString::to_string).unwrap_or_default();
                        record.idle_edits.push((item.span, text, "append"));
                    } else {
                        fresh.push(item);
                    }
                }
                if kind == "prepend" {
                    fresh.append(&mut list);
                    list = fresh;
                } else {
                    list.append(&mut fresh);
                }
            }
        }
    }
    if let Some(base) = base {
        record.lost.entry(over.span).or_default().push(base.span);
    }
    Arc::new(Node::new(over.span, Kind::Seq(list)))
}
