//! The versions that the profile states, and what replaces them.

use std::collections::BTreeMap;

use super::{NoteRow, Target, VersionRow, place, replaced};
use crate::catalog::{self, ProductFacts, VersionStatus, layout};
use crate::diagnostic::Edit;
use crate::pipeline::Compilation;
use crate::registry;
use crate::source::Span;
use crate::units::{Version, nearest};
use crate::yaml::{self, MapEntry, Node};

/// A version at one place of the profile, and the one that it becomes.
#[derive(Debug)]
pub(super) struct Step<'a> {
    pub target: &'a Target,
    pub facts: &'static ProductFacts,
    pub span: Span,
    pub from: Version,
    /// The releases whose facts hold.
    pub facts_from: Version,
    pub facts_to: Version,
    /// The line that states the packages, where one does.
    pub packages: Option<Span>,
    pub flavour: String,
    /// Ascending.
    pub hosts: Vec<u32>,
}

/// Every place that states a version of a target's product.
pub(super) fn steps<'a>(
    before: &Compilation,
    targets: &'a [Target],
) -> Result<Vec<Step<'a>>, String> {
    let mut steps: Vec<Step<'a>> = Vec::new();
    for (at, target) in targets.iter().enumerate() {
        let product = target.product;
        if targets.iter().take(at).any(|one| one.product == product) {
            return Err(format!("`--to` names {product} twice"));
        }
        let facts = registry::facts(product).ok_or_else(|| format!("{product} has no facts"))?;
        let facts_to = facts_of(facts, &target.version)?;
        if let Some(packages) = &target.packages {
            known_packages(product, packages)?;
        }
        let mut found: BTreeMap<(Span, String), Step<'a>> = BTreeMap::new();
        for class in &before.cluster.classes {
            let Some(stated) = class.products.get(product) else {
                continue;
            };
            found
                .entry((stated.version.span, stated.flavour.clone()))
                .or_insert_with(|| Step {
                    target,
                    facts,
                    span: stated.version.span,
                    from: stated.version.value.clone(),
                    facts_from: stated.facts_of.clone(),
                    facts_to: facts_to.clone(),
                    packages: stated.flavour_span,
                    flavour: stated.flavour.clone(),
                    hosts: Vec::new(),
                })
                .hosts
                .extend(&class.hosts);
        }
        if found.is_empty() {
            return Err(format!(
                "no host of `{}` has a version of {product} that is known",
                before.profile
            ));
        }
        steps.extend(found.into_values().map(|mut step| {
            step.hosts.sort_unstable();
            step
        }));
    }
    Ok(steps)
}

fn facts_of(facts: &'static ProductFacts, version: &Version) -> Result<Version, String> {
    match catalog::version_status(facts, version) {
        VersionStatus::Read => Ok(version.upstream()),
        VersionStatus::Unread { facts_of } => facts_of
            .parse()
            .map_err(|_| format!("no facts of {version}")),
        VersionStatus::Unknown { nearest } => Err(format!(
            "{} has no version `{version}`{}",
            facts.product,
            match nearest.as_slice() {
                [] => String::new(),
                near => format!("; the nearest releases are `{}`", near.join("` and `")),
            }
        )),
    }
}

fn known_packages(product: &str, packages: &str) -> Result<(), String> {
    let known = layout::flavours(product);
    if known.contains(&packages) {
        return Ok(());
    }
    Err(match nearest(packages, known.iter().copied()) {
        Some(near) => {
            format!("no packages of {product} are called `{packages}`; did you mean `{near}`?")
        }
        None => format!(
            "no packages of {product} are called `{packages}`; known are {}",
            known.join(", ")
        ),
    })
}

/// The edits that give the profile the new versions and packages.
pub(super) fn edits(before: &Compilation, steps: &[Step<'_>]) -> Result<Vec<Edit>, String> {
    let mut edits = Vec::new();
    for step in steps {
        let new = step.target.version.as_str();
        let by_hand = |span| {
            format!(
                "{}: the version is not written there as it is; edit it by hand",
                place(before, span)
            )
        };
        let Some(version) = replaced(before, step.span, step.from.as_str(), new) else {
            return Err(by_hand(step.span));
        };
        let Some(packages) = &step.target.packages else {
            edits.push(version);
            continue;
        };
        match step.packages {
            Some(span) => {
                edits.push(version);
                edits.extend(
                    replaced(before, span, &step.flavour, packages)
                        .map_or_else(|| Err(by_hand(span)), Ok)
                        .map(Some)?,
                );
            }
            None => edits.extend(beside(before, step, version, packages)?),
        }
    }
    Ok(edits)
}

/// States packages beside a version that stands alone.
fn beside(
    before: &Compilation,
    step: &Step<'_>,
    version: Edit,
    packages: &str,
) -> Result<Vec<Edit>, String> {
    let text = before
        .sources
        .get(step.span.file)
        .map_or("", |file| &file.text);
    let root = yaml::read(step.span.file, text).root;
    let found = root.as_deref().and_then(|root| holder(root, step.span));
    let in_braces = |map: &Node| before.sources.text(map.span).starts_with('{');
    match found {
        Some((_, entry)) if &*entry.key.value == step.target.product => Ok(vec![Edit {
            replacement: format!("{{version: {}, packages: {packages}}}", version.replacement),
            ..version
        }]),
        Some((map, entry)) if in_braces(map) => {
            let at = Span {
                end: entry.key.span.start,
                ..entry.key.span
            };
            let inserted = Edit {
                span: at,
                replacement: format!("packages: {packages}, "),
            };
            Ok(vec![inserted, version])
        }
        _ => Err(format!(
            "{}: state `packages` beside the version first, then it can be changed",
            place(before, step.span)
        )),
    }
}

/// The map, and its entry, whose value stands at a place.
fn holder(node: &Node, value: Span) -> Option<(&Node, &MapEntry)> {
    if let Some(entries) = node.as_map() {
        return entries.iter().find_map(|entry| {
            if entry.value.span == value {
                return Some((node, entry));
            }
            holder(&entry.value, value)
        });
    }
    node.as_seq()?.iter().find_map(|item| holder(item, value))
}

/// The versions for people, one row a place.
pub(super) fn rows(before: &Compilation, steps: &[Step<'_>]) -> Vec<VersionRow> {
    let mut places: BTreeMap<(usize, Span), (VersionRow, Vec<u32>)> = BTreeMap::new();
    for (at, step) in steps.iter().enumerate() {
        let first = steps
            .iter()
            .position(|one| one.target.product == step.target.product);
        let row = || VersionRow {
            product: step.target.product.to_owned(),
            from: step.from.to_string(),
            to: step.target.version.to_string(),
            downgrade: step.target.version < step.from,
            place: place(before, step.span),
            hosts: String::new(),
            count: 0,
        };
        let (_, hosts) = places
            .entry((first.unwrap_or(at), step.span))
            .or_insert_with(|| (row(), Vec::new()));
        hosts.extend(&step.hosts);
    }
    places
        .into_values()
        .map(|(mut row, mut hosts)| {
            hosts.sort_unstable();
            row.hosts = before.cluster.fold(&hosts);
            row.count = hosts.len();
            row
        })
        .collect()
}

/// What is to be known on the way, where the profile places what it is about.
pub(super) fn notes(before: &Compilation, steps: &[Step<'_>]) -> Vec<NoteRow> {
    let mut notes: Vec<NoteRow> = Vec::new();
    for step in steps {
        let has = |role: &str| {
            step.hosts
                .iter()
                .filter_map(|&host| before.cluster.class_of(host))
                .any(|class| class.has_role(role))
        };
        for crossing in catalog::crossings(step.facts, &step.facts_from, &step.facts_to) {
            let row = NoteRow {
                product: step.target.product.to_owned(),
                at: crossing.at.to_owned(),
                note: crossing.note.to_owned(),
            };
            let concerns = crossing.roles.is_empty() || crossing.roles.iter().any(|role| has(role));
            if concerns && !notes.contains(&row) {
                notes.push(row);
            }
        }
    }
    notes
}
