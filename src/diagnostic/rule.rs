//! Rules: what can be wrong, said once, for the check, for `explain` and for the docs.

use super::Severity;

/// A level that `lints:` can give to an adjustable rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Level {
    Allow,
    Warn,
    Deny,
}

/// Whether a rule's level may be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleLevel {
    /// What a product or the language would refuse: always an error.
    Error,
    /// A practice: `lints:` may change it from this default.
    Lint(Level),
}

impl RuleLevel {
    /// The severity before `lints:` are applied. An allowed lint counts as a warning here;
    /// the pass that applies levels drops it.
    #[must_use]
    pub const fn default_severity(self) -> Severity {
        match self {
            Self::Error | Self::Lint(Level::Deny) => Severity::Error,
            Self::Lint(Level::Warn | Level::Allow) => Severity::Warning,
        }
    }
}

/// One kind of mistake.
#[derive(Debug)]
pub struct Rule {
    /// Stable code: `C` and four digits.
    pub code: &'static str,
    /// Stable name in kebab case, as `lints:` spells it.
    pub name: &'static str,
    pub level: RuleLevel,
    /// What the rule asks for, in one sentence.
    pub summary: &'static str,
    /// Why it matters and where that is known from (product source, parser, manual).
    pub why: &'static str,
    /// A whole profile on which the rule fires; run as a test. Empty: none can be written in a
    /// profile alone.
    pub bad: &'static str,
    /// The same profile put right; run as a test.
    pub good: &'static str,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl Eq for Rule {}

/// A rule of derivation: how a value that nobody wrote follows from what was written.
#[derive(Debug)]
pub struct Derivation {
    /// Stable name in kebab case, shown by `why`.
    pub name: &'static str,
    /// What it does, in one sentence, with its formula where there is one.
    pub summary: &'static str,
    /// Where the product says so (class, script, manual page).
    pub source: &'static str,
}

impl PartialEq for Derivation {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Derivation {}
