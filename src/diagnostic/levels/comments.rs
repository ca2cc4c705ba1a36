//! The allow comments of a run: which silences what, and what is wrong with them.

use std::collections::BTreeMap;

use super::rules::{ALLOW_WITHOUT_REASON, EXPIRED_ALLOW, UNUSED_ALLOW};
use super::{Allow, Names};
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span, Spanned};
use crate::units::Date;

/// A name in an allow comment that can silence something.
struct Silencer<'a> {
    allow: &'a Allow,
    /// Index of the name in the comment.
    nth: usize,
    name: &'a Spanned<String>,
    used: bool,
}

/// The names of all allow comments.
pub(super) struct Comments<'a> {
    today: Option<Date>,
    /// In order of writing.
    silencers: Vec<Silencer<'a>>,
    /// By rule and start of the line it is about: the first that says so, one that is not past
    /// its end before one that is.
    by_line: BTreeMap<(&'static str, FileId, u32), usize>,
}

impl<'a> Comments<'a> {
    pub(super) const fn new(today: Option<Date>) -> Self {
        Self {
            today,
            silencers: Vec::new(),
            by_line: BTreeMap::new(),
        }
    }

    /// The end of a comment that is past it.
    fn past(&self, allow: &Allow) -> Option<Spanned<Date>> {
        allow
            .until
            .filter(|until| self.today.is_some_and(|today| until.value < today))
    }

    /// Takes a comment in; returns what is wrong with it. One without a reason still silences, so
    /// that one mistake is reported once.
    pub(super) fn add(&mut self, allow: &'a Allow, names: &Names<'_>) -> Vec<Diagnostic> {
        let mut own = Vec::new();
        if allow.reason.trim().is_empty() {
            let message = "this allow does not say why";
            own.push(
                Diagnostic::new(&ALLOW_WITHOUT_REASON, allow.span, message)
                    .help("write the reason after the parenthesis"),
            );
        }
        let is_past = self.past(allow).is_some();
        for (nth, name) in allow.names.iter().enumerate() {
            match names.adjustable(name) {
                Ok(rule) => {
                    let line = (rule.name, allow.line.file, allow.line.start);
                    let first = self.by_line.get(&line);
                    let first = first.and_then(|&first| self.silencers.get(first));
                    let counts =
                        first.is_none_or(|first| !is_past && self.past(first.allow).is_some());
                    if counts {
                        self.by_line.insert(line, self.silencers.len());
                    }
                    self.silencers.push(Silencer {
                        allow,
                        nth,
                        name,
                        used: false,
                    });
                }
                Err(diagnostic) => own.push(*diagnostic),
            }
        }
        own
    }

    /// The comment that silences `diagnostic`; remembers that it did, or would have.
    pub(super) fn silence(&mut self, diagnostic: &Diagnostic) -> Option<&'a Allow> {
        let span = diagnostic.primary.span;
        let rule = diagnostic.rule.name;
        let before = self
            .by_line
            .range((rule, span.file, 0)..=(rule, span.file, span.start))
            .next_back();
        let silencer = before.and_then(|(_, &index)| self.silencers.get_mut(index));
        match silencer {
            Some(silencer) if span.start <= silencer.allow.line.end => {
                silencer.used = true;
                let allow = silencer.allow;
                self.past(allow).is_none().then_some(allow)
            }
            _ => None,
        }
    }

    /// A diagnostic for each comment past its end that something is found behind; of the others
    /// it is reported that they silence nothing.
    pub(super) fn expired(&self) -> Vec<Diagnostic> {
        let mut last = None;
        let mut found = Vec::new();
        for silencer in self.silencers.iter().filter(|silencer| silencer.used) {
            let Some(until) = self.past(silencer.allow) else {
                continue;
            };
            if last.replace(until.span) == Some(until.span) {
                continue;
            }
            let message = format!("this allow ended with {}", until.value);
            found.push(
                Diagnostic::new(&EXPIRED_ALLOW, until.span, message)
                    .here("its last day")
                    .help("mend what it silenced, or give it a later end"),
            );
        }
        found
    }

    /// A diagnostic for each name that silenced nothing; what has no reason is reported already.
    pub(super) fn unused(&self) -> impl Iterator<Item = Diagnostic> {
        let idle = self
            .silencers
            .iter()
            .filter(|silencer| !silencer.used && !silencer.allow.reason.trim().is_empty());
        idle.map(|silencer| {
            let message = format!("this allow of `{}` silences nothing", silencer.name.value);
            let diagnostic = Diagnostic::new(&UNUSED_ALLOW, silencer.name.span, message);
            let (title, span) = removal(silencer);
            diagnostic.fix(title, span, "", true)
        })
    }
}

/// What is to go when a name of a comment goes.
fn removal(silencer: &Silencer<'_>) -> (&'static str, Span) {
    let Silencer {
        allow, nth, name, ..
    } = silencer;
    let neighbour = |at: usize| allow.names.get(at).map(|name| name.span);
    let before = nth.checked_sub(1).and_then(neighbour);
    let span = match (before, neighbour(nth + 1)) {
        (None, None) => return ("remove the comment", allow.whole),
        (Some(before), _) => Span::new(before.file, before.end, name.span.end),
        (None, Some(next)) => Span::new(next.file, name.span.start, next.start),
    };
    ("remove the name", span)
}
