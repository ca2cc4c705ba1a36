//! CPU seconds of writing and comparing 10 000 hosts × 7 files, five shared by a class and two of
//! the host's own.
//!
//! `cargo bench --bench output -- FOLDER`; the folder must be new, a tmpfs tells most. CPU time is
//! what counts here, so this reads the scheduler's figures of all threads instead of the clock.

use std::path::Path;
use std::sync::Arc;

use clusterc::document::TargetPath;
use clusterc::output::{ContentId, FileSpec, Folder, OutputTree, Request, apply, plan};

const HOSTS: usize = 10_000;

fn file(path: &str, content: ContentId) -> FileSpec {
    FileSpec {
        path: TargetPath::new(path).expect("a target path"),
        content,
        mode: 0o644,
        owner: "root".into(),
        group: "hadoop".into(),
        readers: Arc::new(["datanode".into(), "nodemanager".into()]),
        secrets: Arc::new([]),
    }
}

fn tree(edition: usize) -> OutputTree {
    let mut tree = OutputTree::new();
    let mut class = Vec::new();
    for (path, size) in [
        ("/etc/hadoop/conf/core-site.xml", 1500),
        ("/etc/hadoop/conf/hdfs-site.xml", 4000),
        ("/etc/hadoop/conf/yarn-site.xml", 6000),
        ("/etc/hadoop/conf/hadoop-env.sh", 900),
        (
            "/etc/systemd/system/hadoop-hdfs-datanode.service.d/60-clusterc.conf",
            300,
        ),
    ] {
        let text = format!("# {edition} {path}\n{}", "key=value\n".repeat(size / 10));
        let content = tree.add_content(text.into_bytes());
        class.push(file(path, content));
    }
    let class: Arc<[FileSpec]> = class.into();
    for number in 0..HOSTS {
        let host = format!("w{number:05}.example.org");
        let own: Vec<_> = ["/etc/default/mesos-agent", "/etc/mesos-slave/attributes"]
            .into_iter()
            .map(|path| {
                let text = format!("# {path}\nHOST={host}\nEDITION={edition}\n").into_bytes();
                file(path, tree.add_content(text))
            })
            .collect();
        tree.add_host(host, vec![Arc::clone(&class), own.into()])
            .expect("a fit host");
    }
    tree
}

/// Nanoseconds that the live threads have run.
fn cpu() -> u64 {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten();
    tasks
        .filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("schedstat")).ok())
        .filter_map(|text| text.split(' ').next()?.parse::<u64>().ok())
        .sum()
}

fn measured<T>(what: &str, run: impl FnOnce() -> T) -> T {
    let before = cpu();
    let result = run();
    println!("{what:24} {:6.3} CPU-s", (cpu() - before) as f64 / 1e9);
    result
}

fn build(what: &str, tree: &OutputTree, path: &Path) {
    let folder = Folder::for_build(path).expect("the folder");
    let request = Request {
        tree,
        profile: "cluster.yaml",
        scope: None,
    };
    let plan = measured(&format!("{what}: plan"), || plan(&request, Some(&folder)));
    let plan = plan.expect("a plan");
    println!("{:?}", plan.counts());
    measured(&format!("{what}: apply"), || apply(plan, &folder)).expect("a build");
}

fn main() {
    let Some(path) = std::env::args()
        .nth(1)
        .filter(|path| !path.starts_with('-'))
    else {
        println!("give a new folder to write to");
        return;
    };
    let path = Path::new(&path);
    let first = measured("tree", || tree(1));
    build("fresh", &first, path);
    build("no change", &first, path);
    build("no change again", &first, path);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    for line in status.lines().filter(|line| line.starts_with("VmHWM")) {
        println!("{line}");
    }
    build("all changed", &tree(2), path);
}
