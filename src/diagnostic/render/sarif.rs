//! SARIF 2.1.0, for code scanning and editors.
//!
//! One run. Its rules are those that fired; columns count Unicode code points. It says nothing
//! of the machine or the time: the same diagnostics give the same bytes.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::View;
use super::fingerprint::Fingerprints;
use super::place::{Located, exact, find, path};
use super::visible::visible;
use crate::diagnostic::{Diagnostic, Edit, Fix, Label, Level, Rule, RuleLevel, Severity};
use crate::source::{FileId, Span};

/// The version of the standard.
const VERSION: &str = "2.1.0";
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
/// What relative addresses of files are relative to: where the program was started.
const ROOT: &str = "%SRCROOT%";

pub(super) fn render(diagnostics: &[Diagnostic], view: &View<'_>) -> String {
    let silenced = view.silenced.iter().map(|silenced| &silenced.diagnostic);
    let rules: BTreeMap<&str, &Rule> = diagnostics
        .iter()
        .chain(silenced)
        .map(|diagnostic| (diagnostic.rule.code, diagnostic.rule))
        .collect();
    let mut writer = Writer {
        view,
        rules: rules.keys().copied().collect(),
        fingerprints: Fingerprints::new(view),
    };
    let mut results: Vec<Value> = diagnostics
        .iter()
        .map(|diagnostic| Value::Object(writer.result(diagnostic)))
        .collect();
    for silenced in view.silenced {
        let mut result = writer.result(&silenced.diagnostic);
        let suppression = match &silenced.reason {
            Some(reason) => json!({
                "kind": "inSource",
                "justification": visible(reason),
                "location": writer.location(silenced.by),
            }),
            None => json!({"kind": "external", "location": writer.location(silenced.by)}),
        };
        result.insert("suppressions".into(), json!([suppression]));
        results.push(Value::Object(result));
    }
    let rules: Vec<Value> = rules.values().map(|rule| descriptor(rule)).collect();
    let files = view.sources.files().iter().enumerate();
    let artifacts: Vec<Value> = files
        .map(|(at, file)| {
            json!({
                "location": writer.artifact(FileId(u16::try_from(at).unwrap_or(u16::MAX))),
                "length": file.text.len(),
                "encoding": "utf-8",
                "sourceLanguage": "yaml",
            })
        })
        .collect();
    document(&json!({
        "tool": {"driver": driver(&rules)},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            ROOT: {"description": {"text": "The folder in which clusterc was started."}}
        },
        "invocations": [{"executionSuccessful": true}],
        "artifacts": artifacts,
        "results": results,
    }))
}

/// A run that did not come to its work: nothing was analysed.
pub(super) fn failure(message: &str) -> String {
    document(&json!({
        "tool": {"driver": driver(&[])},
        "columnKind": "unicodeCodePoints",
        "invocations": [{
            "executionSuccessful": false,
            "toolExecutionNotifications": [
                {"level": "error", "message": {"text": visible(message)}}
            ],
        }],
        "results": [],
    }))
}

fn document(run: &Value) -> String {
    let log = json!({"$schema": SCHEMA, "version": VERSION, "runs": [run]});
    // Strings, numbers and lists cannot fail to serialise.
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

fn driver(rules: &[Value]) -> Value {
    json!({
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "informationUri": env!("CARGO_PKG_REPOSITORY"),
        "rules": rules,
    })
}

fn descriptor(rule: &Rule) -> Value {
    let (level, enabled) = match rule.level {
        RuleLevel::Error | RuleLevel::Lint(Level::Deny) => ("error", true),
        RuleLevel::Lint(Level::Warn) => ("warning", true),
        RuleLevel::Lint(Level::Allow) => ("warning", false),
    };
    let mut text = sentence(rule.why);
    let mut markdown = text.clone();
    for (title, example) in [("This fires it:", rule.bad), ("This is right:", rule.good)] {
        if !example.is_empty() {
            let end = if example.ends_with('\n') { "" } else { "\n" };
            text.push_str(&format!("\n\n{title}\n\n{example}"));
            markdown.push_str(&format!("\n\n{title}\n\n```yaml\n{example}{end}```"));
        }
    }
    json!({
        "id": rule.code,
        "name": pascal(rule.name),
        "shortDescription": {"text": sentence(rule.summary)},
        "fullDescription": {"text": sentence(rule.why)},
        "help": {"text": text, "markdown": markdown},
        "defaultConfiguration": {"enabled": enabled, "level": level},
        "properties": {
            // What `lints` and allow comments call it.
            "name": rule.name,
            "adjustable": rule.level != RuleLevel::Error,
        },
    })
}

/// `unknown-host` as `UnknownHost`, which viewers expect.
fn pascal(name: &str) -> String {
    name.split('-').map(capital).collect()
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// Viewers expect a sentence.
fn sentence(text: &str) -> String {
    let mut text = capital(text.trim());
    if !text.is_empty() && !text.ends_with('.') {
        text.push('.');
    }
    text
}

struct Writer<'a> {
    view: &'a View<'a>,
    /// Sorted codes: the index of each is its place among the run's rules.
    rules: Vec<&'a str>,
    fingerprints: Fingerprints<'a>,
}

impl Writer<'_> {
    fn result(&mut self, diagnostic: &Diagnostic) -> Map<String, Value> {
        let code = diagnostic.rule.code;
        let mut result = Map::new();
        result.insert("ruleId".into(), json!(code));
        if let Ok(index) = self.rules.binary_search(&code) {
            result.insert("ruleIndex".into(), json!(index));
        }
        let level = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        result.insert("level".into(), json!(level));
        let text = visible(&self.message(diagnostic));
        result.insert("message".into(), json!({"text": text}));
        // What has no place is of the profile as a whole: a result may be of no location.
        let place = self.location(diagnostic.primary.span);
        let places = if place.is_null() { vec![] } else { vec![place] };
        result.insert("locations".into(), json!(places));
        let related: Vec<Value> = diagnostic
            .labels
            .iter()
            .enumerate()
            .filter_map(|(at, label)| self.related(at, label))
            .collect();
        if !related.is_empty() {
            result.insert("relatedLocations".into(), json!(related));
        }
        let fingerprint = self.fingerprints.of(diagnostic);
        result.insert(
            "partialFingerprints".into(),
            json!({"clusterc/v1": fingerprint}),
        );
        if let Some(fix) = diagnostic.fix.as_ref().and_then(|fix| self.fix(fix)) {
            result.insert("fixes".into(), json!([fix]));
        }
        if !diagnostic.hosts.is_empty() {
            let hosts = (self.view.fold)(&diagnostic.hosts);
            result.insert("properties".into(), json!({"hosts": hosts}));
        }
        result
    }

    /// All its words: viewers show the message and little else.
    fn message(&self, diagnostic: &Diagnostic) -> String {
        let mut text = sentence(&diagnostic.message);
        if !diagnostic.primary.text.is_empty() {
            text.push_str(&format!("\nhere: {}", diagnostic.primary.text));
        }
        if !diagnostic.hosts.is_empty() {
            text.push_str(&format!("\non: {}", (self.view.fold)(&diagnostic.hosts)));
        }
        for note in &diagnostic.notes {
            text.push_str(&format!("\nnote: {note}"));
        }
        for help in &diagnostic.help {
            text.push_str(&format!("\nhelp: {help}"));
        }
        text
    }

    fn related(&self, at: usize, label: &Label) -> Option<Value> {
        let mut location = self.location(label.span);
        let map = location.as_object_mut()?;
        map.insert("id".into(), json!(at + 1));
        if !label.text.is_empty() {
            map.insert("message".into(), json!({"text": visible(&label.text)}));
        }
        Some(location)
    }

    /// Null for what is in no file.
    fn location(&self, span: Span) -> Value {
        if path(self.view.sources, span.file).is_none() {
            return Value::Null;
        }
        let (_, place) = find(self.view.sources, span);
        json!({"physicalLocation": {
            "artifactLocation": self.artifact(span.file),
            "region": region(place),
        }})
    }

    fn artifact(&self, file: FileId) -> Value {
        let name = path(self.view.sources, file).unwrap_or_default();
        if name.starts_with('/') {
            json!({"uri": format!("file://{}", encoded(name)), "index": file.0})
        } else {
            let name = name.strip_prefix("./").unwrap_or(name);
            json!({"uri": encoded(name), "uriBaseId": ROOT, "index": file.0})
        }
    }

    fn fix(&self, fix: &Fix) -> Option<Value> {
        let mut files: Vec<FileId> = Vec::new();
        for edit in &fix.edits {
            path(self.view.sources, edit.span.file)?;
            if !files.contains(&edit.span.file) {
                files.push(edit.span.file);
            }
        }
        let replacement = |edit: &Edit| -> Option<Value> {
            let file = self.view.sources.get(edit.span.file)?;
            Some(json!({
                "deletedRegion": region(exact(file, edit.span)),
                "insertedContent": {"text": edit.replacement},
            }))
        };
        let changes: Option<Vec<Value>> = files
            .into_iter()
            .map(|file| {
                let edits = fix.edits.iter().filter(|edit| edit.span.file == file);
                let replacements: Option<Vec<Value>> = edits.map(replacement).collect();
                Some(json!({
                    "artifactLocation": self.artifact(file),
                    "replacements": replacements?,
                }))
            })
            .collect();
        Some(json!({
            "description": {"text": sentence(&fix.title)},
            "artifactChanges": changes?,
            "properties": {"safe": fix.safe},
        }))
    }
}

fn region(place: Located) -> Value {
    json!({
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    })
}

/// A path as a part of a URI (RFC 3986).
fn encoded(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::{encoded, pascal, sentence};

    #[test]
    fn words_and_addresses() {
        assert_eq!(pascal("unknown-host"), "UnknownHost");
        assert_eq!(
            sentence("a selector names hosts"),
            "A selector names hosts."
        );
        assert_eq!(encoded("a b/ü:[1].yaml"), "a%20b/%C3%BC%3A%5B1%5D.yaml");
    }
}
