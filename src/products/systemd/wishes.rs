//! What the profile says of a unit, as entries: intent translated for the host's systemd, and
//! directives checked against it.

use super::before_slices::SLICES;
use super::lower::Pass;
use super::rules::{
    BAD_DIRECTIVE, DEPRECATED_DIRECTIVE, DIRECTIVE_GONE, DIRECTIVE_NOT_YET, IMPOSSIBLE_INTENT,
    INTENT_AND_DIRECTIVE, UNKNOWN_DIRECTIVE, UNKNOWN_SLICE, WRONG_CGROUP, WRONG_UNIT_TYPE,
};
use super::{
    Directive, DirectiveStatus, UnitSection, UnitTarget, UnitType, check_specifiers, check_value,
    directive, directives_of, translate,
};
use crate::cluster::Platform;
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::{Entry, Input, Origin};
use crate::lower::Emitted;
use crate::source::{Span, Spanned};

static INTENT: Derivation = Derivation {
    name: "unit-intent",
    summary: "intent becomes the directive that the host's systemd and cgroup version understand",
    source: "facts of systemd: directives, conversions, backports",
};

/// Slices that are there without a file.
pub(super) const ALWAYS_THERE: [&str; 4] =
    ["-.slice", "machine.slice", "system.slice", "user.slice"];

/// Adds what the intent of a section comes to.
pub(super) fn intent(
    pass: &Pass<'_, '_>,
    name: &str,
    kind: UnitType,
    section: &UnitSection,
    entries: &mut Vec<Entry>,
    emitted: &mut Emitted,
) {
    let platform = pass.platform;
    let mut wanted = section.intent();
    let group = section
        .slice
        .as_ref()
        .and_then(|slice| pass.groups.get(&slice.value));
    // Where there are no slices, their units say their weight.
    let of_slice = group.and_then(|group| group.weight);
    if let Some(weight) = of_slice {
        wanted.cpu_weight = Some(weight.value);
    }
    if kind == UnitType::Slice && platform.systemd < SLICES {
        wanted.cpu_weight = None;
    }
    let control_group = group.map(|group| group.of(name));
    let target = UnitTarget {
        unit: name,
        kind,
        systemd: platform.systemd,
        cgroup: platform.cgroup,
        os: Some(platform.release),
        control_group: control_group.as_deref(),
    };
    let span_of = |key: &str| match (key, of_slice) {
        ("cpu_weight", Some(weight)) => Some(weight.span),
        _ => section.span_of(key),
    };
    let translation = translate(&wanted, &target);
    for error in translation.errors {
        let diagnostic = Diagnostic::new(
            &IMPOSSIBLE_INTENT,
            span_of(error.intent).unwrap_or(platform.os.span),
            error.message,
        );
        emitted.diagnostics.push(if error.help.is_empty() {
            diagnostic
        } else {
            diagnostic.help(error.help)
        });
    }
    if let Some(slice) = &section.slice {
        emitted.diagnostics.extend(undescribed(pass, slice));
    }
    for assignment in translation.assignments {
        let of = match (&section.slice, of_slice) {
            (Some(slice), Some(_)) if assignment.intent == "cpu_weight" => &slice.value,
            _ => name,
        };
        let inputs = vec![
            Input {
                what: format!("{} of {of}", assignment.intent).into(),
                span: span_of(assignment.intent),
            },
            Input::fact(format!("systemd {}", platform.systemd)),
            pass.ctx.platform_input(),
        ];
        let origin = Origin::derived(&INTENT, inputs);
        let entry = Entry::new(assignment.key, assignment.value, origin);
        replace(entries, entry.in_section(assignment.section));
    }
}

/// A slice that no unit describes.
fn undescribed(pass: &Pass<'_, '_>, slice: &Spanned<String>) -> Option<Diagnostic> {
    let name = slice.value.as_str();
    if pass.units.contains_key(name) || ALWAYS_THERE.contains(&name) {
        return None;
    }
    Some(
        Diagnostic::new(
            &UNKNOWN_SLICE,
            slice.span,
            format!("no unit `{name}` is described"),
        )
        .note("systemd makes the slice with default values: nothing is promised by it")
        .help(format!(
            "add it under `units`, for example `{name}: {{cpu_weight: 100}}`"
        )),
    )
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

/// Adds the directives of a section, each checked.
pub(super) fn directives(
    pass: &Pass<'_, '_>,
    name: &str,
    kind: UnitType,
    section: &UnitSection,
    entries: &mut Vec<Entry>,
    emitted: &mut Emitted,
) {
    let platform = pass.platform;
    let found = &mut emitted.diagnostics;
    for (key, written) in &section.directives {
        if let Some(intent) = super::intent_of(key)
            && let Some(span) = section.span_of(intent)
            && directives_of(intent).contains(&key.as_str())
        {
            found.push(
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
                found.push(refused(platform, name, key, written.key, &other));
                continue;
            }
        };
        let replaced = known
            .replacement
            .is_some_and(|instead| section.directives.contains_key(instead));
        found.extend(unheard(platform, key, written.key, known, replaced));
        let mut first = true;
        for value in &written.values {
            if let Err(problem) = readable(name, known, &value.value, platform.systemd) {
                let diagnostic = Diagnostic::new(
                    &BAD_DIRECTIVE,
                    value.span,
                    format!("`{key}` cannot be `{}`", value.value),
                )
                .note(problem);
                found.push(match value.value.strip_prefix('r') {
                    Some(plain @ ("slave" | "shared" | "private")) if key == "MountFlags" => {
                        diagnostic
                            .note("systemd applies the flag to all mounts below in any case")
                            .did_you_mean(value.span, plain)
                    }
                    _ => diagnostic,
                });
                continue;
            }
            if key == "Slice" && kind != UnitType::Slice {
                found.extend(undescribed(pass, value));
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

/// Whether the host's systemd reads a value of a unit's directive.
fn readable(name: &str, known: &Directive, value: &str, systemd: u32) -> Result<(), String> {
    check_value(known, value, systemd)?;
    check_specifiers(value, systemd)?;
    if known.name == "Slice"
        && let Some(stem) = name.strip_suffix(".slice")
    {
        let parent = match stem.rsplit_once('-') {
            Some((parent, _)) => format!("{parent}.slice"),
            None => "-.slice".to_owned(),
        };
        if value != parent {
            return Err(format!(
                "a slice lies where its name says: `{name}` in `{parent}`"
            ));
        }
    }
    Ok(())
}

/// What is wrong with a directive that is read but does not act here, or not for long; that it is
/// written beside what replaced it is reported elsewhere.
fn unheard(
    platform: &Platform,
    key: &str,
    span: Span,
    known: &Directive,
    replaced: bool,
) -> Option<Diagnostic> {
    let Platform {
        systemd, cgroup, ..
    } = *platform;
    let os = &platform.os.value;
    // Distributions that bring a directive to an older systemd make it act there.
    let backported = !known.is_effective(systemd);
    if let Some(needs) = known.cgroup.filter(|needs| *needs != cgroup)
        && !backported
    {
        return Some(
            Diagnostic::new(
                &WRONG_CGROUP,
                span,
                format!("`{key}` acts on cgroup {needs} only"),
            )
            .label(platform.os.span, format!("{os} has {cgroup}"))
            .help(format!(
                "take it out, or say `cgroup: {needs}` under `platform` if the machine runs it"
            )),
        );
    }
    known
        .deprecated
        .filter(|since| *since <= systemd && !replaced)?;
    let diagnostic = Diagnostic::new(
        &DEPRECATED_DIRECTIVE,
        span,
        format!("systemd {systemd} warns about `{key}`"),
    );
    let diagnostic = match known.last {
        Some(last) => diagnostic.note(format!("{last} is the last version in which it acts")),
        None => diagnostic,
    };
    Some(match known.replacement {
        Some(instead) => diagnostic.help(format!("write `{instead}`")),
        None => diagnostic.help("take it out"),
    })
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
