//! `capacity-scheduler.xml`: the queues of the capacity scheduler.

use indexmap::IndexMap;

use super::rules::{
    NO_DEFAULT_QUEUE, QUEUE_MAX, QUEUE_NAME, QUEUE_NAME_TWICE, QUEUE_SUM, QUEUE_WITHOUT_SHARE,
};
use super::section::{Queue, Scheduler};
use super::{here, offers, section};
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::Input;
use crate::lower::{Ctx, Emitted};
use crate::products::hadoop::since;
use crate::products::hadoop::site::Site;
use crate::source::{Span, Spanned};
use crate::units::Percent;

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

/// Where applications go that name no queue.
const DEFAULT_QUEUE: &str = "default";

const PREFIX: &str = "yarn.scheduler.capacity";

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
        let mut leaves = IndexMap::new();
        level("root", queues, &mut leaves, &mut site);
        check_default(queues, &leaves, &mut site);
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
fn level(
    parent: &str,
    queues: &IndexMap<Spanned<String>, Queue>,
    leaves: &mut IndexMap<String, Span>,
    site: &mut Site<'_>,
) {
    let names: Vec<String> = queues.keys().map(|name| name.value.clone()).collect();
    let inputs = queues
        .keys()
        .map(|name| Input::at(format!("services.yarn.queues: {}", name.value), name.span))
        .collect();
    site.set(format!("{PREFIX}.{parent}.queues"), names, &QUEUES, inputs);
    check_sum(parent, queues, site);
    for (name, queue) in queues {
        let path = format!("{parent}.{}", name.value);
        if !is_queue_name(&name.value) {
            site.diagnostics.push(
                Diagnostic::new(
                    &QUEUE_NAME,
                    name.span,
                    format!("a queue cannot be called `{}`", name.value),
                )
                .help("dots part the names of a path; write letters, digits, `-` and `_`"),
            );
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
            if let Some(capacity) = &queue.capacity
                && capacity.value > max.value
            {
                site.diagnostics.push(
                    Diagnostic::new(
                        &QUEUE_MAX,
                        max.span,
                        format!("the queue `{}` may not grow to its own share", name.value),
                    )
                    .label(capacity.span, "its share")
                    .note(format!("{} is less than {}", max.value, capacity.value))
                    .help("raise `max`, or lower `capacity`"),
                );
            }
            site.set(
                format!("{PREFIX}.{path}.maximum-capacity"),
                max.value.number(),
                &QUEUES,
                vec![Input::at(format!("max of {path}: {}", max.value), max.span)],
            );
        }
        match queue.of.as_ref().filter(|of| !of.is_empty()) {
            Some(of) => level(&path, of, leaves, site),
            None => leaf(name, leaves, site),
        }
    }
}

/// Up to 3.2 applications name a queue by its last part alone.
fn leaf(name: &Spanned<String>, leaves: &mut IndexMap<String, Span>, site: &mut Site<'_>) {
    if let Some(first) = leaves.get(&name.value).copied() {
        if !since(site.version(), "3.3.0") {
            site.diagnostics.push(
                Diagnostic::new(
                    &QUEUE_NAME_TWICE,
                    name.span,
                    format!("two queues are called `{}`", name.value),
                )
                .label(first, "the other one")
                .note(format!(
                    "hadoop {} names a queue by the last part of its path",
                    site.version()
                ))
                .help("give one of them another name"),
            );
        }
        return;
    }
    leaves.insert(name.value.clone(), name.span);
}

/// Applications that name no queue go to the leaf `default`.
fn check_default(
    queues: &IndexMap<Spanned<String>, Queue>,
    leaves: &IndexMap<String, Span>,
    site: &mut Site<'_>,
) {
    if leaves.contains_key(DEFAULT_QUEUE) {
        return;
    }
    let Some(first) = queues.keys().next() else {
        return;
    };
    let parent = queues.keys().find(|name| name.value == DEFAULT_QUEUE);
    let diagnostic = Diagnostic::new(
        &NO_DEFAULT_QUEUE,
        parent.unwrap_or(first).span,
        "applications that name no queue are rejected",
    );
    site.diagnostics.push(if parent.is_some() {
        diagnostic
            .note("they go to the queue `default`, which holds other queues here")
            .help("give its part of the work to a queue of another name")
    } else {
        diagnostic
            .note("they go to the queue `default`, which is not here")
            .help("add a queue `default`, or allow this lint when every client names its queue")
    });
}

fn check_sum(parent: &str, queues: &IndexMap<Spanned<String>, Queue>, site: &mut Site<'_>) {
    let mut terms = Vec::new();
    let mut sum: u64 = 0;
    for (name, queue) in queues {
        let Some(capacity) = &queue.capacity else {
            site.diagnostics.push(
                Diagnostic::new(
                    &QUEUE_WITHOUT_SHARE,
                    name.span,
                    format!("the queue `{}` has no capacity", name.value),
                )
                .help(format!("write `{}: 10%`, or add `capacity`", name.value)),
            );
            return;
        };
        sum += u64::from(capacity.value.thousandths());
        terms.push(capacity.value.to_string());
    }
    let whole = u64::from(Percent::ALL.thousandths());
    if sum == whole {
        return;
    }
    let Some(first) = queues.keys().next() else {
        return;
    };
    let mut shown = format!("{}", sum / 1000);
    let rest = sum % 1000;
    if rest > 0 {
        shown.push_str(format!(".{rest:03}").trim_end_matches('0'));
    }
    site.diagnostics.push(
        Diagnostic::new(
            &QUEUE_SUM,
            first.span,
            format!("the queues of `{parent}` do not take exactly all of it"),
        )
        .note(format!("{} = {shown}%", terms.join(" + ")))
        .help("change the shares so that they sum to 100%"),
    );
}

fn is_queue_name(name: &str) -> bool {
    !name.is_empty()
        && name != "root"
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}
