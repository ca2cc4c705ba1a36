//! What the profile may say of HDFS.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::source::Spanned;
use crate::units::Duration;
use crate::units::Mode;
use crate::vocabulary::{List, RoleDef, Secret, ServiceDef, SettingsFile};

/// Whether a secondary namenode is placed beside a single namenode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Secondary {
    /// Beside the namenode, unless the role is placed elsewhere.
    Beside,
    None,
}

/// A directory that must exist in HDFS before the first job.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(rename = "HdfsDirectory", deny_unknown_fields)]
#[serde(deny_unknown_fields)]
pub struct Directory {
    /// Owner. Default: the HDFS superuser.
    #[schemars(length(min = 1), example = &"alice")]
    pub owner: Option<Spanned<String>>,
    /// Group. Default: the superuser's group.
    #[schemars(length(min = 1), example = &"users")]
    pub group: Option<Spanned<String>>,
    /// Permission bits, octal. Default 0755.
    pub mode: Option<Spanned<Mode>>,
}

/// HDFS; an instance is a nameservice.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(rename = "hdfs", deny_unknown_fields)]
#[serde(deny_unknown_fields)]
pub struct Hdfs {
    /// Copies of each block. Default 3, or the number of datanodes when there are fewer.
    #[schemars(range(min = 1, max = 512), example = 3)]
    pub replication: Option<Spanned<u32>>,
    /// Which nameservice is the default file system; only said without `@`. Default: the first
    /// in file order.
    #[schemars(length(min = 1), example = &"users")]
    pub default: Option<Spanned<String>>,
    /// Whether a single namenode gets a secondary namenode. Default `beside`.
    pub secondary: Option<Spanned<Secondary>>,
    /// How a failed namenode is kept from writing, tried in order. Default `shell(/bin/true)`:
    /// the journal already fences writers.
    #[schemars(example = serde_json::json!(["sshfence"]))]
    pub fencing: Option<List<Spanned<String>>>,
    /// Private key for `sshfence`.
    #[schemars(example = serde_json::json!({"secret": "file:/var/lib/hadoop-hdfs/.ssh/id_rsa"}))]
    pub ssh_key: Option<Secret>,
    /// Whether failover controllers decide by ZooKeeper which namenode is active. Default: yes
    /// where an ensemble exists.
    pub automatic_failover: Option<Spanned<bool>>,
    /// ZooKeeper ensemble for failover, when there are several.
    #[schemars(length(min = 1), example = &"main")]
    pub zookeeper: Option<Spanned<String>>,
    /// How long deleted files stay in the trash. Default: no trash.
    #[schemars(example = &"1d")]
    pub trash: Option<Spanned<Duration>>,
    /// Directories that must exist before the first job; made by a script that is shipped beside
    /// the configuration.
    #[schemars(example = serde_json::json!({"/tmp": {"mode": "1777"}}))]
    pub directories: Option<IndexMap<Spanned<String>, Option<Directory>>>,
    /// Whether only the datanodes of this profile may join. Default no.
    pub only_listed: Option<Spanned<bool>>,
    /// Hosts whose datanodes are being drained: the exclude file.
    #[schemars(example = serde_json::json!(["w017"]))]
    pub decommission: Option<List<Spanned<String>>>,
}

/// The service.
pub const SERVICES: &[ServiceDef] = &[ServiceDef {
    name: "hdfs",
    synonyms: &[],
    instance: "nameservice",
    product: "hadoop",
    summary: "The distributed file system; an instance is a nameservice.",
}];

/// The roles of HDFS.
pub const ROLES: &[RoleDef] = &[
    role("namenode", "keeps the file system's names", true),
    role(
        "secondarynamenode",
        "makes checkpoints for a single namenode",
        true,
    ),
    role("datanode", "keeps the blocks", false),
    role(
        "journalnode",
        "keeps the edits that several namenodes share",
        false,
    ),
    role("zkfc", "decides which namenode is active", true),
    RoleDef {
        daemon: "",
        ..role("gateway", "client files only", false)
    },
];

/// The files that `settings` reaches.
pub const FILES: &[SettingsFile] = &[
    SettingsFile {
        name: "core-site",
        product: "hadoop",
        scope: "core",
        role: None,
    },
    SettingsFile {
        name: "hdfs-site",
        product: "hadoop",
        scope: "hdfs",
        role: None,
    },
    SettingsFile {
        name: "ssl-server",
        product: "hadoop",
        scope: "ssl-server",
        role: None,
    },
    SettingsFile {
        name: "ssl-client",
        product: "hadoop",
        scope: "ssl-client",
        role: None,
    },
];

const fn role(name: &'static str, summary: &'static str, instances: bool) -> RoleDef {
    RoleDef {
        name,
        synonyms: &[],
        service: "hdfs",
        product: "hadoop",
        daemon: name,
        summary,
        instances,
    }
}
