//! Where Tachyon or Alluxio keeps things on the hosts of a class, and who owns them.

use std::borrow::Cow;

use super::rules::{DIRECTORIES, NOT_PACKAGED, TWO_CLUSTERS};
use super::section::Alluxio;
use crate::catalog::layout::{self, Layout};
use crate::cluster::Product;
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::{ConfigDocument, Input, Syntax, TargetPath};
use crate::lower::Ctx;
use crate::profile::v1::Daemon;
use crate::units::{Pattern, Version};

pub(super) const MASTER: &str = "alluxio-master";
pub(super) const WORKER: &str = "alluxio-worker";

/// What runs on these hosts: a master, a worker, or both of one cluster.
#[derive(Debug)]
pub(super) struct Home<'a> {
    pub instance: &'a str,
    pub product: &'a Product,
    /// The roles here, master first.
    pub roles: Vec<&'static str>,
    /// The layout of the first of them; they share all directories.
    pub layout: Layout,
}

/// A directory or file and why it is this one.
#[derive(Debug)]
pub(super) struct Dir {
    pub path: String,
    pub input: Input,
}

impl<'a> Home<'a> {
    /// What runs here; `None` where there is nothing, or packages that are not known (reported by
    /// [`check`]).
    pub fn here(ctx: &Ctx<'a>) -> Option<Self> {
        let product = ctx.product("alluxio")?;
        let mut placed = ctx
            .class
            .roles
            .iter()
            .filter(|placed| placed.role.product == "alluxio");
        let first = placed.next()?;
        let mut roles = vec![first.role.name];
        for other in placed {
            if other.instance == first.instance && !roles.contains(&other.role.name) {
                roles.push(other.role.name);
            }
        }
        roles.sort_unstable();
        let base = product.base.as_ref().map_or("", |base| base.value.as_str());
        let layout = find(product, first.role.name).ok()?;
        let home = Self {
            instance: &first.instance,
            product,
            roles,
            layout,
        };
        // Who runs a daemon is asked for each; the rest is the same for both.
        let user = home.user(ctx, first.role.name);
        Some(Self {
            layout: home.layout.placed(base, &user),
            ..home
        })
    }

    /// Who runs a role's daemon: the package's user, or a tarball's.
    pub fn user(&self, ctx: &Ctx<'_>, role: &'static str) -> String {
        if self.product.flavour != "tarball" {
            return self.layout.user.to_string();
        }
        ctx.class
            .daemon(role, self.instance)
            .and_then(|daemon| daemon.user.as_ref())
            .or(self.product.user.as_ref())
            .map_or_else(|| self.word().to_owned(), |user| user.value.clone())
    }

    /// The release whose facts hold.
    pub const fn version(&self) -> &'a Version {
        &self.product.facts_of
    }

    /// Whether the product is still called Tachyon.
    pub fn is_tachyon(&self) -> bool {
        is_tachyon(self.version())
    }

    /// `tachyon` or `alluxio`: the first word of keys, scripts and users.
    pub fn word(&self) -> &'static str {
        if self.is_tachyon() {
            "tachyon"
        } else {
            "alluxio"
        }
    }

    /// `Tachyon` or `Alluxio`.
    pub fn name(&self) -> &'static str {
        if self.is_tachyon() {
            "Tachyon"
        } else {
            "Alluxio"
        }
    }

    /// Whether the release is `major.minor` or later.
    pub fn at_least(&self, major: u32, minor: u32) -> bool {
        (self.version().number(0), self.version().number(1)) >= (major, minor)
    }

    pub fn has(&self, role: &str) -> bool {
        self.roles.contains(&role)
    }

    /// What the profile says of this cluster.
    pub fn wanted<'b>(&self, ctx: &Ctx<'b>) -> Option<&'b Alluxio> {
        ctx.class.facets.services.alluxio.get(self.instance)
    }

    /// What the profile says of the daemons here.
    pub fn daemons<'b>(&self, ctx: &Ctx<'b>) -> impl Iterator<Item = (&'static str, &'b Daemon)> {
        self.roles
            .iter()
            .filter_map(|role| Some((*role, ctx.class.daemon(role, self.instance)?)))
            .collect::<Vec<_>>()
            .into_iter()
    }

    /// The directory a tarball lies under.
    pub fn base(&self) -> Option<&'a str> {
        if self.product.flavour != "tarball" {
            return None;
        }
        let base = self.product.base.as_ref()?;
        Some(base.value.trim_end_matches('/'))
    }

    /// Owner and group of configuration files: root, or whoever the tarball belongs to.
    pub fn owner(&self) -> Cow<'static, str> {
        match &self.product.user {
            Some(user) if self.base().is_some() => user.value.clone().into(),
            _ => "root".into(),
        }
    }

    /// Where masters keep their journal.
    pub fn data_dir(&self, ctx: &Ctx<'_>) -> Option<Dir> {
        self.dir(ctx, "data", self.layout.data.as_deref())
    }

    /// Where logs go.
    pub fn log_dir(&self, ctx: &Ctx<'_>) -> Option<Dir> {
        self.dir(ctx, "log", self.layout.log.as_deref())
    }

    fn dir(&self, ctx: &Ctx<'_>, purpose: &str, packaged: Option<&str>) -> Option<Dir> {
        let stated = self
            .daemons(ctx)
            .find_map(|(role, daemon)| stated(role, daemon, purpose).into_iter().next());
        stated.or_else(|| {
            Some(Dir {
                path: packaged?.to_owned(),
                input: ctx.packages_input("alluxio"),
            })
        })
    }

    /// What decides about a file's path, name and dialect.
    pub fn made_from(&self, ctx: &Ctx<'_>) -> Vec<Input> {
        let mut inputs = vec![ctx.version_input("alluxio"), ctx.packages_input("alluxio")];
        if let Some(base) = &self.product.base {
            inputs.push(Input::at(format!("base: {}", base.value), base.span));
        }
        inputs.push(ctx.platform_input());
        inputs
    }

    /// A document in the directory of configuration files, still without entries.
    pub fn document(
        &self,
        ctx: &Ctx<'_>,
        name: &'static str,
        file: &str,
        syntax: Syntax,
        made_by: &'static Derivation,
    ) -> Option<ConfigDocument> {
        Some(ConfigDocument {
            product: "alluxio",
            name: name.into(),
            path: TargetPath::new(format!("{}/{file}", self.layout.conf)).ok()?,
            syntax,
            mode: 0o644,
            owner: self.owner(),
            group: self.owner(),
            readers: self.roles.iter().map(|role| Cow::Borrowed(*role)).collect(),
            made_by,
            made_from: self.made_from(ctx),
            entries: Vec::new(),
            prose: String::new(),
        })
    }
}

/// Whether a release is still called Tachyon.
pub(super) fn is_tachyon(version: &Version) -> bool {
    version.number(0) == 0
}

/// The layout of a role in a product's packages.
pub(super) fn find(product: &Product, role: &str) -> Result<Layout, layout::NoLayout> {
    layout::find("alluxio", &product.flavour, &product.version.value, role)
}

/// What `dirs` says for a purpose, brackets expanded.
fn stated(role: &str, daemon: &Daemon, purpose: &str) -> Vec<Dir> {
    let mut dirs = Vec::new();
    for (name, list) in daemon.dirs.iter().flatten() {
        if name.value != purpose {
            continue;
        }
        for path in list.iter().flat_map(|item| expanded(&item.value)) {
            let input = Input::at(format!("daemons.{role}.dirs.{purpose}: {path}"), name.span);
            dirs.push(Dir { path, input });
        }
    }
    dirs
}

/// A text whose brackets make several.
pub(super) fn expanded(text: &str) -> Vec<String> {
    match Pattern::parse(text) {
        Ok(pattern) => pattern.expand().map(|one| one.text).collect(),
        Err(_) => vec![text.to_owned()],
    }
}

/// What is wrong with packages, roles and directories.
pub(super) fn check(ctx: &Ctx<'_>, found: &mut Vec<Diagnostic>) {
    let Some(product) = ctx.product("alluxio") else {
        return;
    };
    let placed: Vec<_> = ctx
        .class
        .roles
        .iter()
        .filter(|placed| placed.role.product == "alluxio")
        .collect();
    let Some(first) = placed.first() else { return };
    if let Err(error) = find(product, first.role.name) {
        let span = product.flavour_span.unwrap_or(product.version.span);
        let message = format!(
            "the packages `{}` have no {} {}",
            product.flavour,
            if is_tachyon(&product.version.value) {
                "Tachyon"
            } else {
                "Alluxio"
            },
            product.version.value
        );
        found.push(Diagnostic::new(&NOT_PACKAGED, span, message).help(error.what_there_is()));
    }
    if let Some(other) = placed.iter().find(|one| one.instance != first.instance) {
        let span = ctx
            .with_role(other.role.name, Some(&other.instance))
            .iter()
            .find_map(|one| one.cause.span())
            .or_else(|| ctx.cluster_span());
        if let Some(span) = span {
            found.push(
                Diagnostic::new(
                    &TWO_CLUSTERS,
                    span,
                    format!(
                        "a host cannot be of `{}` and of `{}`",
                        first.instance, other.instance
                    ),
                )
                .note("one installation has one configuration directory and one ramdisk")
                .help("place the clusters on different hosts"),
            );
        }
    }
    let mut logs: Option<Dir> = None;
    for placed in placed {
        let role = placed.role.name;
        let Some(daemon) = ctx.class.daemon(role, &placed.instance) else {
            continue;
        };
        for (name, _) in daemon.dirs.iter().flatten() {
            let problem = match name.value.as_str() {
                "data" if role == WORKER => Some("a worker has no directory for `data`".to_owned()),
                "data" | "log" => {
                    let count = stated(role, daemon, &name.value).len();
                    (count != 1).then(|| {
                        format!(
                            "a {} has one {} directory, not {count}",
                            placed.role.daemon, name.value
                        )
                    })
                }
                other => Some(format!(
                    "a {} has no directory for `{other}`",
                    placed.role.daemon
                )),
            };
            found.extend(problem.map(|problem| {
                Diagnostic::new(&DIRECTORIES, name.span, problem).help(
                    "write one path each for `data` of a master and `log`; a worker's blocks stand under `services.alluxio`",
                )
            }));
        }
        let Some(log) = stated(role, daemon, "log").into_iter().next() else {
            continue;
        };
        match (&logs, log.input.span) {
            (Some(first), Some(span)) if first.path != log.path => found.push(
                Diagnostic::new(
                    &DIRECTORIES,
                    span,
                    "master and worker of a host log to different directories",
                )
                .help("one env file serves both: say one directory"),
            ),
            _ => logs = Some(log),
        }
    }
}
