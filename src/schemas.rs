//! Every JSON Schema that is checked in under `schemas/`, generated from the types.

use schemars::{JsonSchema, schema_for};
use serde_json::{Map, Value, json};

use crate::catalog;
use crate::cli::{
    BuildReport, EffectiveReport, ExplainReport, FileRow, FixReport, HostRow, KeyRow, PortRow,
    ProductRow, RoleRow, UnitRow, UpgradeReport, WhyReport,
};
use crate::diagnostic::render::{DiagnosticsReport, GitlabIssue};
use crate::profile::v1::VOCABULARY;
use crate::registry;
use crate::schema::{profile_schema, to_text};
use crate::units::Ranges;

/// A schema as it is checked in.
#[derive(Debug)]
pub struct Schema {
    /// Name that `clusterc schema` takes.
    pub name: &'static str,
    /// File under `schemas/`.
    pub file: &'static str,
    pub text: String,
}

/// All schemas, the profile's first.
pub fn all() -> Vec<Schema> {
    vec![
        Schema {
            name: "profile",
            file: "profile.v1.schema.json",
            text: to_text(&profile_schema()),
        },
        Schema {
            name: "editor",
            file: "profile.v1.editor.schema.json",
            text: to_text(&with_keys(profile_schema())),
        },
        of::<DiagnosticsReport>("diagnostics", "diagnostics.v1.schema.json"),
        of::<Vec<GitlabIssue>>("gitlab", "gitlab.v1.schema.json"),
        of::<FixReport>("fix", "fix.v1.schema.json"),
        of::<BuildReport>("build", "build.v1.schema.json"),
        of::<WhyReport>("why", "why.v1.schema.json"),
        of::<ExplainReport>("explain", "explain.v1.schema.json"),
        of::<Vec<HostRow>>("hosts", "hosts.v1.schema.json"),
        of::<Vec<RoleRow>>("roles", "roles.v1.schema.json"),
        of::<Vec<FileRow>>("files", "files.v1.schema.json"),
        of::<Vec<PortRow>>("ports", "ports.v1.schema.json"),
        of::<Vec<ProductRow>>("products", "products.v1.schema.json"),
        of::<Vec<UnitRow>>("units", "units.v1.schema.json"),
        of::<EffectiveReport>("effective", "effective.v1.schema.json"),
        of::<Vec<KeyRow>>("keys", "keys.v1.schema.json"),
        of::<UpgradeReport>("upgrade", "upgrade.v1.schema.json"),
    ]
}

/// The profile's schema with the names of the products' keys under `settings`, each with its type,
/// default and versions. It judges no name and no value of a key more than without: which keys there
/// are depends on the version, and is ours to say.
fn with_keys(mut schema: Value) -> Value {
    let mut offered = Map::new();
    for file in VOCABULARY.files() {
        let Some(facts) = registry::facts(file.product) else {
            continue;
        };
        let name = format!("Keys.{}.{}", file.product, file.scope);
        if let Some(place) = schema
            .pointer_mut("/$defs/Settings/properties")
            .and_then(|files| files.get_mut(file.name))
            .and_then(Value::as_object_mut)
        {
            place.insert("allOf".into(), json!([{"$ref": format!("#/$defs/{name}")}]));
        }
        offered.entry(name).or_insert_with(|| {
            let keys = catalog::names(facts, file.scope).into_iter();
            let keys: Map<String, Value> = keys
                .map(|named| (named.name.to_owned(), json!({"description": told(&named)})))
                .collect();
            json!({"properties": keys})
        });
    }
    if let Some(definitions) = schema.pointer_mut("/$defs").and_then(Value::as_object_mut) {
        definitions.extend(offered);
        definitions.sort_keys();
    }
    schema
}

/// A key in a line: `duration in s, default 3; 2.0.0-alpha and later`.
fn told(named: &catalog::Named) -> String {
    if !named.read_as.is_empty() {
        return format!("Old name of {}.", named.read_as.join(" and "));
    }
    let mut text = named.fact.kind.to_owned();
    if let Some(unit) = named.fact.unit {
        text.push_str(&format!(" in {unit}"));
    }
    if let Some(default) = named.fact.default {
        text.push_str(&format!(", default {default}"));
    }
    format!("{text}; {}", Ranges::trusted(named.fact.ranges))
}

fn of<T: JsonSchema>(name: &'static str, file: &'static str) -> Schema {
    Schema {
        name,
        file,
        text: to_text(&schema_for!(T).to_value()),
    }
}
