//! The names and addresses of all hosts, in the form of `/etc/hosts`.
//!
//! At `/etc/hosts` itself the file begins with the loopback names; anywhere else it is a fragment
//! for whoever puts such a file together.

use super::rules::HOSTS_WITHOUT_ADDRESS;
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::{ConfigDocument, Entry, Input, Origin, Syntax, TargetPath};
use crate::lower::{Ctx, Emitted};

static HOSTS: Derivation = Derivation {
    name: "hosts-file",
    summary: "cluster.hosts_file: the address of every host, its full name and its short one",
    source: "hosts(5)",
};

static LOOPBACK: Derivation = Derivation {
    name: "hosts-file-loopback",
    summary: "a whole /etc/hosts names the loopback addresses; no host of the cluster is called by one",
    source: "hosts(5)",
};

/// Makes the file.
pub(super) fn emit(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    let Some(wanted) = &ctx.cluster.hosts_file else {
        return;
    };
    let asked = || Input::at(format!("cluster.hosts_file: {}", wanted.value), wanted.span);
    let Ok(path) = TargetPath::new(wanted.value.as_str()) else {
        return;
    };
    let mut entries = Vec::new();
    if wanted.value == "/etc/hosts" {
        for (address, names) in [
            ("127.0.0.1", "localhost localhost.localdomain"),
            ("::1", "localhost localhost.localdomain"),
        ] {
            let origin = Origin::derived(&LOOPBACK, vec![asked()]);
            entries.push(Entry::new(address, format!("{address} {names}"), origin));
        }
    }
    let mut without = Vec::new();
    for (index, host) in (0u32..).zip(&ctx.cluster.hosts) {
        if !host.has_ip() {
            without.push(index);
            continue;
        }
        let address = &host.address;
        let short = host.fqdn.split('.').next().unwrap_or_default();
        let mut line = format!("{} {}", address.value, host.fqdn);
        if short != &*host.fqdn {
            line.push(' ');
            line.push_str(short);
        }
        let inputs = vec![
            Input::at(format!("address: {}", address.value), address.span),
            asked(),
        ];
        let origin = Origin::derived(&HOSTS, inputs);
        entries.push(Entry::new(host.fqdn.to_string(), line, origin));
    }
    if !without.is_empty() {
        emitted.diagnostics.push(
            Diagnostic::new(
                &HOSTS_WITHOUT_ADDRESS,
                wanted.span,
                "hosts without an IP address cannot stand in a hosts file",
            )
            .help("give each line of `hosts` an `address`, for example `10.1.1.[1-20]`")
            .hosts(without),
        );
        return;
    }
    emitted.documents.push(ConfigDocument {
        product: "network",
        name: "hosts".into(),
        path,
        syntax: Syntax::Lines,
        mode: 0o644,
        owner: "root".into(),
        group: "root".into(),
        readers: Vec::new(),
        made_by: &HOSTS,
        made_from: vec![asked()],
        entries,
        prose: String::new(),
    });
}
