//! What one daemon, or all daemons of a service, get.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::products::systemd::UnitSection;
use crate::source::Spanned;
use crate::units::Bytes;
use crate::units::Port;
use crate::vocabulary::{AnyText, List};

/// Heap, ports, environment, directories and unit of a daemon.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[serde(deny_unknown_fields)]
pub struct Daemon {
    /// Maximum Java heap; printed in the variable and form of the version.
    #[schemars(example = &"4GiB")]
    pub heap: Option<Spanned<Bytes>>,
    /// Java options added to those the compiler derives.
    #[schemars(example = serde_json::json!(["-XX:+UseG1GC"]))]
    pub java_opts: Option<List<Spanned<String>>>,
    /// Variables for the file that the daemon reads.
    #[schemars(with = "Option<IndexMap<String, AnyText>>", example = serde_json::json!({"HADOOP_SSH_OPTS": "-o ConnectTimeout=5"}))]
    pub env: Option<IndexMap<Spanned<String>, Spanned<String>>>,
    /// Ports by name (`rpc`, `http`, `https`, `data` …); the one place of a port.
    #[schemars(example = serde_json::json!({"rpc": 8020}))]
    pub ports: Option<IndexMap<Spanned<String>, Spanned<Port>>>,
    /// Address to listen on; advertised names stay the host's.
    #[schemars(length(min = 1), example = &"0.0.0.0")]
    pub bind: Option<Spanned<String>>,
    /// Directories by purpose (`data`, `name`, `log`, `pid`, `tmp` …); brackets make several.
    #[schemars(example = serde_json::json!({"data": "/data/[1-4]/dn"}))]
    pub dirs: Option<IndexMap<Spanned<String>, List<Spanned<String>>>>,
    /// User the daemon runs as; tarballs only, for packages it is a fact.
    #[schemars(length(min = 1), example = &"hdfs")]
    pub user: Option<Spanned<String>>,
    /// The daemon's systemd unit, whatever its packages call it.
    pub unit: Option<UnitSection>,
}
