//! What the profile may say of HTCondor.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::source::Spanned;
use crate::vocabulary::{RoleDef, ServiceDef, SettingsFile};

/// HTCondor; an instance is a pool.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(rename = "condor", deny_unknown_fields)]
#[serde(deny_unknown_fields)]
pub struct Condor {
    /// Name of the pool that people see. Default: the instance.
    #[schemars(length(min = 1), example = &"whizbang")]
    pub pool: Option<Spanned<String>>,
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
