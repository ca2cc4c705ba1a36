//! From properties to options of Java: up to 0.8 the scripts read nothing else.

use super::env;
use super::home::Home;
use crate::document::{ConfigDocument, Entry, Origin};
use crate::lower::Ctx;
use crate::syntax::APPEND;

/// The variable that all daemons' options stand in.
const OPTIONS: &str = "TACHYON_JAVA_OPTS";

/// The property that an entry of `tachyon-env.sh` is an option for.
pub(super) fn property(entry: &Entry) -> Option<(String, String)> {
    if entry.key != OPTIONS {
        return None;
    }
    let text = entry.value.text();
    let (key, value) = text.strip_prefix("-D")?.split_once('=')?;
    Some((key.to_owned(), value.to_owned()))
}

/// Gives the properties of `tachyon-env.sh` their final form, one line each, after the variables.
pub(super) fn spell(ctx: &Ctx<'_>, mut document: ConfigDocument) -> Vec<ConfigDocument> {
    let Some(home) = Home::here(ctx) else {
        return vec![document];
    };
    let (properties, mut entries): (Vec<Entry>, Vec<Entry>) = document
        .entries
        .into_iter()
        .partition(|entry| entry.key.contains('.'));
    let mut options = env::template_options(ctx, &home);
    options.extend(properties.into_iter().map(|property| {
        let option = format!("-D{}={}", property.key, property.value.text());
        Entry::new(OPTIONS, option, property.origin).in_section(APPEND)
    }));
    let all: Vec<String> = options
        .iter()
        .map(|one| one.value.text().into_owned())
        .collect();
    entries.append(&mut options);
    for (variable, own) in env::daemon_options(ctx, &home) {
        let origin = Origin::derived(env::options_rule(), own.inputs);
        if variable == OPTIONS {
            let option = own.list.join(" ");
            entries.push(Entry::new(variable, option, origin).in_section(APPEND));
        } else {
            let value = [all.clone(), own.list].concat().join(" ");
            entries.push(Entry::new(variable, value, origin));
        }
    }
    document.entries = entries;
    vec![document]
}
