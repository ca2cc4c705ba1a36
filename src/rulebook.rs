//! The pages about the rules: what `clusterc explain CODE` prints, and the files of `docs/rules/`.

use std::fmt::Write as _;

use crate::diagnostic::{Level, Rule, RuleLevel};
use crate::registry;

/// A file of `docs/rules/`.
#[derive(Debug)]
pub struct Page {
    /// Name in the folder.
    pub file: String,
    /// Markdown.
    pub text: String,
}

/// All pages, the index first.
#[must_use]
pub fn pages() -> Vec<Page> {
    let mut pages = vec![Page {
        file: "README.md".to_owned(),
        text: index(),
    }];
    pages.extend(registry::rules().into_iter().map(|rule| Page {
        file: format!("{}.md", rule.code),
        text: page(rule),
    }));
    pages
}

/// The page of a rule: what it asks for, why, and an example of either.
#[must_use]
pub fn page(rule: &Rule) -> String {
    let mut text = format!(
        "# {} {}\n\n{}.\n\n{}.\n\n{}\n",
        rule.code,
        rule.name,
        capital(rule.summary),
        level(rule),
        capital(rule.why),
    );
    if !rule.why.ends_with('.') {
        text.insert(text.len() - 1, '.');
    }
    let (bad, good) = registry::examples(rule);
    let is_quiet = rule.level == RuleLevel::Lint(Level::Allow);
    let fires = if is_quiet {
        format!("It fires here, once `lints` has `{}: warn`:", rule.name)
    } else {
        "It fires here:".to_owned()
    };
    for (title, example) in [(fires.as_str(), bad), ("This is right:", good)] {
        if !example.is_empty() {
            text.push_str(&format!(
                "\n{title}\n\n```yaml\n{}\n```\n",
                example.trim_end()
            ));
        }
    }
    text
}

/// The name that `explain --format json` gives to a level.
#[must_use]
pub const fn level_name(level: RuleLevel) -> &'static str {
    match level {
        RuleLevel::Error => "error",
        RuleLevel::Lint(Level::Allow) => "allow",
        RuleLevel::Lint(Level::Warn) => "warn",
        RuleLevel::Lint(Level::Deny) => "deny",
    }
}

fn level(rule: &Rule) -> String {
    match rule.level {
        RuleLevel::Error => "Always an error: it has no level".to_owned(),
        RuleLevel::Lint(_) => format!(
            "A lint, by default `{}`; its level is set by `lints: {{{}: allow}}`, `warn` or `deny`",
            level_name(rule.level),
            rule.name
        ),
    }
}

fn index() -> String {
    let mut text = "# Rules\n\n\
        What `clusterc check` asks for. `clusterc explain CODE` prints a rule's page. An error has no \
        level; of a lint the\ndefault level is given, see [lints](../language.md#18-lints). These \
        files are generated.\n"
        .to_owned();
    for (title, rules) in registry::rule_groups() {
        let _ = write!(
            text,
            "\n## {title}\n\n| code | name | level | asks that |\n|---|---|---|---|\n"
        );
        for rule in rules {
            let _ = writeln!(
                text,
                "| [{0}]({0}.md) | `{1}` | {2} | {3} |",
                rule.code,
                rule.name,
                level_name(rule.level),
                rule.summary.replace('|', "\\|")
            );
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
