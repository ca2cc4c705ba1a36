//! Our YAML reader against another: where both accept a text, both must read the same values.
//!
//! What is compared, and the differences that are wanted, is in `fuzz/properties/differential.rs`.

#[path = "fuzz/properties/mod.rs"]
#[allow(dead_code)] // of the properties, one is used here
mod properties;

use std::path::{Path, PathBuf};

use properties::differential::{compare, ours, theirs};
use proptest::prelude::*;

/// Short texts, each about one thing that readers disagree on.
const CORPUS: &[&str] = &[
    "a: 017\nb: 0755\nc: -017\nd: 00\ne: 0\nf: 0o17\ng: 0x1F\nh: +12\n",
    "a: 3.30\nb: 3.8.4\nc: 1e3\nd: .5\ne: 5.\nf: -0.0\ng: 1_000\nh: 12:30\n",
    "a: yes\nb: no\nc: on\nd: off\ne: y\nf: True\ng: FALSE\nh: tRue\n",
    "a: ~\nb:\nc: null\nd: Null\ne: NULL\nf: nUll\ng: '~'\nh: \"\"\n",
    "a: 'it''s'\nb: \"tab\\tnew\\nline\\u00e9\\x41\"\nc: plain with spaces   # comment\n",
    "a: |\n  one\n   two\n\n  three\n\n\nb: |-\n  strip\nc: |+\n  keep\n\nd: >\n  folded\n  text\n\n  more\n",
    "a: one\n  two\n\n  three\nb: 'one\n  two'\nc: \"one\\\n  two\"\n",
    "- a\n- - b\n  - c\n-\n  - d\n- k: v\n  l: w\n",
    "a: &x {b: 1}\nc: *x\nd: {<<: *x, e: 2}\nf: {<<: [*x, {b: 3, g: 4}], g: 5}\n",
    "base: &base\n  a: 1\n  b: 2\nhost:\n  <<: *base\n  b: 3\n",
    "{a: [1, 2, {b: c}], \"d\": 'e', f: }\n",
    "key with spaces: 1\n\"quoted key\": 2\n? explicit\n: 3\n",
    "'<<': 4\n",
    "a: http://example.org:80/x#y\nb: a:b\nc: -x\nd: --\ne: '- x'\n",
    "\u{feff}a: ü\n",
    "a: ü\nb: 𝄞\n",
    "a: 1\r\nb:\r\n  - c\r\n",
    "---\na: 1\n...\n",
    "# nothing\n",
    "just text\n",
    "a: {{ x }}\n",
    "a: 1\na: 2\n",
    "a:\t1\n",
    "a: !!str 1\n",
    "a: 9223372036854775807\nb: -9223372036854775808\n",
];

/// All profiles that the project ships or tests with.
fn profiles() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let list = |folder: &str| -> Vec<PathBuf> {
        std::fs::read_dir(root.join(folder))
            .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
            .unwrap_or_default()
    };
    let mut found = list("profiles");
    found.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "yaml")
    });
    let cases = list("tests/cases");
    found.extend(cases.iter().map(|case| case.join("profile.yaml")));
    found.retain(|path| path.is_file());
    found.sort();
    found
}

#[test]
fn corpus_is_read_alike() {
    for text in CORPUS {
        compare("corpus", text);
    }
}

#[test]
fn what_one_reader_accepts_is_known() {
    // What the other takes and we refuse, so that a new refusal is noticed here.
    let refused: Vec<_> = CORPUS
        .iter()
        .filter(|text| ours(text).is_none() && theirs(text).is_some())
        .collect();
    assert_eq!(refused, [&"a: !!str 1\n"]);
    let taken: Vec<_> = CORPUS
        .iter()
        .filter(|text| ours(text).is_some() && theirs(text).is_none())
        .collect();
    // The other merges quoted `<<` too.
    assert_eq!(taken, [&"'<<': 4\n"]);
}

#[test]
fn profiles_are_read_alike() {
    for path in profiles() {
        let text = std::fs::read_to_string(&path).expect("a profile is text");
        assert!(theirs(&text).is_some() || ours(&text).is_none(), "{path:?}");
        compare(&path.display().to_string(), &text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn scalars_are_read_alike(text in "[-+.0-9a-fxo_eE:~]{1,8}|[ -%'-)+->@-~]{1,10}") {
        compare("scalar", &format!("a: {text}\n"));
        compare("item", &format!("[{text}]\n"));
        compare("key", &format!("{text}: 1\n"));
    }

    #[test]
    fn structures_are_read_alike(
        pieces in proptest::collection::vec(
            "[a-c]|[a-c]: |\n|\n  |\n    |- |\n- |\\[|\\]|\\{|\\}|, |: |'|\"|&a |\\*a|<<: | # c|\\||>",
            0..16,
        )
    ) {
        compare("structure", &format!("{}\n", pieces.concat()));
    }
}
