//! What a process of Hadoop sees: its files in order, then the keys of its own nameservice,
//! namenode or resourcemanager in place of the general ones.

use super::facts::FACTS;
use crate::catalog::{Known, Table, look_up};
use crate::document::{ConfigDocument, Entry};
use crate::effective::{Assignment, Loads, Seen, expand_dollar, renamed};

/// `daemon roles ranges files reads`; `reads` says which keys with a suffix are its own.
pub static LOADS: Loads = Loads {
    facts: &FACTS,
    table: Table::new(include_str!("facts/loads.tsv")),
    is_hadoop: true,
    assigns,
    settle,
    expand: expand_dollar,
};

/// Names of old keys count as the new ones, where they stand (`Configuration.loadProperty`).
fn assigns(seen: &Seen<'_>, _: &ConfigDocument, entry: &Entry) -> Vec<Assignment> {
    renamed(seen, &entry.key, entry.value.text().into_owned())
}

fn settle(seen: &mut Seen<'_>) {
    match seen.reads {
        "namenode" => namenode(seen),
        "secondarynamenode" => secondary(seen),
        "resourcemanager" => resourcemanager(seen),
        _ => {}
    }
}

/// Whether an address is on the host of the process.
fn is_here(seen: &Seen<'_>, address: &str) -> bool {
    let host = match address.rsplit_once(':') {
        Some((host, _)) => host,
        None => address,
    };
    let host = host.trim_matches(['[', ']']);
    seen.process
        .host
        .iter()
        .any(|name| name.eq_ignore_ascii_case(host))
}

/// The text of a key, expanded and cut, unless it is empty.
fn text(seen: &Seen<'_>, key: &str) -> Option<String> {
    seen.get(key)?;
    let text = seen.expanded(key).text.trim().to_owned();
    (!text.is_empty()).then_some(text)
}

fn items(seen: &Seen<'_>, key: &str) -> Vec<String> {
    text(seen, key).map_or_else(Vec::new, |text| {
        let items = text.split(',').map(str::trim);
        items
            .filter(|item| !item.is_empty())
            .map(str::to_owned)
            .collect()
    })
}

/// `DFSUtil.getNamenodeNameServiceId`, `HAUtil.getNameNodeId`: stated, the only one, or the one
/// whose address is here.
fn identity(seen: &Seen<'_>, address: &str) -> (Option<String>, Option<String>) {
    let mut service = text(seen, "dfs.nameservice.id");
    let mut node = text(seen, "dfs.ha.namenode.id");
    let mut services = items(seen, "dfs.nameservices");
    if let Some(known) = &service {
        services.retain(|one| one == known);
    }
    if service.is_none() && services.len() == 1 {
        service.clone_from(&services.first().cloned());
    }
    for one in &services {
        for id in items(seen, &format!("dfs.ha.namenodes.{one}")) {
            let here = text(seen, &format!("{address}.{one}.{id}"))
                .is_some_and(|address| is_here(seen, &address));
            if here && node.as_ref().is_none_or(|node| *node == id) {
                service = Some(one.clone());
                node = Some(id);
            }
        }
        let here =
            text(seen, &format!("{address}.{one}")).is_some_and(|address| is_here(seen, &address));
        if here && service.is_none() {
            service = Some(one.clone());
        }
    }
    (service, node)
}

/// Keys with the ids of a namenode behind them, in the tables (`NameNode.NAMENODE_SPECIFIC_KEYS`
/// and the controller's own, `DFSZKFailoverController.ZKFC_CONF_KEYS`).
const OF_NAMENODE: &str = ".<ns>.<nn>";

/// Keys with the name of a nameservice (`NameNode.NAMESERVICE_SPECIFIC_KEYS`).
const OF_NAMESERVICE: &str = "dfs.ha.automatic-failover.enabled";

/// `NameNode.initializeGenericKeys`
fn generic(seen: &mut Seen<'_>, service: Option<&str>, node: Option<&str>) {
    if service.is_some() || node.is_some() {
        if let Some(service) = service {
            seen.make("dfs.nameservice.id", service.to_owned(), None);
        }
        if let Some(node) = node {
            seen.make("dfs.ha.namenode.id", node.to_owned(), None);
        }
        let patterns = FACTS.families.rows().iter();
        let bases = patterns.filter_map(|row| row.split('\t').next()?.strip_suffix(OF_NAMENODE));
        for base in bases {
            let with = |ids: &[Option<&str>]| {
                let ids = ids.iter().flatten().map(|id| format!(".{id}"));
                std::iter::once(base.to_owned())
                    .chain(ids)
                    .collect::<String>()
            };
            let (both, one) = (with(&[service, node]), with(&[service]));
            if both != base && seen.get(&both).is_some() {
                seen.copy(&both, base);
            } else if one != base && seen.get(&one).is_some() {
                seen.copy(&one, base);
            }
        }
        if let Some(service) = service {
            seen.copy(&format!("{OF_NAMESERVICE}.{service}"), OF_NAMESERVICE);
        }
    }
    if let Some(address) = text(seen, "dfs.namenode.rpc-address") {
        seen.make(
            "fs.defaultFS",
            format!("hdfs://{address}"),
            Some("dfs.namenode.rpc-address"),
        );
    }
}

fn namenode(seen: &mut Seen<'_>) {
    let (service, node) = identity(seen, "dfs.namenode.rpc-address");
    generic(seen, service.as_deref(), node.as_deref());
}

/// `SecondaryNameNode`: the nameservice's keys only.
fn secondary(seen: &mut Seen<'_>) {
    let (service, _) = identity(seen, "dfs.namenode.secondary.http-address");
    generic(seen, service.as_deref(), None);
}

/// `HAUtil.verifyAndSetConfiguration` of YARN: the addresses of its own id.
fn resourcemanager(seen: &mut Seen<'_>) {
    if text(seen, "yarn.resourcemanager.ha.enabled").as_deref() != Some("true") {
        return;
    }
    let own = text(seen, "yarn.resourcemanager.ha.id").or_else(|| {
        let ids = items(seen, "yarn.resourcemanager.ha.rm-ids");
        ids.into_iter().find(|id| {
            ["address", "hostname"].iter().any(|key| {
                text(seen, &format!("yarn.resourcemanager.{key}.{id}"))
                    .is_some_and(|address| is_here(seen, &address))
            })
        })
    });
    let Some(own) = own else { return };
    if seen.get("yarn.resourcemanager.ha.id").is_none() {
        seen.make("yarn.resourcemanager.ha.id", own.clone(), None);
    }
    let https = text(seen, "yarn.http.policy").as_deref() == Some("HTTPS_ONLY");
    let web = if https { WEB_HTTPS } else { WEB_HTTP };
    for key in ADDRESSES.iter().chain(&[web]) {
        for id in items(seen, "yarn.resourcemanager.ha.rm-ids") {
            let suffixed = format!("{key}.{id}");
            if text(seen, &suffixed).is_some() {
                continue;
            }
            // The name of the host with the port of the default.
            let hostname = format!("yarn.resourcemanager.hostname.{id}");
            if let (Some(host), Some(port)) = (text(seen, &hostname), default_port(seen, key)) {
                seen.make(&suffixed, format!("{host}:{port}"), Some(&hostname));
            }
        }
        seen.copy(&format!("{key}.{own}"), key);
    }
}

/// The port of an address's default.
fn default_port(seen: &Seen<'_>, key: &str) -> Option<&'static str> {
    let version = seen.process.version;
    match look_up(&FACTS, version, Some("yarn"), key) {
        Known::Yes(fact) => Some(fact.default_in(version)?.rsplit_once(':')?.1),
        _ => None,
    }
}

/// `YarnConfiguration.getServiceAddressConfKeys`, with one of the two for the web.
const ADDRESSES: &[&str] = &[
    "yarn.resourcemanager.address",
    "yarn.resourcemanager.admin.address",
    "yarn.resourcemanager.resource-tracker.address",
    "yarn.resourcemanager.scheduler.address",
];

const WEB_HTTP: &str = "yarn.resourcemanager.webapp.address";

const WEB_HTTPS: &str = "yarn.resourcemanager.webapp.https.address";
