//! All outputs of a profile in memory: each distinct content once, hosts share their class's files.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use super::{LONGEST_NAME, MANIFEST, Sha256Sum, is_temporary_name, path_order};
use crate::document::TargetPath;

/// The bytes of one or more files.
#[derive(Debug, Clone)]
pub struct Content {
    pub bytes: Arc<[u8]>,
    pub sha256: Sha256Sum,
}

/// A content of one [`OutputTree`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ContentId(u32);

/// One file, for every host that has it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FileSpec {
    pub path: TargetPath,
    pub content: ContentId,
    /// Permission bits, such as `0o644`.
    pub mode: u32,
    pub owner: Cow<'static, str>,
    pub group: Cow<'static, str>,
    /// Daemons (role names) that read it, sorted.
    pub readers: Arc<[Cow<'static, str>]>,
    /// Names of the markers in it that the deployer replaces, sorted, each once.
    pub secrets: Arc<[String]>,
}

impl FileSpec {
    /// The permission bits in the output folder. Set-user-ID, set-group-ID and sticky bits are
    /// for the node: here they would arm a file of whoever builds. Manifest and tar have them.
    #[must_use]
    pub const fn mode_here(&self) -> u32 {
        self.mode & 0o777
    }
}

/// What a profile compiles to.
#[derive(Debug, Clone, Default)]
pub struct OutputTree {
    contents: Vec<Content>,
    by_sum: HashMap<Sha256Sum, ContentId>,
    hosts: BTreeMap<Arc<str>, Vec<Arc<[FileSpec]>>>,
}

/// Why files cannot be the outputs of a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeError {
    pub host: String,
    pub kind: TreeErrorKind,
}

/// What is wrong with a host's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TreeErrorKind {
    /// The host's name cannot name a folder.
    HostName,
    /// The host was added before.
    HostTwice,
    /// Two files have this path.
    PathTwice(TargetPath),
    /// A file lies below another file.
    BelowFile { file: TargetPath, below: TargetPath },
    /// A component is too long, or is a temporary name of ours.
    PathName(TargetPath),
    /// More than permission bits.
    Mode(TargetPath),
}

impl OutputTree {
    /// An empty tree.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A tree without hosts that knows the contents of another, by the same ids.
    pub(super) fn with_contents_of(other: &Self) -> Self {
        Self {
            contents: other.contents.clone(),
            by_sum: other.by_sum.clone(),
            hosts: BTreeMap::new(),
        }
    }

    /// Keeps `bytes`; equal bytes are kept once.
    ///
    /// # Panics
    /// On the 2³²th distinct content.
    pub fn add_content(&mut self, bytes: impl Into<Arc<[u8]>>) -> ContentId {
        let bytes = bytes.into();
        let sha256 = Sha256Sum::of(&bytes);
        let next = self.contents.len();
        *self.by_sum.entry(sha256).or_insert_with(|| {
            self.contents.push(Content { bytes, sha256 });
            ContentId(u32::try_from(next).unwrap_or_else(|_| panic!("too many contents")))
        })
    }

    /// Adds a host with all its files. A set that several hosts have should be the same [`Arc`].
    ///
    /// # Errors
    /// When the name or the files cannot stand in a folder; the tree is unchanged then.
    ///
    /// # Panics
    /// When a file's content is not of this tree.
    pub fn add_host(
        &mut self,
        name: impl Into<Arc<str>>,
        sets: Vec<Arc<[FileSpec]>>,
    ) -> Result<(), TreeError> {
        let name = name.into();
        let wrong = |kind| {
            Err(TreeError {
                host: name.to_string(),
                kind,
            })
        };
        if !is_host_folder(&name) {
            return wrong(TreeErrorKind::HostName);
        }
        if self.hosts.contains_key(&name) {
            return wrong(TreeErrorKind::HostTwice);
        }
        let files = in_order(&sets);
        for file in &files {
            assert!((file.content.0 as usize) < self.contents.len());
            if !is_output_path(&file.path) {
                return wrong(TreeErrorKind::PathName(file.path.clone()));
            }
            if file.mode & !0o7777 != 0 {
                return wrong(TreeErrorKind::Mode(file.path.clone()));
            }
        }
        for pair in files.windows(2) {
            let (one, next) = (&pair[0].path, &pair[1].path);
            if one == next {
                return wrong(TreeErrorKind::PathTwice(one.clone()));
            }
            if is_below(next.as_str(), one.as_str()) {
                return wrong(TreeErrorKind::BelowFile {
                    file: one.clone(),
                    below: next.clone(),
                });
            }
        }
        self.hosts.insert(name, sets);
        Ok(())
    }

    /// The content behind an id of this tree.
    ///
    /// # Panics
    /// When the id is of another tree.
    #[must_use]
    pub fn content(&self, id: ContentId) -> &Content {
        &self.contents[id.0 as usize]
    }

    /// The distinct contents.
    #[must_use]
    pub fn contents(&self) -> &[Content] {
        &self.contents
    }

    /// Host names, sorted.
    pub fn hosts(&self) -> impl ExactSizeIterator<Item = &Arc<str>> {
        self.hosts.keys()
    }

    /// The files of a host, what lies in a directory directly after one another; empty for an
    /// unknown host.
    #[must_use]
    pub fn files(&self, host: &str) -> Vec<&FileSpec> {
        self.hosts
            .get(host)
            .map_or_else(Vec::new, |sets| in_order(sets))
    }

    /// The first file that another tree does not have the same on the same host, by host and path.
    #[must_use]
    pub fn difference<'t>(&'t self, other: &'t Self) -> Option<(&'t str, &'t str)> {
        let mut ours = files_of(self);
        let mut theirs = files_of(other);
        loop {
            let (ours, theirs) = match (ours.next(), theirs.next()) {
                (Some(ours), Some(theirs)) => (ours, theirs),
                (None, None) => return None,
                (Some((host, file)), None) | (None, Some((host, file))) => {
                    return Some((host, file.path.as_str()));
                }
            };
            let same_id = FileSpec {
                content: theirs.1.content,
                ..ours.1.clone()
            };
            let sum = |tree: &Self, id| tree.content(id).sha256;
            let same = ours.0 == theirs.0
                && same_id == *theirs.1
                && sum(self, ours.1.content) == sum(other, theirs.1.content);
            if !same {
                return Some((ours.0, ours.1.path.as_str()));
            }
        }
    }

    /// The hosts' sets as they were added, hosts sorted.
    pub(super) fn sets(&self) -> impl Iterator<Item = (&Arc<str>, &Vec<Arc<[FileSpec]>>)> {
        self.hosts.iter()
    }
}

/// Every file of every host: hosts sorted, a host's files in the order of [`OutputTree::files`].
pub fn files_of(tree: &OutputTree) -> impl Iterator<Item = (&str, &FileSpec)> {
    tree.hosts.iter().flat_map(|(host, sets)| {
        in_order(sets)
            .into_iter()
            .map(move |file| (host.as_ref(), file))
    })
}

fn in_order(sets: &[Arc<[FileSpec]>]) -> Vec<&FileSpec> {
    let mut files: Vec<&FileSpec> = sets.iter().flat_map(|set| set.iter()).collect();
    files.sort_by(|a, b| path_order(a.path.as_str(), b.path.as_str()));
    files
}

/// Whether `path` lies below `directory`.
pub(super) fn is_below(path: &str, directory: &str) -> bool {
    path.strip_prefix(directory)
        .is_some_and(|rest| rest.starts_with('/'))
}

/// Whether a host of this name can have a folder beside the manifest.
pub(super) fn is_host_folder(name: &str) -> bool {
    // The last four mean something in a host set, which is how the manifest writes names.
    let is_fit = |c: char| !c.is_control() && !c.is_whitespace() && !"/,*[]".contains(c);
    !name.is_empty()
        && name.len() <= LONGEST_NAME
        && !name.starts_with('.')
        && !name.starts_with(MANIFEST)
        && name.chars().all(is_fit)
}

/// Whether the components of a path leave us a name to write it under.
pub(super) fn is_output_path(path: &TargetPath) -> bool {
    path.as_str()
        .split('/')
        .all(|name| name.len() <= LONGEST_NAME && !is_temporary_name(name))
}

impl fmt::Display for TreeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = &self.host;
        match &self.kind {
            TreeErrorKind::HostName => write!(f, "`{host}` cannot name an output folder"),
            TreeErrorKind::HostTwice => write!(f, "host `{host}` has two sets of outputs"),
            TreeErrorKind::PathTwice(path) => {
                write!(f, "two outputs of `{host}` have the path `{path}`")
            }
            TreeErrorKind::BelowFile { file, below } => write!(
                f,
                "`{host}` cannot have both the file `{file}` and `{below}` below it"
            ),
            TreeErrorKind::PathName(path) => write!(
                f,
                "`{path}` of `{host}` has a component longer than {LONGEST_NAME} bytes or one that \
                 is kept for files being written"
            ),
            TreeErrorKind::Mode(path) => {
                write!(
                    f,
                    "the mode of `{path}` of `{host}` has more than permission bits"
                )
            }
        }
    }
}

impl std::error::Error for TreeError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(tree: &mut OutputTree, path: &str) -> FileSpec {
        FileSpec {
            path: TargetPath::new(path).unwrap(),
            content: tree.add_content(path.as_bytes()),
            mode: 0o644,
            owner: "root".into(),
            group: "root".into(),
            readers: Arc::new([]),
            secrets: Arc::new([]),
        }
    }

    fn add(host: &str, paths: &[&str]) -> Result<(), TreeErrorKind> {
        let mut tree = OutputTree::new();
        let files: Vec<_> = paths.iter().map(|path| file(&mut tree, path)).collect();
        tree.add_host(host, vec![files.into()])
            .map_err(|error| error.kind)
    }

    #[test]
    fn equal_contents_are_kept_once() {
        let mut tree = OutputTree::new();
        let one = tree.add_content(&b"a"[..]);
        let other = tree.add_content(&b"b"[..]);
        assert_eq!(tree.add_content(&b"a"[..]), one);
        assert_ne!(one, other);
        assert_eq!(tree.contents().len(), 2);
    }

    #[test]
    fn host_names_must_name_a_folder() {
        for name in ["w1", "w1.example.org", "w-1"] {
            assert_eq!(add(name, &["/etc/a"]), Ok(()), "{name}");
        }
        let long = "h".repeat(LONGEST_NAME + 1);
        for name in [
            "",
            ".",
            "..",
            ".w1",
            "a/b",
            "a\0b",
            "../w1",
            "a b",
            "w[1-2]",
            "a,b",
            "*",
            MANIFEST,
            super::super::PENDING,
            &long,
        ] {
            assert_eq!(
                add(name, &["/etc/a"]),
                Err(TreeErrorKind::HostName),
                "{name}"
            );
        }
    }

    #[test]
    fn a_path_is_one_file() {
        assert_eq!(
            add("h", &["/etc/a", "/etc/b", "/etc/a-b/c", "/etc/ab"]),
            Ok(())
        );
        assert!(matches!(
            add("h", &["/etc/a", "/etc/b", "/etc/a"]),
            Err(TreeErrorKind::PathTwice(_))
        ));
        assert!(matches!(
            add("h", &["/etc/a/b", "/etc/a-b", "/etc/a"]),
            Err(TreeErrorKind::BelowFile { .. })
        ));
        assert!(matches!(
            add("h", &["/etc/.a.clusterc-new"]),
            Err(TreeErrorKind::PathName(_))
        ));
    }

    #[test]
    fn files_come_directory_by_directory() {
        let mut tree = OutputTree::new();
        let own = file(&mut tree, "/etc/a/z");
        let shared = [file(&mut tree, "/etc/a-b"), file(&mut tree, "/etc/a/b/c")];
        tree.add_host("h", vec![Arc::new(shared), Arc::new([own])])
            .unwrap();
        let paths: Vec<_> = files_of(&tree)
            .map(|(_, file)| file.path.as_str())
            .collect();
        assert_eq!(paths, ["/etc/a/b/c", "/etc/a/z", "/etc/a-b"]);
    }
}
