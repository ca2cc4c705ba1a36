//! Host names as the manifest writes them: folded.

use std::sync::Arc;

use crate::units::{self, Term};

/// Writes names as one host set.
pub(super) fn fold(names: &[Arc<str>]) -> String {
    units::fold(names.iter().map(AsRef::as_ref))
}

/// Reads what [`fold`] writes; at most `limit` names, which are counted before they are made.
///
/// # Errors
/// With a sentence for the user.
pub(super) fn expand(text: &str, limit: usize) -> Result<Vec<String>, String> {
    let terms = units::parse_host_set(text).map_err(|error| error.to_string())?;
    let mut names = Vec::new();
    for placed in terms {
        let Term::Names(pattern) = placed.term else {
            return Err("a host set with `*` names no hosts".into());
        };
        if names.len().saturating_add(pattern.len()) > limit {
            return Err(format!("it names more than {limit} hosts"));
        }
        names.extend(pattern.expand().map(|expanded| expanded.text));
    }
    Ok(names)
}
