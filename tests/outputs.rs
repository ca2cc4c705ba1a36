//! Every diagnostic and every output of every shipped profile and case, as text to read.
//!
//! `tests/cases/<case>/diagnostics.txt` holds what a case reports; no file: nothing at all.
//! `snapshots/<case>/<first host>/<path>.snap` holds each distinct output once, under the first
//! host that has it, and `snapshots/<case>/tree.snap` says which host has which. Together they
//! are complete: a test builds all outputs from them.
//!
//! `INSTA_UPDATE=always CLUSTERC_UPDATE=1 cargo test --test outputs` writes all of them anew.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use clusterc::diagnostic::render::Format;
use clusterc::document::Syntax;
use clusterc::output::{FileSpec, Sha256Sum, files_of};
use clusterc::pipeline::Compilation;
use clusterc::units::{Term, fold, parse_host_set};
use support::{
    all_compiled, cases, compile_text, compiled, diagnostics, entries, expect_file, finish, root,
    updating, walk,
};

#[test]
fn diagnostics_are_as_expected() {
    let mut failures = Vec::new();
    for (case, compilation) in all_compiled() {
        let short = diagnostics(compilation, Format::Short);
        if case.shipped {
            if !short.is_empty() {
                failures.push(format!("{} reports:\n{short}", case.shown()));
            }
            continue;
        }
        let text = if short.is_empty() {
            String::new()
        } else {
            format!("{short}\n{}", diagnostics(compilation, Format::Full))
        };
        failures.extend(expect_file(&case.folder.join("diagnostics.txt"), &text).err());
    }
    finish(&failures);
}

/// Many mistakes in one profile: each is reported once, in the line that says so (`# wrong: NAME`),
/// and nothing that only follows from another is reported.
#[test]
fn many_mistakes_are_each_reported_once() {
    for (name, count) in [("many-mistakes", 17), ("forty-mistakes", 40)] {
        let case = cases().into_iter().find(|case| case.name == name);
        let case = case.expect("the case is there");
        let compilation = case.compile();
        let mut found: Vec<(usize, &str)> = compilation
            .diagnostics
            .iter()
            .map(|found| {
                (
                    compilation.sources.place(found.primary.span).line,
                    found.rule.name,
                )
            })
            .collect();
        let text = std::fs::read_to_string(case.folder.join("profile.yaml")).expect("a profile");
        let mut wanted: Vec<(usize, &str)> = (1..)
            .zip(text.lines())
            .filter_map(|(line, text)| Some((line, text.split_once("  # wrong: ")?.1)))
            .flat_map(|(line, names)| names.split(", ").map(move |name| (line, name)))
            .collect();
        found.sort_unstable();
        wanted.sort_unstable();
        let short = diagnostics(&compilation, Format::Short);
        assert_eq!(found, wanted, "{short}");
        assert_eq!(found.len(), count, "{short}");
    }
    let mended = include_str!("cases/forty-mistakes/mended.yaml");
    let compilation = compile_text(mended);
    assert!(
        compilation.diagnostics.is_empty(),
        "{}",
        diagnostics(&compilation, Format::Short)
    );
}

/// A distinct output of a case: same path, same bytes, same mode, same owner.
struct Output<'a> {
    file: &'a FileSpec,
    bytes: &'a [u8],
    sha256: String,
    /// In the profile's order.
    hosts: Vec<&'a str>,
    /// Daemons that read it on any of the hosts.
    readers: BTreeSet<&'a str>,
}

fn outputs(compilation: &Compilation) -> Vec<Output<'_>> {
    let tree = &compilation.tree;
    let mut outputs: Vec<Output<'_>> = Vec::new();
    let mut index = BTreeMap::new();
    for host in &compilation.cluster.hosts {
        for file in tree.files(&host.name) {
            let content = tree.content(file.content);
            let key = (
                &file.path,
                file.content,
                file.mode,
                &file.owner,
                &file.group,
            );
            let at = *index.entry(key).or_insert_with(|| {
                outputs.push(Output {
                    file,
                    bytes: &content.bytes,
                    sha256: content.sha256.to_string(),
                    hosts: Vec::new(),
                    readers: BTreeSet::new(),
                });
                outputs.len() - 1
            });
            outputs[at].hosts.push(&host.name);
            outputs[at]
                .readers
                .extend(file.readers.iter().map(AsRef::<str>::as_ref));
        }
    }
    outputs
}

/// What every output holds to that is not shipped byte for byte for the user.
fn byte_rules(bytes: &[u8]) -> Result<(), String> {
    let text = std::str::from_utf8(bytes).map_err(|error| format!("is not UTF-8: {error}"))?;
    if text.is_empty() {
        return Ok(());
    }
    if !text.ends_with('\n') || text.ends_with("\n\n") {
        return Err("does not end with exactly one line break".to_owned());
    }
    for (at, line) in text.lines().enumerate() {
        if text.contains('\r') {
            return Err("holds a carriage return".to_owned());
        }
        if line.ends_with([' ', '\t']) {
            return Err(format!("has a trailing blank on line {}", at + 1));
        }
    }
    Ok(())
}

/// Where an output's snapshot lies, from the folder of snapshots.
fn place(case: &str, output: &Output<'_>) -> PathBuf {
    let host = output.hosts.first().copied().unwrap_or_default();
    let path = output.file.path.as_str().trim_start_matches('/');
    // As insta names the file.
    let path = path.replace('\\', "__");
    PathBuf::from(case).join(host).join(format!("{path}.snap"))
}

fn snapshot(output: &Output<'_>) -> String {
    let file = output.file;
    let readers: Vec<&str> = output.readers.iter().copied().collect();
    let mut text = format!(
        "hosts:   {}\npath:    {}\nmode:    {:04o}\nowner:   {}:{}\nbytes:   {}\n",
        fold(output.hosts.iter().copied()),
        file.path,
        file.mode,
        file.owner,
        file.group,
        output.bytes.len(),
    );
    if !readers.is_empty() {
        let _ = writeln!(text, "readers: {}", readers.join(" "));
    }
    text.push('\n');
    text.push_str(&String::from_utf8_lossy(output.bytes));
    text
}

/// Hosts with the same files, and those files.
fn tree(outputs: &[Output<'_>]) -> String {
    let mut lines: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut order = Vec::new();
    for output in outputs {
        let file = output.file;
        let line = format!(
            "  {}  {:04o}  {}:{}  {}",
            output.sha256.get(..16).unwrap_or_default(),
            file.mode,
            file.owner,
            file.group,
            file.path
        );
        for &host in &output.hosts {
            let lines = lines.entry(host).or_insert_with(|| {
                order.push(host);
                Vec::new()
            });
            lines.push(line.clone());
        }
    }
    let mut groups: Vec<(Vec<String>, Vec<&str>)> = Vec::new();
    for host in order {
        let mut lines = lines.remove(host).unwrap_or_default();
        lines.sort_by(|a, b| a.rsplit("  ").next().cmp(&b.rsplit("  ").next()));
        match groups.iter_mut().find(|(known, _)| *known == lines) {
            Some((_, hosts)) => hosts.push(host),
            None => groups.push((lines, vec![host])),
        }
    }
    let mut text = String::new();
    for (lines, hosts) in groups {
        let _ = writeln!(text, "{}\n{}", fold(hosts), lines.join("\n"));
    }
    text
}

/// Compares one snapshot; a difference is printed, then named.
fn compare(place: &Path, text: &str) -> Result<(), String> {
    let mut settings = insta::Settings::clone_current();
    let full = root().join("snapshots").join(place);
    settings.set_snapshot_path(full.parent().unwrap_or(&full));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let name = full
        .file_stem()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    catch_unwind(AssertUnwindSafe(|| {
        settings.bind(|| insta::assert_snapshot!(name, text));
    }))
    .map_err(|_| format!("snapshots/{} differs", place.display()))
}

#[test]
fn outputs_match_their_snapshots() {
    let mut failures = Vec::new();
    let mut made: BTreeSet<PathBuf> = BTreeSet::new();
    for (case, compilation) in compiled() {
        let outputs = outputs(compilation);
        let shipped = shipped_as_they_are(compilation);
        for output in &outputs {
            let place = place(&case.name, output);
            if !shipped.contains(output.file.path.as_str())
                && let Err(rule) = byte_rules(output.bytes)
            {
                failures.push(format!("{}: {} {rule}", case.name, output.file.path));
            }
            failures.extend(compare(&place, &snapshot(output)).err());
            made.insert(place);
        }
        if outputs.is_empty() {
            failures.push(format!("{} has no outputs", case.name));
            continue;
        }
        let place = PathBuf::from(&case.name).join("tree.snap");
        failures.extend(compare(&place, &tree(&outputs)).err());
        made.insert(place);
    }
    let folder = root().join("snapshots");
    for path in walk(&folder) {
        let place = path.strip_prefix(&folder).unwrap_or(&path);
        if made.contains(place) || path.extension().is_some_and(|end| end == "new") {
            continue;
        }
        if updating() {
            std::fs::remove_file(&path).expect("a snapshot can be removed");
            remove_empty(path.parent(), &folder);
        } else {
            failures.push(format!("no case makes snapshots/{}", place.display()));
        }
    }
    finish(&failures);
}

/// Paths of documents whose text is the user's own.
fn shipped_as_they_are(compilation: &Compilation) -> BTreeSet<String> {
    compilation
        .lowered
        .classes
        .iter()
        .flat_map(|class| class.shared.iter().chain(class.own.values().flatten()))
        .filter(|document| matches!(document.syntax, Syntax::Copy | Syntax::Bytes))
        .map(|document| document.path.to_string())
        .collect()
}

fn remove_empty(folder: Option<&Path>, top: &Path) {
    let mut folder = folder;
    while let Some(path) = folder.filter(|path| *path != top && entries(path).is_empty()) {
        std::fs::remove_dir(path).expect("an empty folder can be removed");
        folder = path.parent();
    }
}

/// What a snapshot's file holds after insta's own head.
fn body(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let rest = text.strip_prefix("---\n").unwrap_or(&text);
    rest.split_once("\n---\n")
        .map(|(_, body)| body.to_owned())
        .unwrap_or_default()
}

#[test]
fn outputs_can_be_rebuilt_from_their_snapshots() {
    let mut failures = Vec::new();
    for (case, compilation) in compiled() {
        let folder = root().join("snapshots").join(&case.name);
        // (host, path) to bytes, mode and owner, from the snapshots alone.
        let mut rebuilt: BTreeMap<(String, String), (Vec<u8>, String, String)> = BTreeMap::new();
        if !folder.join("tree.snap").is_file() {
            failures.push(format!("{} has no snapshots", case.name));
            continue;
        }
        for path in walk(&folder) {
            if path.extension().is_none_or(|end| end != "snap") || path.ends_with("tree.snap") {
                continue;
            }
            match rebuild(&body(&path)) {
                Some((hosts, target, file)) => {
                    for host in hosts {
                        rebuilt.insert((host, target.clone()), file.clone());
                    }
                }
                None => failures.push(format!("{} cannot be read", path.display())),
            }
        }
        let listing = listed(&body(&folder.join("tree.snap")));
        let mut count = 0;
        for (host, file) in files_of(&compilation.tree) {
            count += 1;
            let content = compilation.tree.content(file.content);
            let owner = format!("{}:{}", file.owner, file.group);
            let mode = format!("{:04o}", file.mode);
            let key = (host.to_owned(), file.path.to_string());
            let same = rebuilt
                .get(&key)
                .is_some_and(|(bytes, its_mode, its_owner)| {
                    **bytes == *content.bytes && *its_mode == mode && *its_owner == owner
                });
            if !same {
                failures.push(format!(
                    "{}: {host}:{} is not in its snapshot",
                    case.name, file.path
                ));
            }
            let sum = Sha256Sum::of(&content.bytes).to_string();
            if !listing
                .get(&key)
                .is_some_and(|prefix| sum.starts_with(prefix))
            {
                failures.push(format!(
                    "{}: tree.snap lacks {host}:{}",
                    case.name, file.path
                ));
            }
        }
        if rebuilt.len() != count || listing.len() != count {
            failures.push(format!(
                "{}: {count} outputs, {} in snapshots, {} in tree.snap",
                case.name,
                rebuilt.len(),
                listing.len()
            ));
        }
    }
    finish(&failures);
}

type Rebuilt = (Vec<String>, String, (Vec<u8>, String, String));

/// Hosts, path, bytes, mode and owner from a snapshot.
fn rebuild(body: &str) -> Option<Rebuilt> {
    let (head, content) = body.split_once("\n\n")?;
    let field = |name: &str| {
        head.lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))
            .map(str::trim)
    };
    let mut bytes = content.trim_end_matches('\n').as_bytes().to_vec();
    let length: usize = field("bytes")?.parse().ok()?;
    // insta keeps no line breaks at the end; the length tells how many there were.
    while bytes.len() < length {
        bytes.push(b'\n');
    }
    Some((
        expand(field("hosts")?),
        field("path")?.to_owned(),
        (bytes, field("mode")?.to_owned(), field("owner")?.to_owned()),
    ))
}

/// (host, path) to the first digits of the sum.
fn listed(body: &str) -> BTreeMap<(String, String), String> {
    let mut hosts = Vec::new();
    let mut listed = BTreeMap::new();
    for line in body.lines() {
        let Some(file) = line.strip_prefix("  ") else {
            hosts = expand(line);
            continue;
        };
        let mut fields = file.split("  ");
        let sum = fields.next().unwrap_or_default();
        let path = fields.nth(2).unwrap_or_default();
        for host in &hosts {
            listed.insert((host.clone(), path.to_owned()), sum.to_owned());
        }
    }
    listed
}

fn expand(hosts: &str) -> Vec<String> {
    parse_host_set(hosts)
        .into_iter()
        .flatten()
        .filter_map(|term| match term.term {
            Term::Names(pattern) => Some(pattern),
            Term::Glob(_) => None,
        })
        .flat_map(|pattern| {
            pattern
                .expand()
                .map(|name| name.text.clone())
                .collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn bytes_do_not_depend_on_threads() {
    for name in ["ha-hadoop", "file-text"] {
        let case = cases().into_iter().find(|case| case.name == name);
        let case = case.unwrap_or_else(|| panic!("there is no case {name}"));
        let run = |threads| {
            rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .expect("a pool of threads")
                .install(|| {
                    let compilation = case.compile();
                    let mut text = String::new();
                    for output in outputs(&compilation) {
                        text.push_str(&snapshot(&output));
                    }
                    text + &diagnostics(&compilation, Format::Json)
                })
        };
        let one = run(1);
        for threads in [2, 7] {
            assert_eq!(run(threads), one, "{name} on {threads} threads");
        }
    }
}
