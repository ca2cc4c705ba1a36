//! Why a tree could not become a typed value.

use std::fmt::{self, Display, Write as _};

use serde::de::{self, Expected, Unexpected};

use crate::source::Span;

/// A value of the wrong kind: where and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeError {
    /// The innermost value, or key, that did not fit.
    pub span: Span,
    /// Lower case, no final period.
    pub message: String,
    /// Whether the value's own reader refused it: a mistake of who wrote it, in words for them.
    pub refused: bool,
}

impl Display for DeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for DeError {}

/// An error on its way up: it takes the place of the first node it passes.
#[derive(Debug)]
pub(super) struct Misfit {
    span: Option<Span>,
    message: String,
    refused: bool,
}

impl Misfit {
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            span: None,
            message: message.into(),
            refused: false,
        }
    }

    pub fn at(mut self, span: Span) -> Self {
        self.span.get_or_insert(span);
        self
    }

    pub fn into_error(self, outermost: Span) -> DeError {
        DeError {
            span: self.span.unwrap_or(outermost),
            message: self.message,
            refused: self.refused,
        }
    }
}

impl Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Misfit {}

fn one_of(expected: &[&str]) -> String {
    let mut text = String::new();
    for (at, name) in expected.iter().enumerate() {
        let glue = if at == 0 { "" } else { ", " };
        // Writing to a string does not fail.
        let _ = write!(text, "{glue}`{name}`");
    }
    text
}

impl de::Error for Misfit {
    fn custom<T: Display>(message: T) -> Self {
        Self {
            refused: true,
            ..Self::new(message.to_string())
        }
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(format!("expected {expected}, found {found}"))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(format!("expected {expected}, found {found}"))
    }

    fn invalid_length(len: usize, expected: &dyn Expected) -> Self {
        Self::new(format!("expected {expected}, found {len} items"))
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Self::new(format!("`{variant}` is not one of {}", one_of(expected)))
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        Self::new(if expected.is_empty() {
            format!("unknown key `{field}`; none is known here")
        } else {
            format!("unknown key `{field}`; known are {}", one_of(expected))
        })
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(format!("key `{field}` is missing"))
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::new(format!("key `{field}` is given twice"))
    }
}
