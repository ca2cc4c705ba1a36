//! Documents to bytes: each distinct document once, then given to every host that has it.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::cluster::Cluster;
use crate::diagnostic::{Diagnostic, Diagnostics, Rule, RuleLevel};
use crate::document::{ConfigDocument, Syntax, TargetPath};
use crate::lower::{ClassDocuments, Lowered};
use crate::output::{ContentId, FileSpec, OutputTree, TreeErrorKind};
use crate::source::{FileId, Span};
use crate::syntax;

/// All rules of this module.
pub static RULES: &[&Rule] = &[&UNPRINTABLE, &OUTPUT_CLASH];

/// A value that its file's syntax cannot hold.
pub static UNPRINTABLE: Rule = Rule {
    code: "C0601",
    name: "unprintable-value",
    level: RuleLevel::Error,
    summary: "a value can be written in the syntax of its file",
    why: "A value that its reader would read back as another one is not written: a line break in an env file, a control character in XML.",
    bad: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\nsettings: {core-site: {hadoop.http.staticuser.user: \"a\\u0001b\"}}\n",
    good: "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  n1: {roles: [namenode, datanode]}\nsettings: {core-site: {hadoop.http.staticuser.user: dr.who}}\n",
};

/// Two outputs at one path.
pub static OUTPUT_CLASH: Rule = Rule {
    code: "C0602",
    name: "output-clash",
    level: RuleLevel::Error,
    summary: "every path of a host has one file",
    why: "Two instances, or a file of `files` and one the compiler makes, cannot share a path.",
    bad: "",
    good: "",
};

/// Writes one document.
///
/// # Errors
/// What its syntax cannot hold, as diagnostics.
pub fn write(
    document: &ConfigDocument,
    header: &[&str],
) -> Result<syntax::Rendered, Vec<Diagnostic>> {
    let header = match document.syntax {
        Syntax::Bare | Syntax::Copy | Syntax::Bytes => &[],
        _ => header,
    };
    syntax::write(document, header).map_err(|errors| {
        errors
            .into_iter()
            .map(|error| {
                let entry = error.entry.and_then(|at| document.entries.get(at));
                let span = entry
                    .and_then(|entry| entry.origin.span())
                    .or_else(|| document.made_from.iter().find_map(|input| input.span))
                    .unwrap_or(Span::start_of(FileId(0)));
                Diagnostic::new(
                    &UNPRINTABLE,
                    span,
                    match entry {
                        Some(entry) => format!(
                            "`{}` cannot be written to {}: {}",
                            entry.key,
                            document.path.file_name(),
                            error.message
                        ),
                        None => format!(
                            "{} cannot be written: {}",
                            document.path.file_name(),
                            error.message
                        ),
                    },
                )
            })
            .collect()
    })
}

/// Renders everything into one tree.
pub fn render(
    cluster: &Cluster,
    lowered: &Lowered,
    header: &[&str],
    diagnostics: &mut Diagnostics,
) -> OutputTree {
    let mut tree = OutputTree::default();
    let written: Vec<Vec<(Written, Vec<u32>)>> = lowered
        .classes
        .par_iter()
        .zip(&cluster.classes)
        .map(|(documents, class)| write_class(documents, &class.hosts, header))
        .collect();
    for (class, written) in cluster.classes.iter().zip(written) {
        let mut shared = Vec::new();
        let mut own: HashMap<u32, Vec<FileSpec>> = HashMap::new();
        for (written, hosts) in written {
            match written.result {
                Ok(rendered) => {
                    let spec = spec(&written.document, tree.add_content(rendered.bytes));
                    if hosts.len() == class.hosts.len() && !written.own {
                        shared.push(spec);
                    } else {
                        for host in hosts {
                            own.entry(host).or_default().push(spec.clone());
                        }
                    }
                }
                Err(errors) => {
                    for error in errors {
                        diagnostics.push(error.hosts(hosts.iter().copied()));
                    }
                }
            }
        }
        let shared: Arc<[FileSpec]> = Arc::from(shared);
        for &index in &class.hosts {
            let Some(host) = cluster.host(index) else {
                continue;
            };
            let mut sets = vec![Arc::clone(&shared)];
            if let Some(own) = own.remove(&index) {
                sets.push(Arc::from(own));
            }
            if sets.iter().all(|set| set.is_empty()) {
                continue;
            }
            if let Err(error) = tree.add_host(Arc::clone(&host.name), sets) {
                let (path, other) = clashing(&error.kind);
                let documents = lowered.classes.get(host.class as usize);
                let place = |path: &TargetPath| said_at(documents?, index, path);
                let span = path.and_then(place).unwrap_or(host.line);
                let mut diagnostic = Diagnostic::new(&OUTPUT_CLASH, span, clash(&error.kind));
                if let Some(other) = other.and_then(place).filter(|other| *other != span) {
                    diagnostic = diagnostic.label(other, "the other one");
                }
                diagnostics.push(diagnostic.help(way_out(&error.kind)).host(index));
            }
        }
    }
    tree
}

/// What is wrong with the files of a host, whichever host it is.
fn clash(kind: &TreeErrorKind) -> String {
    match kind {
        TreeErrorKind::HostName => "the host's name cannot name a folder".to_owned(),
        TreeErrorKind::HostTwice => "the host is there twice".to_owned(),
        TreeErrorKind::PathTwice(path) => format!("two files would be `{path}`"),
        TreeErrorKind::BelowFile { file, below } => {
            format!("`{below}` would lie below the file `{file}`")
        }
        TreeErrorKind::PathName(path) => {
            format!("`{path}` has a part that is too long, or is a temporary name of clusterc")
        }
        TreeErrorKind::Mode(path) => format!("`{path}` has more than permission bits"),
    }
}

/// The path that is wrong, and the one it clashes with.
fn clashing(kind: &TreeErrorKind) -> (Option<&TargetPath>, Option<&TargetPath>) {
    match kind {
        TreeErrorKind::HostName | TreeErrorKind::HostTwice => (None, None),
        TreeErrorKind::PathTwice(path)
        | TreeErrorKind::PathName(path)
        | TreeErrorKind::Mode(path) => (Some(path), None),
        TreeErrorKind::BelowFile { file, below } => (Some(below), Some(file)),
    }
}

const fn way_out(kind: &TreeErrorKind) -> &'static str {
    match kind {
        TreeErrorKind::PathName(_) => "give it another name",
        _ => "move one of them: another `base`, another target under `files`",
    }
}

/// Where the profile asks for the document of a host at a path.
fn said_at(documents: &ClassDocuments, host: u32, path: &TargetPath) -> Option<Span> {
    let own = documents.own.get(&host).into_iter().flatten();
    documents
        .shared
        .iter()
        .chain(own)
        .filter(|document| document.path == *path)
        .find_map(|document| document.made_from.iter().find_map(|input| input.span))
}

struct Written {
    document: Arc<ConfigDocument>,
    own: bool,
    result: Result<syntax::Rendered, Vec<Diagnostic>>,
}

fn write_class(
    documents: &ClassDocuments,
    hosts: &[u32],
    header: &[&str],
) -> Vec<(Written, Vec<u32>)> {
    let mut list = Vec::new();
    for document in &documents.shared {
        list.push((
            Written {
                document: Arc::clone(document),
                own: false,
                result: write(document, header),
            },
            hosts.to_vec(),
        ));
    }
    for (&host, documents) in &documents.own {
        for document in documents {
            list.push((
                Written {
                    document: Arc::clone(document),
                    own: true,
                    result: write(document, header),
                },
                vec![host],
            ));
        }
    }
    list
}

fn spec(document: &ConfigDocument, content: ContentId) -> FileSpec {
    FileSpec {
        path: document.path.clone(),
        content,
        mode: document.mode,
        owner: document.owner.clone(),
        group: document.group.clone(),
        readers: Arc::from(document.readers.clone()),
        secrets: document.secrets().into(),
    }
}
