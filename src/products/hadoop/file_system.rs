//! HDFS as other products' daemons see it.

use super::home;
use super::namespaces::{Namespaces, endpoint, port_input};
use crate::lower::{Ctx, FileSystem};

/// Files that a client of HDFS loads, in order.
const CLIENT_FILES: &[&str] = &["core-site.xml", "hdfs-site.xml"];

/// The default nameservice.
pub fn file_system(ctx: &Ctx<'_>) -> Option<FileSystem> {
    let namespaces = Namespaces::of(ctx);
    let nameservice = namespaces.default()?;
    let mut inputs = vec![nameservice.input(ctx)];
    if let (false, Some(namenode)) = (nameservice.is_ha(), nameservice.namenodes.first()) {
        inputs.extend(
            endpoint(ctx, "namenode", "rpc", namenode)
                .and_then(|endpoint| port_input("namenode", "rpc", endpoint)),
        );
    }
    let conf = home::conf_dir(ctx);
    Some(FileSystem {
        scheme: "hdfs",
        uri: nameservice.uri(ctx)?,
        is_logical: nameservice.is_ha(),
        client_files: conf
            .iter()
            .flat_map(|conf| {
                CLIENT_FILES
                    .iter()
                    .map(move |file| format!("{conf}/{file}"))
            })
            .collect(),
        units: ["namenode", "datanode"]
            .into_iter()
            .filter(|role| ctx.has_role(role))
            .filter_map(|role| home::layout_of(ctx, role)?.unit)
            .collect(),
        inputs,
    })
}
