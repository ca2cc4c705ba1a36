//! From profiles as written to the cluster as meant; one pass a file.
//!
//! No pass stops at the first mistake: each returns what it could make and what it found. Nothing
//! here knows a product beyond the words of the vocabulary and the tables of its facts.

mod classes;
mod endpoints;
mod hosts;
mod instances;
mod layers;
mod limits;
mod load;
mod merge;
mod platform;
mod roles;
mod rules;
mod security;
mod select;
mod settings;
mod template;
mod templates;

pub use endpoints::{Listener, Listening};
pub use load::{Files, Loaded, load};
pub use roles::{Placer, Placing};
pub use rules::RULES;

use crate::catalog::ProductFacts;
use crate::cluster::{Class, Cluster};
use crate::diagnostic::Diagnostics;
use crate::profile::v1::LintLevel;
use crate::source::{Sources, Spanned};
use crate::vocabulary::Vocabulary;

/// What products contribute to resolving; the registry fills it.
#[derive(Debug, Clone, Copy)]
pub struct Knowledge {
    pub vocabulary: Vocabulary,
    /// Facts by product name.
    pub facts: fn(&str) -> Option<&'static ProductFacts>,
    /// Rules that place roles which follow from others.
    pub placers: &'static [&'static [Placer]],
    /// Where daemons listen otherwise than their release does by itself.
    pub listeners: &'static [Listener],
    /// Products that follow `security.kerberos`, and those that follow `security.tls`.
    pub with_kerberos: &'static [Follower],
    pub with_tls: &'static [Follower],
}

/// A product that follows what `security` states.
#[derive(Debug, Clone, Copy)]
pub struct Follower {
    pub product: &'static str,
    /// What must ask for it; `None` where the product always follows.
    pub asked: Option<Asked>,
}

/// What asks a product to follow.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// Its place in the profile, in words.
    pub by: &'static str,
    /// Whether hosts of the product are asked.
    pub is: fn(&Class) -> bool,
}

impl Follower {
    /// One that always does.
    #[must_use]
    pub const fn always(product: &'static str) -> Self {
        Self {
            product,
            asked: None,
        }
    }

    fn is_among(&self, cluster: &Cluster) -> bool {
        cluster.classes.iter().any(|class| {
            class.has_product(self.product) && self.asked.is_none_or(|asked| (asked.is)(class))
        })
    }
}

/// A resolved profile.
#[derive(Debug, Default)]
pub struct Resolved {
    pub cluster: Cluster,
    pub lints: Vec<(Spanned<String>, LintLevel)>,
}

/// Resolves loaded profiles.
pub fn resolve(
    loaded: &Loaded,
    sources: &Sources,
    knowledge: &Knowledge,
    diagnostics: &mut Diagnostics,
) -> Resolved {
    let layers = layers::read(loaded, knowledge, diagnostics);
    let mut cluster = Cluster {
        name: layers.names.name.clone(),
        domain: layers.names.domain.clone(),
        hosts_file: layers.names.hosts_file.clone(),
        security: security::read(&layers, diagnostics),
        ..Cluster::default()
    };
    let sound = diagnostics.errors();
    let lines = hosts::expand(&layers, &mut cluster, diagnostics);
    let mut inventory = select::Inventory::new(&cluster, &lines, &layers);
    let written = roles::written(&layers, &lines, &inventory, knowledge, diagnostics);
    instances::settle(&mut cluster, written, &layers, knowledge, diagnostics);
    roles::derive(&mut cluster, &layers, knowledge, diagnostics);
    cluster.fold_roles();
    cluster.roles_in_doubt =
        diagnostics.errors() > sound || loaded.is_pruned("hosts") || loaded.is_pruned("roles");
    if !cluster.roles_in_doubt {
        instances::check_reach(&cluster, &layers, knowledge, diagnostics);
    }
    inventory.learn_roles(&cluster);
    let wishes = select::overrides(&layers, &inventory, diagnostics);
    drop(inventory);
    let mut merged = classes::make(
        &mut cluster,
        &lines,
        &layers,
        &wishes,
        knowledge,
        diagnostics,
    );
    endpoints::derive(&mut cluster, knowledge, diagnostics);
    templates::fill(
        &mut cluster,
        &mut merged,
        &knowledge.vocabulary,
        sources,
        diagnostics,
    );
    classes::finish(&mut cluster, merged, knowledge, diagnostics);
    // What the schema took out of a value is missing there.
    diagnostics.drop_explained(&rules::INTERNAL_SHAPE);
    security::idle(&cluster, knowledge, diagnostics);
    Resolved {
        cluster,
        lints: layers.lints,
    }
}
