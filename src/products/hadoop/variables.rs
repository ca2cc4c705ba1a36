//! Which environment variables each release's scripts read.

use super::facts::FACTS;
use crate::units::{Ranges, Version, nearest};

/// Variables that mean the same to every program.
const GENERAL: &[&str] = &[
    "KRB5CCNAME",
    "KRB5_CONFIG",
    "LANG",
    "LC_ALL",
    "LD_LIBRARY_PATH",
    "LD_PRELOAD",
    "PATH",
    "TZ",
];

/// One row of the table.
#[derive(Debug, Clone, Copy)]
struct Row {
    name: &'static str,
    ranges: &'static str,
    replaced_by: &'static str,
}

/// What is known of a variable in a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VariableStatus {
    Known,
    /// Read by other releases only; the variable that took its place, if one did.
    OtherRelease {
        replaced_by: Option<&'static str>,
    },
    /// Read by none.
    Unknown,
}

impl Row {
    fn from_line(line: &'static str) -> Self {
        let mut columns = line.split('\t');
        let name = columns.next().unwrap_or_default();
        let mut columns = columns.skip(3);
        Self {
            name,
            ranges: columns.next().unwrap_or_default(),
            replaced_by: columns.next().unwrap_or_default(),
        }
    }

    fn is_in(&self, version: &Version) -> bool {
        !self.ranges.is_empty() && Ranges::trusted(self.ranges).contains(version)
    }
}

fn rows() -> impl Iterator<Item = Row> {
    FACTS.env.rows().iter().map(|line| Row::from_line(line))
}

/// What is known of `name` in `version`.
pub fn variable(name: &str, version: &Version) -> VariableStatus {
    if GENERAL.contains(&name) {
        return VariableStatus::Known;
    }
    match FACTS
        .env
        .find(name)
        .first()
        .map(|line| Row::from_line(line))
    {
        Some(row) if row.is_in(version) => VariableStatus::Known,
        Some(row) => VariableStatus::OtherRelease {
            replaced_by: Some(row.replaced_by).filter(|name| !name.is_empty()),
        },
        None => VariableStatus::Unknown,
    }
}

/// The nearest name that the scripts of `version` read.
pub fn nearest_variable(name: &str, version: &Version) -> Option<&'static str> {
    nearest(
        name,
        rows().filter(|row| row.is_in(version)).map(|row| row.name),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(name: &str, version: &str) -> VariableStatus {
        variable(name, &version.parse().unwrap())
    }

    #[test]
    fn the_table_can_be_read() {
        assert!(rows().count() > 200);
        for row in rows() {
            assert!(
                row.ranges.is_empty() || Ranges::parse(row.ranges).is_ok(),
                "{}",
                row.name
            );
        }
    }

    #[test]
    fn variables_move_with_releases() {
        assert_eq!(
            status("HADOOP_NAMENODE_OPTS", "2.7.3"),
            VariableStatus::Known
        );
        assert_eq!(status("HDFS_NAMENODE_OPTS", "3.3.6"), VariableStatus::Known);
        assert_eq!(
            status("HADOOP_DATANODE_OPTS", "3.3.6"),
            VariableStatus::OtherRelease {
                replaced_by: Some("HDFS_DATANODE_OPTS")
            }
        );
        assert_eq!(
            status("HDFS_NAMENODE_OPT", "3.3.6"),
            VariableStatus::Unknown
        );
        let near = nearest_variable("HDFS_NAMENODE_OPT", &"3.3.6".parse().unwrap());
        assert_eq!(near, Some("HDFS_NAMENODE_OPTS"));
    }
}
