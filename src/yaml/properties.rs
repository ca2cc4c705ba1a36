//! Properties of reading that hold for any text.

use proptest::prelude::*;
use serde::Deserialize;

use super::{Kind, Node, Style, from_node, read};
use crate::source::FileId;

/// Text that often is YAML, and often just not.
fn yamlish() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => "[a-z0-9]{1,3}",
        2 => "(~|null|true|017|0x1f|3\\.30|-7|1e3|<<|é|𝄞|\u{feff})",
        8 => "(: |:\n|\n|\n  |\n    |, | |- |\n- |\n  - )",
        3 => "(\\[|\\]|\\{|\\}|\\{\\{ | \\}\\})",
        2 => "('|\"|\\||>|\\|-\n  |\\\\x)",
        2 => "(&a |\\*a|&b |\\*b|!t |!!str | # c|#|---\n|\\.\\.\\.\n|%YAML|\t|\r\n|\\? )",
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Every place lies in the text, plain scalars of one line are their own text, and children lie
/// in their parents unless they came by alias.
fn check_places(node: &Node, text: &str) {
    let at = node.span.start as usize..node.span.end as usize;
    let source = text.get(at).expect("a place in the text");
    match &node.kind {
        Kind::Null => assert!(
            matches!(source, "" | "~" | "null" | "Null" | "NULL") || source.starts_with('*')
        ),
        Kind::Scalar(scalar) => {
            if scalar.style == Style::Plain && !source.contains(['\n', '\r']) {
                assert_eq!(source, &*scalar.text);
            }
            assert_eq!(source.trim_end_matches([' ', '\t', '\n', '\r']), source);
        }
        Kind::Seq(items) => items.iter().for_each(|item| check_places(item, text)),
        Kind::Map(entries) => {
            for entry in entries {
                let key = entry.key.span.start as usize..entry.key.span.end as usize;
                assert!(text.get(key).is_some());
                check_places(&entry.value, text);
            }
        }
    }
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Variant {
    Unit,
    One(i32),
    Named { flag: bool },
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    text: String,
    number: Option<i64>,
    ratio: f64,
    flags: Vec<bool>,
    map: std::collections::BTreeMap<String, Option<u8>>,
    variant: Variant,
}

/// A [`Typed`] as an author may write it, at times wrong.
fn typed() -> impl Strategy<Value = String> {
    let scalar = "(~|1|-5|300|1\\.5|true|false|abc|'1'|\"x: y\"|v1\\.2|\\[true, false\\])";
    let flags = "(\\[\\]|\\[true\\]|\\[true, False\\]|\\[1\\])";
    let map = "(\\{\\}|\\{a: 1\\}|\\{a: ~, b: 255\\}|\\{a: 256\\}|\\{1: 2\\})";
    let variant =
        "(unit|\\{one: 5\\}|\\{one: x\\}|\\{named: \\{flag: true\\}\\}|\\{named: \\{\\}\\}|no)";
    (scalar, scalar, "(1\\.5|2|-1e3|x)", flags, map, variant).prop_map(
        |(text, number, ratio, flags, map, variant)| {
            format!(
                "text: {text}\nnumber: {number}\nratio: {ratio}\nflags: {flags}\nmap: {map}\nvariant: {variant}\n"
            )
        },
    )
}

/// The other reader wants enums as tags and takes null for text; both differences are wanted.
fn other(text: &str) -> Result<Typed, String> {
    let value: serde_json::Value = serde_yaml::from_str(text).map_err(|e| e.to_string())?;
    serde_json::from_value(value).map_err(|e| e.to_string())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1500) })]

    #[test]
    fn any_text_is_read_or_refused(text in prop_oneof![yamlish(), any::<String>()]) {
        let document = read(FileId(0), &text);
        prop_assert!(document.root.is_some() || !document.diagnostics.is_empty());
        for diagnostic in &document.diagnostics {
            let span = diagnostic.primary.span;
            prop_assert!(text.get(span.start as usize..span.end as usize).is_some());
        }
        if let Some(root) = document.root {
            check_places(&root, &text);
        }
    }

    #[test]
    fn typed_values_agree_with_another_reader(text in typed()) {
        let document = read(FileId(0), &text);
        prop_assert!(document.diagnostics.is_empty());
        let root = document.root.expect("a tree");
        match (from_node::<Typed>(&root), other(&text)) {
            (Ok(ours), Ok(theirs)) => prop_assert_eq!(ours, theirs),
            // A number or bool becomes text here; JSON's data model refuses that.
            (Ok(ours), Err(error)) => prop_assert!(
                error.contains("expected a string"), "{:?} {}", ours, error
            ),
            (Err(error), Ok(theirs)) => prop_assert!(false, "{} {:?}", error, theirs),
            (Err(_), Err(_)) => {}
        }
    }
}
