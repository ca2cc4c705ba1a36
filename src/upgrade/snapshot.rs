//! The profile's files as they were when first read, and what edits make of them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::Changed;
use crate::resolve::Files;

type Read = Result<Arc<[u8]>, String>;

/// Reads every file once, so that all compilations see the same bytes.
pub(super) struct Snapshot<'a> {
    below: &'a dyn Files,
    read: RefCell<BTreeMap<String, Read>>,
    texts: RefCell<BTreeMap<String, String>>,
}

impl<'a> Snapshot<'a> {
    pub(super) fn new(below: &'a dyn Files) -> Self {
        Self {
            below,
            read: RefCell::default(),
            texts: RefCell::default(),
        }
    }

    /// Gives a file another text.
    pub(super) fn replace(&self, path: &str, text: String) {
        self.texts.borrow_mut().insert(path.to_owned(), text);
    }

    /// The files among `paths` that have another text than they were read with.
    pub(super) fn changed(&self, paths: &[String]) -> Vec<Changed> {
        let (read, texts) = (self.read.borrow(), self.texts.borrow());
        paths
            .iter()
            .filter_map(|path| {
                let after = texts.get(path)?.clone();
                let before = Arc::clone(read.get(path)?.as_ref().ok()?);
                (*before != *after.as_bytes()).then(|| Changed {
                    path: path.clone(),
                    before,
                    after,
                })
            })
            .collect()
    }
}

impl Files for Snapshot<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        if let Some(text) = self.texts.borrow().get(path) {
            return Ok(text.clone().into_bytes());
        }
        let mut read = self.read.borrow_mut();
        let bytes = read
            .entry(path.to_owned())
            .or_insert_with(|| self.below.read(path).map(Arc::from));
        bytes
            .as_ref()
            .map(|bytes| bytes.to_vec())
            .map_err(Clone::clone)
    }
}
