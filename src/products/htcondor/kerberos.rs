//! Kerberos between the daemons of a pool: their principals, their keytab, and the domain of users
//! that the realm is.

use super::auth::{self, Method};
use super::home::{Home, made_from};
use super::knobs::Knobs;
use super::rules::KERBEROS;
use super::section::Auth;
use crate::cluster::{Class, Kerberos};
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::{ConfigDocument, Entry, Input, Origin, Syntax, TargetPath};
use crate::lower::{Ctx, Emitted};

static LOGIN: Derivation = Derivation {
    name: "condor-kerberos-login",
    summary: "where services.condor.auth has kerberos: the principal of a host's daemons is condor/<its full name>, kept in condor.service.keytab; never a whole principal, which every daemon would take for the other side's too",
    source: "Condor_Auth_Kerberos::init_server_info, init_daemon: KERBEROS_SERVER_SERVICE, KERBEROS_SERVER_KEYTAB",
};

static REALM: Derivation = Derivation {
    name: "condor-kerberos-realm",
    summary: "the realm is the domain of the pool's users, so that a user is the same one by Kerberos and by FS",
    source: "Condor_Auth_Kerberos::map_domain_name: KERBEROS_MAP_FILE",
};

/// What this module derives.
pub(super) static DERIVATIONS: &[&Derivation] = &[&LOGIN, &REALM];

/// First part of the principals of daemons, which HTCondor takes for the user `condor`.
const SERVICE: &str = "condor";

/// What asks a pool for it.
pub const KERBEROS_BY: &str = "`services.condor.auth` has `kerberos`";

/// Whether a pool of these hosts is asked for it.
pub fn asks_for_kerberos(class: &Class) -> bool {
    let pools = class.facets.services.condor.values();
    pools
        .filter_map(|pool| pool.auth.as_ref())
        .flat_map(|list| list.iter())
        .any(|one| one.value == Auth::Kerberos)
}

/// The method, where the pool has it.
fn method(ctx: &Ctx<'_>, home: &Home<'_>) -> Option<Method> {
    auth::methods(home, home.wanted(ctx))?
        .into_iter()
        .find(|one| one.auth == Auth::Kerberos)
}

/// The realm of a pool that has the method, and why.
fn realm<'a>(ctx: &Ctx<'a>, home: &Home<'_>) -> Option<(&'a Kerberos, Vec<Input>)> {
    let method = method(ctx, home)?;
    let kerberos = ctx.cluster.security.kerberos.as_ref()?;
    let realm = format!("security.kerberos.realm: {}", kerberos.realm.value);
    let mut inputs = vec![Input::at(realm, kerberos.realm.span)];
    inputs.extend(method.input);
    Some((kerberos, inputs))
}

fn map_path(home: &Home<'_>) -> String {
    format!("{}/kerberos.map", home.layout.conf)
}

/// Where daemons find who they are.
pub(super) fn knobs(ctx: &Ctx<'_>, home: &Home<'_>, knobs: &mut Knobs<'_>) {
    let Some((kerberos, inputs)) = realm(ctx, home) else {
        return;
    };
    knobs.set("KERBEROS_SERVER_SERVICE", SERVICE, &LOGIN, inputs.clone());
    let mut why = inputs.clone();
    if let Some(span) = kerberos.keytabs_span {
        let what = format!("security.kerberos.keytabs: {}", kerberos.keytabs);
        why.push(Input::at(what, span));
    }
    let keytab = format!("{}/{SERVICE}.service.keytab", kerberos.keytabs);
    knobs.set("KERBEROS_SERVER_KEYTAB", keytab, &LOGIN, why);
    if let Some((_, domain)) = home.uid_domain(ctx) {
        let mut why = inputs;
        why.push(domain);
        knobs.set("KERBEROS_MAP_FILE", map_path(home), &REALM, why);
    }
}

/// Says what keeps daemons from proving who they are.
pub(super) fn check(ctx: &Ctx<'_>, home: &Home<'_>, found: &mut Vec<Diagnostic>) {
    let stated = home.wanted(ctx).and_then(|wanted| wanted.auth.as_ref());
    let Some(method) = stated
        .iter()
        .flat_map(|list| list.iter())
        .find(|one| one.value == Auth::Kerberos)
    else {
        return;
    };
    let Some(kerberos) = &ctx.cluster.security.kerberos else {
        found.push(
            Diagnostic::new(
                &KERBEROS,
                method.span,
                "nothing says of which realm the pool is",
            )
            .note("the principal of a daemon is condor/HOST@REALM, and the realm becomes the domain of users")
            .help("add `security: {kerberos: {realm: …}}`, or take `kerberos` out of `auth`"),
        );
        return;
    };
    admins(ctx, home, kerberos, found);
    if home.uid_domain(ctx).is_none() {
        found.push(
            Diagnostic::new(
                &KERBEROS,
                kerberos.realm.span,
                format!(
                    "users of the realm `{}` have no domain in the pool",
                    kerberos.realm.value
                ),
            )
            .label(method.span, "Kerberos is asked for here")
            .help("give `cluster` a `domain`, or `services.condor` a `uid_domain`"),
        );
    }
    for &index in &ctx.class.hosts {
        let Some(host) = ctx.cluster.host(index) else {
            continue;
        };
        if &*host.fqdn != "localhost" && host.fqdn.contains('.') {
            continue;
        }
        found.push(
            Diagnostic::new(
                &KERBEROS,
                host.line,
                format!("`{SERVICE}/{}` is no principal of a daemon", host.fqdn),
            )
            .label(method.span, "Kerberos is asked for here")
            .help("give the host a name, and `cluster` a `domain` that completes it")
            .host(index),
        );
    }
}

/// Administrators by their names in the realm, which nobody has in the pool.
fn admins(ctx: &Ctx<'_>, home: &Home<'_>, kerberos: &Kerberos, found: &mut Vec<Diagnostic>) {
    let (Some(wanted), Some((domain, _))) = (home.wanted(ctx), home.uid_domain(ctx)) else {
        return;
    };
    for admin in wanted.admins.iter().flat_map(|list| list.iter()) {
        let Some((user, of)) = admin.value.split_once('@') else {
            continue;
        };
        if of != kerberos.realm.value || of == domain {
            continue;
        }
        found.push(
            Diagnostic::new(
                &KERBEROS,
                admin.span,
                format!("nobody is called `{}` in the pool", admin.value),
            )
            .label(kerberos.realm.span, "the realm is stated here")
            .note(format!("the realm is the domain `{domain}` there"))
            .help(format!("write `{user}@{domain}`")),
        );
    }
}

/// Makes the file that says which domain the realm is.
pub(super) fn emit(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    let Some(home) = Home::of(ctx) else { return };
    let (Some((kerberos, mut inputs)), Some((domain, input))) =
        (realm(ctx, &home), home.uid_domain(ctx))
    else {
        return;
    };
    let Ok(path) = TargetPath::new(map_path(&home)) else {
        return;
    };
    inputs.push(input);
    let line = format!("{} = {domain}", kerberos.realm.value);
    emitted.documents.push(ConfigDocument {
        product: "htcondor",
        name: "kerberos.map".into(),
        path,
        syntax: Syntax::Lines,
        mode: 0o644,
        owner: "root".into(),
        group: "root".into(),
        readers: home.readers(),
        made_by: &REALM,
        made_from: made_from(ctx),
        entries: vec![Entry::new("realm", line, Origin::derived(&REALM, inputs))],
        prose: String::new(),
    });
}
