//! Keys that are stated elsewhere in the profile.

use crate::lower::{Guard, GuardKind};

const fn guard(pattern: &'static str, kind: GuardKind, instead: &'static str) -> Guard {
    Guard {
        file: "zoo.cfg",
        pattern,
        kind,
        instead,
    }
}

/// Guards of this product: who the servers are, where they listen and keep their data, and what
/// `services.zookeeper` says in its own words.
pub const GUARDS: &[Guard] = &[
    guard(
        "server.*",
        GuardKind::Identity,
        "`roles` (`zookeeper`) and `daemons.zookeeper.ports`",
    ),
    guard(
        "clientPort",
        GuardKind::Identity,
        "`daemons.zookeeper.ports.client`",
    ),
    guard(
        "clientPortAddress",
        GuardKind::Shared,
        "`daemons.zookeeper.bind`",
    ),
    guard(
        "quorumListenOnAllIPs",
        GuardKind::Shared,
        "`daemons.zookeeper.bind`",
    ),
    guard(
        "dataDir",
        GuardKind::Shared,
        "`daemons.zookeeper.dirs.data`",
    ),
    guard("tickTime", GuardKind::Shared, "`services.zookeeper.tick`"),
    guard(
        "initLimit",
        GuardKind::Shared,
        "`services.zookeeper.init_limit`",
    ),
    guard(
        "syncLimit",
        GuardKind::Shared,
        "`services.zookeeper.sync_limit`",
    ),
    guard(
        "autopurge.purgeInterval",
        GuardKind::Shared,
        "`services.zookeeper.purge`",
    ),
    guard(
        "autopurge.snapRetainCount",
        GuardKind::Shared,
        "`services.zookeeper.snapshots`",
    ),
    guard(
        "admin.enableServer",
        GuardKind::Shared,
        "`services.zookeeper.admin_server`",
    ),
    guard(
        "admin.serverPort",
        GuardKind::Shared,
        "`daemons.zookeeper.ports.admin`",
    ),
    guard(
        "dynamicConfigFile",
        GuardKind::Identity,
        "`roles` (`zookeeper`): the servers stand in zoo.cfg itself",
    ),
    guard(
        "peerType",
        GuardKind::Identity,
        "`roles` (`zookeeper`): all servers take part",
    ),
];
