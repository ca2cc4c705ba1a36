//! Writes the files of a host that has no folder yet: into one with a temporary name, which is
//! then renamed.

use rustix::fs::{Mode, fstat, mkdirat};

use super::stage::{self, Granted};
use super::steps::StepError;
use super::tree::is_below;
use super::walk::{Walk, split};
use super::{Folder, Steps, temporary_name};

/// A host's folder that nobody else sees yet.
pub(super) struct Unseen<'a> {
    folder: &'a Folder,
    host: &'a str,
    walk: Walk,
    granted: Granted,
    steps: &'a Steps,
    /// Paths of several names are given to the kernel: three calls a file, one a directory.
    whole_paths: bool,
    /// The directory made last; files come directory by directory.
    made: &'a str,
}

impl<'a> Unseen<'a> {
    pub(super) fn make(
        folder: &'a Folder,
        host: &'a str,
        granted: Granted,
        steps: &'a Steps,
    ) -> Result<Self, StepError> {
        let root = stage::make_unseen(&folder.dir, &temporary_name(host), steps)?;
        // `mkdirat` cannot be told not to follow links. Where nobody but us can write there are
        // none: each directory on the way is one we have just made, or making it would have failed.
        let found = fstat(&root).map_err(std::io::Error::from)?;
        let is_ours_alone = found.st_uid == granted.owner()
            && Mode::from_raw_mode(found.st_mode).bits() & 0o022 == 0;
        Ok(Self {
            folder,
            host,
            walk: Walk::new(root),
            granted,
            steps,
            whole_paths: is_ours_alone,
            made: "",
        })
    }

    /// Writes a file; they come in the order of the tree.
    pub(super) fn write(
        &mut self,
        path: &'a str,
        bytes: &[u8],
        mode: u32,
    ) -> Result<(), StepError> {
        let (parent, name) = split(path);
        if self.whole_paths {
            self.make_parents(parent)?;
            self.steps.take()?;
            if let Some(file) =
                self.folder
                    .create_below(self.walk.root(), path.trim_start_matches('/'), mode)
            {
                self.steps.take()?;
                return Ok(stage::fill(&file, bytes, mode, self.granted)?);
            }
            // Not here, then; if the reason is another one, it will be told now.
            self.whole_paths = false;
        }
        let dir = self.walk.make(parent, self.steps)?;
        stage::write_unseen(dir, name, bytes, mode, self.granted, self.steps)
    }

    /// Makes the directories down to `parent` that are not there.
    fn make_parents(&mut self, parent: &'a str) -> Result<(), StepError> {
        let ends = parent.match_indices('/').map(|(at, _)| at).skip(1);
        for end in ends.chain([parent.len()]) {
            let directory = parent.get(..end).unwrap_or_default();
            if directory.is_empty() || directory == self.made || is_below(self.made, directory) {
                continue;
            }
            self.steps.take()?;
            let below = directory.trim_start_matches('/');
            mkdirat(
                self.walk.root(),
                below,
                Mode::RWXU | Mode::RWXG | Mode::RWXO,
            )
            .map_err(std::io::Error::from)?;
        }
        self.made = parent;
        Ok(())
    }

    /// Shows the folder under its own name.
    pub(super) fn show(self) -> Result<(), StepError> {
        self.steps.take()?;
        let dir = &self.folder.dir;
        Ok(dir.rename(temporary_name(self.host), dir, self.host)?)
    }
}
