//! `clusterc explain`

mod key;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Exit, Format, print};
use crate::diagnostic::Rule;
use crate::units::nearest;
use crate::{registry, rulebook};

/// Explain a diagnostic by its code or name, or a product's key: its life over the versions,
/// who reads it, and what a change of it costs.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// `C0403`, `missing`, or a key such as `dfs.replication`.
    what: String,
}

pub use key::KeyReport;

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

pub fn run(args: &Args, format: Format) -> Exit {
    let rules = registry::rules();
    let found = rules
        .iter()
        .find(|rule| rule.code.eq_ignore_ascii_case(&args.what) || rule.name == args.what);
    if let Some(rule) = found {
        match format {
            Format::Json => print::json(&ExplainReport::Rule(rule_report(rule))),
            _ => print::result(&rulebook::page(rule)),
        }
        return Exit::Done;
    }
    let keys = key::reports(&args.what);
    if keys.is_empty() {
        print::error(&format!("no rule and no key is called `{}`", args.what));
        let keys = key::nearest(&args.what);
        let names = keys.iter().map(|(key, _)| *key);
        let near = nearest(&args.what, names.chain(rules.iter().map(|rule| rule.name)))
            .or_else(|| keys.first().map(|(key, _)| *key));
        if let Some(near) = near {
            let of = keys.iter().find(|(key, _)| *key == near);
            let of = of.map_or("a rule", |(_, product)| product);
            print::note(&format!("help: did you mean `{near}` ({of})?"));
        }
        return Exit::NotDone;
    }
    match format {
        Format::Json => print::json(&ExplainReport::Keys(keys)),
        _ => print::result(&key::text(&keys)),
    }
    Exit::Done
}

fn rule_report(rule: &Rule) -> RuleReport {
    let optional = |text: String| (!text.is_empty()).then_some(text);
    let (bad, good) = registry::examples(rule);
    RuleReport {
        code: rule.code.to_owned(),
        name: rule.name.to_owned(),
        level: rulebook::level_name(rule.level).to_owned(),
        summary: rule.summary.to_owned(),
        why: rule.why.to_owned(),
        bad: optional(bad),
        good: optional(good),
    }
}
