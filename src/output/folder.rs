//! The output folder: its handle and the lock on it.

use std::fs::{File, TryLockError};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use cap_std::fs::Dir;

use super::{OutputError, nofollow};

/// An open and locked output folder. All access below it goes through its handle.
#[derive(Debug)]
pub struct Folder {
    pub(super) dir: Dir,
    /// The lock lives as long as this handle. `dir` cannot sync: its handle may be of the kind
    /// that only names a directory.
    pub(super) handle: File,
    shown: String,
    /// Whether paths of several names may be given to the kernel; only tests forbid it.
    whole_paths: bool,
}

impl Folder {
    /// Opens a folder to write to, alone; makes it if it is missing.
    ///
    /// # Errors
    /// When it cannot be made or opened, or another build holds it.
    pub fn for_build(path: &Path) -> Result<Self, OutputError> {
        std::fs::create_dir_all(path)
            .map_err(|source| io_error("cannot make the folder", path.display(), source))?;
        let folder = Self::open(path)
            .map_err(|source| io_error("cannot open the folder", path.display(), source))?;
        folder.lock_alone()?;
        Ok(folder)
    }

    /// Opens a folder to compare with, together with others that do; `None` if there is none.
    ///
    /// # Errors
    /// When it cannot be opened, or a build is writing to it.
    pub fn for_check(path: &Path) -> Result<Option<Self>, OutputError> {
        match Self::open(path) {
            Ok(folder) => {
                lock_result(folder.handle.try_lock_shared(), &folder.shown)?;
                Ok(Some(folder))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(source) => Err(io_error("cannot open the folder", path.display(), source)),
        }
    }

    fn open(path: &Path) -> io::Result<Self> {
        let handle = File::open(path)?;
        if !handle.metadata()?.is_dir() {
            return Err(ErrorKind::NotADirectory.into());
        }
        Ok(Self {
            dir: Dir::from_std_file(handle.try_clone()?),
            handle,
            shown: path.display().to_string(),
            whole_paths: true,
        })
    }

    /// With `false`, the folder as it is used where the kernel has no `openat2`, or a filter of
    /// system calls forbids it: one name at a time. For tests.
    #[doc(hidden)]
    #[must_use]
    pub fn with_whole_paths(self, whole_paths: bool) -> Self {
        Self {
            whole_paths,
            ..self
        }
    }

    /// Whether nothing at all stands in the folder. When that cannot be told, something may.
    pub(super) fn is_empty(&self) -> bool {
        (self.dir.entries()).is_ok_and(|mut entries| entries.next().is_none())
    }

    /// Opens what stands at `path` in one call if that can be done; see
    /// [`nofollow::open_below`].
    pub(super) fn open_below(&self, path: &str) -> Option<File> {
        let dir = self.whole_paths.then_some(&self.dir)?;
        nofollow::open_below(dir, path)
    }

    /// Makes a file at `path` below `dir` in one call if that can be done; see
    /// [`nofollow::create_below`].
    pub(super) fn create_below(&self, dir: &Dir, path: &str, mode: u32) -> Option<File> {
        let dir = self.whole_paths.then_some(dir)?;
        nofollow::create_below(dir, path, mode)
    }

    /// Makes sure that nobody else uses the folder.
    pub(super) fn lock_alone(&self) -> Result<(), OutputError> {
        lock_result(self.handle.try_lock(), &self.shown)
    }

    /// The folder as the user wrote it.
    #[must_use]
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// An error at a path below the folder.
    pub(super) fn error(
        &self,
        action: &'static str,
        below: impl std::fmt::Display,
        source: io::Error,
    ) -> OutputError {
        io_error(action, format!("{}/{below}", self.shown), source)
    }

    /// Reads a file that stands directly in the folder; `None` if there is none.
    pub(super) fn read(&self, name: &str, limit: u64) -> Result<Option<Vec<u8>>, OutputError> {
        let bad = |reason: String| OutputError::BadManifest {
            path: format!("{}/{name}", self.shown),
            reason,
        };
        let failed = |source| self.error("cannot read", name, source);
        let size = match self.dir.symlink_metadata(name) {
            Ok(found) if !found.is_file() => return Err(bad("it is not a regular file".into())),
            Ok(found) => found.len(),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(failed(source)),
        };
        if size > limit {
            return Err(bad(format!("it is larger than {limit} bytes")));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
        let file = nofollow::open_file(&self.dir, name).map_err(failed)?;
        file.take(limit).read_to_end(&mut bytes).map_err(failed)?;
        Ok(Some(bytes))
    }
}

fn lock_result(locked: Result<(), TryLockError>, shown: &str) -> Result<(), OutputError> {
    match locked {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => Err(OutputError::Locked {
            folder: shown.to_owned(),
        }),
        Err(TryLockError::Error(source)) => Err(io_error("cannot lock the folder", shown, source)),
    }
}

fn io_error(action: &'static str, path: impl std::fmt::Display, source: io::Error) -> OutputError {
    OutputError::Io {
        action,
        path: path.to_string(),
        source,
    }
}
