//! What the real readers make of our files: bash, dash, Python's XML parser, Java's `Properties`,
//! HTCondor's configuration (where `python3` has its package).
//! A reader that is not on this machine is skipped, and the test says so.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use clusterc::diagnostic::Derivation;
use clusterc::document::{CondorDialect, ConfigDocument, Entry, Origin, Syntax, TargetPath};
use clusterc::syntax::{APPEND, condor, write};

static RULE: Derivation = Derivation {
    name: "test",
    summary: "",
    source: "",
};

const HEADER: &[&str] = &["made from \"it's\" $HOME `id` -- & <b> é"];

/// Every pair of these, joined, is a value.
const PIECES: &[&str] = &[
    "", "a", "<&>", "]]>", "--", "'", "\"", "\\", "\\\\", "\\n", "\\u0041", "$HOME", "${x:-y}",
    "$(id)", "`id`", "%h", "!!", " ", "\t", "\n", "#", " # c", ";", "=", ":", "*", "~", "{a,b}",
    "é", "🦀", "\u{2028}",
];

fn values() -> Vec<String> {
    let pairs = PIECES
        .iter()
        .flat_map(|a| PIECES.iter().map(move |b| format!("{a}{b}")));
    let mut values: Vec<String> = pairs.collect();
    values.push("long \\ '".repeat(5000) + "x");
    values
}

fn entry(key: String, value: &str) -> Entry {
    Entry::new(key, value.to_owned(), Origin::derived(&RULE, Vec::new()))
}

fn document(syntax: Syntax, entries: Vec<Entry>) -> ConfigDocument {
    ConfigDocument {
        product: "test",
        name: "test".into(),
        path: TargetPath::new("/etc/test").unwrap(),
        syntax,
        mode: 0o644,
        owner: "root".into(),
        group: "root".into(),
        readers: Vec::new(),
        made_by: &RULE,
        made_from: Vec::new(),
        entries,
        prose: String::new(),
    }
}

/// A file with every value that the syntax can carry, under `V0`, `V1` …, and what it should mean.
fn file_of_all(syntax: Syntax) -> (Vec<u8>, BTreeMap<String, String>) {
    let entries = values()
        .iter()
        .enumerate()
        .map(|(index, value)| entry(format!("V{index}"), value))
        .collect();
    let mut doc = document(syntax, entries);
    if let Err(errors) = write(&doc, HEADER) {
        for error in errors.iter().rev() {
            doc.entries.remove(error.entry.unwrap());
        }
    }
    assert!(
        doc.entries.len() > PIECES.len() * PIECES.len() / 2,
        "too much is refused"
    );
    let meaning = doc
        .entries
        .iter()
        .map(|e| (e.key.to_string(), e.value.text().into_owned()))
        .collect();
    (write(&doc, HEADER).unwrap().bytes, meaning)
}

/// What a program prints, or nothing where it is not installed.
fn run(program: &str, arguments: &[&str], file: &Path) -> Option<String> {
    let output = Command::new(program)
        .args(arguments)
        .arg(file)
        .env_clear()
        .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
        .envs(std::env::var_os("HOME").map(|home| ("HOME", home)))
        .output();
    let output = match output {
        Ok(output) => output,
        Err(error) => {
            eprintln!("skipped: no {program} ({error})");
            return None;
        }
    };
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program}: {stderr}");
    assert_eq!(stderr, "", "{program}");
    Some(String::from_utf8(output.stdout).unwrap())
}

fn save(bytes: &[u8], name: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

/// `NAME=VALUE` strings, each ended by NUL.
fn environment(text: &str) -> BTreeMap<String, String> {
    text.split_terminator('\0')
        .filter_map(|pair| pair.split_once('='))
        .filter(|(name, _)| name.starts_with('V'))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// Programs see what the document says, in either shell and either dialect.
#[test]
fn shells_agree() {
    for (syntax, script) in [
        (Syntax::ShellExport, "set -eu; . \"$0\"; env -0"),
        (Syntax::ShellAssign, "set -aeu; . \"$0\"; env -0"),
    ] {
        let (bytes, meaning) = file_of_all(syntax);
        let (_folder, path) = save(&bytes, "env.sh");
        for shell in ["bash", "dash"] {
            run(shell, &["-n"], &path);
            if let Some(out) = run(shell, &["-c", script], &path) {
                assert_eq!(environment(&out), meaning, "{shell} {syntax:?}");
            }
        }
    }
}

#[test]
fn shells_append() {
    let all = values();
    let mut entries = Vec::new();
    for value in all.iter().filter(|v| !v.is_empty() && !v.contains('\n')) {
        let name = format!("V{}", entries.len());
        for value in [value.as_str(), "x"] {
            entries.push(entry(name.clone(), value).in_section(APPEND));
        }
    }
    let doc = document(Syntax::ShellExport, entries);
    let (_folder, path) = save(&write(&doc, HEADER).unwrap().bytes, "env.sh");
    let meaning: BTreeMap<String, String> = doc
        .entries
        .iter()
        .step_by(2)
        .map(|e| (e.key.to_string(), format!("{} x", e.value.text())))
        .collect();
    for shell in ["bash", "dash"] {
        if let Some(out) = run(shell, &["-c", "set -eu; . \"$0\"; env -0"], &path) {
            assert_eq!(environment(&out), meaning, "{shell}");
        }
    }
}

#[test]
fn python_reads_the_xml() {
    let script = "import sys, xml.etree.ElementTree as t\n\
        for p in t.parse(sys.argv[1]).getroot():\n\
        \x20   assert [c.tag for c in p] == ['name', 'value'], p\n\
        \x20   s = p[0].text + '=' + p[1].text + '\\0'\n\
        \x20   sys.stdout.buffer.write(s.encode())\n";
    let (bytes, meaning) = file_of_all(Syntax::HadoopXml);
    let (_folder, path) = save(&bytes, "site.xml");
    if let Some(out) = run("python3", &["-c", script], &path) {
        assert_eq!(environment(&out), meaning);
    }
}

#[test]
fn java_reads_the_properties() {
    let source = "import java.io.*; import java.util.*;\n\
        class Show { public static void main(String[] a) throws Exception {\n\
        Properties p = new Properties(); p.load(new FileInputStream(a[0]));\n\
        for (String k : p.stringPropertyNames())\n\
        System.out.write((k.trim() + '=' + p.getProperty(k).trim() + '\\0').getBytes(\"UTF-8\"));\n\
        System.out.flush(); } }\n";
    let (bytes, meaning) = file_of_all(Syntax::ZooCfg);
    let (folder, path) = save(&bytes, "zoo.cfg");
    let program = folder.path().join("Show.java");
    std::fs::write(&program, source).unwrap();
    if let Some(out) = run("java", &[program.to_str().unwrap()], &path) {
        assert_eq!(environment(&out), meaning);
    }
}

/// References are written as literal text, and come back as it.
#[test]
fn htcondor_reads_its_configuration() {
    let script = "import os, sys, warnings\n\
        warnings.simplefilter('ignore')\n\
        os.environ['CONDOR_CONFIG'] = sys.argv[1]\n\
        try:\n\
        \x20   import htcondor2 as h\n\
        except ImportError:\n\
        \x20   try:\n\
        \x20       import htcondor as h\n\
        \x20   except ImportError:\n\
        \x20       sys.exit()\n\
        for i in range(int(h.param['COUNT'])):\n\
        \x20   s = 'V%d=%s\\0' % (i, h.param.get('V%d' % i, ''))\n\
        \x20   sys.stdout.buffer.write(s.encode())\n";
    let mut meaning = BTreeMap::new();
    let mut entries = Vec::new();
    for value in values() {
        let name = format!("V{}", entries.len());
        let spelt = entry(name.clone(), &condor::literal(&value));
        let syntax = Syntax::Condor(CondorDialect::V8_5_7);
        if write(&document(syntax, vec![spelt.clone()]), &[]).is_ok() {
            entries.push(spelt);
            meaning.insert(name, value);
        }
    }
    assert!(entries.len() > PIECES.len() * PIECES.len() / 2);
    entries.push(entry("COUNT".to_owned(), &entries.len().to_string()));
    let doc = document(Syntax::Condor(CondorDialect::V8_5_7), entries);
    let (_folder, path) = save(&write(&doc, HEADER).unwrap().bytes, "condor_config");
    match run("python3", &["-c", script], &path) {
        Some(out) if !out.is_empty() => assert_eq!(environment(&out), meaning),
        _ => eprintln!("skipped: python3 has no package htcondor"),
    }
}
