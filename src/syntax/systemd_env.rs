//! systemd's `EnvironmentFile=`: not a shell, although it looks like one.
//!
//! The writer keeps to what every release reads alike: plain text bare, anything else in double
//! quotes with a backslash before `\ " $` and the backquote only (before 241 a backslash dropped
//! itself before any character, after it before these four). The reader follows the grammar of
//! 241 and later, and makes an error of what systemd drops in silence.

use std::collections::BTreeSet;

use super::body::{Body, Found};
use super::{ReadEntry, ReadError, Rendered, SyntaxError, check, shell_env};
use crate::document::{ConfigDocument, Entry};

pub(super) fn write(doc: &ConfigDocument, header: &[&str]) -> Result<Rendered, Vec<SyntaxError>> {
    let mut body = Body::default();
    if header.iter().any(|line| line.trim_end().ends_with('\\')) {
        // Before 254 such a comment swallows the next line.
        body.refuse(None, "the header must not end in a backslash");
    }
    body.header(header);
    let mut seen = BTreeSet::new();
    for (index, entry) in doc.entries.iter().enumerate() {
        let again = !seen.insert(entry.key.as_ref());
        body.entry(index, assignment(entry, again));
    }
    body.finish()
}

fn assignment(entry: &Entry, again: bool) -> Result<String, String> {
    let value = entry.value.text();
    check::key_and_value_only(entry)?;
    check::environment(&entry.key, &value)?;
    if again {
        return Err(format!(
            "`{}` is set twice; systemd keeps the last",
            entry.key
        ));
    }
    if check::is_plain(&value) {
        return Ok(format!("{}={value}", entry.key));
    }
    Ok(format!("{}=\"{}\"", entry.key, shell_env::escape(&value)))
}

pub(super) fn read(text: &str) -> Result<Vec<ReadEntry>, ReadError> {
    let mut found = Found::default();
    let mut scan = Scan {
        chars: text.chars(),
        line: 1,
    };
    while let Some(c) = scan.next() {
        let line = scan.line;
        match c {
            ' ' | '\t' | '\n' | '\r' => {}
            '#' | ';' => {
                if scan.skip_comment() {
                    found.problem(
                        line,
                        "a comment ends in a backslash; before systemd 254 it swallows the next \
                         line",
                    );
                }
            }
            _ => {
                let entry = read_assignment(c, &mut scan, line);
                found.add(line, entry);
            }
        }
    }
    found.finish()
}

fn read_assignment(first: char, scan: &mut Scan<'_>, line: usize) -> Result<ReadEntry, String> {
    let mut name = String::new();
    let mut next = Some(first);
    loop {
        match next {
            Some('=') => break,
            None | Some('\n' | '\r') => {
                return Err("no `=` on the line; systemd drops it".to_owned());
            }
            Some(c) => name.push(c),
        }
        next = scan.next();
    }
    // The value is taken even when the name is bad, so that reading goes on behind it.
    let value = read_value(scan);
    let name = name.trim_matches([' ', '\t']);
    if let Some(bare) = name.strip_prefix("export ") {
        return Err(format!(
            "`export` is for shells; systemd drops the assignment of `{}`",
            bare.trim()
        ));
    }
    check::env_name(name).map_err(|message| format!("{message}; systemd drops the assignment"))?;
    Ok(ReadEntry::new(name, value?, line))
}

fn read_value(scan: &mut Scan<'_>) -> Result<String, String> {
    let mut value = String::new();
    // Quoted parts may follow one another; the first bare character ends that.
    loop {
        match scan.next() {
            None | Some('\n' | '\r') => return Ok(value),
            Some(' ' | '\t') => {}
            Some('\'') => loop {
                match scan.next() {
                    None => return Err(unclosed()),
                    Some('\'') => break,
                    Some(c) => value.push(c),
                }
            },
            Some('"') => double_quoted(scan, &mut value)?,
            Some(c) => return Ok(bare(c, scan, value)),
        }
    }
}

fn double_quoted(scan: &mut Scan<'_>, value: &mut String) -> Result<(), String> {
    loop {
        match scan.next() {
            None => return Err(unclosed()),
            Some('"') => return Ok(()),
            Some('\\') => match scan.next() {
                None => return Err(unclosed()),
                Some(c @ ('"' | '\\' | '`' | '$')) => value.push(c),
                Some('\n') => {}
                Some(c) => value.extend(['\\', c]),
            },
            Some(c) => value.push(c),
        }
    }
}

/// The rest of a value from its first bare character on: quotes are literal, trailing blanks go.
fn bare(first: char, scan: &mut Scan<'_>, mut value: String) -> String {
    let mut kept = value.len();
    let mut next = Some(first);
    loop {
        match next {
            None | Some('\n' | '\r') => break,
            Some('\\') => {
                match scan.next() {
                    None | Some('\n' | '\r') => {}
                    Some(c) => value.push(c),
                }
                kept = value.len();
            }
            Some(c) => {
                value.push(c);
                if !matches!(c, ' ' | '\t') {
                    kept = value.len();
                }
            }
        }
        next = scan.next();
    }
    value.truncate(kept);
    value
}

fn unclosed() -> String {
    "a quote is not closed; systemd takes the rest of the file as the value".to_owned()
}

/// Characters with the line of the last one.
struct Scan<'a> {
    chars: std::str::Chars<'a>,
    line: usize,
}

impl Scan<'_> {
    fn next(&mut self) -> Option<char> {
        let c = self.chars.next();
        // A newline belongs to the line it ends: entries are numbered before they are read.
        if c == Some('\n') {
            self.line += 1;
        }
        c
    }

    /// Skips the rest of a comment; true when it ends in a backslash.
    fn skip_comment(&mut self) -> bool {
        let mut last = ' ';
        while let Some(c) = self.next() {
            if matches!(c, '\n' | '\r') {
                break;
            }
            last = c;
        }
        last == '\\'
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::{doc, hostile, pairs, refused, round_trip, written};
    use super::super::write;
    use crate::document::Syntax;

    #[test]
    fn writes_what_every_release_reads() {
        for (value, line) in [
            ("h:5050", "h:5050"),
            ("50%", "50%"),
            ("", "\"\""),
            ("a b", "\"a b\""),
            ("it's", "\"it's\""),
            (r#"{"x": "$y`\"}"#, r#""{\"x\": \"\$y\`\\\"}""#),
            ("cpus:4;mem:1", "\"cpus:4;mem:1\""),
        ] {
            let env = doc(Syntax::SystemdEnv, &[("A", value)]);
            assert_eq!(written(&env, &["h"]), format!("# h\nA={line}\n"));
        }
    }

    #[test]
    fn refuses() {
        let env = doc(
            Syntax::SystemdEnv,
            &[
                ("1A", "x"),
                ("A", "a\nb"),
                ("B", "x"),
                ("B", "y"),
                ("s/C", "x"),
            ],
        );
        assert_eq!(refused(&env), [0, 1, 3, 4].map(Some));
        assert!(write(&doc(Syntax::SystemdEnv, &[]), &["ends in \\"]).is_err());
    }

    /// The measured table of `facts/systemd/environment_file_grammar.tsv` (systemd 252).
    #[test]
    fn reads_the_measured_table() {
        for (line, value) in [
            ("A=plain value with spaces   ", "plain value with spaces"),
            (
                r#"A="dq \"esc\" \$x \n \\ \`t`""#,
                r#"dq "esc" $x \n \ `t`"#,
            ),
            (r#"A='sq "x" \n $y'"#, r#"sq "x" \n $y"#),
            (r#"A=un\"esc\ back\\slash"#, r#"un"esc back\slash"#),
            (r#"A="one"'two'three"#, "onetwothree"),
            ("A=", ""),
            ("A = spaced key", "spaced key"),
            ("A=cont\\\ninued", "continued"),
            ("A=\"multi\nline\"", "multi\nline"),
            ("A=x # not a comment", "x # not a comment"),
            ("A=\"a\" b", "ab"),
            ("A=per%cent", "per%cent"),
            ("A=semi;colon", "semi;colon"),
            ("A=$HOSTNAME", "$HOSTNAME"),
            ("# c\n; c\n\nA=1", "1"),
        ] {
            let read = pairs(Syntax::SystemdEnv, line);
            assert_eq!(read, Ok(vec![("A".into(), value.into())]), "{line}");
        }
    }

    #[test]
    fn tells_what_systemd_drops() {
        for (text, line) in [
            ("A=1\nexport B=h:5050\n", 2),
            ("1BAD=x\n", 1),
            ("A=1\n\nnoequals\n", 3),
            ("A='open\nB=2\n", 1),
            ("A=\"open\n", 1),
            ("# swallows \\\nA=1\n", 1),
        ] {
            let message = pairs(Syntax::SystemdEnv, text).unwrap_err();
            assert!(
                message.starts_with(&format!("line {line}: ")),
                "{text}: {message}"
            );
        }
    }

    proptest! {
        #[test]
        fn round_trips(a in hostile(), b in hostile()) {
            round_trip(&doc(Syntax::SystemdEnv, &[("A", &a), ("B", &b)]));
            round_trip(&doc(Syntax::SystemdEnv, &[("A", &a)]));
        }

        #[test]
        fn reader_takes_anything(text in hostile()) {
            let _ = pairs(Syntax::SystemdEnv, &text);
        }
    }
}
