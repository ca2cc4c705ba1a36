//! The texts of a run, with an index of their lines.

use std::sync::Arc;

use super::{FileId, Span};

/// One source file: the name to show for it and its text.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// As the user named it, or relative to the file that extends it.
    pub name: String,
    /// From the folder of the main profile, as it was read; `None` of a text from elsewhere.
    pub path: Option<String>,
    pub text: Arc<str>,
    line_starts: Vec<u32>,
}

/// A place as people write it: 1-based line and column (columns count characters).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    pub file: &'a str,
    pub line: usize,
    pub column: usize,
}

/// All source files of a run.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl SourceFile {
    fn new(name: String, path: Option<String>, text: Arc<str>) -> Self {
        let mut line_starts = vec![0];
        for (at, byte) in text.bytes().enumerate() {
            if byte == b'\n' {
                line_starts.push(u32::try_from(at + 1).unwrap_or(u32::MAX));
            }
        }
        Self {
            name,
            path,
            text,
            line_starts,
        }
    }

    /// The 0-based index of the line that holds byte `offset`.
    #[must_use]
    pub fn line_index(&self, offset: u32) -> usize {
        self.line_starts
            .partition_point(|&start| start <= offset)
            .saturating_sub(1)
    }

    /// Number of lines; a final newline does not begin another.
    #[must_use]
    pub fn line_count(&self) -> usize {
        let trailing = usize::from(self.text.ends_with('\n') || self.text.is_empty());
        (self.line_starts.len() - trailing).max(1)
    }

    /// Byte range of lines `first..=last` (0-based, clamped), final newline included.
    #[must_use]
    pub fn line_range(&self, first: usize, last: usize) -> std::ops::Range<usize> {
        let start = self
            .line_starts
            .get(first)
            .map_or(self.text.len(), |&s| s as usize);
        let end = self
            .line_starts
            .get(last + 1)
            .map_or(self.text.len(), |&s| s as usize);
        start..end.max(start)
    }

    /// The text of one line (0-based) without its line break.
    #[must_use]
    pub fn line(&self, index: usize) -> &str {
        self.text
            .get(self.line_range(index, index))
            .unwrap_or_default()
            .trim_end_matches(['\n', '\r'])
    }
}

impl Sources {
    /// The id that the next file will have.
    #[must_use]
    pub fn next_id(&self) -> FileId {
        FileId(u16::try_from(self.files.len()).unwrap_or(u16::MAX))
    }

    /// Adds a file and returns its id.
    ///
    /// At most 65,535 files fit in a run; more share the last id, which only blurs places.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        let id = self.next_id();
        let name = name.into();
        let path = Some(name.clone());
        self.files.push(SourceFile::new(name, path, text.into()));
        id
    }

    /// Adds a text that no profile names and returns its id.
    pub fn add_other(&mut self, name: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        let id = self.next_id();
        self.files
            .push(SourceFile::new(name.into(), None, text.into()));
        id
    }

    /// Shows all names below `folder`, the folder their paths are relative to.
    pub fn prefix_names(&mut self, folder: &str) {
        let folder = folder.trim_end_matches('/');
        if folder.is_empty() || folder == "." {
            return;
        }
        for file in self.files.iter_mut().filter(|file| file.path.is_some()) {
            file.name = format!("{folder}/{}", file.name);
        }
    }

    #[must_use]
    pub fn get(&self, file: FileId) -> Option<&SourceFile> {
        self.files.get(usize::from(file.0))
    }

    #[must_use]
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// The text a span covers; empty when the span is of no known file.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        self.get(span.file)
            .and_then(|file| file.text.get(span.start as usize..span.end as usize))
            .unwrap_or_default()
    }

    /// Line and column of a span's first byte.
    #[must_use]
    pub fn place(&self, span: Span) -> Place<'_> {
        let Some(file) = self.get(span.file) else {
            return Place {
                file: "?",
                line: 1,
                column: 1,
            };
        };
        let line = file.line_index(span.start);
        let start = file.line_range(line, line).start;
        let before = file
            .text
            .get(start..span.start as usize)
            .unwrap_or_default();
        Place {
            file: &file.name,
            line: line + 1,
            column: before.chars().count() + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_lines_and_characters() {
        let mut sources = Sources::default();
        let id = sources.add("p.yaml", "a: 1\nü: x\n");
        let place = sources.place(Span::new(id, 9, 10));
        assert_eq!((place.line, place.column), (2, 4));
        let file = sources.get(id).expect("just added");
        assert_eq!(file.line_count(), 2);
        assert_eq!(file.line(1), "ü: x");
    }
}
