//! The files of `config.d`: what was collected is cut by what it is about, once settings were
//! applied, and read in the order of the names.

use super::{cron, ha, jobs, kerberos, long, pool, routes, security, slots, transforms};
use crate::diagnostic::Derivation;
use crate::document::{ConfigDocument, Entry, Origin, TargetPath};
use crate::lower::Ctx;

/// Names in the order they are read, each with the derivations it holds. Two digits, a dash, lower
/// case: HTCondor reads them by bytes. Those of packages begin with `00`, and are read before.
static FILES: &[(&str, &[&[&Derivation]])] = &[
    ("10-pool.conf", &[pool::DERIVATIONS, ha::DERIVATIONS]),
    (
        "20-security.conf",
        &[security::DERIVATIONS, kerberos::DERIVATIONS],
    ),
    ("30-jobs.conf", &[slots::DERIVATIONS, jobs::DERIVATIONS]),
    ("40-cron.conf", &[cron::DERIVATIONS]),
    ("50-routes.conf", &[routes::DERIVATIONS]),
    ("60-transforms.conf", &[transforms::DERIVATIONS]),
];

/// The file of what only the profile's settings say.
pub(super) const SETTINGS: &str = "90-settings.conf";

/// Cuts a host's configuration into files.
pub(super) fn spell(_: &Ctx<'_>, document: ConfigDocument) -> Vec<ConfigDocument> {
    let (folder, _) = document.path.as_str().rsplit_once('/').unwrap_or_default();
    let folder = folder.to_owned();
    let names = FILES.iter().map(|(name, _)| *name).chain([SETTINGS]);
    let mut parts: Vec<(&str, Vec<Entry>)> = names.map(|name| (name, Vec::new())).collect();
    for entry in document.entries {
        let entry = long::tidied(entry, document.syntax);
        let name = file_of(&entry.origin);
        if let Some((_, entries)) = parts.iter_mut().find(|(have, _)| *have == name) {
            entries.push(entry);
        }
    }
    parts
        .into_iter()
        .filter(|(_, entries)| !entries.is_empty())
        .filter_map(|(name, entries)| {
            Some(ConfigDocument {
                path: TargetPath::new(format!("{folder}/{name}")).ok()?,
                entries,
                product: document.product,
                name: document.name.clone(),
                syntax: document.syntax,
                mode: document.mode,
                owner: document.owner.clone(),
                group: document.group.clone(),
                readers: document.readers.clone(),
                made_by: document.made_by,
                made_from: document.made_from.clone(),
                prose: String::new(),
            })
        })
        .collect()
}

/// The file of an entry: of what derived it, or of what it won over.
fn file_of(origin: &Origin) -> &'static str {
    match origin {
        Origin::Derived { rule, .. } => FILES
            .iter()
            .find(|(_, lists)| lists.iter().any(|list| list.contains(rule)))
            .map_or(SETTINGS, |(name, _)| name),
        Origin::Override { winner, lost } => std::iter::once(&**winner)
            .chain(lost.iter().map(|lost| &lost.origin))
            .map(file_of)
            .find(|name| *name != SETTINGS)
            .unwrap_or(SETTINGS),
        Origin::Profile(_) | Origin::Default { .. } => SETTINGS,
    }
}
