//! `services.condor.transforms`: what a schedd changes in the jobs that it is given, in the form
//! that the version reads.

use indexmap::IndexMap;

use super::facts::grammar;
use super::home::Home;
use super::knobs::Knobs;
use super::rules::TRANSFORM;
use super::section::Transform;
use super::value::expression;
use crate::classad::Grammar;
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::Input;
use crate::lower::Ctx;
use crate::source::{Span, Spanned};
use crate::syntax::condor::kept_lines;

static TRANSFORMS: Derivation = Derivation {
    name: "condor-transforms",
    summary: "a ClassAd before 8.9.7, as HTCondor's own templates have them there; its own language from then on, which is all that is read from 25.8.2 on; the list adds to what templates say",
    source: "JOB_TRANSFORM_NAMES, JOB_TRANSFORM_<Name>",
};

/// What this module derives.
pub(super) static DERIVATIONS: &[&Derivation] = &[&TRANSFORMS];

type Pairs = Option<IndexMap<Spanned<String>, Spanned<String>>>;

/// The transforms of these hosts' schedd, in the order of the profile.
pub(super) fn knobs(ctx: &Ctx<'_>, home: &Home<'_>, knobs: &mut Knobs<'_>) {
    if !home.has("condor-submit") && !home.is_personal() {
        return;
    }
    let Some(all) = home.wanted(ctx).and_then(|it| it.transforms.as_ref()) else {
        return;
    };
    let native = home.since("8.9.7");
    let mut names = Vec::new();
    let mut inputs = Vec::new();
    for (name, transform) in all {
        let mut body = Body::new(home, name, native);
        body.read(transform.as_ref());
        knobs.found.append(&mut body.found);
        let what = format!("services.condor.transforms.{}", name.value);
        inputs.push(Input::at(what, name.span));
        names.push((name, body));
    }
    if names.is_empty() {
        return;
    }
    let list: Vec<&str> = names.iter().map(|(name, _)| name.value.as_str()).collect();
    let list = format!("$(JOB_TRANSFORM_NAMES) {}", list.join(" "));
    if !knobs.knows("JOB_TRANSFORM_NAMES") {
        knobs.ask("JOB_TRANSFORM_NAMES", list, &TRANSFORMS, inputs);
        return;
    }
    inputs.push(ctx.version_input("htcondor"));
    for (name, body) in names {
        if !is_name(&name.value) {
            // Told already; no name of the configuration can be made of it.
            continue;
        }
        let knob = format!("JOB_TRANSFORM_{}", name.value);
        let mut inputs = body.inputs.clone();
        inputs.push(ctx.version_input("htcondor"));
        knobs.set(knob, body.text(), &TRANSFORMS, inputs);
    }
    knobs.set("JOB_TRANSFORM_NAMES", list, &TRANSFORMS, inputs);
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && !text.eq_ignore_ascii_case("names")
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn is_attribute(text: &str) -> bool {
    !text.starts_with(|c: char| c.is_ascii_digit())
        && !text.is_empty()
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// One transform while it is read.
struct Body<'a> {
    name: &'a Spanned<String>,
    native: bool,
    grammar: Grammar,
    /// Lines of the native language, or attributes of the `ClassAd`.
    parts: Vec<String>,
    inputs: Vec<Input>,
    found: Vec<Diagnostic>,
}

impl<'a> Body<'a> {
    fn new(home: &Home<'_>, name: &'a Spanned<String>, native: bool) -> Self {
        let grammar = Grammar {
            // A ClassAd of its own has strings of its own.
            old_strings: native,
            ..grammar(home.version())
        };
        Self {
            name,
            native,
            grammar,
            parts: Vec::new(),
            inputs: Vec::new(),
            found: Vec::new(),
        }
    }

    fn problem(&mut self, span: Span, message: String, help: &str) {
        self.found
            .push(Diagnostic::new(&TRANSFORM, span, message).help(help.to_owned()));
    }

    fn say(&mut self, key: &str, value: &str, span: Span) {
        let what = format!(
            "services.condor.transforms.{}.{key}: {value}",
            self.name.value
        );
        self.inputs.push(Input::at(what, span));
    }

    /// Reads the changes in the order in which they are made.
    fn read(&mut self, written: Option<&Transform>) {
        let name = self.name;
        if !is_name(&name.value) {
            let message = format!("a transform cannot be called `{}`", name.value);
            let help = "use letters, digits and `_`; `names` is the list of transforms";
            self.problem(name.span, message, help);
        }
        let empty = Transform::default();
        let written = written.unwrap_or(&empty);
        if let Some(text) = &written.requirements
            && let Some(value) = self.value(text)
        {
            self.say("requirements", &value, text.span);
            self.parts.push(if self.native {
                format!("REQUIREMENTS {value}")
            } else {
                format!("Requirements = {value}")
            });
        }
        let wanted = self.parts.len();
        self.copies(&written.copy);
        for attribute in written.delete.iter().flat_map(|list| list.iter()) {
            if self.attribute(attribute) {
                self.say("delete", &attribute.value, attribute.span);
                self.parts.push(if self.native {
                    format!("DELETE {}", attribute.value)
                } else {
                    format!("delete_{} = true", attribute.value)
                });
            }
        }
        if let (false, Some((first, _))) = (self.native, written.default.iter().flatten().next()) {
            self.problem(
                first.span,
                format!(
                    "before htcondor 8.9.7 no transform has a default for `{}`",
                    first.value
                ),
                &format!(
                    "say `{} is undefined` in `requirements`, and `set`",
                    first.value
                ),
            );
        } else {
            self.values("default", "DEFAULT", "", &written.default);
        }
        self.values("set", "SET", "set_", &written.set);
        self.values("eval", "EVALSET", "eval_set_", &written.eval);
        if self.parts.len() == wanted && self.found.is_empty() {
            let message = format!("the transform `{}` changes nothing", name.value);
            let help = "add `set`, `eval`, `default`, `copy` or `delete`";
            self.problem(name.span, message, help);
        }
    }

    fn copies(&mut self, pairs: &Pairs) {
        for (from, to) in pairs.iter().flatten() {
            let sound = [self.attribute(from), self.attribute(to)];
            if sound == [true, true] {
                self.say(&format!("copy.{}", from.value), &to.value, from.span);
                self.parts.push(if self.native {
                    format!("COPY {} {}", from.value, to.value)
                } else {
                    format!("copy_{} = \"{}\"", from.value, to.value)
                });
            }
        }
    }

    fn values(&mut self, key: &str, keyword: &str, prefix: &str, pairs: &Pairs) {
        for (attribute, text) in pairs.iter().flatten() {
            let value = self.value(text);
            if !self.attribute(attribute) {
                continue;
            }
            let Some(value) = value else { continue };
            self.say(&format!("{key}.{}", attribute.value), &value, text.span);
            self.parts.push(if self.native {
                format!("{keyword} {} {value}", attribute.value)
            } else {
                format!("{prefix}{} = {value}", attribute.value)
            });
        }
    }

    /// Whether a job can have such an attribute; says why not.
    fn attribute(&mut self, name: &Spanned<String>) -> bool {
        if is_attribute(&name.value) {
            return true;
        }
        self.problem(
            name.span,
            format!("`{}` is no name of a job's attribute", name.value),
            "use letters, digits and `_`, no digit first",
        );
        false
    }

    /// An expression on one line; says why it is none.
    fn value(&mut self, text: &Spanned<String>) -> Option<String> {
        let line = kept_lines(&text.value).replace('\n', " ");
        if line.contains("$(") {
            self.problem(
                text.span,
                "a transform's expressions have no `$(…)`".to_owned(),
                "write the value out: versions replace it at different times",
            );
            return None;
        }
        match expression(&line, self.grammar) {
            Ok(_) => Some(line),
            Err(error) => {
                self.problem(
                    text.span,
                    format!("a transform takes expressions over a job's attributes; {error}"),
                    "texts have quotes of their own: `'\"physics\"'`",
                );
                None
            }
        }
    }

    fn text(&self) -> String {
        if self.native {
            self.parts.join("\n")
        } else {
            format!("[ {}; ]", self.parts.join("; "))
        }
    }
}
