//! Edits of profiles: exact bytes are replaced, and every other byte stays as it is.
//!
//! Texts in, texts out: nothing here reads or writes a file, nor decides what is to be edited.

use std::collections::BTreeMap;

use crate::diagnostic::Edit;
use crate::source::{FileId, Sources, Span};

/// Two edits that want the same bytes, or one of bytes that are not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clash {
    pub span: Span,
}

/// The texts of the files that edits change. An edit that is asked for twice is done once.
///
/// # Errors
/// When edits overlap, or do not fit the text.
pub fn apply<'a>(
    sources: &Sources,
    edits: impl IntoIterator<Item = &'a Edit>,
) -> Result<BTreeMap<FileId, String>, Clash> {
    let mut sorted: Vec<&Edit> = edits.into_iter().collect();
    sorted
        .sort_by(|one, other| (one.span, &one.replacement).cmp(&(other.span, &other.replacement)));
    sorted.dedup();
    let mut texts: BTreeMap<FileId, (String, usize)> = BTreeMap::new();
    for edit in sorted {
        let clash = Clash { span: edit.span };
        let text: &str = &sources.get(edit.span.file).ok_or(clash)?.text;
        let (made, done) = texts
            .entry(edit.span.file)
            .or_insert_with(|| (String::with_capacity(text.len()), 0));
        let start = edit.span.start as usize;
        // Bytes behind the last edit; none where this one begins before that ended.
        made.push_str(text.get(*done..start).ok_or(clash)?);
        text.get(start..edit.span.end as usize).ok_or(clash)?;
        made.push_str(&edit.replacement);
        *done = edit.span.end as usize;
    }
    texts
        .into_iter()
        .map(|(file, (mut made, done))| {
            let text: &str = sources.get(file).map_or("", |source| &source.text);
            made.push_str(text.get(done..).unwrap_or_default());
            Ok((file, made))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edits(file: FileId, list: &[(u32, u32, &str)]) -> Vec<Edit> {
        list.iter()
            .map(|&(start, end, replacement)| Edit {
                span: Span::new(file, start, end),
                replacement: replacement.to_owned(),
            })
            .collect()
    }

    #[test]
    fn only_what_is_edited_changes() {
        let mut sources = Sources::default();
        let file = sources.add("p.yaml", "a: 1\r\n# ü\nb:  2\n");
        let list = edits(
            file,
            &[(14, 15, "x"), (0, 1, "name"), (14, 15, "x"), (3, 3, "0")],
        );
        let texts = apply(&sources, &list).expect("they do not overlap");
        assert_eq!(texts[&file], "name: 01\r\n# ü\nb: x2\n");
    }

    #[test]
    fn edits_of_the_same_bytes_are_refused() {
        let mut sources = Sources::default();
        let file = sources.add("p.yaml", "abcdef\n");
        for list in [
            [(0, 3, "x"), (2, 4, "y")],
            [(0, 3, "x"), (0, 3, "y")],
            [(0, 3, "x"), (5, 90, "y")],
        ] {
            assert!(apply(&sources, &edits(file, &list)).is_err(), "{list:?}");
        }
    }
}
