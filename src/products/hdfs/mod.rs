//! HDFS: namenodes, datanodes, journalnodes and their failover controllers.
//!
//! Addresses and quorums follow from roles; nothing here formats or starts anything.

mod addresses;
mod check;
mod directories;
mod fencing;
mod guards;
mod ha;
mod hdfs_site;
mod host_lists;
mod lower;
mod place;
mod rules;
pub mod section;
mod security;
mod storage;
#[cfg(test)]
mod tests;

pub use guards::GUARDS;
pub use lower::EMITTERS;
pub use place::PLACERS;
pub use rules::{ABSENCE, RULES};
pub use security::SECURED;
