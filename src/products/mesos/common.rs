//! Flags that masters and agents have alike, and what the profile adds to their environment.

use super::flags::Flags;
use super::home::Home;
use super::rules::{BIND_ADDRESS, UNKNOWN_VARIABLE};
use crate::cluster::Host;
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::{ConfigDocument, Entry, Input, Origin, Syntax, TargetPath};
use crate::lower::{Ctx, Emitted};
use crate::source::Spanned;
use crate::units::{Version, nearest};

static FLAGS: Derivation = Derivation {
    name: "mesos-flags",
    summary: "flags go where the packages of the version read them: an env file sourced by a shell, an EnvironmentFile of systemd, or a file a flag",
    source: "Fedora: mesos-daemon.sh, mesos-slave.service; Mesosphere and Apache packages: mesos-init-wrapper",
};

static PORT: Derivation = Derivation {
    name: "mesos-port",
    summary: "the port, when the profile states it",
    source: "master/main.cpp, slave/main.cpp: --port",
};

static BIND: Derivation = Derivation {
    name: "mesos-bind",
    summary: "bind restricts the daemon to an address",
    source: "master/main.cpp, slave/main.cpp: --ip",
};

static ADVERTISED: Derivation = Derivation {
    name: "mesos-advertised-address",
    summary: "a host that others reach by another name than its own says so, by advertise_ip where the version has it",
    source: "--hostname; --advertise_ip from 0.24 on for masters, 0.27 for agents",
};

static LOG_DIR: Derivation = Derivation {
    name: "mesos-log-dir",
    summary: "logs go where the packages expect them, or where dirs.log says",
    source: "logging/flags.cpp: --log_dir",
};

static STATED: Derivation = Derivation {
    name: "mesos-env",
    summary: "daemons.<role>.env, in the file that this daemon's environment comes from",
    source: "libprocess and glog read their own variables",
};

/// Variables that libprocess, glog and the daemons' libraries read; flags are not among them.
const VARIABLES: &[&str] = &[
    "GLOG_logbufsecs",
    "GLOG_logtostderr",
    "GLOG_max_log_size",
    "GLOG_stop_logging_if_full_disk",
    "GLOG_v",
    "GLOG_vmodule",
    "HADOOP_HOME",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "JAVA_HOME",
    "LANG",
    "LC_ALL",
    "LD_LIBRARY_PATH",
    "LIBPROCESS_ENABLE_PROFILER",
    "LIBPROCESS_MEMORY_PROFILING",
    "LIBPROCESS_METRICS_SNAPSHOT_ENDPOINT_RATE_LIMIT",
    "LIBPROCESS_NUM_WORKER_THREADS",
    "LIBPROCESS_REQUIRE_PEER_ADDRESS_IP_MATCH",
    "MALLOC_ARENA_MAX",
    "NO_PROXY",
    "PATH",
    "SASL_PATH",
    "TZ",
    "http_proxy",
    "https_proxy",
    "no_proxy",
];

/// Variables of TLS, after their prefix.
const TLS: &[&str] = &[
    "CA_DIR",
    "CA_FILE",
    "CERT_FILE",
    "CIPHERS",
    "ECDH_CURVES",
    "ENABLED",
    "ENABLE_SSL_V2",
    "ENABLE_SSL_V3",
    "ENABLE_TLS_V1_0",
    "ENABLE_TLS_V1_1",
    "ENABLE_TLS_V1_2",
    "ENABLE_TLS_V1_3",
    "HOSTNAME_VALIDATION_SCHEME",
    "KEY_FILE",
    "REQUIRE_CERT",
    "REQUIRE_CLIENT_CERT",
    "SUPPORT_DOWNGRADE",
    "VERIFICATION_DEPTH",
    "VERIFY_CERT",
    "VERIFY_IPADD",
    "VERIFY_SERVER_CERT",
];

/// Port, addresses and logs.
pub(super) fn flags(ctx: &Ctx<'_>, home: &Home<'_>, flags: &mut Flags<'_>) {
    if let Some(endpoint) = ctx.own_port(home.role, "rpc", home.instance)
        && let Some(span) = endpoint.port_span
    {
        let what = format!("daemons.{}.ports.rpc: {}", home.role, endpoint.port);
        flags.set("port", endpoint.port, &PORT, vec![Input::at(what, span)]);
    }
    addresses(ctx, home, flags);
    if let Some((dir, input)) = home.log_dir(ctx) {
        flags.set("log_dir", dir, &LOG_DIR, vec![input]);
    }
}

fn addresses(ctx: &Ctx<'_>, home: &Home<'_>, flags: &mut Flags<'_>) {
    let bind = home.daemon.and_then(|daemon| daemon.bind.as_ref());
    if let Some(bind) = bind {
        if bind.value.parse::<std::net::IpAddr>().is_ok() {
            let what = format!("daemons.{}.bind: {}", home.role, bind.value);
            let inputs = vec![Input::at(what, bind.span)];
            flags.set("ip", bind.value.clone(), &BIND, inputs);
        } else {
            flags.found.push(
                Diagnostic::new(
                    &BIND_ADDRESS,
                    bind.span,
                    format!("`{}` is no IP address", bind.value),
                )
                .note("mesos listens on addresses only")
                .help("write the address, or `0.0.0.0` for all"),
            );
        }
    }
    // Only where some host has another address does the document depend on its host.
    let differs = |host: &Host| host.address.value != host.fqdn;
    let hosts = &ctx.class.hosts;
    if !hosts
        .iter()
        .any(|&host| ctx.cluster.host(host).is_some_and(differs))
    {
        return;
    }
    let Some(host) = ctx.host().filter(|host| differs(host)) else {
        return;
    };
    let address = host.address.value.to_string();
    let inputs = || vec![Input::at(format!("address: {address}"), host.address.span)];
    if host.has_ip() {
        let flag = if flags.fact("advertise_ip").is_some() {
            Some("advertise_ip")
        } else {
            // Before, what is advertised is what is listened on.
            bind.is_none().then_some("ip")
        };
        if let Some(flag) = flag {
            flags.set(flag, address.clone(), &ADVERTISED, inputs());
        }
    }
    flags.set_if_known("hostname", address.clone(), &ADVERTISED, inputs());
}

/// Ends a daemon's flags with the profile's variables and makes the document of them.
pub(super) fn document(
    ctx: &Ctx<'_>,
    home: &Home<'_>,
    mut flags: Flags<'_>,
    emitted: &mut Emitted,
) {
    let env = home.daemon.and_then(|daemon| daemon.env.as_ref());
    for (name, value) in env.into_iter().flatten() {
        if let Some(diagnostic) = unread(name, flags.version()) {
            flags.found.push(diagnostic);
            continue;
        }
        let what = format!("daemons.{}.env.{}: {}", home.role, name.value, value.value);
        let origin = Origin::derived(&STATED, vec![Input::at(what, name.span)]);
        flags
            .entries
            .push(Entry::new(name.value.clone(), value.value.clone(), origin));
    }
    emitted.diagnostics.append(&mut flags.found);
    // A place for `settings`; `spell` knows the files.
    let Some(file) = home.layout.env.last() else {
        return;
    };
    let Ok(path) = TargetPath::new(file.path.as_ref()) else {
        return;
    };
    emitted.documents.push(ConfigDocument {
        product: "mesos",
        name: home.role.into(),
        path,
        syntax: file.syntax,
        mode: 0o644,
        owner: home.owner(),
        group: home.owner(),
        readers: vec![home.role.into()],
        made_by: &FLAGS,
        made_from: home.made_from(ctx),
        entries: flags.entries,
        prose: String::new(),
    });
}

/// A document with one value and nothing else.
pub(super) fn bare(model: &ConfigDocument, path: String, entry: Entry) -> Option<ConfigDocument> {
    Some(ConfigDocument {
        path: TargetPath::new(path).ok()?,
        syntax: Syntax::Bare,
        entries: vec![entry],
        made_from: model.made_from.clone(),
        name: model.name.clone(),
        owner: model.owner.clone(),
        group: model.group.clone(),
        readers: model.readers.clone(),
        product: model.product,
        mode: model.mode,
        made_by: model.made_by,
        prose: String::new(),
    })
}

/// What is wrong with a name under `env` that nobody reads.
fn unread(name: &Spanned<String>, version: &Version) -> Option<Diagnostic> {
    let text = name.value.as_str();
    let tls = match text.strip_prefix("LIBPROCESS_SSL_") {
        Some(rest) => (version.number(0) >= 1).then_some(rest),
        None => text.strip_prefix("SSL_"),
    };
    if VARIABLES.contains(&text) || tls.is_some_and(|rest| TLS.contains(&rest)) {
        return None;
    }
    if let Some(flag) = text.strip_prefix("MESOS_") {
        let diagnostic = Diagnostic::new(
            &UNKNOWN_VARIABLE,
            name.span,
            format!("`{text}` is a flag, not a variable of its own"),
        );
        return Some(diagnostic.help(format!(
            "flags stand under `settings`, for example `settings.mesos-agent.{}`",
            flag.to_ascii_lowercase()
        )));
    }
    if matches!(
        text,
        "LIBPROCESS_IP"
            | "LIBPROCESS_PORT"
            | "LIBPROCESS_ADVERTISE_IP"
            | "LIBPROCESS_ADVERTISE_PORT"
    ) {
        return Some(
            Diagnostic::new(
                &UNKNOWN_VARIABLE,
                name.span,
                format!("the daemon overwrites `{text}` with its own flags"),
            )
            .help("say it by `bind`, `ports` or the host's `address`"),
        );
    }
    let diagnostic = Diagnostic::new(
        &UNKNOWN_VARIABLE,
        name.span,
        format!("nothing in mesos {version} reads `{text}`"),
    );
    Some(match nearest(text, VARIABLES.iter().copied()) {
        Some(near) => diagnostic.did_you_mean(name.span, near),
        None => diagnostic.help("take it out; flags stand under `settings`"),
    })
}
