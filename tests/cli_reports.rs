//! What the program reports to other programs, and the views and pages for people.

mod cli_support;
mod support;

use cli_support::{GOOD, Place, VIEWS, bad, large, validate};
use support::{cases, walk};

#[test]
fn json_outputs_hold_to_their_schemas() {
    let place = Place::new();
    let json = |args: &[&str]| {
        let mut with = vec!["--format", "json"];
        with.extend(args);
        place.run(&with)
    };
    let bad = validate("diagnostics", &json(&["check", "bad.yaml"]).code(1).out);
    assert!(bad.to_string().contains("C0417"), "{bad}");
    validate("diagnostics", &json(&["check", "good.yaml"]).code(0).out);
    validate(
        "diagnostics",
        &json(&["build", "bad.yaml", "-o", "x"]).code(1).err,
    );
    validate(
        "build",
        &json(&["build", "good.yaml", "-o", "out", "--check"])
            .code(1)
            .out,
    );
    validate(
        "build",
        &json(&["build", "good.yaml", "-o", "out"]).code(0).out,
    );
    let fixed = validate("fix", &json(&["fix", "bad.yaml", "--diff"]).code(1).out);
    assert_eq!(fixed["unsafe_left"], 1, "{fixed}");
    for what in ["z1", "z1:zoo.cfg", "z1:zoo.cfg:tickTime"] {
        validate("why", &json(&["why", what, "good.yaml"]).code(0).out);
    }
    for what in ["C0301", "unknown-key", "dfs.replication"] {
        validate("explain", &json(&["explain", what]).code(0).out);
    }
    for view in VIEWS {
        let rows = validate(view, &json(&["show", view, "good.yaml"]).code(0).out);
        assert!(
            rows.as_array().is_some_and(|rows| !rows.is_empty()),
            "{view}"
        );
    }
}

#[test]
fn formats_of_other_programs_are_the_result_of_check() {
    let place = Place::new();
    let run = |format: &str, args: &[&str]| {
        let mut with = vec!["--format", format];
        with.extend(args);
        place.run(&with)
    };
    let sarif = run("sarif", &["check", "bad.yaml"]).code(1);
    assert_eq!(sarif.err, "");
    assert!(sarif.out.contains("\"ruleId\": \"C0417\""), "{}", sarif.out);
    let sarif = run("sarif", &["check", "nowhere.yaml"]).code(2);
    assert!(sarif.out.contains("\"executionSuccessful\": false"));
    let github = run("github", &["check", "bad.yaml"]).code(1);
    assert!(
        github.out.starts_with("::error file=bad.yaml,line=6"),
        "{}",
        github.out
    );
    let github = run("github", &["check", "nowhere.yaml"]).code(2);
    assert!(
        github
            .out
            .starts_with("::error title=clusterc::cannot read")
    );
    let gitlab = run("gitlab", &["check", "bad.yaml"]).code(1);
    validate("gitlab", &gitlab.out);
    validate(
        "gitlab",
        &run("gitlab", &["check", "good.yaml"]).code(0).out,
    );
    // Of another command they are no results.
    let built = run("gitlab", &["build", "bad.yaml", "-o", "x"]).code(1);
    assert_eq!(built.out, "");
    validate("gitlab", &built.err);
    let piped = place.run_with(&["--format", "github", "check", "-"], &bad());
    assert!(
        piped.out.starts_with("::error title=C0417"),
        "{}",
        piped.out
    );
}

#[test]
fn a_part_of_the_hosts_can_be_shown() {
    let place = Place::new();
    for view in VIEWS {
        let all = place.run(&["show", view, "good.yaml"]).code(0).out;
        let some = place
            .run(&["show", view, "good.yaml", "--host", "z[1-2]"])
            .code(0)
            .out;
        assert!(all.contains("z[1-3]"), "{view}: {all}");
        assert!(
            some.contains("z[1-2]") && !some.contains("z3"),
            "{view}: {some}"
        );
        let none = place
            .run(&["show", view, "good.yaml", "--role", "datanode"])
            .code(0)
            .out;
        assert!(none.starts_with(&format!("no {view}")), "{view}: {none}");
        let none = [
            "--format",
            "json",
            "show",
            view,
            "good.yaml",
            "--role",
            "datanode",
        ];
        assert_eq!(place.run(&none).code(0).out, "[]\n");
        place
            .run(&["show", view, "good.yaml", "--role", "zookeper"])
            .code(2)
            .says("did you mean `zookeeper`?");
    }
}

#[test]
fn what_is_shown_holds_no_secret() {
    let place = Place::new();
    let secret = "settings: {core-site: {hadoop.security.group.mapping.ldap.bind.password: {secret: \"deploy:ldap-hunter2\"}}}\n";
    place.write("secret.yaml", &format!("{}{secret}", large("/a")));
    for view in VIEWS {
        for format in ["full", "json"] {
            let ran = place.run(&["--format", format, "show", view, "secret.yaml"]);
            let ran = ran.code(0);
            assert!(!ran.out.contains("hunter2"), "{view}: {}", ran.out);
        }
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let place = Place::new();
    place.run(&["man", "-o", "pages"]).code(0);
    let help = place.run(&["--help"]).code(0).out;
    let mut pages: Vec<String> = walk(&place.path("pages"))
        .iter()
        .map(|path| {
            path.file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    assert!(pages.contains(&"clusterc-check.1".to_owned()), "{pages:?}");
    pages.retain(|page| page != "clusterc.1");
    for page in pages {
        let command = page.trim_start_matches("clusterc-").trim_end_matches(".1");
        assert!(help.contains(&format!("\n  {command} ")), "{command}");
        let text = std::fs::read_to_string(place.path("pages").join(&page)).expect("a page");
        assert_eq!(place.run(&["man", command]).code(0).out, text, "{command}");
        for section in ["NAME", "SYNOPSIS", "OPTIONS", "EXIT STATUS"] {
            let heading = text.lines().any(|line| {
                line.strip_prefix(".SH ")
                    .is_some_and(|title| title.trim_matches('"') == section)
            });
            assert!(heading, "{command}: {section}\n{text}");
        }
    }
    let program = place.run(&["man"]).code(0).out;
    assert!(program.starts_with(".TH \"clusterc\" \"1\""), "{program}");
    place
        .run(&["man", "chek"])
        .code(2)
        .says("the commands are check, fix, build");
}

#[test]
fn schemas_are_printed_as_they_are_checked_in() {
    let place = Place::new();
    for schema in clusterc::schemas::all() {
        let printed = place.run(&["schema", schema.name]).code(0).out;
        assert_eq!(printed, schema.text, "{}", schema.name);
    }
}

#[test]
fn every_shipped_profile_builds_and_shows() {
    let place = Place::new();
    for case in cases().iter().filter(|case| case.shipped) {
        let profile = case.folder.join(&case.profile);
        let profile = profile.to_str().expect("a path in UTF-8");
        assert_eq!(place.run(&["check", profile]).code(0).err, "");
        let out = format!("out-{}", case.name);
        place.run(&["build", profile, "-o", &out]).code(0);
        place
            .run(&["build", profile, "-o", &out, "--check"])
            .code(0)
            .silent();
        for view in VIEWS {
            let table = place.run(&["show", view, profile]).code(0).out;
            let json = place.run(&["--format", "json", "show", view, profile]);
            let rows = validate(view, &json.code(0).out);
            let rows = rows.as_array().expect("a list").len();
            assert_eq!(table.lines().count(), rows + 1, "{view} of {profile}");
        }
    }
}

#[test]
fn completions_name_every_command() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish"] {
        let script = place.run(&["completions", shell]).code(0).out;
        for command in [
            "check", "fix", "build", "why", "explain", "show", "upgrade", "schema", "init",
        ] {
            assert!(script.contains(command), "{shell}: {command}");
        }
    }
}

#[test]
fn files_are_copied_byte_for_byte_from_the_folder_of_the_profile() {
    let place = Place::new();
    let all: Vec<u8> = (0..=255).cycle().take(70_000).collect();
    std::fs::create_dir(place.path("in")).expect("a folder");
    std::fs::write(place.path("in/all"), &all).expect("a file");
    std::fs::write(place.path("outside"), "x").expect("a file");
    let link = |to: &str, name: &str| {
        std::os::unix::fs::symlink(to, place.path("in").join(name)).expect("a link");
    };
    link("all", "inside");
    link("../outside", "leads-out");
    link("..", "up");
    link("/dev/zero", "endless");
    std::fs::File::create(place.path("in/large"))
        .and_then(|file| file.set_len(16 * 1024 * 1024 + 1))
        .expect("a file");
    let profile = |from: &str| {
        let files = format!("files: {{/opt/tool: {{from: {from}, mode: 0755}}}}\n");
        place.write("in/p.yaml", &format!("{GOOD}{files}"));
    };
    for from in ["all", "./all", "inside"] {
        profile(from);
        place.run(&["build", "in/p.yaml", "-o", "out"]).code(0);
        let made = std::fs::read(place.path("out/z1/opt/tool")).expect("a file");
        assert!(made == all, "{from}");
        let check = place.run(&["build", "in/p.yaml", "-o", "out", "--check"]);
        check.code(0).silent();
    }
    for (from, why) in [
        ("leads-out", "leads out of the profile's folder"),
        ("up/outside", "leads out of the profile's folder"),
        ("../outside", "outside the profile's folder"),
        ("/etc/hostname", "outside the profile's folder"),
        ("endless", "a device or a pipe"),
        ("large", "more than 16777216 bytes"),
        ("nothing", "no such file"),
        (".", "a directory"),
    ] {
        profile(from);
        place.run(&["check", "in/p.yaml"]).code(1).says(why);
    }
}
