//! Java properties as ZooKeeper's `QuorumPeerConfig` and Alluxio's `AlluxioProperties` read them.
//!
//! `Properties.load` takes bytes as ISO-8859-1, so everything outside printable ASCII is written
//! `\uXXXX`; both products then trim keys and values, so neither may have blanks at its ends.

use std::collections::BTreeSet;

use super::body::{Body, Found};
use super::{ReadEntry, ReadError, Rendered, SyntaxError, check};
use crate::document::{ConfigDocument, Entry};

pub(super) fn write(doc: &ConfigDocument, header: &[&str]) -> Result<Rendered, Vec<SyntaxError>> {
    let mut body = Body::default();
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
    check::one_line("key", &entry.key)?;
    check::no_outer_blanks("key", &entry.key)?;
    check::one_line("value", &value)?;
    check::no_outer_blanks("value", &value)?;
    if entry.key.is_empty() {
        return Err("the key is empty".to_owned());
    }
    if again {
        return Err(format!(
            "`{}` is set twice; the reader keeps the last",
            entry.key
        ));
    }
    let mut line = String::new();
    escape(&entry.key, true, &mut line);
    line.push('=');
    escape(&value, false, &mut line);
    Ok(line)
}

fn escape(text: &str, is_key: bool, out: &mut String) {
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            ' ' | ':' | '=' | '#' | '!' if is_key => out.extend(['\\', c]),
            ' '..='~' => out.push(c),
            _ => {
                let mut pair = [0; 2];
                let units = c.encode_utf16(&mut pair).iter();
                out.extend(units.map(|unit| format!("\\u{unit:04X}")));
            }
        }
    }
}

/// Reads by the full grammar of Java properties. Values are as `Properties.load` gives them,
/// not yet trimmed by ZooKeeper.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<ReadEntry>, ReadError> {
    let mut found = Found::default();
    for (number, line) in logical_lines(bytes) {
        let (key, value) = split(&line);
        let entry = unescape(key).and_then(|key| Ok(ReadEntry::new(key, unescape(value)?, number)));
        found.add(number, entry);
    }
    found.finish()
}

/// Lines without comments, blank lines and continuations, each with the number of its first part.
fn logical_lines(bytes: &[u8]) -> Vec<(usize, String)> {
    // ISO-8859-1: each byte is the code point of its number.
    let text: String = bytes.iter().map(|&byte| char::from(byte)).collect();
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines = Vec::new();
    let mut joined: Option<(usize, String)> = None;
    for (index, raw) in text.split('\n').enumerate() {
        let raw = raw.trim_start_matches(is_blank);
        let begins = joined.is_none();
        if begins && (raw.is_empty() || raw.starts_with(['#', '!'])) {
            continue;
        }
        let (number, mut line) = joined.take().unwrap_or((index + 1, String::new()));
        let backslashes = raw.chars().rev().take_while(|&c| c == '\\').count();
        if backslashes % 2 == 1 {
            line.push_str(raw.strip_suffix('\\').unwrap_or(raw));
            joined = Some((number, line));
        } else {
            line.push_str(raw);
            lines.push((number, line));
        }
    }
    // A backslash at the end of the file is dropped.
    lines.extend(joined);
    lines.retain(|(_, line)| !line.is_empty());
    lines
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\x0c')
}

/// Key and value, still escaped. Key ends at the first bare `=`, `:` or blank; around it blanks
/// and one `=` or `:` are skipped.
fn split(line: &str) -> (&str, &str) {
    let mut escaped = false;
    let end = line
        .find(|c| {
            let ends = !escaped && (is_blank(c) || matches!(c, '=' | ':'));
            escaped = c == '\\' && !escaped;
            ends
        })
        .unwrap_or(line.len());
    let (key, rest) = line.split_at(end);
    let rest = rest.trim_start_matches(is_blank);
    let rest = rest.strip_prefix(['=', ':']).unwrap_or(rest);
    (key, rest.trim_start_matches(is_blank))
}

fn unescape(text: &str) -> Result<String, String> {
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let c = match c {
            '\\' => match chars.next() {
                None => break,
                Some('u') => {
                    units.push(hex_unit(&mut chars)?);
                    continue;
                }
                Some('t') => '\t',
                Some('n') => '\n',
                Some('r') => '\r',
                Some('f') => '\x0c',
                Some(other) => other,
            },
            c => c,
        };
        units.extend(c.encode_utf16(&mut [0; 2]).iter());
    }
    String::from_utf16(&units).map_err(|_| "half of a `\\u` pair is missing".to_owned())
}

fn hex_unit(chars: &mut std::str::Chars<'_>) -> Result<u16, String> {
    let malformed = || "`\\u` must be followed by four hexadecimal digits".to_owned();
    let mut unit = 0;
    for _ in 0..4 {
        let digit = chars.next().and_then(|c| c.to_digit(16));
        unit = unit * 16 + digit.ok_or_else(malformed)?;
    }
    u16::try_from(unit).map_err(|_| malformed())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::{doc, hostile, refused, round_trip, written};
    use super::super::{read, write};
    use crate::document::Syntax;

    #[test]
    fn writes_ascii() {
        for (key, value, line) in [
            ("tickTime", "2000", "tickTime=2000"),
            ("server.1", "a:2888:3888", "server.1=a:2888:3888"),
            ("empty", "", "empty="),
            ("a=b: c", "= :#!", "a\\=b\\:\\ c== :#!"),
            ("p", "C:\\x\ty", "p=C:\\\\x\\ty"),
            ("dataDir", "/é🦀", "dataDir=/\\u00E9\\uD83E\\uDD80"),
        ] {
            let zoo = doc(Syntax::ZooCfg, &[(key, value)]);
            assert_eq!(written(&zoo, &["h"]), format!("# h\n{line}\n"));
            round_trip(&zoo);
        }
    }

    #[test]
    fn refuses() {
        let zoo = doc(
            Syntax::ZooCfg,
            &[
                ("a", " x"),
                ("b", "x\n"),
                ("", "x"),
                ("c", "1"),
                ("c", "2"),
                (" d", "x"),
            ],
        );
        assert_eq!(refused(&zoo), [0, 1, 2, 4, 5].map(Some));
        assert!(write(&doc(Syntax::ZooCfg, &[]), &["a\nb"]).is_err());
    }

    #[test]
    fn reads_properties() {
        let text = b"# c\n! c\n\na=1\r\n b : 2 \nc 3\\\n   4\nd\ne\\ f=\\u00e9\\t\\q\n\\#g==x\nh=\xe9\ni=\\";
        let entries = read(Syntax::ZooCfg, text).unwrap();
        let got: Vec<_> = entries
            .iter()
            .map(|e| (e.line, e.key.as_str(), e.value.as_str()))
            .collect();
        assert_eq!(
            got,
            [
                (4, "a", "1"),
                (5, "b", "2 "),
                (6, "c", "34"),
                (8, "d", ""),
                (9, "e f", "é\tq"),
                (10, "#g", "=x"),
                (11, "h", "é"),
                (12, "i", ""),
            ]
        );
        for bad in ["a=\\u12", "a=\\u12g4", "a=\\uD83E"] {
            assert!(read(Syntax::ZooCfg, bad.as_bytes()).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn round_trips(key in hostile(), a in hostile(), b in hostile()) {
            let key = key.replace('/', "_");
            round_trip(&doc(Syntax::ZooCfg, &[(&key, &a), ("zz", &b)]));
            round_trip(&doc(Syntax::ZooCfg, &[("zz", &b)]));
            round_trip(&doc(Syntax::ZooCfg, &[(&key, "v")]));
        }

        #[test]
        fn reader_takes_anything(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = read(Syntax::ZooCfg, &bytes);
        }
    }
}
