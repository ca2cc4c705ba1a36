//! What the profile may say of Tachyon and Alluxio.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::source::Spanned;
use crate::units::Bytes;
use crate::vocabulary::{List, Reader, RoleDef, ServiceDef, SettingsFile};

/// What a ramdisk is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(rename = "RamdiskType")]
#[serde(rename_all = "lowercase")]
pub enum RamdiskType {
    /// Its size is a limit that the kernel keeps; pages may be swapped out.
    Tmpfs,
    /// Never swapped; the kernel knows no limit, only the worker does.
    Ramfs,
}

/// When a written file reaches the under store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(rename = "AlluxioWrite")]
#[serde(rename_all = "kebab-case")]
pub enum Write {
    /// Never, unless somebody asks for it.
    MustCache,
    /// While it is written, and the workers keep it too.
    CacheThrough,
    /// While it is written; the workers do not keep it.
    Through,
    /// Some time later.
    AsyncThrough,
}

impl Write {
    /// As the products spell it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MustCache => "MUST_CACHE",
            Self::CacheThrough => "CACHE_THROUGH",
            Self::Through => "THROUGH",
            Self::AsyncThrough => "ASYNC_THROUGH",
        }
    }
}

/// One kind of disks below the memory.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(rename = "AlluxioTier", deny_unknown_fields)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    /// Directories; brackets make several.
    #[schemars(example = &"/ssd/[1-2]/alluxio")]
    pub dirs: Option<List<Spanned<String>>>,
    /// Room in each of the directories.
    #[schemars(example = &"200GiB")]
    pub quota: Option<Spanned<Bytes>>,
}

/// The tiers below the memory, the faster one first.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(rename = "AlluxioTiers", deny_unknown_fields)]
#[serde(deny_unknown_fields)]
pub struct Tiers {
    /// Solid-state disks.
    pub ssd: Option<Tier>,
    /// Spinning disks.
    pub hdd: Option<Tier>,
}

/// Tachyon (up to 0.8) or Alluxio (from 1.0); an instance is a cluster.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(rename = "alluxio", deny_unknown_fields)]
#[serde(deny_unknown_fields)]
pub struct Alluxio {
    /// Memory in which each worker keeps blocks; the ramdisk has this size.
    #[schemars(extend("x-scope" = "node"), example = &"48GiB")]
    pub memory: Option<Spanned<Bytes>>,
    /// Where the ramdisk is mounted. Default `/mnt/ramdisk`.
    #[schemars(regex(pattern = r"^(/[A-Za-z0-9._-]+)+$"), extend("x-scope" = "node"), example = &"/mnt/ramdisk")]
    pub ramdisk: Option<Spanned<String>>,
    /// What it is made of. Default `tmpfs`.
    #[schemars(extend("x-scope" = "node"), example = &"ramfs")]
    pub ramdisk_type: Option<Spanned<RamdiskType>>,
    /// Whether a mount unit is made for it. Default yes; no below `/dev/shm`, which is mounted
    /// already, and for a tarball without units.
    #[schemars(extend("x-scope" = "node"), example = false)]
    pub mount: Option<Spanned<bool>>,
    /// Disks below the memory (0.6 and later).
    #[schemars(extend("x-scope" = "node"), example = serde_json::json!({"ssd": {"dirs": "/ssd/[1-2]/alluxio", "quota": "200GiB"}}))]
    pub tiers: Option<Tiers>,
    /// Where files live in the end: `hdfs:/path` is the cluster's own HDFS, any other URI or
    /// directory stands as it is.
    #[schemars(regex(pattern = r"^([A-Za-z][A-Za-z0-9+.-]*:)?/\S*$"), example = &"hdfs:/alluxio", example = &"s3://bucket/data")]
    pub under: Option<Spanned<String>>,
    /// Folder of a journal that all masters share; needed when ZooKeeper elects their leader.
    #[schemars(regex(pattern = r"^([A-Za-z][A-Za-z0-9+.-]*:)?/\S*$"), example = &"hdfs:/alluxio-journal")]
    pub journal: Option<Spanned<String>>,
    /// ZooKeeper ensemble that elects the leader. Default: the only one for several masters up to
    /// 1.8, none from 2.0 on, where masters elect among themselves.
    #[schemars(length(min = 1), example = &"main")]
    pub zookeeper: Option<Spanned<String>>,
    /// When a written file reaches the under store. Default: the product's own.
    #[schemars(example = &"cache-through")]
    pub write: Option<Spanned<Write>>,
}

/// The service.
pub const SERVICES: &[ServiceDef] = &[ServiceDef {
    name: "alluxio",
    synonyms: &["tachyon"],
    instance: "cluster",
    product: "alluxio",
    summary: "Tachyon, later Alluxio: memory of the workers in front of a file system.",
}];

/// The roles.
pub const ROLES: &[RoleDef] = &[
    RoleDef {
        name: "alluxio-master",
        synonyms: &["tachyon-master"],
        service: "alluxio",
        product: "alluxio",
        daemon: "master",
        summary: "keeps the names of files and where their blocks are",
        instances: true,
    },
    RoleDef {
        name: "alluxio-worker",
        synonyms: &["tachyon-worker"],
        service: "alluxio",
        product: "alluxio",
        daemon: "worker",
        summary: "keeps blocks in memory and on local disks",
        instances: true,
    },
];

/// The file that `settings` reaches; up to 0.8 its keys become options of the Java machine.
pub const FILES: &[SettingsFile] = &[SettingsFile {
    name: "alluxio",
    product: "alluxio",
    scope: "site",
    role: None,
}];

/// A key that workers alone read.
const fn of_workers(key: &'static str) -> Reader {
    Reader {
        service: "alluxio",
        key,
        role: "alluxio-worker",
    }
}

/// Keys that only some roles read.
pub const READERS: &[Reader] = &[
    of_workers("memory"),
    of_workers("ramdisk"),
    of_workers("ramdisk_type"),
    of_workers("mount"),
    of_workers("tiers"),
];
