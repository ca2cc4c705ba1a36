//! Compiles profiles in memory, for the tests of the family.

#![allow(clippy::missing_panics_doc)] // A test is meant to panic.

use crate::document::ConfigDocument;
use crate::pipeline::{Compilation, compile};
use crate::resolve::Files;

struct One(String);

impl Files for One {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        if path == "cluster.yaml" {
            Ok(self.0.clone().into_bytes())
        } else {
            Err(format!("no file {path}"))
        }
    }
}

/// The compiled profile.
pub fn compiled(profile: &str) -> Compilation {
    compile(&One(profile.to_owned()), "cluster.yaml", false).unwrap()
}

/// The compiled profile, which must have no diagnostics of any kind.
pub fn clean(profile: &str) -> Compilation {
    let compilation = compiled(profile);
    assert!(
        compilation.diagnostics.is_empty(),
        "{profile}\n{:#?}",
        messages(&compilation)
    );
    compilation
}

/// Code and message of each diagnostic.
pub fn messages(compilation: &Compilation) -> Vec<String> {
    compilation
        .diagnostics
        .iter()
        .map(|found| format!("{}: {}", found.rule.code, found.message))
        .collect()
}

/// The document with a name (`hdfs-site`, `hadoop-env.sh`) of the host called `host`.
pub fn document<'a>(
    compilation: &'a Compilation,
    host: &str,
    name: &str,
) -> Option<&'a ConfigDocument> {
    let index = compilation.cluster.find(host)?;
    let class = compilation.cluster.host(index)?.class as usize;
    let documents = compilation.lowered.classes.get(class)?;
    documents
        .shared
        .iter()
        .chain(documents.own.get(&index).into_iter().flatten())
        .find(|document| document.name == name)
        .map(|document| &**document)
}

/// `key=value` of a document's entries, in order.
pub fn entries(compilation: &Compilation, host: &str, name: &str) -> Vec<String> {
    let document = document(compilation, host, name)
        .unwrap_or_else(|| panic!("{host} has no {name}: {:?}", messages(compilation)));
    document
        .entries
        .iter()
        .map(|entry| format!("{}={}", entry.key, entry.value.text()))
        .collect()
}

/// The value of a key of a document.
pub fn value(compilation: &Compilation, host: &str, name: &str, key: &str) -> Option<String> {
    document(compilation, host, name)?
        .get(key)
        .map(|entry| entry.value.text().into_owned())
}

/// Every rule fires on its bad example and stays silent on the good one, which has no errors.
pub fn check_rules(rules: &[&'static crate::diagnostic::Rule]) {
    let mut wrong = Vec::new();
    for rule in rules {
        if !rule.bad.is_empty() {
            let bad = compiled(rule.bad);
            if !bad
                .diagnostics
                .iter()
                .any(|found| found.rule.code == rule.code)
            {
                wrong.push(format!(
                    "{} is silent on its bad example: {:?}",
                    rule.code,
                    messages(&bad)
                ));
            }
        }
        if !rule.good.is_empty() {
            let good = compiled(rule.good);
            if good.has_errors()
                || good
                    .diagnostics
                    .iter()
                    .any(|found| found.rule.code == rule.code)
            {
                wrong.push(format!(
                    "{} fires on its good example: {:?}",
                    rule.code,
                    messages(&good)
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
