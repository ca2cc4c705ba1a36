//! Types that ask this reader for more than serde's data model holds: the place of a value, the
//! value's tree, one value where a list may stand.
//!
//! Each asks with a name that no type has. Other formats do not know the names, so these types
//! are read from a profile only.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::de::foreign;
use super::node::Node;
use crate::source::{FileId, Span, Spanned};

pub(super) const SPANNED: &str = "$__clusterc_Spanned";
pub(super) const FIELDS: &[&str] = &["file", "start", "end", "value"];
pub(super) const RAW: &str = "$__clusterc_Raw";
pub(super) const ONE_OR_MANY: &str = "$__clusterc_OneOrMany";

struct SpannedVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for SpannedVisitor<T> {
    type Value = Spanned<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value with its place")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Spanned<T>, A::Error> {
        let mut number = || parts.next_element::<u32>();
        let (file, start, end) = (number()?, number()?, number()?);
        let value = parts.next_element::<T>()?;
        let file = file.and_then(|file| u16::try_from(file).ok());
        match (file, start, end, value) {
            (Some(file), Some(start), Some(end), Some(value)) => {
                Ok(Spanned::new(value, Span::new(FileId(file), start, end)))
            }
            _ => Err(foreign("a value with its place")),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spanned<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_struct(SPANNED, FIELDS, SpannedVisitor(PhantomData))
    }
}

/// A place is no part of the value: the schema is that of `T`.
impl<T: JsonSchema> JsonSchema for Spanned<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }

    // The derive asks these of optional fields; without them `Spanned<Option<T>>` would be
    // required.
    #[allow(clippy::used_underscore_items)]
    fn _schemars_private_non_optional_json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::_schemars_private_non_optional_json_schema(generator)
    }

    #[allow(clippy::used_underscore_items)]
    fn _schemars_private_is_option() -> bool {
        T::_schemars_private_is_option()
    }
}

/// A value kept as it was written, with all its places: for what has no type of its own.
#[derive(Debug, Clone)]
pub struct Raw(pub Arc<Node>);

thread_local! {
    /// The node on its way from [`hand_over`] to the visitor that it calls; empty otherwise.
    static HANDED: Cell<Option<Arc<Node>>> = const { Cell::new(None) };
}

/// Gives `node` to a visitor that came with [`RAW`], which serde's data model has no room for.
pub(super) fn hand_over<'de, V: Visitor<'de>, E: de::Error>(
    node: Arc<Node>,
    visitor: V,
) -> Result<V::Value, E> {
    HANDED.set(Some(node));
    let taken = visitor.visit_unit();
    HANDED.set(None);
    taken
}

struct RawVisitor;

impl Visitor<'_> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value of a profile")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Raw, E> {
        HANDED
            .take()
            .map(Raw)
            .ok_or_else(|| foreign("any value of a profile"))
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(RAW, RawVisitor)
    }
}

impl JsonSchema for Raw {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "AnyValue".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!(true)
    }
}

/// A list that may be written as its only item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneOrMany<T>(pub Vec<T>);

impl<T> Default for OneOrMany<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> std::ops::Deref for OneOrMany<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

struct OneOrManyVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for OneOrManyVisitor<T> {
    type Value = OneOrMany<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<OneOrMany<T>, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(OneOrMany(list))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, one: D) -> Result<OneOrMany<T>, D::Error> {
        T::deserialize(one).map(|item| OneOrMany(vec![item]))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(ONE_OR_MANY, OneOrManyVisitor(PhantomData))
    }
}

impl<T: JsonSchema> JsonSchema for OneOrMany<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("OneOrMany_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let item = generator.subschema_for::<T>();
        json_schema!({"anyOf": [item, {"type": "array", "items": item}]})
    }
}

/// Reads a list that may be written as its only item; for `#[serde(deserialize_with)]`, with
/// `#[schemars(with = "OneOrMany<T>")]` beside it.
pub fn one_or_many<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    OneOrMany::deserialize(deserializer).map(|list| list.0)
}
