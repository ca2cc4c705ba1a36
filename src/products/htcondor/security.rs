//! Who may do what: lists of hosts in the days when nobody proved who he was, templates from 9.0
//! on, where nobody may do anything by default.

use super::auth::{self, Method};
use super::home::Home;
use super::knobs::Knobs;
use super::pool::instance_input;
use super::section::{Auth, Condor};
use crate::diagnostic::Derivation;
use crate::document::{Input, SecretRef, Value};
use crate::lower::Ctx;

static TEMPLATE: Derivation = Derivation {
    name: "condor-security-template",
    summary: "from 9.0 on nobody is authorised by default: HTCondor's own template is read, whose name changed with 23.10",
    source: "param_info: SECURITY:recommended_v9_0 until 23.9, SECURITY:recommended from 23.10.1 on",
};

static METHODS: Derivation = Derivation {
    name: "condor-auth-methods",
    summary: "services.condor.auth; FS comes first where it is not named, for the users and tools of a host",
    source: "SEC_DEFAULT_AUTHENTICATION_METHODS",
};

static REQUIRED: Derivation = Derivation {
    name: "condor-auth-required",
    summary: "before 9.0 what daemons ask of each other is authenticated, and cannot be changed on the way, where a method reaches from host to host",
    source: "SEC_DAEMON_AUTHENTICATION, SEC_NEGOTIATOR_AUTHENTICATION, SEC_ADMINISTRATOR_AUTHENTICATION",
};

static PASSWORD: Derivation = Derivation {
    name: "condor-password-file",
    summary: "the file of the pool's password, on every host",
    source: "SEC_PASSWORD_FILE",
};

static MEMBERS: Derivation = Derivation {
    name: "condor-members",
    summary: "before 9.0 the hosts of the pool may write and act as daemons, central managers may negotiate and administrate; where daemons prove who they are, their names are listed in place of hosts",
    source: "ALLOW_WRITE, ALLOW_DAEMON, ALLOW_NEGOTIATOR, ALLOW_ADMINISTRATOR",
};

static TRUST_DOMAIN: Derivation = Derivation {
    name: "condor-trust-domain",
    summary: "tokens are issued for one domain of the whole pool: the users' domain, or the pool's name",
    source: "TRUST_DOMAIN: default COLLECTOR_HOST before 10.0, then UID_DOMAIN",
};

static ADMINS: Derivation = Derivation {
    name: "condor-admins",
    summary: "services.condor.admins, beside whom the version lets administrate",
    source: "ALLOW_ADMINISTRATOR",
};

/// What this module derives.
pub(super) static DERIVATIONS: &[&Derivation] = &[
    &TEMPLATE,
    &METHODS,
    &REQUIRED,
    &PASSWORD,
    &MEMBERS,
    &TRUST_DOMAIN,
    &ADMINS,
];

/// Authentication and authorisation.
pub(super) fn knobs(ctx: &Ctx<'_>, home: &Home<'_>, knobs: &mut Knobs<'_>) {
    let wanted = home.wanted(ctx);
    let methods = auth::methods(home, wanted);
    let templates = home.since("9.0.0");
    if templates {
        let name = if home.since("23.10.1") {
            "SECURITY:recommended"
        } else {
            "SECURITY:recommended_v9_0"
        };
        knobs.template(name, &TEMPLATE, vec![ctx.version_input("htcondor")]);
    }
    if let Some(methods) = &methods {
        let words = methods.iter().map(|one| one.auth.word().to_owned());
        let inputs = methods.iter().filter_map(|one| one.input.clone()).collect();
        let list = Value::list(words.collect());
        knobs.set("SEC_DEFAULT_AUTHENTICATION_METHODS", list, &METHODS, inputs);
    }
    let methods = methods.unwrap_or_default();
    if let Some((path, input)) = wanted.and_then(password_file) {
        let secret = Value::Secret(SecretRef::File(path));
        knobs.set("SEC_PASSWORD_FILE", secret, &PASSWORD, vec![input]);
    }
    if methods.iter().any(|one| one.auth == Auth::Idtokens) {
        let (domain, input) = home
            .uid_domain(ctx)
            .unwrap_or_else(|| (home.pool.to_owned(), instance_input(ctx, home)));
        knobs.set_if_known("TRUST_DOMAIN", domain, &TRUST_DOMAIN, vec![input]);
    }
    if !templates {
        lists(ctx, home, &methods, knobs);
    }
    admins(wanted, templates, knobs);
}

/// The password's file, when it is one.
fn password_file(wanted: &Condor) -> Option<(String, Input)> {
    let secret = &wanted.password.as_ref()?.secret;
    let path = secret.value.strip_prefix("file:")?;
    let what = format!("services.condor.password: {path}");
    Some((path.to_owned(), Input::at(what, secret.span)))
}

/// Lists of versions before 9.0.
fn lists(ctx: &Ctx<'_>, home: &Home<'_>, methods: &[Method], knobs: &mut Knobs<'_>) {
    let hosts = |names: Vec<String>| Value::list(names);
    let members = if home.is_personal() {
        vec!["$(FULL_HOSTNAME)".to_owned(), "$(IP_ADDRESS)".to_owned()]
    } else {
        home.members(ctx)
            .into_iter()
            .map(|host| host.address.value.to_string())
            .collect()
    };
    let managers: Vec<String> = if home.is_personal() {
        members.clone()
    } else {
        home.managers(ctx)
            .into_iter()
            .map(|one| one.address.to_string())
            .collect()
    };
    let roles = ["condor-personal"]
        .into_iter()
        .chain(super::home::MEMBERS)
        .filter(|role| (*role == "condor-personal") == home.is_personal())
        .filter(|role| !ctx.with_role(role, Some(home.pool)).is_empty());
    let all: Vec<Input> = roles
        .map(|role| ctx.role_input(role, Some(home.pool)))
        .collect();
    let central = || match all.first() {
        Some(first) => vec![first.clone()],
        None => Vec::new(),
    };
    knobs.set("ALLOW_WRITE", hosts(members.clone()), &MEMBERS, all.clone());
    let names = auth::daemon_names(methods);
    if names.is_empty() {
        knobs.set("ALLOW_DAEMON", hosts(members), &MEMBERS, all.clone());
        knobs.set(
            "ALLOW_NEGOTIATOR",
            hosts(managers.clone()),
            &MEMBERS,
            central(),
        );
        knobs.set("ALLOW_ADMINISTRATOR", hosts(managers), &MEMBERS, central());
        return;
    }
    let why: Vec<Input> = methods.iter().filter_map(|one| one.input.clone()).collect();
    for level in ["DAEMON", "NEGOTIATOR", "ADMINISTRATOR"] {
        for part in ["AUTHENTICATION", "INTEGRITY"] {
            let name = format!("SEC_{level}_{part}");
            knobs.set(name, "REQUIRED", &REQUIRED, why.clone());
        }
    }
    let list: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    knobs.set("ALLOW_DAEMON", hosts(list.clone()), &MEMBERS, why.clone());
    knobs.set(
        "ALLOW_NEGOTIATOR",
        hosts(list.clone()),
        &MEMBERS,
        why.clone(),
    );
    let mut list = list;
    list.push("root@$(UID_DOMAIN)".to_owned());
    knobs.set("ALLOW_ADMINISTRATOR", hosts(list), &MEMBERS, why);
}

fn admins(wanted: Option<&Condor>, templates: bool, knobs: &mut Knobs<'_>) {
    let Some(admins) = wanted.and_then(|wanted| wanted.admins.as_ref()) else {
        return;
    };
    let names: Vec<String> = admins.iter().map(|one| one.value.clone()).collect();
    let inputs: Vec<Input> = admins
        .iter()
        .map(|one| Input::at(format!("services.condor.admins: {}", one.value), one.span))
        .collect();
    if templates {
        // The template has set the list just above.
        let value = format!("$(ALLOW_ADMINISTRATOR) {}", names.join(" "));
        knobs.set("ALLOW_ADMINISTRATOR", value, &ADMINS, inputs);
        return;
    }
    let Some(entry) = knobs
        .entries
        .iter_mut()
        .find(|entry| entry.key == "ALLOW_ADMINISTRATOR")
    else {
        return;
    };
    if let Value::List { items, .. } = &mut entry.value {
        items.extend(names);
    }
    if let crate::document::Origin::Derived { inputs: have, .. } = &mut entry.origin {
        have.extend(inputs);
    }
}
