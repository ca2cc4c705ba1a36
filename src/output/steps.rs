//! Stops a build after a number of changes, as a crash would.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Why a change was not made.
#[derive(Debug)]
pub(super) enum StepError {
    Io(io::Error),
    Stopped,
}

impl From<io::Error> for StepError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Counts changes to the file system and stops before the one after the last allowed.
#[derive(Debug)]
pub struct Steps {
    taken: AtomicUsize,
    allowed: usize,
}

impl Steps {
    /// Never stops.
    #[must_use]
    pub const fn all() -> Self {
        Self::at_most(usize::MAX)
    }

    /// Stops before change number `allowed` (from 0).
    #[must_use]
    pub const fn at_most(allowed: usize) -> Self {
        Self {
            taken: AtomicUsize::new(0),
            allowed,
        }
    }

    /// How many changes were made.
    pub fn taken(&self) -> usize {
        self.taken.load(Ordering::Relaxed)
    }

    /// Counts the change that the caller is about to make.
    pub(super) fn take(&self) -> Result<(), StepError> {
        if self.taken.load(Ordering::Relaxed) >= self.allowed {
            return Err(StepError::Stopped);
        }
        self.taken.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
}
