//! Builds a site file (`core-site.xml` …) key by key, each key checked against the version.

use std::borrow::Cow;

use super::facts::FACTS;
use super::{home, since};
use crate::catalog::{self, Known};
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::{Entry, Input, Origin, Syntax, Value};
use crate::lower::{Ctx, Emitted, derived_unknown};
use crate::units::Version;

/// Keys that the sources read before the default files name them, with their first release.
const READ_EARLIER: &[(&str, &str, &str)] = &[
    ("hdfs", "dfs.journalnode.edits.dir", "2.0.3-alpha"),
    ("hdfs", "dfs.journalnode.https-address", "2.3.0"),
    ("hdfs", "dfs.namenode.rpc-address", "2.0.0-alpha"),
    ("hdfs", "dfs.namenode.secondary.https-address", "2.3.0"),
    ("hdfs", "dfs.ha.zkfc.port", "2.0.2-alpha"),
    ("mapred", "mapreduce.map.memory.mb", "2.0.0-alpha"),
    ("mapred", "mapreduce.reduce.memory.mb", "2.0.0-alpha"),
    ("yarn", "yarn.log.server.url", "2.0.0-alpha"),
];

/// Keys that end in a nameservice where it has one namenode only: every key of a namenode may, but
/// the tables list these with a namenode's id alone (`NameNode.initializeGenericKeys`).
const OF_NAMESERVICE: &[&str] = &["dfs.namenode.http-address.", "dfs.namenode.https-address."];

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
        if self.is_known_in(self.scope, key) {
            return true;
        }
        // core-default.xml documents the fencing keys, but every process that reads them loads
        // hdfs-site.xml too, and the manual of high availability puts them there.
        (self.scope == "hdfs" && key.starts_with("dfs.") && self.is_known_in("core", key))
            // Likewise the ensemble of resource managers, which load yarn-site.xml.
            || (self.scope == "yarn"
                && key.starts_with("hadoop.zk.")
                && self.is_known_in("core", key))
    }

    fn is_known_in(&self, scope: &str, key: &str) -> bool {
        matches!(
            catalog::look_up(&FACTS, self.version, Some(scope), key),
            Known::Yes(_) | Known::Family(_)
        ) || READ_EARLIER
            .iter()
            .any(|(file, name, first)| *file == scope && *name == key && since(self.version, first))
            || scope == "hdfs"
                && OF_NAMESERVICE.iter().any(|prefix| {
                    key.strip_prefix(prefix)
                        .is_some_and(|name| !name.is_empty() && !name.contains('.'))
                })
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
