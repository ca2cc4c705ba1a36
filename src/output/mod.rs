//! The tree of files a profile compiles to, what would change on disk, and the only writer.
//!
//! An [`OutputTree`] is built in memory, [`plan`] compares it with a [`Folder`], [`apply`] carries
//! the plan out. Below the folder everything goes through a directory handle, one name at a time:
//! no symbolic link is followed and no path can lead out of the folder. Whatever the manifest does
//! not list is never overwritten and never deleted, and nothing is written when the plan has a
//! conflict. It never looks at the clock, at the environment, or at a file it did not make, except
//! to compare one that stands where an output belongs.
//!
//! Crash safety: before the first file is touched, `clusterc.manifest.json.next` names all that is
//! about to be written. Until the build ends, a file is ours when it holds what the manifest, that
//! file, or an earlier build that did not end says; so the next build recognises and repairs every
//! state in which this one can be interrupted.

mod apply;
mod archive;
mod by_class;
mod claims;
mod compare;
mod digest;
mod error;
mod folder;
mod fresh;
mod hosts;
mod manifest;
mod nofollow;
mod plan;
mod rewrite;
mod scan;
mod stage;
mod steps;
mod tree;
mod walk;

pub use apply::{Summary, apply, apply_with};
pub use archive::write_tar;
pub use by_class::by_class;
pub use digest::Sha256Sum;
pub use error::{Conflict, ConflictKind, OutputError};
pub use folder::Folder;
pub use plan::{Counts, Difference, DifferenceKind, Plan, Request, plan};
pub use rewrite::{Rewrite, RewriteError, rewrite};
pub use steps::Steps;
pub use tree::{Content, ContentId, FileSpec, OutputTree, TreeError, TreeErrorKind, files_of};

/// The manifest's name in the output folder.
pub const MANIFEST: &str = "clusterc.manifest.json";

/// The manifest of the build under way; left behind by one that did not end.
pub const PENDING: &str = "clusterc.manifest.json.next";

/// How the name of a file or host folder that is being written ends; it begins with a dot.
const TEMPORARY_SUFFIX: &str = ".clusterc-new";

/// The longest component of an output path, in bytes: room for the temporary name within the 255
/// that file systems allow.
const LONGEST_NAME: usize = 240;

/// The name under which `name` is written before it is renamed. Always the same one, so that what
/// an interrupted build leaves behind can be found.
fn temporary_name(name: &str) -> String {
    format!(".{name}{TEMPORARY_SUFFIX}")
}

/// Whether `name` could be a temporary name of ours.
fn is_temporary_name(name: &str) -> bool {
    name.starts_with('.') && name.ends_with(TEMPORARY_SUFFIX)
}

/// Compares paths so that what lies in a directory stands directly after it.
fn path_order(left: &str, right: &str) -> std::cmp::Ordering {
    // No component holds a control character, so a slash as zero sorts before all of them.
    let key = |byte| if byte == b'/' { 0 } else { byte };
    left.bytes().map(key).cmp(right.bytes().map(key))
}
