//! Turns diagnostics into text, one file per format.
//!
//! Pure: the same diagnostics give the same bytes. It reads no file, asks no terminal, decides no
//! exit code and never changes a severity; meaning never hangs on colour alone.

mod excerpt;
mod fingerprint;
mod full;
mod github;
mod gitlab;
mod json;
mod patch;
mod place;
mod sarif;
mod short;
mod visible;

#[cfg(test)]
mod tests;

pub use gitlab::{GitlabIssue, GitlabLines, GitlabLocation, GitlabSeverity};
pub use json::{
    DiagnosticsReport, EditReport, Finding, FixReport, LabelReport, Region, SeverityName, Summary,
};
pub use visible::visible_line;

use super::levels::Silenced;
use super::{Diagnostic, Severity};
use crate::source::Sources;

/// How diagnostics are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// With the lines of the profile, carets and edits.
    #[default]
    Full,
    /// One line each.
    Short,
    /// One JSON document: [`DiagnosticsReport`].
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
    /// GitLab's Code Quality report: a list of [`GitlabIssue`].
    Gitlab,
}

/// What the renderers need besides the diagnostics.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The texts that spans point into.
    pub sources: &'a Sources,
    /// Names a set of nodes in the short way: `w[001-120]`.
    pub fold: &'a dyn Fn(&[u32]) -> String,
    /// What was suppressed; only SARIF shows it.
    pub silenced: &'a [Silenced],
    /// Whether to print ANSI colours; only `Full` and `Short` do.
    pub colour: bool,
}

impl std::fmt::Debug for View<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("View")
            .field("colour", &self.colour)
            .finish_non_exhaustive()
    }
}

/// Prints `diagnostics` in their order, then how many there are and how many were suppressed.
///
/// `Full` and `Short` give the empty text when there is nothing to report and nothing was
/// suppressed, and so does `Github`; the others always give a document. A text that is not empty
/// ends with a newline.
#[must_use]
pub fn render(
    format: Format,
    diagnostics: &[Diagnostic],
    suppressed: usize,
    view: &View<'_>,
) -> String {
    match format {
        Format::Full => full::render(diagnostics, suppressed, view),
        Format::Short => short::render(diagnostics, suppressed, view),
        Format::Json => json::render(diagnostics, suppressed, view),
        Format::Sarif => sarif::render(diagnostics, view),
        Format::Github => github::render(diagnostics, suppressed, view),
        Format::Gitlab => gitlab::render(diagnostics, view),
    }
}

/// What kept the program from its work (an unreadable file, a refusal), which has no place in a
/// profile. `None` where the format has no word for it.
#[must_use]
pub fn failure(format: Format, message: &str) -> Option<String> {
    match format {
        Format::Sarif => Some(sarif::failure(message)),
        Format::Github => Some(github::failure(message)),
        Format::Full | Format::Short | Format::Json | Format::Gitlab => None,
    }
}

/// Errors and warnings among `diagnostics`.
fn count(diagnostics: &[Diagnostic]) -> (usize, usize) {
    let errors = diagnostics
        .iter()
        .filter(|d| d.severity == Severity::Error)
        .count();
    (errors, diagnostics.len() - errors)
}

/// The last line, without its line break: `2 errors, 1 warning (3 suppressed by lints)`.
fn counts(diagnostics: &[Diagnostic], suppressed: usize) -> Option<String> {
    let (errors, warnings) = count(diagnostics);
    let mut parts = Vec::new();
    for (number, noun) in [(errors, "error"), (warnings, "warning")] {
        match number {
            0 => {}
            1 => parts.push(format!("1 {noun}")),
            _ => parts.push(format!("{number} {noun}s")),
        }
    }
    match (parts.is_empty(), suppressed) {
        (true, 0) => None,
        (true, _) => Some(format!(
            "nothing to report ({suppressed} suppressed by lints)"
        )),
        (false, 0) => Some(parts.join(", ")),
        (false, _) => Some(format!(
            "{} ({suppressed} suppressed by lints)",
            parts.join(", ")
        )),
    }
}

/// The word for a severity; printed, so meaning does not hang on colour.
const fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}
