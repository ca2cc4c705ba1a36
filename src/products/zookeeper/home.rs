//! Where ZooKeeper keeps things on the hosts of a class, and who owns them.

use std::borrow::Cow;

use super::rules::{DATA_DIRECTORIES, NOT_PACKAGED};
use crate::catalog::layout::{self, Layout};
use crate::cluster::Product;
use crate::diagnostic::Diagnostic;
use crate::document::Input;
use crate::lower::Ctx;
use crate::profile::v1::Daemon;
use crate::source::Spanned;
use crate::units::{Pattern, Version};

/// Who the servers of a tarball run as when the profile does not say.
const TARBALL_USER: &str = "zookeeper";

/// A server's place: the instance it is of, its layout and what the profile says of its daemon.
#[derive(Debug)]
pub(super) struct Home<'a> {
    pub instance: &'a str,
    pub product: &'a Product,
    pub layout: Layout,
    pub daemon: Option<&'a Daemon>,
}

/// A directory and why it is this one.
#[derive(Debug)]
pub(super) struct Dir {
    pub path: String,
    pub input: Input,
}

impl<'a> Home<'a> {
    /// The servers of these hosts, one an ensemble; those whose packages are not known are left
    /// out, and reported by [`missing`].
    pub fn all(ctx: &Ctx<'a>) -> Vec<Self> {
        let Some(product) = ctx.product("zookeeper") else {
            return Vec::new();
        };
        ctx.class
            .roles
            .iter()
            .filter(|placed| placed.role.name == "zookeeper")
            .filter_map(|placed| {
                let daemon = ctx.class.daemon("zookeeper", &placed.instance);
                let user = daemon
                    .and_then(|daemon| daemon.user.as_ref())
                    .or(product.user.as_ref())
                    .map_or(TARBALL_USER, |user| user.value.as_str());
                let base = product.base.as_ref().map_or("", |base| base.value.as_str());
                let layout = find(product).ok()?.placed(base, user);
                Some(Self {
                    instance: &placed.instance,
                    product,
                    layout,
                    daemon,
                })
            })
            .collect()
    }

    /// The release whose facts hold.
    pub const fn version(&self) -> &'a Version {
        &self.product.facts_of
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

    /// `dataDir`: what `dirs.data` says, else where the packages keep it.
    pub fn data_dir(&self, ctx: &Ctx<'_>) -> Option<Dir> {
        if let Some((path, input)) = self.stated("data").into_iter().next() {
            return Some(Dir { path, input });
        }
        Some(Dir {
            path: self.layout.data.as_deref()?.to_owned(),
            input: ctx.packages_input("zookeeper"),
        })
    }

    /// Where logs go, when the profile or a tarball's `base` decides it.
    pub fn log_dir(&self, ctx: &Ctx<'_>) -> Option<Dir> {
        if let Some((path, input)) = self.stated("log").into_iter().next() {
            return Some(Dir { path, input });
        }
        self.base()?;
        Some(Dir {
            path: self.layout.log.as_deref()?.to_owned(),
            input: ctx.packages_input("zookeeper"),
        })
    }

    /// What `dirs` says for a purpose, brackets expanded.
    fn stated(&self, purpose: &str) -> Vec<(String, Input)> {
        let dirs = self.daemon.and_then(|daemon| daemon.dirs.as_ref());
        dirs.into_iter()
            .flatten()
            .filter(|(name, _)| name.value == purpose)
            .flat_map(|(name, list)| list.iter().map(move |item| (name, item)))
            .flat_map(|(name, item)| {
                expanded(item).into_iter().map(move |path| {
                    let what = format!("daemons.zookeeper.dirs.{purpose}: {path}");
                    (path, Input::at(what, name.span))
                })
            })
            .collect()
    }

    /// What decides about a file's path and dialect.
    pub fn made_from(&self, ctx: &Ctx<'_>) -> Vec<Input> {
        let mut inputs = vec![
            ctx.version_input("zookeeper"),
            ctx.packages_input("zookeeper"),
        ];
        if let Some(base) = &self.product.base {
            inputs.push(Input::at(format!("base: {}", base.value), base.span));
        }
        inputs.push(ctx.platform_input());
        inputs
    }

    /// Directories that a server does not have, or has only one of.
    pub fn check_dirs(&self, found: &mut Vec<Diagnostic>) {
        let dirs = self.daemon.and_then(|daemon| daemon.dirs.as_ref());
        for (name, _) in dirs.into_iter().flatten() {
            let problem = match name.value.as_str() {
                "data" | "log" => match self.stated(&name.value).len() {
                    1 => continue,
                    count => format!("a server has one {} directory, not {count}", name.value),
                },
                other => format!("a ZooKeeper server has no directory for `{other}`"),
            };
            found.push(
                Diagnostic::new(&DATA_DIRECTORIES, name.span, problem)
                    .help("write one path each for `data` and `log`"),
            );
        }
    }
}

fn find(product: &Product) -> Result<Layout, layout::NoLayout> {
    layout::find(
        "zookeeper",
        &product.flavour,
        &product.version.value,
        "zookeeper",
    )
}

/// Says that the packages do not have the version, when they do not.
pub(super) fn missing(ctx: &Ctx<'_>) -> Option<Diagnostic> {
    let product = ctx.product("zookeeper")?;
    if !ctx.has_role("zookeeper") {
        return None;
    }
    let error = find(product).err()?;
    let span = product.flavour_span.unwrap_or(product.version.span);
    let message = format!(
        "the packages `{}` have no ZooKeeper {}",
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
