//! Runs the emitters over classes, in parallel, results in order.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::rules::{DERIVED_UNKNOWN, FILE_CONTENT, FILE_MISSING};
use super::{Assets, Ctx, Emitted, Products, files, heard, settings, unread};
use crate::cluster::{Class, Cluster};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::document::ConfigDocument;
use crate::source::Span;

/// Products that are on every host.
const EVERYWHERE: [&str; 2] = ["network", "systemd"];

/// The documents of one class.
#[derive(Debug, Default)]
pub struct ClassDocuments {
    /// The same for every host of the class.
    pub shared: Vec<Arc<ConfigDocument>>,
    /// Documents that depend on their host.
    pub own: BTreeMap<u32, Vec<Arc<ConfigDocument>>>,
}

impl ClassDocuments {
    /// All documents of the first host.
    #[must_use]
    pub fn of_first(&self) -> Vec<Arc<ConfigDocument>> {
        let own = self.own.values().next().into_iter().flatten();
        self.shared.iter().chain(own).map(Arc::clone).collect()
    }
}

/// All documents, one element a class of the cluster.
#[derive(Debug, Default)]
pub struct Lowered {
    pub classes: Vec<ClassDocuments>,
}

/// Lowers the cluster.
pub fn lower(
    cluster: &Cluster,
    products: &Products,
    assets: &Assets,
    diagnostics: &mut Diagnostics,
) -> Lowered {
    let made: Vec<(ClassDocuments, Vec<Diagnostic>)> = cluster
        .classes
        .par_iter()
        .map(|class| lower_class(cluster, class, products, assets))
        .collect();
    let mut lowered = Lowered::default();
    let silent = |diagnostic: &Diagnostic| {
        cluster.roles_in_doubt
            && products
                .absence
                .iter()
                .flat_map(|rules| rules.iter())
                .any(|rule| *rule == diagnostic.rule)
    };
    let sound = diagnostics.errors();
    // A content that could not be read is a mistake that is reported already.
    let unread = |diagnostic: &Diagnostic, reported: &Diagnostics| {
        *diagnostic.rule == FILE_CONTENT
            && reported.error_behind(diagnostic.primary.span, &FILE_MISSING)
    };
    let (mut classes, mut all) = (Vec::new(), Vec::new());
    for (documents, found) in made {
        all.extend(
            found
                .into_iter()
                .filter(|diagnostic| !silent(diagnostic) && !unread(diagnostic, diagnostics)),
        );
        classes.push(documents);
    }
    // That a version lacks a derived key follows, where anything else is wrong, from what is asked
    // of the version.
    let is_ours = |diagnostic: &Diagnostic| *diagnostic.rule == DERIVED_UNKNOWN;
    let wrong = |one: &Diagnostic| one.severity == Severity::Error && !is_ours(one);
    if diagnostics.has_errors() || all.iter().any(wrong) {
        all.retain(|diagnostic| !is_ours(diagnostic));
    }
    diagnostics.extend(all);
    lowered.classes = classes;
    for check in products.whole {
        let found = check(cluster, &lowered);
        diagnostics.extend(found);
    }
    heard::check(cluster, &lowered, diagnostics);
    // A file may be missing because of a mistake that is reported already.
    if sound == 0 && diagnostics.errors() == 0 {
        unread::report(cluster, products, &lowered, diagnostics);
    }
    lowered
}

fn lower_class(
    cluster: &Cluster,
    class: &Class,
    products: &Products,
    assets: &Assets,
) -> (ClassDocuments, Vec<Diagnostic>) {
    let mut documents = ClassDocuments::default();
    let mut found = Vec::new();
    let Some(&first) = class.hosts.first() else {
        return (documents, found);
    };
    if !cluster.host(first).is_some_and(|host| host.managed)
        || class.roles.is_empty()
            && class.facets.units.is_empty()
            && class.facets.files.is_empty()
            && class.facets.shares.0.is_empty()
    {
        return (documents, found);
    }
    for emitter in products.emitters.iter().flat_map(|list| list.iter()) {
        if !EVERYWHERE.contains(&emitter.product) && !class.products.contains_key(emitter.product) {
            continue;
        }
        let ctx = Ctx::new(cluster, class, first, products.contributions);
        let mut emitted = Emitted::default();
        (emitter.emit)(&ctx, &mut emitted);
        let asked = ctx.take_asked();
        let hosts = if asked {
            &class.hosts[..]
        } else {
            &class.hosts[..1]
        };
        for (at, &host) in hosts.iter().enumerate() {
            let mut emitted = if at == 0 {
                std::mem::take(&mut emitted)
            } else {
                let ctx = Ctx::new(cluster, class, host, products.contributions);
                let mut emitted = Emitted::default();
                (emitter.emit)(&ctx, &mut emitted);
                emitted
            };
            let concerned: &[u32] = if asked { &hosts[at..=at] } else { &class.hosts };
            found.extend(
                emitted
                    .diagnostics
                    .drain(..)
                    .map(|diagnostic| with_hosts(diagnostic, concerned)),
            );
            for mut document in emitted.documents {
                let applied = settings::apply(&mut document, class, cluster, products);
                found.extend(
                    applied
                        .into_iter()
                        .map(|diagnostic| with_hosts(diagnostic, concerned)),
                );
                let spelled = match emitted.spell {
                    Some(spell) => spell(&ctx, document),
                    None => vec![document],
                };
                let spelled = spelled.into_iter().map(Arc::new);
                if asked {
                    documents.own.entry(host).or_default().extend(spelled);
                } else {
                    documents.shared.extend(spelled);
                }
            }
        }
    }
    checks(
        &Ctx::new(cluster, class, first, products.contributions),
        &documents,
        products,
        &mut found,
    );
    let mut shipped = Vec::new();
    let mut files = files::documents(class, assets, &mut shipped);
    files.retain(|file| match made(&documents, file) {
        Some(other) => {
            shipped.push(files::made_already(file, &other));
            false
        }
        None => true,
    });
    let files = apart(files, &documents, &mut shipped);
    documents.shared.extend(files.into_iter().map(Arc::new));
    found.extend(
        shipped
            .into_iter()
            .map(|diagnostic| with_hosts(diagnostic, &class.hosts)),
    );
    (documents, found)
}

/// What the products' checks find in the documents of the first host of a class.
fn checks(
    ctx: &Ctx<'_>,
    documents: &ClassDocuments,
    products: &Products,
    found: &mut Vec<Diagnostic>,
) {
    let all = documents.of_first();
    // A value that is refused already says nothing more.
    let refused: BTreeSet<Span> = found
        .iter()
        .filter(|one| one.severity == Severity::Error)
        .map(|one| one.primary.span)
        .collect();
    found.extend(
        products
            .checks
            .iter()
            .flat_map(|check| check(ctx, &all))
            .filter(|one| !refused.contains(&one.primary.span))
            .map(|diagnostic| with_hosts(diagnostic, &ctx.class.hosts)),
    );
}

/// The shipped files of which none is also a folder of another file.
fn apart(
    files: Vec<ConfigDocument>,
    documents: &ClassDocuments,
    found: &mut Vec<Diagnostic>,
) -> Vec<ConfigDocument> {
    let mut kept: Vec<ConfigDocument> = Vec::new();
    for file in files {
        let own = documents.own.values().flatten();
        let made = documents
            .shared
            .iter()
            .chain(own)
            .find_map(|other| files::below(&file, other, true));
        let clash = made.or_else(|| {
            kept.iter()
                .find_map(|other| files::below(&file, other, false))
        });
        match clash {
            Some(diagnostic) => found.push(diagnostic),
            None => kept.push(file),
        }
    }
    kept
}

/// The document that the compiler itself makes at the path of a shipped file.
fn made(documents: &ClassDocuments, file: &ConfigDocument) -> Option<Arc<ConfigDocument>> {
    let own = documents.own.values().flatten();
    documents
        .shared
        .iter()
        .chain(own)
        .find(|document| document.path == file.path)
        .cloned()
}

fn with_hosts(diagnostic: Diagnostic, hosts: &[u32]) -> Diagnostic {
    if diagnostic.hosts.is_empty() {
        diagnostic.hosts(hosts.iter().copied())
    } else {
        diagnostic
    }
}
