//! What a server sees of its `zoo.cfg`.

use super::facts::FACTS;
use crate::catalog::Table;
use crate::effective::{Expanded, Loads, Seen, assigned};

/// `daemon roles ranges files reads`
pub static LOADS: Loads = Loads {
    facts: &FACTS,
    table: Table::new(include_str!("facts/loads.tsv")),
    is_hadoop: false,
    assigns: assigned,
    settle: |_| {},
    expand,
};

/// Values refer to nothing (`QuorumPeerConfig.parseProperties`).
fn expand(seen: &Seen<'_>, key: &str) -> Expanded {
    Expanded {
        text: seen
            .get(key)
            .map_or_else(String::new, |found| found.raw.clone()),
        open: Vec::new(),
    }
}
