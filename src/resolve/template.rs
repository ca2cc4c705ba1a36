//! Template expressions: text with `{{ … }}` in it, evaluated against a host and the cluster.
//!
//! Expressions only: no statements, no includes, no clock, no environment. minijinja evaluates;
//! finding the expressions in a text is ours, since everything outside them is literal.

use minijinja::{Environment, UndefinedBehavior, Value};

/// A text taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    Text(&'a str),
    /// The expression between the braces and its byte offset in the whole text.
    Expression {
        text: &'a str,
        offset: usize,
    },
}

/// Bytes of an expression. What is longer is no expression; the parser of expressions recurses.
const MAX_EXPRESSION: usize = 1024;
/// What an expression may do, in minijinja's measure: an item of a list or 64 bytes of text are 1.
const FUEL: u64 = 1_000_000;

/// Why a template cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TemplateError {
    /// Byte offset and length of the culprit in the text.
    pub offset: usize,
    pub length: usize,
    pub message: String,
}

/// Whether a text holds a template at all.
pub(super) fn is_template(text: &str) -> bool {
    text.contains("{{")
}

/// Takes a text apart; quotes inside an expression protect braces.
pub(super) fn parts(text: &str) -> Result<Vec<Part<'_>>, TemplateError> {
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find("{{")) {
        let open = at + found;
        if open > at {
            parts.extend(text.get(at..open).map(Part::Text));
        }
        let Some(close) = closing(text, open + 2) else {
            return Err(TemplateError {
                offset: open,
                length: 2,
                message: "`{{` is not closed by `}}`".to_owned(),
            });
        };
        parts.extend(text.get(open + 2..close).map(|text| Part::Expression {
            text,
            offset: open + 2,
        }));
        at = close + 2;
    }
    if at < text.len() {
        parts.extend(text.get(at..).map(Part::Text));
    }
    Ok(parts)
}

fn closing(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut quote = None;
    let mut depth = 0usize;
    let mut at = from;
    while let Some(&byte) = bytes.get(at) {
        match (quote, byte) {
            (Some(_), b'\\') => at += 1,
            (Some(open), byte) if open == byte => quote = None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'{') => depth += 1,
            (None, b'}') if depth > 0 => depth -= 1,
            (None, b'}') if bytes.get(at + 1) == Some(&b'}') => return Some(at),
            // Within quotes, or nothing of interest.
            _ => {}
        }
        at += 1;
    }
    None
}

/// What a text came to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Filled {
    /// Text with expressions in it: text.
    Text(String),
    /// One expression and nothing else: keeps the type of its result, spelled as YAML would.
    Plain(String),
    /// One expression that gave a list.
    List(Vec<String>),
    /// Nothing: the template could not be evaluated, which is reported.
    Failed,
}

impl Filled {
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Text(text) | Self::Plain(text) => text.len(),
            Self::List(items) => items.iter().map(String::len).sum(),
            Self::Failed => 0,
        }
    }
}

/// An environment without anything that reads the world.
pub(super) fn environment() -> Environment<'static> {
    let mut env = Environment::empty();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_fuel(Some(FUEL));
    env.add_filter("upper", minijinja::filters::upper);
    env.add_filter("lower", minijinja::filters::lower);
    env.add_filter("trim", minijinja::filters::trim);
    env.add_filter("replace", minijinja::filters::replace);
    env.add_filter("join", minijinja::filters::join);
    env.add_filter("first", minijinja::filters::first);
    env.add_filter("last", minijinja::filters::last);
    env.add_filter("length", minijinja::filters::length);
    env.add_filter("sort", minijinja::filters::sort);
    env.add_filter("unique", minijinja::filters::unique);
    env.add_filter("split", minijinja::filters::split);
    env.add_filter("default", minijinja::filters::default);
    env.add_filter("int", minijinja::filters::int);
    env
}

/// Evaluates a text.
pub(super) fn fill(
    env: &Environment<'_>,
    context: &Value,
    text: &str,
) -> Result<Filled, TemplateError> {
    let parts = parts(text)?;
    if let [Part::Expression { text, offset }] = parts.as_slice() {
        let value = evaluate(env, context, text, *offset)?;
        return whole(&value, text, *offset);
    }
    let mut filled = String::new();
    for part in parts {
        match part {
            Part::Text(text) => filled.push_str(text),
            Part::Expression { text, offset } => {
                let value = evaluate(env, context, text, offset)?;
                match whole(&value, text, offset)? {
                    Filled::Text(text) | Filled::Plain(text) => filled.push_str(&text),
                    Filled::List(_) | Filled::Failed => {
                        return Err(TemplateError {
                            offset,
                            length: text.len(),
                            message: "this is a list; join it, as in `… | join(\",\")`".to_owned(),
                        });
                    }
                }
            }
        }
    }
    Ok(Filled::Text(filled))
}

fn evaluate(
    env: &Environment<'_>,
    context: &Value,
    text: &str,
    offset: usize,
) -> Result<Value, TemplateError> {
    if text.len() > MAX_EXPRESSION {
        return Err(TemplateError {
            offset,
            length: text.len(),
            message: format!(
                "the expression has {} bytes; an expression has at most {MAX_EXPRESSION}",
                text.len()
            ),
        });
    }
    env.compile_expression(text.trim())
        .and_then(|expression| expression.eval(context.clone()))
        .map_err(|error| TemplateError {
            offset,
            length: text.len(),
            message: words(&error),
        })
}

fn words(error: &minijinja::Error) -> String {
    let kind = error.kind();
    if kind == minijinja::ErrorKind::OutOfFuel {
        return "the expression makes more than a config file can use".to_owned();
    }
    match error.detail() {
        Some(detail) => detail.to_owned(),
        None => kind.to_string(),
    }
}

fn whole(value: &Value, text: &str, offset: usize) -> Result<Filled, TemplateError> {
    use minijinja::value::ValueKind;
    let problem = |message: &str| TemplateError {
        offset,
        length: text.len(),
        message: message.to_owned(),
    };
    match value.kind() {
        ValueKind::Bool => Ok(Filled::Plain(
            if value.is_true() { "true" } else { "false" }.to_owned(),
        )),
        ValueKind::Number => Ok(Filled::Plain(value.to_string())),
        ValueKind::String => Ok(Filled::Text(value.to_string())),
        ValueKind::Seq | ValueKind::Iterable => {
            let mut items = Vec::new();
            for item in value.try_iter().map_err(|error| problem(&words(&error)))? {
                match item.kind() {
                    ValueKind::String | ValueKind::Number => items.push(item.to_string()),
                    _ => return Err(problem("a list of lists or maps is no value")),
                }
            }
            Ok(Filled::List(items))
        }
        ValueKind::Undefined => Err(problem("this name is not defined here")),
        ValueKind::None => Err(problem("the expression has no value")),
        _ => Err(problem("a map is no value")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_in_quotes_do_not_close() {
        assert_eq!(
            parts(r#"a{{ "}}" }}b"#),
            Ok(vec![
                Part::Text("a"),
                Part::Expression {
                    text: r#" "}}" "#,
                    offset: 3
                },
                Part::Text("b")
            ])
        );
        assert!(parts("{{ x").is_err());
    }

    #[test]
    fn one_expression_keeps_its_type() {
        let env = environment();
        let context = minijinja::context! { n => 3, s => "x", l => vec!["a", "b"] };
        assert_eq!(
            fill(&env, &context, "{{ n + 1 }}"),
            Ok(Filled::Plain("4".into()))
        );
        assert_eq!(
            fill(&env, &context, "{{ s }}{{ n }}"),
            Ok(Filled::Text("x3".into()))
        );
        assert_eq!(
            fill(&env, &context, "{{ l }}"),
            Ok(Filled::List(vec!["a".into(), "b".into()]))
        );
        assert_eq!(
            fill(&env, &context, "{{ l | join(':') }}"),
            Ok(Filled::Text("a:b".into()))
        );
        assert_eq!(
            fill(&env, &context, r#"{{ "{{" }}"#),
            Ok(Filled::Text("{{".into()))
        );
        assert!(fill(&env, &context, "{{ nobody }}").is_err());
    }
}
