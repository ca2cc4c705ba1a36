//! What a mistake of YAML syntax looks like to the person who made it.
//!
//! The parser knows where it could not go on; that is often after the mistake, or says what YAML
//! misses and not what was meant. Here the text around the place decides the words.

use super::decode::offset;
use super::limits;
use super::rules;
use crate::diagnostic::{Diagnostic, Rule};
use crate::source::{FileId, Span};

/// Why the parser could not go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    Tab,
    Tag,
    Depth,
    /// A `:` where no key can end.
    Colon,
    /// A line between keys without a `:`.
    NoColon,
    QuestionMark,
    KeyExpected,
    ItemExpected,
    ListOnKeyLine,
    DashInFlow,
    /// In a flow map or list (named by its end), neither `,` nor the end came.
    FlowSeparator(char),
    FlowUnclosed(char),
    FlowMismatch {
        open: char,
        close: char,
    },
    FlowStray,
    FlowIndent,
    Character(char),
    AnchorName,
    Directive,
    QuoteUnclosed,
    QuoteIndent,
    QuoteTrailing,
    Escape,
    BlockHeader,
    BlockIndent,
    CommentGlued,
    CommentInText,
    ByteOrderMark,
    Indentation,
    Space,
    AfterDocument,
    Other,
}

/// Where and why reading ended early.
#[derive(Debug)]
pub(super) struct SyntaxError {
    pub cause: Cause,
    /// A byte of the text, or its end.
    pub at: usize,
}

/// The mistake being described and the text around it.
struct Context<'t> {
    file: FileId,
    text: &'t str,
    at: usize,
}

impl<'t> Context<'t> {
    /// The text of the line up to the place.
    fn before(&self) -> &'t str {
        let head = self.text.get(..self.at).unwrap_or_default();
        head.rsplit('\n').next().unwrap_or_default()
    }

    /// The text of the line from the place on.
    fn after(&self) -> &'t str {
        let tail = self.text.get(self.at..).unwrap_or_default();
        tail.split(['\n', '\r']).next().unwrap_or_default()
    }

    fn line_start(&self) -> usize {
        self.at - self.before().len()
    }

    /// The last line above that holds more than blanks and comments, with its first byte.
    fn line_above(&self) -> Option<(usize, &'t str)> {
        let mut end = self.line_start().checked_sub(1)?;
        loop {
            let head = self.text.get(..end)?;
            let start = head.rfind('\n').map_or(0, |at| at + 1);
            let line = head.get(start..)?;
            let content = line.trim();
            if !content.is_empty() && !content.starts_with('#') {
                return Some((start, line));
            }
            end = start.checked_sub(1)?;
        }
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, offset(start), offset(end))
    }

    /// The content of a line as a span, without indentation and comment.
    fn content(&self, start: usize, line: &str) -> Span {
        let line = line.split(" #").next().unwrap_or_default();
        let blanks = line.len() - line.trim_start().len();
        let start = start + blanks;
        self.span(start, start + line.trim().len())
    }

    /// One character at `at`, nothing at the end of a line.
    fn character(&self, at: usize) -> Span {
        let next = self.text.get(at..).and_then(|tail| tail.chars().next());
        let len = next
            .filter(|c| !matches!(c, '\n' | '\r'))
            .map_or(0, char::len_utf8);
        self.span(at, at + len)
    }

    fn here(&self) -> Span {
        self.character(self.at)
    }

    fn syntax(&self, message: impl Into<String>) -> Diagnostic {
        self.of(&rules::YAML_SYNTAX, message)
    }

    fn of(&self, rule: &'static Rule, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(rule, self.here(), message)
    }
}

/// The diagnostic for a mistake of syntax.
pub(super) fn describe(file: FileId, text: &str, error: &SyntaxError) -> Diagnostic {
    let mut at = error.at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let c = Context { file, text, at };
    if let Some(found) = long_key(&c) {
        return found;
    }
    match error.cause {
        Cause::Tab => tab(&c),
        Cause::Tag => c
            .of(&rules::YAML_TAG, "text that begins with `!` is a YAML tag")
            .help("remove the tag, or put the text in quotes"),
        Cause::Depth => c.of(
            &rules::NESTED_TOO_DEEP,
            format!("lists and maps stand more than {} deep", limits::MAX_DEPTH),
        ),
        Cause::Colon => colon(&c),
        Cause::NoColon => c
            .syntax("this line stands among keys but has no `:` after its key")
            .help("write `key: value`; a key and its `:` stand on one line"),
        Cause::QuestionMark => c
            .syntax("text that begins with `? ` is a key of its own line in YAML")
            .help("put the text in quotes"),
        Cause::KeyExpected => key_expected(&c),
        Cause::ItemExpected => c
            .syntax("a list item `- ` was expected here")
            .help("begin the line with `- `, or indent it to belong to the item above"),
        Cause::ListOnKeyLine => c
            .syntax("a `- ` list cannot begin here, in the middle of a line")
            .help("begin the list on the next line, or write it as `[a, b]`"),
        Cause::DashInFlow => c
            .syntax("inside `[…]` and `{…}` items are separated with commas, not with `-`")
            .help("remove the `-`, or put the text in quotes"),
        Cause::FlowSeparator(end) => flow_separator(&c, end),
        Cause::FlowUnclosed(open) => c
            .syntax(format!("`{open}` is never closed"))
            .help(format!("close it with `{}`", closing(open))),
        Cause::FlowMismatch { open, close } => c
            .syntax(format!("`{open}` is closed with `{close}`"))
            .help(format!("close it with `{}`", closing(open))),
        Cause::FlowStray => flow_stray(&c),
        Cause::FlowIndent => c
            .syntax("the lines of a `[…]` or `{…}` are not indented enough")
            .help("indent them deeper than the key they belong to"),
        Cause::Character(',') => c
            .syntax("a value cannot begin with `,`")
            .help("put the text in quotes, or remove the comma"),
        Cause::Character(found) => c
            .syntax(format!("a value cannot begin with `{found}`"))
            .help(quote(c.after())),
        Cause::AnchorName => c
            .syntax("`*` and `&` begin an alias and an anchor, but no name follows")
            .help(quote(c.after())),
        Cause::Directive => c
            .syntax("a line that begins with `%` is a YAML directive; a profile has none")
            .help("remove the line"),
        Cause::QuoteUnclosed => quote_unclosed(&c),
        Cause::QuoteIndent => c
            .syntax("the lines of a quoted text are not indented enough")
            .help("indent them deeper than the key they belong to"),
        Cause::QuoteTrailing => c
            .syntax("text follows the closing quote")
            .help("put all of the value in one pair of quotes; inside `'…'` a quote is `''`, inside `\"…\"` it is `\\\"`"),
        Cause::Escape => escape(&c),
        Cause::BlockHeader => c
            .syntax("`|` and `>` begin a text on the lines below, and something else follows on this line")
            .help("begin the text on the next line, or put it in quotes"),
        Cause::BlockIndent => c
            .syntax("a line of the text below `|` or `>` is not indented like its first line")
            .help("indent all lines of the text alike"),
        Cause::CommentGlued => c
            .syntax("a `#` right after a value does not begin a comment")
            .help("put a space before the `#`"),
        Cause::CommentInText => c
            .syntax("a comment stands in the middle of a text of several lines")
            .help("move the comment above the text, or put the text in quotes"),
        Cause::ByteOrderMark => c
            .syntax("a byte order mark (U+FEFF) stands inside the file")
            .help("remove the invisible character"),
        Cause::Indentation => c
            .syntax("the indentation fits no line above")
            .help("indent the keys of one map alike"),
        Cause::Space => c
            .syntax("a space is missing")
            .help("put a space after `:` and after `-`"),
        Cause::AfterDocument => c
            .syntax("text follows the end of the document")
            .help("remove the line that begins with `...`, or the text"),
        Cause::Other if at >= text.trim_end().len() => {
            c.syntax("the file ends where YAML expects more")
        }
        Cause::Other => other(&c),
    }
}

/// The parser looks for the `:` of a key no further than a key may be long, and then takes the
/// key for something else.
fn long_key(c: &Context<'_>) -> Option<Diagnostic> {
    let start = c.line_start();
    let line = format!("{}{}", c.before(), c.after());
    let key = line
        .split_once(": ")
        .map_or_else(|| line.strip_suffix(':'), |(key, _)| Some(key))?;
    let key = key.trim_start();
    let at = start + line.len() - line.trim_start().len();
    let quoted = key.len() > 1 && key.starts_with(['"', '\'']) && key.ends_with(['"', '\'']);
    let is_key = quoted || !key.contains(['"', '\'', '{', ' ']);
    (is_key && key.len() > limits::MAX_KEY_BYTES)
        .then(|| too_long(c.span(at, at + key.len()), key.len()))
}

/// A key that is longer than a key may be.
pub(super) fn too_long(span: Span, bytes: usize) -> Diagnostic {
    let most = limits::MAX_KEY_BYTES;
    let message = format!("this key has {bytes} bytes; a key has at most {most}");
    Diagnostic::new(&rules::KEY_TOO_LONG, span, message).help("shorten the key, or make it a value")
}

/// Characters that have a meaning of their own where a value begins.
fn other(c: &Context<'_>) -> Diagnostic {
    match c.after().chars().next() {
        Some(',') => c
            .syntax("a value cannot begin with `,`")
            .help("put the text in quotes, or remove the comma"),
        _ => c
            .syntax("this is not YAML that can be read")
            .help("if it is text, put it in quotes"),
    }
}

fn tab(c: &Context<'_>) -> Diagnostic {
    // The parser stops after the tab, or at the text that the tab's line continues.
    let tab = c.before().find('\t').map_or_else(
        || {
            let tail = c.text.get(c.at..).unwrap_or_default();
            tail.find('\t').map_or(c.at, |found| c.at + found)
        },
        |found| c.line_start() + found,
    );
    Diagnostic::new(
        &rules::TAB_INDENTATION,
        c.character(tab),
        "a tab indents this line",
    )
    .help("indent with spaces; two for each level are usual")
}

fn colon(c: &Context<'_>) -> Diagnostic {
    let before = c.before();
    if let Some(first) = before.find(": ") {
        let value = before.get(first + 2..).unwrap_or_default().trim_start();
        let whole = format!("{value}{}", c.after());
        return c
            .syntax("a second `: ` on the line: a value that holds one needs quotes")
            .help(quote(&whole));
    }
    let Some((start, line)) = c.line_above() else {
        return c
            .syntax("no key can end here")
            .help("if the `:` belongs to a text, put the text in quotes");
    };
    let above = c.content(start, line);
    let content = line.trim();
    if !content.contains(": ") && !content.ends_with(':') {
        return Diagnostic::new(
            &rules::YAML_SYNTAX,
            above,
            if content.contains(':') {
                "a space is missing after the `:`"
            } else {
                "this line stands among keys but has no `:` after its key"
            },
        )
        .label(c.here(), "noticed here")
        .help("write `key: value`, with a space after the `:`");
    }
    let own = c.content(c.line_start(), before);
    let unclosed = |open, close| content.matches(open).count() > content.matches(close).count();
    for (open, close) in [('[', ']'), ('{', '}')] {
        if unclosed(open, close) {
            return c
                .syntax(format!("a `{open}` above is not closed before this line"))
                .label(above, "it may be here")
                .help(format!("close it with `{close}`"));
        }
    }
    Diagnostic::new(
        &rules::YAML_SYNTAX,
        own,
        "this key is indented below a key that already has a value",
    )
    .label(above, "the line above")
    .help("indent the key like its neighbours")
}

fn key_expected(c: &Context<'_>) -> Diagnostic {
    let dash = c.before().trim_start() == "- " || c.after().starts_with("- ");
    if dash {
        let own = c.content(c.line_start(), &format!("{}{}", c.before(), c.after()));
        return Diagnostic::new(
            &rules::YAML_SYNTAX,
            own,
            "a list item stands where a key is expected",
        )
        .help("indent the list below its key, or write `key: value`");
    }
    c.syntax("the indentation fits no map above, or the line has no key")
        .help("indent the keys of one map alike; to continue a text of several lines, quote it or use `|`")
}

fn flow_separator(c: &Context<'_>, end: char) -> Diagnostic {
    let glued = !c.before().ends_with([' ', '\t', ',', '[', '{']);
    match c.after().chars().next() {
        Some(open @ ('[' | '{')) if glued => c
            .syntax(format!(
                "inside `{{…}}` and `[…]` a text with `{open}` needs quotes"
            ))
            .help(format!("write it like {}", example(open))),
        Some(':') => c
            .syntax(format!("`,` or `{end}` is missing before this `:`"))
            .help("separate what stands in `{…}` with commas; close the bracket before the next line"),
        None => c
            .syntax(format!("`,` or `{end}` is missing"))
            .help(format!("close the bracket with `{end}`")),
        _ => c
            .syntax(format!("`,` or `{end}` is missing before this"))
            .help("separate items with commas; put a text in quotes if it holds `[`, `]`, `{`, `}` or `,`"),
    }
}

fn example(open: char) -> &'static str {
    if open == '[' {
        "`\"w[1-3]\"`"
    } else {
        "`\"a{b}\"`"
    }
}

fn flow_stray(c: &Context<'_>) -> Diagnostic {
    let close = c.after().chars().next().unwrap_or(']');
    let before = c.before();
    let open = if close == '}' { '{' } else { '[' };
    // `w1 {roles: [x]}`: without a `:` the bracket is part of the text.
    if let Some(found) = before.find(open)
        && !before.get(..found).unwrap_or_default().contains(": ")
    {
        let at = c.line_start() + found;
        return Diagnostic::new(
            &rules::YAML_SYNTAX,
            c.character(at),
            format!("a `:` is missing before this `{open}`"),
        )
        .label(c.here(), "noticed here")
        .help("write `key: ` before it");
    }
    c.syntax(format!("`{close}` closes nothing"))
        .help("remove it, or put the text in quotes")
}

fn quote_unclosed(c: &Context<'_>) -> Diagnostic {
    let mark = c.after().chars().next().unwrap_or('"');
    let found = c.syntax(format!("this {mark} is never closed"));
    if mark == '\'' {
        found.help("close it; inside `'…'` a quote is written `''`")
    } else {
        found.help("close it; inside `\"…\"` a quote is written `\\\"`")
    }
}

fn escape(c: &Context<'_>) -> Diagnostic {
    // The parser gives the opening quote.
    let tail = c.after();
    let mut chars = tail.char_indices();
    let mut at = None;
    while let Some((found, character)) = chars.next() {
        if character == '\\' {
            let next = chars.next().map_or(' ', |(_, next)| next);
            if !"0abtnvfre \"/\\N_LP".contains(next) {
                at = Some(found);
                break;
            }
        }
    }
    let start = c.at + at.unwrap_or(0);
    let len = at.map_or(1, |found| {
        tail.get(found..)
            .map_or(1, |rest| rest.chars().take(2).map(char::len_utf8).sum())
    });
    Diagnostic::new(
        &rules::YAML_SYNTAX,
        c.span(start, start + len),
        "this is not an escape that double quotes know",
    )
    .help("write a backslash as `\\\\`, or use single quotes, where it stands for itself")
}

const fn closing(open: char) -> char {
    if open == '{' { '}' } else { ']' }
}

/// Advice to quote a value, shown with the value when that is short and simple.
fn quote(value: &str) -> String {
    let value = value.split(" #").next().unwrap_or_default().trim_end();
    if value.is_empty() || value.len() > 60 || value.contains(['"', '\\']) {
        "if it is text, put it in quotes".to_owned()
    } else {
        format!("if it is text, put it in quotes: `\"{value}\"`")
    }
}

#[cfg(test)]
mod tests {
    use crate::source::FileId;
    use crate::yaml::read;

    /// Text, the text underlined, and words of the message or help.
    const MISTAKES: &[(&str, &str, &str)] = &[
        ("a: b: c\n", ":", "\"b: c\""),
        ("a:\n\tb: 1\n", "\t", "tab"),
        ("a: 1\n\tb: 2\n", "\t", "tab"),
        ("a: |\n\tx\n", "\t", "tab"),
        ("a: [1, 2\nb: 3\n", ":", "`[` above is not closed"),
        ("a: {b: r[1-2]}\n", "[", "needs quotes"),
        ("a: [r[1-2], x]\n", "[", "needs quotes"),
        ("a: 'x\nb: 1\n", "'", "never closed"),
        ("a: 1\nfoo bar\nb: 2\n", "f", "no `:`"),
        ("a:1\nb: 2\n", "a:1", "space is missing"),
        ("foo bar\nb: 2\n", "foo bar", "no `:`"),
        ("a: @x\n", "@", "\"@x\""),
        ("a: `x\n", "`", "quotes"),
        ("a: %x # c\n", "%", "\"%x\""),
        ("a: *\n", "*", "no name follows"),
        ("a: 1\n  b: 2\n", "b", "already has a value"),
        ("a:\n    b: 1\n  c: 2\n", "c", "fits no map"),
        ("a: }\n", "}", "closes nothing"),
        ("a: [1}\n", "[", "closed with `}`"),
        ("a: \"x\\q\"\n", "\\q", "not an escape"),
        ("%YAML 1.2\n---\na: 1\n", "%", "directive"),
        ("a: !x!y z\n", "!", "tag"),
        ("a: - b\n", "-", "next line"),
        ("a: 'x' y\n", "y", "follows the closing quote"),
        ("a: 1\n- b\n", "- b", "list item"),
        ("- a\nb: 1\n", "b", "list item"),
        ("a: |x\n b\n", "|", "follows on this line"),
        ("a: {b: 1 c: 2}\n", ":", "missing before"),
        ("a: {b: 1\nc: 2\n", ":", "missing before"),
        ("a: [a]#c\n", "#", "space before"),
        ("h:\n  w1 {roles: [x]}\n", "{", "`:` is missing"),
        ("a: ,\n", ",", "begin with `,`"),
        ("a: [1,\n", "[", "never closed"),
    ];

    #[test]
    fn mistakes_are_told_where_they_are() {
        for &(text, underlined, words) in MISTAKES {
            let document = read(FileId(0), text);
            let [found] = &document.diagnostics[..] else {
                panic!("{text:?}: {:?}", document.diagnostics);
            };
            let span = found.primary.span;
            let said = format!("{} {}", found.message, found.help.join(" "));
            assert!(said.contains(words), "{text:?}: {said}");
            assert_eq!(
                text.get(span.start as usize..span.end as usize),
                Some(underlined),
                "{text:?}: {said}"
            );
            assert!(document.root.is_none(), "{text:?}");
        }
    }
}
