//! Where a package keeps things: unit, user, directories and env files, by flavour and version.
//!
//! One row of a product's `layouts.tsv` decides them all, so that `why` can show it. A second
//! table, `packages.tsv`, says which flavours carry a version on an OS.

mod position;
mod rows;

use std::borrow::Cow;

use self::position::{Position, position};
use self::rows::{LAYOUTS, PACKAGES, Row};
use crate::document::Syntax;
use crate::products::platform::{Confidence, OsRelease};
use crate::products::systemd::UnitType;
use crate::units::Version;

/// Where a unit comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnitOrigin {
    /// The package ships a unit file.
    Native,
    /// systemd makes the unit from an init script. Drop-ins work; no generator from 260 on.
    SysV,
    /// Nobody ships one; a profile may have it made.
    None,
}

/// One file of environment variables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvFile {
    pub path: Cow<'static, str>,
    pub syntax: Syntax,
    /// Whether the daemon starts without it.
    pub optional: bool,
}

/// Where a role's package keeps things.
///
/// Paths of a tarball begin with `{base}`, its user is `{user}`; see [`Layout::placed`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    pub product: &'static str,
    /// As the profile writes it, release included: `bigtop-3.4`.
    pub flavour: String,
    pub role: &'static str,
    /// `None` for a gateway, which runs no daemon.
    pub unit: Option<&'static str>,
    pub origin: UnitOrigin,
    /// `Type=` of the unit; empty when not known.
    pub service_type: &'static str,
    pub user: Cow<'static, str>,
    pub group: Cow<'static, str>,
    /// Directory of the configuration files.
    pub conf: Cow<'static, str>,
    /// In the order they are read; a later file wins.
    pub env: Vec<EnvFile>,
    /// `None`: not known, or the role has none.
    pub log: Option<Cow<'static, str>>,
    pub data: Option<Cow<'static, str>>,
    pub pid: Option<Cow<'static, str>>,
    /// Directories with one file per flag (Mesos); each gets every file.
    pub flag_dirs: Vec<&'static str>,
    /// Limits the shipped unit sets, as (directive, value).
    pub limits: Vec<(&'static str, &'static str)>,
    pub confidence: Confidence,
    pub note: &'static str,
    /// First and last version of the row, for `why`.
    pub versions: (&'static str, &'static str),
}

/// Why there is no layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoLayout {
    /// The product has no such flavour; the ones it has.
    UnknownFlavour { known: Vec<&'static str> },
    /// The flavour needs its own release after the name, as in `bigtop-3.4`.
    NeedsFlavourRelease,
    /// The flavour never had the version; the ranges it has for that role.
    UnknownVersion {
        ranges: Vec<(&'static str, &'static str)>,
    },
    /// Builds of one version differ: the version needs its package release, as in `0.21.0-2`.
    /// The first and last build of each layout.
    NeedsBuild {
        ranges: Vec<(&'static str, &'static str)>,
    },
    /// The flavour does not package the role.
    UnknownRole { known: Vec<&'static str> },
}

/// The layout of `role` in `flavour`'s package of `product` `version`.
///
/// # Errors
/// [`NoLayout`] says which of the four is not known, and what is.
pub fn find(
    product: &str,
    flavour: &str,
    version: &Version,
    role: &str,
) -> Result<Layout, NoLayout> {
    let of_product = || LAYOUTS.iter().filter(move |row| row.product == product);
    // The role first: most rows go by it, and comparing texts is cheaper than comparing versions.
    let rows: Vec<&Row> = of_product()
        .filter(|row| row.role == role && row.is_of(flavour))
        .collect();
    if rows.is_empty() {
        let of_flavour: Vec<_> = of_product().filter(|row| row.is_of(flavour)).collect();
        if !of_flavour.is_empty() {
            return Err(NoLayout::UnknownRole {
                known: sorted(of_flavour.iter().map(|row| row.role)),
            });
        }
        if of_product().any(|row| row.flavour == flavour) {
            return Err(NoLayout::NeedsFlavourRelease);
        }
        return Err(NoLayout::UnknownFlavour {
            known: sorted(of_product().map(|row| row.flavour)),
        });
    }
    let ranges = |rows: &[&Row]| rows.iter().map(|row| (row.since, row.until)).collect();
    let (mut inside, mut depends) = (None, Vec::new());
    for row in &rows {
        match position(version, row.since, row.until) {
            Position::Inside => inside = Some(*row),
            Position::NeedsBuild => depends.push(*row),
            Position::Outside => {}
        }
    }
    match (inside, depends.is_empty()) {
        (Some(row), _) => Ok(row.layout(flavour)),
        (None, false) => Err(NoLayout::NeedsBuild {
            ranges: ranges(&depends),
        }),
        (None, true) => Err(NoLayout::UnknownVersion {
            ranges: ranges(&rows),
        }),
    }
}

/// The flavours known to carry `product` `version` on `os`, sorted; a tarball, which carries
/// every version everywhere, is not among them. With exactly one, that one is the default.
pub fn flavours_for(product: &str, version: &Version, os: &OsRelease) -> Vec<&'static str> {
    sorted(
        PACKAGES
            .iter()
            .filter(|package| {
                package.product == product
                    && position(version, package.since, package.until) != Position::Outside
                    && package.os.split(' ').any(|pattern| os.matches(pattern))
            })
            .map(|package| package.flavour),
    )
}

/// Whether a flavour is known to carry a version, on whatever OS; `None` where nothing is known of
/// what it carries: a tarball has every version.
pub fn carries(product: &str, flavour: &str, version: &Version) -> Option<bool> {
    let mut rows = PACKAGES
        .iter()
        .filter(|package| package.product == product && package.flavour == flavour)
        .peekable();
    rows.peek()?;
    Some(rows.any(|package| position(version, package.since, package.until) != Position::Outside))
}

/// The flavours known to carry a version, each with the OS releases it is for, sorted.
pub fn carriers(product: &str, version: &Version) -> Vec<(&'static str, &'static str)> {
    let mut carriers: Vec<_> = PACKAGES
        .iter()
        .filter(|package| {
            package.product == product
                && position(version, package.since, package.until) != Position::Outside
        })
        .map(|package| (package.flavour, package.os))
        .collect();
    carriers.sort_unstable();
    carriers.dedup();
    carriers
}

/// All flavours of a product that a profile may write; those with releases of their own are
/// listed with each known release.
pub fn flavours(product: &str) -> Vec<&'static str> {
    let packaged = PACKAGES
        .iter()
        .filter(|package| package.product == product)
        .map(|package| package.flavour);
    let unreleased = LAYOUTS
        .iter()
        .filter(|row| row.product == product && row.releases.is_none())
        .map(|row| row.flavour);
    sorted(packaged.chain(unreleased))
}

/// The products and roles whose daemon has a unit of that name in some package, sorted.
pub fn roles_with_unit(unit: &str) -> Vec<(&'static str, &'static str)> {
    let mut owners: Vec<_> = LAYOUTS
        .iter()
        .filter(|row| row.layout.unit == Some(unit))
        .map(|row| (row.product, row.role))
        .collect();
    owners.sort_unstable();
    owners.dedup();
    owners
}

impl NoLayout {
    /// What the packages have instead, as advice.
    pub fn what_there_is(&self) -> String {
        match self {
            Self::UnknownFlavour { known } => format!("known packages: {}", known.join(", ")),
            Self::NeedsFlavourRelease => {
                "add the packages' own release, as in `bigtop-3.4`".to_owned()
            }
            Self::UnknownRole { known } => format!("they carry {}", known.join(", ")),
            Self::UnknownVersion { ranges } => {
                format!("they carry the versions {}", said(ranges))
            }
            Self::NeedsBuild { ranges } => format!(
                "builds of this version differ: write the package release too; the layouts are {}",
                said(ranges)
            ),
        }
    }
}

fn said(ranges: &[(&str, &str)]) -> String {
    let ranges: Vec<String> = ranges
        .iter()
        .map(|(first, last)| format!("{first} to {last}"))
        .collect();
    ranges.join(", ")
}

impl Layout {
    /// The same layout with a tarball's `{base}` and `{user}` filled in; others are unchanged.
    #[must_use]
    pub fn placed(mut self, base: &str, user: &str) -> Self {
        let fill = |text: &mut Cow<'static, str>| {
            if text.contains('{') {
                *text = text
                    .replace("{base}", base.trim_end_matches('/'))
                    .replace("{user}", user)
                    .into();
            }
        };
        fill(&mut self.user);
        fill(&mut self.group);
        fill(&mut self.conf);
        for file in &mut self.env {
            fill(&mut file.path);
        }
        for path in [&mut self.log, &mut self.data, &mut self.pid]
            .into_iter()
            .flatten()
        {
            fill(path);
        }
        self
    }

    /// The type of the role's unit.
    pub fn unit_type(&self) -> Option<UnitType> {
        self.unit.and_then(UnitType::of)
    }
}

fn sorted(names: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let mut names: Vec<_> = names.collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests;
