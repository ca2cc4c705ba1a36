//! Whether the resource manager takes the queues of the capacity scheduler, however the profile
//! says them: by `services.yarn.queues` or key by key.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::rules::{
    NO_DEFAULT_QUEUE, QUEUE_MAX, QUEUE_NAME, QUEUE_NAME_TWICE, QUEUE_NOT_LISTED, QUEUE_SUM,
    QUEUE_WITHOUT_SHARE,
};
use super::scheduler::PREFIX;
use crate::catalog::{Known, look_up};
use crate::diagnostic::Diagnostic;
use crate::document::{ConfigDocument, Entry, Origin};
use crate::effective::{Loaded, Source, View, as_written};
use crate::lower::Ctx;
use crate::products::hadoop::facts::FACTS;
use crate::products::hadoop::since;
use crate::source::{FileId, Span};
use crate::units::{Version, nearest};

/// Where applications go that name no queue.
const DEFAULT_QUEUE: &str = "default";

/// What the resource manager reads of its scheduler.
const FILES: &[Loaded] = &[
    Loaded {
        scope: "yarn",
        name: "yarn-site",
    },
    Loaded {
        scope: "capacity-scheduler",
        name: "capacity-scheduler",
    },
];

/// By how many percent a sum may be wrong (`ParentQueue.PRECISION`).
const PRECISION: f64 = 0.05;

/// What is wrong with the queues of these hosts.
pub fn check_queues(ctx: &Ctx<'_>, documents: &[Arc<ConfigDocument>]) -> Vec<Diagnostic> {
    let has_file = documents
        .iter()
        .any(|one| one.product == FACTS.product && one.name == "capacity-scheduler");
    let (true, Some(version)) = (has_file, ctx.facts_version("hadoop")) else {
        return Vec::new();
    };
    let view = View::new(&FACTS, version, FILES, as_written, documents);
    let scheduler = view.expanded("yarn.resourcemanager.scheduler.class");
    if scheduler.is_some_and(|(class, _)| !class.ends_with(".CapacityScheduler")) {
        return Vec::new();
    }
    let mut pass = Pass {
        version,
        view,
        leaves: BTreeMap::new(),
        listed: BTreeSet::from(["root".to_owned()]),
        open: Vec::new(),
        found: Vec::new(),
    };
    pass.level("root");
    pass.default();
    pass.not_listed();
    pass.found
}

/// Whether a queue can have a name.
pub(super) fn is_queue_name(name: &str) -> bool {
    !name.is_empty()
        && name != "root"
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

struct Pass<'a> {
    version: &'a Version,
    view: View<'a>,
    /// Names of leaves, each with the place of the first.
    leaves: BTreeMap<String, Span>,
    /// Paths of queues.
    listed: BTreeSet<String>,
    /// Paths below which queues come and go by themselves.
    open: Vec<String>,
    found: Vec<Diagnostic>,
}

impl<'a> Pass<'a> {
    fn text(&self, path: &str, option: &str) -> Option<String> {
        let (text, _) = self.view.expanded(&format!("{PREFIX}.{path}.{option}"))?;
        Some(text.trim().to_owned())
    }

    fn is_on(&self, path: &str, option: &str) -> bool {
        self.text(path, option).as_deref() == Some("true")
    }

    fn entry(&self, path: &str, option: &str) -> Option<&'a Entry> {
        match self.view.get(&format!("{PREFIX}.{path}.{option}"))?.source {
            Source::Entry { entry, .. } => Some(entry),
            Source::Default => None,
        }
    }

    /// A share in percent; other grammars are not compared.
    fn percent(&self, path: &str, option: &str) -> Option<f64> {
        let number = self.text(path, option)?.parse::<f64>().ok()?;
        number.is_finite().then_some(number)
    }

    /// The queues of one parent and what is below them.
    fn level(&mut self, parent: &str) {
        let creates = ["auto-create-child-queue", "auto-queue-creation-v2"];
        if creates
            .iter()
            .any(|how| self.is_on(parent, &format!("{how}.enabled")))
        {
            self.open.push(parent.to_owned());
        }
        let (Some(list), Some(text)) = (self.entry(parent, "queues"), self.text(parent, "queues"))
        else {
            return;
        };
        let mut names: Vec<&str> = Vec::new();
        for name in text
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
        {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let mut whole = true;
        names.retain(|name| {
            let is_name = if is_written(&list.origin) {
                !name.contains(['.', ' ', '\t'])
            } else {
                is_queue_name(name)
            };
            if !is_name {
                whole = false;
                self.found.push(
                    Diagnostic::new(
                        &QUEUE_NAME,
                        place(list, name),
                        format!("a queue cannot be called `{name}`"),
                    )
                    .help("dots part the names of a path; write letters, digits, `-` and `_`"),
                );
            }
            is_name
        });
        for name in &names {
            let path = format!("{parent}.{name}");
            self.listed.insert(path.clone());
            self.maximum(&path, name);
            if self
                .text(&path, "queues")
                .is_none_or(|text| text.is_empty())
            {
                self.leaf(list, name);
            }
            self.level(&path);
        }
        if whole {
            self.sum(parent, list, &names);
        }
    }

    fn maximum(&mut self, path: &str, name: &str) {
        let (Some(share), Some(most)) = (
            self.percent(path, "capacity"),
            self.percent(path, "maximum-capacity"),
        ) else {
            return;
        };
        // Less than nothing is all of it.
        if most < 0.0 || share <= most {
            return;
        }
        let Some(most_at) = self.entry(path, "maximum-capacity") else {
            return;
        };
        let mut found = Diagnostic::new(
            &QUEUE_MAX,
            span(most_at),
            format!("the queue `{name}` may not grow to its own share"),
        )
        .note(format!("{most}% is less than {share}%"));
        if let Some(share_at) = self.entry(path, "capacity") {
            found = found.label(span(share_at), "its share");
        }
        let help = if is_written(&most_at.origin) {
            "raise `maximum-capacity`, or lower `capacity`"
        } else {
            "raise `max`, or lower `capacity`"
        };
        self.found.push(found.help(help));
    }

    /// Up to 3.2 applications name a queue by its last part alone.
    fn leaf(&mut self, list: &Entry, name: &str) {
        let here = place(list, name);
        let first = self.leaves.get(name).copied();
        if let (Some(first), false) = (first, since(self.version, "3.3.0")) {
            self.found.push(
                Diagnostic::new(
                    &QUEUE_NAME_TWICE,
                    here,
                    format!("two queues are called `{name}`"),
                )
                .label(first, "the other one")
                .note(format!(
                    "hadoop {} names a queue by the last part of its path",
                    self.version
                ))
                .help("give one of them another name"),
            );
        }
        self.leaves.entry(name.to_owned()).or_insert(here);
    }

    fn sum(&mut self, parent: &str, list: &Entry, names: &[&str]) {
        // Without its old ways the scheduler takes shares of several kinds side by side.
        let any = self
            .view
            .expanded(&format!("{PREFIX}.legacy-queue-mode.enabled"));
        if any.is_some_and(|(text, _)| text.trim() == "false") {
            return;
        }
        let mut terms = Vec::new();
        let mut sum = 0.0;
        for name in names {
            let path = format!("{parent}.{name}");
            if self.text(&path, "capacity").is_none() {
                let help = if is_written(&list.origin) {
                    format!("set `{PREFIX}.{path}.capacity`, to 0 where it is none")
                } else {
                    format!("write `{name}: 10%`, or add `capacity`")
                };
                self.found.push(
                    Diagnostic::new(
                        &QUEUE_WITHOUT_SHARE,
                        place(list, name),
                        format!("the queue `{name}` has no capacity"),
                    )
                    .help(help),
                );
                return;
            }
            let Some(share) = self.percent(&path, "capacity") else {
                return;
            };
            sum += share;
            terms.push(format!("{share}%"));
        }
        // A part of nothing, which may be written either way.
        let is_nothing = self.percent(parent, "capacity") == Some(0.0)
            || self.is_on(parent, "allow-zero-capacity-sum");
        let is_whole = |whole: f64| (sum - whole).abs() <= PRECISION;
        if names.is_empty() || is_whole(100.0) || is_nothing && is_whole(0.0) {
            return;
        }
        let first = names.first().copied().unwrap_or_default();
        self.found.push(
            Diagnostic::new(
                &QUEUE_SUM,
                place(list, first),
                format!("the queues of `{parent}` do not take exactly all of it"),
            )
            .note(format!(
                "{} = {}%",
                terms.join(" + "),
                (sum * 1000.0).round() / 1000.0
            ))
            .help("change the shares so that they sum to 100%"),
        );
    }

    /// Applications that name no queue go to the leaf `default`.
    fn default(&mut self) {
        let (Some(list), Some(text)) = (self.entry("root", "queues"), self.text("root", "queues"))
        else {
            return;
        };
        if self.leaves.contains_key(DEFAULT_QUEUE) || self.open.iter().any(|path| path == "root") {
            return;
        }
        let mut names = text.split(',').map(str::trim);
        let is_parent = self.listed.contains(&format!("root.{DEFAULT_QUEUE}"));
        let first = if is_parent {
            DEFAULT_QUEUE
        } else {
            names.next().unwrap_or_default()
        };
        let diagnostic = Diagnostic::new(
            &NO_DEFAULT_QUEUE,
            place(list, first),
            "applications that name no queue are rejected",
        );
        self.found.push(if is_parent {
            diagnostic
                .note("they go to the queue `default`, which holds other queues here")
                .help("give its part of the work to a queue of another name")
        } else {
            diagnostic
                .note("they go to the queue `default`, which is not here")
                .help("add a queue `default`, or allow this lint when every client names its queue")
        });
    }

    /// Keys that the profile writes of queues that no list has.
    fn not_listed(&mut self) {
        let mut found: BTreeMap<String, &'a Entry> = BTreeMap::new();
        for key in self.view.stated() {
            let Some(Source::Entry { entry, .. }) = self.view.get(key).map(|found| found.source)
            else {
                continue;
            };
            if !is_written(&entry.origin) || !key.starts_with(PREFIX) {
                continue;
            }
            let Known::Family(family) =
                look_up(&FACTS, self.version, Some("capacity-scheduler"), key)
            else {
                continue;
            };
            let queue = family.params.iter().find(|(name, _)| *name == "queue");
            let Some((_, path)) = queue.filter(|(_, path)| path.starts_with("root.")) else {
                continue;
            };
            let is_below = |open: &String| {
                path.strip_prefix(open.as_str())
                    .is_some_and(|rest| rest.starts_with('.'))
            };
            if !self.listed.contains(path) && !self.open.iter().any(is_below) {
                let first = found.entry(path.clone()).or_insert(entry);
                if entry.key < first.key {
                    *first = entry;
                }
            }
        }
        for (path, entry) in found {
            let diagnostic = Diagnostic::new(
                &QUEUE_NOT_LISTED,
                span(entry),
                format!("there is no queue `{path}`"),
            )
            .note("the resource manager reads keys of queues that a list has, and no others");
            let near = nearest(&path, self.listed.iter().map(String::as_str));
            self.found.push(match near {
                Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                None => diagnostic.help("add it to the queues of its parent, or take the key out"),
            });
        }
    }
}

/// Where a list names a queue.
fn place(list: &Entry, name: &str) -> Span {
    named_at(&list.origin, name).unwrap_or_else(|| span(list))
}

fn named_at(origin: &Origin, name: &str) -> Option<Span> {
    match origin {
        Origin::Derived { inputs, .. } => inputs
            .iter()
            .find(|input| input.what.rsplit(": ").next() == Some(name))
            .and_then(|input| input.span),
        Origin::Override { winner, .. } => named_at(winner, name),
        Origin::Profile(_) | Origin::Default { .. } => None,
    }
}

fn span(entry: &Entry) -> Span {
    entry.origin.span().unwrap_or(Span::start_of(FileId(0)))
}

/// Whether the profile's `settings` say it.
fn is_written(origin: &Origin) -> bool {
    match origin {
        Origin::Profile(_) => true,
        Origin::Override { winner, .. } => is_written(winner),
        Origin::Derived { .. } | Origin::Default { .. } => false,
    }
}
