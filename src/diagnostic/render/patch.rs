//! Prepares a fix for drawing: the lines it touches and its edits as ranges in them.

use std::ops::Range;

use super::visible::keep_offsets;
use crate::diagnostic::{Edit, Fix};
use crate::source::{FileId, SourceFile, Sources};

/// A fix that touches more lines of a file, or adds more, is told but not drawn.
const MAX_LINES: usize = 30;
/// The same for bytes of one file: patches are drawn without clipping.
const MAX_BYTES: usize = 2000;

/// The part of a fix that lies in one file.
#[derive(Debug)]
pub(super) struct FilePatch<'a> {
    pub file: &'a SourceFile,
    /// The touched lines.
    pub text: String,
    /// 1-based number of the first of them.
    pub first_line: usize,
    /// Disjoint, ascending ranges of `text` with what replaces them.
    pub edits: Vec<(Range<usize>, &'a str)>,
}

/// The fix, file by file; `None` when it is too large to draw or its edits make no sense.
pub(super) fn patches<'a>(sources: &'a Sources, fix: &'a Fix) -> Option<Vec<FilePatch<'a>>> {
    let mut files: Vec<FileId> = Vec::new();
    for edit in &fix.edits {
        if !files.contains(&edit.span.file) {
            files.push(edit.span.file);
        }
    }
    let patches: Option<Vec<_>> = files
        .into_iter()
        .map(|id| {
            let edits = fix.edits.iter().filter(|edit| edit.span.file == id);
            file_patch(sources.get(id)?, edits)
        })
        .collect();
    patches.filter(|patches| !patches.is_empty())
}

fn file_patch<'a>(
    file: &'a SourceFile,
    edits: impl Iterator<Item = &'a Edit>,
) -> Option<FilePatch<'a>> {
    let mut ranges: Vec<(Range<usize>, &'a str)> = edits
        .map(|edit| {
            let range = edit.span.start as usize..edit.span.end as usize;
            (range, edit.replacement.as_str())
        })
        .collect();
    ranges.sort_by_key(|(range, _)| (range.start, range.end));
    let text: &str = &file.text;
    let valid = ranges
        .iter()
        .all(|(range, new)| text.get(range.clone()).is_some_and(|old| *new != old));
    let disjoint = ranges
        .windows(2)
        .all(|pair| matches!(pair, [a, b] if a.0.end <= b.0.start && a.0.start < b.0.start));
    if !valid || !disjoint {
        return None;
    }
    let start = ranges.first()?.0.start;
    let end = ranges.iter().map(|(range, _)| range.end).max()?;
    let line_of = |at: usize| file.line_index(u32::try_from(at).unwrap_or(u32::MAX));
    let (first, last) = (line_of(start), line_of(end));
    let lines = file.line_range(first, last);
    let added: usize = ranges.iter().map(|(_, new)| new.lines().count()).sum();
    let bytes: usize = ranges.iter().map(|(_, new)| new.len()).sum();
    if last - first > MAX_LINES || added > MAX_LINES || lines.len() > MAX_BYTES || bytes > MAX_BYTES
    {
        return None;
    }
    let window = text.get(lines.clone())?;
    for (range, _) in &mut ranges {
        *range = range.start - lines.start..range.end - lines.start;
    }
    Some(FilePatch {
        file,
        text: keep_offsets(window),
        first_line: first + 1,
        edits: ranges,
    })
}
