//! Rules of the configuration's names that are rows of a table, held against what each daemon of a
//! host reads: the general names, and those with its own name in front.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::facts::FACTS;
use super::loads::{is_elsewhere, names_of, with_before};
use super::macros::replaced;
use super::value::comes_to;
use crate::constraints::{Base, Constraints};
use crate::diagnostic::Diagnostic;
use crate::document::{ConfigDocument, Entry};
use crate::effective::{Dialect, Loaded, Read, View};
use crate::lower::Ctx;
use crate::syntax::condor::USE;
use crate::units::Version;

/// All of a host's configuration goes by one name.
const FILES: &[Loaded] = &[Loaded {
    scope: "condor",
    name: "condor",
}];

static DIALECT: Dialect = Dialect {
    expand,
    evaluate: comes_to,
    blanks_separate: true,
};

macro_rules! base {
    ($version:literal, $os:literal) => {
        Base {
            version: $version,
            profile: concat!(
                "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: ",
                $os,
                "\nproducts: {htcondor: {version: ",
                $version,
                ", packages: htcondor}}\nhosts:\n",
                "  cm: {roles: [condor-central-manager]}\n",
                "  ap: {roles: [condor-submit]}\n",
                "  \"w[1-2]\": {roles: [condor-execute]}\n",
            ),
        }
    };
}

/// The rows, each with its source.
pub static CONSTRAINTS: Constraints = Constraints::new(
    &FACTS,
    FILES,
    &[
        base!("25.14.1", "rhel-9.4"),
        base!("23.0.3", "rhel-9.4"),
        base!("9.0.17", "centos-7.9"),
    ],
    include_str!("facts/constraints.tsv"),
)
.viewed(views);

/// The rows that the documents of a class of hosts break.
pub fn check_constraints(ctx: &Ctx<'_>, documents: &[Arc<ConfigDocument>]) -> Vec<Diagnostic> {
    CONSTRAINTS.check(ctx, documents)
}

/// What all daemons read, then what those read whose own names somebody states.
fn views<'a>(
    ctx: &Ctx<'_>,
    version: &'a Version,
    documents: &'a [Arc<ConfigDocument>],
) -> Vec<View<'a>> {
    let mut files: Vec<&ConfigDocument> = documents
        .iter()
        .map(|one| &**one)
        .filter(|one| one.product == FACTS.product && one.name == "condor")
        .collect();
    files.sort_by_key(|one| one.path.as_str());
    let lines: Vec<Line<'a>> = files
        .into_iter()
        .flat_map(|document| document.entries.iter().map(move |entry| (document, entry)))
        .filter_map(|(document, entry)| Line::of(document, entry))
        .collect();
    let prefixes: BTreeSet<&str> = lines
        .iter()
        .filter_map(|line| line.prefix.as_deref())
        .filter(|prefix| !is_elsewhere(prefix, &|role| ctx.has_role(role)))
        .collect();
    std::iter::once(None)
        .chain(prefixes.into_iter().map(Some))
        .map(|prefix| {
            let entries = read(&lines, prefix);
            View::of(&FACTS, version, FILES, &DIALECT, entries)
        })
        .collect()
}

/// A line of the configuration, names in capitals.
struct Line<'a> {
    document: &'a ConfigDocument,
    entry: &'a Entry,
    prefix: Option<String>,
    name: String,
    is_template: bool,
}

impl<'a> Line<'a> {
    fn of(document: &'a ConfigDocument, entry: &'a Entry) -> Option<Self> {
        let is_template = match entry.section.as_deref() {
            None => false,
            Some(USE) => true,
            Some(_) => return None,
        };
        let upper = entry.key.to_ascii_uppercase();
        let (prefix, name) = match upper.split_once('.') {
            Some((prefix, name)) if !is_template => (Some(prefix.to_owned()), name.to_owned()),
            _ => (None, upper),
        };
        Some(Self {
            document,
            entry,
            prefix,
            name,
            is_template,
        })
    }

    fn read(&self, raw: Option<String>, is_own: bool) -> Read<'a> {
        Read {
            document: self.document,
            entry: self.entry,
            raw: raw.map(Cow::Owned),
            is_own,
        }
    }
}

/// What is read by whom a prefix is of; without one, by all.
fn read<'a>(lines: &[Line<'a>], prefix: Option<&str>) -> HashMap<Cow<'a, str>, Read<'a>> {
    let mut general: HashMap<Cow<'a, str>, Read<'a>> = HashMap::new();
    let mut own: HashMap<Cow<'a, str>, Read<'a>> = HashMap::new();
    // A daemon with a name of its own (`-local-name`) reads its kind's names as well: whose, its
    // name does not say.
    let is_local = prefix.is_some_and(|prefix| !is_subsystem(prefix));
    for line in lines {
        if line.is_template {
            for name in names_of(&line.entry.key) {
                general.insert(
                    Cow::Owned(name.to_ascii_uppercase()),
                    line.read(None, prefix.is_none()),
                );
            }
            continue;
        }
        let is_own = line.prefix.as_deref() == prefix;
        let name = Cow::Owned(line.name.clone());
        match &line.prefix {
            Some(other) if !is_own => {
                if is_local && is_subsystem(other) {
                    own.entry(name).or_insert_with(|| line.read(None, false));
                }
            }
            of_prefix => {
                let into = if of_prefix.is_some() { &own } else { &general };
                let before = into.get(&*name).or_else(|| general.get(&*name));
                let is_known = before.is_none_or(|found| found.raw.is_some());
                let before = before.and_then(|found| found.raw.as_deref());
                let raw = with_before(line.entry, before, is_known);
                let made = line.read(raw, is_own);
                if of_prefix.is_some() {
                    own.insert(name, made);
                } else {
                    general.insert(name, made);
                }
            }
        }
    }
    general.extend(own);
    general
}

/// Whether a prefix is the name of a kind of daemons.
fn is_subsystem(prefix: &str) -> bool {
    FACTS
        .enums
        .find("<SUBSYS>")
        .iter()
        .filter_map(|row| row.split('\t').nth(1))
        .any(|name| name.eq_ignore_ascii_case(prefix))
}

/// A value with its references replaced.
fn expand(view: &View<'_>, key: &str) -> Option<String> {
    let text = view.get(key)?.raw;
    let text_of = |name: &str| view.get(name).map(|found| found.raw);
    replaced(&text, &mut vec![key.to_ascii_uppercase()], &text_of)
}
