//! Generates the profile's schema and gives it the shape that makes errors clear.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::profile::v1;

/// Address that names the schema; nothing is fetched from it.
const ID: &str = "https://clusterc.dev/schemas/profile.v1.schema.json";

/// Keys that no map may have whose keys are the user's: they edit lists.
pub(super) const LIST_EDITS: &str = "^(append|prepend|remove)$";

/// The schema of a profile, version 1 of the language: JSON Schema draft 2020-12.
pub fn profile_schema() -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = v1::written_schema(generator).to_value();
    reshape(&mut schema);
    if let Some(map) = schema.as_object_mut() {
        let mut ordered = Map::new();
        ordered.insert(
            "$schema".into(),
            json!("https://json-schema.org/draft/2020-12/schema"),
        );
        ordered.insert("$id".into(), json!(ID));
        ordered.insert("title".into(), json!("clusterc cluster profile, v1"));
        for (key, value) in std::mem::take(map) {
            ordered.entry(key).or_insert(value);
        }
        if let Some(defs) = ordered.get_mut("$defs").and_then(Value::as_object_mut) {
            defs.insert(
                "Items".into(),
                json!({
                    "description": "One item or a list of them.",
                    "examples": [["a", "b"]],
                    "if": {"type": "array"},
                    "then": {"items": {"type": ["string", "number", "boolean"]}},
                    "else": {"type": ["string", "number", "boolean"]}
                }),
            );
            defs.sort_keys();
        }
        *map = ordered;
    }
    let choices = choices(&schema);
    offer(&mut schema, &choices);
    schema
}

/// The schema as the text that is checked in.
pub fn to_text(schema: &Value) -> String {
    let mut text = serde_json::to_string_pretty(schema).unwrap_or_default();
    text.push('\n');
    text
}

/// Depth first: alternatives become discriminated or single types, number formats go, every
/// closed object accepts `x-` keys.
fn reshape(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(reshape),
        Value::Object(map) => {
            map.values_mut().for_each(reshape);
            fold_constants(map);
            fold_optional(map);
            if map.get("format").is_some_and(|format| {
                format
                    .as_str()
                    .is_some_and(|text| text.starts_with("uint") || text.starts_with("int"))
            }) {
                map.remove("format");
            }
            if map
                .get("additionalProperties")
                .is_some_and(|open| open != &Value::Bool(false))
            {
                // Merging would take a map of nothing else for an edit of a list.
                let patterns = map
                    .entry("patternProperties")
                    .or_insert_with(|| Value::Object(Map::new()));
                if let Some(patterns) = patterns.as_object_mut() {
                    patterns.insert(LIST_EDITS.into(), Value::Bool(false));
                }
            }
            if map.get("additionalProperties") == Some(&Value::Bool(false)) {
                map.entry("patternProperties")
                    .or_insert_with(|| Value::Object(Map::new()));
                let edits = map_has_only_edits(map);
                if let (Some(patterns), false) = (
                    map.get_mut("patternProperties")
                        .and_then(Value::as_object_mut),
                    edits,
                ) {
                    patterns.entry("^x-").or_insert(Value::Bool(true));
                }
                if map
                    .get("patternProperties")
                    .and_then(Value::as_object)
                    .is_some_and(Map::is_empty)
                {
                    map.remove("patternProperties");
                }
            }
        }
        _ => {}
    }
}

/// The values of each definition that is an `enum`, by the reference to it.
fn choices(schema: &Value) -> Map<String, Value> {
    let defs = schema.get("$defs").and_then(Value::as_object);
    defs.into_iter()
        .flatten()
        .filter_map(|(name, def)| Some((format!("#/$defs/{name}"), def.get("enum")?.clone())))
        .collect()
}

/// Gives optional keys that refer to an `enum` its values as examples: editors do not look for
/// values to offer in an `else`, and offer examples.
fn offer(value: &mut Value, choices: &Map<String, Value>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| offer(item, choices)),
        Value::Object(map) => {
            map.values_mut().for_each(|item| offer(item, choices));
            let referred = map.get("else").and_then(|inner| inner.get("$ref"));
            let values = referred
                .and_then(Value::as_str)
                .and_then(|to| choices.get(to));
            if let Some(values) = values.cloned() {
                map.insert("examples".into(), values);
            }
        }
        _ => {}
    }
}

/// Whether the object is an edit of a list, which takes no keys of the user's own.
fn map_has_only_edits(map: &Map<String, Value>) -> bool {
    map.get("properties")
        .and_then(Value::as_object)
        .is_some_and(|properties| properties.contains_key("append") && properties.len() == 3)
}

/// `oneOf` of constants, as an enum with documented variants gives, becomes one `enum`.
fn fold_constants(map: &mut Map<String, Value>) {
    let Some(Value::Array(variants)) = map.get("oneOf") else {
        return;
    };
    let mut names = Vec::new();
    let mut descriptions = Map::new();
    for variant in variants {
        if let Some(constant) = variant.get("const") {
            if let (Some(name), Some(text)) = (constant.as_str(), variant.get("description")) {
                descriptions.insert(name.to_owned(), text.clone());
            }
            names.push(constant.clone());
        } else if let Some(Value::Array(options)) = variant.get("enum") {
            names.extend(options.iter().cloned());
        } else {
            return;
        }
    }
    map.remove("oneOf");
    map.insert("type".into(), json!("string"));
    map.insert("enum".into(), Value::Array(names));
    if !descriptions.is_empty() {
        map.insert("x-enum-descriptions".into(), Value::Object(descriptions));
    }
}

/// `anyOf: [X, null]`, as an option gives, becomes "null, or else X": one clear error, not two.
fn fold_optional(map: &mut Map<String, Value>) {
    let Some(Value::Array(variants)) = map.get("anyOf") else {
        return;
    };
    let [inner, null] = variants.as_slice() else {
        return;
    };
    if null != &json!({"type": "null"}) {
        return;
    }
    let mut inner = inner.clone();
    // Editors show what is written nearest to the value: the key's text, not its type's.
    if let Some(inner) = inner
        .as_object_mut()
        .filter(|inner| inner.contains_key("$ref"))
        && let Some(text) = map.get("description")
    {
        inner.insert("description".into(), text.clone());
    }
    map.remove("anyOf");
    map.insert("if".into(), json!({"type": "null"}));
    map.insert("then".into(), Value::Bool(true));
    map.insert("else".into(), inner);
}
