//! Writes profiles back: every file by a temporary file beside it and a rename, and none when
//! some file changed in the meantime.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A file to be written.
#[derive(Debug)]
pub struct File<'a> {
    pub path: PathBuf,
    /// What it must still hold.
    pub before: &'a [u8],
    pub after: &'a [u8],
}

/// Writes all files: first the temporary ones, then their names. A link stays a link; what it
/// leads to is written.
///
/// # Errors
/// Words when a file changed, or cannot be written. Unless renaming itself fails, all files then
/// are as they were.
pub fn all(files: &[File<'_>]) -> Result<(), String> {
    let mut staged: Vec<(PathBuf, PathBuf)> = Vec::new();
    let done = stage(files, &mut staged).and_then(|()| {
        for (temporary, path) in &staged {
            fs::rename(temporary, path).map_err(|error| words(path, &error))?;
        }
        Ok(())
    });
    if done.is_err() {
        for (temporary, _) in &staged {
            // One that was renamed is not there any more.
            let _ = fs::remove_file(temporary);
        }
    }
    done
}

fn stage(files: &[File<'_>], staged: &mut Vec<(PathBuf, PathBuf)>) -> Result<(), String> {
    for file in files {
        let path = file
            .path
            .canonicalize()
            .map_err(|error| words(&file.path, &error))?;
        let there = fs::metadata(&path).map_err(|error| words(&path, &error))?;
        if !there.is_file() {
            return Err(format!("cannot write `{}`: it is no file", path.display()));
        }
        let now = fs::read(&path).map_err(|error| words(&path, &error))?;
        if now != file.before {
            return Err(format!(
                "`{}` changed in the meantime: nothing was written",
                file.path.display()
            ));
        }
        let mut name = std::ffi::OsString::from(".");
        name.push(path.file_name().unwrap_or_default());
        name.push(".clusterc-new");
        let temporary = path.with_file_name(name);
        let mut made = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&temporary)
            .map_err(|error| words(&temporary, &error))?;
        staged.push((temporary.clone(), path.clone()));
        made.write_all(file.after)
            .and_then(|()| made.set_permissions(there.permissions()))
            .and_then(|()| made.sync_all())
            .map_err(|error| words(&temporary, &error))?;
    }
    Ok(())
}

fn words(path: &Path, error: &std::io::Error) -> String {
    format!("cannot write `{}`: {error}", path.display())
}
