//! What holds of every compilation, whatever the profile was.

use std::collections::BTreeSet;
use std::path::{Component, Path};

use clusterc::diagnostic::render::Format;
use clusterc::document::{ConfigDocument, Syntax};
use clusterc::output::files_of;
use clusterc::pipeline::Compilation;
use clusterc::{render, syntax};

use super::diagnostics;

/// Rules that no profile should be able to break.
const OURS: [&str; 2] = ["unreadable-value", "derived-key-unknown"];

type Assignment = (Option<String>, String, String, bool);

fn meant(document: &ConfigDocument) -> Vec<Assignment> {
    let plain = matches!(document.syntax, Syntax::Lines | Syntax::Bare);
    document
        .entries
        .iter()
        .map(|entry| {
            let key = if plain {
                String::new()
            } else {
                entry.key.to_string()
            };
            let section = entry.section.as_deref().map(str::to_owned);
            (
                section,
                key,
                entry.value.text().into_owned(),
                entry.is_final,
            )
        })
        .collect()
}

/// Where a document does not read back as it was meant.
pub fn difference(document: &ConfigDocument, header: &[&str]) -> Option<String> {
    let rendered = match render::write(document, header) {
        Ok(rendered) => rendered,
        Err(errors) => return Some(format!("cannot be written: {errors:?}")),
    };
    if document.syntax == Syntax::Bytes {
        let bytes = rendered.bytes.iter().map(|&byte| char::from(byte));
        let same = bytes.eq(document.prose.chars());
        return (!same).then(|| "the bytes are not as they were meant".to_owned());
    }
    if matches!(document.syntax, Syntax::Prose | Syntax::Copy) {
        let text = String::from_utf8_lossy(&rendered.bytes);
        // The header is the one line that prose gains.
        let without: String = text
            .split_inclusive('\n')
            .filter(|line| document.syntax == Syntax::Copy || !line.contains(header[0]))
            .collect();
        return (without != document.prose).then(|| "the text is not as it was meant".to_owned());
    }
    let read: Vec<Assignment> = match syntax::read(document.syntax, &rendered.bytes) {
        Ok(read) => read
            .into_iter()
            .map(|entry| (entry.section, entry.key, entry.value, entry.is_final))
            .collect(),
        Err(error) => return Some(format!("cannot be read back: {error}")),
    };
    let meant = meant(document);
    let at = (0..meant.len().max(read.len())).find(|&at| meant.get(at) != read.get(at))?;
    Some(format!(
        "meant {:?}, reads {:?}",
        meant.get(at),
        read.get(at)
    ))
}

/// The documents of all classes.
pub fn documents(compilation: &Compilation) -> impl Iterator<Item = &ConfigDocument> {
    compilation
        .lowered
        .classes
        .iter()
        .flat_map(|class| class.shared.iter().chain(class.own.values().flatten()))
        .map(AsRef::as_ref)
}

/// Whether every diagnostic has a place and is there once, what is printed is printable, and
/// what was compiled reads back as it was meant.
///
/// # Errors
/// What is not so.
pub fn sound(compilation: &Compilation) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    for found in &compilation.diagnostics {
        let rule = found.rule.name;
        if OURS.contains(&rule) {
            return Err(format!("`{rule}` is a mistake of ours: {}", found.message));
        }
        let labels = std::iter::once(&found.primary).chain(&found.labels);
        let edits = found.fix.iter().flat_map(|fix| &fix.edits);
        for span in labels
            .map(|label| label.span)
            .chain(edits.map(|edit| edit.span))
        {
            let Some(file) = compilation.sources.get(span.file) else {
                return Err(format!("`{rule}` is in no file"));
            };
            let (start, end) = (span.start as usize, span.end as usize);
            // The bytes of a file that is no text are shown as they can be.
            let text = rule == "not-utf8" || rule == "input-too-large";
            if start > end || (!text && file.text.get(start..end).is_none()) {
                return Err(format!("`{rule}` is at no place: {start}..{end}"));
            }
        }
        if !seen.insert((found.rule.code, found.primary.span, &found.message)) {
            return Err(format!("`{rule}` is reported twice: {}", found.message));
        }
        let words = std::iter::once(&found.message)
            .chain(&found.notes)
            .chain(&found.help);
        if let Some(long) = words.map(String::len).find(|&len| len > 20_000) {
            return Err(format!("`{rule}` says {long} bytes"));
        }
    }
    let short = diagnostics(compilation, Format::Short);
    let lines = compilation.diagnostics.len() + usize::from(!short.is_empty());
    if short.lines().count() != lines {
        return Err(format!("the short form has not one line each:\n{short}"));
    }
    for text in [&short, &diagnostics(compilation, Format::Full)] {
        if let Some(control) = text.chars().find(|c| c.is_control() && *c != '\n') {
            return Err(format!("prints {control:?}:\n{text}"));
        }
    }
    let json = diagnostics(compilation, Format::Json);
    if let Err(error) = serde_json::from_str::<serde_json::Value>(&json) {
        return Err(format!("prints JSON that cannot be read: {error}"));
    }
    if compilation.has_errors() {
        return Ok(());
    }
    let header = compilation.header();
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    for document in documents(compilation) {
        if let Some(what) = difference(document, &header) {
            return Err(format!("{}: {what}", document.path));
        }
    }
    for (host, file) in files_of(&compilation.tree) {
        let inside = Path::new(host).components().count() == 1
            && Path::new(host)
                .components()
                .all(|part| matches!(part, Component::Normal(_)))
            && Path::new(file.path.as_str())
                .components()
                .skip(1)
                .all(|part| matches!(part, Component::Normal(_)));
        if !inside {
            return Err(format!("{host}:{} leaves the folder", file.path));
        }
    }
    Ok(())
}
