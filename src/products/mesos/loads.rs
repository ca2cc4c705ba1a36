//! What a daemon of Mesos sees: its flags, from variables and from the wrapper's files.

use super::facts::FACTS;
use crate::catalog::Table;
use crate::document::{ConfigDocument, Entry, Syntax};
use crate::effective::{Assignment, Expanded, Loads, Seen, renamed};

/// `daemon roles ranges files reads`; `reads` is the flag that the packages' `/etc/mesos/zk` is.
pub static LOADS: Loads = Loads {
    facts: &FACTS,
    table: Table::new(include_str!("facts/loads.tsv")),
    is_hadoop: false,
    assigns,
    settle: |_| {},
    expand,
};

/// A flag is a variable `MESOS_…` of any case (`flags/flags.hpp`), or a file; the wrapper makes
/// flags of the files, which win over variables. A file below `attributes` or `resources` is one
/// item.
fn assigns(seen: &Seen<'_>, document: &ConfigDocument, entry: &Entry) -> Vec<Assignment> {
    let value = entry.value.text().into_owned();
    if document.syntax != Syntax::Bare {
        let flag = match entry.key.strip_prefix("MESOS_") {
            Some(flag) => flag.to_ascii_lowercase(),
            None if entry.key == "LOGS" => "log_dir".to_owned(),
            None => return Vec::new(),
        };
        return renamed(seen, &flag, value);
    }
    if document.name == "zk" {
        return vec![(seen.reads.to_owned(), Some(value))];
    }
    let mut parts = document.path.as_str().rsplit('/');
    let (name, folder) = (parts.next().unwrap_or_default(), parts.next());
    if folder == Some(&*entry.key) {
        let item = format!("{name}:{value}");
        let before = seen
            .get(&entry.key)
            .filter(|found| matches!(found.place, crate::effective::Place::Entry { document, .. } if document.syntax == Syntax::Bare));
        return vec![(
            entry.key.to_string(),
            Some(match before {
                Some(before) => format!("{};{item}", before.raw),
                None => item,
            }),
        )];
    }
    renamed(seen, &entry.key, value)
}

/// Values refer to nothing.
fn expand(seen: &Seen<'_>, key: &str) -> Expanded {
    Expanded {
        text: seen
            .get(key)
            .map_or_else(String::new, |found| found.raw.clone()),
        open: Vec::new(),
    }
}
