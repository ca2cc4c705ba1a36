//! The table of unit directives: in which section and since which version each is read.
//!
//! Enterprise Linux adds directives to older versions; those stand in a table of their own.

use std::sync::LazyLock;

use super::grammar::Grammar;
use super::unit::UnitType;
use crate::products::platform::{Cgroup, OsRelease};

static TEXT: &str = include_str!("facts/directives.tsv");
static BACKPORTS: &str = include_str!("facts/backports.tsv");

static TABLE: LazyLock<Vec<Directive>> =
    LazyLock::new(|| TEXT.lines().skip(1).filter_map(Directive::parse).collect());

/// What an assignment without a value does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EmptyAssignment {
    /// It is refused: the parser warns and keeps what was there.
    Refused,
    /// Empties the list gathered so far.
    ResetsList,
    /// Puts the default back.
    Unsets,
    /// Nothing: the list can only grow.
    Ignored,
    /// Not known.
    Unknown,
}

/// One directive with the sections in which it behaves the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Directive {
    /// CamelCase, without `=`.
    pub name: &'static str,
    /// Comma-separated, sorted.
    sections: &'static str,
    pub grammar: Grammar,
    /// First version that reads it.
    pub since: u32,
    /// Last version in which it has an effect; `None`: still has.
    pub last: Option<u32>,
    /// First version that warns about it while it still has an effect.
    pub deprecated: Option<u32>,
    pub replacement: Option<&'static str>,
    pub empty: EmptyAssignment,
    /// The one cgroup version it acts on; `None`: both, or nothing to do with cgroups.
    pub cgroup: Option<Cgroup>,
}

/// What a systemd knows about a directive in a unit of some type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DirectiveStatus {
    /// It is read there.
    Known {
        section: &'static str,
        directive: &'static Directive,
    },
    /// A later version reads it.
    NotYet {
        since: u32,
        /// What this version has instead, where the table says so.
        instead: Option<&'static str>,
    },
    /// Its last effective version is past: it is ignored, with a warning.
    Gone {
        last: u32,
        replacement: Option<&'static str>,
    },
    /// It exists, but not in units of that type.
    WrongUnit { sections: Vec<&'static str> },
    /// No version knows it.
    Unknown {
        /// The most similar names that this version reads in such a unit; at most three.
        nearest: Vec<&'static str>,
    },
}

/// What systemd `systemd` of `os` does with directive `name` in a unit of type `unit`.
///
/// `os` matters for backports only; `None` means upstream's own behaviour. Where a directive
/// moved to `[Unit]` (`StartLimitBurst=`) the newer place is given once it is read there.
pub fn directive(
    unit: UnitType,
    name: &str,
    systemd: u32,
    os: Option<&OsRelease>,
) -> DirectiveStatus {
    let rows = lookup(name);
    if rows.is_empty() {
        return DirectiveStatus::Unknown {
            nearest: nearest(unit, name, systemd),
        };
    }
    let backported = os.is_some_and(|os| is_backported(name, systemd, os));
    let places: Vec<(&'static str, &'static Directive)> = ["Unit", "Install"]
        .into_iter()
        .chain(unit.section())
        .flat_map(|section| {
            rows.iter()
                .filter(move |row| row.sections().any(|s| s == section))
                .map(move |row| (section, row))
        })
        .collect();
    if let Some(&(section, directive)) = places
        .iter()
        .find(|(_, row)| row.is_effective(systemd) || (backported && row.last.is_none()))
    {
        return DirectiveStatus::Known { section, directive };
    }
    let last = places
        .iter()
        .filter_map(|(_, row)| row.last.map(|last| (last, row.replacement)))
        .filter(|(last, _)| *last < systemd)
        .max();
    let next = places.iter().map(|(_, row)| row.since).min();
    match (last, next) {
        (Some((last, replacement)), _) => DirectiveStatus::Gone { last, replacement },
        (None, Some(since)) => DirectiveStatus::NotYet {
            since,
            instead: predecessor(name, unit, systemd),
        },
        (None, None) => {
            let mut sections: Vec<_> = rows.iter().flat_map(Directive::sections).collect();
            sections.sort_unstable();
            sections.dedup();
            DirectiveStatus::WrongUnit { sections }
        }
    }
}

/// All rows of the directive called `name`; empty when no version knows it.
pub fn lookup(name: &str) -> &'static [Directive] {
    let start = TABLE.partition_point(|row| row.name < name);
    let end = TABLE.partition_point(|row| row.name <= name);
    TABLE.get(start..end).unwrap_or_default()
}

impl Directive {
    fn parse(line: &'static str) -> Option<Self> {
        let cells: Vec<&'static str> = line.split('\t').collect();
        let [
            name,
            sections,
            grammar,
            range,
            since,
            last,
            deprecated,
            replacement,
            empty,
            cgroup,
        ] = cells[..]
        else {
            return None;
        };
        Some(Self {
            name,
            sections,
            grammar: Grammar::parse(grammar, range)?,
            since: since.parse().ok()?,
            last: version(last).ok()?,
            deprecated: version(deprecated).ok()?,
            replacement: (!replacement.is_empty()).then_some(replacement),
            empty: match empty {
                "error" => EmptyAssignment::Refused,
                "reset" => EmptyAssignment::ResetsList,
                "unset" | "zero" => EmptyAssignment::Unsets,
                "none" => EmptyAssignment::Ignored,
                "" => EmptyAssignment::Unknown,
                _ => return None,
            },
            cgroup: match cgroup {
                "v1" => Some(Cgroup::V1),
                "v2" => Some(Cgroup::V2),
                "" => None,
                _ => return None,
            },
        })
    }

    /// The sections this row is about.
    pub fn sections(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.sections.split(',')
    }

    /// Whether upstream's `systemd` reads it and acts on it.
    pub fn is_effective(&self, systemd: u32) -> bool {
        self.since <= systemd && self.last.is_none_or(|last| systemd <= last)
    }
}

/// The version in a cell that may be empty.
fn version(cell: &str) -> Result<Option<u32>, std::num::ParseIntError> {
    if cell.is_empty() {
        Ok(None)
    } else {
        cell.parse().map(Some)
    }
}

/// Whether the distribution's build of `systemd` reads a directive that upstream's does not.
fn is_backported(name: &str, systemd: u32, os: &OsRelease) -> bool {
    let Some((major, minor)) = os.el else {
        return false;
    };
    // A profile may state another systemd than the release ships; that one has no backports.
    if os.systemd != systemd {
        return false;
    }
    BACKPORTS.lines().skip(1).any(|line| {
        let mut cells = line.split('\t');
        cells.next() == Some(name)
            && cells
                .next()
                .and_then(el_release)
                .is_some_and(|(m, first)| m == major && first <= minor)
            && cells
                .next()
                .and_then(el_release)
                .is_some_and(|(m, last)| m == major && minor <= last)
    })
}

fn el_release(text: &str) -> Option<(u16, u16)> {
    let (major, minor) = text.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

/// The directive that `name` replaced and that still acts in `systemd`.
fn predecessor(name: &str, unit: UnitType, systemd: u32) -> Option<&'static str> {
    TABLE
        .iter()
        .find(|row| {
            row.replacement == Some(name)
                && row.is_effective(systemd)
                && row
                    .sections()
                    .any(|s| s == "Unit" || Some(s) == unit.section())
        })
        .map(|row| row.name)
}

fn nearest(unit: UnitType, name: &str, systemd: u32) -> Vec<&'static str> {
    let lower = name.to_ascii_lowercase();
    let limit = (name.len() / 3).clamp(1, 4);
    let mut scored: Vec<(usize, &'static str)> = TABLE
        .iter()
        .filter(|row| {
            row.is_effective(systemd)
                && row
                    .sections()
                    .any(|s| s == "Unit" || s == "Install" || Some(s) == unit.section())
        })
        .map(|row| {
            let distance = strsim::damerau_levenshtein(&lower, &row.name.to_ascii_lowercase());
            (distance, row.name)
        })
        .filter(|(distance, _)| *distance <= limit)
        .collect();
    scored.sort_unstable();
    scored.dedup();
    scored.into_iter().take(3).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::products::platform::release;

    fn section(unit: UnitType, name: &str, systemd: u32, os: Option<&str>) -> String {
        let os = os.map(|os| release(os).expect("known release"));
        match directive(unit, name, systemd, os) {
            DirectiveStatus::Known { section, .. } => section.to_owned(),
            DirectiveStatus::NotYet { since, instead } => {
                format!("since {since}, now {}", instead.unwrap_or("-"))
            }
            DirectiveStatus::Gone { last, replacement } => {
                format!("until {last}, then {}", replacement.unwrap_or("-"))
            }
            DirectiveStatus::WrongUnit { sections } => format!("in {}", sections.join(" ")),
            DirectiveStatus::Unknown { nearest } => format!("like {}", nearest.join(" ")),
        }
    }

    #[test]
    fn every_row_is_read_and_sorted() {
        assert_eq!(TABLE.len(), TEXT.lines().count() - 1);
        assert!(TABLE.is_sorted_by(|a, b| (a.name, a.sections) <= (b.name, b.sections)));
        for row in TABLE.iter() {
            assert!(
                row.last.is_none_or(|last| row.since <= last),
                "{}",
                row.name
            );
        }
        for line in BACKPORTS.lines().skip(1) {
            let name = line.split('\t').next().expect("a first cell");
            assert!(!lookup(name).is_empty(), "{name}");
        }
    }

    #[test]
    fn versions_decide() {
        use UnitType::{Mount, Service, Slice, Target, Timer};
        for (unit, name, systemd, os, want) in [
            (Service, "LimitNOFILE", 219, None, "Service"),
            (Service, "After", 219, None, "Unit"),
            (Service, "WantedBy", 219, None, "Install"),
            (Mount, "Where", 219, None, "Mount"),
            (Timer, "OnCalendar", 219, None, "Timer"),
            (Slice, "CPUWeight", 252, None, "Slice"),
            (Slice, "CPUWeight", 219, None, "since 232, now CPUShares"),
            (Slice, "CPUShares", 258, None, "until 257, then CPUWeight"),
            (Service, "ControlGroup", 204, None, "Service"),
            (Service, "ControlGroup", 205, None, "until 204, then Slice"),
            (Service, "StartLimitBurst", 219, None, "Service"),
            (Service, "StartLimitBurst", 252, None, "Unit"),
            (
                Service,
                "TasksMax",
                219,
                Some("centos-7.3"),
                "since 227, now -",
            ),
            (Service, "TasksMax", 219, Some("centos-7.4"), "Service"),
            (Service, "Delegate", 208, Some("rhel-7.0"), "Service"),
            (
                Service,
                "Delegate",
                208,
                Some("fedora-20"),
                "since 218, now -",
            ),
            (Slice, "MemoryMin", 239, Some("rocky-8.10"), "Slice"),
            (
                Slice,
                "MemoryMin",
                239,
                Some("rhel-8.2"),
                "since 240, now -",
            ),
            (Slice, "Delegate", 252, None, "in Scope Service"),
            (
                Target,
                "LimitNOFILE",
                252,
                None,
                "in Mount Service Socket Swap",
            ),
            (Service, "CPUShare", 219, None, "like CPUShares"),
            (
                Service,
                "Limitnofile",
                219,
                None,
                "like LimitNOFILE LimitLOCKS LimitNICE",
            ),
            (Service, "Zzz", 219, None, "like "),
        ] {
            let got = section(unit, name, systemd, os);
            if want.starts_with("in ") && name == "Delegate" {
                assert!(got.starts_with("in ") && !got.contains("Slice"), "{got}");
            } else if want.starts_with("like L") {
                assert!(got.starts_with("like LimitNOFILE"), "{got}");
            } else {
                assert_eq!(got, want, "{name} {systemd} {os:?}");
            }
        }
    }
}
