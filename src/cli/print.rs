//! Printing: results to standard output, diagnostics and refusals to standard error.

use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use super::Format;
use crate::diagnostic::render::{self, View};
use crate::pipeline::Compilation;

/// Whether a result could not be printed.
static UNPRINTED: AtomicBool = AtomicBool::new(false);

/// Prints a result. A reader that went away is no error; a full disk is, see [`unprinted`].
pub fn result(text: &str) {
    let mut out = std::io::stdout().lock();
    let done = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    if let Err(failure) = done
        && failure.kind() != std::io::ErrorKind::BrokenPipe
    {
        UNPRINTED.store(true, Ordering::Relaxed);
        error(&format!("cannot print the result: {failure}"));
    }
}

/// Whether some result is lacking on standard output: then the run is not done.
pub fn unprinted() -> bool {
    UNPRINTED.load(Ordering::Relaxed)
}

/// Prints a result as JSON.
pub fn json<T: serde::Serialize>(value: &T) {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    result(&text);
}

/// Prints why nothing could be compiled: to people, and in a format that has a word for it as the
/// result too.
pub fn failure(message: &str, format: Format) {
    if let Some(text) = render::failure(format.of_diagnostics(), message) {
        result(&text);
    }
    error(message);
}

/// Prints why nothing was done.
pub fn error(message: &str) {
    let mut err = anstream::stderr().lock();
    let _ = writeln!(err, "error: {message}");
}

/// Prints a line of further words.
pub fn note(message: &str) {
    let mut err = anstream::stderr().lock();
    let _ = writeln!(err, "{message}");
}

/// The diagnostics of a compilation in a format.
pub fn rendered(compilation: &Compilation, format: Format, colour: bool) -> String {
    let fold = |hosts: &[u32]| compilation.cluster.fold(hosts);
    let view = View {
        sources: &compilation.sources,
        fold: &fold,
        silenced: &compilation.suppressed,
        colour,
    };
    render::render(
        format.of_diagnostics(),
        &compilation.diagnostics,
        compilation.suppressed.len(),
        &view,
    )
}

/// Prints the diagnostics of a compilation to standard error.
pub fn diagnostics(compilation: &Compilation, format: Format) {
    if compilation.diagnostics.is_empty() && compilation.suppressed.is_empty() {
        return;
    }
    let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let text = rendered(compilation, format, colour);
    let mut err = std::io::stderr().lock();
    let _ = err.write_all(text.as_bytes());
}

/// Rows of a table, columns padded to the widest cell.
pub fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let mut widths: Vec<usize> = head.iter().map(|cell| cell.chars().count()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    let head: Vec<String> = head.iter().map(|cell| (*cell).to_owned()).collect();
    for row in std::iter::once(&head).chain(rows) {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(cell);
            let pad = width.saturating_sub(cell.chars().count()) + 2;
            line.extend(std::iter::repeat_n(' ', pad));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
