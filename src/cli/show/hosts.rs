//! `show hosts`

use schemars::JsonSchema;
use serde::Serialize;

use super::{Row, Shown};

/// Hosts that are alike.
#[derive(Debug, Serialize, JsonSchema)]
pub struct HostRow {
    /// Folded names: `w[001-120]`.
    pub hosts: String,
    pub count: usize,
    pub platform: Option<String>,
    pub hardware: Option<String>,
    /// Rack paths, each once.
    pub racks: Vec<String>,
    pub roles: Vec<String>,
    /// `hadoop 3.3.6 (bigtop-3.4)` and the like.
    pub products: Vec<String>,
    /// Whether files are made for them.
    pub managed: bool,
}

impl Row for HostRow {
    const HEAD: &'static [&'static str] = &[
        "HOSTS", "COUNT", "PLATFORM", "HARDWARE", "RACKS", "ROLES", "PRODUCTS", "MANAGED",
    ];
    const NONE: &'static str = "no hosts";

    fn cells(&self) -> Vec<String> {
        vec![
            self.hosts.clone(),
            self.count.to_string(),
            self.platform.clone().unwrap_or_default(),
            self.hardware.clone().unwrap_or_default(),
            self.racks.join(" "),
            self.roles.join(" "),
            self.products.join(", "),
            if self.managed { "yes" } else { "no" }.to_owned(),
        ]
    }
}

pub(super) fn rows(shown: &Shown<'_>) -> Vec<HostRow> {
    let cluster = &shown.compilation.cluster;
    let mut rows: Vec<(u32, HostRow)> = cluster
        .classes
        .iter()
        .filter_map(|class| {
            let hosts = shown.of(&class.hosts);
            let first = *hosts.first()?;
            let mut racks: Vec<String> = hosts
                .iter()
                .filter_map(|&host| cluster.host(host))
                .map(|host| host.rack.value.to_string())
                .collect();
            racks.sort();
            racks.dedup();
            Some((
                first,
                HostRow {
                    hosts: cluster.fold(&hosts),
                    count: hosts.len(),
                    platform: class
                        .platform
                        .as_ref()
                        .map(|platform| platform.os.value.clone()),
                    hardware: class
                        .hardware
                        .as_ref()
                        .map(crate::cluster::Hardware::summary),
                    racks: vec![crate::units::fold(racks.iter().map(String::as_str))],
                    roles: class
                        .roles
                        .iter()
                        .map(|placed| placed.role.name.to_owned())
                        .collect(),
                    products: class
                        .products
                        .iter()
                        .map(|(name, product)| {
                            format!("{name} {} ({})", product.version.value, product.flavour)
                        })
                        .collect(),
                    managed: cluster.host(first).is_some_and(|host| host.managed),
                },
            ))
        })
        .collect();
    rows.sort_by_key(|(first, _)| *first);
    rows.into_iter().map(|(_, row)| row).collect()
}
