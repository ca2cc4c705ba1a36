//! File systems that products serve, and what Hadoop's clients need to open them; said without
//! knowing who asks.

use std::borrow::Cow;

use super::Ctx;
use crate::diagnostic::Derivation;
use crate::document::Input;

/// A file system of the cluster as its clients see it from the hosts of a class.
#[derive(Debug, Clone)]
pub struct FileSystem {
    /// `hdfs`.
    pub scheme: &'static str,
    /// Without a path: `hdfs://logs`, `hdfs://m1.example.org:8020`.
    pub uri: String,
    /// Whether the name is a logical one, which a client can resolve by configuration only.
    pub is_logical: bool,
    /// The configuration files of clients on these hosts, in the order they are loaded; none
    /// where these hosts have no client.
    pub client_files: Vec<String>,
    /// Units of its daemons on these hosts.
    pub units: Vec<&'static str>,
    pub inputs: Vec<Input>,
}

/// The file system that paths without a name mean, where a product serves one.
pub type FileSystems = fn(&Ctx<'_>) -> Option<FileSystem>;

/// A scheme of URIs that Hadoop's clients can open only by a class of somebody else's.
#[derive(Debug, Clone)]
pub struct Scheme {
    /// Keys of `core-site.xml`.
    pub settings: Vec<(Cow<'static, str>, String)>,
    /// Jars that hold the classes, in the order of the class path.
    pub jars: Vec<String>,
    pub rule: &'static Derivation,
    pub inputs: Vec<Input>,
}

/// A product's schemes; asked on every host with Hadoop, whether or not the product is there.
pub type Schemes = fn(&Ctx<'_>) -> Vec<Scheme>;

/// Control groups that a product makes for jobs on these hosts, on cgroup v1.
pub type JobGroups = fn(&Ctx<'_>) -> Vec<String>;

/// What products tell each other while documents are made.
#[derive(Debug, Clone, Copy)]
pub struct Contributions {
    /// What products want of the units of their daemons.
    pub unit_needs: &'static [super::UnitNeeds],
    pub file_systems: &'static [FileSystems],
    pub schemes: &'static [Schemes],
    pub job_groups: &'static [JobGroups],
}
