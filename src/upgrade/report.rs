//! The rows of the report: what a command prints, as text or as JSON.

use schemars::JsonSchema;
use serde::Serialize;

/// What another version means for a profile.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UpgradeReport {
    pub profile: String,
    /// Whether the profile was changed.
    pub written: bool,
    /// The profile's files that are to be changed, or were.
    pub files: Vec<String>,
    pub versions: Vec<VersionRow>,
    /// What to know on the way.
    pub notes: Vec<NoteRow>,
    /// Packages that change, or do not carry the version.
    pub packages: Vec<PackagesRow>,
    /// Keys that the profile states and the version treats otherwise.
    pub keys: Vec<KeyChange>,
    /// Ports that daemons listen on.
    pub ports: Vec<PortChange>,
    /// Defaults that daemons of the profile read and no output states.
    pub defaults: Vec<DefaultChange>,
    /// What the rules say at the new version and not at the old one.
    pub fires: Vec<RuleRow>,
    /// What the rules say at the old version and not at the new one.
    pub goes: Vec<RuleRow>,
    /// Outputs that differ; none are compared where the profile has errors before.
    pub outputs: Vec<FileChange>,
    pub errors_before: usize,
    pub errors_after: usize,
}

/// A version that the profile states.
#[derive(Debug, Serialize, JsonSchema)]
pub struct VersionRow {
    pub product: String,
    pub from: String,
    pub to: String,
    /// Whether it is older than before.
    pub downgrade: bool,
    /// Where the profile states it.
    pub place: String,
    pub hosts: String,
    pub count: usize,
}

/// What it means to go past a version.
#[derive(Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NoteRow {
    pub product: String,
    /// The version that is reached or left.
    pub at: String,
    pub note: String,
}

/// Packages that change with the version, or are not known to carry it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct PackagesRow {
    pub product: String,
    pub version: String,
    pub os: String,
    pub before: String,
    /// The packages afterwards; none where they must be said.
    pub after: Option<String>,
    /// Whether those are known to carry the version on the OS.
    pub carried: bool,
    /// The packages that are known to carry it there.
    pub here: Vec<String>,
    /// Packages that carry it on other systems, each with those.
    pub elsewhere: Vec<String>,
    pub hosts: String,
    pub count: usize,
}

/// What becomes of a key of the profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum KeyFate {
    /// It has another name, which is written in its place.
    Renamed,
    /// It has another name, which is to be written by hand.
    ToRename,
    /// The version does not know it any more.
    Gone,
    /// The version does not know it yet.
    NotYet,
    /// It belongs into another file.
    Moved,
    /// The version knows it, and the one before did not.
    Known,
    /// Another edit that keeps the meaning.
    Edited,
}

/// A key that the profile states.
#[derive(Debug, Serialize, JsonSchema)]
pub struct KeyChange {
    pub fate: KeyFate,
    /// The file under `settings`; empty where it is no setting.
    pub file: String,
    pub key: String,
    /// What is written in its place.
    pub new: Option<String>,
    pub advice: Option<String>,
    pub place: String,
}

/// A port that daemons listen on.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PortChange {
    pub role: String,
    pub name: String,
    /// The product's key that states it.
    pub key: String,
    /// `null`: they did not listen.
    pub old: Option<u16>,
    /// `null`: they do not listen any more.
    pub new: Option<u16>,
    pub hosts: String,
    pub count: usize,
}

/// A default that changes in silence.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DefaultChange {
    pub product: String,
    pub file: String,
    pub key: String,
    /// `null`: none, or one that is computed.
    pub old: Option<String>,
    pub new: Option<String>,
    /// Unit of a bare number.
    pub unit: Option<String>,
    /// The daemons of these hosts that read it; `all`: each of the product's.
    pub readers: Vec<String>,
    /// What follows, where that is known.
    pub meaning: Option<String>,
    pub hosts: String,
    pub count: usize,
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RuleSeverity {
    Warning,
    Error,
}

/// What a rule says.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RuleRow {
    pub code: String,
    pub name: String,
    pub severity: RuleSeverity,
    pub message: String,
    pub help: Vec<String>,
    pub place: String,
    /// Empty when it is about the profile as a whole.
    pub hosts: String,
}

/// What becomes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FileFate {
    Appears,
    Goes,
    Moves,
    Changes,
}

/// A file of some hosts.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FileChange {
    pub fate: FileFate,
    pub path: String,
    /// Where it was, if it moves.
    pub from: Option<String>,
    pub hosts: String,
    pub count: usize,
    /// What differs in it; nothing of a file that appears or goes.
    pub entries: Vec<EntryChange>,
}

/// An entry of a file.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EntryChange {
    /// Section of a unit file.
    pub section: Option<String>,
    pub key: String,
    /// The name that it had before, if another.
    pub was: Option<String>,
    /// `null`: it appears.
    pub old: Option<String>,
    /// `null`: it goes.
    pub new: Option<String>,
    pub hosts: String,
    pub count: usize,
}
