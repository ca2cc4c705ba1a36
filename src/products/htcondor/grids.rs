//! Where jobs can go beside the pool's own hosts: what each kind of grid needs, as a resource, as
//! commands of a submit description and as attributes of a job.

use super::home::Home;
use super::rules::{GRID_KEYS, GRID_NOT_IN_VERSION};
use super::section::Grid;
use crate::catalog::Table;
use crate::diagnostic::Diagnostic;
use crate::document::Input;
use crate::lower::Ctx;
use crate::source::{Span, Spanned};
use crate::units::{Ranges, nearest};
use crate::vocabulary::Secret;

static TYPES: Table = Table::new(include_str!("facts/grids.tsv"));
static KEYS: Table = Table::new(include_str!("facts/grid_keys.tsv"));

/// A kind of grid, a row of the table.
struct Type {
    name: &'static str,
    ranges: &'static str,
    /// Keys in the order of the resource; a `?` ends one that may be left out.
    resource: &'static str,
    instead: &'static str,
}

/// A key of a grid and what it becomes.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub command: &'static str,
    pub attribute: &'static str,
    pub value: String,
    pub input: Input,
}

/// A grid as HTCondor is told of it.
#[derive(Debug, Clone)]
pub(super) struct Meant {
    /// `deltacloud http://…`.
    pub resource: String,
    /// What the resource follows from.
    pub inputs: Vec<Input>,
    pub parts: Vec<Part>,
}

fn cells<const N: usize>(row: &'static str) -> [&'static str; N] {
    let mut cells = row.split('\t');
    std::array::from_fn(|_| cells.next().unwrap_or_default())
}

fn types() -> impl Iterator<Item = Type> {
    TYPES.rows().iter().map(|row| {
        let [name, ranges, resource, instead] = cells(row);
        Type {
            name,
            ranges,
            resource,
            instead,
        }
    })
}

/// What is said of a grid, by key: text, and whether it is a path on the host.
fn said(grid: &Grid) -> Vec<(&'static str, &Spanned<String>, bool)> {
    let plain: [(&'static str, &Option<Spanned<String>>); 14] = [
        ("url", &grid.url),
        ("system", &grid.system),
        ("login", &grid.login),
        ("schedd", &grid.schedd),
        ("collector", &grid.collector),
        ("project", &grid.project),
        ("zone", &grid.zone),
        ("subscription", &grid.subscription),
        ("queue", &grid.queue),
        ("username", &grid.username),
        ("instance", &grid.instance),
        ("image", &grid.image),
        ("location", &grid.location),
        ("size", &grid.size),
    ];
    let secret: [(&'static str, &Option<Secret>); 5] = [
        ("password", &grid.password),
        ("access_key", &grid.access_key),
        ("secret_key", &grid.secret_key),
        ("auth_file", &grid.auth_file),
        ("admin_key", &grid.admin_key),
    ];
    let plain = plain
        .into_iter()
        .filter_map(|(key, value)| Some((key, value.as_ref()?, false)));
    let secret = secret
        .into_iter()
        .filter_map(|(key, value)| Some((key, &value.as_ref()?.secret, true)));
    plain.chain(secret).collect()
}

/// The grid called `name` as the version is told of it; `None` when something is wrong with it,
/// which [`check`] reports.
pub(super) fn meant(home: &Home<'_>, name: &str, grid: &Grid) -> Option<Meant> {
    let kind = grid.kind.as_ref()?;
    let known = types().find(|known| known.name == kind.value)?;
    if !Ranges::trusted(known.ranges).contains(home.version()) {
        return None;
    }
    let all = said(grid);
    let input = |key: &str, value: &Spanned<String>| {
        let what = format!("services.condor.grids.{name}.{key}: {}", value.value);
        Input::at(what, value.span)
    };
    let mut words = vec![known.name.to_owned()];
    let mut inputs = vec![input("type", kind)];
    for key in known.resource.split(' ') {
        let key = key.trim_end_matches('?');
        if let Some((_, value, _)) = all.iter().find(|(have, _, _)| *have == key) {
            words.push(value.value.clone());
            inputs.push(input(key, value));
        }
    }
    let parts = KEYS
        .find(known.name)
        .iter()
        .filter_map(|row| {
            let [_, key, command, attribute, _] = cells(row);
            let (_, value, is_path) = all.iter().find(|(have, _, _)| *have == key)?;
            let text = if *is_path {
                value.value.strip_prefix("file:")?
            } else {
                value.value.as_str()
            };
            Some(Part {
                command,
                attribute,
                value: text.to_owned(),
                input: input(key, value),
            })
        })
        .collect();
    Some(Meant {
        resource: words.join(" "),
        inputs,
        parts,
    })
}

/// What is wrong with the grids of the pool; said for its submit hosts.
pub(super) fn check(ctx: &Ctx<'_>, home: &Home<'_>, found: &mut Vec<Diagnostic>) {
    let grids = home.wanted(ctx).and_then(|wanted| wanted.grids.as_ref());
    for (name, grid) in grids.into_iter().flatten() {
        let Some(kind) = &grid.kind else {
            found.push(
                Diagnostic::new(
                    &GRID_KEYS,
                    name.span,
                    format!("the grid `{}` has no type", name.value),
                )
                .help(format!("add `type`: one of {}", names().join(", "))),
            );
            continue;
        };
        let Some(known) = types().find(|known| known.name == kind.value) else {
            let diagnostic = Diagnostic::new(
                &GRID_NOT_IN_VERSION,
                kind.span,
                format!(
                    "no version of htcondor knows grids of type `{}`",
                    kind.value
                ),
            );
            found.push(match nearest(&kind.value, names().into_iter()) {
                Some(near) => diagnostic.did_you_mean(kind.span, near),
                None => diagnostic.help(format!("it knows {}", names().join(", "))),
            });
            continue;
        };
        if !Ranges::trusted(known.ranges).contains(home.version()) {
            found.push(too_late(home, kind, &known));
            continue;
        }
        keys(&name.value, grid, kind.span, &known, found);
    }
}

fn names() -> Vec<&'static str> {
    types().map(|known| known.name).collect()
}

/// A type that the version has no more, or not yet.
fn too_late(home: &Home<'_>, kind: &Spanned<String>, known: &Type) -> Diagnostic {
    let version = &home.product.version.value;
    let diagnostic = Diagnostic::new(
        &GRID_NOT_IN_VERSION,
        kind.span,
        format!("htcondor {version} has no grids of type `{}`", kind.value),
    )
    .label(home.product.version.span, "the version is stated here")
    .note(format!("versions that have them: {}", prose(known.ranges)));
    let instead: Vec<&str> = known
        .instead
        .split(',')
        .filter(|one| !one.is_empty())
        .collect();
    match instead.as_slice() {
        [] => diagnostic.help("take the grid out, or change the version"),
        some => diagnostic.help(format!(
            "use `{}`; or start hosts by a script of `services.condor.cron` that let them join the pool",
            some.join("`, `")
        )),
    }
}

fn prose(ranges: &str) -> String {
    let range = |one: &str| match one.split_once("..") {
        Some((first, "")) => format!("{first} and later"),
        Some((first, last)) => format!("{first} to {last}"),
        None => one.to_owned(),
    };
    ranges.split(';').map(range).collect::<Vec<_>>().join(", ")
}

fn keys(name: &str, grid: &Grid, span: Span, known: &Type, found: &mut Vec<Diagnostic>) {
    let all = said(grid);
    let resource: Vec<(&str, bool)> = known
        .resource
        .split(' ')
        .map(|key| (key.trim_end_matches('?'), !key.ends_with('?')))
        .collect();
    let rows: Vec<[&'static str; 5]> = KEYS.find(known.name).iter().map(|row| cells(row)).collect();
    for (key, value, is_path) in &all {
        let of_type = resource.iter().any(|(have, _)| have == key)
            || rows.iter().any(|[_, have, ..]| have == key);
        if !of_type {
            let takes: Vec<&str> = resource
                .iter()
                .map(|(key, _)| *key)
                .chain(rows.iter().map(|[_, key, ..]| *key))
                .collect();
            found.push(
                Diagnostic::new(
                    &GRID_KEYS,
                    value.span,
                    format!("a grid of type `{}` has no `{key}`", known.name),
                )
                .help(format!("it has {}", takes.join(", "))),
            );
        } else if *is_path && !value.value.starts_with("file:/") {
            found.push(
                Diagnostic::new(
                    &GRID_KEYS,
                    value.span,
                    format!("HTCondor reads the `{key}` of a grid from a file"),
                )
                .help("write `{secret: file:/path}`"),
            );
        } else if value.value.contains(['"', '\\', '\n'])
            || resource.iter().any(|(have, _)| have == key)
                && value.value.contains(char::is_whitespace)
        {
            found.push(
                Diagnostic::new(
                    &GRID_KEYS,
                    value.span,
                    format!("`{key}` of a grid cannot be `{}`", value.value),
                )
                .help("write one word without quotes and backslashes"),
            );
        }
    }
    let has = |key: &str| all.iter().any(|(have, _, _)| *have == key);
    let needed = resource
        .iter()
        .filter(|(_, needed)| *needed)
        .map(|(key, _)| *key)
        .chain(rows.iter().filter(|row| row[4] == "y").map(|row| row[1]));
    let missing: Vec<&str> = needed.filter(|key| !has(key)).collect();
    if !missing.is_empty() {
        found.push(
            Diagnostic::new(
                &GRID_KEYS,
                span,
                format!("the grid `{name}` does not say all that its type needs"),
            )
            .help(format!("add {}", missing.join(", "))),
        );
    }
    if known.name == "deltacloud" && has("instance") == has("image") {
        found.push(
            Diagnostic::new(
                &GRID_KEYS,
                span,
                format!("the grid `{name}` names what to start in one way: `instance` or `image`"),
            )
            .help("write one of them"),
        );
    }
}
