//! Where a version lies in a row's range.

use std::cmp::Ordering;

use crate::units::{Range, Version};

/// Where a version lies in a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    Inside,
    Outside,
    /// An end of the range names a package release, and the version does not say which it is.
    NeedsBuild,
}

/// Where `version` lies in `since..=until`. An upper end stands for all that begins with it:
/// `0.20` includes `0.20.1`, and `0.21.0` all its package releases. An empty end is open.
pub(super) fn position(version: &Version, since: &str, until: &str) -> Position {
    let open_ended = Range {
        first: (!since.is_empty()).then_some(since),
        last: None,
    };
    if !open_ended.contains(version) {
        return Position::Outside;
    }
    if cut_through(version, since) || cut_through(version, until) {
        return Position::NeedsBuild;
    }
    let Ok(end) = until.parse::<Version>() else {
        return Position::Inside;
    };
    let length = until.split('-').next().map_or(0, |n| n.split('.').count());
    let order = (0..length)
        .map(|at| version.number(at).cmp(&end.number(at)))
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal);
    let is_later_build =
        || end.package_release().is_some() && version.package_release() > end.package_release();
    match order {
        Ordering::Greater => Position::Outside,
        Ordering::Equal if is_later_build() => Position::Outside,
        _ => Position::Inside,
    }
}

/// Whether `bound` separates package releases of just this version, which names none.
fn cut_through(version: &Version, bound: &str) -> bool {
    version.package_release().is_none()
        && bound
            .parse::<Version>()
            .is_ok_and(|bound| bound.package_release().is_some() && bound.upstream() == *version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions() {
        use Position::{Inside, NeedsBuild, Outside};
        for (version, since, until, want) in [
            ("2.0.5-alpha", "2.0.5-alpha", "2.2.0", Inside),
            ("2.0.4-alpha", "2.0.5-alpha", "2.2.0", Outside),
            ("2.0.5", "2.0.5-alpha", "2.2.0", Inside),
            ("2.1.0-beta", "2.1.0", "2.2", Outside),
            ("3.3.6", "3.3.0", "3.5", Inside),
            ("3.5.1", "3.3.0", "3.5", Inside),
            ("3.6.0", "3.3.0", "3.5", Outside),
            ("3.10.0", "3.3.0", "3.5", Outside),
            ("0.21.0", "0.18.0", "0.21.0-1", NeedsBuild),
            ("0.21.0-1", "0.18.0", "0.21.0-1", Inside),
            ("0.21.0-1.fc21", "0.18.0", "0.21.0-1", Inside),
            ("0.21.0-2", "0.18.0", "0.21.0-1", Outside),
            ("0.21.1", "0.18.0", "0.21.0-1", Outside),
            ("0.20.0-2", "0.18.0", "0.21.0-1", Inside),
            ("0.21.0-2", "0.21.0-2", "0.23", Inside),
            ("0.21.0-10", "0.21.0-2", "0.23", Inside),
            ("0.21.1", "0.21.0-2", "0.23", Inside),
            ("0.21.0", "0.21.0-2", "0.23", NeedsBuild),
            ("0.23.1-4", "0.21.0-2", "0.23", Inside),
            ("3.4", "3.4", "", Inside),
            ("3.3", "", "3.3", Inside),
        ] {
            let parsed: Version = version.parse().expect(version);
            assert_eq!(
                position(&parsed, since, until),
                want,
                "{version} in {since}..{until}"
            );
        }
    }
}
