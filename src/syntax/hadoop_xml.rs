//! Hadoop's `Configuration` XML.
//!
//! The writer prints one escaped text node a value, since releases up to 2.8 read only the first;
//! no attributes (short form needs 2.9), no entities of our own, no inclusion. The reader makes
//! the checks of `hadoop conftest` on the structure, for every release, except that of repeated
//! names: it returns each, and the writer refuses them. It does not trim values, as Hadoop does
//! not.

use std::collections::BTreeSet;

use quick_xml::events::{BytesDecl, BytesText, Event};
use quick_xml::{Reader, Writer, XmlVersion, escape::partial_escape};

use super::body::{Found, entry_origin, finish, newlines};
use super::{LineOrigin, ReadEntry, ReadError, Rendered, SyntaxError, check};
use crate::document::{ConfigDocument, Entry};

pub(super) fn write(doc: &ConfigDocument, header: &[&str]) -> Result<Rendered, Vec<SyntaxError>> {
    let mut errors = Vec::new();
    let mut refuse = |entry, message| errors.push(SyntaxError { entry, message });
    for line in header {
        if let Err(message) = check::one_line("header", line) {
            refuse(None, message);
        }
    }
    let mut seen = BTreeSet::new();
    for (index, entry) in doc.entries.iter().enumerate() {
        let again = !seen.insert(entry.key.as_ref());
        if let Err(message) = check_entry(entry, again) {
            refuse(Some(index), message);
        }
    }
    if !errors.is_empty() {
        return finish(Vec::new(), Vec::new(), errors);
    }
    match print(doc, header) {
        Ok(rendered) => Ok(rendered),
        // Writing to memory does not fail; if it ever does, nothing half-written gets out.
        Err(error) => Err(vec![SyntaxError {
            entry: None,
            message: error.to_string(),
        }]),
    }
}

fn check_entry(entry: &Entry, again: bool) -> Result<(), String> {
    let name = entry.key.as_ref();
    let value = entry.value.text();
    check::no_section(entry)?;
    check::one_line("name", name)?;
    check::no_outer_blanks("name", name)?;
    if name.is_empty() {
        return Err("the name is empty".to_owned());
    }
    if again {
        return Err(format!("`{name}` is set twice in one file"));
    }
    check::characters("value", &value)?;
    if value.is_empty() {
        return Err(
            "the value is empty, and Hadoop skips such a property: the default stays".to_owned(),
        );
    }
    if value.trim().is_empty() {
        return Err(
            "the value is blank, which numbers and booleans of Hadoop cannot read".to_owned(),
        );
    }
    Ok(())
}

fn print(doc: &ConfigDocument, header: &[&str]) -> std::io::Result<Rendered> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    let mut lines = Vec::new();
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    if !header.is_empty() {
        let comment = BytesText::from_escaped(comment_text(header));
        writer.write_event(Event::Comment(comment))?;
    }
    if doc.entries.is_empty() {
        writer.create_element("configuration").write_empty()?;
    } else {
        writer
            .create_element("configuration")
            .write_inner_content(|writer| {
                // The indenting writer begins each element with the newline before it, so what an
                // entry adds starts with the newline of the line above.
                lines.resize(newlines(writer.get_mut()) + 1, LineOrigin::Structure);
                for (index, entry) in doc.entries.iter().enumerate() {
                    let before = writer.get_mut().len();
                    property(writer, entry)?;
                    let added = writer.get_mut().get(before..).map_or(0, newlines);
                    lines.resize(lines.len() + added, entry_origin(index));
                }
                Ok(())
            })?;
    }
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    lines.resize(newlines(&bytes), LineOrigin::Structure);
    Ok(Rendered { bytes, lines })
}

fn property(writer: &mut Writer<Vec<u8>>, entry: &Entry) -> std::io::Result<()> {
    let value = entry.value.text();
    writer
        .create_element("property")
        .write_inner_content(|writer| {
            leaf(writer, "name", &entry.key)?;
            leaf(writer, "value", &value)?;
            if entry.is_final {
                leaf(writer, "final", "true")?;
            }
            Ok(())
        })?;
    Ok(())
}

fn leaf(writer: &mut Writer<Vec<u8>>, name: &str, text: &str) -> std::io::Result<()> {
    // Quotes need no escape in text, and stay readable.
    let text = BytesText::from_escaped(partial_escape(text));
    writer.create_element(name).write_text_content(text)?;
    Ok(())
}

/// The inside of the header's comment, in which two dashes must not meet.
fn comment_text(header: &[&str]) -> String {
    let text = if let [line] = header {
        format!(" {} ", line.trim())
    } else {
        let mut text = String::from("\n");
        for line in header {
            text.push_str(format!("  {}", line.trim_end()).trim_end());
            text.push('\n');
        }
        text
    };
    // Twice: of three dashes the first pass parts only the first two.
    text.replace("--", "- -").replace("--", "- -")
}

pub(super) fn read(text: &str) -> Result<Vec<ReadEntry>, ReadError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut scan = Scan {
        reader: Reader::from_str(text),
        text,
        counted: 0,
        line: 1,
        found: Found::default(),
    };
    scan.reader.config_mut().check_comments = true;
    for (index, line) in text.split('\n').enumerate() {
        if line.contains(is_no_xml) {
            let message = "the line holds a character that XML 1.0 forbids";
            scan.found.problem(index + 1, message);
        }
    }
    if let Err((line, message)) = document(&mut scan) {
        scan.found.problem(line, message);
    }
    scan.found.finish()
}

/// Whether XML 1.0 forbids the character even as a reference.
fn is_no_xml(c: char) -> bool {
    (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// What ends the reading: not well-formed from this line on.
type Broken = (usize, String);

struct Scan<'a> {
    reader: Reader<&'a [u8]>,
    text: &'a str,
    /// Bytes of which the newlines are already in `line`.
    counted: usize,
    line: usize,
    found: Found,
}

impl<'a> Scan<'a> {
    /// The next event and the line it begins on.
    fn next(&mut self) -> Result<(usize, Event<'a>), Broken> {
        let at = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
        let passed = self.text.as_bytes().get(self.counted..at);
        self.line += passed.map_or(0, newlines);
        self.counted = at.min(self.text.len());
        match self.reader.read_event() {
            Ok(event) => Ok((self.line, event)),
            Err(error) => Err((self.line, format!("not well-formed: {error}"))),
        }
    }

    /// Reports a wrong element and passes over it.
    fn skip(&mut self, line: usize, start: &Event<'a>, message: String) -> Result<(), Broken> {
        self.found.problem(line, message);
        if let Event::Start(start) = start {
            self.reader
                .read_to_end(start.name())
                .map_err(|error| (line, format!("not well-formed: {error}")))?;
        }
        Ok(())
    }
}

fn document(scan: &mut Scan<'_>) -> Result<(), Broken> {
    let mut has_root = false;
    loop {
        let (line, event) = scan.next()?;
        match &event {
            Event::Eof if has_root => return Ok(()),
            Event::Eof => return Err((line, "no `<configuration>` in the file".to_owned())),
            Event::Start(start) | Event::Empty(start) => {
                let is_root = start.name().as_ref() == "configuration";
                if has_root {
                    scan.skip(line, &event, "a second root element".to_owned())?;
                } else if !is_root {
                    scan.skip(
                        line,
                        &event,
                        "the root element must be `<configuration>`".to_owned(),
                    )?;
                } else if matches!(event, Event::Start(_)) {
                    configuration(scan)?;
                }
                has_root = true;
            }
            Event::DocType(_) => {
                let message = "a document type is not allowed; Hadoop may refuse it".to_owned();
                scan.found.problem(line, message);
            }
            other => between(scan, line, other, "outside `<configuration>`"),
        }
    }
}

fn configuration(scan: &mut Scan<'_>) -> Result<(), Broken> {
    loop {
        let (line, event) = scan.next()?;
        match &event {
            Event::End(_) => return Ok(()),
            Event::Eof => return Err((line, "`<configuration>` is not closed".to_owned())),
            Event::Start(start) | Event::Empty(start) => {
                if start.name().as_ref() != "property" {
                    let message = format!("`{}` is no `<property>`", start.name().as_ref());
                    scan.skip(line, &event, message)?;
                    continue;
                }
                if !start.attributes_raw().trim().is_empty() {
                    let message = "a `<property>` with attributes is read from Hadoop 2.9 on only";
                    scan.skip(line, &event, message.to_owned())?;
                } else if matches!(event, Event::Start(_)) {
                    read_property(scan, line)?;
                } else {
                    scan.found.problem(line, "a `<property>` without `<name>`");
                }
            }
            other => between(scan, line, other, "between properties"),
        }
    }
}

fn read_property(scan: &mut Scan<'_>, first: usize) -> Result<(), Broken> {
    let (mut name, mut value, mut final_) = (None, None, None);
    let mut seen = BTreeSet::new();
    loop {
        let (line, event) = scan.next()?;
        let start = match &event {
            Event::End(_) => break,
            Event::Eof => return Err((line, "`<property>` is not closed".to_owned())),
            Event::Start(start) | Event::Empty(start) => start,
            other => {
                between(scan, line, other, "between the parts of a property");
                continue;
            }
        };
        let tag = start.name().as_ref().to_owned();
        let is_known = ["name", "value", "final", "source", "description"].contains(&tag.as_str());
        if !is_known {
            scan.skip(line, &event, format!("`{tag}` is no part of a property"))?;
            continue;
        }
        if tag != "source" && !seen.insert(tag.clone()) {
            scan.found
                .problem(line, format!("more than one `<{tag}>` in a property"));
        }
        let text = match event {
            Event::Start(_) => leaf_text(scan, &tag)?,
            _ => String::new(),
        };
        match tag.as_str() {
            "name" => name = Some(text),
            "value" => value = Some(text),
            "final" => final_ = Some(text),
            _ => {}
        }
    }
    // Java's `trim`: everything up to U+0020.
    let name = name.map(|name| name.trim_matches(|c| c <= ' ').to_owned());
    match (name, value) {
        (None, _) => scan.found.problem(first, "a `<property>` without `<name>`"),
        (Some(name), _) if name.is_empty() => {
            scan.found.problem(first, "the `<name>` is empty");
        }
        (Some(name), None) => {
            scan.found
                .problem(first, format!("`{name}` has no `<value>`"));
        }
        (Some(name), Some(value)) => scan.found.entries.push(ReadEntry {
            is_final: final_.as_deref() == Some("true"),
            ..ReadEntry::new(name, value, first)
        }),
    }
    Ok(())
}

/// The text of a leaf up to its end.
fn leaf_text(scan: &mut Scan<'_>, tag: &str) -> Result<String, Broken> {
    let mut text = String::new();
    loop {
        let (line, event) = scan.next()?;
        match &event {
            Event::End(_) => return Ok(text),
            Event::Eof => return Err((line, format!("`<{tag}>` is not closed"))),
            Event::Text(part) => text.push_str(&part.xml_content(XmlVersion::Implicit1_0)),
            Event::GeneralRef(reference) => match resolve(reference) {
                Some(c) => text.push(c),
                None => scan.found.problem(
                    line,
                    format!("`&{};` stands for no character", &**reference),
                ),
            },
            Event::Start(_) | Event::Empty(_) => {
                scan.skip(line, &event, format!("an element inside `<{tag}>`"))?;
            }
            _ if tag == "description" => {}
            _ => scan.found.problem(
                line,
                format!("`<{tag}>` must be one text: Hadoop up to 2.8 reads only its first part"),
            ),
        }
    }
}

/// The character that a reference stands for: a number, or one of the five names of XML.
fn resolve(reference: &quick_xml::events::BytesRef<'_>) -> Option<char> {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return (!is_no_xml(c)).then_some(c);
    }
    match reference.xml10_content().as_ref() {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// Reports what may not stand between elements.
fn between(scan: &mut Scan<'_>, line: usize, event: &Event<'_>, place: &str) {
    let line = match event {
        Event::Text(text) => {
            let inner = text.trim_ascii_start();
            if inner.is_empty() {
                return;
            }
            // The event begins at the end of the line above.
            line + newlines(text.get(..text.len() - inner.len()).unwrap_or_default())
        }
        Event::CData(_) | Event::GeneralRef(_) => line,
        _ => return,
    };
    scan.found.problem(line, format!("text {place}"));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::{doc, hostile, pairs, refused, round_trip, written};
    use super::super::{LineOrigin, read, write};
    use crate::document::Syntax;

    #[test]
    fn writes_properties() {
        let mut xml = doc(
            Syntax::HadoopXml,
            &[("a", "<1> & \"2\""), ("b.c", "x,y\nz")],
        );
        xml.entries[0].is_final = true;
        assert_eq!(
            written(&xml, &["made -- here --->"]),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- made - - here - - -> -->\n\
             <configuration>\n  <property>\n    <name>a</name>\n    \
             <value>&lt;1&gt; &amp; \"2\"</value>\n    <final>true</final>\n  </property>\n  \
             <property>\n    <name>b.c</name>\n    <value>x,y\nz</value>\n  </property>\n\
             </configuration>\n"
        );
        let lines = write(&xml, &[]).unwrap().lines;
        let (s, a, b) = (
            LineOrigin::Structure,
            LineOrigin::Entry(0),
            LineOrigin::Entry(1),
        );
        assert_eq!(lines, [s, s, a, a, a, a, a, b, b, b, b, b, s]);
        round_trip(&xml);
    }

    #[test]
    fn writes_headers() {
        let empty = doc(Syntax::HadoopXml, &[]);
        assert_eq!(
            written(&empty, &["a-", "", "-"]),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!--\n  a-\n\n  -\n-->\n<configuration/>\n"
        );
        round_trip(&empty);
        for bad in ["a\nb", "\u{1}"] {
            assert!(write(&empty, &[bad]).is_err());
        }
    }

    #[test]
    fn refuses() {
        let xml = doc(
            Syntax::HadoopXml,
            &[
                ("empty", ""),
                ("blank", " \n"),
                (" name", "x"),
                ("", "x"),
                ("cr", "a\rb"),
                ("nul", "\0"),
                ("ok", "x"),
                ("ok", "y"),
                ("fffe", "\u{fffe}"),
                ("s/x", "x"),
            ],
        );
        assert_eq!(refused(&xml), [0, 1, 2, 3, 4, 5, 7, 8, 9].map(Some));
    }

    #[test]
    fn reads_like_conftest() {
        let head = "<?xml version=\"1.0\"?>\n<configuration>\n";
        for (inside, problem) in [
            ("<property><name> a </name><value>1</value></property>", ""),
            ("<property><name>a</name><value/></property>", ""),
            (
                "<!-- c --><property><name>a</name><value>&#49;</value><source>x</source>\
                 <source>y</source><description>d<!-- e --></description></property>",
                "",
            ),
            ("<prop/>", "line 3: `prop` is no `<property>`"),
            (
                "\n<property><value>1</value></property>",
                "line 4: a `<property>` without `<name>`",
            ),
            (
                "<property><name> </name><value>1</value></property>",
                "line 3: the `<name>` is empty",
            ),
            (
                "<property><name>a</name></property>",
                "line 3: `a` has no `<value>`",
            ),
            (
                "<property><name>a</name>\n<value>1</value><value>2</value></property>",
                "line 4: more than one `<value>` in a property",
            ),
            (
                "<property><name>a</name><value>1</value><nome>b</nome></property>",
                "line 3: `nome` is no part of a property",
            ),
            ("text", "line 3: text between properties"),
            (
                "<property name=\"a\" value=\"1\"/>",
                "line 3: a `<property>` with attributes is read from Hadoop 2.9 on only",
            ),
            (
                "<property><name>a</name><value>&x;</value></property>",
                "line 3: `&x;` stands for no character",
            ),
            (
                "<property><name>a</name><value>b<!-- c -->d</value></property>",
                "line 3: `<value>` must be one text: Hadoop up to 2.8 reads only its first part",
            ),
        ] {
            let text = format!("{head}{inside}</configuration>\n");
            let got =
                pairs(Syntax::HadoopXml, &text).map_or_else(|message| message, |_| String::new());
            let first = got.split("; ").next().unwrap_or_default();
            assert_eq!(first, problem, "{inside}");
        }
        for broken in [
            "",
            "<configuration>",
            "<configuration><property>",
            "<configuration></x>",
            "<other/>",
            "<configuration/><configuration/>",
            "<!DOCTYPE a [<!ENTITY b 'c'>]><configuration/>",
            "<configuration/>tail",
            "<configuration>\u{1}</configuration>",
            "<configuration><property><name>a</name><value>&#1;</value></property></configuration>",
            "<configuration><!-- a -- b --></configuration>",
        ] {
            assert!(pairs(Syntax::HadoopXml, broken).is_err(), "{broken}");
        }
    }

    #[test]
    fn returns_duplicates_and_exact_final() {
        let text = "<configuration>\n\
            <property><name>a</name><value>1</value><final>true</final></property>\n\
            <property><name>a</name><value> 2\n</value><final> true</final></property>\n\
            </configuration>";
        let entries = read(Syntax::HadoopXml, text.as_bytes()).unwrap();
        let got: Vec<_> = entries
            .iter()
            .map(|e| (e.line, e.value.as_str(), e.is_final))
            .collect();
        assert_eq!(got, [(2, "1", true), (3, " 2\n", false)]);
    }

    proptest! {
        #[test]
        fn round_trips(key in hostile(), a in hostile(), b in hostile(), is_final in any::<bool>()) {
            let key = key.replace('/', "_");
            let mut xml = doc(Syntax::HadoopXml, &[(&key, &a), ("zz", &b)]);
            xml.entries[1].is_final = is_final;
            round_trip(&xml);
            round_trip(&doc(Syntax::HadoopXml, &[("zz", &b)]));
            round_trip(&doc(Syntax::HadoopXml, &[(&key, "v")]));
        }

        #[test]
        fn reader_takes_anything(text in hostile()) {
            let _ = pairs(Syntax::HadoopXml, &text);
            let _ = pairs(Syntax::HadoopXml, &format!("<configuration>{text}"));
        }
    }
}
