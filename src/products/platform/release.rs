//! The table of OS releases and how one is found by name.

use std::sync::LazyLock;

static TEXT: &str = include_str!("facts/releases.tsv");

static RELEASES: LazyLock<Vec<OsRelease>> =
    LazyLock::new(|| TEXT.lines().skip(1).filter_map(OsRelease::parse).collect());

/// Which cgroup hierarchy carries the controllers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cgroup {
    /// The legacy hierarchy; also the hybrid one, whose controllers are on v1.
    V1,
    /// The unified hierarchy.
    V2,
}

/// Distributions that share paths and package names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    Fedora,
    /// Red Hat Enterprise Linux and what is built from its sources.
    El,
    Debian,
    Ubuntu,
}

/// How well a row of facts is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Confidence {
    /// From memory of the package only; check on a host.
    Low,
    /// From release notes or by analogy with a neighbour.
    Medium,
    /// Read in the package's own sources.
    High,
    /// Seen on an installed system.
    Verified,
}

/// One release of an operating system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OsRelease {
    /// As the profile writes it: `rhel-8.10`.
    pub name: &'static str,
    pub family: Family,
    /// The part after the distribution: `8.10`, `21`, `22.04`; `9` for `centos-stream-9`.
    pub version: &'static str,
    /// The Enterprise Linux release it follows, as (major, minor).
    pub el: Option<(u16, u16)>,
    /// Major version of systemd.
    pub systemd: u32,
    /// Whether systemd is PID 1. Where it is not, no unit is ever read.
    pub systemd_is_pid1: bool,
    /// The default after installation.
    pub cgroup: Cgroup,
    /// The distribution's link to its default Java.
    pub java_home: &'static str,
    pub confidence: Confidence,
    /// What is unusual about the row; may be empty.
    pub note: &'static str,
}

/// No release has that name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownOs {
    /// The most similar known names, best first; at most three.
    pub nearest: Vec<&'static str>,
}

/// The release called `os` (`fedora-21`, `rhel-8.10`).
///
/// # Errors
/// When no release has that name; the error carries the nearest names.
pub fn release(os: &str) -> Result<&'static OsRelease, UnknownOs> {
    RELEASES
        .binary_search_by(|row| row.name.cmp(os))
        .ok()
        .and_then(|at| RELEASES.get(at))
        .ok_or_else(|| UnknownOs {
            nearest: nearest(os),
        })
}

/// All known releases, sorted by name.
pub fn releases() -> &'static [OsRelease] {
    &RELEASES
}

impl OsRelease {
    fn parse(line: &'static str) -> Option<Self> {
        let cells: Vec<&'static str> = line.split('\t').collect();
        let [
            name,
            family,
            el,
            systemd,
            pid1,
            cgroup,
            java_home,
            confidence,
            note,
        ] = cells[..]
        else {
            return None;
        };
        Some(Self {
            name,
            family: match family {
                "fedora" => Family::Fedora,
                "el" => Family::El,
                "debian" => Family::Debian,
                "ubuntu" => Family::Ubuntu,
                _ => return None,
            },
            version: name.rsplit('-').next()?,
            el: el
                .split_once('.')
                .and_then(|(major, minor)| Some((major.parse().ok()?, minor.parse().ok()?))),
            systemd: systemd.parse().ok()?,
            systemd_is_pid1: match pid1 {
                "yes" => true,
                "no" => false,
                _ => return None,
            },
            cgroup: match cgroup {
                "v1" => Cgroup::V1,
                "v2" => Cgroup::V2,
                _ => return None,
            },
            java_home,
            confidence: Confidence::parse(confidence)?,
            note,
        })
    }

    /// Whether a platform pattern of a fact table names this release: `el-7` stands for every
    /// minor release of every rebuild, `fedora-21` and `ubuntu-22.04` for themselves, `fedora`
    /// and `el` for all of the family, `fedora-20..25` for a range of releases.
    pub fn matches(&self, pattern: &str) -> bool {
        let family = match self.family {
            Family::Fedora => "fedora",
            Family::El => "el",
            Family::Debian => "debian",
            Family::Ubuntu => "ubuntu",
        };
        let Some(rest) = pattern.strip_prefix(family) else {
            return false;
        };
        if rest.is_empty() {
            return true;
        }
        let Some(wanted) = rest.strip_prefix('-') else {
            return false;
        };
        let major: Option<u16> = match self.el {
            Some((major, _)) => Some(major),
            None => self.version.parse().ok(),
        };
        match (wanted.split_once(".."), major) {
            (Some((first, last)), Some(major)) => {
                first.parse().is_ok_and(|first: u16| first <= major)
                    && last.parse().is_ok_and(|last: u16| major <= last)
            }
            (Some(_), None) => false,
            (None, _) if self.family == Family::El => wanted.parse().ok() == major,
            (None, _) => wanted == self.version,
        }
    }
}

impl Confidence {
    /// Reads the word of a fact table.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "low" => Self::Low,
            "medium" => Self::Medium,
            "high" => Self::High,
            "verified" => Self::Verified,
            _ => return None,
        })
    }
}

impl std::fmt::Display for Cgroup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::V1 => "v1",
            Self::V2 => "v2",
        })
    }
}

fn nearest(os: &str) -> Vec<&'static str> {
    let lower = dashed(&os.to_ascii_lowercase().replace([' ', '_', ':'], "-"));
    // Of one major release the nearest minor release is meant: 8.11 is 8.10 and not 8.1; where
    // none is said, the last one.
    let minor = |name: &str| {
        let (major, minor) = name.rsplit_once('.')?;
        Some((major.to_owned(), minor.parse::<i64>().ok()?))
    };
    let (major, wanted) = minor(&lower).unwrap_or_else(|| (lower.clone(), i64::MAX));
    let mut scored: Vec<_> = RELEASES
        .iter()
        .map(|row| {
            let distance = strsim::damerau_levenshtein(&lower, row.name);
            let apart = minor(row.name)
                .filter(|have| have.0 == major)
                .map(|have| wanted.abs_diff(have.1));
            (apart.is_none(), apart, distance, row.name)
        })
        .filter(|(_, apart, distance, _)| *distance <= 3 || apart.is_some())
        .collect();
    scored.sort_unstable();
    scored.into_iter().take(3).map(|(.., name)| name).collect()
}

/// `rhel8` as `rhel-8`: where no dash stands, one between the letters and the first digit.
fn dashed(os: &str) -> String {
    match os.find(|c: char| c.is_ascii_digit()) {
        Some(at) if at > 0 && !os.contains('-') => {
            let (name, version) = os.split_at(at);
            format!("{name}-{version}")
        }
        _ => os.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_and_sorted() {
        assert_eq!(RELEASES.len(), TEXT.lines().count() - 1);
        assert!(RELEASES.is_sorted_by(|a, b| a.name < b.name));
        for row in RELEASES.iter() {
            assert_eq!(row.el.is_some(), row.family == Family::El, "{}", row.name);
            assert!(row.java_home.starts_with("/usr/lib/jvm/"), "{}", row.name);
        }
    }

    #[test]
    fn known_releases() {
        for (os, systemd, cgroup) in [
            ("fedora-18", 201, Cgroup::V1),
            ("fedora-21", 216, Cgroup::V1),
            ("fedora-31", 243, Cgroup::V2),
            ("centos-7.1", 208, Cgroup::V1),
            ("centos-7.9", 219, Cgroup::V1),
            ("rhel-8.10", 239, Cgroup::V1),
            ("rocky-9.4", 252, Cgroup::V2),
            ("alma-9.1", 250, Cgroup::V2),
            ("oracle-8.4", 239, Cgroup::V1),
            ("centos-stream-9", 252, Cgroup::V2),
            ("rhel-10.0", 257, Cgroup::V2),
            ("debian-12", 252, Cgroup::V2),
            ("ubuntu-22.04", 249, Cgroup::V2),
        ] {
            let row = release(os).expect(os);
            assert_eq!((row.systemd, row.cgroup), (systemd, cgroup), "{os}");
            assert!(row.systemd_is_pid1, "{os}");
        }
        assert!(!release("ubuntu-14.04").expect("known").systemd_is_pid1);
        for absent in [
            "rocky-8.0",
            "alma-7.9",
            "centos-8.6",
            "fedora-17",
            "rhel-8.1O",
            "",
        ] {
            assert!(release(absent).is_err(), "{absent}");
        }
    }

    #[test]
    fn a_typo_gets_the_nearest_names() {
        let error = release("rhel8.10").expect_err("no dash");
        assert_eq!(error.nearest.first(), Some(&"rhel-8.10"));
        assert_eq!(
            release("Fedora 21").expect_err("not the notation").nearest[0],
            "fedora-21"
        );
        for (wrong, near) in [
            ("rhel8", "rhel-8.10"),
            ("rhel-8", "rhel-8.10"),
            ("centos7", "centos-7.9"),
            ("rhel-8.11", "rhel-8.10"),
            ("debian12", "debian-12"),
            ("ubuntu22.04", "ubuntu-22.04"),
        ] {
            let error = release(wrong).expect_err(wrong);
            assert_eq!(error.nearest.first(), Some(&near), "{wrong}");
        }
        assert!(release("plan9").expect_err("unknown").nearest.is_empty());
    }

    #[test]
    fn patterns_of_fact_tables() {
        for (os, pattern, want) in [
            ("rocky-8.10", "el-8", true),
            ("centos-stream-8", "el-8", true),
            ("rhel-9.4", "el-8", false),
            ("rhel-7.9", "el-7..8", true),
            ("fedora-21", "fedora-20..25", true),
            ("fedora-31", "fedora-20..25", false),
            ("fedora-21", "fedora-2", false),
            ("fedora-21", "fedora", true),
            ("ubuntu-22.04", "ubuntu-22.04", true),
            ("debian-12", "debian-11..12", true),
            ("debian-12", "ubuntu", false),
        ] {
            assert_eq!(
                release(os).expect(os).matches(pattern),
                want,
                "{os} {pattern}"
            );
        }
    }
}
