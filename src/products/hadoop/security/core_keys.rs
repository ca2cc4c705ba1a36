//! What `core-site.xml` says of security: everybody's authentication, and whom principals are.

use super::super::site::Site;
use super::super::{home, since};
use super::principals::{Principals, SPNEGO};
use super::rules::{
    AUTH_RULE, HOST_ADDRESS, HOST_NAME, KERBEROS_TOO_EARLY, PASSWORD_FORM, TLS_TOO_EARLY, TWO_USERS,
};
use super::users::users;
use super::{FIRST_HTTPS, FIRST_KERBEROS, FIRST_ONE_FILTER, kerberos, protection, word};
use super::{datanode, jaas};
use crate::cluster::Kerberos;
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::{Input, SecretRef, Separator, Value};
use crate::lower::Ctx;
use crate::source::Spanned;

static AUTHENTICATION: Derivation = Derivation {
    name: "kerberos-authentication",
    summary: "with Kerberos every call proves who makes it, and every protocol asks whether it may",
    source: "org.apache.hadoop.security.UserGroupInformation, ServiceAuthorizationManager",
};

static PROTECTION: Derivation = Derivation {
    name: "rpc-protection",
    summary: "security.kerberos.protection; without it privacy where TLS is asked for, so that no part of the wire stays in clear",
    source: "org.apache.hadoop.security.SaslPropertiesResolver",
};

static AUTH_TO_LOCAL: Derivation = Derivation {
    name: "auth-to-local",
    summary: "rules of the profile first; then each daemon's principal is the user it runs as, whatever host it is on; then users of the realm are themselves, whatever realm krb5.conf takes as its own; DEFAULT last",
    source: "org.apache.hadoop.security.authentication.util.KerberosName",
};

static CONSOLES: Derivation = Derivation {
    name: "console-authentication",
    summary: "web consoles ask for a ticket where a secret signs their cookies; from 3.3.0 on the namenode's does so always, because WebHDFS believes any name where the key says simple",
    source: "org.apache.hadoop.security.AuthenticationFilterInitializer; org.apache.hadoop.hdfs.web.AuthFilterInitializer",
};

static FAILOVER_ACL: Derivation = Derivation {
    name: "failover-acl",
    summary: "only namenodes may touch what failover keeps in ZooKeeper",
    source: "org.apache.hadoop.ha.ZKFailoverController",
};

/// Sets the keys, and reports what these hosts' release cannot do.
pub fn set(ctx: &Ctx<'_>, site: &mut Site<'_>) {
    too_early(ctx, site);
    let Some(kerberos) = kerberos(ctx) else {
        return;
    };
    names(ctx, kerberos, &mut site.diagnostics);
    datanode::check_ports(ctx, &mut site.diagnostics);
    let principals = Principals::new(kerberos);
    let realm = || vec![principals.realm_input()];
    site.set(
        "hadoop.security.authentication",
        "kerberos",
        &AUTHENTICATION,
        realm(),
    );
    site.set(
        "hadoop.security.authorization",
        true,
        &AUTHENTICATION,
        realm(),
    );
    let (level, why) = protection(ctx.cluster, kerberos);
    site.set("hadoop.rpc.protection", word(level), &PROTECTION, vec![why]);
    auth_to_local(ctx, kerberos, site);
    consoles(ctx, kerberos, site);
    if ctx.has_role("zkfc")
        && let Some(acl) = jaas::acl(ctx, "zkfc")
    {
        site.set(
            "ha.zookeeper.acl",
            acl,
            &FAILOVER_ACL,
            jaas::input(ctx, "zkfc"),
        );
    }
}

/// Hosts that no principal can name.
fn names(ctx: &Ctx<'_>, kerberos: &Kerberos, found: &mut Vec<Diagnostic>) {
    if home::readers(ctx, &[]).is_empty() {
        return;
    }
    for (index, host) in ctx
        .class
        .hosts
        .iter()
        .filter_map(|index| Some((*index, ctx.cluster.host(*index)?)))
    {
        let local = &*host.fqdn == "localhost" || &*host.address.value == "localhost";
        if local || !host.fqdn.contains('.') {
            found.push(
                Diagnostic::new(
                    &HOST_NAME,
                    host.line,
                    if local {
                        "Kerberos knows no localhost"
                    } else {
                        "Kerberos wants the full names of hosts"
                    },
                )
                .label(kerberos.realm.span, "asked for here")
                .help("give the hosts names, and `cluster` a `domain` that completes them")
                .host(index),
            );
        } else if host.has_ip() {
            found.push(
                Diagnostic::new(
                    &HOST_ADDRESS,
                    host.address.span,
                    "the principals of these daemons name hosts, and this is an address",
                )
                .note("it must resolve to the host's full name on every other host")
                .help("take `address` out where names resolve")
                .host(index),
            );
        }
    }
}

fn too_early(ctx: &Ctx<'_>, site: &mut Site<'_>) {
    let security = &ctx.cluster.security;
    if let Some(kerberos) = &security.kerberos
        && !since(site.version(), FIRST_KERBEROS)
    {
        site.diagnostics.push(
            Diagnostic::new(
                &KERBEROS_TOO_EARLY,
                kerberos.realm.span,
                format!("hadoop {} is not secured by clusterc", site.version()),
            )
            .note(format!(
                "before {FIRST_KERBEROS} namenodes exchange images by Kerberized SSL, with keys of its own"
            ))
            .help("raise the version, or take `kerberos` out"),
        );
    }
    if let Some(tls) = &security.tls
        && !since(site.version(), FIRST_HTTPS)
    {
        site.diagnostics.push(
            Diagnostic::new(
                &TLS_TOO_EARLY,
                tls.keystore.span,
                format!("hadoop {} does not know `dfs.http.policy`", site.version()),
            )
            .note(format!(
                "it exists from {FIRST_HTTPS} on; before that `hadoop.ssl.enabled` turned the http ports themselves to https"
            ))
            .help("raise the version, or take `tls` out"),
        );
    }
}

fn auth_to_local(ctx: &Ctx<'_>, kerberos: &Kerberos, site: &mut Site<'_>) {
    let principals = Principals::new(kerberos);
    let realm = kerberos.realm.value.replace('.', "\\.");
    let mut inputs = vec![principals.realm_input()];
    let mut rules = Vec::new();
    for rule in &kerberos.auth_to_local {
        if let Some(problem) = problem_of(&rule.value) {
            site.diagnostics.push(bad_rule(rule, problem));
        }
        inputs.push(Input::at(
            format!("security.kerberos.auth_to_local: {}", rule.value),
            rule.span,
        ));
        rules.push(rule.value.clone());
    }
    for (role, name) in Principals::names() {
        let Some(user) = user_of(ctx, role, site) else {
            continue;
        };
        rules.push(format!("RULE:[2:$1@$0]({name}@{realm})s/.*/{user}/"));
        inputs.push(ctx.role_input(role, None));
    }
    rules.push(format!("RULE:[1:$1@$0](.*@{realm})s/@.*//"));
    rules.push("DEFAULT".to_owned());
    site.set(
        "hadoop.security.auth_to_local",
        Value::List {
            items: rules,
            separator: Separator::Newline,
        },
        &AUTH_TO_LOCAL,
        inputs,
    );
}

/// Who daemons of a role run as, on whatever hosts they are; two answers are a mistake, since a
/// principal is one user everywhere.
fn user_of(ctx: &Ctx<'_>, role: &'static str, site: &mut Site<'_>) -> Option<String> {
    let known = users(ctx.cluster);
    let users = known.of(role).map(|users| &users.managed);
    // Somebody else's daemons run as the packages' users, which these hosts' packages tell.
    let fallback = || {
        let placed = !ctx.cluster.placements.of(role).is_empty();
        let layout = home::layout_of(ctx, role).filter(|_| placed)?;
        Some(layout.user.into_owned())
    };
    if let Some(users) = users.filter(|users| users.len() > 1 && ctx.has_role(role))
        && let Some(span) = users.values().find_map(|span| *span)
    {
        let names: Vec<&str> = users.keys().map(String::as_str).collect();
        site.diagnostics.push(
            Diagnostic::new(
                &TWO_USERS,
                span,
                format!("{role}s run as {}", names.join(" and ")),
            )
            .note("the same principal would have to be both")
            .help("give all of them one user"),
        );
    }
    users
        .and_then(|users| users.keys().next().cloned())
        .or_else(fallback)
}

fn consoles(ctx: &Ctx<'_>, kerberos: &Kerberos, site: &mut Site<'_>) {
    let secret = kerberos.web_consoles.as_ref();
    let always = since(site.version(), FIRST_ONE_FILTER);
    if secret.is_none() && !always {
        return;
    }
    let principals = Principals::new(kerberos);
    let stated = secret.map(|secret| Input::at("security.kerberos.web_consoles", secret.span));
    let inputs = |input: Input| match &stated {
        Some(stated) => vec![stated.clone(), input],
        None => vec![ctx.version_input("hadoop"), input],
    };
    site.set(
        "hadoop.http.authentication.type",
        "kerberos",
        &CONSOLES,
        inputs(principals.realm_input()),
    );
    site.set(
        "hadoop.http.authentication.kerberos.principal",
        principals.web(),
        &CONSOLES,
        inputs(principals.realm_input()),
    );
    site.set(
        "hadoop.http.authentication.kerberos.keytab",
        principals.keytab(SPNEGO),
        &CONSOLES,
        inputs(principals.keytabs_input()),
    );
    let Some(secret) = secret else { return };
    let Spanned {
        value: SecretRef::File(_),
        ..
    } = secret
    else {
        site.diagnostics.push(
            Diagnostic::new(
                &PASSWORD_FORM,
                secret.span,
                "the secret of web consoles is read from a file on each host",
            )
            .note("`hadoop.http.authentication.signature.secret.file` names it")
            .help("write `{secret: \"file:/path\"}`"),
        );
        return;
    };
    site.set(
        "hadoop.http.filter.initializers",
        "org.apache.hadoop.security.AuthenticationFilterInitializer",
        &CONSOLES,
        inputs(principals.realm_input()),
    );
    site.set(
        "hadoop.http.authentication.simple.anonymous.allowed",
        false,
        &CONSOLES,
        inputs(principals.realm_input()),
    );
    site.set(
        "hadoop.http.authentication.signature.secret.file",
        Value::Secret(secret.value.clone()),
        &CONSOLES,
        inputs(principals.realm_input()),
    );
}

fn bad_rule(rule: &Spanned<String>, problem: &str) -> Diagnostic {
    Diagnostic::new(
        &AUTH_RULE,
        rule.span,
        format!("`{}` is no rule: {problem}", rule.value),
    )
    .help(r"write `DEFAULT` or, for example, `RULE:[1:$1@$0](.*@CORP\.ORG)s/@.*//`")
}

/// What is wrong with a rule, read as `KerberosName.parseRules` does.
fn problem_of(rule: &str) -> Option<&'static str> {
    if rule == "DEFAULT" {
        return None;
    }
    if rule.chars().any(char::is_control) {
        return Some("one rule is one line");
    }
    let Some(rest) = rule.strip_prefix("RULE:[") else {
        return Some("it begins with neither `RULE:[` nor `DEFAULT`");
    };
    let Some((pattern, rest)) = rest.split_once(']') else {
        return Some("the bracket is not closed");
    };
    let counted = pattern
        .split_once(':')
        .is_some_and(|(count, _)| !count.is_empty() && count.bytes().all(|b| b.is_ascii_digit()));
    if !counted {
        return Some("the bracket holds no `components:format`");
    }
    let rest = match rest.strip_prefix('(') {
        None => rest,
        Some(inner) => match inner.split_once(')') {
            Some((pattern, _)) if pattern.contains('(') => {
                return Some("the first `)` ends the pattern, so that none fits inside");
            }
            Some((_, rest)) => rest,
            None => return Some("the parenthesis is not closed"),
        },
    };
    let rest = match rest.strip_prefix("s/") {
        None => rest,
        Some(inner) => {
            let mut parts = inner.splitn(3, '/');
            match (parts.next(), parts.next(), parts.next()) {
                (Some(_), Some(_), Some(rest)) => rest.strip_prefix('g').unwrap_or(rest),
                _ => return Some("`s/from/to/` is not complete"),
            }
        }
    };
    match rest {
        "" | "/L" | "L" | "/" => None,
        _ => Some("something follows that Hadoop does not read"),
    }
}

#[cfg(test)]
mod tests {
    use super::problem_of;

    #[test]
    fn rules() {
        for good in [
            "DEFAULT",
            "RULE:[1:$1@$0](.*@CORP\\.ORG)s/@.*//",
            "RULE:[2:$1@$0](nn@EXAMPLE\\.ORG)s/.*/hdfs/",
            "RULE:[1:$1]",
            "RULE:[1:$1](a.*)s/a/b/g",
            "RULE:[1:$1]/L",
        ] {
            assert_eq!(problem_of(good), None, "{good}");
        }
        for bad in [
            "default",
            "RULE:1:$1@$0](.*)s/@.*//",
            "RULE:[1:$1@$0(.*)s/@.*//",
            "RULE:[$1@$0](.*)s/@.*//",
            "RULE:[1:$1@$0](.*s/@.*//",
            "RULE:[1:$1@$0](.*)s/@.*/",
            "RULE:[1:$1@$0]((a|b)@R)s/.*/x/",
            "RULE:[1:$1] DEFAULT",
            "",
        ] {
            assert!(problem_of(bad).is_some(), "{bad}");
        }
    }
}
