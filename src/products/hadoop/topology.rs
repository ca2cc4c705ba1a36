//! Which rack each host stands in, for the daemons that place blocks and containers.

use minijinja::context;

use super::{home, rules};
use crate::cluster::Host;
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::{Entry, Input, Origin, Syntax};
use crate::lower::{Ctx, Emitted};
use crate::source::Span;
use crate::syntax::prose;

/// File of the table, in the conf directory.
pub(super) const TABLE: &str = "topology.table";
/// File of the script, in the conf directory.
pub(super) const SCRIPT: &str = "topology.sh";

static RACK_TABLE: Derivation = Derivation {
    name: "rack-table",
    summary: "two columns: what a host is asked for by, and its rack",
    source: "org.apache.hadoop.net.TableMapping",
};

static RACK_SCRIPT: Derivation = Derivation {
    name: "rack-script",
    summary: "hosts are asked for by IP address while the profile gives names: the script asks the host's resolver which name it is",
    source: "org.apache.hadoop.net.ScriptBasedMapping",
};

/// The racks of the cluster, as a namenode or resource manager needs them.
#[derive(Debug)]
pub(super) struct Racks<'a> {
    hosts: Vec<&'a Host>,
    pub all_have_ip: bool,
}

impl<'a> Racks<'a> {
    /// `None` where nobody asks, or nothing has a rack.
    pub(super) fn here(ctx: &Ctx<'a>) -> Option<Self> {
        if !ctx.has_role("namenode") && !ctx.has_role("resourcemanager") {
            return None;
        }
        let hosts: Vec<&Host> = ctx
            .cluster
            .hosts
            .iter()
            .filter(|host| host.has_rack())
            .collect();
        let all_have_ip = hosts.iter().all(|host| host.has_ip());
        (!hosts.is_empty()).then_some(Self { hosts, all_have_ip })
    }

    pub(super) fn input(&self) -> Input {
        let span = self.hosts.first().map(|host| host.rack.span);
        let what = format!("rack: of {} hosts", self.hosts.len());
        span.map_or_else(
            || Input::fact(what.clone()),
            |span| Input::at(what.clone(), span),
        )
    }

    /// What a host is asked for by, and its rack.
    fn rows(&self) -> Vec<Entry> {
        self.hosts
            .iter()
            .map(|host| {
                Entry::new(
                    host.name.to_string(),
                    format!("{} {}", host.address.value, host.rack.value),
                    Origin::derived(
                        &RACK_TABLE,
                        vec![
                            Input::at(
                                format!("{}: {}", host.name, host.rack.value),
                                host.rack.span,
                            ),
                            Input::at(
                                format!("address: {}", host.address.value),
                                host.address.span,
                            ),
                        ],
                    ),
                )
            })
            .collect()
    }
}

pub(super) fn emit(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    let Some(racks) = Racks::here(ctx) else {
        return;
    };
    check_depth(ctx, emitted);
    let mut readers = home::readers(ctx, &[]);
    readers.retain(|role| role == "namenode" || role == "resourcemanager");
    let Some(mut table) = home::in_conf(
        ctx,
        TABLE,
        TABLE,
        Syntax::Lines,
        &RACK_TABLE,
        readers.clone(),
    ) else {
        return;
    };
    table.entries = racks.rows();
    let path = table.path.clone();
    emitted.documents.push(table);
    if racks.all_have_ip {
        return;
    }
    let Some(mut script) = home::in_conf(ctx, SCRIPT, SCRIPT, Syntax::Prose, &RACK_SCRIPT, readers)
    else {
        return;
    };
    script.mode = 0o755;
    script.made_from.push(racks.input());
    let text = prose::render(
        "topology.sh",
        include_str!("templates/topology.sh"),
        context! { table => path.as_str() },
    );
    match text {
        Ok(text) => {
            script.prose = text;
            emitted.documents.push(script);
        }
        Err(message) => emitted.diagnostics.push(rules::template(ctx, &message)),
    }
}

/// Hadoop keeps one depth of racks and refuses a node of another.
fn check_depth(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    let mut first: Option<(usize, Span, &str)> = None;
    for role in ["datanode", "nodemanager"] {
        for placement in ctx.with_role(role, None) {
            let Some(host) = ctx.cluster.host(placement.host) else {
                continue;
            };
            let rack = &*host.rack.value;
            let depth = rack.split('/').filter(|part| !part.is_empty()).count();
            let span = if host.has_rack() {
                host.rack.span
            } else {
                host.line
            };
            match first {
                None => first = Some((depth, span, rack)),
                Some((wanted, place, known)) if wanted != depth => {
                    emitted.diagnostics.push(
                        Diagnostic::new(
                            &rules::RACK_DEPTH,
                            span,
                            format!("the racks `{known}` and `{rack}` are not of one depth"),
                        )
                        .label(place, format!("{wanted} deep"))
                        .here(format!("{depth} deep"))
                        .help("give every worker a rack with the same number of parts")
                        .host(placement.host),
                    );
                    return;
                }
                Some(_) => {}
            }
        }
    }
}
