//! Writes files that are no outputs: profiles that are mended, a baseline.

use std::fmt;
use std::fs::{self, File, Metadata, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt, fchown};
use std::path::{Path, PathBuf};

use super::temporary_name;

/// A file and what it shall hold.
#[derive(Debug)]
pub struct Rewrite<'a> {
    pub path: PathBuf,
    /// What it must still hold; `None`: whatever it holds, and it need not be there.
    pub before: Option<&'a [u8]>,
    pub after: &'a [u8],
}

/// Why nothing was written.
#[derive(Debug)]
pub enum RewriteError {
    /// It holds something else than what was read of it.
    Changed(PathBuf),
    NotAFile(PathBuf),
    /// The name under which it is written first is taken, perhaps since a run was interrupted.
    InTheWay(PathBuf),
    Io(PathBuf, io::Error),
}

impl fmt::Display for RewriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed(path) => write!(
                f,
                "`{}` was changed meanwhile; nothing was written",
                path.display()
            ),
            Self::NotAFile(path) => {
                write!(
                    f,
                    "cannot write `{}`: it is no regular file",
                    path.display()
                )
            }
            Self::InTheWay(path) => write!(
                f,
                "cannot write `{}`: it is there, perhaps since a run was interrupted; remove it",
                path.display()
            ),
            Self::Io(path, error) => {
                let words = match error.kind() {
                    ErrorKind::NotFound => "there is no such folder".to_owned(),
                    ErrorKind::PermissionDenied => "permission denied".to_owned(),
                    _ => error.to_string(),
                };
                write!(f, "cannot write `{}`: {words}", path.display())
            }
        }
    }
}

impl std::error::Error for RewriteError {}

/// A temporary file that is to get its name.
struct Staged {
    temporary: PathBuf,
    path: PathBuf,
}

/// Gives all files other bytes: first every one under a temporary name beside it, then the names.
/// Mode and, where we may, owner stay; a link stays one and what it leads to is written.
///
/// # Errors
/// When one of them changed or cannot be written. Unless renaming itself fails, all files then
/// are as they were.
pub fn rewrite(files: &[Rewrite<'_>]) -> Result<(), RewriteError> {
    let mut staged = Vec::new();
    let done = files
        .iter()
        .try_for_each(|file| stage(file, &mut staged))
        .and_then(|()| staged.iter().try_for_each(commit));
    if done.is_err() {
        for one in &staged {
            // One that was renamed is not there any more.
            let _ = fs::remove_file(&one.temporary);
        }
    }
    done
}

fn stage(file: &Rewrite<'_>, staged: &mut Vec<Staged>) -> Result<(), RewriteError> {
    let failed = |error| RewriteError::Io(file.path.clone(), error);
    let path = match file.path.canonicalize() {
        Err(error) if error.kind() == ErrorKind::NotFound && file.before.is_none() => {
            file.path.clone()
        }
        found => found.map_err(failed)?,
    };
    let there = match fs::metadata(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        found => Some(found.map_err(failed)?),
    };
    if there.as_ref().is_some_and(|there| !there.is_file()) {
        return Err(RewriteError::NotAFile(file.path.clone()));
    }
    if let Some(before) = file.before
        && fs::read(&path).map_err(failed)? != before
    {
        return Err(RewriteError::Changed(file.path.clone()));
    }
    let Some(name) = path.file_name() else {
        return Err(RewriteError::NotAFile(file.path.clone()));
    };
    let temporary = path.with_file_name(temporary_name(&name.to_string_lossy()));
    let made = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(if there.is_some() { 0o600 } else { 0o666 })
        .open(&temporary)
        .map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => RewriteError::InTheWay(temporary.clone()),
            _ => failed(error),
        })?;
    staged.push(Staged { temporary, path });
    fill(made, there.as_ref(), file.after).map_err(failed)
}

fn fill(mut file: File, there: Option<&Metadata>, bytes: &[u8]) -> io::Result<()> {
    if let Some(there) = there {
        let ours = file.metadata()?;
        if (ours.uid(), ours.gid()) != (there.uid(), there.gid()) {
            // Only root may give files away; to others the file then is their own.
            let _ = fchown(&file, Some(there.uid()), Some(there.gid()));
        }
        file.set_permissions(Permissions::from_mode(there.mode() & 0o7777))?;
    }
    file.write_all(bytes)?;
    file.sync_all()
}

fn commit(staged: &Staged) -> Result<(), RewriteError> {
    let failed = |error| RewriteError::Io(staged.path.clone(), error);
    fs::rename(&staged.temporary, &staged.path).map_err(failed)?;
    match staged.path.parent() {
        Some(folder) if folder != Path::new("") => File::open(folder),
        _ => File::open("."),
    }
    .and_then(|folder| folder.sync_all())
    .map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file<'a>(path: &Path, before: Option<&'a [u8]>, after: &'a [u8]) -> Rewrite<'a> {
        Rewrite {
            path: path.to_owned(),
            before,
            after,
        }
    }

    #[test]
    fn mode_and_links_stay() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("real"), "old").unwrap();
        fs::set_permissions(at("real"), Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink("real", at("link")).unwrap();
        rewrite(&[file(&at("link"), Some(b"old"), b"new")]).unwrap();
        assert_eq!(fs::read(at("real")).unwrap(), b"new");
        let mode = fs::metadata(at("real")).unwrap().permissions().mode();
        assert_eq!(mode & 0o7777, 0o640);
        assert!(fs::symlink_metadata(at("link")).unwrap().is_symlink());
        rewrite(&[file(&at("fresh"), None, b"made")]).unwrap();
        assert_eq!(fs::read(at("fresh")).unwrap(), b"made");
        assert!(rewrite(&[file(folder.path(), None, b"")]).is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }

    #[test]
    fn all_are_written_or_none() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["a", "b"] {
            fs::write(at(name), "old").unwrap();
        }
        let first = || file(&at("a"), Some(b"old"), b"new");
        let changed = rewrite(&[first(), file(&at("b"), Some(b"read"), b"new")]);
        assert!(matches!(changed, Err(RewriteError::Changed(_))));
        fs::write(at(".b.clusterc-new"), "somebody's").unwrap();
        let taken = rewrite(&[first(), file(&at("b"), Some(b"old"), b"new")]);
        assert!(matches!(taken, Err(RewriteError::InTheWay(_))));
        assert_eq!(fs::read(at("a")).unwrap(), b"old");
        assert_eq!(fs::read(at(".b.clusterc-new")).unwrap(), b"somebody's");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }
}
