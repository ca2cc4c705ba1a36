//! Who daemons are, and where their keys lie.

use crate::cluster::Kerberos;
use crate::document::Input;

/// Name of the web servers' keytab.
pub const SPNEGO: &str = "spnego";

/// Names of daemons by role, as Hadoop's manual of secure mode has them.
const NAMES: &[(&str, &str)] = &[
    ("namenode", "nn"),
    ("secondarynamenode", "sn"),
    ("datanode", "dn"),
    ("journalnode", "jn"),
    ("resourcemanager", "rm"),
    ("nodemanager", "nm"),
    ("historyserver", "jhs"),
];

/// The principals and keytabs of a realm.
#[derive(Debug, Clone, Copy)]
pub struct Principals<'a> {
    kerberos: &'a Kerberos,
}

impl<'a> Principals<'a> {
    pub const fn new(kerberos: &'a Kerberos) -> Self {
        Self { kerberos }
    }

    /// Roles with principals of their own, and the first part of each.
    pub fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
        NAMES.iter().copied()
    }

    /// The first part of the principal of a role's daemon. A failover controller is the namenode
    /// it stands beside (`DFSZKFailoverController`).
    pub fn name(role: &str) -> Option<&'static str> {
        let role = if role == "zkfc" { "namenode" } else { role };
        NAMES
            .iter()
            .find(|(known, _)| *known == role)
            .map(|(_, name)| *name)
    }

    /// `nn/_HOST@REALM`: each daemon puts its own host's name in (`SecurityUtil`).
    pub fn of(&self, name: &str) -> String {
        format!("{name}/_HOST@{}", self.kerberos.realm.value)
    }

    /// The principal of web servers; the first part is what browsers ask for.
    pub fn web(&self) -> String {
        self.of("HTTP")
    }

    /// `<keytabs>/nn.service.keytab`.
    pub fn keytab(&self, name: &str) -> String {
        format!("{}/{name}.service.keytab", self.kerberos.keytabs)
    }

    /// The realm, with its line.
    pub fn realm_input(&self) -> Input {
        Input::at(
            format!("security.kerberos.realm: {}", self.kerberos.realm.value),
            self.kerberos.realm.span,
        )
    }

    /// Where keytabs lie, with the line that says so or the one of the realm.
    pub fn keytabs_input(&self) -> Input {
        match self.kerberos.keytabs_span {
            Some(span) => Input::at(
                format!("security.kerberos.keytabs: {}", self.kerberos.keytabs),
                span,
            ),
            None => self.realm_input(),
        }
    }
}
