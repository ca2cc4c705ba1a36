//! MapReduce on YARN: the job defaults and the history server.

mod env;
mod guards;
mod mapred_site;
mod rules;
pub mod section;
mod security;
#[cfg(test)]
mod tests;

pub use guards::GUARDS;
pub use rules::{ABSENCE, RULES};
pub use security::SECURED;

use crate::lower::Emitter;

/// Documents of MapReduce.
pub const EMITTERS: &[Emitter] = &[
    Emitter {
        name: "mapred-site",
        product: "hadoop",
        emit: mapred_site::emit,
    },
    Emitter {
        name: "mapred-env",
        product: "hadoop",
        emit: env::emit,
    },
];
