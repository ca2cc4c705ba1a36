//! `show roles`

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Row, Shown};
use crate::cluster::Cause;

/// A role of an instance.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RoleRow {
    pub role: String,
    /// Empty for roles that serve all instances.
    pub instance: String,
    pub hosts: String,
    pub count: usize,
    /// `profile.yaml:12`, or the rule that placed it.
    pub cause: String,
}

impl Row for RoleRow {
    const HEAD: &'static [&'static str] = &["ROLE", "HOSTS", "COUNT", "BECAUSE OF"];
    const NONE: &'static str = "no roles";

    fn cells(&self) -> Vec<String> {
        let role = if self.instance.is_empty() {
            self.role.clone()
        } else {
            format!("{}@{}", self.role, self.instance)
        };
        vec![
            role,
            self.hosts.clone(),
            self.count.to_string(),
            self.cause.clone(),
        ]
    }
}

fn cause(shown: &Shown<'_>, cause: &Cause) -> String {
    match cause {
        Cause::Written(span) => shown.place(*span),
        Cause::Derived(rule, _) => format!("rule {}", rule.name),
    }
}

pub(super) fn rows(shown: &Shown<'_>) -> Vec<RoleRow> {
    let cluster = &shown.compilation.cluster;
    let mut rows = Vec::new();
    for role in crate::profile::v1::VOCABULARY.roles() {
        let mut groups: BTreeMap<(String, String), Vec<u32>> = BTreeMap::new();
        let placements = cluster.placements.of(role.name).iter();
        for placement in placements.filter(|placement| shown.has(placement.host)) {
            groups
                .entry((placement.instance.clone(), cause(shown, &placement.cause)))
                .or_default()
                .push(placement.host);
        }
        for ((instance, cause), hosts) in groups {
            rows.push(RoleRow {
                role: role.name.to_owned(),
                instance,
                hosts: cluster.fold(&hosts),
                count: hosts.len(),
                cause,
            });
        }
    }
    rows
}
