//! Brings single files into place: complete under a temporary name first, then renamed.

use std::io::{self, ErrorKind, Write};

use std::fs::{File, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};

use cap_std::fs::{Dir, OpenOptions, OpenOptionsExt};

use super::steps::StepError;
use super::{Steps, nofollow, temporary_name};

/// What we get when we make a file, learnt from one that asked for everything.
#[derive(Debug, Clone, Copy)]
pub(super) struct Granted {
    /// What the process's umask lets through.
    mode: u32,
    owner: u32,
}

impl Granted {
    /// Whose the files are that we make.
    pub(super) const fn owner(self) -> u32 {
        self.owner
    }
}

/// Makes a file that was not there. An existing name, link or not, is an error.
fn make(dir: &Dir, name: &str, mode: u32) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true).mode(mode);
    Ok(dir.open_with(name, &options)?.into_std())
}

/// Makes a file under its temporary name, in the place of one that an interrupted build left.
pub(super) fn make_temporary(dir: &Dir, name: &str, mode: u32) -> io::Result<File> {
    match make(dir, name, mode) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            dir.remove_file(name)?;
            make(dir, name, mode)
        }
        result => result,
    }
}

/// Gives a file that was made with `mode` its content.
pub(super) fn fill(mut file: &File, bytes: &[u8], mode: u32, granted: Granted) -> io::Result<()> {
    file.write_all(bytes)?;
    if mode & !granted.mode != 0 {
        file.set_permissions(Permissions::from_mode(mode))?;
    }
    Ok(())
}

/// Writes a file into a directory that nobody else sees yet.
pub(super) fn write_unseen(
    dir: &Dir,
    name: &str,
    bytes: &[u8],
    mode: u32,
    granted: Granted,
    steps: &Steps,
) -> Result<(), StepError> {
    steps.take()?;
    let file = make(dir, name, mode)?;
    steps.take()?;
    Ok(fill(&file, bytes, mode, granted)?)
}

/// Writes a file, new or in the place of another, in one visible step.
pub(super) fn replace(
    dir: &Dir,
    name: &str,
    bytes: &[u8],
    mode: u32,
    granted: Granted,
    steps: &Steps,
) -> Result<(), StepError> {
    let temporary = temporary_name(name);
    steps.take()?;
    let file = make_temporary(dir, &temporary, mode)?;
    steps.take()?;
    fill(&file, bytes, mode, granted)?;
    drop(file);
    steps.take()?;
    Ok(dir.rename(&temporary, dir, name)?)
}

/// Writes a file like [`replace`], with the mode that files have by default, and makes sure that
/// its bytes are on the disk before they are seen. Returns what the umask grants.
pub(super) fn replace_synced(
    dir: &Dir,
    name: &str,
    bytes: &[u8],
    steps: &Steps,
) -> Result<Granted, StepError> {
    let temporary = temporary_name(name);
    steps.take()?;
    let mut file = make_temporary(dir, &temporary, 0o777)?;
    let found = file.metadata()?;
    let granted = Granted {
        mode: found.mode() & 0o777,
        owner: found.uid(),
    };
    file.set_permissions(Permissions::from_mode(granted.mode & 0o666))?;
    steps.take()?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    steps.take()?;
    dir.rename(&temporary, dir, name)?;
    Ok(granted)
}

/// Sets the permission bits of a file, unless it belongs to somebody else.
pub(super) fn set_mode(dir: &Dir, name: &str, mode: u32, steps: &Steps) -> Result<(), StepError> {
    steps.take()?;
    let file = nofollow::open_file(dir, name)?.into_std();
    match file.set_permissions(Permissions::from_mode(mode)) {
        Err(error) if error.kind() == ErrorKind::PermissionDenied => Ok(()),
        done => Ok(done?),
    }
}

/// Removes a file unless it is gone already.
pub(super) fn remove(dir: &Dir, name: &str, steps: &Steps) -> Result<(), StepError> {
    steps.take()?;
    match dir.remove_file(name) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        done => Ok(done?),
    }
}

/// Makes a folder under a temporary name, in the place of one that an interrupted build left.
pub(super) fn make_unseen(dir: &Dir, temporary: &str, steps: &Steps) -> Result<Dir, StepError> {
    steps.take()?;
    match dir.create_dir(temporary) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            dir.remove_dir_all(temporary)?;
            dir.create_dir(temporary)?;
        }
        made => made?,
    }
    Ok(nofollow::open_dir(dir, temporary)?)
}

/// Removes a folder with a temporary name and all in it, if there is one.
pub(super) fn remove_unseen(dir: &Dir, temporary: &str, steps: &Steps) -> Result<(), StepError> {
    steps.take()?;
    match dir.remove_dir_all(temporary) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        done => Ok(done?),
    }
}
