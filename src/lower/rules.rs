//! The rules of `settings`.

use crate::diagnostic::{Diagnostic, Level, Rule, RuleLevel};
use crate::document::Input;
use crate::source::{FileId, Span};

/// All rules of this module.
pub static RULES: &[&Rule] = &[
    &UNKNOWN_SETTING,
    &KEY_NOT_YET,
    &KEY_GONE,
    &RENAMED,
    &WRONG_FILE,
    &PLACEHOLDER_KEY,
    &BAD_SETTING,
    &STATED_ELSEWHERE,
    &LITERAL_SECRET,
    &IDLE_UNSET,
    &IDLE_LIST_EDIT,
    &DERIVED_UNKNOWN,
    &FILE_TARGET,
    &FILE_MADE,
    &SECRET_FORM,
    &SETTING_WITHOUT_FILE,
    &FILE_MISSING,
    &FILE_CONTENT,
    &JOBS_OUTSIDE_SLICE,
    &UNHEARD_DAEMON_KEY,
    &FILE_BELOW_FILE,
    &TWO_SPELLINGS,
];

pub static UNKNOWN_SETTING: Rule = Rule {
    code: "C0501",
    name: "unknown-setting",
    level: RuleLevel::Error,
    summary: "a key under `settings` is one that some version of the product knows",
    why: "Hadoop, Mesos and ZooKeeper swallow unknown keys without a word: a misspelt one is a wish that nobody hears.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\nsettings: {hdfs-site: {dfs.replicaton: 2}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\nsettings: {hdfs-site: {dfs.replication: 1}}\n",
};

pub static KEY_NOT_YET: Rule = Rule {
    code: "C0502",
    name: "key-not-yet",
    level: RuleLevel::Error,
    summary: "a key exists in the version in use",
    why: "An older release ignores the key silently.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 2.7.3, packages: bigtop-1.2}}\nhosts:\n  n1: {roles: [namenode, datanode]}\nsettings: {core-site: {hadoop.zk.address: \"z1:2181\"}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\nsettings: {hdfs-site: {dfs.replication: 1}}\n",
};

pub static KEY_GONE: Rule = Rule {
    code: "C0503",
    name: "key-gone",
    level: RuleLevel::Error,
    summary: "a key still exists in the version in use",
    why: "A newer release ignores the key silently.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\nsettings: {hdfs-site: {dfs.client.use.legacy.blockreader: false}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\nsettings: {hdfs-site: {dfs.replication: 1}}\n",
};

pub static RENAMED: Rule = Rule {
    code: "C0504",
    name: "renamed-property",
    level: RuleLevel::Lint(Level::Warn),
    summary: "keys are spelled as the version spells them",
    why: "The old name works by translation; new and old both set is an order nobody controls.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\nsettings: {hdfs-site: {dfs.replication.min: 1}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\nsettings: {hdfs-site: {dfs.namenode.replication.min: 1}}\n",
};

pub static TWO_SPELLINGS: Rule = Rule {
    code: "C0542",
    name: "two-spellings",
    level: RuleLevel::Error,
    summary: "a key is set under one of its names",
    why: "An old name is rewritten to the new one while a file is read, so that the order of the lines decides which value holds (Configuration.handleDeprecatedProperties).",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\nsettings: {hdfs-site: {dfs.permissions.supergroup: hdfs, dfs.permissions.superusergroup: hadoop}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\nsettings: {hdfs-site: {dfs.permissions.superusergroup: hadoop}}\n",
};

pub static WRONG_FILE: Rule = Rule {
    code: "C0505",
    name: "wrong-file",
    level: RuleLevel::Error,
    summary: "a key stands in the file that its readers load",
    why: "A process that does not load the file never sees the key.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\nsettings: {core-site: {dfs.namenode.handler.count: 20}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\nsettings: {hdfs-site: {dfs.namenode.handler.count: 20}}\n",
};

pub static PLACEHOLDER_KEY: Rule = Rule {
    code: "C0506",
    name: "placeholder-key",
    level: RuleLevel::Error,
    summary: "a key is real, not a placeholder of the documentation",
    why: "Default files document families of keys by a made-up member that nothing reads.",
    bad: "",
    good: "",
};

pub static BAD_SETTING: Rule = Rule {
    code: "C0507",
    name: "bad-setting",
    level: RuleLevel::Error,
    summary: "a raw value is one that the version can read",
    why: "Many bad values fail only at their first use, hours after the start; some silently become the default.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\nsettings: {hdfs-site: {dfs.namenode.handler.count: many}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\nsettings: {hdfs-site: {dfs.namenode.handler.count: 20}}\n",
};

pub static STATED_ELSEWHERE: Rule = Rule {
    code: "C0508",
    name: "stated-elsewhere",
    level: RuleLevel::Error,
    summary: "what the profile states once is not stated again under `settings`",
    why: "Other outputs were computed from it: ports, directories, addresses would no longer agree.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\nsettings: {hdfs-site: {dfs.datanode.address: \"0.0.0.0:50012\"}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\ndaemons: {datanode: {ports: {data: 50012}}}\n",
};

pub static LITERAL_SECRET: Rule = Rule {
    code: "C0509",
    name: "literal-secret",
    level: RuleLevel::Error,
    summary: "a secret is written by reference",
    why: "A literal would end up in git, in reviews and in the output tree.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\nsettings: {core-site: {hadoop.security.group.mapping.ldap.bind.password: hunter2}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\nsettings: {core-site: {hadoop.security.group.mapping.ldap.bind.password: {secret: \"deploy:ldap\"}}}\n",
};

pub static IDLE_UNSET: Rule = Rule {
    code: "C0510",
    name: "idle-unset",
    level: RuleLevel::Lint(Level::Warn),
    summary: "`null` under `settings` unsets something",
    why: "A `null` over nothing is mostly a misspelt key.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\nsettings: {hdfs-site: {dfs.namenode.handler.count: null}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\nsettings: {hdfs-site: {dfs.namenode.handler.count: 20}}\n",
};

pub static IDLE_LIST_EDIT: Rule = Rule {
    code: "C0511",
    name: "idle-list-edit",
    level: RuleLevel::Lint(Level::Warn),
    summary: "an edit of a list under `settings` changes it",
    why: "Appending what is there, or removing what is not, hides that the list is not what was thought.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode, resourcemanager, nodemanager]}\nsettings: {yarn-site: {yarn.nodemanager.aux-services: {append: [mapreduce_shuffle]}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\n",
};

pub static DERIVED_UNKNOWN: Rule = Rule {
    code: "C0512",
    name: "derived-key-unknown",
    level: RuleLevel::Error,
    summary: "every derived key is known to the version",
    why: "This is a mistake of clusterc, not of the profile: please report it.",
    bad: "",
    good: "",
};

/// Reports a derived key that the version lacks, at the first place it follows from.
pub fn derived_unknown(inputs: &[Input], message: String) -> Diagnostic {
    let span = inputs.iter().find_map(|input| input.span);
    Diagnostic::new(
        &DERIVED_UNKNOWN,
        span.unwrap_or(Span::start_of(FileId(0))),
        message,
    )
}

pub static FILE_CONTENT: Rule = Rule {
    code: "C0513",
    name: "file-content",
    level: RuleLevel::Error,
    summary: "a shipped file has a text or a source, one of them",
    why: "Of two contents one would be lost.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nfiles: {/etc/motd: {mode: \"0644\"}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nfiles: {/etc/motd: {text: \"hello\\n\"}}\n",
};

pub static FILE_MISSING: Rule = Rule {
    code: "C0514",
    name: "file-missing",
    level: RuleLevel::Error,
    summary: "a file to ship lies in the folder of the main profile",
    why: "What is not there cannot be shipped; what lies outside, also behind a link, changes unseen by whoever reviews the folder.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nfiles: {/etc/motd: {from: nowhere}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nfiles: {/etc/motd: {text: \"hello\\n\"}}\n",
};

pub static FILE_TARGET: Rule = Rule {
    code: "C0515",
    name: "file-target",
    level: RuleLevel::Error,
    summary: "the target of a shipped file is an absolute path without `.` or `..`",
    why: "Outputs cannot leave the folder of their host.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nfiles: {/etc/../motd: {text: hello}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nfiles: {/etc/motd: {text: \"hello\\n\"}}\n",
};

pub static FILE_MADE: Rule = Rule {
    code: "C0516",
    name: "file-made-already",
    level: RuleLevel::Error,
    summary: "`files` ships no file that the compiler makes itself",
    why: "Of two contents at one path one would be lost.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nfiles: {/etc/zookeeper/conf/zoo.cfg: {text: x}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nfiles: {/etc/motd: {text: \"x\\n\"}}\n",
};

pub static SETTING_WITHOUT_FILE: Rule = Rule {
    code: "C0541",
    name: "setting-without-file",
    level: RuleLevel::Lint(Level::Warn),
    summary: "the file of a setting is made on a host that the setting is said for",
    why: "Some files are made only where something asks for them: ssl-server.xml with TLS, yarn-site.xml where YARN runs. Elsewhere their settings are read by nobody.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\nsettings: {ssl-server: {ssl.server.exclude.cipher.list: TLS_RSA_WITH_AES_128_CBC_SHA}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nsecurity: {tls: {keystore: /k.jks, truststore: /t.jks, password: {secret: \"deploy:k\"}}}\nhosts:\n  n1: {roles: [namenode, datanode]}\nsettings: {ssl-server: {ssl.server.exclude.cipher.list: TLS_RSA_WITH_AES_128_CBC_SHA}}\n",
};

pub static SECRET_FORM: Rule = Rule {
    code: "C0517",
    name: "secret-form",
    level: RuleLevel::Error,
    summary: "a secret is referred to in a form that its key can be read in",
    why: "A path in the place of a password would be taken for the password.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\nsettings: {core-site: {fs.s3a.proxy.password: {secret: \"file:/etc/hadoop/proxy\"}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\nsettings: {core-site: {hadoop.security.group.mapping.ldap.bind.password: {secret: \"file:/etc/hadoop/ldap\"}}}\n",
};

pub static JOBS_OUTSIDE_SLICE: Rule = Rule {
    code: "C0518",
    name: "jobs-outside-slice",
    level: RuleLevel::Lint(Level::Warn),
    summary: "what a daemon starts lies in the slice that its unit was put into",
    why: "A daemon that makes cgroups of its own puts its jobs where it is told, not below its unit: the slice then holds the daemon alone, and its jobs compete beside the slice.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: centos-7.9\nproducts: {mesos: {version: 1.11.0, packages: mesosphere}}\nhosts:\n  m1: {roles: [mesos-master]}\n  w1: {roles: [mesos-agent]}\nservices: {mesos: {containerizers: [docker, mesos]}}\ndaemons: {mesos-agent: {unit: {slice: mesos.slice}}}\nunits: {mesos.slice: {cpu_weight: 400}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: centos-7.9\nproducts: {mesos: {version: 1.11.0, packages: mesosphere}}\nhosts:\n  m1: {roles: [mesos-master]}\n  w1: {roles: [mesos-agent]}\nservices: {mesos: {containerizers: [mesos], isolation: [cgroups/cpu]}}\ndaemons: {mesos-agent: {unit: {slice: mesos.slice}}}\nunits: {mesos.slice: {cpu_weight: 400}}\n",
};

pub static UNHEARD_DAEMON_KEY: Rule = Rule {
    code: "C0519",
    name: "unheard-daemon-key",
    level: RuleLevel::Error,
    summary: "what is said of a daemon reaches one of its outputs",
    why: "A heap, a directory or a user that the daemon of this version and packages has no way to be told is a wish that nobody hears.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\ndaemons: {namenode: {dirs: {data: /data/1/nn}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\ndaemons: {namenode: {dirs: {name: /data/1/nn}}}\n",
};

pub static FILE_BELOW_FILE: Rule = Rule {
    code: "C0520",
    name: "file-below-file",
    level: RuleLevel::Error,
    summary: "no file lies below another file",
    why: "A path is a file or a folder, on every machine.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nfiles: {/etc/site: {text: a}, /etc/site/motd: {text: b}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z1: {roles: [zookeeper]}\nfiles: {/etc/site.conf: {text: a}, /etc/site/motd: {text: b}}\n",
};
