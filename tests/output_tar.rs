//! The tar that the program writes, as GNU tar reads it.
//!
//! Apart from the tests that lock a folder within their process: a program being started holds
//! their lock for a moment.

mod output_support;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use output_support::{Listing, folder, listing};

/// Two classes, one of them with files of single hosts, and a host that shares with none.
const PROFILE: &str = "clusterc: v1
cluster: {name: demo, domain: example.org}
platform: rhel-8.10
products:
  hadoop: {version: 3.3.6, packages: bigtop-3.4}
  zookeeper: {version: 3.8.4, packages: bigtop-3.4}
hosts:
  n1: {roles: [namenode]}
  d[1-3]: {roles: [datanode]}
  z[1-3]: {roles: [zookeeper]}
";

fn clusterc(place: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_clusterc"))
        .args(args)
        .current_dir(place)
        .output()
        .expect("the program starts")
}

#[track_caller]
fn done(output: Output) -> Vec<u8> {
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{told}");
    output.stdout
}

/// What GNU tar makes of a tar; `None` where there is no GNU tar.
fn unpacked(tar: &Path, to: &Path) -> Option<(Listing, String)> {
    let version = Command::new("tar").arg("--version").output().ok()?;
    if !String::from_utf8_lossy(&version.stdout).contains("GNU tar") {
        return None;
    }
    let run = |args: &[&str]| {
        let mut command = Command::new("tar");
        let ran = command.args(args).arg(tar).current_dir(to);
        let ran = ran.env("TZ", "UTC").env("LC_ALL", "C").output().unwrap();
        let told = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert!(ran.status.success() && told.is_empty(), "{told}");
        String::from_utf8(ran.stdout).unwrap()
    };
    run(&["--no-same-owner", "-p", "-xf"]);
    Some((listing(to), run(&["-tvf"])))
}

#[test]
fn gnu_tar_unpacks_what_a_build_would_have_written() {
    let place = folder();
    fs::write(place.path().join("p.yaml"), PROFILE).unwrap();
    for layout in ["by-host", "by-class"] {
        let args = ["build", "p.yaml", "--layout", layout, "-o"];
        let out = format!("out-{layout}");
        done(clusterc(place.path(), &[&args[..], &[&out]].concat()));
        let tar = done(clusterc(place.path(), &[&args[..], &["-"]].concat()));
        let again = done(clusterc(place.path(), &[&args[..], &["-"]].concat()));
        assert!(tar == again, "the same outputs are the same bytes");
        let file = place.path().join("all.tar");
        fs::write(&file, &tar).unwrap();
        let to = folder();
        let Some((found, told)) = unpacked(&file, to.path()) else {
            return eprintln!("GNU tar is not installed");
        };
        assert_eq!(found, listing(&place.path().join(&out)), "{layout}");
        for line in told.lines() {
            assert!(line.contains(" 1970-01-01 00:00 "), "{line}");
        }
        assert!(told.starts_with("-rw-r--r-- root/root "), "{told}");
        assert!(
            told.contains(" zookeeper/zookeeper ") || told.contains(" root/hadoop "),
            "{told}"
        );
    }
}

#[test]
fn a_tar_is_refused_what_it_cannot_be() {
    let place = folder();
    fs::write(place.path().join("p.yaml"), PROFILE).unwrap();
    for (args, words) in [
        (
            &["-o", "-", "--check"][..],
            "`--check` compares with a folder",
        ),
        (
            &["-o", "x", "--layout", "by-class", "--host", "n1"],
            "all its hosts",
        ),
    ] {
        let ran = clusterc(place.path(), &[&["build", "p.yaml"], args].concat());
        assert_eq!(ran.status.code(), Some(2));
        assert!(ran.stdout.is_empty());
        let told = String::from_utf8_lossy(&ran.stderr);
        assert!(told.contains(words), "{told}");
    }
}
