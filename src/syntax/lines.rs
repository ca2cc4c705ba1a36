//! Plain lists (`workers`, `dfs.hosts`), and files that are one value (`myid`, Mesos flag files).
//!
//! Readers of lists skip blank lines and `#` comments and cut blanks at the ends. The reader of a
//! bare file is `$(cat file)` or a trim: it loses the final newline and nothing else.

use super::body::Body;
use super::{ReadEntry, ReadError, Rendered, SyntaxError, check};
use crate::document::{ConfigDocument, Entry};

pub(super) fn write(doc: &ConfigDocument, header: &[&str]) -> Result<Rendered, Vec<SyntaxError>> {
    let mut body = Body::default();
    body.header(header);
    for (index, entry) in doc.entries.iter().enumerate() {
        body.entry(index, item(entry));
    }
    body.finish()
}

fn item(entry: &Entry) -> Result<String, String> {
    check::key_and_value_only(entry)?;
    let text = entry.value.text();
    check::one_line("line", &text)?;
    check::no_outer_blanks("line", &text)?;
    if text.is_empty() {
        return Err("the line is empty, and the reader skips empty lines".to_owned());
    }
    if text.starts_with('#') {
        return Err("the line begins with `#`, and would be a comment".to_owned());
    }
    Ok(text.into_owned())
}

pub(super) fn write_bare(doc: &ConfigDocument) -> Result<Rendered, Vec<SyntaxError>> {
    let mut body = Body::default();
    if doc.entries.len() != 1 {
        let count = doc.entries.len();
        body.refuse(
            None,
            format!("the file holds exactly one value, but got {count}"),
        );
    }
    for (index, entry) in doc.entries.iter().enumerate() {
        body.entry(index, bare(entry));
    }
    body.finish()
}

fn bare(entry: &Entry) -> Result<String, String> {
    check::key_and_value_only(entry)?;
    let text = entry.value.text();
    check::one_line("value", &text)?;
    check::no_outer_blanks("value", &text)?;
    Ok(text.into_owned())
}

pub(super) fn read(text: &str) -> Vec<ReadEntry> {
    text.split('\n')
        .enumerate()
        .map(|(index, line)| ReadEntry::new("", line.trim(), index + 1))
        .filter(|entry| !entry.value.is_empty() && !entry.value.starts_with('#'))
        .collect()
}

pub(super) fn read_bare(text: &str) -> Result<Vec<ReadEntry>, ReadError> {
    let value = text.strip_suffix('\n').unwrap_or(text);
    if value.contains('\n') {
        return Err(ReadError::at(
            2,
            "the file is one value, and must not have a second line",
        ));
    }
    Ok(vec![ReadEntry::new("", value, 1)])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::{doc, hostile, refused, round_trip, written};
    use crate::document::Syntax;

    #[test]
    fn writes_a_list() {
        let list = doc(Syntax::Lines, &[("h", "w1"), ("h", "w2")]);
        assert_eq!(written(&list, &["made"]), "# made\nw1\nw2\n");
        assert_eq!(written(&list, &[]), "w1\nw2\n");
        assert_eq!(written(&doc(Syntax::Lines, &[]), &[]), "");
    }

    #[test]
    fn refuses_lines_the_reader_would_lose() {
        let list = doc(
            Syntax::Lines,
            &[
                ("a", ""),
                ("b", "#x"),
                ("c", " x"),
                ("d", "ok"),
                ("e", "a\nb"),
            ],
        );
        assert_eq!(refused(&list), [Some(0), Some(1), Some(2), Some(4)]);
    }

    #[test]
    fn writes_one_bare_value() {
        let bare = doc(Syntax::Bare, &[("zk", "zk://a:2181/m")]);
        assert_eq!(written(&bare, &["ignored"]), "zk://a:2181/m\n");
        assert_eq!(refused(&doc(Syntax::Bare, &[])), [None]);
        let two = doc(Syntax::Bare, &[("a", "1"), ("b", "2")]);
        assert_eq!(refused(&two), [None]);
    }

    proptest! {
        #[test]
        fn round_trips(values in prop::collection::vec(hostile(), 0..5)) {
            let entries: Vec<_> = values.iter().map(|v| ("", v.as_str())).collect();
            round_trip(&doc(Syntax::Lines, &entries));
            round_trip(&doc(Syntax::Bare, entries.get(..1).unwrap_or_default()));
        }
    }
}
