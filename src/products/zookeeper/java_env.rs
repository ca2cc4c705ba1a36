//! `java.env`: what the start script sources, in every version and flavour, before it starts
//! Java.

use std::borrow::Cow;

use super::home::Home;
use super::rules::{HEAP_MEBIBYTES, HEAP_TWICE, UNKNOWN_VARIABLE};
use super::sasl;
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::{ConfigDocument, Entry, Input, Lost, Origin, TargetPath};
use crate::lower::{Ctx, Emitted};
use crate::source::Spanned;
use crate::units::{Bytes, SizeUnit, Version, nearest};

static JAVA_ENV: Derivation = Derivation {
    name: "zookeeper-java-env",
    summary: "the start script sources java.env from the configuration directory after everything else, so one file serves all packages",
    source: "bin/zkEnv.sh",
};

static JAVA_HOME: Derivation = Derivation {
    name: "zookeeper-java-home",
    summary: "where Java lies on the platform, or what platform.java says",
    source: "bin/zkEnv.sh falls back to the first java on the path",
};

static HEAP: Derivation = Derivation {
    name: "zookeeper-heap",
    summary: "ZK_SERVER_HEAP in MiB from 3.5 on, whose script would otherwise put 1000 MB in front; -Xmx among the Java options before",
    source: "bin/zkEnv.sh",
};

static OPTIONS: Derivation = Derivation {
    name: "zookeeper-java-options",
    summary: "SERVER_JVMFLAGS is the server's alone from 3.4 on; 3.3 knows only JVMFLAGS, which its command line reads too",
    source: "bin/zkServer.sh",
};

static LOGS: Derivation = Derivation {
    name: "zookeeper-logs",
    summary: "where logs go; a tarball's script would take the working directory or home/logs",
    source: "bin/zkEnv.sh: ZOO_LOG_DIR",
};

static LOG_CONFIG: Derivation = Derivation {
    name: "zookeeper-log-config",
    summary: "the logging configuration stays beside the tarball's programs, and is found through the class path",
    source: "bin/zkEnv.sh puts the configuration directory in front of CLASSPATH",
};

static STATED: Derivation = Derivation {
    name: "zookeeper-env",
    summary: "daemons.zookeeper.env, in the file that the server's script sources",
    source: "bin/zkEnv.sh",
};

/// Variables that the scripts of ZooKeeper or Java itself read.
const VARIABLES: &[&str] = &[
    "CLASSPATH",
    "CLIENT_JVMFLAGS",
    "JAVA_HOME",
    "JAVA_TOOL_OPTIONS",
    "JMXAUTH",
    "JMXDISABLE",
    "JMXHOSTNAME",
    "JMXLOCALONLY",
    "JMXLOG4J",
    "JMXPORT",
    "JMXSSL",
    "JVMFLAGS",
    "LANG",
    "LC_ALL",
    "LD_LIBRARY_PATH",
    "PATH",
    "SERVER_JVMFLAGS",
    "TZ",
    "ZK_CLIENT_HEAP",
    "ZK_SERVER_HEAP",
    "ZOO_LOG4J_PROP",
    "ZOO_LOG_DIR",
    "ZOO_LOG_FILE",
    "ZOOMAIN",
    "ZOOPIDFILE",
];

/// Makes the file.
pub(super) fn emit(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    for home in Home::all(ctx) {
        let Some(file) = home.layout.env.last() else {
            continue;
        };
        let Ok(path) = TargetPath::new(file.path.as_ref()) else {
            continue;
        };
        let entries = entries(ctx, &home, &mut emitted.diagnostics);
        emitted.documents.push(ConfigDocument {
            product: "zookeeper",
            name: "java.env".into(),
            path,
            syntax: file.syntax,
            mode: 0o644,
            owner: home.owner(),
            group: home.owner(),
            readers: vec!["zookeeper".into()],
            made_by: &JAVA_ENV,
            made_from: home.made_from(ctx),
            entries,
            prose: String::new(),
        });
    }
}

fn entries(ctx: &Ctx<'_>, home: &Home<'_>, found: &mut Vec<Diagnostic>) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut add = |name: &'static str, value: String, rule, inputs| {
        entries.push(Entry::new(name, value, Origin::derived(rule, inputs)));
    };
    if let Some(platform) = ctx.platform() {
        let input = match platform.java_span {
            Some(span) => Input::at(format!("platform.java: {}", platform.java), span),
            None => ctx.platform_input(),
        };
        add("JAVA_HOME", platform.java.clone(), &JAVA_HOME, vec![input]);
    }
    if let Some(base) = home.base() {
        let inputs = vec![ctx.packages_input("zookeeper")];
        add(
            "CLASSPATH",
            format!("{base}/home/conf"),
            &LOG_CONFIG,
            inputs,
        );
    }
    if let Some(dir) = home.log_dir(ctx) {
        add("ZOO_LOG_DIR", dir.path, &LOGS, vec![dir.input]);
    }
    let version = home.version();
    let has_heap_variable = at_least(version, 3, 5);
    let heap = home.daemon.and_then(|daemon| daemon.heap.as_ref());
    let mut options = Vec::new();
    let mut inputs = Vec::new();
    if let Some((login, input)) = sasl::option(ctx, home) {
        options.push(login);
        inputs.push(input);
    }
    if let Some(heap) = heap {
        let input = Input::at(format!("daemons.zookeeper.heap: {}", heap.value), heap.span);
        match mebibytes(heap) {
            Ok(count) if has_heap_variable => {
                let inputs = vec![input, ctx.version_input("zookeeper")];
                add("ZK_SERVER_HEAP", count.to_string(), &HEAP, inputs);
            }
            Ok(count) => {
                options.push(format!("-Xmx{count}m"));
                inputs.push(input);
            }
            Err(diagnostic) => found.push(*diagnostic),
        }
    }
    let java_opts = home.daemon.and_then(|daemon| daemon.java_opts.as_ref());
    for option in java_opts.into_iter().flat_map(|list| list.iter()) {
        if option.value.starts_with("-Xmx") || option.value.starts_with("-XX:MaxHeapSize=") {
            let diagnostic = Diagnostic::new(
                &HEAP_TWICE,
                option.span,
                format!("`{}` sets the heap among the options", option.value),
            )
            .help("say it by `daemons.zookeeper.heap`");
            found.push(match heap {
                Some(heap) => diagnostic.label(heap.span, "the heap is stated here"),
                None => diagnostic,
            });
        }
        options.push(option.value.clone());
    }
    if let Some(first) = java_opts.and_then(|list| list.first()) {
        inputs.push(Input::at("daemons.zookeeper.java_opts", first.span));
    }
    if !options.is_empty() {
        let name = if at_least(version, 3, 4) {
            "SERVER_JVMFLAGS"
        } else {
            "JVMFLAGS"
        };
        inputs.push(ctx.version_input("zookeeper"));
        add(name, options.join(" "), &OPTIONS, inputs);
    }
    stated(home, &mut entries, found);
    entries
}

/// `daemons.zookeeper.env`, over what was derived.
fn stated(home: &Home<'_>, entries: &mut Vec<Entry>, found: &mut Vec<Diagnostic>) {
    let env = home.daemon.and_then(|daemon| daemon.env.as_ref());
    for (name, value) in env.into_iter().flatten() {
        if !VARIABLES.contains(&name.value.as_str()) {
            found.push(unknown(name));
            continue;
        }
        let origin = Origin::derived(
            &STATED,
            vec![Input::at(
                format!("daemons.zookeeper.env.{}: {}", name.value, value.value),
                name.span,
            )],
        );
        let before = entries.iter().position(|entry| entry.key == name.value);
        let Some(before) = before.and_then(|at| entries.get_mut(at)) else {
            let key: Cow<'static, str> = name.value.clone().into();
            entries.push(Entry::new(key, value.value.clone(), origin));
            continue;
        };
        if matches!(
            &*before.key,
            "ZK_SERVER_HEAP" | "SERVER_JVMFLAGS" | "JVMFLAGS"
        ) {
            let diagnostic = Diagnostic::new(
                &HEAP_TWICE,
                name.span,
                format!("`{}` is made from `heap` and `java_opts`", name.value),
            )
            .help("say all of it by `heap` and `java_opts`");
            found.push(match before.origin.span() {
                Some(span) => diagnostic.label(span, "stated here"),
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

fn unknown(name: &Spanned<String>) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        &UNKNOWN_VARIABLE,
        name.span,
        format!("the scripts of ZooKeeper do not read `{}`", name.value),
    );
    match nearest(&name.value, VARIABLES.iter().copied()) {
        Some(near) => diagnostic.did_you_mean(name.span, near),
        None => diagnostic.help(
            "take it out; options of Java stand in `java_opts`, keys of zoo.cfg in `settings`",
        ),
    }
}

fn mebibytes(heap: &Spanned<Bytes>) -> Result<u64, Box<Diagnostic>> {
    heap.value.in_unit(SizeUnit::Mebi).map_err(|_| {
        Box::new(
            Diagnostic::new(
                &HEAP_MEBIBYTES,
                heap.span,
                format!("{} is no whole number of MiB", heap.value),
            )
            .note("the start script counts the heap in megabytes")
            .help("round it to whole MiB"),
        )
    })
}

pub(super) fn at_least(version: &Version, major: u32, minor: u32) -> bool {
    (version.number(0), version.number(1)) >= (major, minor)
}
