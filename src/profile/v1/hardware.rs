//! What a machine has.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use super::short::short_form;
use crate::source::Spanned;
use crate::units::Bytes;
use crate::vocabulary::List;

/// Amounts of one machine.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[serde(deny_unknown_fields)]
pub struct Hardware {
    /// Hardware threads, as the kernel counts them.
    #[schemars(range(min = 1, max = 65536), example = 64)]
    pub cpus: Option<Spanned<u32>>,
    /// Memory.
    #[schemars(example = &"512GiB")]
    pub memory: Option<Spanned<Bytes>>,
    /// Mount points of the data disks.
    #[schemars(with = "Option<WrittenDisks>")]
    pub disks: Option<Disks>,
    /// Number of GPUs.
    #[schemars(range(max = 1024), example = 4)]
    pub gpus: Option<Spanned<u32>>,
}

/// Mount points by kind of disk; brackets make an item for each.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(rename = "DisksObject", deny_unknown_fields)]
#[serde(deny_unknown_fields)]
pub struct Disks {
    /// Spinning disks.
    #[schemars(example = &"/data/[1-12]")]
    pub disk: Option<List<Spanned<String>>>,
    /// Solid state disks.
    #[schemars(example = &"/ssd/1")]
    pub ssd: Option<List<Spanned<String>>>,
    /// Slow, dense disks for cold data.
    #[schemars(example = &"/archive/[1-4]")]
    pub archive: Option<List<Spanned<String>>>,
}

/// Disks as typed: a list of mount points, or lists by kind.
#[derive(Debug)]
pub struct WrittenDisks;

impl JsonSchema for WrittenDisks {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Disks".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let object = generator.subschema_for::<Disks>();
        let paths = json_schema!({
            "if": {"type": "array"},
            "then": {"items": {"type": "string", "pattern": "^/"}},
            "else": {"type": "string", "pattern": "^/"}
        });
        let mut schema = short_form(&paths, &object);
        schema.insert(
            "description".into(),
            "Mount points of the data disks, or lists of them by kind. A bare list is `disk`."
                .into(),
        );
        schema.insert(
            "examples".into(),
            serde_json::json!(["/data/[1-12]", {"disk": "/data/[1-12]", "ssd": "/ssd/1"}]),
        );
        schema
    }
}
