//! What another version means for a profile: edits of the profile, and what then differs.
//!
//! Both sides are compiled in memory and compared; nothing here writes a file. Every row says what
//! follows from the profile at hand, never what the version brings to others.

mod defaults;
mod keys;
mod outputs;
mod packages;
mod ports;
mod report;
mod rules;
mod snapshot;
mod versions;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use report::{
    DefaultChange, EntryChange, FileChange, FileFate, KeyChange, KeyFate, NoteRow, PackagesRow,
    PortChange, RuleRow, RuleSeverity, UpgradeReport, VersionRow,
};
use snapshot::Snapshot;

use crate::diagnostic::Edit;
use crate::edit;
use crate::pipeline::{Compilation, compile};
use crate::resolve::Files;
use crate::source::Span;
use crate::units::Version;

/// A version that a product shall have.
#[derive(Debug, Clone)]
pub struct Target {
    pub product: &'static str,
    pub version: Version,
    /// The packages that carry it, where others than before.
    pub packages: Option<String>,
}

/// A file of the profile that the upgrade changes.
#[derive(Debug)]
pub struct Changed {
    /// As [`Files`] takes it.
    pub path: String,
    pub before: Arc<[u8]>,
    pub after: String,
}

/// What an upgrade comes to.
#[derive(Debug)]
pub struct Upgrade {
    pub report: UpgradeReport,
    /// The profile's files that change, in the order in which they are loaded.
    pub files: Vec<Changed>,
}

/// Why nothing was worked out.
#[derive(Debug)]
pub enum Refusal {
    /// The profile cannot be read.
    Unreadable(String),
    /// The targets cannot be had from it.
    NotPossible(String),
}

impl From<String> for Refusal {
    fn from(words: String) -> Self {
        Self::NotPossible(words)
    }
}

/// How often edits are looked for that only the edited profile asks for.
const ROUNDS: usize = 8;

/// Works out what `targets` mean for the profile at `path`; places are shown below `folder`.
///
/// # Errors
/// When the profile cannot be read, or the targets cannot be had from it.
pub fn plan(
    below: &dyn Files,
    path: &str,
    folder: &str,
    targets: &[Target],
) -> Result<Upgrade, Refusal> {
    let snapshot = Snapshot::new(below);
    let mut before = compile(&snapshot, path, false).map_err(Refusal::Unreadable)?;
    let paths: Vec<String> = before
        .sources
        .files()
        .iter()
        .map(|file| file.name.clone())
        .collect();
    before.sources.prefix_names(folder);
    let steps = versions::steps(&before, targets)?;
    let mut edits = versions::edits(&before, &steps)?;
    let found = keys::keys(&before, &steps);
    let mut keys = found.rows;
    edits.extend(found.edits);
    let texts = edit::apply(&before.sources, &edits).map_err(|clash| {
        format!(
            "{}: two edits want the same text; edit it by hand",
            place(&before, clash.span)
        )
    })?;
    let mut after = again(&snapshot, &paths, texts, path, folder)?;
    for _ in 0..ROUNDS {
        let safe = rules::safe_fixes(&before, &after, &steps);
        if safe.is_empty() {
            break;
        }
        keys.extend(safe.iter().map(|edit| keys::fixed(&after, edit)));
        let Ok(texts) = edit::apply(&after.sources, &safe) else {
            break;
        };
        after = again(&snapshot, &paths, texts, path, folder)?;
    }
    let files = snapshot.changed(&paths);
    let report = UpgradeReport {
        profile: path.to_owned(),
        written: false,
        files: files.iter().map(|file| file.path.clone()).collect(),
        versions: versions::rows(&before, &steps),
        notes: versions::notes(&before, &steps),
        packages: packages::rows(&before, &steps),
        keys,
        ports: ports::rows(&before, &after),
        defaults: defaults::rows(&before, &after, &steps),
        fires: rules::appear(&before, &after),
        goes: rules::appear(&after, &before),
        outputs: outputs::rows(&before, &after),
        errors_before: errors(&before),
        errors_after: errors(&after),
    };
    Ok(Upgrade { report, files })
}

/// Compiles the profile with other texts.
fn again(
    snapshot: &Snapshot<'_>,
    paths: &[String],
    texts: BTreeMap<crate::source::FileId, String>,
    path: &str,
    folder: &str,
) -> Result<Compilation, String> {
    for (file, text) in texts {
        if let Some(path) = paths.get(usize::from(file.0)) {
            snapshot.replace(path, text);
        }
    }
    let mut compilation = compile(snapshot, path, false)?;
    compilation.sources.prefix_names(folder);
    Ok(compilation)
}

fn errors(compilation: &Compilation) -> usize {
    compilation
        .diagnostics
        .iter()
        .filter(|found| found.severity == crate::diagnostic::Severity::Error)
        .count()
}

/// `profile.yaml:12`
fn place(compilation: &Compilation, span: Span) -> String {
    let place = compilation.sources.place(span);
    format!("{}:{}", place.file, place.line)
}

/// The text at a place without its quotes.
fn bare(text: &str) -> &str {
    ['"', '\'']
        .iter()
        .find_map(|&quote| text.strip_prefix(quote)?.strip_suffix(quote))
        .unwrap_or(text)
}

/// Replaces a scalar that is written as `old`, its quotes kept; `None` where it is not.
fn replaced(compilation: &Compilation, span: Span, old: &str, new: &str) -> Option<Edit> {
    let text = compilation.sources.text(span);
    (bare(text) == old).then(|| Edit {
        span,
        replacement: text.replacen(old, new, 1),
    })
}
