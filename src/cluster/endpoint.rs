//! Where daemons listen: derived once, asked by every product.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::source::Span;

/// One port of one daemon on one host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    pub host: u32,
    pub instance: String,
    /// The name others use.
    pub address: Arc<str>,
    pub port: u16,
    /// The line that states the port, when it is not the version's default.
    pub port_span: Option<Span>,
    /// The line of something else that it is this port for.
    pub because: Option<Span>,
    /// Whether the daemon listens there only when something else than its port asks for it.
    pub closed: bool,
    /// Where the daemon listens, when the profile restricts it.
    pub bind: Option<String>,
}

/// All endpoints by role and port name.
#[derive(Debug, Default)]
pub struct Endpoints {
    by_port: BTreeMap<(&'static str, String), Vec<Endpoint>>,
    /// Ports that daemons of a class choose anew at every start, by class and role.
    floating: BTreeSet<(u32, &'static str, &'static str)>,
}

impl Endpoint {
    /// `host:port`, with brackets around an IPv6 address.
    pub fn host_port(&self) -> String {
        if self.address.contains(':') {
            format!("[{}]:{}", self.address, self.port)
        } else {
            format!("{}:{}", self.address, self.port)
        }
    }
}

impl Endpoints {
    pub fn add(&mut self, role: &'static str, port: &str, endpoint: Endpoint) {
        self.by_port
            .entry((role, port.to_owned()))
            .or_default()
            .push(endpoint);
    }

    /// Notes a port that is another one at every start.
    pub fn add_floating(&mut self, class: u32, role: &'static str, port: &'static str) {
        self.floating.insert((class, role, port));
    }

    /// Names of the ports that a role on the hosts of a class chooses anew at every start.
    pub fn floating(&self, class: u32, role: &'static str) -> impl Iterator<Item = &'static str> {
        self.floating
            .range((class, role, "")..)
            .take_while(move |(at, of, _)| *at == class && *of == role)
            .map(|(_, _, port)| *port)
    }

    /// The endpoints of a role's port, in profile order of hosts.
    pub fn of(&self, role: &'static str, port: &str) -> &[Endpoint] {
        self.by_port
            .get(&(role, port.to_owned()))
            .map_or(&[], Vec::as_slice)
    }

    /// Those of one host, one for each instance of the role there.
    pub fn on(&self, role: &'static str, port: &str, host: u32) -> &[Endpoint] {
        on_host(self.of(role, port), host)
    }

    /// All of them, by role and port name.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str, &[Endpoint])> {
        self.by_port
            .iter()
            .map(|((role, port), endpoints)| (*role, port.as_str(), endpoints.as_slice()))
    }
}

/// Of endpoints in the order of hosts those of one host.
pub fn on_host(endpoints: &[Endpoint], host: u32) -> &[Endpoint] {
    let from = endpoints.partition_point(|one| one.host < host);
    let rest = endpoints.get(from..).unwrap_or_default();
    let count = rest.iter().take_while(|one| one.host == host).count();
    rest.get(..count).unwrap_or_default()
}
