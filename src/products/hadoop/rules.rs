//! Rules of what the products of the family share.

use crate::diagnostic::{Diagnostic, Rule, RuleLevel};
use crate::lower::Ctx;
use crate::source::{FileId, Span};

/// All rules of this module.
pub static RULES: &[&Rule] = &[
    &NOT_PACKAGED,
    &UNKNOWN_VARIABLE,
    &VARIABLE_TWICE,
    &HEAP_TWICE,
    &UNKNOWN_DIRECTORY,
    &BAD_DIRECTORY,
    &RACK_DEPTH,
    &NOT_WHOLE,
    &TEMPLATE,
];

pub(super) static NOT_PACKAGED: Rule = Rule {
    code: "C1001",
    name: "not-packaged",
    level: RuleLevel::Error,
    summary: "the packages carry the version and the roles that are placed",
    why: "Where files lie, who owns them and what the units are called follows from the packages: without that nothing can be written.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: fedora}}\nhosts:\n  n1: {roles: [namenode, datanode]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\n",
};

pub(super) static UNKNOWN_VARIABLE: Rule = Rule {
    code: "C1002",
    name: "unknown-variable",
    level: RuleLevel::Error,
    summary: "a variable under `env` is one that the version's scripts read",
    why: "Hadoop 3 renamed most of them (HADOOP_DATANODE_OPTS became HDFS_DATANODE_OPTS); a name that no script reads sets nothing, without a word.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\ndaemons: {datanode: {env: {HADOOP_DATANODE_OPTS: -Xss1m}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\ndaemons: {datanode: {env: {HDFS_DATANODE_OPTS: -Xss1m}}}\n",
};

pub(super) static VARIABLE_TWICE: Rule = Rule {
    code: "C1003",
    name: "variable-twice",
    level: RuleLevel::Error,
    summary: "daemons that share a script give a variable one value",
    why: "hadoop-env.sh is one file for all daemons of HDFS on a host: the later line would win for both.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\ndaemons:\n  namenode: {env: {HADOOP_NICENESS: \"0\"}}\n  datanode: {env: {HADOOP_NICENESS: \"5\"}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\ndaemons: {hdfs: {env: {HADOOP_NICENESS: \"5\"}}}\n",
};

pub(super) static HEAP_TWICE: Rule = Rule {
    code: "C1004",
    name: "heap-twice",
    level: RuleLevel::Error,
    summary: "the heap of a daemon is said once",
    why: "Of two -Xmx the JVM takes the last; the memory of the node would be divided by the other.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\ndaemons: {namenode: {heap: 4GiB, java_opts: [-Xmx8g]}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\ndaemons: {namenode: {heap: 8GiB}}\n",
};

pub(super) static UNKNOWN_DIRECTORY: Rule = Rule {
    code: "C1005",
    name: "unknown-directory",
    level: RuleLevel::Error,
    summary: "a name under `dirs` is one that the daemon has a directory for",
    why: "A misspelt one would leave the data where the compiler puts it by itself.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\ndaemons: {datanode: {dirs: {dta: /data/1}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\ndaemons: {datanode: {dirs: {data: /data/1}}}\n",
};

pub(super) static BAD_DIRECTORY: Rule = Rule {
    code: "C1006",
    name: "bad-directory",
    level: RuleLevel::Error,
    summary: "a directory is an absolute path that fits into a list of Hadoop",
    why: "Lists of Hadoop are split at commas and know no escape (org.apache.hadoop.util.StringUtils).",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\ndaemons: {datanode: {dirs: {data: \"/data/a,b\"}}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\ndaemons: {datanode: {dirs: {data: [/data/a, /data/b]}}}\n",
};

pub(super) static RACK_DEPTH: Rule = Rule {
    code: "C1007",
    name: "rack-depth",
    level: RuleLevel::Error,
    summary: "the racks of all workers have the same number of parts",
    why: "The network topology of Hadoop is a tree of one depth: a worker of another depth is refused (org.apache.hadoop.net.NetworkTopology). A host without a rack counts as /default-rack.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  m: {roles: [namenode]}\n  w1: {rack: /dc1/r1, roles: [datanode]}\n  w2: {rack: /r2, roles: [datanode]}\n  w3: {rack: /dc1/r1, roles: [datanode]}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  m: {roles: [namenode]}\n  w1: {rack: /dc1/r1, roles: [datanode]}\n  w2: {rack: /dc1/r2, roles: [datanode]}\n  w3: {rack: /dc1/r1, roles: [datanode]}\n",
};

pub(super) static NOT_WHOLE: Rule = Rule {
    code: "C1008",
    name: "not-whole",
    level: RuleLevel::Error,
    summary: "an amount is a whole number of the unit that the key counts in",
    why: "Nothing is rounded in silence.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\nservices: {hdfs: {trash: 90s}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\nservices: {hdfs: {trash: 90min}}\n",
};

static TEMPLATE: Rule = Rule {
    code: "C1009",
    name: "script-template",
    level: RuleLevel::Error,
    summary: "a script can be written",
    why: "A path in it holds what a shell word cannot.",
    bad: "",
    good: "",
};

/// A script that could not be rendered.
pub fn template(ctx: &Ctx<'_>, message: &str) -> Diagnostic {
    let span = ctx
        .product("hadoop")
        .map_or(Span::start_of(FileId(0)), |product| product.version.span);
    Diagnostic::new(&TEMPLATE, span, message.to_owned())
}
