//! Version 1 of the profile language.
//!
//! The types describe both what is typed (their schema, short forms included) and what is left
//! after short forms were expanded and layers merged (their `Deserialize`).

mod daemon;
mod facets;
mod file;
mod hardware;
mod host;
mod platform;
mod product;
mod root;
mod security;
mod selector;
mod setting;
mod shares;
mod short;
mod words;

pub use daemon::Daemon;
pub use facets::{FACETS, Facets, Products, Services};
pub use file::File;
pub use hardware::{Disks, Hardware};
pub use host::{Host, Rack, RackSpread};
pub use platform::{Cgroup, Firewalld, Platform};
pub use product::{Product, Units};
pub use root::{Cluster, Language, LintLevel, Override, Profile, read_selector};
pub use security::{Kerberos, Protection, Security, Tls};
pub use selector::Selector;
pub use setting::Setting;
pub use shares::{Promise, Share, Shares};
pub use short::expand;
pub use words::VOCABULARY;

/// The schema of a whole profile as written, before it is reshaped for clear errors.
pub fn written_schema(generator: schemars::SchemaGenerator) -> schemars::Schema {
    generator.into_root_schema_for::<root::WrittenProfile>()
}
