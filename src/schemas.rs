//! Every JSON Schema that is checked in under `schemas/`, generated from the types.

use schemars::{JsonSchema, schema_for};

use crate::cli::{
    BuildReport, ExplainReport, FileRow, HostRow, KeyRow, PortRow, ProductRow, RoleRow, UnitRow,
    WhyReport,
};
use crate::diagnostic::render::{DiagnosticsReport, GitlabIssue};
use crate::schema::{profile_schema, to_text};

/// A schema as it is checked in.
#[derive(Debug)]
pub struct Schema {
    /// Name that `clusterc schema` takes.
    pub name: &'static str,
    /// File under `schemas/`.
    pub file: &'static str,
    pub text: String,
}

/// All schemas, the profile's first.
pub fn all() -> Vec<Schema> {
    vec![
        Schema {
            name: "profile",
            file: "profile.v1.schema.json",
            text: to_text(&profile_schema()),
        },
        of::<DiagnosticsReport>("diagnostics", "diagnostics.v1.schema.json"),
        of::<Vec<GitlabIssue>>("gitlab", "gitlab.v1.schema.json"),
        of::<BuildReport>("build", "build.v1.schema.json"),
        of::<WhyReport>("why", "why.v1.schema.json"),
        of::<ExplainReport>("explain", "explain.v1.schema.json"),
        of::<Vec<HostRow>>("hosts", "hosts.v1.schema.json"),
        of::<Vec<RoleRow>>("roles", "roles.v1.schema.json"),
        of::<Vec<FileRow>>("files", "files.v1.schema.json"),
        of::<Vec<PortRow>>("ports", "ports.v1.schema.json"),
        of::<Vec<ProductRow>>("products", "products.v1.schema.json"),
        of::<Vec<UnitRow>>("units", "units.v1.schema.json"),
        of::<Vec<KeyRow>>("keys", "keys.v1.schema.json"),
    ]
}

fn of<T: JsonSchema>(name: &'static str, file: &'static str) -> Schema {
    Schema {
        name,
        file,
        text: to_text(&schema_for!(T).to_value()),
    }
}
