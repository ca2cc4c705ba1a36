//! Outputs in other forms than a folder a host: as a tar, and laid out by class.

mod output_support;

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;

use clusterc::output::{ConflictKind, OutputTree, Request, Steps, by_class, write_tar};
use output_support::{
    CORE, HDFS, ZOO, build, build_with, built, check, conflicts, folder, listing, on_disk, request,
    tree,
};

/// The entries of a tar: path to owner, group, mode and text.
fn entries(request: &Request<'_>) -> BTreeMap<String, (String, String, u32, String)> {
    let mut bytes = Vec::new();
    write_tar(request, &mut bytes).unwrap();
    let mut archive = tar::Archive::new(bytes.as_slice());
    let mut list = BTreeMap::new();
    for entry in archive.entries().unwrap() {
        let mut entry = entry.unwrap();
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        let header = entry.header();
        assert_eq!(
            (
                header.mtime().unwrap(),
                header.uid().unwrap(),
                header.gid().unwrap()
            ),
            (0, 0, 0)
        );
        let name = |name: Option<&str>| name.unwrap_or_default().to_owned();
        let told = (
            name(header.username().unwrap()),
            name(header.groupname().unwrap()),
            header.mode().unwrap(),
            text,
        );
        let path = entry.path().unwrap().to_str().unwrap().to_owned();
        assert!(list.insert(path.clone(), told).is_none(), "{path} twice");
    }
    list
}

#[test]
fn owners_modes_and_long_paths_are_in_the_tar() {
    let long = format!("/opt/{}/{}/f", "a".repeat(120), "b".repeat(200));
    let tree = tree(&[
        ("h", CORE, "text\n"),
        ("h", &long, "#!x\n"),
        ("i", ZOO, "#s\n"),
    ]);
    let all = entries(&request(&tree));
    let keys: Vec<_> = all.keys().map(String::as_str).collect();
    let (core, long, zoo) = (format!("h{CORE}"), format!("h{long}"), format!("i{ZOO}"));
    assert_eq!(keys, ["clusterc.manifest.json", &core, &long, &zoo]);
    let of = |path: &str| {
        let (owner, group, mode, text) = &all[path];
        (owner.as_str(), group.as_str(), *mode, text.as_str())
    };
    assert_eq!(of(&core), ("root", "hadoop", 0o644, "text\n"));
    assert_eq!(of(&long), ("root", "hadoop", 0o755, "#!x\n"));
    assert_eq!(of(&zoo), ("root", "hadoop", 0o2750, "#s\n"));
    let scope = ["i".to_owned()].into();
    let some = entries(&Request {
        scope: Some(&scope),
        ..request(&tree)
    });
    assert_eq!(some.len(), 2);
    assert!(!some["clusterc.manifest.json"].3.contains("\"h\""));
}

/// Hosts `w1` to `w3` share a file; `w2` has one of its own; `m` shares with none.
fn shared() -> OutputTree {
    let mut tree = OutputTree::new();
    let mut file = |path: &str, text: &str| clusterc::output::FileSpec {
        path: clusterc::document::TargetPath::new(path).unwrap(),
        content: tree.add_content(text.as_bytes()),
        mode: 0o644,
        owner: "root".into(),
        group: "root".into(),
        readers: std::sync::Arc::new([]),
        secrets: std::sync::Arc::new([]),
    };
    let (core, hdfs, own) = (file(CORE, "all\n"), file(HDFS, "m\n"), file(ZOO, "w2\n"));
    let set: std::sync::Arc<[_]> = [core.clone()].into();
    tree.add_host("m", vec![[core, hdfs].into()]).unwrap();
    tree.add_host("w1", vec![set.clone()]).unwrap();
    tree.add_host("w2", vec![set.clone(), [own].into()])
        .unwrap();
    tree.add_host("w3", vec![set]).unwrap();
    tree
}

#[test]
fn by_class_what_hosts_share_is_there_once() {
    let found = built(&by_class(&shared()).unwrap());
    let files: Vec<_> = found
        .iter()
        .filter_map(|(path, file)| {
            file.as_ref()
                .map(|(text, _)| (path.as_str(), text.as_str()))
        })
        .filter(|(path, _)| *path != "/clusterc.manifest.json")
        .collect();
    assert_eq!(
        files,
        [
            ("/+classes/hosts.txt", "m m\nw1 w1+\nw2 w1+ w2\nw3 w1+\n"),
            ("/m/etc/hadoop/conf/core-site.xml", "all\n"),
            ("/m/etc/hadoop/conf/hdfs-site.xml", "m\n"),
            ("/w1+/etc/hadoop/conf/core-site.xml", "all\n"),
            ("/w2/etc/zookeeper/zoo.cfg", "w2\n"),
        ]
    );
}

#[test]
fn the_layout_of_a_folder_can_be_changed() {
    let by_host = shared();
    let classes = by_class(&by_host).unwrap();
    let out = folder();
    for next in [&by_host, &classes, &by_host, &classes] {
        build(next, out.path()).unwrap();
        assert!(check(next, out.path()).is_empty());
        assert_eq!(listing(out.path()), built(next));
    }
    // Cut short anywhere, it goes on from there.
    for steps in 0.. {
        let out = folder();
        build(&by_host, out.path()).unwrap();
        let ended = build_with(&request(&classes), out.path(), &Steps::at_most(steps)).is_ok();
        build(&classes, out.path()).unwrap();
        assert_eq!(listing(out.path()), built(&classes), "step {steps}");
        if ended {
            break;
        }
    }
    // What somebody wrote there is not moved away.
    fs::write(on_disk(out.path(), "w1+", CORE), "mine\n").unwrap();
    let foreign = on_disk(out.path(), "w1+", "/etc/hadoop/conf/notes");
    fs::write(&foreign, "keep\n").unwrap();
    let place = format!("w1+:{CORE}");
    let hand_edited = |line| vec![(place.clone(), ConflictKind::HandEdited { line })];
    assert_eq!(conflicts(build(&classes, out.path())), hand_edited(Some(1)));
    assert_eq!(conflicts(build(&by_host, out.path())), hand_edited(None));
    fs::write(on_disk(out.path(), "w1+", CORE), "all\n").unwrap();
    build(&by_host, out.path()).unwrap();
    assert_eq!(fs::read_to_string(foreign).unwrap(), "keep\n");
}
