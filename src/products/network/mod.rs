//! What a host needs so that others reach its daemons: firewalld services with its ports, and the
//! names of all hosts. Made only where the profile asks for it.
//!
//! Never decides a port or an address (the cluster knows them), and never touches what an
//! administrator keeps in a zone.

mod firewalld;
mod hosts_file;
mod rules;

pub use rules::RULES;

use crate::lower::Emitter;

/// Documents of this product, for hosts of any product.
pub const EMITTERS: &[Emitter] = &[
    Emitter {
        name: "firewalld",
        product: "network",
        emit: firewalld::emit,
    },
    Emitter {
        name: "hosts-file",
        product: "network",
        emit: hosts_file::emit,
    },
];
