//! The exit codes, all of them.

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done, nothing to report; warnings count as nothing unless they are denied.
    Done,
    /// The profile has errors, or there are differences.
    Found,
    /// Not done: usage, unreadable input, a refusal, I/O.
    NotDone,
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Found => 1,
            Exit::NotDone => 2,
        })
    }
}
