//! Output under construction, shared by the writers: bytes, the origin of each line, refusals.

use super::{LineOrigin, ReadEntry, ReadError, ReadProblem, Rendered, SyntaxError, check};

/// Lines written so far and everything refused so far.
#[derive(Debug, Default)]
pub(super) struct Body {
    bytes: Vec<u8>,
    lines: Vec<LineOrigin>,
    errors: Vec<SyntaxError>,
}

/// Entries read so far and everything wrong so far.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub entries: Vec<ReadEntry>,
    problems: Vec<ReadProblem>,
}

impl Body {
    /// Appends one line, without its newline.
    pub fn line(&mut self, text: &str, origin: LineOrigin) {
        self.bytes.extend_from_slice(text.as_bytes());
        self.bytes.push(b'\n');
        self.lines.push(origin);
    }

    /// Appends the line of an entry, or keeps why there is none.
    pub fn entry(&mut self, index: usize, line: Result<String, String>) {
        match line {
            Ok(line) => self.line(&line, entry_origin(index)),
            Err(message) => self.refuse(Some(index), message),
        }
    }

    /// Appends the header as `# ` comments.
    pub fn header(&mut self, header: &[&str]) {
        for line in header {
            let line = line.trim_end();
            if let Err(message) = check::one_line("header", line) {
                self.refuse(None, message);
            } else if line.is_empty() {
                self.line("#", LineOrigin::Structure);
            } else {
                self.line(&format!("# {line}"), LineOrigin::Structure);
            }
        }
    }

    pub fn refuse(&mut self, entry: Option<usize>, message: impl Into<String>) {
        let message = message.into();
        self.errors.push(SyntaxError { entry, message });
    }

    pub fn finish(self) -> Result<Rendered, Vec<SyntaxError>> {
        finish(self.bytes, self.lines, self.errors)
    }
}

/// The result of a writer, from its three parts.
pub(super) fn finish(
    bytes: Vec<u8>,
    lines: Vec<LineOrigin>,
    mut errors: Vec<SyntaxError>,
) -> Result<Rendered, Vec<SyntaxError>> {
    if errors.is_empty() {
        return Ok(Rendered { bytes, lines });
    }
    errors.sort_by_key(|error| error.entry);
    Err(errors)
}

/// The origin of a line of entry `index`.
pub(super) fn entry_origin(index: usize) -> LineOrigin {
    LineOrigin::Entry(u32::try_from(index).unwrap_or(u32::MAX))
}

/// How many lines end in `bytes`.
pub(super) fn newlines(bytes: impl AsRef<[u8]>) -> usize {
    bytes.as_ref().split(|&byte| byte == b'\n').skip(1).count()
}

impl Found {
    pub fn problem(&mut self, line: usize, message: impl Into<String>) {
        let message = message.into();
        self.problems.push(ReadProblem { line, message });
    }

    /// Adds what one line gave.
    pub fn add(&mut self, line: usize, entry: Result<ReadEntry, String>) {
        match entry {
            Ok(entry) => self.entries.push(entry),
            Err(message) => self.problem(line, message),
        }
    }

    pub fn finish(mut self) -> Result<Vec<ReadEntry>, ReadError> {
        if self.problems.is_empty() {
            return Ok(self.entries);
        }
        self.problems.sort_by_key(|problem| problem.line);
        Err(ReadError {
            problems: self.problems,
        })
    }
}
