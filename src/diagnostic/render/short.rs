//! One line a diagnostic, as editors and `grep` like it.

use annotate_snippets::renderer::{DEFAULT_ERROR_STYLE, DEFAULT_WARNING_STYLE};

use super::place::find;
use super::visible::visible_line;
use super::{View, counts, severity_word};
use crate::diagnostic::{Diagnostic, Severity};

pub(super) fn render(diagnostics: &[Diagnostic], suppressed: usize, view: &View<'_>) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        out.push_str(&line(diagnostic, view, view.colour));
        out.push('\n');
    }
    if let Some(counts) = counts(diagnostics, suppressed) {
        out.push_str(&counts);
        out.push('\n');
    }
    out
}

pub(super) fn line(diagnostic: &Diagnostic, view: &View<'_>, colour: bool) -> String {
    let (file, place) = find(view.sources, diagnostic.primary.span);
    let word = severity_word(diagnostic.severity);
    let head = format!("{word}[{} {}]", diagnostic.rule.code, diagnostic.rule.name);
    let head = if colour {
        let style = match diagnostic.severity {
            Severity::Error => DEFAULT_ERROR_STYLE,
            Severity::Warning => DEFAULT_WARNING_STYLE,
        };
        format!("{style}{head}{style:#}")
    } else {
        head
    };
    let hosts = if diagnostic.hosts.is_empty() {
        String::new()
    } else {
        format!(" (on {})", visible_line(&(view.fold)(&diagnostic.hosts)))
    };
    format!(
        "{}:{}:{}: {head}: {}{hosts}",
        visible_line(file),
        place.line,
        place.column,
        visible_line(&diagnostic.message)
    )
}
