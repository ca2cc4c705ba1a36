//! What can be wrong with a profile as YAML, before anything is known of its meaning.

use crate::diagnostic::{Rule, RuleLevel};

/// The profile that the rules' examples vary.
const GOOD: &str = "\
clusterc: v1
cluster: {name: demo}
products: {zookeeper: 3.8.4}
platform: rhel-8.10
hosts:
  localhost: {roles: [zookeeper]}
";

/// A rule of this module: always an error, as nothing could be compiled from what it refuses.
const fn rule(
    code: &'static str,
    name: &'static str,
    summary: &'static str,
    why: &'static str,
    bad: &'static str,
    good: &'static str,
) -> Rule {
    Rule {
        code,
        name,
        level: RuleLevel::Error,
        summary,
        why,
        bad,
        good,
    }
}

pub static NOT_UTF8: Rule = rule(
    "C0101",
    "not-utf8",
    "a profile is UTF-8 text",
    "Files that say the same must be the same bytes; UTF-16 and the eight-bit encodings are not \
     guessed. A byte order mark of UTF-8 is allowed at the very start.",
    "",
    "",
);

pub static INPUT_TOO_LARGE: Rule = rule(
    "C0102",
    "input-too-large",
    "a profile has at most 16 MiB and 500,000 values",
    "A profile of 20,000 hosts with a line each has less than 10 MB. What is larger is the wrong \
     file, or lists hosts that a bracket would name; reading it would take memory without bound.",
    "",
    "",
);

pub static YAML_SYNTAX: Rule = rule(
    "C0103",
    "yaml-syntax",
    "a profile is well-formed YAML 1.2",
    "After a mistake of syntax nothing further down can be trusted, so reading stops there. \
     Directives (`%YAML`, `%TAG`) are not part of the profile language.",
    "\
clusterc: v1
cluster: {name: demo
products: {zookeeper: 3.8.4}
platform: rhel-8.10
hosts:
  localhost: {roles: [zookeeper]}
",
    GOOD,
);

pub static TAB_INDENTATION: Rule = rule(
    "C0104",
    "tab-indentation",
    "lines are indented with spaces",
    "YAML 1.2 section 6.1: a tab never counts as indentation, because its width is unknown.",
    "clusterc: v1
cluster: {name: demo}
products: {zookeeper: 3.8.4}
platform: rhel-8.10
hosts:
\tlocalhost: {roles: [zookeeper]}
",
    GOOD,
);

pub static SEVERAL_DOCUMENTS: Rule = rule(
    "C0105",
    "several-documents",
    "a file holds one YAML document",
    "One file describes one cluster. Files that build on others say so with `extends`.",
    "\
clusterc: v1
cluster: {name: demo}
products: {zookeeper: 3.8.4}
platform: rhel-8.10
hosts:
  localhost: {roles: [zookeeper]}
---
clusterc: v1
",
    GOOD,
);

pub static YAML_TAG: Rule = rule(
    "C0106",
    "yaml-tag",
    "values carry no YAML tags",
    "The place of a value decides its type, so a tag could only repeat or contradict it; tags of \
     a programming language could ask a reader to run code.",
    "\
clusterc: v1
cluster: {name: !!str demo}
products: {zookeeper: 3.8.4}
platform: rhel-8.10
hosts:
  localhost: {roles: [zookeeper]}
",
    GOOD,
);

pub static DUPLICATE_KEY: Rule = rule(
    "C0107",
    "duplicate-key",
    "a key stands once in its map",
    "YAML 1.2 section 3.2.1.3 asks for unique keys. Readers that do not check keep one of the \
     values and lose the other silently.",
    "\
clusterc: v1
cluster: {name: demo}
products: {zookeeper: 3.8.4}
platform: rhel-8.10
platform: rhel-9.4
hosts:
  localhost: {roles: [zookeeper]}
",
    GOOD,
);

pub static KEY_NOT_TEXT: Rule = rule(
    "C0108",
    "key-not-text",
    "a key is a text: no list, no map, not null",
    "Keys name things. A list or map as a key is nearly always a template or a bracket that \
     lacks its quotes.",
    "\
clusterc: v1
cluster: {name: demo}
products: {zookeeper: 3.8.4}
platform: rhel-8.10
hosts:
  [localhost]: {roles: [zookeeper]}
",
    GOOD,
);

pub static KEY_TOO_LONG: Rule = rule(
    "C0109",
    "key-too-long",
    "a key has at most 1024 bytes",
    "YAML 1.2 section 7.4 limits a key that stands before its `:` on one line to 1024 \
     characters; no name that a product or a person uses comes near.",
    "",
    "",
);

pub static UNKNOWN_ANCHOR: Rule = rule(
    "C0110",
    "unknown-anchor",
    "an alias names an anchor that stands before it",
    "`*name` repeats the value marked `&name` further up in the same file; anchors do not reach \
     into other files. Text that begins with `*` needs quotes.",
    "\
clusterc: v1
cluster: {name: *demo}
products: {zookeeper: 3.8.4}
platform: rhel-8.10
hosts:
  localhost: {roles: [zookeeper]}
",
    GOOD,
);

pub static ALIAS_LOOP: Rule = rule(
    "C0111",
    "alias-loop",
    "a value does not contain itself",
    "An alias inside the value that it repeats would never end.",
    "\
clusterc: v1
cluster: {name: demo}
products: {zookeeper: 3.8.4}
platform: rhel-8.10
hosts:
  localhost: &host {<<: *host, roles: [zookeeper]}
",
    GOOD,
);

pub static ALIAS_EXPANSION: Rule = rule(
    "C0112",
    "alias-expansion",
    "aliases make a profile at most ten times as large as it is written",
    "Aliases of aliases double with every line: 400 bytes can stand for more values than fit in \
     memory. The limit is 10 times the values read so far and 100,000 more; for text 10 times \
     the size of the file and 1 MiB more.",
    "\
clusterc: v1
x-a: &a [l, l, l, l, l, l, l, l, l, l]
x-b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
x-c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
x-d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
x-e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
cluster: {name: demo}
products: {zookeeper: 3.8.4}
platform: rhel-8.10
hosts:
  localhost: {roles: [zookeeper]}
",
    GOOD,
);

pub static MERGE_NOT_MAP: Rule = rule(
    "C0113",
    "merge-not-map",
    "`<<` takes a map or a list of maps",
    "The merge key adds the keys of other maps to its own; nothing else has keys. A key that is \
     really called `<<` needs quotes.",
    "\
clusterc: v1
cluster: {name: demo}
products: {zookeeper: 3.8.4}
platform: rhel-8.10
hosts:
  localhost: {<<: zookeeper, roles: [zookeeper]}
",
    GOOD,
);

pub static NESTED_TOO_DEEP: Rule = rule(
    "C0114",
    "nested-too-deep",
    "lists and maps stand at most 64 deep in each other",
    "The profile language needs less than 20 levels. The limit bounds the work of every later \
     pass, aliases included.",
    "\
clusterc: v1
x-a: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
cluster: {name: demo}
products: {zookeeper: 3.8.4}
platform: rhel-8.10
hosts:
  localhost: {roles: [zookeeper]}
",
    GOOD,
);

pub static CONTROL_CHARACTER: Rule = rule(
    "C0115",
    "control-character",
    "a profile holds no control characters but tab and line breaks",
    "YAML 1.2 section 5.1 does not allow them; some readers end the file at a NUL. In double \
     quotes they can be written as escapes such as `\\x07`.",
    "\
clusterc: v1
cluster: {name: demo} # bell: \u{7}
products: {zookeeper: 3.8.4}
platform: rhel-8.10
hosts:
  localhost: {roles: [zookeeper]}
",
    GOOD,
);

pub static ALLOW_COMMENT: Rule = rule(
    "C0116",
    "allow-comment",
    "a comment that silences a lint reads `# clusterc: allow(name, …) reason`, with `until \
     2027-03-01` as the last in the parenthesis when it has an end",
    "A comment that is misspelt would silence nothing, and one without a reason tells the next \
     reader nothing.",
    "\
clusterc: v1
cluster: {name: demo}
products: {zookeeper: 3.8.4} # clusterc: alow(old-version) upgrade is planned
platform: rhel-8.10
hosts:
  localhost: {roles: [zookeeper]}
",
    GOOD,
);

/// All rules of this module, by code.
pub static RULES: &[&Rule] = &[
    &NOT_UTF8,
    &INPUT_TOO_LARGE,
    &YAML_SYNTAX,
    &TAB_INDENTATION,
    &SEVERAL_DOCUMENTS,
    &YAML_TAG,
    &DUPLICATE_KEY,
    &KEY_NOT_TEXT,
    &KEY_TOO_LONG,
    &UNKNOWN_ANCHOR,
    &ALIAS_LOOP,
    &ALIAS_EXPANSION,
    &MERGE_NOT_MAP,
    &NESTED_TOO_DEEP,
    &CONTROL_CHARACTER,
    &ALLOW_COMMENT,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn fired(profile: &str) -> Vec<&'static str> {
        let document = crate::yaml::read(FileId(0), profile);
        document.diagnostics.iter().map(|d| d.rule.code).collect()
    }

    #[test]
    fn bad_examples_fire_their_rule_and_good_ones_nothing() {
        for rule in RULES {
            if !rule.bad.is_empty() {
                assert_eq!(fired(rule.bad), [rule.code], "bad of {}", rule.name);
            }
            assert!(fired(rule.good).is_empty(), "good of {}", rule.name);
        }
    }

    #[test]
    fn codes_follow_each_other() {
        for (at, rule) in RULES.iter().enumerate() {
            assert_eq!(rule.code, format!("C01{:02}", at + 1));
        }
    }
}
