//! What is to be written, before any syntax: documents of entries, each with its origin.
//!
//! A document knows its path and which daemons read it; it does not know how its syntax quotes
//! (see `syntax`) nor what its keys mean (see the product's folder and the catalog).

mod origin;
mod value;

pub use origin::{Input, Lost, Origin};
pub use value::{SecretRef, Separator, Value};

use std::borrow::Cow;
use std::sync::Arc;

use crate::diagnostic::Derivation;

/// The syntaxes documents are written in; one file under `syntax/` each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Syntax {
    /// Hadoop's `Configuration` XML.
    HadoopXml,
    /// `export NAME=value` lines that a shell sources.
    ShellExport,
    /// `NAME=value` lines that a shell sources with `allexport`.
    ShellAssign,
    /// systemd `EnvironmentFile=`.
    SystemdEnv,
    /// systemd unit or drop-in.
    SystemdUnit,
    /// `key=value` of Java properties: ZooKeeper's `zoo.cfg`, Alluxio's site file.
    ZooCfg,
    /// HTCondor's configuration, as its reader of some version takes it.
    Condor(CondorDialect),
    /// `key=value` of YARN's `container-executor.cfg`, without any quoting.
    ExecutorCfg,
    /// A login configuration of Java (JAAS).
    Jaas,
    /// firewalld's XML of services and policies.
    Firewalld,
    /// One plain item a line.
    Lines,
    /// Exactly one value and nothing else: no header, since the reader takes the whole file.
    Bare,
    /// Prose from a template of ours: the document's text, held to the rules of all outputs.
    Prose,
    /// A file of the user's own: the document's text, byte for byte.
    Copy,
    /// The same for a file that is no UTF-8 text: each character of the document's text, U+0000
    /// to U+00FF, is one byte.
    Bytes,
}

/// What HTCondor's reader of configuration knows beside assignments; each knows what those
/// before it know. Named after the first version that has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CondorDialect {
    /// Assignments only.
    V7_8,
    /// `use CATEGORY:NAME`.
    V8_1_3,
    /// `include : FILE`.
    V8_1_6,
    /// Values of several lines, and `use` with arguments.
    V8_5_6,
    /// `include ifexist : FILE`.
    V8_5_7,
}

/// An absolute path on the target machine: POSIX, normalised, no `.` or `..` component.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TargetPath(Arc<str>);

/// Why a path cannot be a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetPathError {
    NotAbsolute,
    DotComponent,
    EmptyComponent,
    ControlCharacter,
}

/// One `key = value` of a document.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Section of a unit file (`Service`); `None` where the syntax has no sections.
    pub section: Option<Cow<'static, str>>,
    /// The product's own key. For [`Syntax::Lines`] and [`Syntax::Bare`] a name for the line,
    /// which is not printed.
    pub key: Cow<'static, str>,
    pub value: Value,
    /// Hadoop's `<final>`.
    pub is_final: bool,
    pub origin: Origin,
}

/// One file of one node (or of a class of nodes), typed and explained.
#[derive(Debug, Clone)]
pub struct ConfigDocument {
    /// Product that reads it, as the profile calls it (`hadoop`, `zookeeper`, `mesos`, `alluxio`, `systemd`).
    pub product: &'static str,
    /// Name under `settings` (`hdfs-site`, `zoo.cfg`), or the file's own name where no setting
    /// reaches it.
    pub name: Cow<'static, str>,
    pub path: TargetPath,
    pub syntax: Syntax,
    /// Permission bits, such as `0o644`.
    pub mode: u32,
    pub owner: Cow<'static, str>,
    pub group: Cow<'static, str>,
    /// Daemons (role names) that read it, sorted.
    pub readers: Vec<Cow<'static, str>>,
    /// The rule that made the document; structural lines have this origin.
    pub made_by: &'static Derivation,
    /// What decided about path, owner and dialect: layout rows, versions, profile lines.
    pub made_from: Vec<Input>,
    pub entries: Vec<Entry>,
    /// The text of a [`Syntax::Prose`], [`Syntax::Copy`] or [`Syntax::Bytes`] document; empty
    /// otherwise.
    pub prose: String,
}

impl TargetPath {
    /// Checks and keeps a target path.
    ///
    /// # Errors
    /// When it is not absolute, has an empty, `.` or `..` component, or a control character.
    pub fn new(path: impl Into<Arc<str>>) -> Result<Self, TargetPathError> {
        let path = path.into();
        let Some(rest) = path.strip_prefix('/') else {
            return Err(TargetPathError::NotAbsolute);
        };
        if path.chars().any(char::is_control) {
            return Err(TargetPathError::ControlCharacter);
        }
        for component in rest.split('/') {
            match component {
                "" => return Err(TargetPathError::EmptyComponent),
                "." | ".." => return Err(TargetPathError::DotComponent),
                _ => {}
            }
        }
        Ok(Self(path))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last component.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }
}

impl std::fmt::Display for TargetPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Entry {
    /// An entry outside any section.
    pub fn new(key: impl Into<Cow<'static, str>>, value: impl Into<Value>, origin: Origin) -> Self {
        Self {
            section: None,
            key: key.into(),
            value: value.into(),
            is_final: false,
            origin,
        }
    }

    /// The same entry in a section.
    #[must_use]
    pub fn in_section(mut self, section: impl Into<Cow<'static, str>>) -> Self {
        self.section = Some(section.into());
        self
    }
}

impl ConfigDocument {
    /// The last entry under `key`, in any section.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().rev().find(|entry| entry.key == key)
    }

    /// Names of the markers that the deployer replaces, sorted, each once.
    #[must_use]
    pub fn secrets(&self) -> Vec<String> {
        let mut names: Vec<String> = self
            .entries
            .iter()
            .filter_map(|entry| match &entry.value {
                Value::Secret(SecretRef::Deploy(name)) => Some(name.clone()),
                _ => None,
            })
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}
