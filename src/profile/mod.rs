//! The profile as written, by version of the language.
//!
//! Types here mirror what a user may type: they carry the schema's descriptions and examples.
//! What the profile *means* is decided in `resolve`.

pub mod v1;
