//! What a big cluster costs: `cargo bench --bench scale [-- HOSTS…]`.
//!
//! Profiles are generated: HA Hadoop over an ensemble, workers in twenty hardware classes, one
//! host in twenty with settings of its own; `lines` says them in twenty lines with brackets,
//! `entries` in one entry a host. The release program runs as a child and is measured from
//! outside, by what Linux counts, so nothing has to be installed:
//!
//! - CPU: `cutime` and `cstime` of `/proc/self/stat`, before and after; they count in ticks of
//!   10 ms, so what is short is run many times;
//! - peak memory: `VmHWM` of the child's `/proc/<pid>/status`, read every millisecond. The kernel
//!   keeps the highest value, so only what the last millisecond added can be missed.
//!
//! Outputs go to `/dev/shm` where there is one: the disk is not what is measured.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Ticks of `/proc/<pid>/stat` in a second; Linux has reported 100 to programs for ever.
const TICKS: f64 = 100.0;

const CLASSES: usize = 20;

fn main() {
    let asked: Vec<usize> = std::env::args()
        .skip(1)
        .filter_map(|arg| arg.parse().ok())
        .collect();
    let sizes = if asked.is_empty() {
        vec![1_000, 10_000]
    } else {
        asked
    };
    let shm = Path::new("/dev/shm");
    let place = if shm.is_dir() {
        tempfile::tempdir_in(shm)
    } else {
        tempfile::tempdir()
    };
    let place = match place {
        Ok(place) => place,
        Err(error) => return eprintln!("no temporary folder: {error}"),
    };
    println!(
        "{:<34} {:>9} {:>9} {:>9}",
        "", "CPU ms", "wall ms", "peak MiB"
    );
    report("start-up (--version)", &repeat(50, || run(&["--version"])));
    for hosts in sizes {
        for (name, profile) in [("lines", in_lines(hosts)), ("entries", in_entries(hosts))] {
            let path = place.path().join(format!("{name}-{hosts}.yaml"));
            if let Err(error) = std::fs::write(&path, &profile) {
                return eprintln!("{}: {error}", path.display());
            }
            let path = path.display().to_string();
            let size = profile.len() / 1024;
            let title = |what: &str| format!("{hosts} hosts, {name}, {size} KiB: {what}");
            report(&title("check"), &repeat(3, || run(&["check", &path])));
            if name == "entries" {
                continue;
            }
            let folders: Vec<PathBuf> = (0..3)
                .map(|at| place.path().join(format!("o{hosts}-{at}")))
                .collect();
            let build = |out: &Path| run(&["build", &path, "-o", &out.display().to_string()]);
            let mut fresh = folders.iter();
            report(
                &title("build"),
                &repeat(3, || fresh.next().map_or(Cost::NONE, |out| build(out))),
            );
            report(&title("build again"), &repeat(3, || build(&folders[0])));
            for folder in &folders {
                // What stays is removed with the temporary folder.
                let _ = std::fs::remove_dir_all(folder);
            }
        }
    }
}

/// What a run took.
#[derive(Debug, Clone, Copy)]
struct Cost {
    cpu: f64,
    wall: f64,
    /// KiB.
    peak: u64,
}

impl Cost {
    const NONE: Self = Self {
        cpu: 0.0,
        wall: 0.0,
        peak: 0,
    };
}

/// The mean of several runs; of memory the most.
fn repeat(times: u32, mut run: impl FnMut() -> Cost) -> Cost {
    let mut sum = Cost::NONE;
    for _ in 0..times {
        let cost = run();
        sum.cpu += cost.cpu;
        sum.wall += cost.wall;
        sum.peak = sum.peak.max(cost.peak);
    }
    Cost {
        cpu: sum.cpu / f64::from(times),
        wall: sum.wall / f64::from(times),
        peak: sum.peak,
    }
}

fn report(what: &str, cost: &Cost) {
    println!(
        "{what:<34} {:>9.1} {:>9.1} {:>9.1}",
        cost.cpu * 1000.0,
        cost.wall * 1000.0,
        cost.peak as f64 / 1024.0
    );
}

fn run(args: &[&str]) -> Cost {
    let before = children();
    let started = Instant::now();
    let child = Command::new(env!("CARGO_BIN_EXE_clusterc"))
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::inherit())
        .spawn();
    let mut child = match child {
        Ok(child) => child,
        Err(error) => panic!("the program does not start: {error}"),
    };
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let ended = loop {
        peak = peak.max(high_water(&status));
        match child.try_wait() {
            Ok(Some(ended)) => break ended,
            Ok(None) => std::thread::sleep(Duration::from_millis(1)),
            Err(error) => panic!("the program cannot be waited for: {error}"),
        }
    };
    assert!(ended.success(), "clusterc {}: {ended}", args.join(" "));
    Cost {
        wall: started.elapsed().as_secs_f64(),
        cpu: children() - before,
        peak,
    }
}

/// Seconds of CPU of all children that have ended.
fn children() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name, in parentheses, may hold blanks; cutime and cstime are the 14th and 15th after it.
    let rest = stat.rsplit(')').next().unwrap_or_default();
    let fields: Vec<f64> = rest
        .split_whitespace()
        .skip(13)
        .take(2)
        .filter_map(|field| field.parse().ok())
        .collect();
    fields.iter().sum::<f64>() / TICKS
}

/// KiB; 0 when the process is gone.
fn high_water(status: &str) -> u64 {
    std::fs::read_to_string(status)
        .unwrap_or_default()
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|value| value.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or_default()
}

fn head() -> String {
    let mut text = String::from(
        "clusterc: v1
cluster: {name: scale, domain: example.org}
platform: {os: rhel-8.10, java: /usr/lib/jvm/jre-1.8.0}
products:
  hadoop:    {version: 3.3.6, packages: bigtop-3.4}
  zookeeper: {version: 3.8.4, packages: bigtop-3.4}
hardware:
  master: {cpus: 32, memory: 256GiB, disks: \"/data/[1-2]\"}
",
    );
    for class in 1..=CLASSES {
        let _ = writeln!(
            text,
            "  c{class}: {{cpus: {}, memory: {}GiB, disks: \"/data/[1-{}]\"}}",
            16 + class * 2,
            64 + class * 8,
            4 + class % 8
        );
    }
    text.push_str("hosts:\n  m[1-3]: {hardware: master, rack: \"/m/[1-3]\"}\n");
    text
}

fn tail() -> String {
    "roles:
  zookeeper:       m[1-3]
  journalnode:     m[1-3]
  namenode:        m[1-2]
  resourcemanager: m[2-3]
  historyserver:   m3
services:
  hdfs: {replication: 3, trash: 1d}
  yarn: {memory: 64GiB, cpus: 16}
daemons:
  namenode: {heap: 64GiB}
  datanode: {heap: 4GiB}
settings:
  hdfs-site: {dfs.blocksize: 256MiB}
"
    .to_owned()
}

/// Twenty lines; every twentieth host has a value of its own by an override.
fn in_lines(hosts: usize) -> String {
    let each = hosts / CLASSES;
    let mut text = head();
    for class in 1..=CLASSES {
        let _ = writeln!(
            text,
            "  c{class}n[0001-{each:04}]: {{hardware: c{class}, rack: /dc1/r{class}, roles: [datanode, nodemanager]}}"
        );
    }
    text.push_str(&tail());
    text.push_str("overrides:\n");
    for class in 1..=CLASSES {
        for host in (1..=each).step_by(20) {
            let _ = writeln!(
                text,
                "  - {{where: c{class}n{host:04}, settings: {{hdfs-site: {{dfs.datanode.handler.count: {}}}}}}}",
                10 + host % 50
            );
        }
    }
    text
}

/// The same cluster with an entry for each host.
fn in_entries(hosts: usize) -> String {
    let each = hosts / CLASSES;
    let mut text = head();
    for class in 1..=CLASSES {
        for host in 1..=each {
            let own = if host % 20 == 1 {
                format!(
                    ", settings: {{hdfs-site: {{dfs.datanode.handler.count: {}}}}}",
                    10 + host % 50
                )
            } else {
                String::new()
            };
            let _ = writeln!(
                text,
                "  c{class}n{host:04}: {{hardware: c{class}, rack: /dc1/r{class}, roles: [datanode, nodemanager]{own}}}"
            );
        }
    }
    text.push_str(&tail());
    text
}
