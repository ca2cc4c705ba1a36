//! Which of the fixes that diagnostics offer can be applied together.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::Change;
use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::edit;
use crate::pipeline::Compilation;
use crate::source::{FileId, Sources, Span};

/// A fix that can be tried.
#[derive(Debug)]
pub(super) struct Candidate {
    /// Where its first edit begins.
    pub at: Span,
    /// Ascending and apart from each other.
    edits: Vec<Edit>,
    /// The same for the same fix after other edits moved it.
    pub key: String,
    pub change: Change,
}

/// The fixes of a compilation.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    /// None touches what another touches.
    pub chosen: Vec<Candidate>,
    /// What contradicts another one, with the reason.
    pub refused: Vec<(Candidate, String)>,
}

/// The fixes, either the safe ones or the guesses, by place. Of those that overlap the first is
/// chosen, and the others come up again when they still apply; of those that would replace the
/// same text differently none is.
pub(super) fn candidates(
    compilation: &Compilation,
    safe: bool,
    settled: &BTreeSet<String>,
) -> Candidates {
    let sources = &compilation.sources;
    let mut all: Vec<Candidate> = compilation
        .diagnostics
        .iter()
        .filter_map(|found| {
            let fix = found.fix.as_ref().filter(|fix| fix.safe == safe)?;
            candidate(sources, found, fix)
        })
        .filter(|candidate| !settled.contains(&candidate.key))
        .collect();
    all.sort_by_key(|candidate| candidate.at);
    // What stands at a place, by all that would replace it.
    let mut wishes: BTreeMap<Span, BTreeSet<&str>> = BTreeMap::new();
    for edit in all.iter().flat_map(|candidate| &candidate.edits) {
        wishes
            .entry(edit.span)
            .or_default()
            .insert(&edit.replacement);
    }
    let torn: Vec<bool> = all
        .iter()
        .map(|candidate| {
            let mut edits = candidate.edits.iter();
            edits.any(|edit| wishes.get(&edit.span).is_some_and(|all| all.len() > 1))
        })
        .collect();
    let mut found = Candidates::default();
    let mut taken: BTreeMap<(FileId, u32), u32> = BTreeMap::new();
    for (candidate, torn) in all.into_iter().zip(torn) {
        if torn {
            let reason = "another fix would write something else here".to_owned();
            found.refused.push((candidate, reason));
        } else if candidate.edits.iter().all(|edit| free(&taken, edit.span)) {
            for edit in &candidate.edits {
                taken.insert((edit.span.file, edit.span.start), edit.span.end);
            }
            found.chosen.push(candidate);
        }
    }
    found
}

/// Whether no chosen edit touches a span.
fn free(taken: &BTreeMap<(FileId, u32), u32>, span: Span) -> bool {
    let last = taken
        .range((span.file, 0)..=(span.file, span.end))
        .next_back();
    // Chosen ones lie apart, so only the last that begins here or before can reach in. Two that
    // only touch may be one word: they are not applied together either.
    last.is_none_or(|((_, start), end)| *end < span.start && *start < span.start)
}

fn candidate(sources: &Sources, found: &Diagnostic, fix: &Fix) -> Option<Candidate> {
    let mut edits = fix.edits.clone();
    edits.sort_by_key(|edit| edit.span);
    let first = edits.first()?;
    let at = first.span;
    for edit in &edits {
        let file = sources.get(edit.span.file)?;
        file.path.as_ref()?;
        let old = file.text.get(range(edit.span))?;
        if old == edit.replacement {
            return None;
        }
    }
    let apart = edits.windows(2).all(
        |pair| matches!(pair, [a, b] if a.span.file != b.span.file || a.span.end <= b.span.start),
    );
    if !apart {
        return None;
    }
    let file = sources.get(at.file)?;
    let join = |part: &dyn Fn(&Edit) -> String| {
        let parts: Vec<String> = edits.iter().map(part).collect();
        parts.join(" … ")
    };
    let change = Change {
        code: found.rule.code,
        rule: found.rule.name,
        file: file.name.clone(),
        line: sources.place(at).line,
        title: fix.title.clone(),
        old: join(&|edit| sources.text(edit.span).trim().to_owned()),
        new: join(&|edit| edit.replacement.trim().to_owned()),
        safe: fix.safe,
        refused: None,
    };
    let line = file.line(file.line_index(at.start));
    let key = [found.rule.code, &file.name, &found.message, line].join("\0");
    Some(Candidate {
        at,
        edits,
        key,
        change,
    })
}

fn range(span: Span) -> Range<usize> {
    span.start as usize..span.end as usize
}

/// The files that candidates touch, by path, with their edits; nothing where edits contradict
/// each other, which chosen ones do not.
pub(super) fn edited<'a>(
    sources: &Sources,
    candidates: impl Iterator<Item = &'a Candidate>,
) -> BTreeMap<String, Arc<str>> {
    edit::apply(sources, candidates.flat_map(|one| &one.edits))
        .unwrap_or_default()
        .into_iter()
        .filter_map(|(file, text)| Some((sources.get(file)?.path.clone()?, text.into())))
        .collect()
}
