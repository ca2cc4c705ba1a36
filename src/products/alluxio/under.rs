//! Where files live in the end, and the configuration that its clients need.

use super::home::Home;
use super::rules::{LOCAL_UNDER, LOGICAL_NAME, LOOPBACK, NO_HDFS};
use crate::diagnostic::Diagnostic;
use crate::document::Input;
use crate::lower::Ctx;
use crate::source::Spanned;

/// A place in some file system.
#[derive(Debug)]
pub(super) struct Store {
    /// The file system alone: `hdfs://m1:8020`; empty for a local directory.
    pub root: String,
    /// `/alluxio`, without a slash at its end; empty for the file system's own root.
    pub path: String,
    /// Whether `root` is a logical name of the cluster's own HDFS.
    pub is_logical: bool,
    /// Files that its clients load, where it is the cluster's own.
    pub client_files: Vec<String>,
    /// Units of its daemons on these hosts.
    pub units: Vec<&'static str>,
    pub inputs: Vec<Input>,
}

impl Store {
    pub fn uri(&self) -> String {
        if self.path.is_empty() {
            format!("{}/", self.root)
        } else {
            format!("{}{}", self.root, self.path)
        }
    }
}

/// What a text under `services.alluxio.<key>` means.
fn store(ctx: &Ctx<'_>, key: &str, stated: &Spanned<String>) -> Option<Store> {
    let text = stated.value.as_str();
    let said = Input::at(format!("services.alluxio.{key}: {text}"), stated.span);
    if let Some(path) = own_hdfs(text) {
        let served = ctx.file_system("hdfs")?;
        let mut inputs = vec![said];
        inputs.extend(served.inputs);
        return Some(Store {
            root: served.uri,
            path: path.trim_end_matches('/').to_owned(),
            is_logical: served.is_logical,
            client_files: served.client_files,
            units: served.units,
            inputs,
        });
    }
    let root = match text.split_once("://") {
        Some((scheme, rest)) => {
            let authority = rest.split('/').next().unwrap_or_default();
            format!("{scheme}://{authority}")
        }
        None => String::new(),
    };
    let path = text.strip_prefix(root.as_str()).unwrap_or(text);
    Some(Store {
        path: path.trim_end_matches('/').to_owned(),
        root,
        is_logical: false,
        client_files: Vec::new(),
        units: Vec::new(),
        inputs: vec![said],
    })
}

/// The path of `hdfs:/path`, which is in the cluster's own HDFS.
pub(super) fn own_hdfs(text: &str) -> Option<&str> {
    text.strip_prefix("hdfs:")
        .filter(|path| path.starts_with('/') && !path.starts_with("//"))
}

/// The under store.
pub(super) fn under(ctx: &Ctx<'_>, home: &Home<'_>) -> Option<Store> {
    store(ctx, "under", home.wanted(ctx)?.under.as_ref()?)
}

/// The journal that masters share.
pub(super) fn journal(ctx: &Ctx<'_>, home: &Home<'_>) -> Option<Store> {
    store(ctx, "journal", home.wanted(ctx)?.journal.as_ref()?)
}

/// Whether an address means the host itself.
pub(super) fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host.starts_with("localhost.")
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|ip| ip.is_loopback())
}

/// What is wrong with the places that the profile names.
pub(super) fn check(ctx: &Ctx<'_>, home: &Home<'_>, found: &mut Vec<Diagnostic>) {
    let Some(wanted) = home.wanted(ctx) else {
        return;
    };
    if wanted.under.is_none()
        && let Some(span) = ctx.cluster_span()
    {
        found.push(
            Diagnostic::new(
                &LOCAL_UNDER,
                span,
                format!(
                    "nothing says where files of {} live in the end",
                    home.name()
                ),
            )
            .note("without it they lie in a directory of each host")
            .help("add `under` under `services.alluxio`, for example `under: hdfs:/alluxio`"),
        );
    }
    for (key, stated) in [("under", &wanted.under), ("journal", &wanted.journal)] {
        let Some(stated) = stated else { continue };
        let Some(store) = store(ctx, key, stated) else {
            found.push(
                Diagnostic::new(
                    &NO_HDFS,
                    stated.span,
                    format!("`{}` is in an HDFS that the cluster does not have", stated.value),
                )
                .help("place the role `namenode`, or write the whole URI, such as `hdfs://nn.example.org:8020/alluxio`"),
            );
            continue;
        };
        let host = store.root.split_once("://").map_or("", |(_, rest)| {
            rest.rsplit_once(':').map_or(rest, |(host, _)| host)
        });
        if is_loopback(host) && !ctx.cluster.is_single() {
            found.push(
                Diagnostic::new(
                    &LOOPBACK,
                    stated.span,
                    format!("`{}` is another place on every host", stated.value),
                )
                .help(if store.root.starts_with("hdfs:") {
                    "write `hdfs:/path` for the cluster's own HDFS, or the name of its host"
                } else {
                    "write the name that all hosts reach it by"
                }),
            );
        }
        if key == "under" && store.root.is_empty() && !ctx.cluster.is_single() {
            found.push(
                Diagnostic::new(
                    &LOCAL_UNDER,
                    stated.span,
                    format!("`{}` is a directory of each host", stated.value),
                )
                .note("a worker reads what another one wrote only where it is one and the same, on a mounted file system")
                .help("name a file system that all hosts share, for example `hdfs:/alluxio`"),
            );
        }
        // The class path cannot be added to before 0.6.
        if store.is_logical && !home.at_least(0, 6) {
            found.push(
                Diagnostic::new(
                    &LOGICAL_NAME,
                    stated.span,
                    format!(
                        "Tachyon {} cannot resolve the name `{}`",
                        home.version(),
                        store.root
                    ),
                )
                .note("its daemons read no hdfs-site.xml: scripts before 0.6 add nothing to the class path")
                .help("keep one namenode, or raise the version"),
            );
        }
    }
}
