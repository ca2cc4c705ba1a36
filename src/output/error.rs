//! Why a build was not done.

use std::fmt;
use std::io;

use super::MANIFEST;

/// What stands in the way at one place of the output folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conflict {
    pub host: String,
    /// Path on the target machine; `/` is the host's own folder.
    pub path: String,
    pub kind: ConflictKind,
}

/// How a place conflicts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConflictKind {
    /// A file of ours was changed. `line` is the first (from 1) that differs from what would be
    /// written; `None` when the file would be removed.
    HandEdited { line: Option<usize> },
    /// A file that no manifest lists, with another content from this line on.
    NotOurs { line: usize },
    /// A symbolic link, here or in the place of a directory above.
    SymlinkInTheWay,
    /// Neither a file nor a directory: a device, a socket, a pipe.
    NotAFile,
    /// A directory where a file belongs.
    DirInTheWay,
    /// A file where a directory belongs.
    FileInTheWay,
}

/// Why a plan could not be made or carried out.
#[derive(Debug)]
pub enum OutputError {
    /// The file system refused; `action` reads `cannot read`, `path` begins with the output folder.
    Io {
        action: &'static str,
        path: String,
        source: io::Error,
    },
    /// Places that the build must not overwrite; nothing was written.
    Refused {
        folder: String,
        conflicts: Vec<Conflict>,
    },
    /// Another build holds the folder.
    Locked { folder: String },
    /// A manifest that cannot be trusted; nothing was written.
    BadManifest { path: String, reason: String },
    /// [`Steps`](super::Steps) ran out.
    Stopped,
}

impl fmt::Display for ConflictKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::HandEdited { line: Some(line) } => write!(
                f,
                "edited by hand: line {line} is not what clusterc wrote or would write"
            ),
            Self::HandEdited { line: None } => {
                f.write_str("edited by hand, and the profile no longer makes it")
            }
            Self::NotOurs { line } => write!(
                f,
                "not written by clusterc, and differs from the output at line {line}"
            ),
            Self::SymlinkInTheWay => f.write_str("a symbolic link is in the way"),
            Self::NotAFile => f.write_str("not a regular file"),
            Self::DirInTheWay => f.write_str("a directory is in the way of the file"),
            Self::FileInTheWay => f.write_str("a file is in the way of the directory"),
        }
    }
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.host, self.path, self.kind)
    }
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io {
                action,
                path,
                source,
            } => write!(f, "{action} `{path}`: {source}"),
            Self::Refused { folder, conflicts } => {
                let places = match conflicts.len() {
                    1 => "1 place".to_owned(),
                    n => format!("{n} places"),
                };
                write!(
                    f,
                    "nothing was written to `{folder}`: {places} would lose what clusterc did not \
                     write; move the change into the profile, or the file out of the way"
                )?;
                for conflict in conflicts {
                    write!(f, "\n  {conflict}")?;
                }
                Ok(())
            }
            Self::Locked { folder } => write!(f, "another build is writing to `{folder}`"),
            Self::BadManifest { path, reason } => write!(
                f,
                "cannot use the manifest `{path}`: {reason}; nothing was written; restore it, or \
                 remove it to have every file compared as if `{MANIFEST}` had never been there"
            ),
            Self::Stopped => f.write_str("the build was stopped"),
        }
    }
}

impl std::error::Error for OutputError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
