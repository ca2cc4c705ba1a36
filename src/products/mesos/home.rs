//! Where Mesos keeps things on the hosts of a class, and who owns them.

use std::borrow::Cow;

use super::rules::{DIRECTORIES, NOT_PACKAGED, SHARED_WORK_DIR, VOLATILE_WORK_DIR};
use super::section::Mesos;
use crate::catalog::layout::{self, Layout};
use crate::cluster::{Placed, Product};
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::Input;
use crate::lower::Ctx;
use crate::profile::v1::Daemon;
use crate::source::{Span, Spanned};
use crate::units::{Pattern, Version};

/// The work directory that Fedora's package owns beside its volatile default.
const LASTING: &str = "/var/lib/mesos";

/// Directories that are empty after a reboot.
const VOLATILE: &[&str] = &["/tmp", "/run", "/var/run", "/dev/shm"];

static WORK_DIR: Derivation = Derivation {
    name: "mesos-work-dir",
    summary: "services.mesos.work_dir, or where the packages keep data unless a reboot would empty it; an agent beside a master has a directory of its own below",
    source: "master/main.cpp, slave/flags.cpp: work_dir",
};

/// A daemon of Mesos on the hosts of a class.
#[derive(Debug)]
pub(super) struct Home<'a> {
    /// `mesos-master` or `mesos-agent`.
    pub role: &'static str,
    /// `master` or `agent`, as the catalog calls the component.
    pub component: &'static str,
    pub instance: &'a str,
    pub product: &'a Product,
    pub layout: Layout,
    pub daemon: Option<&'a Daemon>,
}

/// A directory and why it is this one.
#[derive(Debug)]
pub(super) struct Dir {
    pub path: String,
    pub rule: &'static Derivation,
    pub inputs: Vec<Input>,
}

impl<'a> Home<'a> {
    /// The daemons of a role on these hosts, one an instance; those whose packages are not known
    /// are left out, and reported by [`missing`].
    pub fn all(ctx: &Ctx<'a>, role: &str) -> Vec<Self> {
        let Some(product) = ctx.product("mesos") else {
            return Vec::new();
        };
        ctx.class
            .roles
            .iter()
            .filter(|placed| placed.role.product == "mesos" && placed.role.name == role)
            .filter_map(|placed| Self::of(ctx, placed, product))
            .collect()
    }

    fn of(ctx: &Ctx<'a>, placed: &'a Placed, product: &'a Product) -> Option<Self> {
        let role = placed.role.name;
        let daemon = ctx.class.daemon(role, &placed.instance);
        // An agent runs tasks as other users, which only root may.
        let default = if role == "mesos-agent" {
            "root"
        } else {
            "mesos"
        };
        let user = daemon
            .and_then(|daemon| daemon.user.as_ref())
            .or(product.user.as_ref())
            .map_or(default, |user| user.value.as_str());
        let base = product.base.as_ref().map_or("", |base| base.value.as_str());
        Some(Self {
            role,
            component: placed.role.daemon,
            instance: &placed.instance,
            product,
            layout: find(product, role).ok()?.placed(base, user),
            daemon,
        })
    }

    /// The release whose facts hold.
    pub const fn version(&self) -> &'a Version {
        &self.product.facts_of
    }

    /// What the profile says of the cluster this daemon is of.
    pub fn wanted<'b>(&self, ctx: &Ctx<'b>) -> Option<&'b Mesos> {
        ctx.class.facets.services.mesos.get(self.instance)
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

    /// The program: an agent was a slave before 1.0.
    pub fn program(&self) -> &'static str {
        match self.component {
            "agent" if self.version().number(0) >= 1 => "mesos-agent",
            "agent" => "mesos-slave",
            _ => "mesos-master",
        }
    }

    /// The work directory.
    pub fn work_dir(&self, ctx: &Ctx<'_>) -> Dir {
        if let Some((path, input)) = self.stated_dir("data").into_iter().next() {
            return Dir {
                path,
                rule: &WORK_DIR,
                inputs: vec![input],
            };
        }
        let wanted = self.wanted(ctx).and_then(|wanted| wanted.work_dir.as_ref());
        let (mut path, mut inputs) = match wanted {
            Some(dir) => (
                dir.value.trim_end_matches('/').to_owned(),
                vec![Input::at(
                    format!("services.mesos.work_dir: {}", dir.value),
                    dir.span,
                )],
            ),
            None => (self.packages_dir(), vec![ctx.packages_input("mesos")]),
        };
        if self.role == "mesos-agent" && ctx.has_role("mesos-master") {
            path.push_str("/agent");
            inputs.push(Input::fact("a master keeps its registry beside it"));
        }
        Dir {
            path,
            rule: &WORK_DIR,
            inputs,
        }
    }

    fn packages_dir(&self) -> String {
        match self.layout.data.as_deref() {
            Some(dir) if !is_volatile(dir) => dir.to_owned(),
            _ => LASTING.to_owned(),
        }
    }

    /// Where logs go.
    pub fn log_dir(&self, ctx: &Ctx<'_>) -> Option<(String, Input)> {
        if let Some(stated) = self.stated_dir("log").into_iter().next() {
            return Some(stated);
        }
        let dir = self.layout.log.as_deref()?.to_owned();
        Some((dir, ctx.packages_input("mesos")))
    }

    /// What `dirs` says for a purpose, brackets expanded.
    fn stated_dir(&self, purpose: &str) -> Vec<(String, Input)> {
        let dirs = self.daemon.and_then(|daemon| daemon.dirs.as_ref());
        dirs.into_iter()
            .flatten()
            .filter(|(name, _)| name.value == purpose)
            .flat_map(|(name, list)| list.iter().map(move |item| (name, item)))
            .flat_map(|(name, item)| {
                let role = self.role;
                expanded(item).into_iter().map(move |path| {
                    let what = format!("daemons.{role}.dirs.{purpose}: {path}");
                    (path, Input::at(what, name.span))
                })
            })
            .collect()
    }

    /// What decides about a file's path and dialect.
    pub fn made_from(&self, ctx: &Ctx<'_>) -> Vec<Input> {
        let mut inputs = vec![ctx.version_input("mesos"), ctx.packages_input("mesos")];
        if let Some(base) = &self.product.base {
            inputs.push(Input::at(format!("base: {}", base.value), base.span));
        }
        inputs.push(ctx.platform_input());
        inputs
    }

    /// What is wrong with the directories.
    pub fn check_dirs(&self, ctx: &Ctx<'_>, found: &mut Vec<Diagnostic>) {
        let dirs = self.daemon.and_then(|daemon| daemon.dirs.as_ref());
        for (name, _) in dirs.into_iter().flatten() {
            let problem = match name.value.as_str() {
                "data" | "log" => match self.stated_dir(&name.value).len() {
                    1 => continue,
                    count => format!(
                        "a {} has one {} directory, not {count}",
                        self.role, name.value
                    ),
                },
                other => format!("a {} has no directory for `{other}`", self.role),
            };
            found.push(
                Diagnostic::new(&DIRECTORIES, name.span, problem)
                    .help("write one path each for `data` (the work directory) and `log`"),
            );
        }
        let dir = self.work_dir(ctx);
        let Some(span) = dir.inputs.iter().find_map(|input| input.span) else {
            return;
        };
        if is_volatile(&dir.path) {
            found.push(
                Diagnostic::new(
                    &VOLATILE_WORK_DIR,
                    span,
                    format!("`{}` does not survive a reboot", dir.path),
                )
                .note("the registry of masters and the checkpoints of agents would be lost")
                .help(format!("choose a directory on a disk, such as `{LASTING}`")),
            );
        }
        if self.role == "mesos-agent" {
            found.extend(Self::shared_with_master(ctx, &dir, span));
        }
    }

    fn shared_with_master(ctx: &Ctx<'_>, dir: &Dir, span: Span) -> Option<Diagnostic> {
        let master = Home::all(ctx, "mesos-master")
            .into_iter()
            .map(|master| master.work_dir(ctx))
            .find(|master| master.path.trim_end_matches('/') == dir.path.trim_end_matches('/'))?;
        let diagnostic = Diagnostic::new(
            &SHARED_WORK_DIR,
            span,
            format!("master and agent of a host both work in `{}`", dir.path),
        )
        .help("give the agent another directory under `daemons.mesos-agent.dirs.data`");
        Some(match master.inputs.iter().find_map(|input| input.span) {
            Some(other) if other != span => diagnostic.label(other, "the master's is stated here"),
            _ => diagnostic,
        })
    }
}

/// Whether a reboot empties a directory.
fn is_volatile(path: &str) -> bool {
    VOLATILE.iter().any(|root| {
        path.strip_prefix(root)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

fn find(product: &Product, role: &str) -> Result<Layout, layout::NoLayout> {
    layout::find("mesos", &product.flavour, &product.version.value, role)
}

/// Says that the packages do not have the version, when they do not.
pub(super) fn missing(ctx: &Ctx<'_>, role: &'static str) -> Option<Diagnostic> {
    let product = ctx.product("mesos")?;
    if !ctx.has_role(role) {
        return None;
    }
    let error = find(product, role).err()?;
    let span = match error {
        layout::NoLayout::NeedsBuild { .. } => product.version.span,
        _ => product.flavour_span.unwrap_or(product.version.span),
    };
    let message = format!(
        "the packages `{}` have no mesos {}",
        product.flavour, product.version.value
    );
    Some(Diagnostic::new(&NOT_PACKAGED, span, message).help(error.what_there_is()))
}

fn expanded(item: &Spanned<String>) -> Vec<String> {
    match Pattern::parse(&item.value) {
        Ok(pattern) => pattern.expand().map(|one| one.text).collect(),
        Err(_) => vec![item.value.clone()],
    }
}

#[cfg(test)]
mod tests {
    use super::is_volatile;

    #[test]
    fn what_a_reboot_empties() {
        for dir in [
            "/tmp",
            "/tmp/mesos",
            "/run/mesos",
            "/var/run/mesos",
            "/dev/shm/m",
        ] {
            assert!(is_volatile(dir), "{dir}");
        }
        for dir in ["/var/lib/mesos", "/tmpfs/x", "/srv/tmp", "/runner"] {
            assert!(!is_volatile(dir), "{dir}");
        }
    }
}
