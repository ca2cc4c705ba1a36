//! Our YAML reader against another: where both accept a text, both must read the same values.
//!
//! The differences that are wanted, and so not compared as they are:
//! - a key is text as it is written here; the other reader types keys (`0x10` is its key 16);
//! - numbers outside `i64` are text here, floats or larger integers there;
//! - `.inf` and `.nan` are text here, and no JSON there;
//! - `[?x]` is text here, the key of a map there, as YAML 1.1 had it;
//! - an anchor's name may hold `:` here, and there not;
//! - a block text that ends the file without a line break has one here;
//! - a number that begins with a zero and a digit (`00.`, `-01e2`) is text here in every form;
//! - `0b101` is text here (YAML 1.2 has no binary numbers), a number there.

use std::path::{Path, PathBuf};

use clusterc::source::FileId;
use clusterc::yaml::read;
use proptest::prelude::*;
use serde_json::Value;

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

fn ours(text: &str) -> Option<Value> {
    let document = read(FileId(0), text);
    document
        .root
        .filter(|_| document.diagnostics.is_empty())
        .map(|root| root.to_json())
}

fn theirs(text: &str) -> Option<Value> {
    let mut value: serde_yaml::Value = serde_yaml::from_str(text).ok()?;
    value.apply_merge().ok()?;
    serde_json::to_value(value).ok()
}

/// Whether both are the same but for the wanted differences.
fn agree(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Array(ours), Value::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(a, b)| agree(a, b))
        }
        (Value::Object(ours), Value::Object(theirs)) => {
            // A key of the other reader may be retyped, or fall together with another.
            theirs.len() <= ours.len()
                && ours.iter().all(|(key, value)| {
                    theirs
                        .get(key)
                        .map_or_else(|| retyped(key), |other| agree(value, other))
                })
        }
        (Value::String(text), Value::Number(_)) => {
            text.parse::<i64>().is_err()
                && (text.starts_with("0b") || is_huge(text) || leads_with_zero(text))
        }
        (Value::String(text), Value::Null) => text.starts_with(['.', '-', '+']),
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        _ => ours == theirs,
    }
}

fn is_huge(text: &str) -> bool {
    let digits = text.trim_start_matches(['-', '+']);
    digits.len() > 15
}

/// Whether a zero stands before another digit.
fn leads_with_zero(text: &str) -> bool {
    let digits = text.trim_start_matches(['-', '+']);
    digits
        .strip_prefix('0')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether the other reader makes something else than this text of a key.
fn retyped(key: &str) -> bool {
    serde_yaml::from_str::<serde_yaml::Value>(key)
        .ok()
        .and_then(|value| serde_json::to_value(value).ok())
        .is_some_and(|value| !value.is_string())
}

fn compare(name: &str, text: &str) {
    if let (Some(ours), Some(theirs)) = (ours(text), theirs(text)) {
        assert!(
            agree(&ours, &theirs),
            "{name}:\n{text}\nours:   {ours}\ntheirs: {theirs}"
        );
    }
}

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
