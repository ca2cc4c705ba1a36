//! The rules about levels, allow comments and baselines.

use crate::diagnostic::{Level, Rule, RuleLevel};

/// The smallest profile, with `$more` at its end.
macro_rules! smallest {
    ($more:literal) => {
        concat!(
            "clusterc: v1\n",
            "cluster: {name: demo}\n",
            "products: {zookeeper: 3.8.4}\n",
            "platform: rhel-8.10\n",
            "hosts:\n",
            "  localhost: {roles: [zookeeper]}\n",
            $more
        )
    };
}

pub static UNKNOWN_LINT: Rule = Rule {
    code: "C0201",
    name: "unknown-lint",
    level: RuleLevel::Error,
    summary: "`lints` and allow comments name rules that exist",
    why: "a misspelt name would leave the level as it was, and nobody would know",
    bad: smallest!("lints: {unused-alow: deny}\n"),
    good: smallest!("lints: {unused-allow: deny}\n"),
};

pub static FIXED_LEVEL: Rule = Rule {
    code: "C0202",
    name: "fixed-level",
    level: RuleLevel::Error,
    summary: "only rules of practice have a level",
    why: "what a product or the language refuses stays refused; a level could only hide that until \
          a daemon does not start",
    bad: smallest!("lints: {unknown-lint: warn}\n"),
    good: smallest!("lints: {unused-allow: warn}\n"),
};

pub static UNUSED_ALLOW: Rule = Rule {
    code: "C0203",
    name: "unused-allow",
    level: RuleLevel::Lint(Level::Warn),
    summary: "an allow comment silences something",
    why: "an allow that outlives its cause silences the next mistake on that line; the level of \
          this rule is set in `lints`, never by an allow comment. Behind errors not everything is \
          found, so there it is silent",
    bad: smallest!("# clusterc: allow(unused-allow) nothing here\n"),
    good: smallest!(""),
};

pub static ALLOW_WITHOUT_REASON: Rule = Rule {
    code: "C0204",
    name: "allow-without-reason",
    level: RuleLevel::Error,
    summary: "an allow comment says why",
    why: "whoever reads the line next has to know whether the reason still holds",
    bad: smallest!("# clusterc: allow(unused-allow)\n"),
    good: smallest!(""),
};

pub static STALE_BASELINE: Rule = Rule {
    code: "C0206",
    name: "stale-baseline",
    level: RuleLevel::Lint(Level::Warn),
    summary: "what a baseline lists is still found",
    why: "an entry that outlives its finding would hide the next one at that place; \
          `--update-baseline` takes such entries out, and adds none",
    bad: "",
    good: "",
};

pub static EXPIRED_ALLOW: Rule = Rule {
    code: "C0205",
    name: "expired-allow",
    level: RuleLevel::Lint(Level::Warn),
    summary: "an allow comment with an end has not reached it",
    why: "`until` is the promise to mend something by then. `check` compares it with `--today`, or \
          with the system's date; no other command looks at it, so that the same profile always \
          makes the same files",
    bad: smallest!(
        "services:\n  zookeeper:\n    \
         tick: null # clusterc: allow(idle-null, until 2020-01-31) until the merge\n"
    ),
    good: smallest!(
        "services:\n  zookeeper:\n    \
         tick: null # clusterc: allow(idle-null, until 9999-12-31) until the merge\n"
    ),
};

/// The rules about levels.
pub static RULES: &[&Rule] = &[
    &UNKNOWN_LINT,
    &FIXED_LEVEL,
    &UNUSED_ALLOW,
    &ALLOW_WITHOUT_REASON,
    &EXPIRED_ALLOW,
    &STALE_BASELINE,
];
