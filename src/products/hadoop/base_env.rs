//! `base/env.sh` of a tarball: what a shell must know to use the Hadoop below `base`.

use minijinja::context;

use super::{home, is_three, rules, since};
use crate::diagnostic::Derivation;
use crate::document::{Input, Syntax};
use crate::lower::{Ctx, Emitted};
use crate::syntax::prose;

static BASE_ENV: Derivation = Derivation {
    name: "base-env",
    summary: "a file to source: where the tarball, its conf, logs and pid files are, and its commands on the PATH",
    source: "libexec/hadoop-config.sh; HADOOP_PREFIX up to 2.10, HADOOP_HOME from 3.0",
};

pub(super) fn emit(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    let (Some(base), Some(conf), Some(version)) = (
        home::base(ctx),
        home::conf_dir(ctx),
        ctx.facts_version("hadoop"),
    ) else {
        return;
    };
    let Some(mut document) = home::document(
        ctx,
        &format!("{base}/env.sh"),
        "env.sh",
        Syntax::Prose,
        &BASE_ENV,
        Vec::new(),
    ) else {
        return;
    };
    let java = ctx.platform().map_or("", |platform| platform.java.as_str());
    let values = context! {
        conf,
        home => format!("{base}/home"),
        java,
        three => is_three(version),
        // Renamed in 2.0.2-alpha, before any release called itself stable.
        yarn_home => if since(version, "2.0.2-alpha") { "HADOOP_YARN_HOME" } else { "YARN_HOME" },
        logs => format!("{base}/logs"),
        pid => format!("{base}/pid"),
    };
    match prose::render("env.sh", include_str!("templates/env.sh"), values) {
        Ok(text) => {
            document.prose = text;
            if let Some(platform) = ctx.platform() {
                document.made_from.push(match platform.java_span {
                    Some(span) => Input::at(format!("platform.java: {java}"), span),
                    None => Input::fact(format!("JAVA_HOME of {}: {java}", platform.os.value)),
                });
            }
            emitted.documents.push(document);
        }
        Err(message) => emitted.diagnostics.push(rules::template(ctx, &message)),
    }
}
