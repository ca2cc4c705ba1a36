//! `myid`: which server of the ensemble a host is.

use super::ensemble;
use super::home::Home;
use crate::diagnostic::Derivation;
use crate::document::{ConfigDocument, Entry, Input, Origin, Syntax, TargetPath};
use crate::lower::{Ctx, Emitted};

static MYID: Derivation = Derivation {
    name: "zookeeper-myid",
    summary: "the host's own number among the server.N lines; it belongs to the data beside it, so a new server goes behind the others and a replacement takes the old one's place in hosts",
    source: "QuorumPeerConfig: dataDir/myid",
};

/// Makes the file where there are several servers.
pub(super) fn emit(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    for home in Home::all(ctx) {
        let servers = ensemble::servers(ctx, home.instance);
        if servers.len() < 2 {
            continue;
        }
        let Some(dir) = home.data_dir(ctx) else {
            continue;
        };
        let Ok(path) = TargetPath::new(format!("{}/myid", dir.path.trim_end_matches('/'))) else {
            continue;
        };
        let host = ctx.host_index();
        let Some(server) = servers.iter().find(|server| server.host == host) else {
            continue;
        };
        let inputs: Vec<Input> = vec![
            ctx.role_input("zookeeper", Some(home.instance)),
            Input::fact(format!("server.{}: {}", server.id, server.spec)),
        ];
        let mut made_from = home.made_from(ctx);
        made_from.push(dir.input);
        emitted.documents.push(ConfigDocument {
            product: "zookeeper",
            name: "myid".into(),
            path,
            syntax: Syntax::Bare,
            mode: 0o644,
            owner: home.layout.user.clone(),
            group: home.layout.group.clone(),
            readers: vec!["zookeeper".into()],
            made_by: &MYID,
            made_from,
            entries: vec![Entry::new(
                "myid",
                server.id,
                Origin::derived(&MYID, inputs),
            )],
            prose: String::new(),
        });
    }
}
