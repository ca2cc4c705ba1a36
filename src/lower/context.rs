//! What an emitter may ask.

use std::cell::Cell;

use super::{Contributions, FileSystem, Scheme, UnitNeed};
use crate::cluster::{Class, Cluster, Endpoint, Host, Placement, Platform, Product};
use crate::document::Input;
use crate::profile::v1::Daemon;
use crate::source::Span;
use crate::units::Version;

/// The cluster as seen from the hosts of one class.
#[derive(Debug)]
pub struct Ctx<'a> {
    pub cluster: &'a Cluster,
    pub class: &'a Class,
    host: u32,
    asked: Cell<bool>,
    contributions: Contributions,
}

impl<'a> Ctx<'a> {
    /// The view from `host`, which is of `class`.
    pub(crate) const fn new(
        cluster: &'a Cluster,
        class: &'a Class,
        host: u32,
        contributions: Contributions,
    ) -> Self {
        Self {
            cluster,
            class,
            host,
            asked: Cell::new(false),
            contributions,
        }
    }

    /// This host: what is made after asking is made for it alone.
    pub fn host(&self) -> Option<&'a Host> {
        self.asked.set(true);
        self.cluster.host(self.host)
    }

    /// This host's index; asking counts like [`Ctx::host`].
    pub fn host_index(&self) -> u32 {
        self.asked.set(true);
        self.host
    }

    /// Whether anything asked for a fact of this host since the last call.
    pub(crate) fn take_asked(&self) -> bool {
        self.asked.replace(false)
    }

    pub(super) const fn contributions(&self) -> &Contributions {
        &self.contributions
    }

    /// What all products want of units here.
    pub fn unit_needs(&self) -> Vec<UnitNeed> {
        self.contributions
            .unit_needs
            .iter()
            .flat_map(|needs| needs(self))
            .collect()
    }

    /// The cluster's own file system of a scheme, as paths without a name mean it.
    pub fn file_system(&self, scheme: &str) -> Option<FileSystem> {
        self.contributions
            .file_systems
            .iter()
            .filter_map(|served| served(self))
            .find(|served| served.scheme == scheme)
    }

    /// Schemes of other products that Hadoop's clients here shall be able to open.
    pub fn schemes(&self) -> Vec<Scheme> {
        self.contributions
            .schemes
            .iter()
            .flat_map(|schemes| schemes(self))
            .collect()
    }

    /// A product as it is on these hosts.
    pub fn product(&self, name: &str) -> Option<&'a Product> {
        self.class.products.get(name)
    }

    /// The platform of these hosts.
    pub const fn platform(&self) -> Option<&'a Platform> {
        self.class.platform.as_ref()
    }

    /// Whether these hosts have a role.
    pub fn has_role(&self, role: &str) -> bool {
        self.class.has_role(role)
    }

    /// What the profile says of a daemon on these hosts.
    pub fn daemon(&self, role: &'static str) -> Option<&'a Daemon> {
        let instance = self.class.instance_of(role)?;
        self.class.daemons.get(&(role, instance.to_owned()))
    }

    /// Everybody with a role, of one instance when it is named; profile order of hosts.
    pub fn with_role(&self, role: &str, instance: Option<&str>) -> Vec<&'a Placement> {
        self.cluster.with_role(role, instance)
    }

    /// The endpoints of a role's port, of one instance when it is named.
    pub fn endpoints(
        &self,
        role: &'static str,
        port: &str,
        instance: Option<&str>,
    ) -> Vec<&'a Endpoint> {
        self.cluster
            .endpoints
            .of(role, port)
            .iter()
            .filter(|endpoint| instance.is_none_or(|wanted| endpoint.instance == wanted))
            .collect()
    }

    /// A port of a role's daemon on these hosts, which is the same on all of them.
    pub fn own_port(&self, role: &'static str, port: &str, instance: &str) -> Option<&'a Endpoint> {
        let &first = self.class.hosts.first()?;
        self.cluster
            .endpoints
            .on(role, port, first)
            .iter()
            .find(|endpoint| endpoint.instance == instance)
    }

    /// Full names of hosts, in the order given.
    pub fn names(&self, placements: &[&Placement]) -> Vec<String> {
        placements
            .iter()
            .filter_map(|placement| self.cluster.host(placement.host))
            .map(|host| host.address.value.to_string())
            .collect()
    }

    /// "namenode: m1, m2", with the line that placed them: an input of what follows from it.
    pub fn role_input(&self, role: &'static str, instance: Option<&str>) -> Input {
        let (what, span) = self.cluster.folded_role(role, instance);
        Input {
            what: what.into(),
            span,
        }
    }

    /// "hadoop 3.3.6", with the line that says so.
    pub fn version_input(&self, product: &'static str) -> Input {
        match self.product(product) {
            Some(known) => Input::at(
                format!("{product} {}", known.version.value),
                known.version.span,
            ),
            None => Input::fact(product),
        }
    }

    /// The packages of a product, with the line that says so or the OS it follows from.
    pub fn packages_input(&self, product: &'static str) -> Input {
        let Some(known) = self.product(product) else {
            return Input::fact(product);
        };
        match (known.flavour_span, self.platform()) {
            (Some(span), _) => Input::at(format!("packages: {}", known.flavour), span),
            (None, Some(platform)) => Input::at(
                format!(
                    "packages: {} (what {} carries)",
                    known.flavour, platform.os.value
                ),
                platform.os.span,
            ),
            (None, None) => Input::fact(format!("packages: {}", known.flavour)),
        }
    }

    /// The user that the profile names for a daemon of a tarball, with its line.
    pub fn user_input(&self, role: &'static str, instance: &str, product: &str) -> Option<Input> {
        self.class
            .daemon(role, instance)
            .and_then(|daemon| daemon.user.as_ref())
            .or_else(|| self.product(product)?.user.as_ref())
            .map(|user| Input::at(format!("user: {}", user.value), user.span))
    }

    /// The platform, with the line that names it.
    pub fn platform_input(&self) -> Input {
        match self.platform() {
            Some(platform) => Input::at(platform.os.value.clone(), platform.os.span),
            None => Input::fact("no platform"),
        }
    }

    /// The release whose facts hold for a product here.
    pub fn facts_version(&self, product: &str) -> Option<&'a Version> {
        self.product(product).map(|product| &product.facts_of)
    }

    /// The place of the cluster's name.
    pub fn cluster_span(&self) -> Option<Span> {
        self.cluster.name.as_ref().map(|name| name.span)
    }
}
