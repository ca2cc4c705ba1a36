//! The properties of masters and workers.

use super::home::{self, Home, MASTER, WORKER};
use super::masters::{self, Election};
use super::rules::{BIND, NOT_IN_VERSION, ONE_COPY};
use super::section::Write;
use super::site::Site;
use super::{check, env, login, spell, storage, under};
use crate::cluster::Endpoint;
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::{Input, Syntax};
use crate::lower::{Ctx, Emitted};

static SITE: Derivation = Derivation {
    name: "alluxio-site",
    summary: "masters and workers read alluxio-site.properties from the configuration directory; options of Java up to 0.8, where scripts source tachyon-env.sh",
    source: "alluxio.conf.InstancedConfiguration; libexec/tachyon-config.sh",
};

static MASTER_NAME: Derivation = Derivation {
    name: "alluxio-master-hostname",
    summary: "everybody knows the only master's name; of several, each knows its own, and the others find the leader",
    source: "NetworkAddressUtils.getConnectHost; DefaultMultiMasterConnectDetails",
};

static WORKER_NAME: Derivation = Derivation {
    name: "alluxio-worker-hostname",
    summary: "a worker that others reach by another name than its own registers by that name",
    source: "NetworkAddressUtils.getConnectHost, from 0.8 on",
};

static PORT: Derivation = Derivation {
    name: "alluxio-port",
    summary: "a port that the profile states; everybody learns the master's, a worker its own",
    source: "PropertyKey.MASTER_RPC_PORT and its like",
};

static BIND_RULE: Derivation = Derivation {
    name: "alluxio-bind",
    summary: "bind restricts all servers of a daemon to an address",
    source: "NetworkAddressUtils.getBindHost, from 0.8 on",
};

static ELECTION: Derivation = Derivation {
    name: "alluxio-election",
    summary: "several masters elect a leader: through ZooKeeper, or among themselves from 2.0 on",
    source: "PropertyKey.ZOOKEEPER_ENABLED, MASTER_EMBEDDED_JOURNAL_ADDRESSES",
};

static JOURNAL: Derivation = Derivation {
    name: "alluxio-journal",
    summary: "the journal lies in a directory of the master that survives a reboot, or where services.alluxio.journal says; its kind is stated from 2.0 on, since the default changed in between",
    source: "PropertyKey.MASTER_JOURNAL_FOLDER, MASTER_JOURNAL_TYPE",
};

static WORK_DIR: Derivation = Derivation {
    name: "alluxio-work-dir",
    summary: "what daemons write besides goes below the packages' data directory and not beside the programs",
    source: "PropertyKey.WORK_DIR, from 1.3 on",
};

static UNDER: Derivation = Derivation {
    name: "alluxio-under-store",
    summary: "services.alluxio.under; hdfs:/path is in the default nameservice. Up to 0.7 the address is a whole file system, and the path holds folders of data and of workers",
    source: "tachyon.conf.CommonConf; PropertyKey.UNDERFS_ADDRESS, MASTER_MOUNT_TABLE_ROOT_UFS",
};

static HDFS_CLIENT: Derivation = Derivation {
    name: "alluxio-hdfs-client",
    summary: "the under store is opened with the host's own client configuration of Hadoop",
    source: "HdfsUnderFileSystem; a list of files from 1.6 on",
};

static WRITE: Derivation = Derivation {
    name: "alluxio-write-type",
    summary: "services.alluxio.write",
    source: "PropertyKey.USER_FILE_WRITE_TYPE_DEFAULT",
};

/// Makes the properties of these hosts.
pub(super) fn emit(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    home::check(ctx, &mut emitted.diagnostics);
    let Some(home) = Home::here(ctx) else { return };
    masters::check(ctx, &home, &mut emitted.diagnostics);
    under::check(ctx, &home, &mut emitted.diagnostics);
    storage::check(ctx, &home, &mut emitted.diagnostics);
    check::settings(ctx, &home, &mut emitted.diagnostics);
    let mut site = Site::new(&home);
    names(ctx, &home, &mut site);
    ports(ctx, &home, &mut site);
    bind(ctx, &home, &mut site);
    election(ctx, &home, &mut site);
    journal(ctx, &home, &mut site);
    under_store(ctx, &home, &mut site);
    storage::set(ctx, &home, &mut site);
    write_type(ctx, &home, &mut site);
    let mut entries = Vec::new();
    let (file, syntax) = if home.is_tachyon() {
        entries = env::variables(ctx, &home, &site.entries, &mut emitted.diagnostics);
        emitted.spell = Some(spell::spell);
        ("tachyon-env.sh", Syntax::ShellExport)
    } else {
        ("alluxio-site.properties", Syntax::ZooCfg)
    };
    emitted.diagnostics.append(&mut site.found);
    entries.append(&mut site.entries);
    if let Some(mut document) = home.document(ctx, "alluxio", file, syntax, &SITE) {
        document.entries = entries;
        emitted.documents.push(document);
    }
}

fn names(ctx: &Ctx<'_>, home: &Home<'_>, site: &mut Site<'_>) {
    let masters = ctx.endpoints(MASTER, "rpc", Some(home.instance));
    let inputs = || vec![ctx.role_input(MASTER, Some(home.instance))];
    match masters.as_slice() {
        [] => {}
        [only] => site.set(
            &["master.hostname"],
            only.address.to_string(),
            &MASTER_NAME,
            inputs(),
        ),
        _ if home.has(MASTER) => {
            if let Some(host) = ctx.host() {
                let mut inputs = inputs();
                inputs.push(Input::at(
                    format!("address: {}", host.address.value),
                    host.address.span,
                ));
                site.set(
                    &["master.hostname"],
                    host.address.value.to_string(),
                    &MASTER_NAME,
                    inputs,
                );
            }
        }
        _ => {}
    }
    // Only where some host has another address does the document depend on its host.
    let differs = ctx
        .class
        .hosts
        .iter()
        .filter_map(|&host| ctx.cluster.host(host))
        .any(|host| host.address.value != host.fqdn);
    if !home.has(WORKER) || !differs || !site.knows("worker.hostname") {
        return;
    }
    if let Some(host) = ctx.host().filter(|host| host.address.value != host.fqdn) {
        let input = Input::at(
            format!("address: {}", host.address.value),
            host.address.span,
        );
        site.set(
            &["worker.hostname"],
            host.address.value.to_string(),
            &WORKER_NAME,
            vec![input],
        );
    }
}

/// Keys of each port, the newest first; the master's own are known to everybody where others call
/// them.
const PORTS: &[(&str, &str, &[&str], bool)] = &[
    (MASTER, "rpc", &["master.rpc.port", "master.port"], true),
    (MASTER, "http", &["master.web.port"], true),
    (MASTER, "journal", &["master.embedded.journal.port"], false),
    (MASTER, "job-rpc", &["job.master.rpc.port"], true),
    (MASTER, "job-http", &["job.master.web.port"], false),
    (
        MASTER,
        "job-journal",
        &["job.master.embedded.journal.port"],
        false,
    ),
    (WORKER, "rpc", &["worker.rpc.port", "worker.port"], false),
    (WORKER, "data", &["worker.data.port"], false),
    (WORKER, "http", &["worker.web.port"], false),
    (WORKER, "job-rpc", &["job.worker.rpc.port"], false),
    (WORKER, "job-data", &["job.worker.data.port"], false),
    (WORKER, "job-http", &["job.worker.web.port"], false),
];

fn ports(ctx: &Ctx<'_>, home: &Home<'_>, site: &mut Site<'_>) {
    for &(role, name, keys, for_all) in PORTS {
        let endpoint: Option<&Endpoint> = if home.has(role) {
            ctx.own_port(role, name, home.instance)
        } else if for_all {
            let all = ctx.endpoints(role, name, Some(home.instance));
            all.into_iter().next()
        } else {
            None
        };
        if let Some(endpoint) = endpoint
            && let Some(span) = endpoint.port_span
        {
            let input = Input::at(
                format!("daemons.{role}.ports.{name}: {}", endpoint.port),
                span,
            );
            site.set(keys, endpoint.port, &PORT, vec![input]);
        }
    }
}

fn bind(ctx: &Ctx<'_>, home: &Home<'_>, site: &mut Site<'_>) {
    for (role, daemon) in home.daemons(ctx) {
        let Some(bind) = &daemon.bind else { continue };
        let keys: &[&str] = if role == MASTER {
            &["master.bind.host", "master.web.bind.host"]
        } else {
            &[
                "worker.bind.host",
                "worker.data.bind.host",
                "worker.web.bind.host",
            ]
        };
        if !site.knows(keys.first().unwrap_or(&"")) {
            site.found.push(
                Diagnostic::new(
                    &BIND,
                    bind.span,
                    format!("Tachyon {} listens on all addresses", home.version()),
                )
                .note("it can be told an address from 0.8 on")
                .help("take `bind` out, or raise the version"),
            );
            continue;
        }
        for key in keys {
            let input = Input::at(format!("daemons.{role}.bind: {}", bind.value), bind.span);
            site.set_if_known(key, bind.value.clone(), &BIND_RULE, vec![input]);
        }
    }
}

fn election(ctx: &Ctx<'_>, home: &Home<'_>, site: &mut Site<'_>) {
    match masters::of(ctx, home) {
        Election::None => {}
        Election::ZooKeeper => {
            let Some((servers, inputs)) = masters::zookeeper(ctx, home) else {
                return;
            };
            site.set(
                &["zookeeper.enabled", "usezookeeper"],
                true,
                &ELECTION,
                inputs.clone(),
            );
            site.set(&["zookeeper.address"], servers, &ELECTION, inputs);
        }
        Election::Embedded => {
            let members: Vec<String> = ctx
                .endpoints(MASTER, "journal", Some(home.instance))
                .into_iter()
                .map(Endpoint::host_port)
                .collect();
            let inputs = vec![
                ctx.role_input(MASTER, Some(home.instance)),
                ctx.version_input("alluxio"),
            ];
            site.set(
                &["master.embedded.journal.addresses"],
                members,
                &ELECTION,
                inputs,
            );
        }
    }
}

fn journal(ctx: &Ctx<'_>, home: &Home<'_>, site: &mut Site<'_>) {
    let shared = under::journal(ctx, home);
    let election = masters::of(ctx, home);
    if home.at_least(2, 0) {
        let ufs = shared.is_some() || election == Election::ZooKeeper;
        let inputs = match &shared {
            Some(shared) => shared.inputs.clone(),
            None => vec![
                ctx.role_input(MASTER, Some(home.instance)),
                ctx.version_input("alluxio"),
            ],
        };
        let kind = if ufs { "UFS" } else { "EMBEDDED" };
        site.set(&["master.journal.type"], kind, &JOURNAL, inputs);
    }
    let data = home.data_dir(ctx);
    if let Some(data) = &data {
        site.set_if_known(
            "work.dir",
            data.path.trim_end_matches('/').to_owned(),
            &WORK_DIR,
            vec![Input {
                what: data.input.what.clone(),
                span: data.input.span,
            }],
        );
    }
    if !home.has(MASTER) {
        return;
    }
    let (folder, inputs) = match (shared, data) {
        (Some(shared), _) => (shared.uri(), shared.inputs),
        (None, Some(data)) => (
            format!("{}/journal", data.path.trim_end_matches('/')),
            vec![data.input],
        ),
        (None, None) => return,
    };
    // Tachyon joins names of files to it.
    let folder = if home.is_tachyon() {
        format!("{}/", folder.trim_end_matches('/'))
    } else {
        folder
    };
    site.set(&["master.journal.folder"], folder, &JOURNAL, inputs);
}

fn under_store(ctx: &Ctx<'_>, home: &Home<'_>, site: &mut Site<'_>) {
    let journal = under::journal(ctx, home);
    let Some(store) = under::under(ctx, home) else {
        return;
    };
    let inputs = || {
        let mut inputs = store.inputs.clone();
        inputs.push(ctx.version_input("alluxio"));
        inputs
    };
    if site.knows("data.folder") && !store.root.is_empty() {
        site.set(&["underfs.address"], store.root.clone(), &UNDER, inputs());
        if !store.path.is_empty() {
            for folder in ["data", "workers"] {
                let path = format!("{}/{folder}", store.uri());
                site.set(&[&format!("{folder}.folder")], path, &UNDER, inputs());
            }
        }
    } else if home.at_least(2, 0) {
        site.set(
            &["master.mount.table.root.ufs"],
            store.uri(),
            &UNDER,
            inputs(),
        );
    } else {
        site.set(&["underfs.address"], store.uri(), &UNDER, inputs());
    }
    login::set(ctx, home, &store, site);
    let files = match &journal {
        Some(journal) if store.client_files.is_empty() => &journal.client_files,
        _ => &store.client_files,
    };
    let Some(first) = files.first() else { return };
    let files = if home.at_least(1, 6) {
        files.join(":")
    } else {
        first.clone()
    };
    for key in ["underfs.hdfs.configuration", "underfs.hadoop.configuration"] {
        site.set_if_known(
            key,
            files.clone(),
            &HDFS_CLIENT,
            vec![ctx.packages_input("hadoop"), ctx.version_input("alluxio")],
        );
    }
}

fn write_type(ctx: &Ctx<'_>, home: &Home<'_>, site: &mut Site<'_>) {
    let write = home.wanted(ctx).and_then(|wanted| wanted.write.as_ref());
    let Some(write) = write else { return };
    if !site.knows("user.file.writetype.default") {
        site.found.push(
            Diagnostic::new(
                &NOT_IN_VERSION,
                write.span,
                format!("Tachyon {} leaves that to each client", home.version()),
            )
            .note("a default for all came with 0.6")
            .help("take `write` out, or raise the version"),
        );
        return;
    }
    let name = write.value.as_str();
    let input = Input::at(format!("services.alluxio.write: {name}"), write.span);
    site.set(&["user.file.writetype.default"], name, &WRITE, vec![input]);
    let copies = [
        "alluxio.user.file.replication.min",
        "alluxio.user.file.replication.durable",
    ]
    .iter()
    .any(|key| {
        check::stated(ctx, key).is_some_and(|(text, _)| text.parse().is_ok_and(|n: u32| n > 1))
    });
    if matches!(write.value, Write::MustCache | Write::AsyncThrough) && !copies {
        site.found.push(
            Diagnostic::new(
                &ONE_COPY,
                write.span,
                "a file that was written lies on one worker only",
            )
            .note(match write.value {
                Write::MustCache => {
                    "nothing of it is in the under store: it is lost with the worker"
                }
                _ => "until it is in the under store, it is lost with the worker",
            })
            .help("write `cache-through`"),
        );
    }
}
