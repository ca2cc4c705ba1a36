//! The house rules, by a plain scan of the text: who may import whom, who may touch the machine,
//! which crate is named where. Every failure names the offender.

mod support;

use std::collections::BTreeSet;
use std::path::Path;

use support::{finish, root, walk};

/// A file of `src/` with what tests and comments say taken out.
struct Source {
    /// From `src/`, such as `units/bytes.rs`.
    path: String,
    /// Whether it is compiled for tests only.
    test: bool,
    text: String,
    code: String,
}

fn sources() -> Vec<Source> {
    let folder = root().join("src");
    let mut sources: Vec<Source> = walk(&folder)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end == "rs"))
        .map(|path| {
            let text = read(&path);
            Source {
                path: path
                    .strip_prefix(&folder)
                    .unwrap_or(&path)
                    .display()
                    .to_string(),
                test: false,
                code: code(&text),
                text,
            }
        })
        .collect();
    let tests: BTreeSet<String> = sources.iter().flat_map(test_modules).collect();
    for source in &mut sources {
        source.test = tests.contains(&source.path) || source.path.contains("/tests/");
    }
    assert!(sources.len() > 100, "the sources were not found");
    sources
}

/// Files that `#[cfg(test)] mod name;` of a file leads to.
fn test_modules(source: &Source) -> Vec<String> {
    let folder = match source.path.strip_suffix("/mod.rs") {
        Some(folder) => folder,
        None => source.path.trim_end_matches(".rs"),
    };
    source
        .text
        .split("#[cfg(test)]\n")
        .skip(1)
        .filter_map(|rest| rest.lines().next()?.strip_suffix(';')?.rsplit_once("mod "))
        .map(|(_, name)| format!("{folder}/{name}.rs"))
        .collect()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Without comments and without the test module at the end.
fn code(text: &str) -> String {
    let text = [
        "#[cfg(test)]\nmod tests {",
        "#[cfg(test)]\npub(super) mod tests {",
    ]
    .iter()
    .fold(text, |text, head| {
        text.split(head).next().unwrap_or_default()
    });
    text.lines()
        .map(|line| {
            if line.trim_start().starts_with("//") {
                ""
            } else {
                line
            }
        })
        .collect::<Vec<_>>()
        .join("\n")
}

impl Source {
    fn is_test(&self) -> bool {
        self.test
    }

    /// The module of the table below that the file is in.
    fn module(&self) -> &str {
        if self.path.starts_with("products/platform/") {
            return "platform";
        }
        let is_section =
            |name: &str| self.path.starts_with("products/") && self.path.ends_with(name);
        if is_section("/section.rs") || is_section("/unit_section.rs") {
            return "section";
        }
        let first = self.path.split('/').next().unwrap_or_default();
        first.trim_end_matches(".rs")
    }
}

/// Who may import whom. `section` are the written types of products, `platform` the table of OS
/// releases.
const ARROWS: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("units", &[]),
    ("diagnostic", &["source", "units"]),
    ("yaml", &["source", "diagnostic", "units"]),
    ("vocabulary", &["source", "units", "yaml"]),
    ("platform", &["units"]),
    (
        "section",
        &["platform", "source", "units", "vocabulary", "yaml"],
    ),
    (
        "profile",
        &["section", "source", "units", "vocabulary", "yaml"],
    ),
    (
        "schema",
        &[
            "diagnostic",
            "profile",
            "source",
            "units",
            "vocabulary",
            "yaml",
        ],
    ),
    ("classad", &[]),
    ("shares", &[]),
    ("document", &["source", "diagnostic"]),
    ("syntax", &["diagnostic", "document"]),
    ("catalog", &["diagnostic", "document", "platform", "units"]),
    (
        "cluster",
        &[
            "diagnostic",
            "document",
            "platform",
            "profile",
            "source",
            "units",
            "vocabulary",
        ],
    ),
    (
        "resolve",
        &[
            "catalog",
            "cluster",
            "diagnostic",
            "document",
            "platform",
            "profile",
            "schema",
            "source",
            "units",
            "vocabulary",
            "yaml",
        ],
    ),
    (
        "lower",
        &[
            "catalog",
            "cluster",
            "diagnostic",
            "document",
            "profile",
            "resolve",
            "source",
            "units",
            "vocabulary",
        ],
    ),
    ("effective", &["catalog", "classad", "document", "units"]),
    (
        "constraints",
        &[
            "catalog",
            "classad",
            "diagnostic",
            "document",
            "effective",
            "lower",
            "registry",
            "source",
            "units",
        ],
    ),
    (
        "products",
        &[
            "catalog",
            "classad",
            "cluster",
            "constraints",
            "diagnostic",
            "document",
            "effective",
            "lower",
            "platform",
            "profile",
            "resolve",
            "section",
            "shares",
            "source",
            "syntax",
            "units",
            "vocabulary",
        ],
    ),
    (
        "together",
        &[
            "catalog",
            "cluster",
            "constraints",
            "diagnostic",
            "document",
            "effective",
            "lower",
            "products",
            "source",
            "units",
        ],
    ),
    ("output", &["document", "units"]),
    (
        "render",
        &[
            "cluster",
            "diagnostic",
            "document",
            "lower",
            "output",
            "source",
            "syntax",
        ],
    ),
    (
        "registry",
        &[
            "catalog",
            "constraints",
            "diagnostic",
            "effective",
            "lower",
            "products",
            "profile",
            "render",
            "resolve",
            "schema",
            "together",
            "yaml",
        ],
    ),
    (
        "pipeline",
        &[
            "cluster",
            "diagnostic",
            "document",
            "lower",
            "output",
            "profile",
            "registry",
            "render",
            "resolve",
            "schema",
            "source",
            "units",
            "yaml",
        ],
    ),
    (
        "fixes",
        &["diagnostic", "edit", "pipeline", "resolve", "source"],
    ),
    ("baseline", &["diagnostic", "pipeline", "source", "yaml"]),
    ("rulebook", &["diagnostic", "registry"]),
    (
        "schemas",
        &[
            "cli",
            "diagnostic",
            "schema",
            "catalog",
            "profile",
            "registry",
            "units",
        ],
    ),
    ("edit", &["diagnostic", "source"]),
    (
        "upgrade",
        &[
            "catalog",
            "cluster",
            "diagnostic",
            "document",
            "edit",
            "lower",
            "pipeline",
            "platform",
            "profile",
            "registry",
            "resolve",
            "source",
            "units",
            "vocabulary",
            "yaml",
        ],
    ),
];

/// Paths that begin with `crate::`, groups taken apart one level.
fn imports(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 1;
            let mut item = String::new();
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ => {}
                }
                if depth == 0 || depth == 1 && c == ',' {
                    found.insert(item.trim().to_owned());
                    item.clear();
                    if depth == 0 {
                        break;
                    }
                } else {
                    item.push(c);
                }
            }
        } else {
            let end = rest
                .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == ':'))
                .unwrap_or(rest.len());
            found.insert(rest[..end].trim_end_matches(':').to_owned());
        }
    }
    found.retain(|path| !path.is_empty());
    found
}

/// The module of the table that a path leads to.
fn target(path: &str) -> &str {
    let mut parts = path.split("::");
    match (parts.next(), parts.next(), parts.next()) {
        // The kinds of units are words of the operating system.
        (Some("products"), Some("platform"), _)
        | (Some("products"), Some("systemd"), Some("UnitType")) => "platform",
        (Some("products"), Some(_), Some("section" | "UnitSection")) => "section",
        (Some(first), _, _) => first,
        (None, ..) => "",
    }
}

#[test]
fn arrows_between_modules_point_one_way() {
    let mut failures = Vec::new();
    for source in sources() {
        let module = source.module();
        if ["cli", "lib", "main"].contains(&module) || source.is_test() {
            continue;
        }
        let Some((_, allowed)) = ARROWS.iter().find(|(from, _)| *from == module) else {
            failures.push(format!(
                "src/{}: the table does not know `{module}`",
                source.path
            ));
            continue;
        };
        for path in imports(&source.code) {
            let to = target(&path);
            // The written profile gathers the sections of all products in one import.
            let gathers = module == "profile" && to == "products";
            if to != module && !allowed.contains(&to) && !gathers {
                failures.push(format!(
                    "src/{}: `{module}` imports `crate::{path}`",
                    source.path
                ));
            }
        }
        if module == "profile" {
            for product in [
                "hadoop",
                "hdfs",
                "htcondor",
                "yarn",
                "mapreduce",
                "mesos",
                "zookeeper",
                "alluxio",
            ] {
                let all = source.code.matches(&format!(" {product}::")).count();
                let sections = source
                    .code
                    .matches(&format!(" {product}::section::"))
                    .count();
                if all != sections {
                    failures.push(format!(
                        "src/{}: `profile` uses more of {product} than its section",
                        source.path
                    ));
                }
            }
        }
    }
    finish(&failures);
}

#[test]
fn a_product_knows_no_other_product() {
    let mut failures = Vec::new();
    for source in sources() {
        let mut parts = source.path.split('/');
        let (Some("products"), Some(own), Some(_)) = (parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        for path in imports(&source.code) {
            let mut parts = path.split("::");
            let (Some("products"), Some(other)) = (parts.next(), parts.next()) else {
                continue;
            };
            // Hadoop's three services share its tables and its site files.
            let family = ["hdfs", "yarn", "mapreduce"].contains(&own) && other == "hadoop";
            if other != own && other != "platform" && !family {
                failures.push(format!(
                    "src/{}: `{own}` imports `crate::{path}`",
                    source.path
                ));
            }
        }
    }
    finish(&failures);
}

#[test]
fn only_output_and_cli_touch_the_machine() {
    let mut failures = Vec::new();
    for source in sources() {
        let module = source.module();
        if module == "output" || module == "cli" || module == "main" || source.is_test() {
            continue;
        }
        for banned in [
            "std::fs",
            "std::env",
            "std::time",
            "std::process",
            "std::net::Tcp",
            "std::net::Udp",
            "std::io::std",
        ] {
            // Compile-time `env!` is no look at the environment.
            if source.code.contains(banned) {
                failures.push(format!("src/{}: `{banned}`", source.path));
            }
        }
    }
    finish(&failures);
}

#[test]
fn crates_are_named_in_one_place() {
    let mut failures = Vec::new();
    for source in sources() {
        for (name, places) in [
            ("granit_parser", &["yaml/"][..]),
            ("jsonschema", &["schema/"]),
            ("annotate_snippets", &["diagnostic/render/"]),
            // Expressions of the profile, and files that are prose with what they are filled from.
            ("minijinja", &["resolve/", "syntax/prose.rs", "products/"]),
            ("quick_xml", &["syntax/"]),
            ("cap_std", &["output/"]),
            ("tar", &["output/archive.rs"]),
            ("sha2", &["output/", "diagnostic/render/fingerprint.rs"]),
            ("clap", &["cli/"]),
        ] {
            let named = source.code.contains(&format!("{name}::"));
            let allowed = places.iter().any(|place| source.path.starts_with(place));
            if named && !allowed && !source.is_test() {
                failures.push(format!(
                    "src/{}: `{name}` belongs into src/{}",
                    source.path,
                    places.join(" and src/")
                ));
            }
        }
    }
    finish(&failures);
}

#[test]
fn files_are_small_and_say_what_they_are() {
    let mut failures = Vec::new();
    for source in sources() {
        let lines = source.text.lines().count();
        if lines > 600 {
            failures.push(format!("src/{}: {lines} lines", source.path));
        }
        let begins = source.path.ends_with("/mod.rs") || !source.path.contains('/');
        if begins && source.path != "main.rs" && !source.text.starts_with("//!") {
            failures.push(format!("src/{} does not begin with `//!`", source.path));
        }
    }
    finish(&failures);
}

#[test]
fn nothing_reachable_panics_on_purpose() {
    let mut failures = Vec::new();
    for source in sources().iter().filter(|source| !source.is_test()) {
        for (at, line) in source.code.lines().enumerate() {
            for banned in [".unwrap()", ".expect(", "todo!(", "unimplemented!("] {
                if line.contains(banned) {
                    failures.push(format!("src/{}:{}: `{banned}`", source.path, at + 1));
                }
            }
        }
    }
    finish(&failures);
}

#[test]
fn nothing_is_left_for_later() {
    let mut failures = Vec::new();
    // Spelt in two parts, so that this file does not find itself.
    let words = [
        ["TO", "DO"].concat(),
        ["FIX", "ME"].concat(),
        ["XX", "X"].concat(),
    ];
    for folder in ["src", "tests", "benches", "profiles", ".ci"] {
        let folder = root().join(folder);
        if !folder.exists() {
            continue;
        }
        for path in walk(&folder) {
            let Ok(text) = std::fs::read_to_string(&path) else {
                continue;
            };
            for (at, line) in text.lines().enumerate() {
                let mut parts = line.split(|c: char| !c.is_ascii_alphanumeric());
                if parts.any(|word| words.iter().any(|banned| banned == word)) {
                    failures.push(format!("{}:{}", path.display(), at + 1));
                }
            }
        }
    }
    finish(&failures);
}

#[test]
fn no_dependency_speaks_to_the_network() {
    let lock = read(&root().join("Cargo.lock"));
    let mut failures = Vec::new();
    for name in ["reqwest", "hyper", "ureq", "curl", "rustls", "openssl"] {
        if lock.contains(&format!("name = \"{name}\"")) {
            failures.push(format!("Cargo.lock holds `{name}`"));
        }
    }
    finish(&failures);
}
