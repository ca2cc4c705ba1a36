//! Rules of the values in HTCondor's configuration.

use crate::diagnostic::{Level, Rule, RuleLevel};

/// All rules of values.
pub static VALUE_RULES: &[&Rule] = &[
    &MACRO_CIRCLE,
    &UNDEFINED_MACRO,
    &NO_MACRO,
    &COMMENT_IN_VALUE,
    &EXPANDED_VALUE,
    &DEFAULT_OPERATOR,
    &LIST_MEMBER,
];

pub(super) static MACRO_CIRCLE: Rule = Rule {
    code: "C2231",
    name: "macro-circle",
    level: RuleLevel::Error,
    summary: "no value of HTCondor's configuration refers to itself through others",
    why: "The reader takes it without a word, and whoever looks the name up never returns: tried with htcondor.param of 8.8 to 25.14.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\nsettings: {condor: {START: $(Day), Day: $(Night), Night: $(Day)}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\nsettings: {condor: {START: $(Day), Day: $(Night), Night: \"ClockMin > 60\"}}\n",
};

pub(super) static UNDEFINED_MACRO: Rule = Rule {
    code: "C2232",
    name: "undefined-macro",
    level: RuleLevel::Lint(Level::Warn),
    summary: "what a value refers to has a value",
    why: "HTCondor replaces a reference to a name without a value by nothing. A file that clusterc does not make may set it: then say so with an allow comment.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\nsettings: {condor: {START: \"true $(Otherwise)\"}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\nsettings: {condor: {START: \"$(Otherwise:true)\"}}\n",
};

pub(super) static NO_MACRO: Rule = Rule {
    code: "C2233",
    name: "text-like-a-macro",
    level: RuleLevel::Lint(Level::Warn),
    summary: "a reference is written `$(NAME)` or `$(NAME:default)`",
    why: "`$NAME` and `${NAME}` have no meaning to HTCondor, and neither has a default with a character outside letters, digits, blanks and `_ . / , : \\ $`: the text stays in the value.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\nsettings: {condor: {JAVA: \"$JAVA_HOME/bin/java\"}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\nsettings: {condor: {JAVA: \"$(BIN)/java\"}}\n",
};

pub(super) static COMMENT_IN_VALUE: Rule = Rule {
    code: "C2234",
    name: "comment-in-value",
    level: RuleLevel::Lint(Level::Warn),
    summary: "no value of HTCondor's configuration ends in a comment",
    why: "Only a line that begins with `#` is a comment: behind a value it is a part of it.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\nsettings: {condor: {JAVA: \"/usr/bin/java # the system's\"}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\nsettings: {condor: {JAVA: /usr/bin/java}} # the system's\n",
};

pub(super) static EXPANDED_VALUE: Rule = Rule {
    code: "C2235",
    name: "expanded-value",
    level: RuleLevel::Error,
    summary: "what a value comes to, its references replaced, is one that the version reads",
    why: "A number that is none stops the daemon that asks for it, and a policy that is no expression is never true; neither is told before.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\nsettings: {condor: {START: $(Night), Night: \"ClockMin > > 60\"}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\nsettings: {condor: {START: $(Night), Night: \"ClockMin > 60\"}}\n",
};

pub(super) static DEFAULT_OPERATOR: Rule = Rule {
    code: "C2236",
    name: "default-operator",
    level: RuleLevel::Lint(Level::Warn),
    summary: "an expression with `?:` means the same in all versions",
    why: "Up to 23.9.5 `?:` binds less tightly than any operator, and from 23.9.6 on more tightly: `3 ?: 1 + 2` comes to 3 and to 5. Tried with 9.0.17 to 25.14.1.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\nsettings: {condor: {START: \"Memory ?: 0 > 100\"}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\nsettings: {condor: {START: \"(Memory ?: 0) > 100\"}}\n",
};

pub(super) static LIST_MEMBER: Rule = Rule {
    code: "C2241",
    name: "condor-list-member",
    level: RuleLevel::Lint(Level::Warn),
    summary: "what a list of HTCondor's configuration names is described",
    why: "A requirement, transform, route or cron job that is listed and not described is left out with a line in a log; condor_master does not start a daemon without a program. A file that clusterc does not make may describe it: then say so with an allow comment.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\nsettings: {condor: {SUBMIT_REQUIREMENT_NAMES: Memory, SUBMIT_REQUIREMENT_Memroy: \"RequestMemory < 4096\"}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-9.4\nproducts: {htcondor: 23.0.3}\nhosts:\n  h1: {roles: [condor-personal]}\nsettings: {condor: {SUBMIT_REQUIREMENT_NAMES: Memory, SUBMIT_REQUIREMENT_Memory: \"RequestMemory < 4096\"}}\n",
};
