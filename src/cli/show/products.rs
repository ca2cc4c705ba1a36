//! `show products`

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Row, Shown};
use crate::catalog::layout;
use crate::cluster::{Class, Product};

/// A product as a role of it is installed: what decides about paths and dialects.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct ProductRow {
    pub product: String,
    pub version: String,
    /// The release whose facts are used: the same, or the one before a release that was not read.
    pub facts_of: String,
    /// Package flavour: `bigtop-3.4`, `tarball`.
    pub packages: String,
    pub role: String,
    /// First and last version of the row of layouts that decided, `..` for an open end; null
    /// where no row is of this role.
    pub layout: Option<String>,
    /// Folder of the configuration files.
    pub conf: Option<String>,
    /// Files of environment variables, each with its dialect, in the order they are read.
    pub env: Vec<String>,
    /// User of the daemon; null for a tarball whose user the profile does not state.
    pub user: Option<String>,
    pub hosts: String,
    pub count: usize,
    /// The profile's lines that state version and packages, or what follows from the OS.
    pub cause: String,
}

impl Row for ProductRow {
    const HEAD: &'static [&'static str] = &[
        "PRODUCT",
        "VERSION",
        "FACTS OF",
        "PACKAGES",
        "ROLE",
        "LAYOUT",
        "CONF",
        "ENV",
        "USER",
        "HOSTS",
        "COUNT",
        "BECAUSE OF",
    ];
    const NONE: &'static str = "no products: no host has a role";

    fn cells(&self) -> Vec<String> {
        vec![
            self.product.clone(),
            self.version.clone(),
            self.facts_of.clone(),
            self.packages.clone(),
            self.role.clone(),
            self.layout.clone().unwrap_or_default(),
            self.conf.clone().unwrap_or_default(),
            self.env.join(" "),
            self.user.clone().unwrap_or_default(),
            self.hosts.clone(),
            self.count.to_string(),
            self.cause.clone(),
        ]
    }
}

pub(super) fn rows(shown: &Shown<'_>) -> Vec<ProductRow> {
    let cluster = &shown.compilation.cluster;
    let mut groups: BTreeMap<ProductRow, Vec<u32>> = BTreeMap::new();
    for class in &cluster.classes {
        let hosts = shown.of(&class.hosts);
        if hosts.is_empty() {
            continue;
        }
        for placed in &class.roles {
            let Some(product) = class.products.get(placed.role.product) else {
                continue;
            };
            let row = row(shown, class, placed.role.product, placed.role.name, product);
            groups.entry(row).or_default().extend(&hosts);
        }
    }
    groups
        .into_iter()
        .map(|(mut row, mut hosts)| {
            // Two instances of a role on a host.
            hosts.sort_unstable();
            hosts.dedup();
            row.hosts = cluster.fold(&hosts);
            row.count = hosts.len();
            row
        })
        .collect()
}

fn row(shown: &Shown<'_>, class: &Class, name: &str, role: &str, product: &Product) -> ProductRow {
    let version = &product.version.value;
    let base = product.base.as_ref().map_or("", |base| base.value.as_str());
    let user = product.user.as_ref().map(|user| user.value.as_str());
    let found = layout::find(name, &product.flavour, version, role).ok();
    // Without a stated user a tarball's is the product's own choice.
    let layout = found.map(|layout| layout.placed(base, user.unwrap_or("{user}")));
    let stated = shown.place(product.version.span);
    let cause = match (product.flavour_span, class.platform.as_ref()) {
        (Some(span), _) if shown.place(span) == stated => stated,
        (Some(span), _) => format!("{stated}, {}", shown.place(span)),
        (None, Some(platform)) => {
            format!("{stated}; {} carries the packages", platform.os.value)
        }
        (None, None) => stated,
    };
    ProductRow {
        product: name.to_owned(),
        version: version.to_string(),
        facts_of: product.facts_of.to_string(),
        packages: product.flavour.clone(),
        role: role.to_owned(),
        layout: layout
            .as_ref()
            .map(|layout| format!("{}..{}", layout.versions.0, layout.versions.1)),
        conf: layout.as_ref().map(|layout| layout.conf.to_string()),
        env: layout.as_ref().map_or_else(Vec::new, |layout| {
            let files = layout.env.iter();
            files
                .map(|file| format!("{} ({})", file.path, dialect(file.syntax)))
                .collect()
        }),
        user: layout
            .map(|layout| layout.user.into_owned())
            .filter(|user| !user.is_empty() && !user.contains('{')),
        hosts: String::new(),
        count: 0,
        cause,
    }
}

fn dialect(syntax: crate::document::Syntax) -> &'static str {
    use crate::document::Syntax;
    match syntax {
        Syntax::ShellExport => "shell, export",
        Syntax::ShellAssign => "shell, no export",
        Syntax::SystemdEnv => "EnvironmentFile",
        _ => "other",
    }
}
