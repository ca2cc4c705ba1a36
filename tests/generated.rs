//! What is generated from the types and checked in is fresh, and says what editors need.

mod support;

use serde_json::Value;

use clusterc::{rulebook, schemas};
use support::{cases, expect_file, finish, root};

/// What lies in a folder is what the program makes, and nothing else.
fn fresh<'a>(folder: &str, files: impl Iterator<Item = (&'a str, &'a str)>) {
    let mut failures = Vec::new();
    let folder = root().join(folder);
    let mut known = Vec::new();
    for (file, text) in files {
        failures.extend(expect_file(&folder.join(file), text).err());
        known.push(folder.join(file));
    }
    for path in support::walk(&folder) {
        if !known.contains(&path) {
            failures.push(format!("nothing makes {}", path.display()));
        }
    }
    finish(&failures);
}

#[test]
fn schemas_are_fresh() {
    let all = schemas::all();
    let files = all.iter().map(|schema| (schema.file, &*schema.text));
    fresh("schemas", files);
}

#[test]
fn pages_of_rules_are_fresh() {
    let all = rulebook::pages();
    let files = all.iter().map(|page| (&*page.file, &*page.text));
    fresh("docs/rules", files);
}

#[test]
fn shipped_profiles_are_valid_by_the_schema() {
    let text = std::fs::read_to_string(root().join("schemas/profile.v1.schema.json"))
        .expect("the schema is checked in");
    let schema: Value = serde_json::from_str(&text).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    let mut failures = Vec::new();
    for case in cases().iter().filter(|case| case.shipped) {
        let text = std::fs::read_to_string(case.folder.join(&case.profile)).expect("a profile");
        let profile: Value = serde_yaml::from_str(&text).expect("a profile is YAML");
        for error in validator.iter_errors(&profile) {
            failures.push(format!("{}: {}: {error}", case.name, error.instance_path()));
        }
    }
    finish(&failures);
    let wrong = serde_json::json!({"clusterc": "v1", "hots": {}});
    assert!(!validator.is_valid(&wrong), "the schema refuses nothing");
}

/// Leaves whose name and description say enough: an example would repeat them.
fn needs_no_example(leaf: &Value) -> bool {
    let types: Vec<&str> = match leaf.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).collect(),
        _ => return true,
    };
    leaf.get("enum").is_some()
        || leaf.get("const").is_some()
        || types
            .iter()
            .all(|kind| ["boolean", "null", "object", "array"].contains(kind))
}

struct Walk<'a> {
    root: &'a Value,
    failures: Vec<String>,
    seen: usize,
}

impl Walk<'_> {
    fn resolve<'v>(&'v self, value: &'v Value) -> &'v Value {
        let mut value = value;
        for _ in 0..8 {
            let single = value
                .get("allOf")
                .and_then(Value::as_array)
                .and_then(|all| all.first());
            let next = value
                .get("$ref")
                .and_then(Value::as_str)
                .and_then(|path| self.root.pointer(path.trim_start_matches('#')))
                .or(single);
            match next {
                Some(next) => value = next,
                None => break,
            }
        }
        value
    }

    fn property(&mut self, path: &str, value: &Value) {
        self.seen += 1;
        let target = self.resolve(value).clone();
        let has = |key: &str| value.get(key).is_some() || target.get(key).is_some();
        if !has("description") {
            self.failures.push(format!("{path} has no description"));
        }
        if !has("examples") && !has("default") && !needs_no_example(&target) {
            self.failures.push(format!("{path} has no example"));
        }
    }

    fn walk(&mut self, path: &str, value: &Value) {
        match value {
            Value::Object(map) => {
                for (key, inner) in map {
                    if key == "properties"
                        && let Value::Object(properties) = inner
                    {
                        for (name, property) in properties {
                            self.property(&format!("{path}.{name}"), property);
                            self.walk(&format!("{path}.{name}"), property);
                        }
                    } else if !["examples", "default", "enum", "const"].contains(&key.as_str()) {
                        let next = match key.as_str() {
                            "$defs" | "then" | "else" | "if" | "allOf" | "items" => path.to_owned(),
                            key => format!("{path}/{key}"),
                        };
                        self.walk(&next, inner);
                    }
                }
            }
            Value::Array(items) => {
                for item in items {
                    self.walk(path, item);
                }
            }
            _ => {}
        }
    }
}

/// Parts of a setting: its own description and examples show them.
const DESCRIBED_ELSEWHERE: &[&str] = &[
    "/Setting.force",
    "/Setting.secret",
    "/Setting.value",
    "/Setting.append",
    "/Setting.prepend",
    "/Setting.remove",
];

#[test]
fn every_key_of_the_profile_is_described_with_an_example() {
    let all = schemas::all();
    let profile = all.first().expect("the profile's schema is the first");
    let schema: Value = serde_json::from_str(&profile.text).expect("JSON");
    let mut walk = Walk {
        root: &schema,
        failures: Vec::new(),
        seen: 0,
    };
    walk.walk("", &schema);
    assert!(walk.seen > 150, "only {} keys were seen", walk.seen);
    let mut failures = walk.failures;
    failures.retain(|failure| {
        !DESCRIBED_ELSEWHERE
            .iter()
            .any(|known| failure.starts_with(&format!("{known} ")))
    });
    failures.sort();
    failures.dedup();
    finish(&failures);
}
