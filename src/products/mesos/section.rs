//! What the profile may say of Mesos.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::source::Spanned;
use crate::units::Duration;
use crate::vocabulary::{AnyText, List, Reader, RoleDef, ServiceDef, SettingsFile};

/// Mesos; an instance is a cluster.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(rename = "mesos", deny_unknown_fields)]
#[serde(deny_unknown_fields)]
pub struct Mesos {
    /// Directory for the registry of masters and the sandboxes of agents; must survive a reboot.
    #[schemars(regex(pattern = r"^(/|[\s\S]*\{\{)"), example = &"/var/lib/mesos")]
    pub work_dir: Option<Spanned<String>>,
    /// Containerizers of agents, first choice first.
    #[schemars(example = serde_json::json!(["docker", "mesos"]))]
    pub containerizers: Option<List<Spanned<String>>>,
    /// Isolators of agents.
    #[schemars(example = serde_json::json!(["cgroups/cpu", "cgroups/mem"]))]
    pub isolation: Option<List<Spanned<String>>>,
    /// Attributes of agents by name.
    #[schemars(with = "Option<IndexMap<String, AnyText>>", extend("x-scope" = "node"), example = serde_json::json!({"rack": "{{ host.rack }}"}))]
    pub attributes: Option<IndexMap<Spanned<String>, Spanned<String>>>,
    /// Resources of agents by name: numbers, ranges `[a-b]`, sets `{a,b}`; `mem` and `disk` are
    /// sizes (bare numbers count MiB).
    #[schemars(with = "Option<IndexMap<String, AnyText>>", extend("x-scope" = "node"), example = serde_json::json!({"cpus": 16, "mem": "64GiB", "ports": "[31000-32000]"}))]
    pub resources: Option<IndexMap<Spanned<String>, Spanned<String>>>,
    /// How long an executor may take to register. Default: 5 minutes with docker, whose image
    /// pull counts.
    #[schemars(example = &"5min")]
    pub registration_timeout: Option<Spanned<Duration>>,
    /// ZooKeeper ensemble of the masters, when there are several.
    #[schemars(length(min = 1), example = &"main")]
    pub zookeeper: Option<Spanned<String>>,
    /// Path in ZooKeeper. Default `/mesos`.
    #[schemars(regex(pattern = r"^/[^/\s]"), example = &"/mesos")]
    pub zookeeper_path: Option<Spanned<String>>,
}

/// The service.
pub const SERVICES: &[ServiceDef] = &[ServiceDef {
    name: "mesos",
    synonyms: &[],
    instance: "cluster",
    product: "mesos",
    summary: "The Mesos cluster manager.",
}];

/// The roles of Mesos.
pub const ROLES: &[RoleDef] = &[
    RoleDef {
        name: "mesos-master",
        synonyms: &[],
        service: "mesos",
        product: "mesos",
        daemon: "master",
        summary: "offers resources to frameworks",
        instances: true,
    },
    RoleDef {
        name: "mesos-agent",
        synonyms: &["mesos-slave"],
        service: "mesos",
        product: "mesos",
        daemon: "agent",
        summary: "runs tasks",
        instances: true,
    },
];

/// The files that `settings` reaches.
pub const FILES: &[SettingsFile] = &[
    SettingsFile {
        name: "mesos-master",
        product: "mesos",
        scope: "master",
        role: Some("mesos-master"),
    },
    SettingsFile {
        name: "mesos-agent",
        product: "mesos",
        scope: "agent",
        role: Some("mesos-agent"),
    },
];

/// Keys that only some roles read.
pub const READERS: &[Reader] = &[
    Reader {
        service: "mesos",
        key: "attributes",
        role: "mesos-agent",
    },
    Reader {
        service: "mesos",
        key: "resources",
        role: "mesos-agent",
    },
];
