//! Typed values from trees.

use std::collections::HashMap;

use super::*;
use crate::source::FileId;
use crate::yaml::{OneOrMany, Raw, one_or_many, read};

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Shape {
    Dot,
    Box(u16),
    WideLine { length: u8 },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Host {
    #[serde(deserialize_with = "one_or_many", default)]
    roles: Vec<Spanned<String>>,
    port: Option<Spanned<u16>>,
    shape: Option<Shape>,
    managed: Option<bool>,
    version: Option<String>,
    settings: Option<Raw>,
}

#[derive(Debug, PartialEq, Eq, Hash, Deserialize)]
struct Name(String);

#[derive(Debug, Deserialize)]
struct Profile {
    hosts: HashMap<Spanned<Name>, Host>,
}

/// A key to look for; its place does not matter.
fn named(name: &str) -> Spanned<Name> {
    Spanned::new(Name(name.to_owned()), Span::start_of(FileId(0)))
}

fn parse<T: for<'de> Deserialize<'de>>(text: &str) -> Result<T, (String, String)> {
    let document = read(FileId(3), text);
    assert!(
        document.diagnostics.is_empty(),
        "{:?}",
        document.diagnostics
    );
    let root = document.root.expect("a tree");
    from_node(&root).map_err(|error| {
        let range = error.span.start as usize..error.span.end as usize;
        (text[range].to_owned(), error.message)
    })
}

#[test]
fn values_keep_their_text_and_their_places() {
    let text = concat!(
        "hosts:\n",
        "  \"w1\": {roles: a, port: 0x10, version: 3.30, settings: {b: [1]}}\n",
        "  w2: {roles: [a, b], shape: {box: 7}, managed: True, port: ~}\n",
    );
    let profile: Profile = parse(text).expect("well typed");
    let (name, host) = profile.hosts.get_key_value(&named("w1")).expect("w1");
    assert_eq!(name.value, Name("w1".to_owned()));
    assert_eq!(name.span.file, FileId(3));
    assert_eq!(
        &text[name.span.start as usize..name.span.end as usize],
        "\"w1\""
    );
    assert_eq!(host.version.as_deref(), Some("3.30"));
    assert_eq!(host.roles.len(), 1);
    let port = host.port.expect("a port");
    assert_eq!(
        (
            port.value,
            &text[port.span.start as usize..port.span.end as usize]
        ),
        (16, "0x10")
    );
    let settings = host.settings.as_ref().expect("settings");
    assert_eq!(settings.0.to_json(), serde_json::json!({"b": [1]}));
    let item = settings.0.get("b").and_then(|list| list.as_seq()?.first());
    assert_eq!(
        item.map(|node| &text[node.span.start as usize..node.span.end as usize]),
        Some("1")
    );

    let other = &profile.hosts[&named("w2")];
    assert_eq!(other.shape, Some(Shape::Box(7)));
    assert_eq!(other.managed, Some(true));
    assert!(other.port.is_none());
    assert_eq!(
        other
            .roles
            .iter()
            .map(|role| role.value.as_str())
            .collect::<Vec<_>>(),
        ["a", "b"]
    );
    assert_eq!(
        parse::<Vec<Shape>>("[dot, {wide-line: {length: 2}}]"),
        Ok(vec![Shape::Dot, Shape::WideLine { length: 2 }])
    );
    assert_eq!(
        parse("[[1, 2], 3]").map(|l: Vec<OneOrMany<u8>>| l[1].0.clone()),
        Ok(vec![3])
    );
}

/// A host, the text underlined, the message.
const MISFITS: &[(&str, &str, &str)] = &[
    (
        "{port: 70000}",
        "70000",
        "70000 is out of range: 0 to 65535",
    ),
    (
        "{port: '80'}",
        "'80'",
        "expected a whole number, found the quoted text `80`",
    ),
    ("{port: 017}", "017", "expected a whole number, found `017`"),
    (
        "{managed: yes}",
        "yes",
        "expected `true` or `false`, found `yes`",
    ),
    ("{version: [1]}", "[1]", "expected text, found a list"),
    ("{roles: [a, ~]}", "~", "expected text, found null"),
    (
        "{rolls: a}",
        "rolls",
        "unknown key `rolls`; known are `roles`, `port`, `shape`, `managed`, `version`, `settings`",
    ),
    (
        "{shape: dto}",
        "dto",
        "`dto` is not one of `dot`, `box`, `wide-line`",
    ),
    (
        "{shape: box}",
        "box",
        "`box` needs a value: write it as a map",
    ),
    ("{shape: {dot: 1}}", "1", "`dot` takes no value"),
    ("{shape: {wide-line: {}}}", "{}", "key `length` is missing"),
    ("[a]", "[a]", "expected a map, found a list"),
];

#[test]
fn misfits_are_told_at_the_innermost_place() {
    for &(host, underlined, message) in MISFITS {
        let found = parse::<Profile>(&format!("hosts: {{w: {host}}}\n")).map(|_| ());
        assert_eq!(
            found,
            Err((underlined.to_owned(), message.to_owned())),
            "{host}"
        );
    }
}

#[test]
fn other_formats_are_refused() {
    assert!(serde_json::from_str::<Raw>("1").is_err());
    assert!(serde_json::from_str::<Spanned<u8>>("1").is_err());
}

#[test]
fn schemas_know_no_places() {
    let plain = schemars::schema_for!(Vec<u16>);
    let spanned = schemars::schema_for!(Vec<Spanned<u16>>);
    assert_eq!(plain.get("items"), spanned.get("items"));
    let both = schemars::schema_for!(OneOrMany<bool>);
    let expected =
        serde_json::json!([{"type": "boolean"}, {"type": "array", "items": {"type": "boolean"}}]);
    assert_eq!(both.get("anyOf"), Some(&expected));
}
