//! Merging of layers: maps by key at any depth, all else replaces, `null` removes, lists may be
//! edited. Values keep their places; what loses is remembered.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

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
