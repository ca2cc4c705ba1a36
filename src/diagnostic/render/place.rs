//! Spans made fit to be shown: inside the text, on character boundaries, without trailing blanks.

use crate::source::{FileId, SourceFile, Sources, Span};

/// A span as byte offsets that are safe to slice with, and its ends as people count them
/// (from 1, columns in characters; the end is exclusive).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Located {
    pub start: usize,
    pub end: usize,
    pub line: usize,
    pub column: usize,
    pub end_line: usize,
    pub end_column: usize,
}

/// Where `span` is in `file`.
///
/// Block scalars and maps end after their line break, and a missing key is missed at the very end
/// of the file; both are drawn back to the last character that can be seen.
pub(super) fn locate(file: &SourceFile, span: Span) -> Located {
    let text: &str = &file.text;
    let mut start = floor_boundary(text, span.start as usize);
    let mut end = ceil_boundary(text, span.end as usize).max(start);
    if let Some(covered) = text.get(start..end)
        && covered.contains('\n')
    {
        end = start + covered.trim_end().len();
    }
    if start == end && end == text.len() && text.ends_with('\n') {
        start = text.trim_end_matches(['\n', '\r']).len();
        end = start;
    }
    let (line, column) = line_and_column(file, start);
    let (end_line, end_column) = line_and_column(file, end);
    Located {
        start,
        end,
        line,
        column,
        end_line,
        end_column,
    }
}

/// Where `span` is in `file`, to the byte: what an edit replaces.
pub(super) fn exact(file: &SourceFile, span: Span) -> Located {
    let start = floor_boundary(&file.text, span.start as usize);
    let end = ceil_boundary(&file.text, span.end as usize).max(start);
    let (line, column) = line_and_column(file, start);
    let (end_line, end_column) = line_and_column(file, end);
    Located {
        start,
        end,
        line,
        column,
        end_line,
        end_column,
    }
}

/// The path of a file; `None` for no known file, and for standard input, which has none.
pub(super) fn path(sources: &Sources, file: FileId) -> Option<&str> {
    sources
        .get(file)
        .map(|file| file.name.as_str())
        .filter(|name| *name != "-")
}

/// The name of a span's file and where it is there; a span of no known file is at `?:1:1`.
pub(super) fn find(sources: &Sources, span: Span) -> (&str, Located) {
    sources.get(span.file).map_or(
        (
            "?",
            Located {
                start: 0,
                end: 0,
                line: 1,
                column: 1,
                end_line: 1,
                end_column: 1,
            },
        ),
        |file| (&file.name, locate(file, span)),
    )
}

/// The last character boundary at or before byte `at`.
pub(super) fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The first character boundary at or after byte `at`, or the end of the text.
pub(super) fn ceil_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

fn line_and_column(file: &SourceFile, at: usize) -> (usize, usize) {
    let line = file.line_index(u32::try_from(at).unwrap_or(u32::MAX));
    let start = file.line_range(line, line).start;
    let before = file.text.get(start..at).unwrap_or_default();
    (line + 1, before.chars().count() + 1)
}
