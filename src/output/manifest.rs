//! The manifest: every file of the folder that is ours, each distinct one once.
//!
//! Its text depends on the tree alone: no clock, no path of this machine, everything sorted.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{FileSpec, OutputTree, Sha256Sum, hosts, tree};
use crate::document::TargetPath;

/// The version of the format that is written and read.
const FORMAT: u64 = 1;
/// A manifest that lists more files than this is not read: it may come from anywhere.
const MOST_FILES: usize = 4_000_000;
/// A larger file is not read.
pub(super) const LARGEST: u64 = 1 << 30;

/// A manifest as it was read.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    pub(super) files: Vec<Entry>,
    /// What an interrupted build may have left behind besides `files`.
    pub(super) interrupted: Vec<Trace>,
}

/// One distinct file and the hosts that have it, sorted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) file: Recorded,
    pub(super) hosts: Vec<Arc<str>>,
}

/// What the manifest says of a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Recorded {
    pub(super) path: TargetPath,
    pub(super) sha256: Sha256Sum,
    pub(super) size: u64,
    mode: u32,
    owner: Cow<'static, str>,
    group: Cow<'static, str>,
    daemons: Arc<[Cow<'static, str>]>,
    secrets: Arc<[String]>,
}

/// A content that may stand under a path of some hosts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trace {
    pub(super) path: TargetPath,
    pub(super) sha256: Sha256Sum,
    pub(super) size: u64,
    pub(super) hosts: Vec<Arc<str>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    format: u64,
    #[serde(rename = "tool")]
    _tool: String,
    #[serde(rename = "profile")]
    _profile: String,
    files: Vec<Line<'static>>,
    #[serde(default)]
    interrupted: Vec<Left<'static>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<'a> {
    path: Cow<'a, str>,
    hosts: Cow<'a, str>,
    sha256: Cow<'a, str>,
    size: u64,
    mode: Cow<'a, str>,
    owner: Cow<'a, str>,
    group: Cow<'a, str>,
    daemons: Cow<'a, [Cow<'static, str>]>,
    /// Markers `@secret:NAME@` that the deployer replaces, by name.
    #[serde(default, skip_serializing_if = "is_empty")]
    secrets: Cow<'a, [String]>,
}

fn is_empty(secrets: &[String]) -> bool {
    secrets.is_empty()
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Left<'a> {
    path: Cow<'a, str>,
    hosts: Cow<'a, str>,
    sha256: Cow<'a, str>,
    size: u64,
}

/// What a manifest will list: the tree's files of the hosts in `scope`, and of all other hosts what
/// `before` lists.
pub(super) fn entries(
    tree: &OutputTree,
    scope: Option<&BTreeSet<String>>,
    before: &[Entry],
) -> Vec<Entry> {
    let in_scope = |host: &Arc<str>| scope.is_none_or(|scope| scope.contains(host.as_ref()));
    // A class has one set for thousands of hosts: first the hosts of each set, then its files.
    let mut index: HashMap<*const FileSpec, usize> = HashMap::new();
    let mut sets: Vec<(&[FileSpec], Vec<Arc<str>>)> = Vec::new();
    for (host, of_host) in tree.sets().filter(|(host, _)| in_scope(host)) {
        for set in of_host {
            let at = *index.entry(set.as_ptr()).or_insert(sets.len());
            match sets.get_mut(at) {
                Some((_, hosts)) => hosts.push(Arc::clone(host)),
                None => sets.push((set, vec![Arc::clone(host)])),
            }
        }
    }
    let mut found: HashMap<Recorded, Vec<Arc<str>>> = HashMap::new();
    for (set, hosts) in sets {
        for file in set {
            let at = found.entry(Recorded::of(file, tree)).or_default();
            at.extend(hosts.iter().cloned());
        }
    }
    if scope.is_some() {
        for entry in before {
            let kept = entry.hosts.iter().filter(|host| !in_scope(host)).cloned();
            let kept: Vec<_> = kept.collect();
            if !kept.is_empty() {
                found.entry(entry.file.clone()).or_default().extend(kept);
            }
        }
    }
    let mut list: Vec<Entry> = found
        .into_iter()
        .map(|(file, mut hosts)| {
            hosts.sort_unstable();
            Entry { file, hosts }
        })
        .collect();
    // A path of a host stands once, so path and first host decide.
    list.sort_unstable_by(|a, b| (&a.file.path, &a.hosts).cmp(&(&b.file.path, &b.hosts)));
    list
}

impl Recorded {
    fn of(file: &FileSpec, tree: &OutputTree) -> Self {
        let content = tree.content(file.content);
        Self {
            path: file.path.clone(),
            sha256: content.sha256,
            size: content.bytes.len() as u64,
            mode: file.mode,
            owner: file.owner.clone(),
            group: file.group.clone(),
            daemons: Arc::clone(&file.readers),
            secrets: Arc::clone(&file.secrets),
        }
    }
}

/// The text of a manifest, one line a file.
///
/// # Errors
/// None in practice: every value can be printed as JSON.
pub(super) fn print(
    profile: &str,
    files: &[Entry],
    interrupted: &[Trace],
) -> serde_json::Result<Vec<u8>> {
    let mut text = Vec::with_capacity(256 * files.len() + 256);
    text.extend_from_slice(b"{\n  \"format\": 1,\n  \"tool\": ");
    serde_json::to_writer(&mut text, concat!("clusterc ", env!("CARGO_PKG_VERSION")))?;
    text.extend_from_slice(b",\n  \"profile\": ");
    serde_json::to_writer(&mut text, profile)?;
    text.extend_from_slice(b",\n  \"files\": [");
    let mut folded: HashMap<&[Arc<str>], String> = HashMap::new();
    let mut separator = "\n    ";
    for Entry { file, hosts } in files {
        text.extend_from_slice(separator.as_bytes());
        separator = ",\n    ";
        let hosts = match hosts.as_slice() {
            [host] => Cow::Borrowed(host.as_ref()),
            hosts => Cow::Borrowed(
                folded
                    .entry(hosts)
                    .or_insert_with(|| hosts::fold(hosts))
                    .as_str(),
            ),
        };
        let line = Line {
            path: file.path.as_str().into(),
            hosts,
            sha256: file.sha256.to_string().into(),
            size: file.size,
            mode: format!("{:04o}", file.mode).into(),
            owner: file.owner.as_ref().into(),
            group: file.group.as_ref().into(),
            daemons: file.daemons.as_ref().into(),
            secrets: file.secrets.as_ref().into(),
        };
        serde_json::to_writer(&mut text, &line)?;
    }
    text.extend_from_slice(if files.is_empty() { b"]" } else { b"\n  ]" });
    if !interrupted.is_empty() {
        text.extend_from_slice(b",\n  \"interrupted\": [");
        let mut separator = "\n    ";
        for trace in interrupted {
            text.extend_from_slice(separator.as_bytes());
            separator = ",\n    ";
            let line = Left {
                path: trace.path.as_str().into(),
                hosts: hosts::fold(&trace.hosts).into(),
                sha256: trace.sha256.to_string().into(),
                size: trace.size,
            };
            serde_json::to_writer(&mut text, &line)?;
        }
        text.extend_from_slice(b"\n  ]");
    }
    text.extend_from_slice(b"\n}\n");
    Ok(text)
}

/// Reads a manifest and believes nothing it says.
///
/// # Errors
/// With a sentence for the user.
pub(super) fn parse(bytes: &[u8]) -> Result<Manifest, String> {
    /// Tells a newer format from a broken file before the fields are judged.
    #[derive(Deserialize)]
    struct Head {
        format: u64,
    }
    let head: Head = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    if head.format != FORMAT {
        return Err(format!(
            "its format is {}, and this clusterc reads {FORMAT}",
            head.format
        ));
    }
    let document: Document = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    if document.format != FORMAT {
        return Err("its format is stated twice".into());
    }
    let mut names = Names::default();
    let mut manifest = Manifest::default();
    for line in document.files {
        let (path, sha256) = checked(&line.path, &line.sha256)?;
        let mode = match u32::from_str_radix(&line.mode, 8) {
            Ok(mode) if mode <= 0o7777 && !line.mode.starts_with('+') => mode,
            _ => return Err(format!("`{}` is not a file mode", shortened(&line.mode))),
        };
        manifest.files.push(Entry {
            file: Recorded {
                path,
                sha256,
                size: line.size,
                mode,
                owner: line.owner,
                group: line.group,
                daemons: line.daemons.into_owned().into(),
                secrets: line.secrets.into_owned().into(),
            },
            hosts: names.read(&line.hosts)?,
        });
    }
    for left in document.interrupted {
        let (path, sha256) = checked(&left.path, &left.sha256)?;
        manifest.interrupted.push(Trace {
            path,
            sha256,
            size: left.size,
            hosts: names.read(&left.hosts)?,
        });
    }
    Ok(manifest)
}

fn checked(path: &str, sum: &str) -> Result<(TargetPath, Sha256Sum), String> {
    let path = match TargetPath::new(path) {
        Ok(path) if tree::is_output_path(&path) => path,
        _ => return Err(format!("`{}` is not an output path", shortened(path))),
    };
    let sum = Sha256Sum::parse(sum)
        .ok_or_else(|| format!("`{}` is not a SHA-256 sum", shortened(sum)))?;
    Ok((path, sum))
}

/// The start of a text from outside, without control characters.
fn shortened(text: &str) -> String {
    text.escape_debug().take(80).collect()
}

/// Host names read so far, each kept once.
#[derive(Default)]
struct Names {
    known: BTreeMap<String, Vec<Arc<str>>>,
    once: BTreeSet<Arc<str>>,
    files: usize,
}

impl Names {
    fn read(&mut self, text: &str) -> Result<Vec<Arc<str>>, String> {
        let list = match self.known.get(text) {
            Some(list) => list.clone(),
            None => self.expand(text)?,
        };
        self.files = self.files.saturating_add(list.len());
        if self.files > MOST_FILES {
            return Err(format!("it lists more than {MOST_FILES} files"));
        }
        Ok(list)
    }

    fn expand(&mut self, text: &str) -> Result<Vec<Arc<str>>, String> {
        let mut list = Vec::new();
        for name in hosts::expand(text, MOST_FILES - self.files.min(MOST_FILES))? {
            if !tree::is_host_folder(&name) {
                return Err(format!("`{}` cannot be a host", shortened(&name)));
            }
            let known = self.once.get(name.as_str()).cloned();
            let name = known.unwrap_or_else(|| {
                let name: Arc<str> = name.into();
                self.once.insert(Arc::clone(&name));
                name
            });
            list.push(name);
        }
        list.sort_unstable();
        list.dedup();
        if list.len() > 1 {
            self.known.insert(text.to_owned(), list.clone());
        }
        Ok(list)
    }
}
