//! `clusterc fix`

use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::Serialize;

use super::files::{Opened, ProfileArgs};
use super::{Exit, Format, print};
use crate::diagnostic::{Severity, render};
use crate::fixes::{self, Change, Edited, Fixed};
use crate::output::{Rewrite, rewrite};

/// Apply the fixes that diagnostics offer to a profile and its layers.
///
/// Only those that keep the meaning: no byte of an output may change. An edit that would bring an
/// error is left out and named. All else in the files stays as it is.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    profile: ProfileArgs,
    /// Write nothing; print the edits as a unified diff and exit 1 when there are any.
    #[arg(long, visible_alias = "dry-run")]
    diff: bool,
    /// Apply guesses too, such as the nearest known name; read the diff.
    #[arg(long = "unsafe", visible_alias = "unsafe-fixes")]
    guesses: bool,
}

/// What was mended, or would be.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FixReport {
    /// Whether files were written; `false` with `--diff`, and when nothing was to be.
    pub written: bool,
    /// The edits, in the order they were made.
    pub applied: Vec<FixRow>,
    /// What was offered and not applied.
    pub refused: Vec<FixRow>,
    /// What was applied, as a unified diff.
    pub diff: String,
    /// Guesses that `--unsafe` would try.
    pub unsafe_left: usize,
    /// Errors of the mended profile.
    pub errors: usize,
    /// Its warnings.
    pub warnings: usize,
}

/// One fix.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FixRow {
    pub file: String,
    /// Before the edit.
    pub line: usize,
    pub code: String,
    pub name: String,
    /// What it does.
    pub title: String,
    pub old: String,
    pub new: String,
    /// Whether it keeps the meaning.
    pub safe: bool,
    /// Why it was not applied.
    pub refused: Option<String>,
}

pub fn run(args: &Args, format: Format) -> Exit {
    let opened = match Opened::new(&args.profile, format) {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    if opened.main() == "-" && !args.diff {
        print::error("standard input cannot be written to: name a file, or ask for the `--diff`");
        return Exit::NotDone;
    }
    let fixed = opened.compiled(&args.profile, format, || {
        let deny = args.profile.deny.is_some();
        fixes::fix(opened.files(), opened.main(), args.guesses, deny)
    });
    let mut fixed = match fixed {
        Ok(fixed) => fixed,
        Err(exit) => return exit,
    };
    opened.show_names(&mut fixed.compilation);
    if !args.diff
        && let Err(message) = write(&opened, &fixed.files)
    {
        print::error(&message);
        return Exit::NotDone;
    }
    report(args, &opened, &fixed, format);
    if fixed.compilation.has_errors() || args.diff && !fixed.files.is_empty() {
        return Exit::Found;
    }
    Exit::Done
}

/// Writes the files, unless one of them is not any more what was read.
fn write(opened: &Opened, files: &[Edited]) -> Result<(), String> {
    let files: Vec<Rewrite<'_>> = files
        .iter()
        .map(|file| Rewrite {
            path: opened.path_of(&file.path),
            before: Some(file.before.as_bytes()),
            after: file.after.as_bytes(),
        })
        .collect();
    rewrite(&files).map_err(|error| error.to_string())
}

fn report(args: &Args, opened: &Opened, fixed: &Fixed, format: Format) {
    let shown = |file: &str| opened.path_of(file).to_string_lossy().into_owned();
    let mut diff = String::new();
    for file in &fixed.files {
        let name = shown(&file.path);
        diff.push_str(&fixes::unified(&name, &file.before, &file.after));
    }
    if format == Format::Json {
        let found = |severity| {
            let all = fixed.compilation.diagnostics.iter();
            all.filter(|found| found.severity == severity).count()
        };
        let rows = |changes: &[Change]| changes.iter().map(|one| row(one, &shown)).collect();
        print::json(&FixReport {
            written: !args.diff && !fixed.files.is_empty(),
            applied: rows(&fixed.applied),
            refused: rows(&fixed.refused),
            diff,
            unsafe_left: fixed.unsafe_left,
            errors: found(Severity::Error),
            warnings: found(Severity::Warning),
        });
        return;
    }
    if args.diff {
        print::result(&diff);
    } else {
        let mut text = String::new();
        for change in &fixed.applied {
            let _ = writeln!(text, "{}", line(change, &shown));
        }
        print::result(&text);
    }
    print::diagnostics(&fixed.compilation, format);
    for change in &fixed.refused {
        let reason = change.refused.as_deref().unwrap_or_default();
        let reason = render::visible_line(reason);
        print::note(&format!("not applied: {}: {reason}", line(change, &shown)));
    }
    print::note(&summary(args, fixed));
}

fn line(change: &Change, shown: &dyn Fn(&str) -> String) -> String {
    let what = match (change.old.as_str(), change.new.as_str()) {
        (old, "") => format!("removed `{old}`"),
        ("", new) => format!("added `{new}`"),
        (old, new) => format!("`{old}` → `{new}`"),
    };
    render::visible_line(&format!(
        "{}:{}: {what} ({} {})",
        shown(&change.file),
        change.line,
        change.code,
        change.rule
    ))
}

fn row(change: &Change, shown: &dyn Fn(&str) -> String) -> FixRow {
    FixRow {
        file: shown(&change.file),
        line: change.line,
        code: change.code.to_owned(),
        name: change.rule.to_owned(),
        title: change.title.clone(),
        old: change.old.clone(),
        new: change.new.clone(),
        safe: change.safe,
        refused: change.refused.clone(),
    }
}

fn summary(args: &Args, fixed: &Fixed) -> String {
    let counted = |count: usize, one: &str, many: &str| {
        let word = if count == 1 { one } else { many };
        format!("{count} {word}")
    };
    let offers = |count| counted(count, "fix", "fixes");
    let mut text = match (fixed.applied.len(), args.diff) {
        (0, _) => "nothing was mended".to_owned(),
        (count, true) => format!("{} would be applied", offers(count)),
        (count, false) => format!("{} applied", offers(count)),
    };
    if !fixed.refused.is_empty() {
        let _ = write!(text, "; {} not applied", offers(fixed.refused.len()));
    }
    if fixed.unsafe_left > 0 {
        let guesses = counted(fixed.unsafe_left, "guess", "guesses");
        let _ = write!(text, "; {guesses} left for `--unsafe`");
    }
    text
}
