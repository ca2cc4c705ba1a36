//! What `$(NAME)` in a configuration refers to.
//!
//! HTCondor replaces a reference when a value is looked up: by nothing where the name has no value,
//! and without end where values refer to each other in a circle. A reference of a name to itself is
//! replaced when the line is read. Tried with 10.0.9 and 25.14.1.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::facts::FACTS;
use super::template;
use crate::catalog::{Known, look_up};
use crate::document::Entry;
use crate::syntax::condor::USE;
use crate::units::Version;

/// Longest text that a value is expanded to.
const MAX_EXPANDED: usize = 1 << 16;

/// Names that have a value though no table lists them: the reader's own, and one of the packages'
/// root files.
const ALSO_DEFINED: [&str; 2] = ["DOLLAR", "SHARE"];

/// Something in a value that is, or looks like, a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Macro<'a> {
    /// `$(NAME)` or `$(NAME:default)`.
    Name {
        name: &'a str,
        default: Option<&'a str>,
    },
    /// `$INT(NAME)`, `$ENV(NAME)`: what it comes to is not known here.
    Function,
    /// `$NAME`, `${NAME}`, a default with a forbidden character: stays as it is.
    Text(&'static str),
}

/// All of them in a value, with their bytes.
pub(super) fn scan(text: &str) -> Vec<(Macro<'_>, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(dollar) = text.get(at..).and_then(|rest| rest.find('$')) {
        let start = at + dollar;
        let rest = text.get(start + 1..).unwrap_or_default();
        if rest.starts_with('$') {
            // `$$(…)` is replaced when a job is matched.
            at = start + 2;
            continue;
        }
        let (kind, length) = one(rest);
        at = start + 1 + length;
        if let Some(kind) = kind {
            found.push((kind, start..at));
        }
    }
    found
}

/// What follows one `$`, and its length.
fn one(rest: &str) -> (Option<Macro<'_>>, usize) {
    let word = rest
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .unwrap_or(rest.len());
    let after = rest.get(word..).unwrap_or_default();
    let Some(inner) = after.strip_prefix('(') else {
        if rest.starts_with('{') {
            let end = rest.find('}').map_or(1, |end| end + 1);
            return (Some(Macro::Text("`${…}` is no reference")), end);
        }
        let letter = rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        let text = Macro::Text("`$NAME` without parentheses is no reference");
        return (letter.then_some(text), word);
    };
    let Some(end) = closing(inner) else {
        return (Some(Macro::Text("the parenthesis is not closed")), word + 1);
    };
    let length = word + end + 2;
    if word > 0 {
        return (Some(Macro::Function), length);
    }
    let body = inner.get(..end).unwrap_or_default();
    let (name, default) = match body.split_once(':') {
        Some((name, default)) => (name, Some(default)),
        None => (body, None),
    };
    let is_name = name
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '/'));
    if !is_name {
        let text = "a name has letters, digits, `_`, `.` and `/`";
        return (Some(Macro::Text(text)), length);
    }
    if !default.is_none_or(is_default) {
        let text = "a default may hold letters, digits, blanks and `_ . / , : \\ $`";
        return (Some(Macro::Text(text)), length);
    }
    (Some(Macro::Name { name, default }), length)
}

/// Where the parenthesis ends that is open.
fn closing(inner: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in inner.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Whether the reader takes a text as the default of a reference; what stands in parentheses is
/// free.
fn is_default(text: &str) -> bool {
    let mut depth = 0_usize;
    text.chars().all(|c| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > 0 || c.is_ascii_alphanumeric() || "_./$ ,\\:()".contains(c)
    })
}

/// The assignments of a host.
#[derive(Debug)]
pub(super) struct Macros<'a> {
    version: &'a Version,
    /// By name in capitals; those with a daemon's name in front also under the name alone.
    values: BTreeMap<String, Vec<String>>,
    /// What templates assign.
    templates: BTreeSet<String>,
}

impl<'a> Macros<'a> {
    pub(super) fn new<'e>(entries: impl Iterator<Item = &'e Entry>, version: &'a Version) -> Self {
        let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut templates = BTreeSet::new();
        for entry in entries {
            match entry.section.as_deref() {
                None => {
                    let name = base(&entry.key);
                    let value = entry.value.text().into_owned();
                    values.entry(name).or_default().push(value);
                }
                Some(USE) => {
                    templates.extend(template::sets(&entry.key).map(str::to_ascii_uppercase));
                }
                Some(_) => {}
            }
        }
        Self {
            version,
            values,
            templates,
        }
    }

    /// Whether a name has a value: here, from a template or in HTCondor's own tables.
    pub(super) fn is_defined(&self, name: &str) -> bool {
        let upper = base(name);
        self.values.contains_key(&upper)
            || self.templates.contains(&upper)
            || ALSO_DEFINED.contains(&upper.as_str())
            || matches!(
                look_up(&FACTS, self.version, None, name),
                Known::Yes(_) | Known::Family(_) | Known::Renamed { .. }
            )
    }

    /// Whether a name is assigned, here or by a template.
    pub(super) fn is_assigned(&self, name: &str) -> bool {
        let name = base(name);
        self.values.contains_key(&name) || self.templates.contains(&name)
    }

    /// Names that are assigned here.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.values.keys().map(String::as_str)
    }

    /// What a name refers to, itself not counted.
    fn refers_to(&self, name: &str) -> Vec<String> {
        let default;
        let values: &[String] = if let Some(values) = self.values.get(name) {
            values
        } else {
            default = self.default(name).map(str::to_owned);
            default.as_slice()
        };
        let mut names = Vec::new();
        for value in values {
            for (found, _) in scan(value) {
                let Macro::Name { name: to, default } = found else {
                    continue;
                };
                names.push(base(to));
                for (inner, _) in scan(default.unwrap_or_default()) {
                    if let Macro::Name { name: to, .. } = inner {
                        names.push(base(to));
                    }
                }
            }
        }
        names.retain(|to| to != name);
        names
    }

    /// The default of HTCondor's own table.
    fn default(&self, name: &str) -> Option<&'static str> {
        if self.templates.contains(name) {
            return None;
        }
        match look_up(&FACTS, self.version, None, name) {
            Known::Yes(fact) => fact.default_in(self.version),
            _ => None,
        }
    }

    /// The circle that a name is in: it first, then each one that the one before refers to.
    pub(super) fn circle(&self, name: &str) -> Option<Vec<String>> {
        let start = base(name);
        let mut seen = BTreeSet::new();
        let mut path = vec![start.clone()];
        let mut open = vec![self.refers_to(&start)];
        while let Some(next) = open.last_mut() {
            let Some(to) = next.pop() else {
                open.pop();
                path.pop();
                continue;
            };
            if to == start {
                path.push(to);
                return Some(path);
            }
            if seen.insert(to.clone()) {
                open.push(self.refers_to(&to));
                path.push(to);
            }
        }
        None
    }

    /// A value with its references replaced; `None` where what one comes to is not known here.
    pub(super) fn expand(&self, name: &str, value: &str) -> Option<String> {
        let text_of = |name: &str| match self.values.get(name).map(Vec::as_slice) {
            Some([one]) => Some(Cow::Borrowed(one.as_str())),
            // Several daemons have their own.
            Some(_) => None,
            None if self.templates.contains(name) => None,
            None => self.default(name).map(Cow::Borrowed),
        };
        replaced(value, &mut vec![base(name)], &text_of)
    }
}

/// A value with its references replaced by what their names, in capitals, come to; `None` where
/// that is not known of one that has no default.
pub(super) fn replaced<'t>(
    value: &str,
    inside: &mut Vec<String>,
    text_of: &dyn Fn(&str) -> Option<Cow<'t, str>>,
) -> Option<String> {
    let mut out = String::new();
    replace_into(value, inside, text_of, &mut out)?;
    Some(out)
}

fn replace_into<'t>(
    value: &str,
    inside: &mut Vec<String>,
    text_of: &dyn Fn(&str) -> Option<Cow<'t, str>>,
    out: &mut String,
) -> Option<()> {
    let mut done = 0;
    for (found, span) in scan(value) {
        out.push_str(value.get(done..span.start)?);
        done = span.end;
        let (name, default) = match found {
            Macro::Name { name, default } => (name, default),
            Macro::Function => return None,
            Macro::Text(_) => {
                out.push_str(value.get(span)?);
                continue;
            }
        };
        let upper = base(name);
        if upper == "DOLLAR" {
            out.push('$');
            continue;
        }
        if inside.contains(&upper) || inside.len() > 50 {
            return None;
        }
        let text = text_of(&upper).filter(|text| !text.is_empty());
        inside.push(upper);
        replace_into(text.as_deref().or(default)?, inside, text_of, out)?;
        inside.pop();
        if out.len() > MAX_EXPANDED {
            return None;
        }
    }
    out.push_str(value.get(done..)?);
    (out.len() <= MAX_EXPANDED).then_some(())
}

/// A name in capitals, without a daemon's name in front.
pub(super) fn base(name: &str) -> String {
    let upper = name.to_ascii_uppercase();
    match upper.split_once('.') {
        Some((_, rest)) if !rest.is_empty() => rest.to_owned(),
        _ => upper,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Derivation;
    use crate::document::Origin;

    static RULE: Derivation = Derivation {
        name: "test",
        summary: "",
        source: "",
    };

    fn entries(pairs: &[(&str, &str)]) -> Vec<Entry> {
        let entry = |(key, value): &(&str, &str)| {
            let origin = Origin::derived(&RULE, Vec::new());
            Entry::new((*key).to_owned(), (*value).to_owned(), origin)
        };
        pairs.iter().map(entry).collect()
    }

    #[test]
    fn finds_references() {
        let kinds = |text: &'static str| -> Vec<Macro<'static>> {
            scan(text).into_iter().map(|(found, _)| found).collect()
        };
        let name = |name, default| Macro::Name { name, default };
        assert_eq!(
            kinds("$(A)/$(B.c:x y)"),
            [name("A", None), name("B.c", Some("x y"))]
        );
        assert_eq!(kinds("$(A:$(B)) $$(C) $ $1"), [name("A", Some("$(B)"))]);
        assert_eq!(
            kinds("$INT(A,%d) $ENV(HOME)"),
            [Macro::Function, Macro::Function]
        );
        for text in ["$HOME", "${A}", "$(A:a-b)", "$(A", "$(a b)", "$(A:\"x\")"] {
            assert!(matches!(kinds(text)[..], [Macro::Text(_)]), "{text}");
        }
    }

    #[test]
    fn finds_circles() {
        let version: Version = "23.0.28".parse().unwrap();
        let list = entries(&[
            ("A", "$(b)"),
            ("B", "x $(C:$(a))"),
            ("D", "$(D) more"),
            ("E", "$(A)"),
            ("LOCAL_DIR", "$(SPOOL)/.."),
            ("SCHEDD.F", "$(G)"),
            ("G", "$(F)"),
        ]);
        let macros = Macros::new(list.iter(), &version);
        assert_eq!(macros.circle("a").unwrap(), ["A", "B", "A"]);
        assert_eq!(macros.circle("D"), None);
        assert_eq!(macros.circle("E"), None);
        assert_eq!(
            macros.circle("LOCAL_DIR").unwrap(),
            ["LOCAL_DIR", "SPOOL", "LOCAL_DIR"]
        );
        assert!(macros.circle("SCHEDD.F").is_some());
    }

    #[test]
    fn expands_what_is_known() {
        let version: Version = "23.0.28".parse().unwrap();
        let list = entries(&[
            ("T", "5 * $(MINUTE)"),
            ("U", "$(T) + $(V:1)"),
            ("W", "$(X)"),
        ]);
        let macros = Macros::new(list.iter(), &version);
        assert_eq!(macros.expand("U", "$(T) + $(V:1)").unwrap(), "5 * 60 + 1");
        assert_eq!(macros.expand("W", "$(X)"), None);
        assert_eq!(macros.expand("W", "$(HOSTNAME)"), None);
        assert_eq!(macros.expand("W", "a$(DOLLAR)(b)").unwrap(), "a$(b)");
        assert!(macros.is_defined("minute") && !macros.is_defined("X"));
    }
}
