//! Carries a plan out. The only code that changes files.
//!
//! Order: what an interrupted build left is cleaned up, the pending manifest announces what is
//! coming, hosts are written one after another, everything is synced once, the manifest ends it.
//! A host without a folder is written into a folder with a temporary name, which is then renamed:
//! three calls a file. In an existing folder each file is written beside its place and renamed.

use std::collections::BTreeSet;
use std::io::ErrorKind;

use super::claims::ByHost;
use super::fresh::Unseen;
use super::plan::print;
use super::scan::{Change, HostPlan, Removal};
use super::stage::{self, Granted};
use super::steps::StepError;
use super::walk::{Child, Reached, Walk, child, split};
use super::{
    Counts, Folder, MANIFEST, OutputError, OutputTree, PENDING, Plan, Steps, temporary_name,
};

/// What a build did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    pub counts: Counts,
    /// It repaired what an interrupted build had left.
    pub repaired: bool,
}

/// Carries out a plan that was made of this folder.
///
/// # Errors
/// Before the first change when the plan has conflicts; otherwise when the file system refuses.
/// Then the next build repairs what this one left.
pub fn apply(plan: Plan<'_>, folder: &Folder) -> Result<Summary, OutputError> {
    apply_with(plan, folder, &Steps::all())
}

/// [`apply`] that stops when `steps` run out, for tests.
///
/// # Errors
/// As [`apply`], and [`OutputError::Stopped`].
#[doc(hidden)]
pub fn apply_with(plan: Plan<'_>, folder: &Folder, steps: &Steps) -> Result<Summary, OutputError> {
    folder.lock_alone()?;
    let summary = Summary {
        counts: plan.counts(),
        repaired: plan.is_unfinished(),
    };
    let changes = Changes { folder, steps };
    if !plan.conflicts.is_empty() {
        return Err(OutputError::Refused {
            folder: folder.shown().to_owned(),
            conflicts: plan.conflicts,
        });
    }
    if plan.is_clean() {
        changes.clean_manifests()?;
        return Ok(summary);
    }
    if plan.is_unfinished() {
        changes.clean_up(&plan.claims.by_host)?;
    }
    let granted = changes.announce(&plan)?;
    for host in &plan.hosts {
        if host.fresh {
            changes.write_fresh(host, plan.tree, granted)?;
        } else {
            changes.write(host, plan.tree, granted)?;
        }
    }
    changes.finish(&plan)?;
    Ok(summary)
}

#[derive(Debug, Clone, Copy)]
struct Changes<'a> {
    folder: &'a Folder,
    steps: &'a Steps,
}

impl Changes<'_> {
    fn wrong(self, action: &'static str, path: &str, error: StepError) -> OutputError {
        match error {
            StepError::Io(source) => self.folder.error(action, path, source),
            StepError::Stopped => OutputError::Stopped,
        }
    }

    /// Removes manifests that were being written.
    fn clean_manifests(self) -> Result<(), OutputError> {
        for name in [MANIFEST, PENDING] {
            let name = temporary_name(name);
            if self.folder.dir.symlink_metadata(&name).is_err() {
                continue;
            }
            stage::remove(&self.folder.dir, &name, self.steps)
                .map_err(|error| self.wrong("cannot remove", &name, error))?;
        }
        Ok(())
    }

    /// Removes everything under temporary names that an interrupted build can have left.
    fn clean_up(self, claims: &ByHost) -> Result<(), OutputError> {
        self.clean_manifests()?;
        for (host, claims) in claims {
            let unseen = temporary_name(host);
            stage::remove_unseen(&self.folder.dir, &unseen, self.steps)
                .map_err(|error| self.wrong("cannot remove", &unseen, error))?;
            let root = child(&self.folder.dir, host)
                .map_err(|source| self.folder.error("cannot open", host, source))?;
            let Child::Dir(root) = root else { continue };
            let mut walk = Walk::new(root);
            for claim in claims {
                let (parent, name) = split(claim.path.as_str());
                let path = || format!("{host}{parent}/{}", temporary_name(name));
                let reached = walk
                    .to(parent)
                    .map_err(|source| self.folder.error("cannot open", path(), source))?;
                if let Reached::Dir(dir) = reached {
                    stage::remove(dir, &temporary_name(name), self.steps)
                        .map_err(|error| self.wrong("cannot remove", &path(), error))?;
                }
            }
        }
        Ok(())
    }

    /// Writes down what is about to be written, before anything is.
    fn announce(self, plan: &Plan<'_>) -> Result<Granted, OutputError> {
        let traces = &plan.claims.traces;
        let granted = if traces.is_empty() {
            self.write_manifest(PENDING, &plan.next.text)?
        } else {
            let text = print(plan.profile, &plan.next.entries, traces)?;
            self.write_manifest(PENDING, &text)?
        };
        self.sync()?;
        Ok(granted)
    }

    fn write_manifest(self, name: &str, text: &[u8]) -> Result<Granted, OutputError> {
        stage::replace_synced(&self.folder.dir, name, text, self.steps)
            .map_err(|error| self.wrong("cannot write", name, error))
    }

    /// Syncs the folder itself: on a journaling file system that settles the order of everything
    /// renamed and removed before.
    fn sync(self) -> Result<(), OutputError> {
        self.synced(self.folder.handle.sync_all())
    }

    /// Syncs the file system of the folder: one call for all that was written, where a sync of
    /// each file would cost minutes. Elsewhere than on Linux the bytes of new files follow by
    /// themselves; one that a power failure leaves empty counts as ours and is written again.
    #[cfg(target_os = "linux")]
    fn sync_files(self) -> Result<(), OutputError> {
        self.synced(rustix::fs::syncfs(&self.folder.handle).map_err(Into::into))
    }

    #[cfg(not(target_os = "linux"))]
    fn sync_files(self) -> Result<(), OutputError> {
        self.sync()
    }

    fn synced(self, done: std::io::Result<()>) -> Result<(), OutputError> {
        done.map_err(|source| self.folder.error("cannot sync", "", source))
    }

    fn write_fresh(
        self,
        host: &HostPlan<'_>,
        tree: &OutputTree,
        granted: Granted,
    ) -> Result<(), OutputError> {
        let wrong = |path: &str, error| {
            let path = format!("{}{path}", host.host);
            self.wrong("cannot write", &path, error)
        };
        let mut unseen = Unseen::make(self.folder, &host.host, granted, self.steps)
            .map_err(|error| wrong("", error))?;
        for write in &host.writes {
            let file = write.file;
            let (path, bytes) = (file.path.as_str(), &tree.content(file.content).bytes);
            unseen
                .write(path, bytes, file.mode_here())
                .map_err(|error| wrong(path, error))?;
        }
        unseen.show().map_err(|error| wrong("", error))
    }

    fn write(
        self,
        host: &HostPlan<'_>,
        tree: &OutputTree,
        granted: Granted,
    ) -> Result<(), OutputError> {
        let wrong = |action, path: &str, error| {
            let path = format!("{}{path}", host.host);
            self.wrong(action, &path, error)
        };
        let root = child(&self.folder.dir, &host.host)
            .and_then(|root| match root {
                Child::Dir(root) => Ok(root),
                Child::Missing | Child::Symlink | Child::Other => {
                    Err(ErrorKind::NotADirectory.into())
                }
            })
            .map_err(|source| self.folder.error("cannot open", &host.host, source))?;
        let mut walk = Walk::new(root);
        for removal in host.removals.iter().filter(|removal| removal.present) {
            let path = removal.path.as_str();
            self.remove(&mut walk, path)
                .map_err(|error| wrong("cannot remove", path, error))?;
        }
        self.prune(&mut walk, host)
            .map_err(|error| wrong("cannot remove the empty folder", "", error))?;
        for write in &host.writes {
            let path = write.file.path.as_str();
            let (parent, name) = split(path);
            let (steps, mode) = (self.steps, write.file.mode_here());
            let bytes = &tree.content(write.file.content).bytes;
            walk.make(parent, steps)
                .and_then(|dir| match write.change {
                    Change::Create | Change::Update { .. } => {
                        stage::replace(dir, name, bytes, mode, granted, steps)
                    }
                    Change::Mode { .. } => stage::set_mode(dir, name, mode, steps),
                })
                .map_err(|error| wrong("cannot write", path, error))?;
        }
        Ok(())
    }

    fn remove(self, walk: &mut Walk, path: &str) -> Result<(), StepError> {
        let (parent, name) = split(path);
        match walk.to(parent)? {
            Reached::Dir(dir) => stage::remove(dir, name, self.steps),
            Reached::Missing | Reached::Blocked { .. } => Ok(()),
        }
    }

    /// Removes directories that the removals have emptied, deepest first; the host's folder too
    /// when the host has no files any more.
    fn prune(self, walk: &mut Walk, host: &HostPlan<'_>) -> Result<(), StepError> {
        let mut parents: BTreeSet<&str> = BTreeSet::new();
        for Removal { path, .. } in &host.removals {
            let mut path = path.as_str();
            while let Some((parent, _)) = path.rsplit_once('/') {
                parents.insert(parent);
                path = parent;
            }
        }
        for path in parents.iter().rev().filter(|path| !path.is_empty()) {
            let (parent, name) = split(path);
            if let Reached::Dir(dir) = walk.to(parent)? {
                self.steps.take()?;
                // What is not empty stays, and so does what cannot be removed: it does no harm.
                let _ = dir.remove_dir(name);
            }
        }
        if !parents.is_empty() && host.writes.is_empty() && host.unchanged == 0 {
            self.steps.take()?;
            let _ = self.folder.dir.remove_dir(&host.host);
        }
        Ok(())
    }

    /// Makes the pending manifest the manifest.
    fn finish(self, plan: &Plan<'_>) -> Result<(), OutputError> {
        self.sync_files()?;
        let dir = &self.folder.dir;
        if plan.claims.traces.is_empty() {
            self.steps
                .take()
                .and_then(|()| Ok(dir.rename(PENDING, dir, MANIFEST)?))
                .map_err(|error| self.wrong("cannot write", MANIFEST, error))?;
            return self.sync();
        }
        // The pending manifest also lists what interrupted builds may have left. That is settled
        // now, except for hosts out of scope.
        self.write_manifest(MANIFEST, &plan.next.text)?;
        if plan.next.leftover.is_empty() {
            stage::remove(dir, PENDING, self.steps)
                .map_err(|error| self.wrong("cannot remove", PENDING, error))?;
        } else {
            let text = print(plan.profile, &plan.next.entries, &plan.next.leftover)?;
            self.write_manifest(PENDING, &text)?;
        }
        self.sync()
    }
}
