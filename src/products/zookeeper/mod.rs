//! ZooKeeper: the ensembles that elect and remember for others.
//!
//! Makes `zoo.cfg`, `myid` and `java.env`, with Kerberos `jaas.conf`. Never makes observers, dynamic configuration files or
//! the `;clientPort` form of server lines.

pub mod constraints;
mod ensemble;
pub mod facts;
mod guards;
mod home;
mod java_env;
mod loads;
mod lower;
mod myid;
mod rules;
mod sasl;
pub mod section;
mod units;
mod zoo_cfg;

#[cfg(test)]
mod tests;

pub use constraints::check_constraints;
pub use guards::GUARDS;
pub use loads::LOADS;
pub use lower::EMITTERS;
pub use rules::RULES;
pub use sasl::SECURED;
pub use units::unit_needs;
