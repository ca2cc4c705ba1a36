//! Whole units that systemd would refuse, or never start, as the profile has them: mounts and
//! timers. What follows from their name and kind is derived.

use super::lower::{Pass, Unit};
use super::rules::{INCOMPLETE_UNIT, MOUNT_NAME};
use super::{UnitType, escape_specifiers, mount_path, mount_unit};
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::{Entry, Input, Origin};
use crate::lower::Emitted;

static WHERE: Derivation = Derivation {
    name: "mount-where",
    summary: "a mount unit is named after the path it mounts at",
    source: "systemd.mount(5)",
};

static WANTED_BY: Derivation = Derivation {
    name: "unit-wanted-by",
    summary: "timers are started with timers.target, mounts with local-fs.target or, when they need the network, remote-fs.target",
    source: "systemd.timer(5), systemd.mount(5), systemd.special(7)",
};

/// What starts a timer.
const TRIGGERS: [&str; 8] = [
    "OnActiveSec",
    "OnBootSec",
    "OnCalendar",
    "OnClockChange",
    "OnStartupSec",
    "OnTimezoneChange",
    "OnUnitActiveSec",
    "OnUnitInactiveSec",
];

/// Completes a mount or a timer, and reports what only the profile can say.
pub(super) fn complete(
    pass: &Pass<'_, '_>,
    name: &str,
    kind: UnitType,
    unit: &Unit<'_>,
    entries: &mut Vec<Entry>,
    emitted: &mut Emitted,
) {
    let span = unit.span().unwrap_or(pass.platform.os.span);
    let derive = |entries: &mut Vec<Entry>, section, key, value: String, rule| {
        let inputs = vec![Input::at(format!("units: {name}"), span)];
        entries.push(Entry::new(key, value, Origin::derived(rule, inputs)).in_section(section));
    };
    let has = |entries: &[Entry], key: &str| entries.iter().any(|entry| entry.key == key);
    match kind {
        UnitType::Mount => {
            if has(entries, "Where") {
                emitted.diagnostics.extend(misnamed(name, entries));
            } else if let Some(path) = mount_path(name) {
                let path = escape_specifiers(&path);
                derive(entries, "Mount", "Where", path, &WHERE);
            }
            if !has(entries, "What") {
                emitted.diagnostics.push(
                    Diagnostic::new(&INCOMPLETE_UNIT, span, format!("`{name}` mounts nothing"))
                        .help("say `What`: a device, a server's path, or `tmpfs`"),
                );
            }
        }
        UnitType::Timer => {
            if !entries
                .iter()
                .any(|entry| TRIGGERS.contains(&&*entry.key) && !entry.value.text().is_empty())
            {
                emitted.diagnostics.push(
                    Diagnostic::new(
                        &INCOMPLETE_UNIT,
                        span,
                        format!("nothing says when `{name}` elapses"),
                    )
                    .help("say `OnCalendar`, or a time such as `OnBootSec`"),
                );
            }
        }
        _ => return,
    }
    let installed = ["WantedBy", "RequiredBy", "UpheldBy", "Also"];
    if installed.iter().any(|key| has(entries, key)) {
        return;
    }
    let target = match kind {
        UnitType::Timer => "timers.target",
        _ if over_network(entries) => "remote-fs.target",
        _ => "local-fs.target",
    };
    derive(
        entries,
        "Install",
        "WantedBy",
        target.to_owned(),
        &WANTED_BY,
    );
}

/// Whether a mount needs the network: its type says so, or the option that is there for it.
fn over_network(entries: &[Entry]) -> bool {
    entries.iter().any(|entry| {
        let text = entry.value.text();
        match &*entry.key {
            "Type" => ["nfs", "nfs4", "cifs", "smb3", "glusterfs", "ceph"].contains(&&*text),
            "Options" => text.split(',').any(|option| option.trim() == "_netdev"),
            _ => false,
        }
    })
}

fn misnamed(name: &str, entries: &[Entry]) -> Option<Diagnostic> {
    let written = entries.iter().rev().find(|entry| entry.key == "Where")?;
    let path = written.value.text();
    // What a specifier becomes is known on the host only.
    if path.replace("%%", "").contains('%') {
        return None;
    }
    let wanted = mount_unit(&path.replace("%%", "%")).ok()?;
    if wanted == name {
        return None;
    }
    let span = written.origin.span()?;
    Some(
        Diagnostic::new(
            &MOUNT_NAME,
            span,
            format!("`{name}` cannot mount at `{path}`"),
        )
        .note("systemd refuses a mount unit that is not named after its path")
        .help(format!("call the unit `{wanted}`")),
    )
}
