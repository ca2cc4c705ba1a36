//! The servers of an ensemble and their ids.
//!
//! Ids count the servers in the order of the profile's hosts. A server's `myid` belongs to its
//! data: a new host therefore goes behind the others, and one that replaces another takes its
//! place in `hosts`.

use super::rules::{EVEN_ENSEMBLE, SERVER_IDS, TWO_SERVERS};
use crate::diagnostic::Diagnostic;
use crate::lower::Ctx;
use crate::source::Span;

/// The largest id that the servers accept.
const MOST_SERVERS: usize = 255;

/// One server as the others see it.
#[derive(Debug)]
pub(super) struct Server {
    pub id: i64,
    pub host: u32,
    /// `host:quorum:election`.
    pub spec: String,
    /// Lines that state one of its ports.
    pub port_spans: Vec<Span>,
}

/// The servers of an ensemble, by id.
pub(super) fn servers(ctx: &Ctx<'_>, instance: &str) -> Vec<Server> {
    let elections = ctx.endpoints("zookeeper", "election", Some(instance));
    ctx.endpoints("zookeeper", "quorum", Some(instance))
        .into_iter()
        .zip(1..)
        .filter_map(|(quorum, id)| {
            let election = elections.iter().find(|one| one.host == quorum.host)?;
            Some(Server {
                id,
                host: quorum.host,
                spec: format!("{}:{}", quorum.host_port(), election.port),
                port_spans: quorum
                    .port_span
                    .into_iter()
                    .chain(election.port_span)
                    .collect(),
            })
        })
        .collect()
}

/// What is doubtful about the number of servers.
pub(super) fn check(ctx: &Ctx<'_>, instance: &str, found: &mut Vec<Diagnostic>) {
    let placements = ctx.with_role("zookeeper", Some(instance));
    let span = placements.iter().rev().find_map(|one| one.cause.span());
    let Some(span) = span.or_else(|| ctx.cluster_span()) else {
        return;
    };
    let count = placements.len();
    let tolerates = count.saturating_sub(1) / 2;
    if count > MOST_SERVERS {
        found.push(
            Diagnostic::new(&SERVER_IDS, span, format!("{count} servers are too many"))
                .note(format!("ids go up to {MOST_SERVERS}"))
                .help("take the role from most of these hosts: 3 or 5 servers are usual"),
        );
    } else if count == 2 {
        found.push(
            Diagnostic::new(
                &TWO_SERVERS,
                span,
                "an ensemble of two tolerates no failure",
            )
            .note("a majority of 2 is 2: with either server down, both stop serving")
            .help("place the role on a third host, or on one only"),
        );
    } else if count > 2 && count.is_multiple_of(2) {
        found.push(
            Diagnostic::new(
                &EVEN_ENSEMBLE,
                span,
                format!("an ensemble of {count} is even"),
            )
            .note(format!(
                "{count} servers tolerate {tolerates} failed, as {} do",
                count - 1
            ))
            .help(format!(
                "place the role on {} or {} hosts",
                count - 1,
                count + 1
            )),
        );
    }
}
