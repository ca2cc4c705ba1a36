//! What a daemon of HTCondor sees: the files of `config.d` in their order, its own names with its
//! prefix in place of the general ones, macros replaced when a value is asked for.

use super::facts::FACTS;
use super::macros::{Macro, scan};
use super::template;
use crate::catalog::{KeyType, Known, Table, look_up};
use crate::document::{ConfigDocument, Entry};
use crate::effective::{Assignment, Expanded, Loads, Place, Seen};
use crate::syntax::condor::USE;

/// Longest text that a value is expanded to.
const MAX_EXPANDED: usize = 1 << 16;

/// How deep references are followed.
const MAX_DEPTH: usize = 50;

/// `daemon roles ranges files reads`; `reads` is the daemon's prefix.
pub static LOADS: Loads = Loads {
    facts: &FACTS,
    table: Table::new(include_str!("facts/loads.tsv")),
    is_hadoop: false,
    assigns,
    settle,
    expand,
};

/// Whether a prefix is that of a daemon which hosts of other roles have.
pub(super) fn is_elsewhere(prefix: &str, has_role: &dyn Fn(&str) -> bool) -> bool {
    let mut rows = LOADS
        .table
        .rows()
        .iter()
        .filter(|row| cell(row, 4).eq_ignore_ascii_case(prefix))
        .peekable();
    rows.peek().is_some() && !rows.any(|row| cell(row, 1).split(',').any(has_role))
}

fn cell(row: &'static str, at: usize) -> &'static str {
    row.split('\t').nth(at).unwrap_or_default()
}

/// A line; a reference to the name itself is replaced when the line is read. What a template
/// assigns stands in the packages.
fn assigns(seen: &Seen<'_>, _: &ConfigDocument, entry: &Entry) -> Vec<Assignment> {
    match entry.section.as_deref() {
        Some(USE) => names_of(&entry.key)
            .into_iter()
            .map(|name| (name.to_owned(), None))
            .collect(),
        Some(_) => Vec::new(),
        None => vec![own(seen, entry)],
    }
}

fn own(seen: &Seen<'_>, entry: &Entry) -> Assignment {
    let before = seen
        .get(&entry.key)
        .or_else(|| seen.get(general(&entry.key)));
    let is_known = before.is_none_or(|found| found.is_known);
    let value = with_before(entry, before.map(|found| found.raw.as_str()), is_known);
    (entry.key.to_string(), value)
}

/// A name without a daemon's in front.
fn general(key: &str) -> &str {
    key.split_once('.').map_or(key, |(_, general)| general)
}

/// The value of a line, references to the name itself replaced by what it was before: `None` where
/// that is not known here.
pub(super) fn with_before(entry: &Entry, before: Option<&str>, is_known: bool) -> Option<String> {
    let value = entry.value.text();
    let mut out = String::new();
    let mut done = 0;
    for (found, span) in scan(&value) {
        let Macro::Name { name, default } = found else {
            continue;
        };
        let is_own =
            name.eq_ignore_ascii_case(&entry.key) || name.eq_ignore_ascii_case(general(&entry.key));
        if !is_own {
            continue;
        }
        out.push_str(value.get(done..span.start).unwrap_or_default());
        if !is_known {
            return None;
        }
        out.push_str(
            before
                .filter(|text| !text.is_empty())
                .or(default)
                .unwrap_or_default(),
        );
        done = span.end;
    }
    out.push_str(value.get(done..).unwrap_or_default());
    Some(out)
}

/// The names that a template assigns; of one that only uses another, such as
/// `SECURITY:recommended`, those of `SECURITY:recommended_…`.
pub(super) fn names_of(name: &str) -> Vec<&'static str> {
    let own: Vec<&'static str> = template::sets(name).collect();
    if !own.is_empty() {
        return own;
    }
    let longer = format!("{name}_").to_ascii_lowercase();
    template::names()
        .filter(|name| name.to_ascii_lowercase().starts_with(&longer))
        .flat_map(template::sets)
        .collect()
}

/// Names that the packages' root file states.
const OF_PACKAGES: [&str; 2] = ["LOCAL_DIR", "RELEASE_DIR"];

/// How names begin that HTCondor sets by looking at the machine.
const OF_MACHINE: [&str; 5] = ["ARCH", "DETECTED_", "OPSYS", "TILDE", "UNAME_"];

/// Whether a default is none on any host: the packages or HTCondor itself set the name.
fn is_set_on_host(seen: &Seen<'_>, key: &str) -> bool {
    OF_PACKAGES.contains(&key)
        || OF_MACHINE.iter().any(|start| key.starts_with(start))
        || matches!(
            look_up(&FACTS, seen.process.version, None, key),
            Known::Yes(fact) if fact.ty == KeyType::Own
        )
}

/// Templates that HTCondor uses by itself, after all files, in daemons that the value of
/// `AUTO_USE_CATEGORY_NAME` names (`do_smart_auto_use`).
const AUTO_USE: &str = "AUTO_USE_";

/// `NAME` of a daemon is `DAEMON.NAME` where that has a value; other daemons' names are nothing to
/// it.
fn settle(seen: &mut Seen<'_>) {
    let prefixed: Vec<String> = seen
        .values()
        .filter(|found| found.key.contains('.') && !matches!(found.place, Place::Default(_)))
        .map(|found| found.key.clone())
        .collect();
    for key in prefixed {
        let Some((prefix, name)) = key.split_once('.') else {
            continue;
        };
        if prefix.eq_ignore_ascii_case(seen.reads) {
            seen.copy(&key, name);
        }
        seen.forget(&key);
    }
    let defaults: Vec<String> = seen
        .values()
        .filter(|found| matches!(found.place, Place::Default(_)))
        .map(|found| found.key.clone())
        .collect();
    for key in defaults {
        if is_set_on_host(seen, &key) {
            seen.forget(&key);
        }
    }
    let is_own = format!("$(Is{})", seen.reads);
    let used: Vec<String> = seen
        .values()
        .filter(|found| found.raw.eq_ignore_ascii_case(&is_own))
        .filter_map(|found| found.key.strip_prefix(AUTO_USE)?.split_once('_'))
        .map(|(category, name)| format!("{category}:{name}"))
        .collect();
    for name in used.iter().flat_map(|template| names_of(template)) {
        seen.obscure(name);
    }
}

fn expand(seen: &Seen<'_>, key: &str) -> Expanded {
    let mut out = Expanded::default();
    if let Some(found) = seen.get(key) {
        let raw = found.raw.clone();
        expand_into(seen, &raw, &mut vec![key.to_ascii_uppercase()], &mut out);
    }
    out
}

fn expand_into(seen: &Seen<'_>, value: &str, inside: &mut Vec<String>, out: &mut Expanded) {
    let mut done = 0;
    for (found, span) in scan(value) {
        out.text
            .push_str(value.get(done..span.start).unwrap_or_default());
        done = span.end;
        let written = value.get(span).unwrap_or_default();
        let (name, default) = match found {
            Macro::Name { name, default } => (name, default),
            Macro::Text(_) => {
                out.text.push_str(written);
                continue;
            }
            Macro::Function => {
                leave(out, written);
                continue;
            }
        };
        let upper = name.to_ascii_uppercase();
        if upper == "DOLLAR" {
            out.text.push('$');
            continue;
        }
        let full = inside.len() > MAX_DEPTH || out.text.len() > MAX_EXPANDED;
        if full || inside.contains(&upper) {
            leave(out, written);
            continue;
        }
        if seen.get(name).is_some_and(|found| !found.is_known) {
            leave(out, written);
            continue;
        }
        let text = seen.get(name).map(|found| found.raw.clone());
        let text = text.filter(|text| !text.is_empty());
        match text.or_else(|| default.map(str::to_owned)) {
            Some(text) => {
                inside.push(upper);
                expand_into(seen, &text, inside, out);
                inside.pop();
            }
            // HTCondor's own names, and what the packages' files may say.
            None if seen.get(name).is_none() => leave(out, written),
            None => {}
        }
    }
    out.text.push_str(value.get(done..).unwrap_or_default());
}

fn leave(out: &mut Expanded, written: &str) {
    out.text.push_str(written);
    let written = written.to_owned();
    if !out.open.contains(&written) {
        out.open.push(written);
    }
}
