//! Keys that are stated elsewhere in the profile, in the words of both products.

use crate::lower::Guard;

const fn shared(pattern: &'static str, instead: &'static str) -> Guard {
    Guard::shared("alluxio", pattern, instead)
}

const fn identity(pattern: &'static str, instead: &'static str) -> Guard {
    Guard::identity("alluxio", pattern, instead)
}

const ADDRESS: &str = "`address` of the host";
const ELECTION: &str = "`roles` (`alluxio-master`, `zookeeper`) and `services.alluxio.zookeeper`";
const JOURNAL: &str = "`services.alluxio.journal` or `daemons.alluxio-master.dirs.data`";
const MASTER_BIND: &str = "`daemons.alluxio-master.bind`";
const MASTER_PORTS: &str = "`daemons.alluxio-master.ports`";
const MASTERS: &str = "`roles` (`alluxio-master`)";
const MEMORY: &str = "`services.alluxio.memory`";
const RAMDISK: &str = "`services.alluxio.ramdisk`";
const TIERS: &str = "`services.alluxio.memory`, `ramdisk` and `tiers`";
const UNDER: &str = "`services.alluxio.under`";
const WORKER_BIND: &str = "`daemons.alluxio-worker.bind`";
const WORKER_PORTS: &str = "`daemons.alluxio-worker.ports`";

/// Guards of this product.
pub const GUARDS: &[Guard] = &[
    identity("alluxio.job.master.embedded.journal.port", MASTER_PORTS),
    identity("alluxio.job.master.rpc.port", MASTER_PORTS),
    identity("alluxio.job.master.web.port", MASTER_PORTS),
    identity("alluxio.job.worker.data.port", WORKER_PORTS),
    identity("alluxio.job.worker.rpc.port", WORKER_PORTS),
    identity("alluxio.job.worker.web.port", WORKER_PORTS),
    identity("alluxio.master.embedded.journal.addresses", MASTERS),
    identity("alluxio.master.embedded.journal.port", MASTER_PORTS),
    identity("alluxio.master.hostname", MASTERS),
    identity("alluxio.master.port", MASTER_PORTS),
    identity("alluxio.master.rpc.port", MASTER_PORTS),
    identity("alluxio.master.web.port", MASTER_PORTS),
    identity("alluxio.worker.data.port", WORKER_PORTS),
    identity("alluxio.worker.hostname", ADDRESS),
    identity("alluxio.worker.port", WORKER_PORTS),
    identity("alluxio.worker.rpc.port", WORKER_PORTS),
    identity("alluxio.worker.web.port", WORKER_PORTS),
    identity("alluxio.zookeeper.address", ELECTION),
    identity("alluxio.zookeeper.enabled", ELECTION),
    identity("tachyon.master.hostname", MASTERS),
    identity("tachyon.master.port", MASTER_PORTS),
    identity("tachyon.master.web.port", MASTER_PORTS),
    identity("tachyon.usezookeeper", ELECTION),
    identity("tachyon.worker.data.port", WORKER_PORTS),
    identity("tachyon.worker.hostname", ADDRESS),
    identity("tachyon.worker.port", WORKER_PORTS),
    identity("tachyon.worker.web.port", WORKER_PORTS),
    identity("tachyon.zookeeper.address", ELECTION),
    identity("tachyon.zookeeper.enabled", ELECTION),
    shared("alluxio.master.bind.host", MASTER_BIND),
    shared("alluxio.master.journal.folder", JOURNAL),
    shared("alluxio.master.journal.type", JOURNAL),
    shared("alluxio.master.mount.table.root.ufs", UNDER),
    shared("alluxio.master.web.bind.host", MASTER_BIND),
    shared("alluxio.underfs.address", UNDER),
    shared(
        "alluxio.user.file.writetype.default",
        "`services.alluxio.write`",
    ),
    shared("alluxio.work.dir", "`daemons.alluxio-master.dirs.data`"),
    shared("alluxio.worker.bind.host", WORKER_BIND),
    shared("alluxio.worker.data.bind.host", WORKER_BIND),
    shared("alluxio.worker.memory.size", MEMORY),
    shared("alluxio.worker.ramdisk.size", MEMORY),
    shared("alluxio.worker.tieredstore.<level>.alias", TIERS),
    shared("alluxio.worker.tieredstore.<level>.dirs.path", TIERS),
    shared("alluxio.worker.tieredstore.<level>.dirs.quota", TIERS),
    shared("alluxio.worker.tieredstore.levels", TIERS),
    shared("alluxio.worker.web.bind.host", WORKER_BIND),
    shared("tachyon.data.folder", UNDER),
    shared("tachyon.master.bind.host", MASTER_BIND),
    shared("tachyon.master.journal.folder", JOURNAL),
    shared("tachyon.master.web.bind.host", MASTER_BIND),
    shared("tachyon.underfs.address", UNDER),
    shared(
        "tachyon.user.file.writetype.default",
        "`services.alluxio.write`",
    ),
    shared("tachyon.worker.bind.host", WORKER_BIND),
    shared("tachyon.worker.data.bind.host", WORKER_BIND),
    shared("tachyon.worker.data.folder", RAMDISK),
    shared("tachyon.worker.hierarchystore.*", TIERS),
    shared("tachyon.worker.memory.size", MEMORY),
    shared("tachyon.worker.tieredstore.<level>.alias", TIERS),
    shared("tachyon.worker.tieredstore.<level>.dirs.path", TIERS),
    shared("tachyon.worker.tieredstore.<level>.dirs.quota", TIERS),
    shared("tachyon.worker.tieredstore.level.max", TIERS),
    shared("tachyon.worker.web.bind.host", WORKER_BIND),
    shared("tachyon.workers.folder", UNDER),
];
