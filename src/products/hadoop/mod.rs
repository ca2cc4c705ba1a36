//! What HDFS, YARN and MapReduce share: facts, places on a host, site files, env scripts,
//! `core-site.xml`, the rack table and the lists of workers.
//!
//! The three products of the family may import this folder; it imports none of them.

mod base_env;
pub mod constraints;
mod core_site;
pub mod dirs;
pub mod draining;
pub mod ensemble;
pub mod env;
pub mod facts;
mod file_system;
mod hadoop_env;
pub mod home;
mod loads;
mod log4j;
pub mod namespaces;
mod options;
pub mod rules;
pub mod security;
pub mod site;
#[cfg(test)]
pub mod testing;
#[cfg(test)]
mod tests;
mod topology;
mod units;
mod variables;
mod workers;

pub use constraints::check_constraints;
pub use file_system::file_system;
pub use loads::LOADS;
pub use rules::RULES;
pub use security::{SECURED, listens};
pub use units::unit_needs;

use crate::lower::Emitter;
use crate::units::Version;

/// Documents that every product of the family needs.
pub const EMITTERS: &[Emitter] = &[
    Emitter {
        name: "core-site",
        product: "hadoop",
        emit: core_site::emit,
    },
    Emitter {
        name: "hadoop-env",
        product: "hadoop",
        emit: hadoop_env::emit,
    },
    Emitter {
        name: "base-env",
        product: "hadoop",
        emit: base_env::emit,
    },
    Emitter {
        name: "log4j",
        product: "hadoop",
        emit: log4j::emit,
    },
    Emitter {
        name: "workers",
        product: "hadoop",
        emit: workers::emit,
    },
    Emitter {
        name: "topology",
        product: "hadoop",
        emit: topology::emit,
    },
    Emitter {
        name: "ssl",
        product: "hadoop",
        emit: security::ssl,
    },
    Emitter {
        name: "zookeeper-login",
        product: "hadoop",
        emit: security::jaas,
    },
    Emitter {
        name: "secure-datanode",
        product: "hadoop",
        emit: security::start_script,
    },
];

/// Whether a release is `first` or later.
pub fn since(version: &Version, first: &str) -> bool {
    first
        .parse::<Version>()
        .is_ok_and(|first| *version >= first)
}

/// Whether a release has the shell scripts, ports and file names of Hadoop 3.
pub fn is_three(version: &Version) -> bool {
    version.number(0) >= 3
}
