//! `zoo.cfg`: the same on all servers of an ensemble that are configured alike.

use super::ensemble::{self, Server};
use super::facts::FACTS;
use super::home::{self, Home};
use super::rules::{BAD_TICK, NO_ADMIN_SERVER, PURGE_HOURS, UNKNOWN_COMMAND};
use super::sasl;
use super::section::ZooKeeper;
use crate::catalog::{self, Known};
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::{ConfigDocument, Entry, Input, Origin, Syntax, TargetPath, Value};
use crate::lower::{Ctx, Emitted, derived_unknown};
use crate::source::Spanned;
use crate::units::{Duration, TimeUnit, Version, nearest};

static ZOO_CFG: Derivation = Derivation {
    name: "zoo-cfg",
    summary: "every server of an ensemble reads zoo.cfg",
    source: "QuorumPeerConfig.parse",
};

static TICK: Derivation = Derivation {
    name: "zookeeper-tick",
    summary: "services.zookeeper.tick in milliseconds, 2000 unless said",
    source: "QuorumPeerConfig.parseProperties: tickTime",
};

static LIMITS: Derivation = Derivation {
    name: "zookeeper-limits",
    summary: "an ensemble needs limits for connecting and lagging, in ticks: 10 and 5 unless said",
    source: "QuorumPeerConfig: initLimit and syncLimit are required with several servers",
};

static DATA_DIR: Derivation = Derivation {
    name: "zookeeper-data",
    summary: "snapshots and transaction logs lie where the packages keep them, or where daemons.zookeeper.dirs.data says",
    source: "QuorumPeerConfig: dataDir",
};

static CLIENT_PORT: Derivation = Derivation {
    name: "zookeeper-client-port",
    summary: "the port that everybody's ZooKeeper addresses mention",
    source: "QuorumPeerConfig: clientPort",
};

static BIND: Derivation = Derivation {
    name: "zookeeper-bind",
    summary: "bind restricts the client port to an address; with the address of all interfaces the servers listen to each other on all of them too",
    source: "QuorumPeerConfig: clientPortAddress, quorumListenOnAllIPs",
};

static SERVERS: Derivation = Derivation {
    name: "zookeeper-servers",
    summary: "several servers know each other as server.N, counted in the order of the profile's hosts; a single one has no such line",
    source: "QuorumPeerConfig: one server line falls back to standalone",
};

static PURGE: Derivation = Derivation {
    name: "zookeeper-purge",
    summary: "old snapshots are removed once a day unless said, and 3 are kept; without it the disk fills",
    source: "DatadirCleanupManager",
};

static CONNECTIONS: Derivation = Derivation {
    name: "zookeeper-connections",
    summary: "connections one client address may hold, 60 unless said",
    source: "ServerCnxnFactory: maxClientCnxns",
};

static COMMANDS: Derivation = Derivation {
    name: "zookeeper-commands",
    summary: "the four-letter commands that are answered, where the version asks for a list",
    source: "FourLetterCommands",
};

static ADMIN: Derivation = Derivation {
    name: "zookeeper-admin-server",
    summary: "the HTTP admin server of 3.5 and later runs only when it is asked for",
    source: "AdminServerFactory: admin.enableServer, default port 8080",
};

/// Addresses that stand for all interfaces.
const ALL_INTERFACES: &[&str] = &["0.0.0.0", "::", "[::]"];

/// Four-letter commands and the first version that has them, where it is later than 3.4.10.
const FOUR_LETTERS: &[(&str, &str)] = &[
    ("conf", ""),
    ("cons", ""),
    ("crst", ""),
    ("dirs", "3.5.1"),
    ("dump", ""),
    ("envi", ""),
    ("gtmk", ""),
    ("hash", "3.6.0"),
    ("isro", ""),
    ("mntr", ""),
    ("ruok", ""),
    ("srst", ""),
    ("srvr", ""),
    ("stat", ""),
    ("stmk", ""),
    ("wchc", ""),
    ("wchp", ""),
    ("wchs", ""),
];

/// The file while it is made.
struct Config<'a> {
    version: &'a Version,
    entries: Vec<Entry>,
    found: &'a mut Vec<Diagnostic>,
}

impl Config<'_> {
    fn knows(&self, key: &str) -> bool {
        matches!(
            catalog::look_up(&FACTS, self.version, Some("zoo.cfg"), key),
            Known::Yes(_) | Known::Family(_)
        )
    }

    /// Sets a derived key; the version must know it.
    fn set(
        &mut self,
        key: impl Into<String>,
        value: impl Into<Value>,
        rule: &'static Derivation,
        inputs: Vec<Input>,
    ) {
        let key = key.into();
        if self.knows(&key) {
            self.entries
                .push(Entry::new(key, value, Origin::derived(rule, inputs)));
            return;
        }
        self.found.push(derived_unknown(
            &inputs,
            format!(
                "zookeeper {} does not know the derived key `{key}`",
                self.version
            ),
        ));
    }
}

/// Makes the file, and says what is wrong with the ensemble.
pub(super) fn emit(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    emitted.diagnostics.extend(home::missing(ctx));
    for home in Home::all(ctx) {
        ensemble::check(ctx, home.instance, &mut emitted.diagnostics);
        home.check_dirs(&mut emitted.diagnostics);
        sasl::check(ctx, &home, &mut emitted.diagnostics);
        let Ok(path) = TargetPath::new(format!("{}/zoo.cfg", home.layout.conf)) else {
            continue;
        };
        let mut config = Config {
            version: home.version(),
            entries: Vec::new(),
            found: &mut emitted.diagnostics,
        };
        fill(ctx, &home, &mut config);
        let entries = config.entries;
        emitted.documents.push(ConfigDocument {
            product: "zookeeper",
            name: "zoo.cfg".into(),
            path,
            syntax: Syntax::ZooCfg,
            mode: 0o644,
            owner: home.owner(),
            group: home.owner(),
            readers: vec!["zookeeper".into()],
            made_by: &ZOO_CFG,
            made_from: home.made_from(ctx),
            entries,
            prose: String::new(),
        });
    }
}

fn fill(ctx: &Ctx<'_>, home: &Home<'_>, config: &mut Config<'_>) {
    let nothing = ZooKeeper::default();
    let wanted = ctx
        .class
        .facets
        .services
        .zookeeper
        .get(home.instance)
        .unwrap_or(&nothing);
    let servers = ensemble::servers(ctx, home.instance);
    timing(ctx, home, wanted, &servers, config);
    if let Some(dir) = home.data_dir(ctx) {
        config.set("dataDir", dir.path, &DATA_DIR, vec![dir.input]);
    }
    addresses(ctx, home, config);
    if servers.len() > 1 {
        for server in &servers {
            let mut inputs = vec![ctx.role_input("zookeeper", Some(home.instance))];
            inputs.extend(
                server
                    .port_spans
                    .iter()
                    .map(|span| Input::at("daemons.zookeeper.ports", *span)),
            );
            config.set(
                format!("server.{}", server.id),
                server.spec.clone(),
                &SERVERS,
                inputs,
            );
        }
    }
    purge(ctx, wanted, config);
    let connections = wanted.client_connections.as_ref();
    config.set(
        "maxClientCnxns",
        connections.map_or(60, |count| count.value),
        &CONNECTIONS,
        stated_or_version(ctx, "client_connections", connections),
    );
    commands(ctx, wanted, config);
    admin(ctx, home, wanted, config);
    for (key, value, input) in sasl::keys(ctx, home.version()) {
        config.set(key, value, &sasl::SASL, vec![input]);
    }
}

fn timing(
    ctx: &Ctx<'_>,
    home: &Home<'_>,
    wanted: &ZooKeeper,
    servers: &[Server],
    config: &mut Config<'_>,
) {
    let tick = wanted.tick.as_ref();
    let milliseconds = tick.map_or(2000, |tick| tick.value.0);
    match (u32::try_from(milliseconds), tick) {
        (Ok(1..), _) | (_, None) => {}
        (_, Some(tick)) => config.found.push(
            Diagnostic::new(
                &BAD_TICK,
                tick.span,
                format!("a tick cannot last {}", tick.value),
            )
            .note("all limits of ZooKeeper are counted in ticks")
            .help("write a duration of some seconds, such as `2s`"),
        ),
    }
    config.set(
        "tickTime",
        u32::try_from(milliseconds).unwrap_or(u32::MAX),
        &TICK,
        stated_or_version(ctx, "tick", tick),
    );
    let limits = [
        ("initLimit", "init_limit", &wanted.init_limit, 10),
        ("syncLimit", "sync_limit", &wanted.sync_limit, 5),
    ];
    for (key, name, limit, default) in limits {
        let inputs = match limit {
            Some(limit) => vec![stated(name, limit)],
            None if servers.len() > 1 => vec![ctx.role_input("zookeeper", Some(home.instance))],
            None => continue,
        };
        let ticks = limit.as_ref().map_or(default, |limit| limit.value);
        config.set(key, ticks, &LIMITS, inputs);
    }
}

fn addresses(ctx: &Ctx<'_>, home: &Home<'_>, config: &mut Config<'_>) {
    // Ports and bind are the daemon's: any server of this class tells them.
    if let Some(client) = ctx.own_port("zookeeper", "client", home.instance) {
        let inputs = match client.port_span {
            Some(span) => vec![Input::at(
                format!("daemons.zookeeper.ports.client: {}", client.port),
                span,
            )],
            None => vec![ctx.version_input("zookeeper")],
        };
        config.set("clientPort", client.port, &CLIENT_PORT, inputs);
    }
    let Some(bind) = home.daemon.and_then(|daemon| daemon.bind.as_ref()) else {
        return;
    };
    let inputs = vec![Input::at(
        format!("daemons.zookeeper.bind: {}", bind.value),
        bind.span,
    )];
    if !ALL_INTERFACES.contains(&bind.value.as_str()) {
        config.set("clientPortAddress", bind.value.clone(), &BIND, inputs);
    } else if config.knows("quorumListenOnAllIPs") {
        config.set("quorumListenOnAllIPs", true, &BIND, inputs);
    }
}

fn purge(ctx: &Ctx<'_>, wanted: &ZooKeeper, config: &mut Config<'_>) {
    if !config.knows("autopurge.purgeInterval") {
        return;
    }
    let interval = wanted.purge.as_ref();
    let hours = match interval.map(|interval| interval.value.in_unit(TimeUnit::Hour)) {
        None => 24,
        Some(Ok(hours)) => hours,
        Some(Err(_)) => {
            if let Some(interval) = interval {
                config.found.push(not_hours(interval));
            }
            return;
        }
    };
    config.set(
        "autopurge.snapRetainCount",
        wanted.snapshots.as_ref().map_or(3, |count| count.value),
        &PURGE,
        stated_or_version(ctx, "snapshots", wanted.snapshots.as_ref()),
    );
    config.set(
        "autopurge.purgeInterval",
        u32::try_from(hours).unwrap_or(u32::MAX),
        &PURGE,
        stated_or_version(ctx, "purge", interval),
    );
}

fn not_hours(interval: &Spanned<Duration>) -> Diagnostic {
    Diagnostic::new(
        &PURGE_HOURS,
        interval.span,
        format!("{} is no whole number of hours", interval.value),
    )
    .note("`autopurge.purgeInterval` counts hours")
    .help("write whole hours or days, or `0s` for never")
}

fn commands(ctx: &Ctx<'_>, wanted: &ZooKeeper, config: &mut Config<'_>) {
    let Some(commands) = &wanted.commands else {
        return;
    };
    let version = config.version;
    if !config.knows("4lw.commands.whitelist") {
        return;
    }
    for command in commands.iter() {
        let known = FOUR_LETTERS
            .iter()
            .any(|(name, first)| *name == command.value && since(version, first));
        if known || command.value == "*" {
            continue;
        }
        let diagnostic = Diagnostic::new(
            &UNKNOWN_COMMAND,
            command.span,
            format!("zookeeper {version} has no command `{}`", command.value),
        );
        let names = FOUR_LETTERS
            .iter()
            .filter(|(_, first)| since(version, first))
            .map(|(name, _)| *name);
        config
            .found
            .push(match nearest(&command.value, names.clone()) {
                Some(near) => diagnostic.did_you_mean(command.span, near),
                None => diagnostic.help(format!(
                    "the commands are {}",
                    names.collect::<Vec<_>>().join(", ")
                )),
            });
    }
    let list: Vec<String> = commands.iter().map(|one| one.value.clone()).collect();
    let mut inputs: Vec<Input> = commands
        .first()
        .map(|first| Input::at("services.zookeeper.commands", first.span))
        .into_iter()
        .collect();
    inputs.push(ctx.version_input("zookeeper"));
    config.set("4lw.commands.whitelist", list, &COMMANDS, inputs);
}

fn admin(ctx: &Ctx<'_>, home: &Home<'_>, wanted: &ZooKeeper, config: &mut Config<'_>) {
    let asked = wanted.admin_server.as_ref();
    let runs = asked.is_some_and(|asked| asked.value);
    if !config.knows("admin.enableServer") {
        if let (Some(asked), true) = (asked, runs) {
            config.found.push(
                Diagnostic::new(
                    &NO_ADMIN_SERVER,
                    asked.span,
                    format!("zookeeper {} has no admin server", config.version),
                )
                .note("it came with 3.5.0")
                .help("take `admin_server` out; the four-letter commands say the same"),
            );
        }
        return;
    }
    let inputs = || stated_or_version(ctx, "admin_server", asked);
    config.set("admin.enableServer", runs, &ADMIN, inputs());
    if !runs {
        return;
    }
    if let Some(port) = ctx.own_port("zookeeper", "admin", home.instance) {
        let mut inputs = inputs();
        inputs.extend(port.port_span.map(|span| {
            Input::at(
                format!("daemons.zookeeper.ports.admin: {}", port.port),
                span,
            )
        }));
        config.set("admin.serverPort", port.port, &ADMIN, inputs);
    }
    let bind = home.daemon.and_then(|daemon| daemon.bind.as_ref());
    if let Some(bind) = bind
        && !ALL_INTERFACES.contains(&bind.value.as_str())
        && config.knows("admin.serverAddress")
    {
        let input = Input::at(format!("daemons.zookeeper.bind: {}", bind.value), bind.span);
        config.set(
            "admin.serverAddress",
            bind.value.clone(),
            &BIND,
            vec![input],
        );
    }
}

fn since(version: &Version, first: &str) -> bool {
    first.is_empty()
        || first
            .parse::<Version>()
            .is_ok_and(|first| *version >= first)
}

fn stated<T: std::fmt::Display>(key: &str, value: &Spanned<T>) -> Input {
    Input::at(
        format!("services.zookeeper.{key}: {}", value.value),
        value.span,
    )
}

fn stated_or_version<T: std::fmt::Display>(
    ctx: &Ctx<'_>,
    key: &str,
    value: Option<&Spanned<T>>,
) -> Vec<Input> {
    match value {
        Some(value) => vec![stated(key, value)],
        None => vec![ctx.version_input("zookeeper")],
    }
}
