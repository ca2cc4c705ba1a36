//! How documents are spelt: for each syntax one writer and one reader, kept in one file so that
//! they cannot drift apart.
//!
//! A writer checks every entry before it prints anything, and refuses what its reader (ours, and
//! the product's) would read differently. Output is UTF-8 with LF line ends, exactly one final
//! newline and no trailing blanks. A reader takes what the writer prints and the part of the real
//! grammar around it that has one meaning only; what a product would drop in silence is an error
//! here.
//!
//! Never knows a product: what a key means, and escapes inside a value that belong to the key
//! (systemd's `%`, Hadoop's `${}`), are the product's part.

mod body;
mod check;
pub mod condor;
mod executor_cfg;
mod firewalld;
mod hadoop_xml;
mod jaas;
mod lines;
pub mod prose;
mod shell_env;
mod systemd_env;
mod systemd_unit;
#[cfg(test)]
mod testing;
mod zoo_cfg;

use crate::document::{ConfigDocument, Syntax};

/// Section of a shell entry that appends to a variable instead of setting it.
///
/// `export NAME="${NAME:+$NAME }value"`: the value follows what is there already, after a blank,
/// and alone where nothing is there. Correct under `set -u`.
pub const APPEND: &str = "append";

/// Section of a shell entry that appends to a path list such as `CLASSPATH`.
///
/// `export NAME="${NAME:+$NAME:}value"`, as [`APPEND`] with a colon between.
pub const APPEND_PATH: &str = "append-path";

/// A written document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    pub bytes: Vec<u8>,
    /// One for each line of `bytes`, in order.
    pub lines: Vec<LineOrigin>,
}

/// What a line of output comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineOrigin {
    /// Header, frame or section head: comes from the document itself.
    Structure,
    /// Index into the document's entries.
    Entry(u32),
}

/// Something that a syntax cannot carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// Index of the entry; `None` when header, prose or the number of entries is at fault.
    pub entry: Option<usize>,
    /// Never quotes the value, which may be long or private.
    pub message: String,
}

/// One assignment (or line) found by a reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadEntry {
    /// Section of a unit file; [`APPEND`] or [`APPEND_PATH`] in a shell file; [`condor::USE`] and
    /// [`condor::INCLUDE`] in HTCondor's.
    pub section: Option<String>,
    /// Empty for [`Syntax::Lines`] and [`Syntax::Bare`].
    pub key: String,
    pub value: String,
    /// Hadoop's `<final>`.
    pub is_final: bool,
    /// Line on which it begins, from 1.
    pub line: usize,
}

/// Why a file cannot be read as its syntax: every problem found, in order of lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    pub problems: Vec<ReadProblem>,
}

/// One thing wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadProblem {
    /// From 1.
    pub line: usize,
    pub message: String,
}

impl std::fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for SyntaxError {}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            let gap = if index == 0 { "" } else { "; " };
            write!(f, "{gap}line {}: {}", problem.line, problem.message)?;
        }
        Ok(())
    }
}

impl std::error::Error for ReadError {}

impl ReadError {
    fn at(line: usize, message: impl Into<String>) -> Self {
        let message = message.into();
        Self {
            problems: vec![ReadProblem { line, message }],
        }
    }
}

impl ReadEntry {
    /// An entry outside any section.
    fn new(key: impl Into<String>, value: impl Into<String>, line: usize) -> Self {
        Self {
            section: None,
            key: key.into(),
            value: value.into(),
            is_final: false,
            line,
        }
    }
}

/// Spells `doc` in its syntax.
///
/// `header` holds comment lines without their marker; syntaxes without comments
/// ([`Syntax::Bare`]) ignore it.
///
/// # Errors
/// Every entry that the syntax cannot carry, in order, and faults of the header.
pub fn write(doc: &ConfigDocument, header: &[&str]) -> Result<Rendered, Vec<SyntaxError>> {
    match doc.syntax {
        Syntax::HadoopXml => hadoop_xml::write(doc, header),
        Syntax::ShellExport => shell_env::write(doc, header, "export "),
        Syntax::ShellAssign => shell_env::write(doc, header, ""),
        Syntax::SystemdEnv => systemd_env::write(doc, header),
        Syntax::SystemdUnit => systemd_unit::write(doc, header),
        Syntax::ZooCfg => zoo_cfg::write(doc, header),
        Syntax::Condor(dialect) => condor::write(doc, header, dialect),
        Syntax::ExecutorCfg => executor_cfg::write(doc, header),
        Syntax::Jaas => jaas::write(doc, header),
        Syntax::Firewalld => firewalld::write(doc, header),
        Syntax::Lines => lines::write(doc, header),
        Syntax::Bare => lines::write_bare(doc),
        Syntax::Prose => prose::write(doc, header),
        Syntax::Copy => Ok(prose::copy(doc)),
        Syntax::Bytes => prose::bytes(doc),
    }
}

/// Reads a file of the given syntax.
///
/// # Errors
/// When the file is not UTF-8 (where the syntax asks for it) or holds anything that its product
/// would refuse, drop or read in more than one way.
pub fn read(syntax: Syntax, bytes: &[u8]) -> Result<Vec<ReadEntry>, ReadError> {
    if syntax == Syntax::ZooCfg {
        return zoo_cfg::read(bytes);
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = line_at(bytes, error.valid_up_to());
        ReadError::at(line, "the file is not UTF-8 from here on")
    })?;
    if let Some(at) = text.find('\0') {
        return Err(ReadError::at(line_at(bytes, at), "the line holds a NUL"));
    }
    match syntax {
        Syntax::HadoopXml => hadoop_xml::read(text),
        Syntax::ShellExport => shell_env::read(text, true),
        Syntax::ShellAssign => shell_env::read(text, false),
        Syntax::SystemdEnv => systemd_env::read(text),
        Syntax::SystemdUnit => systemd_unit::read(text),
        Syntax::Condor(dialect) => condor::read(text, dialect),
        Syntax::ExecutorCfg => executor_cfg::read(text),
        Syntax::Jaas => jaas::read(text),
        Syntax::Firewalld => firewalld::read(text),
        Syntax::Lines => Ok(lines::read(text)),
        Syntax::Bare => lines::read_bare(text),
        Syntax::ZooCfg | Syntax::Prose | Syntax::Copy | Syntax::Bytes => Ok(Vec::new()),
    }
}

/// The line, from 1, of a byte.
fn line_at(bytes: &[u8], at: usize) -> usize {
    1 + body::newlines(bytes.get(..at).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::testing::doc;
    use super::*;

    #[test]
    fn refuses_bytes_that_are_no_text() {
        for (bytes, line) in [(&b"a\nb\xff"[..], 2), (b"a\n\n\0", 3)] {
            let error = read(Syntax::Lines, bytes).unwrap_err();
            assert_eq!(error.problems.first().map(|p| p.line), Some(line));
        }
    }

    #[test]
    fn refuses_final_and_sections_where_there_are_none() {
        for syntax in [
            Syntax::ShellExport,
            Syntax::ShellAssign,
            Syntax::SystemdEnv,
            Syntax::SystemdUnit,
            Syntax::ZooCfg,
            Syntax::ExecutorCfg,
            Syntax::Lines,
            Syntax::Bare,
        ] {
            let key = if syntax == Syntax::SystemdUnit {
                "Service/A"
            } else {
                "A"
            };
            let mut good = doc(syntax, &[(key, "x")]);
            assert!(write(&good, &[]).is_ok(), "{syntax:?}");
            good.entries[0].is_final = true;
            assert!(write(&good, &[]).is_err(), "{syntax:?}");
        }
        for syntax in [
            Syntax::HadoopXml,
            Syntax::ShellExport,
            Syntax::SystemdEnv,
            Syntax::ZooCfg,
            Syntax::ExecutorCfg,
            Syntax::Lines,
            Syntax::Bare,
        ] {
            assert!(
                write(&doc(syntax, &[("s/A", "x")]), &[]).is_err(),
                "{syntax:?}"
            );
        }
    }
}
