//! The formats that other programs read: what they print for the profiles of `tests/formats/`,
//! and what must hold of every case.

mod support;

use std::collections::BTreeSet;

use clusterc::diagnostic::render::Format;
use clusterc::pipeline::Compilation;
use serde_json::Value;
use support::{Case, cases, diagnostics, entries, expect_file, finish, root};

const FORMATS: [(Format, &str); 3] = [
    (Format::Sarif, "sarif.json"),
    (Format::Github, "github.txt"),
    (Format::Gitlab, "gitlab.json"),
];

/// A release changes no expected file.
fn without_version(text: &str) -> String {
    text.replace(
        &format!("ersion\": \"{}\"", env!("CARGO_PKG_VERSION")),
        "ersion\": \"0.0.0\"",
    )
}

#[test]
fn profiles_print_as_expected() {
    let folder = root().join("tests/formats");
    let mut failures = Vec::new();
    for path in entries(&folder) {
        if path.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        let name = path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let case = Case {
            name: name.clone(),
            folder: folder.clone(),
            profile: format!("{name}.yaml"),
            shipped: false,
        };
        let compilation = case.compile();
        for (format, ending) in FORMATS {
            let text = without_version(&diagnostics(&compilation, format));
            let expected = folder.join(format!("{name}.{ending}"));
            failures.extend(expect_file(&expected, &text).err());
        }
    }
    finish(&failures);
}

fn parsed(compilation: &Compilation, format: Format) -> Value {
    let text = diagnostics(compilation, format);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

/// All objects of a document that have a key.
fn with_key<'v>(value: &'v Value, key: &str, found: &mut Vec<&'v Value>) {
    match value {
        Value::Object(map) => {
            found.extend(map.get(key));
            map.values().for_each(|inner| with_key(inner, key, found));
        }
        Value::Array(items) => items.iter().for_each(|inner| with_key(inner, key, found)),
        _ => {}
    }
}

fn number(value: &Value, key: &str) -> usize {
    value[key]
        .as_u64()
        .and_then(|number| usize::try_from(number).ok())
        .unwrap_or_else(|| panic!("{key} in {value}"))
}

/// Every region lies in the text of the file it is of.
fn check_region(compilation: &Compilation, physical: &Value, region: &Value) -> Option<String> {
    let index = number(&physical["artifactLocation"], "index");
    let file = &compilation.sources.files()[index];
    let (line, end) = (number(region, "startLine"), number(region, "endLine"));
    let columns = |line: usize| file.line(line - 1).chars().count() + 1;
    let inside = line <= end
        && end <= file.text.split('\n').count()
        && number(region, "startColumn") <= columns(line)
        && number(region, "endColumn") <= columns(end)
        && (line < end || number(region, "startColumn") <= number(region, "endColumn"));
    (!inside).then(|| format!("{region} is outside of {}", file.name))
}

#[test]
fn sarif_holds_together() {
    let mut failures = Vec::new();
    let (mut fixes, mut related, mut suppressed) = (0, 0, 0);
    for case in cases() {
        let compilation = case.compile();
        let log = parsed(&compilation, Format::Sarif);
        let run = &log["runs"][0];
        let results = run["results"].as_array().expect("results");
        let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
        assert_eq!(
            results.len(),
            compilation.diagnostics.len() + compilation.suppressed.len(),
            "{}",
            case.name
        );
        let mut fingerprints = BTreeSet::new();
        for result in results {
            let rule = &rules[number(result, "ruleIndex")];
            assert_eq!(rule["id"], result["ruleId"], "{}", case.name);
            for part in ["shortDescription", "fullDescription", "help"] {
                assert!(
                    rule[part]["text"]
                        .as_str()
                        .is_some_and(|text| !text.is_empty())
                );
            }
            let fingerprint = result["partialFingerprints"]["clusterc/v1"].as_str();
            if !fingerprints.insert(fingerprint.expect("a fingerprint")) {
                failures.push(format!("{}: two results have one fingerprint", case.name));
            }
            fixes += usize::from(result.get("fixes").is_some());
            related += usize::from(result.get("relatedLocations").is_some());
            suppressed += usize::from(result.get("suppressions").is_some());
        }
        let mut places = Vec::new();
        with_key(&log, "physicalLocation", &mut places);
        for place in places {
            failures.extend(check_region(&compilation, place, &place["region"]));
        }
        let mut changes = Vec::new();
        with_key(&log, "artifactChanges", &mut changes);
        for change in changes
            .into_iter()
            .flat_map(|list| list.as_array().expect("a list"))
        {
            for replacement in change["replacements"].as_array().expect("a list") {
                let region = &replacement["deletedRegion"];
                failures.extend(check_region(&compilation, change, region));
            }
        }
        let mut uris = Vec::new();
        with_key(&log, "uri", &mut uris);
        for uri in uris.into_iter().filter_map(Value::as_str) {
            if uri.starts_with('/') || uri.contains("//") {
                failures.push(format!("{}: {uri} depends on the machine", case.name));
            }
        }
    }
    assert!(
        fixes > 5 && related > 5 && suppressed > 0,
        "{fixes} {related} {suppressed}"
    );
    finish(&failures);
}

#[test]
fn gitlab_reports_hold_to_their_schema() {
    let schema = clusterc::schemas::all()
        .into_iter()
        .find(|schema| schema.name == "gitlab")
        .expect("a schema");
    let schema: Value = serde_json::from_str(&schema.text).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let mut failures = Vec::new();
    for case in cases() {
        let compilation = case.compile();
        let report = parsed(&compilation, Format::Gitlab);
        for error in validator.iter_errors(&report) {
            failures.push(format!("{}: {error}", case.name));
        }
        let issues = report.as_array().expect("a list");
        let distinct: BTreeSet<&str> = issues
            .iter()
            .filter_map(|issue| issue["fingerprint"].as_str())
            .collect();
        // GitLab drops what has a fingerprint it has seen.
        assert_eq!(
            distinct.len(),
            compilation.diagnostics.len(),
            "{}",
            case.name
        );
    }
    finish(&failures);
}

#[test]
fn github_commands_are_one_line_each_and_no_more_than_are_shown() {
    let mut failures = Vec::new();
    for case in cases() {
        let compilation = case.compile();
        let text = diagnostics(&compilation, Format::Github);
        for word in ["error", "warning"] {
            let commands = text
                .lines()
                .filter(|line| line.starts_with(&format!("::{word} ")))
                .count();
            if commands > 10 {
                failures.push(format!("{}: {commands} of {word}", case.name));
            }
        }
        let told = text
            .lines()
            .filter(|line| line.contains(" more ") && line.contains("title=clusterc::"))
            .count();
        // The counts are the last line.
        let lines = text.lines().count().saturating_sub(1 + told);
        let silent = compilation.diagnostics.is_empty();
        if !silent && lines != compilation.diagnostics.len() {
            failures.push(format!("{}: {lines} lines", case.name));
        }
    }
    finish(&failures);
}

#[test]
fn fingerprints_outlive_lines_that_are_added() {
    let case = cases()
        .into_iter()
        .find(|case| case.name == "misplaced-keys")
        .expect("a case with many mistakes");
    let text = std::fs::read_to_string(case.folder.join(&case.profile)).expect("a profile");
    let folder = tempfile::TempDir::new().expect("a folder");
    let prints = |text: &str| -> Vec<String> {
        std::fs::write(folder.path().join("profile.yaml"), text).expect("a file");
        let case = Case {
            name: String::new(),
            folder: folder.path().to_owned(),
            profile: "profile.yaml".to_owned(),
            shipped: false,
        };
        let report = parsed(&case.compile(), Format::Gitlab);
        let issues = report.as_array().expect("a list").iter();
        issues
            .map(|issue| issue["fingerprint"].to_string())
            .collect()
    };
    let before = prints(&text);
    assert!(before.len() > 10);
    assert_eq!(before, prints(&format!("# one\n# two\n\n{text}")));
    assert_ne!(before, prints(&text.replace("heap: 1GiB", "heap: 2GiB")));
}
