//! Places in the user's files: which file, which bytes, which line.
//!
//! Never reads a file: whoever has the bytes adds them here.

mod sources;
mod span;

pub use sources::{Place, SourceFile, Sources};
pub use span::{FileId, Span, Spanned};
