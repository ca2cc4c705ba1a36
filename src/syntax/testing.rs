//! What the tests of the syntaxes share: documents, hostile strings, the round trip.

use proptest::prelude::*;

use super::{LineOrigin, ReadEntry, read, write};
use crate::diagnostic::Derivation;
use crate::document::{ConfigDocument, Entry, Origin, Syntax, TargetPath};

static RULE: Derivation = Derivation {
    name: "test",
    summary: "",
    source: "",
};

/// A document of `key`, `value` pairs. A key `Section/Key` puts the entry in a section.
pub(super) fn doc(syntax: Syntax, entries: &[(&str, &str)]) -> ConfigDocument {
    let entries = entries.iter().map(|(key, value)| {
        let origin = Origin::derived(&RULE, Vec::new());
        match key.split_once('/') {
            Some((section, key)) => Entry::new(key.to_owned(), (*value).to_owned(), origin)
                .in_section(section.to_owned()),
            None => Entry::new((*key).to_owned(), (*value).to_owned(), origin),
        }
    });
    ConfigDocument {
        product: "test",
        name: "test".into(),
        path: TargetPath::new("/etc/test").unwrap(),
        syntax,
        mode: 0o644,
        owner: "root".into(),
        group: "root".into(),
        readers: Vec::new(),
        made_by: &RULE,
        made_from: Vec::new(),
        entries: entries.collect(),
        prose: String::new(),
    }
}

pub(super) fn written(doc: &ConfigDocument, header: &[&str]) -> String {
    let rendered = write(doc, header).unwrap();
    String::from_utf8(rendered.bytes).unwrap()
}

/// Which entries the writer refuses.
pub(super) fn refused(doc: &ConfigDocument) -> Vec<Option<usize>> {
    let errors = write(doc, &[]).unwrap_err();
    errors.iter().map(|error| error.entry).collect()
}

/// Reads text, as `(key, value)`; problems as one text.
pub(super) fn pairs(syntax: Syntax, text: &str) -> Result<Vec<(String, String)>, String> {
    let entries = read(syntax, text.as_bytes()).map_err(|error| error.to_string())?;
    Ok(entries.into_iter().map(|e| (e.key, e.value)).collect())
}

/// Strings made of what breaks writers.
pub(super) fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => prop::sample::select(vec![
            "<", "&", ">", "&amp;", "&#13;", "\"", "'", "--", "]]>", "<![CDATA[", "%", "%%", "%h",
            "$", "$HOME", "${a}", "`id`", "\\", "\\\\", "\\n", "\\u0041", " ", "  ", "\t", "#", ";",
            "=", ":", "!", "[x]", "{a,b}", "*", "~", "é", "日本", "🦀", "\u{a0}", "\u{2028}", "-",
            "export ", "EOF",
        ]).prop_map(str::to_owned),
        1 => prop::sample::select(vec![
            "\n", "\r", "\0", "\u{1}", "\u{b}", "\u{7f}", "\u{85}", "\u{fffe}", "\u{feff}",
        ]).prop_map(str::to_owned),
        4 => "[a-zA-Z0-9./_-]{1,8}",
        1 => Just("long ".repeat(2000) + "x"),
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

/// Either `write` refuses, naming entries that exist, or `read` gives back the document and each
/// line knows its entry.
pub(super) fn round_trip(doc: &ConfigDocument) {
    let rendered = match write(doc, &["made by a test -- of 100%"]) {
        Ok(rendered) => rendered,
        Err(errors) => {
            assert!(!errors.is_empty());
            for error in errors {
                assert!(error.entry.is_none_or(|index| index < doc.entries.len()));
            }
            return;
        }
    };
    let text = std::str::from_utf8(&rendered.bytes).unwrap();
    assert_eq!(text.matches('\n').count(), rendered.lines.len(), "{text}");
    assert!(text.is_empty() || text.ends_with('\n'));
    assert!(!text.contains('\r'));
    if doc.syntax != Syntax::HadoopXml {
        for line in text.lines() {
            assert_eq!(line, line.trim_end());
        }
    }
    let found = read(doc.syntax, &rendered.bytes).unwrap();
    let expected: Vec<ReadEntry> = in_file_order(doc)
        .into_iter()
        .zip(&found)
        .map(|((index, entry), found)| {
            assert_eq!(
                rendered.lines[found.line - 1],
                LineOrigin::Entry(u32::try_from(index).unwrap())
            );
            let nameless = matches!(doc.syntax, Syntax::Lines | Syntax::Bare);
            ReadEntry {
                section: entry.section.as_ref().map(ToString::to_string),
                key: if nameless {
                    String::new()
                } else {
                    entry.key.to_string()
                },
                value: entry.value.text().into_owned(),
                is_final: entry.is_final,
                line: found.line,
            }
        })
        .collect();
    assert_eq!(found.len(), doc.entries.len(), "{text}");
    assert_eq!(found, expected, "{text}");
}

/// Unit files gather the entries of a section; the other syntaxes keep the order.
fn in_file_order(doc: &ConfigDocument) -> Vec<(usize, &Entry)> {
    let mut entries: Vec<_> = doc.entries.iter().enumerate().collect();
    if doc.syntax == Syntax::SystemdUnit {
        let first = |entry: &Entry| {
            doc.entries
                .iter()
                .position(|other| other.section == entry.section)
        };
        entries.sort_by_key(|(_, entry)| first(entry));
    }
    entries
}
