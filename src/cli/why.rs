//! `clusterc why`

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::files::{ProfileArgs, compile_profile};
use super::{Exit, Format, print};
use crate::document::{ConfigDocument, Entry, Input, Origin};
use crate::pipeline::Compilation;
use crate::render;
use crate::syntax::LineOrigin;
use crate::units::nearest;

/// Say why a host has its roles and files, why a file is there, or why a value is what it is.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// `w001`, `w001:hdfs-site.xml`, or `w001:hdfs-site.xml:dfs.replication`.
    #[arg(value_name = "HOST[:FILE[:KEY]]")]
    place: String,
    #[command(flatten)]
    profile: ProfileArgs,
}

/// The answer of `why`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WhyReport {
    pub host: String,
    pub class: Option<ClassRow>,
    /// The documents asked about: all of the host, or the one file.
    pub documents: Vec<DocumentRow>,
}

/// What holds on the host.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ClassRow {
    /// Hosts that are alike.
    pub alike: String,
    pub platform: Option<String>,
    pub hardware: Option<String>,
    pub roles: Vec<RoleOfHost>,
    pub products: Vec<String>,
}

/// A role of the host.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RoleOfHost {
    pub role: String,
    pub instance: String,
    pub cause: OriginRow,
}

/// A file of the host.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DocumentRow {
    pub path: String,
    pub made_by: OriginRow,
    /// Entries asked about; all of the file unless a key was named.
    pub entries: Vec<EntryRow>,
}

/// A value.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EntryRow {
    /// Line in the output, from 1.
    pub line: Option<usize>,
    pub section: Option<String>,
    pub key: String,
    pub value: String,
    #[serde(rename = "final")]
    pub is_final: bool,
    pub origin: OriginRow,
    /// Values that lost, lowest layer first.
    pub lost: Vec<LostRow>,
}

/// Where something comes from.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OriginRow {
    /// `profile`, `derived` or `default`.
    pub kind: String,
    /// Name of the rule that derived it.
    pub rule: Option<String>,
    pub summary: Option<String>,
    /// Where the product says so.
    pub source: Option<String>,
    pub inputs: Vec<InputRow>,
}

/// Something a derivation looked at.
#[derive(Debug, Serialize, JsonSchema)]
pub struct InputRow {
    pub what: String,
    /// `profile.yaml:12:3`
    pub place: Option<String>,
    /// Places of lower layers that this one replaced.
    pub replaced: Vec<String>,
}

/// A value that lost.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LostRow {
    pub value: Option<String>,
    pub origin: OriginRow,
}

pub fn run(args: &Args, format: Format) -> Exit {
    let compilation = match compile_profile(&args.profile, format) {
        Ok(compilation) => compilation,
        Err(exit) => return exit,
    };
    if compilation.has_errors() {
        print::diagnostics(&compilation, format);
        return Exit::Found;
    }
    match answer(&compilation, &args.place) {
        Ok((report, depth)) => {
            if format == Format::Json {
                print::json(&report);
            } else {
                print::result(&text(&report, depth));
            }
            Exit::Done
        }
        Err(message) => {
            print::error(&message);
            Exit::NotDone
        }
    }
}

/// How much was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Depth {
    Host,
    File,
    Key,
}

fn answer(compilation: &Compilation, place: &str) -> Result<(WhyReport, Depth), String> {
    let cluster = &compilation.cluster;
    let mut parts = place.splitn(3, ':');
    let name = parts.next().unwrap_or_default();
    let (file, key) = (parts.next(), parts.next());
    let host = cluster.find(name).ok_or_else(|| {
        match nearest(name, cluster.hosts.iter().map(|host| &*host.name)) {
            Some(near) => format!("no host is called `{name}`; did you mean `{near}`?"),
            None => format!("no host is called `{name}`"),
        }
    })?;
    let documents = compilation.documents_of(host);
    let explain = Explain { compilation };
    let Some(file) = file else {
        return Ok((
            WhyReport {
                host: name.to_owned(),
                class: explain.class(host),
                documents: documents
                    .iter()
                    .map(|document| explain.document(document, &[]))
                    .collect(),
            },
            Depth::Host,
        ));
    };
    let chosen: Vec<&Arc<ConfigDocument>> = documents
        .iter()
        .filter(|document| is_called(document, file))
        .collect();
    if chosen.is_empty() {
        let names: Vec<&str> = documents
            .iter()
            .map(|document| document.path.file_name())
            .collect();
        return Err(match nearest(file, names.iter().copied()) {
            Some(near) => format!("`{name}` has no file `{file}`; did you mean `{near}`?"),
            None if names.is_empty() => format!("`{name}` has no files"),
            None => format!("`{name}` has no file `{file}`; it has {}", names.join(", ")),
        });
    }
    let mut rows = Vec::new();
    for document in &chosen {
        let entries: Vec<usize> = document
            .entries
            .iter()
            .enumerate()
            .filter(|(_, entry)| key.is_none_or(|key| entry.key == key))
            .map(|(at, _)| at)
            .collect();
        if key.is_none() || !entries.is_empty() {
            rows.push(explain.document(document, &entries));
        }
    }
    if let (Some(key), true) = (key, rows.is_empty()) {
        let keys: Vec<&str> = chosen
            .iter()
            .flat_map(|document| document.entries.iter().map(|entry| &*entry.key))
            .collect();
        return Err(match nearest(key, keys.iter().copied()) {
            Some(near) => {
                format!("`{file}` of `{name}` does not set `{key}`; did you mean `{near}`?")
            }
            None => {
                format!("`{file}` of `{name}` does not set `{key}`: the product's default holds")
            }
        });
    }
    let depth = if key.is_some() {
        Depth::Key
    } else {
        Depth::File
    };
    Ok((
        WhyReport {
            host: name.to_owned(),
            class: None,
            documents: rows,
        },
        depth,
    ))
}

/// A file goes by its whole path, its end, its name, or its name under `settings`.
fn is_called(document: &ConfigDocument, name: &str) -> bool {
    let path = document.path.as_str();
    path == name
        || document.name == name
        || path
            .strip_suffix(name)
            .is_some_and(|rest| rest.ends_with('/'))
}

struct Explain<'a> {
    compilation: &'a Compilation,
}

impl Explain<'_> {
    fn place(&self, span: crate::source::Span) -> String {
        let place = self.compilation.sources.place(span);
        format!("{}:{}:{}", place.file, place.line, place.column)
    }

    fn input(&self, input: &Input) -> InputRow {
        InputRow {
            what: input.what.to_string(),
            place: input.span.map(|span| self.place(span)),
            replaced: input
                .span
                .and_then(|span| self.compilation.cluster.lost.get(&span))
                .into_iter()
                .flatten()
                .map(|span| self.place(*span))
                .collect(),
        }
    }

    fn origin(&self, origin: &Origin) -> OriginRow {
        match origin {
            Origin::Profile(span) => OriginRow {
                kind: "profile".to_owned(),
                rule: None,
                summary: None,
                source: None,
                inputs: vec![self.input(&Input::at("written there", *span))],
            },
            Origin::Derived { rule, inputs } => OriginRow {
                kind: "derived".to_owned(),
                rule: Some(rule.name.to_owned()),
                summary: Some(rule.summary.to_owned()),
                source: (!rule.source.is_empty()).then(|| rule.source.to_owned()),
                inputs: inputs.iter().map(|input| self.input(input)).collect(),
            },
            Origin::Default { fact } => OriginRow {
                kind: "default".to_owned(),
                rule: None,
                summary: Some(fact.to_string()),
                source: None,
                inputs: Vec::new(),
            },
            Origin::Override { winner, .. } => self.origin(winner),
        }
    }

    fn class(&self, host: u32) -> Option<ClassRow> {
        let cluster = &self.compilation.cluster;
        let class = cluster.class_of(host)?;
        let roles = class
            .roles
            .iter()
            .filter_map(|placed| {
                let placement =
                    cluster
                        .placements
                        .of(placed.role.name)
                        .iter()
                        .find(|placement| {
                            placement.host == host && placement.instance == placed.instance
                        })?;
                let cause = match &placement.cause {
                    crate::cluster::Cause::Written(span) => Origin::Profile(*span),
                    crate::cluster::Cause::Derived(rule, inputs) => {
                        Origin::derived(rule, inputs.clone())
                    }
                };
                Some(RoleOfHost {
                    role: placed.role.name.to_owned(),
                    instance: placed.instance.clone(),
                    cause: self.origin(&cause),
                })
            })
            .collect();
        Some(ClassRow {
            alike: cluster.fold(&class.hosts),
            platform: class
                .platform
                .as_ref()
                .map(|platform| platform.os.value.clone()),
            hardware: class
                .hardware
                .as_ref()
                .map(crate::cluster::Hardware::summary),
            roles,
            products: class
                .products
                .iter()
                .map(|(name, product)| {
                    format!("{name} {} ({})", product.version.value, product.flavour)
                })
                .collect(),
        })
    }

    fn document(&self, document: &ConfigDocument, entries: &[usize]) -> DocumentRow {
        let header = self.compilation.header();
        let header: Vec<&str> = header.iter().map(String::as_str).collect();
        let lines = render::write(document, &header)
            .map(|rendered| rendered.lines)
            .unwrap_or_default();
        DocumentRow {
            path: document.path.to_string(),
            made_by: self.origin(&Origin::derived(
                document.made_by,
                document.made_from.clone(),
            )),
            entries: entries
                .iter()
                .filter_map(|&at| Some(self.entry(document.entries.get(at)?, at, &lines)))
                .collect(),
        }
    }

    fn entry(&self, entry: &Entry, at: usize, lines: &[LineOrigin]) -> EntryRow {
        let line = lines
            .iter()
            .position(|line| matches!(line, LineOrigin::Entry(index) if *index as usize == at));
        let lost = match &entry.origin {
            Origin::Override { lost, .. } => lost
                .iter()
                .map(|lost| LostRow {
                    value: lost.value.clone(),
                    origin: self.origin(&lost.origin),
                })
                .collect(),
            _ => Vec::new(),
        };
        EntryRow {
            line: line.map(|line| line + 1),
            section: entry.section.as_deref().map(str::to_owned),
            key: entry.key.to_string(),
            value: entry.value.text().into_owned(),
            is_final: entry.is_final,
            origin: self.origin(&entry.origin),
            lost,
        }
    }
}

fn text(report: &WhyReport, depth: Depth) -> String {
    let mut out = String::new();
    if let Some(class) = &report.class {
        out.push_str(&format!("{}\n", report.host));
        out.push_str(&format!("  alike:    {}\n", class.alike));
        for (name, value) in [("platform", &class.platform), ("hardware", &class.hardware)] {
            if let Some(value) = value {
                out.push_str(&format!("  {name}: {value}\n"));
            }
        }
        for product in &class.products {
            out.push_str(&format!("  product:  {product}\n"));
        }
        out.push_str("  roles:\n");
        for role in &class.roles {
            out.push_str(&format!("    {}{}\n", role.role, because(&role.cause)));
        }
        out.push_str("  files:\n");
        for document in &report.documents {
            out.push_str(&format!(
                "    {}{}\n",
                document.path,
                because(&document.made_by)
            ));
        }
        return out;
    }
    for document in &report.documents {
        if depth == Depth::File {
            out.push_str(&format!("{}:{}\n", report.host, document.path));
            out.push_str(&details(&document.made_by, "  "));
            for entry in &document.entries {
                let line = entry
                    .line
                    .map_or_else(String::new, |line| format!("{line:>4}  "));
                out.push_str(&format!(
                    "{line}{}{}\n",
                    assignment(entry),
                    because(&entry.origin)
                ));
            }
            continue;
        }
        for entry in &document.entries {
            let line = entry
                .line
                .map_or_else(String::new, |line| format!(":{line}"));
            out.push_str(&format!("{}:{}{line}\n", report.host, document.path));
            out.push_str(&format!("  {}\n", assignment(entry)));
            out.push_str(&details(&entry.origin, "  "));
            for lost in &entry.lost {
                let value = lost.value.as_deref().unwrap_or("unset");
                out.push_str(&format!("  it won over `{value}`\n"));
                out.push_str(&details(&lost.origin, "    "));
            }
        }
    }
    out
}

fn assignment(entry: &EntryRow) -> String {
    let section = entry
        .section
        .as_ref()
        .map_or_else(String::new, |section| format!("[{section}] "));
    let value = entry.value.replace('\n', "\\n");
    let is_final = if entry.is_final { " (final)" } else { "" };
    format!("{section}{} = {value}{is_final}", entry.key)
}

/// A few words at the end of a line.
fn because(origin: &OriginRow) -> String {
    match &origin.rule {
        Some(rule) => format!("  ({rule})"),
        None => origin
            .inputs
            .iter()
            .find_map(|input| input.place.as_ref())
            .map_or_else(String::new, |place| format!("  ({place})")),
    }
}

fn details(origin: &OriginRow, indent: &str) -> String {
    let mut out = String::new();
    match (&origin.rule, &origin.summary) {
        (Some(rule), Some(summary)) => {
            out.push_str(&format!("{indent}derived by `{rule}`: {summary}\n"));
        }
        (None, Some(summary)) => out.push_str(&format!("{indent}{summary}\n")),
        _ => {}
    }
    for input in &origin.inputs {
        let place = input
            .place
            .as_ref()
            .map_or_else(String::new, |place| format!("  {place}"));
        if origin.kind == "profile" {
            out.push_str(&format!("{indent}written in the profile{place}\n"));
        } else {
            out.push_str(&format!("{indent}  from {}{place}\n", input.what));
        }
        for replaced in &input.replaced {
            out.push_str(&format!(
                "{indent}    which replaces what {replaced} says\n"
            ));
        }
    }
    if let Some(source) = &origin.source {
        out.push_str(&format!("{indent}  source: {source}\n"));
    }
    out
}
