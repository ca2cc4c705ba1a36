//! What each version of each product knows: keys, families, renames, ports, variables.
//!
//! Facts are the products' tables, searched as they are; this module names no product. Nothing
//! is parsed before it is asked for.

mod between;
mod costs;
mod facts;
mod families;
mod key;
pub mod layout;
mod life;
mod list;
mod lookup;
mod names;
mod near;
mod ports;
mod table;
#[cfg(test)]
mod tests;
mod value;
mod versions;

pub use between::{
    ChangedDefault, Crossing, changed_defaults, crossings, renamed_between, variable_instead,
};
pub use costs::{ALL, Cost, Impact, costs, readers};
pub use facts::{ProductFacts, file};
pub use key::{
    FamilyFact, KeyFact, KeyLife, KeyNames, KeySpan, KeyState, KeyType, KeyValue, Known,
};
pub use life::life;
pub use list::{Listed, Named, list, names};
pub use lookup::look_up;
pub use names::{is_name, spelling, without_prefix};
pub use near::nearest;
pub use ports::{PortFact, ports};
pub use table::Table;
pub use value::{check_value, enum_values};
pub use versions::{VersionStatus, version_status};
