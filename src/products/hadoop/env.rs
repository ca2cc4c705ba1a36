//! How env scripts are put together: `hadoop-env.sh`, `yarn-env.sh` and `mapred-env.sh`.
//!
//! The compiler owns each script whole, so what the packages' own script holds that their
//! wrappers rely on is written again here.

use std::borrow::Cow;

use super::options::{JavaOptions, java_options};
use super::rules::{UNKNOWN_VARIABLE, VARIABLE_TWICE};
use super::variables::{VariableStatus, nearest_variable, variable};
use super::{dirs, home, is_three};
use crate::diagnostic::{Derivation, Diagnostic, MAX_OF_A_RULE};
use crate::document::{Entry, Input, Origin, Syntax, Value};
use crate::lower::{Ctx, Emitted, derived_unknown};
use crate::syntax::{APPEND, APPEND_PATH};
use crate::units::Version;

pub use super::options::{heap_flag, java_options as options_of};

static JAVA_HOME: Derivation = Derivation {
    name: "java-home",
    summary: "where Java lies on the platform, or what platform.java says",
    source: "libexec/hadoop-config.sh exits without it",
};

static DAEMON_DIRS: Derivation = Derivation {
    name: "daemon-directories",
    summary: "logs and pid files lie where the packages' units and log rotation expect them, or below the tarball's base",
    source: "libexec/hadoop-functions.sh, sbin/hadoop-daemon.sh",
};

static DAEMON_OPTIONS: Derivation = Derivation {
    name: "daemon-java-options",
    summary: "where a daemon logs in to ZooKeeper, the heap as -Xmx, then java_opts, in the variable that the version's scripts read for this daemon; with the security logger that the scripts or their template would have set",
    source: "bin/hdfs: HADOOP_<DAEMON>_OPTS up to 2.10, HDFS_<DAEMON>_OPTS from 3.0",
};

static DAEMON_USER: Derivation = Derivation {
    name: "daemon-user",
    summary: "the scripts of Hadoop 3 refuse to start a daemon as anybody else",
    source: "libexec/hadoop-functions.sh: hadoop_verify_user_perm",
};

/// What Fedora's scripts append to `HADOOP_OPTS`, and in `yarn-env.sh` to `YARN_OPTS`.
pub const FEDORA_XML_PARSER: &str = "-Djavax.xml.parsers.DocumentBuilderFactory=com.sun.org.apache.xerces.internal.jaxp.DocumentBuilderFactoryImpl";

/// What the profile writes for one daemon.
static STATED: Derivation = Derivation {
    name: "daemon-env",
    summary: "daemons.<role>.env, in the script that this daemon reads",
    source: "bin/hdfs, bin/yarn, bin/mapred",
};

/// An env script while it is made.
#[derive(Debug)]
pub struct Script<'a> {
    version: &'a Version,
    pub entries: Vec<Entry>,
    pub diagnostics: Vec<Diagnostic>,
}

impl<'a> Script<'a> {
    /// An empty script for the Hadoop of these hosts; `None` where there is no Hadoop.
    pub fn new(ctx: &Ctx<'a>) -> Option<Self> {
        Some(Self {
            version: ctx.facts_version("hadoop")?,
            entries: Vec::new(),
            diagnostics: Vec::new(),
        })
    }

    /// The release whose facts hold.
    pub const fn version(&self) -> &'a Version {
        self.version
    }

    /// Whether the release's scripts read a variable.
    pub fn knows(&self, name: &str) -> bool {
        variable(name, self.version) == VariableStatus::Known
    }

    /// Exports a derived variable. The release must know it: asking for another one is a mistake
    /// of ours, and is reported as one.
    pub fn set(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        value: impl Into<Value>,
        rule: &'static Derivation,
        inputs: Vec<Input>,
    ) {
        let name = name.into();
        if !self.knows(&name) {
            self.diagnostics.push(derived_unknown(
                &inputs,
                format!(
                    "the scripts of hadoop {} do not read `{name}`",
                    self.version
                ),
            ));
            return;
        }
        self.entries
            .push(Entry::new(name, value, Origin::derived(rule, inputs)));
    }

    /// Adds to a variable that somebody else may have set, with a blank between.
    pub fn append(
        &mut self,
        name: &'static str,
        value: impl Into<Value>,
        rule: &'static Derivation,
        inputs: Vec<Input>,
    ) {
        self.entries
            .push(Entry::new(name, value, Origin::derived(rule, inputs)).in_section(APPEND));
    }

    /// Adds to a path that somebody else may have set, with a colon between.
    pub fn append_path(
        &mut self,
        name: &'static str,
        value: impl Into<Value>,
        rule: &'static Derivation,
        inputs: Vec<Input>,
    ) {
        self.entries
            .push(Entry::new(name, value, Origin::derived(rule, inputs)).in_section(APPEND_PATH));
    }

    /// `JAVA_HOME` of the platform.
    pub fn java_home(&mut self, ctx: &Ctx<'_>) {
        let Some(platform) = ctx.platform() else {
            return;
        };
        let inputs = vec![match platform.java_span {
            Some(span) => Input::at(format!("platform.java: {}", platform.java), span),
            None => Input::at(platform.os.value.clone(), platform.os.span),
        }];
        self.set("JAVA_HOME", platform.java.clone(), &JAVA_HOME, inputs);
    }

    /// Log and pid directory of a role's daemon in the given variables.
    pub fn directories(
        &mut self,
        ctx: &Ctx<'_>,
        role: &'static str,
        log_variable: &'static str,
        pid_variable: &'static str,
    ) {
        let Some(layout) = home::layout_of(ctx, role) else {
            return;
        };
        for (variable, purpose, packaged) in [
            (log_variable, "log", &layout.log),
            (pid_variable, "pid", &layout.pid),
        ] {
            let stated = dirs::stated(ctx, role, purpose);
            let (path, inputs) = match (stated, packaged) {
                (Some(stated), _) if !stated.list.is_empty() => (
                    stated.list.into_iter().next().map(|dir| dir.path),
                    stated.inputs,
                ),
                (_, Some(path)) => (
                    Some(path.clone().into_owned()),
                    vec![ctx.packages_input("hadoop")],
                ),
                (_, None) => (None, Vec::new()),
            };
            if let Some(path) = path {
                self.set(variable, path, &DAEMON_DIRS, inputs);
            }
        }
    }

    /// Java options of a role's daemon in `variable`, after `before`: what the scripts would have
    /// put there themselves, did the variable not exist. Nothing is written when the profile says
    /// nothing, unless `always`.
    pub fn options(
        &mut self,
        ctx: &Ctx<'_>,
        role: &'static str,
        variable: &'static str,
        before: &[&str],
        always: bool,
    ) {
        let mut found = Vec::new();
        let JavaOptions { list, mut inputs } = java_options(ctx, role, true, &mut found);
        self.diagnostics.append(&mut found);
        if list.is_empty() && (before.is_empty() || !always) {
            return;
        }
        inputs.push(ctx.version_input("hadoop"));
        let all: Vec<String> = before
            .iter()
            .map(|option| (*option).to_owned())
            .chain(list)
            .collect();
        self.set(variable, all.join(" "), &DAEMON_OPTIONS, inputs);
    }

    /// `HDFS_<DAEMON>_USER` and its like, for tarballs of Hadoop 3 whose user is stated.
    pub fn user(&mut self, ctx: &Ctx<'_>, role: &'static str, variable: &'static str) {
        if !is_three(self.version) || home::base(ctx).is_none() {
            return;
        }
        let stated = ctx
            .daemon(role)
            .and_then(|daemon| daemon.user.as_ref())
            .or_else(|| ctx.product("hadoop")?.user.as_ref());
        if let Some(user) = stated {
            self.set(
                variable,
                user.value.clone(),
                &DAEMON_USER,
                vec![Input::at(format!("user: {}", user.value), user.span)],
            );
        }
    }

    /// What `daemons.<role>.env` says, checked against the release. A variable that was derived
    /// is replaced; two roles of the script must agree.
    pub fn stated(&mut self, ctx: &Ctx<'_>, role: &'static str) {
        let Some(env) = ctx.daemon(role).and_then(|daemon| daemon.env.as_ref()) else {
            return;
        };
        let mut refused = 0;
        for (name, value) in env {
            if !self.knows(&name.value) {
                refused += 1;
                // What is meant is only looked for where it is shown.
                if refused <= MAX_OF_A_RULE {
                    self.diagnostics.extend(self.refuse(name));
                }
                continue;
            }
            let origin = Origin::derived(
                &STATED,
                vec![Input::at(
                    format!("daemons.{role}.env.{}: {}", name.value, value.value),
                    value.span,
                )],
            );
            let entry = Entry::new(name.value.clone(), value.value.clone(), origin);
            let before = self
                .entries
                .iter_mut()
                .find(|before| before.section.is_none() && before.key == entry.key);
            match before {
                None => self.entries.push(entry),
                Some(before) if is_stated(before) => {
                    if before.value != entry.value {
                        let diagnostic = Diagnostic::new(
                            &VARIABLE_TWICE,
                            value.span,
                            format!("`{}` has two values in one script", name.value),
                        )
                        .help("daemons of one service share the script of a host: say one value");
                        self.diagnostics.push(match before.origin.span() {
                            Some(span) if span != value.span => {
                                diagnostic.label(span, "the other one")
                            }
                            _ => diagnostic,
                        });
                    }
                }
                Some(before) => *before = replaced(before, entry),
            }
        }
    }

    fn refuse(&self, name: &crate::source::Spanned<String>) -> Option<Diagnostic> {
        match variable(&name.value, self.version) {
            VariableStatus::Known => None,
            VariableStatus::OtherRelease { replaced_by } => {
                let diagnostic = Diagnostic::new(
                    &UNKNOWN_VARIABLE,
                    name.span,
                    format!(
                        "the scripts of hadoop {} do not read `{}`",
                        self.version, name.value
                    ),
                )
                .note("other releases do");
                Some(match replaced_by {
                    Some(new) => diagnostic.help(format!("write `{new}`")).fix(
                        format!("write `{new}`"),
                        name.span,
                        new,
                        false,
                    ),
                    None => diagnostic.help("take it out"),
                })
            }
            VariableStatus::Unknown => {
                let diagnostic = Diagnostic::new(
                    &UNKNOWN_VARIABLE,
                    name.span,
                    format!("no script of Hadoop reads `{}`", name.value),
                );
                Some(match nearest_variable(&name.value, self.version) {
                    Some(near) => diagnostic.help(format!("did you mean `{near}`?")).fix(
                        format!("write `{near}`"),
                        name.span,
                        near,
                        false,
                    ),
                    None => diagnostic.help("take it out"),
                })
            }
        }
    }

    /// Hands the script over, in the conf directory under its own name.
    pub fn finish(
        self,
        ctx: &Ctx<'_>,
        file: &'static str,
        made_by: &'static Derivation,
        services: &[&str],
        emitted: &mut Emitted,
    ) {
        emitted.diagnostics.extend(self.diagnostics);
        let readers = home::readers(ctx, services);
        if let Some(mut document) =
            home::in_conf(ctx, file, file, Syntax::ShellExport, made_by, readers)
        {
            document.entries = self.entries;
            emitted.documents.push(document);
        }
    }
}

fn is_stated(entry: &Entry) -> bool {
    match &entry.origin {
        Origin::Derived { rule, .. } => rule.name == STATED.name,
        Origin::Override { winner, .. } => {
            matches!(&**winner, Origin::Derived { rule, .. } if rule.name == STATED.name)
        }
        _ => false,
    }
}

fn replaced(before: &Entry, entry: Entry) -> Entry {
    let lost = crate::document::Lost {
        value: Some(before.value.text().into_owned()),
        origin: before.origin.clone(),
    };
    Entry {
        origin: Origin::Override {
            winner: Box::new(entry.origin),
            lost: vec![lost],
        },
        ..entry
    }
}
