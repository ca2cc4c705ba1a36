//! `services.condor.routes`: which waiting jobs go to which grid, as the job router of the version
//! reads it.

use super::facts::grammar;
use super::grids::{self, Meant};
use super::home::Home;
use super::knobs::Knobs;
use super::rules::{ROUTE_GRID, ROUTE_NAME, ROUTE_REQUIREMENTS};
use super::section::{Condor, Route};
use super::value::expression;
use crate::classad::Grammar;
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::{Input, Value};
use crate::lower::Ctx;
use crate::source::Spanned;
use crate::syntax::condor::kept_lines;
use crate::units::nearest;

static ROUTES: Derivation = Derivation {
    name: "condor-routes",
    summary: "a list of ClassAds before 8.9.7; a name and a transform for each route from then on",
    source: "JOB_ROUTER_ENTRIES until 24.10.1; JOB_ROUTER_ROUTE_NAMES, JOB_ROUTER_ROUTE_<NAME>",
};

/// What this module derives.
pub(super) static DERIVATIONS: &[&Derivation] = &[&ROUTES];

/// Whether a job router runs on these hosts.
pub(super) fn runs(ctx: &Ctx<'_>, home: &Home<'_>) -> bool {
    home.has("condor-submit")
        && home
            .wanted(ctx)
            .and_then(|wanted| wanted.routes.as_ref())
            .is_some_and(|routes| !routes.is_empty())
}

/// The routes of these submit hosts.
pub(super) fn knobs(ctx: &Ctx<'_>, home: &Home<'_>, knobs: &mut Knobs<'_>) {
    let Some(wanted) = home.wanted(ctx).filter(|_| runs(ctx, home)) else {
        return;
    };
    let all: Vec<(&Spanned<String>, &Route)> = wanted
        .routes
        .iter()
        .flatten()
        .filter_map(|(name, route)| Some((name, route.as_ref()?)))
        .collect();
    let native = home.since("8.9.7");
    let mut entries = Vec::new();
    let mut inputs = Vec::new();
    let mut names = Vec::new();
    for (name, route) in all {
        let Some(meant) = grid(home, wanted, name, route, knobs) else {
            continue;
        };
        if !is_name(&name.value) {
            knobs.found.push(
                Diagnostic::new(
                    &ROUTE_NAME,
                    name.span,
                    format!("a route cannot be called `{}`", name.value),
                )
                .note("its name is a part of a name of HTCondor's configuration")
                .help("use letters, digits and `_`"),
            );
            continue;
        }
        if !is_read(home, native, route, knobs) {
            continue;
        }
        let why = why(name, route, &meant);
        names.push(name.value.clone());
        if native {
            let knob = format!("JOB_ROUTER_ROUTE_{}", name.value);
            knobs.set(knob, transform(route, &meant), &ROUTES, why.clone());
        } else {
            entries.push(ad(&name.value, route, &meant));
        }
        inputs.extend(why);
    }
    if names.is_empty() {
        return;
    }
    inputs.push(ctx.version_input("htcondor"));
    if native {
        knobs.set(
            "JOB_ROUTER_ROUTE_NAMES",
            Value::list(names),
            &ROUTES,
            inputs,
        );
    } else {
        knobs.set("JOB_ROUTER_ENTRIES", entries.join(" "), &ROUTES, inputs);
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && !text.eq_ignore_ascii_case("names")
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Requirements on one line: a line of their own is another command of a transform.
fn on_one_line(text: &str) -> String {
    kept_lines(text).replace('\n', " ")
}

/// Whether the version reads a route's requirements; says why not. With a reference in them they
/// are known only where HTCondor reads them.
fn is_read(home: &Home<'_>, native: bool, route: &Route, knobs: &mut Knobs<'_>) -> bool {
    let Some(text) = &route.requirements else {
        return true;
    };
    let line = on_one_line(&text.value);
    if line.contains("$(") {
        return true;
    }
    let grammar = Grammar {
        // A ClassAd of its own has strings of its own.
        old_strings: native,
        ..grammar(home.version())
    };
    let Err(error) = expression(&line, grammar) else {
        return true;
    };
    knobs.found.push(
        Diagnostic::new(
            &ROUTE_REQUIREMENTS,
            text.span,
            format!("a route's requirements are an expression over a job's attributes; {error}"),
        )
        .note(format!(
            "the job router of htcondor {} leaves out a route that it cannot read",
            home.product.version.value
        ))
        .help("write one that is true for the jobs that may go there: `JobUniverse == 5`"),
    );
    false
}

fn grid(
    home: &Home<'_>,
    wanted: &Condor,
    name: &Spanned<String>,
    route: &Route,
    knobs: &mut Knobs<'_>,
) -> Option<Meant> {
    let Some(to) = &route.grid else {
        knobs.found.push(
            Diagnostic::new(
                &ROUTE_GRID,
                name.span,
                format!("the route `{}` leads nowhere", name.value),
            )
            .help("add `grid` with a name under `services.condor.grids`"),
        );
        return None;
    };
    find(wanted, to, knobs).and_then(|grid| grids::meant(home, &to.value, grid))
}

/// The grid that somebody names.
pub(super) fn find<'a>(
    wanted: &'a Condor,
    to: &Spanned<String>,
    knobs: &mut Knobs<'_>,
) -> Option<&'a super::section::Grid> {
    let all = wanted.grids.iter().flatten();
    if let Some((_, grid)) = all.clone().find(|(name, _)| name.value == to.value) {
        return Some(grid);
    }
    let diagnostic = Diagnostic::new(
        &ROUTE_GRID,
        to.span,
        format!("no grid is called `{}`", to.value),
    );
    let names = || all.clone().map(|(name, _)| name.value.as_str());
    knobs.found.push(match nearest(&to.value, names()) {
        Some(near) => diagnostic.did_you_mean(to.span, near),
        None => diagnostic.help("grids are described under `services.condor.grids`"),
    });
    None
}

fn why(name: &Spanned<String>, route: &Route, meant: &Meant) -> Vec<Input> {
    let here = |key: &str, value: &str, span| {
        Input::at(
            format!("services.condor.routes.{}.{key}: {value}", name.value),
            span,
        )
    };
    let mut inputs = Vec::new();
    if let Some(grid) = &route.grid {
        inputs.push(here("grid", &grid.value, grid.span));
    }
    if let Some(text) = &route.requirements {
        inputs.push(here("requirements", &text.value, text.span));
    }
    for (key, number) in [("max_jobs", &route.max_jobs), ("max_idle", &route.max_idle)] {
        if let Some(number) = number {
            inputs.push(here(key, &number.value.to_string(), number.span));
        }
    }
    inputs.extend(meant.inputs.iter().cloned());
    inputs.extend(meant.parts.iter().map(|part| part.input.clone()));
    inputs
}

/// A text as a `ClassAd` has it; grids hold no quotes and no backslashes.
fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

/// A route as a transform.
fn transform(route: &Route, meant: &Meant) -> String {
    let mut lines = Vec::new();
    if let Some(text) = &route.requirements {
        lines.push(format!("REQUIREMENTS {}", on_one_line(&text.value)));
    }
    lines.push("UNIVERSE GRID".to_owned());
    lines.push(format!("GridResource = {}", quoted(&meant.resource)));
    if let Some(number) = &route.max_jobs {
        lines.push(format!("MaxJobs = {}", number.value));
    }
    if let Some(number) = &route.max_idle {
        lines.push(format!("MaxIdleJobs = {}", number.value));
    }
    for part in &meant.parts {
        lines.push(format!("SET {} {}", part.attribute, quoted(&part.value)));
    }
    lines.join("\n")
}

/// A route as a `ClassAd` on one line.
fn ad(name: &str, route: &Route, meant: &Meant) -> String {
    // Universe 9 is the grid.
    let mut parts = vec![
        format!("name = {}", quoted(name)),
        "TargetUniverse = 9".to_owned(),
        format!("GridResource = {}", quoted(&meant.resource)),
    ];
    if let Some(text) = &route.requirements {
        parts.push(format!("Requirements = {}", on_one_line(&text.value)));
    }
    if let Some(number) = &route.max_jobs {
        parts.push(format!("MaxJobs = {}", number.value));
    }
    if let Some(number) = &route.max_idle {
        parts.push(format!("MaxIdleJobs = {}", number.value));
    }
    for part in &meant.parts {
        parts.push(format!("set_{} = {}", part.attribute, quoted(&part.value)));
    }
    format!("[ {}; ]", parts.join("; "))
}
