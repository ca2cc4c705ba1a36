//! What systemd takes without a word and the user did not mean: settings that undo each other,
//! that nothing acts on, that stand with a unit nobody has.

use super::lower::Pass;
use super::memory;
use super::rules::{FEW_TASKS, IDLE_IO_WEIGHT, NO_INIT_SCRIPTS, TWO_WEIGHTS, UNIT_OF_NOBODY};
use crate::catalog::layout::{self, UnitOrigin};
use crate::diagnostic::Diagnostic;
use crate::document::{ConfigDocument, Entry};
use crate::lower::Emitted;

/// First version without a generator for init scripts.
const NO_GENERATOR: u32 = 260;

/// Versions in which a unit has 512 tasks unless told otherwise: the first with a default, and the
/// last before it became a share of the machine's.
const FEW: std::ops::RangeInclusive<u32> = 228..=230;

/// Old weights, and the new ones that silence them.
const WEIGHTS: [(&str, &str); 4] = [
    ("CPUShares", "CPUWeight"),
    ("StartupCPUShares", "StartupCPUWeight"),
    ("BlockIOWeight", "IOWeight"),
    ("StartupBlockIOWeight", "StartupIOWeight"),
];

/// Units that are described for a daemon which is not here, or is called otherwise here.
pub(super) fn names(pass: &Pass<'_, '_>, found: &mut Vec<Diagnostic>) {
    for (name, section) in &pass.ctx.class.facets.units {
        let owners = layout::roles_with_unit(name);
        let is_here = pass
            .units
            .get(name)
            .is_some_and(|unit| !unit.readers.is_empty());
        let (Some(&(product, role)), false) = (owners.first(), is_here) else {
            continue;
        };
        let Some(span) = section.first_span() else {
            continue;
        };
        // Of several daemons with one unit the one that is here is meant.
        let (product, role) = owners
            .iter()
            .copied()
            .find(|(_, role)| pass.ctx.has_role(role))
            .unwrap_or((product, role));
        let diagnostic = Diagnostic::new(
            &UNIT_OF_NOBODY,
            span,
            format!("no daemon here has the unit `{name}`"),
        );
        found.push(match pass.ctx.unit_of(product, role) {
            Some(unit) if pass.ctx.has_role(role) => diagnostic
                .note(format!("the unit of the {role} is `{unit}` here"))
                .help(format!("say it under `daemons.{role}.unit`, whatever the unit is called")),
            _ => diagnostic
                .note(format!("it is the unit of a {role}, which these hosts are not"))
                .help(format!(
                    "say it under `daemons.{role}.unit`: that reaches the hosts with the role, and no others"
                )),
        });
    }
}

/// Checks the finished entries of one unit.
pub(super) fn entries(
    pass: &Pass<'_, '_>,
    name: &str,
    entries: &[Entry],
    found: &mut Vec<Diagnostic>,
) {
    let span_of = |entry: &Entry| entry.origin.span().unwrap_or(pass.platform.os.span);
    let last = |key: &str| entries.iter().rev().find(|entry| entry.key == key);
    memory::order(name, entries, pass.platform.os.span, found);
    for (old, new) in WEIGHTS {
        if let (Some(dead), Some(wins)) = (last(old), last(new)) {
            found.push(
                Diagnostic::new(
                    &TWO_WEIGHTS,
                    span_of(dead),
                    format!("`{old}` of {name} is never used"),
                )
                .label(span_of(wins), format!("`{new}` wins"))
                .help(format!("take `{old}` out")),
            );
        }
    }
    if let Some(weight) = ["IOWeight", "StartupIOWeight", "IODeviceWeight"]
        .iter()
        .find_map(|key| last(key))
    {
        found.push(
            Diagnostic::new(
                &IDLE_IO_WEIGHT,
                span_of(weight),
                format!("`{}` acts on few devices", weight.key),
            )
            .note("the kernel weighs requests where the scheduler is bfq or the cost model (iocost) is on; with mq-deadline or none the weight does nothing")
            .help("set the devices' scheduler and allow this lint beside the line, or cap with `IOReadBandwidthMax`"),
        );
    }
}

/// Checks all units of the hosts together.
pub(super) fn host(pass: &Pass<'_, '_>, emitted: &mut Emitted) {
    let mut found = Vec::new();
    memory::promised(pass, &emitted.documents, &mut found);
    memory::protected(&emitted.documents, &mut found);
    memory::heaps(pass, &emitted.documents, &mut found);
    tasks(pass, &emitted.documents, &mut found);
    packages(pass, &mut found);
    emitted.diagnostics.append(&mut found);
}

/// Daemons that would hit the default number of tasks.
fn tasks(pass: &Pass<'_, '_>, documents: &[ConfigDocument], found: &mut Vec<Diagnostic>) {
    let systemd = pass.platform.systemd;
    if !FEW.contains(&systemd) {
        return;
    }
    let unlimited: Vec<&str> = pass
        .units
        .iter()
        .filter(|(name, unit)| {
            let document = documents.iter().find(|document| document.name == **name);
            !unit.readers.is_empty()
                && document.is_none_or(|document| document.get("TasksMax").is_none())
        })
        .map(|(name, _)| name.as_str())
        .collect();
    if unlimited.is_empty() {
        return;
    }
    found.push(
        Diagnostic::new(
            &FEW_TASKS,
            pass.platform.os.span,
            format!(
                "threads and processes of {} end at 512 on these hosts",
                unlimited.join(", ")
            ),
        )
        .note(format!(
            "systemd {systemd} allows a unit 512 tasks unless told otherwise, jobs included"
        ))
        .help("say `tasks_max` of the daemons, for example `32Ki`"),
    );
}

/// Packages whose units nobody makes any more.
fn packages(pass: &Pass<'_, '_>, found: &mut Vec<Diagnostic>) {
    let systemd = pass.platform.systemd;
    for (name, product) in &pass.ctx.class.products {
        let roles = pass.ctx.class.roles.iter();
        let of_product = roles.filter(|placed| placed.role.product == *name);
        let scripts: Vec<&str> = of_product
            .filter(|placed| {
                let version = &product.version.value;
                layout::find(name, &product.flavour, version, placed.role.name)
                    .is_ok_and(|layout| layout.origin == UnitOrigin::SysV)
            })
            .map(|placed| placed.role.name)
            .collect();
        if systemd >= NO_GENERATOR && !scripts.is_empty() {
            let span = product.flavour_span.unwrap_or(product.version.span);
            found.push(
                Diagnostic::new(
                    &NO_INIT_SCRIPTS,
                    span,
                    format!(
                        "the packages `{}` of {name} bring init scripts, which systemd {systemd} does not start",
                        product.flavour
                    ),
                )
                .note(format!("systemd made units of them up to {}; {}", NO_GENERATOR - 1, scripts.join(", ")))
                .help("take packages with units of their own, or a tarball"),
            );
        }
    }
}
