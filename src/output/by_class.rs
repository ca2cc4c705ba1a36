//! The same outputs with what hosts share laid out once.
//!
//! A class is the hosts with the same shared files; the folder of a class is called after its
//! first host, with a `+` that no host's name can hold: `w001+` is `w001` and others. What differs
//! stays below each host, and so does all of a host that shares with none. [`LIST`] says which
//! folders make up which host.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;

use super::{FileSpec, OutputTree, TreeError};
use crate::document::TargetPath;

/// The folder and the file that list the hosts.
const LIST: (&str, &str) = ("+classes", "/hosts.txt");

/// Lays a tree out by class.
///
/// # Errors
/// When the name of a host leaves no room for that of its class.
pub fn by_class(tree: &OutputTree) -> Result<OutputTree, TreeError> {
    let mut members: HashMap<&[FileSpec], Vec<&Arc<str>>> = HashMap::new();
    for (host, sets) in tree.sets() {
        if let Some(shared) = sets.first().filter(|shared| !shared.is_empty()) {
            members.entry(shared).or_default().push(host);
        }
    }
    let mut laid_out = OutputTree::with_contents_of(tree);
    let mut list = String::new();
    for (host, sets) in tree.sets() {
        let class = sets.first().and_then(|shared| members.get(&**shared));
        let class = class.filter(|hosts| hosts.len() > 1);
        let mut own: &[Arc<[FileSpec]>] = sets;
        let mut folders = Vec::new();
        if let (Some(&[first, ..]), Some((shared, rest))) =
            (class.map(Vec::as_slice), sets.split_first())
        {
            let folder = format!("{first}+");
            if first == host {
                laid_out.add_host(folder.as_str(), vec![Arc::clone(shared)])?;
            }
            folders.push(folder);
            own = rest;
        }
        if own.iter().any(|set| !set.is_empty()) {
            laid_out.add_host(Arc::clone(host), own.to_vec())?;
            folders.push(host.to_string());
        }
        let _ = writeln!(list, "{host} {}", folders.join(" "));
    }
    if let (false, Ok(path)) = (list.is_empty(), TargetPath::new(LIST.1)) {
        let list = FileSpec {
            path,
            content: laid_out.add_content(list.into_bytes()),
            mode: 0o644,
            owner: "root".into(),
            group: "root".into(),
            readers: Arc::new([]),
            secrets: Arc::new([]),
        };
        laid_out.add_host(LIST.0, vec![Arc::new([list])])?;
    }
    Ok(laid_out)
}
