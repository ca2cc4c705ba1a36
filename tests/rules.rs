//! Every rule fires on its own bad example and stays silent on the good one.

mod support;

use std::collections::BTreeMap;

use clusterc::diagnostic::{Level, Rule, RuleLevel, Severity};
use clusterc::pipeline::{Compilation, compile, compile_on};
use clusterc::registry;
use support::{Memory, finish, short};

/// Rules without an example: what would have to be in it is not in a profile alone.
const WITHOUT_EXAMPLE: &[(&str, &str)] = &[
    (
        "condor-template",
        "the schema keeps out what no shell script can hold",
    ),
    ("extends-cycle", "two files; tested below"),
    (
        "unreadable-value",
        "schema and types disagree: a mistake of the program",
    ),
    (
        "derived-key-unknown",
        "a rule derives a key nobody knows: a mistake of the program",
    ),
    (
        "placeholder-key",
        "the schema of settings is tested in its own module",
    ),
    ("bad-secret", "the schema refuses it first"),
    (
        "output-clash",
        "products make no two files of one path; files of the user have a rule of their own",
    ),
    ("no-systemd", "tested in the products' own module"),
    ("stale-baseline", "two files; tested in tests/commands"),
    ("not-utf8", "no text; tested below"),
    ("input-too-large", "too large to print; tested below"),
    ("key-too-long", "too long to print; tested below"),
    (
        "script-template",
        "a template of ours is broken: a mistake of the program",
    ),
];

fn rules() -> Vec<&'static Rule> {
    let rules = registry::rules();
    assert!(rules.len() > 40, "the rules were not found");
    rules
}

fn is_kebab(name: &str) -> bool {
    !name.is_empty()
        && name.split('-').all(|word| {
            !word.is_empty()
                && word
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

#[test]
fn codes_and_names_are_unique_and_well_formed() {
    let mut failures = Vec::new();
    let mut codes: BTreeMap<&str, &str> = BTreeMap::new();
    let mut names: BTreeMap<&str, &str> = BTreeMap::new();
    for rule in rules() {
        let digits = rule.code.strip_prefix('C').unwrap_or_default();
        if digits.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            failures.push(format!("`{}` is no code", rule.code));
        }
        if !is_kebab(rule.name) {
            failures.push(format!("{}: `{}` is no kebab case", rule.code, rule.name));
        }
        if let Some(other) = codes.insert(rule.code, rule.name) {
            failures.push(format!(
                "`{other}` and `{}` are both {}",
                rule.name, rule.code
            ));
        }
        if let Some(other) = names.insert(rule.name, rule.code) {
            failures.push(format!(
                "{other} and {} are both `{}`",
                rule.code, rule.name
            ));
        }
        for (what, text) in [("summary", rule.summary), ("why", rule.why)] {
            if text.trim().len() < 10 {
                failures.push(format!("{} {}: no {what}", rule.code, rule.name));
            }
        }
        if rule.summary.ends_with('.') {
            failures.push(format!(
                "{} {}: the summary ends with a period",
                rule.code, rule.name
            ));
        }
    }
    finish(&failures);
}

/// Lints that are allowed unless asked for are asked for. The day is one between those that the
/// examples name.
fn run(rule: &Rule, profile: &str) -> Compilation {
    let quiet = rule.level == RuleLevel::Lint(Level::Allow);
    let profile = if quiet {
        format!("{profile}lints: {{{}: warn}}\n", rule.name)
    } else {
        profile.to_owned()
    };
    let files = Memory::new(&[("profile.yaml", &profile)]);
    let today = "2026-11-24".parse().ok();
    compile_on(today, &files, "profile.yaml", false).expect("in memory")
}

fn fires(rule: &Rule, compilation: &Compilation) -> bool {
    compilation
        .diagnostics
        .iter()
        .any(|found| found.rule == rule)
}

#[test]
fn bad_examples_fire_and_nothing_else_does() {
    let mut failures = Vec::new();
    for rule in rules() {
        if rule.bad.is_empty() {
            continue;
        }
        let (bad, _) = registry::examples(rule);
        let compilation = run(rule, &bad);
        if !fires(rule, &compilation) {
            failures.push(format!(
                "{} {} does not fire on its bad example:\n{}\n{}",
                rule.code,
                rule.name,
                bad,
                short(&compilation)
            ));
            continue;
        }
        // One mistake, one report: what follows from it is not reported too.
        let others = compilation
            .diagnostics
            .iter()
            .any(|found| found.rule != rule && found.severity == Severity::Error);
        if others {
            failures.push(format!(
                "{} {} does not fire alone:\n{}",
                rule.code,
                rule.name,
                short(&compilation)
            ));
        }
    }
    finish(&failures);
}

#[test]
fn good_examples_are_without_errors() {
    let mut failures = Vec::new();
    for rule in rules() {
        if rule.good.is_empty() {
            if !rule.bad.is_empty() {
                failures.push(format!("{} {} has no good example", rule.code, rule.name));
            }
            continue;
        }
        let (_, good) = registry::examples(rule);
        let compilation = run(rule, &good);
        if fires(rule, &compilation) || compilation.has_errors() {
            failures.push(format!(
                "{} {}: the good example is not good:\n{}\n{}",
                rule.code,
                rule.name,
                good,
                short(&compilation)
            ));
        }
    }
    finish(&failures);
}

#[test]
fn rules_without_an_example_are_known() {
    let without: Vec<&str> = rules()
        .iter()
        .filter(|rule| rule.bad.is_empty())
        .map(|rule| rule.name)
        .collect();
    let mut failures: Vec<String> = without
        .iter()
        .filter(|name| !WITHOUT_EXAMPLE.iter().any(|(known, _)| known == *name))
        .map(|name| format!("`{name}` has no bad example"))
        .collect();
    for (name, reason) in WITHOUT_EXAMPLE {
        if !without.contains(name) {
            failures.push(format!(
                "`{name}` has an example ({reason}): take it from the list"
            ));
        }
    }
    finish(&failures);
}

#[test]
fn a_cycle_of_extends_is_reported_once() {
    let files = Memory::new(&[
        (
            "a.yaml",
            "clusterc: v1\nextends: b.yaml\ncluster: {name: demo}\n",
        ),
        ("b.yaml", "clusterc: v1\nextends: a.yaml\n"),
    ]);
    let compilation = compile(&files, "a.yaml", false).expect("both files are there");
    let cycles: Vec<_> = compilation
        .diagnostics
        .iter()
        .filter(|found| found.rule.name == "extends-cycle")
        .collect();
    assert_eq!(cycles.len(), 1, "{}", short(&compilation));
}

#[test]
fn limits_of_the_input_are_rules() {
    let long = format!("clusterc: v1\n{}: 1\n", "k".repeat(2000));
    let large = "# a comment\n".repeat(1_500_000);
    for (name, bytes) in [
        ("not-utf8", b"clusterc: v1\n# caf\xe9\n".to_vec()),
        ("not-utf8", b"\xff\xfec\0l\0".to_vec()),
        ("input-too-large", large.into_bytes()),
        ("key-too-long", long.into_bytes()),
    ] {
        let compilation = compile(&Memory::one(bytes), "profile.yaml", false).expect("in memory");
        let names: Vec<&str> = compilation
            .diagnostics
            .iter()
            .map(|d| d.rule.name)
            .collect();
        assert!(names.contains(&name), "{name}: {names:?}");
    }
}
