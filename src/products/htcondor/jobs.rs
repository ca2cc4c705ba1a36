//! What surrounds a job on an execute host: directories, processes, control groups.

use super::home::Home;
use super::knobs::Knobs;
use super::rules::{CHROOTS, JOBS_OUTSIDE_UNIT, SCRATCH};
use super::section::{Condor, JobMemory};
use crate::cluster::Platform;
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::{Input, Value};
use crate::lower::Ctx;
use crate::products::platform::Cgroup;
use crate::source::Span;

static MOUNTS: Derivation = Derivation {
    name: "condor-job-mounts",
    summary: "each job has these directories for itself; the list is an expression, and quoted, from 8.3.6 on",
    source: "MOUNT_UNDER_SCRATCH",
};

static PIDS: Derivation = Derivation {
    name: "condor-job-processes",
    summary: "services.condor.pid_namespaces",
    source: "USE_PID_NAMESPACES",
};

static ROOTS: Derivation = Derivation {
    name: "condor-job-roots",
    summary: "directories that jobs may ask for as their root, as pairs of name and path",
    source: "NAMED_CHROOT, until 25.5.0",
};

static MEMORY: Derivation = Derivation {
    name: "condor-job-memory",
    summary: "services.condor.job_memory",
    source: "CGROUP_MEMORY_LIMIT_POLICY",
};

static GROUP: Derivation = Derivation {
    name: "condor-job-cgroup",
    summary: "on cgroup v1 jobs lie below BASE_CGROUP at the root of each hierarchy: it is told the slice of the unit, or the unit itself where it has limits, so that what is promised of it holds for jobs",
    source: "BASE_CGROUP: htcondor by default from 8.5.8 on, nothing before",
};

/// What this module derives.
pub(super) static DERIVATIONS: &[&Derivation] = &[&MOUNTS, &PIDS, &ROOTS, &MEMORY, &GROUP];

/// First systemd that knows `DelegateSubgroup=`, by which the daemon leaves room for its jobs.
const SUBGROUP: u32 = 254;

/// The surroundings of jobs on these hosts.
pub(super) fn knobs(ctx: &Ctx<'_>, home: &Home<'_>, knobs: &mut Knobs<'_>) {
    if !home.runs_jobs() {
        return;
    }
    if let Some(wanted) = home.wanted(ctx) {
        mounts(ctx, home, wanted, knobs);
        if let Some(on) = &wanted.pid_namespaces {
            let what = format!("services.condor.pid_namespaces: {}", on.value);
            let inputs = vec![Input::at(what, on.span)];
            knobs.ask("USE_PID_NAMESPACES", on.value, &PIDS, inputs);
        }
        roots(home, wanted, knobs);
        if let Some(policy) = &wanted.job_memory {
            let word = match policy.value {
                JobMemory::None => "none",
                JobMemory::Soft => "soft",
                JobMemory::Hard => "hard",
            };
            let what = format!("services.condor.job_memory: {word}");
            let inputs = vec![Input::at(what, policy.span)];
            knobs.ask("CGROUP_MEMORY_LIMIT_POLICY", word, &MEMORY, inputs);
        }
    }
    if let Some(platform) = ctx.platform() {
        group(ctx, home, platform, knobs);
    }
}

fn mounts(ctx: &Ctx<'_>, home: &Home<'_>, wanted: &Condor, knobs: &mut Knobs<'_>) {
    let Some(list) = &wanted.mount_under_scratch else {
        return;
    };
    for path in list.iter() {
        let bad = path
            .value
            .chars()
            .any(|c| c.is_whitespace() || matches!(c, ',' | '"' | '\\'));
        if bad || !path.value.starts_with('/') {
            knobs.found.push(
                Diagnostic::new(
                    &SCRATCH,
                    path.span,
                    format!("`{}` cannot be a directory of a job", path.value),
                )
                .note("HTCondor splits the list at commas and blanks")
                .help("write an absolute path without them"),
            );
        }
    }
    let paths: Vec<&str> = list.iter().map(|path| path.value.as_str()).collect();
    let mut inputs: Vec<Input> = list
        .iter()
        .map(|path| {
            let what = format!("services.condor.mount_under_scratch: {}", path.value);
            Input::at(what, path.span)
        })
        .collect();
    inputs.push(ctx.version_input("htcondor"));
    let text = paths.join(",");
    let value = if home.since("8.3.6") && !text.is_empty() {
        format!("\"{text}\"")
    } else {
        text
    };
    knobs.set("MOUNT_UNDER_SCRATCH", value, &MOUNTS, inputs);
}

fn roots(home: &Home<'_>, wanted: &Condor, knobs: &mut Knobs<'_>) {
    let Some((first, _)) = wanted.chroots.iter().flatten().next() else {
        return;
    };
    if home.since("25.5.1") {
        knobs.found.push(
            Diagnostic::new(
                &CHROOTS,
                first.span,
                format!(
                    "htcondor {} gives jobs no root of their own",
                    home.product.version.value
                ),
            )
            .label(home.product.version.span, "the version is stated here")
            .note("NAMED_CHROOT exists until 25.5.0")
            .help("run such jobs in containers"),
        );
        return;
    }
    let mut pairs = Vec::new();
    let mut inputs = Vec::new();
    for (name, path) in wanted.chroots.iter().flatten() {
        let plain = |text: &str| {
            !text.is_empty()
                && !text
                    .chars()
                    .any(|c| c.is_whitespace() || matches!(c, ',' | '='))
        };
        if !plain(&name.value) || !plain(&path.value) || !path.value.starts_with('/') {
            knobs.found.push(
                Diagnostic::new(
                    &CHROOTS,
                    path.span,
                    format!("`{}` cannot lead to `{}`", name.value, path.value),
                )
                .note("HTCondor splits the list at commas and blanks, and each pair at `=`")
                .help("write a name and an absolute path without them"),
            );
            continue;
        }
        pairs.push(format!("{}={}", name.value, path.value));
        let what = format!("services.condor.chroots.{}: {}", name.value, path.value);
        inputs.push(Input::at(what, name.span));
    }
    knobs.set("NAMED_CHROOT", Value::list(pairs), &ROOTS, inputs);
}

/// Where the control groups of jobs are.
fn group(ctx: &Ctx<'_>, home: &Home<'_>, platform: &Platform, knobs: &mut Knobs<'_>) {
    let placed = home.roles.first().copied();
    let slice = placed.and_then(|placed| ctx.slice_of(placed));
    let limit = limit(ctx, home);
    let v1 = platform.cgroup == Cgroup::V1;
    if let Some(slice) = slice {
        if v1 {
            let inputs = vec![slice.input(), ctx.platform_input()];
            knobs.set("BASE_CGROUP", slice.below("htcondor"), &GROUP, inputs);
            if let Some((group, span)) = ctx.class.setting("condor", "BASE_CGROUP") {
                let setting = "settings.condor.BASE_CGROUP";
                knobs.found.extend(slice.outside(setting, group, span));
            }
        }
        return;
    }
    let Some((what, span)) = limit else {
        unlimited(ctx, home, v1, knobs);
        return;
    };
    let unit = home.layout.unit.unwrap_or("condor.service");
    if v1 {
        // A unit of no slice is in `system` before systemd had slices.
        let parent = if platform.systemd < 205 {
            "system"
        } else {
            "system.slice"
        };
        let inputs = vec![
            Input::at(format!("{what} of {unit}"), span),
            ctx.platform_input(),
        ];
        knobs.set("BASE_CGROUP", format!("{parent}/{unit}"), &GROUP, inputs);
        return;
    }
    // HTCondor before 10.2 leaves jobs in the unit's own cgroup on v2.
    let inside = !home.since("10.2.0") || home.since("23.10.1") && platform.systemd >= SUBGROUP;
    if !inside {
        knobs.found.push(
            Diagnostic::new(
                &JOBS_OUTSIDE_UNIT,
                span,
                format!("`{what}` of `{unit}` does not hold for jobs"),
            )
            .label(platform.os.span, "this platform has cgroup v2")
            .note(format!(
                "htcondor {} with systemd {} puts jobs beside the unit, below its slice",
                home.product.version.value, platform.systemd
            ))
            .help("put the unit into a slice (`slice: condor.slice`), and say it of the slice under `units`"),
        );
    }
}

/// A limit of jobs' memory needs control groups of jobs, which are off by default before 8.5.8.
fn unlimited(ctx: &Ctx<'_>, home: &Home<'_>, v1: bool, knobs: &mut Knobs<'_>) {
    let policy = home
        .wanted(ctx)
        .and_then(|wanted| wanted.job_memory.as_ref());
    if let Some(policy) = policy
        && policy.value != JobMemory::None
        && v1
        && !home.since("8.5.8")
    {
        let inputs = vec![
            Input::at("services.condor.job_memory", policy.span),
            ctx.version_input("htcondor"),
        ];
        knobs.set("BASE_CGROUP", "htcondor", &GROUP, inputs);
    }
}

/// What the profile promises or forbids of the unit itself, with its place.
fn limit(ctx: &Ctx<'_>, home: &Home<'_>) -> Option<(&'static str, Span)> {
    let unit = home.layout.unit?;
    let sections = home
        .daemons(ctx)
        .into_iter()
        .filter_map(|(_, daemon)| daemon.unit.as_ref())
        .chain(ctx.class.facets.units.get(unit));
    sections
        .flat_map(|section| {
            let intents = ["cpu_weight", "memory_max", "memory_min", "tasks_max"];
            intents
                .into_iter()
                .filter_map(|key| Some((key, section.span_of(key)?)))
        })
        .next()
}

/// Where the cgroups of jobs are, when they have any of their own.
pub fn groups(ctx: &Ctx<'_>) -> Vec<String> {
    let Some(home) = Home::of(ctx).filter(Home::runs_jobs) else {
        return Vec::new();
    };
    if let Some((group, _)) = ctx.class.setting("condor", "BASE_CGROUP") {
        return vec![group.to_owned()];
    }
    let placed = home.roles.first().copied();
    if let Some(slice) = placed.and_then(|placed| ctx.slice_of(placed)) {
        return vec![slice.below("htcondor")];
    }
    let policy = home
        .wanted(ctx)
        .and_then(|wanted| wanted.job_memory.as_ref())
        .is_some_and(|policy| policy.value != JobMemory::None);
    // With limits of its own the unit holds its jobs.
    if limit(ctx, &home).is_none() && (home.since("8.5.8") || policy) {
        return vec!["htcondor".to_owned()];
    }
    Vec::new()
}
