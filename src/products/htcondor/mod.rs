//! HTCondor: pools of central managers, submit hosts and execute hosts.
//!
//! Makes what the daemons of a host read beside the packages' own configuration. Never makes
//! credentials, users or the jobs themselves.

mod analysis;
mod auth;
mod check;
pub mod constraints;
mod cron;
mod env;
pub mod facts;
mod files;
mod grids;
mod guards;
mod ha;
mod home;
mod jobs;
mod kerberos;
mod knobs;
mod lists;
mod loads;
mod long;
mod lower;
mod macros;
mod meeting;
mod mentions;
mod place;
mod pool;
mod routes;
mod rules;
mod sandbox;
pub mod section;
mod security;
mod slots;
mod submits;
pub mod template;
mod transforms;
mod value;
mod value_rules;

pub use analysis::check_values;
pub use constraints::check_constraints;
pub use guards::{GUARDS, SECURED};
pub use jobs::groups as job_groups;
pub use kerberos::{KERBEROS_BY, asks_for_kerberos};
pub use loads::LOADS;
pub use lower::EMITTERS;
pub use place::PLACERS;
pub use rules::RULES;
pub use value_rules::VALUE_RULES;

use crate::diagnostic::Rule;

/// Rules about roles that are missing.
pub static ABSENCE: &[&Rule] = &[&rules::NO_MANAGER];
