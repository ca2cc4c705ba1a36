//! Files that are no files, where the program reads and where it prints.
#![cfg(target_os = "linux")]

use std::path::PathBuf;
use std::process::{Command, Stdio};

use tempfile::TempDir;

const GOOD: &str = "clusterc: v1
cluster: {name: demo, domain: example.org}
platform: rhel-8.10
products: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}
hosts:
  z[1-3]: {roles: [zookeeper]}
";

fn place() -> TempDir {
    let place = tempfile::tempdir().expect("a temporary folder");
    write(&place, "good.yaml", GOOD);
    place
}

fn at(place: &TempDir, name: &str) -> PathBuf {
    place.path().join(name)
}

fn write(place: &TempDir, name: &str, text: &str) {
    std::fs::write(at(place, name), text).expect("a file can be written");
}

/// The exit code and what is said on standard error.
fn run(place: &TempDir, args: &[&str]) -> (i32, String) {
    run_to(place, args, Stdio::null())
}

fn run_to(place: &TempDir, args: &[&str], out: Stdio) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_clusterc"))
        .args(args)
        .current_dir(place.path())
        .stdin(Stdio::null())
        .stdout(out)
        .output()
        .expect("the program starts");
    let code = output.status.code().expect("no signal ends the program");
    (code, String::from_utf8(output.stderr).expect("UTF-8"))
}

/// What a profile names beside itself is a file in its folder, or is refused without waiting.
#[test]
fn only_files_of_the_folder_are_read() {
    let place = place();
    let outside = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(outside.path().join("secret"), "x-secret: 1\n").expect("a file can be written");
    std::os::unix::fs::symlink(outside.path().join("secret"), at(&place, "link"))
        .expect("a link can be made");
    std::os::unix::fs::symlink("loop", at(&place, "loop")).expect("a link can be made");
    std::os::unix::fs::symlink("/dev/zero", at(&place, "endless")).expect("a link can be made");
    std::os::unix::fs::symlink("good.yaml", at(&place, "inside")).expect("a link can be made");
    std::fs::create_dir(at(&place, "folder")).expect("a folder can be made");
    let made = Command::new("mkfifo").arg(at(&place, "pipe")).status();
    assert!(made.expect("mkfifo is there").success());
    write(&place, "large", &"# a comment\n".repeat(1_500_000));
    for (name, why) in [
        ("link", "leads out of the profile's folder"),
        ("loop", "too many levels"),
        ("endless", "a device or a pipe"),
        ("pipe", "a device or a pipe"),
        ("folder", "a directory"),
        ("large", "more than"),
        ("nowhere", "no such file"),
    ] {
        write(&place, "p.yaml", &format!("extends: {name}\n{GOOD}"));
        let ran = run(&place, &["check", "p.yaml"]);
        let words = ran.1.to_lowercase();
        assert!(
            words.contains(why) && words.contains("p.yaml:1:10"),
            "{name}: {words}"
        );
        assert_eq!(ran.0, 1, "{name}");
        write(
            &place,
            "p.yaml",
            &format!("{GOOD}files: {{/etc/a: {{from: {name}}}}}\n"),
        );
        let ran = run(&place, &["check", "p.yaml"]);
        let words = ran.1.to_lowercase();
        assert!(
            words.contains(why) && words.contains("p.yaml:7:24"),
            "{name}: {words}"
        );
        assert!(!words.contains("x-secret"), "{name}: {words}");
        assert_eq!(ran.0, 1, "{name}");
    }
    write(&place, "p.yaml", "extends: inside\n");
    let ran = run(&place, &["check", "p.yaml"]);
    assert!(!ran.1.contains("leads out"), "{}", ran.1);
    // The profile itself is named on the command line: it may be a device, and is bounded.
    let ran = run(&place, &["check", "/dev/zero"]);
    assert!(ran.1.contains("input-too-large"), "{}", ran.1);
    assert_eq!(ran.0, 1);
}

/// A result that cannot be printed is not done; a reader that had enough is.
#[test]
fn a_full_disk_is_told() {
    let place = place();
    for args in [
        &["check", "good.yaml"][..],
        &["schema"],
        &["show", "hosts", "good.yaml"],
    ] {
        let full = std::fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .expect("/dev/full is there");
        let ran = run_to(&place, args, full.into());
        assert_eq!(ran.0, 2, "{args:?}");
        assert!(ran.1.contains("cannot print the result"), "{}", ran.1);
    }
}
