//! Raw keys of the products.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use crate::source::Spanned;
use crate::yaml::Raw;

/// The long form of a setting.
#[derive(Debug, Clone, Deserialize)]
pub struct Setting {
    pub value: Option<Raw>,
    #[serde(rename = "final")]
    pub is_final: Option<Spanned<bool>>,
    pub force: Option<Spanned<String>>,
    pub append: Option<Raw>,
    pub prepend: Option<Raw>,
    pub remove: Option<Raw>,
    pub secret: Option<Spanned<String>>,
}

impl JsonSchema for Setting {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Setting".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let scalar = ["string", "number", "boolean"];
        let value = json_schema!({
            "if": {"type": "array"},
            "then": {"items": {"type": scalar}},
            "else": {"type": scalar}
        });
        json_schema!({
            "description": "A value for a raw key; `null` unsets it, lists may be edited, `force` gives the reason for overriding what is stated elsewhere.",
            "examples": [128, "256MiB", {"value": 8, "final": true}, {"append": ["spark_shuffle"]}, {"secret": "deploy:name"}],
            "if": {"type": "object"},
            "then": {
                "properties": {
                    "value": value,
                    "final": {"type": "boolean", "description": "Hadoop's `final`: later files cannot change it."},
                    "force": {"type": "string", "minLength": 1, "description": "Why a key that is stated elsewhere is overridden here."},
                    "append": value,
                    "prepend": value,
                    "remove": value,
                    "secret": {"type": "string", "pattern": r"^(file:/.+|credential:[^@]+@.+|deploy:[A-Za-z0-9._-]+)$", "description": "Reference to a secret."}
                },
                "patternProperties": {"^x-": true},
                "additionalProperties": false
            },
            "else": {
                "if": {"type": "array"},
                "then": {"items": {"type": scalar}},
                "else": {"type": ["string", "number", "boolean", "null"]}
            }
        })
    }
}
