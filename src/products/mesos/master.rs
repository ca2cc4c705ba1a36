//! Flags of masters.

use super::flags::Flags;
use super::home::{self, Home};
use super::masters::{self, Leader};
use super::{common, spell};
use crate::diagnostic::Derivation;
use crate::document::{ConfigDocument, Entry, Input, Origin, Syntax, TargetPath};
use crate::lower::{Ctx, Emitted};

static CLUSTER: Derivation = Derivation {
    name: "mesos-cluster-name",
    summary: "the cluster is called as the profile calls it, or its instance",
    source: "master/flags.cpp: --cluster",
};

static ELECTION: Derivation = Derivation {
    name: "mesos-election",
    summary: "several masters elect a leader through ZooKeeper",
    source: "master/main.cpp: --zk",
};

static QUORUM: Derivation = Derivation {
    name: "mesos-quorum",
    summary: "a majority of the masters, floor(masters / 2) + 1; ZooKeeper's servers do not count",
    source: "master/main.cpp: --quorum, needed with --zk and the replicated log from 0.19 on",
};

static ZK_FILE: Derivation = Derivation {
    name: "mesos-zk-file",
    summary: "frameworks packaged beside Mesos look for its ZooKeeper address here; masters and agents have it as a flag",
    source: "Mesosphere packages: /etc/mesos/zk",
};

/// Makes the flags of the masters on these hosts.
pub(super) fn emit(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    emitted.spell = Some(spell::spell);
    emitted
        .diagnostics
        .extend(home::missing(ctx, "mesos-master"));
    for home in Home::all(ctx, "mesos-master") {
        home.check_dirs(ctx, &mut emitted.diagnostics);
        masters::check(ctx, &home, &mut emitted.diagnostics);
        let mut flags = Flags::new(&home);
        flags.set(
            "cluster",
            home.instance.to_owned(),
            &CLUSTER,
            vec![cluster_input(ctx, &home)],
        );
        // The replicated log came with 0.19; before there is nothing to keep.
        if flags.fact("quorum").is_some() {
            let dir = home.work_dir(ctx);
            flags.set("work_dir", dir.path, dir.rule, dir.inputs);
        }
        if let Some(found) = masters::leader(ctx, &home)
            && let Leader::Elected { url, quorum } = found.leader
        {
            flags.set("zk", url, &ELECTION, found.inputs);
            let inputs = vec![ctx.role_input("mesos-master", Some(home.instance))];
            flags.set_if_known("quorum", quorum, &QUORUM, inputs);
        } else if !home.layout.flag_dirs.is_empty() {
            // The packages' own file says 1 as well; an older build's may say more.
            let inputs = vec![ctx.role_input("mesos-master", Some(home.instance))];
            flags.set_if_known("quorum", 1_u32, &QUORUM, inputs);
        }
        common::flags(ctx, &home, &mut flags);
        common::document(ctx, &home, flags, emitted);
    }
}

fn cluster_input(ctx: &Ctx<'_>, home: &Home<'_>) -> Input {
    let named = ctx
        .cluster
        .instances_of("mesos")
        .iter()
        .find(|one| one.name == home.instance && one.named);
    match (named, ctx.cluster_span()) {
        (Some(one), _) => Input::at(format!("mesos@{}", one.name), one.span),
        (None, Some(span)) => Input::at(format!("cluster.name: {}", home.instance), span),
        (None, None) => Input::fact(format!("cluster {}", home.instance)),
    }
}

/// Makes `/etc/mesos/zk` for the frameworks of packages that have one.
pub(super) fn zk_file(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    for role in ["mesos-master", "mesos-agent"] {
        for home in Home::all(ctx, role) {
            if home.layout.flag_dirs.is_empty() {
                continue;
            }
            let Some(found) = masters::leader(ctx, &home) else {
                continue;
            };
            let (Leader::Elected { url, .. }, Ok(path)) =
                (found.leader, TargetPath::new("/etc/mesos/zk"))
            else {
                continue;
            };
            emitted.documents.push(ConfigDocument {
                product: "mesos",
                name: "zk".into(),
                path,
                syntax: Syntax::Bare,
                mode: 0o644,
                owner: "root".into(),
                group: "root".into(),
                readers: Vec::new(),
                made_by: &ZK_FILE,
                made_from: home.made_from(ctx),
                entries: vec![Entry::new(
                    "zk",
                    url,
                    Origin::derived(&ZK_FILE, found.inputs),
                )],
                prose: String::new(),
            });
            // One file a host, whatever its roles.
            return;
        }
    }
}
