//! From the cluster to documents: calls every product's emitters once a class, and once a host
//! where a document asked for a fact of its own host.
//!
//! Whether it asked is recorded by the accessor ([`Ctx::host`]), not declared.

mod context;
mod file_system;
mod files;
mod guard;
mod heard;
mod rules;
mod run;
mod secret;
mod settings;
mod slice;
mod unit;
mod unread;
mod value;

pub use context::Ctx;
pub use file_system::{Contributions, FileSystem, FileSystems, JobGroups, Scheme, Schemes};
pub use files::Assets;
pub use guard::{Guard, GuardKind};
pub use rules::{
    DERIVED_UNKNOWN, JOBS_OUTSIDE_SLICE, KEY_GONE, KEY_NOT_YET, RENAMED, RULES, derived_unknown,
};
pub use run::{ClassDocuments, Lowered, lower};
pub use slice::{InSlice, slice_path};
pub use unit::{UnitNeed, UnitNeeds};

use std::sync::Arc;

use crate::catalog::ProductFacts;
use crate::cluster::Cluster;
use crate::diagnostic::{Diagnostic, Rule};
use crate::document::ConfigDocument;
use crate::vocabulary::Vocabulary;

/// Makes the documents of one kind for the hosts of a class.
#[derive(Debug)]
pub struct Emitter {
    pub name: &'static str,
    /// The product that must be on the hosts (`hadoop`, `mesos`; `network` and `systemd` are everywhere).
    pub product: &'static str,
    pub emit: fn(&Ctx<'_>, &mut Emitted),
}

/// Gives a document its final keys and files once `settings` were applied to it, for products
/// whose keys stand in a file under other names, or each in a file of its own.
pub type Spell = fn(&Ctx<'_>, ConfigDocument) -> Vec<ConfigDocument>;

/// What an emitter made.
#[derive(Debug, Default)]
pub struct Emitted {
    pub documents: Vec<ConfigDocument>,
    pub diagnostics: Vec<Diagnostic>,
    /// What happens to each document after `settings`. It may not ask for facts of the host.
    pub spell: Option<Spell>,
}

/// Looks at all documents of a host together, settings applied.
pub type Check = fn(&Ctx<'_>, &[Arc<ConfigDocument>]) -> Vec<Diagnostic>;

/// Looks at the documents of all classes together.
pub type Whole = fn(&Cluster, &Lowered) -> Vec<Diagnostic>;

/// What products contribute to lowering; the registry fills it.
#[derive(Debug, Clone, Copy)]
pub struct Products {
    pub vocabulary: Vocabulary,
    pub facts: fn(&str) -> Option<&'static ProductFacts>,
    pub emitters: &'static [&'static [Emitter]],
    /// Keys that are stated elsewhere, so that `settings` may not state them again.
    pub guards: &'static [&'static [Guard]],
    /// Keys that are stated elsewhere where the profile states `security`.
    pub secured: &'static [&'static [Guard]],
    /// Rules about roles that are missing: silent where a role could not be placed as written.
    pub absence: &'static [&'static [&'static Rule]],
    /// What is looked for in the documents of a class of hosts.
    pub checks: &'static [Check],
    /// What is looked for in the documents of all classes together, once.
    pub whole: &'static [Whole],
    pub contributions: Contributions,
}
