//! Who the daemons are for an HDFS that asks for Kerberos tickets.

use super::home::{Home, MASTER, WORKER};
use super::rules::NO_LOGIN;
use super::site::Site;
use super::under::Store;
use crate::cluster::Kerberos;
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::Input;
use crate::lower::Ctx;

static LOGIN: Derivation = Derivation {
    name: "alluxio-hdfs-login",
    summary: "masters and workers log in to the under store with a principal of their host, alluxio/_HOST, and the keytab alluxio.service.keytab",
    source: "HdfsUnderFileSystem.connectFromMaster, connectFromWorker; SecurityUtil.login",
};

/// Sets principal and keytab of the roles that are here, where the under store is an HDFS.
pub(super) fn set(ctx: &Ctx<'_>, home: &Home<'_>, store: &Store, site: &mut Site<'_>) {
    let Some(kerberos) = &ctx.cluster.security.kerberos else {
        return;
    };
    if !store.root.starts_with("hdfs:") {
        return;
    }
    for (role, word) in [(MASTER, "master"), (WORKER, "worker")] {
        if !home.has(role) {
            continue;
        }
        let principal = format!("{word}.principal");
        if !site.knows(&principal) {
            site.found.push(
                Diagnostic::new(
                    &NO_LOGIN,
                    kerberos.realm.span,
                    format!("{} {} cannot log in to HDFS", home.name(), home.version()),
                )
                .note("its under store asks for Kerberos tickets")
                .help("take a version from 0.7 on, or another under store"),
            );
            return;
        }
        site.set(
            &[&principal],
            format!("alluxio/_HOST@{}", kerberos.realm.value),
            &LOGIN,
            inputs(store, kerberos),
        );
        site.set(
            &[&format!("{word}.keytab.file")],
            format!("{}/alluxio.service.keytab", kerberos.keytabs),
            &LOGIN,
            inputs(store, kerberos),
        );
    }
}

fn inputs(store: &Store, kerberos: &Kerberos) -> Vec<Input> {
    let keytabs = format!("security.kerberos.keytabs: {}", kerberos.keytabs);
    let mut inputs = vec![
        Input::at(
            format!("security.kerberos.realm: {}", kerberos.realm.value),
            kerberos.realm.span,
        ),
        match kerberos.keytabs_span {
            Some(span) => Input::at(keytabs, span),
            None => Input::fact(keytabs),
        },
    ];
    inputs.extend(store.inputs.iter().cloned());
    inputs
}
