//! What `explain` says of a product's key.

use schemars::JsonSchema;
use serde::Serialize;

use crate::catalog::{self, ALL, Cost, Impact, KeyLife, KeyState};
use crate::cli::print;
use crate::profile::v1::VOCABULARY;
use crate::registry;

/// A key of a product over the versions, in one of its files.
#[derive(Debug, Serialize, JsonSchema)]
pub struct KeyReport {
    pub product: String,
    /// As the product spells it; of a family the pattern.
    pub key: String,
    /// File or component it belongs to.
    pub file: String,
    /// Where the profile may set it: `settings.<this>`.
    pub settings: Option<String>,
    #[serde(rename = "type")]
    pub kind: String,
    pub unit: Option<String>,
    /// Bounds of a number: `low..high`, each of which may be missing.
    pub range: Option<String>,
    /// Versions in which every reader takes a suffix of time or size.
    pub suffixes: Option<String>,
    /// Default of the newest version that has one.
    pub default: Option<String>,
    /// Versions that know it.
    pub versions: String,
    /// Its life, oldest first.
    pub life: Vec<LifeRow>,
    pub values: Vec<ValueRow>,
    /// What replaces it, where it is an old name.
    pub renamed_to: Vec<String>,
    pub old_names: Vec<OldName>,
    /// Daemons that read it; `client` is whoever uses the service, `all` everybody who loads the
    /// file.
    pub read_by: Vec<String>,
    /// What a change of it costs, the dearest first.
    pub change: Vec<ChangeRow>,
}

/// Versions that do the same with a key.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LifeRow {
    pub versions: String,
    /// `known`, `deprecated`, `renamed`, `elsewhere`, `gone` or `unknown`.
    pub state: String,
    /// What a daemon does that is told nothing.
    pub default: Option<String>,
    /// The keys, or for `elsewhere` the files, that stand for it.
    pub instead: Vec<String>,
}

/// A value that is taken.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ValueRow {
    pub value: String,
    pub versions: String,
    /// Whether others may be plugged in.
    pub open: bool,
}

/// A name that the key had before.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OldName {
    pub name: String,
    /// Versions that read it still; empty where none does.
    pub versions: String,
}

/// What a change costs some of the readers.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ChangeRow {
    /// Empty where all are meant.
    pub versions: String,
    /// `none`, `next-job`, `live`, `reload`, `restart`, `ordered-restart` or `danger`.
    pub impact: String,
    pub daemons: Vec<String>,
    /// A command, or what to do in words.
    pub action: Option<String>,
    pub note: Option<String>,
}

/// The lives of everything that is called `what`, and of what replaced it.
pub(super) fn reports(what: &str) -> Vec<KeyReport> {
    let mut reports = Vec::new();
    for product in VOCABULARY.products() {
        let Some(facts) = registry::facts(product) else {
            continue;
        };
        let mut asked = vec![what.to_owned()];
        let mut told = 0;
        while let Some(key) = asked.get(told).cloned() {
            told += 1;
            for life in catalog::life(facts, &key) {
                for new in &life.renamed_to {
                    if !asked.iter().any(|have| have == new) {
                        asked.push((*new).to_owned());
                    }
                }
                reports.push(report(product, &life));
            }
        }
    }
    reports
}

/// The nearest name of each product, with the product.
pub(super) fn nearest(what: &str) -> Vec<(&'static str, &'static str)> {
    VOCABULARY
        .products()
        .into_iter()
        .filter_map(|product| {
            let (key, _) = catalog::nearest(registry::facts(product)?, None, what)?;
            Some((key, product))
        })
        .collect()
}

fn owned(text: Option<&'static str>) -> Option<String> {
    text.filter(|text| !text.is_empty()).map(str::to_owned)
}

fn report(product: &'static str, life: &KeyLife) -> KeyReport {
    let settings = VOCABULARY
        .files()
        .find(|file| file.product == product && file.scope == life.scope)
        .map(|file| file.name.to_owned());
    KeyReport {
        product: product.to_owned(),
        key: life.key.clone(),
        file: if life.files.is_empty() {
            life.scope.to_owned()
        } else {
            life.files.join(", ")
        },
        settings,
        kind: life.kind.to_owned(),
        unit: owned(life.unit),
        range: owned(life.range),
        suffixes: life.suffixes.clone(),
        default: owned(life.default),
        versions: life.versions.clone(),
        life: life
            .spans
            .iter()
            .map(|span| life_row(&span.versions, &span.state))
            .collect(),
        values: life
            .values
            .iter()
            .map(|value| ValueRow {
                value: value.value.to_owned(),
                versions: value.versions.clone(),
                open: value.open,
            })
            .collect(),
        renamed_to: words(&life.renamed_to),
        old_names: life
            .old_names
            .iter()
            .map(|(name, versions)| OldName {
                name: (*name).to_owned(),
                versions: versions.clone(),
            })
            .collect(),
        read_by: words(&life.readers),
        change: life
            .changes
            .iter()
            .flat_map(|(versions, costs)| costs.iter().map(|cost| change_row(versions, cost)))
            .collect(),
    }
}

fn words(list: &[&'static str]) -> Vec<String> {
    list.iter().map(|word| (*word).to_owned()).collect()
}

fn life_row(versions: &str, state: &KeyState) -> LifeRow {
    let (word, default, instead) = match state {
        KeyState::Known {
            default,
            deprecated: true,
        } => ("deprecated", *default, Vec::new()),
        KeyState::Known { default, .. } => ("known", *default, Vec::new()),
        KeyState::Renamed { to } => ("renamed", None, words(to)),
        KeyState::Elsewhere { files } => ("elsewhere", None, words(files)),
        KeyState::Gone { replacement } => ("gone", None, words(replacement)),
        KeyState::NotKnown => ("unknown", None, Vec::new()),
    };
    LifeRow {
        versions: versions.to_owned(),
        state: word.to_owned(),
        default: owned(default),
        instead,
    }
}

fn change_row(versions: &str, cost: &Cost) -> ChangeRow {
    ChangeRow {
        versions: versions.to_owned(),
        impact: cost.impact.name().to_owned(),
        daemons: words(&cost.daemons),
        action: owned(Some(cost.action)),
        note: owned(Some(cost.note)),
    }
}

/// For people.
pub(super) fn text(reports: &[KeyReport]) -> String {
    let parts: Vec<String> = reports.iter().map(one).collect();
    parts.join("\n")
}

fn one(report: &KeyReport) -> String {
    let mut text = format!("{} ({})\n\n", report.key, report.product);
    let mut field = |name: &str, value: String| {
        if !value.is_empty() {
            text.push_str(&format!("  {name:<11} {value}\n"));
        }
    };
    let file = match &report.settings {
        Some(settings) if report.file != *settings => {
            format!("{}: `settings.{settings}`", report.file)
        }
        Some(settings) => format!("`settings.{settings}`"),
        None => report.file.clone(),
    };
    field("file", file);
    field("type", typed(report));
    if let Some(suffixes) = &report.suffixes {
        field("suffixes", format!("taken by {suffixes}"));
    }
    let open = report.values.iter().any(|value| value.open);
    field("values", values(report));
    if open {
        field("", "or one that is plugged in".to_owned());
    }
    field("read by", people(&report.read_by));
    for (at, old) in report.old_names.iter().enumerate() {
        let name = if at == 0 { "old names" } else { "" };
        let versions = if old.versions.is_empty() {
            "not read any more"
        } else {
            &old.versions
        };
        field(name, format!("{}: {versions}", old.name));
    }
    text.push('\n');
    let rows: Vec<Vec<String>> = report
        .life
        .iter()
        .map(|row| {
            let default = row.default.clone().unwrap_or_default();
            vec![row.versions.clone(), state(row), default]
        })
        .collect();
    let with_defaults = rows
        .iter()
        .any(|row| row.last().is_some_and(|cell| !cell.is_empty()));
    let head: &[&str] = if with_defaults {
        &["VERSIONS", "", "DEFAULT"]
    } else {
        &["VERSIONS", ""]
    };
    indented(&mut text, &print::table(head, &rows));
    if !report.change.is_empty() {
        text.push('\n');
        let rows: Vec<Vec<String>> = report.change.iter().map(change).collect();
        let all = rows
            .iter()
            .all(|row| row.first().is_some_and(String::is_empty));
        let head = ["VERSIONS", "A CHANGE COSTS", "OF", ""];
        let from = usize::from(all);
        let rows: Vec<Vec<String>> = rows.into_iter().map(|row| row[from..].to_vec()).collect();
        indented(&mut text, &print::table(&head[from..], &rows));
    }
    text
}

fn indented(text: &mut String, table: &str) {
    for line in table.lines() {
        text.push_str(&format!("  {line}\n"));
    }
}

fn typed(report: &KeyReport) -> String {
    let mut typed = report.kind.clone();
    if let Some(unit) = &report.unit {
        typed.push_str(&format!(", a bare number counts {unit}"));
    }
    if let Some(range) = &report.range {
        let words = match range.split_once("..") {
            Some((low, "")) => format!(", from {low} on"),
            Some(("", high)) => format!(", up to {high}"),
            Some((low, high)) => format!(", {low} to {high}"),
            None => String::new(),
        };
        typed.push_str(&words);
    }
    typed
}

/// Values; those that not all versions of the key take with theirs.
fn values(report: &KeyReport) -> String {
    let all: Vec<String> = report
        .values
        .iter()
        .map(|value| {
            if value.versions == report.versions {
                value.value.clone()
            } else {
                format!("{} ({})", value.value, value.versions)
            }
        })
        .collect();
    all.join("\n              ")
}

fn people(daemons: &[String]) -> String {
    let named: Vec<&str> = daemons
        .iter()
        .map(|daemon| match daemon.as_str() {
            ALL => "every daemon and client that loads the file",
            "client" => "clients",
            "none" => "nobody",
            daemon => daemon,
        })
        .collect();
    named.join(", ")
}

fn state(row: &LifeRow) -> String {
    let instead = row
        .instead
        .iter()
        .flat_map(|name| name.split(" + "))
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ");
    match row.state.as_str() {
        "renamed" => format!("read as {instead}"),
        "elsewhere" => format!("in {} only", row.instead.join(", ")),
        "gone" if row.instead.is_empty() => "gone".to_owned(),
        "gone" => format!("gone: {instead}"),
        "unknown" => "not known".to_owned(),
        "deprecated" => "known, deprecated".to_owned(),
        state => state.to_owned(),
    }
}

fn change(row: &ChangeRow) -> Vec<String> {
    let impact = match Impact::parse(&row.impact) {
        Some(Impact::None) => "nothing",
        Some(Impact::NextJob) => "the next start of a job or tool",
        Some(Impact::Live) => "a command, at run time",
        Some(Impact::Reload) => "a reload",
        Some(Impact::Restart) => "a restart",
        Some(Impact::OrderedRestart) => "a restart in order",
        Some(Impact::Danger) | None => "DANGER",
    };
    let action = row.action.as_deref().map(|action| {
        // Commands are typed, everything else is read.
        if matches!(
            Impact::parse(&row.impact),
            Some(Impact::Live | Impact::Reload)
        ) || action.starts_with("condor_")
        {
            format!("`{action}`")
        } else {
            action.to_owned()
        }
    });
    let words: Vec<String> = action.into_iter().chain(row.note.clone()).collect();
    vec![
        row.versions.clone(),
        impact.to_owned(),
        people(&row.daemons),
        words.join("; "),
    ]
}
