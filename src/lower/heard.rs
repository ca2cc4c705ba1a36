//! Whether what the profile says of a daemon reaches any output.
//!
//! The reverse of origins: each entry names the places it follows from, so a place that no entry
//! names was written for nobody.

use std::collections::{BTreeMap, BTreeSet};

use super::rules::UNHEARD_DAEMON_KEY;
use super::run::Lowered;
use crate::cluster::{Class, Cluster};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::{ConfigDocument, Origin};
use crate::profile::v1::Daemon;
use crate::source::{FileId, Span};

/// Something the profile says of a daemon.
struct Said {
    key: String,
    /// Its places: of a list every item, and one that is heard is enough.
    at: Vec<Span>,
    /// What is said: daemons that share a file may say the same.
    value: String,
    /// Whether outputs of other hosts may follow from it: a port, an address.
    shared: bool,
}

impl Said {
    fn first(&self) -> Span {
        self.at
            .first()
            .copied()
            .unwrap_or(Span::start_of(FileId(0)))
    }

    fn in_any(&self, heard: &BTreeSet<Span>) -> bool {
        self.at.iter().any(|span| heard.contains(span))
    }
}

/// Reports what is said of daemons and reaches no output of the hosts it is said for.
pub(super) fn check(cluster: &Cluster, lowered: &Lowered, diagnostics: &mut Diagnostics) {
    let heard: Vec<BTreeSet<Span>> = lowered
        .classes
        .iter()
        .map(|class| {
            let own = class.own.values().flatten();
            let mut spans = BTreeSet::new();
            for document in class.shared.iter().chain(own) {
                collect(document, &mut spans);
            }
            spans
        })
        .collect();
    let everywhere: BTreeSet<Span> = heard.iter().flatten().copied().collect();
    // Said for a whole service, a key is heard when one of its roles hears it.
    let mut by_role: BTreeMap<(&str, Span), bool> = BTreeMap::new();
    for (at, class) in cluster.classes.iter().enumerate() {
        for ((role, _), daemon) in &class.daemons {
            for said in said(daemon) {
                let here = heard.get(at).is_some_and(|heard| said.in_any(heard));
                *by_role.entry((role, said.first())).or_default() |= here;
            }
        }
    }
    for (at, class) in cluster.classes.iter().enumerate() {
        if !managed(cluster, class) || diagnostics.concern_error(&class.hosts) {
            continue;
        }
        let empty = BTreeSet::new();
        let heard = heard.get(at).unwrap_or(&empty);
        let all = || class.daemons.values().flat_map(said);
        let agreed = |said: &Said| {
            all().any(|other| {
                other.key == said.key && other.value == said.value && other.in_any(heard)
            })
        };
        for ((role, _), daemon) in &class.daemons {
            for said in said(daemon) {
                let here = said.in_any(heard) || agreed(&said);
                let by_role = by_role.get(&(*role, said.first())).copied();
                let elsewhere = said.shared || !by_role.unwrap_or_default();
                if here || elsewhere && said.in_any(&everywhere) {
                    continue;
                }
                let placed = class.roles.iter().find(|placed| placed.role.name == *role);
                let Some(name) = placed.map(|placed| placed.role.product) else {
                    continue;
                };
                let Some(product) = class.products.get(name) else {
                    continue;
                };
                let found = Diagnostic::new(
                    &UNHEARD_DAEMON_KEY,
                    said.first(),
                    format!("`{}` reaches no output of the `{role}`", said.key),
                )
                .note(format!(
                    "no file of {} {} ({}) would say it",
                    name, product.version.value, product.flavour
                ))
                .help("take it out; what daemons share is said once for their service")
                .hosts(class.hosts.iter().copied());
                // Daemons that share a file: it says what one of them wants.
                let beside = class.daemons.iter().find_map(|((other, _), daemon)| {
                    let mut heard = self::said(daemon)
                        .into_iter()
                        .filter(|one| one.in_any(heard));
                    let one = heard.find(|one| one.key == said.key)?;
                    Some((*other, one.first()))
                });
                diagnostics.push(match beside {
                    Some((other, at)) => found.label(at, format!("that of the `{other}` does")),
                    None => found,
                });
            }
        }
    }
}

fn managed(cluster: &Cluster, class: &Class) -> bool {
    class
        .hosts
        .first()
        .and_then(|&host| cluster.host(host))
        .is_some_and(|host| host.managed)
}

fn said(daemon: &Daemon) -> Vec<Said> {
    let mut list = Vec::new();
    let mut add = |key: &str, value: String, at: Vec<Span>, shared: bool| {
        if !at.is_empty() {
            list.push(Said {
                key: key.to_owned(),
                value,
                at,
                shared,
            });
        }
    };
    if let Some(heap) = &daemon.heap {
        add("heap", heap.value.to_string(), vec![heap.span], false);
    }
    if let Some(options) = &daemon.java_opts {
        let values: Vec<&str> = options.iter().map(|option| option.value.as_str()).collect();
        let at = options.iter().map(|option| option.span).collect();
        add("java_opts", values.join(" "), at, false);
    }
    for (name, value) in daemon.env.iter().flatten() {
        let key = format!("env.{}", name.value);
        let at = vec![name.span, value.span];
        add(&key, value.value.clone(), at, false);
    }
    for (name, port) in daemon.ports.iter().flatten() {
        let key = format!("ports.{}", name.value);
        add(&key, port.value.to_string(), vec![port.span], true);
    }
    if let Some(bind) = &daemon.bind {
        add("bind", bind.value.clone(), vec![bind.span], true);
    }
    for (name, paths) in daemon.dirs.iter().flatten() {
        let items = paths.iter().map(|path| path.span);
        let spans = std::iter::once(name.span).chain(items).collect();
        let values: Vec<&str> = paths.iter().map(|path| path.value.as_str()).collect();
        let key = format!("dirs.{}", name.value);
        add(&key, values.join(","), spans, true);
    }
    if let Some(user) = &daemon.user {
        add("user", user.value.clone(), vec![user.span], true);
    }
    list
}

fn collect(document: &ConfigDocument, spans: &mut BTreeSet<Span>) {
    spans.extend(document.made_from.iter().filter_map(|input| input.span));
    for entry in &document.entries {
        origin(&entry.origin, spans);
    }
}

fn origin(from: &Origin, spans: &mut BTreeSet<Span>) {
    match from {
        Origin::Profile(span) => drop(spans.insert(*span)),
        Origin::Derived { inputs, .. } => {
            spans.extend(inputs.iter().filter_map(|input| input.span));
        }
        Origin::Default { .. } => {}
        Origin::Override { winner, lost } => {
            origin(winner, spans);
            for lost in lost {
                origin(&lost.origin, spans);
            }
        }
    }
}
