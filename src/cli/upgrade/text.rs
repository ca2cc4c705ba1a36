//! The report for people: a heading with counts for each part that has something to say.

use std::fmt::Write as _;

use crate::upgrade::{
    DefaultChange, EntryChange, FileChange, FileFate, KeyChange, KeyFate, PackagesRow, PortChange,
    RuleRow, RuleSeverity, UpgradeReport,
};

/// The whole report.
pub(super) fn text(report: &UpgradeReport) -> String {
    let mut out = String::new();
    for row in &report.versions {
        let what = if row.from == row.to {
            format!("{} is {} already", row.product, row.to)
        } else {
            format!("{} {} -> {}", row.product, row.from, row.to)
        };
        let older = if row.downgrade {
            ", an older version"
        } else {
            ""
        };
        line(
            &mut out,
            &format!("{what}{older}  {}  {}", row.place, row.hosts),
        );
    }
    let notes = report
        .notes
        .iter()
        .map(|row| format!("{} {}: {}", row.product, row.at, row.note));
    part(&mut out, "On the way", notes);
    part(&mut out, "Packages", report.packages.iter().map(packages));
    part(
        &mut out,
        &keys_head(&report.keys),
        report.keys.iter().map(key),
    );
    part(
        &mut out,
        &format!("Ports: {} differ", report.ports.len()),
        report.ports.iter().map(port),
    );
    part(
        &mut out,
        &format!(
            "Defaults that nobody states: {} differ",
            report.defaults.len()
        ),
        report.defaults.iter().map(default),
    );
    part(
        &mut out,
        &format!("Rules that fire: {}", rules_count(&report.fires)),
        report.fires.iter().map(rule),
    );
    part(
        &mut out,
        &format!("Rules that go: {}", rules_count(&report.goes)),
        report.goes.iter().map(rule),
    );
    part(
        &mut out,
        &outputs_head(&report.outputs),
        report.outputs.iter().map(file),
    );
    out.push('\n');
    line(&mut out, &ending(report));
    out
}

fn line(out: &mut String, text: &str) {
    out.push_str(text.trim_end());
    out.push('\n');
}

/// A heading and its rows; nothing without rows.
fn part(out: &mut String, head: &str, rows: impl Iterator<Item = String>) {
    let mut rows = rows.peekable();
    if rows.peek().is_none() {
        return;
    }
    out.push('\n');
    line(out, head);
    for row in rows {
        for one in row.lines() {
            line(out, &format!("  {one}"));
        }
    }
}

fn count(number: usize, one: &str, several: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { several })
}

fn packages(row: &PackagesRow) -> String {
    let on = format!("{} on {} ({})", row.product, row.os, row.hosts);
    let lacks = |packages: &str| format!("{packages} is not known to carry {} there", row.version);
    let what = match &row.after {
        Some(after) if row.carried => return format!("{on}: {} -> {after}", row.before),
        Some(after) if *after == row.before => lacks(after),
        Some(after) => format!("{} -> {after}, but {}", row.before, lacks(after)),
        None => lacks(&row.before),
    };
    let instead = if row.here.is_empty() && row.elsewhere.is_empty() {
        "no packages are known to carry it: a tarball does".to_owned()
    } else if row.here.is_empty() {
        format!(
            "no packages are known to carry it there; elsewhere {}; a tarball does",
            row.elsewhere.join(", ")
        )
    } else {
        format!(
            "say `--packages {}=…` with one of {}",
            row.product,
            row.here.join(", ")
        )
    };
    format!("{on}: {what}\n  {instead}")
}

fn keys_head(keys: &[KeyChange]) -> String {
    let of = |fates: &[KeyFate]| keys.iter().filter(|row| fates.contains(&row.fate)).count();
    let counts: Vec<String> = [
        (of(&[KeyFate::Renamed, KeyFate::Edited]), "renamed"),
        (of(&[KeyFate::ToRename]), "to rename by hand"),
        (of(&[KeyFate::Gone]), "gone"),
        (of(&[KeyFate::NotYet]), "not yet known"),
        (of(&[KeyFate::Moved]), "in the wrong file"),
        (of(&[KeyFate::Known]), "known now"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, what)| format!("{count} {what}"))
    .collect();
    format!("Keys of the profile: {}", counts.join(", "))
}

fn key(row: &KeyChange) -> String {
    let name = if row.file.is_empty() {
        row.key.clone()
    } else {
        format!("{}: {}", row.file, row.key)
    };
    let advice = row
        .advice
        .as_ref()
        .map_or_else(String::new, |advice| format!(": {advice}"));
    let what = match (row.fate, &row.new) {
        (_, Some(new)) => format!("{name} -> {new}"),
        (KeyFate::Gone, _) => format!("{name} is gone{advice}"),
        (KeyFate::NotYet, _) => format!("{name} is not known yet{advice}"),
        (KeyFate::Known, _) => format!("{name} is known now"),
        (KeyFate::Moved, _) => format!("{name} belongs elsewhere{advice}"),
        _ => format!("{name} has another name{advice}"),
    };
    format!("{what}  {}", row.place)
}

fn side<T: ToString>(value: Option<&T>, none: &str) -> String {
    value.map_or_else(|| none.to_owned(), ToString::to_string)
}

fn port(row: &PortChange) -> String {
    format!(
        "{} {}: {} -> {}  {}  {}",
        row.role,
        row.name,
        side(row.old.as_ref(), "none"),
        side(row.new.as_ref(), "none"),
        row.hosts,
        row.key
    )
}

fn default(row: &DefaultChange) -> String {
    let unit = row
        .unit
        .as_ref()
        .filter(|_| {
            // A suffix of its own says it already.
            [&row.old, &row.new].into_iter().all(|value| {
                value.as_ref().is_some_and(|value| {
                    !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit())
                })
            })
        })
        .map_or_else(String::new, |unit| format!(" {unit}"));
    let change = match (&row.old, &row.new) {
        (Some(old), Some(new)) => changed(old, new),
        (old, new) => format!(
            "{} -> {}",
            side(old.as_ref(), "unset"),
            side(new.as_ref(), "unset")
        ),
    };
    let readers = match row.readers.as_slice() {
        [all] if all == "all" => "all daemons".to_owned(),
        some => some.join(", "),
    };
    let mut text = format!(
        "{}: {}: {change}{unit}  {readers} on {}",
        row.file, row.key, row.hosts
    );
    if let Some(meaning) = &row.meaning {
        let _ = write!(text, "\n  {meaning}");
    }
    text
}

fn rules_count(rows: &[RuleRow]) -> String {
    let errors = rows
        .iter()
        .filter(|row| row.severity == RuleSeverity::Error)
        .count();
    let warnings = rows.len() - errors;
    let mut parts = Vec::new();
    if errors > 0 {
        parts.push(count(errors, "error", "errors"));
    }
    if warnings > 0 {
        parts.push(count(warnings, "warning", "warnings"));
    }
    parts.join(", ")
}

fn rule(row: &RuleRow) -> String {
    let severity = match row.severity {
        RuleSeverity::Warning => "warning",
        RuleSeverity::Error => "error",
    };
    let mut text = format!(
        "{severity}[{} {}]: {}  {}",
        row.code, row.name, row.message, row.place
    );
    if !row.hosts.is_empty() {
        let _ = write!(text, "  {}", row.hosts);
    }
    for help in &row.help {
        let _ = write!(text, "\n  help: {help}");
    }
    text
}

fn outputs_head(files: &[FileChange]) -> String {
    let of = |fate| files.iter().filter(|row| row.fate == fate).count();
    let counts: Vec<String> = [
        (of(FileFate::Changes), "change", "changes"),
        (of(FileFate::Moves), "move", "moves"),
        (of(FileFate::Appears), "appear", "appears"),
        (of(FileFate::Goes), "go", "goes"),
    ]
    .into_iter()
    .filter(|(count, ..)| *count > 0)
    .map(|(number, several, one)| count(number, one, several))
    .collect();
    format!("Outputs: {}", counts.join(", "))
}

fn file(row: &FileChange) -> String {
    let what = match (row.fate, &row.from) {
        (FileFate::Moves, Some(from)) => format!("{from} -> {}", row.path),
        (FileFate::Appears, _) => format!("{} appears", row.path),
        (FileFate::Goes, _) => format!("{} goes", row.path),
        _ => row.path.clone(),
    };
    let mut text = format!("{what}  {}", row.hosts);
    for one in &row.entries {
        let _ = write!(text, "\n  {}", entry(one));
        if one.count != row.count {
            let _ = write!(text, "  {}", one.hosts);
        }
    }
    text
}

/// A value on one line.
fn flat(text: &str) -> String {
    text.replace('\n', "\\n")
}

/// A key with its value, if it has one.
fn value(key: &str, text: &str) -> String {
    if text.is_empty() {
        key.to_owned()
    } else {
        format!("{key}: {}", flat(text))
    }
}

/// Above this many characters of both sides, lists are told by what is added and taken out.
const LONG: usize = 120;

/// How a value changes.
fn changed(old: &str, new: &str) -> String {
    let items = |text: &str| -> Vec<String> {
        text.split([',', ' ', '\n'])
            .filter(|item| !item.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (was, is) = (items(old), items(new));
    let kept = was.iter().filter(|item| is.contains(item)).count();
    if old.len() + new.len() > LONG && kept > 2 {
        let lacking = |all: &[String], other: &[String]| -> Vec<String> {
            let of = all.iter().filter(|item| !other.contains(item));
            of.cloned().collect()
        };
        let parts: Vec<String> = [("adds", lacking(&is, &was)), ("drops", lacking(&was, &is))]
            .into_iter()
            .filter(|(_, items)| !items.is_empty())
            .map(|(what, items)| format!("{what} {}", items.join(", ")))
            .collect();
        if !parts.is_empty() {
            return parts.join("; ");
        }
    }
    format!("{} -> {}", flat(old), flat(new))
}

fn entry(row: &EntryChange) -> String {
    let key = row.section.as_ref().map_or_else(
        || row.key.clone(),
        |section| format!("[{section}] {}", row.key),
    );
    let key = match &row.was {
        Some(was) => format!("{was} -> {key}"),
        None => key,
    };
    match (&row.old, &row.new) {
        (Some(old), Some(new)) if old == new => format!("~ {key}: {}", flat(new)),
        (Some(old), Some(new)) => format!("~ {key}: {}", changed(old, new)),
        (Some(old), None) => value(&format!("- {key}"), old),
        (None, new) => value(&format!("+ {key}"), new.as_deref().unwrap_or_default()),
    }
}

fn ending(report: &UpgradeReport) -> String {
    let errors = match report.errors_after {
        0 => String::new(),
        number => format!("; {} to be mended", count(number, "error is", "errors are")),
    };
    let compared = if report.errors_before > 0 {
        "; outputs were not compared, because the profile has errors before"
    } else {
        ""
    };
    let differs = !report.outputs.is_empty()
        || !report.defaults.is_empty()
        || !report.ports.is_empty()
        || !report.fires.is_empty()
        || !report.goes.is_empty()
        || !report.keys.is_empty();
    let same = report.versions.iter().all(|row| row.from == row.to);
    let nothing = if !differs && !same && report.errors_before == 0 {
        "nothing of this profile depends on it: no output, port, default or rule differs; "
    } else {
        ""
    };
    let done = if report.written {
        "the profile is written"
    } else if report.files.is_empty() {
        "there is nothing to write"
    } else {
        "the profile is as it was: `--write` changes it"
    };
    format!("{}: {nothing}{done}{errors}{compared}", report.profile)
}
