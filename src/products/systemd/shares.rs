//! What `shares` promises, as weights of slices: which slices there are, who competes with them,
//! and the entries that follow.

use std::collections::{BTreeMap, BTreeSet};

use super::before_slices::SLICES;
use super::groups::{Groups, shown};
use super::lower::{Pass, Unit};
use super::rules::{IMPOSSIBLE_SHARE, NO_UNIT, SHARE_OF_NOBODY, SHARE_STATED_TWICE};
use super::{UnitIntent, UnitTarget, UnitType, translate};
use crate::cluster::Platform;
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::{Entry, Input, Origin};
use crate::lower::{Ctx, slice_path};
use crate::products::platform::Cgroup;
use crate::profile::v1::Promise;
use crate::shares::{Fraction, Mode, Refusal, guaranteed, solve};
use crate::source::Spanned;

static WEIGHT: Derivation = Derivation {
    name: "share-weight",
    summary: "a slice weighs what its share needs beside everybody who may compete with it: the least weight that keeps the promise, whoever is idle now",
    source: "kernel/sched/core.c, src/core/cgroup.c of systemd: a group has its weight divided by the weights of all its siblings",
};

static PLACE: Derivation = Derivation {
    name: "share-slice",
    summary: "what is promised to a service is promised to the slice that its daemons are in",
    source: "systemd.slice(5)",
};

/// First version with `CPUWeight=`.
const CPU_WEIGHT: u32 = 232;
/// First version that has no code for cgroup v1.
const CGROUP_V2_ONLY: u32 = 258;

/// The weight of a slice.
#[derive(Debug)]
struct Weight {
    mode: Mode,
    value: u32,
    inputs: Vec<Input>,
}

/// What `shares` comes to on the hosts of a class.
#[derive(Debug, Default)]
pub(super) struct Divided {
    weights: BTreeMap<String, Weight>,
    /// The slice of each unit that has a share, and whether `shares` put it there.
    slices: BTreeMap<String, (Spanned<String>, bool)>,
}

/// Divides the hosts; slices that are promised something become units.
pub(super) fn divide(
    ctx: &Ctx<'_>,
    platform: &Platform,
    units: &mut BTreeMap<String, Unit<'_>>,
    found: &mut Vec<Diagnostic>,
) -> Divided {
    let mut divided = Divided::default();
    let before = found.len();
    divided.place(ctx, units, found);
    let mut promises: Vec<(String, Promise<'_>)> = Vec::new();
    for promise in ctx.class.facets.shares.promises() {
        let slice = promise.slice();
        if let Some(twice) = promised_twice(ctx, &promise) {
            found.push(twice);
        } else if divided.is_here(&slice) {
            found.extend(stated_twice(&promise, &slice, units));
            promises.push((slice, promise));
        } else {
            found.extend(of_nobody(ctx, &promise));
        }
    }
    if promises.is_empty() || found.len() > before {
        return Divided::default();
    }
    let mode = match mode(platform) {
        Ok(mode) => mode,
        Err((message, help)) => {
            let span = promises.iter().map(|(_, promise)| promise.span()).min();
            let span = span.unwrap_or(platform.os.span);
            found.push(Diagnostic::new(&IMPOSSIBLE_SHARE, span, message).help(help));
            return Divided::default();
        }
    };
    for (slice, _) in &promises {
        units.entry(slice.clone()).or_default();
    }
    let groups = Groups::of(ctx, platform, mode, units, &divided.slices);
    let parents: BTreeSet<Option<&str>> = promises
        .iter()
        .map(|(_, promise)| promise.parent.map(|parent| parent.value.as_str()))
        .collect();
    // From the root down, since what is promised inside of a share is a part of it.
    for parent in parents {
        let level: Vec<&(String, Promise<'_>)> = promises
            .iter()
            .filter(|(_, one)| one.parent.map(|parent| parent.value.as_str()) == parent)
            .collect();
        let above = parent.map(|parent| format!("{parent}.slice"));
        divided.level(
            ctx,
            platform,
            mode,
            above.as_deref(),
            &level,
            &groups,
            found,
        );
    }
    if platform.systemd < SLICES {
        divided.without_slices(platform, units, &promises, found);
    }
    if found.len() > before {
        return Divided::default();
    }
    divided
}

/// What a share is a weight of on the platform, or why of nothing.
fn mode(platform: &Platform) -> Result<Mode, (String, &'static str)> {
    let systemd = platform.systemd;
    match platform.cgroup {
        Cgroup::V2 if systemd >= CPU_WEIGHT => Ok(Mode::WeightV2),
        Cgroup::V2 => Err((
            format!("systemd {systemd} cannot weigh CPU on cgroup v2"),
            "say `cgroup: v1` under `platform` if the machine runs it",
        )),
        Cgroup::V1 if systemd >= CGROUP_V2_ONLY => Err((
            format!("systemd {systemd} does not know cgroup v1"),
            "say `cgroup: v2` under `platform`",
        )),
        Cgroup::V1 if systemd >= CPU_WEIGHT => Ok(Mode::WeightV1),
        Cgroup::V1 => Ok(Mode::SharesV1),
    }
}

/// Whether a slice is another one or lies in it.
fn within(slice: &str, outer: &str) -> bool {
    let stem = |name: &str| name.strip_suffix(".slice").map(str::to_owned);
    match (stem(slice), stem(outer)) {
        (Some(slice), Some(outer)) => slice
            .strip_prefix(&outer)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('-')),
        _ => false,
    }
}

/// A weight by hand of a slice that has a share.
fn stated_twice(
    promise: &Promise<'_>,
    slice: &str,
    units: &BTreeMap<String, Unit<'_>>,
) -> Option<Diagnostic> {
    let outer = promise.parent.is_none();
    let twin = |span, message: String, label: &'static str, help: &'static str| {
        Diagnostic::new(&SHARE_STATED_TWICE, span, message)
            .label(promise.span(), label)
            .help(help)
    };
    units.get(slice)?.said.iter().find_map(|section| {
        let directives = ["CPUWeight", "CPUShares"]
            .iter()
            .filter_map(|key| Some((*key, section.directives.get(*key)?.key)));
        let intent = section.cpu_weight.map(|weight| ("cpu_weight", weight.span));
        let (key, span) = intent.into_iter().chain(directives).next()?;
        let what = if outer { "the host" } else { "its parent" };
        Some(twin(
            span,
            format!("`{key}` of `{slice}` follows from its share of {what}"),
            "the share",
            "keep one of them",
        ))
    })
}

/// A share of a service that no host has which the share is said for.
fn of_nobody(ctx: &Ctx<'_>, promise: &Promise<'_>) -> Option<Diagnostic> {
    let span = promise.key.span;
    let name = promise.key.value.as_str();
    let reached = ctx.cluster.classes.iter().any(|class| {
        let said = class.facets.shares.promises();
        said.into_iter().any(|other| other.key.span == span)
            && class
                .roles
                .iter()
                .any(|placed| placed.role.service == name || placed.role.product == name)
    });
    if reached {
        return None;
    }
    Some(
        Diagnostic::new(
            &SHARE_OF_NOBODY,
            span,
            format!("`{}` is promised to nobody", promise.shown()),
        )
        .note(format!(
            "no host that it is said for has a daemon of {name}"
        ))
        .help("take it out, or place the role"),
    )
}

impl Divided {
    /// Whether a slice holds units that have a share.
    fn is_here(&self, slice: &str) -> bool {
        self.slices
            .values()
            .any(|(own, _)| within(&own.value, slice))
    }

    /// Finds the slice of each unit that has a share.
    fn place(
        &mut self,
        ctx: &Ctx<'_>,
        units: &BTreeMap<String, Unit<'_>>,
        found: &mut Vec<Diagnostic>,
    ) {
        for placed in &ctx.class.roles {
            let shares = &ctx.class.facets.shares;
            let Some(promise) = shares.of(placed.role.service, placed.role.product) else {
                continue;
            };
            let Some(unit) = ctx.unit_of(placed.role.product, placed.role.name) else {
                if ctx.runs_a_daemon(placed) {
                    found.push(
                        Diagnostic::new(
                            &NO_UNIT,
                            promise.span(),
                            format!("a {} has no unit here", placed.role.name),
                        )
                        .note("what is promised is promised to the slice of its unit")
                        .help("take the share out, or say `units: system` of the tarball"),
                    );
                }
                continue;
            };
            let slice = promise.slice();
            let (own, moved) = match ctx.written_slice(unit) {
                Some(written) if within(&written.value, &slice) => (written.clone(), false),
                Some(written) => {
                    found.push(
                        Diagnostic::new(
                            &SHARE_STATED_TWICE,
                            written.span,
                            format!("`{unit}` is put outside `{slice}`, which has its share"),
                        )
                        .label(promise.span(), "the share")
                        .help("take the slice out: it follows from the share"),
                    );
                    continue;
                }
                None => (Spanned::new(slice, promise.span()), true),
            };
            if units.contains_key(unit) {
                self.slices.insert(unit.to_owned(), (own, moved));
            }
        }
    }

    /// Weighs the slices of one parent.
    #[allow(clippy::too_many_arguments)]
    fn level(
        &mut self,
        ctx: &Ctx<'_>,
        platform: &Platform,
        mode: Mode,
        above: Option<&str>,
        level: &[&(String, Promise<'_>)],
        groups: &Groups,
        found: &mut Vec<Diagnostic>,
    ) {
        let mut wanted = Vec::new();
        for (_, promise) in level {
            let fraction = promise
                .share
                .cpu
                .and_then(|cpu| Fraction::new(cpu.value.thousandths().into(), 100_000));
            let Some(fraction) = fraction else {
                found.push(
                    Diagnostic::new(
                        &IMPOSSIBLE_SHARE,
                        promise.span(),
                        format!("`{}` says no `cpu`", promise.shown()),
                    )
                    .help("say its part, as in `cpu: 50%`"),
                );
                return;
            };
            wanted.push(fraction);
        }
        let parent = above.and_then(|slice| slice_path(slice, platform.systemd));
        let own: BTreeSet<String> = level
            .iter()
            .filter_map(|(slice, _)| slice_path(slice, platform.systemd))
            .collect();
        let others = groups.others(parent.as_deref().unwrap_or_default(), &own);
        let sum = others.iter().map(|(_, weight)| weight).sum();
        let values = match solve(mode, &wanted, sum) {
            Ok(values) => values,
            Err(refusal) => {
                let promises: Vec<&Promise<'_>> = level.iter().map(|(_, one)| one).collect();
                found.push(refused(mode, refusal, &promises, above, &others));
                return;
            }
        };
        for (index, ((slice, promise), value)) in level.iter().zip(&values).enumerate() {
            let whole = above.unwrap_or("the host");
            let Some(cpu) = promise.share.cpu else {
                continue;
            };
            let mut inputs = vec![Input::at(
                format!("{}: {} of {whole}", promise.shown(), cpu.value),
                cpu.span,
            )];
            if let Some(above) = above.and_then(|above| self.weights.get(above)) {
                inputs.extend(above.inputs.first().cloned());
            }
            let siblings: Vec<&str> = level
                .iter()
                .map(|(other, _)| other.as_str())
                .filter(|other| other != slice)
                .chain(others.iter().map(|(name, _)| name.as_str()))
                .collect();
            if !siblings.is_empty() {
                inputs.push(Input::fact(format!("beside {}", siblings.join(", "))));
            }
            let weights: Vec<u64> = values
                .iter()
                .map(|value| mode.effective(*value))
                .chain(others.iter().map(|(_, weight)| *weight))
                .collect();
            if let Some(least) = guaranteed(mode, &values, index, sum) {
                let equation = shown(mode, &weights, index);
                inputs.push(Input::fact(format!("{equation} = {least}")));
            }
            inputs.push(Input::fact(format!("systemd {}", platform.systemd)));
            inputs.push(ctx.platform_input());
            let weight = Weight {
                mode,
                value: *value,
                inputs,
            };
            self.weights.insert(slice.clone(), weight);
        }
    }

    /// Up to systemd 204 a unit names one group, and only that is weighed.
    fn without_slices(
        &self,
        platform: &Platform,
        units: &BTreeMap<String, Unit<'_>>,
        promises: &[(String, Promise<'_>)],
        found: &mut Vec<Diagnostic>,
    ) {
        let systemd = platform.systemd;
        for (slice, promise) in promises {
            let plain = self
                .weights
                .get(slice)
                .is_none_or(|weight| weight.value == weight.mode.default());
            let divided = promise.share.of.iter().flatten().next().is_some();
            let problem = self.slices.iter().find_map(|(unit, (own, _))| {
                if !within(&own.value, slice) {
                    return None;
                }
                let of_unit = units.get(unit)?.said.iter().any(|section| {
                    section.cpu_weight.is_some() || section.directives.contains_key("CPUShares")
                });
                let direct = own.value == *slice;
                if of_unit && direct {
                    Some(format!(
                        "systemd {systemd} weighs `{slice}` or `{unit}` in it, not both"
                    ))
                } else if !direct && !plain {
                    Some(format!(
                        "systemd {systemd} weighs `{slice}` or `{}` in it, not both",
                        own.value
                    ))
                } else if direct && divided {
                    Some(format!(
                        "`{unit}` competes with what is promised inside `{slice}`"
                    ))
                } else {
                    None
                }
            });
            found.extend(problem.map(|message| {
                Diagnostic::new(&IMPOSSIBLE_SHARE, promise.span(), message)
                    .note("it has no slices: a unit names one control group, and only that is weighed")
                    .help("give the services shares of the host, each its own, for these hosts")
            }));
        }
    }

    /// Adds what follows for one unit.
    pub(super) fn entries(
        &self,
        pass: &Pass<'_, '_>,
        name: &str,
        kind: UnitType,
        entries: &mut Vec<Entry>,
    ) {
        if let Some(weight) = self.weights.get(name).filter(|_| kind == UnitType::Slice) {
            if weight.mode == Mode::SharesV1 {
                // Shares equal to the default alone create no cgroup in these versions.
                weight.entry("CPUAccounting", "yes".to_owned(), "Slice", entries);
            }
            let value = weight.value.to_string();
            weight.entry(weight.mode.directive(), value, "Slice", entries);
        }
        let Some((slice, moved)) = self.slices.get(name) else {
            return;
        };
        if *moved {
            let platform = pass.platform;
            let intent = UnitIntent {
                slice: Some(slice.value.clone()),
                ..UnitIntent::default()
            };
            let target = UnitTarget {
                unit: name,
                kind,
                systemd: platform.systemd,
                cgroup: platform.cgroup,
                os: Some(platform.release),
                control_group: None,
            };
            for placed in translate(&intent, &target).assignments {
                let inputs = vec![
                    Input::at(format!("share of {}", slice.value), slice.span),
                    Input::fact(format!("systemd {}", platform.systemd)),
                    pass.ctx.platform_input(),
                ];
                let origin = Origin::derived(&PLACE, inputs);
                entries
                    .push(Entry::new(placed.key, placed.value, origin).in_section(placed.section));
            }
        }
        if pass.platform.systemd < SLICES
            && let (Some(weight), Some(section)) = (self.weights.get(&slice.value), kind.section())
        {
            // Each unit in the group says its weight.
            let value = weight.value.to_string();
            weight.entry(weight.mode.directive(), value, section, entries);
        }
    }
}

impl Weight {
    fn entry(
        &self,
        key: &'static str,
        value: String,
        section: &'static str,
        entries: &mut Vec<Entry>,
    ) {
        let origin = Origin::derived(&WEIGHT, self.inputs.clone());
        entries.push(Entry::new(key, value, origin).in_section(section));
    }
}

/// A service that has a share of its own and one inside its product's.
fn promised_twice(ctx: &Ctx<'_>, inner: &Promise<'_>) -> Option<Diagnostic> {
    inner.parent?;
    let outer = ctx
        .class
        .facets
        .shares
        .promises()
        .find(|other| other.parent.is_none() && other.key.value == inner.key.value)?;
    Some(
        Diagnostic::new(
            &SHARE_STATED_TWICE,
            inner.span(),
            format!("`{}` is promised two shares", inner.key.value),
        )
        .label(outer.span(), format!("the other is `{}`", outer.shown()))
        .help("keep one of them"),
    )
}

/// Why shares cannot be kept, at the one that shows it.
fn refused(
    mode: Mode,
    refusal: Refusal,
    promises: &[&Promise<'_>],
    above: Option<&str>,
    others: &[(String, u64)],
) -> Diagnostic {
    let whole = above.map_or_else(|| "the host".to_owned(), |above| format!("`{above}`"));
    let at = |index: usize, message: String| {
        let promise = promises.get(index).or(promises.last());
        let span = promise.map_or(
            crate::source::Span::start_of(crate::source::FileId(0)),
            |one| one.span(),
        );
        Diagnostic::new(&IMPOSSIBLE_SHARE, span, message)
    };
    let name = |index: usize| promises.get(index).map_or(String::new(), |one| one.shown());
    let amount = |index: usize| {
        let cpu = promises.get(index).and_then(|one| one.share.cpu);
        cpu.map_or(String::new(), |cpu| cpu.value.to_string())
    };
    let names: Vec<String> = others.iter().map(|(name, _)| format!("`{name}`")).collect();
    let names = names.join(", ");
    let last = promises.len().saturating_sub(1);
    let terms = || {
        let amounts: Vec<String> = (0..promises.len()).map(amount).collect();
        amounts.join(" + ")
    };
    match refusal {
        Refusal::Nothing(index) => at(index, format!("`{}` promises nothing", name(index)))
            .help("take it out, or promise more than 0%"),
        Refusal::TooMuch => at(last, format!("more than the whole of {whole} is promised"))
            .note(format!("{} is above 100%", terms()))
            .help("promise at most 100% together"),
        Refusal::NoRoom => at(
            last,
            format!("all of {whole} is promised, and others are there"),
        )
        .note(format!("{} leaves nothing to {names}", terms()))
        .help("promise less than 100% together"),
        Refusal::TooFine => at(
            last,
            format!("no `{}` divides {whole} so finely", mode.directive()),
        )
        .note(format!(
            "it ends at {}, and the kernel rounds what it takes",
            mode.range().end()
        ))
        .help("promise parts with fewer digits, or less than 100% together"),
        Refusal::Unreachable { index, best } => {
            let diagnostic = at(
                index,
                format!(
                    "`{}` cannot be {} beside {names}",
                    name(index),
                    amount(index)
                ),
            );
            let largest = mode.range();
            let most = best.map_or_else(
                || "nothing is left for the other promises then".to_owned(),
                |best| format!("it comes to {best} at most"),
            );
            let less = "promise less, or give others a lower `cpu_weight` under `units`, cap them with `CPUQuota`, or keep them off some CPUs with `AllowedCPUs`";
            diagnostic
                .note(format!(
                    "`{}` ends at {}: {most}",
                    mode.directive(),
                    largest.end()
                ))
                .help(less)
        }
    }
}
