//! The facet `shares`: how a node is divided.

use std::borrow::Cow;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde_json::json;

use super::facets::Closed;
use super::short::short_form;
use super::words::VOCABULARY;
use crate::source::{Span, Spanned};
use crate::units::Percent;

/// What a service, or all services of a product, are promised.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(rename = "ShareObject", deny_unknown_fields)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// Least part of the CPU while everybody asks for it; of the host, or of the share it is in.
    #[schemars(example = &"50%")]
    pub cpu: Option<Spanned<Percent>>,
    /// What its services have of it, where it is a product of several.
    #[schemars(skip)]
    pub of: Option<IndexMap<Spanned<String>, Self>>,
}

/// All shares of a class of hosts, merged.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct Shares(pub IndexMap<Spanned<String>, Share>);

/// One promise and the slice it is of.
#[derive(Debug, Clone, Copy)]
pub struct Promise<'a> {
    /// Service or product.
    pub key: &'a Spanned<String>,
    /// The share it is in.
    pub parent: Option<&'a Spanned<String>>,
    pub share: &'a Share,
}

impl Share {
    /// Where the amount is said, else where the name is.
    fn span(&self, key: &Spanned<String>) -> Span {
        self.cpu.map_or(key.span, |cpu| cpu.span)
    }
}

impl Promise<'_> {
    /// The slice that the promise is of: `yarn.slice`, `hadoop-yarn.slice`.
    pub fn slice(&self) -> String {
        match self.parent {
            Some(parent) => format!("{}-{}.slice", parent.value, self.key.value),
            None => format!("{}.slice", self.key.value),
        }
    }

    /// Where it is said.
    pub fn span(&self) -> Span {
        self.share.span(self.key)
    }

    /// The profile's path to it.
    pub fn shown(&self) -> String {
        match self.parent {
            Some(parent) => format!("shares.{}.of.{}", parent.value, self.key.value),
            None => format!("shares.{}", self.key.value),
        }
    }
}

impl Shares {
    /// All promises, each before those inside of it.
    pub fn promises(&self) -> impl Iterator<Item = Promise<'_>> {
        self.0.iter().flat_map(|(key, share)| {
            let outer = Promise {
                key,
                parent: None,
                share,
            };
            let inner = share
                .of
                .iter()
                .flatten()
                .map(move |(inner, share)| Promise {
                    key: inner,
                    parent: Some(key),
                    share,
                });
            std::iter::once(outer).chain(inner)
        })
    }

    /// The innermost promise of a service: its own, its own in its product's, its product's.
    pub fn of(&self, service: &str, product: &str) -> Option<Promise<'_>> {
        let find = |name: &str, parent: Option<&str>| {
            self.promises().find(|promise| {
                promise.key.value == name
                    && promise.parent.map(|parent| parent.value.as_str()) == parent
            })
        };
        find(service, None)
            .or_else(|| find(service, Some(product)))
            .or_else(|| find(product, None))
    }
}

/// A share as typed: its part of the CPU, or the object.
pub(super) struct WrittenShare;

impl JsonSchema for WrittenShare {
    fn schema_name() -> Cow<'static, str> {
        "Share".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let object = generator.subschema_for::<Share>();
        let bare = generator.subschema_for::<Percent>();
        short_form(&bare, &object)
    }
}

/// The facet `shares`.
pub(super) struct WrittenShares;

impl JsonSchema for WrittenShares {
    fn schema_name() -> Cow<'static, str> {
        "Shares".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let share = generator.subschema_for::<WrittenShare>();
        let bare = generator.subschema_for::<Percent>();
        let mut map = Closed::new();
        for service in VOCABULARY.services() {
            let text = format!("What the daemons of {} have.", service.name);
            map.key(service.name, service.synonyms, false, &text, &share);
        }
        for product in VOCABULARY.products() {
            let services: Vec<_> = VOCABULARY
                .services()
                .filter(|service| service.product == product)
                .collect();
            if services.len() < 2 {
                continue;
            }
            let mut parts = Closed::new();
            for service in services {
                let text = format!("What the daemons of {} have of it.", service.name);
                parts.key(service.name, service.synonyms, false, &text, &share);
            }
            let parts = parts.finish(
                "What its services have of it.",
                &json!({"hdfs": "20%", "yarn": "80%"}),
            );
            let object = json_schema!({
                "type": "object",
                "properties": {
                    "cpu": {
                        "description": "Least part of the CPU while everybody asks for it.",
                        "examples": ["60%"],
                        "if": {"type": "null"}, "then": true, "else": bare,
                    },
                    "of": {
                        "description": "What its services have of it.",
                        "examples": [{"hdfs": "20%", "yarn": "80%"}],
                        "if": {"type": "null"}, "then": true, "else": parts},
                },
                "additionalProperties": false,
            });
            let text = format!("What the daemons of {product} have together.");
            map.key(product, &[], false, &text, &short_form(&bare, &object));
        }
        map.finish(
            "How the host is divided: what each service is promised while everybody works.",
            &json!({"condor": "50%", "hadoop": {"cpu": "30%", "of": {"hdfs": "20%", "yarn": "80%"}}}),
        )
    }
}
