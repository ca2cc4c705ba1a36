//! No version lacks a key that is derived for it: every shipped profile and case, compiled at the
//! versions that its products can take.
//!
//! The ordinary run takes half of the first and last releases of the minor lines for shipped
//! profiles, and a part of them for cases; `CLUSTERC_SWEEP=all` takes every release for all.

mod support;

use std::collections::BTreeSet;

use clusterc::catalog::{self, KeyNames, Known};
use clusterc::lower::DERIVED_UNKNOWN;
use clusterc::pipeline::{Compilation, compile};
use clusterc::profile::v1::VOCABULARY;
use clusterc::registry;
use clusterc::resolve::Files;
use clusterc::units::Version;
use rayon::prelude::*;
use support::{Case, Folder, all_compiled, finish};

/// Of the cases, this part of the versions.
const PART: usize = 24;

/// Variables that others than the products read.
const OTHERS: &[&str] = &["GLOG_v"];

/// A case with another version of a product on top.
struct At<'a> {
    case: &'a Case,
    folder: Folder,
    product: &'static str,
    version: &'static str,
}

impl Files for At<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        if path != "at.yaml" {
            return self.folder.read(path);
        }
        Ok(format!(
            "clusterc: v1\nextends: {}\nproducts: {{{}: {{version: {}}}}}\n",
            self.case.profile, self.product, self.version
        )
        .into_bytes())
    }
}

/// Every release, or the first and the last of each minor line.
fn releases(product: &str, all: bool) -> Vec<&'static str> {
    let facts = registry::facts(product).expect("facts");
    let names: Vec<&'static str> = facts
        .versions
        .rows()
        .iter()
        .map(|row| row.split('\t').next().unwrap_or_default())
        .collect();
    let line = |name: &str| {
        let version: Version = name.parse().expect(name);
        (version.number(0), version.number(1))
    };
    let lines: Vec<_> = names.iter().map(|name| line(name)).collect();
    names
        .iter()
        .enumerate()
        .filter(|(at, _)| {
            let edge = |other: Option<&_>| other != lines.get(*at);
            all || edge(at.checked_sub(1).and_then(|at| lines.get(at))) || edge(lines.get(at + 1))
        })
        .map(|(_, name)| *name)
        .collect()
}

/// Keys of settings files that the version of their host does not know.
fn unknown(compilation: &Compilation) -> Vec<String> {
    let mut unknown = Vec::new();
    for (class, documents) in compilation
        .cluster
        .classes
        .iter()
        .zip(&compilation.lowered.classes)
    {
        let own = documents.own.values().flatten();
        for document in documents.shared.iter().chain(own) {
            let Some(file) = VOCABULARY.file(&document.name) else {
                continue;
            };
            let (Some(facts), Some(product)) = (
                registry::facts(file.product),
                class.products.get(file.product),
            ) else {
                continue;
            };
            // Where case does not matter, a profile may make names of its own.
            if facts.names == KeyNames::AnyCase {
                continue;
            }
            for entry in document
                .entries
                .iter()
                .filter(|entry| entry.section.is_none())
            {
                let variable = |c: char| c.is_ascii_uppercase() || c == '_';
                if entry.key.chars().all(variable) {
                    continue;
                }
                // Flags of Mesos are variables in some dialects.
                let key = entry.key.strip_prefix("MESOS_").unwrap_or(&entry.key);
                let known = catalog::look_up(facts, &product.facts_of, Some(file.scope), key);
                if !OTHERS.contains(&key) && !matches!(known, Known::Yes(_) | Known::Family(_)) {
                    unknown.push(format!("{} of {}: {known:?}", entry.key, document.name));
                }
            }
        }
    }
    unknown
}

#[test]
fn derived_keys_are_known_to_every_version() {
    let all = std::env::var("CLUSTERC_SWEEP").is_ok_and(|value| value == "all");
    let mut tried = Vec::new();
    for (number, (case, compilation)) in all_compiled().iter().enumerate() {
        if compilation.has_errors() {
            continue;
        }
        let classes = compilation.cluster.classes.iter();
        let products: BTreeSet<&'static str> = classes
            .flat_map(|class| class.products.keys())
            .filter_map(|product| Some(registry::facts(product)?.product))
            .collect();
        for product in products {
            for (at, version) in releases(product, all).into_iter().enumerate() {
                let part = if case.shipped { 2 } else { PART };
                if all || (at + number) % part == 0 {
                    tried.push(At {
                        case,
                        folder: Folder(case.folder.clone()),
                        product,
                        version,
                    });
                }
            }
        }
    }
    let found: Vec<(bool, Vec<String>)> = tried
        .par_iter()
        .map(|at| {
            let compilation = compile(at, "at.yaml", false).expect("a profile");
            let name = format!("{} with {} {}", at.case.name, at.product, at.version);
            let ours = compilation
                .diagnostics
                .iter()
                .filter(|diagnostic| *diagnostic.rule == DERIVED_UNKNOWN)
                .map(|diagnostic| format!("{name}: {}", diagnostic.message));
            let mut failures: Vec<String> = ours.collect();
            let sound = !compilation.has_errors();
            if sound {
                let unknown = unknown(&compilation).into_iter();
                failures.extend(unknown.map(|what| format!("{name}: {what}")));
            }
            (sound, failures)
        })
        .collect();
    let sound = found.iter().filter(|(sound, _)| *sound).count();
    println!("{} tried, {sound} of them sound", tried.len());
    assert!(sound > 200, "only {sound} of {} are sound", tried.len());
    let failures: Vec<String> = found
        .into_iter()
        .flat_map(|(_, failures)| failures)
        .collect();
    let failures: BTreeSet<String> = failures.into_iter().collect();
    finish(&Vec::from_iter(failures));
}
