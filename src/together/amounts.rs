//! Memory and cpus of a host that several systems promise to their own jobs.

use std::sync::Arc;

use super::rules::{CPUS_TWICE, MEMORY_TWICE};
use super::{Reader, Views, labelled};
use crate::constraints;
use crate::diagnostic::{Diagnostic, Rule};
use crate::document::{ConfigDocument, Entry, Syntax};
use crate::source::Span;
use crate::units::Bytes;

const MIB: u64 = 1 << 20;

/// What one system hands out.
struct Promise {
    who: &'static str,
    amount: u64,
    span: Option<Span>,
}

pub(super) fn check(
    views: &Views<'_>,
    documents: &[Arc<ConfigDocument>],
    found: &mut Vec<Diagnostic>,
) {
    let Some(hardware) = &views.class.hardware else {
        return;
    };
    if let Some(has) = &hardware.memory {
        let promises = memory(views, documents);
        let heaps: u64 = views
            .class
            .daemons
            .values()
            .filter_map(|daemon| daemon.heap.as_ref())
            .map(|heap| heap.value.0)
            .sum();
        let shown = |amount: u64| Bytes(amount).to_string();
        found.extend(twice(
            &MEMORY_TWICE,
            &promises,
            heaps,
            (has.value.0, has.span),
            &shown,
        ));
    }
    if let Some(has) = &hardware.cpus {
        let promises = cpus(views, documents);
        let has = (u64::from(has.value), has.span);
        let shown = |amount: u64| amount.to_string();
        found.extend(twice(&CPUS_TWICE, &promises, 0, has, &shown));
    }
}

fn twice(
    rule: &'static Rule,
    promises: &[Promise],
    heaps: u64,
    (has, at): (u64, Span),
    shown: &dyn Fn(u64) -> String,
) -> Option<Diagnostic> {
    // What one alone promises too much is its own rule's.
    if promises.len() < 2 {
        return None;
    }
    let sum = promises
        .iter()
        .fold(heaps, |sum, one| sum.saturating_add(one.amount));
    if sum <= has {
        return None;
    }
    let mut terms: Vec<String> = promises
        .iter()
        .map(|one| format!("{} of {}", shown(one.amount), one.who))
        .collect();
    if heaps > 0 {
        terms.push(format!("{} of stated heaps", shown(heaps)));
    }
    let what = if heaps > 0 || rule.code == MEMORY_TWICE.code {
        "memory"
    } else {
        "cpus"
    };
    let mut places = promises.iter().filter_map(|one| Some((one.who, one.span?)));
    let (_, span) = places.next()?;
    let mut diagnostic = Diagnostic::new(
        rule,
        span,
        format!("more {what} is promised than the host has"),
    )
    .note(format!(
        "{} = {} is more than {}",
        terms.join(" + "),
        shown(sum),
        shown(has)
    ))
    .help("share the host: each system takes what it is told, whatever the others use");
    for (who, place) in places {
        diagnostic = labelled(diagnostic, Some(place), &format!("the share of {who}"));
    }
    Some(labelled(diagnostic, Some(at), "what the host has"))
}

fn memory(views: &Views<'_>, documents: &[Arc<ConfigDocument>]) -> Vec<Promise> {
    let mut all = Vec::new();
    all.extend(stated(
        views,
        (
            Reader::Hadoop,
            "nodemanager",
            "yarn.nodemanager.resource.memory-mb",
        ),
        "YARN",
    ));
    all.extend(offered(views, documents, "mem", MIB));
    all.extend(condor(views, documents, "MEMORY", MIB));
    let worker = [
        "alluxio.worker.ramdisk.size",
        "alluxio.worker.memory.size",
        "tachyon.worker.memory.size",
    ];
    all.extend(
        worker
            .into_iter()
            .find_map(|key| stated(views, (Reader::Alluxio, "alluxio-worker", key), "Alluxio")),
    );
    all
}

fn cpus(views: &Views<'_>, documents: &[Arc<ConfigDocument>]) -> Vec<Promise> {
    let mut all = Vec::new();
    all.extend(stated(
        views,
        (
            Reader::Hadoop,
            "nodemanager",
            "yarn.nodemanager.resource.cpu-vcores",
        ),
        "YARN",
    ));
    all.extend(offered(views, documents, "cpus", 1));
    all.extend(condor(views, documents, "NUM_CPUS", 1));
    all
}

fn stated(
    views: &Views<'_>,
    (reader, role, key): (Reader, &str, &str),
    who: &'static str,
) -> Option<Promise> {
    let (_, entry) = views.stated(reader, role, key)?;
    let amount = constraints::amount(views.of(reader)?, key)?;
    promise(who, u64::try_from(amount).ok()?, entry)
}

fn promise(who: &'static str, amount: u64, entry: &Entry) -> Option<Promise> {
    (amount > 0).then(|| Promise {
        who,
        amount,
        span: entry.origin.span(),
    })
}

/// A resource that an agent of Mesos offers, in whole units: of all flags `resources`, whose items
/// may be files of their own.
fn offered(
    views: &Views<'_>,
    documents: &[Arc<ConfigDocument>],
    resource: &str,
    unit: u64,
) -> Option<Promise> {
    if !views.class.has_role("mesos-agent") {
        return None;
    }
    let mut sum = 0;
    let mut first = None;
    for document in documents
        .iter()
        .filter(|one| one.product == "mesos" && one.name == "mesos-agent")
    {
        for entry in &document.entries {
            let (flag, text) = crate::products::mesos::constraints::reading(entry);
            if flag != "resources"
                || text.starts_with(['[', '{']) && document.syntax != Syntax::Bare
            {
                continue;
            }
            let file = document.path.file_name();
            let items: Vec<(&str, &str)> = if document.syntax == Syntax::Bare && file != "resources"
            {
                vec![(file, &*text)]
            } else {
                text.split(';')
                    .filter_map(|item| item.split_once(':'))
                    .collect()
            };
            for (name, value) in items {
                let name = name.split('(').next().unwrap_or_default().trim();
                if name != resource {
                    continue;
                }
                // A part of a unit is left to everybody.
                let whole = value.trim().split('.').next().unwrap_or_default();
                sum += whole.parse::<u64>().ok()?.checked_mul(unit)?;
                first = first.or(Some(entry));
            }
        }
    }
    promise("Mesos", sum, first?)
}

fn condor(
    views: &Views<'_>,
    documents: &[Arc<ConfigDocument>],
    key: &str,
    unit: u64,
) -> Option<Promise> {
    if !["condor-execute", "condor-personal"]
        .iter()
        .any(|role| views.class.has_role(role))
    {
        return None;
    }
    let entry = documents
        .iter()
        .filter(|one| one.product == "htcondor" && one.name == "condor")
        .flat_map(|one| &one.entries)
        .rfind(|entry| entry.section.is_none() && entry.key.eq_ignore_ascii_case(key))?;
    let amount = entry.value.text().trim().parse::<u64>().ok()?;
    promise("HTCondor", amount.checked_mul(unit)?, entry)
}
