//! From flags to what the packages read.
//!
//! Where a shell or systemd makes the environment, a flag is the variable `MESOS_` with the flag
//! behind it, in lower case as Fedora's own files have it. Where a wrapper makes a command line,
//! each flag is a file of its own, which wins over any variable. So that no flag is given twice
//! there, the wrapper's file of defaults is written too: it holds the log directory, which the
//! package states in a file that master and agent share, and no other flag.

use super::common::bare;
use super::home::Home;
use crate::document::{ConfigDocument, Entry, TargetPath, Value};
use crate::lower::Ctx;

/// The shared file of the wrapper, left to the package.
const SHARED: &str = "/etc/default/mesos";

/// What variables of flags begin with.
const VARIABLE: &str = "MESOS_";

/// Flags that the wrapper takes as a directory with a file for each item.
const DIRECTORIES: &[&str] = &["attributes", "resources"];

/// Gives a daemon's flags their final names and files.
pub(super) fn spell(ctx: &Ctx<'_>, document: ConfigDocument) -> Vec<ConfigDocument> {
    let homes = Home::all(ctx, &document.name);
    let home = homes.iter().find(|home| {
        home.layout
            .env
            .last()
            .is_some_and(|file| *file.path == *document.path.as_str())
    });
    match home {
        Some(home) if !home.layout.flag_dirs.is_empty() => wrapper(home, &document),
        _ => vec![environment(document)],
    }
}

fn is_variable(entry: &Entry) -> bool {
    entry.key.bytes().any(|byte| byte.is_ascii_uppercase()) || entry.key.ends_with("_proxy")
}

fn environment(mut document: ConfigDocument) -> ConfigDocument {
    for entry in &mut document.entries {
        if !is_variable(entry) {
            entry.key = format!("{VARIABLE}{}", entry.key).into();
        }
    }
    document
}

/// The flag that the name of a variable or of a file is.
pub(super) fn flag(name: &str) -> &str {
    name.strip_prefix(VARIABLE).unwrap_or(name)
}

fn wrapper(home: &Home<'_>, document: &ConfigDocument) -> Vec<ConfigDocument> {
    let mut defaults = Vec::new();
    let mut flags = Vec::new();
    for entry in &document.entries {
        if entry.key == "log_dir" {
            let mut entry = entry.clone();
            entry.key = "LOGS".into();
            defaults.insert(0, entry);
        } else if is_variable(entry) {
            defaults.push(entry.clone());
        } else {
            flags.push(entry);
        }
    }
    let mut made = Vec::new();
    for file in home.layout.env.iter().filter(|file| file.path != SHARED) {
        let Ok(path) = TargetPath::new(file.path.as_ref()) else {
            continue;
        };
        made.push(ConfigDocument {
            path,
            syntax: file.syntax,
            entries: defaults.clone(),
            ..document.clone()
        });
    }
    for dir in &home.layout.flag_dirs {
        for entry in &flags {
            for (name, entry) in files(entry) {
                made.extend(bare(document, format!("{dir}/{name}"), entry));
            }
        }
    }
    made
}

/// The files of one flag: one, or one an item below a directory.
fn files(entry: &Entry) -> Vec<(String, Entry)> {
    let whole = || vec![(entry.key.to_string(), entry.clone())];
    let text = entry.value.text();
    if !DIRECTORIES.contains(&&*entry.key) || text.starts_with(['[', '{']) {
        return whole();
    }
    let mut files = Vec::new();
    for item in text.split(';').filter(|item| !item.is_empty()) {
        match item.split_once(':') {
            Some((name, value)) if !name.is_empty() && !name.contains('/') => {
                let mut one = entry.clone();
                one.value = Value::from(value.to_owned());
                files.push((format!("{}/{name}", entry.key), one));
            }
            _ => return whole(),
        }
    }
    files
}
