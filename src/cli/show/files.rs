//! `show files`

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Row, Shown};
use crate::output::files_of;

/// A distinct file.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FileRow {
    pub path: String,
    pub hosts: String,
    pub count: usize,
    /// Bytes.
    pub size: usize,
    /// Octal, four digits.
    pub mode: String,
    pub owner: String,
    pub group: String,
    pub daemons: Vec<String>,
    pub sha256: String,
}

impl Row for FileRow {
    const HEAD: &'static [&'static str] =
        &["PATH", "HOSTS", "COUNT", "SIZE", "MODE", "OWNER", "DAEMONS"];
    const NONE: &'static str = "no files";

    fn cells(&self) -> Vec<String> {
        vec![
            self.path.clone(),
            self.hosts.clone(),
            self.count.to_string(),
            self.size.to_string(),
            self.mode.clone(),
            format!("{}:{}", self.owner, self.group),
            self.daemons.join(" "),
        ]
    }
}

pub(super) fn rows(shown: &Shown<'_>) -> Vec<FileRow> {
    let tree = &shown.compilation.tree;
    let mut groups: BTreeMap<(&str, usize), (FileRow, Vec<&str>)> = BTreeMap::new();
    for (host, file) in files_of(tree).filter(|(host, _)| shown.has_named(host)) {
        let content = tree.content(file.content);
        let key = (file.path.as_str(), content.bytes.as_ptr() as usize);
        let (_, hosts) = groups.entry(key).or_insert_with(|| {
            (
                FileRow {
                    path: file.path.to_string(),
                    hosts: String::new(),
                    count: 0,
                    size: content.bytes.len(),
                    mode: format!("{:04o}", file.mode),
                    owner: file.owner.to_string(),
                    group: file.group.to_string(),
                    daemons: file.readers.iter().map(ToString::to_string).collect(),
                    sha256: content.sha256.to_string(),
                },
                Vec::new(),
            )
        });
        hosts.push(host);
    }
    let mut rows: Vec<FileRow> = groups
        .into_values()
        .map(|(mut row, hosts)| {
            row.count = hosts.len();
            row.hosts = crate::units::fold(hosts);
            row
        })
        .collect();
    rows.sort_by(|a, b| (&a.path, &a.hosts).cmp(&(&b.path, &b.hosts)));
    rows
}
