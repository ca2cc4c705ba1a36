//! Whether YARN can work as it is placed.

use super::here;
use super::resourcemanager::{FIRST_HA, FIRST_RECOVERY, ensemble};
use super::rules::{
    CPUS_OVER, HA_TOO_OLD, HA_WITHOUT_ZOOKEEPER, MEMORY_OVER, NO_RESOURCEMANAGER, RECOVERY_TOO_OLD,
    RECOVERY_WITHOUT_STORE,
};
use super::section;
use crate::diagnostic::Diagnostic;
use crate::lower::{Ctx, Emitted};
use crate::products::hadoop::since;
use crate::source::{FileId, Span};
use crate::units::Bytes;

pub(super) fn check(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    placement(ctx, emitted);
    recovery(ctx, emitted);
    amounts(ctx, emitted);
}

fn span_of(ctx: &Ctx<'_>, role: &'static str) -> Span {
    ctx.role_input(role, here(ctx))
        .span
        .unwrap_or(Span::start_of(FileId(0)))
}

fn placement(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    let Some(instance) = here(ctx) else { return };
    let managers = ctx.with_role("resourcemanager", Some(instance));
    if ctx.has_role("nodemanager") && managers.is_empty() {
        emitted.diagnostics.push(
            Diagnostic::new(
                &NO_RESOURCEMANAGER,
                span_of(ctx, "nodemanager"),
                "there are node managers and no resource manager",
            )
            .help("place the role `resourcemanager`"),
        );
    }
    if managers.len() < 2 || !ctx.has_role("resourcemanager") {
        return;
    }
    let Some(version) = ctx.facts_version("hadoop") else {
        return;
    };
    if !since(version, FIRST_HA) {
        emitted.diagnostics.push(
            Diagnostic::new(
                &HA_TOO_OLD,
                span_of(ctx, "resourcemanager"),
                format!(
                    "hadoop {version} cannot have {} resource managers",
                    managers.len()
                ),
            )
            .note(format!("several of them take turns from {FIRST_HA} on"))
            .help("place one, or raise the version"),
        );
        return;
    }
    let servers = ensemble(ctx).map_or(0, |name| ctx.with_role("zookeeper", Some(&name)).len());
    if servers == 0 {
        let diagnostic = Diagnostic::new(
            &HA_WITHOUT_ZOOKEEPER,
            span_of(ctx, "resourcemanager"),
            "several resource managers need ZooKeeper to decide which one is active",
        );
        emitted
            .diagnostics
            .push(if ctx.cluster.instances_of("zookeeper").len() > 1 {
                diagnostic.help("say which ensemble: `services.yarn.zookeeper`")
            } else {
                diagnostic
                    .help("place the role `zookeeper`, on a foreign ensemble with `managed: false`")
            });
    }
}

/// Whether a state that the profile wants kept can be.
fn recovery(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    if !ctx.has_role("resourcemanager") {
        return;
    }
    let stated = section(ctx).and_then(|yarn| yarn.recovery.as_ref());
    let (Some(stated), Some(version)) = (
        stated.filter(|stated| stated.value),
        ctx.facts_version("hadoop"),
    ) else {
        return;
    };
    if !since(version, FIRST_RECOVERY) {
        emitted.diagnostics.push(
            Diagnostic::new(
                &RECOVERY_TOO_OLD,
                stated.span,
                format!("hadoop {version} cannot keep the state of a resource manager"),
            )
            .note(format!("it can from {FIRST_RECOVERY} on"))
            .help("take `recovery` out, or raise the version"),
        );
        return;
    }
    // Several of them need an ensemble in any case, which is a rule of its own.
    let several = ctx.with_role("resourcemanager", here(ctx)).len() > 1;
    if !several && ensemble(ctx).is_none() && ctx.cluster.placements.of("namenode").is_empty() {
        emitted.diagnostics.push(
            Diagnostic::new(
                &RECOVERY_WITHOUT_STORE,
                stated.span,
                "the state of the resource manager has no place to be kept",
            )
            .help("place the role `zookeeper` or `namenode`, or take `recovery` out"),
        );
    }
}

/// What a node offers against what it has.
fn amounts(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    if !ctx.has_role("nodemanager") {
        return;
    }
    let (Some(yarn), Some(hardware)) = (section(ctx), ctx.class.hardware.as_ref()) else {
        return;
    };
    if let (Some(memory), Some(has)) = (&yarn.memory, &hardware.memory) {
        let heaps: u64 = ctx
            .class
            .daemons
            .values()
            .filter_map(|daemon| daemon.heap.as_ref())
            .map(|heap| heap.value.0)
            .sum();
        if memory.value.0.saturating_add(heaps) > has.value.0 {
            let left = Bytes(has.value.0.saturating_sub(heaps));
            let sum = if heaps == 0 {
                format!("{} is more than {}", memory.value, has.value)
            } else {
                format!(
                    "{} for containers + {} of stated heaps is more than {}",
                    memory.value,
                    Bytes(heaps),
                    has.value
                )
            };
            emitted.diagnostics.push(
                Diagnostic::new(
                    &MEMORY_OVER,
                    memory.span,
                    "containers and daemons get more memory than the node has",
                )
                .label(has.span, "what it has")
                .note(sum)
                .help(format!(
                    "at most {left} are left, and the OS needs some of it"
                )),
            );
        }
    }
    if let (Some(cpus), Some(has)) = (&yarn.cpus, &hardware.cpus)
        && cpus.value > has.value
    {
        emitted.diagnostics.push(
            Diagnostic::new(
                &CPUS_OVER,
                cpus.span,
                "containers get more cpus than the node has",
            )
            .label(has.span, "what it has")
            .note(format!("{} is more than {}", cpus.value, has.value))
            .help("to run more containers than there are hardware threads, allow this lint"),
        );
    }
}
