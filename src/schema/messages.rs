//! Our words for what the validator found.

use std::str::FromStr;

use jsonschema::error::{TypeKind, ValidationErrorKind};
use serde_json::Value;

use super::misplaced;
use super::rules::{BAD_VALUE, MISSING_KEY, UNKNOWN_KEY, WRONG_TYPE};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::units::Bytes;
use crate::units::Count;
use crate::units::Duration;
use crate::units::Mode;
use crate::units::Percent;
use crate::units::Port;
use crate::units::Version;
use crate::units::nearest;
use crate::yaml::{MapEntry, Node};

/// Whether a definition is that of a reference to a secret.
fn is_secret(definition: &Value) -> bool {
    definition
        .get("properties")
        .and_then(Value::as_object)
        .is_some_and(|keys| keys.len() == 1 && keys.contains_key("secret"))
}

pub(super) fn unknown_key(
    schema: &Value,
    definition: &Value,
    path: &[String],
    entry: &MapEntry,
) -> Diagnostic {
    let key = &*entry.key.value;
    let span = entry.key.span;
    let what = describe(path);
    let diagnostic = Diagnostic::new(&UNKNOWN_KEY, span, format!("unknown key `{key}` in {what}"));
    if let Some(service) = cluster_only(schema, path, key) {
        return Diagnostic::new(
            &UNKNOWN_KEY,
            span,
            format!("`{key}` of `{service}` holds for the whole cluster"),
        )
        .here("not here")
        .help(format!("say `services.{service}.{key}` at the top level"));
    }
    if let [top, _, section] = path
        && (top == "overrides" || top == "hosts")
        && section == "services"
        && schema
            .pointer(&format!("/$defs/Services/properties/{key}"))
            .is_some()
    {
        return Diagnostic::new(
            &UNKNOWN_KEY,
            span,
            format!("all of `{key}` holds for the whole cluster"),
        )
        .here("not here")
        .help(format!("say `services.{key}` at the top level"));
    }
    if let [.., section, _, setting] = path
        && section == "settings"
    {
        return diagnostic.help(format!(
            "a key of a product is written whole, dots and all, as in `{setting}.{key}`"
        ));
    }
    let known: Vec<&str> = definition
        .get("properties")
        .and_then(Value::as_object)
        .map(|properties| properties.keys().map(String::as_str).collect())
        .unwrap_or_default();
    if path.last().is_some_and(|facet| facet == "files") && !key.starts_with('/') {
        return diagnostic.help(format!(
            "a target is an absolute path: write `/{key}`, or whatever it is below"
        ));
    }
    let places = misplaced::find(schema, path, key, &entry.value);
    let its_place = |places: &misplaced::Places| format!("its place is {}", places.words());
    if let Some(places) = places.as_ref().filter(|places| places.related) {
        return diagnostic.help(its_place(places));
    }
    if let Some(file) = key.strip_suffix(".xml")
        && known.contains(&file)
    {
        return diagnostic.did_you_mean(span, file);
    }
    if let Some((before, after)) = key.split_once(':')
        && known.contains(&before)
    {
        return diagnostic.did_you_mean(span, &format!("{before}: {after}"));
    }
    match path.last().map(String::as_str) {
        Some("units") => {
            return diagnostic.help(format!(
                "a unit is called by its type, as in `{key}.service`"
            ));
        }
        Some("files") => return diagnostic.help("the target is absolute: begin with `/`"),
        _ => {}
    }
    let (name, instance) = crate::vocabulary::split_instance(key);
    match nearest(name, known.iter().copied()) {
        Some(near) if near != name => {
            let near = match instance {
                Some(instance) => format!("{near}@{instance}"),
                None => near.to_owned(),
            };
            diagnostic.did_you_mean(span, &near)
        }
        Some(near) if instance.is_some() => {
            diagnostic.help(format!("`{near}` has no instances: write `{near}`"))
        }
        _ => match places {
            Some(places) => diagnostic.help(its_place(&places)),
            None if !known.is_empty() && known.len() <= 24 => {
                diagnostic.help(format!("known keys: {}", quoted(&known)))
            }
            None => diagnostic.help(
                "see the reference of the profile language; keys of your own begin with `x-`",
            ),
        },
    }
}

/// The service whose cluster-wide key was said in an override or a host's line.
fn cluster_only<'a>(schema: &Value, path: &'a [String], key: &str) -> Option<&'a str> {
    let (section, service) = match path {
        [top, _, section, service] if top == "overrides" || top == "hosts" => (section, service),
        _ => return None,
    };
    let (name, _) = crate::vocabulary::split_instance(service);
    (section == "services"
        && schema
            .pointer(&format!("/$defs/{name}/properties/{key}"))
            .is_some())
    .then_some(service.as_str())
}

pub(super) fn missing_key(key: &str, path: &[String], span: Span) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        &MISSING_KEY,
        span,
        format!("`{key}` is missing in {}", describe(path)),
    );
    if path.is_empty() && key == "clusterc" {
        diagnostic.help("begin the profile with `clusterc: v1`, the version of the language")
    } else {
        diagnostic.help(format!("add `{key}`"))
    }
}

/// An edit of a list where a map stands, which merging would make a list of.
pub(super) fn misplaced_edit(path: &[String], span: Span) -> Option<Diagnostic> {
    let (edit, map) = path.split_last()?;
    let message = format!("`{edit}` edits a list, and {} is a map", label(map));
    Some(Diagnostic::new(&BAD_VALUE, span, message).help(
        "write keys and values: they are merged with the layer below, and `null` takes one out",
    ))
}

pub(super) fn bad_value(
    definition_path: &str,
    definition: &Value,
    path: &[String],
    node: &Node,
    kind: &ValidationErrorKind,
) -> Diagnostic {
    let key = label(path);
    let shown = shown(node);
    match kind {
        ValidationErrorKind::Type { .. } if is_secret(definition) => {
            // What stands there may be the secret itself: it is not said again.
            Diagnostic::new(
                &WRONG_TYPE,
                node.span,
                format!("{key} is a secret, which a profile only refers to"),
            )
            .help("write `{secret: …}`: `deploy:name`, `credential:alias@provider-uri` or `file:/path`")
        }
        ValidationErrorKind::Type { kind } => {
            let expected = expected(definition, kind);
            let diagnostic = Diagnostic::new(
                &WRONG_TYPE,
                node.span,
                format!("{key} takes {expected}, not {shown}"),
            );
            // A unit's own words are better than "a string" when text would have been right.
            match (unit_error(definition_path, node), example(definition)) {
                (Some(error), _) => diagnostic.help(error),
                (None, Some(example)) => diagnostic.help(format!("for example `{example}`")),
                (None, None) => diagnostic,
            }
        }
        ValidationErrorKind::Enum { options } => {
            let options: Vec<&str> = options
                .as_array()
                .map(|options| options.iter().filter_map(Value::as_str).collect())
                .unwrap_or_default();
            let diagnostic =
                Diagnostic::new(&BAD_VALUE, node.span, format!("{key} cannot be {shown}"));
            match node
                .text()
                .and_then(|text| nearest(text, options.iter().copied()))
            {
                Some(near) => diagnostic
                    .help(format!("the choices are {}", quoted(&options)))
                    .did_you_mean(node.span, near),
                None => diagnostic.help(format!("the choices are {}", quoted(&options))),
            }
        }
        ValidationErrorKind::Pattern { .. } => {
            let diagnostic =
                Diagnostic::new(&BAD_VALUE, node.span, format!("{key} cannot be {shown}"));
            match (unit_error(definition_path, node), example(definition)) {
                (Some(error), _) => diagnostic.help(error),
                (None, Some(example)) => diagnostic.help(format!("for example `{example}`")),
                (None, None) => diagnostic.help(pattern_words(definition)),
            }
        }
        ValidationErrorKind::Minimum { limit } => {
            out_of_range(definition_path, &key, &shown, node, "at least", limit)
        }
        ValidationErrorKind::Maximum { limit } => {
            out_of_range(definition_path, &key, &shown, node, "at most", limit)
        }
        ValidationErrorKind::MinLength { .. } => {
            Diagnostic::new(&BAD_VALUE, node.span, format!("{key} must not be empty"))
        }
        ValidationErrorKind::MinProperties { .. } => {
            Diagnostic::new(&BAD_VALUE, node.span, format!("{key} is an empty map"))
                .help("write the list itself, or one of `append`, `prepend`, `remove`")
        }
        other => Diagnostic::new(
            &BAD_VALUE,
            node.span,
            format!("{key} does not hold `{}` of the schema", other.keyword()),
        ),
    }
}

fn out_of_range(
    definition_path: &str,
    key: &str,
    shown: &str,
    node: &Node,
    word: &str,
    limit: &Value,
) -> Diagnostic {
    let found = Diagnostic::new(&BAD_VALUE, node.span, format!("{key} cannot be {shown}"));
    // No number at all is meant where the most is 0: the unit is missing.
    match unit_error(definition_path, node).filter(|_| limit.as_u64() == Some(0)) {
        Some(error) => found.help(error),
        None => found.help(format!("it is {word} {limit}")),
    }
}

/// The object a path leads to, as messages call it.
fn describe(path: &[String]) -> String {
    match path {
        [] => "the profile".to_owned(),
        [top] => format!("`{top}`"),
        _ => format!("`{}`", dotted(path)),
    }
}

fn label(path: &[String]) -> String {
    match path {
        [] => "the profile".to_owned(),
        _ => format!("`{}`", dotted(path)),
    }
}

fn dotted(path: &[String]) -> String {
    let mut text = String::new();
    for part in path {
        if part.parse::<usize>().is_ok() && !text.is_empty() {
            text.push('[');
            text.push_str(part);
            text.push(']');
        } else {
            if !text.is_empty() {
                text.push('.');
            }
            text.push_str(part);
        }
    }
    text
}

/// A value as messages show it, cut when long.
fn shown(node: &Node) -> String {
    match node.text() {
        Some(text) => {
            let mut short: String = text.chars().take(60).collect();
            if short.len() < text.len() {
                short.push('…');
            }
            format!(
                "`{}`",
                short.escape_debug().to_string().replace("\\\"", "\"")
            )
        }
        None => node.type_name().to_owned(),
    }
}

fn expected(definition: &Value, kind: &TypeKind) -> String {
    if let Some(Value::Array(options)) = definition.get("enum") {
        let options: Vec<&str> = options.iter().filter_map(Value::as_str).collect();
        let choice = if options.len() == 1 { "" } else { "one of " };
        return format!("{choice}{}", quoted(&options));
    }
    let names = match kind {
        TypeKind::Single(one) => vec![one.to_string()],
        TypeKind::Multiple(many) => many.iter().map(|one| one.to_string()).collect(),
    };
    let words: Vec<&str> = names
        .iter()
        .filter(|name| *name != "null")
        .map(|name| match name.as_str() {
            "boolean" => "`true` or `false`",
            "integer" => "a whole number",
            "number" => "a number",
            "string" => "text",
            "array" => "a list",
            "object" => "a map",
            _ => "something else",
        })
        .collect();
    words.join(" or ")
}

/// What the unit's own parser says, where the definition is a unit.
fn unit_error(definition_path: &str, node: &Node) -> Option<String> {
    fn words<T: FromStr>(text: &str) -> Option<String>
    where
        T::Err: std::fmt::Display,
    {
        text.parse::<T>().err().map(|error| error.to_string())
    }
    let text = node.text()?;
    let name = definition_path.strip_prefix("/$defs/")?.split('/').next()?;
    match name {
        "Size" => words::<Bytes>(text),
        "Count" => words::<Count>(text),
        "Duration" => words::<Duration>(text),
        "Mode" => words::<Mode>(text),
        "Percent" => words::<Percent>(text),
        "Port" => words::<Port>(text),
        "Version" => words::<Version>(text),
        _ => None,
    }
}

fn example(definition: &Value) -> Option<String> {
    let first = definition.get("examples")?.as_array()?.first()?;
    Some(match first {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    })
}

fn pattern_words(definition: &Value) -> String {
    match definition.get("pattern").and_then(Value::as_str) {
        Some("^/") => "it is an absolute path: begin with `/`".to_owned(),
        Some(pattern) => format!("it must match `{pattern}`"),
        None => "see the reference of the profile language".to_owned(),
    }
}

fn quoted(words: &[&str]) -> String {
    words
        .iter()
        .map(|word| format!("`{word}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
