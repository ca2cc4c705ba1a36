//! Building, checking and refusing to build an output folder, as a user meets it.

mod output_support;

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

use clusterc::document::TargetPath;
use clusterc::output::{
    ConflictKind, Counts, Folder, MANIFEST, OutputError, OutputTree, PENDING, Request, Steps,
    apply, plan,
};
use output_support::{
    CORE, HDFS, ZOO, build, build_with, built, check, conflicts, listing, on_disk, request, tree,
};

#[test]
fn creates_every_file_and_the_manifest() {
    let out = output_support::folder();
    let out = out.path().join("new/out");
    let tree = tree(&[
        ("nn1", CORE, "<a/>\n"),
        ("nn2", CORE, "<a/>\n"),
        ("nn2", "/usr/local/bin/x", "#!/bin/sh\n"),
        ("nn2", "/srv/group", "#g\n"),
        ("nn2", "/srv/setgid", "#s\n"),
    ]);
    assert_eq!(check(&tree, &out).len(), 6);
    assert!(!out.exists());
    let summary = build(&tree, &out).unwrap();
    assert_eq!(
        summary.counts,
        Counts {
            create: 5,
            ..Counts::default()
        }
    );
    assert_eq!(
        listing(&out)["/nn2/usr/local/bin/x"],
        Some(("#!/bin/sh\n".into(), 0o755))
    );
    assert_eq!(
        listing(&out)["/nn2/srv/group"],
        Some(("#g\n".into(), 0o664))
    );
    assert_eq!(
        listing(&out)["/nn2/srv/setgid"],
        Some(("#s\n".into(), 0o750))
    );
    let manifest = fs::read_to_string(out.join(MANIFEST)).unwrap();
    let value: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    assert_eq!(value["format"], 1);
    assert_eq!(value["profile"], "cluster.yaml");
    assert_eq!(value["files"].as_array().unwrap().len(), 4);
    assert_eq!(
        value["files"][0],
        serde_json::json!({
            "path": CORE,
            "hosts": "nn[1-2]",
            "sha256": "a1fd98554152adcab3c8c3f0fc3b01f7d245a5661dc459a61f92ea0a7248ed0f",
            "size": 5,
            "mode": "0644",
            "owner": "root",
            "group": "hadoop",
            "daemons": ["namenode"],
        })
    );
    assert!(check(&tree, &out).is_empty());
}

#[test]
fn equal_files_are_not_touched() {
    let out = output_support::folder();
    let tree = tree(&[("nn1", CORE, "a\n"), ("nn1", HDFS, "b\n")]);
    build(&tree, out.path()).unwrap();
    let times = || {
        [on_disk(out.path(), "nn1", CORE), out.path().join(MANIFEST)].map(|path| {
            let found = fs::metadata(path).unwrap();
            (found.ino(), found.mtime(), found.mtime_nsec())
        })
    };
    let before = times();
    let summary = build(&tree, out.path()).unwrap();
    assert_eq!(summary.counts.unchanged, 2);
    assert_eq!(times(), before);
}

#[test]
fn updates_and_prunes() {
    let out = output_support::folder();
    let old = tree(&[
        ("nn1", CORE, "a\nb\n"),
        ("nn1", ZOO, "z\n"),
        ("gone", CORE, "a\nb\n"),
        ("kept", CORE, "a\nb\n"),
    ]);
    build(&old, out.path()).unwrap();
    fs::write(out.path().join("kept/note"), "mine").unwrap();
    let new = tree(&[("nn1", CORE, "a\nc\n"), ("nn1", HDFS, "h\n")]);
    assert_eq!(
        check(&new, out.path()),
        [
            format!("gone:{CORE}: extra"),
            format!("kept:{CORE}: extra"),
            format!("nn1:{CORE}: differs at line 2"),
            format!("nn1:{HDFS}: missing"),
            format!("nn1:{ZOO}: extra"),
            format!("{MANIFEST}: out of date"),
        ]
    );
    let counts = build(&new, out.path()).unwrap().counts;
    assert_eq!((counts.create, counts.update, counts.remove), (1, 1, 3));
    let mut expected = built(&new);
    expected.insert("/kept".into(), None);
    expected.insert("/kept/note".into(), Some(("mine".into(), 0o644)));
    assert_eq!(listing(out.path()), expected);
}

#[test]
fn a_file_may_become_a_directory_and_back() {
    let out = output_support::folder();
    let file = tree(&[("h", "/etc/a", "file\n"), ("h", "/etc/b", "b\n")]);
    let directory = tree(&[
        ("h", "/etc/a/b/c", "1\n"),
        ("h", "/etc/a/d", "2\n"),
        ("h", "/etc/b", "b\n"),
    ]);
    for tree in [&file, &directory, &file] {
        build(tree, out.path()).unwrap();
        assert_eq!(listing(out.path()), built(tree));
    }
    build(&directory, out.path()).unwrap();
    fs::write(on_disk(out.path(), "h", "/etc/a/b/mine"), "").unwrap();
    let refused = conflicts(build(&file, out.path()));
    assert_eq!(refused, [("h:/etc/a".into(), ConflictKind::DirInTheWay)]);
}

#[test]
fn permission_bits_are_put_right() {
    let out = output_support::folder();
    let tree = tree(&[("h", CORE, "a\n")]);
    build(&tree, out.path()).unwrap();
    let path = on_disk(out.path(), "h", CORE);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(
        check(&tree, out.path()),
        [format!("h:{CORE}: mode is 0600, not 0644")]
    );
    build(&tree, out.path()).unwrap();
    assert_eq!(listing(out.path()), built(&tree));
}

#[test]
fn special_bits_are_for_the_node_alone() {
    let out = output_support::folder();
    let tree = tree(&[("h", CORE, "#s\n")]);
    build(&tree, out.path()).unwrap();
    let found = fs::metadata(on_disk(out.path(), "h", CORE)).unwrap();
    assert_eq!(found.mode() & 0o7777, 0o750);
    let manifest = fs::read_to_string(out.path().join("clusterc.manifest.json")).unwrap();
    assert!(manifest.contains("\"2750\""), "{manifest}");
    assert_eq!(check(&tree, out.path()), [] as [String; 0]);
}

#[test]
fn hand_edits_are_refused_all_at_once() {
    let out = output_support::folder();
    let old = tree(&[
        ("a", CORE, "1\n2\n3\n"),
        ("b", CORE, "1\n2\n3\n"),
        ("b", HDFS, "h\n"),
        ("b", ZOO, "z\n"),
        ("c", CORE, "1\n2\n3\n"),
    ]);
    build(&old, out.path()).unwrap();
    fs::write(on_disk(out.path(), "a", CORE), "1\n2\nmine\n").unwrap();
    fs::write(on_disk(out.path(), "b", ZOO), "mine").unwrap();
    let before = listing(out.path());
    let edited = |line| ConflictKind::HandEdited { line };
    // Unchanged profile, and one that changes the files.
    let first = [
        (format!("a:{CORE}"), edited(Some(3))),
        (format!("b:{ZOO}"), edited(Some(1))),
    ];
    assert_eq!(conflicts(build(&old, out.path())), first);
    let new = tree(&[("a", CORE, "new\n"), ("b", CORE, "new\n")]);
    let second = [
        (format!("a:{CORE}"), edited(Some(1))),
        (format!("b:{ZOO}"), edited(None)),
    ];
    assert_eq!(conflicts(build(&new, out.path())), second);
    assert_eq!(listing(out.path()), before);
    // What was edited into what would be written anyway is no conflict.
    fs::write(on_disk(out.path(), "a", CORE), "new\n").unwrap();
    fs::remove_file(on_disk(out.path(), "b", ZOO)).unwrap();
    build(&new, out.path()).unwrap();
    assert_eq!(listing(out.path()), built(&new));
}

#[test]
fn foreign_files_are_left_alone() {
    let out = output_support::folder();
    let tree = tree(&[("h", CORE, "1\n2\n"), ("h", HDFS, "h\n")]);
    fs::create_dir_all(out.path().join("h/etc/hadoop/conf")).unwrap();
    fs::write(on_disk(out.path(), "h", CORE), "1\nmine\n").unwrap();
    fs::write(on_disk(out.path(), "h", HDFS), "h\n").unwrap();
    fs::write(out.path().join("README"), "mine").unwrap();
    let before = listing(out.path());
    let refused = conflicts(build(&tree, out.path()));
    assert_eq!(
        refused,
        [(format!("h:{CORE}"), ConflictKind::NotOurs { line: 2 })]
    );
    assert_eq!(listing(out.path()), before);
    fs::write(on_disk(out.path(), "h", CORE), "1\n2\n").unwrap();
    assert_eq!(build(&tree, out.path()).unwrap().counts.unchanged, 2);
    let mut expected = built(&tree);
    expected.insert("/README".into(), Some(("mine".into(), 0o644)));
    assert_eq!(listing(out.path()), expected);
}

#[test]
fn links_are_neither_followed_nor_replaced() {
    let target = output_support::folder();
    fs::write(target.path().join("core-site.xml"), "victim").unwrap();
    let files = tree(&[("h", CORE, "a\n"), ("h", HDFS, "b\n")]);
    let cases = [
        ("h", "/"),
        ("h/etc", "/etc"),
        ("h/etc/hadoop/conf", "/etc/hadoop/conf"),
        ("h/etc/hadoop/conf/core-site.xml", CORE),
    ];
    for (link, place) in cases {
        for dangling in [false, true] {
            let out = output_support::folder();
            let link = out.path().join(link);
            fs::create_dir_all(link.parent().unwrap()).unwrap();
            let to = match (dangling, place == CORE) {
                (true, _) => target.path().join("nothing"),
                (false, true) => target.path().join("core-site.xml"),
                (false, false) => target.path().to_path_buf(),
            };
            symlink(to, &link).unwrap();
            let before = listing(out.path());
            let refused = conflicts(build(&files, out.path()));
            assert_eq!(
                refused,
                [(format!("h:{place}"), ConflictKind::SymlinkInTheWay)],
                "{}",
                link.display()
            );
            assert_eq!(listing(out.path()), before);
        }
    }
    // A link that stays in the folder is no better.
    let out = output_support::folder();
    fs::create_dir_all(out.path().join("h/real")).unwrap();
    symlink("real", out.path().join("h/etc")).unwrap();
    let refused = conflicts(build(&files, out.path()));
    assert_eq!(refused, [("h:/etc".into(), ConflictKind::SymlinkInTheWay)]);
    assert_eq!(listing(target.path()).len(), 1);
    let victim = fs::read_to_string(target.path().join("core-site.xml")).unwrap();
    assert_eq!(victim, "victim");
}

#[test]
fn a_link_in_the_place_of_a_removed_file_stays() {
    let out = output_support::folder();
    build(&tree(&[("h", CORE, "a\n"), ("h", ZOO, "z\n")]), out.path()).unwrap();
    let path = on_disk(out.path(), "h", ZOO);
    fs::remove_file(&path).unwrap();
    symlink("elsewhere", &path).unwrap();
    let refused = conflicts(build(&tree(&[("h", CORE, "a\n")]), out.path()));
    assert_eq!(
        refused,
        [(format!("h:{ZOO}"), ConflictKind::SymlinkInTheWay)]
    );
}

#[test]
fn other_things_in_the_way_are_named() {
    let out = output_support::folder();
    let files = tree(&[("a", CORE, "a\n"), ("b", CORE, "a\n"), ("c", CORE, "a\n")]);
    fs::create_dir_all(on_disk(out.path(), "a", CORE)).unwrap();
    fs::create_dir_all(out.path().join("b")).unwrap();
    fs::write(out.path().join("b/etc"), "").unwrap();
    fs::create_dir_all(on_disk(out.path(), "c", CORE).parent().unwrap()).unwrap();
    let socket = on_disk(out.path(), "c", CORE);
    let _socket = std::os::unix::net::UnixListener::bind(socket).unwrap();
    assert_eq!(
        conflicts(build(&files, out.path())),
        [
            (format!("a:{CORE}"), ConflictKind::DirInTheWay),
            ("b:/etc".into(), ConflictKind::FileInTheWay),
            (format!("c:{CORE}"), ConflictKind::NotAFile),
        ]
    );
}

#[test]
fn paths_cannot_leave_the_folder() {
    for path in [
        "/../x",
        "/etc/../../x",
        "etc/x",
        "/etc/./x",
        "/etc//x",
        "/etc/\0x",
    ] {
        assert!(TargetPath::new(path).is_err(), "{path:?}");
    }
    for host in ["..", ".", "", "a/b", "/etc", "../x"] {
        assert!(
            OutputTree::new().add_host(host, Vec::new()).is_err(),
            "{host:?}"
        );
    }
}

#[test]
fn hosts_out_of_scope_keep_what_they_have() {
    let out = output_support::folder();
    let old = tree(&[
        ("a", CORE, "old\n"),
        ("b", CORE, "old\n"),
        ("gone", CORE, "old\n"),
    ]);
    build(&old, out.path()).unwrap();
    let new = tree(&[
        ("a", CORE, "new\n"),
        ("b", CORE, "new\n"),
        ("b", HDFS, "new\n"),
    ]);
    let scope = BTreeSet::from(["a".to_owned()]);
    let scoped = Request {
        scope: Some(&scope),
        ..request(&new)
    };
    let counts = build_with(&scoped, out.path(), &Steps::all())
        .unwrap()
        .counts;
    assert_eq!((counts.create, counts.update, counts.remove), (0, 1, 0));
    let mixed = tree(&[
        ("a", CORE, "new\n"),
        ("b", CORE, "old\n"),
        ("gone", CORE, "old\n"),
    ]);
    assert_eq!(listing(out.path()), built(&mixed));
    // A host that left the cluster can be cleaned up by name.
    let scope = BTreeSet::from(["gone".to_owned()]);
    let scoped = Request {
        scope: Some(&scope),
        ..request(&new)
    };
    build_with(&scoped, out.path(), &Steps::all()).unwrap();
    let mixed = tree(&[("a", CORE, "new\n"), ("b", CORE, "old\n")]);
    assert_eq!(listing(out.path()), built(&mixed));
    build(&new, out.path()).unwrap();
    assert_eq!(listing(out.path()), built(&new));
}

#[test]
fn one_build_at_a_time() {
    let out = output_support::folder();
    let tree = tree(&[("h", CORE, "a\n")]);
    let checking = Folder::for_check(out.path()).unwrap();
    assert!(Folder::for_check(out.path()).unwrap().is_some());
    assert!(matches!(
        build(&tree, out.path()),
        Err(OutputError::Locked { .. })
    ));
    drop(checking);
    let building = Folder::for_build(out.path()).unwrap();
    let error = build(&tree, out.path()).unwrap_err().to_string();
    assert_eq!(
        error,
        format!("another build is writing to `{}`", out.path().display())
    );
    assert!(Folder::for_check(out.path()).is_err());
    let plan = plan(&request(&tree), Some(&building)).unwrap();
    apply(plan, &building).unwrap();
}

#[test]
fn a_file_cut_to_nothing_is_written_again() {
    let out = output_support::folder();
    let tree = tree(&[("h", CORE, "a\n")]);
    build(&tree, out.path()).unwrap();
    fs::write(on_disk(out.path(), "h", CORE), "").unwrap();
    build(&tree, out.path()).unwrap();
    assert_eq!(listing(out.path()), built(&tree));
}

#[test]
fn a_manifest_is_not_believed() {
    let sum = "0".repeat(64);
    let line = |path: &str, hosts: &str, sum: &str, mode: &str| {
        format!(
            r#"{{"path":"{path}","hosts":"{hosts}","sha256":"{sum}","size":1,"mode":"{mode}","owner":"o","group":"g","daemons":[]}}"#
        )
    };
    let document = |files: &[String]| {
        format!(
            r#"{{"format":1,"tool":"t","profile":"p","files":[{}]}}"#,
            files.join(",")
        )
    };
    let good = line("/etc/a", "h", &sum, "0644");
    let cases = [
        "{".to_owned(),
        "[]".to_owned(),
        "null".to_owned(),
        "\u{feff}{}".to_owned(),
        "[".repeat(100_000),
        r#"{"format":2,"files":[],"new":true}"#.to_owned(),
        r#"{"format":1,"tool":"t","profile":"p","files":[],"x":1}"#.to_owned(),
        document(&[line("/etc/../../passwd", "h", &sum, "0644")]),
        document(&[line("etc/a", "h", &sum, "0644")]),
        document(&[line("/", "h", &sum, "0644")]),
        document(&[line("/etc/a", "..", &sum, "0644")]),
        document(&[line("/etc/a", "a/b", &sum, "0644")]),
        document(&[line("/etc/a", "", &sum, "0644")]),
        document(&[line("/etc/a", ".h", &sum, "0644")]),
        document(&[line("/etc/a", "h*", &sum, "0644")]),
        document(&[line("/etc/a", "h[1-", &sum, "0644")]),
        document(&[line("/etc/a", "h[1-999999999999]", &sum, "0644")]),
        document(&[line("/etc/a", "h[1-999]n[1-999]p[1-999]", &sum, "0644")]),
        document(&vec![line("/etc/a", "h[1-999999]", &sum, "0644"); 5]),
        document(&[line("/etc/a", "h", "abc", "0644")]),
        document(&[line("/etc/a", "h", &sum, "99")]),
        document(&[line("/etc/a", "h", &sum, "+644")]),
        document(&[line("/etc/a", "h", &sum, "100644")]),
        document(&[good.clone(), good.clone()]),
    ];
    let tree = tree(&[("h", "/etc/b", "b\n")]);
    for text in cases {
        for name in [MANIFEST, PENDING] {
            if name == PENDING && text.matches("/etc/a").count() == 2 {
                continue;
            }
            let out = output_support::folder();
            fs::write(out.path().join(name), &text).unwrap();
            let before = listing(out.path());
            let shown: String = text.chars().take(200).collect();
            match build(&tree, out.path()) {
                Err(OutputError::BadManifest { path, .. }) => assert!(path.ends_with(name)),
                other => panic!("{name} {shown}: {other:?}"),
            }
            assert_eq!(listing(out.path()), before, "{shown}");
        }
    }
    let out = output_support::folder();
    fs::write(out.path().join("elsewhere"), document(&[good])).unwrap();
    symlink("elsewhere", out.path().join(MANIFEST)).unwrap();
    let error = build(&tree, out.path()).unwrap_err();
    assert!(matches!(error, OutputError::BadManifest { .. }), "{error}");
}

/// A manifest that claims a file of somebody else does not get it overwritten or removed.
#[test]
fn a_false_claim_needs_the_content() {
    let out = output_support::folder();
    let old = tree(&[("h", CORE, "ours\n"), ("h", ZOO, "ours\n")]);
    build(&old, out.path()).unwrap();
    fs::write(on_disk(out.path(), "h", CORE), "their\n").unwrap();
    fs::write(on_disk(out.path(), "h", ZOO), "their\n").unwrap();
    let new = tree(&[("h", CORE, "other\n")]);
    assert_eq!(conflicts(build(&new, out.path())).len(), 2);
    // A lost manifest: what is equal is adopted, what is not is nobody's business.
    fs::remove_file(out.path().join(MANIFEST)).unwrap();
    let refused = conflicts(build(&new, out.path()));
    assert_eq!(
        refused,
        [(format!("h:{CORE}"), ConflictKind::NotOurs { line: 1 })]
    );
}
