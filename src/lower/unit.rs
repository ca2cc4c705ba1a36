//! What products want of the systemd units of their daemons, said without knowing systemd.

use std::borrow::Cow;

use super::Ctx;
use crate::diagnostic::Derivation;
use crate::document::Input;

/// One directive that a product wants in a unit.
#[derive(Debug, Clone)]
pub struct UnitNeed {
    /// Full name of the unit, such as `mesos-slave.service`.
    pub unit: Cow<'static, str>,
    /// Whether nobody ships the unit, so that it is written whole; else a drop-in carries it.
    pub whole: bool,
    pub section: &'static str,
    pub key: &'static str,
    pub value: String,
    pub rule: &'static Derivation,
    pub inputs: Vec<Input>,
}

/// A product's wishes for the units of a class of hosts.
pub type UnitNeeds = fn(&Ctx<'_>) -> Vec<UnitNeed>;
