//! Tachyon 0.4 to 0.8 and Alluxio 1 and 2: memory of the workers in front of a file system.
//!
//! Makes the properties and env files of masters and workers, in the words of the version, their
//! ramdisk, and what Hadoop's clients need. Never makes the proxy, FUSE mounts, the log server or
//! `metrics.properties`, and formats no journal.

mod check;
pub mod constraints;
mod env;
pub mod facts;
mod guards;
mod home;
mod lists;
mod loads;
mod login;
mod lower;
mod masters;
mod place;
mod properties;
mod rules;
mod schemes;
pub mod section;
mod site;
mod spell;
mod storage;
mod under;
mod units;

#[cfg(test)]
mod tests;

pub use constraints::check_constraints;
pub use guards::GUARDS;
pub use loads::LOADS;
pub use lower::EMITTERS;
pub use place::PLACERS;
pub use rules::RULES;
pub use schemes::schemes;
pub use units::unit_needs;

use crate::diagnostic::Rule;

/// Rules about roles that are missing.
pub static ABSENCE: &[&Rule] = &[
    &rules::NO_MASTER,
    &rules::NO_ZOOKEEPER,
    &rules::UNSHARED_JOURNAL,
    &rules::NO_HDFS,
];
