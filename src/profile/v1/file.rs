//! Further files to ship.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::source::Spanned;
use crate::units::Mode;

/// A file that the profile ships as it is; exactly one of `text` and `from`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// The content; may hold templates.
    #[schemars(example = &"{{ host.name }}\n")]
    pub text: Option<Spanned<String>>,
    /// A file beside the main profile, copied byte for byte; the path may hold templates.
    #[schemars(length(min = 1), example = &"files/motd")]
    pub from: Option<Spanned<String>>,
    /// Permission bits, octal. Default 0644.
    pub mode: Option<Spanned<Mode>>,
    /// Owner: a name or a number. Default `root`.
    #[schemars(regex(pattern = r"^[A-Za-z0-9_][A-Za-z0-9_.-]*\$?$"), example = &"root")]
    pub owner: Option<Spanned<String>>,
    /// Group: a name or a number. Default `root`.
    #[schemars(regex(pattern = r"^[A-Za-z0-9_][A-Za-z0-9_.-]*\$?$"), example = &"root")]
    pub group: Option<Spanned<String>>,
}
