//! `clusterc explain`

use schemars::JsonSchema;
use serde::Serialize;

use super::{Exit, Format, print};
use crate::catalog::{self, KeyLife};
use crate::diagnostic::{Level, Rule, RuleLevel};
use crate::profile::v1::VOCABULARY;
use crate::registry;
use crate::units::nearest;

/// Explain a diagnostic by its code or name, or a product's key.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// `C0403`, `missing`, or a key such as `dfs.replication`.
    what: String,
}

/// What `explain` says.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ExplainReport {
    Rule(RuleReport),
    Keys(Vec<KeyReport>),
}

/// A rule of the checks.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RuleReport {
    pub code: String,
    pub name: String,
    /// `error`, or the default level of a lint.
    pub level: String,
    pub summary: String,
    pub why: String,
    /// A profile on which it fires.
    pub bad: Option<String>,
    /// The same profile put right.
    pub good: Option<String>,
}

/// A key of a product over the versions.
#[derive(Debug, Serialize, JsonSchema)]
pub struct KeyReport {
    pub product: String,
    pub key: String,
    /// File or component it belongs to.
    pub file: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub unit: Option<String>,
    /// Default of the newest version that has one.
    pub default: Option<String>,
    /// Versions that know it.
    pub versions: String,
    /// What replaces it, where it is an old name.
    pub renamed_to: Vec<String>,
}

pub fn run(args: &Args, format: Format) -> Exit {
    let rules = registry::rules();
    let found = rules
        .iter()
        .find(|rule| rule.code.eq_ignore_ascii_case(&args.what) || rule.name == args.what);
    if let Some(rule) = found {
        let report = rule_report(rule);
        match format {
            Format::Json => print::json(&ExplainReport::Rule(report)),
            _ => print::result(&rule_text(&report)),
        }
        return Exit::Done;
    }
    let keys: Vec<KeyReport> = VOCABULARY
        .products()
        .into_iter()
        .filter_map(|product| Some((product, registry::facts(product)?)))
        .flat_map(|(product, facts)| {
            catalog::life(facts, &args.what)
                .into_iter()
                .map(move |life| key_report(product, &args.what, &life))
        })
        .collect();
    if keys.is_empty() {
        let products = VOCABULARY.products();
        let near = products
            .iter()
            .filter_map(|product| registry::facts(product))
            .find_map(|facts| catalog::nearest(facts, None, &args.what))
            .map(|(key, _)| key)
            .or_else(|| nearest(&args.what, rules.iter().map(|rule| rule.name)));
        print::error(&format!("no rule and no key is called `{}`", args.what));
        if let Some(near) = near {
            print::note(&format!("help: did you mean `{near}`?"));
        }
        return Exit::NotDone;
    }
    match format {
        Format::Json => print::json(&ExplainReport::Keys(keys)),
        _ => print::result(&key_text(&keys)),
    }
    Exit::Done
}

fn rule_report(rule: &Rule) -> RuleReport {
    let optional = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    RuleReport {
        code: rule.code.to_owned(),
        name: rule.name.to_owned(),
        level: match rule.level {
            RuleLevel::Error => "error",
            RuleLevel::Lint(Level::Allow) => "allow",
            RuleLevel::Lint(Level::Warn) => "warn",
            RuleLevel::Lint(Level::Deny) => "deny",
        }
        .to_owned(),
        summary: rule.summary.to_owned(),
        why: rule.why.to_owned(),
        bad: optional(rule.bad),
        good: optional(rule.good),
    }
}

fn rule_text(report: &RuleReport) -> String {
    let level = if report.level == "error" {
        "an error, at no other level".to_owned()
    } else {
        format!("a lint, by default `{}`", report.level)
    };
    let mut text = format!(
        "{} {}: {level}\n\n{}.\n\n{}\n",
        report.code,
        report.name,
        capital(&report.summary),
        report.why
    );
    for (title, example) in [
        ("This fires it", &report.bad),
        ("This is right", &report.good),
    ] {
        if let Some(example) = example {
            text.push_str(&format!("\n{title}:\n\n"));
            for line in example.lines() {
                text.push_str(&format!("    {line}\n"));
            }
        }
    }
    text
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        // A sentence may begin with a literal.
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

fn key_report(product: &str, key: &str, life: &KeyLife) -> KeyReport {
    KeyReport {
        product: product.to_owned(),
        key: key.to_owned(),
        file: life.file.to_owned(),
        kind: life.kind.to_owned(),
        unit: life.unit.map(str::to_owned),
        default: life.default.map(str::to_owned),
        versions: life.versions.clone(),
        renamed_to: life
            .renamed_to
            .iter()
            .map(|name| (*name).to_owned())
            .collect(),
    }
}

fn key_text(keys: &[KeyReport]) -> String {
    let mut text = String::new();
    for report in keys {
        text.push_str(&format!("{} ({})\n", report.key, report.product));
        let mut rows = vec![
            ("file", report.file.clone()),
            ("type", report.kind.clone()),
            ("versions", report.versions.clone()),
        ];
        if let Some(unit) = &report.unit {
            rows.insert(2, ("unit", unit.clone()));
        }
        if let Some(default) = &report.default {
            rows.push(("default", default.clone()));
        }
        if !report.renamed_to.is_empty() {
            rows.push(("renamed to", report.renamed_to.join(", ")));
        }
        for (name, value) in rows {
            text.push_str(&format!("  {name:<11} {value}\n"));
        }
    }
    text
}
