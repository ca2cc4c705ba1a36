//! Reads the profile and those it extends, and checks the structure of each.

use std::sync::Arc;

use super::limits::{MAX_BYTES, MAX_FILES, MAX_VALUES, count_values};
use super::rules::{BEYOND_LIMIT, EXTENDS_CYCLE, EXTENDS_MISSING, EXTENDS_OUTSIDE};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::schema;
use crate::source::{FileId, Sources, Span, Spanned};
use crate::yaml::{self, AllowComment, Node};

/// What a profile says that something else may miss.
const ALL_KEYS: [&str; 7] = [
    "cluster", "hosts", "roles", "products", "hardware", "services", "platform",
];

/// How much of a file that is no text is kept to show its mistake.
const SHOWN_BYTES: usize = 64 * 1024;

/// Where profiles come from; the command line reads them from disk, tests from memory.
pub trait Files {
    /// The bytes of the file at `path`, a path relative to where the main profile's path is.
    ///
    /// # Errors
    /// A message for people when it cannot be read.
    fn read(&self, path: &str) -> Result<Vec<u8>, String>;
}

/// One profile file after the check of its structure.
#[derive(Debug)]
pub struct File {
    pub id: FileId,
    /// Path as [`Files`] takes it.
    pub path: String,
    pub root: Option<Arc<Node>>,
    pub allows: Vec<AllowComment>,
    /// What the schema check took out.
    pub pruned: Vec<String>,
}

/// All files of a run, in order of layers: what is extended comes first, the main profile last.
#[derive(Debug, Default)]
pub struct Loaded {
    pub files: Vec<File>,
}

impl Loaded {
    /// The comments of all files that allow lints.
    pub fn allows(&self) -> Vec<AllowComment> {
        self.files
            .iter()
            .flat_map(|file| file.allows.iter().cloned())
            .collect()
    }

    /// Whether `hosts` or a line of it is missing because it was refused.
    pub(super) fn lacks_hosts(&self) -> bool {
        self.files.iter().flat_map(|file| &file.pruned).any(|gone| {
            let line = gone.strip_prefix("hosts/");
            gone == "hosts" || line.is_some_and(|rest| !rest.contains('/'))
        })
    }

    /// Whether something at or above `path` was taken out of any file by the schema check, so
    /// that its absence is no mistake of its own.
    pub fn is_pruned(&self, path: &str) -> bool {
        self.files.iter().flat_map(|file| &file.pruned).any(|gone| {
            gone == path
                || path
                    .strip_prefix(gone.as_str())
                    .is_some_and(|rest| rest.starts_with('/'))
                || gone
                    .strip_prefix(path)
                    .is_some_and(|rest| rest.starts_with('/'))
        })
    }
}

/// Loads the profile at `path` and everything it extends.
///
/// # Errors
/// Only when the main profile cannot be read at all: then there is no place to show.
pub fn load(
    files: &dyn Files,
    path: &str,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Result<Loaded, String> {
    let bytes = files.read(path)?;
    let mut loader = Loader {
        files,
        sources,
        diagnostics,
        loaded: Loaded::default(),
        open: Vec::new(),
        done: Vec::new(),
        bytes: bytes.len(),
        values: 0,
        full: false,
    };
    loader.file(path, &bytes);
    Ok(loader.loaded)
}

struct Loader<'a> {
    files: &'a dyn Files,
    sources: &'a mut Sources,
    diagnostics: &'a mut Diagnostics,
    loaded: Loaded,
    /// Files being extended right now, outermost first.
    open: Vec<String>,
    done: Vec<String>,
    /// Bytes read so far.
    bytes: usize,
    /// Values read so far.
    values: usize,
    /// Whether a limit was reported.
    full: bool,
}

impl Loader<'_> {
    fn file(&mut self, path: &str, bytes: &[u8]) {
        let id = self.sources.next_id();
        let document = match yaml::decode(id, bytes) {
            Ok(text) => {
                self.sources.add(path, text);
                yaml::read(id, text)
            }
            Err(refused) => {
                // The place is shown in what can be read of the file.
                let shown = bytes.get(..SHOWN_BYTES).unwrap_or(bytes);
                self.sources.add(path, String::from_utf8_lossy(shown));
                yaml::Document {
                    diagnostics: vec![*refused],
                    ..yaml::Document::default()
                }
            }
        };
        // A key or value that YAML refuses is not in the tree: what is then missing follows.
        let incomplete = document
            .diagnostics
            .iter()
            .any(|diagnostic| *diagnostic.rule != yaml::rules::DUPLICATE_KEY);
        // A template without quotes is a map whose key is a map; that a text was expected follows.
        let no_keys: Vec<Span> = document
            .diagnostics
            .iter()
            .filter(|found| *found.rule == yaml::rules::KEY_NOT_TEXT)
            .map(|found| found.primary.span)
            .collect();
        let follows = |found: &Diagnostic| {
            let around = found.primary.span;
            no_keys
                .iter()
                .any(|inner| around.start <= inner.start && inner.end <= around.end)
        };
        self.diagnostics.extend(document.diagnostics);
        let root = document.root.filter(|root| self.has_room(root));
        let checked = root.as_ref().map(schema::check);
        let mut file = File {
            id,
            path: path.to_owned(),
            root: None,
            allows: document.allows,
            pruned: Vec::new(),
        };
        if let Some(checked) = checked {
            let found = checked.diagnostics.into_iter();
            self.diagnostics
                .extend(found.filter(|found| !follows(found)));
            file.root = checked.root;
            file.pruned = checked.pruned;
        }
        if file.root.is_none() || incomplete {
            file.pruned.extend(ALL_KEYS.map(str::to_owned));
        }
        self.open.push(path.to_owned());
        if let Some(root) = &file.root {
            for base in extended(root) {
                self.base(path, &base);
            }
        }
        self.open.pop();
        self.done.push(path.to_owned());
        self.loaded.files.push(file);
    }

    fn base(&mut self, from: &str, base: &Spanned<String>) {
        let Ok(path) = join(from, &base.value) else {
            self.diagnostics.push(
                Diagnostic::new(
                    &EXTENDS_OUTSIDE,
                    base.span,
                    format!("`{}` lies outside the profile's folder", base.value),
                )
                .help("keep the profiles it builds on in the folder of the profile or below it"),
            );
            return;
        };
        if self.open.contains(&path) {
            let chain = self
                .open
                .iter()
                .skip_while(|open| **open != path)
                .map(|open| format!("`{open}`"))
                .collect::<Vec<_>>()
                .join(" extends ");
            self.diagnostics.push(
                Diagnostic::new(
                    &EXTENDS_CYCLE,
                    base.span,
                    format!("`{}` extends itself", base.value),
                )
                .note(format!("{chain} extends `{path}`")),
            );
            return;
        }
        if self.done.contains(&path) {
            return;
        }
        if self.full {
            return;
        }
        let read = self.files.read(&path);
        self.bytes += read.as_ref().map_or(0, Vec::len);
        if self.open.len() + self.done.len() >= MAX_FILES || self.bytes > MAX_BYTES {
            self.beyond_limit(base.span);
            return;
        }
        match read {
            Ok(bytes) => self.file(&path, &bytes),
            Err(error) => {
                // Not tried again, and counted.
                self.done.push(path.clone());
                self.loaded.files.push(File {
                    id: base.span.file,
                    path: path.clone(),
                    root: None,
                    allows: Vec::new(),
                    pruned: ALL_KEYS.map(str::to_owned).to_vec(),
                });
                self.diagnostics.push(
                    Diagnostic::new(
                        &EXTENDS_MISSING,
                        base.span,
                        format!("`{}` cannot be read", base.value),
                    )
                    .note(error)
                    .help("paths are relative to the file that names them"),
                );
            }
        }
    }
}

impl Loader<'_> {
    /// Whether the values of a file are not too many; a file with more is not looked at.
    fn has_room(&mut self, root: &Node) -> bool {
        let Err(span) = count_values(root, &mut self.values) else {
            return true;
        };
        let message =
            format!("a profile and what it extends cannot have more than {MAX_VALUES} values");
        self.diagnostics.push(
            Diagnostic::new(&BEYOND_LIMIT, span, message)
                .here("this is one more")
                .note("of a line of `hosts` the first 16 do not count")
                .help("name hosts with brackets, and say once what is said again and again"),
        );
        false
    }

    fn beyond_limit(&mut self, span: Span) {
        if std::mem::replace(&mut self.full, true) {
            return;
        }
        let message = if self.bytes > MAX_BYTES {
            format!("a profile and what it extends cannot have more than {MAX_BYTES} bytes")
        } else {
            format!("a profile cannot have more than {MAX_FILES} files")
        };
        self.diagnostics.push(
            Diagnostic::new(&BEYOND_LIMIT, span, message)
                .here("with this file there are more")
                .help("extend fewer or smaller files"),
        );
        if let Some(file) = self.loaded.files.last_mut() {
            file.pruned.extend(ALL_KEYS.map(str::to_owned));
        }
    }
}

/// The paths under `extends`, as written.
fn extended(root: &Node) -> Vec<Spanned<String>> {
    let Some(node) = root.get("extends") else {
        return Vec::new();
    };
    let of = |node: &Node| {
        node.text()
            .map(|text| Spanned::new(text.to_string(), node.span))
    };
    match node.as_seq() {
        Some(items) => items.iter().filter_map(|item| of(item)).collect(),
        None => of(node).into_iter().collect(),
    }
}

struct OutsideError;

/// The path `to` names in the file at `from`; neither absolute nor above the main profile.
fn join(from: &str, to: &str) -> Result<String, OutsideError> {
    if to.starts_with('/') {
        return Err(OutsideError);
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in to.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                if parts.pop().is_none() {
                    return Err(OutsideError);
                }
            }
            part => parts.push(part),
        }
    }
    Ok(parts.join("/"))
}

/// The start of a file, for what is missing in it.
pub(super) fn top_of(loaded: &Loaded) -> Span {
    loaded
        .files
        .last()
        .map_or(Span::start_of(FileId(0)), |file| Span::start_of(file.id))
}
