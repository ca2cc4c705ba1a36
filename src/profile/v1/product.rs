//! Which version of a product, in which packages.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;

use super::short::short_form;
use crate::source::Spanned;
use crate::units::Version;

/// Whether units are made for a tarball's daemons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(rename = "UnitFiles")]
#[serde(rename_all = "lowercase")]
pub enum Units {
    /// Whole unit files for systemd.
    System,
    /// None: the user starts the daemons.
    None,
}

/// Version and packages of a product.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(rename = "ProductObject", deny_unknown_fields)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// Exact version, package release included where the layout depends on it.
    #[schemars(example = &"3.3.6", example = &"0.21.0-2")]
    pub version: Option<Spanned<Version>>,
    /// Package flavour, and its release where the layout depends on it. Default: the one flavour
    /// known to carry the version on the host's OS.
    #[schemars(example = &"bigtop-3.4", example = &"tarball")]
    pub packages: Option<Spanned<String>>,
    /// Tarballs only: the directory that holds `home`, `conf`, `logs`, `data`, `name` and `pid`.
    #[schemars(regex(pattern = "^/"), example = &"/opt/hadoop")]
    pub base: Option<Spanned<String>>,
    /// Tarballs only: the user the daemons run as.
    #[schemars(length(min = 1), example = &"alice")]
    pub user: Option<Spanned<String>>,
    /// Tarballs only: whether units are made.
    pub units: Option<Spanned<Units>>,
}

/// A product as typed: its version, or the object.
#[derive(Debug)]
pub struct WrittenProduct;

impl JsonSchema for WrittenProduct {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Product".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let object = generator.subschema_for::<Product>();
        let version = generator.subschema_for::<Version>();
        let mut schema = short_form(&version, &object);
        schema.insert(
            "description".into(),
            "Version and packages of a product. A bare value is the version.".into(),
        );
        schema.insert(
            "examples".into(),
            serde_json::json!(["3.3.6", {"version": "3.3.6", "packages": "bigtop-3.4"}]),
        );
        schema
    }
}
