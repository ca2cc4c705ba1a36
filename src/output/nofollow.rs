//! Opens a name of a directory, and only what stands there itself: never what a link leads to.
//!
//! cap-std keeps every path below its directory but follows links that stay there. On Linux the
//! kernel refuses them; elsewhere what was opened is compared with
//! what stands under the name.

use std::io;

use cap_std::fs::{Dir, File, MetadataExt, OpenOptions, OpenOptionsExt};

/// The flags of `open(2)` that `std` has no names for.
#[derive(Clone, Copy)]
struct Flags {
    directory: i32,
    file: i32,
}

/// A directory is a handle to go on from, not to list: cheaper, and execute permission is enough.
/// A device or a pipe in the place of a file must not hold us up.
#[cfg(target_os = "linux")]
const FLAGS: Option<Flags> = {
    use rustix::fs::OFlags;
    const fn bits(flags: OFlags) -> i32 {
        flags.bits().cast_signed()
    }
    Some(Flags {
        directory: bits(
            OFlags::PATH
                .union(OFlags::DIRECTORY)
                .union(OFlags::NOFOLLOW),
        ),
        file: bits(OFlags::NOFOLLOW.union(OFlags::NONBLOCK)),
    })
};
#[cfg(not(target_os = "linux"))]
const FLAGS: Option<Flags> = None;

/// Opens a directory to go on from. The error is `NotFound` only when nothing has the name.
pub(super) fn open_dir(parent: &Dir, name: &str) -> io::Result<Dir> {
    open_dir_with(FLAGS, parent, name)
}

fn open_dir_with(flags: Option<Flags>, parent: &Dir, name: &str) -> io::Result<Dir> {
    let Some(flags) = flags else {
        refuse_link(parent, name)?;
        let dir = parent.open_dir(name)?;
        let opened = dir.dir_metadata()?;
        is_under(parent, name, opened.dev(), opened.ino())?;
        return Ok(dir);
    };
    let mut options = OpenOptions::new();
    options.read(true).custom_flags(flags.directory);
    let opened = parent.open_with(name, &options)?;
    Ok(Dir::from_std_file(opened.into_std()))
}

/// Opens a file to read; a directory opens too. The error is `NotFound` only when nothing has the
/// name.
pub(super) fn open_file(parent: &Dir, name: &str) -> io::Result<File> {
    open_file_with(FLAGS, parent, name)
}

fn open_file_with(flags: Option<Flags>, parent: &Dir, name: &str) -> io::Result<File> {
    let Some(flags) = flags else {
        refuse_link(parent, name)?;
        let file = parent.open(name)?;
        let opened = file.metadata()?;
        is_under(parent, name, opened.dev(), opened.ino())?;
        return Ok(file);
    };
    let mut options = OpenOptions::new();
    options.read(true).custom_flags(flags.file);
    parent.open_with(name, &options)
}

/// Opens what stands at `path` below a folder, in one call that follows no link on the way; `None`
/// when that cannot be done, for whatever reason: no such file, a link, a kernel before 5.6, a
/// filter of system calls. `path` has no `..`, so without links it cannot lead out.
#[cfg(target_os = "linux")]
pub(super) fn open_below(folder: &Dir, path: &str) -> Option<std::fs::File> {
    use rustix::fs::{Mode, OFlags, ResolveFlags, openat2};
    debug_assert!(is_plain(path), "{path}");
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK;
    let opened = openat2(
        folder,
        path,
        flags,
        Mode::empty(),
        ResolveFlags::NO_SYMLINKS,
    );
    Some(opened.ok()?.into())
}

#[cfg(not(target_os = "linux"))]
pub(super) const fn open_below(_: &Dir, _: &str) -> Option<std::fs::File> {
    None
}

/// Makes a file at `path` below a folder, where none may be, in one call that follows no link on
/// the way; `None` when that cannot be done, as with [`open_below`].
#[cfg(target_os = "linux")]
pub(super) fn create_below(folder: &Dir, path: &str, mode: u32) -> Option<std::fs::File> {
    use rustix::fs::{Mode, OFlags, ResolveFlags, openat2};
    debug_assert!(is_plain(path), "{path}");
    let opened = openat2(
        folder,
        path,
        OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC,
        Mode::from_raw_mode(mode),
        ResolveFlags::NO_SYMLINKS,
    );
    Some(opened.ok()?.into())
}

#[cfg(not(target_os = "linux"))]
pub(super) const fn create_below(_: &Dir, _: &str, _: u32) -> Option<std::fs::File> {
    None
}

/// Whether a path goes down only.
fn is_plain(path: &str) -> bool {
    path.split('/').all(|name| !matches!(name, "" | "." | ".."))
}

/// Also what would hold us up when opened; a link that leads nowhere would seem to be missing.
fn refuse_link(parent: &Dir, name: &str) -> io::Result<()> {
    let found = parent.symlink_metadata(name)?;
    if found.is_file() || found.is_dir() {
        return Ok(());
    }
    Err(io::Error::other("neither a file nor a directory"))
}

fn is_under(parent: &Dir, name: &str, dev: u64, ino: u64) -> io::Result<()> {
    let found = parent.symlink_metadata(name)?;
    if found.is_symlink() || (found.dev(), found.ino()) != (dev, ino) {
        return Err(io::Error::other("a symbolic link"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::ErrorKind;

    #[test]
    fn a_link_is_not_followed_even_within_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let dir = Dir::from_std_file(std::fs::File::open(folder.path()).unwrap());
        dir.create_dir("d").unwrap();
        dir.write("f", b"text").unwrap();
        dir.symlink("d", "to-d").unwrap();
        dir.symlink("f", "to-f").unwrap();
        dir.symlink("nothing", "dangling").unwrap();
        for flags in [FLAGS, None] {
            let open_dir = |name| open_dir_with(flags, &dir, name);
            let open_file = |name| open_file_with(flags, &dir, name);
            assert!(open_dir("d").is_ok());
            assert!(open_file("f").is_ok());
            for name in ["f", "to-d", "to-f", "dangling", "none", "..", "/etc"] {
                let error = open_dir(name).unwrap_err();
                assert_eq!(
                    error.kind() == ErrorKind::NotFound,
                    name == "none",
                    "{name}"
                );
            }
            for name in ["to-d", "to-f", "dangling", "none", "/etc/passwd", "../f"] {
                assert!(
                    !is_plain(name) || open_below(&dir, name).is_none(),
                    "{name}"
                );
                let error = open_file(name).unwrap_err();
                assert_eq!(
                    error.kind() == ErrorKind::NotFound,
                    name == "none",
                    "{name}"
                );
            }
        }
    }
}
