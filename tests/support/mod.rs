//! What the integration tests share: profiles from memory and from disk, every case by name,
//! diagnostics as text, and files of expected text.
#![allow(dead_code)] // each test binary uses its own part

mod sound;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use clusterc::diagnostic::render::{self, Format, View};
use clusterc::pipeline::{Compilation, compile};
use clusterc::resolve::Files;

#[allow(unused_imports)] // as above
pub use sound::{difference, documents, sound};

/// The project's folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Whether expected files are to be written rather than compared.
pub fn updating() -> bool {
    std::env::var_os("CLUSTERC_UPDATE").is_some_and(|value| value == "1")
}

/// Profiles in memory, by path.
#[derive(Debug, Default)]
pub struct Memory(BTreeMap<String, Vec<u8>>);

impl Memory {
    /// One file of any bytes, called `profile.yaml`.
    pub fn one(bytes: Vec<u8>) -> Self {
        Self(BTreeMap::from([("profile.yaml".to_owned(), bytes)]))
    }

    /// Files by path.
    pub fn new(files: &[(&str, &str)]) -> Self {
        Self(
            files
                .iter()
                .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
                .collect(),
        )
    }
}

impl Files for Memory {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        self.0
            .get(path)
            .cloned()
            .ok_or_else(|| format!("cannot read `{path}`: there is no such file"))
    }
}

/// Profiles in a folder.
#[derive(Debug)]
pub struct Folder(pub PathBuf);

impl Files for Folder {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        std::fs::read(self.0.join(path)).map_err(|error| {
            // The system's own words differ between machines.
            let words = match error.kind() {
                std::io::ErrorKind::NotFound => "there is no such file",
                _ => "it is unreadable",
            };
            format!("cannot read `{path}`: {words}")
        })
    }
}

/// Compiles one profile given as text.
pub fn compile_text(text: &str) -> Compilation {
    compile(
        &Memory::new(&[("profile.yaml", text)]),
        "profile.yaml",
        false,
    )
    .expect("a profile in memory can be read")
}

/// A profile that is compiled as a test: a shipped one, or a folder under `tests/cases`.
#[derive(Debug)]
pub struct Case {
    pub name: String,
    pub folder: PathBuf,
    /// File name in `folder`.
    pub profile: String,
    pub shipped: bool,
}

impl Case {
    pub fn compile(&self) -> Compilation {
        compile(&Folder(self.folder.clone()), &self.profile, false)
            .unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }

    /// Path of the profile from the project's folder.
    pub fn shown(&self) -> String {
        let path = self.folder.join(&self.profile);
        path.strip_prefix(root())
            .unwrap_or(&path)
            .display()
            .to_string()
    }
}

/// All cases: shipped profiles first, then `tests/cases`, each by name.
pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for path in entries(&root().join("profiles")) {
        if path
            .extension()
            .is_some_and(|extension| extension == "yaml")
        {
            cases.push(Case {
                name: text_of(path.file_stem()),
                folder: root().join("profiles"),
                profile: text_of(path.file_name()),
                shipped: true,
            });
        }
    }
    for folder in entries(&root().join("tests/cases")) {
        cases.push(Case {
            name: text_of(folder.file_name()),
            folder,
            profile: "profile.yaml".to_owned(),
            shipped: false,
        });
    }
    let mut names: Vec<&str> = cases.iter().map(|case| case.name.as_str()).collect();
    names.sort_unstable();
    for pair in names.windows(2) {
        if let [one, other] = pair {
            assert_ne!(one, other, "two cases have one name");
        }
    }
    assert!(cases.len() > 40, "the cases were not found");
    cases
}

/// Every case, compiled; once a test program.
pub fn all_compiled() -> &'static [(Case, Compilation)] {
    static ALL: OnceLock<Vec<(Case, Compilation)>> = OnceLock::new();
    ALL.get_or_init(|| {
        cases()
            .into_iter()
            .map(|case| {
                let compilation = case.compile();
                (case, compilation)
            })
            .collect()
    })
}

/// Every case that compiles without errors.
pub fn compiled() -> impl Iterator<Item = &'static (Case, Compilation)> {
    all_compiled()
        .iter()
        .filter(|(_, compilation)| !compilation.has_errors())
}

/// What lies in a folder, by name.
pub fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("an entry of a folder").path())
        .collect();
    paths.sort();
    paths
}

/// Every file below a folder, by path.
pub fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in entries(folder) {
        if path.is_dir() {
            files.extend(walk(&path));
        } else {
            files.push(path);
        }
    }
    files
}

fn text_of(name: Option<&std::ffi::OsStr>) -> String {
    name.map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// The diagnostics of a compilation in one format, without colour.
pub fn diagnostics(compilation: &Compilation, format: Format) -> String {
    let fold = |hosts: &[u32]| compilation.cluster.fold(hosts);
    let view = View {
        sources: &compilation.sources,
        fold: &fold,
        silenced: &compilation.suppressed,
        colour: false,
    };
    render::render(
        format,
        &compilation.diagnostics,
        compilation.suppressed.len(),
        &view,
    )
}

/// The diagnostics of a compilation, one line each.
pub fn short(compilation: &Compilation) -> String {
    diagnostics(compilation, Format::Short)
}

/// Compares a text with the file that holds what is expected, or writes it when updating; an
/// empty text is expected to have no file.
///
/// # Errors
/// Where they differ.
pub fn expect_file(path: &Path, actual: &str) -> Result<(), String> {
    let shown = path.strip_prefix(root()).unwrap_or(path).display();
    if updating() {
        let done = if actual.is_empty() {
            match std::fs::remove_file(path) {
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
                done => done,
            }
        } else {
            std::fs::create_dir_all(path.parent().unwrap_or(path))
                .and_then(|()| std::fs::write(path, actual))
        };
        return done.map_err(|error| format!("{shown}: {error}"));
    }
    let expected = match std::fs::read_to_string(path) {
        Ok(expected) => expected,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(format!("{shown}: {error}")),
    };
    if expected == actual {
        return Ok(());
    }
    let at = expected
        .lines()
        .zip(actual.lines())
        .take_while(|(one, other)| one == other)
        .count();
    let line = |text: &str| match text.lines().nth(at) {
        Some(line) => format!("`{line}`"),
        None => "nothing".to_owned(),
    };
    Err(format!(
        "{shown}: line {} is {}, expected {} (CLUSTERC_UPDATE=1 writes it anew)",
        at + 1,
        line(actual),
        line(&expected)
    ))
}

/// Fails with everything that was found, if anything was.
pub fn finish(failures: &[String]) {
    let mut text = String::new();
    for failure in failures.iter().take(80) {
        let _ = write!(text, "\n- {failure}");
    }
    if failures.len() > 80 {
        text.push_str("\n- …");
    }
    assert!(failures.is_empty(), "{} failures:{text}", failures.len());
}
