//! How much a profile may ask for, so that a wrong file or a slip of a bracket ends in a message
//! and not in an exhausted machine.

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
