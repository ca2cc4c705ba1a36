//! Applies what diagnostics offer: to the texts of a profile and its layers, in memory.
//!
//! Every group of edits is tried before it is taken: the profile is compiled with it. An edit that
//! brings an error is not taken, and neither is a safe one that moves a byte of any output. Nothing
//! outside the spans of the edits changes.

mod candidates;
mod diff;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::Severity;
use crate::pipeline::{Compilation, compile};
use crate::resolve::Files;
use candidates::{Candidate, candidates, edited};
pub use diff::unified;

/// A fix can make room for the next one: as often is looked for more.
const MAX_ROUNDS: usize = 32;

/// An edit that was applied, or could not be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub code: &'static str,
    pub rule: &'static str,
    /// The file as it is shown, and the 1-based line of its first edit before the edits of the
    /// same round.
    pub file: String,
    pub line: usize,
    /// What the edit does, in the imperative.
    pub title: String,
    /// What stood there; empty when something was put in.
    pub old: String,
    /// What stands there now; empty when something was taken out.
    pub new: String,
    pub safe: bool,
    /// Why it was not applied.
    pub refused: Option<String>,
}

/// A file with its edits.
#[derive(Debug)]
pub struct Edited {
    /// From the folder of the main profile.
    pub path: String,
    pub before: Arc<str>,
    pub after: Arc<str>,
}

/// What became of a profile.
#[derive(Debug)]
pub struct Fixed {
    /// The files that differ, by path.
    pub files: Vec<Edited>,
    pub applied: Vec<Change>,
    pub refused: Vec<Change>,
    /// The mended profile.
    pub compilation: Compilation,
    /// How many fixes that are guesses are left because only safe ones were asked for.
    pub unsafe_left: usize,
}

/// Applies the safe fixes of the profile at `path`, with `guesses` also those that may change the
/// meaning, until there are no more.
///
/// # Errors
/// Only when the profile cannot be read at all.
pub fn fix(
    files: &dyn Files,
    path: &str,
    guesses: bool,
    deny_warnings: bool,
) -> Result<Fixed, String> {
    let overlay = Overlay {
        files,
        read: RefCell::default(),
        edited: RefCell::default(),
    };
    let mut run = Run {
        compilation: compile(&overlay, path, deny_warnings)?,
        overlay,
        path,
        deny_warnings,
        settled: BTreeSet::new(),
        applied: Vec::new(),
        refused: Vec::new(),
    };
    for _ in 0..MAX_ROUNDS {
        let mended = run.round(true)? || guesses && run.round(false)?;
        if !mended {
            break;
        }
    }
    let unsafe_left = if guesses {
        0
    } else {
        candidates(&run.compilation, false, &run.settled)
            .chosen
            .len()
    };
    let edited = run.overlay.edited.take();
    let read = run.overlay.read.take();
    let files = edited
        .into_iter()
        .filter_map(|(path, after)| {
            let before = read.get(&path)?.as_ref().ok()?;
            let before: Arc<str> = std::str::from_utf8(before).ok()?.into();
            (before != after).then_some(Edited {
                path,
                before,
                after,
            })
        })
        .collect();
    Ok(Fixed {
        files,
        applied: run.applied,
        refused: run.refused,
        compilation: run.compilation,
        unsafe_left,
    })
}

/// The files as they were read first, and over them what was edited: all of a run is of one state.
struct Overlay<'a> {
    files: &'a dyn Files,
    read: RefCell<BTreeMap<String, Result<Vec<u8>, String>>>,
    edited: RefCell<BTreeMap<String, Arc<str>>>,
}

impl Files for Overlay<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        if let Some(text) = self.edited.borrow().get(path) {
            return Ok(text.as_bytes().to_vec());
        }
        self.read
            .borrow_mut()
            .entry(path.to_owned())
            .or_insert_with(|| self.files.read(path))
            .clone()
    }
}

struct Run<'a> {
    overlay: Overlay<'a>,
    path: &'a str,
    deny_warnings: bool,
    compilation: Compilation,
    /// What is not tried again.
    settled: BTreeSet<String>,
    applied: Vec<Change>,
    refused: Vec<Change>,
}

impl Run<'_> {
    /// Tries the fixes that are offered now; whether one was applied. Those that cannot stand with
    /// the others are found by halving.
    fn round(&mut self, safe: bool) -> Result<bool, String> {
        let found = candidates(&self.compilation, safe, &self.settled);
        for (candidate, reason) in found.refused {
            self.refuse(candidate, reason);
        }
        let base = self.overlay.edited.borrow().clone();
        let mut taken: Vec<Candidate> = Vec::new();
        let mut best = None;
        let mut groups = vec![found.chosen];
        while let Some(mut group) = groups.pop() {
            if group.is_empty() {
                continue;
            }
            let texts = edited(&self.compilation.sources, taken.iter().chain(&group));
            let mut with = base.clone();
            with.extend(texts);
            self.overlay.edited.replace(with);
            let trial = compile(&self.overlay, self.path, self.deny_warnings)?;
            match objection(&self.compilation, &trial, safe) {
                None => {
                    taken.append(&mut group);
                    best = Some((trial, self.overlay.edited.borrow().clone()));
                }
                Some(reason) => {
                    let rest = group.split_off(group.len() / 2);
                    if group.is_empty() {
                        for candidate in rest {
                            self.refuse(candidate, reason.clone());
                        }
                    } else {
                        groups.push(rest);
                        groups.push(group);
                    }
                }
            }
        }
        let Some((trial, texts)) = best else {
            self.overlay.edited.replace(base);
            return Ok(false);
        };
        self.overlay.edited.replace(texts);
        self.compilation = trial;
        taken.sort_by_key(|candidate| candidate.at);
        self.applied
            .extend(taken.into_iter().map(|candidate| candidate.change));
        Ok(true)
    }

    fn refuse(&mut self, candidate: Candidate, reason: String) {
        self.settled.insert(candidate.key);
        let change = Change {
            refused: Some(reason),
            ..candidate.change
        };
        // Edits beside it on its line make it look new.
        if !self.refused.contains(&change) {
            self.refused.push(change);
        }
    }
}

/// What is wrong with a profile after edits.
fn objection(before: &Compilation, after: &Compilation, safe: bool) -> Option<String> {
    let errors = |of: &Compilation| {
        let mut errors: BTreeMap<(String, &str, String), usize> = BTreeMap::new();
        for found in &of.diagnostics {
            if found.severity == Severity::Error {
                let file = of.sources.get(found.primary.span.file);
                let file = file.map_or_else(String::new, |file| file.name.clone());
                *errors
                    .entry((file, found.rule.code, found.message.clone()))
                    .or_default() += 1;
            }
        }
        errors
    };
    let known = errors(before);
    for (error, count) in errors(after) {
        if count > known.get(&error).copied().unwrap_or(0) {
            return Some(format!("then {}: {}", error.1, error.2));
        }
    }
    if safe && !before.has_errors() && !after.has_errors() {
        let (_, path) = before.tree.difference(&after.tree)?;
        return Some(format!("it would change `{path}`"));
    }
    None
}
