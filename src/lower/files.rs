//! Files that the profile ships as they are.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::rules::{
    FILE_BELOW_FILE, FILE_CONTENT, FILE_MADE, FILE_MISSING, FILE_TARGET, LITERAL_SECRET,
};
use crate::cluster::{Class, Cluster};
use crate::diagnostic::{Derivation, Diagnostic, Diagnostics};
use crate::document::{ConfigDocument, Input, Syntax, TargetPath, TargetPathError};
use crate::profile::v1::File;
use crate::resolve::Files;
use crate::source::{FileId, Span, Spanned};

static SHIPPED: Derivation = Derivation {
    name: "shipped-file",
    summary: "the profile ships this file as it is",
    source: "",
};

/// A content, and how it is written.
#[derive(Debug)]
struct Asset {
    text: String,
    syntax: Syntax,
}

/// The files beside the profile that `files` copies, by their path.
#[derive(Debug, Default)]
pub struct Assets {
    by_path: BTreeMap<String, Asset>,
}

impl Assets {
    /// Reads every file that some class copies, each once.
    pub fn read(cluster: &Cluster, files: &dyn Files, diagnostics: &mut Diagnostics) -> Self {
        let mut assets = Self::default();
        let all = cluster
            .classes
            .iter()
            .flat_map(|class| class.facets.files.values());
        for from in all.filter_map(|file| file.from.as_ref()) {
            if assets.by_path.contains_key(&from.value) {
                continue;
            }
            let outside =
                from.value.starts_with('/') || from.value.split('/').any(|part| part == "..");
            let read = if outside {
                Err("it lies outside the profile's folder".to_owned())
            } else {
                files.read(&from.value).map(asset)
            };
            match read {
                Ok(asset) => drop(assets.by_path.insert(from.value.clone(), asset)),
                Err(error) => diagnostics.push(
                    Diagnostic::new(
                        &FILE_MISSING,
                        from.span,
                        format!("`{}` cannot be shipped", from.value),
                    )
                    .note(error)
                    .help(
                        "paths are relative to the main profile; copy the file beside it or below",
                    ),
                ),
            }
        }
        assets
    }
}

fn asset(bytes: Vec<u8>) -> Asset {
    match String::from_utf8(bytes) {
        Ok(text) => Asset {
            text,
            syntax: Syntax::Copy,
        },
        Err(error) => Asset {
            text: error.as_bytes().iter().copied().map(char::from).collect(),
            syntax: Syntax::Bytes,
        },
    }
}

/// The compiler makes the file itself.
pub(super) fn made_already(file: &ConfigDocument, made: &ConfigDocument) -> Diagnostic {
    let span = file
        .made_from
        .iter()
        .find_map(|input| input.span)
        .unwrap_or(Span::start_of(FileId(0)));
    let diagnostic = Diagnostic::new(
        &FILE_MADE,
        span,
        format!("`{}` is made by the compiler", file.path),
    )
    .note(format!(
        "by the rule `{}`, for {}",
        made.made_by.name, made.product
    ));
    let known = crate::profile::v1::VOCABULARY.file(&made.name).is_some();
    if made.product == "systemd" {
        diagnostic.help("say it under `units`, or as `unit` of the daemon")
    } else if known {
        diagnostic.help(format!(
            "say it by `services` and `daemons`, or key by key under `settings.{}`",
            made.name
        ))
    } else {
        diagnostic.help("say it by `services` and `daemons`")
    }
}

/// A file that is also a folder of another one; `made` says that the compiler makes the other.
pub(super) fn below(
    file: &ConfigDocument,
    other: &ConfigDocument,
    made: bool,
) -> Option<Diagnostic> {
    let inside = |low: &str, high: &str| {
        low.strip_prefix(high)
            .is_some_and(|rest| rest.starts_with('/'))
    };
    let (path, of_other) = (file.path.as_str(), other.path.as_str());
    let (low, high) = if inside(path, of_other) {
        (path, of_other)
    } else if inside(of_other, path) {
        (of_other, path)
    } else {
        return None;
    };
    let place = |document: &ConfigDocument| document.made_from.iter().find_map(|input| input.span);
    let diagnostic = Diagnostic::new(
        &FILE_BELOW_FILE,
        place(file).unwrap_or(Span::start_of(FileId(0))),
        format!("`{low}` would lie below the file `{high}`"),
    );
    Some(if made {
        diagnostic
            .note(format!("`{of_other}` is made by the compiler"))
            .help("give the file another path")
    } else {
        let diagnostic = diagnostic.help("give one of them another path");
        match place(other) {
            Some(span) => diagnostic.label(span, "the other one"),
            None => diagnostic,
        }
    })
}

/// The shipped files of a class.
pub(super) fn documents(
    class: &Class,
    assets: &Assets,
    found: &mut Vec<Diagnostic>,
) -> Vec<ConfigDocument> {
    let mut documents = Vec::new();
    for (path, file) in &class.facets.files {
        let Some((text, syntax, span)) = content(path, file, assets, found) else {
            continue;
        };
        let Some(target) = target(path, found) else {
            continue;
        };
        if holds_private_key(text) {
            found.push(
                Diagnostic::new(
                    &LITERAL_SECRET,
                    span,
                    format!("`{}` would hold a private key", path.value),
                )
                .note("what is shipped lies readable in the output folder")
                .help("let the deployer put it there, or whoever keeps the keys"),
            );
            continue;
        }
        let or_root = |name: &Option<Spanned<String>>| -> Cow<'static, str> {
            name.as_ref()
                .map_or_else(|| "root".into(), |name| name.value.clone().into())
        };
        documents.push(ConfigDocument {
            product: "files",
            name: path.value.clone().into(),
            path: target,
            syntax,
            mode: file.mode.as_ref().map_or(0o644, |mode| mode.value.bits()),
            owner: or_root(&file.owner),
            group: or_root(&file.group),
            readers: Vec::new(),
            made_by: &SHIPPED,
            made_from: vec![
                Input::at(format!("files: {}", path.value), path.span),
                Input::at(
                    match &file.from {
                        Some(from) => format!("from: {}", from.value),
                        None => "text".to_owned(),
                    },
                    span,
                ),
            ],
            entries: Vec::new(),
            prose: text.to_owned(),
        });
    }
    documents
}

/// What a file holds, how it is written, and where the profile says so.
fn content<'a>(
    path: &Spanned<String>,
    file: &'a File,
    assets: &'a Assets,
    found: &mut Vec<Diagnostic>,
) -> Option<(&'a str, Syntax, Span)> {
    match (&file.text, &file.from) {
        (Some(text), None) => Some((&text.value, Syntax::Copy, text.span)),
        // What could not be read is reported.
        (None, Some(from)) => assets
            .by_path
            .get(&from.value)
            .map(|asset| (asset.text.as_str(), asset.syntax, from.span)),
        (Some(text), Some(from)) => {
            found.push(
                Diagnostic::new(
                    &FILE_CONTENT,
                    from.span,
                    format!("`{}` has both `text` and `from`", path.value),
                )
                .label(text.span, "the other one")
                .help("keep one of them; `null` takes out what a lower layer says"),
            );
            None
        }
        (None, None) => {
            found.push(
                Diagnostic::new(
                    &FILE_CONTENT,
                    path.span,
                    format!("`{}` has no content", path.value),
                )
                .help("add `text`, or `from` with a file beside the profile"),
            );
            None
        }
    }
}

/// The longest name that file systems take (`NAME_MAX`), and the longest path (`PATH_MAX`).
const LONGEST: (usize, usize) = (255, 4095);

fn target(path: &Spanned<String>, found: &mut Vec<Diagnostic>) -> Option<TargetPath> {
    let text = path.value.as_str();
    let wrong = match TargetPath::new(text) {
        Err(TargetPathError::NotAbsolute) => "it is not absolute",
        Err(TargetPathError::DotComponent) => "it has a part `.` or `..`",
        Err(TargetPathError::EmptyComponent) => "it has an empty part, or ends with `/`",
        Err(TargetPathError::ControlCharacter) => "it has a control character",
        Ok(_) if text.contains("{{") => "a target holds no templates; say it in a line of `hosts`",
        Ok(_) if text.len() > LONGEST.1 || text.split('/').any(|part| part.len() > LONGEST.0) => {
            "it is longer than file systems take: 255 bytes a part, 4095 in all"
        }
        Ok(target) => return Some(target),
    };
    let mut shown: String = text.chars().take(60).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    let message = format!("`{shown}` cannot be a target");
    found.push(Diagnostic::new(&FILE_TARGET, path.span, message).note(wrong));
    None
}

/// Whether a line begins a private key (RFC 7468, and OpenSSH's and PGP's own).
fn holds_private_key(text: &str) -> bool {
    text.lines().any(|line| {
        line.trim()
            .strip_prefix("-----BEGIN ")
            .is_some_and(|rest| rest.contains("PRIVATE KEY"))
    })
}
