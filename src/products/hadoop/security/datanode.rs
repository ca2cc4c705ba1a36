//! How datanodes prove who they are to whoever reads and writes blocks.

use super::super::since;
use super::rules::SECURE_PORT;
use super::{FIRST_SASL, https_of, kerberos_of, tls_input};
use crate::cluster::{Class, Cluster};
use crate::diagnostic::Diagnostic;
use crate::document::Input;
use crate::lower::Ctx;
use crate::resolve::Listening;
use crate::units::Version;

/// Ports below 1024, which only root can open: what the manual of secure mode takes.
const PRIVILEGED: [(&str, u16); 2] = [("data", 1004), ("http", 1006)];

/// Roles with a console of their own.
const WITH_CONSOLE: &[&str] = &[
    "namenode",
    "secondarynamenode",
    "datanode",
    "journalnode",
    "resourcemanager",
    "nodemanager",
    "historyserver",
];

/// What a client trusts a datanode for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataTransfer {
    /// SASL on ports that anybody could open, with the console over HTTPS only.
    Sasl,
    /// Ports that only root can open: the daemon is started as root and steps down by `jsvc`.
    Privileged,
}

/// How datanodes of a release do it; `None` without Kerberos.
///
/// Mixing both is what `DataNode.checkSecureConfig` refuses to start with.
pub fn data_transfer(cluster: &Cluster, version: &Version) -> Option<DataTransfer> {
    kerberos_of(cluster, version)?;
    Some(
        if since(version, FIRST_SASL) && https_of(cluster, version).is_some() {
            DataTransfer::Sasl
        } else {
            DataTransfer::Privileged
        },
    )
}

/// Why it is done this way.
pub fn mode_input(ctx: &Ctx<'_>) -> Input {
    match &ctx.cluster.security.tls {
        Some(tls) => tls_input(tls),
        None => Input::fact("security.tls is not stated"),
    }
}

/// Ports that the profile states and the daemon would not start with.
pub(super) fn check_ports(ctx: &Ctx<'_>, found: &mut Vec<Diagnostic>) {
    let (Some(version), Some(stated)) = (
        ctx.facts_version("hadoop"),
        ctx.daemon("datanode")
            .and_then(|daemon| daemon.ports.as_ref()),
    ) else {
        return;
    };
    let Some(mode) = data_transfer(ctx.cluster, version).filter(|_| ctx.has_role("datanode"))
    else {
        return;
    };
    let https = https_of(ctx.cluster, version).is_some();
    for (name, port) in stated {
        // With HTTPS nothing listens on the http port.
        let matters = name.value == "data" || (name.value == "http" && !https);
        let low = port.value.get() < 1024;
        if !matters || low == (mode == DataTransfer::Privileged) {
            continue;
        }
        let diagnostic = Diagnostic::new(
            &SECURE_PORT,
            port.span,
            format!(
                "a datanode does not start with Kerberos and `{}` on port {}",
                name.value, port.value
            ),
        );
        found.push(match mode {
            DataTransfer::Privileged => diagnostic
                .note(format!(
                    "hadoop {version} without TLS trusts ports below 1024 only"
                ))
                .help("state one below 1024, or none: 1004 for `data`, 1006 for `http`"),
            DataTransfer::Sasl => diagnostic
                .note("with TLS it proves who it is by SASL, and is not started as root")
                .help("state one from 1024 on, or none"),
        });
    }
}

/// Ports that security opens, closes or moves.
pub fn listens(
    cluster: &Cluster,
    class: &Class,
    role: &'static str,
    port: &str,
    usual: Listening,
) -> Option<Listening> {
    if !WITH_CONSOLE.contains(&role) {
        return None;
    }
    let version = &class.products.get("hadoop")?.facts_of;
    let https = https_of(cluster, version).is_some();
    let privileged =
        role == "datanode" && data_transfer(cluster, version) == Some(DataTransfer::Privileged);
    let number = PRIVILEGED
        .iter()
        .find(|(name, _)| privileged && *name == port)
        .map_or(usual.number, |(_, number)| *number);
    let closed = match port {
        "http" if https => true,
        "https" if https => false,
        _ => usual.closed,
    };
    let because = (number != usual.number)
        .then_some(cluster.security.kerberos.as_ref())
        .flatten()
        .map(|kerberos| kerberos.realm.span);
    Some(Listening {
        number,
        closed,
        because,
    })
}
