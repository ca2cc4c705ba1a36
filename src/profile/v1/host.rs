//! One line of `hosts`: a machine, or many that are alike.

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};

use super::facets::{NodeServices, layer};
use super::platform::WrittenPlatform;
use crate::source::Spanned;
use crate::vocabulary::{AnyText, List};
use crate::yaml::Raw;

/// The machines of one line of `hosts`, and the facets that hold on them.
///
/// Facets are kept as written: they are merged with the other layers before they are read.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Host {
    /// Name of a class of `hardware`.
    pub hardware: Option<Spanned<String>>,
    pub rack: Option<Rack>,
    pub address: Option<Spanned<String>>,
    #[serde(default, deserialize_with = "null_is_none")]
    pub roles: List<Spanned<String>>,
    #[serde(default, deserialize_with = "null_is_none")]
    pub labels: IndexMap<String, Spanned<String>>,
    pub managed: Option<Spanned<bool>>,
    pub platform: Option<Raw>,
}

/// A key without a value is as one that is not there.
fn null_is_none<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

layer! {
    /// The machines of one line, and what is special to them.
    #[schemars(rename = "Host")]
    struct WrittenHost(NodeServices) {
        /// Hardware class: a key of the top level's `hardware`.
        #[schemars(example = &"big")]
        hardware: Option<String>,
        /// Rack path beginning with `/`; a bracket pairs with the host name's. `{of, each}` spreads.
        #[schemars(example = &"/dc1/r[10-19]")]
        rack: Option<Rack>,
        /// IP address or name that others use. Default: the host's full name.
        #[schemars(example = &"10.1.0.[1-40]")]
        address: Option<String>,
        /// Roles of these hosts; `roles` may give them more.
        #[schemars(example = serde_json::json!(["datanode", "nodemanager"]))]
        roles: Option<List<String>>,
        /// Text to select by and to use in templates.
        labels: Option<IndexMap<String, AnyText>>,
        /// `false`: the host gives its address to others, no files are made for it.
        managed: Option<bool>,
        /// OS release of these hosts; a bracket pairs with the host name's.
        platform: Option<WrittenPlatform>,
    }
}

/// The rack of a host, or how racks are spread over hosts.
#[derive(Debug, Clone)]
pub enum Rack {
    /// A path; brackets pair with those of the host name.
    Path(Spanned<String>),
    Spread(RackSpread),
}

/// `each` consecutive hosts in each rack of a pattern.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[serde(deny_unknown_fields)]
pub struct RackSpread {
    /// Rack paths: a pattern with brackets.
    #[schemars(regex(pattern = "^/"), example = &"/b/[1-3]")]
    pub of: Spanned<String>,
    /// How many consecutive hosts each rack holds.
    #[schemars(range(min = 1), example = 20)]
    pub each: Spanned<u32>,
}

impl<'de> Deserialize<'de> for Rack {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Raw(node) = Raw::deserialize(deserializer)?;
        if node.as_map().is_some() {
            crate::yaml::from_node(&node)
                .map(Self::Spread)
                .map_err(serde::de::Error::custom)
        } else {
            crate::yaml::from_node(&node)
                .map(Self::Path)
                .map_err(serde::de::Error::custom)
        }
    }
}

impl JsonSchema for Rack {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Rack".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let spread = generator.subschema_for::<RackSpread>();
        json_schema!({
            "description": "A rack path, or `{of, each}` to spread racks over consecutive hosts.",
            "if": {"type": "object"},
            "then": spread,
            "else": {"type": "string", "pattern": "^/"}
        })
    }
}
