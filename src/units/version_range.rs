//! Ranges of versions, as the fact tables write them.

use std::fmt;

use super::scalar::UnitError;
use super::version::{Version, VersionKey};

/// `2.0.0-alpha..2.9.2;3.0.0..`: inclusive ranges, open ends and single versions, oldest first.
///
/// Borrows its text and reads it anew at each question, which costs less than keeping it: a
/// table of thousands of keys is asked about a few. A bound without a package release means
/// all releases of that version: `0.21.0..` holds `0.21.0-1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ranges<'a> {
    text: &'a str,
}

/// One range; an absent bound is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Range<'a> {
    pub first: Option<&'a str>,
    pub last: Option<&'a str>,
}

impl<'a> Ranges<'a> {
    /// Reads and checks: every bound is a version, ranges ascend and do not overlap.
    pub fn parse(text: &'a str) -> Result<Self, UnitError> {
        let mut before: Option<VersionKey> = None;
        let mut open = false;
        for range in Self::trusted(text).iter() {
            let [first, last] = [range.first, range.last].map(|bound| {
                bound
                    .map(|bound| VersionKey::parse(bound).ok_or_else(|| not_a_version(bound, text)))
                    .transpose()
            });
            let (first, last) = (first?, last?);
            let follows = match (before, first) {
                (None, _) => !open,
                (Some(before), Some(first)) => !open && before < first,
                (Some(_), None) => false,
            };
            if !follows {
                return Err(UnitError::new(format!(
                    "the ranges of `{text}` overlap: write them oldest first, each after the one before"
                )));
            }
            if let (Some(first), Some(last)) = (first, last)
                && first > last
            {
                return Err(UnitError::new(format!(
                    "`{range}` in `{text}` is empty: write the older version first"
                )));
            }
            open = last.is_none();
            before = last;
        }
        Ok(Self { text })
    }

    /// For text of a table that a test has parsed; a range that is wrong holds no version.
    #[must_use]
    pub const fn trusted(text: &'a str) -> Self {
        Self { text }
    }

    /// As written.
    #[must_use]
    pub const fn as_str(self) -> &'a str {
        self.text
    }

    /// The ranges in order.
    pub fn iter(self) -> impl Iterator<Item = Range<'a>> {
        self.text
            .split(';')
            .map(|part| match part.split_once("..") {
                Some((first, last)) => Range {
                    first: (!first.is_empty()).then_some(first),
                    last: (!last.is_empty()).then_some(last),
                },
                None => Range {
                    first: Some(part),
                    last: Some(part),
                },
            })
    }

    /// Whether one of the ranges holds `version`.
    #[must_use]
    pub fn contains(self, version: &Version) -> bool {
        self.iter().any(|range| range.contains(version))
    }

    /// The oldest version, unless the oldest range is open towards the past.
    #[must_use]
    pub fn first(self) -> Option<Version> {
        self.iter().next()?.first?.parse().ok()
    }

    /// The newest version, unless the newest range is open towards the future.
    #[must_use]
    pub fn last(self) -> Option<Version> {
        self.iter().last()?.last?.parse().ok()
    }
}

impl Range<'_> {
    /// Whether this range holds `version`.
    #[must_use]
    pub fn contains(self, version: &Version) -> bool {
        let key = version.key();
        let compared_with = |bound: VersionKey| {
            if bound.names_package_release() {
                key
            } else {
                key.upstream()
            }
        };
        let after = |bound| VersionKey::parse(bound).is_some_and(|b| compared_with(b) >= b);
        let before = |bound| VersionKey::parse(bound).is_some_and(|b| compared_with(b) <= b);
        self.first.is_none_or(after) && self.last.is_none_or(before)
    }
}

/// For people: `2.0.0-alpha to 2.9.2, 3.0.0 and later`.
impl fmt::Display for Ranges<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, range) in self.iter().enumerate() {
            if at > 0 {
                f.write_str(", ")?;
            }
            write!(f, "{range}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Range<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.first, self.last) {
            (Some(first), Some(last)) if first == last => f.write_str(first),
            (Some(first), Some(last)) => write!(f, "{first} to {last}"),
            (Some(first), None) => write!(f, "{first} and later"),
            (None, Some(last)) => write!(f, "up to {last}"),
            (None, None) => f.write_str("all versions"),
        }
    }
}

fn not_a_version(bound: &str, text: &str) -> UnitError {
    UnitError::new(format!(
        "`{bound}` in `{text}` is not a version: write ranges as in `2.0.0-alpha..2.9.2;3.0.0..`"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contains(ranges: &str, version: &str) -> bool {
        Ranges::parse(ranges)
            .expect(ranges)
            .contains(&version.parse().expect(version))
    }

    #[test]
    fn holds() {
        for (ranges, inside, outside) in [
            (
                "2.0.0-alpha..2.9.2;3.0.0..",
                &["2.0.0-alpha", "2.0.0", "2.9.2", "3.0.0", "9"][..],
                &["1.2.1", "2.9.3", "3.0.0-beta1"][..],
            ),
            (
                "2.0.0-alpha;2.1.0-beta",
                &["2.1.0-beta"],
                &["2.0.1-alpha", "2.1.0"],
            ),
            (
                "..0.20.0",
                &["0.12", "0.20.0", "0.20.0-2.fc21"],
                &["0.20.1", "0.21.0-1"],
            ),
            (
                "0.21.0..",
                &["0.21.0-1", "0.21.0"],
                &["0.20.9", "0.21.0-rc1"],
            ),
            (
                "0.18..0.21.0-1",
                &["0.20.0", "0.21.0-1.fc21"],
                &["0.21.0-2", "0.21.0"],
            ),
            (
                "0.21.0-2..",
                &["0.21.0-2.fc21", "0.21.0", "1.0"],
                &["0.21.0-1"],
            ),
            ("..", &["0", "9.9"], &[]),
        ] {
            for version in inside {
                assert!(contains(ranges, version), "{version} in {ranges}");
            }
            for version in outside {
                assert!(!contains(ranges, version), "{version} not in {ranges}");
            }
        }
    }

    #[test]
    fn ends_and_words() {
        for (text, first, last, shown) in [
            (
                "2.0.0-alpha..2.9.2",
                Some("2.0.0-alpha"),
                Some("2.9.2"),
                "2.0.0-alpha to 2.9.2",
            ),
            ("1.0;3.0.0..", Some("1.0"), None, "1.0, 3.0.0 and later"),
            ("..2.0;3.0", None, Some("3.0"), "up to 2.0, 3.0"),
            ("..", None, None, "all versions"),
        ] {
            let ranges = Ranges::parse(text).expect(text);
            assert_eq!(ranges.first().as_ref().map(Version::as_str), first);
            assert_eq!(ranges.last().as_ref().map(Version::as_str), last);
            assert_eq!(ranges.to_string(), shown);
        }
    }

    #[test]
    fn refusals() {
        for (text, part) in [
            ("", "is not a version"),
            ("1.0;", "is not a version"),
            ("1.0..2.x", "`2.x` in `1.0..2.x` is not a version"),
            ("2.0..1.0", "is empty"),
            ("1.0..2.0;2.0..3.0", "overlap"),
            ("1.0..;3.0", "overlap"),
            ("3.0;..4.0", "overlap"),
        ] {
            let error = Ranges::parse(text).expect_err(text).to_string();
            assert!(error.contains(part), "{text}: {error}");
        }
    }
}
