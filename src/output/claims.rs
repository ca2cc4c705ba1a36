//! Which contents on disk are ours: what the manifest, or a build that did not end, says of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::manifest::{self, Entry, LARGEST, Manifest, Trace};
use super::{Folder, MANIFEST, OutputError, PENDING, Sha256Sum, path_order};
use crate::document::TargetPath;

/// A content that we wrote, or were about to write, under a path of a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claim {
    pub(super) path: TargetPath,
    pub(super) sha256: Sha256Sum,
    pub(super) size: u64,
}

/// The claims of each host, in the order of paths.
pub(super) type ByHost = BTreeMap<Arc<str>, Vec<Claim>>;

/// What the folder's manifests say.
#[derive(Debug, Default)]
pub(super) struct Records {
    /// The manifest's text, empty if there is none.
    pub(super) text: Vec<u8>,
    /// A build did not end.
    pub(super) unfinished: bool,
    pending: Manifest,
}

/// The manifest, read.
#[derive(Debug, Default)]
pub(super) struct Claims {
    pub(super) by_host: ByHost,
    /// What the manifest lists.
    pub(super) entries: Vec<Entry>,
    /// What builds that did not end may have left and the manifest does not list.
    pub(super) traces: Vec<Trace>,
}

/// Reads the manifest's text, and what an interrupted build left.
pub(super) fn read(folder: &Folder) -> Result<Records, OutputError> {
    let pending = folder.read(PENDING, LARGEST)?;
    Ok(Records {
        text: folder.read(MANIFEST, LARGEST)?.unwrap_or_default(),
        unfinished: pending.is_some(),
        pending: match pending {
            Some(text) => parse(folder, PENDING, &text)?,
            None => Manifest::default(),
        },
    })
}

fn parse(folder: &Folder, name: &str, text: &[u8]) -> Result<Manifest, OutputError> {
    manifest::parse(text).map_err(|reason| OutputError::BadManifest {
        path: format!("{}/{name}", folder.shown()),
        reason,
    })
}

impl Records {
    /// Who may claim what.
    pub(super) fn claims(self, folder: &Folder) -> Result<Claims, OutputError> {
        let listed = if self.text.is_empty() {
            Manifest::default()
        } else {
            parse(folder, MANIFEST, &self.text)?
        };
        let twice = |claim: &Claim, host: &str| OutputError::BadManifest {
            path: format!("{}/{MANIFEST}", folder.shown()),
            reason: format!("it lists `{}` of `{host}` twice", claim.path),
        };
        let mut by_host = ByHost::new();
        for entry in &listed.files {
            add(&mut by_host, &entry.hosts, &entry.into());
        }
        for (host, claims) in &mut by_host {
            claims.sort_by(|a, b| path_order(a.path.as_str(), b.path.as_str()));
            let mut pairs = claims.iter().zip(claims.iter().skip(1));
            if let Some((claim, _)) = pairs.find(|(one, next)| one.path == next.path) {
                return Err(twice(claim, host));
            }
        }
        let traces = self.traces(&by_host);
        for trace in &traces {
            add(&mut by_host, &trace.hosts, &trace.into());
        }
        if !traces.is_empty() {
            for claims in by_host.values_mut() {
                claims.sort_by(|a, b| path_order(a.path.as_str(), b.path.as_str()));
            }
        }
        Ok(Claims {
            by_host,
            entries: listed.files,
            traces,
        })
    }

    /// What the pending manifest knows beyond the manifest itself.
    fn traces(&self, listed: &ByHost) -> Vec<Trace> {
        let mut hosts: BTreeMap<(TargetPath, Sha256Sum, u64), BTreeSet<Arc<str>>> = BTreeMap::new();
        let files = self.pending.files.iter();
        let all = files.map(|entry| (Claim::from(entry), &entry.hosts)).chain(
            self.pending
                .interrupted
                .iter()
                .map(|trace| (Claim::from(trace), &trace.hosts)),
        );
        for (claim, of) in all {
            for host in of {
                let known = listed.get(host).is_some_and(|list| list.contains(&claim));
                if !known {
                    let key = (claim.path.clone(), claim.sha256, claim.size);
                    hosts.entry(key).or_default().insert(Arc::clone(host));
                }
            }
        }
        hosts
            .into_iter()
            .map(|((path, sha256, size), hosts)| Trace {
                path,
                sha256,
                size,
                hosts: hosts.into_iter().collect(),
            })
            .collect()
    }
}

fn add(by_host: &mut ByHost, hosts: &[Arc<str>], claim: &Claim) {
    for host in hosts {
        by_host
            .entry(Arc::clone(host))
            .or_default()
            .push(claim.clone());
    }
}

/// The part of a host's claims that is about `path`.
pub(super) fn about<'c>(claims: &'c [Claim], path: &str) -> &'c [Claim] {
    let start = claims.partition_point(|claim| path_order(claim.path.as_str(), path).is_lt());
    let rest = &claims[start..];
    let len = rest
        .iter()
        .take_while(|claim| claim.path.as_str() == path)
        .count();
    &rest[..len]
}

impl From<&Entry> for Claim {
    fn from(entry: &Entry) -> Self {
        Self {
            path: entry.file.path.clone(),
            sha256: entry.file.sha256,
            size: entry.file.size,
        }
    }
}

impl From<&Trace> for Claim {
    fn from(trace: &Trace) -> Self {
        Self {
            path: trace.path.clone(),
            sha256: trace.sha256,
            size: trace.size,
        }
    }
}
