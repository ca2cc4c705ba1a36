use super::*;
use crate::source::{FileId, Sources};

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
    &EXPIRED_ALLOW,
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
    let mut until = None;
    for name in list.split(',') {
        if let Some(date) = name.strip_prefix("until ") {
            let start = offset(line, from + "until ".len());
            let end = offset(line, from + name.len());
            let date = date.parse().expect("a date");
            until = Some(Spanned::new(date, Span::new(file, start, end)));
            continue;
        }
        let span = Span::new(file, offset(line, from), offset(line, from + name.len()));
        names.push(Spanned::new(name.to_owned(), span));
        from += name.len() + 1;
    }
    let hash = text.find('#').expect("a comment");
    let comment = Span::new(file, offset(line, hash), offset(line, text.len()));
    Allow {
        names,
        reason: reason.trim().to_owned(),
        line: Span::new(
            file,
            offset(about, 0),
            offset(about, source.line(about).len()),
        ),
        until,
        span: comment,
        whole: comment,
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
    let today = "2027-03-02".parse().ok();
    let applied = apply(found, &lints, &allows, deny_warnings, today, ALL);
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
            "a # clusterc: allow(renamed-property,until 2027-03-02) r\n",
            &[(0, 0)],
            "suppressed 1",
        ),
        (
            "a # clusterc: allow(renamed-property,until 2027-03-01) r\n",
            &[(0, 0)],
            "0 C0901 Warning, 0 C0205 Warning, suppressed 0",
        ),
        (
            "a # clusterc: allow(even-quorum,until 2027-03-01) r\n",
            &[(0, 0)],
            "0 C0901 Warning, 0 C0203 Warning, suppressed 0",
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
    let mut found = vec![(&RENAMED, 4), (&STRICT, 4), (&RENAMED, 5)];
    assert_eq!(
        run(text, &found, &[], &[(0, 4), (1, 4), (2, 4)], false),
        ["2 C0203 Warning", "5 C0901 Warning", "suppressed 2"]
    );
    // Behind an error it is not known what is silenced.
    found.push((&REFUSED, 4));
    assert_eq!(
        run(text, &found, &[], &[(0, 4), (1, 4), (2, 4)], false),
        ["4 C0904 Error", "5 C0901 Warning", "suppressed 2"]
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
