//! One host of the inventory.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::source::{Span, Spanned};

/// A machine.
#[derive(Debug, Clone)]
pub struct Host {
    /// As the profile names it.
    pub name: Arc<str>,
    /// Completed by the cluster's domain.
    pub fqdn: Arc<str>,
    /// What others use to reach it: an IP address or a name.
    pub address: Spanned<Arc<str>>,
    /// Rack path; `/default-rack` when none is given.
    pub rack: Spanned<Arc<str>>,
    pub labels: Arc<BTreeMap<String, String>>,
    /// What each bracket of the line's name took for this host.
    pub brackets: Vec<Arc<str>>,
    /// Whether files are made for it.
    pub managed: bool,
    /// The line of `hosts` it stands in (its key).
    pub line: Span,
    /// Index into [`super::Cluster::classes`].
    pub class: u32,
}

impl Host {
    /// Whether the address is an IP address rather than a name.
    pub fn has_ip(&self) -> bool {
        self.address.value.parse::<std::net::IpAddr>().is_ok()
    }

    /// Whether the profile places it in a rack.
    pub fn has_rack(&self) -> bool {
        &*self.rack.value != "/default-rack"
    }
}
