//! `mapred-env.sh`: sourced by the commands and the history server of MapReduce.

use crate::diagnostic::Derivation;
use crate::lower::{Ctx, Emitted};
use crate::products::hadoop::env::Script;
use crate::products::hadoop::is_three;

static MAPRED_ENV: Derivation = Derivation {
    name: "mapred-env",
    summary: "mapred-env.sh is sourced by the history server's scripts, after hadoop-env.sh",
    source: "libexec/mapred-config.sh",
};

pub(super) fn emit(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    if !ctx.has_role("historyserver") {
        return;
    }
    let Some(mut script) = Script::new(ctx) else {
        return;
    };
    script.java_home(ctx);
    let three = is_three(script.version());
    let (log, pid) = if three {
        ("HADOOP_LOG_DIR", "HADOOP_PID_DIR")
    } else {
        ("HADOOP_MAPRED_LOG_DIR", "HADOOP_MAPRED_PID_DIR")
    };
    let known = script.knows(log) && script.knows(pid);
    if known {
        script.directories(ctx, "historyserver", log, pid);
    }
    let options = if three {
        "MAPRED_HISTORYSERVER_OPTS"
    } else {
        "HADOOP_JOB_HISTORYSERVER_OPTS"
    };
    script.options(ctx, "historyserver", options, &[], false);
    script.user(ctx, "historyserver", "MAPRED_HISTORYSERVER_USER");
    script.stated(ctx, "historyserver");
    script.finish(ctx, "mapred-env.sh", &MAPRED_ENV, &["mapreduce"], emitted);
}
