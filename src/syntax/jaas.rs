//! A login configuration of Java (JAAS), as `com.sun.security.auth.login.ConfigFile` reads it.
//!
//! A section is a context with one login module: its first entry is the module's class with its
//! flag, the others are the module's options. Values are quoted strings; `${` would be expanded,
//! and an escape in a string is one of Java's, so neither is written. Comments begin with `//`: a
//! `#` is refused by the reader.

use super::body::{Body, Found};
use super::{LineOrigin, ReadEntry, ReadError, Rendered, SyntaxError, check};
use crate::document::{ConfigDocument, Entry};

/// Flags of a login module, as `AppConfigurationEntry` has them.
const FLAGS: [&str; 4] = ["required", "requisite", "sufficient", "optional"];

pub(super) fn write(doc: &ConfigDocument, header: &[&str]) -> Result<Rendered, Vec<SyntaxError>> {
    let mut body = Body::default();
    for line in header {
        match check::one_line("header", line) {
            Ok(()) => body.line(format!("// {line}").trim_end(), LineOrigin::Structure),
            Err(message) => body.refuse(None, message),
        }
    }
    let mut seen: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some(first) = doc.entries.get(at) {
        let section = first.section.as_deref().unwrap_or_default();
        let rest = doc.entries.get(at..).unwrap_or_default();
        let length = rest
            .iter()
            .take_while(|entry| entry.section == first.section)
            .count();
        if !is_word(section) {
            body.refuse(Some(at), "a context is named by one word");
        } else if seen.contains(&section) {
            body.refuse(Some(at), format!("the context `{section}` stands twice"));
        }
        seen.push(section);
        body.line(&format!("{section} {{"), LineOrigin::Structure);
        body.entry(at, module(first));
        let mut options: Vec<&str> = Vec::new();
        for (offset, entry) in rest.iter().enumerate().take(length).skip(1) {
            let again = options.contains(&entry.key.as_ref());
            options.push(entry.key.as_ref());
            let end = if offset + 1 == length { ";" } else { "" };
            body.entry(at + offset, option(entry, again, end));
        }
        if length == 1 {
            body.refuse(Some(at), "a login module without options says nothing");
        }
        body.line("};", LineOrigin::Structure);
        at += length;
    }
    body.finish()
}

fn module(entry: &Entry) -> Result<String, String> {
    check::no_final(entry)?;
    let flag = entry.value.text();
    if !entry.key.split('.').all(is_word) {
        return Err("a login module is named by its class".to_owned());
    }
    if !FLAGS.contains(&flag.as_ref()) {
        return Err(format!("the flag is one of {}", FLAGS.join(", ")));
    }
    Ok(format!("    {} {flag}", entry.key))
}

fn option(entry: &Entry, again: bool, end: &str) -> Result<String, String> {
    check::no_final(entry)?;
    let value = entry.value.text();
    if !is_word(&entry.key) {
        return Err("an option is named by one word".to_owned());
    }
    if again {
        return Err(format!("`{}` is set twice", entry.key));
    }
    check::one_line("value", &value)?;
    if let Some(c) = value.chars().find(|c| matches!(c, '"' | '\\' | '\t')) {
        return Err(format!("the value holds {c:?}, which the reader unescapes"));
    }
    if value.contains("${") {
        return Err("the value holds `${`, which Java expands".to_owned());
    }
    Ok(format!("    {}=\"{value}\"{end}", entry.key))
}

/// A letter, then letters, digits and `_`: one token to `java.io.StreamTokenizer`.
fn is_word(text: &str) -> bool {
    check::is_env_name(text)
}

/// Reads what the writer prints: one statement a line.
pub(super) fn read(text: &str) -> Result<Vec<ReadEntry>, ReadError> {
    let mut found = Found::default();
    let mut section: Option<String> = None;
    let mut modules = 0;
    let mut ended = false;
    for (index, line) in text.split('\n').enumerate() {
        let number = index + 1;
        let line = line.trim();
        if line.is_empty() || line.starts_with("//") {
            continue;
        }
        let Some(context) = &section else {
            match line.strip_suffix(" {") {
                Some(name) if is_word(name) => {
                    section = Some(name.to_owned());
                    modules = 0;
                    ended = false;
                }
                _ => found.problem(number, "expected a context, as in `Client {`"),
            }
            continue;
        };
        if line == "};" {
            if !ended {
                found.problem(number, "the login module does not end in `;`");
            }
            section = None;
            continue;
        }
        let entry = if ended {
            Err("a context has one login module".to_owned())
        } else if modules == 0 {
            modules = 1;
            line.split_once(' ')
                .filter(|(_, flag)| FLAGS.contains(flag))
                .ok_or_else(|| "expected a login module and its flag".to_owned())
        } else {
            let (line, last) = match line.strip_suffix(';') {
                Some(line) => (line, true),
                None => (line, false),
            };
            ended = last;
            line.split_once("=\"")
                .and_then(|(key, rest)| Some((key, rest.strip_suffix('"')?)))
                .filter(|(key, value)| is_word(key) && !value.contains(['"', '\\']))
                .ok_or_else(|| "expected an option, as in `name=\"value\"`".to_owned())
        };
        let entry = entry.map(|(key, value)| ReadEntry {
            section: Some(context.clone()),
            ..ReadEntry::new(key, value, number)
        });
        found.add(number, entry);
    }
    if section.is_some() {
        found.problem(1 + text.matches('\n').count(), "the context is not closed");
    }
    found.finish()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::{doc, hostile, pairs, refused, round_trip, written};
    use crate::document::Syntax;

    const MODULE: (&str, &str) = (
        "Client/com.sun.security.auth.module.Krb5LoginModule",
        "required",
    );

    #[test]
    fn writes_a_context() {
        let file = doc(
            Syntax::Jaas,
            &[
                MODULE,
                ("Client/useKeyTab", "true"),
                ("Client/principal", "nn/m1.example.org@EXAMPLE.ORG"),
            ],
        );
        assert_eq!(
            written(&file, &["made"]),
            "// made\nClient {\n    com.sun.security.auth.module.Krb5LoginModule required\n    \
             useKeyTab=\"true\"\n    principal=\"nn/m1.example.org@EXAMPLE.ORG\";\n};\n"
        );
    }

    #[test]
    fn refuses_what_java_reads_otherwise() {
        let file = doc(
            Syntax::Jaas,
            &[
                MODULE,
                ("Client/a", "x\"y"),
                ("Client/b", "x\\y"),
                ("Client/c", "${user.home}"),
                ("Client/d e", "x"),
                ("Client/f", "ok"),
                ("Client/f", "again"),
            ],
        );
        assert_eq!(
            refused(&file),
            [Some(1), Some(2), Some(3), Some(4), Some(6)]
        );
        assert_eq!(refused(&doc(Syntax::Jaas, &[MODULE])), [Some(0)]);
        let flagless = doc(Syntax::Jaas, &[("Client/x.Y", "maybe"), ("Client/a", "b")]);
        assert_eq!(refused(&flagless), [Some(0)]);
        for text in [
            "Client {\n",
            "Client {\n    x.Y required\n};\n",
            "# no comment\n",
            "Client {\n    x.Y required\n    a=b;\n};\n",
        ] {
            assert!(pairs(Syntax::Jaas, text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn round_trips(values in prop::collection::vec(hostile(), 1..4)) {
            let keys = ["Client/a", "Client/b", "Client/c"];
            let mut entries = vec![MODULE];
            entries.extend(keys.iter().copied().zip(values.iter().map(String::as_str)));
            round_trip(&doc(Syntax::Jaas, &entries));
        }
    }
}
