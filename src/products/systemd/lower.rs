//! Units and drop-ins of a class of hosts: what products need, what the profile intends, and the
//! directives it states.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::before_slices::{self, Group, SLICES};
use super::rules::{BAD_UNIT_NAME, NO_SYSTEMD, NO_UNIT};
use super::shares::{Divided, divide};
use super::{
    DirectiveStatus, UnitSection, UnitType, check_slice_name, check_unit_name, checks, completing,
    directive, escape_specifiers, presets, wishes,
};
use crate::cluster::{Placed, Platform};
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::{ConfigDocument, Entry, Input, Origin, Syntax, TargetPath};
use crate::lower::{Ctx, DERIVED_UNKNOWN, Emitted, Emitter, UnitNeed};
use crate::source::Span;

/// Documents of systemd.
pub const EMITTERS: &[Emitter] = &[Emitter {
    name: "units",
    product: "systemd",
    emit: units,
}];

static DROP_IN: Derivation = Derivation {
    name: "unit-drop-in",
    summary: "what the profile says of a unit that a package ships goes into a drop-in, which package updates leave alone",
    source: "systemd.unit(5)",
};

static UNIT_FILE: Derivation = Derivation {
    name: "unit-file",
    summary: "a unit that no package ships is written whole",
    source: "systemd.unit(5)",
};

/// Directives without which a daemon runs all the same: an older systemd does not get them.
const DISPENSABLE: &[&str] = &["Delegate", "DelegateSubgroup", "TasksMax"];

/// One unit while it is put together.
#[derive(Debug, Default)]
pub(super) struct Unit<'a> {
    needs: Vec<UnitNeed>,
    /// Sections of the profile that speak of it.
    pub said: Vec<&'a UnitSection>,
    pub readers: BTreeSet<&'static str>,
}

/// What all units of these hosts share while they are lowered.
pub(super) struct Pass<'a, 'b> {
    pub ctx: &'b Ctx<'a>,
    pub platform: &'b Platform,
    pub units: BTreeMap<String, Unit<'a>>,
    /// Where there are no slices: the control group that stands for one.
    pub groups: BTreeMap<String, Group>,
    pub divided: Divided,
}

impl Unit<'_> {
    /// The first place where the profile speaks of it.
    pub fn span(&self) -> Option<Span> {
        self.said
            .iter()
            .find_map(|section| section.first_span())
            .or_else(|| {
                let mut inputs = self.needs.iter().flat_map(|need| &need.inputs);
                inputs.find_map(|input| input.span)
            })
    }
}

fn units(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    let Some(platform) = ctx.platform() else {
        return;
    };
    let mut units = gather(ctx, &mut emitted.diagnostics);
    let divided = divide(ctx, platform, &mut units, &mut emitted.diagnostics);
    let groups = if platform.systemd < SLICES {
        before_slices::groups(&units, platform.systemd, &mut emitted.diagnostics)
    } else {
        BTreeMap::new()
    };
    let pass = Pass {
        ctx,
        platform,
        units,
        groups,
        divided,
    };
    checks::names(&pass, &mut emitted.diagnostics);
    for (name, unit) in &pass.units {
        pass.one(name, unit, emitted);
    }
    checks::host(&pass, emitted);
    presets::document(&pass, emitted);
}

/// All units that somebody speaks of, by name.
fn gather<'a>(ctx: &Ctx<'a>, found: &mut Vec<Diagnostic>) -> BTreeMap<String, Unit<'a>> {
    let mut units: BTreeMap<String, Unit<'a>> = BTreeMap::new();
    for need in ctx.unit_needs() {
        units
            .entry(need.unit.to_string())
            .or_default()
            .needs
            .push(need);
    }
    for placed in &ctx.class.roles {
        let daemon = ctx.class.daemon(placed.role.name, &placed.instance);
        let section = daemon.and_then(|daemon| daemon.unit.as_ref());
        match ctx.unit_of(placed.role.product, placed.role.name) {
            Some(name) => {
                let unit = units.entry(name.to_owned()).or_default();
                unit.readers.insert(placed.role.name);
                unit.said.extend(section);
            }
            None => {
                if let Some(span) = section.and_then(UnitSection::first_span) {
                    if !ctx.runs_a_daemon(placed) && said_for_others(ctx, placed, span) {
                        continue;
                    }
                    found.push(
                        Diagnostic::new(
                            &NO_UNIT,
                            span,
                            format!("a {} has no unit here", placed.role.name),
                        )
                        .help("take `unit` out, or say `units: system` of the tarball"),
                    );
                }
            }
        }
    }
    for (name, section) in &ctx.class.facets.units {
        units.entry(name.clone()).or_default().said.push(section);
    }
    units
}

/// Whether the place also speaks of daemons with another role: it is said for a whole service.
fn said_for_others(ctx: &Ctx<'_>, placed: &Placed, span: Span) -> bool {
    ctx.cluster
        .classes
        .iter()
        .flat_map(|class| &class.daemons)
        .filter(|((role, _), _)| *role != placed.role.name)
        .filter_map(|(_, daemon)| daemon.unit.as_ref()?.first_span())
        .any(|other| other == span)
}

impl Pass<'_, '_> {
    fn one(&self, name: &str, unit: &Unit<'_>, emitted: &mut Emitted) {
        let Some(kind) = UnitType::of(name) else {
            return;
        };
        let well_named = match kind {
            UnitType::Slice => check_slice_name(name),
            _ => check_unit_name(name),
        };
        if let Err(problem) = well_named {
            let span = unit.span().unwrap_or(self.platform.os.span);
            emitted.diagnostics.push(
                Diagnostic::new(&BAD_UNIT_NAME, span, problem)
                    .help("a literal dash in the name of a slice is written `\\x2d`"),
            );
            return;
        }
        let whole = unit.needs.iter().any(|need| need.whole)
            || matches!(kind, UnitType::Slice | UnitType::Mount | UnitType::Timer)
                && !wishes::ALWAYS_THERE.contains(&name);
        let mut entries = self.needed(kind, unit, &mut emitted.diagnostics);
        for section in &unit.said {
            wishes::intent(self, name, kind, section, &mut entries, emitted);
            wishes::directives(self, name, kind, section, &mut entries, emitted);
        }
        if kind == UnitType::Slice && self.platform.systemd < SLICES {
            // What it promises stands with the units in it.
            return;
        }
        self.divided.entries(self, name, kind, &mut entries);
        completing::complete(self, name, kind, unit, &mut entries, emitted);
        // A slice that only exists is worth its file; a drop-in without a line is not.
        if entries.is_empty() && (!whole || unit.said.is_empty()) {
            return;
        }
        if !self.platform.release.systemd_is_pid1 {
            let span = unit.span().unwrap_or(self.platform.os.span);
            emitted.diagnostics.push(
                Diagnostic::new(
                    &NO_SYSTEMD,
                    span,
                    format!("{} is not managed by systemd", self.platform.os.value),
                )
                .note(format!("the unit `{name}` would never be read")),
            );
            return;
        }
        checks::entries(self, name, &entries, &mut emitted.diagnostics);
        emitted
            .documents
            .extend(self.document(name, whole, unit, entries));
    }

    /// What products need of the unit. `%` has no meaning to them, nor has `$` in a command.
    fn needed(&self, kind: UnitType, unit: &Unit<'_>, found: &mut Vec<Diagnostic>) -> Vec<Entry> {
        let Platform {
            systemd, release, ..
        } = *self.platform;
        let mut entries = Vec::new();
        for need in &unit.needs {
            let status = directive(kind, need.key, systemd, Some(release));
            if !matches!(status, DirectiveStatus::Known { .. }) {
                if !DISPENSABLE.contains(&need.key) {
                    let span = unit.span().unwrap_or(self.platform.os.span);
                    found.push(Diagnostic::new(
                        &DERIVED_UNKNOWN,
                        span,
                        format!(
                            "systemd {systemd} does not know the derived directive `{}`",
                            need.key
                        ),
                    ));
                }
                continue;
            }
            let mut value = escape_specifiers(&need.value);
            if need.key.starts_with("Exec") {
                value = value.replace('$', "$$");
            }
            let origin = Origin::derived(need.rule, need.inputs.clone());
            entries.push(Entry::new(need.key, value, origin).in_section(need.section));
        }
        entries
    }

    fn document(
        &self,
        name: &str,
        whole: bool,
        unit: &Unit<'_>,
        mut entries: Vec<Entry>,
    ) -> Option<ConfigDocument> {
        let path = if whole {
            format!("/etc/systemd/system/{name}")
        } else {
            format!("/etc/systemd/system/{name}.d/60-clusterc.conf")
        };
        sort_sections(&mut entries);
        Some(ConfigDocument {
            product: "systemd",
            name: Cow::Owned(name.to_owned()),
            path: TargetPath::new(path).ok()?,
            syntax: Syntax::SystemdUnit,
            mode: 0o644,
            owner: "root".into(),
            group: "root".into(),
            readers: unit
                .readers
                .iter()
                .map(|reader| Cow::Borrowed(*reader))
                .collect(),
            made_by: if whole { &UNIT_FILE } else { &DROP_IN },
            made_from: vec![
                self.ctx.platform_input(),
                Input::fact(format!("systemd {}", self.platform.systemd)),
            ],
            entries,
            prose: String::new(),
        })
    }
}

/// `[Unit]` first, `[Install]` last, entries otherwise in their order.
fn sort_sections(entries: &mut [Entry]) {
    entries.sort_by_key(|entry| match entry.section.as_deref() {
        Some("Unit") => 0,
        Some("Install") => 2,
        _ => 1,
    });
}
