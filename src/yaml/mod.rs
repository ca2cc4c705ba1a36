//! YAML as the profile language reads it: bytes to a tree with a span on every node.
//!
//! The tree knows scalars, lists and maps; what a map means is not decided here. Aliases share
//! their target, so a document is never larger in memory than its bytes allow. Nothing here
//! opens a file, and nothing writes YAML.

mod comments;
mod de;
mod decode;
mod error;
mod events;
mod json;
pub mod limits;
mod map;
mod node;
#[cfg(test)]
mod properties;
pub mod rules;
mod spanned;
mod syntax;
#[cfg(test)]
mod tests;
mod tree;

use std::sync::Arc;

pub use comments::AllowComment;
pub use de::from_node;
pub use decode::{MAX_FILE_BYTES, decode};
pub use error::DeError;
pub use node::{Kind, MapEntry, Node, Scalar, Style};
pub use spanned::{OneOrMany, Raw, one_or_many};

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};

/// What a file holds, and what is wrong with it as YAML.
#[derive(Debug, Default)]
pub struct Document {
    /// None when reading ended at a mistake. Otherwise all that could be read: a value that was
    /// refused is null, an entry with a refused key is missing. A file without content is null.
    pub root: Option<Arc<Node>>,
    /// In the order of the file.
    pub allows: Vec<AllowComment>,
    /// In the order they were found; all are errors.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a file's text. All places are bytes of `text`.
///
/// A mistake of syntax, or a limit, ends the reading; every other mistake does not.
#[must_use]
pub fn read(file: FileId, text: &str) -> Document {
    if let Some(refused) = decode::check(file, text) {
        return Document {
            diagnostics: vec![*refused],
            ..Document::default()
        };
    }
    let comments = comments::possible(text);
    let mut builder = tree::Builder::new(file, text, comments);
    let mut whole = true;
    for step in events::events(text) {
        match step {
            Ok(located) => {
                if builder.event(located).is_err() {
                    break;
                }
            }
            Err(error) => {
                // After a key that is too long the parser takes what follows for something else.
                let last = builder.diagnostics.last();
                if last.is_none_or(|last| *last.rule != rules::KEY_TOO_LONG) {
                    builder.report(syntax::describe(file, text, &error));
                }
                whole = false;
                break;
            }
        }
    }
    let mut diagnostics = builder.diagnostics;
    let root = match builder.root {
        // Nothing was read but a mistake: that there is no map follows from it.
        Some(root) if root.is_null() && !diagnostics.is_empty() => None,
        Some(root) if whole => Some(root),
        None if whole && diagnostics.is_empty() => {
            Some(Arc::new(Node::new(Span::start_of(file), Kind::Null)))
        }
        _ => None,
    };
    let mut allows = Vec::new();
    if whole && comments {
        let (found, wrong) = comments::allows(file, text, &builder.quoted);
        allows = found;
        diagnostics.extend(wrong);
    }
    Document {
        root,
        allows,
        diagnostics,
    }
}
