//! What holds on all hosts of one kind: same roles, layers, versions and hardware.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::Placed;
use crate::document::{SecretRef, Value};
use crate::products::platform::Cgroup;
use crate::profile::v1::{Daemon, Facets, Firewalld};
use crate::source::{Span, Spanned};
use crate::units::Bytes;
use crate::units::Version;

/// The operating system as it is on the hosts of a class.
#[derive(Debug, Clone)]
pub struct Platform {
    /// As the profile names it (`rhel-8.10`).
    pub os: Spanned<String>,
    pub systemd: u32,
    pub cgroup: Cgroup,
    /// `JAVA_HOME`, and the profile's line when it states it.
    pub java: String,
    pub java_span: Option<Span>,
    pub release: &'static crate::products::platform::OsRelease,
    /// Whether presets are asked for.
    pub presets: Option<Spanned<bool>>,
    /// firewalld, where it is asked for.
    pub firewalld: Option<Spanned<Firewalld>>,
}

/// A product as it is on the hosts of a class.
#[derive(Debug, Clone)]
pub struct Product {
    pub version: Spanned<Version>,
    /// The release whose facts are used: without a package release, and an earlier one when the
    /// version itself was not read.
    pub facts_of: Version,
    /// Package flavour (`bigtop-3.4`, `tarball`).
    pub flavour: String,
    /// The profile's line that states the flavour, when it does.
    pub flavour_span: Option<Span>,
    /// Tarballs: the directory everything lies under.
    pub base: Option<Spanned<String>>,
    /// Tarballs: the user of the daemons.
    pub user: Option<Spanned<String>>,
    /// Tarballs: whether unit files are made.
    pub units: bool,
}

/// Amounts of a machine.
#[derive(Debug, Clone, Default)]
pub struct Hardware {
    pub cpus: Option<Spanned<u32>>,
    pub memory: Option<Spanned<Bytes>>,
    /// Mount points of spinning disks, with the line that lists them.
    pub disk: Vec<Spanned<String>>,
    pub ssd: Vec<Spanned<String>>,
    pub archive: Vec<Spanned<String>>,
}

/// A value in `settings`, as written.
#[derive(Debug, Clone, PartialEq)]
pub enum SettingValue {
    /// Text, number or boolean as spelled.
    Scalar(String),
    List(Vec<String>),
    Secret(SecretRef),
}

/// One layer's wish for a key.
#[derive(Debug, Clone)]
pub enum SettingOp {
    Set {
        value: Option<SettingValue>,
        is_final: Option<bool>,
        force: Option<Spanned<String>>,
    },
    Unset,
    Append(Vec<String>),
    Prepend(Vec<String>),
    Remove(Vec<String>),
}

/// A layer's wish and where it stands.
#[derive(Debug, Clone)]
pub struct SettingWish {
    pub value: SettingOp,
    /// The key's place.
    pub span: Span,
    /// The value's place.
    pub at: Span,
}

/// Hosts that share everything but their own names and addresses.
#[derive(Debug)]
pub struct Class {
    /// Ascending.
    pub hosts: Vec<u32>,
    /// In vocabulary order, then instance order.
    pub roles: Vec<Placed>,
    pub platform: Option<Platform>,
    pub products: BTreeMap<&'static str, Product>,
    pub hardware: Option<Hardware>,
    pub facets: Facets,
    /// Daemon configuration by role and instance, narrower keys and higher layers merged.
    pub daemons: BTreeMap<(&'static str, String), Daemon>,
    /// Raw keys by file, each layer's wish in order with its place (the key's).
    pub settings: IndexMap<String, IndexMap<String, Vec<SettingWish>>>,
}

impl Class {
    /// Whether the hosts have a role, of whatever instance.
    pub fn has_role(&self, role: &str) -> bool {
        self.roles.iter().any(|placed| placed.role.name == role)
    }

    /// The first instance of a role on these hosts.
    pub fn instance_of(&self, role: &str) -> Option<&str> {
        self.roles
            .iter()
            .find(|placed| placed.role.name == role)
            .map(|placed| placed.instance.as_str())
    }

    /// Whether the hosts have any role of a product.
    pub fn has_product(&self, product: &str) -> bool {
        self.roles
            .iter()
            .any(|placed| placed.role.product == product)
    }

    /// The text that `settings` gives a key in the end, with its place; `None` where it is no plain
    /// text.
    pub fn setting(&self, file: &str, key: &str) -> Option<(&str, Span)> {
        let wish = self.settings.get(file)?.get(key)?.last()?;
        match &wish.value {
            SettingOp::Set {
                value: Some(SettingValue::Scalar(text)),
                ..
            } => Some((text, wish.at)),
            _ => None,
        }
    }

    /// A copy for other hosts, without what is typed only after templates were filled.
    pub(crate) fn with_hosts(&self, hosts: Vec<u32>) -> Self {
        Self {
            hosts,
            roles: self.roles.clone(),
            platform: self.platform.clone(),
            products: self.products.clone(),
            hardware: self.hardware.clone(),
            facets: Facets::default(),
            daemons: BTreeMap::new(),
            settings: IndexMap::new(),
        }
    }

    /// What the profile says of a role's daemon on these hosts.
    pub fn daemon(&self, role: &'static str, instance: &str) -> Option<&Daemon> {
        self.daemons.get(&(role, instance.to_owned()))
    }
}

impl Hardware {
    /// One line for people: `16 cpus, 64GiB, 4 disks`.
    pub fn summary(&self) -> String {
        let mut parts = Vec::new();
        if let Some(cpus) = &self.cpus {
            parts.push(format!("{} cpus", cpus.value));
        }
        if let Some(memory) = &self.memory {
            parts.push(memory.value.to_string());
        }
        for (name, list) in [
            ("disks", &self.disk),
            ("ssds", &self.ssd),
            ("archive disks", &self.archive),
        ] {
            if !list.is_empty() {
                parts.push(format!("{} {name}", list.len()));
            }
        }
        parts.join(", ")
    }
}

impl SettingValue {
    /// As a document's value, lists joined by commas.
    pub fn to_value(&self) -> Value {
        match self {
            Self::Scalar(text) => Value::from(text.clone()),
            Self::List(items) => Value::list(items.clone()),
            Self::Secret(secret) => Value::Secret(secret.clone()),
        }
    }
}
