//! What the profile may say of MapReduce.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::source::Spanned;
use crate::units::Bytes;
use crate::vocabulary::{RoleDef, ServiceDef, SettingsFile};

/// MapReduce; follows the YARN cluster of its hosts.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(rename = "mapreduce", deny_unknown_fields)]
#[serde(deny_unknown_fields)]
pub struct MapReduce {
    /// Container of a map task; its heap is 80% of it.
    #[schemars(example = &"2GiB")]
    pub map_memory: Option<Spanned<Bytes>>,
    /// Container of a reduce task; its heap is 80% of it.
    #[schemars(example = &"4GiB")]
    pub reduce_memory: Option<Spanned<Bytes>>,
    /// Container of a job's application master; its heap is 80% of it.
    #[schemars(example = &"2GiB")]
    pub am_memory: Option<Spanned<Bytes>>,
    /// Whether node managers serve the output of maps over HTTPS; needs `security.tls`. Default
    /// no: every byte of the shuffle would be encrypted.
    #[schemars(example = true)]
    pub encrypted_shuffle: Option<Spanned<bool>>,
}

/// The service.
pub const SERVICES: &[ServiceDef] = &[ServiceDef {
    name: "mapreduce",
    synonyms: &[],
    instance: "cluster",
    product: "hadoop",
    summary: "MapReduce jobs on YARN.",
}];

/// The roles of MapReduce.
pub const ROLES: &[RoleDef] = &[RoleDef {
    name: "historyserver",
    synonyms: &[],
    service: "mapreduce",
    product: "hadoop",
    daemon: "historyserver",
    summary: "shows finished jobs",
    instances: false,
}];

/// The files that `settings` reaches.
pub const FILES: &[SettingsFile] = &[SettingsFile {
    name: "mapred-site",
    product: "hadoop",
    scope: "mapred",
    role: None,
}];
