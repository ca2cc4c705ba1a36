//! Where containers lie in the tree of cgroups when the node manager's unit was put into a slice.

use crate::diagnostic::Derivation;
use crate::document::Input;
use crate::lower::Ctx;
use crate::products::hadoop::site::Site;

static HIERARCHY: Derivation = Derivation {
    name: "nodemanager-cgroups",
    summary: "the LinuxContainerExecutor puts containers into a hierarchy of its own, at the root unless told otherwise: it is told the slice of the node manager's unit",
    source: "yarn-default.xml: yarn.nodemanager.linux-container-executor.cgroups.hierarchy, /hadoop-yarn by default",
};

const EXECUTOR: &str = "yarn.nodemanager.container-executor.class";
const KEY: &str = "yarn.nodemanager.linux-container-executor.cgroups.hierarchy";

/// Puts containers below the slice. The executor of old, which makes no cgroups, leaves them in
/// the unit's own.
pub(super) fn place(ctx: &Ctx<'_>, site: &mut Site<'_>) {
    let Some((class, span)) = ctx.class.setting("yarn-site", EXECUTOR) else {
        return;
    };
    if !class.ends_with("LinuxContainerExecutor") {
        return;
    }
    let placed = ctx
        .class
        .roles
        .iter()
        .find(|placed| placed.role.name == "nodemanager");
    let Some(slice) = placed.and_then(|placed| ctx.slice_of(placed)) else {
        return;
    };
    let inputs = vec![
        slice.input(),
        Input::at(format!("settings.yarn-site.{EXECUTOR}: {class}"), span),
    ];
    site.set_if_known(
        KEY,
        format!("/{}", slice.below("hadoop-yarn")),
        &HIERARCHY,
        inputs,
    );
    if let Some((path, span)) = ctx.class.setting("yarn-site", KEY) {
        let setting = format!("settings.yarn-site.{KEY}");
        site.diagnostics.extend(slice.outside(&setting, path, span));
    }
}

/// Where the containers' cgroups are, when they have any of their own.
pub fn groups(ctx: &Ctx<'_>) -> Vec<String> {
    let placed = ctx
        .class
        .roles
        .iter()
        .find(|placed| placed.role.name == "nodemanager");
    let has_groups = ctx
        .class
        .setting("yarn-site", EXECUTOR)
        .is_some_and(|(class, _)| class.ends_with("LinuxContainerExecutor"));
    let (Some(placed), true) = (placed, has_groups) else {
        return Vec::new();
    };
    let stated = ctx.class.setting("yarn-site", KEY);
    vec![match (stated, ctx.slice_of(placed)) {
        (Some((path, _)), _) => path.to_owned(),
        (None, Some(slice)) => slice.below("hadoop-yarn"),
        (None, None) => "hadoop-yarn".to_owned(),
    }]
}
