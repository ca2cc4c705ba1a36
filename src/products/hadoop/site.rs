//! Builds a site file (`core-site.xml` …) key by key, each key checked against the version.

use std::borrow::Cow;

use super::facts::FACTS;
use super::home;
use crate::catalog::{self, Known};
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::{Entry, Input, Origin, Syntax, Value};
use crate::lower::{Ctx, Emitted, derived_unknown};
use crate::units::Version;

/// The entries of one site file while it is made.
#[derive(Debug)]
pub struct Site<'a> {
    /// What the catalog calls the file (`core`, `hdfs`, `yarn`, `mapred`).
    scope: &'static str,
    version: &'a Version,
    pub entries: Vec<Entry>,
    pub diagnostics: Vec<Diagnostic>,
}

impl<'a> Site<'a> {
    /// An empty file for the Hadoop of these hosts; `None` where there is no Hadoop.
    pub fn new(ctx: &Ctx<'a>, scope: &'static str) -> Option<Self> {
        Some(Self {
            scope,
            version: ctx.facts_version("hadoop")?,
            entries: Vec::new(),
            diagnostics: Vec::new(),
        })
    }

    /// The release whose facts hold.
    pub const fn version(&self) -> &'a Version {
        self.version
    }

    /// Whether the release knows a key in this file.
    pub fn knows(&self, key: &str) -> bool {
        matches!(
            catalog::look_up(&FACTS, self.version, Some(self.scope), key),
            Known::Yes(_) | Known::Family(_)
        )
    }

    /// Sets a derived key. The version must know it: asking for what it does not know is a
    /// mistake of ours, and is reported as one.
    pub fn set(
        &mut self,
        key: impl Into<Cow<'static, str>>,
        value: impl Into<Value>,
        rule: &'static Derivation,
        inputs: Vec<Input>,
    ) {
        let key = key.into();
        if !self.knows(&key) {
            self.diagnostics.push(derived_unknown(
                &inputs,
                format!(
                    "hadoop {} does not know the derived key `{key}`",
                    self.version
                ),
            ));
            return;
        }
        self.entries
            .push(Entry::new(key, value, Origin::derived(rule, inputs)));
    }

    /// Sets a derived key where the version has it, and nothing where it has not.
    pub fn set_if_known(
        &mut self,
        key: impl Into<Cow<'static, str>>,
        value: impl Into<Value>,
        rule: &'static Derivation,
        inputs: Vec<Input>,
    ) {
        let key = key.into();
        if self.knows(&key) {
            self.set(key, value, rule, inputs);
        }
    }

    /// Hands the file over, in the conf directory; `name` is its name under `settings`.
    pub fn finish(
        self,
        ctx: &Ctx<'_>,
        name: &'static str,
        made_by: &'static Derivation,
        services: &[&str],
        emitted: &mut Emitted,
    ) {
        emitted.diagnostics.extend(self.diagnostics);
        let readers = home::readers(ctx, services);
        let file = format!("{name}.xml");
        if let Some(mut document) =
            home::in_conf(ctx, &file, name, Syntax::HadoopXml, made_by, readers)
        {
            document.entries = self.entries;
            emitted.documents.push(document);
        }
    }
}
