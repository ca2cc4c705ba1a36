//! Applies levels: what `lints` and the allow comments say about what was found.
//!
//! An error of correctness has no level: naming one is itself an error. Hosts, places and words of
//! a diagnostic are never changed here, only whether it stays and how bad it is.

mod comments;
mod rules;

use std::collections::HashMap;

use super::{Diagnostic, Diagnostics, Level, Rule, RuleLevel, Severity};
use crate::source::{Span, Spanned};
use crate::units::{Date, nearest};
use comments::Comments;
pub use rules::{
    ALLOW_WITHOUT_REASON, EXPIRED_ALLOW, FIXED_LEVEL, RULES, STALE_BASELINE, UNKNOWN_LINT,
    UNUSED_ALLOW,
};

/// One `# clusterc: allow(names, until DATE) reason`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allow {
    /// The lints, as written; whether they exist is checked here.
    pub names: Vec<Spanned<String>>,
    /// The last day on which it silences.
    pub until: Option<Spanned<Date>>,
    /// Trimmed; empty when none was given.
    pub reason: String,
    /// The line it is about, without its line break: its own when a value stands before it, else
    /// the next one that says something.
    pub line: Span,
    /// The comment, from `#` to its end.
    pub span: Span,
    /// What goes with the comment: its line when it stands alone, else the blanks before it.
    pub whole: Span,
}

/// Diagnostics after levels.
#[derive(Debug, Default)]
pub struct Applied {
    /// Sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// What was dropped because `lints` or a comment allows it, in the order it was found. A rule
    /// that is off by default drops without being kept.
    pub suppressed: Vec<Silenced>,
    /// For what is found later.
    pub levels: Levels,
}

/// The levels of a run.
#[derive(Debug, Default)]
pub struct Levels {
    /// What `lints` says of a rule, by its name, and where.
    chosen: HashMap<&'static str, (Level, Span)>,
    deny_warnings: bool,
}

impl Levels {
    /// The diagnostic with its final severity; `None` when its rule is allowed.
    #[must_use]
    pub fn of(&self, mut diagnostic: Diagnostic) -> Option<Diagnostic> {
        let chosen = self.chosen.get(diagnostic.rule.name);
        if let RuleLevel::Lint(default) = diagnostic.rule.level {
            match (chosen.map(|(level, _)| level), default) {
                (Some(Level::Allow), _) | (None, Level::Allow) => return None,
                (Some(Level::Warn), _) => diagnostic.severity = Severity::Warning,
                (Some(Level::Deny), _) => diagnostic.severity = Severity::Error,
                (None, Level::Warn | Level::Deny) => {}
            }
        }
        if self.deny_warnings {
            diagnostic.severity = Severity::Error;
        }
        Some(diagnostic)
    }

    /// Where `lints` allows the rule.
    fn allowed(&self, rule: &Rule) -> Option<Span> {
        match self.chosen.get(rule.name) {
            Some((Level::Allow, by)) => Some(*by),
            _ => None,
        }
    }
}

/// A diagnostic that is not reported.
#[derive(Debug, Clone)]
pub struct Silenced {
    pub diagnostic: Diagnostic,
    /// The allow comment, the name in `lints`, or the entry of a baseline.
    pub by: Span,
    /// Of a comment.
    pub reason: Option<String>,
}

/// Applies allow comments, then `lints`, then `deny_warnings`, and reports what is wrong with them.
///
/// Of two entries of one name in `lints` the later counts. `deny_warnings` makes an error of all
/// that is still a warning. Without a day `today` no allow comment is past its end.
#[must_use]
pub fn apply(
    found: Vec<Diagnostic>,
    lints: &[(Spanned<String>, Level)],
    allows: &[Allow],
    deny_warnings: bool,
    today: Option<Date>,
    all_rules: &[&'static Rule],
) -> Applied {
    let names = Names::new(all_rules);
    let mut own = Vec::new();
    let mut levels = Levels {
        deny_warnings,
        ..Levels::default()
    };
    for (name, level) in lints {
        match names.adjustable(name) {
            Ok(rule) => {
                levels.chosen.insert(rule.name, (*level, name.span));
            }
            Err(diagnostic) => own.push(*diagnostic),
        }
    }
    let mut comments = Comments::new(today);
    for allow in allows {
        own.extend(comments.add(allow, &names));
    }

    // Behind an error of correctness not everything is found that an allow may be about.
    let is_whole = !found
        .iter()
        .any(|diagnostic| diagnostic.rule.level == RuleLevel::Error);
    let mut kept = Diagnostics::default();
    let mut suppressed = Vec::new();
    let mut silenced = Vec::new();
    let mut keep = |diagnostic: Diagnostic| {
        if let Some(by) = levels.allowed(diagnostic.rule) {
            suppressed.push(Silenced {
                diagnostic,
                by,
                reason: None,
            });
        } else if let Some(diagnostic) = levels.of(diagnostic) {
            kept.push(diagnostic);
        }
    };
    for diagnostic in found {
        match comments.silence(&diagnostic) {
            Some(allow) => silenced.push(Silenced {
                diagnostic,
                by: allow.span,
                reason: Some(allow.reason.clone()),
            }),
            None => keep(diagnostic),
        }
    }
    own.extend(comments.expired());
    if is_whole {
        own.extend(comments.unused());
    }
    own.into_iter().for_each(keep);
    suppressed.append(&mut silenced);
    Applied {
        diagnostics: kept.into_sorted(),
        suppressed,
        levels,
    }
}

/// The rules by name.
struct Names<'a> {
    all: &'a [&'static Rule],
    by_name: HashMap<&'static str, &'static Rule>,
}

impl<'a> Names<'a> {
    fn new(all: &'a [&'static Rule]) -> Self {
        let by_name = all.iter().map(|&rule| (rule.name, rule)).collect();
        Self { all, by_name }
    }

    /// The rule called `name`, if it has a level; otherwise what is wrong with naming it.
    fn adjustable(&self, name: &Spanned<String>) -> Result<&'static Rule, Box<Diagnostic>> {
        let Some(&rule) = self.by_name.get(name.value.as_str()) else {
            return Err(Box::new(self.unknown(name)));
        };
        if matches!(rule.level, RuleLevel::Lint(_)) {
            return Ok(rule);
        }
        let message = format!("`{}` is always an error", rule.name);
        Err(Box::new(
            Diagnostic::new(&FIXED_LEVEL, name.span, message)
                .here("has no level")
                .note(format!("{} asks that {}", rule.code, rule.summary))
                .help("remove the name and mend what the rule reports"),
        ))
    }

    fn unknown(&self, name: &Spanned<String>) -> Diagnostic {
        let message = format!("there is no rule `{}`", name.value);
        let diagnostic = Diagnostic::new(&UNKNOWN_LINT, name.span, message);
        let by_code = self
            .all
            .iter()
            .find(|rule| rule.code.eq_ignore_ascii_case(&name.value));
        if let Some(rule) = by_code {
            return diagnostic
                .help(format!(
                    "rules go by name: {} is `{}`",
                    rule.code, rule.name
                ))
                .fix("write the name", name.span, rule.name, true);
        }
        let lints = self
            .all
            .iter()
            .filter(|rule| matches!(rule.level, RuleLevel::Lint(_)))
            .map(|rule| rule.name);
        match nearest(&name.value, lints) {
            Some(near) => diagnostic.here(format!("did you mean `{near}`?")).fix(
                format!("write `{near}`"),
                name.span,
                near,
                false,
            ),
            None => diagnostic.help("remove the name"),
        }
    }
}

#[cfg(test)]
mod tests;
