//! Our parser of expressions takes what HTCondor's takes, version by version, and nothing else.
//!
//! `tests/classad/corpus.tsv`: `accepted` are the versions whose own parser takes the expression as a
//! whole, `ours` those for which we take it. They differ where a version takes a text that it
//! misreads. `tests/conformance/classad` asks the real parsers again.
//!
//! The configuration's reader (`old`) has no call that parses to the end; there the expression is
//! asked in parentheses.

use clusterc::classad::{Constant, Grammar, evaluate, parse};
use clusterc::products::htcondor::facts::grammar;
use clusterc::units::Ranges;

const VERSIONS: [&str; 8] = [
    "9.0.17", "10.0.9", "23.0.28", "24.0.24", "24.12.24", "25.0.14", "25.10.1", "25.14.1",
];

struct Row {
    old: bool,
    expression: String,
    accepted: Vec<&'static str>,
    ours: Vec<&'static str>,
}

fn rows() -> Vec<Row> {
    let versions = |ranges: &str| {
        let ranges = (!ranges.is_empty()).then(|| Ranges::parse(ranges).unwrap());
        let holds = |version: &&str| {
            ranges.is_some_and(|ranges| ranges.contains(&version.parse().unwrap()))
        };
        VERSIONS.into_iter().filter(holds).collect()
    };
    include_str!("classad/corpus.tsv")
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let [mode, expression, accepted, ours] = cells[..] else {
                panic!("{line}");
            };
            Row {
                old: mode == "old",
                expression: unescape(expression),
                accepted: versions(accepted),
                ours: versions(ours),
            }
        })
        .collect()
}

/// `\n`, `\t` and `\\` of a table's cell.
fn unescape(cell: &str) -> String {
    let mut chars = cell.chars();
    let mut out = String::new();
    while let Some(c) = chars.next() {
        out.push(match c {
            '\\' => match chars.next() {
                Some('n') => '\n',
                Some('t') => '\t',
                other => other.unwrap(),
            },
            c => c,
        });
    }
    out
}

fn grammar_of(version: &str, old_strings: bool) -> Grammar {
    Grammar {
        old_strings,
        ..grammar(&version.parse().unwrap())
    }
}

#[test]
fn takes_what_htcondor_takes() {
    let rows = rows();
    assert!(rows.len() > 1000, "{} rows", rows.len());
    let mut wrong = Vec::new();
    for row in &rows {
        let text = if row.old {
            format!("({})", row.expression)
        } else {
            row.expression.clone()
        };
        let takes: Vec<&str> = VERSIONS
            .into_iter()
            .filter(|version| parse(&text, grammar_of(version, row.old)).is_ok())
            .collect();
        if takes != row.ours {
            wrong.push(format!(
                "{}\t{:?}\ttaken by {takes:?}, but expected {:?}",
                row.old, row.expression, row.ours
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\n{} rows",
        wrong.join("\n"),
        wrong.len()
    );
}

#[test]
fn never_takes_what_htcondor_refuses() {
    for row in rows() {
        for version in &row.ours {
            assert!(
                row.accepted.contains(version),
                "{}: {version} refuses it",
                row.expression
            );
        }
    }
}

#[test]
fn comes_to_what_htcondor_comes_to() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for line in include_str!("classad/values.tsv").lines().skip(1) {
        let (expression, value) = line.split_once('\t').unwrap();
        let node = parse(expression, grammar_of("25.14.1", false)).unwrap();
        let ours = match evaluate(&node) {
            None => "nothing".to_owned(),
            Some(Constant::Error) => "error".to_owned(),
            Some(Constant::Bool(value)) => value.to_string(),
            Some(Constant::Int(number)) => number.to_string(),
            Some(Constant::Real(number)) => format!("{number:?}"),
        };
        if ours == "nothing" {
            continue;
        }
        if ours != value {
            wrong.push(format!("{expression}: {ours}, but expected {value}"));
        }
        seen += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen > 200, "{seen} expressions have a value");
}
