//! Short forms: where an object has a principal key, a bare value stands for it.
//!
//! They are expanded before anything is merged, so that a bare version in one layer and a
//! package flavour in another add up.

use std::sync::Arc;

use schemars::{Schema, json_schema};

use crate::source::Spanned;
use crate::yaml::{Kind, MapEntry, Node};

/// The schema of a value that is either an object or a bare value standing for its principal key.
pub(super) fn short_form(bare: &Schema, object: &Schema) -> Schema {
    json_schema!({"if": {"type": "object"}, "then": object, "else": bare})
}

/// Where a facet, or a part of one, has a short form.
#[derive(Clone, Copy)]
enum Shape {
    /// A bare value stands for this key.
    Principal(&'static str, &'static [(&'static str, Shape)]),
    /// A map whose values all have this shape.
    Each(&'static Shape),
    /// An object some of whose keys have shapes.
    Object(&'static [(&'static str, Shape)]),
}

static HARDWARE: Shape = Shape::Object(&[("disks", Shape::Principal("disk", &[]))]);
static QUEUE: Shape = Shape::Principal("capacity", &[("of", Shape::Each(&QUEUE))]);
static SERVICES: Shape = Shape::Each(&Shape::Object(&[("queues", Shape::Each(&QUEUE))]));
static SHARES: Shape = Shape::Each(&Shape::Principal(
    "cpu",
    &[("of", Shape::Each(&Shape::Principal("cpu", &[])))],
));
static PLATFORM: Shape = Shape::Principal("os", &[]);
static PRODUCTS: Shape = Shape::Each(&Shape::Principal("version", &[]));

/// Expands the short forms of one facet. `classes` says that `hardware` is the top level's map of
/// classes rather than amounts.
pub fn expand(facet: &str, node: &Arc<Node>, classes: bool) -> Arc<Node> {
    let shape = match facet {
        "platform" => PLATFORM,
        "products" => PRODUCTS,
        "hardware" if classes => Shape::Each(&HARDWARE),
        "hardware" => HARDWARE,
        "services" => SERVICES,
        "shares" => SHARES,
        _ => return Arc::clone(node),
    };
    apply(shape, node)
}

fn apply(shape: Shape, node: &Arc<Node>) -> Arc<Node> {
    match (shape, &node.kind) {
        (_, Kind::Null) => Arc::clone(node),
        (Shape::Principal(key, inner), kind) => {
            if let (Kind::Map(_), false) = (kind, node.is_list_edit()) {
                return apply(Shape::Object(inner), node);
            }
            let entry = MapEntry {
                key: Spanned::new(Arc::from(key), node.span),
                value: Arc::clone(node),
            };
            Arc::new(Node::new(node.span, Kind::Map(vec![entry])))
        }
        (Shape::Each(inner), Kind::Map(entries)) => {
            map_entries(node, entries, |_, value| apply(*inner, value))
        }
        (Shape::Object(keys), Kind::Map(entries)) => map_entries(node, entries, |key, value| {
            keys.iter()
                .find(|(name, _)| *name == key)
                .map_or_else(|| Arc::clone(value), |(_, shape)| apply(*shape, value))
        }),
        _ => Arc::clone(node),
    }
}

fn map_entries(
    node: &Arc<Node>,
    entries: &[MapEntry],
    change: impl Fn(&str, &Arc<Node>) -> Arc<Node>,
) -> Arc<Node> {
    let changed: Vec<MapEntry> = entries
        .iter()
        .map(|entry| MapEntry {
            key: entry.key.clone(),
            value: change(&entry.key.value, &entry.value),
        })
        .collect();
    let same = changed
        .iter()
        .zip(entries)
        .all(|(new, old)| Arc::ptr_eq(&new.value, &old.value));
    if same {
        Arc::clone(node)
    } else {
        Arc::new(Node::new(node.span, Kind::Map(changed)))
    }
}
