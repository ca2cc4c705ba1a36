//! The reader: assignments, long values, `use` and `include` of a file. What has no one meaning
//! for all versions (`:` and `+=`), conditionals and programs are problems.

use super::super::body::Found;
use super::super::{ReadEntry, ReadError};
use super::{INCLUDE, INCLUDE_FILE, INCLUDE_IFEXIST, USE, include, name, template};
use crate::document::CondorDialect;

/// What one line is.
enum Line<'a> {
    Nothing,
    Entry(ReadEntry),
    /// A value of several lines begins: its name and the line that ends it.
    Long(&'a str, String),
}

pub(in super::super) fn read(
    text: &str,
    dialect: CondorDialect,
) -> Result<Vec<ReadEntry>, ReadError> {
    let mut found = Found::default();
    let mut lines = text
        .split('\n')
        .enumerate()
        .map(|(index, line)| (index + 1, line.trim()));
    while let Some((number, line)) = lines.next() {
        let logical = joined(line, &mut lines);
        match logical.and_then(|line| {
            if dialect == CondorDialect::V7_8 && line.starts_with('#') && line.ends_with('\\') {
                return Err("a comment that ends in a backslash takes the next line".to_owned());
            }
            match one(&line, number, dialect)? {
                Line::Long(name, end) => {
                    let value = long(&end, &mut lines)?;
                    Ok(Some(ReadEntry::new(name, value, number)))
                }
                Line::Entry(entry) => Ok(Some(entry)),
                Line::Nothing => Ok(None),
            }
        }) {
            Ok(Some(entry)) => found.add(number, Ok(entry)),
            Ok(None) => {}
            Err(problem) => found.problem(number, problem),
        }
    }
    found.finish()
}

/// A line with those that it is continued by.
fn joined<'a>(
    line: &'a str,
    lines: &mut impl Iterator<Item = (usize, &'a str)>,
) -> Result<String, String> {
    let mut whole = line.to_owned();
    // A comment ends with its line.
    while !whole.starts_with('#') && whole.ends_with('\\') {
        whole.pop();
        let Some((_, next)) = lines.next() else {
            return Err("the last line ends in a backslash".to_owned());
        };
        if next.starts_with('#') {
            return Err(
                "a comment inside a continued line: HTCondor keeps its last character".to_owned(),
            );
        }
        whole.push_str(next);
    }
    Ok(whole)
}

fn one(line: &str, number: usize, dialect: CondorDialect) -> Result<Line<'_>, String> {
    if line.is_empty() || line.starts_with('#') {
        return Ok(Line::Nothing);
    }
    let (first, rest) = match line.find(|c: char| c.is_whitespace() || c == ':') {
        Some(at) => line.split_at(at),
        None => (line, ""),
    };
    let rest = rest.trim_start();
    let assigns = rest.starts_with('=') || rest.starts_with("@=");
    match first.to_ascii_lowercase().as_str() {
        "use" if !assigns => return use_of(rest, number, dialect).map(Line::Entry),
        "include" if !assigns => return include_of(rest, number, dialect).map(Line::Entry),
        "if" | "elif" | "else" | "endif" => {
            return Err("conditionals are not read here: the file is for one version".to_owned());
        }
        "error" | "warning" if !assigns => {
            return Err(format!("`{first}` is not read here"));
        }
        _ => {}
    }
    assignment(line, number, dialect)
}

fn assignment(line: &str, number: usize, dialect: CondorDialect) -> Result<Line<'_>, String> {
    let Some((key, value)) = line.split_once('=') else {
        return Err("expected `NAME = value`".to_owned());
    };
    let (key, value) = (key.trim_end(), value.trim_start());
    if let Some(key) = key.strip_suffix('@') {
        let key = key.trim_end();
        name(key)?;
        if dialect < CondorDialect::V8_5_6 {
            return Err("HTCondor reads a value of several lines from 8.5.6 on".to_owned());
        }
        if value.is_empty() {
            return Err("`@=` must be followed by the word that ends the value".to_owned());
        }
        return Ok(Line::Long(key, format!("@{value}")));
    }
    if key.contains('+') {
        return Err(
            "`+=` appends from HTCondor 25.11.0 on, and sets before: write `X = $(X) more`"
                .to_owned(),
        );
    }
    if key.contains(':') {
        return Err("HTCondor warns about `NAME : value` at every read: write `=`".to_owned());
    }
    name(key)?;
    Ok(Line::Entry(ReadEntry::new(key, value, number)))
}

/// The value up to the line `end`, as the product keeps it.
fn long<'a>(
    end: &str,
    lines: &mut impl Iterator<Item = (usize, &'a str)>,
) -> Result<String, String> {
    let mut kept: Vec<String> = Vec::new();
    let mut goes_on = false;
    for (_, line) in lines.by_ref() {
        if !goes_on && line == end {
            return Ok(kept.join("\n"));
        }
        if line.is_empty() || line.starts_with('#') {
            if goes_on {
                return Err("a blank line or comment inside a continued line".to_owned());
            }
            continue;
        }
        let part = line.strip_suffix('\\').unwrap_or(line);
        match kept.last_mut().filter(|_| goes_on) {
            Some(last) => last.push_str(part),
            None => kept.push(part.to_owned()),
        }
        goes_on = line.ends_with('\\');
    }
    Err(format!("no line `{end}` ends the value"))
}

fn use_of(rest: &str, number: usize, dialect: CondorDialect) -> Result<ReadEntry, String> {
    let Some((category, list)) = rest.split_once(':') else {
        return Err("expected `use CATEGORY:NAME`".to_owned());
    };
    let list = list.trim();
    let (what, arguments) = match list.split_once('(') {
        Some((what, rest)) => match rest.strip_suffix(')') {
            Some(arguments) => (what.trim_end(), arguments.trim()),
            None => return Err("the argument list must end the line".to_owned()),
        },
        None => (list, ""),
    };
    if what.contains([' ', '\t', ',']) {
        return Err("expected one template a line".to_owned());
    }
    let key = format!("{}:{what}", category.trim());
    template(&key, arguments, dialect)?;
    let mut entry = ReadEntry::new(key, arguments, number);
    entry.section = Some(USE.to_owned());
    Ok(entry)
}

fn include_of(rest: &str, number: usize, dialect: CondorDialect) -> Result<ReadEntry, String> {
    let Some((what, path)) = rest.split_once(':') else {
        return Err("expected `include : FILE`".to_owned());
    };
    let key = match what.trim().to_ascii_lowercase().as_str() {
        "" => INCLUDE_FILE,
        "ifexist" => INCLUDE_IFEXIST,
        _ => return Err("only files are included here, not what a program prints".to_owned()),
    };
    let path = path.trim();
    include(key, path, dialect)?;
    let mut entry = ReadEntry::new(key, path, number);
    entry.section = Some(INCLUDE.to_owned());
    Ok(entry)
}
