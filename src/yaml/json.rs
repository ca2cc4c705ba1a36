//! The tree as JSON: for schema validation and for comparison with other readers.

use serde_json::{Map, Number, Value};

use super::node::{Kind, Node, Scalar};

impl Node {
    /// The value without places. A scalar is what the core schema makes of it; a number that
    /// JSON or `i64` cannot hold is text.
    #[must_use]
    pub fn to_json(&self) -> Value {
        match &self.kind {
            Kind::Null => Value::Null,
            Kind::Scalar(scalar) => scalar.to_json(),
            Kind::Seq(items) => items.iter().map(|item| item.to_json()).collect(),
            Kind::Map(entries) => {
                let entry =
                    |entry: &super::MapEntry| (entry.key.value.to_string(), entry.value.to_json());
                Value::Object(entries.iter().map(entry).collect::<Map<_, _>>())
            }
        }
    }
}

impl Scalar {
    /// The bool, number or text that the scalar is.
    #[must_use]
    pub fn to_json(&self) -> Value {
        if let Some(value) = self.as_bool() {
            return Value::Bool(value);
        }
        if let Some(value) = self.as_int() {
            return Value::Number(value.into());
        }
        self.as_float()
            .and_then(Number::from_f64)
            .map_or_else(|| Value::String(self.text.to_string()), Value::Number)
    }
}
