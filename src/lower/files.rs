//! Files that the profile ships as they are.

use std::collections::BTreeMap;

use super::rules::{FILE_CONTENT, FILE_MADE, FILE_MISSING, FILE_TARGET};
use crate::cluster::{Class, Cluster};
use crate::diagnostic::{Derivation, Diagnostic, Diagnostics};
use crate::document::{ConfigDocument, Input, Syntax, TargetPath, TargetPathError};
use crate::resolve::Files;
use crate::source::{FileId, Span};

static SHIPPED: Derivation = Derivation {
    name: "shipped-file",
    summary: "the profile ships this file as it is",
    source: "",
};

/// The texts of files beside the profile that `files` copies, by their path.
#[derive(Debug, Default)]
pub struct Assets {
    texts: BTreeMap<String, String>,
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
            if assets.texts.contains_key(&from.value) {
                continue;
            }
            let outside =
                from.value.starts_with('/') || from.value.split('/').any(|part| part == "..");
            let read = if outside {
                Err("it lies outside the profile's folder".to_owned())
            } else {
                files.read(&from.value).and_then(|bytes| {
                    String::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned())
                })
            };
            match read {
                Ok(text) => drop(assets.texts.insert(from.value.clone(), text)),
                Err(error) => diagnostics.push(
                    Diagnostic::new(
                        &FILE_MISSING,
                        from.span,
                        format!("`{}` cannot be shipped", from.value),
                    )
                    .note(error)
                    .help("paths are relative to the main profile"),
                ),
            }
        }
        assets
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

/// The shipped files of a class.
pub(super) fn documents(
    class: &Class,
    assets: &Assets,
    found: &mut Vec<Diagnostic>,
) -> Vec<ConfigDocument> {
    let mut documents = Vec::new();
    for (path, file) in &class.facets.files {
        let (span, text): (Span, &str) = match (&file.text, &file.from) {
            (Some(text), None) => (text.span, &text.value),
            (None, Some(from)) => match assets.texts.get(&from.value) {
                Some(text) => (from.span, text),
                None => continue,
            },
            (Some(text), Some(from)) => {
                found.push(
                    Diagnostic::new(
                        &FILE_CONTENT,
                        from.span,
                        format!("`{path}` has both `text` and `from`"),
                    )
                    .label(text.span, "the other one")
                    .help("keep one of them"),
                );
                continue;
            }
            (None, None) => {
                let span = [
                    file.mode.as_ref().map(|mode| mode.span),
                    file.owner.as_ref().map(|owner| owner.span),
                    file.group.as_ref().map(|group| group.span),
                ];
                if let Some(span) = span.into_iter().flatten().next() {
                    found.push(
                        Diagnostic::new(&FILE_CONTENT, span, format!("`{path}` has no content"))
                            .help("add `text`, or `from` with a file beside the profile"),
                    );
                }
                continue;
            }
        };
        let target = match TargetPath::new(path.as_str()) {
            Ok(target) => target,
            Err(error) => {
                found.push(
                    Diagnostic::new(&FILE_TARGET, span, format!("`{path}` is no target")).note(
                        match error {
                            TargetPathError::NotAbsolute => "it is not absolute",
                            TargetPathError::DotComponent => "it has a part `.` or `..`",
                            TargetPathError::EmptyComponent => {
                                "it has an empty part, or ends with `/`"
                            }
                            TargetPathError::ControlCharacter => "it has a control character",
                        },
                    ),
                );
                continue;
            }
        };
        documents.push(ConfigDocument {
            product: "files",
            name: path.clone().into(),
            path: target,
            syntax: Syntax::Copy,
            mode: file.mode.as_ref().map_or(0o644, |mode| mode.value.bits()),
            owner: file
                .owner
                .as_ref()
                .map_or_else(|| "root".into(), |owner| owner.value.clone().into()),
            group: file
                .group
                .as_ref()
                .map_or_else(|| "root".into(), |group| group.value.clone().into()),
            readers: Vec::new(),
            made_by: &SHIPPED,
            made_from: vec![Input::at(format!("files: {path}"), span)],
            entries: Vec::new(),
            prose: text.to_owned(),
        });
    }
    documents
}
