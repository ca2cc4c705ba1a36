//! Goes down from a host's folder one name at a time, without following a symbolic link.

use std::io::{self, ErrorKind};

use cap_std::fs::Dir;

use super::steps::StepError;
use super::{Steps, nofollow};

/// What a name stands for where a directory is wanted.
#[derive(Debug)]
pub(super) enum Child {
    Dir(Dir),
    Missing,
    Symlink,
    /// Something else than a directory.
    Other,
}

/// Where a walk ended.
#[derive(Debug)]
pub(super) enum Reached<'a> {
    Dir(&'a Dir),
    Missing,
    /// The path, from the host's folder, of what is not a directory.
    Blocked {
        path: String,
        symlink: bool,
    },
}

/// Opens the directory `name` of `parent`.
pub(super) fn child(parent: &Dir, name: &str) -> io::Result<Child> {
    match nofollow::open_dir(parent, name) {
        Ok(dir) => Ok(Child::Dir(dir)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Child::Missing),
        Err(error) => match parent.symlink_metadata(name) {
            Ok(found) if found.is_symlink() => Ok(Child::Symlink),
            Ok(found) if found.is_dir() => Err(error),
            Ok(_) => Ok(Child::Other),
            Err(error) => Err(error),
        },
    }
}

/// Open directories from a host's folder down to the one used last: neighbours share them.
#[derive(Debug)]
pub(super) struct Walk {
    root: Dir,
    below: Vec<(String, Dir)>,
}

impl Walk {
    pub(super) const fn new(root: Dir) -> Self {
        Self {
            root,
            below: Vec::new(),
        }
    }

    pub(super) const fn root(&self) -> &Dir {
        &self.root
    }

    fn last(&self) -> &Dir {
        self.below.last().map_or(&self.root, |(_, dir)| dir)
    }

    /// Closes what is not above `path` and returns the names still to open.
    fn back_to_common<'p>(&mut self, path: &'p str) -> impl Iterator<Item = &'p str> + use<'p> {
        let names = || path.split('/').filter(|name| !name.is_empty());
        let common = names()
            .zip(&self.below)
            .take_while(|(name, (open, _))| name == open)
            .count();
        self.below.truncate(common);
        names().skip(common)
    }

    /// Goes to the directory `path` (from the host's folder).
    pub(super) fn to(&mut self, path: &str) -> io::Result<Reached<'_>> {
        for name in self.back_to_common(path) {
            let symlink = match child(self.last(), name)? {
                Child::Dir(dir) => {
                    self.below.push((name.to_owned(), dir));
                    continue;
                }
                Child::Missing => return Ok(Reached::Missing),
                Child::Symlink => true,
                Child::Other => false,
            };
            let mut path = String::new();
            for name in self
                .below
                .iter()
                .map(|(open, _)| open.as_str())
                .chain([name])
            {
                path.push('/');
                path.push_str(name);
            }
            return Ok(Reached::Blocked { path, symlink });
        }
        Ok(Reached::Dir(self.last()))
    }

    /// Goes to the directory `path` and makes what is missing.
    pub(super) fn make(&mut self, path: &str, steps: &Steps) -> Result<&Dir, StepError> {
        for name in self.back_to_common(path) {
            let dir = self.make_child(name, steps)?;
            self.below.push((name.to_owned(), dir));
        }
        Ok(self.last())
    }

    fn make_child(&self, name: &str, steps: &Steps) -> Result<Dir, StepError> {
        let parent = self.last();
        match child(parent, name)? {
            Child::Dir(dir) => return Ok(dir),
            Child::Missing => {}
            Child::Symlink | Child::Other => {
                return Err(io::Error::from(ErrorKind::NotADirectory).into());
            }
        }
        steps.take()?;
        parent.create_dir(name)?;
        Ok(nofollow::open_dir(parent, name)?)
    }
}

/// Splits a path into its directory (empty at the top) and its last name.
pub(super) fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}
