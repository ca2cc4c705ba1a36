//! Trees to typed values, through serde.
//!
//! Any scalar may become text, exactly as written (`3.30` stays `3.30`); a number or a bool only
//! comes from a scalar that the core schema reads as one. Nothing is coerced beyond that.

use std::sync::Arc;

use serde::de::{
    self, DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};
use serde::{Deserialize, Deserializer};

use super::error::{DeError, Misfit};
use super::map::shown;
use super::node::{Kind, MapEntry, Node, Scalar, Style};
use super::spanned;
use crate::source::{Span, Spanned};

/// Reads a tree as a `T`.
///
/// # Errors
/// The first value that does not fit, with its place.
pub fn from_node<'de, T: Deserialize<'de>>(node: &'de Node) -> Result<T, DeError> {
    T::deserialize(Input::Root(node)).map_err(|misfit| misfit.into_error(node.span))
}

/// What is read next: a value, or a key, which reads like a plain scalar.
#[derive(Debug, Clone, Copy)]
enum Input<'de> {
    /// The value that reading began with; nothing is known to share it.
    Root(&'de Node),
    Node(&'de Arc<Node>),
    Key(&'de Spanned<Arc<str>>),
}

impl<'de> Input<'de> {
    fn value(self) -> Option<&'de Node> {
        match self {
            Self::Root(node) => Some(node),
            Self::Node(node) => Some(node),
            Self::Key(_) => None,
        }
    }

    fn span(self) -> Span {
        match self {
            Self::Root(Node { span, .. }) => *span,
            Self::Node(node) => node.span,
            Self::Key(key) => key.span,
        }
    }

    /// The text of a scalar or key.
    fn text(self) -> Option<&'de str> {
        match self {
            Self::Key(key) => Some(&key.value),
            _ => self.value()?.text().map(|text| &**text),
        }
    }

    fn scalar(self) -> Option<Scalar> {
        match self {
            Self::Key(key) => Some(Scalar::plain(Arc::clone(&key.value))),
            _ => self.value()?.as_scalar().cloned(),
        }
    }

    fn kind(self) -> Option<&'de Kind> {
        self.value().map(|node| &node.kind)
    }

    fn is_null(self) -> bool {
        self.value().is_some_and(Node::is_null)
    }

    fn misfit(self, expected: &str) -> Misfit {
        // The schema cannot tell where a list has another below it.
        if self.value().is_some_and(Node::is_list_edit) {
            let words = "nothing below has a list to edit here: write the list itself";
            return <Misfit as de::Error>::custom(words).at(self.span());
        }
        let found = match self.scalar() {
            Some(scalar) if scalar.style == Style::Quoted => {
                format!("the quoted text `{}`", shown(&scalar.text))
            }
            Some(scalar) => format!("`{}`", shown(&scalar.text)),
            None => self.value().map_or("a key", Node::type_name).to_owned(),
        };
        Misfit::new(format!("expected {expected}, found {found}")).at(self.span())
    }

    fn node(self) -> Arc<Node> {
        match self {
            Self::Root(node) => Arc::new(node.clone()),
            Self::Node(node) => Arc::clone(node),
            Self::Key(key) => Arc::new(Node::new(
                key.span,
                Kind::Scalar(Scalar::quoted(Arc::clone(&key.value))),
            )),
        }
    }
}

/// Whole numbers: those that do not fit are told with the range.
macro_rules! whole {
    ($($method:ident $visit:ident $int:ty,)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
            let Some(number) = self.scalar().and_then(|scalar| scalar.as_int()) else {
                return Err(self.misfit("a whole number"));
            };
            let number = <$int>::try_from(number).map_err(|_| {
                Misfit::new(format!(
                    "{number} is out of range: {} to {}",
                    <$int>::MIN,
                    <$int>::MAX
                ))
                .at(self.span())
            })?;
            visitor.$visit(number).map_err(|misfit: Misfit| misfit.at(self.span()))
        }
    )*};
}

impl<'de> Deserializer<'de> for Input<'de> {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.kind() {
            Some(Kind::Null) => visitor.visit_unit(),
            Some(Kind::Seq(_)) => return self.deserialize_seq(visitor),
            Some(Kind::Map(_)) => return self.deserialize_map(visitor),
            Some(Kind::Scalar(scalar)) => {
                if let Some(value) = scalar.as_bool() {
                    visitor.visit_bool(value)
                } else if let Some(value) = scalar.as_int() {
                    visitor.visit_i64(value)
                } else if let Some(value) = scalar.as_float() {
                    visitor.visit_f64(value)
                } else {
                    visitor.visit_borrowed_str(&scalar.text)
                }
            }
            None => return self.deserialize_str(visitor),
        }
        .map_err(|misfit: Misfit| misfit.at(self.span()))
    }

    whole! {
        deserialize_i8 visit_i8 i8,
        deserialize_i16 visit_i16 i16,
        deserialize_i32 visit_i32 i32,
        deserialize_i64 visit_i64 i64,
        deserialize_i128 visit_i128 i128,
        deserialize_u8 visit_u8 u8,
        deserialize_u16 visit_u16 u16,
        deserialize_u32 visit_u32 u32,
        deserialize_u64 visit_u64 u64,
        deserialize_u128 visit_u128 u128,
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let Some(value) = self.scalar().and_then(|scalar| scalar.as_bool()) else {
            return Err(self.misfit("`true` or `false`"));
        };
        visitor
            .visit_bool(value)
            .map_err(|misfit: Misfit| misfit.at(self.span()))
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let number = self.scalar().and_then(|scalar| {
            let whole = scalar.as_int().map(|whole| whole as f64);
            whole.or_else(|| scalar.as_float())
        });
        let Some(number) = number else {
            return Err(self.misfit("a number"));
        };
        visitor
            .visit_f64(number)
            .map_err(|misfit: Misfit| misfit.at(self.span()))
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let Some(text) = self.text() else {
            return Err(self.misfit("text"));
        };
        visitor
            .visit_borrowed_str(text)
            .map_err(|misfit: Misfit| misfit.at(self.span()))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_str(visitor)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_str(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        if self.is_null() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
        .map_err(|misfit: Misfit| misfit.at(self.span()))
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        if !self.is_null() {
            return Err(self.misfit("nothing"));
        }
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        match (name, self.kind()) {
            (spanned::RAW, _) => spanned::hand_over(self.node(), visitor),
            (spanned::ONE_OR_MANY, Some(Kind::Seq(_))) => return self.deserialize_seq(visitor),
            _ => visitor.visit_newtype_struct(self),
        }
        .map_err(|misfit: Misfit| misfit.at(self.span()))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let Some(Kind::Seq(items)) = self.kind() else {
            return Err(self.misfit("a list"));
        };
        let mut access = Items { rest: items.iter() };
        let value = visitor
            .visit_seq(&mut access)
            .map_err(|misfit| misfit.at(self.span()))?;
        match access.rest.next() {
            None => Ok(value),
            Some(extra) => Err(Misfit::new("the list has too many items").at(extra.span)),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _len: usize,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _len: usize,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let Some(Kind::Map(entries)) = self.kind() else {
            return Err(self.misfit("a map"));
        };
        let access = Entries {
            rest: entries.iter(),
            value: None,
        };
        visitor
            .visit_map(access)
            .map_err(|misfit| misfit.at(self.span()))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        if name != spanned::SPANNED {
            return self.deserialize_map(visitor);
        }
        visitor
            .visit_seq(Parts {
                input: self,
                next: 0,
            })
            .map_err(|misfit| misfit.at(self.span()))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        let variant = match self.kind() {
            Some(Kind::Map(entries)) => {
                let [entry] = &entries[..] else {
                    return Err(self.misfit("a name or a map with one key"));
                };
                Variant {
                    name: Input::Key(&entry.key),
                    value: Some(&entry.value),
                }
            }
            Some(Kind::Null | Kind::Seq(_)) => {
                return Err(self.misfit("a name or a map with one key"));
            }
            Some(Kind::Scalar(_)) | None => Variant {
                name: self,
                value: None,
            },
        };
        visitor
            .visit_enum(variant)
            .map_err(|misfit| misfit.at(self.span()))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_unit()
    }
}

/// The rest of a list.
struct Items<'de> {
    rest: std::slice::Iter<'de, Arc<Node>>,
}

impl<'de> SeqAccess<'de> for &mut Items<'de> {
    type Error = Misfit;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Misfit> {
        let item = self.rest.next();
        item.map(|node| seed_at(seed, Input::Node(node)))
            .transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

/// The rest of a map, and the value of the key just read.
struct Entries<'de> {
    rest: std::slice::Iter<'de, MapEntry>,
    value: Option<&'de Arc<Node>>,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Misfit;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Misfit> {
        let Some(entry) = self.rest.next() else {
            return Ok(None);
        };
        self.value = Some(&entry.value);
        seed_at(seed, Input::Key(&entry.key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Misfit> {
        match self.value.take() {
            Some(node) => seed_at(seed, Input::Node(node)),
            None => Err(Misfit::new("a value was asked for before its key")),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

/// The fields of a [`Spanned`], in the order of [`spanned::FIELDS`].
struct Parts<'de> {
    input: Input<'de>,
    next: u8,
}

impl<'de> SeqAccess<'de> for Parts<'de> {
    type Error = Misfit;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Misfit> {
        let span = self.input.span();
        self.next += 1;
        let part = match self.next {
            1 => seed.deserialize(span.file.0.into_deserializer()),
            2 => seed.deserialize(span.start.into_deserializer()),
            3 => seed.deserialize(span.end.into_deserializer()),
            4 => seed_at(seed, self.input),
            _ => return Ok(None),
        };
        part.map(Some)
    }
}

/// A variant of an enum: its name, and what stands under it.
struct Variant<'de> {
    name: Input<'de>,
    value: Option<&'de Arc<Node>>,
}

impl<'de> Variant<'de> {
    fn content(&self) -> Result<Input<'de>, Misfit> {
        self.value.map(Input::Node).ok_or_else(|| {
            let name = self.name.text().unwrap_or_default();
            Misfit::new(format!(
                "`{}` needs a value: write it as a map",
                shown(name)
            ))
            .at(self.name.span())
        })
    }
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Misfit;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Misfit> {
        let variant = seed_at(seed, self.name)?;
        Ok((variant, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'de> {
    type Error = Misfit;

    fn unit_variant(self) -> Result<(), Misfit> {
        match self.value {
            Some(node) if !node.is_null() => {
                let name = self.name.text().unwrap_or_default();
                let message = format!("`{}` takes no value", shown(name));
                Err(Misfit::new(message).at(node.span))
            }
            _ => Ok(()),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Misfit> {
        seed_at(seed, self.content()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Result<V::Value, Misfit> {
        self.content()?.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.content()?.deserialize_map(visitor)
    }
}

/// Reads one value; an error of its type that has no place yet gets the value's.
fn seed_at<'de, S: DeserializeSeed<'de>>(seed: S, input: Input<'de>) -> Result<S::Value, Misfit> {
    seed.deserialize(input)
        .map_err(|misfit| misfit.at(input.span()))
}

/// The error of a type that only this module can read.
pub(super) fn foreign<E: de::Error>(expected: &str) -> E {
    E::invalid_type(Unexpected::Other("another format"), &expected)
}

#[cfg(test)]
mod tests;
