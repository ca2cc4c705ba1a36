//! The JSON Schema of the profile, and the check of a tree against it.
//!
//! The schema is generated from the types of `profile`; it knows structure, not products' keys.
//! The check reports every structural mistake with its place and prunes it from the tree, so that
//! later passes see only what is sound. This module alone names the validator.

mod generate;
mod json;
mod messages;
mod misplaced;
mod reach;
mod rules;
mod validate;

pub use generate::{profile_schema, to_text};
pub use rules::{BAD_VALUE, RULES};
pub use validate::{Checked, check};
