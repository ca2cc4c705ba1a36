//! Whether clients of ZooKeeper name an ensemble of the cluster as it is, and sessions that it
//! grants.

use std::collections::BTreeMap;

use super::rules::{NO_SERVER_THERE, SESSION_NOT_GRANTED};
use super::{Reader, Views, labelled};
use crate::cluster::Cluster;
use crate::constraints;
use crate::diagnostic::Diagnostic;
use crate::effective::Source;
use crate::lower::Lowered;
use crate::source::Span;

/// Who uses an ensemble: the key with its servers, and the one with the length of a session.
const CLIENTS: &[(Reader, &str, &str, &str)] = &[
    (
        Reader::Hadoop,
        "zkfc",
        "ha.zookeeper.quorum",
        "ha.zookeeper.session-timeout.ms",
    ),
    (
        Reader::Hadoop,
        "resourcemanager",
        "yarn.resourcemanager.zk-address",
        "yarn.resourcemanager.zk-timeout-ms",
    ),
    (
        Reader::Hadoop,
        "resourcemanager",
        "hadoop.zk.address",
        "hadoop.zk.timeout-ms",
    ),
    (
        Reader::MesosMaster,
        "mesos-master",
        "zk",
        "zk_session_timeout",
    ),
    (
        Reader::MesosAgent,
        "mesos-agent",
        "master",
        "zk_session_timeout",
    ),
    (
        Reader::Alluxio,
        "",
        "alluxio.zookeeper.address",
        "alluxio.zookeeper.session.timeout",
    ),
];

/// The port where an address names none.
const CLIENT_PORT: u16 = 2181;

/// The sessions that an ensemble grants when its profile says nothing, in milliseconds: 2 to 20
/// ticks of 2 seconds.
const USUAL: (i64, i64) = (4000, 40_000);

/// What is known of the servers of an address.
#[derive(Debug, Default)]
struct Ensemble {
    /// Hosts of the cluster without a server at the port.
    without: Vec<String>,
    granted: Option<Granted>,
}

/// The shortest and longest session in milliseconds.
#[derive(Debug, Clone, Copy)]
struct Granted {
    least: i64,
    most: i64,
    tick: i64,
    span: Option<Span>,
}

/// Looks at the clients of all classes.
pub fn check(cluster: &Cluster, lowered: &Lowered) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    // Each address once: to look for hosts by name takes time in a large cluster.
    let mut known: BTreeMap<String, Ensemble> = BTreeMap::new();
    for (class, documents) in cluster.classes.iter().zip(&lowered.classes) {
        let documents = documents.of_first();
        if documents.is_empty() {
            continue;
        }
        let views = Views::new(class, &documents);
        for &(reader, role, servers, session) in CLIENTS {
            let Some((address, entry)) = views.stated(reader, role, servers) else {
                continue;
            };
            let is_flag = matches!(reader, Reader::MesosMaster | Reader::MesosAgent);
            if is_flag && !address.raw.starts_with("zk://") {
                continue;
            }
            let ensemble = known
                .entry(address.raw.clone().into_owned())
                .or_insert_with(|| ensemble(cluster, lowered, &address.raw));
            let mut one = Vec::new();
            if let (Some(server), Some(span)) = (ensemble.without.first(), entry.origin.span()) {
                one.push(
                    Diagnostic::new(
                        &NO_SERVER_THERE,
                        span,
                        format!(
                            "`{servers}` names `{server}`, where no server of ZooKeeper listens"
                        ),
                    )
                    .note("the host is one of the profile's, and has no `zookeeper` at that port")
                    .help("name the ensemble's hosts and their client port"),
                );
            }
            if let Some(granted) = ensemble.granted {
                one.extend(outside(&views, (reader, session), granted));
            }
            found.extend(
                one.into_iter()
                    .map(|diagnostic| diagnostic.hosts(class.hosts.iter().copied())),
            );
        }
    }
    found
}

/// The servers of `host:port,host:port/path`, with Mesos' scheme and name in front or without.
fn servers(address: &str) -> impl Iterator<Item = (&str, Option<u16>)> {
    let rest = address.strip_prefix("zk://").unwrap_or(address);
    let rest = rest.rsplit_once('@').map_or(rest, |(_, rest)| rest);
    let list = rest.split('/').next().unwrap_or_default();
    list.split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .filter_map(|item| match item.rsplit_once(':') {
            Some((host, port)) => Some((host, Some(port.parse().ok()?))),
            None => Some((item, None)),
        })
}

fn ensemble(cluster: &Cluster, lowered: &Lowered, address: &str) -> Ensemble {
    let mut ensemble = Ensemble::default();
    for (name, port) in servers(address) {
        let Some(host) = cluster.find(name) else {
            continue;
        };
        let port = port.unwrap_or(CLIENT_PORT);
        let there = cluster
            .endpoints
            .on("zookeeper", "client", host)
            .iter()
            .any(|endpoint| endpoint.port == port);
        if !there {
            ensemble.without.push(format!("{name}:{port}"));
        } else if ensemble.granted.is_none() {
            ensemble.granted = granted(cluster, lowered, host);
        }
    }
    ensemble
}

/// What a server grants: its own bounds, else 2 and 20 ticks (`ZooKeeperServer`).
fn granted(cluster: &Cluster, lowered: &Lowered, host: u32) -> Option<Granted> {
    let at = cluster.host(host)?.class;
    let documents = lowered.classes.get(at as usize)?.of_first();
    let views = Views::new(cluster.class_of(host)?, &documents);
    let view = views.of(Reader::ZooKeeper)?;
    let own = |key| {
        let (_, entry) = views.stated(Reader::ZooKeeper, "zookeeper", key)?;
        let amount = constraints::amount(view, key).filter(|amount| *amount >= 0)?;
        Some((amount, entry.origin.span()))
    };
    let (least, most) = (own("minSessionTimeout"), own("maxSessionTimeout"));
    let tick = constraints::amount(view, "tickTime")?;
    let span = least
        .or(most)
        .and_then(|(_, span)| span)
        .or_else(|| own("tickTime")?.1);
    Some(Granted {
        least: least.map_or(tick.checked_mul(2)?, |(amount, _)| amount),
        most: most.map_or(tick.checked_mul(20)?, |(amount, _)| amount),
        tick,
        span,
    })
}

fn outside(
    views: &Views<'_>,
    (reader, key): (Reader, &str),
    granted: Granted,
) -> Option<Diagnostic> {
    let view = views.of(reader)?;
    let wanted = constraints::amount(view, key)?;
    if (granted.least..=granted.most).contains(&wanted) {
        return None;
    }
    let entry = match view.get(key)?.source {
        Source::Entry { entry, .. } => entry.origin.span(),
        Source::Default => None,
    };
    // A default that no ensemble grants by default is the product's own affair.
    if entry.is_none() && !(USUAL.0..=USUAL.1).contains(&wanted) {
        return None;
    }
    let end = if wanted < granted.least {
        format!("at least {} ms", granted.least)
    } else {
        format!("at most {} ms", granted.most)
    };
    let diagnostic = Diagnostic::new(
        &SESSION_NOT_GRANTED,
        entry.or(granted.span)?,
        format!("the session of `{key}` is not the one that ZooKeeper grants"),
    )
    .note(format!(
        "{wanted} ms are asked for; with ticks of {} ms the ensemble grants {end}",
        granted.tick
    ))
    .help("ask for a session that is granted, or change `services.zookeeper.tick`");
    Some(labelled(
        diagnostic,
        granted.span,
        "what is granted follows from here",
    ))
}

#[cfg(test)]
mod tests {
    use super::servers;

    #[test]
    fn addresses_are_taken_apart() {
        for (address, want) in [
            (
                "z1:2181,z2:2182",
                vec![("z1", Some(2181)), ("z2", Some(2182))],
            ),
            ("zk://me:secret@z1:2181/mesos", vec![("z1", Some(2181))]),
            ("z1, z2/ha", vec![("z1", None), ("z2", None)]),
            ("z1:x", vec![]),
        ] {
            assert_eq!(servers(address).collect::<Vec<_>>(), want, "{address}");
        }
    }
}
