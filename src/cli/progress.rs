//! Says on a terminal what is being done, when it takes long; gone when it is done.

use std::io::{IsTerminal, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use super::Format;

/// How long something may take in silence, and how often the line is renewed.
const PATIENCE: Duration = Duration::from_secs(1);

/// Does `work`; while it takes longer than a second, a line on the terminal says what it is.
pub fn during<T>(what: &str, format: Format, work: impl FnOnce() -> T) -> T {
    // A terminal that cannot erase would keep every line.
    let can_erase = std::env::var_os("TERM").is_some_and(|term| term != "dumb");
    if format == Format::Json || !can_erase || !std::io::stderr().is_terminal() {
        return work();
    }
    let (working, ended) = channel();
    std::thread::scope(|scope| {
        scope.spawn(move || watch(what, &ended));
        let result = work();
        drop::<std::sync::mpsc::Sender<()>>(working);
        result
    })
}

/// Shows the line until the other end is dropped.
fn watch(what: &str, ended: &Receiver<()>) {
    let started = Instant::now();
    let mut shown = false;
    while ended.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
        shown = true;
        tell(&format!("{what} ({} s)", started.elapsed().as_secs()));
    }
    if shown {
        tell("");
    }
}

/// Puts a text in the place of the line.
fn tell(text: &str) {
    let mut err = std::io::stderr().lock();
    let _ = write!(err, "\r{text}\x1b[K");
    let _ = err.flush();
}
