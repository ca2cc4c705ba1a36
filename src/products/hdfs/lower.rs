//! The documents of HDFS.

use super::{check, directories, hdfs_site, host_lists};
use crate::lower::Emitter;

/// Documents of this product; the first makes none, it only looks at what was placed.
pub const EMITTERS: &[Emitter] = &[
    Emitter {
        name: "hdfs-check",
        product: "hadoop",
        emit: check::check,
    },
    Emitter {
        name: "hdfs-site",
        product: "hadoop",
        emit: hdfs_site::emit,
    },
    Emitter {
        name: "host-lists",
        product: "hadoop",
        emit: host_lists::emit,
    },
    Emitter {
        name: "hdfs-directories",
        product: "hadoop",
        emit: directories::emit,
    },
];
