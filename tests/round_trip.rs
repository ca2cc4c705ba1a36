//! What is written reads back as what was meant, for every document of every case.

mod support;

use clusterc::document::{ConfigDocument, Syntax};
use clusterc::render;
use clusterc::syntax;
use support::{compiled, finish};

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

fn difference(document: &ConfigDocument, header: &[&str]) -> Option<String> {
    let rendered = match render::write(document, header) {
        Ok(rendered) => rendered,
        Err(errors) => return Some(format!("cannot be written: {errors:?}")),
    };
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

#[test]
fn every_document_reads_back_as_it_was_meant() {
    let mut failures = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for (case, compilation) in &compiled() {
        let header = compilation.header();
        let header: Vec<&str> = header.iter().map(String::as_str).collect();
        for class in &compilation.lowered.classes {
            for document in class.shared.iter().chain(class.own.values().flatten()) {
                seen.insert(document.syntax);
                if let Some(what) = difference(document, &header) {
                    failures.push(format!("{}: {}: {what}", case.name, document.path));
                }
            }
        }
    }
    finish(&failures);
    for syntax in [
        Syntax::HadoopXml,
        Syntax::ShellExport,
        Syntax::ShellAssign,
        Syntax::SystemdEnv,
        Syntax::SystemdUnit,
        Syntax::ZooCfg,
        Syntax::Lines,
    ] {
        assert!(
            seen.contains(&syntax),
            "no case has a document in {syntax:?}"
        );
    }
}
