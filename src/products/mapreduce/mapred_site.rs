//! `mapred-site.xml`: what jobs are submitted with, and where the history server is.

use super::rules::{
    BIND_UNSUPPORTED, CONTAINER_TOO_LARGE, IDLE_HISTORY, SEVERAL_HISTORY, WHOLE_MIB,
};
use super::section::MapReduce;
use super::security;
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::Input;
use crate::lower::{Ctx, Emitted};
use crate::products::hadoop::namespaces::port_input;
use crate::products::hadoop::security as hadoop_security;
use crate::products::hadoop::site::Site;
use crate::products::hadoop::{home, is_three};
use crate::source::{FileId, Span, Spanned};
use crate::units::{Bytes, SizeUnit};

static MAPRED_SITE: Derivation = Derivation {
    name: "mapred-site",
    summary: "every host with Hadoop has a mapred-site.xml where YARN runs: jobs may be submitted anywhere",
    source: "org.apache.hadoop.mapreduce.util.ConfigUtil",
};

static FRAMEWORK: Derivation = Derivation {
    name: "mapreduce-framework",
    summary: "jobs run on YARN where a resource manager exists; the default would run them in the client",
    source: "org.apache.hadoop.mapreduce.protocol.ClientProtocolProvider",
};

static HISTORY: Derivation = Derivation {
    name: "historyserver-address",
    summary: "jobs and node managers find the history server by its host's name",
    source: "org.apache.hadoop.mapreduce.v2.jobhistory.JHAdminConfig",
};

static BIND: Derivation = Derivation {
    name: "bind-host",
    summary: "where the daemon listens; its advertised name stays the host's",
    source: "mapred-default.xml: mapreduce.jobhistory.bind-host",
};

static TASK_MEMORY: Derivation = Derivation {
    name: "task-memory",
    summary: "container of a task in MiB; its heap is 80% of it, rounded down",
    source: "mapred-default.xml: mapreduce.job.heap.memory-mb.ratio",
};

static MAPRED_HOME: Derivation = Derivation {
    name: "mapreduce-home",
    summary: "from 3.0 on containers know where MapReduce lies only when the job tells them",
    source: "org.apache.hadoop.mapreduce.v2.util.MRApps; mapred-default.xml: yarn.app.mapreduce.am.env",
};

static SHUFFLE_PORT: Derivation = Derivation {
    name: "stated-port",
    summary: "the port of the shuffle that the profile states",
    source: "org.apache.hadoop.mapred.ShuffleHandler",
};

pub(super) fn emit(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    history_checks(ctx, emitted);
    if ctx.cluster.placements.of("resourcemanager").is_empty() {
        return;
    }
    let Some(mut site) = Site::new(ctx, "mapred") else {
        return;
    };
    site.set(
        "mapreduce.framework.name",
        "yarn",
        &FRAMEWORK,
        vec![ctx.role_input("resourcemanager", None)],
    );
    history(ctx, &mut site);
    memory(ctx, &mut site);
    mapred_home(ctx, &mut site);
    shuffle_port(ctx, &mut site);
    security::keys(ctx, &mut site);
    site.finish(
        ctx,
        "mapred-site",
        &MAPRED_SITE,
        &["yarn", "mapreduce"],
        emitted,
    );
}

fn history_checks(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    if !ctx.has_role("historyserver") {
        return;
    }
    let servers = ctx.with_role("historyserver", None);
    let span = ctx
        .role_input("historyserver", None)
        .span
        .unwrap_or(Span::start_of(FileId(0)));
    if servers.len() > 1 {
        emitted.diagnostics.push(
            Diagnostic::new(
                &SEVERAL_HISTORY,
                span,
                format!("there are {} history servers", servers.len()),
            )
            .help("place the role `historyserver` on one host"),
        );
    }
    if ctx.cluster.placements.of("resourcemanager").is_empty() {
        emitted.diagnostics.push(
            Diagnostic::new(
                &IDLE_HISTORY,
                span,
                "the history server has no YARN cluster",
            )
            .help("place the role `resourcemanager`, or take the role away"),
        );
    }
}

fn history(ctx: &Ctx<'_>, site: &mut Site<'_>) {
    let https = hadoop_security::https(ctx);
    let secure = https.is_some();
    for (port, key, always) in [
        ("rpc", "mapreduce.jobhistory.address", true),
        ("http", "mapreduce.jobhistory.webapp.address", !secure),
        ("https", "mapreduce.jobhistory.webapp.https.address", secure),
        ("admin", "mapreduce.jobhistory.admin.address", true),
    ] {
        let servers = ctx.endpoints("historyserver", port, None);
        let Some(server) = servers.first() else {
            continue;
        };
        if !always && server.port_span.is_none() {
            continue;
        }
        let mut inputs = vec![ctx.role_input("historyserver", None)];
        inputs.extend(port_input("historyserver", port, server));
        if port == "https" {
            inputs.extend(https.map(hadoop_security::tls_input));
        }
        site.set_if_known(key, server.host_port(), &HISTORY, inputs);
    }
    if let Some(bind) = ctx
        .daemon("historyserver")
        .and_then(|daemon| daemon.bind.as_ref())
    {
        let key = "mapreduce.jobhistory.bind-host";
        if site.knows(key) {
            site.set(
                key,
                bind.value.clone(),
                &BIND,
                vec![Input::at(
                    format!("daemons.historyserver.bind: {}", bind.value),
                    bind.span,
                )],
            );
        } else {
            site.diagnostics.push(
                Diagnostic::new(
                    &BIND_UNSUPPORTED,
                    bind.span,
                    format!(
                        "hadoop {} cannot be told where a history server listens",
                        site.version()
                    ),
                )
                .note(format!("`{key}` exists from 2.6.0 on"))
                .help("take `bind` out, or give the host that address"),
            );
        }
    }
}

/// A container of a job.
struct Container<'a> {
    /// The profile's key.
    name: &'static str,
    stated: Option<&'a Spanned<Bytes>>,
    memory: &'static str,
    heap: &'static str,
    /// What a job asks for unless it is stated.
    usual: Bytes,
}

fn containers(section: Option<&MapReduce>) -> [Container<'_>; 3] {
    const MIB: u64 = 1024 * 1024;
    [
        Container {
            name: "map_memory",
            stated: section.and_then(|section| section.map_memory.as_ref()),
            memory: "mapreduce.map.memory.mb",
            heap: "mapreduce.map.java.opts",
            usual: Bytes(1024 * MIB),
        },
        Container {
            name: "reduce_memory",
            stated: section.and_then(|section| section.reduce_memory.as_ref()),
            memory: "mapreduce.reduce.memory.mb",
            heap: "mapreduce.reduce.java.opts",
            usual: Bytes(1024 * MIB),
        },
        Container {
            name: "am_memory",
            stated: section.and_then(|section| section.am_memory.as_ref()),
            memory: "yarn.app.mapreduce.am.resource.mb",
            heap: "yarn.app.mapreduce.am.command-opts",
            usual: Bytes(1536 * MIB),
        },
    ]
}

/// Containers of tasks and the heaps in them.
fn memory(ctx: &Ctx<'_>, site: &mut Site<'_>) {
    let section = ctx.class.facets.services.mapreduce.values().next();
    let largest = largest_node(ctx);
    for container in containers(section) {
        if let Some(largest) = &largest {
            site.diagnostics.extend(too_large(&container, largest));
        }
        let Some(stated) = container.stated else {
            continue;
        };
        let mib = match stated.value.in_unit(SizeUnit::Mebi) {
            Ok(mib) => mib,
            Err(error) => {
                site.diagnostics
                    .push(Diagnostic::new(&WHOLE_MIB, stated.span, error.to_string()));
                continue;
            }
        };
        let input = || {
            vec![Input::at(
                format!("services.mapreduce.{}: {}", container.name, stated.value),
                stated.span,
            )]
        };
        site.set(
            container.memory,
            i64::try_from(mib).unwrap_or(i64::MAX),
            &TASK_MEMORY,
            input(),
        );
        // Divided first: the product could leave 64 bits.
        let heap = mib / 5 * 4 + mib % 5 * 4 / 5;
        site.set(
            container.heap,
            format!("-Xmx{heap}m"),
            &TASK_MEMORY,
            input(),
        );
    }
}

/// A request for more than any node manager offers.
fn too_large(container: &Container<'_>, largest: &Largest) -> Option<Diagnostic> {
    let name = container.name;
    let asked = container
        .stated
        .map_or(container.usual, |stated| stated.value);
    if asked <= largest.memory {
        return None;
    }
    let note = format!("{asked} is more than {}", largest.memory);
    let diagnostic = match (container.stated, largest.span) {
        (Some(stated), Some(span)) => Diagnostic::new(
            &CONTAINER_TOO_LARGE,
            stated.span,
            format!("`{name}` fits on no node manager"),
        )
        .label(span, "the largest node manager")
        .note(note)
        .help("lower it, or give a node more memory for containers"),
        (Some(stated), None) => Diagnostic::new(
            &CONTAINER_TOO_LARGE,
            stated.span,
            format!("`{name}` fits on no node manager"),
        )
        .note(note)
        .note(format!(
            "node managers that are told nothing offer {}",
            largest.memory
        ))
        .help("lower it, or say what nodes offer: `services.yarn.memory`"),
        (None, Some(span)) => Diagnostic::new(
            &CONTAINER_TOO_LARGE,
            span,
            format!("what jobs ask for without `{name}` fits on no node manager"),
        )
        .note(note)
        .help(format!(
            "give a node more memory for containers, or say `services.mapreduce.{name}`"
        )),
        // The defaults of both sides fit.
        (None, None) => return None,
    };
    Some(diagnostic)
}

/// The most memory that a node manager offers, and where the profile says so.
struct Largest {
    memory: Bytes,
    span: Option<Span>,
}

/// The largest node manager; one that is told nothing offers 8 GiB.
fn largest_node(ctx: &Ctx<'_>) -> Option<Largest> {
    const UNSTATED: Bytes = Bytes(8 * 1024 * 1024 * 1024);
    // A rule of the whole cluster: asked where the resource managers are, once.
    if !ctx.has_role("resourcemanager") {
        return None;
    }
    let mut largest: Option<Largest> = None;
    for class in &ctx.cluster.classes {
        let Some(instance) = class.instance_of("nodemanager") else {
            continue;
        };
        let stated = class
            .facets
            .services
            .yarn
            .get(instance)
            .and_then(|yarn| yarn.memory);
        let memory = stated.map_or(UNSTATED, |stated| stated.value);
        if largest
            .as_ref()
            .is_none_or(|largest| largest.memory < memory)
        {
            largest = Some(Largest {
                memory,
                span: stated.map(|stated| stated.span),
            });
        }
    }
    largest
}

fn mapred_home(ctx: &Ctx<'_>, site: &mut Site<'_>) {
    if !is_three(site.version()) {
        return;
    }
    let Some(product) = ctx.product("hadoop") else {
        return;
    };
    let home = match home::base(ctx) {
        Some(base) => format!("{base}/home"),
        // The packages of Bigtop part Hadoop into folders; MapReduce has its own.
        None if product.flavour.starts_with("bigtop") => "/usr/lib/hadoop-mapreduce".to_owned(),
        None => return,
    };
    for key in [
        "yarn.app.mapreduce.am.env",
        "mapreduce.map.env",
        "mapreduce.reduce.env",
    ] {
        site.set(
            key,
            format!("HADOOP_MAPRED_HOME={home}"),
            &MAPRED_HOME,
            vec![ctx.version_input("hadoop"), ctx.packages_input("hadoop")],
        );
    }
}

fn shuffle_port(ctx: &Ctx<'_>, site: &mut Site<'_>) {
    let stated = ctx
        .daemon("nodemanager")
        .and_then(|daemon| daemon.ports.as_ref())
        .and_then(|ports| ports.iter().find(|(name, _)| name.value == "shuffle"));
    if let Some((_, port)) = stated {
        site.set_if_known(
            "mapreduce.shuffle.port",
            port.value.get(),
            &SHUFFLE_PORT,
            vec![Input::at(
                format!("daemons.nodemanager.ports.shuffle: {}", port.value),
                port.span,
            )],
        );
    }
}
