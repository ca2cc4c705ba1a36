//! What runs where.

use std::collections::BTreeMap;

use crate::diagnostic::Derivation;
use crate::document::Input;
use crate::source::Span;
use crate::vocabulary::RoleDef;

/// An instance of a service: a nameservice, an ensemble, a cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    pub name: String,
    /// Whether the profile names it with `@`; else it is called as the cluster.
    pub named: bool,
    /// Where it is first mentioned.
    pub span: Span,
}

/// Why a role is on a host.
#[derive(Debug, Clone, PartialEq)]
pub enum Cause {
    /// The profile says so, here.
    Written(Span),
    /// It follows from other roles.
    Derived(&'static Derivation, Vec<Input>),
}

/// A role on a host.
#[derive(Debug, Clone)]
pub struct Placement {
    pub host: u32,
    /// The instance; for roles without instances the service's only one or empty.
    pub instance: String,
    pub cause: Cause,
}

/// A role of a class, with its instance.
#[derive(Debug, Clone)]
pub struct Placed {
    pub role: &'static RoleDef,
    pub instance: String,
}

/// All placements by role, each in profile order of hosts.
#[derive(Debug, Default)]
pub struct Placements {
    by_role: BTreeMap<&'static str, Vec<Placement>>,
}

impl Cause {
    /// The profile's place behind the placement, if there is one.
    pub fn span(&self) -> Option<Span> {
        match self {
            Self::Written(span) => Some(*span),
            Self::Derived(_, inputs) => inputs.iter().find_map(|input| input.span),
        }
    }
}

impl Placements {
    /// Adds a placement; a second one of the same role and instance on a host changes nothing.
    pub fn add(&mut self, role: &'static str, placement: Placement) {
        self.by_role.entry(role).or_default().push(placement);
    }

    /// Puts hosts in order and takes repetitions out; to be called after the last `add`.
    pub fn settle(&mut self) {
        for placements in self.by_role.values_mut() {
            placements.sort_by(|a, b| (a.host, &a.instance).cmp(&(b.host, &b.instance)));
            placements.dedup_by(|a, b| a.host == b.host && a.instance == b.instance);
        }
    }

    /// Placements of one role.
    pub fn of(&self, role: &str) -> &[Placement] {
        self.by_role.get(role).map_or(&[], Vec::as_slice)
    }

    /// All roles that are placed, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &[Placement])> {
        self.by_role
            .iter()
            .map(|(role, placements)| (*role, placements.as_slice()))
    }
}
