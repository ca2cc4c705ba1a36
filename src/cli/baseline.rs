//! The baseline of `clusterc check`: read, applied, written.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::files::words;
use crate::baseline::Baseline;
use crate::output::{Rewrite, rewrite};
use crate::pipeline::Compilation;

/// Findings that are known.
#[derive(Debug, clap::Args)]
pub struct BaselineArgs {
    /// A file of lints that are known: they do not count, and an entry whose finding is gone is
    /// reported.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write the file, which is not there yet, from what is found now.
    #[arg(long, requires = "baseline", conflicts_with = "update_baseline")]
    init_baseline: bool,
    /// Take entries whose finding is gone out of the file. It adds none.
    #[arg(long, requires = "baseline")]
    update_baseline: bool,
}

/// The baseline of a run, if it has one that is there.
///
/// # Errors
/// What to say when it cannot be read, or is there and shall be made.
pub fn read(args: &BaselineArgs) -> Result<Option<Baseline>, String> {
    let Some(path) = &args.baseline else {
        return Ok(None);
    };
    let shown = path.display();
    match std::fs::read_to_string(path) {
        Ok(_) if args.init_baseline => Err(format!(
            "`{shown}` exists already; `--update-baseline` takes out what is gone, and to begin \
             anew, remove it"
        )),
        Ok(text) => Baseline::read(&path.to_string_lossy(), &text)
            .map(Some)
            .map_err(|error| format!("cannot read `{shown}`: {error}")),
        Err(error) if error.kind() == ErrorKind::NotFound && args.init_baseline => Ok(None),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(format!(
            "cannot read `{shown}`: there is no such file; `--init-baseline` makes it"
        )),
        Err(error) => Err(format!("cannot read `{shown}`: {}", words(&error))),
    }
}

/// Takes what is known out of the compilation, and writes the file when that was asked for.
/// Returns what to say about it.
///
/// # Errors
/// When the file cannot be written.
pub fn apply(
    args: &BaselineArgs,
    known: Option<Baseline>,
    compilation: &mut Compilation,
) -> Result<Option<String>, String> {
    let Some(path) = &args.baseline else {
        return Ok(None);
    };
    let shown = path.display();
    let is_new = known.is_none();
    let known = known.unwrap_or_else(|| Baseline::of(&path.to_string_lossy(), compilation));
    if !is_new && !args.update_baseline {
        known.apply(compilation);
        return Ok(None);
    }
    let Some(rest) = known.shrunk(compilation) else {
        if !is_new {
            known.apply(compilation);
        }
        return Ok(Some(format!(
            "`{shown}` is not written: behind errors not everything is found"
        )));
    };
    rest.apply(compilation);
    if is_new || rest.text() != known.text() {
        write(path, &rest)?;
    }
    Ok(Some(if is_new {
        let count = rest.count();
        let findings = if count == 1 { "finding" } else { "findings" };
        format!("{shown}: {count} {findings} written")
    } else {
        format!("{shown}: {} of {} are left", rest.count(), known.count())
    }))
}

fn write(path: &Path, baseline: &Baseline) -> Result<(), String> {
    let text = baseline.text();
    let file = Rewrite {
        path: path.to_owned(),
        before: None,
        after: text.as_bytes(),
    };
    rewrite(&[file]).map_err(|error| error.to_string())
}
