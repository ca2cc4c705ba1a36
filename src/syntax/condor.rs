//! HTCondor's configuration: `NAME = value` lines, values of several lines, `use` and `include`.
//!
//! What the reader does with a line was tried with HTCondor's own reader, 10.0.9 to 25.14.1. It
//! cuts blanks at both ends of a value and of each line of a long one, drops blank and `#` lines
//! inside it, joins lines at a final backslash, has no escape character, and takes a `#` after a
//! value for a part of it. `$(NAME)` in a value is a reference and stays one; text that must not
//! be one is written with [`literal`].

mod read;

use std::collections::BTreeSet;

pub(super) use self::read::read;

use super::body::{Body, entry_origin};
use super::{Rendered, SyntaxError, check};
use crate::document::{CondorDialect, ConfigDocument, Entry};

/// Section of an entry that reads a template in place: key `CATEGORY:NAME`, value the arguments.
pub const USE: &str = "use";

/// Section of an entry that reads a file in place: key [`INCLUDE_FILE`] or [`INCLUDE_IFEXIST`],
/// value the path.
pub const INCLUDE: &str = "include";

/// Key of an `include` of a file that must be there.
pub const INCLUDE_FILE: &str = "file";

/// Key of an `include` of a file that may be missing.
pub const INCLUDE_IFEXIST: &str = "ifexist";

/// Names that the reader takes for its own words.
const WORDS: [&str; 7] = ["elif", "else", "endif", "error", "if", "use", "warning"];

/// Text that HTCondor's reader gives back as it is, though it holds `$(`.
///
/// `$$(` is left alone by the reader and stays; of three signs the last one counts.
#[must_use]
pub fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        let (before, from) = rest.split_at(at);
        let dollars = from.len() - from.trim_start_matches('$').len();
        let (run, after) = from.split_at(dollars);
        let name = after.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
        out.push_str(before);
        if dollars % 2 == 1 && name.starts_with('(') {
            out.push_str(run.get(1..).unwrap_or_default());
            out.push_str("$(DOLLAR)");
        } else {
            out.push_str(run);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A text of several lines as HTCondor keeps it: no blanks around a line, no blank lines.
#[must_use]
pub fn kept_lines(text: &str) -> String {
    let lines = text.split('\n').map(str::trim);
    lines
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Whether a value refers to `name`, so that assigning it adds to what is there.
#[must_use]
pub fn refers_to(value: &str, name: &str) -> bool {
    value.match_indices("$(").any(|(at, _)| {
        let inner = value.get(at + 2..).unwrap_or_default();
        let end = inner.find([')', ':']).unwrap_or(inner.len());
        inner
            .get(..end)
            .is_some_and(|found| found.eq_ignore_ascii_case(name))
    })
}

pub(super) fn write(
    doc: &ConfigDocument,
    header: &[&str],
    dialect: CondorDialect,
) -> Result<Rendered, Vec<SyntaxError>> {
    let mut body = Body::default();
    for line in header {
        if line.trim_end().ends_with('\\') {
            body.refuse(None, "the header ends in a backslash, which joins lines");
        }
    }
    body.header(header);
    let mut seen = BTreeSet::new();
    for (index, entry) in doc.entries.iter().enumerate() {
        match spelt(entry, dialect, &mut seen) {
            Ok(lines) => {
                for line in lines {
                    body.line(&line, entry_origin(index));
                }
            }
            Err(message) => body.refuse(Some(index), message),
        }
    }
    body.finish()
}

/// The lines of an entry.
fn spelt(
    entry: &Entry,
    dialect: CondorDialect,
    seen: &mut BTreeSet<String>,
) -> Result<Vec<String>, String> {
    check::no_final(entry)?;
    let value = entry.value.text();
    check::characters("value", &value)?;
    match entry.section.as_deref() {
        None => {
            name(&entry.key)?;
            let again = !seen.insert(entry.key.to_ascii_lowercase());
            if again && !refers_to(&value, &entry.key) {
                return Err(format!(
                    "`{}` is set twice; the reader keeps the last",
                    entry.key
                ));
            }
            if value.contains('\n') {
                return long(&entry.key, &value, dialect);
            }
            plain("value", &value)?;
            if value.is_empty() {
                return Ok(vec![format!("{} =", entry.key)]);
            }
            Ok(vec![format!("{} = {value}", entry.key)])
        }
        Some(USE) => template(&entry.key, &value, dialect).map(|line| vec![line]),
        Some(INCLUDE) => include(&entry.key, &value, dialect).map(|line| vec![line]),
        Some(section) => Err(format!(
            "HTCondor's configuration has no section `{section}`; only `{USE}` and `{INCLUDE}` \
             have a meaning"
        )),
    }
}

/// Refuses what is no name of a variable.
fn name(name: &str) -> Result<(), String> {
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '/');
    if name.is_empty() || !name.chars().all(good) {
        return Err(format!(
            "`{}` is no name of HTCondor's configuration: letters, digits, `_`, `.` and `/`",
            name.escape_debug()
        ));
    }
    if WORDS.iter().any(|word| word.eq_ignore_ascii_case(name)) {
        return Err(format!(
            "`{name}` is a word of HTCondor's configuration itself, and cannot be set"
        ));
    }
    Ok(())
}

/// Refuses text of one line that would be read differently.
fn plain(what: &str, text: &str) -> Result<(), String> {
    check::one_line(what, text)?;
    check::no_outer_blanks(what, text)?;
    if text.ends_with('\\') {
        return Err(format!(
            "the {what} ends in a backslash, which joins the next line to it"
        ));
    }
    Ok(())
}

/// A value of several lines, between `@=end` and `@end`.
fn long(name: &str, value: &str, dialect: CondorDialect) -> Result<Vec<String>, String> {
    if dialect < CondorDialect::V8_5_6 {
        return Err("HTCondor reads a value of several lines from 8.5.6 on".to_owned());
    }
    let mut lines = Vec::new();
    for (at, line) in value.split('\n').enumerate() {
        let at = at + 1;
        if line.trim().is_empty() {
            return Err(format!(
                "line {at} of the value is blank, and the reader drops it"
            ));
        }
        if line.starts_with('#') {
            return Err(format!(
                "line {at} of the value begins with `#`, and the reader drops it as a comment"
            ));
        }
        plain(&format!("line {at} of the value"), line)?;
        lines.push(line);
    }
    let mut tag = "end".to_owned();
    while lines
        .iter()
        .any(|line| line.strip_prefix('@') == Some(&tag))
    {
        tag.push('_');
    }
    let mut spelt = vec![format!("{name} @={tag}")];
    spelt.extend(lines.into_iter().map(str::to_owned));
    spelt.push(format!("@{tag}"));
    Ok(spelt)
}

/// A `use` line.
fn template(key: &str, arguments: &str, dialect: CondorDialect) -> Result<String, String> {
    if dialect < CondorDialect::V8_1_3 {
        return Err("HTCondor reads `use` from 8.1.3 on".to_owned());
    }
    let word = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    let Some((category, _)) = key
        .split_once(':')
        .filter(|(category, name)| word(category) && word(name))
    else {
        return Err(format!(
            "`{}` is no template: `CATEGORY:NAME`",
            key.escape_debug()
        ));
    };
    if arguments.is_empty() {
        return Ok(format!("use {key}"));
    }
    if dialect < CondorDialect::V8_5_6 {
        return Err(format!(
            "HTCondor reads arguments of a `use {category}` template from 8.5.6 on"
        ));
    }
    plain("argument list", arguments)?;
    if !is_balanced(arguments) {
        return Err(
            "parentheses in the argument list are not balanced; quotes do not protect them"
                .to_owned(),
        );
    }
    Ok(format!("use {key}({arguments})"))
}

/// An `include` line.
fn include(key: &str, path: &str, dialect: CondorDialect) -> Result<String, String> {
    let (words, needs, since) = match key {
        INCLUDE_FILE => ("include", CondorDialect::V8_1_6, "8.1.6"),
        INCLUDE_IFEXIST => ("include ifexist", CondorDialect::V8_5_7, "8.5.7"),
        _ => {
            return Err(format!(
                "an include is `{INCLUDE_FILE}` or `{INCLUDE_IFEXIST}`, but got `{}`",
                key.escape_debug()
            ));
        }
    };
    if dialect < needs {
        return Err(format!("HTCondor reads `{words}` from {since} on"));
    }
    plain("path", path)?;
    if path.is_empty() {
        return Err("the path is empty".to_owned());
    }
    if path.contains('|') {
        return Err("the path holds `|`, and would be run as a program".to_owned());
    }
    Ok(format!("{words} : {path}"))
}

/// Whether every parenthesis has its partner, without regard to quotes.
fn is_balanced(text: &str) -> bool {
    let mut open = Vec::new();
    for c in text.chars() {
        match c {
            '(' => open.push(')'),
            '[' => open.push(']'),
            ')' | ']' if open.pop() != Some(c) => return false,
            _ => {}
        }
    }
    open.is_empty()
}

#[cfg(test)]
mod tests;
