//! `services.condor.cron`: programs that a daemon runs by itself, once or again and again.

use super::home::Home;
use super::knobs::Knobs;
use super::rules::{CRON_JOB, CRON_PLACE};
use super::section::{Cron, CronMode};
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::Input;
use crate::lower::Ctx;
use crate::source::Spanned;
use crate::units::{Duration, TimeUnit};

static JOBS: Derivation = Derivation {
    name: "condor-cron-jobs",
    summary: "programs of the startd or the schedd; the list adds to what templates say",
    source: "STARTD_CRON_JOBLIST, SCHEDD_CRON_JOBLIST, <DAEMON>_CRON_<JOB>_*",
};

/// What this module derives.
pub(super) static DERIVATIONS: &[&Derivation] = &[&JOBS];

/// The programs of these hosts' daemons.
pub(super) fn knobs(ctx: &Ctx<'_>, home: &Home<'_>, knobs: &mut Knobs<'_>) {
    let Some(wanted) = home.wanted(ctx) else {
        return;
    };
    for (role, prefix) in [("condor-execute", "STARTD"), ("condor-submit", "SCHEDD")] {
        let is_here = home.has(role) || home.is_personal();
        let jobs: Vec<(&Spanned<String>, &Cron)> = wanted
            .cron
            .iter()
            .flatten()
            .filter_map(|(name, job)| Some((name, job.as_ref()?)))
            .filter(|(_, job)| {
                let of = job
                    .role
                    .as_ref()
                    .map_or("condor-execute", |role| &role.value);
                of == role
            })
            .collect();
        if !is_here {
            continue;
        }
        let mut names = Vec::new();
        let mut inputs = Vec::new();
        for (name, job) in jobs {
            if !is_sound(name, job, knobs) {
                continue;
            }
            names.push(name.value.clone());
            inputs.push(said(name, "run", job.run.as_ref()));
            one(prefix, name, job, knobs);
        }
        if !names.is_empty() {
            let list = format!("{prefix}_CRON_JOBLIST");
            let value = format!("$({list}) {}", names.join(" "));
            knobs.set(list, value, &JOBS, inputs);
        }
    }
}

fn said(name: &Spanned<String>, key: &str, value: Option<&Spanned<String>>) -> Input {
    match value {
        Some(value) => Input::at(
            format!("services.condor.cron.{}.{key}: {}", name.value, value.value),
            value.span,
        ),
        None => Input::at(format!("services.condor.cron.{}", name.value), name.span),
    }
}

/// Whether the job can be run; says why not.
fn is_sound(name: &Spanned<String>, job: &Cron, knobs: &mut Knobs<'_>) -> bool {
    let mut problem = |span, message: String, help: &str| {
        let diagnostic = Diagnostic::new(&CRON_JOB, span, message)
            .note("HTCondor skips a job that it cannot read, with a line in a log")
            .help(help.to_owned());
        knobs.found.push(diagnostic);
        false
    };
    if !name
        .value
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || c == '_')
    {
        let message = format!("a cron job cannot be called `{}`", name.value);
        return problem(name.span, message, "use letters, digits and `_`");
    }
    if let Some(role) = &job.role
        && !matches!(role.value.as_str(), "condor-execute" | "condor-submit")
    {
        let message = format!("the daemons of a `{}` run no programs", role.value);
        return problem(
            role.span,
            message,
            "say `condor-execute` or `condor-submit`",
        );
    }
    let Some(run) = &job.run else {
        let message = format!("the cron job `{}` runs nothing", name.value);
        return problem(name.span, message, "add `run` with the path of a program");
    };
    if run.value.contains("/config.d/") {
        knobs.found.push(
            Diagnostic::new(
                &CRON_PLACE,
                run.span,
                format!("`{}` would be read as configuration", run.value),
            )
            .note("HTCondor reads every file of `config.d`, and ends at one that it cannot read")
            .help("put it elsewhere, such as `/usr/libexec/condor`"),
        );
        return false;
    }
    let again = matches!(mode(job), CronMode::Periodic | CronMode::WaitForExit);
    match (&job.every, again) {
        (None, true) => {
            let message = format!("nothing says how often `{}` is run", name.value);
            problem(name.span, message, "add `every`, or say `mode: one-shot`")
        }
        (Some(every), false) => problem(
            every.span,
            format!("`{}` is not run again by itself", name.value),
            "take `every` out, or say `mode: periodic`",
        ),
        (Some(every), true) if period(every.value).is_none() => problem(
            every.span,
            format!("`every` cannot be {}", every.value),
            "write a whole number of seconds above 0",
        ),
        _ => true,
    }
}

fn mode(job: &Cron) -> CronMode {
    job.mode
        .as_ref()
        .map_or(CronMode::Periodic, |mode| mode.value)
}

/// As HTCondor reads it: a number with `s`, `m` or `h`.
fn period(every: Duration) -> Option<String> {
    let seconds = every.in_unit(TimeUnit::Second).ok().filter(|n| *n > 0)?;
    Some(match seconds {
        n if n % 3600 == 0 => format!("{}h", n / 3600),
        n if n % 60 == 0 => format!("{}m", n / 60),
        n => format!("{n}s"),
    })
}

fn one(prefix: &str, name: &Spanned<String>, job: &Cron, knobs: &mut Knobs<'_>) {
    let knob = |what: &str| format!("{prefix}_CRON_{}_{what}", name.value);
    let Some(run) = &job.run else { return };
    let inputs = vec![said(name, "run", Some(run))];
    knobs.set(knob("EXECUTABLE"), run.value.clone(), &JOBS, inputs);
    let word = mode(job).word();
    let input = match &job.mode {
        Some(mode) => Input::at(
            format!("services.condor.cron.{}.mode: {word}", name.value),
            mode.span,
        ),
        None => said(name, "mode", None),
    };
    knobs.set(knob("MODE"), word, &JOBS, vec![input]);
    if let Some(every) = &job.every
        && let Some(period) = period(every.value)
    {
        let what = format!("services.condor.cron.{}.every: {}", name.value, every.value);
        let inputs = vec![Input::at(what, every.span)];
        knobs.set(knob("PERIOD"), period, &JOBS, inputs);
    }
    for (key, what, value) in [
        ("args", "ARGS", &job.args),
        ("prefix", "PREFIX", &job.prefix),
    ] {
        if let Some(value) = value {
            let inputs = vec![said(name, key, Some(value))];
            knobs.set(knob(what), value.value.clone(), &JOBS, inputs);
        }
    }
}
