//! Rules that are rows: what must hold of one key, between keys, or across files, run by one
//! engine over what processes will read.
//!
//! A row of a product's `constraints.tsv` is a rule like any other: it has a code, a level, a
//! reason with its source, and an example on which it fires and one on which it is silent.

mod eval;
mod expr;
mod number;

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use crate::catalog::{KeyNames, ProductFacts};
use crate::diagnostic::{Diagnostic, Level, Rule, RuleLevel, Severity};
use crate::document::{ConfigDocument, Origin};
use crate::effective::{Loaded, Reading, Source, View, as_written};
use crate::lower::Ctx;
use crate::source::{FileId, Span};
use crate::units::{Ranges, Version};
use expr::Expr;

/// A profile that examples of rows stand on, and the version that it names.
#[derive(Debug, Clone, Copy)]
pub struct Base {
    pub version: &'static str,
    pub profile: &'static str,
}

/// A product's rows.
#[derive(Debug)]
pub struct Constraints {
    pub facts: &'static ProductFacts,
    /// The files that rows speak of, in the order in which they are loaded.
    pub files: &'static [Loaded],
    /// Profiles to show a row on: the first whose version the row is about.
    pub bases: &'static [Base],
    /// How the files spell keys and values.
    reading: Reading,
    /// Who of a host reads its files, where not all see the same.
    views: Option<Views>,
    text: &'static str,
    read: OnceLock<Rows>,
}

#[derive(Debug)]
struct Rows {
    rows: Vec<Row>,
    /// The rows that speak of a key.
    of_key: HashMap<Cow<'static, str>, Vec<usize>>,
}

/// The views of a host's files, for products of which not all processes see the same.
pub type Views = for<'a> fn(&Ctx<'_>, &'a Version, &'a [Arc<ConfigDocument>]) -> Vec<View<'a>>;

/// One row, parsed.
#[derive(Debug)]
struct Row {
    rule: Rule,
    /// Roles that read the keys; on hosts without any of them the row is silent.
    roles: Vec<&'static str>,
    /// File and key, in the order of the letters.
    keys: Vec<(&'static str, &'static str)>,
    relation: Expr,
    ranges: Ranges<'static>,
    wrong: &'static str,
    help: &'static str,
}

/// The columns of a table.
const COLUMNS: usize = 13;

impl Constraints {
    /// A product's table.
    #[must_use]
    pub const fn new(
        facts: &'static ProductFacts,
        files: &'static [Loaded],
        bases: &'static [Base],
        text: &'static str,
    ) -> Self {
        Self {
            facts,
            files,
            bases,
            reading: as_written,
            views: None,
            text,
            read: OnceLock::new(),
        }
    }

    /// The same for files that spell keys and values in a way of their own.
    #[must_use]
    pub const fn reading(mut self, reading: Reading) -> Self {
        self.reading = reading;
        self
    }

    /// The same for files of which not all of a host see the same.
    #[must_use]
    pub const fn viewed(mut self, views: Views) -> Self {
        self.views = Some(views);
        self
    }

    fn rows(&self) -> &Rows {
        self.read.get_or_init(|| {
            let rows: Vec<Row> = self.text.lines().skip(1).filter_map(row).collect();
            let mut of_key: HashMap<Cow<'static, str>, Vec<usize>> = HashMap::new();
            for (at, row) in rows.iter().enumerate() {
                for (_, key) in &row.keys {
                    let name = match self.facts.names {
                        KeyNames::Exact => Cow::Borrowed(*key),
                        KeyNames::AnyCase => Cow::Owned(key.to_ascii_uppercase()),
                    };
                    of_key.entry(name).or_default().push(at);
                }
            }
            Rows { rows, of_key }
        })
    }

    /// The rows as rules.
    pub fn rules(&'static self) -> impl Iterator<Item = &'static Rule> {
        self.rows().rows.iter().map(|row| &row.rule)
    }

    /// The profile of an example: the lines of a row on the first base that has its version.
    /// `None` where the rule is none of these rows.
    #[must_use]
    pub fn example(&self, rule: &Rule, lines: &str) -> Option<String> {
        let row = self.rows().rows.iter().find(|row| row.rule == *rule)?;
        let base = self.bases.iter().find(|base| {
            base.version
                .parse::<Version>()
                .is_ok_and(|version| row.ranges.contains(&version))
        })?;
        let mut files: Vec<(&str, Vec<String>)> = Vec::new();
        for line in lines.split("; ").filter(|line| !line.is_empty()) {
            let (name, value) = line.split_once('=')?;
            let (forced, name) = match name.strip_prefix('!') {
                Some(name) => (true, name),
                None => (false, name),
            };
            let (scope, key) = match name.as_bytes() {
                [letter @ b'a'..=b'z'] => *row.keys.get(usize::from(letter - b'a'))?,
                _ => name.split_once(':')?,
            };
            let file = self.files.iter().find(|file| file.scope == scope)?;
            let value = value
                .replace('\\', "\\\\")
                .replace('"', "\\\"")
                .replace('\n', "\\n");
            let line = if forced {
                format!("    {key}: {{value: \"{value}\", force: an example}}\n")
            } else {
                format!("    {key}: \"{value}\"\n")
            };
            match files.iter_mut().find(|(name, _)| *name == file.name) {
                Some((_, lines)) => lines.push(line),
                None => files.push((file.name, vec![line])),
            }
        }
        let mut profile = base.profile.to_owned();
        if !files.is_empty() {
            profile.push_str("settings:\n");
        }
        for (file, lines) in files {
            profile.push_str(&format!("  {file}:\n{}", lines.concat()));
        }
        Some(profile)
    }

    /// The rows that the documents of a class of hosts break.
    pub fn check(
        &'static self,
        ctx: &Ctx<'_>,
        documents: &[Arc<ConfigDocument>],
    ) -> Vec<Diagnostic> {
        let Some(version) = ctx.facts_version(self.facts.product) else {
            return Vec::new();
        };
        let views = if let Some(views) = self.views {
            views(ctx, version, documents)
        } else {
            let (facts, files) = (self.facts, self.files);
            vec![View::new(facts, version, files, self.reading, documents)]
        };
        let mut found: Vec<Diagnostic> = Vec::new();
        for view in &views {
            self.check_view(ctx, version, view, &mut found);
        }
        found
    }

    fn check_view(
        &'static self,
        ctx: &Ctx<'_>,
        version: &Version,
        view: &View<'_>,
        found: &mut Vec<Diagnostic>,
    ) {
        let Rows { rows, of_key } = self.rows();
        let touched: BTreeSet<usize> = view
            .stated()
            .filter_map(|key| of_key.get(key))
            .flatten()
            .copied()
            .collect();
        for row in touched.into_iter().filter_map(|at| rows.get(at)) {
            let is_read = row.roles.is_empty() || row.roles.iter().any(|role| ctx.has_role(role));
            if !is_read || !row.ranges.contains(version) {
                continue;
            }
            // One mistake, one report: the first row that a value breaks.
            if let Some(broken) = self.broken(row, version, view)
                && !found.iter().any(|one| {
                    one.primary.span == broken.primary.span
                        && (one.severity == Severity::Error || one.rule.code == broken.rule.code)
                })
            {
                found.push(broken);
            }
        }
    }

    fn broken(&self, row: &'static Row, version: &Version, view: &View<'_>) -> Option<Diagnostic> {
        let keys: Vec<&str> = row.keys.iter().map(|(_, key)| *key).collect();
        if eval::holds(&row.relation, &keys, view) != Some(false) {
            return None;
        }
        // Where `settings` state a value before where one follows from something else.
        let (mut places, mut causes) = (Vec::new(), Vec::new());
        let mut notes = Vec::new();
        let mut message = row.wrong.to_owned();
        for (at, (scope, key)) in row.keys.iter().enumerate() {
            let letter = u8::try_from(at).ok().map(|at| char::from(b'a' + at));
            let spelt = view.spelt(key).unwrap_or(key);
            message = message.replace(
                &format!("{{{}}}", letter.unwrap_or('a')),
                &format!("`{spelt}`"),
            );
            match view.get(key) {
                Some(found) => match found.source {
                    Source::Entry { document, entry } => {
                        let value = shown(&found.raw);
                        if let Some(span) = entry.origin.span() {
                            let text = format!("`{spelt}` is {value}");
                            if is_written(&entry.origin) {
                                places.push((span, text));
                            } else {
                                causes.push((span, text));
                            }
                        }
                        notes.push(format!("`{spelt}` is {value} in {}", document.name));
                    }
                    Source::Default => notes.push(format!(
                        "`{spelt}` is {} by default in {} {version}",
                        shown(&found.raw),
                        self.facts.product
                    )),
                },
                None if view.is_unknown(key) => {}
                None => notes.push(format!("`{spelt}` of `{}` is not set", self.name_of(scope))),
            }
        }
        let mut places = places.into_iter().chain(causes);
        let (span, _) = places
            .next()
            .unwrap_or((Span::start_of(FileId(0)), String::new()));
        let mut found = Diagnostic::new(&row.rule, span, message);
        for (other, text) in places {
            if other != span {
                found = found.label(other, text);
            }
        }
        for note in notes {
            found = found.note(note);
        }
        if !row.help.is_empty() {
            found = found.help(row.help);
        }
        Some(found)
    }

    /// A file's name under `settings`.
    fn name_of(&self, scope: &str) -> &'static str {
        let file = self.files.iter().find(|file| file.scope == scope);
        file.map_or("settings", |file| file.name)
    }
}

/// What a view's key comes to where that is a whole number: times in milliseconds, sizes in bytes.
#[must_use]
pub fn amount(view: &View<'_>, key: &str) -> Option<i64> {
    eval::amount(key, view)
}

fn is_written(origin: &Origin) -> bool {
    match origin {
        Origin::Profile(_) => true,
        Origin::Override { winner, .. } => is_written(winner),
        Origin::Derived { .. } | Origin::Default { .. } => false,
    }
}

fn shown(raw: &str) -> String {
    if raw.trim().is_empty() {
        "blank".to_owned()
    } else {
        format!("`{}`", raw.trim())
    }
}

/// Reads a row; `None` where it is none, which a test of the tables finds.
fn row(line: &'static str) -> Option<Row> {
    let cells: Vec<&'static str> = line.split('\t').collect();
    let [
        code,
        name,
        level,
        roles,
        keys,
        relation,
        ranges,
        wrong,
        help,
        summary,
        why,
        bad,
        good,
    ] = <[&'static str; COLUMNS]>::try_from(cells).ok()?;
    let level = match level {
        "error" => RuleLevel::Error,
        "deny" => RuleLevel::Lint(Level::Deny),
        "warn" => RuleLevel::Lint(Level::Warn),
        "allow" => RuleLevel::Lint(Level::Allow),
        _ => return None,
    };
    Some(Row {
        rule: Rule {
            code,
            name,
            level,
            summary,
            why,
            bad,
            good,
        },
        roles: roles.split(',').filter(|role| !role.is_empty()).collect(),
        keys: keys
            .split(',')
            .map(|key| key.split_once(':'))
            .collect::<Option<_>>()?,
        relation: expr::parse(relation).ok()?,
        ranges: Ranges::trusted(ranges),
        wrong,
        help,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry;

    #[test]
    fn every_line_is_a_row() {
        for constraints in registry::constraints() {
            for line in constraints.text.lines().skip(1) {
                let parsed = row(line);
                assert!(parsed.is_some(), "{line}");
                let relation = line.split('\t').nth(5).unwrap_or_default();
                assert!(expr::parse(relation).is_ok(), "{relation}");
                assert!(Ranges::parse(line.split('\t').nth(6).unwrap_or_default()).is_ok());
            }
            assert!(
                constraints.text.lines().skip(1).is_sorted(),
                "{}: rows are sorted by code",
                constraints.facts.product
            );
        }
    }

    #[test]
    fn every_key_is_known_to_every_version_of_its_row() {
        for constraints in registry::constraints() {
            for row in &constraints.rows().rows {
                for (scope, key) in &row.keys {
                    let life = crate::catalog::life(constraints.facts, key);
                    assert!(
                        !life.is_empty(),
                        "{}: nobody knows {scope}:{key}",
                        row.rule.code
                    );
                }
            }
        }
    }
}
