//! Writes one file that is no output: a profile that is mended, a baseline.

use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use cap_std::fs::Dir;

use super::stage::make_temporary;
use super::temporary_name;

/// Gives the file at `path` other bytes in one visible step, or makes it. Mode and, where we may,
/// owner stay; a link stays one and what it leads to is written.
///
/// # Errors
/// What the file system refuses; then the file is as it was.
pub fn replace_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = match path.canonicalize() {
        Err(error) if error.kind() == ErrorKind::NotFound => path.to_owned(),
        found => found?,
    };
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| io::Error::other("its name is not UTF-8"))?;
    let handle = File::open(folder)?;
    let dir = Dir::from_std_file(handle.try_clone()?);
    let before = match std::fs::symlink_metadata(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        found => Some(found?),
    };
    if before.as_ref().is_some_and(|before| !before.is_file()) {
        return Err(io::Error::other("it is no regular file"));
    }
    let temporary = temporary_name(name);
    let mode = if before.is_some() { 0o600 } else { 0o666 };
    let written = write(&dir, &temporary, mode, before.as_ref(), bytes)
        .and_then(|()| dir.rename(&temporary, &dir, name));
    if written.is_err() {
        let _ = dir.remove_file(&temporary);
    }
    written?;
    handle.sync_all()
}

fn write(
    dir: &Dir,
    temporary: &str,
    mode: u32,
    before: Option<&std::fs::Metadata>,
    bytes: &[u8],
) -> io::Result<()> {
    use std::os::unix::fs::MetadataExt;
    let mut file = make_temporary(dir, temporary, mode)?;
    if let Some(before) = before {
        let ours = file.metadata()?;
        if (ours.uid(), ours.gid()) != (before.uid(), before.gid()) {
            // Only root may give files away; to others the file then is their own.
            let _ = std::os::unix::fs::fchown(&file, Some(before.uid()), Some(before.gid()));
        }
        file.set_permissions(std::fs::Permissions::from_mode(before.mode() & 0o7777))?;
    }
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mode_and_links_stay() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("real"), "old").unwrap();
        std::fs::set_permissions(at("real"), std::fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink("real", at("link")).unwrap();
        replace_file(&at("link"), b"new").unwrap();
        assert_eq!(std::fs::read(at("real")).unwrap(), b"new");
        let mode = std::fs::metadata(at("real")).unwrap().permissions().mode();
        assert_eq!(mode & 0o7777, 0o640);
        assert!(std::fs::symlink_metadata(at("link")).unwrap().is_symlink());
        replace_file(&at("fresh"), b"made").unwrap();
        assert_eq!(std::fs::read(at("fresh")).unwrap(), b"made");
        assert!(replace_file(folder.path(), b"").is_err());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3);
    }
}
