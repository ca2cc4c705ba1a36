//! The syntaxes' writers and readers.

use clusterc::diagnostic::Derivation;
use clusterc::document::{CondorDialect, ConfigDocument, Entry, Origin, Syntax, TargetPath};
use clusterc::syntax::{LineOrigin, read, write};

use super::support::difference;
use super::{choice, text};

const SYNTAXES: [Syntax; 16] = [
    Syntax::HadoopXml,
    Syntax::ShellExport,
    Syntax::ShellAssign,
    Syntax::SystemdEnv,
    Syntax::SystemdUnit,
    Syntax::ZooCfg,
    Syntax::Condor(CondorDialect::V7_8),
    Syntax::Condor(CondorDialect::V8_1_3),
    Syntax::Condor(CondorDialect::V8_1_6),
    Syntax::Condor(CondorDialect::V8_5_6),
    Syntax::Condor(CondorDialect::V8_5_7),
    Syntax::ExecutorCfg,
    Syntax::Jaas,
    Syntax::Firewalld,
    Syntax::Lines,
    Syntax::Bare,
];

const HEADER: [&str; 1] = ["Made by a test -- of 100%."];

static RULE: Derivation = Derivation {
    name: "test",
    summary: "",
    source: "",
};

/// What a reader finds in a file is in that file, and where the writer takes it, it reads back.
///
/// The first byte chooses the syntax.
pub fn what_is_read_can_be_written(bytes: &[u8]) {
    let Some((syntax, bytes)) = choice(bytes, SYNTAXES.len()) else {
        return;
    };
    let syntax = SYNTAXES[syntax];
    // Java ends a line at either.
    let lines = bytes.split(|byte| b"\r\n".contains(byte)).count();
    let found = match read(syntax, bytes) {
        Ok(found) => found,
        Err(error) => {
            assert!(!error.problems.is_empty());
            for problem in error.problems {
                assert!((1..=lines).contains(&problem.line), "{problem:?}");
            }
            return;
        }
    };
    let entries = found.into_iter().map(|found| {
        assert!((1..=lines).contains(&found.line), "{found:?}");
        entry(found.section, found.key, found.value, found.is_final)
    });
    reads_back(syntax, entries.collect());
}

/// What a writer takes reads back as it was meant, and every line has its entry.
///
/// The first byte chooses the syntax. Entries are ended by U+001E; before its value, parted by
/// U+001F, each may have a key, and before that a section. A `!` in front of the key is `final`.
pub fn what_is_written_can_be_read(bytes: &[u8]) {
    let Some((syntax, bytes)) = choice(bytes, SYNTAXES.len()) else {
        return;
    };
    let Some(text) = text(bytes, 16 * 1024) else {
        return;
    };
    let entries = text.split_terminator('\u{1e}').map(|record| {
        let mut parts = record.rsplitn(3, '\u{1f}');
        let value = parts.next().unwrap_or_default();
        let key = parts.next().unwrap_or("KEY");
        let section = parts.next().map(str::to_owned);
        let (is_final, key) = match key.strip_prefix('!') {
            Some(key) => (true, key),
            None => (false, key),
        };
        entry(section, key.to_owned(), value.to_owned(), is_final)
    });
    reads_back(SYNTAXES[syntax], entries.collect());
}

fn entry(section: Option<String>, key: String, value: String, is_final: bool) -> Entry {
    let mut entry = Entry::new(key, value, Origin::derived(&RULE, Vec::new()));
    if let Some(section) = section {
        entry = entry.in_section(section);
    }
    entry.is_final = is_final;
    entry
}

fn reads_back(syntax: Syntax, mut entries: Vec<Entry>) {
    if syntax == Syntax::SystemdUnit {
        // A unit file gathers the entries of a section.
        let sections: Vec<_> = entries.iter().map(|entry| entry.section.clone()).collect();
        entries.sort_by_key(|entry| {
            sections
                .iter()
                .position(|section| *section == entry.section)
        });
    }
    let document = ConfigDocument {
        product: "test",
        name: "test".into(),
        path: TargetPath::new("/etc/test").expect("a path"),
        syntax,
        mode: 0o644,
        owner: "root".into(),
        group: "root".into(),
        readers: Vec::new(),
        made_by: &RULE,
        made_from: Vec::new(),
        entries,
        prose: String::new(),
    };
    let header: &[&str] = if syntax == Syntax::Bare { &[] } else { &HEADER };
    let rendered = match write(&document, header) {
        Ok(rendered) => rendered,
        Err(errors) => {
            assert!(!errors.is_empty());
            for error in errors {
                assert!(
                    error
                        .entry
                        .is_none_or(|index| index < document.entries.len())
                );
            }
            return;
        }
    };
    let written = std::str::from_utf8(&rendered.bytes).expect("outputs are UTF-8");
    assert_eq!(
        written.matches('\n').count(),
        rendered.lines.len(),
        "{written}"
    );
    assert!(written.is_empty() || written.ends_with('\n'), "{written}");
    assert!(!written.contains('\r'), "{written}");
    for origin in &rendered.lines {
        if let LineOrigin::Entry(index) = origin {
            assert!((*index as usize) < document.entries.len());
        }
    }
    if let Some(what) = difference(&document, header) {
        panic!("{what}\n{written}");
    }
}
