//! What `explain` and `show keys` say of keys: each file of `tests/keys` begins with a command, and
//! goes on with what that prints.

mod cli_support;
mod support;

use cli_support::{Place, validate};
use support::{expect_file, finish, root, walk};

#[test]
fn keys_are_told_as_expected() {
    let place = Place::new();
    let mut failures = Vec::new();
    let mut seen = 0;
    for path in walk(&root().join("tests/keys")) {
        let text = std::fs::read_to_string(&path).expect("a text");
        let command = text.lines().next().expect("a command");
        let args: Vec<&str> = command
            .strip_prefix("$ clusterc ")
            .expect(command)
            .split(' ')
            .collect();
        let ran = place.run(&args);
        let found = format!("{command}\n{}{}", ran.out, ran.err);
        failures.extend(expect_file(&path, &found).err());
        let mut with = vec!["--format", "json"];
        with.extend(&args);
        let json = place.run(&with);
        assert_eq!(json.code, ran.code, "{command}");
        if ran.code == Some(0) {
            let schema = if args.first() == Some(&"show") {
                "keys"
            } else {
                "explain"
            };
            validate(schema, &json.out);
        }
        seen += 1;
    }
    assert!(seen > 20, "only {seen} commands were seen");
    finish(&failures);
}

#[test]
fn keys_of_a_profile_are_those_of_its_versions() {
    let place = Place::new();
    let shown = place.run(&["show", "keys", "good.yaml", "--match", "tick*"]);
    let table = shown.code(0).out;
    assert!(table.contains("tickTime"), "{table}");
    assert_eq!(table.lines().count(), 2, "{table}");
    place
        .run(&["show", "hosts", "good.yaml", "--match", "x*"])
        .code(2)
        .says("unexpected argument '--match'");
    place
        .run(&["show", "keys", "--product", "hadoop"])
        .code(2)
        .says("names no version");
}
