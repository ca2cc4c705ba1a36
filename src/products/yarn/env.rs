//! `yarn-env.sh`: sourced by every script and daemon of YARN after `hadoop-env.sh`.

use crate::diagnostic::Derivation;
use crate::lower::{Ctx, Emitted};
use crate::products::hadoop::env::{FEDORA_XML_PARSER, Script};
use crate::products::hadoop::is_three;

static YARN_ENV: Derivation = Derivation {
    name: "yarn-env",
    summary: "yarn-env.sh is sourced by every script of YARN, after hadoop-env.sh",
    source: "libexec/yarn-config.sh",
};

static FEDORA: Derivation = Derivation {
    name: "fedora-env",
    summary: "what Fedora's own yarn-env.sh adds: Java's own XML parser, since the packaged Xerces cannot read XInclude",
    source: "hadoop.spec of Fedora 20 to 28",
};

/// Daemons with the variable of their Java options; the scripts put heaps of their own in front
/// of these, and the last `-Xmx` wins.
const DAEMONS: [(&str, &str, &str); 2] = [
    (
        "resourcemanager",
        "YARN_RESOURCEMANAGER_OPTS",
        "YARN_RESOURCEMANAGER_USER",
    ),
    (
        "nodemanager",
        "YARN_NODEMANAGER_OPTS",
        "YARN_NODEMANAGER_USER",
    ),
];

pub(super) fn emit(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    if ctx.cluster.placements.of("resourcemanager").is_empty() {
        return;
    }
    let Some(mut script) = Script::new(ctx) else {
        return;
    };
    script.java_home(ctx);
    let here: Vec<&(&str, &str, &str)> = DAEMONS
        .iter()
        .filter(|(role, _, _)| ctx.has_role(role))
        .collect();
    // From 3.0 on one pair of variables serves all daemons; this script is read later than
    // hadoop-env.sh and says where those of YARN log.
    let (log, pid) = if is_three(script.version()) {
        ("HADOOP_LOG_DIR", "HADOOP_PID_DIR")
    } else {
        ("YARN_LOG_DIR", "YARN_PID_DIR")
    };
    if let Some((role, _, _)) = here.first() {
        script.directories(ctx, role, log, pid);
    }
    if ctx
        .product("hadoop")
        .is_some_and(|product| product.flavour == "fedora")
    {
        script.append(
            "YARN_OPTS",
            FEDORA_XML_PARSER,
            &FEDORA,
            vec![ctx.packages_input("hadoop")],
        );
    }
    for (role, options, user) in here {
        script.options(ctx, role, options, &[], false);
        script.user(ctx, role, user);
        script.stated(ctx, role);
    }
    script.finish(ctx, "yarn-env.sh", &YARN_ENV, &["yarn"], emitted);
}
