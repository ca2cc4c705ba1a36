//! The documents of Tachyon and Alluxio.

use super::{env, lists, properties};
use crate::lower::Emitter;

/// Documents of this product.
pub const EMITTERS: &[Emitter] = &[
    Emitter {
        name: "alluxio-site",
        product: "alluxio",
        emit: properties::emit,
    },
    Emitter {
        name: "alluxio-env",
        product: "alluxio",
        emit: env::emit,
    },
    Emitter {
        name: "alluxio-lists",
        product: "alluxio",
        emit: lists::emit,
    },
];
