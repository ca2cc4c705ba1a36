//! Comments with a meaning: `# clusterc: allow(name, …) reason`, or with an end
//! `# clusterc: allow(name, …, until 2027-03-01) reason`.
//!
//! A comment beside a value belongs to its line; one on a line of its own belongs to the next
//! line that holds more than a comment.

use std::ops::Range;

use super::decode::offset;
use super::limits;
use super::map::shown;
use super::rules;
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span, Spanned};
use crate::units::Date;

/// The word that addresses a comment to this program.
const WORD: &str = "clusterc:";

/// A comment that silences lints on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowComment {
    /// The lints, as written; whether they exist is not checked here.
    pub names: Vec<Spanned<String>>,
    /// The last day on which it silences.
    pub until: Option<Spanned<Date>>,
    pub reason: String,
    /// The line whose lints are silenced, without its line break.
    pub line: Span,
    /// The comment, from `#` to its end.
    pub span: Span,
    /// What goes with the comment: its line when it stands alone, else the blanks before it.
    pub whole: Span,
}

/// Whether a text may hold such a comment; most hold none.
pub(super) fn possible(text: &str) -> bool {
    text.match_indices(WORD).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        before.trim_end_matches([' ', '\t']).ends_with('#')
    })
}

/// All such comments. `quoted` are the bytes of quoted texts, in order, where `#` is a letter.
pub(super) fn allows(
    file: FileId,
    text: &str,
    quoted: &[Range<usize>],
) -> (Vec<AllowComment>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let mut diagnostics = Vec::new();
    let mut line = Span::start_of(file);
    let mut read = 0;
    for (word, _) in text.match_indices(WORD) {
        if word < read {
            // Inside the comment before: part of its reason.
            continue;
        }
        let Some(range) = comment_at(text, word, quoted) else {
            continue;
        };
        read = range.end;
        let after = word + WORD.len();
        let body = text.get(after..range.end).unwrap_or_default();
        let Some(call) = body.find('(') else {
            // `# clusterc: v1` is a profile's first line, commented out.
            continue;
        };
        let span = Span::new(file, offset(range.start), offset(range.end));
        // Comments below each other speak of the same line, which is looked for once.
        if line.start <= span.start {
            line = target(file, text, range.start);
        }
        match parse(body, call) {
            Ok(parsed) => {
                let place = |at: usize, length: usize| {
                    let start = after + at;
                    Span::new(file, offset(start), offset(start + length))
                };
                found.push(AllowComment {
                    names: parsed
                        .names
                        .into_iter()
                        .map(|(at, name)| Spanned::new(name.to_owned(), place(at, name.len())))
                        .collect(),
                    until: parsed
                        .until
                        .map(|(at, date)| Spanned::new(date, place(at, DATE_LENGTH))),
                    reason: parsed.reason.to_owned(),
                    line,
                    span,
                    whole: whole(file, text, &range),
                });
            }
            Err(_) if diagnostics.len() >= limits::MAX_DIAGNOSTICS => {}
            Err(message) => diagnostics.push(
                Diagnostic::new(&rules::ALLOW_COMMENT, span, message)
                    .help("write `# clusterc: allow(name) reason`"),
            ),
        }
    }
    (found, diagnostics)
}

/// The comment whose first word stands at `word`, if it is one.
fn comment_at(text: &str, word: usize, quoted: &[Range<usize>]) -> Option<Range<usize>> {
    let before = text.get(..word)?.trim_end_matches([' ', '\t']);
    let start = before.strip_suffix('#')?.len();
    let glued = text.get(..start)?.chars().next_back();
    if glued.is_some_and(|c| !matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{FEFF}')) {
        return None;
    }
    let next = quoted.partition_point(|range| range.end <= start);
    if quoted.get(next).is_some_and(|range| range.start <= start) {
        return None;
    }
    let tail = text.get(start..)?;
    let line = tail.split(['\n', '\r']).next()?;
    Some(start..start + line.trim_end().len())
}

/// Bytes of a date.
const DATE_LENGTH: usize = "2027-03-01".len();

/// A comment taken apart; names and date with their offsets.
struct Parsed<'t> {
    names: Vec<(usize, &'t str)>,
    until: Option<(usize, Date)>,
    reason: &'t str,
}

/// What goes with the comment at `comment` when it goes.
fn whole(file: FileId, text: &str, comment: &Range<usize>) -> Span {
    let before = text.get(..comment.start).unwrap_or_default();
    let start = before.trim_end_matches([' ', '\t']).len();
    let alone = before
        .get(..start)
        .is_none_or(|before| before.is_empty() || before.ends_with('\n'));
    let behind = text.get(comment.end..).unwrap_or_default();
    let end = match behind.find('\n') {
        Some(at) if alone => comment.end + at + 1,
        _ => comment.end,
    };
    Span::new(file, offset(start), offset(end))
}

/// Takes a comment apart; `call` is where the parenthesis opens.
fn parse(body: &str, call: usize) -> Result<Parsed<'_>, String> {
    let verb = body.get(..call).unwrap_or_default().trim();
    if verb != "allow" {
        return Err(format!("`{}` is not `allow`", shown(verb)));
    }
    let inner = body.get(call + 1..).unwrap_or_default();
    let Some((list, reason)) = inner.split_once(')') else {
        return Err("the `(` of `allow` is not closed".to_owned());
    };
    let mut names = Vec::new();
    let mut until = None;
    let mut at = call + 1;
    for item in list.split(',') {
        let name = item.trim();
        let start = at + (item.len() - item.trim_start().len());
        at += item.len() + 1;
        if until.is_some() {
            return Err("`until` is the last in the parenthesis".to_owned());
        }
        match name.strip_prefix("until") {
            Some(date) if date.is_empty() || date.starts_with([' ', '\t']) => {
                let start = start + (name.len() - date.trim_start().len());
                let date = date.trim();
                let day = date
                    .parse()
                    .map_err(|problem| format!("`until {}`: {problem}", shown(date)))?;
                until = Some((start, day));
            }
            _ if name.is_empty() => return Err("`allow` names no lint".to_owned()),
            _ => names.push((start, name)),
        }
    }
    if names.is_empty() {
        return Err("`allow` names no lint".to_owned());
    }
    Ok(Parsed {
        names,
        until,
        reason: reason.trim_matches([' ', '\t', ':']),
    })
}

/// The line a comment at byte `comment` speaks of.
fn target(file: FileId, text: &str, comment: usize) -> Span {
    let mut start = text
        .get(..comment)
        .and_then(|head| head.rfind('\n'))
        .map_or(0, |at| at + 1);
    loop {
        let tail = text.get(start..).unwrap_or_default();
        let line = tail.split('\n').next().unwrap_or_default();
        let content = line.trim();
        let end = start + line.trim_end().len();
        let next = start + line.len() + 1;
        let speaks = !content.is_empty() && !content.starts_with('#');
        if speaks || next >= text.len() {
            return Span::new(file, offset(start), offset(end));
        }
        start = next;
    }
}

#[cfg(test)]
mod tests {
    use crate::source::FileId;
    use crate::yaml::read;

    const TEXT: &str = "\
# clusterc: v1 was here
# clusterc: allow(first) for a while

# more
a: 1 # clusterc: allow(second, third) see #12
b: 'x # clusterc: allow(no) no'
c: |
  # clusterc: allow(no) no
d: e# clusterc:allow(no) no
";

    #[test]
    fn comments_speak_of_their_line_or_the_next() {
        let document = read(FileId(0), TEXT);
        assert!(
            document.diagnostics.is_empty(),
            "{:?}",
            document.diagnostics
        );
        let found: Vec<_> = document
            .allows
            .iter()
            .map(|allow| {
                let names: Vec<_> = allow.names.iter().map(|n| n.value.as_str()).collect();
                let line = &TEXT[allow.line.start as usize..allow.line.end as usize];
                (names, allow.reason.as_str(), line)
            })
            .collect();
        let line = "a: 1 # clusterc: allow(second, third) see #12";
        assert_eq!(
            found,
            [
                (vec!["first"], "for a while", line),
                (vec!["second", "third"], "see #12", line),
            ]
        );
        let third = &document.allows[1].names[1];
        assert_eq!(
            &TEXT[third.span.start as usize..third.span.end as usize],
            "third"
        );
    }

    #[test]
    fn wrong_comments_are_reported() {
        for (comment, words) in [
            ("# clusterc: alow(x) y", "not `allow`"),
            ("# clusterc: allow() y", "no lint"),
            ("# clusterc: allow(x, y", "not closed"),
            ("# clusterc: allow(until 2027-03-01) y", "no lint"),
            ("# clusterc: allow(until 2027-03-01, x) y", "the last"),
            ("# clusterc: allow(x, until) y", "a date such as"),
            ("# clusterc: allow(x, until May) y", "a date such as"),
            ("# clusterc: allow(x, until 2027-02-30) y", "no such day"),
        ] {
            let document = read(FileId(0), &format!("a: 1 {comment}\n"));
            let messages: Vec<_> = document.diagnostics.iter().map(|d| &d.message).collect();
            assert!(
                matches!(messages[..], [message] if message.contains(words)),
                "{comment}: {messages:?}"
            );
        }
    }

    #[test]
    fn an_allow_may_have_an_end() {
        for (text, whole) in [
            (
                "a: 1  # clusterc: allow(x,  until  2027-03-01 ) y",
                "  # clusterc: allow(x,  until  2027-03-01 ) y",
            ),
            (
                "  # clusterc: allow(x,until 2027-03-01) y\r\na: 1\r\n",
                "  # clusterc: allow(x,until 2027-03-01) y\r\n",
            ),
        ] {
            let document = read(FileId(0), text);
            let [allow] = &document.allows[..] else {
                panic!("{:?}", document.diagnostics);
            };
            let at = |span: crate::source::Span| &text[span.start as usize..span.end as usize];
            assert_eq!(allow.until.map(|until| at(until.span)), Some("2027-03-01"));
            assert_eq!(at(allow.names[0].span), "x");
            assert_eq!(at(allow.whole), whole);
        }
    }

    #[test]
    fn a_comment_is_read_once() {
        // A line of many would otherwise cost its square.
        let line = "# clusterc: allow(x) y ".repeat(3);
        let document = read(FileId(0), &line);
        assert_eq!(document.allows.len(), 1);
        assert_eq!(
            document.allows[0].reason,
            "y # clusterc: allow(x) y # clusterc: allow(x) y"
        );
    }
}
