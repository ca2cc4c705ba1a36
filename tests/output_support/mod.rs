//! What the tests of the output folder share.

// Each test binary uses a part of it.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::Arc;

use clusterc::document::TargetPath;
use clusterc::output::{
    ConflictKind, FileSpec, Folder, OutputError, OutputTree, Request, Steps, Summary, apply_with,
    plan,
};

/// A new folder, in memory where that can be: a build syncs its file system, and then waits for
/// whatever else is being written there.
pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap()
}

pub const CORE: &str = "/etc/hadoop/conf/core-site.xml";
pub const HDFS: &str = "/etc/hadoop/conf/hdfs-site.xml";
pub const ZOO: &str = "/etc/zookeeper/zoo.cfg";

/// A tree of (host, path, text); files have mode 0644 unless their text begins with `#` and one of
/// the letters below.
pub fn tree(files: &[(&str, &str, &str)]) -> OutputTree {
    let mut tree = OutputTree::new();
    let mut hosts: BTreeMap<&str, Vec<FileSpec>> = BTreeMap::new();
    for (host, path, text) in files {
        let file = FileSpec {
            path: TargetPath::new(*path).unwrap(),
            content: tree.add_content(text.as_bytes()),
            mode: match text.get(..2) {
                Some("#!") => 0o755,
                Some("#g") => 0o664,
                Some("#s") => 0o2750,
                _ => 0o644,
            },
            owner: "root".into(),
            group: "hadoop".into(),
            readers: Arc::new(["namenode".into()]),
            secrets: match text.get(..2) {
                Some("#s") => Arc::new(["password".to_owned()]),
                _ => Arc::new([]),
            },
        };
        hosts.entry(host).or_default().push(file);
    }
    for (host, files) in hosts {
        tree.add_host(host, vec![files.into()]).unwrap();
    }
    tree
}

pub fn request(tree: &OutputTree) -> Request<'_> {
    Request {
        tree,
        profile: "cluster.yaml",
        scope: None,
    }
}

pub fn build_with(
    request: &Request<'_>,
    path: &Path,
    steps: &Steps,
) -> Result<Summary, OutputError> {
    let folder = planned_alike(request, Folder::for_build(path)?);
    apply_with(plan(request, Some(&folder))?, &folder, steps)
}

/// Makes sure that a folder is judged the same where paths cannot be given to the kernel whole.
fn planned_alike(request: &Request<'_>, folder: Folder) -> Folder {
    let told = |folder: &Folder| {
        plan(request, Some(folder)).map_or_else(
            |error| error.to_string(),
            |plan| {
                let differences = plan.differences().into_iter();
                let differences: Vec<_> = differences.map(|at| at.to_string()).collect();
                format!("{:?} {:?} {differences:?}", plan.counts(), plan.conflicts())
            },
        )
    };
    let whole = told(&folder);
    let folder = folder.with_whole_paths(false);
    assert_eq!(told(&folder), whole);
    folder.with_whole_paths(true)
}

pub fn build(tree: &OutputTree, path: &Path) -> Result<Summary, OutputError> {
    build_with(&request(tree), path, &Steps::all())
}

/// What `build --check` prints.
pub fn check(tree: &OutputTree, path: &Path) -> Vec<String> {
    let folder = Folder::for_check(path).unwrap();
    let folder = folder.map(|folder| planned_alike(&request(tree), folder));
    let plan = plan(&request(tree), folder.as_ref()).unwrap();
    let differences: Vec<_> = plan.differences().iter().map(ToString::to_string).collect();
    assert_eq!(plan.is_clean(), differences.is_empty());
    differences
}

/// Everything in a folder, the manifest's text too: path to text and mode, directories as `None`.
pub type Listing = BTreeMap<String, Option<(String, u32)>>;

pub fn listing(path: &Path) -> Listing {
    fn into(path: &Path, below: &str, list: &mut Listing) {
        for entry in fs::read_dir(path).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{below}/{}", entry.file_name().to_str().unwrap());
            let found = entry.path().symlink_metadata().unwrap();
            if found.is_dir() {
                into(&entry.path(), &name, list);
                list.insert(name, None);
            } else if found.is_symlink() {
                let to = fs::read_link(entry.path()).unwrap();
                list.insert(name, Some((format!("-> {}", to.display()), 0)));
            } else {
                let text = fs::read_to_string(entry.path()).unwrap();
                list.insert(name, Some((text, found.mode() & 0o7777)));
            }
        }
    }
    let mut list = Listing::new();
    into(path, "", &mut list);
    list
}

/// What a build into an empty folder leaves.
pub fn built(tree: &OutputTree) -> Listing {
    let [whole, by_name] = [true, false].map(|whole_paths| {
        let out = folder();
        let folder = Folder::for_build(out.path()).unwrap();
        let folder = folder.with_whole_paths(whole_paths);
        let plan = plan(&request(tree), Some(&folder)).unwrap();
        apply_with(plan, &folder, &Steps::all()).unwrap();
        listing(out.path())
    });
    assert_eq!(whole, by_name);
    whole
}

pub fn conflicts(result: Result<Summary, OutputError>) -> Vec<(String, ConflictKind)> {
    match result {
        Err(OutputError::Refused { conflicts, .. }) => conflicts
            .into_iter()
            .map(|conflict| {
                (
                    format!("{}:{}", conflict.host, conflict.path),
                    conflict.kind,
                )
            })
            .collect(),
        other => panic!("not refused: {other:?}"),
    }
}

pub fn on_disk(folder: &Path, host: &str, path: &str) -> std::path::PathBuf {
    folder.join(format!("{host}{path}"))
}
