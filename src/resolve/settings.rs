//! Reads `settings`: each layer's wish for each key, in order; they are applied after derivation.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;

use super::Knowledge;
use super::layers::typed;
use super::merge::items;
use super::rules::{BAD_SECRET, SETTING_UNREACHED};
use crate::cluster::{Class, Cluster, SettingOp, SettingValue, SettingWish};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::SecretRef;
use crate::profile::v1::Setting;
use crate::source::{Span, Spanned};
use crate::yaml::{Kind, Node};

type Settings = IndexMap<String, IndexMap<String, Vec<SettingWish>>>;

/// Reads the `settings` of all layers of a class.
pub(super) fn read(layers: &[Arc<Node>], diagnostics: &mut Diagnostics) -> Settings {
    let mut settings = Settings::new();
    for layer in layers {
        for file in layer.as_map().into_iter().flatten() {
            let keys = settings.entry(file.key.value.to_string()).or_default();
            for entry in file.value.as_map().into_iter().flatten() {
                let list = keys.entry(entry.key.value.to_string()).or_default();
                for op in ops(&entry.value, diagnostics) {
                    list.push(SettingWish {
                        value: op,
                        span: entry.key.span,
                        at: entry.value.span,
                    });
                }
            }
        }
    }
    settings
}

fn ops(node: &Arc<Node>, diagnostics: &mut Diagnostics) -> Vec<SettingOp> {
    let set = |value| SettingOp::Set {
        value: Some(value),
        is_final: None,
        force: None,
    };
    match &node.kind {
        Kind::Null => vec![SettingOp::Unset],
        Kind::Scalar(scalar) => vec![set(SettingValue::Scalar(scalar.text.to_string()))],
        Kind::Seq(_) => vec![set(SettingValue::List(texts(node)))],
        Kind::Map(_) => {
            let Some(long) = typed::<Setting>(node, diagnostics) else {
                return Vec::new();
            };
            let mut ops = Vec::new();
            let value = match (&long.value, &long.secret) {
                (_, Some(secret)) => secret_ref(secret, diagnostics).map(SettingValue::Secret),
                (Some(raw), None) => match &raw.0.kind {
                    Kind::Seq(_) => Some(SettingValue::List(texts(&raw.0))),
                    _ => raw
                        .0
                        .text()
                        .map(|text| SettingValue::Scalar(text.to_string())),
                },
                (None, None) => None,
            };
            if value.is_some() || long.is_final.is_some() || long.force.is_some() {
                ops.push(SettingOp::Set {
                    value,
                    is_final: long.is_final.map(|is_final| is_final.value),
                    force: long.force,
                });
            }
            if let Some(raw) = &long.prepend {
                ops.push(SettingOp::Prepend(texts(&raw.0)));
            }
            if let Some(raw) = &long.append {
                ops.push(SettingOp::Append(texts(&raw.0)));
            }
            if let Some(raw) = &long.remove {
                ops.push(SettingOp::Remove(texts(&raw.0)));
            }
            ops
        }
    }
}

fn texts(node: &Arc<Node>) -> Vec<String> {
    items(node)
        .iter()
        .filter_map(|item| item.text().map(ToString::to_string))
        .collect()
}

/// Reads a reference to a secret.
pub(super) fn secret_ref(
    secret: &Spanned<String>,
    diagnostics: &mut Diagnostics,
) -> Option<SecretRef> {
    let text = secret.value.as_str();
    if let Some(path) = text.strip_prefix("file:") {
        return Some(SecretRef::File(path.to_owned()));
    }
    if let Some(name) = text.strip_prefix("deploy:") {
        return Some(SecretRef::Deploy(name.to_owned()));
    }
    if let Some((alias, provider)) = text
        .strip_prefix("credential:")
        .and_then(|rest| rest.split_once('@'))
    {
        return Some(SecretRef::Credential {
            alias: alias.to_owned(),
            provider: provider.to_owned(),
        });
    }
    diagnostics.push(
        Diagnostic::new(&BAD_SECRET, secret.span, "this is no reference to a secret")
            .help("write `file:/path`, `credential:alias@provider-uri` or `deploy:name`"),
    );
    None
}

/// Which settings reach a host at all.
#[derive(Debug, Default)]
pub(super) struct Reach {
    /// Place of a key to its file, and whether it reached anybody.
    keys: BTreeMap<Span, (String, bool)>,
}

impl Reach {
    pub(super) fn note(&mut self, class: &Class, knowledge: &Knowledge) {
        for (file, keys) in &class.settings {
            let product = knowledge.vocabulary.file(file).map(|file| file.product);
            let reached = product.is_some_and(|product| class.products.contains_key(product))
                && knowledge
                    .vocabulary
                    .file(file)
                    .is_some_and(|def| class_reads(class, def));
            for ops in keys.values() {
                for op in ops {
                    let entry = self
                        .keys
                        .entry(op.span)
                        .or_insert_with(|| (file.clone(), false));
                    entry.1 |= reached;
                }
            }
        }
    }

    pub(super) fn report(self, cluster: &Cluster, diagnostics: &mut Diagnostics) {
        // A host whose product is not settled may be the one that was meant.
        let all_settled = cluster.classes.iter().all(|class| {
            class
                .roles
                .iter()
                .all(|placed| class.products.contains_key(placed.role.product))
        });
        if !all_settled {
            return;
        }
        for (span, (file, reached)) in self.keys {
            if !reached {
                diagnostics.push(
                    Diagnostic::new(
                        &SETTING_UNREACHED,
                        span,
                        format!("no host it is said for has the file `{file}`"),
                    )
                    .help("take it out, or give a host the role that reads the file"),
                );
            }
        }
    }
}

/// Whether hosts of the class read a settings file: for Hadoop every host of the product does,
/// for the others the one daemon that is called like it.
pub(super) fn class_reads(class: &Class, file: &crate::vocabulary::SettingsFile) -> bool {
    match file.role {
        Some(role) => class.has_role(role),
        None => class.has_product(file.product),
    }
}
