//! How failover controllers and resource managers prove to ZooKeeper who they are: a login
//! configuration of Java, and what only they may touch there.

use super::super::{ensemble, home, since};
use super::kerberos;
use super::principals::Principals;
use crate::diagnostic::Derivation;
use crate::document::{Entry, Input, Origin, Syntax};
use crate::lower::{Ctx, Emitted};

/// First ZooKeeper that speaks SASL (`SASLAuthenticationProvider`).
const FIRST_ZOOKEEPER: &str = "3.4.0";

/// Login context that ZooKeeper's client asks for (`zookeeper.sasl.clientconfig`).
const CONTEXT: &str = "Client";

const MODULE: &str = "com.sun.security.auth.module.Krb5LoginModule";

static LOGIN: Derivation = Derivation {
    name: "zookeeper-login",
    summary: "failover controllers and resource managers log in to ZooKeeper with their own keytab where all its servers speak SASL",
    source: "org.apache.zookeeper.Login; com.sun.security.auth.module.Krb5LoginModule",
};

/// The ensemble that a role's daemon of these hosts logs in to.
fn logs_in(ctx: &Ctx<'_>, role: &str) -> Option<String> {
    kerberos(ctx)?;
    let name = match role {
        "zkfc" => ensemble::of_controllers(ctx)?,
        "resourcemanager" => ensemble::of_managers(ctx)?,
        _ => return None,
    };
    let servers = ctx.with_role("zookeeper", Some(&name));
    let all = servers.iter().all(|server| {
        let managed = ctx
            .cluster
            .host(server.host)
            .is_some_and(|host| host.managed);
        let product = ctx
            .cluster
            .class_of(server.host)
            .and_then(|class| class.products.get("zookeeper"));
        managed && product.is_some_and(|product| since(&product.facts_of, FIRST_ZOOKEEPER))
    });
    (all && !servers.is_empty()).then_some(name)
}

/// Path of the login configuration of a role's daemon.
fn path(ctx: &Ctx<'_>, role: &str) -> Option<String> {
    Some(format!("{}/{}", home::conf_dir(ctx)?, file(role)))
}

fn file(role: &str) -> String {
    format!("jaas-{role}.conf")
}

/// The option that tells Java of it, where there is one.
pub fn option(ctx: &Ctx<'_>, role: &str) -> Option<String> {
    logs_in(ctx, role)?;
    Some(format!(
        "-Djava.security.auth.login.config={}",
        path(ctx, role)?
    ))
}

/// Why there is one.
pub fn input(ctx: &Ctx<'_>, role: &str) -> Vec<Input> {
    let mut inputs: Vec<Input> = kerberos(ctx)
        .map(|kerberos| Principals::new(kerberos).realm_input())
        .into_iter()
        .collect();
    if let Some(name) = logs_in(ctx, role) {
        inputs.push(ctx.role_input("zookeeper", Some(&name)));
    }
    inputs
}

/// What only this daemon's principal may touch: the servers cut host and realm off.
pub fn acl(ctx: &Ctx<'_>, role: &str) -> Option<String> {
    logs_in(ctx, role)?;
    Some(format!("sasl:{}:rwcda", Principals::name(role)?))
}

/// Makes the files: each names its own host.
pub fn emit(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    for role in ["zkfc", "resourcemanager"] {
        if logs_in(ctx, role).is_none() {
            continue;
        }
        let (Some(kerberos), Some(name)) = (kerberos(ctx), Principals::name(role)) else {
            continue;
        };
        let Some(host) = ctx.host() else { continue };
        let principals = Principals::new(kerberos);
        let file = file(role);
        let Some(mut document) = home::in_conf(
            ctx,
            &file,
            file.clone(),
            Syntax::Jaas,
            &LOGIN,
            vec![role.into()],
        ) else {
            continue;
        };
        let own = Input::at(format!("hosts.{}", host.name), host.line);
        let mut add = |key: &'static str, value: String, inputs: Vec<Input>| {
            document
                .entries
                .push(Entry::new(key, value, Origin::derived(&LOGIN, inputs)).in_section(CONTEXT));
        };
        let why = || input(ctx, role);
        add(MODULE, "required".to_owned(), why());
        add("useKeyTab", "true".to_owned(), why());
        add(
            "keyTab",
            principals.keytab(name),
            vec![principals.keytabs_input()],
        );
        add("storeKey", "true".to_owned(), why());
        add("useTicketCache", "false".to_owned(), why());
        // Java does not know `_HOST`.
        let fqdn = host.fqdn.to_ascii_lowercase();
        add(
            "principal",
            format!("{name}/{fqdn}@{}", kerberos.realm.value),
            vec![principals.realm_input(), own],
        );
        emitted.documents.push(document);
    }
}
