//! All outputs as one tar: what the folder would hold, for a pipe.

use std::collections::BTreeSet;
use std::io::{self, BufWriter, Write};
use std::sync::Arc;

use tar::{Builder, EntryType, Header};

use super::plan::print;
use super::{MANIFEST, OutputError, Request, manifest};

/// Writes the manifest, then every file of the hosts in scope, in the order of the tree. The same
/// outputs are the same bytes: no clock, no machine, owners by name with the numbers 0.
///
/// Directories are no entries: unpacked over a machine's root they would change the mode and the
/// owner of what is there.
///
/// # Errors
/// When `to` takes no more, or a name does not fit into a tar.
pub fn write_tar(request: &Request<'_>, to: impl Write) -> Result<(), OutputError> {
    let &Request {
        tree,
        profile,
        scope,
    } = request;
    let text = print(profile, &manifest::entries(tree, scope, &[]), &[])?;
    let failed = |source| OutputError::Io {
        action: "cannot write to the tar",
        path: MANIFEST.to_owned(),
        source,
    };
    let mut tar = Tar(Builder::new(BufWriter::with_capacity(1 << 16, to)));
    tar.add(MANIFEST, &text, 0o644, "root", "root")
        .map_err(failed)?;
    let in_scope =
        |host: &&Arc<str>| scope.is_none_or(|scope: &BTreeSet<String>| scope.contains(&***host));
    for host in tree.hosts().filter(in_scope) {
        for file in tree.files(host) {
            let path = format!("{host}{}", file.path);
            let bytes = &tree.content(file.content).bytes;
            tar.add(&path, bytes, file.mode, &file.owner, &file.group)
                .map_err(|source| OutputError::Io {
                    action: "cannot write to the tar",
                    path,
                    source,
                })?;
        }
    }
    tar.end().map_err(failed)
}

struct Tar<W: Write>(Builder<BufWriter<W>>);

impl<W: Write> Tar<W> {
    fn add(
        &mut self,
        path: &str,
        bytes: &[u8],
        mode: u32,
        owner: &str,
        group: &str,
    ) -> io::Result<()> {
        let mut header = Header::new_ustar();
        header.set_entry_type(EntryType::Regular);
        header.set_size(bytes.len() as u64);
        header.set_mode(mode);
        header.set_mtime(0);
        header.set_uid(0);
        header.set_gid(0);
        header.set_username(owner)?;
        header.set_groupname(group)?;
        self.0.append_data(&mut header, path, bytes)
    }

    fn end(self) -> io::Result<()> {
        let mut to = self.0.into_inner()?;
        to.flush()
    }
}
