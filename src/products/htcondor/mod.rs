//! HTCondor: pools of central managers, submit hosts and execute hosts.
//!
//! Makes what the daemons of a host read beside the packages' own configuration. Never makes
//! credentials, users or the jobs themselves.

pub mod facts;
mod mentions;
mod place;
pub mod section;
pub mod template;
mod value;

pub use place::PLACERS;
