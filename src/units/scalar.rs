//! What all single values share: their error, their JSON Schema and how serde reads them.

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::marker::PhantomData;
use std::ops::RangeInclusive;
use std::str::FromStr;

use schemars::{Schema, json_schema};
use serde::de::{Deserializer, Error, Visitor};

/// Why a text is not the value it should be, in words that say the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitError(Cow<'static, str>);

impl UnitError {
    pub(super) fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self(message.into())
    }
}

impl Display for UnitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for UnitError {}

/// A value that is no whole number of the unit its key wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remainder {
    /// The value as people write it.
    pub value: String,
    /// The unit as people write it.
    pub unit: &'static str,
    /// What is left over, as people write it.
    pub rest: String,
}

impl Display for Remainder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { value, unit, rest } = self;
        write!(
            f,
            "`{value}` is not a whole number of {unit}, {rest} would be lost: write a multiple of `1{unit}`"
        )
    }
}

impl std::error::Error for Remainder {}

/// A value that the profile holds as one scalar.
///
/// Schema first, serde second: whatever [`Self::pattern`] and [`Self::NUMBERS`] let through,
/// `FromStr` must read.
pub trait Scalar: FromStr<Err = UnitError> {
    /// Name of the schema's definition.
    const NAME: &'static str;
    /// What it is, for the schema and for serde's "expected …".
    const DESCRIPTION: &'static str;
    const EXAMPLES: &'static [&'static str];
    /// Bare numbers that are legal, if any.
    const NUMBERS: Option<RangeInclusive<u64>> = None;
    /// Whether even an unquoted number means its text: `3.10` is not `3.1`, `0644` is octal.
    const AS_WRITTEN: bool = false;

    /// A regular expression for the texts `FromStr` reads, without anchors.
    fn pattern() -> String;
}

/// Anchors `pattern` and lets every text that holds a template pass: what a template gives is
/// checked when it is known.
#[must_use]
pub fn template_or(pattern: &str) -> String {
    format!(r"^(?:(?:{pattern})|[\s\S]*\{{\{{[\s\S]*)$")
}

/// The schema of a scalar.
pub(super) fn schema<T: Scalar>() -> Schema {
    let pattern = template_or(&T::pattern());
    let mut schema = json_schema!({
        "description": T::DESCRIPTION,
        "examples": T::EXAMPLES,
        "type": "string",
        "pattern": pattern,
    });
    if let Some(numbers) = T::NUMBERS {
        let number = if T::AS_WRITTEN { "number" } else { "integer" };
        schema.insert("type".into(), vec![number, "string"].into());
        schema.insert("minimum".into(), (*numbers.start()).into());
        schema.insert("maximum".into(), (*numbers.end()).into());
    }
    schema
}

/// Reads a scalar; a number is read as its decimal digits, so that it gets the same checks and
/// the same words as text.
pub(super) fn deserialize<'de, T: Scalar, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let visitor = ScalarVisitor(PhantomData);
    if T::AS_WRITTEN {
        from.deserialize_str(visitor)
    } else {
        from.deserialize_any(visitor)
    }
}

struct ScalarVisitor<T>(PhantomData<T>);

impl<T: Scalar> Visitor<'_> for ScalarVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::DESCRIPTION)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(|error| {
            if text.contains("{{") {
                E::custom("no template can stand here: write the value itself")
            } else {
                E::custom(error)
            }
        })
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        number.to_string().parse().map_err(E::custom)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        number.to_string().parse().map_err(E::custom)
    }

    /// `1e3` is an integer to JSON Schema; Rust prints it as `1000`.
    fn visit_f64<E: Error>(self, number: f64) -> Result<T, E> {
        if T::AS_WRITTEN {
            return Err(E::custom(format_args!("`{number}` must be quoted here")));
        }
        number.to_string().parse().map_err(E::custom)
    }
}

/// Gives a [`Scalar`] its `Deserialize` and `JsonSchema`.
macro_rules! scalar_impls {
    ($type:ty) => {
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::units::scalar::deserialize(from)
            }
        }

        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                <$type as $crate::units::scalar::Scalar>::NAME.into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $crate::units::scalar::schema::<$type>()
            }
        }
    };
}
pub(super) use scalar_impls;

/// Splits `text` after its leading ASCII digits.
pub(super) fn split_digits(text: &str) -> (&str, &str) {
    let end = text
        .bytes()
        .position(|b| !b.is_ascii_digit())
        .unwrap_or(text.len());
    text.split_at(end)
}

/// Whether `digits` has a zero in front, which readers elsewhere take for octal.
pub(super) fn leading_zero(digits: &str) -> bool {
    digits.len() > 1 && digits.starts_with('0')
}

/// Writes `text` without the zeros in front.
pub(super) fn without_zeros(digits: &str) -> &str {
    match digits.trim_start_matches('0') {
        "" => "0",
        rest => rest,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use serde_json::Value;

    /// Asserts that schema and parser agree on `text`, and returns what the parser said.
    pub fn agree<T: Scalar>(validator: &jsonschema::Validator, text: &str) -> bool {
        let parsed = text.parse::<T>().is_ok();
        let valid = validator.is_valid(&Value::from(text));
        assert_eq!(parsed, valid, "parser and schema differ on {text:?}");
        parsed
    }

    /// The compiled schema of a scalar; its examples must be right.
    pub fn validator<T: Scalar>() -> jsonschema::Validator {
        let schema = schema::<T>();
        let validator = jsonschema::validator_for(schema.as_value()).expect("schema compiles");
        for example in T::EXAMPLES {
            assert!(agree::<T>(&validator, example), "example {example}");
        }
        assert!(validator.is_valid(&Value::from("a\n{{ x }}b")));
        validator
    }

    #[test]
    fn template_or_anchors() {
        assert_eq!(template_or("a|b"), r"^(?:(?:a|b)|[\s\S]*\{\{[\s\S]*)$");
    }
}
