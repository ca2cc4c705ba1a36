//! Directories of HDFS.

use crate::diagnostic::Derivation;
use crate::document::Input;
use crate::lower::Ctx;
use crate::products::hadoop::dirs::{Medium, dirs, file_uri};
use crate::products::hadoop::since;
use crate::products::hadoop::site::Site;
use crate::units::Version;

static NAME_DIRS: Derivation = Derivation {
    name: "name-directories",
    summary: "the names are kept on the first two disks, a whole copy on each",
    source: "org.apache.hadoop.hdfs.server.namenode.FSNamesystem",
};

static DATA_DIRS: Derivation = Derivation {
    name: "data-directories",
    summary: "blocks are spread over <disk>/hdfs/data of all disks; from 2.3.0 on SSDs, from 2.6.0 on archive disks are marked as such",
    source: "org.apache.hadoop.hdfs.server.datanode.StorageLocation",
};

static CHECKPOINT_DIR: Derivation = Derivation {
    name: "checkpoint-directory",
    summary: "checkpoints are merged on the first disk",
    source: "org.apache.hadoop.hdfs.server.namenode.SecondaryNameNode",
};

static JOURNAL_DIR: Derivation = Derivation {
    name: "journal-directory",
    summary: "edits are kept on the first disk, below a directory for each journal; the key takes a plain path, not a URI",
    source: "org.apache.hadoop.hdfs.qjournal.server.JournalNode",
};

/// How many copies of the names are kept on one host.
const NAME_COPIES: usize = 2;

/// Keys of the daemons that these hosts have.
pub(super) fn directories(ctx: &Ctx<'_>, site: &mut Site<'_>) {
    if ctx.has_role("namenode") {
        let name = dirs(ctx, "namenode", "hdfs", "name");
        let name = if is_stated(&name.inputs) {
            name
        } else {
            name.at_most(NAME_COPIES)
        };
        set(
            site,
            "dfs.namenode.name.dir",
            name.uris(),
            &NAME_DIRS,
            name.inputs,
        );
    }
    if ctx.has_role("secondarynamenode") {
        let checkpoint = dirs(ctx, "secondarynamenode", "hdfs", "checkpoint");
        let checkpoint = if is_stated(&checkpoint.inputs) {
            checkpoint
        } else {
            checkpoint.at_most(1)
        };
        set(
            site,
            "dfs.namenode.checkpoint.dir",
            checkpoint.uris(),
            &CHECKPOINT_DIR,
            checkpoint.inputs,
        );
    }
    if ctx.has_role("datanode") {
        let data = dirs(ctx, "datanode", "hdfs", "data");
        let version = site.version();
        let items = data
            .list
            .iter()
            .map(|dir| format!("{}{}", mark(dir.medium, version), file_uri(&dir.path)))
            .collect();
        let mut inputs = data.inputs;
        inputs.push(ctx.version_input("hadoop"));
        set(site, "dfs.datanode.data.dir", items, &DATA_DIRS, inputs);
    }
    if ctx.has_role("journalnode") {
        let journal = dirs(ctx, "journalnode", "hdfs", "journal").at_most(1);
        set(
            site,
            "dfs.journalnode.edits.dir",
            journal.paths(),
            &JOURNAL_DIR,
            journal.inputs,
        );
    }
}

fn set(
    site: &mut Site<'_>,
    key: &'static str,
    items: Vec<String>,
    rule: &'static Derivation,
    inputs: Vec<Input>,
) {
    if !items.is_empty() {
        site.set(key, items, rule, inputs);
    }
}

fn is_stated(inputs: &[Input]) -> bool {
    inputs
        .first()
        .is_some_and(|input| input.what.starts_with("daemons."))
}

/// What stands before a data directory of a medium.
fn mark(medium: Medium, version: &Version) -> &'static str {
    match medium {
        Medium::Ssd if since(version, "2.3.0") => "[SSD]",
        Medium::Archive if since(version, "2.6.0") => "[ARCHIVE]",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_follow_the_release() {
        let of = |medium, version: &str| mark(medium, &version.parse().unwrap());
        assert_eq!(of(Medium::Ssd, "2.2.0"), "");
        assert_eq!(of(Medium::Ssd, "2.3.0"), "[SSD]");
        assert_eq!(of(Medium::Archive, "2.5.2"), "");
        assert_eq!(of(Medium::Archive, "2.6.0"), "[ARCHIVE]");
        assert_eq!(of(Medium::Disk, "3.3.6"), "");
    }
}
