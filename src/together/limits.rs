//! What a daemon's files ask of its unit.

use std::sync::Arc;

use super::rules::{FENCED_AND_RESTARTED, LOCKED_MEMORY};
use super::{Reader, Views, labelled};
use crate::constraints;
use crate::diagnostic::Diagnostic;
use crate::document::{ConfigDocument, Entry};

/// Memory of a datanode that the kernel shall not page out.
const LOCKED: &str = "dfs.datanode.max.locked.memory";
const FENCING: &str = "dfs.ha.fencing.methods";

pub(super) fn check(
    views: &Views<'_>,
    documents: &[Arc<ConfigDocument>],
    found: &mut Vec<Diagnostic>,
) {
    found.extend(locked(views, documents));
    found.extend(restarted(views, documents));
}

/// What the units of a role's daemon say, the last of them first.
fn of_unit<'a>(
    documents: &'a [Arc<ConfigDocument>],
    role: &str,
    directive: &str,
) -> Option<&'a Entry> {
    documents
        .iter()
        .rev()
        .filter(|one| one.product == "systemd" && one.readers.iter().any(|reader| reader == role))
        .find_map(|unit| unit.get(directive))
}

fn locked(views: &Views<'_>, documents: &[Arc<ConfigDocument>]) -> Option<Diagnostic> {
    let (_, entry) = views.stated(Reader::Hadoop, "datanode", LOCKED)?;
    let wanted = constraints::amount(views.of(Reader::Hadoop)?, LOCKED)?;
    let limit = of_unit(documents, "datanode", "LimitMEMLOCK");
    let allowed = limit.and_then(|limit| bytes(&limit.value.text()));
    if wanted <= 0 || allowed.is_some_and(|allowed| allowed >= wanted) {
        return None;
    }
    let diagnostic = Diagnostic::new(
        &LOCKED_MEMORY,
        entry.origin.span()?,
        format!("the datanode may not lock the memory of `{LOCKED}`"),
    )
    .note(match limit {
        Some(limit) => format!(
            "{wanted} bytes are more than its unit allows: `LimitMEMLOCK={}`",
            limit.value.text()
        ),
        None => format!("{wanted} bytes, and its unit does not raise `LimitMEMLOCK`"),
    })
    .help("say `daemons: {datanode: {unit: {LimitMEMLOCK: infinity}}}`");
    let place = limit.and_then(|limit| limit.origin.span());
    Some(labelled(diagnostic, place, "the limit is stated here"))
}

/// The soft limit of a directive in bytes.
fn bytes(text: &str) -> Option<i64> {
    let soft = text.split_once(':').map_or(text, |(soft, _)| soft).trim();
    if soft == "infinity" {
        return Some(i64::MAX);
    }
    let digits = soft.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let shift = match soft.get(digits.len()..)? {
        "" | "B" => 0,
        "K" => 10,
        "M" => 20,
        "G" => 30,
        "T" => 40,
        _ => return None,
    };
    digits.parse::<i64>().ok()?.checked_mul(1 << shift)
}

fn restarted(views: &Views<'_>, documents: &[Arc<ConfigDocument>]) -> Option<Diagnostic> {
    let (methods, entry) = views.stated(Reader::Hadoop, "namenode", FENCING)?;
    let restart = of_unit(documents, "namenode", "Restart")?;
    if !methods.raw.contains("sshfence") || restart.value.text() != "always" {
        return None;
    }
    let span = restart.origin.span().or(entry.origin.span())?;
    let diagnostic = Diagnostic::new(
        &FENCED_AND_RESTARTED,
        span,
        "systemd starts a namenode again that was fenced",
    )
    .note("`sshfence` kills the process, and `Restart=always` starts it while the other takes over")
    .help("say `restart: on-abort` or leave it out, and start the namenode when it is known why it failed");
    Some(labelled(
        diagnostic,
        entry.origin.span(),
        "fencing is asked for here",
    ))
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn limits_are_read_as_systemd_does() {
        for (text, want) in [
            ("64K", Some(65_536)),
            ("1G:2G", Some(1 << 30)),
            ("infinity", Some(i64::MAX)),
            ("8", Some(8)),
            ("x", None),
        ] {
            assert_eq!(bytes(text), want, "{text}");
        }
    }
}
