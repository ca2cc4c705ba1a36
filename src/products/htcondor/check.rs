//! What is wrong with the roles, ports and directories of a host.

use super::home::{Home, MEMBERS, is_installed};
use super::pool::{DIRECTORIES, directory};
use super::rules::{
    DAEMON_KEYS, HAD_ELSEWHERE, NO_MANAGER, ONE_SHARED_PORT, PERSONAL_ALONE, SAME_DIRECTORY,
    TWO_POOLS,
};
use crate::diagnostic::Diagnostic;
use crate::lower::Ctx;
use crate::source::Span;

/// All of it.
pub(super) fn check(ctx: &Ctx<'_>, home: &Home<'_>, found: &mut Vec<Diagnostic>) {
    pools(ctx, home, found);
    managers(ctx, home, found);
    daemons(ctx, home, found);
    ports(ctx, home, found);
    directories(ctx, home, found);
}

/// The place that gave these hosts a role.
fn placed_at(ctx: &Ctx<'_>, role: &str, pool: &str) -> Option<Span> {
    let hosts = &ctx.class.hosts;
    ctx.with_role(role, Some(pool))
        .into_iter()
        .find(|placement| hosts.contains(&placement.host))
        .and_then(|placement| placement.cause.span())
}

/// One host, one `condor_master`, one pool.
fn pools(ctx: &Ctx<'_>, home: &Home<'_>, found: &mut Vec<Diagnostic>) {
    let all = ctx.class.roles.iter();
    let other = all
        .filter(|placed| is_installed(placed.role))
        .find(|placed| placed.instance != home.pool);
    let first = home.roles.first().map(|placed| placed.role.name);
    if let Some(other) = other
        && let Some(span) = placed_at(ctx, other.role.name, &other.instance)
    {
        let diagnostic = Diagnostic::new(
            &TWO_POOLS,
            span,
            format!(
                "a host cannot be of the pools `{}` and `{}` at once",
                home.pool, other.instance
            ),
        )
        .note("one `condor_master` runs on a host, and reads one configuration")
        .help("take one of the roles away");
        let first = first.and_then(|role| placed_at(ctx, role, home.pool));
        found.push(match first {
            Some(first) if first != span => diagnostic.label(first, "the other pool"),
            _ => diagnostic,
        });
    }
    if !home.is_personal() {
        return;
    }
    let beside = MEMBERS.into_iter().find(|role| home.has(role));
    if let Some(beside) = beside
        && let Some(span) = placed_at(ctx, "condor-personal", home.pool)
    {
        let diagnostic = Diagnostic::new(
            &PERSONAL_ALONE,
            span,
            format!("`condor-personal` and `{beside}` exclude each other"),
        )
        .note("a personal pool is a central manager, a submit host and an execute host of its own")
        .help("keep one of them");
        found.push(match placed_at(ctx, beside, home.pool) {
            Some(other) if other != span => diagnostic.label(other, "the other role"),
            _ => diagnostic,
        });
    }
}

fn managers(ctx: &Ctx<'_>, home: &Home<'_>, found: &mut Vec<Diagnostic>) {
    if home.is_personal() {
        return;
    }
    let pools = ctx.cluster.instances_of("condor");
    let pool = pools.iter().find(|pool| pool.name == home.pool);
    let lonely = ctx
        .with_role("condor-central-manager", Some(home.pool))
        .is_empty();
    // Said where the pool is first mentioned: once, however many hosts it has.
    if let (Some(pool), true) = (pool, lonely) {
        found.push(
            Diagnostic::new(
                &NO_MANAGER,
                pool.span,
                format!("the pool `{}` has no central manager", home.pool),
            )
            .note("every other host reports to one, and jobs are matched by it")
            .help("place the role `condor-central-manager` on a host; one that others run is a host with `managed: false`"),
        );
    }
    for role in ["condor-had", "condor-replication"] {
        if home.has(role)
            && !home.has("condor-central-manager")
            && let Some(span) = placed_at(ctx, role, home.pool)
        {
            found.push(
                Diagnostic::new(
                    &HAD_ELSEWHERE,
                    span,
                    format!("a `{role}` without a `condor-central-manager` beside it has no use"),
                )
                .note("it starts and stops the negotiator of its own host")
                .help("take it out: it follows where there are several central managers"),
            );
        }
    }
}

/// Keys of `daemons` that HTCondor has no use for.
fn daemons(ctx: &Ctx<'_>, home: &Home<'_>, found: &mut Vec<Diagnostic>) {
    for (_, daemon) in home.daemons(ctx) {
        let keys = [
            ("heap", daemon.heap.as_ref().map(|heap| heap.span)),
            (
                "java_opts",
                daemon
                    .java_opts
                    .as_ref()
                    .and_then(|opts| opts.first())
                    .map(|opt| opt.span),
            ),
            ("user", daemon.user.as_ref().map(|user| user.span)),
        ];
        for (key, span) in keys {
            let Some(span) = span else { continue };
            let note = if key == "user" {
                "condor_master starts as root and becomes `condor`"
            } else {
                "its daemons are no Java programs"
            };
            found.push(
                Diagnostic::new(
                    &DAEMON_KEYS,
                    span,
                    format!("a daemon of HTCondor has no `{key}`"),
                )
                .note(note)
                .help("take it out"),
            );
        }
        for (name, list) in daemon.dirs.iter().flatten() {
            let known = DIRECTORIES
                .iter()
                .any(|(purpose, _)| *purpose == name.value);
            let problem = match list.len() {
                _ if !known => format!("HTCondor has no directory for `{}`", name.value),
                1 => continue,
                count => format!("HTCondor has one {} directory, not {count}", name.value),
            };
            found.push(
                Diagnostic::new(&DAEMON_KEYS, name.span, problem)
                    .help("write one path each for `log`, `spool` and `execute`"),
            );
        }
    }
}

/// All daemons of a host share one port, which is the collector's where one runs.
fn ports(ctx: &Ctx<'_>, home: &Home<'_>, found: &mut Vec<Diagnostic>) {
    let mut first: Option<(&str, u16, Span)> = None;
    for (role, name) in [
        ("condor-central-manager", "collector"),
        ("condor-personal", "collector"),
        ("condor-submit", "shared"),
        ("condor-execute", "shared"),
    ] {
        let Some(port) = home.port(ctx, role, name) else {
            continue;
        };
        let Some(span) = port.port_span else {
            // A collector's own default counts against what others state.
            if name == "collector" && first.is_none() {
                first = placed_at(ctx, role, home.pool).map(|span| (name, port.port, span));
            }
            continue;
        };
        if name == "shared" && !home.since("8.5.1") {
            found.push(
                Diagnostic::new(
                    &ONE_SHARED_PORT,
                    span,
                    format!(
                        "the daemons of htcondor {} share no port",
                        home.product.version.value
                    ),
                )
                .note("they do from 8.5.1 on; before, each takes a free one")
                .help("take it out, or bound the free ones by `settings.condor.LOWPORT` and `HIGHPORT`"),
            );
            continue;
        }
        match first {
            Some((_, number, place)) if number != port.port && home.since("8.5.1") => found.push(
                Diagnostic::new(
                    &ONE_SHARED_PORT,
                    span,
                    format!("a host has one shared port, not {number} and {}", port.port),
                )
                .label(place, "the other port follows from here")
                .note("all daemons of a host listen on one port; it is the collector's where one runs")
                .help("state it once, for example under `daemons.condor.ports`"),
            ),
            Some(_) => {}
            None => first = Some((name, port.port, span)),
        }
    }
}

fn directories(ctx: &Ctx<'_>, home: &Home<'_>, found: &mut Vec<Diagnostic>) {
    let all: Vec<_> = DIRECTORIES
        .into_iter()
        .filter_map(|(purpose, _)| Some((purpose, directory(ctx, home, purpose)?)))
        .collect();
    for (at, (purpose, (path, input))) in all.iter().enumerate() {
        let same = all
            .iter()
            .take(at)
            .find(|(_, (other, _))| other.trim_end_matches('/') == path.trim_end_matches('/'));
        if let (Some((other, (_, first))), Some(span)) = (same, input.span) {
            let diagnostic = Diagnostic::new(
                &SAME_DIRECTORY,
                span,
                format!("`{other}` and `{purpose}` are one directory"),
            )
            .note("`condor_preen` removes from each what does not belong there")
            .help("give each a directory of its own");
            found.push(match first.span {
                Some(first) if first != span => diagnostic.label(first, "the other one"),
                _ => diagnostic,
            });
        }
    }
}
