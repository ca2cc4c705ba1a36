//! The top level of a profile.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::facets::{NodeServices, WrittenRoles, WrittenServices, layer};
use super::hardware::Hardware;
use super::host::WrittenHost;
use super::platform::WrittenPlatform;
use super::security::Security;
use super::selector::{Selector, WrittenSelector};
use crate::source::Spanned;
use crate::vocabulary::List;
use crate::yaml::Raw;

/// Version of the profile language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum Language {
    #[serde(rename = "v1")]
    V1,
}

/// Names of the cluster.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(rename = "ClusterNames", deny_unknown_fields)]
#[serde(deny_unknown_fields)]
pub struct Cluster {
    /// Default nameservice, pool and cluster id.
    #[schemars(regex(pattern = r"^[A-Za-z0-9][A-Za-z0-9_-]*$"), example = &"whizbang")]
    pub name: Option<Spanned<String>>,
    /// Completes host names without a dot.
    #[schemars(regex(pattern = r"^[A-Za-z0-9.-]+$"), example = &"example.org")]
    pub domain: Option<Spanned<String>>,
    /// Where the names and addresses of all hosts are written, in the form of `/etc/hosts`; none
    /// unless asked for. At `/etc/hosts` the file has the loopback names too.
    #[schemars(regex(pattern = r"^(/[A-Za-z0-9_][A-Za-z0-9._-]*)+$"), example = &"/etc/hosts.cluster")]
    pub hosts_file: Option<Spanned<String>>,
}

/// The level of a lint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LintLevel {
    Allow,
    Warn,
    Deny,
}

/// Facets for some nodes: which ones. The facets stay as written until layers are merged.
#[derive(Debug, Clone, Deserialize)]
pub struct Override {
    #[serde(rename = "where")]
    pub selector: Raw,
}

layer! {
    /// Facets for some nodes.
    #[schemars(rename = "Override")]
    struct WrittenOverride(NodeServices) {
        /// The nodes.
        #[schemars(rename = "where", required)]
        selector: WrittenSelector,
        /// Amounts that differ from the nodes' class.
        hardware: Option<Hardware>,
    }
}

layer! {
    /// A cluster profile: one file that describes one cluster.
    #[schemars(rename = "Profile")]
    struct WrittenProfile(WrittenServices) {
        /// Version of this language.
        #[schemars(required)]
        clusterc: Language,
        /// Profiles this one builds on, relative to this file.
        #[schemars(example = &"base.yaml")]
        extends: Option<List<String>>,
        /// Name and domain of the cluster.
        #[schemars(example = serde_json::json!({"name": "whizbang", "domain": "example.org"}))]
        cluster: Option<Cluster>,
        /// The machines: bracketed names, each with what is special to them.
        #[schemars(example = serde_json::json!({"w[001-120]": {"roles": ["datanode", "nodemanager"]}}))]
        hosts: Option<IndexMap<String, Option<WrittenHost>>>,
        /// What runs where.
        roles: Option<WrittenRoles>,
        /// OS release, cgroup version, Java.
        platform: Option<WrittenPlatform>,
        /// Hardware classes that hosts name.
        #[schemars(example = serde_json::json!({"big": {"cpus": 64, "memory": "512GiB", "disks": "/data/[1-12]"}}))]
        hardware: Option<IndexMap<String, Option<Hardware>>>,
        /// Kerberos and TLS, for every product that knows them.
        #[schemars(example = serde_json::json!({"kerberos": {"realm": "EXAMPLE.ORG"}}))]
        security: Option<Security>,
        /// Levels of lints by name.
        #[schemars(example = serde_json::json!({"renamed-property": "deny"}))]
        lints: Option<IndexMap<String, Option<LintLevel>>>,
        /// Facets for some nodes, in order.
        #[schemars(example = serde_json::json!([{"where": {"rack": "/a"}, "daemons": {"datanode": {"heap": "1GiB"}}}]))]
        overrides: Option<Vec<WrittenOverride>>,
    }
}

/// The inventory of a profile, read after `extends` were merged; facets are merged elsewhere.
#[derive(Debug, Default)]
pub struct Profile {
    pub cluster: Cluster,
    pub lints: Vec<(Spanned<String>, LintLevel)>,
}

/// Reads a selector in its short or long form.
///
/// # Errors
/// When it is neither; the schema has normally said so.
pub fn read_selector(
    node: &std::sync::Arc<crate::yaml::Node>,
) -> Result<Selector, crate::yaml::DeError> {
    if node.as_map().is_some() {
        crate::yaml::from_node(node)
    } else {
        Ok(Selector {
            hosts: Some(crate::yaml::from_node(node)?),
            ..Selector::default()
        })
    }
}
