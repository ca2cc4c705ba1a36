//! What the profile may say of ZooKeeper.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::source::Spanned;
use crate::units::Duration;
use crate::vocabulary::{List, RoleDef, ServiceDef, SettingsFile};

/// ZooKeeper; an instance is an ensemble.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(rename = "zookeeper", deny_unknown_fields)]
#[serde(deny_unknown_fields)]
pub struct ZooKeeper {
    /// Length of a tick, the unit of all other limits. Default 2s.
    #[schemars(example = &"2s")]
    pub tick: Option<Spanned<Duration>>,
    /// Ticks a follower may take to connect to the leader. Default 10.
    #[schemars(range(min = 1, max = 10000), example = 10)]
    pub init_limit: Option<Spanned<u32>>,
    /// Ticks a follower may lag behind the leader. Default 5.
    #[schemars(range(min = 1, max = 10000), example = 5)]
    pub sync_limit: Option<Spanned<u32>>,
    /// How often old snapshots are removed; whole hours, `0s` for never. Default 1d.
    #[schemars(example = &"1d")]
    pub purge: Option<Spanned<Duration>>,
    /// Snapshots that a purge keeps, at least 3. Default 3.
    #[schemars(range(min = 3, max = 10000), example = 5)]
    pub snapshots: Option<Spanned<u32>>,
    /// Connections one client address may hold, 0 for any number. Default 60.
    #[schemars(range(max = 1_000_000), example = 60)]
    pub client_connections: Option<Spanned<u32>>,
    /// Four-letter commands that are answered where the version asks for a list.
    #[schemars(example = serde_json::json!(["ruok", "srvr", "mntr"]))]
    pub commands: Option<List<Spanned<String>>>,
    /// Whether the HTTP admin server runs (3.5 and later). Default no: its port 8080 collides
    /// with many others.
    pub admin_server: Option<Spanned<bool>>,
}

/// The service.
pub const SERVICES: &[ServiceDef] = &[ServiceDef {
    name: "zookeeper",
    synonyms: &[],
    instance: "ensemble",
    product: "zookeeper",
    summary: "Coordination for other services; an instance is an ensemble.",
}];

/// The roles of ZooKeeper.
pub const ROLES: &[RoleDef] = &[RoleDef {
    name: "zookeeper",
    synonyms: &[],
    service: "zookeeper",
    product: "zookeeper",
    daemon: "server",
    summary: "a server of an ensemble",
    instances: true,
}];

/// The files that `settings` reaches.
pub const FILES: &[SettingsFile] = &[SettingsFile {
    name: "zoo.cfg",
    product: "zookeeper",
    scope: "zoo.cfg",
    role: Some("zookeeper"),
}];
