//! `services.condor.sandbox`: a developer's build beside the installed HTCondor, all of it below one
//! directory.
//!
//! Its root reads the system's root file and that one's directories, and its own directory last:
//! what the sandbox says wins, and nothing outside its directory is touched.

use minijinja::context;

use super::facts::dialect;
use super::knobs::Knobs;
use super::rules::{SANDBOX_BASE, SANDBOX_MISSING, TEMPLATE};
use super::section::Sandbox;
use crate::catalog::layout::{self, Layout};
use crate::cluster::Product;
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::{CondorDialect, ConfigDocument, Entry, Input, Origin, Syntax, TargetPath};
use crate::lower::{Ctx, Emitted};
use crate::source::Span;
use crate::syntax::condor::{INCLUDE, INCLUDE_FILE};
use crate::syntax::prose;

const ROLE: &str = "condor-sandbox";

/// Directories that other users may write to.
const OPEN: [&str; 3] = ["/tmp", "/var/tmp", "/dev/shm"];

/// First systemd that gives a transient unit its own part of the tree of cgroups.
const DELEGATE: u32 = 218;

static ROOT: Derivation = Derivation {
    name: "condor-sandbox-root",
    summary: "the sandbox reads what the installed HTCondor reads, then its own directory; the local file, which is read after all directories, is left out",
    source: "order of sources: root, LOCAL_CONFIG_DIR, LOCAL_CONFIG_FILE; include from 8.1.6 on",
};

static OVERRIDE: Derivation = Derivation {
    name: "condor-sandbox-script",
    summary: "before 8.1.6 nothing can be included: a script prints all that the installed HTCondor reads, and the sandbox's own after it",
    source: "CONDOR_CONFIG with a `|` at its end is a program, run at every read",
};

static PLACES: Derivation = Derivation {
    name: "condor-sandbox-places",
    summary: "programs of the build; logs, queue, jobs, locks and sockets below the sandbox",
    source: "RELEASE_DIR, LOG, SPOOL, EXECUTE, LOCK, RUN",
};

static BESIDE: Derivation = Derivation {
    name: "condor-sandbox-beside",
    summary: "with a port of its own the sandbox runs beside the installed HTCondor, under names of its own",
    source: "SHARED_PORT_PORT; SHARED_PORT_ARGS before 9.0; MASTER_NAME, SCHEDD_NAME, STARTD_NAME",
};

static SCRIPT: Derivation = Derivation {
    name: "condor-sandbox-launcher",
    summary: "starts the sandbox in place of the installed HTCondor, or beside it; stops it and goes back",
    source: "condor_master; systemd-run",
};

/// A sandbox on the hosts of a class.
struct Home<'a> {
    product: &'a Product,
    /// Of the installed HTCondor.
    layout: Layout,
    wanted: &'a Sandbox,
    base: &'a str,
    build: String,
    over: &'a str,
    /// The port of its own, when the profile states one.
    port: Option<(u16, Span)>,
}

/// Makes the files of the sandbox.
pub(super) fn emit(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    let Some(home) = home(ctx, emitted) else {
        return;
    };
    check(&home, emitted);
    let includes = dialect(&home.product.facts_of) >= CondorDialect::V8_1_6;
    let root = if includes {
        format!("{}/root.conf", home.base)
    } else {
        format!("{}/override.sh|", home.base)
    };
    if includes {
        root_file(ctx, &home, emitted);
    } else {
        let path = format!("{}/override.sh", home.base);
        let values = context! {
            root => home.over,
            folder => format!("{}/config.d", home.layout.conf),
            local => format!("{}/condor_config.local", home.layout.conf),
            own => format!("{}/config.d/zz-sandbox.conf", home.base),
        };
        let text = include_str!("templates/condor-override.sh");
        script(
            ctx,
            &home,
            &path,
            &OVERRIDE,
            ("condor-override.sh", text),
            values,
            emitted,
        );
    }
    own_file(ctx, &home, emitted);
    let platform = ctx.platform();
    let systemd = platform
        .is_some_and(|platform| platform.release.systemd_is_pid1 && platform.systemd >= DELEGATE);
    let values = context! {
        base => home.base,
        root,
        build => home.build.as_str(),
        unit => home.layout.unit.unwrap_or("condor.service"),
        beside => home.port.is_some(),
        systemd,
        pid1 => platform.is_some_and(|platform| platform.release.systemd_is_pid1),
    };
    let text = include_str!("templates/condor-sandbox.sh");
    let path = format!("{}/sandbox", home.base);
    script(
        ctx,
        &home,
        &path,
        &SCRIPT,
        ("condor-sandbox.sh", text),
        values,
        emitted,
    );
}

fn home<'a>(ctx: &Ctx<'a>, emitted: &mut Emitted) -> Option<Home<'a>> {
    let instance = ctx.class.instance_of(ROLE)?;
    let product = ctx.product("htcondor")?;
    let service = ctx.class.facets.services.condor.get(instance);
    let placed = ctx.with_role(ROLE, None);
    let span = placed.iter().find_map(|one| one.cause.span());
    let sandbox = service.and_then(|service| service.sandbox.as_ref());
    let Some((wanted, base)) = sandbox.and_then(|it| Some((it, it.base.as_ref()?))) else {
        if let Some(span) = span {
            emitted.diagnostics.push(
                Diagnostic::new(
                    &SANDBOX_MISSING,
                    span,
                    "nothing says where the sandbox lies",
                )
                .help("add `services: {condor: {sandbox: {base: /srv/mycondor}}}`"),
            );
        }
        return None;
    };
    let layout = layout::find("htcondor", &product.flavour, &product.version.value, ROLE).ok()?;
    let base = base.value.trim_end_matches('/');
    let build = wanted.build.as_ref().map_or_else(
        || format!("{base}/release_dir"),
        |build| build.value.trim_end_matches('/').to_owned(),
    );
    let port = ctx
        .class
        .daemon(ROLE, instance)
        .and_then(|daemon| daemon.ports.as_ref())
        .and_then(|ports| ports.iter().find(|(name, _)| name.value == "shared"))
        .map(|(_, port)| (port.value.get(), port.span));
    Some(Home {
        product,
        layout,
        wanted,
        base,
        build,
        over: wanted
            .over
            .as_ref()
            .map_or("/etc/condor/condor_config", |over| over.value.as_str()),
        port,
    })
}

fn check(home: &Home<'_>, emitted: &mut Emitted) {
    let Some(base) = &home.wanted.base else {
        return;
    };
    let open = OPEN.iter().any(|open| {
        home.base
            .strip_prefix(open)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    if open {
        emitted.diagnostics.push(
            Diagnostic::new(
                &SANDBOX_BASE,
                base.span,
                format!("every user may write beside `{}`", home.base),
            )
            .note("what lies there is run as root: another user could put his own there first")
            .help("choose a directory whose parents belong to root, such as `/srv/mycondor`"),
        );
    }
    let installed = home.layout.conf.trim_end_matches('/');
    if home.base == installed || home.base.starts_with(&format!("{installed}/")) {
        emitted.diagnostics.push(
            Diagnostic::new(
                &SANDBOX_BASE,
                base.span,
                format!("`{}` belongs to the installed HTCondor", home.base),
            )
            .help("choose a directory of its own: to go back is to remove it"),
        );
    }
}

impl Home<'_> {
    fn input(&self) -> Input {
        match &self.wanted.base {
            Some(base) => Input::at(
                format!("services.condor.sandbox.base: {}", base.value),
                base.span,
            ),
            None => Input::fact("services.condor.sandbox"),
        }
    }

    fn build_input(&self) -> Input {
        match &self.wanted.build {
            Some(build) => Input::at(
                format!("services.condor.sandbox.build: {}", build.value),
                build.span,
            ),
            None => self.input(),
        }
    }

    fn over_input(&self) -> Input {
        match &self.wanted.over {
            Some(over) => Input::at(
                format!("services.condor.sandbox.over: {}", over.value),
                over.span,
            ),
            None => Input::fact(format!("root of the packages: {}", self.over)),
        }
    }
}

/// A document below the base.
fn document(
    ctx: &Ctx<'_>,
    home: &Home<'_>,
    path: &str,
    name: &'static str,
    syntax: Syntax,
    rule: &'static Derivation,
) -> Option<ConfigDocument> {
    Some(ConfigDocument {
        product: "htcondor",
        name: name.into(),
        path: TargetPath::new(path.to_owned()).ok()?,
        syntax,
        mode: 0o644,
        owner: "root".into(),
        group: "root".into(),
        readers: vec![ROLE.into()],
        made_by: rule,
        made_from: vec![
            home.input(),
            ctx.version_input("htcondor"),
            ctx.packages_input("htcondor"),
            ctx.platform_input(),
        ],
        entries: Vec::new(),
        prose: String::new(),
    })
}

/// The root file: the system's, then the sandbox's directory.
fn root_file(ctx: &Ctx<'_>, home: &Home<'_>, emitted: &mut Emitted) {
    let syntax = Syntax::Condor(dialect(&home.product.facts_of));
    let path = format!("{}/root.conf", home.base);
    let Some(mut file) = document(ctx, home, &path, "condor-sandbox-root", syntax, &ROOT) else {
        return;
    };
    let own = format!("$(LOCAL_CONFIG_DIR), {}/config.d", home.base);
    let from = |input| Origin::derived(&ROOT, vec![input]);
    file.entries = vec![
        Entry::new(INCLUDE_FILE, home.over.to_owned(), from(home.over_input())).in_section(INCLUDE),
        Entry::new("LOCAL_CONFIG_DIR", own, from(home.input())),
        Entry::new("LOCAL_CONFIG_FILE", "", from(home.input())),
    ];
    emitted.documents.push(file);
}

/// What the sandbox says itself, read last.
fn own_file(ctx: &Ctx<'_>, home: &Home<'_>, emitted: &mut Emitted) {
    let version = &home.product.facts_of;
    let mut knobs = Knobs::of(version);
    let local = format!("{}/local", home.base);
    let build = || vec![home.build_input()];
    knobs.set("RELEASE_DIR", home.build.clone(), &PLACES, build());
    for (name, below) in [
        ("BIN", "bin"),
        ("SBIN", "sbin"),
        ("LIB", "lib"),
        ("LIBEXEC", "libexec"),
        ("INCLUDE", "include"),
    ] {
        knobs.set(name, format!("$(RELEASE_DIR)/{below}"), &PLACES, build());
    }
    for (name, below) in [
        ("LOG", "log"),
        ("SPOOL", "spool"),
        ("EXECUTE", "execute"),
        ("LOCK", "lock"),
        ("RUN", "run"),
    ] {
        let inputs = vec![home.input()];
        knobs.set(name, format!("{local}/{below}"), &PLACES, inputs);
    }
    if let Some((port, span)) = home.port {
        let inputs = || {
            let what = format!("daemons.condor-sandbox.ports.shared: {port}");
            vec![Input::at(what, span)]
        };
        if version_since(home, "9.0.0") {
            knobs.set("SHARED_PORT_PORT", port, &BESIDE, inputs());
        } else {
            knobs.set("SHARED_PORT_ARGS", format!("-p {port}"), &BESIDE, inputs());
        }
        for name in ["MASTER_NAME", "SCHEDD_NAME", "STARTD_NAME"] {
            knobs.set(name, "sandbox@$(FULL_HOSTNAME)", &BESIDE, inputs());
        }
    }
    emitted.diagnostics.append(&mut knobs.found);
    let syntax = Syntax::Condor(dialect(version));
    let path = format!("{}/config.d/zz-sandbox.conf", home.base);
    if let Some(mut file) = document(ctx, home, &path, ROLE, syntax, &PLACES) {
        file.entries = knobs.entries;
        emitted.documents.push(file);
    }
}

fn version_since(home: &Home<'_>, first: &str) -> bool {
    first
        .parse::<crate::units::Version>()
        .is_ok_and(|first| home.product.facts_of >= first)
}

/// A script from a template.
fn script(
    ctx: &Ctx<'_>,
    home: &Home<'_>,
    path: &str,
    rule: &'static Derivation,
    (name, text): (&'static str, &'static str),
    values: minijinja::Value,
    emitted: &mut Emitted,
) {
    let Some(mut file) = document(ctx, home, path, name, Syntax::Prose, rule) else {
        return;
    };
    file.mode = 0o755;
    file.made_from
        .extend([home.build_input(), home.over_input()]);
    if let Some((port, span)) = home.port {
        let what = format!("daemons.condor-sandbox.ports.shared: {port}");
        file.made_from.push(Input::at(what, span));
    }
    match prose::render(name, text, values) {
        Ok(text) => {
            file.prose = text;
            emitted.documents.push(file);
        }
        Err(message) => {
            let span = home.wanted.base.as_ref().map(|base| base.span);
            emitted.diagnostics.extend(span.map(|span| {
                Diagnostic::new(&TEMPLATE, span, "a script cannot be made").note(message)
            }));
        }
    }
}
