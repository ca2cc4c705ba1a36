//! Collects diagnostics: equal ones on several hosts become one.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::{Diagnostic, Rule, Severity};
use crate::source::Span;

/// How many diagnostics of one rule are kept: nobody reads more, and the first ones are mended
/// first.
pub const MAX_OF_A_RULE: usize = 1000;

/// The diagnostics of a run, each once.
#[derive(Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    /// Rule code, place and message: what makes two diagnostics the same.
    index: HashMap<(&'static str, Span, String), usize>,
    /// How many there are of each rule, by its code.
    of_rule: HashMap<&'static str, usize>,
}

impl Diagnostics {
    /// Adds a diagnostic; one that is already there only gains the new one's hosts.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let key = (
            diagnostic.rule.code,
            diagnostic.primary.span,
            diagnostic.message.clone(),
        );
        if let Some(&at) = self.index.get(&key) {
            self.list[at].hosts.extend(diagnostic.hosts);
            return;
        }
        let count = self.of_rule.entry(diagnostic.rule.code).or_default();
        *count += 1;
        let diagnostic = match (*count).cmp(&MAX_OF_A_RULE) {
            Ordering::Less => diagnostic,
            Ordering::Equal => diagnostic.note("further mistakes of this rule are not shown"),
            Ordering::Greater => return,
        };
        self.index.insert(key, self.list.len());
        self.list.push(diagnostic);
    }

    /// Adds all of `others`.
    pub fn extend(&mut self, others: impl IntoIterator<Item = Diagnostic>) {
        for diagnostic in others {
            self.push(diagnostic);
        }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many errors there are.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.list
            .iter()
            .filter(|diagnostic| diagnostic.severity == Severity::Error)
            .count()
    }

    /// Whether any of them is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|d| d.severity == Severity::Error)
    }

    /// Whether an error of another kind than `but` lies at `from` or behind it in its file.
    #[must_use]
    pub fn error_behind(&self, from: Span, but: &Rule) -> bool {
        self.list.iter().any(|other| {
            let span = other.primary.span;
            other.severity == Severity::Error
                && other.rule != but
                && span.file == from.file
                && span.start >= from.start
        })
    }

    /// Takes out what `rule` reports of a place where another error lies, since it follows from it.
    pub fn drop_explained(&mut self, rule: &Rule) {
        let others: Vec<Span> = self
            .list
            .iter()
            .filter(|one| one.severity == Severity::Error && one.rule != rule)
            .map(|one| one.primary.span)
            .collect();
        self.list.retain(|one| {
            let at = one.primary.span;
            one.rule != rule
                || !others.iter().any(|other| {
                    other.file == at.file && other.start >= at.start && other.start < at.end
                })
        });
    }

    /// Whether an error is about one of `hosts` (ascending), or about the profile as a whole.
    #[must_use]
    pub fn concern_error(&self, hosts: &[u32]) -> bool {
        self.list.iter().any(|diagnostic| {
            diagnostic.severity == Severity::Error
                && (diagnostic.hosts.is_empty()
                    || diagnostic
                        .hosts
                        .iter()
                        .any(|host| hosts.binary_search(host).is_ok()))
        })
    }

    /// All of them, sorted by place, then code; hosts ascending and without repetition.
    #[must_use]
    pub fn into_sorted(self) -> Vec<Diagnostic> {
        let mut list = self.list;
        for diagnostic in &mut list {
            diagnostic.hosts.sort_unstable();
            diagnostic.hosts.dedup();
        }
        list.sort_by(|a, b| {
            (a.primary.span, a.rule.code, &a.message).cmp(&(
                b.primary.span,
                b.rule.code,
                &b.message,
            ))
        });
        list
    }
}
