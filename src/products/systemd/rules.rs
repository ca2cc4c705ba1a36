//! The rules of units.

use crate::diagnostic::{Level, Rule, RuleLevel};

/// Rules of systemd.
pub static RULES: &[&Rule] = &[
    &IMPOSSIBLE_INTENT,
    &INTENT_AND_DIRECTIVE,
    &UNKNOWN_DIRECTIVE,
    &DIRECTIVE_NOT_YET,
    &DIRECTIVE_GONE,
    &WRONG_UNIT_TYPE,
    &BAD_DIRECTIVE,
    &UNKNOWN_SLICE,
    &NO_UNIT,
    &NO_SYSTEMD,
    &BAD_UNIT_NAME,
    &INCOMPLETE_UNIT,
    &MOUNT_NAME,
    &WRONG_CGROUP,
    &MEMORY_ORDER,
    &TWO_WEIGHTS,
    &IDLE_IO_WEIGHT,
    &FEW_TASKS,
    &NO_INIT_SCRIPTS,
    &UNIT_OF_NOBODY,
    &PRIVATE_TMP,
    &DEPRECATED_DIRECTIVE,
    &MEMORY_BELOW_HEAP,
    &MEMORY_PROMISED,
    &MEMORY_UNPROTECTED,
    &NO_PRESET,
    &IMPOSSIBLE_SHARE,
    &SHARE_OF_NOBODY,
    &SHARE_STATED_TWICE,
];

pub static IMPOSSIBLE_INTENT: Rule = Rule {
    code: "C3001",
    name: "impossible-intent",
    level: RuleLevel::Error,
    summary: "intent for a unit can be kept by the systemd of its host",
    why: "A promise that the host cannot keep is worse than none.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: centos-7.9\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {memory_min: 1GiB}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {memory_max: 4GiB}}}\n",
};

pub static INTENT_AND_DIRECTIVE: Rule = Rule {
    code: "C3002",
    name: "intent-and-directive",
    level: RuleLevel::Error,
    summary: "one thing is said of a unit in one way",
    why: "Which of the two would win is nobody's business to guess.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {open_files: 64Ki, LimitNOFILE: 1024}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {open_files: 64Ki}}}\n",
};

pub static UNKNOWN_DIRECTIVE: Rule = Rule {
    code: "C3003",
    name: "unknown-directive",
    level: RuleLevel::Error,
    summary: "a directive is one that systemd knows",
    why: "systemd ignores unknown directives with a line in the journal.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {LimitNOFILES: 65536}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {LimitNOFILE: 65536}}}\n",
};

pub static DIRECTIVE_NOT_YET: Rule = Rule {
    code: "C3004",
    name: "directive-not-yet",
    level: RuleLevel::Error,
    summary: "a directive exists in the host's systemd",
    why: "An older systemd ignores it with a line in the journal.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: centos-7.9\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {CPUWeight: 200}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {CPUWeight: 200}}}\n",
};

pub static DIRECTIVE_GONE: Rule = Rule {
    code: "C3005",
    name: "directive-gone",
    level: RuleLevel::Error,
    summary: "a directive still acts in the host's systemd",
    why: "A newer systemd accepts and ignores it.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: fedora-43\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {CPUShares: 2048}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: fedora-43\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {CPUWeight: 200}}}\n",
};

pub static WRONG_UNIT_TYPE: Rule = Rule {
    code: "C3006",
    name: "wrong-unit-type",
    level: RuleLevel::Error,
    summary: "a directive stands in a unit of a type that reads it",
    why: "systemd ignores it elsewhere.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nunits: {big.slice: {ExecStart: /bin/true}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nunits: {big.slice: {CPUWeight: 200}}\n",
};

pub static BAD_DIRECTIVE: Rule = Rule {
    code: "C3007",
    name: "bad-directive",
    level: RuleLevel::Error,
    summary: "a directive's value is one that the host's systemd can read",
    why: "systemd refuses the line and goes on without it.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {CPUWeight: lots}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {CPUWeight: 200}}}\n",
};

pub static UNKNOWN_SLICE: Rule = Rule {
    code: "C3008",
    name: "unknown-slice",
    level: RuleLevel::Lint(Level::Warn),
    summary: "a slice that a unit is put into is described",
    why: "A slice without a file is made with default values: no promise, no error.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {slice: zoo.slice}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {slice: zoo.slice}}}\nunits: {zoo.slice: {cpu_weight: 200}}\n",
};

pub static NO_UNIT: Rule = Rule {
    code: "C3009",
    name: "no-unit",
    level: RuleLevel::Error,
    summary: "what is said of a daemon's unit has a unit to go to",
    why: "A tarball without units has none.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: tarball, base: /opt/zk, units: none}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {open_files: 64Ki}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {open_files: 64Ki}}}\n",
};

pub static NO_SYSTEMD: Rule = Rule {
    code: "C3010",
    name: "no-systemd",
    level: RuleLevel::Error,
    summary: "units are for hosts that systemd manages",
    why: "Where systemd is not the first process no unit is ever read.",
    bad: "",
    good: "",
};

pub static BAD_UNIT_NAME: Rule = Rule {
    code: "C3011",
    name: "bad-unit-name",
    level: RuleLevel::Error,
    summary: "units have names that systemd takes",
    why: "A dash in the name of a slice is a level of the tree: of a name with an empty level systemd makes nothing, and what is put into it does not start.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nunits: {a--b.slice: {cpu_weight: 200}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nunits: {a-b.slice: {cpu_weight: 200}}\n",
};

pub static INCOMPLETE_UNIT: Rule = Rule {
    code: "C3012",
    name: "incomplete-unit",
    level: RuleLevel::Error,
    summary: "a mount says what it mounts, a timer says when",
    why: "systemd refuses the unit otherwise.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nunits: {mnt-ram.mount: {Type: tmpfs}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nunits: {mnt-ram.mount: {What: tmpfs, Type: tmpfs}}\n",
};

pub static MOUNT_NAME: Rule = Rule {
    code: "C3013",
    name: "mount-name",
    level: RuleLevel::Error,
    summary: "a mount unit is named after the path it mounts at",
    why: "systemd refuses a unit whose `Where=` is not its name unescaped.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nunits: {ram.mount: {What: tmpfs, Type: tmpfs, Where: /mnt/ram}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nunits: {mnt-ram.mount: {What: tmpfs, Type: tmpfs, Where: /mnt/ram}}\n",
};

pub static WRONG_CGROUP: Rule = Rule {
    code: "C3014",
    name: "wrong-cgroup",
    level: RuleLevel::Error,
    summary: "a directive acts on the cgroup version of its host",
    why: "systemd takes it and does nothing: a promise that nobody keeps.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {MemoryHigh: 4G}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {MemoryMax: 4G}}}\n",
};

pub static MEMORY_ORDER: Rule = Rule {
    code: "C3015",
    name: "memory-order",
    level: RuleLevel::Error,
    summary: "limits of memory rise from min over low and high to max",
    why: "systemd takes any order without a word; the kernel then protects or throttles what the next limit forbids.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: debian-12\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {MemoryHigh: 4G, MemoryMax: 2G}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: debian-12\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {MemoryHigh: 2G, MemoryMax: 4G}}}\n",
};

pub static TWO_WEIGHTS: Rule = Rule {
    code: "C3016",
    name: "two-weights",
    level: RuleLevel::Lint(Level::Warn),
    summary: "a unit has its old weight or its new one",
    why: "Where both are set systemd uses the new one, and the old one is dead.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {CPUShares: 2048, CPUWeight: 300}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {CPUWeight: 300}}}\n",
};

pub static IDLE_IO_WEIGHT: Rule = Rule {
    code: "C3017",
    name: "idle-io-weight",
    level: RuleLevel::Lint(Level::Warn),
    summary: "weights of I/O stand where something acts on them",
    why: "Only the scheduler bfq and the kernel's cost model weigh requests; both are off on most machines.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {IOWeight: 200}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {CPUWeight: 200}}}\n",
};

pub static FEW_TASKS: Rule = Rule {
    code: "C3018",
    name: "few-tasks",
    level: RuleLevel::Lint(Level::Warn),
    summary: "daemons have more tasks than systemd 228 to 230 gives them",
    why: "These versions stop a unit at 512 threads and processes, which a JVM with its clients, or jobs, reach soon.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: ubuntu-16.04\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: ubuntu-16.04\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {tasks_max: 32Ki}}}\n",
};

pub static NO_INIT_SCRIPTS: Rule = Rule {
    code: "C3019",
    name: "no-init-scripts",
    level: RuleLevel::Lint(Level::Warn),
    summary: "packages for systemd 260 and later bring units",
    why: "systemd no longer makes units of init scripts.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: {os: fedora-43, systemd: 260}\nproducts: {zookeeper: {version: 3.5.9, packages: bigtop-3.2}}\nhosts:\n  z1: {roles: [zookeeper]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: {os: fedora-43, systemd: 260}\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\n",
};

pub static UNIT_OF_NOBODY: Rule = Rule {
    code: "C3020",
    name: "unit-of-nobody",
    level: RuleLevel::Lint(Level::Warn),
    summary: "a unit of a product is described for hosts whose daemon has it",
    why: "A drop-in for a unit that is not there is never read, whether the daemon is elsewhere or its packages call the unit otherwise.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nunits: {zookeeper.service: {LimitNOFILE: 65536}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {LimitNOFILE: 65536}}}\n",
};

pub static PRIVATE_TMP: Rule = Rule {
    code: "C3021",
    name: "private-tmp",
    level: RuleLevel::Error,
    summary: "a daemon with a `/tmp` of its own keeps nothing there",
    why: "Others look for the path in the real `/tmp`, and systemd removes the private one when the unit stops.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {dirs: {data: /tmp/zookeeper}, unit: {private_tmp: true}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {dirs: {data: /var/lib/zk}, unit: {private_tmp: true}}}\n",
};

pub static DEPRECATED_DIRECTIVE: Rule = Rule {
    code: "C3022",
    name: "deprecated-directive",
    level: RuleLevel::Lint(Level::Warn),
    summary: "directives are ones that the host's systemd takes without complaint",
    why: "It warns at each start, and a later version takes them without effect.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: debian-12\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {CPUShares: 2048}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: debian-12\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {CPUWeight: 200}}}\n",
};

pub static MEMORY_BELOW_HEAP: Rule = Rule {
    code: "C3023",
    name: "memory-below-heap",
    level: RuleLevel::Lint(Level::Warn),
    summary: "a daemon's heap fits below the limit of its unit",
    why: "The kernel kills the daemon when its heap fills, at an hour of its own choice.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {heap: 4GiB, unit: {memory_max: 4GiB}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {heap: 4GiB, unit: {memory_max: 6GiB}}}\n",
};

pub static MEMORY_PROMISED: Rule = Rule {
    code: "C3024",
    name: "memory-promised",
    level: RuleLevel::Error,
    summary: "no more memory is promised to units than their host has",
    why: "The kernel reclaims nowhere when everything is protected, and kills.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: debian-12\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhardware: {small: {memory: 8GiB}}\nhosts:\n  z1: {roles: [zookeeper], hardware: small}\ndaemons: {zookeeper: {unit: {memory_min: 8GiB}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: debian-12\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhardware: {small: {memory: 8GiB}}\nhosts:\n  z1: {roles: [zookeeper], hardware: small}\ndaemons: {zookeeper: {unit: {memory_min: 2GiB}}}\n",
};

pub static MEMORY_UNPROTECTED: Rule = Rule {
    code: "C3025",
    name: "memory-unprotected",
    level: RuleLevel::Lint(Level::Warn),
    summary: "memory that a unit is promised is promised to the slices above it too",
    why: "The kernel protects a group as far as every group above it is protected; `system.slice` is not, unless somebody says so.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: debian-12\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {memory_min: 2GiB}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: debian-12\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\ndaemons: {zookeeper: {unit: {memory_min: 2GiB}}}\nunits: {system.slice: {memory_min: 2GiB}}\n",
};

pub static NO_PRESET: Rule = Rule {
    code: "C3026",
    name: "no-preset",
    level: RuleLevel::Lint(Level::Warn),
    summary: "presets are asked for where the packages bring units",
    why: "`systemctl preset` reaches unit files only, not units that are made of init scripts.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: {os: rhel-8.10, presets: true}\nproducts: {zookeeper: {version: 3.5.9, packages: bigtop-3.2}}\nhosts:\n  z1: {roles: [zookeeper]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: {os: rhel-8.10, presets: true}\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\n",
};

pub static IMPOSSIBLE_SHARE: Rule = Rule {
    code: "C3027",
    name: "impossible-share",
    level: RuleLevel::Error,
    summary: "shares are ones that weights can keep beside everybody who may compete",
    why: "A weight is a part of the sum of all its siblings: those that are idle today count, or the promise breaks on the day they are not.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nshares: {zookeeper: 99%}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nshares: {zookeeper: 50%}\n",
};

pub static SHARE_OF_NOBODY: Rule = Rule {
    code: "C3028",
    name: "share-of-nobody",
    level: RuleLevel::Error,
    summary: "a share is promised to daemons that are there",
    why: "A slice without daemons has nothing to run: who reads the profile believes in a promise that is none.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nshares: {condor: 50%}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nshares: {zookeeper: 50%}\n",
};

pub static SHARE_STATED_TWICE: Rule = Rule {
    code: "C3029",
    name: "share-stated-twice",
    level: RuleLevel::Error,
    summary: "what follows from a share is not said a second time",
    why: "A weight by hand, or a daemon in another slice, would break what the share promises.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nshares: {zookeeper: 50%}\nunits: {zookeeper.slice: {cpu_weight: 100}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nshares: {zookeeper: 50%}\nunits: {zookeeper.slice: {memory_max: 8GiB}}\n",
};
