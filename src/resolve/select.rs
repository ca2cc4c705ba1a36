//! Selectors: which hosts they match. They see the inventory only, never an override's effect.

use std::cell::{Cell, OnceCell};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::hosts::Expanded;
use super::layers::{Layers, unreadable};
use super::limits::MAX_LOOKS;
use super::rules::{
    BAD_BRACKET, BEYOND_LIMIT, EMPTY_SELECTOR, ROLE_IN_ROLES, UNKNOWN_CONDITION, UNKNOWN_HOST,
};
use crate::cluster::Cluster;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::profile::v1::{Selector, read_selector};
use crate::source::{Span, Spanned};
use crate::units::nearest;
use crate::units::{GlobPattern, Term, parse_host_set};
use crate::vocabulary::{List, split_instance};
use crate::yaml::Node;

/// What selectors may ask of hosts.
#[derive(Debug)]
pub(super) struct Inventory {
    names: Vec<Arc<str>>,
    fqdns: Vec<Arc<str>>,
    by_name: HashMap<Arc<str>, u32>,
    racks: Vec<Arc<str>>,
    platforms: Vec<Option<Arc<str>>>,
    hardware: Vec<Option<Arc<str>>>,
    labels: Vec<Arc<std::collections::BTreeMap<String, String>>>,
    /// Role and `role@instance` to hosts; filled after roles are settled.
    roles: HashMap<String, Vec<u32>>,
    /// Hosts by full name; made when a name is not in `by_name`.
    by_fqdn: OnceCell<HashMap<Arc<str>, u32>>,
    /// Whether hosts are missing whose line was refused: then no name is unknown for sure.
    doubtful: bool,
    /// How many more hosts selectors may look at; `None` once that they are too many is reported.
    looks: Cell<Option<u64>>,
}

/// Hosts among which a near name is looked for.
const MOST_NEAR: usize = 10_000;

impl Inventory {
    pub(super) fn new(cluster: &Cluster, lines: &[Expanded], layers: &Layers<'_>) -> Self {
        let count = cluster.hosts.len();
        let top_os: Option<Arc<str>> = layers
            .files
            .iter()
            .rev()
            .find_map(|layer| layer.facets.get("platform")?.get("os")?.text().cloned());
        let mut platforms = vec![top_os; count];
        let mut hardware: Vec<Option<Arc<str>>> = vec![None; count];
        for (expanded, line) in lines.iter().zip(&layers.lines) {
            let class: Option<Arc<str>> = line
                .host
                .hardware
                .as_ref()
                .map(|class| Arc::from(class.value.as_str()));
            for (&host, os) in expanded.hosts.iter().zip(&expanded.os) {
                if let Some(slot) = hardware.get_mut(host as usize) {
                    slot.clone_from(&class);
                }
                if let (Some(os), Some(slot)) = (os, platforms.get_mut(host as usize)) {
                    *slot = Some(Arc::from(os.value.as_str()));
                }
            }
        }
        Self {
            names: cluster.hosts.iter().map(|h| Arc::clone(&h.name)).collect(),
            fqdns: cluster.hosts.iter().map(|h| Arc::clone(&h.fqdn)).collect(),
            by_name: cluster.by_name.clone(),
            racks: cluster
                .hosts
                .iter()
                .map(|h| Arc::clone(&h.rack.value))
                .collect(),
            platforms,
            hardware,
            labels: cluster
                .hosts
                .iter()
                .map(|h| Arc::clone(&h.labels))
                .collect(),
            roles: HashMap::new(),
            by_fqdn: OnceCell::new(),
            doubtful: layers.loaded.lacks_hosts() || lines.iter().any(|line| line.refused),
            looks: Cell::new(Some(MAX_LOOKS)),
        }
    }

    /// Makes roles known to the condition `role`.
    pub(super) fn learn_roles(&mut self, cluster: &Cluster) {
        for (role, placements) in cluster.placements.iter() {
            for placement in placements {
                self.roles
                    .entry(role.to_owned())
                    .or_default()
                    .push(placement.host);
                self.roles
                    .entry(format!("{role}@{}", placement.instance))
                    .or_default()
                    .push(placement.host);
            }
        }
    }

    fn all(&self) -> impl Iterator<Item = u32> + use<> {
        0..u32::try_from(self.names.len()).unwrap_or(u32::MAX)
    }

    /// The hosts a selector matches. `roles_allowed` is false in `roles`.
    pub(super) fn select(
        &self,
        node: &Arc<Node>,
        roles_allowed: bool,
        diagnostics: &mut Diagnostics,
    ) -> BTreeSet<u32> {
        let selector = match read_selector(node) {
            Ok(selector) => selector,
            Err(error) => {
                diagnostics.push(unreadable(error));
                return BTreeSet::new();
            }
        };
        let hosts = self.matching(&selector, node.span, roles_allowed, diagnostics);
        let named_only = selector.hosts.is_some() && node.as_map().is_none();
        if hosts.is_empty() && !named_only && self.looks.get().is_some() {
            diagnostics.push(
                Diagnostic::new(&EMPTY_SELECTOR, node.span, "the selector matches no host")
                    .help("all conditions of a selector must hold together"),
            );
        }
        hosts
    }

    fn matching(
        &self,
        selector: &Selector,
        span: Span,
        roles_allowed: bool,
        diagnostics: &mut Diagnostics,
    ) -> BTreeSet<u32> {
        let walks = walks(selector).saturating_mul(self.names.len());
        if !self.may_look(walks, span, diagnostics) {
            return BTreeSet::new();
        }
        // The first condition makes the set, the others thin it out: names are looked up, and
        // only then are hosts walked.
        let mut set: Option<BTreeSet<u32>> = None;
        let mut meet = |hosts: BTreeSet<u32>| {
            set = Some(match set.take() {
                None => hosts,
                Some(have) => have.intersection(&hosts).copied().collect(),
            });
        };
        if let Some(terms) = &selector.hosts {
            meet(self.named(terms, diagnostics));
        }
        if let Some(roles) = &selector.role {
            meet(self.in_roles(roles, roles_allowed, diagnostics));
        }
        if let Some(racks) = &selector.rack {
            meet(self.in_racks(racks));
        }
        if let Some(wanted) = &selector.platform {
            meet(self.by_text(wanted, &self.platforms, "platform", diagnostics));
        }
        if let Some(wanted) = &selector.hardware {
            meet(self.by_text(wanted, &self.hardware, "hardware class", diagnostics));
        }
        for (label, wanted) in selector.labels.iter().flatten() {
            meet(
                self.all()
                    .filter(|&host| {
                        self.labels
                            .get(host as usize)
                            .and_then(|labels| labels.get(label))
                            .is_some_and(|value| wanted.iter().any(|want| want.value == *value))
                    })
                    .collect(),
            );
        }
        let mut hosts = set.unwrap_or_else(|| self.all().collect());
        if let Some(not) = &selector.not {
            for host in self.matching(not, span, roles_allowed, diagnostics) {
                hosts.remove(&host);
            }
        }
        hosts
    }

    /// Hosts by name; also used where a list of hosts is a value.
    pub(super) fn named(
        &self,
        terms: &List<Spanned<String>>,
        diagnostics: &mut Diagnostics,
    ) -> BTreeSet<u32> {
        let mut hosts = BTreeSet::new();
        for text in terms.iter() {
            let parsed = match parse_host_set(&text.value) {
                Ok(parsed) => parsed,
                Err(error) => {
                    diagnostics.push(
                        Diagnostic::new(&BAD_BRACKET, text.span, "the host names cannot be read")
                            .note(error.to_string()),
                    );
                    continue;
                }
            };
            for placed in parsed {
                let looks = match &placed.term {
                    Term::Names(pattern) => pattern.len(),
                    Term::Glob(_) => self.names.len(),
                };
                if !self.may_look(looks, text.span, diagnostics) {
                    return hosts;
                }
                match &placed.term {
                    Term::Names(pattern) => {
                        let mut missing = Vec::new();
                        for one in pattern.expand() {
                            match self.by_name.get(one.text.as_str()) {
                                Some(&host) => drop(hosts.insert(host)),
                                None => match self.by_full_name(&one.text) {
                                    Some(host) => drop(hosts.insert(host)),
                                    None => missing.push(one.text),
                                },
                            }
                        }
                        if !missing.is_empty() && !self.doubtful {
                            diagnostics.push(self.unknown(text, &missing));
                        }
                    }
                    Term::Glob(glob) => {
                        let before = hosts.len();
                        hosts.extend(self.globbed(glob));
                        if hosts.len() == before && !self.any_globbed(glob) {
                            diagnostics.push(
                                Diagnostic::new(
                                    &EMPTY_SELECTOR,
                                    text.span,
                                    format!("`{}` matches no host", text.value),
                                )
                                .help("correct the name, or take it out"),
                            );
                        }
                    }
                }
            }
        }
        hosts
    }

    fn by_full_name(&self, name: &str) -> Option<u32> {
        let by_fqdn = self
            .by_fqdn
            .get_or_init(|| self.fqdns.iter().map(Arc::clone).zip(self.all()).collect());
        by_fqdn.get(name).copied()
    }

    /// Whether selectors may look at `hosts` more; the first one that may not is reported.
    fn may_look(&self, hosts: usize, span: Span, diagnostics: &mut Diagnostics) -> bool {
        let Some(left) = self.looks.get() else {
            return false;
        };
        self.looks.set(left.checked_sub(hosts as u64));
        if self.looks.get().is_none() {
            diagnostics.push(
                Diagnostic::new(
                    &BEYOND_LIMIT,
                    span,
                    format!("selectors cannot look at more than {MAX_LOOKS} hosts in all"),
                )
                .here("from here on they match none")
                .help("select by fewer patterns, or give hosts a label and select by that"),
            );
        }
        self.looks.get().is_some()
    }

    fn globbed<'a>(&'a self, glob: &'a GlobPattern) -> impl Iterator<Item = u32> + 'a {
        self.all().filter(|&host| {
            self.names
                .get(host as usize)
                .is_some_and(|name| glob.matches(name))
        })
    }

    fn any_globbed(&self, glob: &GlobPattern) -> bool {
        self.globbed(glob).next().is_some()
    }

    fn unknown(&self, text: &Spanned<String>, missing: &[String]) -> Diagnostic {
        let folded = crate::units::fold(missing.iter().map(String::as_str));
        let diagnostic = Diagnostic::new(
            &UNKNOWN_HOST,
            text.span,
            if missing.len() == 1 {
                format!("no host is called `{folded}`")
            } else {
                format!("no hosts are called `{folded}`")
            },
        );
        let name = missing.first().map_or("", String::as_str);
        let near = match missing {
            [one] if self.names.len() <= MOST_NEAR => {
                nearest(one, self.names.iter().map(|name| &**name))
            }
            _ => None,
        };
        match near {
            Some(near) => {
                if text.value == name {
                    diagnostic.did_you_mean(text.span, near)
                } else {
                    diagnostic.help(format!("did you mean `{near}`?"))
                }
            }
            None => diagnostic.help("a machine exists when it stands in `hosts`"),
        }
    }

    fn in_roles(
        &self,
        roles: &List<Spanned<String>>,
        allowed: bool,
        diagnostics: &mut Diagnostics,
    ) -> BTreeSet<u32> {
        let mut hosts = BTreeSet::new();
        for role in roles.iter() {
            if !allowed {
                diagnostics.push(
                    Diagnostic::new(
                        &ROLE_IN_ROLES,
                        role.span,
                        "`roles` cannot select by role: it would depend on itself",
                    )
                    .help("select by `hosts`, `rack`, `platform`, `hardware` or `labels`"),
                );
                continue;
            }
            let (name, instance) = split_instance(&role.value);
            let vocabulary = crate::profile::v1::VOCABULARY;
            let Some(def) = vocabulary.role(name) else {
                diagnostics.push(super::roles::unknown_role(role, name, &vocabulary));
                continue;
            };
            let key = match instance {
                Some(instance) => format!("{}@{instance}", def.name),
                None => def.name.to_owned(),
            };
            hosts.extend(self.roles.get(&key).into_iter().flatten());
        }
        hosts
    }

    fn in_racks(&self, racks: &List<Spanned<String>>) -> BTreeSet<u32> {
        let mut hosts = BTreeSet::new();
        for wanted in racks.iter() {
            let pattern = if wanted.value.ends_with('/') {
                format!("{}*", wanted.value)
            } else {
                wanted.value.clone()
            };
            let Ok(terms) = parse_host_set(&pattern) else {
                continue;
            };
            let globs: Vec<GlobPattern> = terms.iter().map(|term| term.term.to_glob()).collect();
            hosts.extend(self.all().filter(|&host| {
                self.racks
                    .get(host as usize)
                    .is_some_and(|rack| globs.iter().any(|glob| glob.matches(rack)))
            }));
        }
        hosts
    }

    fn by_text(
        &self,
        wanted: &List<Spanned<String>>,
        values: &[Option<Arc<str>>],
        what: &str,
        diagnostics: &mut Diagnostics,
    ) -> BTreeSet<u32> {
        for want in wanted.iter() {
            if !values.iter().flatten().any(|have| **have == *want.value) {
                let names: BTreeSet<&str> = values.iter().flatten().map(|have| &**have).collect();
                let diagnostic = Diagnostic::new(
                    &UNKNOWN_CONDITION,
                    want.span,
                    format!("no host has the {what} `{}`", want.value),
                );
                diagnostics.push(match nearest(&want.value, names.iter().copied()) {
                    Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                    None => {
                        diagnostic.help(format!("a {what} is matched as the profile spells it"))
                    }
                });
            }
        }
        self.all()
            .filter(|&host| {
                values
                    .get(host as usize)
                    .and_then(|value| value.as_ref())
                    .is_some_and(|have| wanted.iter().any(|want| *want.value == **have))
            })
            .collect()
    }
}

/// How often a selector walks all hosts; those that `hosts` names are counted where they are read.
fn walks(selector: &Selector) -> usize {
    let lists = [
        &selector.role,
        &selector.rack,
        &selector.platform,
        &selector.hardware,
    ];
    let labels = selector.labels.iter().flat_map(|labels| labels.values());
    let walks: usize = lists
        .into_iter()
        .flatten()
        .chain(labels)
        .map(|list| list.len().max(1))
        .sum();
    match selector.hosts {
        None => walks.max(1),
        Some(_) => walks,
    }
}

/// For each host, the overrides that match it, in order.
pub(super) fn overrides(
    layers: &Layers<'_>,
    inventory: &Inventory,
    diagnostics: &mut Diagnostics,
) -> Vec<Vec<u32>> {
    let mut wishes = vec![Vec::new(); inventory.names.len()];
    for (at, wish) in layers.overrides.iter().enumerate() {
        for host in inventory.select(&wish.selector, true, diagnostics) {
            if let Some(list) = wishes.get_mut(host as usize) {
                list.push(u32::try_from(at).unwrap_or(u32::MAX));
            }
        }
    }
    wishes
}
