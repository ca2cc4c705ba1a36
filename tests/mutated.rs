//! Profiles that somebody edited without looking: nodes deleted, doubled, moved, swapped, turned
//! into another type. Whatever comes of it, no panic, and diagnostics that have a place.
//!
//! `PROPTEST_CASES=1000000 cargo test --release --test mutated` runs it for longer.

mod support;

use std::sync::OnceLock;

use clusterc::pipeline::compile;
use clusterc::resolve::Files;
use clusterc::source::FileId;
use clusterc::yaml::{Kind, Node, Style, read};
use proptest::prelude::*;
use support::{Folder, cases, root, sound};

/// A profile as a tree that can be edited; a scalar is kept as it is printed.
#[derive(Debug, Clone, PartialEq)]
enum Tree {
    Scalar(String),
    Seq(Vec<Tree>),
    Map(Vec<(String, Tree)>),
}

impl Tree {
    fn of(node: &Node) -> Self {
        match &node.kind {
            Kind::Null => Self::Scalar("null".to_owned()),
            Kind::Scalar(scalar) => Self::Scalar(printed(&scalar.text, scalar.style)),
            Kind::Seq(items) => Self::Seq(items.iter().map(|item| Self::of(item)).collect()),
            Kind::Map(entries) => Self::Map(
                entries
                    .iter()
                    .map(|entry| {
                        let key = printed(&entry.key.value, Style::Quoted);
                        (key, Self::of(&entry.value))
                    })
                    .collect(),
            ),
        }
    }

    fn print(&self, out: &mut String) {
        match self {
            Self::Scalar(text) => out.push_str(text),
            Self::Seq(items) => {
                out.push('[');
                for item in items {
                    item.print(out);
                    out.push_str(", ");
                }
                out.push(']');
            }
            Self::Map(entries) => {
                out.push('{');
                for (key, value) in entries {
                    out.push_str(key);
                    out.push_str(": ");
                    value.print(out);
                    out.push_str(",\n");
                }
                out.push('}');
            }
        }
    }

    /// How many nodes there are.
    fn count(&self) -> usize {
        1 + match self {
            Self::Scalar(_) => 0,
            Self::Seq(items) => items.iter().map(Self::count).sum(),
            Self::Map(entries) => entries.iter().map(|(_, value)| value.count()).sum(),
        }
    }

    /// The nth node, the root being the first.
    fn nth(&mut self, nth: usize) -> Option<&mut Self> {
        if nth == 0 {
            return Some(self);
        }
        let children: Vec<&mut Self> = match self {
            Self::Scalar(_) => Vec::new(),
            Self::Seq(items) => items.iter_mut().collect(),
            Self::Map(entries) => entries.iter_mut().map(|(_, value)| value).collect(),
        };
        let mut left = nth - 1;
        for child in children {
            let count = child.count();
            if left < count {
                return child.nth(left);
            }
            left -= count;
        }
        None
    }
}

fn printed(text: &str, style: Style) -> String {
    let plain = !text.is_empty()
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.')
        && style == Style::Plain;
    if plain {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            ' '..='~' => quoted.push(c),
            _ => quoted.push_str(&format!("\\U{:08X}", u32::from(c))),
        }
    }
    quoted.push('"');
    quoted
}

/// One careless edit; places are taken modulo the number of nodes.
#[derive(Debug, Clone)]
enum Edit {
    Delete(usize, usize),
    Double(usize, usize),
    /// The first becomes a copy of the second.
    Copy(usize, usize),
    Swap(usize, usize),
    /// An entry of the first map goes into the second.
    Move(usize, usize),
    /// The value becomes a list of it, or a map with it under a key of another.
    Wrap(usize),
    WrapInMap(usize, usize),
    /// A list or map becomes its first value.
    Unwrap(usize),
    Rename(usize, usize, &'static str),
    Write(usize, &'static str),
}

const WORDS: &[&str] = &[
    "null",
    "~",
    "true",
    "0",
    "1",
    "-1",
    "3",
    "65536",
    "1e3",
    "0.5",
    "\"\"",
    "[]",
    "{}",
    "[[]]",
    "x",
    "\"*\"",
    "\"m[1-3]\"",
    "\"[1-2]\"",
    "\"w[1-2],m1\"",
    "\"/a\"",
    "\"/\"",
    "\"{{ host.name }}\"",
    "\"{{ hosts('datanode') }}\"",
    "\"{{ host.memory }}\"",
    "\"{{ 1 + 1 }}\"",
    "50%",
    "1GiB",
    "10s",
    "\"deploy:x\"",
    "{secret: \"deploy:x\"}",
    "{append: [a]}",
    "{remove: a}",
    "{value: 1}",
    "{value: 1, final: true}",
    "{value: 1, force: because}",
    "{version: 3.3.6}",
    "3.3.6",
    "2.6.0",
    "1.2.1",
    "0.20.0",
    "1.11.0",
    "3.4.14",
    "tarball",
    "fedora",
    "bigtop-3.4",
    "rhel-8.10",
    "fedora-21",
    "centos-7.1",
    "namenode",
    "datanode",
    "zookeeper",
    "mesos-agent",
    "mesos-slave",
    "resourcemanager",
    "gateway",
    "main",
    "localhost",
    "allow",
    "deny",
];

const KEYS: &[&str] = &[
    "hosts",
    "roles",
    "services",
    "daemons",
    "products",
    "platform",
    "hardware",
    "settings",
    "units",
    "files",
    "overrides",
    "where",
    "extends",
    "lints",
    "cluster",
    "name",
    "domain",
    "version",
    "packages",
    "base",
    "user",
    "disks",
    "memory",
    "cpus",
    "rack",
    "address",
    "labels",
    "managed",
    "hdfs",
    "yarn",
    "mesos",
    "zookeeper",
    "\"hdfs@x\"",
    "\"namenode@x\"",
    "\"zookeeper@x\"",
    "datanode",
    "nodemanager",
    "heap",
    "env",
    "ports",
    "dirs",
    "unit",
    "java_opts",
    "bind",
    "text",
    "from",
    "mode",
    "owner",
    "append",
    "remove",
    "value",
    "final",
    "force",
    "secret",
    "of",
    "each",
    "not",
    "role",
    "os",
    "hdfs-site",
    "core-site",
    "zoo.cfg",
    "dfs.replication",
    "\"<<\"",
    "x-y",
    "\"w[1-2]\"",
    "localhost",
    "replication",
    "queues",
    "capacity",
    "a.slice",
    "a.mount",
    "a.timer",
    "CPUWeight",
    "cpu_weight",
];

fn edit() -> impl Strategy<Value = Edit> {
    let at = || 0_usize..10_000;
    prop_oneof![
        3 => (at(), at()).prop_map(|(a, b)| Edit::Delete(a, b)),
        1 => (at(), at()).prop_map(|(a, b)| Edit::Double(a, b)),
        2 => (at(), at()).prop_map(|(a, b)| Edit::Copy(a, b)),
        2 => (at(), at()).prop_map(|(a, b)| Edit::Swap(a, b)),
        3 => (at(), at()).prop_map(|(a, b)| Edit::Move(a, b)),
        1 => at().prop_map(Edit::Wrap),
        1 => (at(), at()).prop_map(|(a, b)| Edit::WrapInMap(a, b)),
        1 => at().prop_map(Edit::Unwrap),
        3 => (at(), at(), prop::sample::select(KEYS)).prop_map(|(a, b, key)| Edit::Rename(a, b, key)),
        5 => (at(), prop::sample::select(WORDS)).prop_map(|(a, word)| Edit::Write(a, word)),
    ]
}

/// The nth of the maps that have entries.
fn map(tree: &mut Tree, nth: usize) -> Option<&mut Vec<(String, Tree)>> {
    let count = tree.count();
    let mut maps = Vec::new();
    for at in 0..count {
        if let Some(Tree::Map(entries)) = tree.nth(at)
            && !entries.is_empty()
        {
            maps.push(at);
        }
    }
    let at = *maps.get(nth.checked_rem(maps.len())?)?;
    match tree.nth(at)? {
        Tree::Map(entries) => Some(entries),
        _ => None,
    }
}

fn apply(tree: &mut Tree, edit: &Edit) -> Option<()> {
    let count = tree.count();
    let copy = |tree: &mut Tree, at: usize| tree.nth(at % count).map(|node| node.clone());
    match *edit {
        Edit::Delete(at, which) => {
            let entries = map(tree, at)?;
            entries.remove(which % entries.len());
        }
        Edit::Double(at, which) => {
            let entries = map(tree, at)?;
            let entry = entries[which % entries.len()].clone();
            entries.push(entry);
        }
        Edit::Copy(to, from) => {
            let node = copy(tree, from)?;
            *tree.nth(to % count)? = node;
        }
        Edit::Swap(one, other) => {
            let (a, b) = (copy(tree, one)?, copy(tree, other)?);
            *tree.nth(one % count)? = b;
            *tree.nth(other % tree.count())? = a;
        }
        Edit::Move(from, to) => {
            let entries = map(tree, from)?;
            let entry = entries.remove(to % entries.len());
            map(tree, to)?.push(entry);
        }
        Edit::Wrap(at) => {
            let node = copy(tree, at)?;
            *tree.nth(at % count)? = Tree::Seq(vec![node.clone(), node]);
        }
        Edit::WrapInMap(at, key) => {
            let node = copy(tree, at)?;
            let key = KEYS[key % KEYS.len()].to_owned();
            *tree.nth(at % count)? = Tree::Map(vec![(key, node)]);
        }
        Edit::Unwrap(at) => {
            let node = tree.nth(at % count)?;
            let inner = match node {
                Tree::Scalar(_) => return None,
                Tree::Seq(items) => items.first()?.clone(),
                Tree::Map(entries) => entries.first()?.1.clone(),
            };
            *node = inner;
        }
        Edit::Rename(at, which, key) => {
            let entries = map(tree, at)?;
            let which = which % entries.len();
            key.clone_into(&mut entries[which].0);
        }
        Edit::Write(at, word) => *tree.nth(at % count)? = Tree::Scalar(word.to_owned()),
    }
    Some(())
}

struct Written(String);

impl Files for Written {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        if path == "mutated.yaml" {
            return Ok(self.0.clone().into_bytes());
        }
        Folder(root().join("profiles")).read(path)
    }
}

/// The profiles that are edited: those that are shipped, and every case.
fn trees() -> &'static [Tree] {
    static TREES: OnceLock<Vec<Tree>> = OnceLock::new();
    TREES.get_or_init(|| {
        let every = root().join("tests/hostile/every-place.yaml");
        let paths = cases()
            .into_iter()
            .map(|case| case.folder.join(case.profile))
            .chain([every]);
        let trees: Vec<Tree> = paths
            .filter_map(|path| {
                let text = std::fs::read_to_string(path).ok()?;
                read(FileId(0), &text).root.map(|root| Tree::of(&root))
            })
            .collect();
        assert!(trees.len() > 40, "the profiles were not found");
        trees
    })
}

proptest! {
    #[test]
    fn careless_edits_are_reported_soundly(
        which in any::<prop::sample::Index>(),
        edits in prop::collection::vec(edit(), 1..6),
    ) {
        let mut tree = which.get(trees()).clone();
        for edit in &edits {
            // An edit without a place to make it is none.
            let _ = apply(&mut tree, edit);
        }
        prop_assume!(tree.count() < 3000);
        let mut text = String::new();
        tree.print(&mut text);
        let compilation = compile(&Written(text.clone()), "mutated.yaml", false)
            .expect("a profile in memory can be read");
        if let Err(what) = sound(&compilation) {
            return Err(TestCaseError::fail(format!("{what}\n{text}")));
        }
    }
}
