//! `services.condor.submits`: descriptions of jobs for a grid, shipped to submit hosts.

use super::grids;
use super::home::{Home, made_from};
use super::knobs::Knobs;
use super::routes;
use super::rules::SUBMIT_COMMAND;
use super::section::Submit;
use crate::catalog::Table;
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::{ConfigDocument, Entry, Input, Origin, Syntax, TargetPath};
use crate::lower::{Ctx, Emitted};
use crate::source::Spanned;
use crate::units::{Ranges, nearest};

static COMMANDS: Table = Table::new(include_str!("facts/submit_commands.tsv"));

static DESCRIPTION: Derivation = Derivation {
    name: "condor-submit-description",
    summary: "services.condor.submits: a job for a grid, with what its grid needs; `condor_submit` reads it",
    source: "condor_submit: universe, grid_resource, queue",
};

/// Commands that other keys of the language say.
const OWN: [(&str, &str); 5] = [
    ("universe", "it is `grid`"),
    ("grid_resource", "it follows from `grid`"),
    ("executable", "say it by `executable`"),
    ("notification", "say it by `notification`"),
    ("queue", "say it by `count`"),
];

/// Makes the descriptions of these submit hosts.
pub(super) fn emit(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    let Some(home) = Home::of(ctx).filter(|home| home.has("condor-submit")) else {
        return;
    };
    let Some(wanted) = home.wanted(ctx) else {
        return;
    };
    let mut knobs = Knobs::new(&home);
    for (name, submit) in wanted.submits.iter().flatten() {
        let Some(submit) = submit else { continue };
        let grid = submit.grid.as_ref().and_then(|to| {
            let grid = routes::find(wanted, to, &mut knobs)?;
            grids::meant(&home, &to.value, grid)
        });
        let entries = lines(&home, name, submit, grid.as_ref(), &mut knobs);
        let path = format!("{}/submit/{}.sub", home.layout.conf, name.value);
        let Ok(path) = TargetPath::new(path) else {
            continue;
        };
        emitted.documents.push(ConfigDocument {
            product: "htcondor",
            name: format!("submit {}", name.value).into(),
            path,
            syntax: Syntax::Lines,
            mode: 0o644,
            owner: "root".into(),
            group: "root".into(),
            // Nobody: `condor_submit` of whoever submits it.
            readers: Vec::new(),
            made_by: &DESCRIPTION,
            made_from: made_from(ctx),
            entries,
            prose: String::new(),
        });
    }
    emitted.diagnostics.append(&mut knobs.found);
}

fn lines(
    home: &Home<'_>,
    name: &Spanned<String>,
    submit: &Submit,
    grid: Option<&grids::Meant>,
    knobs: &mut Knobs<'_>,
) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut add = |command: &str, text: String, inputs: Vec<Input>| {
        let origin = Origin::derived(&DESCRIPTION, inputs);
        entries.push(Entry::new(command.to_owned(), text, origin));
    };
    let said = |key: &str, value: &str, span| {
        let what = format!("services.condor.submits.{}.{key}: {value}", name.value);
        Input::at(what, span)
    };
    if let (Some(meant), Some(to)) = (grid, &submit.grid) {
        let to = said("grid", &to.value, to.span);
        add("universe", "universe = grid".to_owned(), vec![to.clone()]);
        let mut inputs = vec![to];
        inputs.extend(meant.inputs.iter().cloned());
        add(
            "grid_resource",
            format!("grid_resource = {}", meant.resource),
            inputs,
        );
        for part in &meant.parts {
            let text = format!("{} = {}", part.command, part.value);
            add(part.command, text, vec![part.input.clone()]);
        }
    }
    // A grid's job has a name for people only where the grid starts machines.
    let executable = submit.executable.as_ref().unwrap_or(name);
    add(
        "executable",
        format!("executable = {}", executable.value),
        vec![said("executable", &executable.value, executable.span)],
    );
    if let Some(word) = &submit.notification {
        let text = word.value.word();
        add(
            "notification",
            format!("notification = {text}"),
            vec![said("notification", text, word.span)],
        );
    }
    for (command, value) in submit.commands.iter().flatten() {
        if let Some(diagnostic) = unknown(home, command) {
            knobs.found.push(diagnostic);
            continue;
        }
        add(
            &command.value,
            format!("{} = {}", command.value, value.value),
            vec![said(&command.value, &value.value, command.span)],
        );
    }
    let count = submit.count.as_ref().map_or(1, |count| count.value);
    let input = submit.count.as_ref().map_or_else(
        || said("count", "1", name.span),
        |count| said("count", &count.value.to_string(), count.span),
    );
    let text = if count == 1 {
        "queue".to_owned()
    } else {
        format!("queue {count}")
    };
    add("queue", text, vec![input]);
    entries
}

/// What is wrong with a raw command.
fn unknown(home: &Home<'_>, command: &Spanned<String>) -> Option<Diagnostic> {
    let text = command.value.to_ascii_lowercase();
    if let Some((_, help)) = OWN.iter().find(|(name, _)| *name == text) {
        return Some(
            Diagnostic::new(
                &SUBMIT_COMMAND,
                command.span,
                format!("`{}` is stated elsewhere", command.value),
            )
            .help(*help),
        );
    }
    // An attribute of the job's own.
    if text.starts_with('+') || text.starts_with("my.") {
        return None;
    }
    let version = &home.product.version.value;
    let row = COMMANDS.find(&text).first();
    let ranges = row.and_then(|row| row.split('\t').nth(1));
    match ranges {
        Some(ranges) if Ranges::trusted(ranges).contains(home.version()) => None,
        Some(ranges) => Some(
            Diagnostic::new(
                &SUBMIT_COMMAND,
                command.span,
                format!("condor_submit {version} has no command `{}`", command.value),
            )
            .note(format!("versions that have it: {ranges}"))
            .help("take it out, or change the version"),
        ),
        None => {
            let names = COMMANDS
                .rows()
                .iter()
                .map(|row| row.split('\t').next().unwrap_or_default());
            let diagnostic = Diagnostic::new(
                &SUBMIT_COMMAND,
                command.span,
                format!("condor_submit {version} has no command `{}`", command.value),
            )
            .note("it would be taken for a macro, and change nothing");
            Some(match nearest(&text, names) {
                Some(near) => diagnostic.did_you_mean(command.span, near),
                None => diagnostic.help("an attribute of the job begins with `+` or `MY.`"),
            })
        }
    }
}
