//! `show effective`

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::Shown;
use crate::catalog::KeyType;
use crate::cli::{Format, print};
use crate::cluster::Host;
use crate::document::{ConfigDocument, Origin};
use crate::effective::{Assigned, Loads, Place, Process, Seen};
use crate::registry;
use crate::units::{Version, matches_wildcard, nearest};

/// What `show effective` takes.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct EffectiveArgs {
    /// The host.
    #[arg(value_name = "HOST")]
    pub host: String,
    /// A daemon of the host, or what else reads its files: `namenode`, `mrclient`, `schedd`.
    #[arg(value_name = "DAEMON")]
    pub daemon: String,
    /// Only keys that match, `*` for any text; those with defaults alone too.
    #[arg(long, value_name = "KEY")]
    pub keys: Option<String>,
    /// Every key, those with defaults alone too.
    #[arg(long)]
    pub all: bool,
}

/// What a process sees.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EffectiveReport {
    pub host: String,
    pub daemon: String,
    pub product: String,
    pub version: String,
    /// Paths of our files and defaults of files, in the order in which they are loaded.
    pub loads: Vec<String>,
    pub keys: Vec<EffectiveRow>,
    /// Keys with a default alone that are not shown; 0 where keys were asked for.
    pub further_defaults: usize,
}

/// A key of a process.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EffectiveRow {
    pub key: String,
    /// What the process gets; null where it is a secret, or where only the product knows it: what
    /// HTCondor's templates set.
    pub value: Option<String>,
    /// Whether the value is a secret's.
    #[serde(rename = "secret")]
    pub is_secret: bool,
    /// As it is written, where that differs.
    pub written: Option<String>,
    /// What stays open: only the running process knows it.
    pub open: Vec<String>,
    /// Whether later files cannot change it.
    #[serde(rename = "final")]
    pub is_final: bool,
    pub source: EffectiveSource,
    /// The file that states it.
    pub file: Option<String>,
    /// The profile's place that decided: `profile.yaml:12`.
    pub place: Option<String>,
    /// Name of the rule that derived it.
    pub rule: Option<String>,
    /// The key that it stands under, or is made of, where that is another one.
    pub from: Option<String>,
}

/// Where a value is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EffectiveSource {
    /// A file that clusterc makes.
    File,
    /// The version's default.
    Default,
    /// The process makes it from other keys.
    Process,
}

/// A process, its loads and its release.
struct Found {
    loads: &'static Loads,
    daemon: &'static str,
    version: String,
    facts_of: Version,
}

/// The answer, or words for a host or daemon that there is not.
///
/// # Errors
/// See above.
pub(super) fn report(shown: &Shown<'_>, args: &EffectiveArgs) -> Result<EffectiveReport, String> {
    let cluster = &shown.compilation.cluster;
    let name = &args.host;
    let index = cluster.find(name).ok_or_else(|| {
        match nearest(name, cluster.hosts.iter().map(|host| &*host.name)) {
            Some(near) => format!("no host is called `{name}`; did you mean `{near}`?"),
            None => format!("no host is called `{name}`"),
        }
    })?;
    let host = cluster
        .host(index)
        .ok_or_else(|| format!("no host is called `{name}`"))?;
    let documents = shown.compilation.documents_of(index);
    let found = find(shown, index, &documents, &args.daemon)?;
    let process = Process {
        daemon: found.daemon,
        host: names(host),
        version: &found.facts_of,
    };
    let seen = found
        .loads
        .seen(process, &documents)
        .ok_or_else(|| format!("nobody knows what `{}` loads", found.daemon))?;
    let product = found.loads.facts.product;
    let wanted = |key: &str, is_default: bool| match &args.keys {
        Some(pattern) => matches_wildcard(&pattern.to_ascii_lowercase(), &key.to_ascii_lowercase()),
        None => args.all || !is_default,
    };
    let mut keys = Vec::new();
    let mut further_defaults = 0;
    for value in seen.values() {
        let is_default = matches!(value.place, Place::Default(_));
        if wanted(&value.key, is_default) {
            keys.push(row(shown, &seen, value));
        } else {
            further_defaults += usize::from(is_default && args.keys.is_none());
        }
    }
    if let (Some(pattern), true) = (&args.keys, keys.is_empty()) {
        let near = nearest(pattern, seen.values().map(|value| &*value.key));
        return Err(match near {
            Some(near) => format!(
                "no key of `{}` matches `{pattern}`; did you mean `{near}`?",
                found.daemon
            ),
            None => format!(
                "no key of `{}` matches `{pattern}`: {product} {} sees no such value",
                found.daemon, found.version
            ),
        });
    }
    Ok(EffectiveReport {
        host: name.clone(),
        daemon: found.daemon.to_owned(),
        product: product.to_owned(),
        version: found.version,
        loads: seen.order.iter().map(ToString::to_string).collect(),
        keys,
        further_defaults,
    })
}

/// Names and addresses of a host.
fn names(host: &Host) -> Vec<String> {
    vec![
        host.fqdn.to_string(),
        host.name.to_string(),
        host.address.value.to_string(),
    ]
}

fn find(
    shown: &Shown<'_>,
    host: u32,
    documents: &[Arc<ConfigDocument>],
    wanted: &str,
) -> Result<Found, String> {
    let cluster = &shown.compilation.cluster;
    let class = cluster.class_of(host);
    let has_role = |role: &str| class.is_some_and(|class| class.has_role(role));
    let mut known = Vec::new();
    for loads in registry::loads() {
        let product = class.and_then(|class| class.products.get(loads.facts.product));
        let Some(product) = product else { continue };
        for daemon in loads.processes(&product.facts_of, &has_role, documents) {
            known.push(daemon);
            if daemon.eq_ignore_ascii_case(wanted) {
                return Ok(Found {
                    loads,
                    daemon,
                    version: product.version.value.to_string(),
                    facts_of: product.facts_of.clone(),
                });
            }
        }
    }
    let name = cluster.host(host).map_or("", |host| &*host.name);
    Err(match nearest(wanted, known.iter().copied()) {
        _ if known.is_empty() => format!("nothing that `{name}` runs reads files of ours"),
        Some(near) => format!("`{name}` runs no `{wanted}`; did you mean `{near}`?"),
        None => format!("`{name}` runs no `{wanted}`; it has {}", known.join(", ")),
    })
}

fn row(shown: &Shown<'_>, seen: &Seen<'_>, value: &Assigned<'_>) -> EffectiveRow {
    let expanded = seen.expanded(&value.key);
    let is_hidden = value.is_secret || is_password(seen, &value.key) || !value.is_known;
    let mut row = EffectiveRow {
        key: value.key.clone(),
        is_secret: is_hidden && value.is_known,
        written: (!is_hidden && expanded.text != value.raw).then(|| value.raw.clone()),
        value: (!is_hidden).then_some(expanded.text),
        open: if is_hidden { Vec::new() } else { expanded.open },
        is_final: value.is_final,
        source: EffectiveSource::Default,
        file: None,
        place: None,
        rule: None,
        from: value.from.clone(),
    };
    match value.place {
        Place::Default(_) => {}
        Place::Made => row.source = EffectiveSource::Process,
        Place::Entry { document, entry } => {
            row.source = EffectiveSource::File;
            row.file = Some(document.path.to_string());
            row.place = entry.origin.span().map(|span| shown.place(span));
            row.rule = rule(&entry.origin).map(str::to_owned);
        }
    }
    row
}

/// Whether a key is for a secret, which may then stand in its value.
fn is_password(seen: &Seen<'_>, key: &str) -> bool {
    use crate::catalog::{Known, look_up};
    match look_up(seen.loads.facts, seen.process.version, None, key) {
        Known::Yes(fact) | Known::Renamed { fact, .. } => fact.ty == KeyType::Password,
        Known::Family(family) => family.fact.ty == KeyType::Password,
        _ => false,
    }
}

fn rule(origin: &Origin) -> Option<&'static str> {
    match origin {
        Origin::Derived { rule, .. } => Some(rule.name),
        Origin::Override { winner, .. } => rule(winner),
        Origin::Profile(_) | Origin::Default { .. } => None,
    }
}

/// Prints the answer.
pub(super) fn print(report: &EffectiveReport, format: Format) {
    if format == Format::Json {
        print::json(report);
        return;
    }
    let release = format!("{} {}", report.product, report.version);
    let mut text = format!(
        "{} on {}, {release}\nloads: {}\n\n",
        report.daemon,
        report.host,
        report.loads.join(", ")
    );
    if report.keys.is_empty() {
        text.push_str("no key is stated\n");
    } else {
        let rows: Vec<Vec<String>> = report
            .keys
            .iter()
            .map(|row| vec![row.key.clone(), shown_value(row), source(row, &release)])
            .collect();
        text.push_str(&print::table(&["KEY", "VALUE", "SOURCE"], &rows));
    }
    if report.further_defaults > 0 {
        text.push_str(&format!(
            "\n{} more keys have defaults of {release}: --all, or --keys 'PATTERN'\n",
            report.further_defaults
        ));
    }
    print::result(&text);
}

/// A value in one cell: lines of a long one beside each other, nothing cut.
fn shown_value(row: &EffectiveRow) -> String {
    let Some(value) = &row.value else {
        let word = if row.is_secret {
            "(secret)"
        } else {
            "(not known here)"
        };
        return word.to_owned();
    };
    let lines: Vec<&str> = value.lines().map(str::trim).collect();
    let mut text = lines.join(" | ");
    if text.is_empty() {
        "(empty)".clone_into(&mut text);
    }
    text
}

fn source(row: &EffectiveRow, release: &str) -> String {
    let mut text = match (&row.file, row.source) {
        (Some(file), _) => file.rsplit('/').next().unwrap_or_default().to_owned(),
        (None, EffectiveSource::Process) => "made by the process".to_owned(),
        (None, _) => format!("default of {release}"),
    };
    if let Some(place) = &row.place {
        text.push_str(&format!(", {place}"));
    }
    if let Some(rule) = &row.rule {
        text.push_str(&format!(", rule {rule}"));
    }
    if let Some(from) = &row.from {
        let word = if row.source == EffectiveSource::Process {
            "of"
        } else {
            "as"
        };
        text.push_str(&format!(", {word} {from}"));
    }
    if row.is_final {
        text.push_str(", final");
    }
    if !row.open.is_empty() {
        text.push_str(&format!("; open: {}", row.open.join(" ")));
    }
    text
}
