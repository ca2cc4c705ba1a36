//! Where every daemon listens: stated ports, or the version's defaults.

use super::Knowledge;
use super::rules::{PORT_NOT_YET, PORT_TWICE, UNKNOWN_PORT};
use crate::catalog;
use crate::cluster::{Class, Cluster, Endpoint, Endpoints};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Span;
use crate::units::{Version, nearest};
use crate::vocabulary::RoleDef;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How a daemon listens on a port that the profile does not state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listening {
    pub number: u16,
    /// Whether nothing listens there.
    pub closed: bool,
    /// The profile's line that it is this number for, when it is not the version's default.
    pub because: Option<Span>,
}

/// A product's answer for a port of a role's daemon on the hosts of a class, given what the
/// release does by itself; `None` where it stays so.
pub type Listener = fn(&Cluster, &Class, &'static str, &str, Listening) -> Option<Listening>;

/// One port of a role's daemon on the hosts of a class.
struct Port {
    name: &'static str,
    number: u16,
    span: Option<Span>,
    because: Option<Span>,
    closed: bool,
}

/// Ports and listening address by class, role and instance.
type PortsOfClasses = BTreeMap<(u32, &'static str, String), (Vec<Port>, Option<String>)>;

/// Derives all endpoints and reports ports that two daemons of a host share.
pub(super) fn derive(cluster: &mut Cluster, knowledge: &Knowledge, diagnostics: &mut Diagnostics) {
    let mut endpoints = Endpoints::default();
    let mut ports = PortsOfClasses::new();
    for (at, class) in cluster.classes.iter().enumerate() {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        for placed in &class.roles {
            let list = ports_of(
                cluster,
                class,
                placed.role,
                &placed.instance,
                knowledge,
                diagnostics,
            );
            let bind = class
                .daemon(placed.role.name, &placed.instance)
                .and_then(|daemon| daemon.bind.as_ref())
                .map(|bind| bind.value.clone());
            let (list, floating): (Vec<Port>, Vec<Port>) =
                list.into_iter().partition(|port| port.number != 0);
            for port in floating {
                endpoints.add_floating(at, placed.role.name, port.name);
            }
            ports.insert(
                (at, placed.role.name, placed.instance.clone()),
                (list, bind),
            );
        }
        clashes(class, at, &ports, diagnostics);
    }
    for role in knowledge.vocabulary.roles() {
        for placement in cluster.placements.of(role.name) {
            let Some(host) = cluster.host(placement.host) else {
                continue;
            };
            let key = (host.class, role.name, placement.instance.clone());
            let Some((list, bind)) = ports.get(&key) else {
                continue;
            };
            for port in list {
                endpoints.add(
                    role.name,
                    port.name,
                    Endpoint {
                        host: placement.host,
                        instance: placement.instance.clone(),
                        address: Arc::clone(&host.address.value),
                        port: port.number,
                        port_span: port.span,
                        because: port.because,
                        closed: port.closed,
                        bind: bind.clone(),
                    },
                );
            }
        }
    }
    cluster.endpoints = endpoints;
}

fn ports_of(
    cluster: &Cluster,
    class: &Class,
    role: &'static RoleDef,
    instance: &str,
    knowledge: &Knowledge,
    diagnostics: &mut Diagnostics,
) -> Vec<Port> {
    let Some(facts) = (knowledge.facts)(role.product) else {
        return Vec::new();
    };
    let version = class
        .products
        .get(role.product)
        .map(|product| &product.facts_of);
    let stated = class
        .daemon(role.name, instance)
        .and_then(|daemon| daemon.ports.as_ref());
    let known: Vec<_> = catalog::ports(facts, role.name).collect();
    if let Some(stated) = stated {
        for name in stated.keys() {
            let fact = known.iter().find(|port| port.name == name.value);
            if let (Some(fact), Some(version)) = (fact, version) {
                if !fact.is_of(version) && !others_have(role, &name.value, version, knowledge) {
                    let (when, help) = match (fact.since(), fact.gone()) {
                        (_, Some(gone)) if *version >= gone => {
                            (format!("it had before {gone}"), "take it out")
                        }
                        (first, _) => {
                            let first = first.map(|first| first.to_string()).unwrap_or_default();
                            let when = format!("it has from {first} on");
                            (when, "take it out, or raise the version")
                        }
                    };
                    diagnostics.push(
                        Diagnostic::new(
                            &PORT_NOT_YET,
                            name.span,
                            format!(
                                "{} {} of {} {version} has no port `{}`",
                                article(role.name),
                                role.name,
                                role.product,
                                name.value
                            ),
                        )
                        .note(format!("{when}, by the key `{}`", fact.key))
                        .help(help)
                        .hosts(class.hosts.iter().copied()),
                    );
                }
                continue;
            }
            if fact.is_some() {
                continue;
            }
            // Said for a whole service, a port may be another role's.
            let elsewhere = knowledge
                .vocabulary
                .roles()
                .filter(|other| other.service == role.service)
                .any(|other| catalog::ports(facts, other.name).any(|port| port.name == name.value));
            if elsewhere {
                continue;
            }
            let names: Vec<&str> = known.iter().map(|port| port.name).collect();
            let diagnostic = Diagnostic::new(
                &UNKNOWN_PORT,
                name.span,
                format!(
                    "{} {} has no port called `{}`",
                    article(role.name),
                    role.name,
                    name.value
                ),
            )
            .hosts(class.hosts.iter().copied());
            diagnostics.push(match nearest(&name.value, names.iter().copied()) {
                Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                None => diagnostic.help(format!("its ports are {}", names.join(", "))),
            });
        }
    }
    known
        .into_iter()
        .filter(|port| version.is_none_or(|version| port.is_of(version)))
        .filter_map(|port| {
            let stated = stated.and_then(|stated| {
                stated
                    .iter()
                    .find(|(name, _)| name.value == port.name)
                    .map(|(_, number)| number)
            });
            let (number, span, closed, because) = if let Some(number) = stated {
                (number.value.get(), Some(number.span), false, None)
            } else {
                let usual = Listening {
                    number: port.default(version)?,
                    closed: port.closed,
                    because: None,
                };
                let Listening {
                    number,
                    closed,
                    because,
                } = knowledge
                    .listeners
                    .iter()
                    .find_map(|listener| listener(cluster, class, role.name, port.name, usual))
                    .unwrap_or(usual);
                (number, None, closed, because)
            };
            Some(Port {
                closed,
                name: port.name,
                number,
                span,
                because,
            })
        })
        .collect()
}

/// Whether another daemon of the service, for which the port may be said as well, has it in this
/// version.
fn others_have(role: &RoleDef, port: &str, version: &Version, knowledge: &Knowledge) -> bool {
    knowledge
        .vocabulary
        .roles()
        .filter(|other| other.service == role.service && other.name != role.name)
        .filter_map(|other| Some((other, (knowledge.facts)(other.product)?)))
        .flat_map(|(other, facts)| catalog::ports(facts, other.name))
        .any(|fact| fact.name == port && fact.is_of(version))
}

fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    }
}

/// Two daemons of one host on one port.
fn clashes(class: &Class, at: u32, ports: &PortsOfClasses, diagnostics: &mut Diagnostics) {
    let mut taken: BTreeMap<u16, (&'static RoleDef, &'static str, Option<Span>)> = BTreeMap::new();
    for placed in &class.roles {
        let key = (at, placed.role.name, placed.instance.clone());
        let Some((list, _)) = ports.get(&key) else {
            continue;
        };
        for port in list.iter().filter(|port| !port.closed) {
            let Some(&(role, name, span)) = taken.get(&port.number) else {
                taken.insert(port.number, (placed.role, port.name, port.span));
                continue;
            };
            if one_process(role, placed.role) {
                continue;
            }
            // Two defaults of one version do not clash unless the products say so themselves.
            let Some(place) = port.span.or(span) else {
                continue;
            };
            let mut diagnostic = Diagnostic::new(
                &PORT_TWICE,
                place,
                format!(
                    "port {} is taken twice: by `{}` ({name}) and `{}` ({})",
                    port.number, role.name, placed.role.name, port.name
                ),
            )
            .help("give one of them another port under `daemons.….ports`")
            .hosts(class.hosts.iter().copied());
            if let (Some(first), Some(_)) = (span, port.span) {
                diagnostic = diagnostic.label(first, "also taken here");
            }
            diagnostics.push(diagnostic);
        }
    }
}

/// Whether one process does the work of both roles.
fn one_process(one: &RoleDef, other: &RoleDef) -> bool {
    one.name != other.name && one.product == other.product && one.daemon == other.daemon
}
