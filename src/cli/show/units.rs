//! `show units`

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Row, Shown};
use crate::catalog::layout::{self, UnitOrigin};
use crate::cluster::Class;
use crate::document::Syntax;

/// A systemd unit of daemons, or one that the profile changes or makes.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct UnitRow {
    pub unit: String,
    /// Roles whose daemon it starts.
    pub roles: Vec<String>,
    /// Where it comes from.
    pub from: UnitFrom,
    /// Files that clusterc makes for it: the unit itself, or drop-ins.
    pub files: Vec<String>,
    pub hosts: String,
    pub count: usize,
}

/// Where a unit comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum UnitFrom {
    /// The package ships it.
    Package,
    /// systemd makes it from an init script of the package.
    InitScript,
    /// clusterc makes it.
    Clusterc,
    /// The system has it; clusterc adds to it.
    System,
    /// Nobody: the daemon is started in another way.
    Nobody,
}

impl UnitFrom {
    const fn word(self) -> &'static str {
        match self {
            Self::Package => "package",
            Self::InitScript => "init script",
            Self::Clusterc => "clusterc",
            Self::System => "system",
            Self::Nobody => "nobody",
        }
    }
}

impl Row for UnitRow {
    const HEAD: &'static [&'static str] = &["UNIT", "ROLES", "FROM", "HOSTS", "COUNT", "FILES"];
    const NONE: &'static str = "no units";

    fn cells(&self) -> Vec<String> {
        vec![
            self.unit.clone(),
            self.roles.join(" "),
            self.from.word().to_owned(),
            self.hosts.clone(),
            self.count.to_string(),
            self.files.join(" "),
        ]
    }
}

pub(super) fn rows(shown: &Shown<'_>) -> Vec<UnitRow> {
    let cluster = &shown.compilation.cluster;
    let mut groups: BTreeMap<UnitRow, Vec<u32>> = BTreeMap::new();
    for class in &cluster.classes {
        let hosts = shown.of(&class.hosts);
        let managed = hosts
            .first()
            .and_then(|&host| cluster.host(host))
            .is_some_and(|host| host.managed);
        if !managed {
            continue;
        }
        for host in hosts {
            for row in of_host(shown, class, host) {
                groups.entry(row).or_default().push(host);
            }
        }
    }
    groups
        .into_iter()
        .map(|(mut row, mut hosts)| {
            hosts.sort_unstable();
            row.hosts = cluster.fold(&hosts);
            row.count = hosts.len();
            row
        })
        .collect()
}

/// What is known of a unit of one host.
#[derive(Default)]
struct Unit {
    roles: Vec<String>,
    origin: Option<UnitOrigin>,
    files: Vec<String>,
}

fn of_host(shown: &Shown<'_>, class: &Class, host: u32) -> Vec<UnitRow> {
    let mut units: BTreeMap<String, Unit> = BTreeMap::new();
    for placed in &class.roles {
        let Some(product) = class.products.get(placed.role.product) else {
            continue;
        };
        let layout = layout::find(
            placed.role.product,
            &product.flavour,
            &product.version.value,
            placed.role.name,
        );
        if let Ok(layout) = layout
            && let Some(unit) = layout.unit
        {
            let entry = units.entry(unit.to_owned()).or_default();
            let role = placed.role.name.to_owned();
            if !entry.roles.contains(&role) {
                entry.roles.push(role);
            }
            entry.origin = Some(layout.origin);
        }
    }
    for document in shown.compilation.documents_of(host) {
        if document.syntax != Syntax::SystemdUnit {
            continue;
        }
        let path = document.path.as_str();
        let mut parts = path.rsplit('/');
        let (name, folder) = (parts.next(), parts.next());
        let unit = folder
            .and_then(|folder| folder.strip_suffix(".d"))
            .or(name)
            .unwrap_or(path);
        units
            .entry(unit.to_owned())
            .or_default()
            .files
            .push(path.to_owned());
    }
    units
        .into_iter()
        .map(|(unit, known)| {
            let Unit {
                roles,
                origin,
                files,
            } = known;
            let whole = files.iter().any(|file| file.ends_with(&format!("/{unit}")));
            let from = match origin {
                _ if whole => UnitFrom::Clusterc,
                Some(UnitOrigin::Native) => UnitFrom::Package,
                Some(UnitOrigin::SysV) => UnitFrom::InitScript,
                Some(UnitOrigin::None) => UnitFrom::Nobody,
                None => UnitFrom::System,
            };
            UnitRow {
                unit,
                roles,
                from,
                files,
                hosts: String::new(),
                count: 0,
            }
        })
        .collect()
}
