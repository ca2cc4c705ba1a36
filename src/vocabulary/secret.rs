//! Secrets, which are only ever referred to.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::source::Spanned;

/// A reference to a secret. The compiler never reads what it refers to.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[serde(deny_unknown_fields)]
pub struct Secret {
    /// `file:/path` on the node, `credential:alias@provider-uri`, or `deploy:name`.
    #[schemars(
        regex(pattern = r"^(file:/.+|credential:[^@]+@.+|deploy:[A-Za-z0-9._-]+)$"),
        example = &"deploy:tls-password",
        example = &"file:/etc/security/ssh_key"
    )]
    pub secret: Spanned<String>,
}
