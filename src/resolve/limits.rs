//! How much a profile may ask for, so that a wrong file or a slip of a bracket ends in a message
//! and not in an exhausted machine.

use crate::source::Span;
use crate::yaml::{Kind, Node};

/// Hosts of a cluster, and lines of `hosts`.
pub(super) const MAX_HOSTS: usize = 100_000;
/// Files of a profile, those it extends included.
pub(super) const MAX_FILES: usize = 256;
/// Bytes of all these files together.
pub(super) const MAX_BYTES: usize = crate::yaml::MAX_FILE_BYTES;
/// Hosts that all selectors together look at; a selector of names looks at those it names, any
/// other at every host of the cluster, once a pattern.
pub(super) const MAX_LOOKS: u64 = 5_000_000;
/// Bytes that all templates together come to.
pub(super) const MAX_FILLED: usize = 64 << 20;
/// Items of a list in hardware, brackets expanded.
pub(super) const MAX_ITEMS: usize = 10_000;
/// Values of a profile and what it extends; of each line of `hosts` those beyond
/// [`FREE_OF_LINE`], and none below the user's own keys.
pub(super) const MAX_VALUES: usize = 20_000;
/// Values of a line of `hosts` that do not count: a list of its roles, its rack and the like.
const FREE_OF_LINE: usize = 16;

/// Counts the values of a file on top of `count`, aliases expanded.
///
/// # Errors
/// The place of the value that is one too many.
pub(super) fn count_values(root: &Node, count: &mut usize) -> Result<(), Span> {
    for entry in root.as_map().into_iter().flatten() {
        match (&*entry.key.value, entry.value.as_map()) {
            (own, _) if own.starts_with("x-") => {}
            ("hosts", Some(lines)) => {
                for line in lines {
                    let before = *count;
                    add(&line.value, count)?;
                    *count = before.max(count.saturating_sub(FREE_OF_LINE));
                }
            }
            _ => add(&entry.value, count)?,
        }
    }
    Ok(())
}

fn add(node: &Node, count: &mut usize) -> Result<(), Span> {
    *count += 1;
    if *count > MAX_VALUES {
        return Err(node.span);
    }
    match &node.kind {
        Kind::Seq(items) => items.iter().try_for_each(|item| add(item, count)),
        Kind::Map(entries) => entries
            .iter()
            .try_for_each(|entry| add(&entry.value, count)),
        Kind::Null | Kind::Scalar(_) => Ok(()),
    }
}
