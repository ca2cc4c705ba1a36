//! A baseline: findings that are known, in a file beside the profile, and do not fail a check.
//!
//! Only lints can be in it. An entry says which rule found something at which path of which file
//! with which value, never on which line: lines move. A baseline is written once and then only
//! shrinks.

mod place;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diagnostic::levels::{STALE_BASELINE, Silenced};
use crate::diagnostic::{Diagnostic, RuleLevel, Severity};
use crate::pipeline::Compilation;
use crate::source::{FileId, Span};
use crate::yaml;
use place::Places;

/// The number of the file's format.
const FORMAT: u32 = 1;

/// What a baseline holds.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Contents {
    clusterc_baseline: u32,
    findings: Vec<Finding>,
}

/// Findings of one rule at one path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Finding {
    /// From the folder of the main profile.
    file: String,
    /// The keys that lead there; `[]` is an entry of a list, whichever.
    path: String,
    /// What stands there, when that is one value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    code: String,
    /// For whoever reads the file; the code decides.
    #[serde(default)]
    rule: String,
    /// How many of them.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    count: usize,
}

const fn one() -> usize {
    1
}

#[allow(clippy::trivially_copy_pass_by_ref)] // as serde calls it
const fn is_one(count: &usize) -> bool {
    *count == 1
}

/// What makes two findings the same.
type Key = (String, String, String, Option<String>);

impl Finding {
    fn key(&self) -> Key {
        (
            self.file.clone(),
            self.path.clone(),
            self.code.clone(),
            self.value.clone(),
        )
    }
}

/// The findings of a file.
#[derive(Debug, Clone)]
pub struct Baseline {
    name: String,
    text: String,
    findings: Vec<Finding>,
}

impl Baseline {
    /// Reads a baseline; `name` is what its file is called.
    ///
    /// # Errors
    /// When the text is none.
    pub fn read(name: &str, text: &str) -> Result<Self, String> {
        let contents: Contents =
            serde_json::from_str(text).map_err(|error| format!("it is no baseline: {error}"))?;
        if contents.clusterc_baseline != FORMAT {
            return Err(format!(
                "it is a baseline of format {}, and this program reads format {FORMAT}",
                contents.clusterc_baseline
            ));
        }
        Ok(Self {
            name: name.to_owned(),
            text: text.to_owned(),
            findings: contents.findings,
        })
    }

    /// A baseline of everything adjustable that is found now.
    #[must_use]
    pub fn of(name: &str, compilation: &Compilation) -> Self {
        let mut places = Places::new(&compilation.sources);
        let lints = compilation
            .diagnostics
            .iter()
            .filter(|found| is_lint(found));
        let mut findings: BTreeMap<Key, Finding> = BTreeMap::new();
        for found in lints {
            let finding = finding(&mut places, found);
            findings
                .entry(finding.key())
                .and_modify(|known| known.count += 1)
                .or_insert(finding);
        }
        Self::new(name, findings.into_values().collect())
    }

    fn new(name: &str, findings: Vec<Finding>) -> Self {
        let mut baseline = Self {
            name: name.to_owned(),
            text: String::new(),
            findings,
        };
        baseline.text = baseline.print();
        baseline
    }

    /// The file's text: sorted, so that a change of it can be read.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many findings it lists.
    #[must_use]
    pub fn count(&self) -> usize {
        self.findings.iter().map(|finding| finding.count).sum()
    }

    fn print(&self) -> String {
        let mut findings = self.findings.clone();
        findings.sort_by_cached_key(Finding::key);
        let contents = Contents {
            clusterc_baseline: FORMAT,
            findings,
        };
        // Texts and numbers cannot fail to serialise.
        let mut text = serde_json::to_string_pretty(&contents).unwrap_or_default();
        text.push('\n');
        text
    }

    /// The baseline without what is found no longer; `None` while there are errors of
    /// correctness: behind them not everything was looked for.
    #[must_use]
    pub fn shrunk(&self, compilation: &Compilation) -> Option<Self> {
        if !is_whole(compilation) {
            return None;
        }
        let (_, gone) = self.matched(compilation);
        let left = self.findings.iter().zip(gone);
        let left = left.map(|(finding, gone)| Finding {
            count: finding.count.saturating_sub(gone),
            ..finding.clone()
        });
        let left = left.filter(|finding| finding.count > 0).collect();
        Some(Self::new(&self.name, left))
    }

    /// Takes out of `compilation` what the baseline lists, and reports entries whose finding is
    /// gone, unless there are errors of correctness.
    pub fn apply(&self, compilation: &mut Compilation) {
        let is_whole = is_whole(compilation);
        let (entries, gone) = self.matched(compilation);
        let file = compilation
            .sources
            .add_other(self.name.clone(), self.text.clone());
        let spans = spans(file, &self.text);
        let span = |at: usize| spans.get(at).copied().unwrap_or(Span::start_of(file));
        let found = std::mem::take(&mut compilation.diagnostics);
        for (diagnostic, entry) in found.into_iter().zip(entries) {
            match entry {
                Some(at) => compilation.suppressed.push(Silenced {
                    diagnostic,
                    by: span(at),
                    reason: None,
                }),
                None => compilation.diagnostics.push(diagnostic),
            }
        }
        for (at, (finding, gone)) in self.findings.iter().zip(gone).enumerate() {
            if gone > 0 && is_whole {
                let stale = compilation.levels.of(stale(finding, gone, span(at)));
                compilation.diagnostics.extend(stale);
            }
        }
    }

    /// The entry of each diagnostic, and how many findings of each entry there are none for.
    fn matched(&self, compilation: &Compilation) -> (Vec<Option<usize>>, Vec<usize>) {
        let mut entries: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
        let mut left: Vec<usize> = Vec::new();
        for (at, finding) in self.findings.iter().enumerate() {
            entries.entry(finding.key()).or_default().push(at);
            left.push(finding.count);
        }
        let mut places = Places::new(&compilation.sources);
        let mut of = |diagnostic: &Diagnostic| {
            if !is_lint(diagnostic) {
                return None;
            }
            let entries = entries.get(&finding(&mut places, diagnostic).key())?;
            for &at in entries {
                if let Some(left) = left.get_mut(at).filter(|left| **left > 0) {
                    *left -= 1;
                    return Some(at);
                }
            }
            None
        };
        let found = compilation.diagnostics.iter().map(&mut of).collect();
        (found, left)
    }
}

/// Whether everything was looked for.
fn is_whole(compilation: &Compilation) -> bool {
    let mut errors = compilation
        .diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error);
    errors.all(is_lint)
}

fn is_lint(diagnostic: &Diagnostic) -> bool {
    matches!(diagnostic.rule.level, RuleLevel::Lint(_))
}

fn finding(places: &mut Places<'_>, diagnostic: &Diagnostic) -> Finding {
    let place = places.of(diagnostic.primary.span);
    Finding {
        file: place.file,
        path: place.path,
        value: place.value,
        code: diagnostic.rule.code.to_owned(),
        rule: diagnostic.rule.name.to_owned(),
        count: 1,
    }
}

fn stale(finding: &Finding, gone: usize, span: Span) -> Diagnostic {
    let what = format!(
        "{} at `{}` of `{}`",
        finding.code, finding.path, finding.file
    );
    let message = if gone < finding.count {
        format!(
            "of {} findings of {what} there are {} left",
            finding.count,
            finding.count - gone
        )
    } else {
        format!("{what} is found no longer")
    };
    Diagnostic::new(&STALE_BASELINE, span, message)
        .help("take it out: `clusterc check --baseline FILE --update-baseline` does")
}

/// The places of the entries: JSON is YAML.
fn spans(file: FileId, text: &str) -> Vec<Span> {
    let document = yaml::read(file, text);
    let findings = document.root.as_ref().and_then(|root| root.get("findings"));
    let entries = findings.and_then(|findings| findings.as_seq());
    // The whole entry would be many lines; its code names it.
    let place = |entry: &yaml::Node| entry.get("code").map_or(entry.span, |code| code.span);
    entries
        .into_iter()
        .flatten()
        .map(|entry| place(entry))
        .collect()
}
