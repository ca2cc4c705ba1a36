//! Lists whose items are described by names of their own.

use super::facts::FACTS;
use super::macros::{Macros, base};
use super::value_rules::LIST_MEMBER;
use crate::catalog;
use crate::diagnostic::Diagnostic;
use crate::document::Entry;
use crate::source::{FileId, Span};
use crate::units::{Version, nearest};

/// A list, what its items are called before and after, and what they are.
const LISTS: [(&str, &str, &str, &str); 8] = [
    ("DAEMON_LIST", "", "", "daemon"),
    (
        "JOB_ROUTER_POST_ROUTE_TRANSFORM_NAMES",
        "JOB_ROUTER_TRANSFORM_",
        "",
        "transform",
    ),
    (
        "JOB_ROUTER_PRE_ROUTE_TRANSFORM_NAMES",
        "JOB_ROUTER_TRANSFORM_",
        "",
        "transform",
    ),
    ("JOB_ROUTER_ROUTE_NAMES", "JOB_ROUTER_ROUTE_", "", "route"),
    ("JOB_TRANSFORM_NAMES", "JOB_TRANSFORM_", "", "transform"),
    (
        "SCHEDD_CRON_JOBLIST",
        "SCHEDD_CRON_",
        "_EXECUTABLE",
        "cron job",
    ),
    (
        "STARTD_CRON_JOBLIST",
        "STARTD_CRON_",
        "_EXECUTABLE",
        "cron job",
    ),
    (
        "SUBMIT_REQUIREMENT_NAMES",
        "SUBMIT_REQUIREMENT_",
        "",
        "requirement",
    ),
];

/// The items of a list that nothing describes.
pub(super) fn check(
    macros: &Macros<'_>,
    version: &Version,
    entry: &Entry,
    text: &str,
) -> Vec<Diagnostic> {
    let list = base(&entry.key);
    let Some((_, before, after, what)) = LISTS.iter().find(|(name, ..)| *name == list) else {
        return Vec::new();
    };
    text.split([',', ' ', '\t', '\n'])
        // What a reference comes to may be described where it is set.
        .filter(|item| !item.is_empty() && !item.contains(['$', '(', ')']))
        .filter_map(|item| {
            let name = format!("{before}{}{after}", item.to_ascii_uppercase());
            // A daemon of HTCondor's own has a program by itself.
            let own = before.is_empty() && !catalog::life(&FACTS, &name).is_empty();
            if own || macros.is_assigned(&name) {
                return None;
            }
            let place = entry.origin.span().unwrap_or(Span::start_of(FileId(0)));
            let diagnostic = Diagnostic::new(
                &LIST_MEMBER,
                place,
                format!("the {what} `{item}` is listed and not described"),
            )
            .note(format!("htcondor {version} leaves it out"));
            let names = macros.names().filter(|name| name.starts_with(before));
            Some(match nearest(&name, names) {
                Some(near) if !before.is_empty() => {
                    diagnostic.help(format!("set `{name}`; `{near}` is set"))
                }
                _ => diagnostic.help(format!("set `{name}`, or take it out of the list")),
            })
        })
        .collect()
}
