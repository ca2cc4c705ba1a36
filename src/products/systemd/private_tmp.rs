//! Daemons with a `/tmp` of their own whose files name paths in `/tmp`.

use std::sync::Arc;

use super::rules::PRIVATE_TMP;
use crate::diagnostic::Diagnostic;
use crate::document::{ConfigDocument, Entry};
use crate::lower::Ctx;

/// What `PrivateTmp=` replaces.
const REPLACED: [&str; 2] = ["/tmp", "/var/tmp"];

/// Reports each daemon whose unit has a private `/tmp` and whose files name a path in it.
pub fn check(_: &Ctx<'_>, documents: &[Arc<ConfigDocument>]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for unit in documents.iter().filter(|one| one.product == "systemd") {
        let Some(private) = unit.get("PrivateTmp").filter(|entry| is_on(entry)) else {
            continue;
        };
        let Some(span) = private.origin.span() else {
            continue;
        };
        let named = documents
            .iter()
            .filter(|one| one.product != "systemd")
            .filter(|one| {
                one.readers
                    .iter()
                    .any(|reader| unit.readers.contains(reader))
            })
            .find_map(|one| Some((one, one.entries.iter().find(|entry| names_tmp(entry))?)));
        let Some((document, entry)) = named else {
            continue;
        };
        let diagnostic = Diagnostic::new(
            &PRIVATE_TMP,
            span,
            format!("`{}` has a `/tmp` of its own", unit.name),
        )
        .note(format!(
            "`{}` in {} is `{}`: nobody else sees that path, and it is emptied when the unit stops",
            entry.key,
            document.path.file_name(),
            entry.value.text()
        ))
        .help("choose another directory, or leave `/tmp` shared");
        found.push(match entry.origin.span() {
            Some(other) if other != span => diagnostic.label(other, "a path in `/tmp`"),
            _ => diagnostic,
        });
    }
    found
}

fn is_on(entry: &Entry) -> bool {
    !["no", "false", "off", "0", "n", "f", ""]
        .iter()
        .any(|off| entry.value.text().eq_ignore_ascii_case(off))
}

/// Whether a value holds a path in one of the directories.
fn names_tmp(entry: &Entry) -> bool {
    let text = entry.value.text();
    text.split(|c: char| c.is_whitespace() || ",;=\"'".contains(c))
        .map(|word| word.strip_prefix("file://").unwrap_or(word))
        .any(|word| {
            REPLACED.iter().any(|dir| {
                word.strip_prefix(dir)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
        })
}

#[cfg(test)]
mod tests {
    use super::{is_on, names_tmp};
    use crate::document::{Entry, Origin};

    fn entry(value: &'static str) -> Entry {
        let fact = "a test".into();
        Entry::new("key", value, Origin::Default { fact })
    }

    #[test]
    fn paths_are_found_in_values() {
        for (value, want) in [
            ("/tmp", true),
            ("/var/tmp/x", true),
            ("file:///tmp/dfs", true),
            ("/data/1,/tmp/2", true),
            ("-Djava.io.tmpdir=/tmp -Xmx1g", true),
            ("/tmpfs", false),
            ("hdfs://m1/tmp", false),
            ("/data/tmp", false),
        ] {
            assert_eq!(names_tmp(&entry(value)), want, "{value}");
        }
    }

    #[test]
    fn switched_off() {
        assert!(is_on(&entry("yes")) && is_on(&entry("disconnected")));
        assert!(!is_on(&entry("no")) && !is_on(&entry("False")));
    }
}
