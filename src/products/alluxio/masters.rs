//! How masters agree on a leader, and how everybody finds it.

use super::home::{Home, MASTER};
use super::rules::{
    EVEN_MASTERS, LOCAL_JOURNAL, LOOPBACK, NO_MASTER, NO_ZOOKEEPER, UNCLEAR_ENSEMBLE,
    UNSHARED_JOURNAL,
};
use super::section::Alluxio;
use super::under::is_loopback;
use crate::cluster::Cluster;
use crate::diagnostic::Diagnostic;
use crate::document::Input;
use crate::lower::Ctx;
use crate::source::Span;
use crate::units::{Version, nearest};

/// How the leading master is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Election {
    /// There is one master.
    None,
    /// ZooKeeper elects it; the journal lies where all masters reach it.
    ZooKeeper,
    /// The masters elect it and keep the journal among themselves (2.0 and later).
    Embedded,
}

/// How the masters of a cluster elect their leader.
pub(super) fn election(version: &Version, masters: usize, wanted: Option<&Alluxio>) -> Election {
    let has = |key: fn(&Alluxio) -> bool| wanted.is_some_and(key);
    let embeds = version.number(0) >= 2;
    if has(|wanted| wanted.zookeeper.is_some()) {
        Election::ZooKeeper
    } else if masters < 2 {
        Election::None
    } else if embeds && !has(|wanted| wanted.journal.is_some()) {
        Election::Embedded
    } else {
        Election::ZooKeeper
    }
}

/// The election of the cluster that these hosts are of.
pub(super) fn of(ctx: &Ctx<'_>, home: &Home<'_>) -> Election {
    let masters = ctx.with_role(MASTER, Some(home.instance)).len();
    election(home.version(), masters, home.wanted(ctx))
}

/// The addresses of ZooKeeper's servers, with what they follow from.
pub(super) fn zookeeper(ctx: &Ctx<'_>, home: &Home<'_>) -> Option<(Vec<String>, Vec<Input>)> {
    let wanted = home.wanted(ctx);
    let ensemble = ensemble(ctx.cluster, wanted).ok().flatten()?;
    let servers: Vec<String> = ctx
        .endpoints("zookeeper", "client", Some(&ensemble))
        .into_iter()
        .map(crate::cluster::Endpoint::host_port)
        .collect();
    let mut inputs = vec![
        ctx.role_input(MASTER, Some(home.instance)),
        ctx.role_input("zookeeper", Some(&ensemble)),
    ];
    let asked = wanted.and_then(|wanted| wanted.zookeeper.as_ref());
    inputs.extend(asked.map(|name| {
        Input::at(
            format!("services.alluxio.zookeeper: {}", name.value),
            name.span,
        )
    }));
    (!servers.is_empty()).then_some((servers, inputs))
}

/// The ensemble that elects: `Ok(None)` when there is none at all.
fn ensemble(cluster: &Cluster, wanted: Option<&Alluxio>) -> Result<Option<String>, Vec<String>> {
    let known: Vec<String> = cluster
        .instances_of("zookeeper")
        .iter()
        .filter(|one| !cluster.with_role("zookeeper", Some(&one.name)).is_empty())
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

/// What is wrong with the masters of this cluster.
pub(super) fn check(ctx: &Ctx<'_>, home: &Home<'_>, found: &mut Vec<Diagnostic>) {
    let masters = ctx.with_role(MASTER, Some(home.instance));
    let span = masters.iter().rev().find_map(|one| one.cause.span());
    let Some(span) = span.or_else(|| ctx.cluster_span()) else {
        return;
    };
    if masters.is_empty() {
        found.push(
            Diagnostic::new(&NO_MASTER, span, "workers have no `alluxio-master`")
                .note("a worker ends when it cannot register")
                .help("place the role `alluxio-master` on some host"),
        );
        return;
    }
    let wanted = home.wanted(ctx);
    let count = masters.len();
    match of(ctx, home) {
        Election::Embedded if count.is_multiple_of(2) => found.push(
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
        ),
        Election::None | Election::Embedded => {}
        Election::ZooKeeper => {
            check_ensemble(ctx, home, span, found);
            check_journal(home, wanted, count, span, found);
        }
    }
    if ctx.cluster.is_single() {
        return;
    }
    for master in masters {
        let Some(host) = ctx.cluster.host(master.host) else {
            continue;
        };
        if is_loopback(&host.address.value) {
            found.push(
                Diagnostic::new(
                    &LOOPBACK,
                    host.address.span,
                    format!("workers cannot reach a master at `{}`", host.address.value),
                )
                .help("give the host a name or an address that others reach"),
            );
        }
    }
}

fn check_ensemble(ctx: &Ctx<'_>, home: &Home<'_>, span: Span, found: &mut Vec<Diagnostic>) {
    let wanted = home.wanted(ctx);
    let asked = wanted.and_then(|wanted| wanted.zookeeper.as_ref());
    let known = match ensemble(ctx.cluster, wanted) {
        Ok(Some(_)) => return,
        Ok(None) => {
            found.push(
                Diagnostic::new(
                    &NO_ZOOKEEPER,
                    span,
                    "several masters have no ZooKeeper to elect a leader",
                )
                .note(if home.at_least(2, 0) {
                    "a shared journal has no election of its own"
                } else {
                    "masters elect among themselves from Alluxio 2.0 on"
                })
                .help("place the role `zookeeper` on one, three or five hosts, or keep one master"),
            );
            return;
        }
        Err(known) => known,
    };
    let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
    let Some(name) = asked else {
        found.push(
            Diagnostic::new(
                &UNCLEAR_ENSEMBLE,
                span,
                "it is not said which ZooKeeper elects the leader",
            )
            .note(format!("the ensembles are {}", names.join(", ")))
            .help("say `services.alluxio.zookeeper` with one of them"),
        );
        return;
    };
    let diagnostic = Diagnostic::new(
        &UNCLEAR_ENSEMBLE,
        name.span,
        format!("no ensemble of ZooKeeper is called `{}`", name.value),
    );
    found.push(
        match nearest(&name.value, known.iter().map(String::as_str)) {
            Some(near) => diagnostic.did_you_mean(name.span, near),
            None if known.is_empty() => diagnostic.help("place the role `zookeeper` on some hosts"),
            None => diagnostic.help(format!("the ensembles are {}", names.join(", "))),
        },
    );
}

fn check_journal(
    home: &Home<'_>,
    wanted: Option<&Alluxio>,
    count: usize,
    span: Span,
    found: &mut Vec<Diagnostic>,
) {
    match wanted.and_then(|wanted| wanted.journal.as_ref()) {
        _ if count < 2 => {}
        None => found.push(
            Diagnostic::new(
                &UNSHARED_JOURNAL,
                span,
                format!("{count} masters have no journal that they share"),
            )
            .note(format!(
                "ZooKeeper only says who leads: the next leader of {} reads what the last one wrote",
                home.name()
            ))
            .help("add `journal` under `services.alluxio`, for example `journal: hdfs:/alluxio-journal`"),
        ),
        Some(journal) if journal.value.starts_with('/') => found.push(
            Diagnostic::new(
                &LOCAL_JOURNAL,
                journal.span,
                format!("`{}` is a directory of each master", journal.value),
            )
            .note("it serves several masters only where it is one and the same, on a mounted file system")
            .help("name a file system that all masters share, for example `hdfs:/alluxio-journal`"),
        ),
        Some(_) => {}
    }
}
