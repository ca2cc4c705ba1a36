//! The flags of one daemon while they are collected, each checked against the version.
//!
//! Flags keep their own names here; `spell` turns them into what the packages read once the
//! profile's `settings` were applied.

use super::facts::FACTS;
use super::home::Home;
use super::rules::FLAG_NOT_IN_VERSION;
use crate::catalog::{self, KeyFact, Known};
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::{Entry, Input, Origin, Value};
use crate::lower::derived_unknown;
use crate::source::Span;
use crate::units::Version;

/// Flags of a master or an agent.
#[derive(Debug)]
pub(super) struct Flags<'a> {
    component: &'static str,
    version: &'a Version,
    pub entries: Vec<Entry>,
    pub found: Vec<Diagnostic>,
}

impl<'a> Flags<'a> {
    /// No flags yet.
    pub const fn new(home: &Home<'a>) -> Self {
        Self {
            component: home.component,
            version: home.version(),
            entries: Vec::new(),
            found: Vec::new(),
        }
    }

    /// The release whose facts hold.
    pub const fn version(&self) -> &'a Version {
        self.version
    }

    /// What the version knows of a flag of this component.
    pub fn fact(&self, flag: &str) -> Option<KeyFact> {
        match catalog::look_up(&FACTS, self.version, Some(self.component), flag) {
            Known::Yes(fact) => Some(fact),
            _ => None,
        }
    }

    /// Sets a derived flag. The version must know it: asking for another one is a mistake of
    /// ours, and is reported as one.
    pub fn set(
        &mut self,
        flag: &'static str,
        value: impl Into<Value>,
        rule: &'static Derivation,
        inputs: Vec<Input>,
    ) {
        if self.fact(flag).is_some() {
            self.entries
                .push(Entry::new(flag, value, Origin::derived(rule, inputs)));
            return;
        }
        self.found.push(derived_unknown(
            &inputs,
            format!(
                "the {} of mesos {} does not know the derived flag `{flag}`",
                self.component, self.version
            ),
        ));
    }

    /// Sets a derived flag where the version has it, and nothing where it has not.
    pub fn set_if_known(
        &mut self,
        flag: &'static str,
        value: impl Into<Value>,
        rule: &'static Derivation,
        inputs: Vec<Input>,
    ) {
        if self.fact(flag).is_some() {
            self.set(flag, value, rule, inputs);
        }
    }

    /// Whether the version has the flag that a key of the profile becomes; reports it where not.
    pub fn has(&mut self, flag: &str, key: &str, span: Span) -> bool {
        let since = match catalog::look_up(&FACTS, self.version, Some(self.component), flag) {
            Known::Yes(_) => return true,
            Known::NotYet { since } => format!("the flag `{flag}` exists from {since} on"),
            _ => format!("it has no flag `{flag}`"),
        };
        self.found.push(
            Diagnostic::new(
                &FLAG_NOT_IN_VERSION,
                span,
                format!("mesos {} cannot be told `{key}`", self.version),
            )
            .note(since)
            .help(format!("take `{key}` out, or raise the version")),
        );
        false
    }
}
