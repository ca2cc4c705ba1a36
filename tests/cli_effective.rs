//! What `show effective` says: each text of `tests/effective` begins with a command on a profile
//! beside it or on that of a case, `CASE.yaml`, and goes on with what that prints.

mod cli_support;
mod support;

use cli_support::{Place, validate};
use support::{cases, expect_file, finish, root, walk};

#[test]
fn processes_see_what_is_expected() {
    let place = Place::new();
    for case in cases() {
        let text = std::fs::read_to_string(case.folder.join(&case.profile)).expect("a profile");
        place.write(&format!("{}.yaml", case.name), &text);
    }
    for path in walk(&root().join("tests/effective")) {
        if path.extension().is_some_and(|end| end == "yaml") {
            let name = path.file_name().expect("a name").to_string_lossy();
            place.write(&name, &std::fs::read_to_string(&path).expect("a profile"));
        }
    }
    let mut failures = Vec::new();
    let mut seen = 0;
    for path in walk(&root().join("tests/effective")) {
        let text = std::fs::read_to_string(&path).expect("a text");
        if path.extension().is_some_and(|end| end == "yaml") {
            continue;
        }
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
            validate("effective", &json.out);
        }
        seen += 1;
    }
    assert!(seen > 15, "only {seen} commands were seen");
    finish(&failures);
}

#[test]
fn no_secret_is_printed() {
    let place = Place::new();
    let profile = "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts: {n1: {roles: [namenode, datanode]}}\nsettings: {core-site: {hadoop.security.group.mapping.ldap.bind.password: {secret: \"deploy:ldap-hunter2\"}}}\n";
    place.write("secret.yaml", profile);
    for format in ["full", "json"] {
        let ran = place
            .run(&[
                "--format",
                format,
                "show",
                "effective",
                "n1",
                "namenode",
                "secret.yaml",
                "--all",
            ])
            .code(0);
        assert!(ran.out.contains("ldap.bind.password"), "{}", ran.out);
        assert!(!ran.out.contains("hunter2"), "{}", ran.out);
    }
}
