//! Lists of workers by name: who may join, who is being drained.

use crate::cluster::Host;
use crate::diagnostic::{Derivation, Diagnostic, Rule};
use crate::document::{Entry, Input, Origin};
use crate::lower::Ctx;
use crate::source::Spanned;
use crate::units::{Pattern, nearest};
use crate::vocabulary::List;

/// Hosts that a service drains of a role.
#[derive(Debug, Clone, Copy)]
pub struct Draining {
    pub role: &'static str,
    /// The service whose `decommission` lists them.
    pub service: &'static str,
    pub rule: &'static Derivation,
    /// Fires for a name that is no host with the role.
    pub unknown: &'static Rule,
}

/// A line that names a host as others reach it.
pub fn line(host: &Host, rule: &'static Derivation, input: Input) -> Entry {
    Entry::new(
        host.name.to_string(),
        host.address.value.to_string(),
        Origin::derived(rule, vec![input]),
    )
}

impl Draining {
    /// A line for each host of the list.
    pub fn entries(
        &self,
        ctx: &Ctx<'_>,
        list: Option<&List<Spanned<String>>>,
        found: &mut Vec<Diagnostic>,
    ) -> Vec<Entry> {
        let workers = ctx.cluster.placements.of(self.role);
        let mut entries = Vec::new();
        for item in list.into_iter().flat_map(|list| list.iter()) {
            let names: Vec<String> = match Pattern::parse(&item.value) {
                Ok(pattern) => pattern.expand().map(|one| one.text).collect(),
                Err(_) => vec![item.value.clone()],
            };
            for name in names {
                let index = ctx.cluster.find(&name).filter(|index| {
                    workers
                        .binary_search_by_key(index, |placement| placement.host)
                        .is_ok()
                });
                if let Some(host) = index.and_then(|index| ctx.cluster.host(index)) {
                    let input = Input::at(
                        format!("services.{}.decommission: {name}", self.service),
                        item.span,
                    );
                    entries.push(line(host, self.rule, input));
                    continue;
                }
                let names = workers
                    .iter()
                    .filter_map(|placement| ctx.cluster.host(placement.host))
                    .map(|host| &*host.name);
                let diagnostic = Diagnostic::new(
                    self.unknown,
                    item.span,
                    format!("`{name}` is no {} of this cluster", self.role),
                );
                found.push(match nearest(&name, names) {
                    Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                    None => {
                        diagnostic.help("a host that is drained keeps its role until it is empty")
                    }
                });
            }
        }
        entries
    }
}
