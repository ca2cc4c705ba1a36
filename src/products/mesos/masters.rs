//! How masters find each other and how agents find them.

use super::home::Home;
use super::rules::{EVEN_MASTERS, MASTERS_WITHOUT_ZOOKEEPER, UNCLEAR_ENSEMBLE};
use super::section::Mesos;
use crate::diagnostic::Diagnostic;
use crate::document::Input;
use crate::lower::Ctx;
use crate::source::Span;
use crate::units::nearest;

/// Where the leading master is found.
#[derive(Debug)]
pub(super) enum Leader {
    /// The only master, `host:port`.
    At(String),
    /// Elected through ZooKeeper: `zk://…`, and how many masters are a majority.
    Elected { url: String, quorum: u32 },
}

/// A leader with what it follows from.
#[derive(Debug)]
pub(super) struct Found {
    pub leader: Leader,
    pub inputs: Vec<Input>,
}

/// Where the leading master of a daemon's cluster is found; `None` when nothing can be said, for
/// one of the reasons that [`check`] reports.
pub(super) fn leader(ctx: &Ctx<'_>, home: &Home<'_>) -> Option<Found> {
    let masters = ctx.with_role("mesos-master", Some(home.instance));
    let wanted = home.wanted(ctx);
    let asked = wanted.and_then(|wanted| wanted.zookeeper.as_ref());
    let mut inputs = vec![ctx.role_input("mesos-master", Some(home.instance))];
    if masters.len() == 1 && asked.is_none() {
        let endpoints = ctx.endpoints("mesos-master", "rpc", Some(home.instance));
        let master = endpoints.first()?;
        inputs.extend(master.port_span.map(|span| {
            Input::at(
                format!("daemons.mesos-master.ports.rpc: {}", master.port),
                span,
            )
        }));
        return Some(Found {
            leader: Leader::At(master.host_port()),
            inputs,
        });
    }
    let quorum = u32::try_from(masters.len() / 2 + 1).ok()?;
    let ensemble = ensemble(ctx, wanted).ok().flatten()?;
    let servers: Vec<String> = ctx
        .endpoints("zookeeper", "client", Some(&ensemble))
        .into_iter()
        .map(crate::cluster::Endpoint::host_port)
        .collect();
    if masters.is_empty() || servers.is_empty() {
        return None;
    }
    inputs.push(ctx.role_input("zookeeper", Some(&ensemble)));
    inputs.extend(asked.map(|name| {
        Input::at(
            format!("services.mesos.zookeeper: {}", name.value),
            name.span,
        )
    }));
    let stated = wanted.and_then(|wanted| wanted.zookeeper_path.as_ref());
    inputs.extend(stated.map(|path| {
        Input::at(
            format!("services.mesos.zookeeper_path: {}", path.value),
            path.span,
        )
    }));
    let path = stated.map_or("/mesos", |path| path.value.trim_end_matches('/'));
    Some(Found {
        leader: Leader::Elected {
            url: format!("zk://{}{path}", servers.join(",")),
            quorum,
        },
        inputs,
    })
}

/// The ensemble that masters use: `Ok(None)` when there is none at all.
fn ensemble(ctx: &Ctx<'_>, wanted: Option<&Mesos>) -> Result<Option<String>, Vec<String>> {
    let known: Vec<String> = ctx
        .cluster
        .instances_of("zookeeper")
        .iter()
        .filter(|one| !ctx.with_role("zookeeper", Some(&one.name)).is_empty())
        .map(|one| one.name.clone())
        .collect();
    match wanted.and_then(|wanted| wanted.zookeeper.as_ref()) {
        Some(name) if known.contains(&name.value) => Ok(Some(name.value.clone())),
        Some(_) => Err(known),
        None => match known.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(one.clone())),
            _ => Err(known),
        },
    }
}

/// What is wrong with the masters of a daemon's cluster.
pub(super) fn check(ctx: &Ctx<'_>, home: &Home<'_>, found: &mut Vec<Diagnostic>) {
    let masters = ctx.with_role("mesos-master", Some(home.instance));
    let managed = masters
        .iter()
        .any(|one| ctx.cluster.host(one.host).is_some_and(|host| host.managed));
    // Said of the masters; of the agents only where nothing is made for the masters.
    if home.component == "agent" && managed {
        return;
    }
    let span = masters.iter().rev().find_map(|one| one.cause.span());
    let Some(span) = span.or_else(|| ctx.cluster_span()) else {
        return;
    };
    let count = masters.len();
    let wanted = home.wanted(ctx);
    let asked = wanted.and_then(|wanted| wanted.zookeeper.as_ref());
    if count > 1 || asked.is_some() {
        match ensemble(ctx, wanted) {
            Ok(Some(_)) => {}
            Ok(None) => found.push(without(span, count)),
            Err(known) => found.push(unclear(
                span,
                asked.map(|name| (&*name.value, name.span)),
                &known,
            )),
        }
    }
    if count > 1 && count.is_multiple_of(2) {
        found.push(
            Diagnostic::new(
                &EVEN_MASTERS,
                span,
                format!("{count} masters are an even number"),
            )
            .note(format!(
                "a majority of {count} is {}: no more may fail than of {}",
                count / 2 + 1,
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

fn without(span: Span, count: usize) -> Diagnostic {
    Diagnostic::new(
        &MASTERS_WITHOUT_ZOOKEEPER,
        span,
        format!("{count} masters have no ZooKeeper to elect a leader"),
    )
    .note("masters without ZooKeeper each take themselves for the leader")
    .help("place the role `zookeeper` on one, three or five hosts, or keep one master")
}

fn unclear(span: Span, asked: Option<(&str, Span)>, known: &[String]) -> Diagnostic {
    let names = known
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>();
    let Some((name, place)) = asked else {
        return Diagnostic::new(
            &UNCLEAR_ENSEMBLE,
            span,
            "it is not said which ZooKeeper the masters use",
        )
        .note(format!("the ensembles are {}", names.join(", ")))
        .help("say `services.mesos.zookeeper` with one of them");
    };
    let diagnostic = Diagnostic::new(
        &UNCLEAR_ENSEMBLE,
        place,
        format!("no ensemble of ZooKeeper is called `{name}`"),
    );
    match nearest(name, known.iter().map(String::as_str)) {
        Some(near) => diagnostic.did_you_mean(place, near),
        None if known.is_empty() => diagnostic.help("place the role `zookeeper` on some hosts"),
        None => diagnostic.help(format!("the ensembles are {}", names.join(", "))),
    }
}
