//! Runs the program as people do: in a folder of its own, with its exit code and its streams.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::support::walk;

pub const GOOD: &str = "clusterc: v1
cluster: {name: demo, domain: example.org}
platform: rhel-8.10
products: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}
hosts:
  z[1-3]: {roles: [zookeeper]}
";

pub fn bad() -> String {
    GOOD.replace("[zookeeper]", "[zookeper]")
}

pub fn warned() -> String {
    format!("{GOOD}services: {{zookeeper: {{tick: null}}}}\n")
}

pub const VIEWS: [&str; 6] = ["hosts", "roles", "files", "ports", "products", "units"];

/// A folder with profiles, and the program run in it.
pub struct Place(pub TempDir);

impl Place {
    pub fn new() -> Self {
        let place = Self(TempDir::new().expect("a temporary folder"));
        place.write("good.yaml", GOOD);
        place.write("bad.yaml", &bad());
        place.write("warned.yaml", &warned());
        place
    }

    /// A folder without profiles.
    pub fn empty() -> Self {
        Self(TempDir::new().expect("a temporary folder"))
    }

    /// The same in memory where the machine offers that, for tests that write much.
    pub fn in_memory() -> Self {
        match tempfile::tempdir_in("/dev/shm") {
            Ok(folder) => Self(folder),
            Err(_) => Self::new(),
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).expect("a file can be written");
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_clusterc"));
        command
            .args(args)
            .current_dir(self.0.path())
            .env_remove("CLICOLOR_FORCE")
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        Ran::of(
            self.command(args).output().expect("the program starts"),
            args,
        )
    }

    pub fn run_with(&self, args: &[&str], input: &str) -> Ran {
        let mut child = self
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        // A program that refuses before it reads closes the pipe.
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        Ran::of(child.wait_with_output().expect("the program ends"), args)
    }
}

/// How a run ended.
pub struct Ran {
    pub args: String,
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ran {
    pub fn of(output: Output, args: &[&str]) -> Self {
        Self {
            args: args.join(" "),
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    #[track_caller]
    pub fn code(self, code: i32) -> Self {
        assert_eq!(
            self.code,
            Some(code),
            "clusterc {}\n--- stdout\n{}\n--- stderr\n{}",
            self.args,
            self.out,
            self.err
        );
        self
    }

    #[track_caller]
    pub fn says(self, words: &str) -> Self {
        assert!(
            self.out.contains(words) || self.err.contains(words),
            "clusterc {} does not say `{words}`\n--- stdout\n{}\n--- stderr\n{}",
            self.args,
            self.out,
            self.err
        );
        self
    }

    #[track_caller]
    pub fn silent(self) -> Self {
        assert_eq!(
            (self.out.as_str(), self.err.as_str()),
            ("", ""),
            "clusterc {}",
            self.args
        );
        self
    }
}

/// Every file below a folder with its bytes.
pub fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    walk(folder)
        .into_iter()
        .map(|path| {
            let name = path
                .strip_prefix(folder)
                .unwrap_or(&path)
                .display()
                .to_string();
            let bytes = std::fs::read(&path).expect("an output can be read");
            (name, bytes)
        })
        .collect()
}

/// A JSON document and the schema it must hold to.
#[track_caller]
pub fn validate(schema: &str, text: &str) -> Value {
    let schema = clusterc::schemas::all()
        .into_iter()
        .find(|known| known.name == schema)
        .unwrap_or_else(|| panic!("no schema {schema}"));
    let value: Value = serde_json::from_str(text)
        .unwrap_or_else(|error| panic!("{}: {error} in {text}", schema.name));
    let schema_value: Value = serde_json::from_str(&schema.text).expect("a schema is JSON");
    let validator = jsonschema::validator_for(&schema_value).expect("a schema");
    let errors: Vec<String> = validator
        .iter_errors(&value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{}: {errors:#?}\n{text}", schema.name);
    value
}

/// Enough hosts that a build takes a while.
pub fn large(rack: &str) -> String {
    format!(
        "clusterc: v1
cluster: {{name: demo, domain: example.org}}
platform: rhel-8.10
products: {{hadoop: {{version: 3.3.6, packages: bigtop-3.4}}}}
hosts:
  n1: {{roles: [namenode, resourcemanager], rack: {rack}/0}}
  w[001-150]: {{roles: [datanode, nodemanager], rack: {rack}/1}}
files:
  /etc/motd: {{text: \"{{{{ host.fqdn }}}} in {{{{ host.rack }}}}\\n\"}}
"
    )
}
