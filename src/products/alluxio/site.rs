//! Properties while they are collected, each checked against the version.

use super::facts::FACTS;
use super::home::Home;
use crate::catalog::{self, Known};
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::{Entry, Input, Origin, Value};
use crate::lower::derived_unknown;
use crate::units::{Bytes, SizeUnit, Version};

/// The properties of one host.
#[derive(Debug)]
pub(super) struct Site<'a> {
    /// `tachyon` or `alluxio`.
    word: &'static str,
    version: &'a Version,
    pub entries: Vec<Entry>,
    pub found: Vec<Diagnostic>,
}

impl<'a> Site<'a> {
    pub fn new(home: &Home<'a>) -> Self {
        Self {
            word: home.word(),
            version: home.version(),
            entries: Vec::new(),
            found: Vec::new(),
        }
    }

    fn is_known(&self, key: &str) -> bool {
        matches!(
            catalog::look_up(&FACTS, self.version, Some("site"), key),
            Known::Yes(_) | Known::Family(_)
        )
    }

    /// Whether the version knows `tachyon.<key>` or `alluxio.<key>`.
    pub fn knows(&self, key: &str) -> bool {
        self.is_known(&format!("{}.{key}", self.word))
    }

    /// Sets a derived key by the first of its names that the version knows; without the product's
    /// own first word. It must know one: that it does not is a mistake of ours, and is reported as
    /// one.
    pub fn set(
        &mut self,
        names: &[&str],
        value: impl Into<Value>,
        rule: &'static Derivation,
        inputs: Vec<Input>,
    ) {
        let known = names
            .iter()
            .map(|name| format!("{}.{name}", self.word))
            .find(|key| self.is_known(key));
        if let Some(key) = known {
            self.entries
                .push(Entry::new(key, value, Origin::derived(rule, inputs)));
            return;
        }
        self.found.push(derived_unknown(
            &inputs,
            format!(
                "{} {} does not know the derived key `{}.{}`",
                self.word,
                self.version,
                self.word,
                names.first().unwrap_or(&"")
            ),
        ));
    }

    /// Sets a derived key where the version has it, and nothing where it has not.
    pub fn set_if_known(
        &mut self,
        name: &str,
        value: impl Into<Value>,
        rule: &'static Derivation,
        inputs: Vec<Input>,
    ) {
        if self.knows(name) {
            self.set(&[name], value, rule, inputs);
        }
    }
}

/// A size that every version's Java *and* its mount script read alike: two letters, and no unit
/// above GB, which the script does not know.
pub(super) fn size(bytes: Bytes) -> String {
    for (unit, name) in [
        (SizeUnit::Gibi, "GB"),
        (SizeUnit::Mebi, "MB"),
        (SizeUnit::Kibi, "KB"),
    ] {
        if let Ok(number) = bytes.in_unit(unit) {
            return format!("{number}{name}");
        }
    }
    format!("{}B", bytes.0)
}

#[cfg(test)]
mod tests {
    use super::size;
    use crate::units::{Bytes, SizeUnit};

    #[test]
    fn sizes_have_two_letters() {
        let of = |number, unit| size(Bytes::new(number, unit).unwrap());
        assert_eq!(of(1, SizeUnit::Gibi), "1GB");
        assert_eq!(of(2, SizeUnit::Tebi), "2048GB");
        assert_eq!(of(1536, SizeUnit::Mebi), "1536MB");
        assert_eq!(size(Bytes(1025)), "1025B");
    }
}
