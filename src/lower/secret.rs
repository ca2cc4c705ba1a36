//! Secrets under `settings`: by reference only, each form printed where the product reads it.

use super::rules::SECRET_FORM;
use crate::catalog::{self, KeyFact, KeyType, Known, ProductFacts};
use crate::cluster::{SettingOp, SettingValue, SettingWish};
use crate::diagnostic::Diagnostic;
use crate::document::SecretRef;
use crate::units::Version;

/// The key that a secret goes to: a path on the node belongs to the product's file-valued key
/// beside the one that would hold the secret itself (`….password.file`).
///
/// # Errors
/// When the product cannot read the secret in the form it is referred to.
pub(super) fn key_of(
    facts: &'static ProductFacts,
    version: &Version,
    scope: &str,
    key: &str,
    fact: &KeyFact,
    ops: &[SettingWish],
) -> Result<Option<(String, KeyFact)>, Box<Diagnostic>> {
    let last = ops.iter().rev().find_map(|op| match &op.value {
        SettingOp::Set {
            value: Some(SettingValue::Secret(secret)),
            ..
        } => Some((secret, op.at)),
        _ => None,
    });
    let Some((secret, at)) = last else {
        return Ok(None);
    };
    match secret {
        SecretRef::Deploy(_) => Ok(None),
        SecretRef::File(_) if fact.ty != KeyType::Password => Ok(None),
        SecretRef::File(_) => {
            let file_key = format!("{key}.file");
            match catalog::look_up(facts, version, Some(scope), &file_key) {
                Known::Yes(fact) => Ok(Some((file_key, fact))),
                _ => Err(Box::new(
                    Diagnostic::new(
                        &SECRET_FORM,
                        at,
                        format!("`{key}` cannot be read from a file"),
                    )
                    .note(format!("this version has no key `{file_key}`"))
                    .help("write `{secret: deploy:NAME}`: the deployer replaces a marker"),
                )),
            }
        }
        SecretRef::Credential { provider, .. } => Err(Box::new(
            Diagnostic::new(
                &SECRET_FORM,
                at,
                "a raw key cannot name an alias of a credential provider",
            )
            .note("Hadoop looks an alias up by the name of the key itself, where the key is not set")
            .help(format!(
                "leave the key out and set `hadoop.security.credential.provider.path` of core-site to `{provider}`"
            )),
        )),
    }
}
