//! One JSON document for programs. Its shape is a promise: a change that breaks a reader raises
//! `format`.

use schemars::JsonSchema;
use serde::Serialize;

use super::place::find;
use super::{View, count};
use crate::diagnostic::{Diagnostic, Edit, Fix, Label, Severity};
use crate::source::Span;

/// Version of the document's shape.
const FORMAT: u32 = 1;

/// What `--format json` prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DiagnosticsReport {
    /// Version of this shape: 1.
    pub format: u32,
    /// Sorted by place.
    pub diagnostics: Vec<Finding>,
    pub summary: Summary,
}

/// One diagnostic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Finding {
    /// Stable code of the rule: `C` and four digits.
    pub code: String,
    /// Stable name of the rule, as `lints` spells it.
    pub name: String,
    pub severity: SeverityName,
    pub message: String,
    #[serde(flatten)]
    pub place: Region,
    /// Words about the place; may be empty.
    pub label: String,
    /// Further places.
    pub labels: Vec<LabelReport>,
    pub notes: Vec<String>,
    pub help: Vec<String>,
    /// An edit that mends the profile, if there is one.
    pub fix: Option<FixReport>,
    /// The hosts it concerns, folded: `w[001-120]`; null when it concerns the profile as a whole.
    pub hosts: Option<String>,
}

/// How bad a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SeverityName {
    Error,
    Warning,
}

/// A range of a file. Lines and columns count from 1, columns in characters; the end is exclusive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Region {
    pub file: String,
    pub line: usize,
    pub column: usize,
    pub end_line: usize,
    pub end_column: usize,
}

/// A further place with words about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LabelReport {
    #[serde(flatten)]
    pub place: Region,
    /// May be empty.
    pub text: String,
}

/// An edit that mends the profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FixReport {
    /// What the edit does, in the imperative.
    pub title: String,
    /// Whether it keeps the meaning and may be applied unseen.
    pub safe: bool,
    /// Ranges do not overlap; apply all or none.
    pub edits: Vec<EditReport>,
}

/// Replaces a range of bytes of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct EditReport {
    pub file: String,
    /// Offset of the first replaced byte.
    pub start: u32,
    /// Offset after the last replaced byte.
    pub end: u32,
    pub replacement: String,
}

/// Counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Summary {
    pub errors: usize,
    pub warnings: usize,
    /// Silenced by `lints` or by an allow comment.
    pub suppressed: usize,
}

impl DiagnosticsReport {
    /// The document for `diagnostics`, in their order.
    #[must_use]
    pub fn new(diagnostics: &[Diagnostic], suppressed: usize, view: &View<'_>) -> Self {
        let (errors, warnings) = count(diagnostics);
        Self {
            format: FORMAT,
            diagnostics: diagnostics.iter().map(|d| finding(d, view)).collect(),
            summary: Summary {
                errors,
                warnings,
                suppressed,
            },
        }
    }
}

pub(super) fn render(diagnostics: &[Diagnostic], suppressed: usize, view: &View<'_>) -> String {
    let report = DiagnosticsReport::new(diagnostics, suppressed, view);
    // Strings, numbers and lists cannot fail to serialise.
    let mut text = serde_json::to_string_pretty(&report).unwrap_or_default();
    text.push('\n');
    text
}

fn finding(diagnostic: &Diagnostic, view: &View<'_>) -> Finding {
    Finding {
        code: diagnostic.rule.code.to_owned(),
        name: diagnostic.rule.name.to_owned(),
        severity: match diagnostic.severity {
            Severity::Error => SeverityName::Error,
            Severity::Warning => SeverityName::Warning,
        },
        message: diagnostic.message.clone(),
        place: region(diagnostic.primary.span, view),
        label: diagnostic.primary.text.clone(),
        labels: diagnostic.labels.iter().map(|l| label(l, view)).collect(),
        notes: diagnostic.notes.clone(),
        help: diagnostic.help.clone(),
        fix: diagnostic.fix.as_ref().map(|fix| fix_report(fix, view)),
        hosts: (!diagnostic.hosts.is_empty()).then(|| (view.fold)(&diagnostic.hosts)),
    }
}

fn region(span: Span, view: &View<'_>) -> Region {
    let (file, place) = find(view.sources, span);
    Region {
        file: file.to_owned(),
        line: place.line,
        column: place.column,
        end_line: place.end_line,
        end_column: place.end_column,
    }
}

fn label(label: &Label, view: &View<'_>) -> LabelReport {
    LabelReport {
        place: region(label.span, view),
        text: label.text.clone(),
    }
}

fn fix_report(fix: &Fix, view: &View<'_>) -> FixReport {
    FixReport {
        title: fix.title.clone(),
        safe: fix.safe,
        edits: fix.edits.iter().map(|e| edit(e, view)).collect(),
    }
}

fn edit(edit: &Edit, view: &View<'_>) -> EditReport {
    EditReport {
        file: view
            .sources
            .get(edit.span.file)
            .map_or_else(|| "?".to_owned(), |file| file.name.clone()),
        start: edit.span.start,
        end: edit.span.end,
        replacement: edit.replacement.clone(),
    }
}
