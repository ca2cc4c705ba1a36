//! A unit as the profile writes it: `units.<name>` and `daemons.<role>.unit`.
//!
//! Lower-case keys are intent, CamelCase keys are directives, `x-` keys are the user's own.
//! Reads the form only; whether a directive exists is known once the host is.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::intent::{INTENTS, Limit, Restart, UnitIntent};
use crate::source::{Span, Spanned};
use crate::units::{Bytes, Count};

/// The map of one unit, each value with its place.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct UnitSection {
    pub slice: Option<Spanned<String>>,
    pub cpu_weight: Option<Spanned<u32>>,
    pub memory_max: Option<Spanned<Bytes>>,
    pub memory_min: Option<Spanned<Bytes>>,
    pub tasks_max: Option<Spanned<CountLimit>>,
    pub open_files: Option<Spanned<CountLimit>>,
    pub locked_memory: Option<Spanned<BytesLimit>>,
    pub private_mounts: Option<Spanned<bool>>,
    pub private_tmp: Option<Spanned<bool>>,
    pub after: Option<Spanned<Vec<Spanned<String>>>>,
    pub requires: Option<Spanned<Vec<Spanned<String>>>>,
    pub restart: Option<Spanned<Restart>>,
    /// Directives in the order written, each with the place of its name.
    pub directives: IndexMap<String, WrittenDirective>,
}

/// One directive of a unit's map.
#[derive(Debug, Clone, PartialEq)]
pub struct WrittenDirective {
    /// Where its name stands.
    pub key: Span,
    /// Where its value stands.
    pub span: Span,
    /// One assignment each, in order. An empty text empties the list so far.
    pub values: Vec<Spanned<String>>,
}

/// A count such as `128Ki`, or `infinity`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountLimit(pub Limit);

/// A size such as `64MiB`, or `infinity`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BytesLimit(pub Limit);

impl UnitSection {
    /// The intent without its places, as [`super::translate`] takes it.
    pub fn intent(&self) -> UnitIntent {
        let names = |list: &Option<Spanned<Vec<Spanned<String>>>>| {
            list.iter()
                .flat_map(|list| &list.value)
                .map(|name| name.value.clone())
                .collect()
        };
        UnitIntent {
            slice: self.slice.as_ref().map(|s| s.value.clone()),
            cpu_weight: self.cpu_weight.map(|s| s.value),
            memory_max: self.memory_max.map(|s| s.value.0),
            memory_min: self.memory_min.map(|s| s.value.0),
            tasks_max: self.tasks_max.map(|s| s.value.0),
            open_files: self.open_files.map(|s| s.value.0),
            locked_memory: self.locked_memory.map(|s| s.value.0),
            private_mounts: self.private_mounts.map(|s| s.value),
            private_tmp: self.private_tmp.map(|s| s.value),
            after: names(&self.after),
            requires: names(&self.requires),
            restart: self.restart.map(|s| s.value),
        }
    }

    /// The first place that the section speaks at.
    pub fn first_span(&self) -> Option<Span> {
        super::INTENTS
            .iter()
            .filter_map(|key| self.span_of(key))
            .chain(self.directives.values().map(|written| written.key))
            .min()
    }

    /// Where the value of the intent `key` was written.
    pub fn span_of(&self, key: &str) -> Option<Span> {
        match key {
            "slice" => self.slice.as_ref().map(|s| s.span),
            "cpu_weight" => self.cpu_weight.map(|s| s.span),
            "memory_max" => self.memory_max.map(|s| s.span),
            "memory_min" => self.memory_min.map(|s| s.span),
            "tasks_max" => self.tasks_max.map(|s| s.span),
            "open_files" => self.open_files.map(|s| s.span),
            "locked_memory" => self.locked_memory.map(|s| s.span),
            "private_mounts" => self.private_mounts.map(|s| s.span),
            "private_tmp" => self.private_tmp.map(|s| s.span),
            "after" => self.after.as_ref().map(|s| s.span),
            "requires" => self.requires.as_ref().map(|s| s.span),
            "restart" => self.restart.map(|s| s.span),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for UnitSection {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;

        impl<'de> Visitor<'de> for Keys {
            type Value = UnitSection;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map of intent and directives")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<UnitSection, A::Error> {
                let mut unit = UnitSection::default();
                while let Some(key) = map.next_key::<Spanned<String>>()? {
                    match key.value.as_str() {
                        "slice" => unit.slice = map.next_value()?,
                        "cpu_weight" => unit.cpu_weight = map.next_value()?,
                        "memory_max" => unit.memory_max = map.next_value()?,
                        "memory_min" => unit.memory_min = map.next_value()?,
                        "tasks_max" => unit.tasks_max = map.next_value()?,
                        "open_files" => unit.open_files = map.next_value()?,
                        "locked_memory" => unit.locked_memory = map.next_value()?,
                        "private_mounts" => unit.private_mounts = map.next_value()?,
                        "private_tmp" => unit.private_tmp = map.next_value()?,
                        "after" => unit.after = texts(map.next_value()?),
                        "requires" => unit.requires = texts(map.next_value()?),
                        "restart" => unit.restart = map.next_value()?,
                        own if own.starts_with("x-") => {
                            map.next_value::<IgnoredAny>()?;
                        }
                        name if name.starts_with(|c: char| c.is_ascii_uppercase()) => {
                            if let Some(values) = texts(map.next_value()?) {
                                let written = WrittenDirective {
                                    key: key.span,
                                    span: values.span,
                                    values: values.value,
                                };
                                unit.directives.insert(key.value, written);
                            }
                        }
                        unknown => return Err(A::Error::custom(unknown_intent(unknown))),
                    }
                }
                Ok(unit)
            }
        }

        deserializer.deserialize_map(Keys)
    }
}

fn unknown_intent(key: &str) -> String {
    let nearest = INTENTS
        .into_iter()
        .map(|known| (strsim::damerau_levenshtein(key, known), known))
        .filter(|(distance, _)| *distance <= key.len().div_ceil(3))
        .min();
    match nearest {
        Some((_, known)) => format!("unknown key `{key}`; did you mean `{known}`?"),
        None => format!(
            "unknown key `{key}`: lower-case keys are {}; directives begin with a capital letter",
            INTENTS.map(|known| format!("`{known}`")).join(", ")
        ),
    }
}

/// A single value is a list of one, at its own place.
fn texts(written: Option<Spanned<OneOrMany>>) -> Option<Spanned<Vec<Spanned<String>>>> {
    let Spanned { value, span } = written?;
    let list = match value {
        OneOrMany::One(text) => vec![Spanned::new(text, span)],
        OneOrMany::Many(list) => list
            .into_iter()
            .map(|item| item.map(|Text(text)| text))
            .collect(),
    };
    Some(Spanned::new(list, span))
}

enum OneOrMany {
    One(String),
    Many(Vec<Spanned<Text>>),
}

/// Any scalar, as a unit file would have it.
struct Text(String);

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Values;

        impl<'de> Visitor<'de> for Values {
            type Value = OneOrMany;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value or a list of values")
            }

            fn visit_bool<E: Error>(self, v: bool) -> Result<OneOrMany, E> {
                Scalar.visit_bool(v).map(|Text(t)| OneOrMany::One(t))
            }

            fn visit_i64<E: Error>(self, v: i64) -> Result<OneOrMany, E> {
                Ok(OneOrMany::One(v.to_string()))
            }

            fn visit_u64<E: Error>(self, v: u64) -> Result<OneOrMany, E> {
                Ok(OneOrMany::One(v.to_string()))
            }

            fn visit_f64<E: Error>(self, v: f64) -> Result<OneOrMany, E> {
                Ok(OneOrMany::One(v.to_string()))
            }

            fn visit_str<E: Error>(self, v: &str) -> Result<OneOrMany, E> {
                Ok(OneOrMany::One(v.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<OneOrMany, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = seq.next_element()? {
                    list.push(item);
                }
                Ok(OneOrMany::Many(list))
            }
        }

        deserializer.deserialize_any(Values)
    }
}

struct Scalar;

impl Visitor<'_> for Scalar {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a number or a truth value")
    }

    fn visit_bool<E: Error>(self, v: bool) -> Result<Text, E> {
        Ok(Text((if v { "yes" } else { "no" }).to_owned()))
    }

    fn visit_i64<E: Error>(self, v: i64) -> Result<Text, E> {
        Ok(Text(v.to_string()))
    }

    fn visit_u64<E: Error>(self, v: u64) -> Result<Text, E> {
        Ok(Text(v.to_string()))
    }

    fn visit_f64<E: Error>(self, v: f64) -> Result<Text, E> {
        Ok(Text(v.to_string()))
    }

    fn visit_str<E: Error>(self, v: &str) -> Result<Text, E> {
        Ok(Text(v.to_owned()))
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Scalar)
    }
}

impl<'de> Deserialize<'de> for Restart {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Text(word) = Text::deserialize(deserializer)?;
        Self::parse(&word).ok_or_else(|| {
            D::Error::custom(format!("`{word}` is not `always`, `on-failure` or `no`"))
        })
    }
}

/// `infinity`, or what `T` reads.
fn limit<'de, T, D>(deserializer: D, number: fn(T) -> u64) -> Result<Limit, D::Error>
where
    T: FromStr<Err: fmt::Display>,
    D: Deserializer<'de>,
{
    let Text(text) = Text::deserialize(deserializer)?;
    if text == "infinity" {
        return Ok(Limit::Infinite);
    }
    text.parse()
        .map(|value| Limit::Of(number(value)))
        .map_err(D::Error::custom)
}

impl<'de> Deserialize<'de> for CountLimit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        limit(deserializer, |Count(n)| n).map(Self)
    }
}

impl<'de> Deserialize<'de> for BytesLimit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        limit(deserializer, |Bytes(n)| n).map(Self)
    }
}

impl JsonSchema for UnitSection {
    fn schema_name() -> Cow<'static, str> {
        "Unit".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let bytes = generator.subschema_for::<Bytes>();
        let count = generator.subschema_for::<Count>();
        let text = |description: &str, example: &str| json_schema!({"type": ["string", "null"], "description": description, "examples": [example]});
        let flag = |description: &str| json_schema!({"type": ["boolean", "null"], "description": description});
        let amount = |of: &Schema, description: &str, example: &str| {
            json_schema!({
                "anyOf": [of, {"type": "null"}], "description": description, "examples": [example],
            })
        };
        let limit = |of: &Schema, description: &str, example: &str| {
            json_schema!({
                "anyOf": [of, {"enum": ["infinity", null]}],
                "description": description, "examples": [example],
            })
        };
        let names = |description: &str| {
            json_schema!({
                "type": ["string", "array", "null"], "items": {"type": "string"},
                "description": description, "examples": ["docker.service"],
            })
        };
        json_schema!({
            "type": "object",
            "description": "A unit: lower-case keys are intent, translated for the host's systemd; CamelCase keys are directives of that systemd.",
            "properties": {
                "slice": text("Slice the unit belongs to.", "condor.slice"),
                "cpu_weight": {
                    "type": ["integer", "null"], "minimum": 1, "maximum": 10000,
                    "description": "Share of CPU beside its siblings; 100 is everybody's default.",
                    "examples": [400],
                },
                "memory_max": amount(&bytes, "Memory above which processes of the unit are killed.", "8GiB"),
                "memory_min": amount(&bytes, "Memory the kernel never takes away from the unit; cgroup v2 only.", "2GiB"),
                "tasks_max": limit(&count, "Most processes and threads of the unit.", "32Ki"),
                "open_files": limit(&count, "Most open files of each process.", "128Ki"),
                "locked_memory": limit(&bytes, "Most memory each process may lock.", "64GiB"),
                "private_mounts": flag("Mounts made by the unit stay invisible outside it; the host's still arrive."),
                "private_tmp": flag("The unit has its own /tmp and /var/tmp."),
                "after": names("Units to start before this one, where they are started at all."),
                "requires": names("Units without which this one does not start; it is ordered after them."),
                "restart": {
                    "enum": ["always", "on-failure", "no", null],
                    "description": "When the service is started again after it ended.",
                },
            },
            "patternProperties": {
                "^[A-Z]": {
                    "type": ["string", "number", "boolean", "array", "null"],
                    "items": {"type": ["string", "number", "boolean"]},
                    "description": "A directive; a list is one assignment each.",
                },
                "^x-": {},
            },
            "additionalProperties": false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<UnitSection, String> {
        let document = crate::yaml::read(crate::source::FileId(0), json);
        let root = document.root.ok_or("no YAML")?;
        crate::yaml::from_node(&root).map_err(|error| error.message)
    }

    #[test]
    fn intent_and_directives_are_told_apart_by_case() {
        let unit = read(
            r#"{"slice": "condor.slice", "cpu_weight": 400, "memory_max": "8GiB",
                "open_files": "128Ki", "locked_memory": "infinity", "private_mounts": true,
                "after": "docker.service", "requires": ["a.service", "b.service"],
                "restart": "on-failure", "memory_min": null, "x-owner": {"any": 1},
                "LimitNOFILE": 131072, "Environment": ["A=1", "B=2"], "Delegate": true}"#,
        )
        .expect("a unit");
        let intent = unit.intent();
        assert_eq!(intent.slice.as_deref(), Some("condor.slice"));
        assert_eq!(intent.memory_max, Some(8 << 30));
        assert_eq!(intent.memory_min, None);
        assert_eq!(intent.open_files, Some(Limit::Of(131_072)));
        assert_eq!(intent.locked_memory, Some(Limit::Infinite));
        assert_eq!(intent.after, ["docker.service"]);
        assert_eq!(intent.requires, ["a.service", "b.service"]);
        assert_eq!(intent.restart, Some(Restart::OnFailure));
        let directives: Vec<String> = unit
            .directives
            .iter()
            .flat_map(|(name, d)| d.values.iter().map(move |v| format!("{name}={}", v.value)))
            .collect();
        assert_eq!(
            directives,
            [
                "LimitNOFILE=131072",
                "Environment=A=1",
                "Environment=B=2",
                "Delegate=yes"
            ]
        );
        for key in INTENTS {
            let written = unit.span_of(key).is_some();
            assert_eq!(
                written,
                !["memory_min", "tasks_max", "private_tmp"].contains(&key),
                "{key}"
            );
        }
    }

    #[test]
    fn what_is_refused() {
        for (json, part) in [
            (r#"{"cpu_wieght": 1}"#, "did you mean `cpu_weight`?"),
            (
                r#"{"nonsense": 1}"#,
                "directives begin with a capital letter",
            ),
            (r#"{"restart": "sometimes"}"#, "`sometimes` is not"),
            (r#"{"memory_max": "10GB"}"#, "GB"),
            (r#"{"LimitNOFILE": {"a": 1}}"#, "a value or a list"),
        ] {
            let error = read(json).expect_err(json);
            assert!(error.contains(part), "{error}");
        }
    }

    /// What the schema takes, serde reads, and the other way round.
    #[test]
    fn schema_and_reader_agree() {
        let schema = schemars::schema_for!(UnitSection);
        let validator = jsonschema::validator_for(schema.as_value()).expect("a schema");
        for (json, good) in [
            (
                r#"{"cpu_weight": 400, "CPUQuota": "50%", "x-note": [1]}"#,
                true,
            ),
            (r#"{"after": ["a.service"], "requires": null}"#, true),
            (r#"{"tasks_max": "infinity", "open_files": "64Ki"}"#, true),
            (r#"{"Environment": ["A=1", 2, true]}"#, true),
            (r#"{"cpu_wieght": 400}"#, false),
            (r#"{"restart": "sometimes"}"#, false),
            (r#"{"Environment": [["A"]]}"#, false),
            (r#"{"private_tmp": "yes"}"#, false),
        ] {
            let value: serde_json::Value = serde_json::from_str(json).expect(json);
            assert_eq!(validator.is_valid(&value), good, "schema: {json}");
            assert_eq!(read(json).is_ok(), good, "serde: {json}");
        }
    }
}
