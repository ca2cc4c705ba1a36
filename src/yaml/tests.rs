//! Reading as a whole: places, merges, several mistakes at once, and hostile input.

use std::fmt::Write as _;
use std::sync::Arc;

use super::{Document, Kind, Node, limits, read};
use crate::source::{FileId, Span};

fn root(text: &str) -> Arc<Node> {
    let document = read(FileId(0), text);
    assert!(
        document.diagnostics.is_empty(),
        "{:?}",
        document.diagnostics
    );
    document.root.expect("a tree")
}

fn slice(text: &str, span: Span) -> &str {
    &text[span.start as usize..span.end as usize]
}

fn codes(document: &Document) -> Vec<&'static str> {
    document.diagnostics.iter().map(|d| d.rule.name).collect()
}

#[test]
fn every_node_has_the_place_of_its_text() {
    let text = "\u{feff}ü: 1   # c\nb:\nc: 'x y'  \nd: |\n  text\n  more\n\n\ne:\n  - x\n  -\n  \
                - {k: v, z: }\nf: [1, 2] # hi\ng: one\n  two \n\"h\" :  &x\n  q: 1\n  r: 2\ni: *x\n";
    let root = root(text);
    let place = |key: &str| slice(text, root.get(key).expect("a key").span);
    assert_eq!(slice(text, root.entry("ü").expect("ü").key.span), "ü");
    assert_eq!(slice(text, root.entry("h").expect("h").key.span), "\"h\"");
    assert_eq!(place("ü"), "1");
    assert_eq!(place("c"), "'x y'");
    assert_eq!(place("d"), "text\n  more");
    assert_eq!(place("e"), "- x\n  -\n  - {k: v, z: }");
    assert_eq!(place("f"), "[1, 2]");
    assert_eq!(place("g"), "one\n  two");
    assert_eq!(place("h"), "q: 1\n  r: 2");
    assert_eq!(
        place("i"),
        "q: 1\n  r: 2",
        "an alias has its target's place"
    );
    let empty = root.get("b").expect("b");
    assert!(empty.is_null());
    assert_eq!(empty.span.start as usize, text.find("b:").expect("b:") + 2);
    let text_of_d = root.get("d").and_then(|node| node.text());
    assert_eq!(text_of_d.map(|text| &**text), Some("text\nmore\n"));
}

#[test]
fn nothing_is_null() {
    for text in ["", "# only a comment\n", "---\n", "~\n", "null"] {
        assert!(matches!(root(text).kind, Kind::Null), "{text:?}");
    }
    let root = root(
        "[~, null, Null, NULL, , '~', \"null\", nil]"
            .replace(" ,", "")
            .as_str(),
    );
    let nulls = root.as_seq().expect("a list").iter();
    assert_eq!(nulls.filter(|node| node.is_null()).count(), 4);
}

#[test]
fn merged_keys_stand_where_the_merge_stood() {
    let text = "a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\nc: {k: 0, <<: [*a, *b], z: 5, l: 6}\n";
    let root = root(text);
    let merged = root.get("c").expect("c");
    assert_eq!(
        merged.to_json().to_string(),
        r#"{"k":0,"x":1,"y":2,"z":5,"l":6}"#
    );
    let y = merged.get("y").expect("y");
    assert_eq!(y.span.start as usize, text.find('2').expect("2"));
    assert!(
        super::read(FileId(0), "{'<<': 1}")
            .root
            .is_some_and(|root| root.get("<<").is_some())
    );
}

#[test]
fn one_reading_reports_many_mistakes() {
    let text = "a: 1\na: !t 2\n[b]: 3\n~: 4\nc: *no\nd: &d [*d]\ne: {<<: 5}\nf: {<<: *no}\n\
                \"a\": 6\n: 7\ng: {{ host.name }}\n";
    let document = read(FileId(0), text);
    assert_eq!(
        codes(&document),
        [
            "duplicate-key",
            "yaml-tag",
            "key-not-text",
            "key-not-text",
            "unknown-anchor",
            "alias-loop",
            "merge-not-map",
            "unknown-anchor",
            "duplicate-key",
            "key-not-text",
            "key-not-text",
        ]
    );
    let root = document.root.expect("a tree");
    assert_eq!(
        root.to_json().to_string(),
        r#"{"a":1,"c":null,"d":[null],"e":{},"f":{},"g":{}}"#
    );
    let duplicate = &document.diagnostics[0];
    assert_eq!(duplicate.primary.span.start, 5);
    assert_eq!(duplicate.labels[0].span.start, 0);
}

#[test]
fn large_maps_find_duplicates() {
    let mut text = String::new();
    for n in 0..40 {
        writeln!(text, "k{n}: 1").expect("writes to a string");
    }
    text.push_str("k3: 2\nk20: 2\nk39: 2\nk40: 2\nk40: 3\n");
    assert_eq!(codes(&read(FileId(0), &text)), ["duplicate-key"; 4]);
}

/// `x0` holds `first`; each further value is a list or map of aliases of the one before.
fn doubling(levels: usize, first: &str, next: impl Fn(usize) -> String) -> String {
    let mut text = format!("x0: &x0 {first}\n");
    for n in 1..levels {
        writeln!(text, "x{n}: &x{n} {}", next(n - 1)).expect("writes to a string");
    }
    text
}

#[test]
fn bombs_are_refused() {
    let list = |n: usize| format!("[{}]", vec![format!("*x{n}"); 10].join(", "));
    let map = |n: usize| format!("{{a: *x{n}, b: *x{n}, c: *x{n}}}");
    let merge = |n: usize| format!("{{<<: *x{n}, k{n}: 1, l: *x{n}}}");
    let aliases = |count: usize| format!("[{}]", vec!["*a"; count].join(", "));
    let long = format!("a: &a {}\nb: {}\n", "y".repeat(200_000), aliases(20_000));
    let large: Vec<_> = (0..5_000).map(|n| format!("k{n}: 1")).collect();
    let merges = format!(
        "a: &a {{{}}}\nb: [{}]\n",
        large.join(", "),
        vec!["{<<: *a}"; 20_000].join(", ")
    );
    for text in [
        doubling(9, "[1, 2, 3]", list),
        doubling(40, "{a: 1}", map),
        doubling(60, "{a: 1}", merge),
        long,
    ] {
        let document = read(FileId(0), &text);
        assert_eq!(codes(&document), ["alias-expansion"]);
        assert!(document.root.is_none());
    }
    // What `<<` copies counts as values.
    let document = read(FileId(0), &merges);
    assert_eq!(codes(&document), ["input-too-large"]);
    assert!(document.root.is_none());
    // Ordinary reuse: one base for many hosts.
    let base = "{roles: [a, b, c], hardware: big, daemons: {datanode: {heap: 4GiB}}}";
    root(&format!("a: &a {base}\nb: {}\n", aliases(5_000)));
}

#[test]
fn depth_counts_aliases() {
    let chain = doubling(200, "[]", |n| format!("[*x{n}]"));
    assert_eq!(codes(&read(FileId(0), &chain)), ["nested-too-deep"]);
    for text in ["[", "{a: ", "- ", "? ", "[{a: "] {
        for count in [100, 100_000] {
            let found = read(FileId(0), &text.repeat(count));
            assert_eq!(codes(&found), ["nested-too-deep"], "{text:?} × {count}");
        }
    }
    root(&format!("{}{}", "[".repeat(64), "]".repeat(64)));
}

#[test]
fn keys_have_a_largest_size() {
    let key = "k".repeat(limits::MAX_KEY_BYTES);
    root(&format!("{key}: 1\n"));
    root(&format!("{{\"{key}\": 1}}\n"));
    for text in [
        format!("{key}k: 1\n"),
        format!("'{key}k': 1\n"),
        format!("? {}\n: 1\n", key.repeat(10)),
    ] {
        assert_eq!(codes(&read(FileId(0), &text)), ["key-too-long"]);
    }
}

#[test]
fn mistakes_without_end_are_cut() {
    let document = read(FileId(0), &"a: 1\n".repeat(100_000));
    assert_eq!(document.diagnostics.len(), limits::MAX_DIAGNOSTICS);
    let last = document.diagnostics.last().expect("many");
    assert!(!last.notes.is_empty());
}
