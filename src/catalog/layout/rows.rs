//! The rows of the two tables and how they are read.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::position::{Position, position};
use super::{EnvFile, Layout, UnitOrigin};
use crate::document::Syntax;
use crate::products::platform::Confidence;
use crate::units::Version;

pub(super) static LAYOUTS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    [
        (
            "alluxio",
            include_str!("../../products/alluxio/facts/layouts.tsv"),
        ),
        (
            "hadoop",
            include_str!("../../products/hadoop/facts/layouts.tsv"),
        ),
        (
            "htcondor",
            include_str!("../../products/htcondor/facts/layouts.tsv"),
        ),
        (
            "mesos",
            include_str!("../../products/mesos/facts/layouts.tsv"),
        ),
        (
            "zookeeper",
            include_str!("../../products/zookeeper/facts/layouts.tsv"),
        ),
    ]
    .into_iter()
    .flat_map(|(product, text)| lines(text).filter_map(move |line| Row::parse(product, line)))
    .collect()
});

pub(super) static PACKAGES: LazyLock<Vec<Package>> = LazyLock::new(|| {
    [
        (
            "alluxio",
            include_str!("../../products/alluxio/facts/packages.tsv"),
        ),
        (
            "hadoop",
            include_str!("../../products/hadoop/facts/packages.tsv"),
        ),
        (
            "htcondor",
            include_str!("../../products/htcondor/facts/packages.tsv"),
        ),
        (
            "mesos",
            include_str!("../../products/mesos/facts/packages.tsv"),
        ),
        (
            "zookeeper",
            include_str!("../../products/zookeeper/facts/packages.tsv"),
        ),
    ]
    .into_iter()
    .flat_map(|(product, text)| lines(text).filter_map(move |line| Package::parse(product, line)))
    .collect()
});

/// One line of a `layouts.tsv`.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) product: &'static str,
    pub(super) flavour: &'static str,
    /// First and last release of the flavour itself; an empty end is open.
    pub(super) releases: Option<(&'static str, &'static str)>,
    pub(super) since: &'static str,
    pub(super) until: &'static str,
    pub(super) role: &'static str,
    pub(super) layout: Layout,
}

impl Row {
    fn parse(product: &'static str, line: &'static str) -> Option<Self> {
        let cells: Vec<&'static str> = line.split('\t').collect();
        let [
            flavour,
            since,
            until,
            role,
            unit,
            origin,
            service_type,
            user,
            group,
            conf,
            env,
            log,
            data,
            pid,
            flag_dirs,
            limits,
            confidence,
            note,
        ] = cells[..]
        else {
            return None;
        };
        let (flavour, releases) = match flavour.split_once('@') {
            Some((name, range)) => (name, Some(range.split_once("..")?)),
            None => (flavour, None),
        };
        let path = |cell: &'static str| (!cell.is_empty()).then_some(Cow::Borrowed(cell));
        Some(Self {
            product,
            flavour,
            releases,
            since,
            until,
            role,
            layout: Layout {
                product,
                flavour: String::new(),
                role,
                unit: (!unit.is_empty()).then_some(unit),
                origin: match origin {
                    "native" => UnitOrigin::Native,
                    "sysv" => UnitOrigin::SysV,
                    "none" => UnitOrigin::None,
                    _ => return None,
                },
                service_type,
                user: user.into(),
                group: group.into(),
                conf: conf.into(),
                env: env
                    .split(';')
                    .filter(|item| !item.is_empty())
                    .map(env_file)
                    .collect::<Option<_>>()?,
                log: path(log),
                data: path(data),
                pid: path(pid),
                flag_dirs: flag_dirs.split_whitespace().collect(),
                limits: limits
                    .split_whitespace()
                    .map(|limit| limit.split_once('='))
                    .collect::<Option<_>>()?,
                confidence: Confidence::parse(confidence)?,
                note,
                versions: (since, until),
            },
        })
    }

    /// Whether a profile's flavour names this row.
    pub(super) fn is_of(&self, flavour: &str) -> bool {
        let Some((first, last)) = self.releases else {
            return self.flavour == flavour;
        };
        let Some(release) = flavour
            .strip_prefix(self.flavour)
            .and_then(|rest| rest.strip_prefix('-'))
            .and_then(|release| release.parse::<Version>().ok())
        else {
            return false;
        };
        position(&release, first, last) == Position::Inside
    }

    pub(super) fn layout(&self, flavour: &str) -> Layout {
        Layout {
            flavour: flavour.to_owned(),
            ..self.layout.clone()
        }
    }
}

/// One line of a `packages.tsv`.
#[derive(Debug)]
pub(super) struct Package {
    pub(super) product: &'static str,
    pub(super) flavour: &'static str,
    pub(super) since: &'static str,
    pub(super) until: &'static str,
    /// Blank-separated patterns of [`OsRelease::matches`].
    pub(super) os: &'static str,
}

impl Package {
    fn parse(product: &'static str, line: &'static str) -> Option<Self> {
        let cells: Vec<&'static str> = line.split('\t').collect();
        let [flavour, since, until, os, confidence] = cells[..] else {
            return None;
        };
        Confidence::parse(confidence)?;
        Some(Self {
            product,
            flavour,
            since,
            until,
            os,
        })
    }
}

/// `[-]PATH=SYNTAX`; the dash says that the file may be absent.
fn env_file(item: &'static str) -> Option<EnvFile> {
    let (path, syntax) = item.split_once('=')?;
    Some(EnvFile {
        path: path.strip_prefix('-').unwrap_or(path).into(),
        syntax: match syntax {
            "shell-export" => Syntax::ShellExport,
            "shell-assign" => Syntax::ShellAssign,
            "systemd-env" => Syntax::SystemdEnv,
            _ => return None,
        },
        optional: path.starts_with('-'),
    })
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().skip(1)
}
