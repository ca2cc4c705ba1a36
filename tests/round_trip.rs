//! What is written reads back as what was meant, for every document of every case.

mod support;

use clusterc::document::Syntax;
use support::{compiled, difference, documents, finish};

#[test]
fn every_document_reads_back_as_it_was_meant() {
    let mut failures = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for (case, compilation) in compiled() {
        let header = compilation.header();
        let header: Vec<&str> = header.iter().map(String::as_str).collect();
        for document in documents(compilation) {
            seen.insert(document.syntax);
            if let Some(what) = difference(document, &header) {
                failures.push(format!("{}: {}: {what}", case.name, document.path));
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
