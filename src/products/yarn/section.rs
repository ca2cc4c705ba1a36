//! What the profile may say of YARN.

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use crate::source::Spanned;
use crate::units::Bytes;
use crate::units::Percent;
use crate::vocabulary::{List, Reader, RoleDef, ServiceDef, SettingsFile};

/// Which scheduler the resource manager runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Scheduler {
    Capacity,
    Fifo,
}

/// A queue of the capacity scheduler.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(rename = "QueueObject", deny_unknown_fields)]
#[serde(deny_unknown_fields)]
pub struct Queue {
    /// Share of the parent queue; the shares of one parent's queues sum to 100%.
    #[schemars(example = &"70%")]
    pub capacity: Option<Spanned<Percent>>,
    /// Share of the parent that the queue may grow to. Default 100%.
    #[schemars(example = &"50%")]
    pub max: Option<Spanned<Percent>>,
    /// Queues inside this one.
    #[schemars(with = "Option<IndexMap<String, WrittenQueue>>")]
    pub of: Option<IndexMap<Spanned<String>, Self>>,
}

/// A queue as typed: its capacity, or the object.
#[derive(Debug)]
pub struct WrittenQueue;

impl JsonSchema for WrittenQueue {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Queue".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let object = generator.subschema_for::<Queue>();
        let bare = generator.subschema_for::<Percent>();
        json_schema!({
            "description": "A queue; a bare value is its capacity.",
            "examples": ["70%", {"capacity": "30%", "max": "50%"}],
            "if": {"type": "object"},
            "then": object,
            "else": bare
        })
    }
}

/// YARN; an instance is a cluster.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(rename = "yarn", deny_unknown_fields)]
#[serde(deny_unknown_fields)]
pub struct Yarn {
    /// Memory of a node that containers may use.
    #[schemars(extend("x-scope" = "node"), example = &"96GiB")]
    pub memory: Option<Spanned<Bytes>>,
    /// Hardware threads of a node that containers may use.
    #[schemars(extend("x-scope" = "node"), range(min = 1, max = 65536), example = 24)]
    pub cpus: Option<Spanned<u32>>,
    /// Scheduler of the resource manager. Default `capacity`.
    pub scheduler: Option<Spanned<Scheduler>>,
    /// Queues below `root`. Default: one queue `default` with all of it.
    #[schemars(
        with = "Option<IndexMap<String, WrittenQueue>>",
        example = serde_json::json!({"default": "70%", "adhoc": {"capacity": "30%", "max": "50%"}})
    )]
    pub queues: Option<IndexMap<Spanned<String>, Queue>>,
    /// Whether finished containers' logs move to the default file system. Default: yes where a
    /// history server can show them.
    pub log_aggregation: Option<Spanned<bool>>,
    /// Whether applications survive a restart of the resource manager. Default: yes where there
    /// are several.
    pub recovery: Option<Spanned<bool>>,
    /// ZooKeeper ensemble for high availability and recovery, when there are several.
    #[schemars(length(min = 1), example = &"main")]
    pub zookeeper: Option<Spanned<String>>,
    /// Hosts whose node managers are being drained: the exclude file.
    #[schemars(example = serde_json::json!(["w017"]))]
    pub decommission: Option<List<Spanned<String>>>,
}

/// The service.
pub const SERVICES: &[ServiceDef] = &[ServiceDef {
    name: "yarn",
    synonyms: &[],
    instance: "cluster",
    product: "hadoop",
    summary: "The resource manager of Hadoop.",
}];

/// The roles of YARN.
pub const ROLES: &[RoleDef] = &[
    role("resourcemanager", "gives containers to applications"),
    role("nodemanager", "runs containers"),
];

/// The files that `settings` reaches.
pub const FILES: &[SettingsFile] = &[
    SettingsFile {
        name: "yarn-site",
        product: "hadoop",
        scope: "yarn",
        role: None,
    },
    SettingsFile {
        name: "capacity-scheduler",
        product: "hadoop",
        scope: "capacity-scheduler",
        role: Some("resourcemanager"),
    },
    SettingsFile {
        name: "container-executor",
        product: "hadoop",
        scope: "container-executor",
        role: Some("nodemanager"),
    },
];

const fn role(name: &'static str, summary: &'static str) -> RoleDef {
    RoleDef {
        name,
        synonyms: &[],
        service: "yarn",
        product: "hadoop",
        daemon: name,
        summary,
        instances: true,
    }
}

/// Keys that only some roles read.
pub const READERS: &[Reader] = &[
    Reader {
        service: "yarn",
        key: "memory",
        role: "nodemanager",
    },
    Reader {
        service: "yarn",
        key: "cpus",
        role: "nodemanager",
    },
];
