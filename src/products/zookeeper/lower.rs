//! The documents of ZooKeeper.

use super::{java_env, myid, sasl, zoo_cfg};
use crate::lower::Emitter;

/// Documents of this product.
pub const EMITTERS: &[Emitter] = &[
    Emitter {
        name: "zoo-cfg",
        product: "zookeeper",
        emit: zoo_cfg::emit,
    },
    Emitter {
        name: "myid",
        product: "zookeeper",
        emit: myid::emit,
    },
    Emitter {
        name: "java-env",
        product: "zookeeper",
        emit: java_env::emit,
    },
    Emitter {
        name: "zookeeper-login",
        product: "zookeeper",
        emit: sasl::emit,
    },
];
