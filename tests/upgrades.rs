//! What `upgrade` says and writes: each folder of `tests/upgrades` holds a profile, the arguments,
//! what is said (`said.txt`), and under `written` every file that `--write` changes.

mod cli_support;
mod support;

use cli_support::{Place, contents, validate};
use support::{entries, expect_file, finish, root, updating};

#[test]
fn upgrades_say_and_write_what_is_expected() {
    let mut failures = Vec::new();
    let mut seen = 0;
    for folder in entries(&root().join("tests/upgrades")) {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let place = Place::new();
        for path in entries(&folder) {
            if path.extension().is_some_and(|end| end == "yaml") {
                let file = path.file_name().unwrap_or_default().to_string_lossy();
                place.write(&file, &std::fs::read_to_string(&path).expect("a profile"));
            }
        }
        let before = contents(place.0.path());
        let args = std::fs::read_to_string(folder.join("args")).expect("arguments");
        let mut with = vec!["upgrade", "profile.yaml"];
        with.extend(args.split_whitespace());
        let ran = place.run(&with);
        let code = ran.code.expect("an exit code");
        let said = format!("{}{}exit {code}\n", ran.out, ran.err);
        failures.extend(expect_file(&folder.join("said.txt"), &said).err());
        assert_eq!(
            contents(place.0.path()),
            before,
            "{name}: wrote without `--write`"
        );

        let mut json = vec!["--format", "json"];
        json.extend(&with);
        let told = place.run(&json);
        assert_eq!(told.code, Some(code), "{name}");
        if code < 2 {
            validate("upgrade", &told.out);
        }

        with.push("--write");
        if name.starts_with("downgrade") {
            let refused = place.run(&with).code(2).says("--downgrade");
            assert!(!refused.out.contains("is written"), "{name}");
            assert_eq!(
                contents(place.0.path()),
                before,
                "{name}: wrote a downgrade"
            );
            with.push("--downgrade");
        }
        let written = place.run(&with).code(code);
        let after = contents(place.0.path());
        assert!(
            before.keys().eq(after.keys()),
            "{name}: other files than before"
        );
        let expected = folder.join("written");
        for (file, bytes) in &after {
            let path = expected.join(file);
            if before.get(file) != Some(bytes) {
                if updating() {
                    std::fs::create_dir_all(&expected).expect("a folder");
                }
                let text = String::from_utf8(bytes.clone()).expect("UTF-8");
                failures.extend(expect_file(&path, &text).err());
            } else if path.exists() {
                failures.push(format!("{name}: {file} was not written"));
            }
        }
        assert_eq!(
            written.out.contains("the profile is written"),
            before != after,
            "{name}"
        );
        if code == 0 && before != after {
            // Nothing is left of old names, and a second time there is nothing to do.
            let checked = place
                .run(&["check", "profile.yaml", "--format", "short"])
                .code(0);
            let by_hand = ran.out.contains("to rename by hand");
            assert_eq!(
                checked.err.contains("renamed-property"),
                by_hand,
                "{name}: {}",
                checked.err
            );
            place.run(&with).code(0).says("there is nothing to write");
        }
        seen += 1;
    }
    assert!(seen > 15, "only {seen} upgrades were seen");
    finish(&failures);
}

#[test]
fn a_profile_is_never_half_written() {
    let place = Place::new();
    // Something that is there already is not overwritten, and nothing is left behind.
    place.write(".good.yaml.clusterc-new", "somebody's");
    let before = contents(place.0.path());
    place
        .run(&["upgrade", "good.yaml", "--to", "zookeeper=3.9.2", "--write"])
        .code(2)
        .says("cannot write");
    assert_eq!(contents(place.0.path()), before);
    std::fs::remove_file(place.path(".good.yaml.clusterc-new")).expect("it is there");
    // A link stays one.
    std::os::unix::fs::symlink("good.yaml", place.path("link.yaml")).expect("a link");
    place
        .run(&["upgrade", "link.yaml", "--to", "zookeeper=3.9.2", "--write"])
        .says("is written");
    assert!(place.path("link.yaml").is_symlink());
    let text = std::fs::read_to_string(place.path("good.yaml")).expect("a profile");
    assert!(text.contains("3.9.2"), "{text}");
    place
        .run_with(
            &["upgrade", "-", "--to", "zookeeper=3.9.2", "--write"],
            &text,
        )
        .code(2)
        .says("needs a profile in a file");
    place
        .run_with(&["upgrade", "-", "--to", "zookeeper=3.9.2"], &text)
        .says("already");
}
