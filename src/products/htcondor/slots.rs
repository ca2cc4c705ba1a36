//! How execute hosts are cut into slots.

use super::home::Home;
use super::knobs::Knobs;
use super::rules::{SLOT_AMOUNT, SLOT_SUM, SLOTS_TWICE, TOO_MUCH};
use super::section::{Condor, SlotType, Slots};
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::Input;
use crate::lower::Ctx;
use crate::source::{Span, Spanned};
use crate::units::{Bytes, Percent, SizeUnit};

static STATIC: Derivation = Derivation {
    name: "condor-static-slots",
    summary: "a slot a CPU: the template from 23.0 on, which else makes one slot of a host; before, as many as there are CPUs",
    source: "FEATURE:StaticSlots; NUM_SLOTS, default NUM_CPUS",
};

static WHOLE: Derivation = Derivation {
    name: "condor-partitionable-slot",
    summary: "one slot of all that the host has, which is cut to the size of each job",
    source: "SLOT_TYPE_1_PARTITIONABLE",
};

static TYPES: Derivation = Derivation {
    name: "condor-slot-types",
    summary: "services.condor.slot_types in order; memory is printed in MiB",
    source: "SLOT_TYPE_<N>, NUM_SLOTS_TYPE_<N>: numbered from 1",
};

static AMOUNTS: Derivation = Derivation {
    name: "condor-host-amounts",
    summary: "what jobs of a host may have, in place of what HTCondor detects",
    source: "NUM_CPUS, MEMORY (in MiB)",
};

/// What this module derives.
pub(super) static DERIVATIONS: &[&Derivation] = &[&STATIC, &WHOLE, &TYPES, &AMOUNTS];

/// An amount of a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Amount {
    Auto,
    Share(Percent),
    /// CPUs, or MiB of memory.
    Number(u64),
}

/// Slots and amounts of these hosts.
pub(super) fn knobs(ctx: &Ctx<'_>, home: &Home<'_>, knobs: &mut Knobs<'_>) {
    let Some(wanted) = home.wanted(ctx).filter(|_| home.runs_jobs()) else {
        return;
    };
    amounts(ctx, wanted, knobs);
    match (&wanted.slots, &wanted.slot_types) {
        (Some(slots), Some(types)) => {
            let first = types.iter().find_map(first_span);
            let diagnostic = Diagnostic::new(
                &SLOTS_TWICE,
                slots.span,
                "`slots` and `slot_types` both say how the host is cut",
            );
            let diagnostic = match first {
                Some(span) => diagnostic.label(span, "the kinds are listed here"),
                None => diagnostic,
            };
            knobs.found.push(diagnostic.help("keep one of them"));
        }
        (Some(slots), None) => whole(ctx, home, slots, knobs),
        (None, Some(types)) => kinds(ctx, wanted, types, knobs),
        (None, None) => {}
    }
}

fn amounts(ctx: &Ctx<'_>, wanted: &Condor, knobs: &mut Knobs<'_>) {
    let hardware = ctx.class.hardware.as_ref();
    if let Some(cpus) = &wanted.cpus {
        let what = format!("services.condor.cpus: {}", cpus.value);
        let inputs = vec![Input::at(what, cpus.span)];
        knobs.set("NUM_CPUS", cpus.value, &AMOUNTS, inputs);
        if let Some(has) = hardware.and_then(|hardware| hardware.cpus.as_ref())
            && cpus.value > has.value
        {
            let message = format!("{} CPUs are more than the host has", cpus.value);
            knobs.found.push(
                Diagnostic::new(&TOO_MUCH, cpus.span, message)
                    .label(has.span, "what it has")
                    .note(format!("{} > {}", cpus.value, has.value))
                    .help("lower it, or allow this where jobs mostly wait"),
            );
        }
    }
    if let Some(memory) = &wanted.memory {
        let what = format!("services.condor.memory: {}", memory.value);
        match memory.value.in_unit(SizeUnit::Mebi) {
            Ok(mib) => {
                let inputs = vec![Input::at(what, memory.span)];
                knobs.set("MEMORY", mib.to_string(), &AMOUNTS, inputs);
            }
            Err(_) => knobs
                .found
                .push(remainder("memory", memory.value, memory.span)),
        }
        if let Some(has) = hardware.and_then(|hardware| hardware.memory.as_ref())
            && memory.value > has.value
        {
            let message = format!("{} are more than the host has", memory.value);
            knobs.found.push(
                Diagnostic::new(&TOO_MUCH, memory.span, message)
                    .label(has.span, "what it has")
                    .note(format!("{} > {}", memory.value, has.value))
                    .help("lower it"),
            );
        }
    }
}

fn remainder(what: &str, size: Bytes, span: Span) -> Diagnostic {
    Diagnostic::new(
        &SLOT_AMOUNT,
        span,
        format!("{what} of {size} is no whole number of MiB"),
    )
    .note("HTCondor counts memory in MiB")
    .help("write a multiple of 1MiB")
}

fn whole(ctx: &Ctx<'_>, home: &Home<'_>, slots: &Spanned<Slots>, knobs: &mut Knobs<'_>) {
    let inputs = |word: &str| {
        let what = format!("services.condor.slots: {word}");
        vec![Input::at(what, slots.span), ctx.version_input("htcondor")]
    };
    match slots.value {
        Slots::Partitionable => {
            let inputs = || inputs("partitionable");
            knobs.set("SLOT_TYPE_1", "100%", &WHOLE, inputs());
            knobs.set("NUM_SLOTS_TYPE_1", 1_u32, &WHOLE, inputs());
            knobs.set("SLOT_TYPE_1_PARTITIONABLE", true, &WHOLE, inputs());
        }
        Slots::Static if home.since("23.0.0") => {
            knobs.template("FEATURE:StaticSlots", &STATIC, inputs("static"));
        }
        // NUM_CPUS has no value of its own before; unset means the same.
        Slots::Static if home.since("8.1.4") => {
            knobs.set("NUM_SLOTS", "$(NUM_CPUS)", &STATIC, inputs("static"));
        }
        Slots::Static => {}
    }
}

fn first_span(kind: &SlotType) -> Option<Span> {
    [
        kind.count.as_ref().map(|count| count.span),
        kind.cpus.as_ref().map(|cpus| cpus.span),
        kind.memory.as_ref().map(|memory| memory.span),
        kind.disk.as_ref().map(|disk| disk.span),
        kind.partitionable.as_ref().map(|on| on.span),
    ]
    .into_iter()
    .flatten()
    .min()
}

/// One resource of all kinds: what it is called, its amounts and their places.
struct Resource {
    name: &'static str,
    /// What the host has, when it is known.
    total: Option<u64>,
    /// How many slots, how much each, where it is said.
    parts: Vec<(u32, Amount, Option<Span>)>,
}

fn kinds(ctx: &Ctx<'_>, wanted: &Condor, types: &[SlotType], knobs: &mut Knobs<'_>) {
    let hardware = ctx.class.hardware.as_ref();
    let cpus = wanted
        .cpus
        .as_ref()
        .or_else(|| hardware.and_then(|hardware| hardware.cpus.as_ref()));
    let memory = wanted
        .memory
        .as_ref()
        .or_else(|| hardware.and_then(|hardware| hardware.memory.as_ref()));
    let mut resources = [
        Resource {
            name: "cpus",
            total: cpus.map(|cpus| u64::from(cpus.value)),
            parts: Vec::new(),
        },
        Resource {
            name: "memory",
            total: memory.map(|memory| memory.value.0 / SizeUnit::Mebi.bytes()),
            parts: Vec::new(),
        },
        Resource {
            name: "disk",
            total: None,
            parts: Vec::new(),
        },
    ];
    for (number, kind) in (1_u32..).zip(types) {
        let count = kind.count.as_ref().map_or(1, |count| count.value);
        let mut words = Vec::new();
        for (resource, text) in resources
            .iter_mut()
            .zip([&kind.cpus, &kind.memory, &kind.disk])
        {
            let Some(text) = text else {
                resource.parts.push((count, Amount::Auto, None));
                continue;
            };
            match amount(resource.name, text) {
                Ok(amount) => {
                    words.push(format!("{}={}", resource.name, spelt(amount)));
                    resource.parts.push((count, amount, Some(text.span)));
                }
                Err(diagnostic) => knobs.found.push(*diagnostic),
            }
        }
        let value = if words.is_empty() {
            "auto".to_owned()
        } else {
            words.join(", ")
        };
        let what = format!("services.condor.slot_types: kind {number}");
        let inputs = || match first_span(kind) {
            Some(span) => vec![Input::at(what.clone(), span)],
            None => vec![Input::fact(what.clone())],
        };
        knobs.set(format!("SLOT_TYPE_{number}"), value, &TYPES, inputs());
        knobs.set(format!("NUM_SLOTS_TYPE_{number}"), count, &TYPES, inputs());
        if let Some(partitionable) = &kind.partitionable {
            let name = format!("SLOT_TYPE_{number}_PARTITIONABLE");
            knobs.set(name, partitionable.value, &TYPES, inputs());
        }
    }
    for resource in &resources {
        knobs.found.extend(sum(resource));
    }
}

fn spelt(amount: Amount) -> String {
    match amount {
        Amount::Auto => "auto".to_owned(),
        Amount::Share(share) => share.to_string(),
        Amount::Number(number) => number.to_string(),
    }
}

fn amount(name: &str, text: &Spanned<String>) -> Result<Amount, Box<Diagnostic>> {
    if text.value == "auto" {
        return Ok(Amount::Auto);
    }
    if let Ok(share) = text.value.parse::<Percent>() {
        return Ok(Amount::Share(share));
    }
    let wants = match name {
        "cpus" => {
            if let Ok(number) = text.value.parse::<u64>()
                && number > 0
            {
                return Ok(Amount::Number(number));
            }
            "a number of CPUs, a share such as `25%`, or `auto`"
        }
        "memory" => {
            if let Ok(size) = text.value.parse::<Bytes>()
                && size.0 > 0
            {
                return size
                    .in_unit(SizeUnit::Mebi)
                    .map(Amount::Number)
                    .map_err(|_| Box::new(remainder(name, size, text.span)));
            }
            "a size such as `4GiB`, a share such as `25%`, or `auto`"
        }
        _ => "a share such as `25%`, or `auto`",
    };
    Err(Box::new(
        Diagnostic::new(
            &SLOT_AMOUNT,
            text.span,
            format!("`{name}` of a slot cannot be `{}`", text.value),
        )
        .help(format!("write {wants}")),
    ))
}

/// What is wrong with the sum of a resource over all slots.
fn sum(resource: &Resource) -> Option<Diagnostic> {
    let whole = u128::from(Percent::ALL.thousandths());
    let unit = if resource.name == "memory" {
        " MiB"
    } else {
        ""
    };
    let (mut shares, mut numbers) = (0_u128, 0_u128);
    let mut terms = Vec::new();
    for (count, amount, _) in &resource.parts {
        let count = u128::from(*count);
        match amount {
            Amount::Auto => {}
            Amount::Share(share) => shares += count * u128::from(share.thousandths()),
            Amount::Number(number) => numbers += count * u128::from(*number),
        }
        if *amount != Amount::Auto {
            terms.push(match amount {
                Amount::Number(number) => format!("{count} x {number}{unit}"),
                other => format!("{count} x {}", spelt(*other)),
            });
        }
    }
    let span = resource.parts.iter().rev().find_map(|part| part.2)?;
    let has_auto = resource
        .parts
        .iter()
        .any(|(_, amount, _)| *amount == Amount::Auto);
    // In thousandths of a percent of the host; without its amount, only the shares count.
    let total = resource.total.map(u128::from).filter(|total| *total > 0);
    let used = match total {
        Some(total) => shares * total + numbers * whole,
        None => shares,
    };
    let all = total.unwrap_or(1) * whole;
    let too_much = used > all;
    if !(too_much || has_auto && used == all) {
        return None;
    }
    let name = resource.name;
    let message = if too_much {
        format!("the slots have more `{name}` than the host")
    } else {
        format!("nothing of `{name}` is left for slots that do not state it")
    };
    let has = match resource.total {
        Some(total) => format!("; the host has {total}{unit}"),
        None => String::new(),
    };
    Some(
        Diagnostic::new(&SLOT_SUM, span, message)
            .note(format!("{}{has}", terms.join(" + ")))
            .help(if too_much {
                "lower a count or an amount: the startd ends when it starts"
            } else {
                "state it for each kind, or leave something"
            }),
    )
}
