//! A sorted tab-separated table, searched as it is.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::OnceLock;

/// A table of facts: a header line, then rows sorted by their first cell.
#[derive(Debug)]
pub struct Table {
    text: &'static str,
    rows: OnceLock<Rows>,
    /// First cells in the order that case does not matter to.
    folded: OnceLock<Vec<&'static str>>,
    /// First cells that are patterns, by the first letter of what they begin with.
    shapes: OnceLock<HashMap<u8, Vec<Shape>>>,
}

/// A pattern such as `a.<x>.b`, and what is before its first parameter and after its last.
#[derive(Debug)]
pub(super) struct Shape {
    pub pattern: &'static str,
    pub row: &'static str,
    head: &'static str,
    tail: &'static str,
}

impl Shape {
    fn new(pattern: &'static str, row: &'static str) -> Self {
        let (head, _) = pattern.split_once('<').unwrap_or((pattern, ""));
        let (_, tail) = pattern.rsplit_once('>').unwrap_or(("", ""));
        Self {
            pattern,
            row,
            head,
            tail,
        }
    }

    /// Whether a key begins and ends like it, in whatever case.
    fn may_be(&self, key: &str) -> bool {
        let key = key.as_bytes();
        let (head, tail) = (self.head.as_bytes(), self.tail.as_bytes());
        let Some(rest) = key.len().checked_sub(tail.len()) else {
            return false;
        };
        let begins = key.get(..head.len());
        rest >= head.len()
            && begins.is_some_and(|begins| begins.eq_ignore_ascii_case(head))
            && key
                .get(rest..)
                .is_some_and(|ends| ends.eq_ignore_ascii_case(tail))
    }
}

/// What a pattern without a literal beginning goes by.
const NO_HEAD: u8 = b'<';

fn first_letter(text: &str) -> u8 {
    text.bytes()
        .next()
        .map_or(NO_HEAD, |byte| byte.to_ascii_lowercase())
}

fn compare_folded(one: &str, other: &str) -> Ordering {
    one.bytes()
        .map(|byte| byte.to_ascii_lowercase())
        .cmp(other.bytes().map(|byte| byte.to_ascii_lowercase()))
}

/// The rows, and the first cell of each, by which they are found.
#[derive(Debug)]
struct Rows {
    whole: Vec<&'static str>,
    keys: Vec<&'static str>,
}

impl Table {
    /// For a product that has nothing to say.
    #[must_use]
    pub const fn empty() -> Self {
        Self::new("")
    }

    /// A table over an embedded text.
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        Self {
            text,
            rows: OnceLock::new(),
            folded: OnceLock::new(),
            shapes: OnceLock::new(),
        }
    }

    fn read(&self) -> &Rows {
        self.rows.get_or_init(|| {
            let whole: Vec<_> = self.text.lines().skip(1).collect();
            let keys = whole.iter().map(|row| first(row)).collect();
            Rows { whole, keys }
        })
    }

    /// All rows, without the header.
    pub fn rows(&self) -> &[&'static str] {
        &self.read().whole
    }

    /// The first cells of all rows.
    pub(super) fn keys(&self) -> &[&'static str] {
        &self.read().keys
    }

    /// The first of the first cells that are `key` in some case.
    pub(super) fn spelling(&self, key: &str) -> Option<&'static str> {
        let folded = self.folded.get_or_init(|| {
            let mut keys = self.keys().to_vec();
            keys.sort_by(|one, other| compare_folded(one, other));
            keys
        });
        let at = folded.partition_point(|have| compare_folded(have, key).is_lt());
        let found = folded.get(at).copied();
        found.filter(|have| have.eq_ignore_ascii_case(key))
    }

    /// The patterns that begin and end like a key, in the order of the table.
    pub(super) fn shapes<'k>(&self, key: &'k str) -> impl Iterator<Item = &Shape> + use<'_, 'k> {
        let shapes = self.shapes.get_or_init(|| {
            let mut shapes: HashMap<u8, Vec<Shape>> = HashMap::new();
            for (pattern, row) in self.keys().iter().zip(self.rows()) {
                let shape = Shape::new(pattern, row);
                let letter = first_letter(shape.head);
                shapes.entry(letter).or_default().push(shape);
            }
            shapes
        });
        let letter = first_letter(key);
        // Where `<` stands among letters is where the table has these patterns.
        let [first, second] = if letter < NO_HEAD {
            [letter, NO_HEAD]
        } else {
            [NO_HEAD, letter]
        };
        let second = (first != second).then_some(second);
        [Some(first), second]
            .into_iter()
            .flatten()
            .filter_map(|letter| shapes.get(&letter))
            .flatten()
            .filter(move |shape| shape.may_be(key))
    }

    /// The rows whose first cell is `key`.
    pub fn find(&self, key: &str) -> &[&'static str] {
        let Rows { whole, keys } = self.read();
        let start = keys.partition_point(|first| *first < key);
        let found = keys.get(start..).unwrap_or_default();
        let count = found.iter().take_while(|first| **first == key).count();
        whole.get(start..start + count).unwrap_or_default()
    }
}

/// The rows whose first cell is a pattern that `key` is of, groups of the longest pattern first:
/// the key itself, then how it begins, followed by `*`.
pub(super) fn by_pattern<'a>(
    table: &'static Table,
    key: &'a str,
) -> impl Iterator<Item = &'static [&'static str]> + use<'a> {
    let beginnings = (0..=key.len()).rev().filter_map(move |end| key.get(..end));
    std::iter::once(table.find(key))
        .chain(beginnings.map(|beginning| table.find(&format!("{beginning}*"))))
        .filter(|rows| !rows.is_empty())
}

/// The first cell of a row.
pub(super) fn first(row: &str) -> &str {
    row.split('\t').next().unwrap_or_default()
}

/// The cell at `index` of a row; empty where the row has none.
pub(super) fn cell(row: &'static str, index: usize) -> &'static str {
    row.split('\t').nth(index).unwrap_or_default()
}
