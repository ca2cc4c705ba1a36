//! Compares a tree with a folder: what would be written and removed, and what is in the way.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use rayon::prelude::*;

use super::claims::{self, Claims, Records};
use super::manifest::{self, Trace};
use super::scan::{Change, HostPlan, Ours, Scratch, in_path_order, plan_host};
use super::{Conflict, ConflictKind, Folder, MANIFEST, OutputError, OutputTree};

/// What a build is to bring about.
#[derive(Debug, Clone, Copy)]
pub struct Request<'t> {
    pub tree: &'t OutputTree,
    /// The profile's file name, for the manifest.
    pub profile: &'t str,
    /// The hosts to write and to clean up; the others keep what they have. `None`: all.
    pub scope: Option<&'t BTreeSet<String>>,
}

/// What a build would do.
#[derive(Debug)]
pub struct Plan<'t> {
    pub(super) tree: &'t OutputTree,
    pub(super) profile: &'t str,
    /// Hosts with something to do, sorted.
    pub(super) hosts: Vec<HostPlan<'t>>,
    pub(super) conflicts: Vec<Conflict>,
    pub(super) next: NextManifest,
    /// What the manifests said when the plan was made.
    pub(super) claims: Claims,
    unchanged: usize,
    unfinished: bool,
}

/// The manifest that the build will leave.
#[derive(Debug)]
pub(super) struct NextManifest {
    pub(super) entries: Vec<manifest::Entry>,
    pub(super) text: Vec<u8>,
    pub(super) differs: bool,
    /// What stays unsettled because its hosts are out of scope.
    pub(super) leftover: Vec<Trace>,
}

/// How many files a plan is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub create: usize,
    /// Another content, or other permission bits.
    pub update: usize,
    pub unchanged: usize,
    pub remove: usize,
}

/// One place where the folder is not as the tree would have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference<'p> {
    /// Empty for the manifest.
    pub host: &'p str,
    pub path: &'p str,
    pub kind: DifferenceKind,
}

/// How a place differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DifferenceKind {
    Missing,
    /// From this line (from 1) on.
    Differs {
        line: usize,
    },
    /// Permission bits.
    Mode {
        on_disk: u32,
        wanted: u32,
    },
    /// Ours, and no longer made.
    Extra,
    /// Something else stands there.
    InTheWay(ConflictKind),
    /// The manifest does not say what it would say.
    Manifest,
    /// A build did not end.
    Unfinished,
}

/// Compares; reads only. Without a folder everything is missing.
///
/// # Errors
/// When the folder cannot be read or its manifest cannot be trusted.
pub fn plan<'t>(request: &Request<'t>, folder: Option<&Folder>) -> Result<Plan<'t>, OutputError> {
    let &Request {
        tree,
        profile,
        scope,
    } = request;
    let records = folder.map_or_else(|| Ok(Records::default()), claims::read)?;
    let unfinished = records.unfinished;
    let mut entries = Vec::new();
    let mut text = Vec::new();
    if scope.is_none() {
        entries = manifest::entries(tree, None, &[]);
        text = print(profile, &entries, &[])?;
    }
    // The usual case, and cheap: the manifest says what it would say again, so it need not be read.
    let as_tree = scope.is_none() && !unfinished && records.text == text;
    let mut differs = !as_tree;
    let mut claims = Claims::default();
    if let (false, Some(folder)) = (as_tree, folder) {
        let before = records.text.clone();
        claims = records.claims(folder)?;
        if scope.is_some() {
            entries = manifest::entries(tree, scope, &claims.entries);
            text = print(profile, &entries, &[])?;
        }
        differs = before != text;
    }
    let hosts = hosts_of(tree, scope, &claims);
    let planned = match folder {
        Some(folder) if as_tree || !folder.is_empty() => {
            plan_hosts(folder, &hosts, tree, &claims, as_tree)?
        }
        _ => hosts
            .iter()
            .map(|host| HostPlan::missing(host, tree))
            .collect(),
    };
    let unchanged = planned.iter().map(|host| host.unchanged).sum();
    let mut hosts: Vec<_> = planned
        .into_iter()
        .filter(|host| !host.is_settled())
        .collect();
    let mut conflicts = Vec::new();
    for host in &mut hosts {
        host.conflicts.sort_by(in_path_order);
        host.conflicts.dedup();
        conflicts.append(&mut host.conflicts);
    }
    let leftover = leftover(&claims.traces, scope);
    Ok(Plan {
        tree,
        profile,
        hosts,
        conflicts,
        next: NextManifest {
            entries,
            text,
            differs,
            leftover,
        },
        claims,
        unchanged,
        unfinished,
    })
}

pub(super) fn print(
    profile: &str,
    entries: &[manifest::Entry],
    interrupted: &[Trace],
) -> Result<Vec<u8>, OutputError> {
    manifest::print(profile, entries, interrupted).map_err(|error| OutputError::Io {
        action: "cannot print",
        path: MANIFEST.to_owned(),
        source: error.into(),
    })
}

/// The hosts in scope that have files, or had some.
fn hosts_of<'a>(
    tree: &'a OutputTree,
    scope: Option<&BTreeSet<String>>,
    claims: &'a Claims,
) -> Vec<&'a Arc<str>> {
    let mut hosts: Vec<_> = tree.hosts().chain(claims.by_host.keys()).collect();
    hosts.retain(|host| scope.is_none_or(|scope| scope.contains(host.as_ref())));
    hosts.sort_unstable();
    hosts.dedup();
    hosts
}

fn plan_hosts<'t>(
    folder: &Folder,
    hosts: &[&Arc<str>],
    tree: &'t OutputTree,
    claims: &Claims,
    as_tree: bool,
) -> Result<Vec<HostPlan<'t>>, OutputError> {
    let planned: Vec<_> = hosts
        .par_iter()
        .with_min_len(64)
        .map_init(Scratch::default, |scratch, host| {
            let ours = if as_tree {
                Ours::AsTree
            } else {
                Ours::Claimed(claims.by_host.get(*host).map_or(&[], Vec::as_slice))
            };
            plan_host(folder, host, tree, ours, scratch)
        })
        .collect();
    // Collected whole before the first error is taken, so that it is the same one every time.
    planned
        .into_iter()
        .collect::<Result<_, _>>()
        .map_err(|error| folder.error("cannot compare with", error.path, error.source))
}

fn leftover(traces: &[Trace], scope: Option<&BTreeSet<String>>) -> Vec<Trace> {
    let Some(scope) = scope else {
        return Vec::new();
    };
    traces
        .iter()
        .filter_map(|trace| {
            let out = |host: &&Arc<str>| !scope.contains(host.as_ref());
            let hosts: Vec<_> = trace.hosts.iter().filter(out).cloned().collect();
            let trace = Trace {
                hosts,
                ..trace.clone()
            };
            (!trace.hosts.is_empty()).then_some(trace)
        })
        .collect()
}

impl Plan<'_> {
    /// What must not be overwritten, by host, then path. [`apply`](super::apply) refuses a plan
    /// that has any.
    #[must_use]
    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }

    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts {
            unchanged: self.unchanged,
            ..Counts::default()
        };
        for host in &self.hosts {
            for write in &host.writes {
                match write.change {
                    Change::Create => counts.create += 1,
                    Change::Update { .. } | Change::Mode { .. } => counts.update += 1,
                }
            }
            counts.remove += host.removals.iter().filter(|gone| gone.present).count();
        }
        counts
    }

    /// The folder is as the tree would have it, manifest included.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.hosts.is_empty() && self.conflicts.is_empty() && !self.next.differs && !self.unfinished
    }

    /// A build was interrupted before; the plan repairs what it left.
    #[must_use]
    pub const fn is_unfinished(&self) -> bool {
        self.unfinished
    }

    /// Everything that is not as it would be, by host, then path; the manifest last.
    #[must_use]
    pub fn differences(&self) -> Vec<Difference<'_>> {
        let mut list = Vec::new();
        for host in &self.hosts {
            for write in &host.writes {
                let kind = match write.change {
                    Change::Create => DifferenceKind::Missing,
                    Change::Update { line } => DifferenceKind::Differs { line },
                    Change::Mode { on_disk } => DifferenceKind::Mode {
                        on_disk,
                        wanted: write.file.mode_here(),
                    },
                };
                let path = write.file.path.as_str();
                list.push(Difference::at(&host.host, path, kind));
            }
            for removal in host.removals.iter().filter(|removal| removal.present) {
                let path = removal.path.as_str();
                list.push(Difference::at(&host.host, path, DifferenceKind::Extra));
            }
        }
        for conflict in &self.conflicts {
            let kind = match &conflict.kind {
                ConflictKind::HandEdited { line: Some(line) } | ConflictKind::NotOurs { line } => {
                    DifferenceKind::Differs { line: *line }
                }
                ConflictKind::HandEdited { line: None } => DifferenceKind::Extra,
                kind => DifferenceKind::InTheWay(kind.clone()),
            };
            list.push(Difference::at(&conflict.host, &conflict.path, kind));
        }
        list.sort_by(|a, b| {
            let paths = || super::path_order(a.path, b.path);
            a.host.cmp(b.host).then_with(paths)
        });
        if self.unfinished {
            list.push(Difference::at("", MANIFEST, DifferenceKind::Unfinished));
        } else if self.next.differs {
            list.push(Difference::at("", MANIFEST, DifferenceKind::Manifest));
        }
        list
    }
}

impl<'p> Difference<'p> {
    const fn at(host: &'p str, path: &'p str, kind: DifferenceKind) -> Self {
        Self { host, path, kind }
    }
}

impl fmt::Display for Difference<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.host.is_empty() {
            write!(f, "{}:", self.host)?;
        }
        let path = self.path;
        match &self.kind {
            DifferenceKind::Missing => write!(f, "{path}: missing"),
            DifferenceKind::Differs { line } => write!(f, "{path}: differs at line {line}"),
            DifferenceKind::Mode { on_disk, wanted } => {
                write!(f, "{path}: mode is {on_disk:04o}, not {wanted:04o}")
            }
            DifferenceKind::Extra => write!(f, "{path}: extra"),
            DifferenceKind::InTheWay(kind) => write!(f, "{path}: {kind}"),
            DifferenceKind::Manifest => write!(f, "{path}: out of date"),
            DifferenceKind::Unfinished => write!(f, "{path}: a build did not end"),
        }
    }
}

impl<'t> HostPlan<'t> {
    fn missing(host: &str, tree: &'t OutputTree) -> Self {
        use super::scan::Write;
        Self {
            host: host.to_owned(),
            fresh: true,
            writes: tree.files(host).into_iter().map(Write::create).collect(),
            ..Self::default()
        }
    }
}
