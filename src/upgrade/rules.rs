//! What the rules say at one version and not at the other.

use std::collections::HashMap;

use super::versions::Step;
use super::{RuleRow, RuleSeverity, bare, place};
use crate::catalog;
use crate::diagnostic::{Diagnostic, Edit, Fix, Severity};
use crate::lower::{KEY_GONE, KEY_NOT_YET, RENAMED};
use crate::pipeline::Compilation;
use crate::source::FileId;

/// Rules about names of keys: those are told key by key.
const ABOUT_NAMES: [&str; 3] = [KEY_GONE.name, KEY_NOT_YET.name, RENAMED.name];

/// A diagnostic's rule and line: edits keep lines, and messages may name the version.
type At = (&'static str, FileId, usize);

fn at(side: &Compilation, diagnostic: &Diagnostic) -> At {
    let span = diagnostic.primary.span;
    (
        diagnostic.rule.code,
        span.file,
        side.sources.place(span).line,
    )
}

/// The diagnostics of one side that the other has not.
fn fresh<'a>(other: &Compilation, side: &'a Compilation) -> Vec<&'a Diagnostic> {
    let mut had: HashMap<At, Vec<&str>> = HashMap::new();
    for diagnostic in &other.diagnostics {
        had.entry(at(other, diagnostic))
            .or_default()
            .push(&diagnostic.message);
    }
    // Those that say the same are the same; of the others as many as there were.
    let mut left = Vec::new();
    for diagnostic in &side.diagnostics {
        let same = had.get_mut(&at(side, diagnostic)).and_then(|messages| {
            let at = messages
                .iter()
                .position(|message| *message == diagnostic.message)?;
            Some(messages.swap_remove(at))
        });
        if same.is_none() {
            left.push(diagnostic);
        }
    }
    left.retain(|diagnostic| {
        had.get_mut(&at(side, diagnostic))
            .is_none_or(|messages| messages.pop().is_none())
    });
    left
}

/// What the rules say of `side` and not of `other`.
pub(super) fn appear(other: &Compilation, side: &Compilation) -> Vec<RuleRow> {
    fresh(other, side)
        .into_iter()
        .filter(|diagnostic| !ABOUT_NAMES.contains(&diagnostic.rule.name))
        .map(|diagnostic| RuleRow {
            code: diagnostic.rule.code.to_owned(),
            name: diagnostic.rule.name.to_owned(),
            severity: match diagnostic.severity {
                Severity::Warning => RuleSeverity::Warning,
                Severity::Error => RuleSeverity::Error,
            },
            message: diagnostic.message.clone(),
            help: diagnostic
                .help
                .iter()
                .cloned()
                .chain(
                    diagnostic
                        .fix
                        .as_ref()
                        .map(|fix| fix.title.clone())
                        .filter(|title| !diagnostic.help.contains(title)),
                )
                .collect(),
            place: place(side, diagnostic.primary.span),
            hosts: side.cluster.fold(&diagnostic.hosts),
        })
        .collect()
}

/// The edits that new diagnostics offer and that keep the meaning, without overlaps.
///
/// A variable that scripts read no more keeps its meaning under the name that they read instead.
pub(super) fn safe_fixes(
    before: &Compilation,
    after: &Compilation,
    steps: &[Step<'_>],
) -> Vec<Edit> {
    let is_variable = |fix: &Fix| {
        fix.edits.iter().all(|edit| {
            let old = bare(after.sources.text(edit.span));
            steps.iter().any(|step| {
                catalog::variable_instead(step.facts, old) == Some(edit.replacement.as_str())
            })
        })
    };
    let mut edits: Vec<Edit> = fresh(before, after)
        .into_iter()
        .filter_map(|diagnostic| diagnostic.fix.as_ref())
        .filter(|fix| fix.safe || is_variable(fix))
        .flat_map(|fix| fix.edits.iter().cloned())
        // Lines stay, or nothing could be compared.
        .filter(|edit| !edit.replacement.contains('\n'))
        .filter(|edit| !after.sources.text(edit.span).contains('\n'))
        .collect();
    edits.sort_by_key(|edit| edit.span);
    let mut end = None;
    edits.retain(|edit| {
        let start = (edit.span.file, edit.span.start);
        let free = end.is_none_or(|end| end <= start);
        if free {
            end = Some((edit.span.file, edit.span.end));
        }
        free
    });
    edits
}
