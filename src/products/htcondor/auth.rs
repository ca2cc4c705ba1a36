//! Methods of authentication: which version has which, which reach from host to host, and what
//! daemons are called by them.

use super::home::{Home, since};
use super::meeting;
use super::rules::{AUTH_ACROSS_HOSTS, AUTH_NOT_IN_VERSION, PASSWORD_FILE, WEAK_AUTH};
use super::section::{Auth, Condor};
use crate::diagnostic::Diagnostic;
use crate::document::Input;
use crate::lower::Ctx;
use crate::units::Version;

/// A method and the line that names it; none for what is added.
#[derive(Debug, Clone)]
pub(super) struct Method {
    pub auth: Auth,
    pub input: Option<Input>,
}

/// The methods of a pool that the version has, in order; `None` when the profile leaves them to
/// the version.
pub(super) fn methods(home: &Home<'_>, wanted: Option<&Condor>) -> Option<Vec<Method>> {
    let stated = wanted?.auth.as_ref()?;
    let mut list: Vec<Method> = stated
        .iter()
        .filter(|one| has(one.value, home.version()))
        .map(|one| Method {
            auth: one.value,
            input: Some(Input::at(
                format!("services.condor.auth: {}", one.value.word().to_lowercase()),
                one.span,
            )),
        })
        .collect();
    if list.iter().all(|one| one.auth != Auth::Fs) {
        // Without it no user of a host could submit to the daemon beside him.
        let auth = Auth::Fs;
        list.insert(0, Method { auth, input: None });
    }
    Some(list)
}

/// Whether two hosts can use the method between them.
pub(super) const fn reaches(auth: Auth) -> bool {
    !matches!(auth, Auth::Fs | Auth::Claimtobe | Auth::Anonymous)
}

/// What daemons of the pool are called before 9.0, when they prove who they are; nothing when no
/// method reaches from host to host.
pub(super) fn daemon_names(methods: &[Method]) -> Vec<&'static str> {
    let mut names = Vec::new();
    for one in methods.iter().filter(|one| reaches(one.auth)) {
        // The realm of Kerberos is mapped to the users' domain; an issuer or a map file gives that
        // of the others.
        let name = match one.auth {
            Auth::Password => "condor_pool@$(UID_DOMAIN)",
            Auth::Munge | Auth::FsRemote | Auth::Kerberos => LOCAL,
            _ => "condor@*",
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    // Daemons of one host know each other by FS.
    if !names.is_empty() && !names.contains(&"condor@*") && !names.contains(&LOCAL) {
        names.push(LOCAL);
    }
    names
}

const LOCAL: &str = "condor@$(UID_DOMAIN)";

/// What is wrong with the methods on these hosts.
pub(super) fn check(ctx: &Ctx<'_>, home: &Home<'_>, found: &mut Vec<Diagnostic>) {
    meeting::check(ctx, home, found);
    let Some(wanted) = home.wanted(ctx) else {
        return;
    };
    let stated = wanted.auth.iter().flat_map(|list| list.iter());
    let version = &home.product.version.value;
    for one in stated.clone() {
        let word = one.value.word().to_lowercase();
        // In a pool of several versions the hosts that have it use it.
        if let Some((what, help)) = absent(one.value, home.version())
            && !meeting::versions(ctx, home)
                .iter()
                .any(|other| has(one.value, other))
        {
            found.push(
                Diagnostic::new(
                    &AUTH_NOT_IN_VERSION,
                    one.span,
                    format!("htcondor {version} has no method `{word}`"),
                )
                .label(home.product.version.span, "the version is stated here")
                .note(what)
                .help(help),
            );
        }
        if matches!(one.value, Auth::Claimtobe | Auth::Anonymous) {
            found.push(
                Diagnostic::new(
                    &WEAK_AUTH,
                    one.span,
                    format!("`{word}` proves nothing"),
                )
                .note("whoever reaches a port may act as any user, daemons included")
                .help("take it out, or set it for one level by `settings.condor.SEC_READ_AUTHENTICATION_METHODS`"),
            );
        }
    }
    let several = !home.is_personal() && home.has_several(ctx);
    if let (true, true, Some(last)) = (several, home.since("9.0.0"), stated.clone().last())
        && !stated.clone().any(|one| reaches(one.value))
    {
        found.push(
            Diagnostic::new(
                &AUTH_ACROSS_HOSTS,
                last.span,
                "no method lets the daemons of two hosts prove who they are",
            )
            .note(format!(
                "htcondor {version} asks for proof of every daemon; `fs` works inside one host only"
            ))
            .help("add `idtokens`, `password`, `kerberos` or `ssl`"),
        );
    }
    password(wanted, home, found);
}

/// Whether a version has the method.
pub(super) fn has(auth: Auth, version: &Version) -> bool {
    absent(auth, version).is_none()
}

/// Why a version has no such method, and what it has instead.
fn absent(auth: Auth, version: &Version) -> Option<(&'static str, &'static str)> {
    match auth {
        Auth::Idtokens | Auth::Scitokens if !since(version, "8.9.2") => Some((
            "tokens exist from 8.9.2 on",
            "use `password` or `kerberos`, or raise the version",
        )),
        Auth::Munge if !since(version, "8.7.4") => Some((
            "it exists from 8.7.4 on",
            "use `password` or `kerberos`, or raise the version",
        )),
        Auth::Gsi if since(version, "9.3.0") => Some((
            "it exists until 9.2",
            "use `idtokens`, `ssl` or `scitokens`",
        )),
        _ => None,
    }
}

fn password(wanted: &Condor, home: &Home<'_>, found: &mut Vec<Diagnostic>) {
    let stated = wanted.auth.iter().flat_map(|list| list.iter());
    let method = stated.clone().find(|one| one.value == Auth::Password);
    let Some(secret) = wanted.password.as_ref().map(|password| &password.secret) else {
        // From 8.9.2 on there is a place where it is looked for.
        if let (Some(method), false) = (method, home.since("8.9.2")) {
            found.push(
                Diagnostic::new(
                    &PASSWORD_FILE,
                    method.span,
                    "nothing says where the pool's password is",
                )
                .note(format!(
                    "htcondor {} has no place for it by itself",
                    home.product.version.value
                ))
                .help("add `password: {secret: file:/path}` beside `auth`"),
            );
        }
        return;
    };
    if !secret.value.starts_with("file:/") {
        found.push(
            Diagnostic::new(
                &PASSWORD_FILE,
                secret.span,
                "HTCondor reads the pool's password from a file",
            )
            .note("the file is scrambled: `condor_store_cred` makes it on a host")
            .help("write `{secret: file:/path}`"),
        );
    } else if method.is_none() && !stated.clone().any(|one| one.value == Auth::Idtokens) {
        found.push(
            Diagnostic::new(
                &PASSWORD_FILE,
                secret.span,
                "no method uses the pool's password",
            )
            .help("add `password` to `auth`, or take it out"),
        );
    }
}
