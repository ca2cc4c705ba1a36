//! Settings of files that are made on no host they are said for.

use std::collections::BTreeMap;

use super::rules::SETTING_WITHOUT_FILE;
use super::{Lowered, Products};
use crate::cluster::Cluster;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Span;

/// Reports them. A setting whose hosts have not even the product or the role is reported when
/// profiles are resolved.
pub(super) fn report(
    cluster: &Cluster,
    products: &Products,
    lowered: &Lowered,
    diagnostics: &mut Diagnostics,
) {
    // Place of each key to its file, and whether some host it is said for has the file.
    let mut keys: BTreeMap<Span, (&str, bool)> = BTreeMap::new();
    for (class, documents) in cluster.classes.iter().zip(&lowered.classes) {
        let managed = class
            .hosts
            .first()
            .and_then(|host| cluster.host(*host))
            .is_some_and(|host| host.managed);
        for (file, settings) in &class.settings {
            let Some(known) = products.vocabulary.file(file) else {
                continue;
            };
            let reads = match known.role {
                Some(role) => class.has_role(role),
                None => class.has_product(known.product),
            };
            if !managed || !reads {
                continue;
            }
            let own = documents.own.values().flatten();
            let made =
                documents.shared.iter().chain(own).any(|document| {
                    document.product == known.product && document.name == known.name
                });
            for span in settings.values().flatten().map(|wish| wish.span) {
                keys.entry(span).or_insert((known.name, false)).1 |= made;
            }
        }
    }
    for (span, (file, _)) in keys.into_iter().filter(|(_, (_, made))| !made) {
        diagnostics.push(
            Diagnostic::new(
                &SETTING_WITHOUT_FILE,
                span,
                format!("no host it is said for has a file `{file}`"),
            )
            .help("take it out, or state what the file is made for"),
        );
    }
}
