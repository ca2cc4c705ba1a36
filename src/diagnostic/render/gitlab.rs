//! GitLab's Code Quality report: one JSON list for `artifacts: reports: codequality`.
//!
//! Its lines are those of the profile; columns and further places it has no room for.

use schemars::JsonSchema;
use serde::Serialize;

use super::View;
use super::fingerprint::Fingerprints;
use super::place::find;
use super::visible::visible_line;
use crate::diagnostic::{Diagnostic, Severity};

/// One diagnostic as GitLab shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GitlabIssue {
    /// The message, its hosts and what to do, on one line.
    pub description: String,
    /// Code and name of the rule.
    pub check_name: String,
    /// The same in every run until the line itself changes.
    pub fingerprint: String,
    pub severity: GitlabSeverity,
    pub location: GitlabLocation,
}

/// `critical` for an error, `minor` for a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum GitlabSeverity {
    Critical,
    Minor,
}

/// Where it is. What is of no line is of the first one: GitLab drops an issue without a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GitlabLocation {
    /// As the profile was named on the command line.
    pub path: String,
    pub lines: GitlabLines,
}

/// Lines, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GitlabLines {
    pub begin: usize,
    pub end: usize,
}

pub(super) fn render(diagnostics: &[Diagnostic], view: &View<'_>) -> String {
    let mut fingerprints = Fingerprints::new(view);
    let issues: Vec<GitlabIssue> = diagnostics
        .iter()
        .map(|diagnostic| issue(diagnostic, view, &mut fingerprints))
        .collect();
    // Strings, numbers and lists cannot fail to serialise.
    let mut text = serde_json::to_string_pretty(&issues).unwrap_or_default();
    text.push('\n');
    text
}

fn issue(
    diagnostic: &Diagnostic,
    view: &View<'_>,
    fingerprints: &mut Fingerprints<'_>,
) -> GitlabIssue {
    let (name, place) = find(view.sources, diagnostic.primary.span);
    let mut description = diagnostic.message.clone();
    if !diagnostic.hosts.is_empty() {
        description.push_str(&format!(" (on {})", (view.fold)(&diagnostic.hosts)));
    }
    let fix = diagnostic.fix.as_ref().map(|fix| &fix.title);
    for help in diagnostic.help.iter().chain(fix) {
        description.push_str(&format!("; help: {help}"));
    }
    GitlabIssue {
        description: visible_line(&description),
        check_name: format!("{} {}", diagnostic.rule.code, diagnostic.rule.name),
        fingerprint: fingerprints.of(diagnostic),
        severity: match diagnostic.severity {
            Severity::Error => GitlabSeverity::Critical,
            Severity::Warning => GitlabSeverity::Minor,
        },
        location: GitlabLocation {
            path: name.strip_prefix("./").unwrap_or(name).to_owned(),
            lines: GitlabLines {
                begin: place.line,
                end: place.end_line,
            },
        },
    }
}
