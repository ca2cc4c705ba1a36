//! Keys that are stated elsewhere in the profile.

use crate::lower::{Guard, GuardKind};

const fn guard(kind: GuardKind, pattern: &'static str, instead: &'static str) -> Guard {
    Guard {
        file: "mapred-site",
        pattern,
        kind,
        instead,
    }
}

/// Guards of MapReduce.
pub const GUARDS: &[Guard] = &[
    guard(
        GuardKind::Identity,
        "mapreduce.framework.name",
        "`roles` (`resourcemanager`)",
    ),
    guard(
        GuardKind::Identity,
        "mapreduce.jobhistory.address",
        "`roles` (`historyserver`) and `daemons.historyserver.ports`",
    ),
    guard(
        GuardKind::Identity,
        "mapreduce.jobhistory.webapp.address",
        "`roles` (`historyserver`) and `daemons.historyserver.ports`",
    ),
    guard(
        GuardKind::Identity,
        "mapreduce.jobhistory.webapp.https.address",
        "`roles` (`historyserver`) and `daemons.historyserver.ports`",
    ),
    guard(
        GuardKind::Shared,
        "mapreduce.jobhistory.bind-host",
        "`daemons.historyserver.bind`",
    ),
    guard(
        GuardKind::Shared,
        "mapreduce.jobhistory.admin.address",
        "`daemons.historyserver.ports.admin`",
    ),
    guard(
        GuardKind::Shared,
        "mapreduce.shuffle.port",
        "`daemons.nodemanager.ports.shuffle`",
    ),
    guard(
        GuardKind::Shared,
        "mapreduce.map.memory.mb",
        "`services.mapreduce.map_memory`",
    ),
    guard(
        GuardKind::Shared,
        "mapreduce.reduce.memory.mb",
        "`services.mapreduce.reduce_memory`",
    ),
    guard(
        GuardKind::Shared,
        "yarn.app.mapreduce.am.resource.mb",
        "`services.mapreduce.am_memory`",
    ),
];
