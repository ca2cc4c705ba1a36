//! Units and drop-ins of a class of hosts: what products need, what the profile intends, and the
//! directives it states.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::rules::{
    BAD_DIRECTIVE, DIRECTIVE_GONE, DIRECTIVE_NOT_YET, IMPOSSIBLE_INTENT, INTENT_AND_DIRECTIVE,
    NO_SYSTEMD, NO_UNIT, UNKNOWN_DIRECTIVE, UNKNOWN_SLICE, WRONG_UNIT_TYPE,
};
use super::{
    DirectiveStatus, UnitSection, UnitTarget, UnitType, check_specifiers, check_value, directive,
    directives_of, translate,
};
use crate::cluster::Platform;
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::{ConfigDocument, Entry, Input, Origin, Syntax, TargetPath};
use crate::lower::{Ctx, Emitted, Emitter, UnitNeed};
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

static INTENT: Derivation = Derivation {
    name: "unit-intent",
    summary: "intent becomes the directive that the host's systemd and cgroup version understand",
    source: "facts of systemd: directives, conversions, backports",
};

/// One unit while it is put together.
#[derive(Default)]
struct Unit<'a> {
    needs: Vec<UnitNeed>,
    /// Sections of the profile that speak of it, and the place where each begins.
    said: Vec<(&'a UnitSection, Option<Span>)>,
    readers: Vec<&'static str>,
}

fn units(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    let Some(platform) = ctx.platform() else {
        return;
    };
    let mut units: BTreeMap<String, Unit<'_>> = BTreeMap::new();
    for need in ctx.unit_needs() {
        units
            .entry(need.unit.to_string())
            .or_default()
            .needs
            .push(need);
    }
    for placed in &ctx.class.roles {
        let daemon = ctx
            .class
            .daemons
            .get(&(placed.role.name, placed.instance.clone()));
        let section = daemon.and_then(|daemon| daemon.unit.as_ref());
        match ctx.unit_of(placed.role.product, placed.role.name) {
            Some(name) => {
                let unit = units.entry(name.to_owned()).or_default();
                unit.readers.push(placed.role.name);
                unit.said.extend(section.map(|section| (section, None)));
            }
            None => {
                if let Some(span) = section.and_then(UnitSection::first_span) {
                    emitted.diagnostics.push(
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
        units
            .entry(name.clone())
            .or_default()
            .said
            .push((section, None));
    }
    let slices: Vec<String> = units
        .keys()
        .filter(|name| UnitType::of(name) == Some(UnitType::Slice))
        .cloned()
        .collect();
    for (name, unit) in &units {
        one(ctx, platform, name, unit, &slices, emitted);
    }
}

fn one(
    ctx: &Ctx<'_>,
    platform: &Platform,
    name: &str,
    unit: &Unit<'_>,
    slices: &[String],
    emitted: &mut Emitted,
) {
    let Some(kind) = UnitType::of(name) else {
        return;
    };
    let whole = unit.needs.iter().any(|need| need.whole)
        || matches!(kind, UnitType::Slice | UnitType::Mount | UnitType::Timer);
    let mut entries: Vec<Entry> = unit
        .needs
        .iter()
        .map(|need| {
            Entry::new(
                need.key,
                need.value.clone(),
                Origin::derived(need.rule, need.inputs.clone()),
            )
            .in_section(need.section)
        })
        .collect();
    for (section, _) in &unit.said {
        intent(
            ctx,
            platform,
            name,
            kind,
            section,
            slices,
            &mut entries,
            emitted,
        );
        directives(platform, name, kind, section, &mut entries, emitted);
    }
    // A slice that only exists is worth its file; a drop-in without a line is not.
    if entries.is_empty() && (!whole || unit.said.is_empty()) {
        return;
    }
    if !platform.release.systemd_is_pid1 {
        let span = unit
            .said
            .iter()
            .find_map(|(section, _)| section.first_span())
            .unwrap_or(platform.os.span);
        emitted.diagnostics.push(
            Diagnostic::new(
                &NO_SYSTEMD,
                span,
                format!("{} is not managed by systemd", platform.os.value),
            )
            .note(format!("the unit `{name}` would never be read")),
        );
        return;
    }
    let path = if whole {
        format!("/etc/systemd/system/{name}")
    } else {
        format!("/etc/systemd/system/{name}.d/60-clusterc.conf")
    };
    let Ok(path) = TargetPath::new(path) else {
        return;
    };
    sort_sections(&mut entries);
    let mut readers: Vec<Cow<'static, str>> = unit
        .readers
        .iter()
        .map(|reader| Cow::Borrowed(*reader))
        .collect();
    readers.sort();
    emitted.documents.push(ConfigDocument {
        product: "systemd",
        name: Cow::Owned(name.to_owned()),
        path,
        syntax: Syntax::SystemdUnit,
        mode: 0o644,
        owner: "root".into(),
        group: "root".into(),
        readers,
        made_by: if whole { &UNIT_FILE } else { &DROP_IN },
        made_from: vec![
            ctx.platform_input(),
            Input::fact(format!("systemd {}", platform.systemd)),
        ],
        entries,
        prose: String::new(),
    });
}

/// `[Unit]` first, `[Install]` last, entries otherwise in their order.
fn sort_sections(entries: &mut [Entry]) {
    entries.sort_by_key(|entry| match entry.section.as_deref() {
        Some("Unit") => 0,
        Some("Install") => 2,
        _ => 1,
    });
}

#[allow(clippy::too_many_arguments)]
fn intent(
    ctx: &Ctx<'_>,
    platform: &Platform,
    name: &str,
    kind: UnitType,
    section: &UnitSection,
    slices: &[String],
    entries: &mut Vec<Entry>,
    emitted: &mut Emitted,
) {
    let target = UnitTarget {
        unit: name,
        kind,
        systemd: platform.systemd,
        cgroup: platform.cgroup,
        os: Some(platform.release),
    };
    let fallback = platform.os.span;
    let translation = translate(&section.intent(), &target);
    for error in translation.errors {
        let diagnostic = Diagnostic::new(
            &IMPOSSIBLE_INTENT,
            section.span_of(error.intent).unwrap_or(fallback),
            error.message,
        );
        emitted.diagnostics.push(if error.help.is_empty() {
            diagnostic
        } else {
            diagnostic.help(error.help)
        });
    }
    if let Some(slice) = &section.slice
        && !slices.contains(&slice.value)
        && !matches!(
            slice.value.as_str(),
            "system.slice" | "user.slice" | "machine.slice" | "-.slice"
        )
    {
        emitted.diagnostics.push(
            Diagnostic::new(
                &UNKNOWN_SLICE,
                slice.span,
                format!("no unit `{}` is described", slice.value),
            )
            .note("systemd makes the slice with default values: nothing is promised by it")
            .help(format!(
                "add it under `units`, for example `{}: {{cpu_weight: 100}}`",
                slice.value
            )),
        );
    }
    for assignment in translation.assignments {
        let span = section.span_of(assignment.intent);
        let mut inputs = vec![Input {
            what: format!("{} of {name}", assignment.intent).into(),
            span,
        }];
        inputs.push(Input::fact(format!("systemd {}", platform.systemd)));
        inputs.push(ctx.platform_input());
        replace(
            entries,
            Entry::new(
                assignment.key,
                assignment.value,
                Origin::derived(&INTENT, inputs),
            )
            .in_section(assignment.section),
        );
    }
}

/// A later word on a directive that is no list replaces the earlier one.
fn replace(entries: &mut Vec<Entry>, entry: Entry) {
    let is_list = matches!(
        &*entry.key,
        "After" | "Before" | "Requires" | "Wants" | "Environment"
    );
    let same = entries.iter().any(|have| {
        have.key == entry.key && have.section == entry.section && have.value == entry.value
    });
    if same {
        return;
    }
    if !is_list {
        entries.retain(|have| have.key != entry.key || have.section != entry.section);
    }
    entries.push(entry);
}

fn directives(
    platform: &Platform,
    name: &str,
    kind: UnitType,
    section: &UnitSection,
    entries: &mut Vec<Entry>,
    emitted: &mut Emitted,
) {
    for (key, written) in &section.directives {
        if let Some(intent) = super::intent_of(key)
            && let Some(span) = section.span_of(intent)
            && directives_of(intent).contains(&key.as_str())
        {
            emitted.diagnostics.push(
                Diagnostic::new(
                    &INTENT_AND_DIRECTIVE,
                    written.key,
                    format!("`{key}` and `{intent}` say the same thing of {name}"),
                )
                .label(span, "as intent here")
                .help("keep one of them"),
            );
            continue;
        }
        let status = directive(kind, key, platform.systemd, Some(platform.release));
        let (place, known) = match status {
            DirectiveStatus::Known { section, directive } => (section, directive),
            other => {
                emitted
                    .diagnostics
                    .push(refused(platform, name, key, written.key, &other));
                continue;
            }
        };
        let mut first = true;
        for value in &written.values {
            let problem = check_value(known, &value.value, platform.systemd)
                .and_then(|()| check_specifiers(&value.value, platform.systemd))
                .err();
            if let Some(problem) = problem {
                emitted.diagnostics.push(
                    Diagnostic::new(
                        &BAD_DIRECTIVE,
                        value.span,
                        format!("`{key}` cannot be `{}`", value.value),
                    )
                    .note(problem),
                );
                continue;
            }
            let entry = Entry::new(
                key.clone(),
                value.value.clone(),
                Origin::Profile(written.key),
            )
            .in_section(place);
            if first {
                entries.retain(|have| have.key != entry.key || have.section != entry.section);
            }
            first = false;
            entries.push(entry);
        }
    }
}

fn refused(
    platform: &Platform,
    name: &str,
    key: &str,
    span: Span,
    status: &DirectiveStatus,
) -> Diagnostic {
    let systemd = platform.systemd;
    let os = &platform.os.value;
    match status {
        DirectiveStatus::NotYet { since, instead } => {
            let diagnostic = Diagnostic::new(
                &DIRECTIVE_NOT_YET,
                span,
                format!("systemd {systemd} does not know `{key}` yet"),
            )
            .note(format!("it exists from {since} on; {os} has {systemd}"));
            match instead {
                Some(instead) => diagnostic.help(format!("that version has `{instead}`")),
                None => diagnostic.help("take it out for these hosts"),
            }
        }
        DirectiveStatus::Gone { last, replacement } => {
            let diagnostic = Diagnostic::new(
                &DIRECTIVE_GONE,
                span,
                format!("systemd {systemd} ignores `{key}`"),
            )
            .note(format!(
                "{last} is the last version in which it acts; {os} has {systemd}"
            ));
            match replacement {
                Some(replacement) => diagnostic.help(format!("write `{replacement}`")),
                None => diagnostic.help("take it out"),
            }
        }
        DirectiveStatus::WrongUnit { sections } => Diagnostic::new(
            &WRONG_UNIT_TYPE,
            span,
            format!("`{key}` does not belong into `{name}`"),
        )
        .note(format!("it is read in [{}]", sections.join("], ["))),
        DirectiveStatus::Unknown { nearest } => {
            let diagnostic = Diagnostic::new(
                &UNKNOWN_DIRECTIVE,
                span,
                format!("no version of systemd knows `{key}`"),
            );
            match nearest.first() {
                Some(near) => diagnostic.did_you_mean(span, near),
                None => diagnostic.help("systemd would ignore it with a warning in the journal"),
            }
        }
        DirectiveStatus::Known { .. } => Diagnostic::new(&UNKNOWN_DIRECTIVE, span, key.to_owned()),
    }
}
