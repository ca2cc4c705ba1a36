//! `${name}` in values.

use super::{MAX_SUBST, Seen};

/// A value with what it refers to put in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expanded {
    pub text: String,
    /// What only the running process knows: variables of its environment, properties of its Java.
    /// These stay in the text as they are written.
    pub open: Vec<String>,
}

/// Puts the values of keys for `${key}`, as Hadoop's and Alluxio's readers do: one after the other
/// from the left, what comes in too, at most 20 times (`Configuration.substituteVars`).
#[must_use]
pub fn expand_dollar(seen: &Seen<'_>, key: &str) -> Expanded {
    let Some(found) = seen.get(key) else {
        return Expanded::default();
    };
    let mut text = found.raw.clone();
    let mut from = 0;
    for _ in 0..MAX_SUBST {
        let Some((start, end)) = reference(&text, from) else {
            break;
        };
        let name = text.get(start + 2..end).unwrap_or_default().to_owned();
        if let Some(inner) = seen.get(&name).filter(|inner| !inner.is_secret) {
            text.replace_range(start..=end, &inner.raw);
        } else {
            from = end + 1;
        }
    }
    let open = open(&text);
    Expanded { text, open }
}

/// The names of what is still referred to; of a variable without what stands in for it.
fn open(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (at, _) in text.match_indices("${") {
        let rest = text.get(at + 2..).unwrap_or_default();
        let whole = rest.split(['}', '$']).next().unwrap_or_default();
        let name = match whole.strip_prefix("env.") {
            Some(_) => whole.split([':', '-']).next().unwrap_or_default(),
            None => whole,
        };
        if !name.is_empty() && !names.iter().any(|have| have == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// The innermost reference that ends first, from a byte on: where its `$` and its `}` are.
fn reference(text: &str, from: usize) -> Option<(usize, usize)> {
    let rest = text.get(from..)?;
    let first = from + rest.find("${")?;
    let end = first + text.get(first..)?.find('}')?;
    let start = text.get(from..end)?.rfind("${")? + from;
    let name = text.get(start + 2..end)?;
    if name.is_empty() || name.contains(['$', ' ']) {
        return reference(text, end + 1);
    }
    Some((start, end))
}
