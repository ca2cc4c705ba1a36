//! What the profile may say of HTCondor.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::source::Spanned;
use crate::units::{Bytes, Duration};
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

/// Where jobs can go beside the pool's own hosts. Which keys a type needs, the messages say.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(rename = "CondorGrid", deny_unknown_fields)]
#[serde(deny_unknown_fields)]
pub struct Grid {
    /// Kind of the grid, as HTCondor calls it.
    #[serde(rename = "type")]
    #[schemars(length(min = 1), example = &"ec2")]
    pub kind: Option<Spanned<String>>,
    /// Address of the service.
    #[schemars(length(min = 1), example = &"https://ec2.us-east-1.amazonaws.com/")]
    pub url: Option<Spanned<String>>,
    /// Batch system, such as `slurm`.
    #[schemars(length(min = 1), example = &"slurm")]
    pub system: Option<Spanned<String>>,
    /// Where the batch system is reached: `user@host`. Default: on the submit host.
    #[schemars(length(min = 1), example = &"alice@login.example.org")]
    pub login: Option<Spanned<String>>,
    /// Submit host of another pool.
    #[schemars(length(min = 1), example = &"ap.other.example.org")]
    pub schedd: Option<Spanned<String>>,
    /// Central manager of another pool.
    #[schemars(length(min = 1), example = &"cm.other.example.org")]
    pub collector: Option<Spanned<String>>,
    /// Project of the cloud.
    #[schemars(length(min = 1), example = &"physics-42")]
    pub project: Option<Spanned<String>>,
    /// Zone of the cloud.
    #[schemars(length(min = 1), example = &"us-east1-b")]
    pub zone: Option<Spanned<String>>,
    /// Subscription of the cloud.
    #[schemars(length(min = 1), example = &"4843bfe3-1ebe-423e-a6ea-c777e57700a9")]
    pub subscription: Option<Spanned<String>>,
    /// Queue of the batch system.
    #[schemars(length(min = 1), example = &"long")]
    pub queue: Option<Spanned<String>>,
    /// Account.
    #[schemars(length(min = 1), example = &"vdcadmin@ovirt.example.org")]
    pub username: Option<Spanned<String>>,
    /// File with the password.
    pub password: Option<Secret>,
    /// Name of the machine to start.
    #[schemars(length(min = 1), example = &"kvm_test_image_64")]
    pub instance: Option<Spanned<String>>,
    /// Image to start a machine from.
    #[schemars(length(min = 1), example = &"ami-0123456789")]
    pub image: Option<Spanned<String>>,
    /// Where the cloud starts machines.
    #[schemars(length(min = 1), example = &"westeurope")]
    pub location: Option<Spanned<String>>,
    /// Size of the machine, as the service calls it.
    #[schemars(length(min = 1), example = &"m5.large")]
    pub size: Option<Spanned<String>>,
    /// File with the key that names the account.
    pub access_key: Option<Secret>,
    /// File with the key that proves it.
    pub secret_key: Option<Secret>,
    /// File with credentials.
    pub auth_file: Option<Secret>,
    /// File with the public key of the machine's administrator.
    pub admin_key: Option<Secret>,
}

/// Waiting jobs that go to a grid.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(rename = "CondorRoute", deny_unknown_fields)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// The grid, by its name.
    #[schemars(length(min = 1), example = &"cloud")]
    pub grid: Option<Spanned<String>>,
    /// Which jobs: an expression over a job's attributes. Default: all that may be routed.
    #[schemars(length(min = 1), example = &"JobStatus == 1 && (time() - QDate) > 600")]
    pub requirements: Option<Spanned<String>>,
    /// How many jobs may be there at once. Default: HTCondor's.
    #[schemars(example = 40)]
    pub max_jobs: Option<Spanned<u32>>,
    /// How many of them may wait there. Default: HTCondor's.
    #[schemars(example = 5)]
    pub max_idle: Option<Spanned<u32>>,
}

/// What is changed in jobs that are submitted: attributes are copied, then deleted, then given
/// defaults, then set.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(rename = "CondorTransform", deny_unknown_fields)]
#[serde(deny_unknown_fields)]
pub struct Transform {
    /// Which jobs: an expression over a job's attributes. Default: all.
    #[schemars(length(min = 1), example = &"Owner == \"alice\"")]
    pub requirements: Option<Spanned<String>>,
    /// Attributes that are copied, each with the name of the copy.
    #[schemars(with = "Option<IndexMap<String, String>>", example = serde_json::json!({"AcctGroup": "RequestedAcctGroup"}))]
    pub copy: Option<IndexMap<Spanned<String>, Spanned<String>>>,
    /// Attributes that are taken away.
    #[schemars(inner(length(min = 1)), example = serde_json::json!(["NiceUser"]))]
    pub delete: Option<List<Spanned<String>>>,
    /// Expressions for attributes that a job does not have; from 8.9.7 on.
    #[schemars(with = "Option<IndexMap<String, AnyText>>", example = serde_json::json!({"JobPrio": 5}))]
    pub default: Option<IndexMap<Spanned<String>, Spanned<String>>>,
    /// Expressions that attributes become; a text has quotes of its own.
    #[schemars(with = "Option<IndexMap<String, AnyText>>", example = serde_json::json!({"AccountingGroup": "\"physics\"", "MaxRetries": 3}))]
    pub set: Option<IndexMap<Spanned<String>, Spanned<String>>>,
    /// The same, where the attribute becomes what the expression comes to for the job.
    #[schemars(with = "Option<IndexMap<String, AnyText>>", example = serde_json::json!({"ProjectName": "toUpper(ProjectName)"}))]
    pub eval: Option<IndexMap<Spanned<String>, Spanned<String>>>,
}

/// When a job's owner gets mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(rename = "CondorNotification")]
#[serde(rename_all = "lowercase")]
pub enum Notification {
    Never,
    Complete,
    Error,
    Always,
}

/// The description of a job for a grid.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(rename = "CondorSubmit", deny_unknown_fields)]
#[serde(deny_unknown_fields)]
pub struct Submit {
    /// The grid, by its name.
    #[schemars(required, length(min = 1), example = &"cloud")]
    pub grid: Option<Spanned<String>>,
    /// The program; where the grid starts a machine, a name for people. Default: the description's.
    #[schemars(length(min = 1), example = &"/usr/libexec/condor/work")]
    pub executable: Option<Spanned<String>>,
    /// When its owner gets mail. Default: HTCondor's.
    pub notification: Option<Spanned<Notification>>,
    /// How many jobs. Default 1.
    #[schemars(range(min = 1), example = 10)]
    pub count: Option<Spanned<u32>>,
    /// Further commands of `condor_submit`, each checked against its version.
    #[schemars(with = "Option<IndexMap<String, AnyText>>", example = serde_json::json!({"log": "spin.log"}))]
    pub commands: Option<IndexMap<Spanned<String>, Spanned<String>>>,
}

/// When a program of a daemon is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(rename = "CondorCronMode")]
#[serde(rename_all = "kebab-case")]
pub enum CronMode {
    /// Every so often, however long it takes.
    Periodic,
    /// So long after it has ended.
    WaitForExit,
    /// When the daemon starts.
    OneShot,
    /// When the daemon is told to.
    OnDemand,
}

/// A program that a daemon runs by itself.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(rename = "CondorCron", deny_unknown_fields)]
#[serde(deny_unknown_fields)]
pub struct Cron {
    /// Whose daemon runs it: `condor-execute` or `condor-submit`. Default `condor-execute`.
    #[schemars(length(min = 1), example = &"condor-submit")]
    pub role: Option<Spanned<String>>,
    /// The program.
    #[schemars(regex(pattern = "^/"), example = &"/usr/libexec/condor/scale")]
    pub run: Option<Spanned<String>>,
    /// Its arguments.
    #[schemars(length(min = 1), example = &"--dry-run")]
    pub args: Option<Spanned<String>>,
    /// How often.
    #[schemars(example = &"5min")]
    pub every: Option<Spanned<Duration>>,
    /// When. Default `periodic`.
    pub mode: Option<Spanned<CronMode>>,
    /// What the names of the attributes begin with that it prints.
    #[schemars(regex(pattern = "^[A-Za-z0-9_]+$"), example = &"Scale")]
    pub prefix: Option<Spanned<String>>,
}

/// A developer's build beside the installed HTCondor, for hosts with the role `condor-sandbox`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(rename = "CondorSandbox", deny_unknown_fields)]
#[serde(deny_unknown_fields)]
pub struct Sandbox {
    /// Directory of all of it.
    #[schemars(regex(pattern = "^/[A-Za-z0-9._/-]+$"), example = &"/srv/mycondor")]
    pub base: Option<Spanned<String>>,
    /// The build: a directory with `bin`, `sbin` and so on. Default: `release_dir` of the base.
    #[schemars(regex(pattern = "^/[A-Za-z0-9._/-]+$"), example = &"/srv/mycondor/release_dir")]
    pub build: Option<Spanned<String>>,
    /// Root file of the installed HTCondor. Default `/etc/condor/condor_config`.
    #[schemars(regex(pattern = "^/[A-Za-z0-9._/-]+$"), example = &"/etc/condor/condor_config")]
    pub over: Option<Spanned<String>>,
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
    /// Programs that daemons run by themselves, by name.
    #[schemars(with = "Option<IndexMap<String, Option<Cron>>>", example = serde_json::json!({"scale": {"role": "condor-submit", "run": "/usr/libexec/condor/scale", "every": "5min"}}))]
    pub cron: Option<IndexMap<Spanned<String>, Option<Cron>>>,
    /// Grids that jobs can go to, by name.
    #[schemars(with = "Option<IndexMap<String, Grid>>", example = serde_json::json!({"other": {"type": "condor", "schedd": "ap.other.example.org", "collector": "cm.other.example.org"}}))]
    pub grids: Option<IndexMap<Spanned<String>, Grid>>,
    /// Which waiting jobs go to which grid, by name; the first that fits wins.
    #[schemars(with = "Option<IndexMap<String, Option<Route>>>", example = serde_json::json!({"overflow": {"grid": "other", "max_jobs": 40}}))]
    pub routes: Option<IndexMap<Spanned<String>, Option<Route>>>,
    /// What submit hosts change in jobs that are submitted, by name, in this order; all that fit.
    #[schemars(with = "Option<IndexMap<String, Option<Transform>>>", example = serde_json::json!({"group": {"requirements": "AccountingGroup is undefined", "set": {"AccountingGroup": "\"other\""}}}))]
    pub transforms: Option<IndexMap<Spanned<String>, Option<Transform>>>,
    /// Descriptions of jobs for a grid, shipped to submit hosts, by name.
    #[schemars(with = "Option<IndexMap<String, Option<Submit>>>", example = serde_json::json!({"spin": {"grid": "other"}}))]
    pub submits: Option<IndexMap<Spanned<String>, Option<Submit>>>,
    /// A developer's build beside the installed HTCondor.
    pub sandbox: Option<Sandbox>,
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
    RoleDef {
        daemon: "condor_master of the sandbox",
        ..role(
            "condor-sandbox",
            "tries a build beside the installed HTCondor",
        )
    },
];

/// The files that `settings` reaches.
pub const FILES: &[SettingsFile] = &[
    SettingsFile {
        name: "condor",
        product: "htcondor",
        scope: "condor",
        role: None,
    },
    SettingsFile {
        name: "condor-sandbox",
        product: "htcondor",
        scope: "condor",
        role: Some("condor-sandbox"),
    },
];

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

impl Notification {
    /// As `condor_submit` spells it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Complete => "complete",
            Self::Error => "error",
            Self::Always => "always",
        }
    }
}

impl CronMode {
    /// As HTCondor spells it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Periodic => "Periodic",
            Self::WaitForExit => "WaitForExit",
            Self::OneShot => "OneShot",
            Self::OnDemand => "OnDemand",
        }
    }
}
