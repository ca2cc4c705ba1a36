//! systemd units and drop-ins.
//!
//! A key decides what its value means (specifiers, quotes, lists); here only the frame is kept:
//! one line an assignment, nothing that strips, joins or ends a line. An empty value is allowed,
//! since `Name=` resets a list.

use indexmap::IndexMap;

use super::body::{Body, Found};
use super::{LineOrigin, ReadEntry, ReadError, Rendered, SyntaxError, check};
use crate::document::{ConfigDocument, Entry};

/// systemd refuses a whole unit file for one line of this many bytes (`LONG_LINE_MAX`, 236 and
/// later).
const LONG_LINE: usize = 1024 * 1024;

/// What systemd strips and takes for a blank.
const BLANKS: [char; 4] = [' ', '\t', '\n', '\r'];

pub(super) fn write(doc: &ConfigDocument, header: &[&str]) -> Result<Rendered, Vec<SyntaxError>> {
    let mut body = Body::default();
    if header.iter().any(|line| line.trim_end().ends_with('\\')) {
        body.refuse(None, "the header must not end in a backslash");
    }
    body.header(header);
    let mut sections: IndexMap<&str, Vec<(usize, &Entry)>> = IndexMap::new();
    for (index, entry) in doc.entries.iter().enumerate() {
        match entry.section.as_deref() {
            Some(section) => sections.entry(section).or_default().push((index, entry)),
            None => body.refuse(
                Some(index),
                "an assignment before the first section is ignored by systemd",
            ),
        }
    }
    for (position, (section, entries)) in sections.into_iter().enumerate() {
        if position > 0 {
            body.line("", LineOrigin::Structure);
        }
        body.line(&format!("[{section}]"), LineOrigin::Structure);
        for (index, entry) in entries {
            body.entry(index, assignment(section, entry));
        }
    }
    body.finish()
}

fn assignment(section: &str, entry: &Entry) -> Result<String, String> {
    let value = entry.value.text();
    check::no_final(entry)?;
    check_name("section", section)?;
    check_name("key", &entry.key)?;
    check::one_line("value", &value)?;
    check::no_outer_blanks("value", &value)?;
    if value.ends_with('\\') {
        return Err(
            "the value ends in a backslash, which joins the next line to it; quote it".to_owned(),
        );
    }
    let line = format!("{}={value}", entry.key);
    if line.len() >= LONG_LINE {
        return Err(format!(
            "the line takes {} bytes, and systemd refuses {LONG_LINE} and more",
            line.len()
        ));
    }
    Ok(line)
}

/// Section and key names are words of ASCII letters, digits and dashes (`X-Name` included).
fn check_name(what: &str, name: &str) -> Result<(), String> {
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic());
    if begins && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        return Ok(());
    }
    Err(format!(
        "`{}` is no {what} of a unit file: letters, digits and `-`",
        name.escape_debug()
    ))
}

pub(super) fn read(text: &str) -> Result<Vec<ReadEntry>, ReadError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut found = Found::default();
    let mut section: Option<String> = None;
    // A line that goes on, and the number of its first part.
    let mut joined: Option<(usize, String)> = None;
    for (index, raw) in text.split('\n').enumerate() {
        if raw.trim_start_matches(BLANKS).starts_with(['#', ';']) {
            continue;
        }
        let (number, mut line) = joined.take().unwrap_or((index + 1, String::new()));
        line.push_str(raw.strip_suffix('\r').unwrap_or(raw));
        if goes_on(&line) {
            line.pop();
            line.push(' ');
            joined = Some((number, line));
            continue;
        }
        read_line(line.trim_matches(BLANKS), number, &mut section, &mut found);
    }
    if let Some((number, _)) = joined {
        found.problem(
            number,
            "the file ends in a line that goes on after a backslash",
        );
    }
    found.finish()
}

/// Whether a line ends in a backslash that no other backslash escapes.
fn goes_on(line: &str) -> bool {
    line.chars().rev().take_while(|&c| c == '\\').count() % 2 == 1
}

fn read_line(line: &str, number: usize, section: &mut Option<String>, found: &mut Found) {
    if line.is_empty() {
        return;
    }
    if let Some(rest) = line.strip_prefix('[') {
        match rest.strip_suffix(']') {
            Some(name) => *section = Some(name.to_owned()),
            None => found.problem(number, "the head of a section must end in `]`"),
        }
        return;
    }
    let Some((key, value)) = line.split_once('=') else {
        return found.problem(number, "no `=` on the line; systemd drops it");
    };
    let key = key.trim_matches(BLANKS);
    if key.is_empty() {
        return found.problem(number, "no key before `=`; systemd drops the line");
    }
    if section.is_none() {
        return found.problem(number, "an assignment before the first section is ignored");
    }
    found.entries.push(ReadEntry {
        section: section.clone(),
        ..ReadEntry::new(key, value.trim_matches(BLANKS), number)
    });
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::{doc, hostile, pairs, refused, round_trip, written};
    use super::super::{read, write};
    use crate::document::Syntax;

    #[test]
    fn gathers_sections_in_order() {
        let unit = doc(
            Syntax::SystemdUnit,
            &[
                ("Unit/After", "network.target"),
                ("Service/ExecStart", ""),
                ("Service/ExecStart", "/bin/x -a \"b c\""),
                ("Unit/Wants", "y.service"),
                ("X-NodeConf/Profile", "#1"),
            ],
        );
        assert_eq!(
            written(&unit, &["made", ""]),
            "# made\n#\n[Unit]\nAfter=network.target\nWants=y.service\n\n[Service]\nExecStart=\n\
             ExecStart=/bin/x -a \"b c\"\n\n[X-NodeConf]\nProfile=#1\n"
        );
        round_trip(&unit);
    }

    #[test]
    fn refuses() {
        let unit = doc(
            Syntax::SystemdUnit,
            &[
                ("User", "x"),
                ("Service/A", "x "),
                ("Service/B", "x\\"),
                ("Service/C", "a\nb"),
                ("Service/D E", "x"),
                ("Ser]vice/F", "x"),
                ("Service/G", "ok"),
                ("Service/", "x"),
            ],
        );
        assert_eq!(refused(&unit), [0, 1, 2, 3, 4, 5, 7].map(Some));
        assert!(write(&doc(Syntax::SystemdUnit, &[]), &["C:\\"]).is_err());
        let long = "x".repeat(super::LONG_LINE);
        assert_eq!(
            refused(&doc(Syntax::SystemdUnit, &[("Service/A", &long)])),
            [Some(0)]
        );
    }

    #[test]
    fn reads_the_real_grammar() {
        let text = "; c\n[Service]\r\n  A = b c \n# c\nB=one \\\n# inside\n  two\nC=\nD=x\\\\\n";
        let entries = read(Syntax::SystemdUnit, text.as_bytes()).unwrap();
        let got: Vec<_> = entries
            .iter()
            .map(|e| (e.line, e.key.as_str(), e.value.as_str()))
            .collect();
        assert_eq!(
            got,
            [
                (3, "A", "b c"),
                (5, "B", "one    two"),
                (8, "C", ""),
                (9, "D", "x\\\\")
            ]
        );
        for bad in ["A=1", "[Service\nA=1", "[S]\nword", "[S]\n=x", "[S]\nA=b\\"] {
            assert!(pairs(Syntax::SystemdUnit, bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn round_trips(a in hostile(), b in hostile(), c in hostile()) {
            let entries = [("Service/A", a.as_str()), ("Unit/B", &b), ("Service/A", &c)];
            round_trip(&doc(Syntax::SystemdUnit, &entries));
            for one in &entries {
                round_trip(&doc(Syntax::SystemdUnit, std::slice::from_ref(one)));
            }
        }

        #[test]
        fn round_trips_keys(key in hostile(), section in hostile()) {
            round_trip(&doc(Syntax::SystemdUnit, &[(&format!("{section}/{key}"), "v")]));
        }

        #[test]
        fn reader_takes_anything(text in hostile()) {
            let _ = pairs(Syntax::SystemdUnit, &text);
        }
    }
}
