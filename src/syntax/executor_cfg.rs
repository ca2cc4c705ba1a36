//! `container-executor.cfg`: `key=value` lines as YARN's setuid helper reads them.
//!
//! The helper knows no quotes and no escapes. Before Hadoop 2.9 it cuts a line at every `=` and a
//! comment is a line that begins with `#`; from 2.9 on blanks are trimmed and `[` begins a
//! section. What any of them would read otherwise is refused.

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
    check::key_and_value_only(entry)?;
    let value = entry.value.text();
    let named = entry
        .key
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
    if entry.key.is_empty() || !named {
        return Err("the key must be of letters, digits and `._-`".to_owned());
    }
    if again {
        return Err(format!("`{}` is set twice", entry.key));
    }
    check::one_line("value", &value)?;
    check::no_outer_blanks("value", &value)?;
    if value.is_empty() {
        return Err("the value is empty, and the reader skips such a line".to_owned());
    }
    if let Some(c) = value.chars().find(|c| "=#[".contains(*c)) {
        return Err(format!("the value holds `{c}`, which the reader cuts at"));
    }
    Ok(format!("{}={value}", entry.key))
}

/// Reads the part of the grammar that all releases share.
pub(super) fn read(text: &str) -> Result<Vec<ReadEntry>, ReadError> {
    let mut found = Found::default();
    for (index, line) in text.split('\n').enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let entry = match line.split_once('=') {
            Some((key, value)) if !key.is_empty() && !value.is_empty() && !value.contains('=') => {
                Ok(ReadEntry::new(key, value, index + 1))
            }
            _ => Err("expected `key=value`".to_owned()),
        };
        found.add(index + 1, entry);
    }
    found.finish()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::{doc, hostile, pairs, refused, round_trip, written};
    use crate::document::Syntax;

    #[test]
    fn writes_pairs() {
        let file = doc(
            Syntax::ExecutorCfg,
            &[("banned.users", "hdfs,yarn"), ("min.user.id", "1000")],
        );
        assert_eq!(
            written(&file, &["made"]),
            "# made\nbanned.users=hdfs,yarn\nmin.user.id=1000\n"
        );
    }

    #[test]
    fn refuses_what_the_helper_reads_otherwise() {
        let file = doc(
            Syntax::ExecutorCfg,
            &[
                ("a", ""),
                ("b", "x=y"),
                ("c", " x"),
                ("d", "x#y"),
                ("e f", "x"),
                ("g", "ok"),
                ("g", "again"),
            ],
        );
        assert_eq!(
            refused(&file),
            [Some(0), Some(1), Some(2), Some(3), Some(4), Some(6)]
        );
        assert!(pairs(Syntax::ExecutorCfg, "a=b=c\n").is_err());
        assert!(pairs(Syntax::ExecutorCfg, "word\n").is_err());
    }

    proptest! {
        #[test]
        fn round_trips(values in prop::collection::vec((hostile(), hostile()), 0..4)) {
            let entries: Vec<_> = values
                .iter()
                .map(|(key, value)| (key.as_str(), value.as_str()))
                .filter(|(key, _)| !key.contains('/'))
                .collect();
            round_trip(&doc(Syntax::ExecutorCfg, &entries));
            let named: Vec<_> = values.iter().map(|(_, value)| ("k", value.as_str())).take(1).collect();
            round_trip(&doc(Syntax::ExecutorCfg, &named));
        }
    }
}
