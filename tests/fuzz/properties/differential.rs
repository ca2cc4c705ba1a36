//! Our YAML reader against another: where both accept a text, both must read the same values.
//!
//! The differences that are wanted, and so not compared as they are:
//! - a key is text as it is written here; the other reader types keys (`0x10` is its key 16);
//! - numbers outside `i64` are text here, floats or larger integers there;
//! - `.inf` and `.nan` are text here, and no JSON there;
//! - `[?x]` is text here, the key of a map there, as YAML 1.1 had it;
//! - an anchor's name may hold signs (`:`, `?`) here, and there only letters, digits, `_` and `-`;
//! - a block text that ends the file without a line break has one here;
//! - a number that begins with a zero and a digit (`00.`, `-01e2`) is text here in every form;
//! - `0b101` is text here (YAML 1.2 has no binary numbers), a number there.

use clusterc::source::FileId;
use clusterc::yaml::read;
use serde_json::Value;

use super::text;

/// Where both readers take a text, they read the same.
pub fn both_read_the_same(bytes: &[u8]) {
    if let Some(text) = text(bytes, 4 * 1024)
        && !names_an_anchor_with_other_signs(text)
    {
        compare("input", &format!("{text}\n"));
    }
}

fn names_an_anchor_with_other_signs(text: &str) -> bool {
    text.match_indices(['&', '*']).any(|(at, _)| {
        let name = text.get(at..).unwrap_or_default();
        name.split(|c: char| c.is_whitespace() || "[]{},".contains(c))
            .next()
            .is_some_and(|name| {
                name.chars()
                    .skip(1)
                    .any(|c| !c.is_ascii_alphanumeric() && c != '_' && c != '-')
            })
    })
}

/// What we read of a text without complaint.
pub fn ours(text: &str) -> Option<Value> {
    let document = read(FileId(0), text);
    document
        .root
        .filter(|_| document.diagnostics.is_empty())
        .map(|root| root.to_json())
}

/// What the other reader reads.
pub fn theirs(text: &str) -> Option<Value> {
    let mut value: serde_yaml::Value = serde_yaml::from_str(text).ok()?;
    value.apply_merge().ok()?;
    serde_json::to_value(value).ok()
}

/// Whether both are the same but for the wanted differences.
fn agree(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Array(ours), Value::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(a, b)| agree(a, b))
        }
        (Value::Object(ours), Value::Object(theirs)) => {
            // A key of the other reader may be retyped, or fall together with another.
            theirs.len() <= ours.len()
                && ours.iter().all(|(key, value)| {
                    theirs
                        .get(key)
                        .map_or_else(|| retyped(key), |other| agree(value, other))
                })
        }
        (Value::String(text), Value::Number(_)) => {
            text.parse::<i64>().is_err()
                && (text.starts_with("0b") || is_huge(text) || leads_with_zero(text))
        }
        (Value::String(text), Value::Null) => text.starts_with(['.', '-', '+']),
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        _ => ours == theirs,
    }
}

fn is_huge(text: &str) -> bool {
    let digits = text.trim_start_matches(['-', '+']);
    digits.len() > 15
}

/// Whether a zero stands before another digit.
fn leads_with_zero(text: &str) -> bool {
    let digits = text.trim_start_matches(['-', '+']);
    digits
        .strip_prefix('0')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether the other reader makes something else than this text of a key.
fn retyped(key: &str) -> bool {
    serde_yaml::from_str::<serde_yaml::Value>(key)
        .ok()
        .and_then(|value| serde_json::to_value(value).ok())
        .is_some_and(|value| !value.is_string())
}

/// Fails where both read something of a text, and not the same.
pub fn compare(name: &str, text: &str) {
    if let (Some(ours), Some(theirs)) = (ours(text), theirs(text)) {
        assert!(
            agree(&ours, &theirs),
            "{name}:\n{text}\nours:   {ours}\ntheirs: {theirs}"
        );
    }
}
