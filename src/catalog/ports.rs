//! Ports of daemons and their defaults by version.

use super::ProductFacts;
use super::table::cell;
use crate::units::Version;

/// A port that a role's daemon has.
#[derive(Debug, Clone, Copy)]
pub struct PortFact {
    /// As the profile calls it: `rpc`, `http`, `data`.
    pub name: &'static str,
    /// The product's key that states its address.
    pub key: &'static str,
    /// Whether the daemon listens there only when it is asked to (https, an admin server).
    pub closed: bool,
    history: &'static str,
}

impl PortFact {
    /// The first version that has the port.
    #[must_use]
    pub fn since(&self) -> Option<Version> {
        self.history.split(':').next()?.parse().ok()
    }

    /// The first version that has the port no more.
    #[must_use]
    pub fn gone(&self) -> Option<Version> {
        let (since, number) = self.history.rsplit(';').next()?.split_once(':')?;
        (number == "-").then(|| since.parse().ok())?
    }

    /// Whether `version` has the port.
    #[must_use]
    pub fn is_of(&self, version: &Version) -> bool {
        self.since().is_none_or(|since| since <= *version)
            && self.gone().is_none_or(|gone| *version < gone)
    }

    /// The default in `version`; without one, in the newest. `None` where the version has no
    /// such port.
    #[must_use]
    pub fn default(&self, version: Option<&Version>) -> Option<u16> {
        let mut port = None;
        for step in self.history.split(';') {
            let (since, number) = step.split_once(':')?;
            if version
                .is_some_and(|version| since.parse::<Version>().is_ok_and(|since| *version < since))
            {
                break;
            }
            port = number.parse().ok();
        }
        port
    }
}

/// The ports of a role's daemon.
pub fn ports(facts: &'static ProductFacts, role: &str) -> impl Iterator<Item = PortFact> + use<> {
    facts
        .ports
        .find(role)
        .to_vec()
        .into_iter()
        .map(|row| PortFact {
            name: cell(row, 1),
            key: cell(row, 2),
            history: cell(row, 3),
            closed: cell(row, 4) == "y",
        })
}
