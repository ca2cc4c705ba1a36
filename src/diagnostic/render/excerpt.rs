//! Cuts the few lines around marked places out of a file.
//!
//! The drawing library scans all the text it is given, so it gets a window of some lines and
//! never the file: microseconds instead of a tenth of a second near the end of 10 MB. It also
//! panics on a range outside its text; every range made here lies inside its window.

use std::ops::Range;

use super::place::{Located, ceil_boundary, floor_boundary, locate};
use super::visible::keep_offsets;
use crate::diagnostic::Label;
use crate::source::SourceFile;

/// Marks at most this many lines apart share a window.
const CONTEXT: usize = 3;
/// A mark over more lines is drawn on its first line only.
const MAX_MARK_LINES: usize = 40;
/// Bytes of one line that a mark covers before it is cut.
const MAX_MARK_BYTES: usize = 120;
/// Bytes kept after the last mark of a line; more than the drawing's width, so that it clips.
const TAIL_BYTES: usize = 200;
/// A mark that begins further right is not drawn but quoted.
const MAX_LEFT_BYTES: usize = 4096;
/// Bytes quoted on either side of a mark that is not drawn.
const QUOTE_BYTES: usize = 40;

/// A place to show.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark<'a> {
    pub label: &'a Label,
    pub primary: bool,
}

/// What to show of a file.
#[derive(Debug)]
pub(super) enum Excerpt<'a> {
    /// Consecutive lines with marks in them.
    Window {
        text: String,
        /// 1-based number of the first line.
        first_line: usize,
        marks: Vec<(Range<usize>, Mark<'a>)>,
    },
    /// A mark so far right in its line that the line cannot be drawn.
    Quote {
        line: usize,
        column: usize,
        /// Length of the line in characters.
        length: usize,
        /// The characters around the mark, with an ellipsis at each end that was cut.
        around: String,
        mark: Mark<'a>,
    },
}

impl Excerpt<'_> {
    pub(super) fn has_primary(&self) -> bool {
        match self {
            Self::Window { marks, .. } => marks.iter().any(|(_, mark)| mark.primary),
            Self::Quote { mark, .. } => mark.primary,
        }
    }
}

/// The excerpts of `file` that show `marks`: the one with the primary mark first, then by line.
pub(super) fn excerpts<'a>(file: &SourceFile, marks: &[Mark<'a>]) -> Vec<Excerpt<'a>> {
    let mut drawn = Vec::new();
    let mut found = Vec::new();
    for mark in marks {
        let place = clip(file, locate(file, mark.label.span));
        if place.start - line_start(file, place.line) > MAX_LEFT_BYTES {
            found.push(quote(file, place, *mark));
        } else {
            drawn.push((place, *mark));
        }
    }
    drawn.sort_by_key(|(place, mark)| (place.line, place.end_line, !mark.primary));
    let mut group: Vec<(Located, Mark<'a>)> = Vec::new();
    let mut last = 0;
    for item in drawn {
        if !group.is_empty() && item.0.line > last + 2 * CONTEXT {
            found.push(window(file, &group));
            group.clear();
        }
        last = if group.is_empty() {
            item.0.end_line
        } else {
            last.max(item.0.end_line)
        };
        group.push(item);
    }
    if !group.is_empty() {
        found.push(window(file, &group));
    }
    found.sort_by_key(|excerpt| !excerpt.has_primary());
    found
}

/// Byte offset of a line's start; `line` counts from 1.
fn line_start(file: &SourceFile, line: usize) -> usize {
    file.line_range(line - 1, line - 1).start
}

/// Shortens a place that is too large to draw.
fn clip(file: &SourceFile, mut place: Located) -> Located {
    if place.end_line - place.line >= MAX_MARK_LINES {
        let first = line_start(file, place.line) + file.line(place.line - 1).len();
        place.end = first.max(place.start);
        place.end_line = place.line;
    }
    let from = if place.line == place.end_line {
        place.start
    } else {
        line_start(file, place.end_line)
    };
    let limit = floor_boundary(&file.text, from + MAX_MARK_BYTES);
    place.end = place.end.min(limit);
    place
}

fn window<'a>(file: &SourceFile, group: &[(Located, Mark<'a>)]) -> Excerpt<'a> {
    let first = group.iter().map(|(place, _)| place.line).min().unwrap_or(1);
    let last = group
        .iter()
        .map(|(place, _)| place.end_line)
        .max()
        .unwrap_or(first);
    let mut text = String::new();
    let mut marks: Vec<_> = group.iter().map(|(_, mark)| (0..0, *mark)).collect();
    for line in first..=last {
        let start = line_start(file, line);
        let whole = file.line(line - 1);
        let marked = group
            .iter()
            .flat_map(|(place, _)| [(place.line, place.start), (place.end_line, place.end)])
            .filter(|&(at, _)| at == line)
            .map(|(_, at)| at - start)
            .max()
            .unwrap_or(0);
        let kept = whole
            .get(..floor_boundary(whole, marked + TAIL_BYTES))
            .unwrap_or(whole);
        let into = |at: usize| text.len() + (at - start).min(kept.len());
        for ((place, _), (range, _)) in group.iter().zip(&mut marks) {
            if place.line == line {
                range.start = into(place.start);
            }
            if place.end_line == line {
                range.end = into(place.end);
            }
        }
        text.push_str(&keep_offsets(kept));
        if line != last {
            text.push('\n');
        }
    }
    Excerpt::Window {
        text,
        first_line: first,
        marks,
    }
}

fn quote<'a>(file: &SourceFile, place: Located, mark: Mark<'a>) -> Excerpt<'a> {
    let line = file.line(place.line - 1);
    let offset = (place.start - line_start(file, place.line)).min(line.len());
    let from = ceil_boundary(line, offset.saturating_sub(QUOTE_BYTES));
    let to = floor_boundary(line, offset + QUOTE_BYTES);
    let mut around = String::from("...");
    around.push_str(line.get(from..to).unwrap_or_default());
    if to < line.len() {
        around.push_str("...");
    }
    Excerpt::Quote {
        line: place.line,
        column: place.column,
        length: line.chars().count(),
        around,
        mark,
    }
}
