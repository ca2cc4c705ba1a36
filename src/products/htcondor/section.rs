//! What the profile may say of HTCondor.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::source::Spanned;
use crate::units::Bytes;
use crate::vocabulary::{AnyText, List, RoleDef, Secret, ServiceDef, SettingsFile};

/// How daemons and users prove who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[schemars(rename = "CondorAuth")]
#[serde(rename_all = "snake_case")]
pub enum Auth {
    /// By a file that only the user can make; on one host only.
    Fs,
    /// The same on a shared file system.
    FsRemote,
    /// Tokens that the pool signs.
    Idtokens,
    /// The pool's password, for daemons.
    Password,
    Kerberos,
    Ssl,
    Scitokens,
    Munge,
    Gsi,
    /// Whatever the other side claims.
    Claimtobe,
    Anonymous,
}

/// How an execute host is cut into slots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(rename = "CondorSlots")]
#[serde(rename_all = "lowercase")]
pub enum Slots {
    /// One slot a CPU.
    Static,
    /// One slot that is cut to the size of each job.
    Partitionable,
}

/// What a job that uses more memory than it asked for meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(rename = "CondorJobMemory")]
#[serde(rename_all = "lowercase")]
pub enum JobMemory {
    /// Nothing.
    None,
    /// It is pushed back when the host runs short.
    Soft,
    /// It is stopped.
    Hard,
}

/// Slots of one kind.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(rename = "CondorSlotType", deny_unknown_fields)]
#[serde(deny_unknown_fields)]
pub struct SlotType {
    /// How many of them. Default 1.
    #[schemars(range(min = 1, max = 4096), example = 4)]
    pub count: Option<Spanned<u32>>,
    /// CPUs of each: a number, a share of the host's, or `auto`, an equal part of what the other
    /// kinds leave.
    #[schemars(with = "Option<AnyText>", example = &"50%", example = 2)]
    pub cpus: Option<Spanned<String>>,
    /// Memory of each: a size, a share, or `auto`.
    #[schemars(with = "Option<AnyText>", example = &"4GiB", example = &"25%")]
    pub memory: Option<Spanned<String>>,
    /// Scratch space of each: a share, or `auto`.
    #[schemars(with = "Option<AnyText>", example = &"25%")]
    pub disk: Option<Spanned<String>>,
    /// Whether each is cut to the size of jobs. Default no.
    pub partitionable: Option<Spanned<bool>>,
}

/// HTCondor; an instance is a pool.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(rename = "condor", deny_unknown_fields)]
#[serde(deny_unknown_fields)]
pub struct Condor {
    /// Name of the pool that people see. Default: the instance.
    #[schemars(length(min = 1), example = &"whizbang")]
    pub pool: Option<Spanned<String>>,
    /// Domain in which a user name means the same person on all hosts of the pool. Default: the
    /// cluster's domain.
    #[schemars(regex(pattern = r"^[A-Za-z0-9._-]+$"), example = &"example.org")]
    pub uid_domain: Option<Spanned<String>>,
    /// Domain in which a path means the same file on all hosts of the pool. Default: each host is
    /// its own, and files are transferred.
    #[schemars(regex(pattern = r"^[A-Za-z0-9._-]+$"), example = &"example.org")]
    pub filesystem_domain: Option<Spanned<String>>,
    /// How daemons and users prove who they are, first choice first. Default: what the version
    /// does by itself.
    #[schemars(example = serde_json::json!(["fs", "idtokens"]))]
    pub auth: Option<List<Spanned<Auth>>>,
    /// The pool's password: a file on each host, made by `condor_store_cred`.
    #[schemars(example = serde_json::json!({"secret": "file:/etc/condor/pool_password"}))]
    pub password: Option<Secret>,
    /// Who may administrate the pool beside root, as HTCondor names users.
    #[schemars(inner(regex(pattern = r"^[^\s,/]+(/[^\s,]+)?$")), example = serde_json::json!(["alice@example.org"]))]
    pub admins: Option<List<Spanned<String>>>,
    /// How execute hosts are cut into slots. Default: what the version does by itself.
    #[schemars(extend("x-scope" = "node"))]
    pub slots: Option<Spanned<Slots>>,
    /// Slots of several kinds, in place of `slots`.
    #[schemars(extend("x-scope" = "node"), example = serde_json::json!([{"cpus": "50%", "memory": "50%", "partitionable": true}, {"count": 4, "cpus": 1, "memory": "2GiB"}]))]
    pub slot_types: Option<List<SlotType>>,
    /// CPUs that jobs may have. Default: all that the host has.
    #[schemars(range(min = 1, max = 65_536), extend("x-scope" = "node"), example = 48)]
    pub cpus: Option<Spanned<u32>>,
    /// Memory that jobs may have. Default: all that the host has.
    #[schemars(extend("x-scope" = "node"), example = &"192GiB")]
    pub memory: Option<Spanned<Bytes>>,
    /// What a job that uses more memory than it asked for meets. Default: what the version does
    /// by itself.
    #[schemars(extend("x-scope" = "node"))]
    pub job_memory: Option<Spanned<JobMemory>>,
    /// Directories that each job has for itself, empty at its start.
    #[schemars(inner(regex(pattern = r"^(/|[\s\S]*\{\{)")), extend("x-scope" = "node"), example = serde_json::json!(["/tmp", "/var/tmp"]))]
    pub mount_under_scratch: Option<List<Spanned<String>>>,
    /// Whether each job sees its own processes only. Default no.
    #[schemars(extend("x-scope" = "node"))]
    pub pid_namespaces: Option<Spanned<bool>>,
    /// Directories that jobs may ask for as their root, by name.
    #[schemars(with = "Option<IndexMap<String, String>>", extend("x-scope" = "node"), example = serde_json::json!({"el6": "/srv/chroots/el6"}))]
    pub chroots: Option<IndexMap<Spanned<String>, Spanned<String>>>,
}

/// The service.
pub const SERVICES: &[ServiceDef] = &[ServiceDef {
    name: "condor",
    synonyms: &[],
    instance: "pool",
    product: "htcondor",
    summary: "HTCondor, the batch system; an instance is a pool.",
}];

/// The roles of HTCondor.
pub const ROLES: &[RoleDef] = &[
    role(
        "condor-central-manager",
        "collects what machines offer and matches jobs to it",
    ),
    role("condor-submit", "keeps a queue of jobs"),
    role("condor-execute", "runs jobs"),
    role("condor-personal", "is a pool of one host"),
    role(
        "condor-had",
        "decides which of several central managers is active",
    ),
    role(
        "condor-replication",
        "copies the accounting to the other central managers",
    ),
];

/// The files that `settings` reaches.
pub const FILES: &[SettingsFile] = &[SettingsFile {
    name: "condor",
    product: "htcondor",
    scope: "condor",
    role: None,
}];

const fn role(name: &'static str, summary: &'static str) -> RoleDef {
    RoleDef {
        name,
        synonyms: &[],
        service: "condor",
        product: "htcondor",
        // One condor_master runs whatever roles the host has.
        daemon: "condor_master",
        summary,
        instances: true,
    }
}

impl Auth {
    /// As HTCondor spells it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Fs => "FS",
            Self::FsRemote => "FS_REMOTE",
            Self::Idtokens => "IDTOKENS",
            Self::Password => "PASSWORD",
            Self::Kerberos => "KERBEROS",
            Self::Ssl => "SSL",
            Self::Scitokens => "SCITOKENS",
            Self::Munge => "MUNGE",
            Self::Gsi => "GSI",
            Self::Claimtobe => "CLAIMTOBE",
            Self::Anonymous => "ANONYMOUS",
        }
    }
}
