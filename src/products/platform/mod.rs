//! Operating-system releases: which systemd, which cgroup version and which Java path they have.
//!
//! Reads one table and answers from it. Never looks at the machine it runs on.

mod release;

pub use release::{Cgroup, Confidence, Family, OsRelease, UnknownOs, release, releases};
