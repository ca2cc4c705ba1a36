//! Hostile texts at every place of a profile, and profiles that are no profiles.
//!
//! Whatever a profile holds: no panic, every diagnostic has its place in the file and is there
//! once, what is printed about it holds no control characters, and what compiles reads back as it
//! was meant. What is tried is data, in `tests/hostile`; its README says how it is written.
//!
//! `CLUSTERC_HOSTILE=1 cargo test --release --test hostile` tries every text at every place of every
//! case (2: every second one, and so on); without it the places of the shipped profiles get some of
//! the texts.

mod support;

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use clusterc::pipeline::{Compilation, compile};
use clusterc::resolve::Files;
use clusterc::source::{FileId, Span};
use clusterc::yaml::{Kind, Node};
use serde_json::Value;
use support::{Folder, cases, finish, root, sound};

/// Without `CLUSTERC_HOSTILE=all` a place gets each so-manieth text.
const STRIDE: usize = 307;

fn data(name: &str) -> Vec<Value> {
    let path = root().join("tests/hostile").join(name);
    let text = std::fs::read_to_string(&path).expect("the data is there");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A text of the data: itself, a repetition, numbered copies, or parts of these.
fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().map(text_of).collect(),
        Value::Object(map) if map.contains_key("number") => {
            let text = text_of(&map["number"]);
            let to = map["to"].as_u64().expect("a last number");
            (1..=to)
                .map(|number| text.replace('#', &number.to_string()))
                .collect()
        }
        Value::Object(map) => {
            let times = map["times"].as_u64().expect("a number of times");
            text_of(&map["repeat"]).repeat(usize::try_from(times).expect("a small number"))
        }
        _ => panic!("{value} is no text"),
    }
}

/// The text in double quotes, everything that is not plain ASCII escaped.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            ' '..='~' => quoted.push(c),
            _ => quoted.push_str(&format!("\\U{:08X}", u32::from(c))),
        }
    }
    quoted.push('"');
    quoted
}

/// The places of all values and keys; a block text of several lines is left out.
fn places(node: &Node, text: &str, places: &mut Vec<Span>) {
    match &node.kind {
        Kind::Null => {}
        Kind::Scalar(_) => {
            let slice = &text[node.span.start as usize..node.span.end as usize];
            if !slice.contains('\n') {
                places.push(node.span);
            }
        }
        Kind::Seq(items) => {
            for item in items {
                self::places(item, text, places);
            }
        }
        Kind::Map(entries) => {
            for entry in entries {
                places.push(entry.key.span);
                self::places(&entry.value, text, places);
            }
        }
    }
}

/// The files of a folder with one of them replaced.
struct Replaced<'a> {
    folder: Folder,
    name: &'a str,
    bytes: &'a [u8],
}

impl Files for Replaced<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        if path == self.name {
            return Ok(self.bytes.to_vec());
        }
        self.folder.read(path)
    }
}

fn run(folder: &std::path::Path, name: &str, bytes: &[u8]) -> Result<Compilation, String> {
    let files = Replaced {
        folder: Folder(folder.to_owned()),
        name,
        bytes,
    };
    let compilation = catch_unwind(AssertUnwindSafe(|| compile(&files, name, false)))
        .map_err(|_| "panics".to_owned())??;
    catch_unwind(AssertUnwindSafe(|| sound(&compilation)))
        .map_err(|_| "panics when printed or read back".to_owned())??;
    Ok(compilation)
}

fn shown(text: &str) -> String {
    let quoted = quoted(text);
    match quoted.char_indices().nth(60) {
        Some((end, _)) => format!("{}… ({} bytes)", &quoted[..end], text.len()),
        None => quoted,
    }
}

#[test]
fn every_text_at_every_place() {
    let asked = std::env::var("CLUSTERC_HOSTILE").ok();
    let asked = asked.map(|stride| stride.parse().expect("CLUSTERC_HOSTILE is a number"));
    let all = asked.is_some();
    let stride: usize = asked.unwrap_or(STRIDE);
    let texts: Vec<String> = data("values.json").iter().map(text_of).collect();
    let own = (root().join("tests/hostile"), "every-place.yaml".to_owned());
    let others = cases()
        .into_iter()
        .filter(|case| all || case.shipped)
        .map(|case| (case.folder, case.profile));
    let profiles: Vec<(PathBuf, String)> = std::iter::once(own).chain(others).collect();
    let mut tries = Vec::new();
    let mut number = 0;
    for (folder, name) in &profiles {
        let text = std::fs::read_to_string(folder.join(name)).expect("a profile");
        let document = clusterc::yaml::read(FileId(0), &text);
        let mut spans = Vec::new();
        if let Some(root) = &document.root {
            places(root, &text, &mut spans);
        }
        for span in spans {
            number += 1;
            for (at, hostile) in texts.iter().enumerate() {
                if (number + at) % stride == 0 {
                    tries.push((folder, name, text.clone(), span, hostile));
                }
            }
        }
    }
    assert!(tries.len() > 100, "the places were not found");
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let failures = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|worker| {
                let tries = tries.iter().skip(worker).step_by(threads);
                scope.spawn(move || {
                    let mut failures = BTreeSet::new();
                    for (folder, name, text, span, hostile) in tries {
                        let mut bytes = text.clone();
                        let range = span.start as usize..span.end as usize;
                        bytes.replace_range(range.clone(), &quoted(hostile));
                        if let Err(what) = run(folder, name, bytes.as_bytes()) {
                            failures.insert(format!(
                                "{} of {name} as `{}`: {what}",
                                shown(hostile),
                                &text[range],
                            ));
                        }
                    }
                    failures
                })
            })
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().expect("a worker ends"))
            .collect::<Vec<String>>()
    });
    finish(&failures);
}

/// The bytes of a recipe.
fn bytes_of(recipe: &Value) -> Vec<u8> {
    let Some(hex) = recipe["hex"].as_str() else {
        return text_of(&recipe["text"]).into_bytes();
    };
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).expect("two digits"))
        .collect()
}

#[test]
fn what_is_no_profile_is_refused_and_nothing_else() {
    let mut failures = Vec::new();
    let recipes = data("inputs.json");
    assert!(recipes.len() > 40, "the recipes were not found");
    // Unoptimised, the large ones would take minutes on a busy machine.
    let hurried = cfg!(debug_assertions) && std::env::var_os("CLUSTERC_HOSTILE").is_none();
    for recipe in &recipes {
        if hurried && recipe["slow"] == Value::Bool(true) {
            continue;
        }
        let name = recipe["name"].as_str().expect("a name");
        let bytes = bytes_of(recipe);
        let found = run(&root().join("tests/hostile"), "profile.yaml", &bytes);
        let rules: BTreeSet<&str> = match &found {
            Ok(compilation) => compilation
                .diagnostics
                .iter()
                .map(|found| found.rule.name)
                .collect(),
            Err(what) => {
                failures.push(format!("{name}: {what}"));
                continue;
            }
        };
        let wanted: BTreeSet<&str> = recipe["rules"]
            .as_array()
            .expect("rules")
            .iter()
            .filter_map(Value::as_str)
            .collect();
        if rules != wanted {
            failures.push(format!("{name}: reports {rules:?}, expected {wanted:?}"));
        }
    }
    finish(&failures);
}
