//! What each version of each product knows: keys, families, renames, ports, variables.
//!
//! Facts are the products' tables, searched as they are; this module names no product. Nothing
//! is parsed before it is asked for.

mod facts;
mod families;
mod key;
pub mod layout;
mod lookup;
mod names;
mod near;
mod ports;
mod table;
#[cfg(test)]
mod tests;
mod value;
mod versions;

pub use facts::ProductFacts;
pub use key::{FamilyFact, KeyFact, KeyLife, KeyNames, KeyType, Known};
pub use lookup::{life, look_up};
pub use names::{spelling, without_prefix};
pub use near::nearest;
pub use ports::{PortFact, ports};
pub use table::Table;
pub use value::{check_value, enum_values};
pub use versions::{VersionStatus, version_status};
