//! The program as people run it: exit codes, streams, formats, and builds that are cut short.

mod cli_support;
mod support;

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use cli_support::{GOOD, Place, bad, contents, large};
use support::walk;

#[test]
fn exit_codes_are_those_of_the_table() {
    let place = Place::new();
    for (args, code) in [
        (&["check", "good.yaml"][..], 0),
        (&["check", "bad.yaml"], 1),
        (&["check", "warned.yaml"], 0),
        (&["check", "warned.yaml", "--deny", "warnings"], 1),
        (&["check", "nowhere.yaml"], 2),
        (&["check", "."], 2),
        (&["check", "good.yaml", "--no-such-flag"], 2),
        (&["check", "good.yaml", "--today", "2027-02-29"], 2),
        (&["check", "good.yaml", "--baseline", "none.json"], 2),
        (&["fix", "good.yaml"], 0),
        (&["fix", "bad.yaml"], 1),
        (&["fix", "nowhere.yaml"], 2),
        (&["fix", "-"], 2),
        (&["build", "good.yaml", "-o", "out"], 0),
        (&["build", "good.yaml", "-o", "out", "--check"], 0),
        (&["build", "good.yaml", "-o", "fresh", "--check"], 1),
        (&["build", "bad.yaml", "-o", "bad"], 1),
        (&["build", "good.yaml"], 2),
        (&["build", "good.yaml", "-o", "good.yaml"], 2),
        (&["build", "good.yaml", "-o", "x", "--host", "z9"], 2),
        (&["build", "good.yaml", "-o", "x", "--role", "zookeper"], 2),
        (&["why", "z1", "good.yaml"], 0),
        (&["why", "z1:zoo.cfg", "good.yaml"], 0),
        (&["why", "z1:zoo.cfg:tickTime", "good.yaml"], 0),
        (&["why", "z9", "good.yaml"], 2),
        (&["why", "z1:zoo.cgf", "good.yaml"], 2),
        (&["why", "z1:zoo.cfg:tickTimes", "good.yaml"], 2),
        (&["why", "z1", "bad.yaml"], 1),
        (&["explain", "unknown-key"], 0),
        (&["explain", "C0301"], 0),
        (&["explain", "dfs.replication"], 0),
        (&["explain", "dfs.replicaton"], 2),
        (&["show", "hosts", "good.yaml"], 0),
        (&["show", "roles", "good.yaml"], 0),
        (&["show", "files", "good.yaml"], 0),
        (&["show", "ports", "good.yaml"], 0),
        (&["show", "ports", "bad.yaml"], 1),
        (&["show", "pots", "good.yaml"], 2),
        (&["upgrade", "good.yaml", "--to", "zookeeper=3.9.2"], 0),
        (&["upgrade", "bad.yaml", "--to", "zookeeper=3.9.2"], 2),
        (&["upgrade", "nowhere.yaml", "--to", "zookeeper=3.9.2"], 2),
        (&["upgrade", "good.yaml"], 2),
        (&["schema"], 0),
        (&["schema", "nothing"], 2),
        (&["init", "new.yaml"], 0),
        (&["init", "new.yaml"], 2),
        (&["check", "new.yaml"], 0),
        (&["completions", "bash"], 0),
        (&["completions", "cmd.com"], 2),
        (&["biuld"], 2),
        (&[], 2),
        (&["--version"], 0),
        (&["--help"], 0),
        (&["build", "--help"], 0),
    ] {
        place.run(args).code(code);
    }
    assert!(
        !place.path("bad").exists(),
        "a profile with errors writes nothing"
    );
    assert!(!place.path("fresh").exists(), "`--check` writes nothing");
}

#[test]
fn unreadable_profiles_are_named() {
    let place = Place::new();
    place
        .run(&["check", "nowhere.yaml"])
        .code(2)
        .says("`nowhere.yaml`")
        .says("no such file");
    place.run(&["check", "."]).code(2).says("directory");
    std::fs::write(place.path("latin.yaml"), b"clusterc: v1\n# caf\xe9\n").expect("a file");
    place
        .run(&["check", "latin.yaml"])
        .code(1)
        .says("UTF-8")
        .says("latin.yaml:2");
}

#[test]
fn a_dash_is_standard_input() {
    let place = Place::new();
    place.run_with(&["check", "-"], GOOD).code(0);
    place
        .run_with(&["check", "-"], &bad())
        .code(1)
        .says("zookeper");
    place.run_with(&["build", "-", "-o", "out"], GOOD).code(0);
    assert!(place.path("out/z1").is_dir());
}

#[test]
fn a_mistake_is_shown_with_its_place_on_standard_error() {
    let place = Place::new();
    let ran = place.run(&["check", "bad.yaml"]).code(1);
    assert_eq!(ran.out, "", "results only");
    assert!(ran.err.contains("bad.yaml:6:"), "{}", ran.err);
    assert!(ran.err.contains("did you mean `zookeeper`?"), "{}", ran.err);
    assert!(!ran.err.contains('\x1b'), "no colour into a pipe");
    let short = place
        .run(&["--format", "short", "check", "bad.yaml"])
        .code(1);
    assert!(short.err.starts_with("bad.yaml:6:"), "{}", short.err);
}

#[test]
fn a_second_build_changes_nothing() {
    let place = Place::new();
    place
        .run(&["build", "good.yaml", "-o", "out"])
        .code(0)
        .says("created");
    let out = place.path("out");
    let before = contents(&out);
    let times = |folder: &Path| -> Vec<_> {
        let modified = |path: PathBuf| path.metadata().and_then(|data| data.modified()).ok();
        walk(folder).into_iter().map(modified).collect()
    };
    let stamps = times(&out);
    place
        .run(&["build", "good.yaml", "-o", "out"])
        .code(0)
        .says("0 created, 0 updated");
    assert_eq!(contents(&out), before);
    assert_eq!(times(&out), stamps, "equal files are not touched");
    place
        .run(&["build", "good.yaml", "-o", "out", "--check"])
        .code(0)
        .silent();
    // The same profile elsewhere gives the same bytes.
    place.run(&["build", "good.yaml", "-o", "other"]).code(0);
    assert_eq!(contents(&place.path("other")), before);
}

#[test]
fn an_edit_by_hand_stops_the_build() {
    let place = Place::new();
    place.run(&["build", "good.yaml", "-o", "out"]).code(0);
    let edited = place.path("out/z2/etc/zookeeper/conf/zoo.cfg");
    let mut text = std::fs::read_to_string(&edited).expect("an output");
    let line = text.lines().count() + 1;
    text.push_str("maxClientCnxns=0\n");
    std::fs::write(&edited, &text).expect("an edit");
    place
        .run(&["build", "good.yaml", "-o", "out", "--check"])
        .code(1)
        .says("z2:/etc/zookeeper/conf/zoo.cfg");
    let before = contents(&place.path("out"));
    let ran = place
        .run(&["build", "good.yaml", "-o", "out"])
        .code(2)
        .says("z2:/etc/zookeeper/conf/zoo.cfg")
        .says(&format!("line {line} "));
    assert_eq!(ran.out, "");
    assert_eq!(
        contents(&place.path("out")),
        before,
        "a refused build writes nothing"
    );
}

#[test]
fn what_is_made_no_longer_is_removed_and_nothing_else() {
    let place = Place::new();
    place.run(&["build", "good.yaml", "-o", "out"]).code(0);
    assert!(place.path("out/z3").is_dir());
    place.write("out/z3/notes.txt", "mine\n");
    place.write("good.yaml", &GOOD.replace("z[1-3]", "z1"));
    place
        .run(&["build", "good.yaml", "-o", "out"])
        .code(0)
        .says("removed");
    assert!(!place.path("out/z2").exists());
    let left: Vec<_> = walk(&place.path("out/z3"));
    assert_eq!(
        left,
        [place.path("out/z3/notes.txt")],
        "what is not ours stays"
    );
}

#[test]
fn a_part_of_the_hosts_can_be_built() {
    let place = Place::new();
    place
        .run(&["build", "good.yaml", "-o", "out", "--host", "z[1-2]"])
        .code(0);
    assert!(place.path("out/z1").is_dir() && place.path("out/z2").is_dir());
    assert!(!place.path("out/z3").exists());
    place
        .run(&["build", "good.yaml", "-o", "role", "--role", "zookeeper"])
        .code(0);
    assert!(place.path("role/z3").is_dir());
    place
        .run(&["build", "good.yaml", "-o", "out", "--host", "z4"])
        .code(2)
        .says("`z4`");
}

#[test]
fn the_format_never_changes_the_exit_code() {
    let place = Place::new();
    for args in [
        &["check", "good.yaml"][..],
        &["check", "bad.yaml"],
        &["check", "nowhere.yaml"],
        &["check", "warned.yaml", "--deny", "warnings"],
        &["why", "z1:zoo.cfg", "good.yaml"],
        &["why", "z1", "bad.yaml"],
        &["explain", "C9999"],
        &["show", "hosts", "bad.yaml"],
        &["build", "good.yaml", "-o", "never", "--check"],
    ] {
        let full = place.run(args).code.expect("an exit code");
        for format in ["short", "json", "sarif", "github", "gitlab"] {
            let mut with = vec!["--format", format];
            with.extend(args);
            place.run(&with).code(full);
        }
    }
}

#[test]
fn the_starter_is_a_clean_profile() {
    let place = Place::new();
    place
        .run(&["init"])
        .code(0)
        .says("clusterc check cluster.yaml");
    let ran = place.run(&["check"]).code(0);
    assert_eq!(ran.err, "", "no warnings");
    place.run(&["build", "-o", "out"]).code(0);
}

#[test]
fn builds_that_are_killed_are_repaired_by_the_next() {
    let place = Place::in_memory();
    place.write("one.yaml", &large("/a"));
    place.write("two.yaml", &large("/b"));
    let started = Instant::now();
    place.run(&["build", "one.yaml", "-o", "one"]).code(0);
    let whole = started.elapsed();
    place.run(&["build", "two.yaml", "-o", "two"]).code(0);
    let (one, two) = (contents(&place.path("one")), contents(&place.path("two")));
    assert_ne!(one, two);

    let mut cut = 0;
    for step in 1_u32..=6 {
        // From nothing, and over a finished build of the other profile, by turns.
        let profile = if step.is_multiple_of(2) {
            "one.yaml"
        } else {
            "two.yaml"
        };
        let mut child = place
            .command(&["build", profile, "-o", "out"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        std::thread::sleep(whole * (step * 11 % 9 + 1) / 10);
        cut += usize::from(child.try_wait().expect("a state").is_none());
        child.kill().expect("a child can be killed");
        child.wait().expect("a child ends");
        let check = place.run(&["build", profile, "-o", "out", "--check"]);
        assert!(
            matches!(check.code, Some(0 | 1)),
            "{}{}",
            check.out,
            check.err
        );
        if step.is_multiple_of(3) {
            place.run(&["build", profile, "-o", "out"]).code(0);
            let wanted = if profile == "one.yaml" { &one } else { &two };
            assert_eq!(&contents(&place.path("out")), wanted, "after kill {step}");
        }
    }
    assert!(cut > 0, "every build ended before it was killed");
    place.run(&["build", "one.yaml", "-o", "out"]).code(0);
    assert_eq!(contents(&place.path("out")), one);
    place
        .run(&["build", "one.yaml", "-o", "out", "--check"])
        .code(0)
        .silent();
}

#[test]
fn a_reader_that_goes_away_is_no_crash() {
    let place = Place::new();
    let mut child = place
        .command(&["schema"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(!err.contains("panicked"), "{err}");
}

#[test]
fn hostile_profiles_end_soon_with_a_message() {
    let place = Place::new();
    for (name, text) in [
        ("deep", "[".repeat(200_000)),
        ("bomb", "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e]\ng: &g [*f,*f,*f,*f,*f,*f,*f,*f]\nh: [*g,*g,*g,*g,*g,*g,*g,*g]\n".to_owned()),
        ("hosts", GOOD.replace("z[1-3]", "z[1-999999999]")),
        ("crossed", GOOD.replace("z[1-3]", "z[1-99999]a[1-99999]")),
        ("empty", String::new()),
        ("two", format!("{GOOD}---\n{GOOD}")),
        ("list", "- clusterc: v1\n".to_owned()),
    ] {
        let file = format!("{name}.yaml");
        place.write(&file, &text);
        let started = Instant::now();
        let ran = place.run(&["check", &file]).code(1);
        assert!(ran.err.contains(&file), "{name}: {}", ran.err);
        assert!(started.elapsed() < Duration::from_secs(20), "{name} took {:?}", started.elapsed());
    }
}
