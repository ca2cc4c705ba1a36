//! The operating system of a host and what hangs on it.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use super::short::short_form;
use crate::source::Spanned;

/// Which control group hierarchy the kernel offers to systemd.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Cgroup {
    V1,
    V2,
}

/// firewalld on a host: a service is made for each daemon.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[serde(deny_unknown_fields)]
pub struct Firewalld {
    /// Zone whose traffic is let in to the daemons, by a policy beside the zone. Without it the
    /// services are made, and adding them to a zone is left to you.
    #[schemars(regex(pattern = "^[A-Za-z0-9_-]{1,17}$"), example = &"internal")]
    pub zone: Option<Spanned<String>>,
}

/// The platform of a host. Usually only `os` is said; the rest follows from it.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(rename = "PlatformObject", deny_unknown_fields)]
#[serde(deny_unknown_fields)]
pub struct Platform {
    /// OS release, as `name-version`.
    #[schemars(example = &"rhel-9.4", example = &"fedora-21")]
    pub os: Option<Spanned<String>>,
    /// Control group hierarchy, when the machine differs from its OS's default.
    #[schemars(example = &"v1")]
    pub cgroup: Option<Spanned<Cgroup>>,
    /// systemd version, when the machine differs from its OS's.
    #[schemars(range(min = 1, max = 999), example = 252)]
    pub systemd: Option<Spanned<u32>>,
    /// Directory of the Java that daemons run on (`JAVA_HOME`).
    #[schemars(regex(pattern = "^/"), example = &"/usr/lib/jvm/java-11-openjdk")]
    pub java: Option<Spanned<String>>,
    /// Whether presets are made that enable exactly the units of the host's daemons.
    #[schemars(example = true)]
    pub presets: Option<Spanned<bool>>,
    /// firewalld services with exactly the ports of the host's daemons; none unless asked for.
    #[schemars(example = serde_json::json!({"zone": "internal"}))]
    pub firewalld: Option<Spanned<Firewalld>>,
}

/// A platform as typed: the OS release, or the object.
#[derive(Debug)]
pub struct WrittenPlatform;

impl JsonSchema for WrittenPlatform {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Platform".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let object = generator.subschema_for::<Platform>();
        let mut schema = short_form(&json_schema!({"type": "string", "minLength": 1}), &object);
        schema.insert(
            "description".into(),
            "OS release, cgroup version, systemd and Java. A bare value is the OS release.".into(),
        );
        schema.insert(
            "examples".into(),
            serde_json::json!(["rhel-9.4", {"os": "rhel-8.10", "java": "/usr/lib/jvm/java-11-openjdk"}]),
        );
        schema
    }
}
