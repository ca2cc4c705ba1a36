//! `show keys`

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Row, Shown};
use crate::catalog::{self, KeyNames, Listed, ProductFacts, VersionStatus};
use crate::profile::v1::VOCABULARY;
use crate::registry;
use crate::units::{Version, matches_wildcard, nearest};

/// What `show keys` takes.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct KeysArgs {
    /// This release instead of the profile's, such as `hadoop=3.3.6`.
    #[arg(long, value_name = "PRODUCT=VERSION")]
    pub product: Vec<String>,
    /// Only names that match, `*` for any text.
    #[arg(long = "match", value_name = "NAME")]
    pub pattern: Option<String>,
}

/// A key that a version of a product knows.
#[derive(Debug, Serialize, JsonSchema)]
pub struct KeyRow {
    pub product: String,
    pub version: String,
    /// The key, or the pattern of a family.
    pub key: String,
    /// File or component it belongs to.
    pub file: String,
    #[serde(rename = "type")]
    pub kind: String,
    /// What a bare number counts.
    pub unit: Option<String>,
    /// What a daemon does that is told nothing; null where it has no default or computes it.
    pub default: Option<String>,
    /// The keys that an old name is read as.
    pub read_as: Vec<String>,
    pub deprecated: bool,
}

impl Row for KeyRow {
    const HEAD: &'static [&'static str] = &["KEY", "FILE", "TYPE", "UNIT", "DEFAULT", ""];
    const NONE: &'static str = "no key of that name";

    fn cells(&self) -> Vec<String> {
        let note = if self.deprecated {
            "deprecated".to_owned()
        } else if self.read_as.is_empty() {
            String::new()
        } else {
            format!("old name of {}", self.read_as.join(", "))
        };
        vec![
            self.key.clone(),
            self.file.clone(),
            self.kind.clone(),
            self.unit.clone().unwrap_or_default(),
            self.default.clone().unwrap_or_default(),
            note,
        ]
    }
}

/// A release whose keys are asked for.
pub(super) type Release = (&'static str, &'static ProductFacts, String, Version);

/// The releases that `--product` names.
///
/// # Errors
/// Words for a product or a version that does not exist.
pub(super) fn named(args: &KeysArgs) -> Result<Vec<Release>, String> {
    let products = VOCABULARY.products();
    args.product
        .iter()
        .map(|text| {
            let (name, version) = text
                .split_once('=')
                .ok_or_else(|| format!("`{text}` names no version: write `{text}=VERSION`"))?;
            let found = products.iter().find_map(|product| {
                Some((*product, registry::facts(product)?)).filter(|_| *product == name)
            });
            let Some((product, facts)) = found else {
                return Err(match nearest(name, products.iter().copied()) {
                    Some(near) => format!("no product is called `{name}`; did you mean `{near}`?"),
                    None => format!("no product is called `{name}`: {}", products.join(", ")),
                });
            };
            let parsed: Version = version
                .parse()
                .map_err(|error| format!("`{version}` is no version: {error}"))?;
            let facts_of = match catalog::version_status(facts, &parsed) {
                VersionStatus::Read => parsed,
                VersionStatus::Unread { facts_of } => facts_of
                    .parse()
                    .map_err(|error| format!("`{facts_of}` is no version: {error}"))?,
                VersionStatus::Unknown { nearest } => {
                    return Err(format!(
                        "there is no {product} {version}; the nearest are {}",
                        nearest.join(" and ")
                    ));
                }
            };
            Ok((product, facts, version.to_owned(), facts_of))
        })
        .collect()
}

/// The releases of a profile's hosts.
pub(super) fn of_profile(shown: &Shown<'_>) -> Vec<Release> {
    let mut releases = BTreeMap::new();
    for class in &shown.compilation.cluster.classes {
        if shown.of(&class.hosts).is_empty() {
            continue;
        }
        for (name, product) in &class.products {
            if let Some(facts) = registry::facts(name) {
                let version = product.version.value.to_string();
                releases.insert((facts.product, version), (facts, product.facts_of.clone()));
            }
        }
    }
    releases
        .into_iter()
        .map(|((product, version), (facts, facts_of))| (product, facts, version, facts_of))
        .collect()
}

/// Their keys that match.
pub(super) fn rows(releases: &[Release], pattern: Option<&str>) -> Vec<KeyRow> {
    let mut rows = Vec::new();
    for (product, facts, version, facts_of) in releases {
        let matching = |listed: &Listed| match (pattern, facts.names) {
            (None, _) => true,
            (Some(pattern), KeyNames::Exact) => matches_wildcard(pattern, listed.name),
            (Some(pattern), KeyNames::AnyCase) => matches_wildcard(
                &pattern.to_ascii_uppercase(),
                &listed.name.to_ascii_uppercase(),
            ),
        };
        for listed in catalog::list(facts, facts_of).into_iter().filter(matching) {
            let text = |text: Option<&'static str>| text.map(str::to_owned);
            rows.push(KeyRow {
                product: (*product).to_owned(),
                version: version.clone(),
                key: listed.name.to_owned(),
                file: catalog::file(facts, facts_of, listed.fact.scope).to_owned(),
                kind: listed.fact.kind.to_owned(),
                unit: text(listed.fact.unit),
                default: text(listed.fact.default_in(facts_of)),
                read_as: listed.read_as.iter().map(|key| (*key).to_owned()).collect(),
                deprecated: listed.fact.is_deprecated(facts_of),
            });
        }
    }
    rows
}
