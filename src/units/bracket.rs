//! Bracketed text: `w[001-200]`, `[1,3,7-9]`, `[0-30/2]`.
//!
//! Keeps the ranges, not the items: a pattern of many names is as small as its text.

use std::fmt;

use super::scalar::{leading_zero, split_digits};

/// How many texts a pattern may stand for.
pub const EXPANSION_LIMIT: usize = 100_000;

/// More digits than any number of machines has; the values fit a `u64`.
pub(super) const MAX_DIGITS: usize = 18;

/// Text with any number of brackets, each of which stands for several texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// What stands before each bracket, and what follows the last one: always one more.
    literals: Vec<String>,
    brackets: Vec<Bracket>,
    len: usize,
}

/// The items of one pair of brackets, in the order written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bracket {
    runs: Vec<Run>,
    len: usize,
}

/// Evenly spaced numbers, printed with at least `width` digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    first: u64,
    step: u64,
    len: usize,
    width: usize,
    /// How many items the bracket has before this run.
    before: usize,
}

/// One text of a pattern, with the index of the item each bracket took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expanded {
    pub text: String,
    pub picks: Vec<u32>,
}

/// What is wrong with a bracketed text, and at which bytes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternError {
    pub offset: usize,
    pub len: usize,
    pub message: String,
}

impl PatternError {
    pub(super) fn new(offset: usize, len: usize, message: impl Into<String>) -> Self {
        Self {
            offset,
            len,
            message: message.into(),
        }
    }

    /// The same error in a text that has `by` bytes before this one.
    pub(super) fn shifted(mut self, by: usize) -> Self {
        self.offset += by;
        self
    }
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for PatternError {}

impl Run {
    fn value(self, index: usize) -> u64 {
        self.first + self.step * index as u64
    }

    fn last(self) -> u64 {
        self.value(self.len.saturating_sub(1))
    }

    fn text(self, index: usize) -> String {
        let width = self.width;
        format!("{:0width$}", self.value(index))
    }

    fn position(self, value: u64) -> Option<usize> {
        let distance = value.checked_sub(self.first)?;
        let index = usize::try_from(distance / self.step).ok()?;
        (distance.is_multiple_of(self.step) && index < self.len).then_some(index)
    }
}

impl Bracket {
    /// Number of items.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// A bracket has at least one item; here for those who ask.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The text of one item.
    #[must_use]
    pub fn item(&self, index: usize) -> Option<String> {
        let after = self.runs.partition_point(|run| run.before <= index);
        let run = self.runs.get(after.checked_sub(1)?)?;
        let index = index - run.before;
        (index < run.len).then(|| run.text(index))
    }

    /// The texts of all items, in order.
    pub fn items(&self) -> impl Iterator<Item = String> {
        self.runs
            .iter()
            .flat_map(|run| (0..run.len).map(|index| run.text(index)))
    }

    /// Which item `text` is.
    #[must_use]
    pub fn position(&self, text: &str) -> Option<usize> {
        if text.is_empty() || text.len() > MAX_DIGITS || !text.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let value = text.parse().ok()?;
        let padded = leading_zero(text);
        for run in &self.runs {
            let same_spelling = if padded {
                run.width == text.len()
            } else {
                run.width <= text.len()
            };
            if let Some(index) = run.position(value).filter(|_| same_spelling) {
                return Some(run.before + index);
            }
        }
        None
    }

    /// The lengths an item's text can have.
    pub(super) fn text_lengths(&self) -> std::ops::RangeInclusive<usize> {
        let length = |value: u64, width: usize| decimal_len(value).max(width);
        let shortest = self.runs.iter().map(|r| length(r.first, r.width)).min();
        let longest = self.runs.iter().map(|r| length(r.last(), r.width)).max();
        shortest.unwrap_or(1)..=longest.unwrap_or(1)
    }
}

pub(super) fn decimal_len(value: u64) -> usize {
    value.checked_ilog10().unwrap_or(0) as usize + 1
}

impl Pattern {
    /// Reads a text with brackets; `[[` is a literal `[`.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        let mut literals = Vec::new();
        let mut brackets = Vec::new();
        let mut literal = String::new();
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let Some(open) = rest.find('[') else {
                literal.push_str(rest);
                break;
            };
            literal.push_str(rest.get(..open).unwrap_or_default());
            let inside = rest.get(open + 1..).unwrap_or_default();
            if inside.starts_with('[') {
                literal.push('[');
                at += open + 2;
                continue;
            }
            let Some(close) = inside.find(']') else {
                return Err(PatternError::new(
                    at + open,
                    rest.len() - open,
                    "this `[` is never closed: write `]`, or `[[` for a literal `[`",
                ));
            };
            let items = inside.get(..close).unwrap_or_default();
            brackets.push(parse_bracket(items).map_err(|e| e.shifted(at + open + 1))?);
            literals.push(std::mem::take(&mut literal));
            at += open + close + 2;
        }
        literals.push(literal);
        let len = brackets
            .iter()
            .try_fold(1_usize, |product, bracket| product.checked_mul(bracket.len))
            .filter(|&len| len <= EXPANSION_LIMIT)
            .ok_or_else(|| {
                let factors: Vec<_> = brackets.iter().map(|b| b.len.to_string()).collect();
                PatternError::new(
                    0,
                    text.len(),
                    format!(
                        "`{text}` stands for {} texts, more than {EXPANSION_LIMIT}: write smaller ranges",
                        factors.join(" × ")
                    ),
                )
            })?;
        Ok(Self {
            literals,
            brackets,
            len,
        })
    }

    /// A pattern that is just this text, brackets or not.
    #[must_use]
    pub fn literal(text: impl Into<String>) -> Self {
        Self {
            literals: vec![text.into()],
            brackets: Vec::new(),
            len: 1,
        }
    }

    /// How many texts it stands for: at least one, at most [`EXPANSION_LIMIT`].
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// A pattern stands for at least one text; here for those who ask.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    #[must_use]
    pub fn brackets(&self) -> &[Bracket] {
        &self.brackets
    }

    /// What stands before each bracket, and after the last: one more than there are brackets.
    pub(super) fn literals(&self) -> &[String] {
        &self.literals
    }

    /// All texts; the last bracket runs fastest.
    #[must_use]
    pub const fn expand(&self) -> Expand<'_> {
        Expand {
            pattern: self,
            next: 0,
        }
    }

    /// The text at `index` of [`Self::expand`].
    #[must_use]
    pub fn nth(&self, index: usize) -> Option<Expanded> {
        if index >= self.len {
            return None;
        }
        let mut picks = vec![0; self.brackets.len()];
        let mut rest = index;
        for (pick, bracket) in picks.iter_mut().zip(&self.brackets).rev() {
            *pick = u32::try_from(rest % bracket.len).ok()?;
            rest /= bracket.len;
        }
        Some(Expanded {
            text: self.text_of(&picks),
            picks,
        })
    }

    /// The text in which each bracket takes the item of `picks`.
    pub(super) fn text_of(&self, picks: &[u32]) -> String {
        let mut text = String::new();
        for (at, literal) in self.literals.iter().enumerate() {
            text.push_str(literal);
            let item = self.brackets.get(at).zip(picks.get(at));
            if let Some(item) = item.and_then(|(bracket, &pick)| bracket.item(pick as usize)) {
                text.push_str(&item);
            }
        }
        text
    }
}

/// Iterates over the texts of a pattern.
#[derive(Debug, Clone)]
pub struct Expand<'a> {
    pattern: &'a Pattern,
    next: usize,
}

impl Iterator for Expand<'_> {
    type Item = Expanded;

    fn next(&mut self) -> Option<Expanded> {
        let expanded = self.pattern.nth(self.next)?;
        self.next += 1;
        Some(expanded)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.pattern.len - self.next;
        (left, Some(left))
    }
}

impl ExactSizeIterator for Expand<'_> {}

/// Reads what stands between `[` and `]`.
fn parse_bracket(text: &str) -> Result<Bracket, PatternError> {
    let mut runs = Vec::new();
    let mut at = 0;
    let mut len = 0_usize;
    for item in text.split(',') {
        let mut run =
            parse_run(item).map_err(|message| PatternError::new(at, item.len(), message))?;
        at += item.len() + 1;
        run.before = len;
        len = len.saturating_add(run.len);
        runs.push(run);
    }
    if len > EXPANSION_LIMIT {
        return Err(PatternError::new(
            0,
            text.len(),
            format!(
                "`[{text}]` has {len} items, more than {EXPANSION_LIMIT}: write a smaller range"
            ),
        ));
    }
    if let Some(twice) = repeated(&runs) {
        return Err(PatternError::new(
            0,
            text.len(),
            format!("`[{text}]` has `{twice}` twice: write each item once"),
        ));
    }
    Ok(Bracket { runs, len })
}

/// An item that two of the runs share.
fn repeated(runs: &[Run]) -> Option<String> {
    let mut sorted: Vec<&Run> = runs.iter().collect();
    sorted.sort_by_key(|run| run.first);
    let apart = sorted.iter().zip(sorted.iter().skip(1));
    if apart.into_iter().all(|(one, next)| one.last() < next.first) {
        return None;
    }
    let mut items: Vec<(u64, usize)> = runs
        .iter()
        .flat_map(|run| {
            (0..run.len)
                .map(|index| run.value(index))
                .map(|v| (v, run.width))
        })
        .map(|(value, width)| (value, decimal_len(value).max(width)))
        .collect();
    items.sort_unstable();
    let mut pairs = items.iter().zip(items.iter().skip(1));
    let (&(value, width), _) = pairs.find(|(one, other)| one == other)?;
    Some(format!("{value:0width$}"))
}

/// `7`, `1-12` or `0-30/2`.
fn parse_run(item: &str) -> Result<Run, String> {
    let (first, rest) = split_digits(item);
    if first.is_empty() {
        return Err(if item.is_empty() {
            "an item is missing here: write a number or a range, as in `[1-12]`".into()
        } else {
            format!(
                "`{item}` is not a number: brackets hold digits only, as in `[1-12]`; a literal `[` is `[[`"
            )
        });
    }
    let Some(rest) = rest.strip_prefix('-') else {
        return if rest.is_empty() {
            new_run(item, first, first, 1)
        } else {
            Err(format!(
                "`{item}` is not a number: write items as in `[1,3,7-9]`, without blanks"
            ))
        };
    };
    let (last, rest) = split_digits(rest);
    let step = match rest.strip_prefix('/') {
        Some(step) => step
            .parse()
            .ok()
            .filter(|&s: &u64| s > 0 && !step.starts_with('+')),
        None => rest.is_empty().then_some(1),
    };
    match step {
        Some(step) if !last.is_empty() => new_run(item, first, last, step),
        _ => Err(format!(
            "`{item}` is not a range: write it as in `1-12`, or `0-30/2` for every second"
        )),
    }
}

fn new_run(item: &str, first: &str, last: &str, step: u64) -> Result<Run, String> {
    if first.len() > MAX_DIGITS || last.len() > MAX_DIGITS {
        return Err(format!(
            "`{item}` is too large: write at most {MAX_DIGITS} digits"
        ));
    }
    let padded = leading_zero(first) || leading_zero(last);
    if padded && first.len() != last.len() {
        let width = first.len().max(last.len());
        return Err(format!(
            "the ends of `{item}` differ in width: write `{first:0>width$}-{last:0>width$}`, or no zeros in front"
        ));
    }
    let width = if padded { first.len() } else { 0 };
    let (Ok(first), Ok(last)) = (first.parse::<u64>(), last.parse::<u64>()) else {
        return Err(format!("`{item}` is too large"));
    };
    let Some(distance) = last.checked_sub(first) else {
        return Err(format!(
            "`{item}` runs backwards: write the smaller number first"
        ));
    };
    let len = usize::try_from(distance / step)
        .ok()
        .and_then(|steps| steps.checked_add(1))
        .ok_or_else(|| format!("`{item}` has too many items: write a smaller range"))?;
    Ok(Run {
        first,
        step,
        len,
        width,
        before: 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(pattern: &str) -> Vec<String> {
        let pattern = Pattern::parse(pattern).expect(pattern);
        let all: Vec<_> = pattern.expand().map(|expanded| expanded.text).collect();
        assert_eq!(all.len(), pattern.len());
        all
    }

    #[test]
    fn expands() {
        for (pattern, expected) in [
            ("m1", "m1"),
            ("", ""),
            ("w[1-3]", "w1 w2 w3"),
            ("w[08-11].x", "w08.x w09.x w10.x w11.x"),
            ("w[9-11]", "w9 w10 w11"),
            ("[1,3,7-9]", "1 3 7 8 9"),
            ("[0-6/2]", "0 2 4 6"),
            ("[0-7/3]", "0 3 6"),
            ("a[1-2]b[3,04]", "a1b3 a1b04 a2b3 a2b04"),
            ("[[1-2]", "[1-2]"),
            ("[[[1-2]]", "[1] [2]"),
            ("é[1]é", "é1é"),
        ] {
            assert_eq!(texts(pattern).join(" "), expected, "{pattern}");
        }
        let picks: Vec<_> = Pattern::parse("a[1-2]b[3,4]")
            .expect("pattern")
            .expand()
            .map(|expanded| expanded.picks)
            .collect();
        assert_eq!(picks, [[0, 0], [0, 1], [1, 0], [1, 1]]);
    }

    #[test]
    fn refusals_have_their_place() {
        for (pattern, place, part) in [
            ("w[1-", "[1-", "never closed"),
            ("w[]", "", "an item is missing"),
            ("w[1,,2]", "", "an item is missing"),
            ("w[a-c]", "a-c", "digits only"),
            ("w[1, 2]", " 2", "digits only"),
            ("w[1-2x]", "1-2x", "is not a range"),
            ("w[1x]", "1x", "is not a number"),
            ("w[4-1]", "4-1", "runs backwards"),
            ("w[1-9/0]", "1-9/0", "is not a range"),
            ("w[01-100]", "01-100", "write `001-100`"),
            ("w[1-010]", "1-010", "write `001-010`"),
            ("w[1-3,2]", "1-3,2", "has `2` twice"),
            ("w[08-12,11]", "08-12,11", "has `11` twice"),
            ("w[1-2000000]", "1-2000000", "has 2000000 items"),
            ("w[0-999999999999999999]", "0-999999999999999999", "items"),
            ("w[1234567890123456789]", "1234567890123456789", "too large"),
            ("[1-2000][1-2000]", "[1-2000][1-2000]", "2000 × 2000 texts"),
        ] {
            let error = Pattern::parse(pattern).expect_err(pattern);
            let marked = &pattern[error.offset..error.offset + error.len];
            assert_eq!(marked, place, "{pattern}");
            assert!(error.message.contains(part), "{pattern}: {error}");
        }
    }

    #[test]
    fn same_numbers_in_two_spellings_are_two_items() {
        assert_eq!(texts("[1,01]"), ["1", "01"]);
    }

    proptest! {
        #[test]
        fn never_panics(text in "[\\[\\]0-9,/a*-]{0,12}") {
            if let Ok(pattern) = Pattern::parse(&text) {
                prop_assert!(pattern.expand().take(50).count() <= 50);
            }
        }

        #[test]
        fn position_finds_every_item(first in 0_u64..200, len in 1_u64..50, step in 1_u64..4, width in 0_usize..5) {
            let last = first + len;
            let text = format!("[{first:0width$}-{last:0width$}/{step}]");
            if let Ok(pattern) = Pattern::parse(&text) {
                let bracket = &pattern.brackets()[0];
                for (at, item) in bracket.items().enumerate() {
                    prop_assert_eq!(bracket.position(&item), Some(at));
                    prop_assert!(bracket.text_lengths().contains(&item.len()));
                    prop_assert_eq!(bracket.item(at), Some(item));
                }
            }
        }
    }
}
