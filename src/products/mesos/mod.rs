//! Mesos: masters and agents.
//!
//! Makes their flags, in whatever files and dialect the packages of the version read. Never makes
//! credentials, access lists or the files that other flags name.

mod agent;
mod agent_check;
mod common;
pub mod constraints;
pub mod facts;
mod flags;
mod grammar;
mod guards;
mod home;
mod isolators;
mod jobs;
mod loads;
mod lower;
mod master;
mod masters;
mod rules;
pub mod section;
mod spell;
mod units;

#[cfg(test)]
mod tests;

pub use constraints::check_constraints;
pub use guards::GUARDS;
pub use jobs::groups as job_groups;
pub use loads::LOADS;
pub use lower::EMITTERS;
pub use rules::RULES;
pub use units::unit_needs;

use crate::diagnostic::Rule;

/// Rules about roles that are missing.
pub static ABSENCE: &[&Rule] = &[
    &rules::MASTERS_WITHOUT_ZOOKEEPER,
    &rules::AGENT_WITHOUT_MASTER,
];
