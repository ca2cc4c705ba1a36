//! The file systems of the cluster: which nameservices there are and who serves them.

use crate::cluster::{Cluster, Endpoint, Placement};
use crate::document::Input;
use crate::lower::Ctx;
use crate::source::Spanned;

/// One file system namespace with its namenodes, in the order of the profile's hosts.
#[derive(Debug)]
pub struct Nameservice<'a> {
    pub name: &'a str,
    pub namenodes: Vec<&'a Placement>,
}

/// All nameservices, in file order.
#[derive(Debug)]
pub struct Namespaces<'a> {
    pub list: Vec<Nameservice<'a>>,
    default: Option<Spanned<&'a str>>,
}

impl<'a> Namespaces<'a> {
    /// What the cluster has.
    pub fn of(ctx: &Ctx<'a>) -> Self {
        let cluster: &'a Cluster = ctx.cluster;
        let list = cluster
            .instances_of("hdfs")
            .iter()
            .map(|instance| Nameservice {
                name: &instance.name,
                namenodes: cluster.with_role("namenode", Some(&instance.name)),
            })
            .filter(|nameservice| !nameservice.namenodes.is_empty())
            .collect();
        let hdfs = &ctx.class.facets.services.hdfs;
        let default = hdfs
            .values()
            .find_map(|hdfs| hdfs.default.as_ref())
            .map(|name| name.as_ref().map(String::as_str));
        Self { list, default }
    }

    /// Whether nameservices have names in the configuration: with several of them, or several
    /// namenodes of one. A single namenode is addressed by its host.
    pub fn are_named(&self) -> bool {
        self.list.len() > 1 || self.list.iter().any(Nameservice::is_ha)
    }

    /// Whether there are several: then keys of one nameservice carry its name.
    pub fn are_federated(&self) -> bool {
        self.list.len() > 1
    }

    /// The one that paths without a scheme mean.
    pub fn default(&self) -> Option<&Nameservice<'a>> {
        let chosen = self
            .default
            .and_then(|wanted| self.list.iter().find(|one| one.name == wanted.value));
        chosen.or_else(|| self.list.first())
    }

    /// What `services.hdfs.default` says, with its place.
    pub const fn stated_default(&self) -> Option<Spanned<&'a str>> {
        self.default
    }

    /// The one with this name.
    pub fn get(&self, name: &str) -> Option<&Nameservice<'a>> {
        self.list.iter().find(|one| one.name == name)
    }

    /// The one that these hosts serve, if they have a namenode, else the default.
    pub fn here(&self, ctx: &Ctx<'_>) -> Option<&Nameservice<'a>> {
        ["namenode", "secondarynamenode", "zkfc"]
            .iter()
            .find_map(|role| self.get(ctx.class.instance_of(role)?))
            .or_else(|| self.default())
    }
}

impl<'a> Nameservice<'a> {
    /// Whether several namenodes serve it.
    pub fn is_ha(&self) -> bool {
        self.namenodes.len() > 1
    }

    /// The namenodes with the ids the configuration knows them by, `nn1` first.
    pub fn ids(&self) -> impl Iterator<Item = (String, &'a Placement)> {
        self.namenodes
            .iter()
            .enumerate()
            .map(|(at, placement)| (format!("nn{}", at + 1), *placement))
    }

    /// Its URI as clients write it.
    pub fn uri(&self, ctx: &Ctx<'_>) -> Option<String> {
        if self.is_ha() {
            // The failover proxy finds the active one: a port would name a host.
            return Some(format!("hdfs://{}", self.name));
        }
        let namenode = self.namenodes.first()?;
        let endpoint = endpoint(ctx, "namenode", "rpc", namenode)?;
        Some(format!("hdfs://{}", endpoint.host_port()))
    }

    /// "namenode: m1, m2", with the line that placed them.
    pub fn input(&self, ctx: &Ctx<'_>) -> Input {
        ctx.role_input("namenode", Some(self.name))
    }
}

/// The endpoint of a placement's port.
pub fn endpoint<'a>(
    ctx: &Ctx<'a>,
    role: &'static str,
    port: &str,
    placement: &Placement,
) -> Option<&'a Endpoint> {
    ctx.cluster
        .endpoints
        .on(role, port, placement.host)
        .iter()
        .find(|endpoint| endpoint.instance == placement.instance)
}

/// "daemons.namenode.ports.rpc: 8021" where the profile states it, else nothing.
pub fn port_input(role: &str, port: &str, endpoint: &Endpoint) -> Option<Input> {
    let span = endpoint.port_span?;
    Some(Input::at(
        format!("daemons.{role}.ports.{port}: {}", endpoint.port),
        span,
    ))
}
