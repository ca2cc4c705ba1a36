//! Text that may be spelled without quotes whatever it looks like.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

/// The schema of a text where a number or a boolean is taken as it is spelled.
#[derive(Debug)]
pub struct AnyText;

impl JsonSchema for AnyText {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "AnyText".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["string", "number", "boolean"]})
    }
}
