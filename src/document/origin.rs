//! Where a value comes from. Every entry has one; `why` prints it.

use std::borrow::Cow;

use crate::diagnostic::Derivation;
use crate::source::Span;

/// Something a derivation looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// What it is and what it said, such as `namenode hosts: m1, m2` or `hadoop 3.3.6`.
    pub what: Cow<'static, str>,
    /// The profile's line that says so, if one does.
    pub span: Option<Span>,
}

/// A value that another one replaced.
#[derive(Debug, Clone, PartialEq)]
pub struct Lost {
    /// What it was, printed; `None` when it was removed unseen.
    pub value: Option<String>,
    pub origin: Origin,
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum Origin {
    /// Written in the profile, at this place.
    Profile(Span),
    /// Follows from other things by a rule.
    Derived {
        rule: &'static Derivation,
        inputs: Vec<Input>,
    },
    /// The product's own default, stated because something asked for it.
    Default { fact: Cow<'static, str> },
    /// One origin won over others; lowest layer first.
    Override {
        winner: Box<Origin>,
        lost: Vec<Lost>,
    },
}

impl Input {
    /// An input that the profile says nothing of.
    pub fn fact(what: impl Into<Cow<'static, str>>) -> Self {
        Self {
            what: what.into(),
            span: None,
        }
    }

    /// An input that the profile states at `span`.
    pub fn at(what: impl Into<Cow<'static, str>>, span: Span) -> Self {
        Self {
            what: what.into(),
            span: Some(span),
        }
    }
}

impl Origin {
    /// A derived origin.
    #[must_use]
    pub const fn derived(rule: &'static Derivation, inputs: Vec<Input>) -> Self {
        Self::Derived { rule, inputs }
    }

    /// The profile's place that decided, if one did.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        match self {
            Self::Profile(span) => Some(*span),
            Self::Derived { inputs, .. } => inputs.iter().find_map(|input| input.span),
            Self::Default { .. } => None,
            Self::Override { winner, .. } => winner.span(),
        }
    }
}
