//! `capacity-scheduler.xml`: the queues of the capacity scheduler.

use indexmap::IndexMap;

use super::queues::is_queue_name;
use super::section::{Queue, Scheduler};
use super::{here, offers, section};
use crate::diagnostic::Derivation;
use crate::document::Input;
use crate::lower::{Ctx, Emitted};
use crate::products::hadoop::since;
use crate::products::hadoop::site::Site;
use crate::source::Spanned;

static FILE: Derivation = Derivation {
    name: "capacity-scheduler",
    summary: "the capacity scheduler reads its queues from a file of its own",
    source: "org.apache.hadoop.yarn.server.resourcemanager.scheduler.capacity.CapacitySchedulerConfiguration",
};

static QUEUES: Derivation = Derivation {
    name: "scheduler-queues",
    summary: "queues of services.yarn.queues below root; without any, one queue `default` has it all",
    source: "org.apache.hadoop.yarn.server.resourcemanager.scheduler.capacity.CapacitySchedulerConfiguration",
};

static CALCULATOR: Derivation = Derivation {
    name: "resource-calculator",
    summary: "queues are measured by memory and cpus where the profile says how many cpus containers get; by default memory alone counts",
    source: "org.apache.hadoop.yarn.util.resource.DominantResourceCalculator, in 2.0.x org.apache.hadoop.yarn.server.resourcemanager.resource",
};

pub(super) const PREFIX: &str = "yarn.scheduler.capacity";

pub(super) fn emit(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    if !ctx.has_role("resourcemanager") {
        return;
    }
    let yarn = section(ctx);
    let scheduler = yarn.and_then(|yarn| yarn.scheduler.as_ref());
    if scheduler.is_some_and(|scheduler| scheduler.value == Scheduler::Fifo) {
        return;
    }
    let Some(mut site) = Site::new(ctx, "capacity-scheduler") else {
        return;
    };
    let queues = yarn
        .and_then(|yarn| yarn.queues.as_ref())
        .filter(|queues| !queues.is_empty());
    if let Some(queues) = queues {
        level("root", queues, &mut site);
    } else {
        let inputs = vec![
            Input::fact("services.yarn.queues is not said"),
            ctx.role_input("resourcemanager", here(ctx)),
        ];
        site.set(
            format!("{PREFIX}.root.queues"),
            "default",
            &QUEUES,
            inputs.clone(),
        );
        site.set(
            format!("{PREFIX}.root.default.capacity"),
            "100",
            &QUEUES,
            inputs,
        );
    }
    calculator(ctx, &mut site);
    site.finish(ctx, "capacity-scheduler", &FILE, &["yarn"], emitted);
}

fn calculator(ctx: &Ctx<'_>, site: &mut Site<'_>) {
    let Some(input) = here(ctx).and_then(|instance| offers::cpus_input(ctx, instance)) else {
        return;
    };
    // The class moved within the betas of 2.1: which of them has it where is not known.
    let package = if since(site.version(), "2.2.0") {
        "org.apache.hadoop.yarn.util.resource"
    } else if !since(site.version(), "2.1.0-beta") {
        "org.apache.hadoop.yarn.server.resourcemanager.resource"
    } else {
        return;
    };
    site.set_if_known(
        format!("{PREFIX}.resource-calculator"),
        format!("{package}.DominantResourceCalculator"),
        &CALCULATOR,
        vec![input],
    );
}

/// The queues of one parent: listed, their shares, and what is below them.
fn level(parent: &str, queues: &IndexMap<Spanned<String>, Queue>, site: &mut Site<'_>) {
    let names: Vec<String> = queues.keys().map(|name| name.value.clone()).collect();
    let inputs = queues
        .keys()
        .map(|name| Input::at(format!("services.yarn.queues: {}", name.value), name.span))
        .collect();
    site.set(format!("{PREFIX}.{parent}.queues"), names, &QUEUES, inputs);
    for (name, queue) in queues {
        let path = format!("{parent}.{}", name.value);
        // Of a name that is none there are no keys; the check of the whole file tells.
        if !is_queue_name(&name.value) {
            continue;
        }
        if let Some(capacity) = &queue.capacity {
            site.set(
                format!("{PREFIX}.{path}.capacity"),
                capacity.value.number(),
                &QUEUES,
                vec![Input::at(
                    format!("capacity of {path}: {}", capacity.value),
                    capacity.span,
                )],
            );
        }
        if let Some(max) = &queue.max {
            site.set(
                format!("{PREFIX}.{path}.maximum-capacity"),
                max.value.number(),
                &QUEUES,
                vec![Input::at(format!("max of {path}: {}", max.value), max.span)],
            );
        }
        if let Some(of) = queue.of.as_ref().filter(|of| !of.is_empty()) {
            level(&path, of, site);
        }
    }
}
