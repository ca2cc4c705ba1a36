//! `clusterc show`

use std::collections::BTreeMap;

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::Serialize;

use super::files::{ProfileArgs, compile_profile};
use super::{Exit, Format, print};
use crate::cluster::{Cause, Cluster};
use crate::output::files_of;
use crate::pipeline::Compilation;

/// Show what a profile comes to: its hosts, what runs where, which files, which ports.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_enum)]
    view: ViewName,
    #[command(flatten)]
    profile: ProfileArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ViewName {
    /// Hosts that are alike, with platform, hardware, racks and roles.
    Hosts,
    /// Roles, their hosts and why they have them.
    Roles,
    /// Every distinct file and the hosts that have it.
    Files,
    /// Every port that a daemon listens on.
    Ports,
}

/// Hosts that are alike.
#[derive(Debug, Serialize, JsonSchema)]
pub struct HostRow {
    /// Folded names: `w[001-120]`.
    pub hosts: String,
    pub count: usize,
    pub platform: Option<String>,
    pub hardware: Option<String>,
    /// Rack paths, each once.
    pub racks: Vec<String>,
    pub roles: Vec<String>,
    /// `hadoop 3.3.6 (bigtop-3.4)` and the like.
    pub products: Vec<String>,
    /// Whether files are made for them.
    pub managed: bool,
}

/// A role of an instance.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RoleRow {
    pub role: String,
    /// Empty for roles that serve all instances.
    pub instance: String,
    pub hosts: String,
    pub count: usize,
    /// `profile.yaml:12`, or the rule that placed it.
    pub cause: String,
}

/// A distinct file.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FileRow {
    pub path: String,
    pub hosts: String,
    pub count: usize,
    /// Bytes.
    pub size: usize,
    /// Octal, four digits.
    pub mode: String,
    pub owner: String,
    pub group: String,
    pub daemons: Vec<String>,
    pub sha256: String,
}

/// A port.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PortRow {
    pub port: u16,
    pub role: String,
    /// Name of the port: `rpc`, `http` …
    pub name: String,
    pub hosts: String,
    pub count: usize,
    /// `default of the version`, or the profile's line.
    pub cause: String,
}

pub fn run(args: &Args, format: Format) -> Exit {
    let compilation = match compile_profile(&args.profile, format) {
        Ok(compilation) => compilation,
        Err(exit) => return exit,
    };
    print::diagnostics(&compilation, format);
    let json = format == Format::Json;
    match args.view {
        ViewName::Hosts => show(&hosts(&compilation), json, &HOSTS, |row| {
            vec![
                row.hosts.clone(),
                row.count.to_string(),
                row.platform.clone().unwrap_or_default(),
                row.hardware.clone().unwrap_or_default(),
                row.racks.join(" "),
                row.roles.join(" "),
            ]
        }),
        ViewName::Roles => show(&roles(&compilation), json, &ROLES, |row| {
            let role = if row.instance.is_empty() {
                row.role.clone()
            } else {
                format!("{}@{}", row.role, row.instance)
            };
            vec![
                role,
                row.hosts.clone(),
                row.count.to_string(),
                row.cause.clone(),
            ]
        }),
        ViewName::Files => show(&files(&compilation), json, &FILES, |row| {
            vec![
                row.path.clone(),
                row.hosts.clone(),
                row.count.to_string(),
                row.size.to_string(),
                row.mode.clone(),
                format!("{}:{}", row.owner, row.group),
            ]
        }),
        ViewName::Ports => show(&ports(&compilation), json, &PORTS, |row| {
            vec![
                row.port.to_string(),
                row.role.clone(),
                row.name.clone(),
                row.hosts.clone(),
                row.cause.clone(),
            ]
        }),
    }
    if compilation.has_errors() {
        Exit::Found
    } else {
        Exit::Done
    }
}

const HOSTS: [&str; 6] = ["HOSTS", "COUNT", "PLATFORM", "HARDWARE", "RACKS", "ROLES"];
const ROLES: [&str; 4] = ["ROLE", "HOSTS", "COUNT", "BECAUSE OF"];
const FILES: [&str; 6] = ["PATH", "HOSTS", "COUNT", "SIZE", "MODE", "OWNER"];
const PORTS: [&str; 5] = ["PORT", "ROLE", "NAME", "HOSTS", "BECAUSE OF"];

fn show<T: Serialize>(rows: &[T], json: bool, head: &[&str], cells: impl Fn(&T) -> Vec<String>) {
    if json {
        print::json(&rows);
    } else {
        let rows: Vec<Vec<String>> = rows.iter().map(cells).collect();
        print::result(&print::table(head, &rows));
    }
}

fn hosts(compilation: &Compilation) -> Vec<HostRow> {
    let cluster = &compilation.cluster;
    let mut rows: Vec<(u32, HostRow)> = cluster
        .classes
        .iter()
        .filter_map(|class| {
            let first = *class.hosts.first()?;
            let mut racks: Vec<String> = class
                .hosts
                .iter()
                .filter_map(|&host| cluster.host(host))
                .map(|host| host.rack.value.to_string())
                .collect();
            racks.sort();
            racks.dedup();
            Some((
                first,
                HostRow {
                    hosts: cluster.fold(&class.hosts),
                    count: class.hosts.len(),
                    platform: class
                        .platform
                        .as_ref()
                        .map(|platform| platform.os.value.clone()),
                    hardware: class
                        .hardware
                        .as_ref()
                        .map(crate::cluster::Hardware::summary),
                    racks: vec![crate::units::fold(racks.iter().map(String::as_str))],
                    roles: class
                        .roles
                        .iter()
                        .map(|placed| placed.role.name.to_owned())
                        .collect(),
                    products: class
                        .products
                        .iter()
                        .map(|(name, product)| {
                            format!("{name} {} ({})", product.version.value, product.flavour)
                        })
                        .collect(),
                    managed: cluster.host(first).is_some_and(|host| host.managed),
                },
            ))
        })
        .collect();
    rows.sort_by_key(|(first, _)| *first);
    rows.into_iter().map(|(_, row)| row).collect()
}

fn cause(compilation: &Compilation, cause: &Cause) -> String {
    match cause {
        Cause::Written(span) => {
            let place = compilation.sources.place(*span);
            format!("{}:{}", place.file, place.line)
        }
        Cause::Derived(rule, _) => format!("rule {}", rule.name),
    }
}

fn roles(compilation: &Compilation) -> Vec<RoleRow> {
    let cluster = &compilation.cluster;
    let mut rows = Vec::new();
    for role in crate::profile::v1::VOCABULARY.roles() {
        let mut groups: BTreeMap<(String, String), Vec<u32>> = BTreeMap::new();
        for placement in cluster.placements.of(role.name) {
            groups
                .entry((
                    placement.instance.clone(),
                    cause(compilation, &placement.cause),
                ))
                .or_default()
                .push(placement.host);
        }
        for ((instance, cause), hosts) in groups {
            rows.push(RoleRow {
                role: role.name.to_owned(),
                instance,
                hosts: cluster.fold(&hosts),
                count: hosts.len(),
                cause,
            });
        }
    }
    rows
}

fn files(compilation: &Compilation) -> Vec<FileRow> {
    let mut groups: BTreeMap<(&str, usize), (FileRow, Vec<&str>)> = BTreeMap::new();
    for (host, file) in files_of(&compilation.tree) {
        let content = compilation.tree.content(file.content);
        let key = (file.path.as_str(), content.bytes.as_ptr() as usize);
        let (_, hosts) = groups.entry(key).or_insert_with(|| {
            (
                FileRow {
                    path: file.path.to_string(),
                    hosts: String::new(),
                    count: 0,
                    size: content.bytes.len(),
                    mode: format!("{:04o}", file.mode),
                    owner: file.owner.to_string(),
                    group: file.group.to_string(),
                    daemons: file.readers.iter().map(ToString::to_string).collect(),
                    sha256: content.sha256.to_string(),
                },
                Vec::new(),
            )
        });
        hosts.push(host);
    }
    let mut rows: Vec<FileRow> = groups
        .into_values()
        .map(|(mut row, hosts)| {
            row.count = hosts.len();
            row.hosts = crate::units::fold(hosts);
            row
        })
        .collect();
    rows.sort_by(|a, b| (&a.path, &a.hosts).cmp(&(&b.path, &b.hosts)));
    rows
}

fn ports(compilation: &Compilation) -> Vec<PortRow> {
    let cluster: &Cluster = &compilation.cluster;
    let mut groups: BTreeMap<(u16, &str, &str, String), Vec<u32>> = BTreeMap::new();
    for (role, name, endpoints) in cluster.endpoints.iter() {
        for endpoint in endpoints.iter().filter(|endpoint| !endpoint.closed) {
            let cause = endpoint.port_span.or(endpoint.because).map_or_else(
                || "default of the version".to_owned(),
                |span| {
                    let place = compilation.sources.place(span);
                    format!("{}:{}", place.file, place.line)
                },
            );
            groups
                .entry((endpoint.port, role, name, cause))
                .or_default()
                .push(endpoint.host);
        }
    }
    groups
        .into_iter()
        .map(|((port, role, name, cause), hosts)| PortRow {
            port,
            role: role.to_owned(),
            name: name.to_owned(),
            hosts: cluster.fold(&hosts),
            count: hosts.len(),
            cause,
        })
        .collect()
}
