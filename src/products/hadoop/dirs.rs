//! Directories on the hosts: what the profile says, else one on each disk, else the packages' own.

use super::home;
use crate::diagnostic::Diagnostic;
use crate::document::Input;
use crate::lower::Ctx;
use crate::source::{Span, Spanned};
use crate::units::{Pattern, nearest};

/// Kind of a disk, which HDFS may be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    Disk,
    Ssd,
    Archive,
}

/// One directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dir {
    pub path: String,
    pub medium: Medium,
}

/// Directories for one purpose, and why these.
#[derive(Debug, Clone, Default)]
pub struct Dirs {
    pub list: Vec<Dir>,
    pub inputs: Vec<Input>,
    /// Where the profile decides, directly or by its disks.
    pub span: Option<Span>,
}

/// Purposes that `daemons.<role>.dirs` may name, by role.
const PURPOSES: &[(&str, &[&str])] = &[
    ("namenode", &["name", "log", "pid", "tmp"]),
    ("secondarynamenode", &["checkpoint", "log", "pid", "tmp"]),
    ("datanode", &["data", "log", "pid", "tmp"]),
    ("journalnode", &["journal", "log", "pid", "tmp"]),
    ("zkfc", &["log", "pid", "tmp"]),
    ("resourcemanager", &["log", "pid", "tmp"]),
    ("nodemanager", &["local", "userlogs", "log", "pid", "tmp"]),
    ("historyserver", &["log", "pid", "tmp"]),
];

impl Dirs {
    /// The paths alone.
    pub fn paths(&self) -> Vec<String> {
        self.list.iter().map(|dir| dir.path.clone()).collect()
    }

    /// As `file:` URIs.
    pub fn uris(&self) -> Vec<String> {
        self.list.iter().map(|dir| file_uri(&dir.path)).collect()
    }

    /// The first `most` of them.
    #[must_use]
    pub fn at_most(mut self, most: usize) -> Self {
        self.list.truncate(most);
        self
    }
}

/// Directories of a role's daemon for a purpose.
///
/// `daemons.<role>.dirs.<purpose>` wins; else `<disk>/<service>/<purpose>` on every disk of the
/// hosts; else one directory where the packages keep data (a tarball: `base/<purpose>`).
pub fn dirs(ctx: &Ctx<'_>, role: &'static str, service: &str, purpose: &str) -> Dirs {
    if let Some(stated) = stated(ctx, role, purpose) {
        return stated;
    }
    if let Some(on_disks) = on_disks(ctx, service, purpose) {
        return on_disks;
    }
    let parent = home::base(ctx).or_else(|| {
        home::layout_of(ctx, role)?
            .data
            .map(std::borrow::Cow::into_owned)
    });
    let Some(parent) = parent else {
        return Dirs::default();
    };
    let mut inputs = vec![Input::fact("no disks are listed for these hosts")];
    inputs.push(ctx.packages_input("hadoop"));
    Dirs {
        list: vec![Dir {
            path: format!("{parent}/{purpose}"),
            medium: Medium::Disk,
        }],
        span: ctx
            .product("hadoop")
            .map(|product| product.flavour_span.unwrap_or(product.version.span)),
        inputs,
    }
}

/// What `daemons.<role>.dirs.<purpose>` says, brackets expanded.
pub fn stated(ctx: &Ctx<'_>, role: &'static str, purpose: &str) -> Option<Dirs> {
    let dirs = ctx.daemon(role)?.dirs.as_ref()?;
    let (key, list) = dirs.iter().find(|(name, _)| name.value == purpose)?;
    let list: Vec<Dir> = list
        .iter()
        .flat_map(expanded)
        .map(|path| Dir {
            path,
            medium: Medium::Disk,
        })
        .collect();
    let what = match list.as_slice() {
        [one] => format!("daemons.{role}.dirs.{purpose}: {}", one.path),
        several => format!(
            "daemons.{role}.dirs.{purpose}: {} directories",
            several.len()
        ),
    };
    Some(Dirs {
        list,
        inputs: vec![Input::at(what, key.span)],
        span: Some(key.span),
    })
}

fn expanded(item: &Spanned<String>) -> Vec<String> {
    match Pattern::parse(&item.value) {
        Ok(pattern) => pattern.expand().map(|one| one.text).collect(),
        Err(_) => vec![item.value.clone()],
    }
}

fn on_disks(ctx: &Ctx<'_>, service: &str, purpose: &str) -> Option<Dirs> {
    let hardware = ctx.class.hardware.as_ref()?;
    let kinds = [
        (&hardware.disk, Medium::Disk, "disk"),
        (&hardware.ssd, Medium::Ssd, "ssd"),
        (&hardware.archive, Medium::Archive, "archive"),
    ];
    let mut dirs = Dirs::default();
    for (disks, medium, word) in kinds {
        let Some(first) = disks.first() else { continue };
        dirs.list.extend(disks.iter().map(|disk| Dir {
            path: format!("{}/{service}/{purpose}", disk.value.trim_end_matches('/')),
            medium,
        }));
        let what = match disks.as_slice() {
            [one] => format!("{word}: {}", one.value),
            several => format!(
                "{word}: {} mount points from {}",
                several.len(),
                first.value
            ),
        };
        dirs.inputs.push(Input::at(what, first.span));
        dirs.span.get_or_insert(first.span);
    }
    (!dirs.list.is_empty()).then_some(dirs)
}

/// A path as a `file:` URI, as `java.net.URI` reads it.
pub fn file_uri(path: &str) -> String {
    use std::fmt::Write as _;
    let mut uri = String::from("file://");
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+;=:@".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

/// Purposes a daemon does not have, and paths that a list of Hadoop cannot hold.
pub fn check(ctx: &Ctx<'_>, found: &mut Vec<Diagnostic>) {
    for (role, purposes) in PURPOSES {
        let Some(dirs) = ctx.daemon(role).and_then(|daemon| daemon.dirs.as_ref()) else {
            continue;
        };
        for (name, list) in dirs {
            let elsewhere = PURPOSES
                .iter()
                .any(|(_, purposes)| purposes.contains(&name.value.as_str()));
            if !elsewhere {
                let diagnostic = Diagnostic::new(
                    &super::rules::UNKNOWN_DIRECTORY,
                    name.span,
                    format!("a {role} has no directory for `{}`", name.value),
                );
                found.push(match nearest(&name.value, purposes.iter().copied()) {
                    Some(near) => diagnostic.help(format!("did you mean `{near}`?")).fix(
                        format!("write `{near}`"),
                        name.span,
                        near,
                        false,
                    ),
                    None => diagnostic.help(format!("it has {}", purposes.join(", "))),
                });
            }
            for item in list.iter() {
                found.extend(bad_path(item));
            }
        }
    }
    if let Some(hardware) = &ctx.class.hardware {
        for disk in [&hardware.disk, &hardware.ssd, &hardware.archive]
            .into_iter()
            .flatten()
        {
            found.extend(bad_path(disk));
        }
    }
}

fn bad_path(path: &Spanned<String>) -> Option<Diagnostic> {
    let expanded = expanded(path);
    let wrong = expanded.iter().find_map(|path| {
        if !path.starts_with('/') {
            Some("is not absolute")
        } else if path.contains(',') {
            Some("holds a comma, which Hadoop reads as the end of the item")
        } else {
            None
        }
    })?;
    Some(
        Diagnostic::new(
            &super::rules::BAD_DIRECTORY,
            path.span,
            format!("the directory `{}` {wrong}", path.value),
        )
        .help("write an absolute path without commas"),
    )
}

#[cfg(test)]
mod tests {
    use super::file_uri;

    #[test]
    fn uris() {
        assert_eq!(file_uri("/data/1/hdfs/data"), "file:///data/1/hdfs/data");
        assert_eq!(file_uri("/a b/%c"), "file:///a%20b/%25c");
    }
}
