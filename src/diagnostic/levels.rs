//! Applies levels: what `lints` and the allow comments say about what was found.
//!
//! An error of correctness has no level: naming one is itself an error. Hosts, places and words of
//! a diagnostic are never changed here, only whether it stays and how bad it is.

use std::collections::{BTreeMap, HashMap};

use super::{Diagnostic, Diagnostics, Level, Rule, RuleLevel, Severity};
use crate::source::{FileId, Span, Spanned};
use crate::units::nearest;

/// The smallest profile, with `$more` at its end.
macro_rules! smallest {
    ($more:literal) => {
        concat!(
            "clusterc: v1\n",
            "cluster: {name: demo}\n",
            "products: {zookeeper: 3.8.4}\n",
            "platform: rhel-8.10\n",
            "hosts:\n",
            "  localhost: {roles: [zookeeper]}\n",
            $more
        )
    };
}

pub static UNKNOWN_LINT: Rule = Rule {
    code: "C0201",
    name: "unknown-lint",
    level: RuleLevel::Error,
    summary: "`lints` and allow comments name rules that exist",
    why: "a misspelt name would leave the level as it was, and nobody would know",
    bad: smallest!("lints: {unused-alow: deny}\n"),
    good: smallest!("lints: {unused-allow: deny}\n"),
};

pub static FIXED_LEVEL: Rule = Rule {
    code: "C0202",
    name: "fixed-level",
    level: RuleLevel::Error,
    summary: "only rules of practice have a level",
    why: "what a product or the language refuses stays refused; a level could only hide that until \
          a daemon does not start",
    bad: smallest!("lints: {unknown-lint: warn}\n"),
    good: smallest!("lints: {unused-allow: warn}\n"),
};

pub static UNUSED_ALLOW: Rule = Rule {
    code: "C0203",
    name: "unused-allow",
    level: RuleLevel::Lint(Level::Warn),
    summary: "an allow comment silences something",
    why: "an allow that outlives its cause silences the next mistake on that line; the level of \
          this rule is set in `lints`, never by an allow comment",
    bad: smallest!("# clusterc: allow(unused-allow) nothing here\n"),
    good: smallest!(""),
};

pub static ALLOW_WITHOUT_REASON: Rule = Rule {
    code: "C0204",
    name: "allow-without-reason",
    level: RuleLevel::Error,
    summary: "an allow comment says why",
    why: "whoever reads the line next has to know whether the reason still holds",
    bad: smallest!("# clusterc: allow(unused-allow)\n"),
    good: smallest!(""),
};

/// The rules about levels.
pub static RULES: &[&Rule] = &[
    &UNKNOWN_LINT,
    &FIXED_LEVEL,
    &UNUSED_ALLOW,
    &ALLOW_WITHOUT_REASON,
];

/// One `# clusterc: allow(names) reason`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allow {
    /// The lints, as written; whether they exist is checked here.
    pub names: Vec<Spanned<String>>,
    /// Trimmed; empty when none was given.
    pub reason: String,
    /// The line it is about, without its line break: its own when a value stands before it, else
    /// the next one that says something.
    pub line: Span,
    /// The comment, from `#` to its end.
    pub span: Span,
}

/// Diagnostics after levels.
#[derive(Debug, Default)]
pub struct Applied {
    /// Sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// What was dropped because `lints` or a comment allows it, in the order it was found. A rule
    /// that is off by default drops without being kept.
    pub suppressed: Vec<Silenced>,
}

/// A diagnostic that is not reported.
#[derive(Debug, Clone)]
pub struct Silenced {
    pub diagnostic: Diagnostic,
    /// The allow comment, or the name in `lints`.
    pub by: Span,
    /// Of a comment.
    pub reason: Option<String>,
}

/// Applies allow comments, then `lints`, then `deny_warnings`, and reports what is wrong with them.
///
/// Of two entries of one name in `lints` the later counts. `deny_warnings` makes an error of all
/// that is still a warning.
#[must_use]
pub fn apply(
    found: Vec<Diagnostic>,
    lints: &[(Spanned<String>, Level)],
    allows: &[Allow],
    deny_warnings: bool,
    all_rules: &[&'static Rule],
) -> Applied {
    let names = Names::new(all_rules);
    let mut own = Vec::new();
    let mut chosen = HashMap::new();
    for (name, level) in lints {
        match names.adjustable(name) {
            Ok(rule) => {
                chosen.insert(rule.name, (*level, name.span));
            }
            Err(diagnostic) => own.push(*diagnostic),
        }
    }
    let mut comments = Comments::default();
    for allow in allows {
        own.extend(comments.add(allow, &names));
    }

    let mut kept = Diagnostics::default();
    let mut suppressed = Vec::new();
    let mut silenced = Vec::new();
    let mut keep = |diagnostic: Diagnostic| {
        let choice = chosen.get(diagnostic.rule.name).copied();
        let dropped = match choice {
            Some((Level::Allow, by)) => Some((diagnostic.clone(), by)),
            _ => None,
        };
        let level = choice.map(|(level, _)| level);
        if let Some(diagnostic) = levelled(diagnostic, level, deny_warnings) {
            kept.push(diagnostic);
        } else if let Some((diagnostic, by)) = dropped {
            suppressed.push(Silenced {
                diagnostic,
                by,
                reason: None,
            });
        }
    };
    for diagnostic in found {
        match comments.silence(&diagnostic) {
            Some(allow) => silenced.push(Silenced {
                diagnostic,
                by: allow.span,
                reason: Some(allow.reason.clone()),
            }),
            None => keep(diagnostic),
        }
    }
    own.extend(comments.unused());
    own.into_iter().for_each(keep);
    suppressed.append(&mut silenced);
    Applied {
        diagnostics: kept.into_sorted(),
        suppressed,
    }
}

/// The diagnostic with its final severity; `None` when its rule is allowed.
fn levelled(
    mut diagnostic: Diagnostic,
    chosen: Option<Level>,
    deny_warnings: bool,
) -> Option<Diagnostic> {
    if let RuleLevel::Lint(default) = diagnostic.rule.level {
        match (chosen, default) {
            (Some(Level::Allow), _) | (None, Level::Allow) => return None,
            (Some(Level::Warn), _) => diagnostic.severity = Severity::Warning,
            (Some(Level::Deny), _) => diagnostic.severity = Severity::Error,
            (None, Level::Warn | Level::Deny) => {}
        }
    }
    if deny_warnings {
        diagnostic.severity = Severity::Error;
    }
    Some(diagnostic)
}

/// The rules by name.
struct Names<'a> {
    all: &'a [&'static Rule],
    by_name: HashMap<&'static str, &'static Rule>,
}

impl<'a> Names<'a> {
    fn new(all: &'a [&'static Rule]) -> Self {
        let by_name = all.iter().map(|&rule| (rule.name, rule)).collect();
        Self { all, by_name }
    }

    /// The rule called `name`, if it has a level; otherwise what is wrong with naming it.
    fn adjustable(&self, name: &Spanned<String>) -> Result<&'static Rule, Box<Diagnostic>> {
        let Some(&rule) = self.by_name.get(name.value.as_str()) else {
            return Err(Box::new(self.unknown(name)));
        };
        if matches!(rule.level, RuleLevel::Lint(_)) {
            return Ok(rule);
        }
        let message = format!("`{}` is always an error", rule.name);
        Err(Box::new(
            Diagnostic::new(&FIXED_LEVEL, name.span, message)
                .here("has no level")
                .note(format!("{} asks that {}", rule.code, rule.summary))
                .help("remove the name and mend what the rule reports"),
        ))
    }

    fn unknown(&self, name: &Spanned<String>) -> Diagnostic {
        let message = format!("there is no rule `{}`", name.value);
        let diagnostic = Diagnostic::new(&UNKNOWN_LINT, name.span, message);
        let by_code = self
            .all
            .iter()
            .find(|rule| rule.code.eq_ignore_ascii_case(&name.value));
        if let Some(rule) = by_code {
            return diagnostic
                .help(format!(
                    "rules go by name: {} is `{}`",
                    rule.code, rule.name
                ))
                .fix("write the name", name.span, rule.name, true);
        }
        let lints = self
            .all
            .iter()
            .filter(|rule| matches!(rule.level, RuleLevel::Lint(_)))
            .map(|rule| rule.name);
        match nearest(&name.value, lints) {
            Some(near) => diagnostic.here(format!("did you mean `{near}`?")).fix(
                format!("write `{near}`"),
                name.span,
                near,
                false,
            ),
            None => diagnostic.help("remove the name"),
        }
    }
}

/// A name in an allow comment that can silence something.
struct Silencer<'a> {
    allow: &'a Allow,
    name: &'a Spanned<String>,
    used: bool,
}

/// The names of all allow comments.
#[derive(Default)]
struct Comments<'a> {
    /// In order of writing.
    silencers: Vec<Silencer<'a>>,
    /// By rule and start of the line it is about: the first that says so.
    by_line: BTreeMap<(&'static str, FileId, u32), usize>,
}

impl<'a> Comments<'a> {
    /// Takes a comment in; returns what is wrong with it. One without a reason still silences, so
    /// that one mistake is reported once.
    fn add(&mut self, allow: &'a Allow, names: &Names<'_>) -> Vec<Diagnostic> {
        let mut own = Vec::new();
        if allow.reason.trim().is_empty() {
            let message = "this allow does not say why";
            own.push(
                Diagnostic::new(&ALLOW_WITHOUT_REASON, allow.span, message)
                    .help("write the reason after the parenthesis"),
            );
        }
        for name in &allow.names {
            match names.adjustable(name) {
                Ok(rule) => {
                    self.by_line
                        .entry((rule.name, allow.line.file, allow.line.start))
                        .or_insert(self.silencers.len());
                    self.silencers.push(Silencer {
                        allow,
                        name,
                        used: false,
                    });
                }
                Err(diagnostic) => own.push(*diagnostic),
            }
        }
        own
    }

    /// The comment that silences `diagnostic`; remembers that it did.
    fn silence(&mut self, diagnostic: &Diagnostic) -> Option<&'a Allow> {
        let span = diagnostic.primary.span;
        let rule = diagnostic.rule.name;
        let before = self
            .by_line
            .range((rule, span.file, 0)..=(rule, span.file, span.start))
            .next_back();
        let silencer = before.and_then(|(_, &index)| self.silencers.get_mut(index));
        match silencer {
            Some(silencer) if span.start <= silencer.allow.line.end => {
                silencer.used = true;
                Some(silencer.allow)
            }
            _ => None,
        }
    }

    /// A diagnostic for each name that silenced nothing; what has no reason is reported already.
    fn unused(&self) -> impl Iterator<Item = Diagnostic> {
        let idle = self
            .silencers
            .iter()
            .filter(|silencer| !silencer.used && !silencer.allow.reason.trim().is_empty());
        idle.map(|silencer| {
            let message = format!("this allow of `{}` silences nothing", silencer.name.value);
            let diagnostic = Diagnostic::new(&UNUSED_ALLOW, silencer.name.span, message);
            if silencer.allow.names.len() == 1 {
                diagnostic.fix("remove the comment", silencer.allow.span, "", true)
            } else {
                diagnostic.help("remove the name")
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    static RENAMED: Rule = lint("C0901", "renamed-property", Level::Warn);
    static QUIET: Rule = lint("C0902", "small-heap", Level::Allow);
    static STRICT: Rule = lint("C0903", "even-quorum", Level::Deny);
    static REFUSED: Rule = Rule {
        level: RuleLevel::Error,
        ..lint("C0904", "unknown-host", Level::Deny)
    };
    static ALL: &[&Rule] = &[
        &RENAMED,
        &QUIET,
        &STRICT,
        &REFUSED,
        &UNKNOWN_LINT,
        &FIXED_LEVEL,
        &UNUSED_ALLOW,
        &ALLOW_WITHOUT_REASON,
    ];

    const fn lint(code: &'static str, name: &'static str, level: Level) -> Rule {
        Rule {
            code,
            name,
            level: RuleLevel::Lint(level),
            summary: "something holds",
            why: "",
            bad: "",
            good: "",
        }
    }

    /// The comment on `line` about line `about`, as the reader of comments gives it.
    fn allow(sources: &Sources, file: FileId, line: usize, about: usize) -> Allow {
        let source = sources.get(file).expect("added");
        let text = source.line(line);
        let offset = |line: usize, at: usize| {
            u32::try_from(source.line_range(line, line).start + at).expect("small")
        };
        let (head, tail) = text.split_once('(').expect("names");
        let (list, reason) = tail.split_once(')').expect("names");
        let mut from = head.len() + 1;
        let mut names = Vec::new();
        for name in list.split(',') {
            let span = Span::new(file, offset(line, from), offset(line, from + name.len()));
            names.push(Spanned::new(name.to_owned(), span));
            from += name.len() + 1;
        }
        let hash = text.find('#').expect("a comment");
        Allow {
            names,
            reason: reason.trim().to_owned(),
            line: Span::new(
                file,
                offset(about, 0),
                offset(about, source.line(about).len()),
            ),
            span: Span::new(file, offset(line, hash), offset(line, text.len())),
        }
    }

    /// Runs the pass and prints `line code severity` of what is left, then the count.
    fn run(
        text: &str,
        found: &[(&'static Rule, usize)],
        lints: &[(&str, Level)],
        allows: &[(usize, usize)],
        deny_warnings: bool,
    ) -> Vec<String> {
        let mut sources = Sources::default();
        let file = sources.add("p.yaml", text);
        let start = |line: usize| {
            let range = sources.get(file).expect("added").line_range(line, line);
            u32::try_from(range.start).expect("small")
        };
        let found = found
            .iter()
            .map(|&(rule, line)| {
                Diagnostic::new(rule, Span::new(file, start(line), start(line) + 1), "m")
            })
            .collect();
        let lints: Vec<_> = lints
            .iter()
            .map(|(name, level)| {
                (
                    Spanned::new((*name).to_owned(), Span::start_of(file)),
                    *level,
                )
            })
            .collect();
        let allows: Vec<_> = allows
            .iter()
            .map(|&(line, about)| allow(&sources, file, line, about))
            .collect();
        let applied = apply(found, &lints, &allows, deny_warnings, ALL);
        let mut out: Vec<_> = applied
            .diagnostics
            .iter()
            .map(|d| {
                let line = sources.place(d.primary.span).line - 1;
                format!("{line} {} {:?}", d.rule.code, d.severity)
            })
            .collect();
        out.push(format!("suppressed {}", applied.suppressed.len()));
        out
    }

    const FOUND: &[(&Rule, usize)] = &[(&RENAMED, 0), (&QUIET, 1), (&STRICT, 2), (&REFUSED, 3)];

    #[test]
    fn lints_change_levels() {
        use Level::{Allow, Deny, Warn};
        let all = "a\nb\nc\nd\n";
        for (lints, deny, expected) in [
            (
                &[][..],
                false,
                "0 C0901 Warning, 2 C0903 Error, 3 C0904 Error, suppressed 0",
            ),
            (
                &[("renamed-property", Allow)],
                false,
                "2 C0903 Error, 3 C0904 Error, suppressed 1",
            ),
            (
                &[
                    ("renamed-property", Deny),
                    ("small-heap", Warn),
                    ("even-quorum", Warn),
                ],
                false,
                "0 C0901 Error, 1 C0902 Warning, 2 C0903 Warning, 3 C0904 Error, suppressed 0",
            ),
            (
                &[("even-quorum", Warn)],
                true,
                "0 C0901 Error, 2 C0903 Error, 3 C0904 Error, suppressed 0",
            ),
            (
                &[("unknown-host", Allow), ("even-quorum", Allow)],
                false,
                "0 C0202 Error, 0 C0901 Warning, 3 C0904 Error, suppressed 1",
            ),
        ] {
            assert_eq!(run(all, FOUND, lints, &[], deny).join(", "), expected);
        }
    }

    #[test]
    fn allow_comments_silence_their_line() {
        for (text, allows, expected) in [
            (
                "a # clusterc: allow(renamed-property) old cluster\n",
                &[(0, 0)][..],
                "suppressed 1",
            ),
            (
                "a\nx # clusterc: allow(renamed-property) r\n",
                &[(1, 1)],
                "0 C0901 Warning, 1 C0203 Warning, suppressed 0",
            ),
            (
                "a # clusterc: allow(renamed-property)\n",
                &[(0, 0)],
                "0 C0204 Error, suppressed 1",
            ),
            (
                "a # clusterc: allow(renamed-property,even-quorum) r\n",
                &[(0, 0)],
                "0 C0203 Warning, suppressed 1",
            ),
            (
                "a # clusterc: allow(renamed-propertie,unknown-host) r\n",
                &[(0, 0)],
                "0 C0901 Warning, 0 C0201 Error, 0 C0202 Error, suppressed 0",
            ),
        ] {
            let out = run(text, &[(&RENAMED, 0)], &[], allows, false);
            assert_eq!(out.join(", "), expected, "{text}");
        }
    }

    #[test]
    fn comments_above_a_line_silence_only_that_line() {
        let text = "\
# clusterc: allow(renamed-property) old
# clusterc: allow(even-quorum) two for now
# clusterc: allow(even-quorum) again

a
b
";
        let found = [(&RENAMED, 4), (&STRICT, 4), (&RENAMED, 5), (&REFUSED, 4)];
        assert_eq!(
            run(text, &found, &[], &[(0, 4), (1, 4), (2, 4)], false),
            [
                "2 C0203 Warning",
                "4 C0904 Error",
                "5 C0901 Warning",
                "suppressed 2"
            ]
        );
    }

    #[test]
    fn the_level_of_unused_allow_is_set_in_lints() {
        let text = "a # clusterc: allow(renamed-property) r\n";
        for (level, expected) in [
            (Level::Allow, "suppressed 1"),
            (Level::Deny, "0 C0203 Error, suppressed 0"),
        ] {
            let out = run(text, &[], &[("unused-allow", level)], &[(0, 0)], false);
            assert_eq!(out.join(", "), expected);
        }
    }

    #[test]
    fn an_unknown_name_gets_the_nearest_or_the_name_of_its_code() {
        for (written, fix) in [
            ("renamed_propertie", Some("renamed-property")),
            ("C0903", Some("even-quorum")),
            ("colour", None),
        ] {
            let name = Spanned::new(written.to_owned(), Span::start_of(FileId(0)));
            let diagnostic = Names::new(ALL).unknown(&name);
            let edit = diagnostic.fix.and_then(|fix| fix.edits.into_iter().next());
            assert_eq!(edit.map(|e| e.replacement).as_deref(), fix, "{written}");
        }
    }
}
