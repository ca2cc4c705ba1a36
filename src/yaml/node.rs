//! The tree: immutable nodes that layers and aliases share.

use std::sync::Arc;

use crate::source::{Span, Spanned};

/// How a scalar was written; decides whether it can be anything but text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    Plain,
    /// Single or double quotes, or a block scalar: always text.
    Quoted,
}

/// A scalar as written; its type is resolved on demand by the YAML 1.2 core schema, except that
/// a number with a leading zero is text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scalar {
    /// The text after unescaping.
    pub text: Arc<str>,
    pub style: Style,
}

/// One key with its value; keys are always text.
#[derive(Debug, Clone)]
pub struct MapEntry {
    pub key: Spanned<Arc<str>>,
    pub value: Arc<Node>,
}

/// What a node holds.
#[derive(Debug, Clone)]
pub enum Kind {
    Null,
    Scalar(Scalar),
    Seq(Vec<Arc<Node>>),
    /// In document order; keys are unique.
    Map(Vec<MapEntry>),
}

/// A value of the document and its place.
#[derive(Debug, Clone)]
pub struct Node {
    pub span: Span,
    pub kind: Kind,
}

impl Scalar {
    /// Text that was quoted.
    pub fn quoted(text: impl Into<Arc<str>>) -> Self {
        Self {
            text: text.into(),
            style: Style::Quoted,
        }
    }

    /// Text that was not.
    pub fn plain(text: impl Into<Arc<str>>) -> Self {
        Self {
            text: text.into(),
            style: Style::Plain,
        }
    }

    /// `true` or `false` of the core schema, in plain style.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        if self.style == Style::Quoted {
            return None;
        }
        match &*self.text {
            "true" | "True" | "TRUE" => Some(true),
            "false" | "False" | "FALSE" => Some(false),
            _ => None,
        }
    }

    /// A whole number in plain style: decimal without leading zero, `0x` or `0o`.
    #[must_use]
    pub fn as_int(&self) -> Option<i64> {
        if self.style == Style::Quoted {
            return None;
        }
        let text = &*self.text;
        for (prefix, radix) in [("0x", 16), ("0o", 8)] {
            if let Some(digits) = text.strip_prefix(prefix) {
                // A sign after the prefix would pass `from_str_radix`.
                let signed = digits.starts_with(['-', '+']);
                let number = i64::from_str_radix(digits, radix).ok();
                return number.filter(|_| !signed);
            }
        }
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        let leading_zero = digits.len() > 1 && digits.starts_with('0');
        if leading_zero || digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        text.strip_prefix('+').unwrap_or(text).parse().ok()
    }

    /// A number with a fraction or an exponent in plain style.
    #[must_use]
    pub fn as_float(&self) -> Option<f64> {
        if self.style == Style::Quoted {
            return None;
        }
        let text = &*self.text;
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        let leading_zero = digits.len() > 1
            && digits.starts_with('0')
            && digits.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
        let numeric = digits
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-'))
            && digits.bytes().any(|b| b.is_ascii_digit())
            && digits.bytes().any(|b| matches!(b, b'.' | b'e' | b'E'));
        if leading_zero || !numeric {
            return None;
        }
        // What is too large for a float is not one.
        text.parse().ok().filter(|number: &f64| number.is_finite())
    }
}

impl Node {
    #[must_use]
    pub const fn new(span: Span, kind: Kind) -> Self {
        Self { span, kind }
    }

    #[must_use]
    pub const fn as_map(&self) -> Option<&Vec<MapEntry>> {
        match &self.kind {
            Kind::Map(entries) => Some(entries),
            _ => None,
        }
    }

    #[must_use]
    pub const fn as_seq(&self) -> Option<&Vec<Arc<Self>>> {
        match &self.kind {
            Kind::Seq(items) => Some(items),
            _ => None,
        }
    }

    #[must_use]
    pub const fn as_scalar(&self) -> Option<&Scalar> {
        match &self.kind {
            Kind::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The text of a scalar, whatever type it would resolve to.
    #[must_use]
    pub fn text(&self) -> Option<&Arc<str>> {
        self.as_scalar().map(|scalar| &scalar.text)
    }

    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null)
    }

    /// The entry of a map under `key`.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&MapEntry> {
        self.as_map()?.iter().find(|entry| &*entry.key.value == key)
    }

    /// The value of a map under `key`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Arc<Self>> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// Whether a map edits the list of a lower layer: `{append: …}`, `{prepend: …}`, `{remove: …}`.
    #[must_use]
    pub fn is_list_edit(&self) -> bool {
        self.as_map().is_some_and(|entries| {
            !entries.is_empty()
                && entries
                    .iter()
                    .all(|entry| matches!(&*entry.key.value, "append" | "prepend" | "remove"))
        })
    }

    /// What this is, as messages call it.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        match &self.kind {
            Kind::Null => "null",
            Kind::Scalar(_) => "a single value",
            Kind::Seq(_) => "a list",
            Kind::Map(_) => "a map",
        }
    }
}
