//! A sorted tab-separated table, searched as it is.

use std::sync::OnceLock;

/// A table of facts: a header line, then rows sorted by their first cell.
#[derive(Debug)]
pub struct Table {
    text: &'static str,
    rows: OnceLock<Vec<&'static str>>,
}

impl Table {
    /// A table over an embedded text.
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        Self {
            text,
            rows: OnceLock::new(),
        }
    }

    /// All rows, without the header.
    pub fn rows(&self) -> &[&'static str] {
        self.rows
            .get_or_init(|| self.text.lines().skip(1).collect())
    }

    /// The rows whose first cell is `key`.
    pub fn find(&self, key: &str) -> &[&'static str] {
        let rows = self.rows();
        let start = rows.partition_point(|row| first(row) < key);
        let count = rows
            .get(start..)
            .unwrap_or_default()
            .iter()
            .take_while(|row| first(row) == key)
            .count();
        rows.get(start..start + count).unwrap_or_default()
    }
}

/// The first cell of a row.
pub(super) fn first(row: &str) -> &str {
    row.split('\t').next().unwrap_or_default()
}

/// The cell at `index` of a row; empty where the row has none.
pub(super) fn cell(row: &'static str, index: usize) -> &'static str {
    row.split('\t').nth(index).unwrap_or_default()
}
