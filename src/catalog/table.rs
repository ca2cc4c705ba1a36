//! A sorted tab-separated table, searched as it is.

use std::sync::OnceLock;

/// A table of facts: a header line, then rows sorted by their first cell.
#[derive(Debug)]
pub struct Table {
    text: &'static str,
    rows: OnceLock<Rows>,
}

/// The rows, and the first cell of each, by which they are found.
#[derive(Debug)]
struct Rows {
    whole: Vec<&'static str>,
    keys: Vec<&'static str>,
}

impl Table {
    /// For a product that has nothing to say.
    #[must_use]
    pub const fn empty() -> Self {
        Self::new("")
    }

    /// A table over an embedded text.
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        Self {
            text,
            rows: OnceLock::new(),
        }
    }

    fn read(&self) -> &Rows {
        self.rows.get_or_init(|| {
            let whole: Vec<_> = self.text.lines().skip(1).collect();
            let keys = whole.iter().map(|row| first(row)).collect();
            Rows { whole, keys }
        })
    }

    /// All rows, without the header.
    pub fn rows(&self) -> &[&'static str] {
        &self.read().whole
    }

    /// The first cells of all rows.
    pub(super) fn keys(&self) -> &[&'static str] {
        &self.read().keys
    }

    /// The rows whose first cell is `key`.
    pub fn find(&self, key: &str) -> &[&'static str] {
        let Rows { whole, keys } = self.read();
        let start = keys.partition_point(|first| *first < key);
        let found = keys.get(start..).unwrap_or_default();
        let count = found.iter().take_while(|first| **first == key).count();
        whole.get(start..start + count).unwrap_or_default()
    }
}

/// The rows whose first cell is a pattern that `key` is of, groups of the longest pattern first:
/// the key itself, then how it begins, followed by `*`.
pub(super) fn by_pattern<'a>(
    table: &'static Table,
    key: &'a str,
) -> impl Iterator<Item = &'static [&'static str]> + use<'a> {
    let beginnings = (0..=key.len()).rev().filter_map(move |end| key.get(..end));
    std::iter::once(table.find(key))
        .chain(beginnings.map(|beginning| table.find(&format!("{beginning}*"))))
        .filter(|rows| !rows.is_empty())
}

/// The first cell of a row.
pub(super) fn first(row: &str) -> &str {
    row.split('\t').next().unwrap_or_default()
}

/// The cell at `index` of a row; empty where the row has none.
pub(super) fn cell(row: &'static str, index: usize) -> &'static str {
    row.split('\t').nth(index).unwrap_or_default()
}
