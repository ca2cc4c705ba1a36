//! HTCondor on the hosts of a class: one `condor_master`, whatever roles they have.

use std::borrow::Cow;

use crate::catalog::layout::{self, Layout};
use crate::cluster::{Endpoint, Host, Placed, Product};
use crate::diagnostic::Diagnostic;
use crate::document::Input;
use crate::lower::Ctx;
use crate::profile::v1::Daemon;
use crate::source::Spanned;
use crate::units::Version;
use crate::vocabulary::RoleDef;

use super::rules::NOT_PACKAGED;
use super::section::Condor;

/// The roles that belong to a pool of several hosts.
pub(super) const MEMBERS: [&str; 3] = ["condor-central-manager", "condor-submit", "condor-execute"];

/// Whether a role is of the installed HTCondor: a sandbox is beside it.
pub(super) fn is_installed(role: &RoleDef) -> bool {
    role.product == "htcondor" && role.name != "condor-sandbox"
}

/// The HTCondor of these hosts.
#[derive(Debug)]
pub(super) struct Home<'a> {
    /// The pool they are of.
    pub pool: &'a str,
    pub product: &'a Product,
    pub layout: Layout,
    /// Their roles in the pool.
    pub roles: Vec<&'a Placed>,
}

impl<'a> Home<'a> {
    /// The HTCondor of these hosts; `None` without a role, and where the packages are not known,
    /// which [`missing`] reports.
    pub fn of(ctx: &Ctx<'a>) -> Option<Self> {
        let product = ctx.product("htcondor")?;
        let all = ctx.class.roles.iter();
        let mut roles: Vec<&Placed> = all.filter(|placed| is_installed(placed.role)).collect();
        let pool = roles.first()?.instance.as_str();
        roles.retain(|placed| placed.instance == pool);
        let first = roles.first()?.role.name;
        let found = layout::find("htcondor", &product.flavour, &product.version.value, first);
        Some(Self {
            pool,
            product,
            layout: found.ok()?,
            roles,
        })
    }

    /// The release whose facts hold.
    pub const fn version(&self) -> &'a Version {
        &self.product.facts_of
    }

    /// Whether the version is this one or a later one.
    pub fn since(&self, version: &str) -> bool {
        since(self.version(), version)
    }

    /// Whether the hosts have a role in the pool.
    pub fn has(&self, role: &str) -> bool {
        self.roles.iter().any(|placed| placed.role.name == role)
    }

    /// Whether each host is a pool of its own.
    pub fn is_personal(&self) -> bool {
        self.has("condor-personal")
    }

    /// Whether the hosts run jobs.
    pub fn runs_jobs(&self) -> bool {
        self.has("condor-execute") || self.is_personal()
    }

    /// Whether the hosts run the collector.
    pub fn collects(&self) -> bool {
        self.has("condor-central-manager") || self.is_personal()
    }

    /// What the profile says of the pool on these hosts.
    pub fn wanted<'b>(&self, ctx: &Ctx<'b>) -> Option<&'b Condor> {
        ctx.class.facets.services.condor.get(self.pool)
    }

    /// What the profile says of the daemons of each role.
    pub fn daemons<'b>(&self, ctx: &Ctx<'b>) -> Vec<(&'static str, &'b Daemon)> {
        self.roles
            .iter()
            .filter_map(|placed| {
                let daemon = ctx.class.daemon(placed.role.name, &placed.instance)?;
                Some((placed.role.name, daemon))
            })
            .collect()
    }

    /// The first role whose daemon says something, and what.
    pub fn stated<'b, T>(
        &self,
        ctx: &Ctx<'b>,
        get: impl Fn(&'b Daemon) -> Option<&'b T>,
    ) -> Option<(&'static str, &'b T)> {
        self.daemons(ctx)
            .into_iter()
            .find_map(|(role, daemon)| get(daemon).map(|value| (role, value)))
    }

    /// A port of these hosts, which is the same on all of them.
    pub fn port<'b>(&self, ctx: &Ctx<'b>, role: &'static str, port: &str) -> Option<&'b Endpoint> {
        ctx.own_port(role, port, self.pool)
    }

    /// The collectors of the pool.
    pub fn managers<'b>(&self, ctx: &Ctx<'b>) -> Vec<&'b Endpoint> {
        ctx.endpoints("condor-central-manager", "collector", Some(self.pool))
    }

    /// The hosts of the pool, each once, in profile order.
    pub fn members<'b>(&self, ctx: &Ctx<'b>) -> Vec<&'b Host> {
        let mut hosts: Vec<u32> = MEMBERS
            .iter()
            .flat_map(|role| ctx.with_role(role, Some(self.pool)))
            .map(|placement| placement.host)
            .collect();
        hosts.sort_unstable();
        hosts.dedup();
        hosts
            .into_iter()
            .filter_map(|host| ctx.cluster.host(host))
            .collect()
    }

    /// Whether the pool is of more than one host.
    pub fn has_several(&self, ctx: &Ctx<'_>) -> bool {
        let placements = || {
            MEMBERS
                .iter()
                .flat_map(|role| ctx.cluster.placements.of(role))
                .filter(|placement| placement.instance == self.pool)
        };
        placements()
            .next()
            .is_some_and(|first| placements().any(|other| other.host != first.host))
    }

    /// The domain of user names, with what says so.
    pub fn uid_domain(&self, ctx: &Ctx<'_>) -> Option<(String, Input)> {
        let stated = self
            .wanted(ctx)
            .and_then(|wanted| wanted.uid_domain.as_ref());
        if let Some(domain) = stated {
            let what = format!("services.condor.uid_domain: {}", domain.value);
            return Some((domain.value.clone(), Input::at(what, domain.span)));
        }
        let domain: &Spanned<String> = ctx.cluster.domain.as_ref()?;
        let what = format!("cluster.domain: {}", domain.value);
        Some((domain.value.clone(), Input::at(what, domain.span)))
    }

    /// The roles whose daemons read what is made here.
    pub fn readers(&self) -> Vec<Cow<'static, str>> {
        let mut roles: Vec<Cow<'static, str>> = self
            .roles
            .iter()
            .map(|placed| Cow::Borrowed(placed.role.name))
            .collect();
        roles.sort();
        roles
    }
}

/// Whether a version is that one or a later one.
pub(super) fn since(version: &Version, first: &str) -> bool {
    first
        .parse::<Version>()
        .is_ok_and(|first| *version >= first)
}

/// What decides about paths and dialect of files.
pub(super) fn made_from(ctx: &Ctx<'_>) -> Vec<Input> {
    vec![
        ctx.version_input("htcondor"),
        ctx.packages_input("htcondor"),
        ctx.platform_input(),
    ]
}

/// Says that the packages do not have the version, when they do not.
pub(super) fn missing(ctx: &Ctx<'_>) -> Option<Diagnostic> {
    let product = ctx.product("htcondor")?;
    let role = ctx
        .class
        .roles
        .iter()
        .find(|placed| placed.role.product == "htcondor")?
        .role
        .name;
    let error = layout::find("htcondor", &product.flavour, &product.version.value, role).err()?;
    let span = product.flavour_span.unwrap_or(product.version.span);
    let message = format!(
        "the packages `{}` have no htcondor {}",
        product.flavour, product.version.value
    );
    Some(Diagnostic::new(&NOT_PACKAGED, span, message).help(error.what_there_is()))
}
