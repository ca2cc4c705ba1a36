//! `tachyon-env.sh` and `alluxio-env.sh`: what the scripts source before they start Java.

use super::facts::FACTS;
use super::home::{Home, MASTER};
use super::rules::{OPTIONS, VARIABLE};
use super::{storage, under};
use crate::cluster::Endpoint;
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::{Entry, Input, Lost, Origin, Syntax};
use crate::lower::{Ctx, Emitted};
use crate::profile::v1::Daemon;
use crate::source::Spanned;
use crate::syntax::APPEND;
use crate::units::{Bytes, Ranges, SizeUnit, Version, nearest};

static ENV: Derivation = Derivation {
    name: "alluxio-env",
    summary: "every script sources the env file of the configuration directory; what the site file can say stands there and not here",
    source: "libexec/alluxio-config.sh",
};

static JAVA: Derivation = Derivation {
    name: "alluxio-java",
    summary: "where Java lies on the platform, or what platform.java says; scripts prefer JAVA, then what is on the path",
    source: "libexec/tachyon-config.sh, libexec/alluxio-config.sh",
};

static LOGS: Derivation = Derivation {
    name: "alluxio-logs",
    summary: "logs go where the packages expect them, or where dirs.log says; only scripts can say it, by a variable",
    source: "libexec/alluxio-config.sh: ALLUXIO_LOGS_DIR becomes -Dalluxio.logs.dir",
};

static SCRIPTS: Derivation = Derivation {
    name: "alluxio-script-variables",
    summary: "the mount, format and start scripts read these themselves: they say the same as the properties",
    source: "bin/tachyon-mount.sh, bin/tachyon-start.sh; bin/alluxio-mount.sh of 1.x",
};

static CLASS_PATH: Derivation = Derivation {
    name: "alluxio-class-path",
    summary: "before 1.6 only core-site.xml can be named: the name of an HDFS with several namenodes is found through hdfs-site.xml on the class path",
    source: "libexec/tachyon-config.sh from 0.6 on: TACHYON_CLASSPATH",
};

static TEMPLATE: Derivation = Derivation {
    name: "tachyon-template-options",
    summary: "what the template of the env file sets, and nothing else would: the logging configuration, and a switch that the web pages need",
    source: "conf/tachyon-env.sh.template",
};

static DAEMON_OPTIONS: Derivation = Derivation {
    name: "alluxio-java-options",
    summary: "heap and java_opts of a daemon in its own variable; up to 0.8 that variable replaces the one for all, so it holds everything, and 0.4 has one variable only",
    source: "bin/tachyon-start.sh, bin/alluxio-start.sh: *_JAVA_OPTS",
};

static STATED: Derivation = Derivation {
    name: "alluxio-stated-env",
    summary: "daemons.<role>.env, in the file that the scripts source",
    source: "libexec/tachyon-config.sh, libexec/alluxio-config.sh",
};

/// Variables that mean the same to every program.
const GENERAL: &[&str] = &[
    "KRB5CCNAME",
    "KRB5_CONFIG",
    "LANG",
    "LC_ALL",
    "LD_LIBRARY_PATH",
    "LD_PRELOAD",
    "MALLOC_ARENA_MAX",
    "PATH",
    "TZ",
];

/// Whether a release's scripts read a variable.
fn is_read(name: &str, version: &Version) -> bool {
    GENERAL.contains(&name)
        || FACTS.env.find(name).iter().any(|row| {
            row.split('\t')
                .nth(4)
                .is_some_and(|ranges| Ranges::trusted(ranges).contains(version))
        })
}

/// Makes `alluxio-env.sh`.
pub(super) fn emit(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    let Some(home) = Home::here(ctx).filter(|home| !home.is_tachyon()) else {
        return;
    };
    let mut entries = variables(ctx, &home, &[], &mut emitted.diagnostics);
    for (variable, options) in daemon_options(ctx, &home) {
        entries.push(Entry::new(
            variable,
            options.list.join(" "),
            Origin::derived(&DAEMON_OPTIONS, options.inputs),
        ));
    }
    let document = home.document(
        ctx,
        "alluxio-env.sh",
        "alluxio-env.sh",
        Syntax::ShellExport,
        &ENV,
    );
    if let Some(mut document) = document {
        document.entries = entries;
        emitted.documents.push(document);
    }
}

/// The variables of these hosts' daemons; with Tachyon also those that its scripts read beside the
/// `properties`.
pub(super) fn variables(
    ctx: &Ctx<'_>,
    home: &Home<'_>,
    properties: &[Entry],
    found: &mut Vec<Diagnostic>,
) -> Vec<Entry> {
    let mut entries = Vec::new();
    let word = home.word().to_ascii_uppercase();
    let mut add = |name: String, value: String, rule, inputs| {
        // What the version does not read is not written.
        if is_read(&name, home.version()) {
            entries.push(Entry::new(name, value, Origin::derived(rule, inputs)));
        }
    };
    if let Some(platform) = ctx.platform() {
        let input = || match platform.java_span {
            Some(span) => Input::at(format!("platform.java: {}", platform.java), span),
            None => ctx.platform_input(),
        };
        add(
            "JAVA_HOME".to_owned(),
            platform.java.clone(),
            &JAVA,
            vec![input()],
        );
        let java = format!("{}/bin/java", platform.java.trim_end_matches('/'));
        add("JAVA".to_owned(), java, &JAVA, vec![input()]);
    }
    if let Some(dir) = home.log_dir(ctx) {
        add(format!("{word}_LOGS_DIR"), dir.path, &LOGS, vec![dir.input]);
    }
    if home.version().number(0) < 2 {
        let masters = ctx.endpoints(MASTER, "rpc", Some(home.instance));
        if let ([Endpoint { address, .. }], true) = (masters.as_slice(), home.is_tachyon()) {
            let inputs = vec![ctx.role_input(MASTER, Some(home.instance))];
            add(
                format!("{word}_MASTER_ADDRESS"),
                address.to_string(),
                &SCRIPTS,
                inputs,
            );
        }
        let address = properties
            .iter()
            .find(|entry| entry.key == "tachyon.underfs.address");
        if let Some(address) = address {
            let inputs = inputs_of(address);
            let value = address.value.text().into_owned();
            add(format!("{word}_UNDERFS_ADDRESS"), value, &SCRIPTS, inputs);
        }
        if let Some(ramdisk) = storage::ramdisk(ctx, home) {
            let inputs = || ramdisk.inputs.clone();
            let size = super::site::size(ramdisk.size);
            add(
                format!("{word}_WORKER_MEMORY_SIZE"),
                size,
                &SCRIPTS,
                inputs(),
            );
            add(
                format!("{word}_RAM_FOLDER"),
                ramdisk.path.clone(),
                &SCRIPTS,
                inputs(),
            );
        }
    }
    if let Some(conf) = hdfs_conf(ctx, home) {
        let inputs = vec![ctx.packages_input("hadoop"), ctx.version_input("alluxio")];
        add(format!("{word}_CLASSPATH"), conf, &CLASS_PATH, inputs);
    }
    stated(ctx, home, &mut entries, found);
    options_twice(ctx, home, found);
    entries
}

fn inputs_of(entry: &Entry) -> Vec<Input> {
    match &entry.origin {
        Origin::Derived { inputs, .. } => inputs.clone(),
        _ => Vec::new(),
    }
}

/// The directory of Hadoop's client files, where the class path must have it.
fn hdfs_conf(ctx: &Ctx<'_>, home: &Home<'_>) -> Option<String> {
    let stores = [under::under(ctx, home), under::journal(ctx, home)];
    let store = stores
        .into_iter()
        .flatten()
        .find(|store| store.is_logical)?;
    if home.at_least(1, 6) {
        return None;
    }
    let (folder, _) = store.client_files.first()?.rsplit_once('/')?;
    Some(folder.to_owned())
}

/// Java options of Tachyon that are no properties.
pub(super) fn template_options(ctx: &Ctx<'_>, home: &Home<'_>) -> Vec<Entry> {
    let mut options = vec![format!(
        "-Dlog4j.configuration=file:{}/log4j.properties",
        home.layout.conf
    )];
    if home.at_least(0, 6) {
        options.push("-Dorg.apache.jasper.compiler.disablejsr199=true".to_owned());
    }
    options
        .into_iter()
        .map(|option| {
            let origin = Origin::derived(&TEMPLATE, home.made_from(ctx));
            Entry::new("TACHYON_JAVA_OPTS", option, origin).in_section(APPEND)
        })
        .collect()
}

/// Options of one daemon's Java machine.
#[derive(Debug, Default)]
pub(super) struct Options {
    pub list: Vec<String>,
    pub inputs: Vec<Input>,
}

/// The options of the daemons here, with the variable of each.
pub(super) fn daemon_options(ctx: &Ctx<'_>, home: &Home<'_>) -> Vec<(String, Options)> {
    let word = home.word().to_ascii_uppercase();
    let mut all: Vec<(String, Options)> = Vec::new();
    for (role, daemon) in home.daemons(ctx) {
        let own = options(role, daemon);
        if own.list.is_empty() {
            continue;
        }
        let variable = match (home.at_least(0, 5), role == MASTER) {
            (false, _) => format!("{word}_JAVA_OPTS"),
            (true, true) => format!("{word}_MASTER_JAVA_OPTS"),
            (true, false) => format!("{word}_WORKER_JAVA_OPTS"),
        };
        match all.iter_mut().find(|(name, _)| *name == variable) {
            Some((_, before)) => {
                for option in own.list {
                    if !before.list.contains(&option) {
                        before.list.push(option);
                    }
                }
                before.inputs.extend(own.inputs);
            }
            None => all.push((variable, own)),
        }
    }
    all
}

/// The rule that daemon options follow.
pub(super) const fn options_rule() -> &'static Derivation {
    &DAEMON_OPTIONS
}

fn options(role: &str, daemon: &Daemon) -> Options {
    let mut options = Options::default();
    if let Some(heap) = &daemon.heap {
        options.list.push(heap_flag(heap.value));
        options.inputs.push(Input::at(
            format!("daemons.{role}.heap: {}", heap.value),
            heap.span,
        ));
    }
    for option in daemon.java_opts.iter().flat_map(|list| list.iter()) {
        options.list.push(option.value.clone());
        options.inputs.push(Input::at(
            format!("daemons.{role}.java_opts: {}", option.value),
            option.span,
        ));
    }
    options
}

/// `-Xmx` in the largest unit that needs no fraction.
fn heap_flag(heap: Bytes) -> String {
    for (unit, letter) in [
        (SizeUnit::Gibi, "g"),
        (SizeUnit::Mebi, "m"),
        (SizeUnit::Kibi, "k"),
    ] {
        if let Ok(number) = heap.in_unit(unit) {
            return format!("-Xmx{number}{letter}");
        }
    }
    format!("-Xmx{}", heap.0)
}

/// Options that the scripts would take apart, or that say the heap again.
fn options_twice(ctx: &Ctx<'_>, home: &Home<'_>, found: &mut Vec<Diagnostic>) {
    let mut heaps: Vec<(&str, &Spanned<Bytes>)> = Vec::new();
    for (role, daemon) in home.daemons(ctx) {
        heaps.extend(daemon.heap.as_ref().map(|heap| (role, heap)));
        for option in daemon.java_opts.iter().flat_map(|list| list.iter()) {
            let text = option.value.as_str();
            if text.starts_with("-Xmx") || text.starts_with("-XX:MaxHeapSize=") {
                let diagnostic = Diagnostic::new(
                    &OPTIONS,
                    option.span,
                    format!("`{text}` sets the heap among the options"),
                )
                .help(format!("say it by `daemons.{role}.heap`"));
                found.push(match &daemon.heap {
                    Some(heap) => diagnostic.label(heap.span, "the heap is stated here"),
                    None => diagnostic,
                });
            } else if splits(text) {
                found.push(
                    Diagnostic::new(
                        &OPTIONS,
                        option.span,
                        "the scripts split the option at its blanks",
                    )
                    .note("they use the variable without quotes: what is quoted in it does not stay together")
                    .help("write each option as an item of its own, without blanks and without `*?[`"),
                );
            }
        }
    }
    // One variable for both.
    if let ([(_, one), (_, other)], false) = (heaps.as_slice(), home.at_least(0, 5))
        && one.value != other.value
    {
        found.push(
            Diagnostic::new(
                &OPTIONS,
                other.span,
                format!(
                    "master and worker of Tachyon {} have one heap size",
                    home.version()
                ),
            )
            .label(one.span, "the other one")
            .help("say the same for both, or place them on different hosts"),
        );
    }
}

/// Whether an unquoted shell variable with this text becomes several words, or names of files.
pub(super) fn splits(text: &str) -> bool {
    text.contains(|c: char| c.is_whitespace() || matches!(c, '*' | '?' | '['))
}

/// `daemons.<role>.env`, over what was derived.
fn stated(ctx: &Ctx<'_>, home: &Home<'_>, entries: &mut Vec<Entry>, found: &mut Vec<Diagnostic>) {
    for (role, daemon) in home.daemons(ctx) {
        for (name, value) in daemon.env.iter().flatten() {
            if let Some(diagnostic) = refused(home, name) {
                found.push(diagnostic);
                continue;
            }
            let origin = Origin::derived(
                &STATED,
                vec![Input::at(
                    format!("daemons.{role}.env.{}: {}", name.value, value.value),
                    name.span,
                )],
            );
            let before = entries.iter_mut().find(|entry| entry.key == name.value);
            let Some(before) = before else {
                entries.push(Entry::new(name.value.clone(), value.value.clone(), origin));
                continue;
            };
            let is_stated =
                matches!(&before.origin, Origin::Derived { rule, .. } if rule.name == STATED.name);
            if is_stated && before.value.text() == value.value.as_str() {
                continue;
            }
            if is_stated {
                let diagnostic = Diagnostic::new(
                    &VARIABLE,
                    name.span,
                    format!("`{}` has two values in one file", name.value),
                )
                .help("master and worker of a host share it: say one value");
                found.push(match before.origin.span() {
                    Some(span) => diagnostic.label(span, "the other one"),
                    None => diagnostic,
                });
                continue;
            }
            let lost = Lost {
                value: Some(before.value.text().into_owned()),
                origin: before.origin.clone(),
            };
            before.value = value.value.clone().into();
            before.origin = Origin::Override {
                winner: Box::new(origin),
                lost: vec![lost],
            };
        }
    }
}

/// Variables that are made from something else in the profile, and what that is.
fn instead(rest: &str) -> Option<&'static str> {
    Some(match rest {
        "JAVA_OPTS" | "MASTER_JAVA_OPTS" | "WORKER_JAVA_OPTS" => {
            "`heap` and `java_opts`; properties stand under `settings.alluxio`"
        }
        "LOGS_DIR" => "`dirs.log`",
        "MASTER_ADDRESS" | "MASTER_HOSTNAME" => "`roles` (`alluxio-master`)",
        "UNDERFS_ADDRESS" | "MASTER_MOUNT_TABLE_ROOT_UFS" => "`services.alluxio.under`",
        "WORKER_MEMORY_SIZE" | "WORKER_RAMDISK_SIZE" => "`services.alluxio.memory`",
        "RAM_FOLDER" => "`services.alluxio.ramdisk`",
        _ => return None,
    })
}

fn refused(home: &Home<'_>, name: &Spanned<String>) -> Option<Diagnostic> {
    let text = name.value.as_str();
    let version = home.version();
    if !is_read(text, version) {
        let diagnostic = Diagnostic::new(
            &VARIABLE,
            name.span,
            format!("no script of {} {version} reads `{text}`", home.name()),
        );
        let known = FACTS
            .env
            .rows()
            .iter()
            .filter_map(|row| row.split('\t').next())
            .filter(|name| is_read(name, version));
        let row = FACTS.env.find(text).first().copied();
        let newer = row
            .and_then(|row| row.split('\t').nth(5))
            .filter(|new| is_read(new, version));
        return Some(match newer.or_else(|| nearest(text, known)) {
            Some(near) => diagnostic.did_you_mean(name.span, near),
            None => diagnostic.help("take it out; properties stand under `settings.alluxio`"),
        });
    }
    let rest = text
        .strip_prefix("TACHYON_")
        .or_else(|| text.strip_prefix("ALLUXIO_"))?;
    let instead = instead(rest)?;
    Some(
        Diagnostic::new(
            &VARIABLE,
            name.span,
            format!("`{text}` is made from something else in the profile"),
        )
        .help(format!("say it by {instead}")),
    )
}
