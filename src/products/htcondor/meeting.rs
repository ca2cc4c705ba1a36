//! Pools of several versions: daemons that talk to each other must have a method of
//! authentication in common.

use super::auth::{has, reaches};
use super::home::{Home, MEMBERS, is_installed, since};
use super::rules::AUTH_IN_COMMON;
use super::section::Auth;
use crate::cluster::{Class, Product};
use crate::diagnostic::Diagnostic;
use crate::lower::Ctx;
use crate::units::Version;

/// What a version tries by itself between hosts, without what must be set up before.
fn by_default(version: &Version) -> Vec<Auth> {
    let all = [Auth::Idtokens, Auth::Scitokens, Auth::Ssl];
    // Before, nothing but FS, Kerberos and GSI.
    let tokens = since(version, "8.9.2");
    all.into_iter().filter(|_| tokens).collect()
}

/// Methods that every version could be told to use, best first.
const USEFUL: [Auth; 5] = [
    Auth::Idtokens,
    Auth::Password,
    Auth::Kerberos,
    Auth::Ssl,
    Auth::Munge,
];

/// The other classes of the pool, each with what it is in it.
fn others<'a>(ctx: &Ctx<'a>, home: &Home<'_>) -> Vec<(&'a Class, &'a Product)> {
    let roles = || {
        MEMBERS
            .iter()
            .flat_map(|role| ctx.with_role(role, Some(home.pool)))
    };
    let mut first: Vec<u32> = roles()
        .filter_map(|placement| ctx.cluster.class_of(placement.host)?.hosts.first().copied())
        .collect();
    first.sort_unstable();
    first.dedup();
    first
        .into_iter()
        .filter_map(|host| {
            let class = ctx.cluster.class_of(host)?;
            Some((class, class.products.get("htcondor")?))
        })
        .collect()
}

/// The versions of the pool.
pub(super) fn versions<'a>(ctx: &Ctx<'a>, home: &Home<'_>) -> Vec<&'a Version> {
    others(ctx, home)
        .into_iter()
        .map(|(_, product)| &product.facts_of)
        .collect()
}

/// Whether the daemons of two hosts talk to each other: all report to the central managers, and
/// jobs go from submit hosts to execute hosts.
fn talk(home: &Home<'_>, other: &Class) -> bool {
    let there = |role: &str| {
        let mut roles = other.roles.iter();
        roles.any(|placed| {
            is_installed(placed.role) && placed.role.name == role && placed.instance == home.pool
        })
    };
    home.has("condor-central-manager")
        || there("condor-central-manager")
        || home.has("condor-submit") && there("condor-execute")
        || home.has("condor-execute") && there("condor-submit")
}

fn words(methods: &[Auth]) -> String {
    let words: Vec<String> = methods
        .iter()
        .map(|auth| format!("`{}`", auth.word().to_lowercase()))
        .collect();
    match words.split_last() {
        None => "nothing".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

/// Reports each newer version that these hosts share no method with.
pub(super) fn check(ctx: &Ctx<'_>, home: &Home<'_>, found: &mut Vec<Diagnostic>) {
    if home.is_personal() {
        return;
    }
    let stated = home.wanted(ctx).and_then(|wanted| wanted.auth.as_ref());
    let methods = |version: &Version| -> Vec<Auth> {
        let Some(stated) = stated else {
            return by_default(version);
        };
        let all = stated.iter().map(|one| one.value);
        all.filter(|auth| reaches(*auth) && has(*auth, version))
            .collect()
    };
    // That nothing reaches from host to host is told elsewhere.
    if stated.is_some_and(|stated| !stated.iter().any(|one| reaches(one.value))) {
        return;
    }
    let own = home.version();
    let mut told: Vec<&Version> = Vec::new();
    for (class, product) in others(ctx, home) {
        let version = &product.facts_of;
        // Two versions before 9.0 list hosts where nobody proves who he is.
        if version <= own || !since(version, "9.0.0") || told.contains(&version) {
            continue;
        }
        let (here, there) = (methods(own), methods(version));
        if !talk(home, class) || here.iter().any(|auth| there.contains(auth)) {
            continue;
        }
        told.push(version);
        let both: Vec<Auth> = USEFUL
            .into_iter()
            .filter(|auth| has(*auth, own) && has(*auth, version))
            .collect();
        let (old, new) = (&home.product.version, &product.version);
        let span = stated
            .and_then(|stated| stated.iter().find(|one| reaches(one.value)))
            .map_or(old.span, |one| one.span);
        let mut diagnostic = Diagnostic::new(
            &AUTH_IN_COMMON,
            span,
            format!(
                "htcondor {} and {} of one pool have no method of authentication in common",
                old.value, new.value
            ),
        );
        if span != old.span {
            diagnostic = diagnostic.label(old.span, "the older version is stated here");
        }
        found.push(
            diagnostic
                .label(new.span, "the newer version is stated here")
                .note(format!(
                    "between hosts {} has {} here, {} has {}",
                    old.value,
                    words(&here),
                    new.value,
                    words(&there)
                ))
                .help(format!(
                    "add one that both can to `services.condor.auth`: {}",
                    words(&both)
                )),
        );
    }
}
