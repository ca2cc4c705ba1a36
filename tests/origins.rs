//! Every value and every line of every output can say where it comes from.

mod support;

use clusterc::diagnostic::Derivation;
use clusterc::document::{ConfigDocument, Input, Origin};
use clusterc::pipeline::Compilation;
use clusterc::render;
use clusterc::source::Span;
use clusterc::syntax::LineOrigin;
use support::{compiled, finish};

/// Rules of the language itself: no product has to say so.
const WITHOUT_SOURCE: &[&str] = &["shipped-file"];

struct Check<'a> {
    compilation: &'a Compilation,
    failures: Vec<String>,
    at: String,
}

impl Check<'_> {
    fn fail(&mut self, what: &str) {
        self.failures.push(format!("{}: {what}", self.at));
    }

    fn span(&mut self, span: Span) {
        let sources = &self.compilation.sources;
        let Some(file) = sources.get(span.file) else {
            return self.fail("a place in no file");
        };
        let covered = file.text.get(span.start as usize..span.end as usize);
        if covered.is_none_or(|text| text.trim().is_empty()) {
            self.fail(&format!("an empty place in {}: {span:?}", file.name));
        }
    }

    fn rule(&mut self, rule: &Derivation) {
        for (what, text) in [
            ("name", rule.name),
            ("summary", rule.summary),
            ("source", rule.source),
        ] {
            let own = what == "source" && WITHOUT_SOURCE.contains(&rule.name);
            if text.trim().is_empty() && !own {
                self.fail(&format!("the rule `{}` has no {what}", rule.name));
            }
        }
    }

    fn inputs(&mut self, inputs: &[Input]) {
        if inputs.is_empty() {
            self.fail("derived from nothing");
        }
        for input in inputs {
            let words = input.what.trim();
            if words.is_empty() || words.ends_with(':') {
                self.fail(&format!("an input without words: `{words}`"));
            }
            if let Some(span) = input.span {
                self.span(span);
            }
        }
    }

    fn origin(&mut self, origin: &Origin) {
        match origin {
            Origin::Profile(span) => self.span(*span),
            Origin::Derived { rule, inputs } => {
                self.rule(rule);
                self.inputs(inputs);
            }
            Origin::Default { fact } => {
                if fact.trim().is_empty() {
                    self.fail("a default without its fact");
                }
            }
            Origin::Override { winner, lost } => {
                self.origin(winner);
                if lost.is_empty() {
                    self.fail("won over nothing");
                }
                for lost in lost {
                    self.origin(&lost.origin);
                }
            }
        }
    }

    fn document(&mut self, case: &str, document: &ConfigDocument) {
        self.at = format!("{case}: {}", document.path);
        self.rule(document.made_by);
        self.inputs(&document.made_from);
        for entry in &document.entries {
            self.at = format!("{case}: {}: {}", document.path, entry.key);
            self.origin(&entry.origin);
        }
        self.at = format!("{case}: {}", document.path);
        self.lines(document);
    }

    fn lines(&mut self, document: &ConfigDocument) {
        let header = self.compilation.header();
        let header: Vec<&str> = header.iter().map(String::as_str).collect();
        let Ok(rendered) = render::write(document, &header) else {
            return self.fail("cannot be written");
        };
        let lines = rendered
            .bytes
            .split_inclusive(|&byte| byte == b'\n')
            .count();
        if lines != rendered.lines.len() {
            self.fail(&format!(
                "{lines} lines, {} with an origin",
                rendered.lines.len()
            ));
        }
        let mut seen = vec![false; document.entries.len()];
        for line in &rendered.lines {
            if let LineOrigin::Entry(index) = line {
                match seen.get_mut(*index as usize) {
                    Some(seen) => *seen = true,
                    None => self.fail(&format!("a line of entry {index}, which is not there")),
                }
            }
        }
        for (entry, seen) in document.entries.iter().zip(seen) {
            if !seen {
                self.fail(&format!("no line of `{}`", entry.key));
            }
        }
    }
}

#[test]
fn every_value_and_every_line_has_an_origin() {
    let mut failures = Vec::new();
    let mut entries = 0;
    for (case, compilation) in compiled() {
        let mut check = Check {
            compilation,
            failures: Vec::new(),
            at: String::new(),
        };
        for class in &compilation.lowered.classes {
            for document in class.shared.iter().chain(class.own.values().flatten()) {
                entries += document.entries.len();
                check.document(&case.name, document);
            }
        }
        failures.append(&mut check.failures);
    }
    finish(&failures);
    assert!(entries > 500, "only {entries} entries were seen");
}
