//! The documents of Mesos.

use super::{agent, master};
use crate::lower::Emitter;

/// Documents of this product.
pub const EMITTERS: &[Emitter] = &[
    Emitter {
        name: "mesos-master",
        product: "mesos",
        emit: master::emit,
    },
    Emitter {
        name: "mesos-agent",
        product: "mesos",
        emit: agent::emit,
    },
    Emitter {
        name: "mesos-zk",
        product: "mesos",
        emit: master::zk_file,
    },
];
