//! Rules of HTCondor.

use crate::diagnostic::{Level, Rule, RuleLevel};

/// All rules of this product.
pub static RULES: &[&Rule] = &[
    &NOT_PACKAGED,
    &TWO_POOLS,
    &PERSONAL_ALONE,
    &NO_MANAGER,
    &HAD_ELSEWHERE,
    &DAEMON_KEYS,
    &ONE_SHARED_PORT,
    &SAME_DIRECTORY,
    &AUTH_NOT_IN_VERSION,
    &AUTH_ACROSS_HOSTS,
    &WEAK_AUTH,
    &PASSWORD_FILE,
    &SLOTS_TWICE,
    &SLOT_AMOUNT,
    &SLOT_SUM,
    &TOO_MUCH,
    &SCRATCH,
    &CHROOTS,
    &JOBS_OUTSIDE_UNIT,
    &UNKNOWN_VARIABLE,
    &NOT_IN_VERSION,
    &GRID_NOT_IN_VERSION,
    &GRID_KEYS,
    &ROUTE_GRID,
    &ROUTE_NAME,
    &SUBMIT_COMMAND,
    &CRON_JOB,
    &CRON_PLACE,
    &SANDBOX_MISSING,
    &SANDBOX_BASE,
    &TRANSFORM,
    &ROUTE_REQUIREMENTS,
    &AUTH_IN_COMMON,
    &KERBEROS,
    &TEMPLATE,
];

pub(super) static NOT_PACKAGED: Rule = Rule {
    code: "C2201",
    name: "htcondor-not-packaged",
    level: RuleLevel::Error,
    summary: "the packages carry the version of HTCondor",
    why: "Paths and unit follow from the packages.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: fedora-20\nproducts: {htcondor: {version: 23.0.3, packages: fedora}}\nhosts:\n  h1: {roles: [condor-personal]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: fedora-20\nproducts: {htcondor: {version: 8.0.7, packages: fedora}}\nhosts:\n  h1: {roles: [condor-personal]}\n",
};

pub(super) static TWO_POOLS: Rule = Rule {
    code: "C2202",
    name: "two-pools-on-a-host",
    level: RuleLevel::Error,
    summary: "a host is of one pool",
    why: "One condor_master runs on a host and reads one configuration: CONDOR_HOST, DAEMON_LIST and the security lists of two pools would replace each other.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  a: {roles: [condor-central-manager@a, condor-execute@b]}\n  b: {roles: [condor-central-manager@b]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  a: {roles: [condor-central-manager@a]}\n  b: {roles: [condor-central-manager@b, condor-execute@b]}\n",
};

pub(super) static PERSONAL_ALONE: Rule = Rule {
    code: "C2203",
    name: "personal-pool-not-alone",
    level: RuleLevel::Error,
    summary: "a personal pool is alone on its host",
    why: "A personal pool runs the daemons of all roles for its own host.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  cm: {roles: [condor-central-manager]}\n  h1: {roles: [condor-personal, condor-execute]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  cm: {roles: [condor-central-manager]}\n  h1: {roles: [condor-execute]}\n",
};

pub(super) static NO_MANAGER: Rule = Rule {
    code: "C2204",
    name: "pool-without-manager",
    level: RuleLevel::Error,
    summary: "a pool has a central manager",
    why: "Without a collector no daemon reports anywhere, and without a negotiator no job is matched.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  ap: {roles: [condor-submit]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  ap: {roles: [condor-submit]}\n  cm: {roles: [condor-central-manager]}\n",
};

pub(super) static HAD_ELSEWHERE: Rule = Rule {
    code: "C2205",
    name: "had-without-manager",
    level: RuleLevel::Error,
    summary: "condor_had runs beside a central manager",
    why: "condor_had starts and stops the negotiator of its own host.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  \"cm[1-2]\": {roles: [condor-central-manager]}\n  x: {roles: [condor-had]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  \"cm[1-2]\": {roles: [condor-central-manager]}\n",
};

pub(super) static DAEMON_KEYS: Rule = Rule {
    code: "C2206",
    name: "condor-daemon-keys",
    level: RuleLevel::Error,
    summary: "keys of `daemons` are ones that HTCondor has",
    why: "A key without effect is a promise that nobody keeps.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\ndaemons: {condor: {heap: 1GiB}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\ndaemons: {condor: {dirs: {log: /srv/condor/log}}}\n",
};

pub(super) static ONE_SHARED_PORT: Rule = Rule {
    code: "C2207",
    name: "condor-shared-port",
    level: RuleLevel::Error,
    summary: "a host has one shared port, of the version that has it",
    why: "All daemons of a host listen on one port from 8.5.1 on; it is the collector's where a collector runs.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  cm: {roles: [condor-central-manager, condor-submit]}\ndaemons: {condor-submit: {ports: {shared: 9700}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  cm: {roles: [condor-central-manager]}\n  ap: {roles: [condor-submit]}\ndaemons: {condor-submit: {ports: {shared: 9700}}}\n",
};

pub(super) static SAME_DIRECTORY: Rule = Rule {
    code: "C2208",
    name: "condor-same-directory",
    level: RuleLevel::Error,
    summary: "log, spool and execute are different directories",
    why: "condor_preen removes from each what it does not know.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\ndaemons: {condor: {dirs: {log: /srv/condor, spool: /srv/condor}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\ndaemons: {condor: {dirs: {log: /srv/condor/log, spool: /srv/condor/spool}}}\n",
};

pub(super) static AUTH_NOT_IN_VERSION: Rule = Rule {
    code: "C2209",
    name: "condor-auth-not-in-version",
    level: RuleLevel::Error,
    summary: "the version has the method of authentication",
    why: "A word that the version does not know is skipped with a line in a log, and nobody can prove who he is.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: centos-7.9\nproducts: {htcondor: {version: 8.8.15, packages: htcondor}}\nhosts:\n  cm: {roles: [condor-central-manager]}\n  ap: {roles: [condor-submit]}\n  \"w[1-2]\": {roles: [condor-execute]}\nservices: {condor: {auth: [fs, idtokens]}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  cm: {roles: [condor-central-manager]}\n  ap: {roles: [condor-submit]}\n  \"w[1-2]\": {roles: [condor-execute]}\nservices: {condor: {auth: [fs, idtokens]}}\n",
};

pub(super) static AUTH_ACROSS_HOSTS: Rule = Rule {
    code: "C2210",
    name: "condor-auth-across-hosts",
    level: RuleLevel::Error,
    summary: "daemons of different hosts have a method of authentication between them",
    why: "From 9.0 on every daemon must prove who it is; FS works by a file that both sides see.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  cm: {roles: [condor-central-manager]}\n  ap: {roles: [condor-submit]}\n  \"w[1-2]\": {roles: [condor-execute]}\nservices: {condor: {auth: [fs]}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  cm: {roles: [condor-central-manager]}\n  ap: {roles: [condor-submit]}\n  \"w[1-2]\": {roles: [condor-execute]}\nservices: {condor: {auth: [fs, idtokens]}}\n",
};

pub(super) static WEAK_AUTH: Rule = Rule {
    code: "C2211",
    name: "condor-weak-auth",
    level: RuleLevel::Lint(Level::Warn),
    summary: "methods of authentication prove something",
    why: "CLAIMTOBE takes any name for true, ANONYMOUS asks for none.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  cm: {roles: [condor-central-manager]}\n  ap: {roles: [condor-submit]}\n  \"w[1-2]\": {roles: [condor-execute]}\nservices: {condor: {auth: [idtokens, claimtobe]}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  cm: {roles: [condor-central-manager]}\n  ap: {roles: [condor-submit]}\n  \"w[1-2]\": {roles: [condor-execute]}\nservices: {condor: {auth: [idtokens]}}\n",
};

pub(super) static PASSWORD_FILE: Rule = Rule {
    code: "C2212",
    name: "condor-password-file",
    level: RuleLevel::Error,
    summary: "the pool's password is a file that a method uses",
    why: "SEC_PASSWORD_FILE names a scrambled file; before 8.9.2 it has no default.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: centos-7.9\nproducts: {htcondor: {version: 8.8.15, packages: htcondor}}\nhosts:\n  cm: {roles: [condor-central-manager]}\n  ap: {roles: [condor-submit]}\n  \"w[1-2]\": {roles: [condor-execute]}\nservices: {condor: {auth: [password]}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: centos-7.9\nproducts: {htcondor: {version: 8.8.15, packages: htcondor}}\nhosts:\n  cm: {roles: [condor-central-manager]}\n  ap: {roles: [condor-submit]}\n  \"w[1-2]\": {roles: [condor-execute]}\nservices: {condor: {auth: [password], password: {secret: \"file:/etc/condor/pool_password\"}}}\n",
};

pub(super) static SLOTS_TWICE: Rule = Rule {
    code: "C2213",
    name: "condor-slots-twice",
    level: RuleLevel::Error,
    summary: "slots are said in one way",
    why: "Both would set SLOT_TYPE_1.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\nservices: {condor: {slots: static, slot_types: [{cpus: 50%}]}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\nservices: {condor: {slot_types: [{cpus: 50%}]}}\n",
};

pub(super) static SLOT_AMOUNT: Rule = Rule {
    code: "C2214",
    name: "condor-slot-amount",
    level: RuleLevel::Error,
    summary: "amounts of slots are numbers, sizes, shares or `auto`",
    why: "The startd ends when it starts with a word that it cannot read; memory is counted in MiB.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\nservices: {condor: {slot_types: [{memory: much}]}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\nservices: {condor: {slot_types: [{memory: 2GiB}]}}\n",
};

pub(super) static SLOT_SUM: Rule = Rule {
    code: "C2215",
    name: "condor-slot-sum",
    level: RuleLevel::Error,
    summary: "the slots have no more than the host",
    why: "The startd ends when it starts.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\nservices: {condor: {slot_types: [{count: 3, cpus: 40%}]}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\nservices: {condor: {slot_types: [{count: 2, cpus: 40%}]}}\n",
};

pub(super) static TOO_MUCH: Rule = Rule {
    code: "C2216",
    name: "condor-more-than-the-host",
    level: RuleLevel::Lint(Level::Warn),
    summary: "jobs are given no more than the host has",
    why: "Slots of CPUs that are not there slow each other down; memory that is not there is swapped.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhardware: {small: {cpus: 8, memory: 32GiB}}\nhosts:\n  h1: {hardware: small, roles: [condor-personal]}\nservices: {condor: {cpus: 16}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhardware: {small: {cpus: 8, memory: 32GiB}}\nhosts:\n  h1: {hardware: small, roles: [condor-personal]}\nservices: {condor: {cpus: 6}}\n",
};

pub(super) static SCRATCH: Rule = Rule {
    code: "C2217",
    name: "condor-scratch-directory",
    level: RuleLevel::Error,
    summary: "directories of jobs are plain absolute paths",
    why: "HTCondor splits the list at commas and blanks; a path that is none makes every job fail to start.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\nservices: {condor: {mount_under_scratch: [\"/my tmp\"]}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\nservices: {condor: {mount_under_scratch: [/tmp]}}\n",
};

pub(super) static CHROOTS: Rule = Rule {
    code: "C2218",
    name: "condor-chroots",
    level: RuleLevel::Error,
    summary: "named roots are pairs of the version that has them",
    why: "NAMED_CHROOT is a list of name=path; it is gone with 25.5.1.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 25.14.1}\nhosts:\n  h1: {roles: [condor-personal]}\nservices: {condor: {chroots: {el6: /srv/el6}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\nservices: {condor: {chroots: {el6: /srv/el6}}}\n",
};

pub(super) static JOBS_OUTSIDE_UNIT: Rule = Rule {
    code: "C2219",
    name: "condor-jobs-outside-unit",
    level: RuleLevel::Lint(Level::Warn),
    summary: "what is promised of the unit holds for its jobs",
    why: "On cgroup v2 HTCondor 10.2 to 23.9 puts jobs beside its unit, below the same parent; later ones too where systemd has no DelegateSubgroup (before 254).",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\ndaemons: {condor: {unit: {cpu_weight: 400}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\ndaemons: {condor: {unit: {slice: condor.slice}}}\nunits: {condor.slice: {cpu_weight: 400}}\n",
};

pub(super) static UNKNOWN_VARIABLE: Rule = Rule {
    code: "C2220",
    name: "condor-unknown-variable",
    level: RuleLevel::Error,
    summary: "variables are ones that the daemons read",
    why: "A misspelt variable is ignored; one that begins with _CONDOR_ wins over every file.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\ndaemons: {condor: {env: {_CONDOR_LOG: /tmp}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\ndaemons: {condor: {env: {TZ: UTC}}}\n",
};

pub(super) static NOT_IN_VERSION: Rule = Rule {
    code: "C2221",
    name: "condor-not-in-version",
    level: RuleLevel::Error,
    summary: "the version can do what the service asks for",
    why: "HTCondor takes any name into its configuration and looks at those it knows.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: fedora-18\nproducts: {htcondor: {version: 7.8.8, packages: fedora}}\nhosts:\n  h1: {roles: [condor-personal]}\nservices: {condor: {pid_namespaces: true}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: fedora-18\nproducts: {htcondor: {version: 8.0.7, packages: fedora}}\nhosts:\n  h1: {roles: [condor-personal]}\nservices: {condor: {pid_namespaces: true}}\n",
};

pub(super) static GRID_NOT_IN_VERSION: Rule = Rule {
    code: "C2222",
    name: "condor-grid-not-in-version",
    level: RuleLevel::Error,
    summary: "the version has the type of the grid",
    why: "condor_submit refuses a grid resource of a type that it does not know, and the job router holds the job.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  cm: {roles: [condor-central-manager, condor-submit]}\nservices: {condor: {grids: {cloud: {type: deltacloud, url: \"http://c.example.org:3002/api\"}}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  cm: {roles: [condor-central-manager, condor-submit]}\nservices: {condor: {grids: {cloud: {type: condor, schedd: ap.other.org, collector: cm.other.org}}}}\n",
};

pub(super) static GRID_KEYS: Rule = Rule {
    code: "C2223",
    name: "condor-grid-keys",
    level: RuleLevel::Error,
    summary: "a grid says what its type needs, and no more",
    why: "The daemon that starts machines fails on the first job without it.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  cm: {roles: [condor-central-manager, condor-submit]}\nservices: {condor: {grids: {cloud: {type: condor, schedd: ap.other.org}}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  cm: {roles: [condor-central-manager, condor-submit]}\nservices: {condor: {grids: {cloud: {type: condor, schedd: ap.other.org, collector: cm.other.org}}}}\n",
};

pub(super) static ROUTE_GRID: Rule = Rule {
    code: "C2224",
    name: "condor-route-grid",
    level: RuleLevel::Error,
    summary: "routes and submit descriptions name a grid that exists",
    why: "A route without a resource is skipped with a line in a log.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  cm: {roles: [condor-central-manager, condor-submit]}\nservices: {condor: {grids: {other: {type: condor, schedd: ap.other.org, collector: cm.other.org}}, routes: {over: {grid: others}}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  cm: {roles: [condor-central-manager, condor-submit]}\nservices: {condor: {grids: {other: {type: condor, schedd: ap.other.org, collector: cm.other.org}}, routes: {over: {grid: other}}}}\n",
};

pub(super) static ROUTE_NAME: Rule = Rule {
    code: "C2225",
    name: "condor-route-name",
    level: RuleLevel::Error,
    summary: "a route's name can be a part of a name of the configuration",
    why: "Letters, digits and `_`; `NAMES` is the list of routes.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  cm: {roles: [condor-central-manager, condor-submit]}\nservices: {condor: {grids: {other: {type: condor, schedd: ap.other.org, collector: cm.other.org}}, routes: {to-other: {grid: other}}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  cm: {roles: [condor-central-manager, condor-submit]}\nservices: {condor: {grids: {other: {type: condor, schedd: ap.other.org, collector: cm.other.org}}, routes: {to_other: {grid: other}}}}\n",
};

pub(super) static SUBMIT_COMMAND: Rule = Rule {
    code: "C2226",
    name: "condor-submit-command",
    level: RuleLevel::Error,
    summary: "commands of a submit description are known to the version",
    why: "condor_submit takes a name that it does not know for a macro, and warns at best.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  cm: {roles: [condor-central-manager, condor-submit]}\nservices: {condor: {grids: {other: {type: condor, schedd: ap.other.org, collector: cm.other.org}}, submits: {job: {grid: other, commands: {notifcation: never}}}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  cm: {roles: [condor-central-manager, condor-submit]}\nservices: {condor: {grids: {other: {type: condor, schedd: ap.other.org, collector: cm.other.org}}, submits: {job: {grid: other, commands: {log: job.log}}}}}\n",
};

pub(super) static CRON_JOB: Rule = Rule {
    code: "C2227",
    name: "condor-cron-job",
    level: RuleLevel::Error,
    summary: "a cron job has a program, a daemon and a period where its mode has one",
    why: "HTCondor skips a job that it cannot read, with a line in a log.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\nservices: {condor: {cron: {load: {run: /usr/libexec/load}}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\nservices: {condor: {cron: {load: {run: /usr/libexec/load, every: 5min}}}}\n",
};

pub(super) static CRON_PLACE: Rule = Rule {
    code: "C2228",
    name: "condor-cron-place",
    level: RuleLevel::Error,
    summary: "programs lie where HTCondor does not read them as configuration",
    why: "A script in config.d is read as configuration, and no daemon starts.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\nservices: {condor: {cron: {load: {run: /etc/condor/config.d/load, every: 5min}}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\nservices: {condor: {cron: {load: {run: /usr/libexec/load, every: 5min}}}}\n",
};

pub(super) static SANDBOX_MISSING: Rule = Rule {
    code: "C2229",
    name: "condor-sandbox-missing",
    level: RuleLevel::Error,
    summary: "a sandbox says where it lies",
    why: "All of it is below one directory, so that it can be undone.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-sandbox]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-sandbox]}\nservices: {condor: {sandbox: {base: /srv/mycondor}}}\n",
};

pub(super) static SANDBOX_BASE: Rule = Rule {
    code: "C2230",
    name: "condor-sandbox-base",
    level: RuleLevel::Lint(Level::Deny),
    summary: "a sandbox lies where only root may write",
    why: "What lies there is run as root; in /tmp another user can put his own there first.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-sandbox]}\nservices: {condor: {sandbox: {base: /tmp/mycondor}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-sandbox]}\nservices: {condor: {sandbox: {base: /srv/mycondor}}}\n",
};

pub(super) static TRANSFORM: Rule = Rule {
    code: "C2237",
    name: "condor-transform",
    level: RuleLevel::Error,
    summary: "a transform of jobs can be read and changes something",
    why: "The schedd leaves out a transform that it cannot read, with a line in a log.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\nservices: {condor: {transforms: {group: {set: {AccountingGroup: \"\\\"physics\"}}}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\nservices: {condor: {transforms: {group: {set: {AccountingGroup: \"\\\"physics\\\"\"}}}}}\n",
};

pub(super) static ROUTE_REQUIREMENTS: Rule = Rule {
    code: "C2238",
    name: "condor-route-requirements",
    level: RuleLevel::Error,
    summary: "a route's requirements are an expression that the version reads",
    why: "The job router leaves out a route that it cannot read, with a line in a log, and its jobs wait for ever.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  cm: {roles: [condor-central-manager, condor-submit]}\nservices: {condor: {grids: {other: {type: condor, schedd: ap.other.org, collector: cm.other.org}}, routes: {over: {grid: other, requirements: 'JobStatus == = 1'}}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  cm: {roles: [condor-central-manager, condor-submit]}\nservices: {condor: {grids: {other: {type: condor, schedd: ap.other.org, collector: cm.other.org}}, routes: {over: {grid: other, requirements: 'JobStatus == 1'}}}}\n",
};

pub(super) static AUTH_IN_COMMON: Rule = Rule {
    code: "C2239",
    name: "condor-auth-in-common",
    level: RuleLevel::Error,
    summary: "daemons of different versions that talk to each other have a method of authentication in common",
    why: "From 9.0 on every daemon must prove who it is. Before 8.9.2 there are no tokens, and by default nothing but FS, Kerberos and GSI is tried: such a daemon never reports to a collector that has only tokens.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 24.0.24}\nhosts:\n  cm: {roles: [condor-central-manager, condor-submit]}\n  w1: {roles: [condor-execute], platform: rhel-7.9, products: {htcondor: 8.8.15}}\nservices: {condor: {auth: [idtokens], password: {secret: \"file:/etc/condor/pool_password\"}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 24.0.24}\nhosts:\n  cm: {roles: [condor-central-manager, condor-submit]}\n  w1: {roles: [condor-execute], platform: rhel-7.9, products: {htcondor: 8.8.15}}\nservices: {condor: {auth: [idtokens, password], password: {secret: \"file:/etc/condor/pool_password\"}}}\n",
};

pub(super) static KERBEROS: Rule = Rule {
    code: "C2240",
    name: "condor-kerberos",
    level: RuleLevel::Error,
    summary: "a pool with the method `kerberos` has a realm, and its hosts full names",
    why: "A daemon's principal is condor/<full name of its host>@<realm> (KERBEROS_SERVER_SERVICE, krb5_sname_to_principal); KERBEROS_MAP_FILE makes the realm a domain of users.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  cm: {roles: [condor-central-manager, condor-submit]}\n  w1: {roles: [condor-execute]}\nservices: {condor: {auth: [kerberos]}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nsecurity: {kerberos: {realm: EXAMPLE.ORG}}\nhosts:\n  cm: {roles: [condor-central-manager, condor-submit]}\n  w1: {roles: [condor-execute]}\nservices: {condor: {auth: [kerberos]}}\n",
};

pub(super) static TEMPLATE: Rule = Rule {
    code: "C2251",
    name: "condor-template",
    level: RuleLevel::Error,
    summary: "scripts of the sandbox can be made from what the profile says",
    why: "A value cannot stand in a shell script, such as one with a line break.",
    bad: "",
    good: "",
};
