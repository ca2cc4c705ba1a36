//! The reader of YAML.

use clusterc::source::FileId;
use clusterc::yaml::{Kind, Node, Style, decode, read};

use super::text;

/// Bytes come to a tree or to a diagnostic, and every place is in the text.
pub fn any_bytes_are_read_or_refused(bytes: &[u8]) {
    let decoded = decode(FileId(0), bytes);
    let Some(text) = text(bytes, 64 * 1024) else {
        assert!(decoded.is_err() || bytes.len() > 64 * 1024);
        return;
    };
    let document = read(FileId(0), text);
    assert!(document.root.is_some() || !document.diagnostics.is_empty());
    for found in &document.diagnostics {
        for span in found
            .labels
            .iter()
            .chain([&found.primary])
            .map(|label| label.span)
        {
            assert!(
                text.get(span.start as usize..span.end as usize).is_some(),
                "{found:?}"
            );
        }
    }
    for comment in &document.allows {
        let span = comment.span;
        assert!(text.get(span.start as usize..span.end as usize).is_some());
    }
    if let Some(root) = document.root {
        check_places(&root, text);
        // As the schema's values, and as what serde takes for any value.
        let typed = clusterc::yaml::from_node::<serde_json::Value>(&root);
        assert!(typed.is_ok(), "{typed:?}");
        drop(root.to_json());
    }
}

/// Every place lies in the text, plain scalars of one line are their own text, and a map has a
/// key once.
fn check_places(node: &Node, text: &str) {
    let at = node.span.start as usize..node.span.end as usize;
    let source = text.get(at).expect("a place in the text");
    match &node.kind {
        Kind::Null => assert!(
            matches!(source, "" | "~" | "null" | "Null" | "NULL") || source.starts_with('*'),
            "{source:?} is null"
        ),
        Kind::Scalar(scalar) => {
            if scalar.style == Style::Plain && !source.contains(['\n', '\r']) {
                assert_eq!(source, &*scalar.text);
            }
            assert_eq!(source.trim_end_matches([' ', '\t', '\n', '\r']), source);
        }
        Kind::Seq(items) => items.iter().for_each(|item| check_places(item, text)),
        Kind::Map(entries) => {
            let mut keys: Vec<&str> = entries.iter().map(|entry| &*entry.key.value).collect();
            keys.sort_unstable();
            assert!(keys.windows(2).all(|pair| pair[0] != pair[1]), "{keys:?}");
            for entry in entries {
                let key = entry.key.span.start as usize..entry.key.span.end as usize;
                assert!(text.get(key).is_some());
                check_places(&entry.value, text);
            }
        }
    }
}
