//! What is wrong with a profile: a value, never an early return.
//!
//! Every pass returns its result *and* what it found. Renderers (one file per format, under
//! `render/`) turn diagnostics into text; nothing else prints them.

pub mod levels;
pub mod render;
mod rule;
mod set;
mod words;

pub use rule::{Derivation, Level, Rule, RuleLevel};
pub use set::{Diagnostics, MAX_OF_A_RULE};

use crate::source::Span;
use words::bounded;

/// How bad a diagnostic is, after levels were applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Warning,
    Error,
}

/// A place with a few words about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    pub span: Span,
    /// May be empty: then only the place is underlined.
    pub text: String,
}

/// An edit that would mend the profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What the edit does, in the imperative.
    pub title: String,
    pub edits: Vec<Edit>,
    /// Whether the edit keeps the meaning and may be applied unseen.
    pub safe: bool,
}

/// Replaces the bytes of one span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub span: Span,
    pub replacement: String,
}

/// One mistake (or doubt), where it is, and the way out.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    pub rule: &'static Rule,
    pub severity: Severity,
    /// Lower case, no final period, literals in backticks. Names no host: those are in `hosts`.
    pub message: String,
    /// Where the mistake is.
    pub primary: Label,
    /// Further places: the cause, the earlier definition.
    pub labels: Vec<Label>,
    /// The arithmetic, the versions, what follows.
    pub notes: Vec<String>,
    /// What to do, as exact as it can be said.
    pub help: Vec<String>,
    pub fix: Option<Fix>,
    /// Indexes of the nodes it concerns, ascending; empty when it concerns the profile as a whole.
    pub hosts: Vec<u32>,
}

impl Diagnostic {
    /// A diagnostic of `rule` at `span`, with the rule's default severity.
    pub fn new(rule: &'static Rule, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.level.default_severity(),
            message: bounded(message.into()),
            primary: Label {
                span,
                text: String::new(),
            },
            labels: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            fix: None,
            hosts: Vec::new(),
        }
    }

    /// Words under the primary place's caret.
    #[must_use]
    pub fn here(mut self, text: impl Into<String>) -> Self {
        self.primary.text = bounded(text.into());
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            text: bounded(text.into()),
        });
        self
    }

    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(bounded(text.into()));
        self
    }

    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(bounded(text.into()));
        self
    }

    /// Offers an edit of one span.
    #[must_use]
    pub fn fix(
        mut self,
        title: impl Into<String>,
        span: Span,
        replacement: impl Into<String>,
        safe: bool,
    ) -> Self {
        self.fix = Some(Fix {
            title: bounded(title.into()),
            edits: vec![Edit {
                span,
                replacement: replacement.into(),
            }],
            safe,
        });
        self
    }

    /// Offers the nearest known spelling of what stands at `span`.
    #[must_use]
    pub fn did_you_mean(self, span: Span, near: &str) -> Self {
        self.fix(format!("did you mean `{near}`?"), span, near, false)
    }

    /// Says that the mistake concerns this node.
    #[must_use]
    pub fn host(mut self, node: u32) -> Self {
        self.hosts.push(node);
        self
    }

    /// Says which nodes the mistake concerns.
    #[must_use]
    pub fn hosts(mut self, nodes: impl IntoIterator<Item = u32>) -> Self {
        self.hosts.extend(nodes);
        self
    }
}
