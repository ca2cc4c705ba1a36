//! The fuzz targets' properties on the corpora beside them: what once broke one never does again,
//! and no target rots. `CONTRIBUTING.md` tells how to run the targets.

#[path = "fuzz/properties/mod.rs"]
#[allow(dead_code)] // of what the properties share with other tests
mod properties;

use std::collections::BTreeSet;
use std::panic::catch_unwind;

use properties::support::{entries, finish, root};

/// Names of what lies in a folder of `tests/fuzz`, without their endings.
fn names(folder: &str) -> BTreeSet<String> {
    entries(&root().join("tests/fuzz").join(folder))
        .iter()
        .filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()))
        .collect()
}

#[test]
fn every_input_of_the_corpora_holds() {
    let mut failures = Vec::new();
    for (target, property) in properties::TARGETS {
        let inputs = entries(&root().join("tests/fuzz/corpus").join(target));
        assert!(inputs.len() > 5, "{target} has no corpus");
        for input in inputs {
            let bytes = std::fs::read(&input).expect("an input");
            if catch_unwind(|| property(&bytes)).is_err() {
                failures.push(input.display().to_string());
            }
        }
    }
    finish(&failures);
}

#[test]
fn properties_targets_and_corpora_have_the_same_names() {
    let mut known: BTreeSet<String> = properties::TARGETS
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    assert_eq!(known, names("corpus"));
    // The proof that the fuzzer finds something has no property and no corpus.
    known.insert("planted".to_owned());
    assert_eq!(known, names("targets"));
    let manifest = std::fs::read_to_string(root().join("tests/fuzz/Cargo.toml")).expect("a file");
    let bins = manifest.matches("[[bin]]").count();
    for name in &known {
        assert!(manifest.contains(&format!("name = \"{name}\"\npath = \"targets/{name}.rs\"")));
    }
    assert_eq!(bins, known.len());
}
