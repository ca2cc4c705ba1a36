//! What stays the same of a diagnostic when lines are added above it.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::View;
use super::place::find;
use crate::diagnostic::Diagnostic;

/// Makes the fingerprints of a run; no two are equal.
pub(super) struct Fingerprints<'a> {
    view: &'a View<'a>,
    seen: HashMap<String, u32>,
}

impl<'a> Fingerprints<'a> {
    pub(super) fn new(view: &'a View<'a>) -> Self {
        Self {
            view,
            seen: HashMap::new(),
        }
    }

    /// 32 hexadecimal digits from the rule, the file, the message and the text of the line: not
    /// from its number. Equal ones are told apart by their order.
    pub(super) fn of(&mut self, diagnostic: &Diagnostic) -> String {
        let span = diagnostic.primary.span;
        let (name, place) = find(self.view.sources, span);
        let line = self
            .view
            .sources
            .get(span.file)
            .map_or("", |file| file.line(place.line - 1).trim());
        let same = [diagnostic.rule.code, name, &diagnostic.message, line].join("\0");
        let nth = self.seen.entry(same.clone()).or_default();
        *nth += 1;
        let sum = Sha256::digest(format!("{same}\0{nth}"));
        let mut digits = String::new();
        for byte in sum.iter().take(16) {
            digits.push_str(&format!("{byte:02x}"));
        }
        digits
    }
}
