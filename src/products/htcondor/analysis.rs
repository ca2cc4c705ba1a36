//! Looks at a host's whole configuration once settings were applied: what macros come to, and
//! whether the version reads that.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::facts::{FACTS, grammar};
use super::lists;
use super::macros::{Macro, Macros, base, scan};
use super::value::{self, expression};
use super::value_rules::{
    COMMENT_IN_VALUE, DEFAULT_OPERATOR, EXPANDED_VALUE, MACRO_CIRCLE, NO_MACRO, UNDEFINED_MACRO,
};
use crate::catalog::{FamilyFact, KeyFact, KeyType, Known, look_up};
use crate::classad::{Generation, Grammar, parse};
use crate::diagnostic::Diagnostic;
use crate::document::{ConfigDocument, Entry, Origin};
use crate::lower::Ctx;
use crate::source::{FileId, Span};
use crate::units::{Version, nearest};

/// Daemons that publish the attributes listed in `<DAEMON>_ATTRS`, each an expression.
const PUBLISHERS: [&str; 6] = [
    "COLLECTOR",
    "MASTER",
    "NEGOTIATOR",
    "SCHEDD",
    "STARTD",
    "SUBMIT",
];

/// Finds what is wrong with the configuration of these hosts.
pub fn check_values(ctx: &Ctx<'_>, documents: &[Arc<ConfigDocument>]) -> Vec<Diagnostic> {
    let Some(version) = ctx.facts_version("htcondor") else {
        return Vec::new();
    };
    let all = || {
        documents
            .iter()
            .filter(|one| one.product == "htcondor" && one.name == "condor")
            .flat_map(|one| &one.entries)
    };
    let entries = || all().filter(|entry| entry.section.is_none());
    let mut pass = Pass {
        version,
        macros: Macros::new(all(), version),
        published: entries().flat_map(published).collect(),
        found: Vec::new(),
    };
    let mut circled = BTreeSet::new();
    for entry in entries() {
        let name = base(&entry.key);
        if circled.contains(&name) {
            continue;
        }
        if let Some(circle) = pass.macros.circle(&name) {
            pass.circle(entry, &circle);
            circled.extend(circle);
        } else {
            pass.entry(entry);
        }
    }
    pass.found
}

/// The attributes that an entry lists.
fn published(entry: &Entry) -> Vec<String> {
    let name = base(&entry.key);
    let Some(daemon) = name.strip_suffix("_ATTRS") else {
        return Vec::new();
    };
    if !PUBLISHERS.contains(&daemon) {
        return Vec::new();
    }
    let value = entry.value.text();
    value
        .split([',', ' ', '\t', '\n'])
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_uppercase)
        .collect()
}

struct Pass<'a> {
    version: &'a Version,
    macros: Macros<'a>,
    /// Attributes of daemons, in capitals.
    published: BTreeSet<String>,
    found: Vec<Diagnostic>,
}

impl Pass<'_> {
    fn circle(&mut self, entry: &Entry, circle: &[String]) {
        let way: Vec<String> = circle.iter().map(|name| format!("`{name}`")).collect();
        self.found.push(
            Diagnostic::new(
                &MACRO_CIRCLE,
                span(entry),
                format!("`{}` refers to itself", entry.key),
            )
            .note(format!("{} never ends", way.join(" -> ")))
            .help("write one of them out"),
        );
    }

    fn entry(&mut self, entry: &Entry) {
        let text = entry.value.text();
        let written = is_written(&entry.origin);
        let is_read = self.value(entry, &text, written);
        // What is no value because of it is told once.
        if written && is_read {
            self.macros_of(entry, &text);
            self.comment(entry, &text);
            self.found
                .extend(lists::check(&self.macros, self.version, entry, &text));
        }
    }

    /// Whether the version reads a value, as far as can be told here.
    fn value(&mut self, entry: &Entry, text: &str, written: bool) -> bool {
        let Some(fact) = self.fact(&entry.key) else {
            return true;
        };
        // What holds no macro was checked where it was written, but for names that the tables do
        // not have.
        if written && !fact.key.is_empty() && !text.contains('$') {
            self.default_operator(entry, &fact, text);
            return true;
        }
        let Some(expanded) = self.macros.expand(&entry.key, text) else {
            return true;
        };
        let Err(problem) = value::check(&fact, self.version, &expanded) else {
            self.default_operator(entry, &fact, &expanded);
            return true;
        };
        let short: String = expanded.chars().take(60).collect();
        let comes_to = if expanded == text { "is" } else { "comes to" };
        self.found.push(
            Diagnostic::new(
                &EXPANDED_VALUE,
                span(entry),
                format!("`{}` {comes_to} `{short}`", entry.key),
            )
            .note(format!("htcondor {}: {problem}", self.version)),
        );
        false
    }

    /// What the version knows of a key; an attribute that a daemon publishes is an expression.
    fn fact(&self, key: &str) -> Option<KeyFact> {
        match look_up(&FACTS, self.version, None, key) {
            Known::Yes(fact)
            | Known::Renamed { fact, .. }
            | Known::Family(FamilyFact { fact, .. }) => Some(fact),
            _ if self.published.contains(&base(key)) => {
                Some(KeyFact::free(&FACTS, "condor", KeyType::ClassAd))
            }
            _ => None,
        }
    }

    fn macros_of(&mut self, entry: &Entry, text: &str) {
        for (found, bytes) in scan(text) {
            let shown: String = text
                .get(bytes)
                .unwrap_or_default()
                .chars()
                .take(60)
                .collect();
            match found {
                Macro::Text(why) => self.found.push(
                    Diagnostic::new(
                        &NO_MACRO,
                        span(entry),
                        format!("`{shown}` in `{}` stays as it is", entry.key),
                    )
                    .note(why)
                    .help("write `$(NAME)` or `$(NAME:default)`"),
                ),
                Macro::Name {
                    name,
                    default: None,
                } if !self.macros.is_defined(name) => {
                    let diagnostic = Diagnostic::new(
                        &UNDEFINED_MACRO,
                        span(entry),
                        format!("`{}` refers to `{name}`, which nothing sets", entry.key),
                    )
                    .note("HTCondor puts nothing in its place");
                    let own = base(&entry.key);
                    let names = self.macros.names().filter(|name| *name != own);
                    let near = nearest(&name.to_ascii_uppercase(), names);
                    self.found.push(match near {
                        Some(near) => diagnostic.help(format!("did you mean `$({near})`?")),
                        None => diagnostic.help("set it, or give it a default: `$(NAME:default)`"),
                    });
                }
                Macro::Name { .. } | Macro::Function => {}
            }
        }
    }

    fn comment(&mut self, entry: &Entry, text: &str) {
        let begins = text.match_indices('#').any(|(at, _)| {
            let before = text.get(..at).unwrap_or_default();
            let after = text.get(at + 1..).unwrap_or_default();
            before.ends_with([' ', '\t'])
                && (after.is_empty() || after.starts_with([' ', '\t']))
                && before.matches('"').count() % 2 == 0
        });
        if begins {
            self.found.push(
                Diagnostic::new(
                    &COMMENT_IN_VALUE,
                    span(entry),
                    format!("the value of `{}` goes on after `#`", entry.key),
                )
                .note("HTCondor knows comments only on lines of their own")
                .help("take the comment out of the value"),
            );
        }
    }

    /// `?:` binds differently since 23.9.6; an expression that is the same either way is silent.
    fn default_operator(&mut self, entry: &Entry, fact: &KeyFact, text: &str) {
        if fact.ty != KeyType::ClassAd || !text.contains('?') {
            return;
        }
        let read = |generation| {
            let old_strings = true;
            let grammar = Grammar {
                generation,
                old_strings,
            };
            parse(text, grammar).ok()
        };
        let here = grammar(self.version).generation;
        let (Ok(node), Some(first), Some(second)) = (
            expression(text, grammar(self.version)),
            read(Generation::First),
            read(Generation::Second),
        ) else {
            return;
        };
        if first == second {
            return;
        }
        let elsewhere = if here == Generation::First {
            ("from 23.9.6 on", second)
        } else {
            ("before 23.9.6", first)
        };
        self.found.push(
            Diagnostic::new(
                &DEFAULT_OPERATOR,
                span(entry),
                format!(
                    "`?:` in `{}` has another meaning in other versions",
                    entry.key
                ),
            )
            .note(format!("htcondor {} reads `{node}`", self.version))
            .note(format!("{} it reads `{}`", elsewhere.0, elsewhere.1))
            .help("write the parentheses"),
        );
    }
}

/// Whether the profile's `settings` say it.
fn is_written(origin: &Origin) -> bool {
    match origin {
        Origin::Profile(_) => true,
        Origin::Override { winner, .. } => is_written(winner),
        Origin::Derived { .. } | Origin::Default { .. } => false,
    }
}

fn span(entry: &Entry) -> Span {
    entry.origin.span().unwrap_or(Span::start_of(FileId(0)))
}
