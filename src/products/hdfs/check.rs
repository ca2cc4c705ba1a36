//! What HDFS would refuse, or do badly, of the roles that were placed.

use super::fencing;
use super::rules::{
    BAD_DIRECTORY, FAILOVER_WITHOUT_ZOOKEEPER, FEW_JOURNALS, HA_WITHOUT_JOURNALS, IDLE_JOURNALS,
    NAMESERVICE_NAME, NO_DATANODE, NO_NAMENODE, REPLICATION_TOO_HIGH, SECONDARY_WITH_HA,
    TOO_MANY_NAMENODES, UNKNOWN_DEFAULT, WHICH_ENSEMBLE,
};
use super::section::Hdfs;
use crate::cluster::Placement;
use crate::diagnostic::{Diagnostic, Rule};
use crate::lower::{Ctx, Emitted};
use crate::products::hadoop::namespaces::{Nameservice, Namespaces};
use crate::products::hadoop::since;
use crate::source::{FileId, Span, Spanned};
use crate::units::{Version, nearest};

/// First release in which several journals share the edits.
const JOURNALS_SINCE: &str = "2.0.3-alpha";

/// Looks at the cluster once from the hosts of each daemon, so that each mistake is reported with
/// the hosts that have it.
pub(super) fn check(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    let found = &mut emitted.diagnostics;
    let namespaces = Namespaces::of(ctx);
    orphans(ctx, &namespaces, found);
    default_name(&namespaces, found);
    if ctx.has_role("journalnode") {
        journals(ctx, &namespaces, found);
    }
    let Some(version) = ctx.facts_version("hadoop") else {
        return;
    };
    for placed in &ctx.class.roles {
        if placed.role.name != "namenode" {
            continue;
        }
        let Some(nameservice) = namespaces.get(&placed.instance) else {
            continue;
        };
        let default = Hdfs::default();
        let hdfs = ctx
            .class
            .facets
            .services
            .hdfs
            .get(nameservice.name)
            .unwrap_or(&default);
        one(ctx, &namespaces, nameservice, hdfs, version, found);
    }
}

/// Somewhere to point at: the line that placed the first of them.
fn place(placements: &[&Placement]) -> Span {
    placements
        .iter()
        .find_map(|placement| placement.cause.span())
        .unwrap_or(Span::start_of(FileId(0)))
}

fn placed(ctx: &Ctx<'_>, role: &'static str, instance: Option<&str>) -> Span {
    place(&ctx.with_role(role, instance))
}

fn orphans(ctx: &Ctx<'_>, namespaces: &Namespaces<'_>, found: &mut Vec<Diagnostic>) {
    if !namespaces.list.is_empty() {
        return;
    }
    for role in ["datanode", "journalnode", "secondarynamenode"] {
        if ctx.has_role(role) {
            found.push(
                Diagnostic::new(
                    &NO_NAMENODE,
                    placed(ctx, role, None),
                    format!("there are {role}s, but no namenode"),
                )
                .help("place a `namenode`, or list somebody else's with `managed: false`"),
            );
            return;
        }
    }
}

fn default_name(namespaces: &Namespaces<'_>, found: &mut Vec<Diagnostic>) {
    let Some(wanted) = namespaces.stated_default() else {
        return;
    };
    if namespaces.list.is_empty() || namespaces.get(wanted.value).is_some() {
        return;
    }
    found.push(unknown_name(
        &UNKNOWN_DEFAULT,
        wanted,
        "nameservice",
        namespaces.list.iter().map(|one| one.name),
    ));
}

fn unknown_name<'n>(
    rule: &'static Rule,
    wanted: Spanned<&str>,
    word: &str,
    known: impl Iterator<Item = &'n str> + Clone,
) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        rule,
        wanted.span,
        format!("no {word} is called `{}`", wanted.value),
    );
    match nearest(wanted.value, known.clone()) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")).fix(
            format!("write `{near}`"),
            wanted.span,
            near,
            false,
        ),
        None => diagnostic.help(format!(
            "there are {}",
            known.collect::<Vec<_>>().join(", ")
        )),
    }
}

fn journals(ctx: &Ctx<'_>, namespaces: &Namespaces<'_>, found: &mut Vec<Diagnostic>) {
    let journals = ctx.with_role("journalnode", None);
    if namespaces.list.is_empty() {
        return;
    }
    if !namespaces.list.iter().any(Nameservice::is_ha) {
        found.push(
            Diagnostic::new(
                &IDLE_JOURNALS,
                place(&journals),
                "nothing uses the journalnodes: no nameservice has several namenodes",
            )
            .help("place a second namenode, or take the journalnodes out"),
        );
        return;
    }
    let count = journals.len();
    if count < 3 || count.is_multiple_of(2) {
        let survives = count.saturating_sub(1) / 2;
        found.push(
            Diagnostic::new(
                &FEW_JOURNALS,
                place(&journals),
                format!("{count} journalnodes are not three, five or seven"),
            )
            .note(format!(
                "{} of {count} are a majority: {}",
                count / 2 + 1,
                match survives {
                    0 => "none may fail".to_owned(),
                    1 => "one may fail".to_owned(),
                    more => format!("{more} may fail"),
                }
            ))
            .help("place one more or one less"),
        );
    }
}

/// One nameservice, seen from its namenodes.
fn one(
    ctx: &Ctx<'_>,
    namespaces: &Namespaces<'_>,
    nameservice: &Nameservice<'_>,
    hdfs: &Hdfs,
    version: &Version,
    found: &mut Vec<Diagnostic>,
) {
    let here = place(&nameservice.namenodes);
    if namespaces.are_named() && !is_uri_host(nameservice.name) {
        let span = ctx
            .cluster
            .instances_of("hdfs")
            .iter()
            .find(|instance| instance.name == nameservice.name)
            .map_or(here, |instance| {
                match (instance.named, ctx.cluster_span()) {
                    (false, Some(span)) => span,
                    _ => instance.span,
                }
            });
        found.push(
            Diagnostic::new(
                &NAMESERVICE_NAME,
                span,
                format!("`hdfs://{}` has no host", nameservice.name),
            )
            .note("the nameservice is called so because its namenodes, or the cluster, are")
            .help("use letters, digits and hyphens, a letter first"),
        );
    }
    replication(ctx, hdfs, found);
    directories(hdfs, found);
    if ctx.cluster.placements.of("datanode").is_empty() {
        found.push(
            Diagnostic::new(&NO_DATANODE, here, "there is a namenode, but no datanode")
                .help("place `datanode` on the hosts that keep the blocks"),
        );
    }
    if nameservice.is_ha() {
        availability(ctx, nameservice, hdfs, version, here, found);
    } else if let Some(wanted) = hdfs
        .automatic_failover
        .as_ref()
        .filter(|wanted| wanted.value)
    {
        found.push(
            Diagnostic::new(
                &FAILOVER_WITHOUT_ZOOKEEPER,
                wanted.span,
                format!(
                    "`{}` has one namenode, which nothing can take over from",
                    nameservice.name
                ),
            )
            .label(here, "the only namenode")
            .help("place a second namenode, or take `automatic_failover` out"),
        );
    }
}

/// Whether `java.net.URI` finds a host in `hdfs://NAME`, and keys that end in the name stay whole.
fn is_uri_host(name: &str) -> bool {
    let bytes = name.as_bytes();
    bytes.first().is_some_and(u8::is_ascii_alphabetic)
        && bytes.last().is_some_and(u8::is_ascii_alphanumeric)
        && bytes
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
}

fn replication(ctx: &Ctx<'_>, hdfs: &Hdfs, found: &mut Vec<Diagnostic>) {
    let datanodes = ctx.cluster.placements.of("datanode").len();
    let Some(wanted) = &hdfs.replication else {
        return;
    };
    if datanodes == 0 || usize::try_from(wanted.value).is_ok_and(|wanted| wanted <= datanodes) {
        return;
    }
    found.push(
        Diagnostic::new(
            &REPLICATION_TOO_HIGH,
            wanted.span,
            format!(
                "{} copies of a block are wanted of {datanodes} datanode{}",
                wanted.value,
                if datanodes == 1 { "" } else { "s" }
            ),
        )
        .label(placed(ctx, "datanode", None), "placed here")
        .help(format!("lower it to {datanodes}, or place more datanodes")),
    );
}

fn directories(hdfs: &Hdfs, found: &mut Vec<Diagnostic>) {
    for (path, directory) in hdfs.directories.iter().flatten() {
        let plain = path.value.starts_with('/')
            && !path.value.contains("//")
            && !path
                .value
                .chars()
                .any(|c| c.is_control() || "*?[]{}\\:".contains(c));
        if !plain {
            found.push(
                Diagnostic::new(
                    &BAD_DIRECTORY,
                    path.span,
                    format!("`{}` is no plain absolute path of HDFS", path.value),
                )
                .help("write it from `/`, without a scheme and without patterns"),
            );
        }
        let mode = directory
            .as_ref()
            .and_then(|directory| directory.mode.as_ref());
        if let Some(mode) = mode.filter(|mode| mode.value.bits() > 0o1777) {
            found.push(
                Diagnostic::new(
                    &BAD_DIRECTORY,
                    mode.span,
                    format!("HDFS has no mode {}", mode.value),
                )
                .help("only the sticky bit exists above the nine permission bits, as in 1777"),
            );
        }
    }
}

/// A nameservice with several namenodes.
fn availability(
    ctx: &Ctx<'_>,
    nameservice: &Nameservice<'_>,
    hdfs: &Hdfs,
    version: &Version,
    here: Span,
    found: &mut Vec<Diagnostic>,
) {
    let count = nameservice.namenodes.len();
    let many = since(version, "2.10.0");
    if count > 2 && !many {
        found.push(
            Diagnostic::new(
                &TOO_MANY_NAMENODES,
                here,
                format!("hadoop {version} allows two namenodes of a nameservice, not {count}"),
            )
            .help("place two, or use 2.10 or 3.x"),
        );
    }
    if !since(version, JOURNALS_SINCE) {
        found.push(
            Diagnostic::new(
                &HA_WITHOUT_JOURNALS,
                here,
                format!("hadoop {version} has no journalnodes for several namenodes to share"),
            )
            .note(format!("they exist from {JOURNALS_SINCE} on"))
            .help("place one namenode, or raise the version"),
        );
    } else if ctx.cluster.placements.of("journalnode").is_empty() {
        found.push(
            Diagnostic::new(
                &HA_WITHOUT_JOURNALS,
                here,
                format!(
                    "{count} namenodes of `{}`, but no journalnode",
                    nameservice.name
                ),
            )
            .help("place `journalnode` on three hosts: `roles: {journalnode: …}`"),
        );
    }
    let secondaries = ctx.with_role("secondarynamenode", Some(nameservice.name));
    if !secondaries.is_empty() {
        found.push(
            Diagnostic::new(
                &SECONDARY_WITH_HA,
                place(&secondaries),
                format!(
                    "`{}` has {count} namenodes and a secondary namenode",
                    nameservice.name
                ),
            )
            .label(here, "the namenodes")
            .help("take `secondarynamenode` out: the standby makes the checkpoints"),
        );
    }
    ensemble(ctx, nameservice, hdfs, found);
    fencing::check(hdfs, version, found);
}

fn ensemble(
    ctx: &Ctx<'_>,
    nameservice: &Nameservice<'_>,
    hdfs: &Hdfs,
    found: &mut Vec<Diagnostic>,
) {
    let ensembles = ctx.cluster.instances_of("zookeeper");
    let placed_any = !ctx.cluster.placements.of("zookeeper").is_empty();
    if let Some(wanted) = hdfs
        .automatic_failover
        .as_ref()
        .filter(|wanted| wanted.value)
        && !placed_any
    {
        found.push(
            Diagnostic::new(
                &FAILOVER_WITHOUT_ZOOKEEPER,
                wanted.span,
                "automatic failover needs a ZooKeeper ensemble, and there is none",
            )
            .help(
                "place `zookeeper` on three hosts, or list somebody else's with `managed: false`",
            ),
        );
    }
    let controllers = ctx.with_role("zkfc", Some(nameservice.name));
    if controllers.is_empty() || !placed_any {
        return;
    }
    let names = ensembles.iter().map(|one| one.name.as_str());
    match &hdfs.zookeeper {
        Some(wanted) if !ensembles.iter().any(|one| one.name == wanted.value) => {
            found.push(unknown_name(
                &WHICH_ENSEMBLE,
                wanted.as_ref().map(String::as_str),
                "ensemble",
                names,
            ));
        }
        None if ensembles.len() > 1 => found.push(
            Diagnostic::new(
                &WHICH_ENSEMBLE,
                place(&nameservice.namenodes),
                format!("`{}` does not say which ensemble decides", nameservice.name),
            )
            .help(format!(
                "add `services: {{hdfs: {{zookeeper: …}}}}` with one of {}",
                names.collect::<Vec<_>>().join(", ")
            )),
        ),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_uris() {
        for (name, fits) in [
            ("whizbang", true),
            ("my-logs", true),
            ("my_logs", false),
            ("1a", false),
            ("a.b", false),
            ("a-", false),
        ] {
            assert_eq!(is_uri_host(name), fits, "{name}");
        }
    }
}
