//! Directories of different daemons that lie in each other, and state that a reboot takes.

use std::sync::Arc;

use super::rules::{SHARED_DIRECTORY, VOLATILE_STATE};
use super::{Reader, Views, labelled};
use crate::diagnostic::Diagnostic;
use crate::document::ConfigDocument;
use crate::source::Span;

/// Keys that name directories: who reads them, for which role, and whether what lies there must
/// outlive the machine's next start.
const KEYS: &[(Reader, &str, &str, bool)] = &[
    (Reader::Hadoop, "namenode", "dfs.namenode.name.dir", true),
    (
        Reader::Hadoop,
        "secondarynamenode",
        "dfs.namenode.checkpoint.dir",
        false,
    ),
    (
        Reader::Hadoop,
        "journalnode",
        "dfs.journalnode.edits.dir",
        true,
    ),
    (Reader::Hadoop, "datanode", "dfs.datanode.data.dir", true),
    (
        Reader::Hadoop,
        "nodemanager",
        "yarn.nodemanager.local-dirs",
        false,
    ),
    (
        Reader::Hadoop,
        "nodemanager",
        "yarn.nodemanager.log-dirs",
        false,
    ),
    (Reader::ZooKeeper, "zookeeper", "dataDir", true),
    // The agent's and the master's own rules say the same of their work directories.
    (Reader::MesosMaster, "mesos-master", "work_dir", false),
    (Reader::MesosAgent, "mesos-agent", "work_dir", false),
    (
        Reader::Alluxio,
        "alluxio-master",
        "alluxio.master.journal.folder",
        true,
    ),
    (
        Reader::Alluxio,
        "alluxio-worker",
        "alluxio.worker.tieredstore.level0.dirs.path",
        false,
    ),
    (
        Reader::Alluxio,
        "alluxio-worker",
        "alluxio.worker.tieredstore.level1.dirs.path",
        false,
    ),
    (
        Reader::Alluxio,
        "alluxio-worker",
        "alluxio.worker.tieredstore.level2.dirs.path",
        false,
    ),
];

/// Directories of HTCondor, whose files are macros: only plain paths are known here.
const CONDOR: &[(&str, bool)] = &[("EXECUTE", false), ("LOG", false), ("SPOOL", true)];

/// Folders that are empty after a reboot, or that are cleaned up at times.
const VOLATILE: [&str; 5] = ["/tmp", "/var/tmp", "/run", "/var/run", "/dev/shm"];

struct Directory {
    path: String,
    /// The key that names it.
    key: &'static str,
    /// The daemon, whose own rules look at its directories among each other.
    daemon: &'static str,
    is_state: bool,
    span: Option<Span>,
}

pub(super) fn check(
    views: &Views<'_>,
    documents: &[Arc<ConfigDocument>],
    found: &mut Vec<Diagnostic>,
) {
    let mut all = directories(views, documents);
    let memory = mounted_memory(documents);
    for one in all.iter().filter(|one| one.is_state) {
        found.extend(volatile(one, &memory));
    }
    // What lies in a directory comes behind it, so that one pass over the sorted list will do.
    all.sort_by(|a, b| a.path.split('/').cmp(b.path.split('/')));
    let mut around: Vec<&Directory> = Vec::new();
    for one in &all {
        while around
            .last()
            .is_some_and(|outer| !is_in(&one.path, &outer.path))
        {
            around.pop();
        }
        if let Some(outer) = around.last() {
            found.extend(shared(outer, one));
        }
        around.push(one);
    }
}

fn directories(views: &Views<'_>, documents: &[Arc<ConfigDocument>]) -> Vec<Directory> {
    let mut all = Vec::new();
    for &(reader, role, key, is_state) in KEYS {
        let Some((_, entry)) = views.stated(reader, role, key) else {
            continue;
        };
        let Some((text, _)) = views.of(reader).and_then(|view| view.expanded(key)) else {
            continue;
        };
        let daemon = match reader {
            Reader::MesosMaster | Reader::MesosAgent => "mesos",
            _ => role,
        };
        all.extend(text.split(',').filter_map(plain).map(|path| Directory {
            path,
            key,
            daemon,
            is_state,
            span: entry.origin.span(),
        }));
    }
    let condor = documents
        .iter()
        .filter(|one| one.product == "htcondor" && one.name == "condor")
        .flat_map(|one| &one.entries);
    for entry in condor {
        let known = CONDOR
            .iter()
            .find(|(key, _)| entry.section.is_none() && entry.key.eq_ignore_ascii_case(key));
        if let Some(&(key, is_state)) = known
            && let Some(path) = plain(&entry.value.text())
        {
            all.push(Directory {
                path,
                key,
                daemon: "condor",
                is_state,
                span: entry.origin.span(),
            });
        }
    }
    all
}

/// A local path, without the kind of storage in front, its scheme and a slash at the end.
fn plain(item: &str) -> Option<String> {
    let item = item.trim();
    let item = match item.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?.1,
        None => item,
    };
    let item = item.strip_prefix("file:").unwrap_or(item);
    let item = item.strip_prefix("//").unwrap_or(item);
    let path = item.trim_end_matches('/');
    (path.starts_with('/') && !path.contains('$')).then(|| path.to_owned())
}

fn is_in(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn shared(outer: &Directory, inner: &Directory) -> Option<Diagnostic> {
    let same = outer.path == inner.path;
    // What a product keeps in directories of its own is its own affair; disks of one list are not.
    if outer.daemon == inner.daemon && (outer.key != inner.key || outer.daemon == "mesos") {
        return None;
    }
    let span = inner.span.or(outer.span)?;
    let relation = if same { "is" } else { "lies in" };
    let diagnostic = Diagnostic::new(
        &SHARED_DIRECTORY,
        span,
        format!(
            "`{}` of `{}` {relation} a directory of `{}`",
            inner.key, inner.daemon, outer.daemon
        ),
    )
    .note(if same {
        format!("`{}` is also in `{}`", inner.path, outer.key)
    } else {
        format!(
            "`{}` lies in `{}`, which is in `{}`",
            inner.path, outer.path, outer.key
        )
    })
    .help("give each a directory of its own");
    Some(labelled(diagnostic, outer.span, "the other directory"))
}

/// Mount points of file systems in memory, with the line that says so.
fn mounted_memory(documents: &[Arc<ConfigDocument>]) -> Vec<(String, Option<Span>)> {
    documents
        .iter()
        .filter(|one| one.product == "systemd")
        .filter_map(|unit| {
            let kind = unit.get("Type")?.value.text();
            let place = unit.get("Where")?;
            matches!(&*kind, "tmpfs" | "ramfs")
                .then(|| (place.value.text().into_owned(), place.origin.span()))
        })
        .collect()
}

fn volatile(one: &Directory, memory: &[(String, Option<Span>)]) -> Option<Diagnostic> {
    let span = one.span?;
    let usual = VOLATILE.into_iter().find(|folder| is_in(&one.path, folder));
    let mount = memory.iter().find(|(place, _)| is_in(&one.path, place));
    let folder = usual.or(mount.map(|(place, _)| place.as_str()))?;
    let diagnostic = Diagnostic::new(
        &VOLATILE_STATE,
        span,
        format!(
            "`{}` of `{}` does not survive a reboot",
            one.key, one.daemon
        ),
    )
    .note(format!("`{}` lies in `{folder}`", one.path))
    .help("choose a directory on a disk");
    Some(labelled(
        diagnostic,
        mount.and_then(|(_, span)| *span),
        "a file system in memory",
    ))
}

#[cfg(test)]
mod tests {
    use super::{is_in, plain};

    #[test]
    fn paths_are_taken_out_of_their_wrapping() {
        for (item, want) in [
            ("/data/1/", Some("/data/1")),
            (" [SSD]file:///ssd/1", Some("/ssd/1")),
            ("file:/data", Some("/data")),
            ("hdfs://m1/x", None),
            ("$(LOCAL_DIR)/log", None),
            ("/srv/$(X)", None),
            ("", None),
        ] {
            assert_eq!(plain(item).as_deref(), want, "{item}");
        }
        assert!(is_in("/a/b", "/a") && is_in("/a", "/a") && !is_in("/ab", "/a"));
    }
}
