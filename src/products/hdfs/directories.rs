//! `hdfs-directories.sh`: makes the directories of `services.hdfs.directories`, any number of
//! times.

use minijinja::{Value, context};

use crate::diagnostic::Derivation;
use crate::document::{Input, Syntax};
use crate::lower::{Ctx, Emitted};
use crate::products::hadoop::namespaces::Namespaces;
use crate::products::hadoop::{home, rules, since};
use crate::syntax::prose;

const SCRIPT: &str = "hdfs-directories.sh";
const DEFAULT_MODE: &str = "0755";

static DIRECTORIES: Derivation = Derivation {
    name: "hdfs-directories",
    summary: "a script for the hosts of the namenodes, to be run once HDFS is up: it makes what is missing and sets owner and mode",
    source: "hdfs dfs -mkdir, -chown, -chmod; -mkdir -p from 2.0.2-alpha on, before that -mkdir made parents by itself",
};

pub(super) fn emit(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    let Some(name) = ctx.class.instance_of("namenode") else {
        return;
    };
    let namespaces = Namespaces::of(ctx);
    let (Some(layout), Some(version)) = (
        home::layout_of(ctx, "namenode"),
        ctx.facts_version("hadoop"),
    ) else {
        return;
    };
    let Some(wanted) = ctx
        .class
        .facets
        .services
        .hdfs
        .get(name)
        .and_then(|hdfs| hdfs.directories.as_ref())
        .filter(|wanted| !wanted.is_empty())
    else {
        return;
    };
    // Without a scheme a path means the default file system.
    let is_default = namespaces
        .default()
        .is_some_and(|default| default.name == name);
    let prefix = if is_default {
        String::new()
    } else {
        namespaces
            .get(name)
            .and_then(|nameservice| nameservice.uri(ctx))
            .unwrap_or_default()
    };
    let mut inputs = Vec::new();
    let directories: Vec<Value> = wanted
        .iter()
        .map(|(path, directory)| {
            inputs.push(Input::at(
                format!("services.hdfs.directories.{}", path.value),
                path.span,
            ));
            let owner = directory.as_ref().and_then(|it| it.owner.as_ref());
            let group = directory.as_ref().and_then(|it| it.group.as_ref());
            let mode = directory.as_ref().and_then(|it| it.mode.as_ref());
            let owner = match (owner, group) {
                (None, None) => String::new(),
                (Some(owner), None) => owner.value.clone(),
                (None, Some(group)) => format!(":{}", group.value),
                (Some(owner), Some(group)) => format!("{}:{}", owner.value, group.value),
            };
            context! {
                path => format!("{prefix}{}", path.value),
                owner,
                mode => mode.map_or_else(|| DEFAULT_MODE.to_owned(), |mode| mode.value.to_string()),
            }
        })
        .collect();
    let command =
        home::base(ctx).map_or_else(|| "hdfs".to_owned(), |base| format!("{base}/home/bin/hdfs"));
    let Some(mut document) =
        home::in_conf(ctx, SCRIPT, SCRIPT, Syntax::Prose, &DIRECTORIES, Vec::new())
    else {
        return;
    };
    document.mode = 0o755;
    document.made_from.extend(inputs);
    let values = context! {
        user => layout.user,
        conf => layout.conf,
        command,
        parents => since(version, "2.0.2-alpha"),
        directories,
    };
    match prose::render(
        SCRIPT,
        include_str!("templates/hdfs-directories.sh"),
        values,
    ) {
        Ok(text) => {
            document.prose = text;
            emitted.documents.push(document);
        }
        Err(message) => emitted.diagnostics.push(rules::template(ctx, &message)),
    }
}
