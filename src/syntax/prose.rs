//! Files that are prose (launchers, frames of scripts): rendered from templates built into the
//! program, then written as they are.
//!
//! Templates print text, numbers and `true`/`false` only: nothing undefined, no list, no map can
//! slip into a config file. Values that need quoting pass through the filter of the syntax around
//! them: `sh` (one shell word) or `systemd` (a unit's value).

use std::sync::{OnceLock, PoisonError, RwLock};

use minijinja::value::{Value, ValueKind};
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior,
    syntax::SyntaxConfig,
};

use super::body::Body;
use super::{LineOrigin, Rendered, SyntaxError, check, shell_env};
use crate::document::ConfigDocument;

static TEMPLATES: OnceLock<RwLock<Environment<'static>>> = OnceLock::new();

/// Renders `template` with `ctx`; `name` stands in messages and identifies the template, which is
/// compiled once a process.
///
/// # Errors
/// When the template is malformed or asks for something that `ctx` does not have, when it prints
/// something that is no scalar, when a filter refuses its value, and when two templates share a
/// name. The message tells template and line.
pub fn render(name: &'static str, template: &'static str, ctx: Value) -> Result<String, String> {
    let templates = TEMPLATES.get_or_init(|| RwLock::new(environment()));
    {
        let known = templates.read().unwrap_or_else(PoisonError::into_inner);
        if let Ok(compiled) = known.get_template(name) {
            return render_compiled(name, template, &compiled, ctx);
        }
    }
    let mut known = templates.write().unwrap_or_else(PoisonError::into_inner);
    if known.get_template(name).is_err() {
        known.add_template(name, template).map_err(|e| tell(&e))?;
    }
    drop(known);
    let known = templates.read().unwrap_or_else(PoisonError::into_inner);
    let compiled = known.get_template(name).map_err(|e| tell(&e))?;
    render_compiled(name, template, &compiled, ctx)
}

fn render_compiled(
    name: &str,
    template: &str,
    compiled: &minijinja::Template<'_, '_>,
    ctx: Value,
) -> Result<String, String> {
    if compiled.source() != template {
        return Err(format!("two templates have the name `{name}`"));
    }
    compiled.render(ctx).map_err(|error| tell(&error))
}

/// Message, then template and line.
fn tell(error: &Error) -> String {
    let text = error.detail().map_or_else(
        || error.kind().to_string(),
        |detail| format!("{}: {detail}", error.kind()),
    );
    match (error.name(), error.line()) {
        (Some(name), Some(line)) => format!("{text} (in {name}, line {line})"),
        _ => text,
    }
}

fn environment() -> Environment<'static> {
    let mut env = Environment::new();
    // Building it cannot fail without custom delimiters; the default would only move blanks,
    // which the byte rules then refuse.
    if let Ok(syntax) = SyntaxConfig::builder()
        .keep_trailing_newline(true)
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build()
    {
        env.set_syntax(syntax);
    }
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_auto_escape_callback(|_| AutoEscape::None);
    env.set_formatter(print_scalar);
    env.add_filter("sh", |value: &Value| {
        let text = scalar(value)?;
        check::one_line("value", &text).map_err(refuse)?;
        Ok::<_, Error>(shell_env::quote(&text))
    });
    env.add_filter("systemd", |value: &Value| {
        let text = scalar(value)?;
        check::one_line("value", &text).map_err(refuse)?;
        check::no_outer_blanks("value", &text).map_err(refuse)?;
        if text.ends_with('\\') {
            return Err(refuse("the value ends in a backslash".to_owned()));
        }
        Ok(text.replace('%', "%%"))
    });
    env
}

fn refuse(message: String) -> Error {
    Error::new(ErrorKind::InvalidOperation, message)
}

fn print_scalar(out: &mut Output, _: &mut State, value: &Value) -> Result<(), Error> {
    Ok(out.write_str(&scalar(value)?)?)
}

/// The text of a value that has exactly one.
fn scalar(value: &Value) -> Result<String, Error> {
    match value.kind() {
        ValueKind::Bool => Ok(if value.is_true() { "true" } else { "false" }.to_owned()),
        ValueKind::Number | ValueKind::String => Ok(value.to_string()),
        kind => Err(refuse(format!("cannot print a {kind} into a config file"))),
    }
}

/// Writes the document's prose after checking the byte rules. The header comes first, or right
/// after the line that names a script's interpreter; all prose of ours comments with `#`.
pub(super) fn write(doc: &ConfigDocument, header: &[&str]) -> Result<Rendered, Vec<SyntaxError>> {
    let mut body = Body::default();
    let mut above = header.iter().map(|line| format!("# {line}"));
    if !doc.prose.starts_with("#!") {
        above
            .by_ref()
            .for_each(|line| body.line(&line, LineOrigin::Structure));
    }
    let Some(text) = doc.prose.strip_suffix('\n') else {
        body.refuse(None, "the text must end with a newline");
        return body.finish();
    };
    if text.is_empty() || text.ends_with('\n') {
        body.refuse(None, "the text must end with exactly one newline");
    }
    for (index, line) in text.split('\n').enumerate() {
        let number = index + 1;
        if let Err(message) = check::characters("text", line) {
            body.refuse(None, format!("line {number}: {message}"));
        } else if line.ends_with([' ', '\t']) {
            body.refuse(None, format!("line {number} ends with a blank"));
        }
        body.line(line, LineOrigin::Structure);
        above
            .by_ref()
            .for_each(|line| body.line(&line, LineOrigin::Structure));
    }
    body.finish()
}

/// A file of the user's own: its text, byte for byte.
pub(super) fn copy(doc: &ConfigDocument) -> Rendered {
    let bytes = doc.prose.clone().into_bytes();
    let lines = doc.prose.lines().map(|_| LineOrigin::Structure).collect();
    Rendered { bytes, lines }
}

/// A file of the user's own that is no text: each character is one byte.
pub(super) fn bytes(doc: &ConfigDocument) -> Result<Rendered, Vec<SyntaxError>> {
    let bytes: Result<Vec<u8>, _> = doc.prose.chars().map(u8::try_from).collect();
    let bytes = bytes.map_err(|_| {
        vec![SyntaxError {
            entry: None,
            message: "a character is no byte".to_owned(),
        }]
    })?;
    let lines = bytes
        .split_inclusive(|&byte| byte == b'\n')
        .map(|_| LineOrigin::Structure)
        .collect();
    Ok(Rendered { bytes, lines })
}

#[cfg(test)]
mod tests {
    use minijinja::context;

    use super::super::testing::doc;
    use super::super::{LineOrigin, read, write};
    use super::*;
    use crate::document::Syntax;

    #[test]
    fn renders_scalars() {
        let template = "{% if ha %}\n  {% for h in hosts %}\nhost {{ h }}\n  {% endfor %}\n{% endif %}\n\
                        n={{ n }} ha={{ ha }} \"<&'\n";
        let ctx = context! { ha => true, hosts => ["a", "b"], n => 3 };
        let text = render("scalars", template, ctx.clone()).unwrap();
        assert_eq!(text, "host a\nhost b\nn=3 ha=true \"<&'\n");
        assert_eq!(render("scalars", template, ctx).unwrap(), text);
    }

    #[test]
    fn filters_quote() {
        let template = "A={{ a | sh }} P={{ a | systemd }}\n";
        let text = render("filters", template, context! { a => "50% it's" }).unwrap();
        assert_eq!(text, "A='50% it'\\''s' P=50%% it's\n");
        for bad in ["a\nb", "a\0"] {
            assert!(render("filters", template, context! { a => bad }).is_err());
        }
    }

    #[test]
    fn refuses_what_has_no_text() {
        for (name, template) in [
            ("none", "\n{{ none }}"),
            ("list", "\n{{ [1] }}"),
            ("map", "\n{{ {'a': 1} }}"),
            ("undefined", "\n{{ nothing }}"),
            ("undefined-if", "\n{% if nothing %}{% endif %}"),
            ("undefined-filter", "\n{{ nothing | sh }}"),
            ("list-filter", "\n{{ [1] | sh }}"),
            ("broken", "\n{% if %}"),
        ] {
            let message = render(name, template, context! {}).unwrap_err();
            assert!(message.contains("line 2"), "{name}: {message}");
        }
    }

    #[test]
    fn names_are_unique() {
        render("unique", "a", context! {}).unwrap();
        assert!(render("unique", "b", context! {}).is_err());
    }

    #[test]
    fn checks_bytes() {
        for (text, good) in [
            ("#!/bin/sh\n\nexec x\n", true),
            ("a", false),
            ("", false),
            ("\n", false),
            ("a\n\n", false),
            ("a \n", false),
            ("a\r\n", false),
            ("\u{feff}a\n", false),
        ] {
            let mut prose = doc(Syntax::Prose, &[]);
            text.clone_into(&mut prose.prose);
            let rendered = write(&prose, &["header"]);
            assert_eq!(rendered.is_ok(), good, "{text:?}");
            if let Ok(rendered) = rendered {
                assert_eq!(rendered.bytes, b"#!/bin/sh\n# header\n\nexec x\n");
                assert_eq!(rendered.lines, [LineOrigin::Structure; 4]);
                assert_eq!(read(Syntax::Prose, &rendered.bytes), Ok(Vec::new()));
            }
        }
    }
}
