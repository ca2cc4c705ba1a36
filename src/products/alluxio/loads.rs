//! What a daemon of Alluxio or Tachyon sees: its site file, and over it the properties on the
//! command line of its Java.

use super::facts::FACTS;
use crate::catalog::Table;
use crate::document::{ConfigDocument, Entry, Syntax};
use crate::effective::{Assignment, Loads, Seen, expand_dollar, renamed};

/// `daemon roles ranges files reads`; `reads` are the variables whose options are the daemon's.
pub static LOADS: Loads = Loads {
    facts: &FACTS,
    table: Table::new(include_str!("facts/loads.tsv")),
    is_hadoop: false,
    assigns,
    settle: |_| {},
    expand: expand_dollar,
};

/// `-Dkey=value` of a variable, or a line of the site file.
fn assigns(seen: &Seen<'_>, document: &ConfigDocument, entry: &Entry) -> Vec<Assignment> {
    let value = entry.value.text();
    if document.syntax != Syntax::ShellExport && document.syntax != Syntax::ShellAssign {
        return renamed(seen, &entry.key, value.into_owned());
    }
    if !seen.reads.split(',').any(|name| *name == *entry.key) {
        return Vec::new();
    }
    value
        .split_whitespace()
        .filter_map(|word| word.strip_prefix("-D")?.split_once('='))
        .filter(|(key, _)| key.starts_with("alluxio.") || key.starts_with("tachyon."))
        .flat_map(|(key, value)| renamed(seen, key, value.to_owned()))
        .collect()
}
