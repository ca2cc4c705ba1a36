//! Workflow commands of GitHub Actions: each becomes an annotation of the changed lines.
//!
//! GitHub shows ten errors and ten warnings of a step and drops the others without a word. So the
//! first nine of each are commands and the tenth says how many more there are; those stand in the
//! log as lines.

use super::place::{find, path};
use super::short;
use super::visible::{visible, visible_line};
use super::{View, counts, severity_word};
use crate::diagnostic::{Diagnostic, Severity};

/// Annotations of one level that GitHub keeps of a step.
const MOST: usize = 10;

pub(super) fn render(diagnostics: &[Diagnostic], suppressed: usize, view: &View<'_>) -> String {
    let mut out = String::new();
    let mut rest = String::new();
    for severity in [Severity::Error, Severity::Warning] {
        let all: Vec<&Diagnostic> = diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
            .collect();
        let shown = if all.len() > MOST {
            MOST - 1
        } else {
            all.len()
        };
        for (at, diagnostic) in all.iter().enumerate() {
            if at < shown {
                out.push_str(&command(diagnostic, view));
            } else {
                rest.push_str(&short::line(diagnostic, view, false));
            }
            let lines = if at < shown { &mut out } else { &mut rest };
            lines.push('\n');
        }
        let left = all.len() - shown;
        if left > 0 {
            let word = severity_word(severity);
            out.push_str(&format!(
                "::{word} title=clusterc::{left} more {word}s: see the log of this step\n"
            ));
        }
    }
    out.push_str(&rest);
    if let Some(counts) = counts(diagnostics, suppressed) {
        out.push_str(&counts);
        out.push('\n');
    }
    out
}

/// What kept the program from its work, as an annotation of no file.
pub(super) fn failure(message: &str) -> String {
    format!("::error title=clusterc::{}\n", data(&visible(message)))
}

fn command(diagnostic: &Diagnostic, view: &View<'_>) -> String {
    let word = severity_word(diagnostic.severity);
    let span = diagnostic.primary.span;
    let (_, place) = find(view.sources, span);
    let mut properties = Vec::new();
    if let Some(name) = path(view.sources, span.file) {
        properties.push(format!("file={}", property(&visible_line(name))));
        properties.push(format!("line={}", place.line));
        properties.push(format!("endLine={}", place.end_line));
        // GitHub refuses columns of different lines.
        if place.line == place.end_line {
            properties.push(format!("col={}", place.column));
            properties.push(format!("endColumn={}", place.end_column));
        }
    }
    let rule = diagnostic.rule;
    properties.push(format!("title={} {}", rule.code, rule.name));
    format!(
        "::{word} {}::{}",
        properties.join(","),
        data(&visible(&message(diagnostic, view)))
    )
}

fn message(diagnostic: &Diagnostic, view: &View<'_>) -> String {
    let mut lines = vec![diagnostic.message.clone()];
    if !diagnostic.hosts.is_empty() {
        lines.push(format!("on: {}", (view.fold)(&diagnostic.hosts)));
    }
    lines.extend(diagnostic.notes.iter().map(|note| format!("note: {note}")));
    let fix = diagnostic.fix.as_ref().map(|fix| &fix.title);
    lines.extend(
        diagnostic
            .help
            .iter()
            .chain(fix)
            .map(|help| format!("help: {help}")),
    );
    lines.join("\n")
}

/// The part after `::`: actions/toolkit, `escapeData`.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A property: actions/toolkit, `escapeProperty`.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn escapes() {
        assert_eq!(data("50%\r\na:b,c"), "50%25%0D%0Aa:b,c");
        assert_eq!(property("50%\na:b,c"), "50%25%0Aa%3Ab%2Cc");
    }
}
