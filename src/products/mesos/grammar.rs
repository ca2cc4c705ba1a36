//! The grammars of attributes and resources, as the agents parse them.
//!
//! Pure text: knows no cluster. All blanks are dropped by the agents' parser, so none is allowed
//! here; a resource that is text is refused by them, and an empty attribute aborts them.

use std::borrow::Cow;

use crate::units::{Bytes, SizeUnit};

/// The value of a resource.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Resource {
    Scalar(f64),
    Ranges(Vec<(u64, u64)>),
    Set,
}

/// Checks one attribute.
///
/// # Errors
/// What is wrong with it.
pub(super) fn attribute(key: &str, value: &str) -> Result<(), String> {
    name(key)?;
    if value.is_empty() {
        return Err("its value is empty, which aborts the agent".to_owned());
    }
    if value.contains(';') {
        return Err("`;` ends an attribute".to_owned());
    }
    if value.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err("the agent drops blanks".to_owned());
    }
    if value.starts_with('{') {
        return Err("an attribute cannot be a set".to_owned());
    }
    if value.starts_with('[') {
        return ranges(value).map(drop);
    }
    if value.contains(['[', ']', '{', '}']) {
        return Err("brackets belong to ranges, as in `[1-3]`".to_owned());
    }
    Ok(())
}

/// A resource as the agent wants it written: a size of `mem` or `disk` as the number of MiB it
/// counts, anything else as it is. (Mesos says MB and multiplies by 2^20.)
pub(super) fn spelled<'a>(key: &str, value: &'a str) -> Cow<'a, str> {
    match (kind(key), value.parse::<Bytes>()) {
        ("mem" | "disk", Ok(size)) if !value.bytes().all(|byte| byte.is_ascii_digit()) => {
            match size.in_unit(SizeUnit::Mebi) {
                Ok(count) => Cow::Owned(count.to_string()),
                Err(_) => Cow::Borrowed(value),
            }
        }
        _ => Cow::Borrowed(value),
    }
}

/// What is offered, without the role it is kept for: `mem` of `mem(prod)`.
pub(super) fn kind(key: &str) -> &str {
    key.split_once('(').map_or(key, |(kind, _)| kind)
}

/// Reads one resource as the agent gets it ([`spelled`]).
///
/// # Errors
/// What is wrong with it.
pub(super) fn resource(key: &str, value: &str) -> Result<Resource, String> {
    let (kind, role) = match key.split_once('(') {
        Some((kind, rest)) => {
            let role = rest
                .strip_suffix(')')
                .ok_or_else(|| "the `)` after its role is missing".to_owned())?;
            (kind, Some(role))
        }
        None => (key, None),
    };
    name(kind)?;
    if let Some(role) = role {
        role_name(role)?;
    }
    let read = parse(kind, value)?;
    match (kind, &read) {
        ("cpus" | "mem" | "disk", Resource::Scalar(_)) | ("ports", Resource::Ranges(_)) => Ok(read),
        ("gpus", Resource::Scalar(number)) if number.fract() == 0.0 => Ok(read),
        ("gpus", _) => Err("it takes a whole number".to_owned()),
        ("cpus" | "mem" | "disk", _) => Err("it takes a number".to_owned()),
        ("ports", _) => Err("it takes ranges, as in `[31000-32000]`".to_owned()),
        _ => Ok(read),
    }
}

fn parse(kind: &str, value: &str) -> Result<Resource, String> {
    if value.chars().any(|c| c.is_whitespace() || c == ';') {
        return Err("it must hold no blank and no `;`".to_owned());
    }
    if value.starts_with('[') {
        return ranges(value).map(Resource::Ranges);
    }
    if let Some(rest) = value.strip_prefix('{') {
        let inner = rest
            .strip_suffix('}')
            .ok_or_else(|| "the `}` of the set is missing".to_owned())?;
        if inner.split(',').any(str::is_empty) {
            return Err("the set has an empty item".to_owned());
        }
        return Ok(Resource::Set);
    }
    let plain = value
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    match value.parse::<f64>() {
        Ok(number) if plain && number.is_finite() => Ok(Resource::Scalar(number)),
        _ => Err(scalar_problem(kind, value)),
    }
}

fn scalar_problem(kind: &str, value: &str) -> String {
    let remainder = value
        .parse::<Bytes>()
        .ok()
        .and_then(|size| size.in_unit(SizeUnit::Mebi).err());
    match (kind, remainder) {
        ("mem" | "disk", Some(rest)) => rest.to_string(),
        ("mem" | "disk", None) => "it takes a size, as in `64GiB`, or a number of MiB".to_owned(),
        _ => "it takes a number, ranges `[a-b]` or a set `{a,b}`".to_owned(),
    }
}

/// `[a-b,c-d]`.
fn ranges(value: &str) -> Result<Vec<(u64, u64)>, String> {
    let inner = value
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .ok_or_else(|| "the `]` of the ranges is missing".to_owned())?;
    inner
        .split(',')
        .map(|range| {
            let bounds = range.split_once('-').and_then(|(first, last)| {
                Some((first.parse::<u64>().ok()?, last.parse::<u64>().ok()?))
            });
            match bounds {
                Some((first, last)) if first <= last => Ok((first, last)),
                Some(_) => Err(format!("the range `{range}` runs backwards")),
                None => Err(format!("`{range}` is no range `first-last`")),
            }
        })
        .collect()
}

fn name(text: &str) -> Result<(), String> {
    if text.is_empty() {
        return Err("its name is empty, which aborts the agent".to_owned());
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    if text.chars().all(plain) {
        Ok(())
    } else {
        Err("its name may hold letters, digits and `_ - . /`".to_owned())
    }
}

fn role_name(role: &str) -> Result<(), String> {
    let bad = role.is_empty()
        || matches!(role, "." | "..")
        || role.starts_with(['-', '/'])
        || role.chars().any(char::is_whitespace);
    if bad {
        return Err(format!("`{role}` is no name of a role"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Resource, attribute, resource, spelled};

    #[test]
    fn attributes() {
        for (key, value) in [
            ("rack", "/dc1/r1"),
            ("url", "http://a:80/x"),
            ("level", "10.5"),
            ("ports", "[1-3,5-6]"),
        ] {
            assert_eq!(attribute(key, value), Ok(()), "{key}");
        }
        for (key, value) in [
            ("", "a"),
            ("a", ""),
            ("a:b", "c"),
            ("a", "b;c"),
            ("a", "b c"),
            ("a", "{x,y}"),
            ("a", "[1-3"),
            ("a", "[3-1]"),
            ("a", "x[1]"),
        ] {
            assert!(attribute(key, value).is_err(), "{key}:{value}");
        }
    }

    #[test]
    fn resources() {
        assert_eq!(resource("cpus", "16"), Ok(Resource::Scalar(16.0)));
        assert_eq!(resource("cpus(prod)", "1.5"), Ok(Resource::Scalar(1.5)));
        assert_eq!(
            resource("ports", "[31000-32000,33000-33001]"),
            Ok(Resource::Ranges(vec![(31000, 32000), (33000, 33001)]))
        );
        assert_eq!(resource("bugs", "{a,b}"), Ok(Resource::Set));
        for (key, value) in [
            ("mem", "1024MB"),
            ("mem", "-1"),
            ("mem", "inf"),
            ("mem", "[1-2]"),
            ("gpus", "1.5"),
            ("ports", "31000"),
            ("ports", "[31000]"),
            ("ports", "[2-1]"),
            ("cpus(", "1"),
            ("cpus(-x)", "1"),
            ("x", "text"),
            ("x", "{a,}"),
            ("", "1"),
        ] {
            assert!(resource(key, value).is_err(), "{key}:{value}");
        }
    }

    #[test]
    fn sizes() {
        for (key, value, expected) in [
            ("mem", "64GiB", "65536"),
            ("disk(prod)", "1TiB", "1048576"),
            ("mem", "1024", "1024"),
            ("mem", "512.5", "512.5"),
            ("cpus", "16", "16"),
            ("bugs", "1GiB", "1GiB"),
        ] {
            assert_eq!(spelled(key, value), expected, "{key}:{value}");
        }
        let odd = resource("mem", &spelled("mem", "1500KiB"));
        assert!(odd.is_err_and(|problem| problem.contains("476KiB")));
    }
}
