//! Versions of products, package releases included.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::RangeInclusive;
use std::str::FromStr;

use super::scalar::{Scalar, UnitError, scalar_impls, split_digits};

/// A version as written, such as `2.0.5-alpha` or `0.21.0-2.fc21`.
///
/// Order and equality look at numbers, not at text: a missing number is 0 (`3.1` is `3.1.0`,
/// `3.10` is newer), then `-alpha` < `-beta` < `-rc` < package releases < none. A version
/// without a package release counts as its newest one. What follows the number of a package
/// release (`.fc21`) decides nothing.
#[derive(Debug, Clone)]
pub struct Version {
    text: Box<str>,
    key: VersionKey,
}

/// What versions are compared by; parsing one allocates nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct VersionKey {
    numbers: [u32; MAX_NUMBERS],
    suffix: Suffix,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Suffix {
    Alpha(u32),
    Beta(u32),
    Candidate(u32),
    Package(u32),
    None,
}

/// The longest in the field are distributions' of Hadoop: `2.7.3.2.6.5.0-292`.
const MAX_NUMBERS: usize = 8;
const MAX_DIGITS: usize = 9;

impl Version {
    /// As the user wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The number at `index` (0 is the major one), 0 where the version says none.
    #[must_use]
    pub fn number(&self, index: usize) -> u32 {
        self.key.numbers.get(index).copied().unwrap_or(0)
    }

    /// The number of the package release, if the version names one.
    #[must_use]
    pub const fn package_release(&self) -> Option<u32> {
        match self.key.suffix {
            Suffix::Package(release) => Some(release),
            _ => None,
        }
    }

    /// The version the product's makers gave: without the package release.
    #[must_use]
    pub fn upstream(&self) -> Self {
        if self.package_release().is_none() {
            return self.clone();
        }
        Self {
            text: self.text.split('-').next().unwrap_or_default().into(),
            key: self.key.upstream(),
        }
    }

    pub(super) const fn key(&self) -> VersionKey {
        self.key
    }
}

impl VersionKey {
    /// Reads `text`, or `None` when it is no version.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut numbers = [0; MAX_NUMBERS];
        let mut places = numbers.iter_mut();
        let mut rest = text;
        loop {
            let (number, after) = read_number(rest)?;
            *places.next()? = number;
            match after.as_bytes().first() {
                None => {
                    return Some(Self {
                        numbers,
                        suffix: Suffix::None,
                    });
                }
                Some(b'.') => rest = after.get(1..)?,
                Some(b'-') => {
                    let suffix = Suffix::parse(after.get(1..)?)?;
                    return Some(Self { numbers, suffix });
                }
                Some(_) => return None,
            }
        }
    }

    /// The same without a package release.
    pub(super) const fn upstream(self) -> Self {
        match self.suffix {
            Suffix::Package(_) => Self {
                numbers: self.numbers,
                suffix: Suffix::None,
            },
            _ => self,
        }
    }

    pub(super) const fn names_package_release(self) -> bool {
        matches!(self.suffix, Suffix::Package(_))
    }
}

impl Suffix {
    fn parse(text: &str) -> Option<Self> {
        if let Some(number) = text.strip_prefix("alpha") {
            return Some(Self::Alpha(optional_number(number)?));
        }
        if let Some(number) = text.strip_prefix("beta") {
            return Some(Self::Beta(optional_number(number)?));
        }
        if let Some(number) = text.strip_prefix("rc") {
            let (number, rest) = read_number(number)?;
            return rest.is_empty().then_some(Self::Candidate(number));
        }
        let (release, dist) = read_number(text)?;
        is_dist(dist).then_some(Self::Package(release))
    }
}

/// `.fc21`, `.0.27.centos701406` or nothing.
fn is_dist(text: &str) -> bool {
    let mut after_dot = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'.' if !after_dot => after_dot = true,
            b'.' => return false,
            _ if at == 0 => return false,
            b'_' | b'~' | b'+' => after_dot = false,
            _ if byte.is_ascii_alphanumeric() => after_dot = false,
            _ => return false,
        }
    }
    !after_dot
}

fn optional_number(text: &str) -> Option<u32> {
    if text.is_empty() {
        return Some(0);
    }
    let (number, rest) = read_number(text)?;
    rest.is_empty().then_some(number)
}

fn read_number(text: &str) -> Option<(u32, &str)> {
    let (digits, rest) = split_digits(text);
    if digits.is_empty() || digits.len() > MAX_DIGITS {
        return None;
    }
    // At most nine digits: no overflow.
    let number = digits
        .bytes()
        .fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'));
    Some((number, rest))
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Version {}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key.cmp(&other.key)
    }
}

impl Hash for Version {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

/// As written.
impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl FromStr for Version {
    type Err = UnitError;

    fn from_str(text: &str) -> Result<Self, UnitError> {
        VersionKey::parse(text)
            .map(|key| Self {
                text: text.into(),
                key,
            })
            .ok_or_else(|| {
                UnitError::new(format!(
                    "`{text}` is not a version: write one exact version, as in `3.3.6`, `2.0.5-alpha` or `0.21.0-2`"
                ))
            })
    }
}

impl Scalar for Version {
    const NAME: &'static str = "Version";
    const DESCRIPTION: &'static str =
        "a version, taken as written: `3.10` is not `3.1`, `0.21.0-2` names a package release";
    const EXAMPLES: &'static [&'static str] = &["3.3.6", "2.0.5-alpha", "0.21.0-2.fc21"];
    const NUMBERS: Option<RangeInclusive<u64>> = Some(0..=999_999_999);
    const AS_WRITTEN: bool = true;

    fn pattern() -> String {
        let suffix = r"(?:alpha|beta)(?:[0-9]{1,9})?|rc[0-9]{1,9}|[0-9]{1,9}(?:\.[A-Za-z0-9_~+]+)*";
        format!(r"[0-9]{{1,9}}(?:\.[0-9]{{1,9}}){{0,7}}(?:-(?:{suffix}))?")
    }
}

scalar_impls!(Version);

#[cfg(test)]
mod tests {
    use super::super::scalar::tests::{agree, validator};
    use super::*;
    use proptest::prelude::*;

    fn version(text: &str) -> Version {
        text.parse().expect(text)
    }

    #[test]
    fn versions_in_order() {
        let ordered = [
            "0.9",
            "0.20.0-2",
            "0.20.0",
            "0.21.0-1.fc21",
            "0.21.0-2",
            "0.21.0-10",
            "0.21.0",
            "2.0.0-alpha",
            "2.0.0-alpha1",
            "2.0.0-alpha10",
            "2.0.0-beta",
            "2.0.0-rc1",
            "2.0.0-1",
            "2.0.0",
            "2.0.1-alpha",
            "2.7.3.2.6.5.0-292",
            "3.1",
            "3.1.1",
            "3.10",
            "219",
        ];
        for (at, older) in ordered.iter().enumerate() {
            assert_eq!(version(older).to_string(), *older);
            for newer in &ordered[at + 1..] {
                assert!(version(older) < version(newer), "{older} < {newer}");
            }
        }
    }

    #[test]
    fn equal_by_number() {
        for (one, other) in [
            ("3.1", "3.1.0"),
            ("2.0.0-alpha", "2.0-alpha0"),
            ("0.20.0-2", "0.20.0-2.fc20"),
        ] {
            assert_eq!(version(one), version(other));
        }
        assert_ne!(version("3.10"), version("3.1"));
        assert_ne!(version("0.21.0-1"), version("0.21.0-2"));
    }

    #[test]
    fn parts() {
        let packaged = version("0.21.0-2.fc21");
        assert_eq!(packaged.package_release(), Some(2));
        assert_eq!(packaged.upstream().as_str(), "0.21.0");
        assert_eq!(packaged.upstream(), version("0.21"));
        assert_eq!(packaged.number(1), 21);
        assert_eq!(version("2.0.5-alpha").upstream().as_str(), "2.0.5-alpha");
    }

    #[test]
    fn refusals() {
        for text in [
            "",
            "v3",
            "3.",
            ".3",
            "3..1",
            "3.x",
            "3.1-",
            "3.1-rc",
            "3.1-gamma",
            "3.1-alpha1x",
            "3.1-2.",
            "3.1-2fc",
            "1.2.3.4.5.6.7.8.9",
            "1234567890",
            "3.1 ",
            "^3.1",
            ">=3",
        ] {
            assert!(text.parse::<Version>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_number_without_its_text_is_refused() {
        assert!(serde_json::from_str::<Version>("3.1").is_err());
        assert_eq!(
            serde_json::from_str::<Version>("\"3.10\"")
                .expect("text")
                .as_str(),
            "3.10"
        );
    }

    proptest! {
        #[test]
        fn schema_agrees(texts in prop::collection::vec(
            "[0-9]{1,2}(\\.[0-9]{0,2}){0,3}(-(alpha|beta|rc|x)?[0-9]{0,2}(\\.?[a-z0-9_.]{0,3})?)?", 64))
        {
            let validator = validator::<Version>();
            for text in texts {
                agree::<Version>(&validator, &text);
            }
        }
    }
}
