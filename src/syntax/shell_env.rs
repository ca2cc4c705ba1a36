//! Environment files that a shell sources: `export NAME=value` or, under `allexport`,
//! `NAME=value`.
//!
//! Only a shell reads them, so a single quote inside a value is written `'\''`. The reader takes
//! assignments of one word made of plain, escaped and quoted parts, and nothing that a shell would
//! expand, run or split: the same line means something else to systemd (see `systemd_env`).

use std::collections::BTreeSet;

use super::body::{Body, Found};
use super::{APPEND, APPEND_PATH, ReadEntry, ReadError, Rendered, SyntaxError, check};
use crate::document::{ConfigDocument, Entry};

/// Variables of bash that are read-only, or that do not keep what is assigned.
const SHELL_OWN: [&str; 16] = [
    "_",
    "BASHOPTS",
    "BASHPID",
    "BASH_VERSINFO",
    "DIRSTACK",
    "EPOCHREALTIME",
    "EPOCHSECONDS",
    "EUID",
    "FUNCNAME",
    "GROUPS",
    "LINENO",
    "PPID",
    "RANDOM",
    "SECONDS",
    "SHELLOPTS",
    "UID",
];

pub(super) fn write(
    doc: &ConfigDocument,
    header: &[&str],
    prefix: &str,
) -> Result<Rendered, Vec<SyntaxError>> {
    let mut body = Body::default();
    body.header(header);
    let mut seen = BTreeSet::new();
    for (index, entry) in doc.entries.iter().enumerate() {
        let again = !seen.insert(entry.key.as_ref());
        body.entry(index, assignment(entry, prefix, again));
    }
    body.finish()
}

fn assignment(entry: &Entry, prefix: &str, again: bool) -> Result<String, String> {
    let name = entry.key.as_ref();
    let value = entry.value.text();
    check::no_final(entry)?;
    check::environment(name, &value)?;
    if SHELL_OWN.contains(&name) {
        return Err(format!(
            "`{name}` is a variable of the shell itself, and cannot be set"
        ));
    }
    match entry.section.as_deref() {
        None if again => Err(format!("`{name}` is set twice; the shell keeps the last")),
        None => Ok(format!("{prefix}{name}={}", quote(&value))),
        Some(APPEND | APPEND_PATH) if value.is_empty() => {
            Err(format!("nothing to append to `{name}`: the value is empty"))
        }
        Some(section) => match append_head(section, name) {
            Some(head) => Ok(format!("{prefix}{head}{}\"", escape(&value))),
            None => Err(format!(
                "a shell file has no section `{section}`; only `{APPEND}` and `{APPEND_PATH}` have a meaning"
            )),
        },
    }
}

/// What stands before the value of an appending assignment.
fn append_head(section: &str, name: &str) -> Option<String> {
    let between = match section {
        APPEND => " ",
        APPEND_PATH => ":",
        _ => return None,
    };
    Some(format!("{name}=\"${{{name}:+${name}{between}}}"))
}

/// One shell word that means `text`: as it is where it is plain, else in single quotes.
pub(super) fn quote(text: &str) -> String {
    if check::is_plain(text) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Escapes what keeps a meaning inside double quotes.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '"' | '$' | '`') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

pub(super) fn read(text: &str, must_export: bool) -> Result<Vec<ReadEntry>, ReadError> {
    let mut found = Found::default();
    for (index, line) in text.split('\n').enumerate() {
        let stripped = line.trim_matches([' ', '\t']);
        if stripped.is_empty() || stripped.starts_with('#') {
            continue;
        }
        found.add(index + 1, read_line(stripped, must_export, index + 1));
    }
    found.finish()
}

fn read_line(line: &str, must_export: bool, number: usize) -> Result<ReadEntry, String> {
    let exported = line.strip_prefix("export").and_then(|rest| {
        let trimmed = rest.trim_start_matches([' ', '\t']);
        (trimmed.len() < rest.len()).then_some(trimmed)
    });
    let rest = exported.unwrap_or(line);
    let Some((name, word)) = rest.split_once('=') else {
        return Err("not an assignment `NAME=value`".to_owned());
    };
    check::env_name(name)?;
    if exported.is_none() && must_export {
        return Err(format!(
            "`{name}` is set but not exported, and no program would see it"
        ));
    }
    for section in [APPEND, APPEND_PATH] {
        let inner = append_head(section, name).and_then(|head| rest.strip_prefix(head.as_str()));
        let Some(inner) = inner else { continue };
        let mut value = String::new();
        let mut chars = inner.chars();
        double_quoted(&mut chars, &mut value)?;
        end_of_word(chars.as_str())?;
        let mut entry = ReadEntry::new(name, value, number);
        entry.section = Some(section.to_owned());
        return Ok(entry);
    }
    Ok(ReadEntry::new(name, read_word(word)?, number))
}

/// The value of one shell word that ends the line or stands before a comment.
fn read_word(word: &str) -> Result<String, String> {
    let mut value = String::new();
    let mut chars = word.chars();
    loop {
        let rest = chars.as_str();
        match chars.next() {
            None => return Ok(value),
            Some('\'') => single_quoted(&mut chars, &mut value)?,
            Some('"') => double_quoted(&mut chars, &mut value)?,
            Some('\\') => match chars.next() {
                Some(c) => value.push(c),
                None => return Err("the line goes on after a final backslash".to_owned()),
            },
            Some(' ' | '\t') => {
                end_of_word(rest)?;
                return Ok(value);
            }
            Some(c) if c.is_ascii_alphanumeric() || !c.is_ascii() || "_@%+=:,./-".contains(c) => {
                value.push(c);
            }
            Some(c) => {
                return Err(format!(
                    "`{}` without quotes has a meaning to the shell",
                    c.escape_debug()
                ));
            }
        }
    }
}

fn single_quoted(chars: &mut std::str::Chars<'_>, value: &mut String) -> Result<(), String> {
    for c in chars.by_ref() {
        if c == '\'' {
            return Ok(());
        }
        value.push(c);
    }
    Err("a single quote is not closed on its line".to_owned())
}

fn double_quoted(chars: &mut std::str::Chars<'_>, value: &mut String) -> Result<(), String> {
    while let Some(c) = chars.next() {
        match c {
            '"' => return Ok(()),
            '$' | '`' => return Err(format!("`{c}` in double quotes is expanded by the shell")),
            '\\' => match chars.next() {
                Some(c @ ('\\' | '"' | '$' | '`')) => value.push(c),
                Some(c) => value.extend(['\\', c]),
                None => break,
            },
            _ => value.push(c),
        }
    }
    Err("a double quote is not closed on its line".to_owned())
}

/// Refuses anything but a comment after a word.
fn end_of_word(rest: &str) -> Result<(), String> {
    let trimmed = rest.trim_start_matches([' ', '\t']);
    if trimmed.is_empty() || (trimmed.len() < rest.len() && trimmed.starts_with('#')) {
        return Ok(());
    }
    Err("more than one assignment on the line, or a value with a blank outside quotes".to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::{doc, hostile, pairs, refused, round_trip, written};
    use crate::document::Syntax;

    #[test]
    fn quotes_what_is_not_plain() {
        for (value, line) in [
            ("zk://a:2181,b:2181/m", "zk://a:2181,b:2181/m"),
            ("", "''"),
            ("a b", "'a b'"),
            ("cpus:4;mem:1024", "'cpus:4;mem:1024'"),
            ("it's", r"'it'\''s'"),
            ("$HOME `id` \\", "'$HOME `id` \\'"),
            ("~/x", "'~/x'"),
        ] {
            let shell = doc(Syntax::ShellExport, &[("A", value)]);
            assert_eq!(written(&shell, &["h"]), format!("# h\nexport A={line}\n"));
            let shell = doc(Syntax::ShellAssign, &[("A", value)]);
            assert_eq!(written(&shell, &[]), format!("A={line}\n"));
        }
    }

    #[test]
    fn appends() {
        let shell = doc(
            Syntax::ShellExport,
            &[("append/OPTS", r#"-Da="$x\" b"#), ("append/OPTS", "-Xmx1g")],
        );
        assert_eq!(
            written(&shell, &[]),
            "export OPTS=\"${OPTS:+$OPTS }-Da=\\\"\\$x\\\\\\\" b\"\n\
             export OPTS=\"${OPTS:+$OPTS }-Xmx1g\"\n"
        );
        round_trip(&shell);
        let path = doc(Syntax::ShellExport, &[("append-path/P", "/a/*:/b")]);
        assert_eq!(written(&path, &[]), "export P=\"${P:+$P:}/a/*:/b\"\n");
        round_trip(&path);
    }

    #[test]
    fn refuses() {
        let shell = doc(
            Syntax::ShellAssign,
            &[
                ("A-B", "x"),
                ("A", "a\nb"),
                ("B", "ok"),
                ("B", "again"),
                ("UID", "0"),
                ("other/C", "x"),
                ("append/C", ""),
                ("D", "bell\u{7}"),
            ],
        );
        let expected = [0, 1, 3, 4, 5, 6, 7].map(Some);
        assert_eq!(refused(&shell), expected);
    }

    #[test]
    fn reads_one_meaning_only() {
        for (line, value) in [
            ("export A=1", Some("1")),
            ("  export \t A=a'b c'\"d\"\\ e  # note", Some("ab cd e")),
            ("export A=\"a\\\"b\\\\c\\d\"", Some("a\"b\\c\\d")),
            ("export A=", Some("")),
            ("A=1", None),
            ("export A=$HOME", None),
            ("export A=\"$HOME\"", None),
            ("export A=`id`", None),
            ("export A=a;b", None),
            ("export A=a b", None),
            ("export A='a", None),
            ("export A=a\\", None),
            ("export A=~", None),
            ("export A={a,b}", None),
            ("export A='x'#y", None),
            ("export A", None),
            ("if true; then", None),
        ] {
            let read = pairs(Syntax::ShellExport, line);
            match value {
                Some(value) => assert_eq!(read.unwrap(), [("A".into(), value.into())], "{line}"),
                None => assert!(read.is_err(), "{line}: {read:?}"),
            }
        }
        assert!(pairs(Syntax::ShellAssign, "A=1").is_ok());
    }

    proptest! {
        #[test]
        fn round_trips(a in hostile(), b in hostile(), c in hostile()) {
            for syntax in [Syntax::ShellExport, Syntax::ShellAssign] {
                round_trip(&doc(syntax, &[("A", &a), ("append/A", &b), ("_c9", &c)]));
                round_trip(&doc(syntax, &[("A", &a)]));
                round_trip(&doc(syntax, &[("append/A", &b)]));
                round_trip(&doc(syntax, &[("append-path/A", &c)]));
            }
        }
    }
}
