//! Expands the lines of `hosts` into machines.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::sync::Arc;

use indexmap::IndexMap;

use super::layers::{Layers, Line};
use super::limits::MAX_HOSTS;
use super::rules::{
    BAD_BRACKET, BAD_HOST_NAME, BEYOND_LIMIT, HOST_TWICE, NO_DOMAIN, SPREAD_COUNT, UNPAIRED_BRACKET,
};
use crate::cluster::{Cluster, Host};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::profile::v1::Rack;
use crate::source::{Span, Spanned};
use crate::units::{PairError, Pairing, Pattern, fold, pair, spread};

/// What a line gave: which hosts, and the platform of each when it varies.
#[derive(Debug, Default)]
pub(super) struct Expanded {
    /// Indexes of the line's hosts.
    pub hosts: Vec<u32>,
    /// For each host of the line, its platform's OS as written (brackets replaced).
    pub os: Vec<Option<Spanned<String>>>,
    /// Whether hosts of the line are missing because its name was refused.
    pub refused: bool,
}

impl Expanded {
    fn refused() -> Self {
        Self {
            refused: true,
            ..Self::default()
        }
    }
}

/// Expands all lines; the result has one element a line, in order.
pub(super) fn expand(
    layers: &Layers<'_>,
    cluster: &mut Cluster,
    diagnostics: &mut Diagnostics,
) -> Vec<Expanded> {
    let mut first_line: HashMap<Arc<str>, Span> = HashMap::new();
    let mut missing_domain = None;
    let mut full = false;
    let lines = layers
        .lines
        .iter()
        .map(|line| {
            expand_line(
                line,
                layers,
                cluster,
                &mut first_line,
                &mut missing_domain,
                &mut full,
                diagnostics,
            )
        })
        .collect();
    if let Some(span) = missing_domain.filter(|_| cluster.hosts.len() > 1) {
        diagnostics.push(
            Diagnostic::new(
                &NO_DOMAIN,
                span,
                "host names are short and the cluster has no domain",
            )
            .note("the files name hosts by what is written here; every machine must resolve that")
            .help("add `cluster.domain`, or write full names"),
        );
    }
    lines
}

fn expand_line(
    line: &Line,
    layers: &Layers<'_>,
    cluster: &mut Cluster,
    first_line: &mut HashMap<Arc<str>, Span>,
    missing_domain: &mut Option<Span>,
    full: &mut bool,
    diagnostics: &mut Diagnostics,
) -> Expanded {
    let key_span = line.key.span;
    let pattern = match Pattern::parse(&line.key.value) {
        Ok(pattern) => pattern,
        Err(error) => {
            diagnostics.push(bracket_error(key_span, &error));
            return Expanded::refused();
        }
    };
    let there = cluster.hosts.len() + pattern.len();
    if there > MAX_HOSTS {
        // Once is enough: what follows is beyond the limit as well.
        if !*full {
            diagnostics.push(
                Diagnostic::new(
                    &BEYOND_LIMIT,
                    key_span,
                    format!("a cluster cannot have more than {MAX_HOSTS} hosts"),
                )
                .here(format!("with these there are {there}"))
                .help("write a smaller range"),
            );
        }
        *full = true;
        return Expanded::refused();
    }
    let mut per_host = PerHost::new(line, &pattern, diagnostics);
    let labels: Vec<(&String, Paired)> = line
        .host
        .labels
        .iter()
        .map(|(name, value)| (name, Paired::new(value, &pattern, diagnostics)))
        .collect();
    let constant_labels = Arc::new(
        labels
            .iter()
            .map(|(name, value)| ((*name).clone(), value.constant()))
            .collect::<BTreeMap<_, _>>(),
    );
    let labels_vary = labels.iter().any(|(_, value)| value.varies());
    let domain = layers.names.domain.as_ref();
    let mut expanded = Expanded::default();
    let mut twice: IndexMap<Span, Vec<Arc<str>>> = IndexMap::new();
    for (at, one) in pattern.expand().enumerate() {
        let name: Arc<str> = Arc::from(one.text.as_str());
        if let Some(problem) = name_problem(&name) {
            diagnostics.push(
                Diagnostic::new(
                    &BAD_HOST_NAME,
                    key_span,
                    format!("`{name}` is no host name"),
                )
                .note(problem),
            );
            expanded.refused = true;
            break;
        }
        if let Some(&first) = first_line.get(&name) {
            twice.entry(first).or_default().push(name);
            continue;
        }
        first_line.insert(Arc::clone(&name), key_span);
        let dotted = name.contains('.') || &*name == "localhost";
        let fqdn: Arc<str> = match domain {
            Some(domain) if !dotted => Arc::from(format!("{name}.{}", domain.value)),
            _ => {
                if !dotted && missing_domain.is_none() {
                    *missing_domain = Some(key_span);
                }
                Arc::clone(&name)
            }
        };
        let labels = if labels_vary {
            Arc::new(
                labels
                    .iter()
                    .map(|(name, value)| ((*name).clone(), value.for_host(&one.picks)))
                    .collect(),
            )
        } else {
            Arc::clone(&constant_labels)
        };
        let index = u32::try_from(cluster.hosts.len()).unwrap_or(u32::MAX);
        cluster.by_name.insert(Arc::clone(&name), index);
        cluster.hosts.push(Host {
            address: per_host.address(&one.picks, &fqdn, key_span),
            rack: per_host.rack(at, &one.picks, key_span),
            name,
            fqdn,
            labels,
            brackets: one
                .picks
                .iter()
                .zip(pattern.brackets())
                .filter_map(|(&pick, bracket)| bracket.item(pick as usize))
                .map(Arc::from)
                .collect(),
            managed: line
                .host
                .managed
                .as_ref()
                .is_none_or(|managed| managed.value),
            line: key_span,
            class: 0,
        });
        expanded.hosts.push(index);
        expanded.os.push(per_host.os(&one.picks));
    }
    for (first, names) in &twice {
        diagnostics.push(stand_twice(key_span, *first, names));
    }
    expanded
}

/// The hosts `names` of the line `again` have stood in the line `first` before.
fn stand_twice(again: Span, first: Span, names: &[Arc<str>]) -> Diagnostic {
    let folded = fold(names.iter().map(|name| &**name));
    let message = match names {
        [_] => format!("host `{folded}` stands in two lines"),
        _ => format!("hosts `{folded}` stand in two lines"),
    };
    Diagnostic::new(&HOST_TWICE, again, message)
        .here("again here")
        .label(first, "first here")
        .help("a host stands in exactly one line; give it more by `roles` or `overrides`")
}

/// The values of a line that may differ between its hosts.
struct PerHost {
    address: Option<Paired>,
    os: Option<Paired>,
    rack: RackOf,
    /// The last rack made, shared by the hosts that are in it.
    last_rack: Option<Arc<str>>,
}

enum RackOf {
    Default,
    Path(Paired),
    Spread {
        racks: Vec<Arc<str>>,
        each: usize,
        span: Span,
    },
}

impl PerHost {
    fn new(line: &Line, pattern: &Pattern, diagnostics: &mut Diagnostics) -> Self {
        let os = line
            .layer
            .facets
            .get("platform")
            .and_then(|node| node.get("os"))
            .and_then(|node| {
                node.text()
                    .map(|text| Spanned::new(text.to_string(), node.span))
            });
        Self {
            address: line
                .host
                .address
                .as_ref()
                .map(|address| Paired::new(address, pattern, diagnostics)),
            os: os.map(|os| Paired::new(&os, pattern, diagnostics)),
            rack: rack_of(line, pattern, diagnostics),
            last_rack: None,
        }
    }

    fn address(&self, picks: &[u32], fqdn: &Arc<str>, line: Span) -> Spanned<Arc<str>> {
        match &self.address {
            Some(paired) => Spanned::new(Arc::from(paired.for_host(picks)), paired.span),
            None => Spanned::new(Arc::clone(fqdn), line),
        }
    }

    fn os(&self, picks: &[u32]) -> Option<Spanned<String>> {
        self.os
            .as_ref()
            .map(|paired| Spanned::new(paired.for_host(picks), paired.span))
    }

    fn rack(&mut self, at: usize, picks: &[u32], line: Span) -> Spanned<Arc<str>> {
        match &self.rack {
            RackOf::Default => {
                let rack = self
                    .last_rack
                    .get_or_insert_with(|| Arc::from("/default-rack"));
                Spanned::new(Arc::clone(rack), line)
            }
            RackOf::Spread { racks, each, span } => {
                let rack = racks.get(at / each).or_else(|| racks.last());
                Spanned::new(
                    rack.map_or_else(|| Arc::from("/default-rack"), Arc::clone),
                    *span,
                )
            }
            RackOf::Path(paired) => {
                let text = paired.for_host(picks);
                let rack = match &self.last_rack {
                    Some(last) if **last == *text => Arc::clone(last),
                    _ => Arc::from(text),
                };
                self.last_rack = Some(Arc::clone(&rack));
                Spanned::new(rack, paired.span)
            }
        }
    }
}

fn rack_of(line: &Line, pattern: &Pattern, diagnostics: &mut Diagnostics) -> RackOf {
    match &line.host.rack {
        None => RackOf::Default,
        Some(Rack::Path(path)) => RackOf::Path(Paired::new(path, pattern, diagnostics)),
        Some(Rack::Spread(rack)) => {
            let each = rack.each.value as usize;
            let racks = match Pattern::parse(&rack.of.value) {
                Ok(racks) => racks,
                Err(error) => {
                    diagnostics.push(bracket_error(rack.of.span, &error));
                    return RackOf::Default;
                }
            };
            if let Err(error) = spread(&racks, each, pattern.len()) {
                diagnostics.push(
                    Diagnostic::new(
                        &SPREAD_COUNT,
                        rack.of.span,
                        "the racks do not take exactly the hosts of the line",
                    )
                    .here(format!("{} racks", racks.len()))
                    .label(line.key.span, format!("{} hosts", pattern.len()))
                    .note(error.to_string()),
                );
                return RackOf::Default;
            }
            RackOf::Spread {
                racks: racks.expand().map(|rack| Arc::from(rack.text)).collect(),
                each,
                span: rack.of.span,
            }
        }
    }
}

/// A single value of a line whose brackets go along with those of the host name.
struct Paired {
    text: String,
    span: Span,
    /// Value of each host by its picks; `None` when the text is the same for all.
    by_picks: Option<Pairing>,
}

impl Paired {
    fn new(value: &Spanned<String>, host: &Pattern, diagnostics: &mut Diagnostics) -> Self {
        let mut paired = Self {
            text: value.value.clone(),
            span: value.span,
            by_picks: None,
        };
        let pattern = match Pattern::parse(&value.value) {
            Ok(pattern) => pattern,
            Err(error) => {
                diagnostics.push(bracket_error(value.span, &error));
                return paired;
            }
        };
        match pair(host, &pattern) {
            Ok(pairing) => paired.by_picks = Some(pairing),
            Err(error) => diagnostics.push(unpaired(value, &error)),
        }
        paired
    }

    fn varies(&self) -> bool {
        self.by_picks.as_ref().is_some_and(Pairing::varies)
    }

    fn constant(&self) -> String {
        match &self.by_picks {
            Some(pairing) if !self.varies() => pairing.value_for(&[]),
            _ => self.text.clone(),
        }
    }

    fn for_host(&self, picks: &[u32]) -> String {
        match &self.by_picks {
            Some(pairing) => pairing.value_for(picks),
            None => self.text.clone(),
        }
    }
}

fn unpaired(value: &Spanned<String>, error: &PairError) -> Diagnostic {
    Diagnostic::new(
        &UNPAIRED_BRACKET,
        value.span,
        format!(
            "the brackets of `{}` do not go with the host name's",
            value.value
        ),
    )
    .note(error.to_string())
}

fn bracket_error(span: Span, error: &crate::units::PatternError) -> Diagnostic {
    Diagnostic::new(&BAD_BRACKET, span, "the bracket cannot be read")
        .here(error.message.clone())
        .help("brackets hold digits: `[1-12]`, `[001-200]`, `[1,3,7-9]`, `[0-30/2]`; a literal `[` is `[[`")
}

/// Why a text cannot be a host name (RFC 1123), if it cannot.
fn name_problem(name: &str) -> Option<&'static str> {
    if name.is_empty() || name.len() > 253 {
        return Some("a name has 1 to 253 characters");
    }
    for label in name.split('.') {
        if label.is_empty() || label.len() > 63 {
            return Some("each part between dots has 1 to 63 characters");
        }
        if label.starts_with('-') || label.ends_with('-') {
            return Some("no part begins or ends with a dash");
        }
        if !label
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        {
            return Some("names hold letters, digits, dashes and dots");
        }
    }
    None
}
