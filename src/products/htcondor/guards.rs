//! Names that are stated elsewhere in the profile.

use crate::lower::Guard;

const fn shared(pattern: &'static str, instead: &'static str) -> Guard {
    Guard::shared("condor", pattern, instead)
}

const fn identity(pattern: &'static str, instead: &'static str) -> Guard {
    Guard::identity("condor", pattern, instead)
}

const MANAGERS: &str = "`roles` (`condor-central-manager`)";
const PORTS: &str = "`daemons.condor.ports`";
const SLOTS: &str = "`services.condor.slots` or `services.condor.slot_types`";

/// Guards of this product.
pub const GUARDS: &[Guard] = &[
    identity("CONDOR_HOST", MANAGERS),
    identity("COLLECTOR_HOST", MANAGERS),
    identity("HAD_LIST", MANAGERS),
    identity("REPLICATION_LIST", MANAGERS),
    identity("MASTER_NEGOTIATOR_CONTROLLER", MANAGERS),
    identity("COLLECTOR_PORT", PORTS),
    identity("SHARED_PORT_PORT", PORTS),
    identity("SHARED_PORT_ARGS", PORTS),
    identity("COLLECTOR_NAME", "`services.condor.pool`"),
    identity("UID_DOMAIN", "`services.condor.uid_domain`"),
    identity("FILESYSTEM_DOMAIN", "`services.condor.filesystem_domain`"),
    identity("TRUST_DOMAIN", "`services.condor.uid_domain`"),
    identity("NETWORK_HOSTNAME", "`address` of the host"),
    identity(
        "NETWORK_INTERFACE",
        "`address` of the host or `daemons.condor.bind`",
    ),
    shared("LOG", "`daemons.condor.dirs.log`"),
    shared("SPOOL", "`daemons.condor.dirs.spool`"),
    shared("EXECUTE", "`daemons.condor.dirs.execute`"),
    shared(
        "SEC_DEFAULT_AUTHENTICATION_METHODS",
        "`services.condor.auth`",
    ),
    shared("SEC_PASSWORD_FILE", "`services.condor.password`"),
    shared("NUM_CPUS", "`services.condor.cpus`"),
    shared("MEMORY", "`services.condor.memory`"),
    shared("NUM_SLOTS", SLOTS),
    shared("NUM_SLOTS_TYPE_*", SLOTS),
    shared("SLOT_TYPE_1", SLOTS),
    shared("SLOT_TYPE_1_PARTITIONABLE", SLOTS),
    shared(
        "MOUNT_UNDER_SCRATCH",
        "`services.condor.mount_under_scratch`",
    ),
    shared("USE_PID_NAMESPACES", "`services.condor.pid_namespaces`"),
    shared("NAMED_CHROOT", "`services.condor.chroots`"),
    shared("CGROUP_MEMORY_LIMIT_POLICY", "`services.condor.job_memory`"),
];

const KERBEROS: &str = "`security.kerberos`";

/// Guards that hold where the profile states `security`.
pub const SECURED: &[Guard] = &[
    shared("KERBEROS_MAP_FILE", KERBEROS),
    shared("KERBEROS_SERVER_KEYTAB", KERBEROS),
    shared("KERBEROS_SERVER_PRINCIPAL", KERBEROS),
    shared("KERBEROS_SERVER_SERVICE", KERBEROS),
    shared("KERBEROS_SERVER_USER", KERBEROS),
];
