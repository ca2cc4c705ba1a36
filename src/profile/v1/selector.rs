//! One way to name a set of hosts.

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};

use super::short::short_form;
use crate::source::Spanned;
use crate::vocabulary::{AnyText, List};
use crate::yaml::Raw;

/// Conditions that must all hold; a list inside a condition means any of.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(rename = "SelectorConditions", deny_unknown_fields)]
#[serde(deny_unknown_fields)]
pub struct Selector {
    /// Host names: brackets, `*` for any text, comma or list for several.
    #[schemars(example = &"w[001-120]", example = &"old*,m1")]
    pub hosts: Option<List<Spanned<String>>>,
    /// Roles; `name@instance` for one instance, `name` for all of them. Not allowed in `roles`.
    #[schemars(example = &"datanode")]
    pub role: Option<List<Spanned<String>>>,
    /// Rack path, or a prefix ending at `/`; `*` allowed.
    #[schemars(example = &"/dc1/r10")]
    pub rack: Option<List<Spanned<String>>>,
    /// OS release as the host's line or the top level names it.
    #[schemars(example = &"rhel-9.4")]
    pub platform: Option<List<Spanned<String>>>,
    /// Hardware class as the host's line names it.
    #[schemars(example = &"big")]
    pub hardware: Option<List<Spanned<String>>>,
    /// Labels that must have these values.
    #[schemars(with = "Option<IndexMap<String, List<AnyText>>>")]
    pub labels: Option<IndexMap<String, List<Spanned<String>>>>,
    /// Hosts that must not match.
    #[schemars(with = "Option<WrittenSelector>")]
    #[serde(default, deserialize_with = "boxed")]
    pub not: Option<Box<Self>>,
}

/// A selector inside a selector, in its short or long form.
fn boxed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Box<Selector>>, D::Error> {
    let Raw(node) = Raw::deserialize(deserializer)?;
    if node.is_null() {
        return Ok(None);
    }
    super::read_selector(&node)
        .map(|selector| Some(Box::new(selector)))
        .map_err(serde::de::Error::custom)
}

/// A selector as typed: names, a list of names, or a map of conditions.
#[derive(Debug)]
pub struct WrittenSelector;

impl JsonSchema for WrittenSelector {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Selector".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let conditions = generator.subschema_for::<Selector>();
        let names = json_schema!({
            "if": {"type": "array"},
            "then": {"items": {"type": "string", "minLength": 1}},
            "else": {"type": "string", "minLength": 1}
        });
        let mut schema = short_form(&names, &conditions);
        schema.insert(
            "description".into(),
            "Hosts: names with brackets and `*`, a list of them, or a map of conditions.".into(),
        );
        schema.insert(
            "examples".into(),
            serde_json::json!(["r[10-12]n*,m1", {"role": "datanode", "rack": "/dc1/r10"}]),
        );
        schema
    }
}
