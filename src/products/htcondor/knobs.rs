//! The configuration of a host while it is collected, each name checked against the version.

use std::borrow::Cow;

use super::facts::FACTS;
use super::home::Home;
use super::rules::NOT_IN_VERSION;
use super::template;
use crate::catalog::{self, Known};
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::{Entry, Input, Origin, Value};
use crate::lower::derived_unknown;
use crate::syntax::condor::USE;
use crate::units::{Ranges, Version};

/// Assignments and templates, in the order they are read.
#[derive(Debug)]
pub(super) struct Knobs<'a> {
    version: &'a Version,
    pub entries: Vec<Entry>,
    pub found: Vec<Diagnostic>,
}

impl<'a> Knobs<'a> {
    /// Nothing yet.
    pub const fn new(home: &Home<'a>) -> Self {
        Self::of(home.version())
    }

    /// Nothing yet, of a version.
    pub const fn of(version: &'a Version) -> Self {
        Self {
            version,
            entries: Vec::new(),
            found: Vec::new(),
        }
    }

    /// Whether the version knows a name.
    pub fn knows(&self, name: &str) -> bool {
        matches!(
            catalog::look_up(&FACTS, self.version, Some("condor"), name),
            Known::Yes(_) | Known::Family(_)
        )
    }

    /// Sets a derived name. The version must know it: asking for another one is a mistake of
    /// ours, and is reported as one.
    pub fn set(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        value: impl Into<Value>,
        rule: &'static Derivation,
        inputs: Vec<Input>,
    ) {
        let name = name.into();
        if self.knows(&name) {
            self.entries
                .push(Entry::new(name, value, Origin::derived(rule, inputs)));
            return;
        }
        self.unknown(&name, &inputs);
    }

    fn unknown(&mut self, name: &str, inputs: &[Input]) {
        self.found.push(derived_unknown(
            inputs,
            format!(
                "htcondor {} does not know the derived name `{name}`",
                self.version
            ),
        ));
    }

    /// Sets a derived name where the version has it, and nothing where it has not.
    pub fn set_if_known(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        value: impl Into<Value>,
        rule: &'static Derivation,
        inputs: Vec<Input>,
    ) {
        let name = name.into();
        if self.knows(&name) {
            self.set(name, value, rule, inputs);
        }
    }

    /// Sets a name that a key of the service asks for, and says so where the version has it not.
    pub fn ask(
        &mut self,
        name: &'static str,
        value: impl Into<Value>,
        rule: &'static Derivation,
        inputs: Vec<Input>,
    ) {
        if self.knows(name) {
            self.set(name, value, rule, inputs);
            return;
        }
        let Some((what, span)) = inputs
            .iter()
            .find_map(|input| Some((&input.what, input.span?)))
        else {
            return;
        };
        let life = catalog::life(&FACTS, name);
        let known = life.first().map_or("no version", |life| &life.versions);
        self.found.push(
            Diagnostic::new(
                &NOT_IN_VERSION,
                span,
                format!("htcondor {} cannot do `{what}`", self.version),
            )
            .note(format!("`{name}` exists in: {known}"))
            .help("take it out, or change the version"),
        );
    }

    /// Reads a template in place, such as `SECURITY:recommended`.
    pub fn template(&mut self, name: &'static str, rule: &'static Derivation, inputs: Vec<Input>) {
        let known = template::find(name)
            .is_some_and(|known| Ranges::trusted(known.ranges).contains(self.version));
        if !known {
            self.unknown(name, &inputs);
            return;
        }
        let entry = Entry::new(name, "", Origin::derived(rule, inputs));
        self.entries.push(entry.in_section(USE));
    }
}
