//! The part of the schema that the keys of a tree can reach.
//!
//! To build a validator costs more than to check a small profile with it, and most of the schema
//! speaks of keys that a profile does not have. Every place keeps its path and its meaning: a key
//! that is nowhere in the tree is allowed and refused where it was, only its value is not
//! described.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::generate::LIST_EDITS;
use crate::yaml::{Kind, Node};

/// `schema` as far as keys of `root` can ask for it.
pub(super) fn reachable(schema: &Value, root: &Node) -> Value {
    let mut keys = HashSet::new();
    collect(root, &mut keys);
    Reach {
        instances: keys.iter().any(|key| key.contains('@')),
        own: keys.iter().any(|key| key.starts_with("x-")),
        edits: ["append", "prepend", "remove"]
            .iter()
            .any(|key| keys.contains(key)),
        keys,
    }
    .of(schema)
}

fn collect<'a>(node: &'a Node, keys: &mut HashSet<&'a str>) {
    match &node.kind {
        Kind::Map(entries) => {
            for entry in entries {
                keys.insert(&entry.key.value);
                collect(&entry.value, keys);
            }
        }
        Kind::Seq(items) => items.iter().for_each(|item| collect(item, keys)),
        Kind::Null | Kind::Scalar(_) => {}
    }
}

struct Reach<'a> {
    keys: HashSet<&'a str>,
    /// Whether any key names an instance (`hdfs@logs`).
    instances: bool,
    /// Whether any key is the user's own (`x-note`).
    own: bool,
    /// Whether any key edits a list.
    edits: bool,
}

impl Reach<'_> {
    fn of(&self, schema: &Value) -> Value {
        match schema {
            Value::Object(map) => map
                .iter()
                .filter_map(|(word, value)| Some((word.clone(), self.word(word, value)?)))
                .collect(),
            Value::Array(items) => items.iter().map(|item| self.of(item)).collect(),
            other => other.clone(),
        }
    }

    /// The value of a keyword; nothing for those that only people read.
    fn word(&self, word: &str, value: &Value) -> Option<Value> {
        match (word, value) {
            ("description" | "examples" | "title", _) => None,
            ("const" | "enum" | "required", _) => Some(value.clone()),
            ("properties", Value::Object(map)) => Some(self.each(map, |key| {
                if self.keys.contains(key) {
                    Describe::Whole
                } else {
                    Describe::Allow
                }
            })),
            ("patternProperties", Value::Object(map)) => Some(self.each(map, |pattern| {
                let absent = pattern.contains(")@") && !self.instances
                    || pattern == "^x-" && !self.own
                    || pattern == LIST_EDITS && !self.edits;
                if absent {
                    Describe::Drop
                } else {
                    Describe::Whole
                }
            })),
            ("$defs", Value::Object(map)) => Some(self.each(map, |_| Describe::Whole)),
            _ => Some(self.of(value)),
        }
    }

    fn each(&self, map: &Map<String, Value>, how: impl Fn(&str) -> Describe) -> Value {
        map.iter()
            .filter_map(|(key, value)| {
                let value = match how(key) {
                    Describe::Whole => self.of(value),
                    Describe::Allow => Value::Bool(true),
                    Describe::Drop => return None,
                };
                Some((key.clone(), value))
            })
            .collect()
    }
}

enum Describe {
    Whole,
    /// Nothing has this key: that it may be there is all that is left.
    Allow,
    Drop,
}

#[cfg(test)]
mod tests {
    use super::reachable;
    use crate::schema::json::Tree;
    use crate::schema::profile_schema;
    use crate::source::FileId;

    /// Errors of the whole schema and of its part, each by path and words.
    fn both(text: &str) -> [Vec<String>; 2] {
        let root = crate::yaml::read(FileId(0), text).root.unwrap();
        let whole = profile_schema();
        let part = reachable(&whole, &root);
        [whole, part].map(|schema| {
            let validator = jsonschema::options_for::<Tree>().build(&schema).unwrap();
            validator
                .iter_errors(&root)
                .map(|error| format!("{} {}", error.instance_path(), error.schema_path()))
                .collect()
        })
    }

    #[test]
    fn a_part_says_what_the_whole_schema_says() {
        for text in [
            "clusterc: v1\ncluster: {name: a}\nhosts: {n: {roles: [namenode]}}\n",
            "clusterc: v2\ncluster: {nmae: a}\nhosts: {n: {rolls: namenode, rack: r}}\n",
            "clusterc: v1\nservices: {hdfs@logs: {replication: no}, hdfs: {x-note: 1, oops: 2}}\n",
            "x-own: 1\ndaemons: {namenode@a: {heap: 3, prots: {}}, zzz@b: {}}\nunits: {a.slice: {cpu_weight: 0}}\n",
            "hardware: {big: {cpus: 0, disks: {disk: [a], tape: b}}}\nlints: {a: perhaps}\n",
            "overrides: [{where: {rool: a}, settings: {core-site: {a: {value: 1, fanal: true}}}}]\n",
            "security: {kerberos: {}, tls: {password: literal}}\nplatform: {os: 1, cgroup: v3}\n",
            "hosts: {append: a, n: {labels: {remove: [b], c: 1}}}\nlints: {prepend: [a]}\n",
            "- not a map\n",
        ] {
            let [whole, part] = both(text);
            assert_eq!(whole, part, "{text}");
        }
    }
}
