//! `show ports`

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Row, Shown};

/// A port.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PortRow {
    pub port: u16,
    pub role: String,
    /// Name of the port: `rpc`, `http` …
    pub name: String,
    pub hosts: String,
    pub count: usize,
    /// `default of the version`, or the profile's line.
    pub cause: String,
}

impl Row for PortRow {
    const HEAD: &'static [&'static str] = &["PORT", "ROLE", "NAME", "HOSTS", "COUNT", "BECAUSE OF"];
    const NONE: &'static str = "no ports";

    fn cells(&self) -> Vec<String> {
        vec![
            self.port.to_string(),
            self.role.clone(),
            self.name.clone(),
            self.hosts.clone(),
            self.count.to_string(),
            self.cause.clone(),
        ]
    }
}

pub(super) fn rows(shown: &Shown<'_>) -> Vec<PortRow> {
    let cluster = &shown.compilation.cluster;
    let mut groups: BTreeMap<(u16, &str, &str, String), Vec<u32>> = BTreeMap::new();
    for (role, name, endpoints) in cluster.endpoints.iter() {
        for endpoint in endpoints
            .iter()
            .filter(|endpoint| !endpoint.closed && shown.has(endpoint.host))
        {
            let cause = endpoint.port_span.or(endpoint.because).map_or_else(
                || "default of the version".to_owned(),
                |span| shown.place(span),
            );
            groups
                .entry((endpoint.port, role, name, cause))
                .or_default()
                .push(endpoint.host);
        }
    }
    groups
        .into_iter()
        .map(|((port, role, name, cause), hosts)| PortRow {
            port,
            role: role.to_owned(),
            name: name.to_owned(),
            hosts: cluster.fold(&hosts),
            count: hosts.len(),
            cause,
        })
        .collect()
}
