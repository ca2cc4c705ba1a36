//! firewalld's own XML: services and policies.
//!
//! The section of an entry is the root element. `short` and `description` are elements with a
//! text, `target` is an attribute of the root, `port` is written `PORT/PROTOCOL`; every other key
//! is an element with a name. The reader takes what the writer prints.

use quick_xml::Reader;
use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};

use super::body::Body;
use super::{LineOrigin, ReadEntry, ReadError, Rendered, SyntaxError, check};
use crate::document::{ConfigDocument, Entry};

/// Root elements, each a kind of file.
const ROOTS: [&str; 2] = ["policy", "service"];

/// Elements with a text.
const TEXTS: [&str; 2] = ["description", "short"];

/// Elements with a name.
const NAMED: [&str; 3] = ["egress-zone", "ingress-zone", "service"];

pub(super) fn write(doc: &ConfigDocument, header: &[&str]) -> Result<Rendered, Vec<SyntaxError>> {
    let mut body = Body::default();
    let root = doc
        .entries
        .first()
        .and_then(|entry| entry.section.as_deref())
        .unwrap_or_default();
    if !ROOTS.contains(&root) {
        body.refuse(None, "the file is neither a service nor a policy");
    }
    let target = doc.entries.iter().position(|entry| entry.key == "target");
    body.line(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>",
        LineOrigin::Structure,
    );
    for line in header {
        match check::one_line("header", line) {
            // Two dashes must not meet in a comment.
            Ok(()) => {
                let text = line.trim().replace("--", "- -").replace("--", "- -");
                body.line(&format!("<!-- {text} -->"), LineOrigin::Structure);
            }
            Err(message) => body.refuse(None, message),
        }
    }
    match target.and_then(|at| Some((at, doc.entries.get(at)?))) {
        Some((at, entry)) => {
            let line = value_of(entry).map(|text| format!("<{root} target=\"{}\">", escape(text)));
            body.entry(at, line);
        }
        None => body.line(&format!("<{root}>"), LineOrigin::Structure),
    }
    for (index, entry) in doc.entries.iter().enumerate() {
        if Some(index) != target {
            body.entry(index, element(root, entry).map(|line| format!("  {line}")));
        }
    }
    body.line(&format!("</{root}>"), LineOrigin::Structure);
    body.finish()
}

fn value_of(entry: &Entry) -> Result<String, String> {
    let value = entry.value.text();
    check::no_final(entry)?;
    check::one_line("value", &value)?;
    check::no_outer_blanks("value", &value)?;
    check::characters("value", &value)?;
    if value.is_empty() {
        return Err("the value is empty".to_owned());
    }
    Ok(value.into_owned())
}

fn element(root: &str, entry: &Entry) -> Result<String, String> {
    let value = value_of(entry)?;
    let key = entry.key.as_ref();
    if entry.section.as_deref() != Some(root) {
        return Err("the file has another root element".to_owned());
    }
    if TEXTS.contains(&key) {
        return Ok(format!("<{key}>{}</{key}>", escape(&*value)));
    }
    if key == "port" {
        let (port, protocol) = value
            .split_once('/')
            .filter(|(port, _)| port.parse::<u16>().is_ok())
            .filter(|(_, protocol)| ["tcp", "udp"].contains(protocol))
            .ok_or("a port is written `8020/tcp`")?;
        return Ok(format!("<port protocol=\"{protocol}\" port=\"{port}\"/>"));
    }
    if NAMED.contains(&key) {
        return Ok(format!("<{key} name=\"{}\"/>", escape(&*value)));
    }
    Err(format!(
        "`{}` is no element of the file",
        key.escape_debug()
    ))
}

pub(super) fn read(text: &str) -> Result<Vec<ReadEntry>, ReadError> {
    let mut reader = Reader::from_str(text);
    let mut entries = Vec::new();
    let mut root: Option<String> = None;
    let mut open: Option<(String, usize, String)> = None;
    let mut is_closed = false;
    let line_at = |at: u64| {
        let at = usize::try_from(at).unwrap_or(usize::MAX);
        1 + super::body::newlines(text.as_bytes().get(..at).unwrap_or_default())
    };
    loop {
        let line = line_at(reader.buffer_position());
        let event = reader
            .read_event()
            .map_err(|error| ReadError::at(line, format!("not well-formed: {error}")))?;
        match event {
            Event::Eof if is_closed => return Ok(entries),
            Event::Eof => return Err(ReadError::at(line, "the file ends too early")),
            Event::Start(start) if root.is_none() => {
                let name = name_of(&start);
                if !ROOTS.contains(&name.as_str()) {
                    return Err(ReadError::at(line, format!("`{name}` is no root element")));
                }
                if let Some(target) = attribute(&start, "target", line)? {
                    entries.push(in_root(&name, "target", target, line));
                }
                root = Some(name);
            }
            Event::Start(start) => open = Some((name_of(&start), line, String::new())),
            Event::Text(part) => {
                if let Some((_, _, value)) = &mut open {
                    value.push_str(&part);
                }
            }
            Event::GeneralRef(reference) => {
                let name: &str = &reference;
                let known = match name {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => None,
                };
                if let (Some((_, _, value)), Some(known)) = (&mut open, known) {
                    value.push(known);
                }
            }
            Event::End(_) => match (open.take(), &root) {
                (Some((key, line, value)), Some(root)) => {
                    entries.push(in_root(root, &key, value, line));
                }
                _ => is_closed = true,
            },
            Event::Empty(start) => {
                let Some(root) = &root else {
                    return Err(ReadError::at(line, "an element outside the root"));
                };
                let key = name_of(&start);
                let value = if key == "port" {
                    let port = attribute(&start, "port", line)?;
                    let protocol = attribute(&start, "protocol", line)?;
                    port.zip(protocol)
                        .map(|(port, protocol)| format!("{port}/{protocol}"))
                } else {
                    attribute(&start, "name", line)?
                };
                let value = value
                    .ok_or_else(|| ReadError::at(line, format!("`{key}` lacks its attributes")))?;
                entries.push(in_root(root, &key, value, line));
            }
            _ => {}
        }
    }
}

fn in_root(root: &str, key: &str, value: String, line: usize) -> ReadEntry {
    ReadEntry {
        section: Some(root.to_owned()),
        ..ReadEntry::new(key, value, line)
    }
}

fn name_of(start: &BytesStart<'_>) -> String {
    start.name().as_ref().to_owned()
}

fn attribute(start: &BytesStart<'_>, name: &str, line: usize) -> Result<Option<String>, ReadError> {
    let found = start
        .try_get_attribute(name)
        .map_err(|error| ReadError::at(line, error.to_string()))?;
    let Some(found) = found else { return Ok(None) };
    let value = quick_xml::escape::unescape(&found.value)
        .map_err(|error| ReadError::at(line, error.to_string()))?;
    Ok(Some(value.into_owned()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::{doc, hostile, pairs, refused, round_trip, written};
    use crate::document::Syntax;

    #[test]
    fn services_and_policies() {
        let service = doc(
            Syntax::Firewalld,
            &[("service/short", "a & b"), ("service/port", "8020/tcp")],
        );
        assert_eq!(
            written(&service, &["made -- here"]),
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- made - - here -->\n<service>\n  \
             <short>a &amp; b</short>\n  <port protocol=\"tcp\" port=\"8020\"/>\n</service>\n"
        );
        round_trip(&service);
        let policy = doc(
            Syntax::Firewalld,
            &[
                ("policy/target", "CONTINUE"),
                ("policy/ingress-zone", "internal"),
                ("policy/service", "x"),
            ],
        );
        assert!(written(&policy, &[]).contains("<policy target=\"CONTINUE\">\n"));
        round_trip(&policy);
    }

    #[test]
    fn refuses() {
        let bad = doc(
            Syntax::Firewalld,
            &[
                ("service/port", "x/tcp"),
                ("service/port", "1/icmp"),
                ("policy/short", "x"),
                ("service/short", ""),
                ("service/short", "a\nb"),
                ("service/rule", "x"),
            ],
        );
        assert_eq!(refused(&bad), [0, 1, 2, 3, 4, 5].map(Some));
        for bad in [
            "",
            "<a/>",
            "<service>",
            "<service><port port=\"1\"/></service>",
        ] {
            assert!(pairs(Syntax::Firewalld, bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn round_trips(a in hostile(), b in hostile()) {
            round_trip(&doc(Syntax::Firewalld, &[("service/short", &a), ("service/description", &b)]));
            round_trip(&doc(Syntax::Firewalld, &[("policy/target", &a), ("policy/service", &b)]));
        }

        #[test]
        fn reader_takes_anything(text in hostile()) {
            let _ = pairs(Syntax::Firewalld, &text);
        }
    }
}
