//! Single values: sizes, times, shares, versions.

use std::fmt::{Debug, Display};
use std::sync::OnceLock;

use clusterc::source::FileId;
use clusterc::units::{
    Bytes, Count, Duration, HostPort, Mode, Percent, Port, Ranges, Scalar, Version, Weight,
};
use clusterc::yaml::{from_node, read};
use jsonschema::Validator;
use schemars::JsonSchema;
use serde_json::Value;

use super::text;

/// The schema of a kind of value passes the texts that its parser reads, and no others; the types
/// take the numbers that it passes; and a value's spelling is that value.
pub fn schema_parser_and_spelling_agree(bytes: &[u8]) {
    static VALIDATORS: OnceLock<[Validator; 9]> = OnceLock::new();
    let Some(text) = text(bytes, 128) else {
        return;
    };
    let [
        bytes,
        count,
        duration,
        host_port,
        mode,
        percent,
        port,
        version,
        weight,
    ] = VALIDATORS.get_or_init(|| {
        [
            validator::<Bytes>(),
            validator::<Count>(),
            validator::<Duration>(),
            validator::<HostPort>(),
            validator::<Mode>(),
            validator::<Percent>(),
            validator::<Port>(),
            validator::<Version>(),
            validator::<Weight>(),
        ]
    });
    check::<Bytes>(text, bytes);
    check::<Count>(text, count);
    check::<Duration>(text, duration);
    check::<HostPort>(text, host_port);
    check::<Mode>(text, mode);
    check::<Percent>(text, percent);
    check::<Port>(text, port);
    check::<Version>(text, version);
    check::<Weight>(text, weight);
    ranges(text);
}

fn validator<T: JsonSchema>() -> Validator {
    let schema = schemars::schema_for!(T);
    jsonschema::validator_for(schema.as_value()).expect("a schema")
}

fn check<T>(text: &str, validator: &Validator)
where
    T: Scalar + Display + Debug + PartialEq + serde::de::DeserializeOwned,
{
    let parsed = text.parse::<T>();
    // What a template gives is checked when it is known.
    if !text.contains("{{") {
        let valid = validator.is_valid(&Value::from(text));
        assert_eq!(parsed.is_ok(), valid, "{} {text:?}: {parsed:?}", T::NAME);
    }
    if let Ok(value) = parsed {
        let spelt = value.to_string();
        match spelt.parse::<T>() {
            Ok(again) => assert_eq!(value, again, "{text:?} is spelt {spelt:?}"),
            Err(error) => panic!("{} {text:?} is spelt {spelt:?}: {error}", T::NAME),
        }
    }
    let document = read(FileId(0), text);
    if let (Some(root), true) = (document.root, document.diagnostics.is_empty()) {
        let typed = from_node::<T>(&root);
        let valid = validator.is_valid(&root.to_json());
        // A template, and what no pattern can say, is refused by the type in its own words.
        let told = typed.as_ref().err().is_none_or(|error| error.refused);
        assert!(!valid || told, "{} {text:?}: {typed:?}", T::NAME);
    }
}

fn ranges(text: &str) {
    let Ok(ranges) = Ranges::parse(text) else {
        return;
    };
    for bound in [ranges.first(), ranges.last()].into_iter().flatten() {
        assert!(ranges.contains(&bound), "{text:?} lacks {bound}");
    }
    assert!(!ranges.to_string().is_empty());
}
