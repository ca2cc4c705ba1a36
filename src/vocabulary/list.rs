//! A list of the language: one value or many when written, or an edit of the list below.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};

/// A list as the language has it. A single value is a list of one; `append`, `prepend` and
/// `remove` edit the list of the layer below and are gone once layers are merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List<T>(pub Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> std::ops::Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::yaml::one_or_many(deserializer).map(Self)
    }
}

impl<T: JsonSchema> JsonSchema for List<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("ListOf{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let item = generator.subschema_for::<T>();
        json_schema!({
            "description": "One value, a list, or an edit of the list below: `{append: …}`, `{prepend: …}`, `{remove: …}`.",
            "if": {"type": "array"},
            "then": {"items": item},
            "else": {
                "if": {"type": "object"},
                "then": {
                    "properties": {
                        "append": {"description": "Items to add at the end of the list below.", "$ref": "#/$defs/Items"},
                        "prepend": {"description": "Items to add in front of the list below.", "$ref": "#/$defs/Items"},
                        "remove": {"description": "Items to take out of the list below.", "$ref": "#/$defs/Items"}
                    },
                    "additionalProperties": false,
                    "minProperties": 1
                },
                "else": item
            }
        })
    }
}
