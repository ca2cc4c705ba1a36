//! Where the tasks of an agent lie in the tree of cgroups when its unit was put into a slice.

use super::agent;
use super::agent_check::is_cgroup;
use super::flags::Flags;
use super::home::Home;
use super::section::Mesos;
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::Input;
use crate::lower::{Ctx, JOBS_OUTSIDE_SLICE};
use crate::products::platform::Cgroup;

static ROOT: Derivation = Derivation {
    name: "mesos-cgroups-root",
    summary: "cgroup isolators put tasks below cgroups_root, at the root of each hierarchy unless told otherwise: it is told the slice of the agent's unit",
    source: "slave/flags.cpp: --cgroups_root, mesos by default",
};

/// Derives the root of the tasks' cgroups, and says which tasks no flag can move.
pub(super) fn place(ctx: &Ctx<'_>, home: &Home<'_>, wanted: &Mesos, flags: &mut Flags<'_>) {
    let placed = ctx
        .class
        .roles
        .iter()
        .find(|placed| placed.role.name == home.role && placed.instance == home.instance);
    let Some(slice) = placed.and_then(|placed| ctx.slice_of(placed)) else {
        return;
    };
    let isolator = wanted
        .isolation
        .iter()
        .flat_map(|list| list.iter())
        .find(|item| is_cgroup(&item.value));
    let has_v1 = ctx
        .platform()
        .is_some_and(|platform| platform.cgroup == Cgroup::V1);
    if let (Some(isolator), true) = (isolator, has_v1) {
        let what = format!("services.mesos.isolation: {}", isolator.value);
        let inputs = vec![slice.input(), Input::at(what, isolator.span)];
        flags.set_if_known("cgroups_root", slice.below("mesos"), &ROOT, inputs);
        if let Some((root, span)) = ctx.class.setting("mesos-agent", "cgroups_root") {
            let setting = "settings.mesos-agent.cgroups_root";
            flags.found.extend(slice.outside(setting, root, span));
        }
    }
    if let Some(docker) = agent::docker(wanted) {
        flags.found.push(
            Diagnostic::new(
                &JOBS_OUTSIDE_SLICE,
                docker.span,
                format!("tasks in docker containers lie outside `{}`", slice.name),
            )
            .label(slice.span, "the agent is put into the slice here")
            .note("docker makes their cgroups, below its own parent whoever asked for them")
            .help(format!(
                "start docker with `--cgroup-parent` in `{}` and allow this lint beside the line",
                slice.name
            )),
        );
    }
}

/// Where the cgroups of tasks are, when they have any of their own.
pub fn groups(ctx: &Ctx<'_>) -> Vec<String> {
    let mut groups = Vec::new();
    for placed in &ctx.class.roles {
        let section = ctx.class.facets.services.mesos.get(&placed.instance);
        let (Some(wanted), "mesos-agent") = (section, placed.role.name) else {
            continue;
        };
        let mut isolators = wanted.isolation.iter().flat_map(|list| list.iter());
        if isolators.any(|item| is_cgroup(&item.value)) {
            let stated = ctx.class.setting("mesos-agent", "cgroups_root");
            groups.push(match (stated, ctx.slice_of(placed)) {
                (Some((root, _)), _) => root.to_owned(),
                (None, Some(slice)) => slice.below("mesos"),
                (None, None) => "mesos".to_owned(),
            });
        }
        if agent::docker(wanted).is_some() {
            groups.push("docker".to_owned());
        }
    }
    groups
}
