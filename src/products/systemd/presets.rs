//! Presets: which units are enabled when their packages are installed, or by
//! `systemctl preset-all`. Exactly those of the hosts' daemons, and the timers and mounts that the
//! profile describes; nothing is disabled.

use std::collections::BTreeMap;

use super::lower::Pass;
use super::rules::NO_PRESET;
use crate::catalog::layout::{self, UnitOrigin};
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::{ConfigDocument, Entry, Input, Origin, Syntax, TargetPath};
use crate::lower::Emitted;

/// Before the distributions' own files: the first that names a unit decides.
const PATH: &str = "/etc/systemd/system-preset/60-clusterc.preset";

static PRESETS: Derivation = Derivation {
    name: "unit-presets",
    summary: "platform.presets: the units that a host is there for are enabled by preset",
    source: "systemd.preset(5)",
};

/// Adds the presets where the profile asks for them.
pub(super) fn document(pass: &Pass<'_, '_>, emitted: &mut Emitted) {
    let Some(presets) = pass.platform.presets.filter(|presets| presets.value) else {
        return;
    };
    let asked = || Input::at("platform.presets", presets.span);
    let mut lines: BTreeMap<String, Vec<Input>> = BTreeMap::new();
    let mut scripts = Vec::new();
    for placed in &pass.ctx.class.roles {
        let (product, role) = (placed.role.product, placed.role.name);
        let Some(unit) = pass.ctx.unit_of(product, role) else {
            continue;
        };
        if is_script(pass, product, role) {
            scripts.push(unit);
            continue;
        }
        let inputs = lines.entry(unit.to_owned()).or_default();
        inputs.push(pass.ctx.role_input(role, None));
    }
    for document in &emitted.documents {
        let whole = document.path.as_str() == format!("/etc/systemd/system/{}", document.name);
        let installed = document
            .entries
            .iter()
            .any(|entry| entry.section.as_deref() == Some("Install"));
        if whole && installed {
            lines
                .entry(document.name.to_string())
                .or_default()
                .extend(document.made_from.first().cloned());
        }
    }
    if !scripts.is_empty() {
        emitted.diagnostics.push(
            Diagnostic::new(
                &NO_PRESET,
                presets.span,
                format!("no preset enables {}", scripts.join(", ")),
            )
            .note("their packages bring init scripts, which presets do not reach")
            .help("enable them with `systemctl enable`, and allow this lint beside the line"),
        );
    }
    if lines.is_empty() {
        return;
    }
    let Ok(path) = TargetPath::new(PATH) else {
        return;
    };
    emitted.documents.push(ConfigDocument {
        product: "systemd",
        name: "presets".into(),
        path,
        syntax: Syntax::Lines,
        mode: 0o644,
        owner: "root".into(),
        group: "root".into(),
        readers: Vec::new(),
        made_by: &PRESETS,
        made_from: vec![asked(), pass.ctx.platform_input()],
        entries: lines
            .into_iter()
            .map(|(unit, mut inputs)| {
                inputs.push(asked());
                let line = format!("enable {unit}");
                Entry::new(unit, line, Origin::derived(&PRESETS, inputs))
            })
            .collect(),
        prose: String::new(),
    });
}

/// Whether the daemon's unit is made of an init script.
fn is_script(pass: &Pass<'_, '_>, product: &str, role: &str) -> bool {
    pass.ctx.product(product).is_some_and(|known| {
        layout::find(product, &known.flavour, &known.version.value, role)
            .is_ok_and(|layout| layout.origin == UnitOrigin::SysV)
    })
}
