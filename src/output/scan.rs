//! Compares one host's files with what stands in the folder.

use std::cmp::Ordering;
use std::fs::File;
use std::io::{self, ErrorKind, Read};

use cap_std::fs::Dir;
use rustix::fs::FileType;

use super::claims::{self, Claim};
use super::compare::first_different_line;
use super::tree::is_below;
use super::walk::{Child, Reached, Walk, child, split};
use super::{
    Conflict, ConflictKind, FileSpec, Folder, OutputTree, Sha256Sum, nofollow, temporary_name,
};
use crate::document::TargetPath;

/// Which contents on disk are ours.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ours<'c> {
    /// The manifest lists exactly what the tree holds.
    AsTree,
    Claimed(&'c [Claim]),
}

/// What is to be done for one host.
#[derive(Debug, Default)]
pub(super) struct HostPlan<'t> {
    pub(super) host: String,
    /// The host has no folder yet.
    pub(super) fresh: bool,
    pub(super) unchanged: usize,
    pub(super) writes: Vec<Write<'t>>,
    pub(super) removals: Vec<Removal>,
    pub(super) conflicts: Vec<Conflict>,
}

/// A file to write.
#[derive(Debug)]
pub(super) struct Write<'t> {
    pub(super) file: &'t FileSpec,
    pub(super) change: Change,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    Create,
    /// Ours, with another content from this line on.
    Update {
        line: usize,
    },
    /// Only the permission bits differ; these are on disk.
    Mode {
        on_disk: u32,
    },
}

/// A file of ours that the tree no longer has.
#[derive(Debug)]
pub(super) struct Removal {
    pub(super) path: TargetPath,
    /// It is still there; otherwise only directories may be left to remove.
    pub(super) present: bool,
}

/// An I/O error and the path it is about, from the output folder.
#[derive(Debug)]
pub(super) struct ScanError {
    pub(super) path: String,
    pub(super) source: io::Error,
}

/// What stands under a name.
enum Found {
    Nothing,
    File(OnDisk),
    Wrong(ConflictKind),
}

/// A file that is there, open to be read.
struct OnDisk {
    size: u64,
    mode: u32,
    file: File,
}

/// Space that is used again for every host.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    bytes: Vec<u8>,
    path: String,
}

/// A host's own folder; opened only when something is not where it belongs.
enum Root {
    NotSeen,
    Dir(Walk),
    Missing,
    Blocked { symlink: bool },
}

struct Scan<'s, 't> {
    folder: &'s Folder,
    tree: &'t OutputTree,
    ours: Ours<'s>,
    root: Root,
    scratch: &'s mut Scratch,
    plan: HostPlan<'t>,
}

impl HostPlan<'_> {
    /// Nothing is to be done and nothing is in the way.
    pub(super) fn is_settled(&self) -> bool {
        self.writes.is_empty() && self.removals.is_empty() && self.conflicts.is_empty()
    }

    fn conflict(&mut self, path: &str, kind: ConflictKind) {
        let conflict = Conflict {
            host: self.host.clone(),
            path: path.to_owned(),
            kind,
        };
        // A link in the place of a directory is one place, however many files lie below it.
        if self.conflicts.last() != Some(&conflict) {
            self.conflicts.push(conflict);
        }
    }
}

/// Plans the files of `host`.
pub(super) fn plan_host<'t>(
    folder: &Folder,
    host: &str,
    tree: &'t OutputTree,
    ours: Ours<'_>,
    scratch: &mut Scratch,
) -> Result<HostPlan<'t>, ScanError> {
    let files = tree.files(host);
    let mut scan = Scan {
        folder,
        tree,
        ours,
        root: Root::NotSeen,
        scratch,
        plan: HostPlan {
            host: host.to_owned(),
            ..HostPlan::default()
        },
    };
    // Removals come first: they may make way for a file or a directory.
    if let Ours::Claimed(claims) = ours {
        scan.removals(&files, claims)?;
    }
    for file in files {
        scan.file(file).map_err(|source| ScanError {
            path: format!("{host}{}", file.path),
            source,
        })?;
    }
    scan.plan.fresh = matches!(scan.root, Root::Missing);
    Ok(scan.plan)
}

impl Root {
    /// Goes to the directory `path` of `host`.
    fn to<'r>(&'r mut self, folder: &Dir, host: &str, path: &str) -> io::Result<Reached<'r>> {
        if matches!(self, Self::NotSeen) {
            *self = match child(folder, host)? {
                Child::Dir(root) => Self::Dir(Walk::new(root)),
                Child::Missing => Self::Missing,
                Child::Symlink => Self::Blocked { symlink: true },
                Child::Other => Self::Blocked { symlink: false },
            };
        }
        match self {
            Self::Dir(walk) => walk.to(path),
            Self::NotSeen | Self::Missing => Ok(Reached::Missing),
            Self::Blocked { symlink } => Ok(Reached::Blocked {
                path: "/".to_owned(),
                symlink: *symlink,
            }),
        }
    }
}

impl<'t> Scan<'_, 't> {
    /// Whether there is a folder to remove from; what is in its place goes into the plan.
    fn has_folder(&mut self) -> Result<bool, ScanError> {
        if matches!(self.root, Root::NotSeen) {
            let host = &self.plan.host;
            let reached = self.root.to(&self.folder.dir, host, "");
            let reached = reached.map_err(|source| ScanError {
                path: host.clone(),
                source,
            })?;
            if let Reached::Blocked { path, symlink } = reached {
                self.plan.conflict(&path, ConflictKind::blocked(symlink));
            }
        }
        Ok(matches!(self.root, Root::Dir(_)))
    }

    fn removals(&mut self, files: &[&FileSpec], claims: &[Claim]) -> Result<(), ScanError> {
        for claims in claims.chunk_by(|a, b| a.path == b.path) {
            let [Claim { path, .. }, ..] = claims else {
                continue;
            };
            let made =
                files.binary_search_by(|file| super::path_order(file.path.as_str(), path.as_str()));
            if made.is_err() && self.has_folder()? {
                self.removal(path, claims).map_err(|source| ScanError {
                    path: format!("{}{path}", self.plan.host),
                    source,
                })?;
            }
        }
        Ok(())
    }

    fn removal(&mut self, path: &TargetPath, claims: &[Claim]) -> io::Result<()> {
        let (parent, name) = split(path.as_str());
        let dir = match self.root.to(&self.folder.dir, &self.plan.host, parent)? {
            Reached::Dir(dir) => dir,
            // A file in the place of a directory is judged by itself if it is ours.
            Reached::Missing | Reached::Blocked { symlink: false, .. } => {
                self.plan.removals.push(Removal::gone(path));
                return Ok(());
            }
            Reached::Blocked { path, .. } => {
                self.plan.conflict(&path, ConflictKind::SymlinkInTheWay);
                return Ok(());
            }
        };
        let present = match look(dir, name)? {
            // So is what lies in a directory that has the file's place.
            Found::Nothing | Found::Wrong(ConflictKind::DirInTheWay) => false,
            Found::Wrong(kind) => {
                self.plan.conflict(path.as_str(), kind);
                return Ok(());
            }
            Found::File(OnDisk { size, file, .. }) => {
                let may_be_claimed = claims.iter().any(|claim| claim.size == size);
                let is_ours = is_torn(size)
                    || may_be_claimed
                        && is_claimed(claims, read(file, size, size, &mut self.scratch.bytes)?);
                if !is_ours {
                    let kind = ConflictKind::HandEdited { line: None };
                    self.plan.conflict(path.as_str(), kind);
                    return Ok(());
                }
                true
            }
        };
        self.plan.removals.push(Removal {
            path: path.clone(),
            present,
        });
        Ok(())
    }

    fn file(&mut self, file: &'t FileSpec) -> io::Result<()> {
        let path = file.path.as_str();
        let Some(OnDisk {
            size,
            mode: on_disk,
            file: on_disk_file,
        }) = self.find(file)?
        else {
            return Ok(());
        };
        let content = self.tree.content(file.content);
        let claims = match self.ours {
            Ours::AsTree => &[],
            Ours::Claimed(claims) => claims::about(claims, path),
        };
        let may_be_claimed = claims.iter().any(|claim| claim.size == size);
        let wanted = content.bytes.len() as u64;
        let most = if may_be_claimed { size } else { 0 };
        let found = read(
            on_disk_file,
            size,
            wanted.max(most),
            &mut self.scratch.bytes,
        )?;
        let Some(line) = first_different_line(found, &content.bytes) else {
            if on_disk == file.mode_here() {
                self.plan.unchanged += 1;
            } else {
                let change = Change::Mode { on_disk };
                self.plan.writes.push(Write { file, change });
            }
            return Ok(());
        };
        let listed = matches!(self.ours, Ours::AsTree) || !claims.is_empty();
        if !listed {
            self.plan.conflict(path, ConflictKind::NotOurs { line });
        } else if is_torn(size) || may_be_claimed && is_claimed(claims, found) {
            let change = Change::Update { line };
            self.plan.writes.push(Write { file, change });
        } else {
            let line = Some(line);
            self.plan.conflict(path, ConflictKind::HandEdited { line });
        }
        Ok(())
    }

    /// Opens what stands at `path` of the host in one call, in most cases the only one.
    fn open(&mut self, path: &str) -> Option<File> {
        if matches!(self.root, Root::Missing | Root::Blocked { .. }) {
            return None;
        }
        let below = &mut self.scratch.path;
        below.clear();
        below.push_str(&self.plan.host);
        below.push_str(path);
        self.folder.open_below(below)
    }

    /// What stands at the file's path if it is a file; otherwise what that means goes into the
    /// plan.
    fn find(&mut self, file: &'t FileSpec) -> io::Result<Option<OnDisk>> {
        let path = file.path.as_str();
        if let Some(found) = self.open(path)
            && let Found::File(found) = opened(found)?
        {
            return Ok(Some(found));
        }
        // From here on it matters where the way ends.
        let (parent, name) = split(path);
        let dir = match self.root.to(&self.folder.dir, &self.plan.host, parent)? {
            Reached::Dir(dir) => dir,
            Reached::Missing => {
                self.plan.writes.push(Write::create(file));
                return Ok(None);
            }
            Reached::Blocked { path, symlink } => {
                if removes(&self.plan.removals, &path) {
                    self.plan.writes.push(Write::create(file));
                } else {
                    self.plan.conflict(&path, ConflictKind::blocked(symlink));
                }
                return Ok(None);
            }
        };
        match look(dir, name)? {
            Found::File(found) => return Ok(Some(found)),
            Found::Nothing => self.plan.writes.push(Write::create(file)),
            Found::Wrong(ConflictKind::DirInTheWay)
                if is_emptied(dir, name, path, &self.plan.removals)? =>
            {
                self.plan.writes.push(Write::create(file));
            }
            Found::Wrong(kind) => self.plan.conflict(path, kind),
        }
        Ok(None)
    }
}

/// Looks at a name without following it. A file is left open: it will be read.
fn look(dir: &Dir, name: &str) -> io::Result<Found> {
    let file = match nofollow::open_file(dir, name) {
        Ok(file) => file.into_std(),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => {
            return match dir.symlink_metadata(name) {
                Ok(found) if found.is_symlink() => Ok(Found::Wrong(ConflictKind::SymlinkInTheWay)),
                Ok(found) if found.is_dir() => Ok(Found::Wrong(ConflictKind::DirInTheWay)),
                Ok(found) if found.is_file() => Err(error),
                Ok(_) => Ok(Found::Wrong(ConflictKind::NotAFile)),
                Err(error) => Err(error),
            };
        }
    };
    opened(file)
}

fn opened(file: File) -> io::Result<Found> {
    // Cheaper than `File::metadata`, which asks for more: there is one of these a file.
    let found = rustix::fs::fstat(&file)?;
    Ok(match FileType::from_raw_mode(found.st_mode) {
        FileType::RegularFile => Found::File(OnDisk {
            size: u64::try_from(found.st_size).unwrap_or(0),
            mode: rustix::fs::Mode::from_raw_mode(found.st_mode).bits(),
            file,
        }),
        FileType::Directory => Found::Wrong(ConflictKind::DirInTheWay),
        _ => Found::Wrong(ConflictKind::NotAFile),
    })
}

/// Reads a file of `size` bytes up to `wanted` bytes and one more, which tells that it is longer.
fn read(mut file: File, size: u64, wanted: u64, buffer: &mut Vec<u8>) -> io::Result<&[u8]> {
    let most = wanted.min(size).saturating_add(1);
    let room = usize::try_from(most).map_err(|_| ErrorKind::FileTooLarge)?;
    if buffer.len() < room {
        buffer.resize(room, 0);
    }
    let mut filled = 0;
    // One call reads a small file whose size is known; `read_to_end` would make three.
    while filled < room && (filled == 0 || filled as u64 != size) {
        match file.read(&mut buffer[filled..room]) {
            Ok(0) => break,
            Ok(got) => filled += got,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(&buffer[..filled])
}

fn is_claimed(claims: &[Claim], content: &[u8]) -> bool {
    let sum = Sha256Sum::of(content);
    claims.iter().any(|claim| claim.sha256 == sum)
}

/// A listed file that is empty was cut short by a power failure, or holds nobody's work anyway.
const fn is_torn(size: u64) -> bool {
    size == 0
}

fn removes(removals: &[Removal], path: &str) -> bool {
    removals
        .iter()
        .any(|removal| removal.present && removal.path.as_str() == path)
}

/// Whether `path` is the temporary name of one of the files.
fn is_left_by(removals: &[Removal], path: &str) -> bool {
    let (parent, name) = split(path);
    removals.iter().any(|removal| {
        let (directory, file) = split(removal.path.as_str());
        directory == parent && temporary_name(file) == name
    })
}

/// Whether the directory `name`, which stands at `path`, goes away with the removals.
fn is_emptied(dir: &Dir, name: &str, path: &str, removals: &[Removal]) -> io::Result<bool> {
    if !removals
        .iter()
        .any(|removal| is_below(removal.path.as_str(), path))
    {
        return Ok(false);
    }
    let Child::Dir(dir) = child(dir, name)? else {
        return Ok(false);
    };
    for entry in dir.entries()? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else {
            return Ok(false);
        };
        let path = format!("{path}/{name}");
        let goes = if entry.file_type()?.is_dir() {
            is_emptied(&dir, &name, &path, removals)?
        } else {
            removes(removals, &path) || is_left_by(removals, &path)
        };
        if !goes {
            return Ok(false);
        }
    }
    Ok(true)
}

impl<'t> Write<'t> {
    pub(super) const fn create(file: &'t FileSpec) -> Self {
        Self {
            file,
            change: Change::Create,
        }
    }
}

impl Removal {
    fn gone(path: &TargetPath) -> Self {
        Self {
            path: path.clone(),
            present: false,
        }
    }
}

impl ConflictKind {
    /// What blocks the way to a directory.
    const fn blocked(symlink: bool) -> Self {
        if symlink {
            Self::SymlinkInTheWay
        } else {
            Self::FileInTheWay
        }
    }
}

/// Conflicts are told in the order of paths, removals and writes together.
pub(super) fn in_path_order(a: &Conflict, b: &Conflict) -> Ordering {
    super::path_order(&a.path, &b.path).then_with(|| a.kind.cmp(&b.kind))
}
