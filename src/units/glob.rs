//! Names with `*`, which stands for any text, and brackets.

use std::fmt;

use super::bracket::{Bracket, Pattern};

/// A pattern with at least one `*`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlobPattern {
    text: String,
    pattern: Pattern,
    /// Bytes of the shortest name it can stand for.
    shortest: usize,
}

impl GlobPattern {
    /// `pattern` is what `text` says.
    pub(super) fn new(text: impl Into<String>, pattern: Pattern) -> Self {
        let literals = pattern.literals().iter();
        let text_of_literals: usize = literals
            .map(|text| text.bytes().filter(|&byte| byte != b'*').count())
            .sum();
        let items = pattern.brackets().iter();
        let text_of_items: usize = items
            .map(|bracket| bracket.text_lengths().min().unwrap_or(0))
            .sum();
        Self {
            text: text.into(),
            pattern,
            shortest: text_of_literals + text_of_items,
        }
    }

    #[must_use]
    pub fn brackets(&self) -> &[Bracket] {
        self.pattern.brackets()
    }

    /// One pattern without brackets for each combination of items, to find those that match
    /// nothing.
    pub fn each(&self) -> impl Iterator<Item = Self> {
        self.pattern.expand().map(|expanded| {
            let text = expanded.text.replace('[', "[[");
            Self::new(text, Pattern::literal(expanded.text))
        })
    }

    /// Whether this stands for `name`.
    ///
    /// Never backtracks: the places of `name` that can be reached are carried from piece to
    /// piece, so the time grows with the length of the pattern times that of the name.
    #[must_use]
    pub fn matches(&self, name: &str) -> bool {
        let literals = self.pattern.literals();
        let prefix = literals.first().and_then(|first| first.split('*').next());
        if !name.starts_with(prefix.unwrap_or_default()) || name.len() < self.shortest {
            return false;
        }
        if let ([literal], []) = (literals, self.pattern.brackets()) {
            return matches_plain(literal, name);
        }
        let mut places = vec![false; name.len() + 1];
        if let Some(start) = places.first_mut() {
            *start = true;
        }
        for (at, literal) in literals.iter().enumerate() {
            for (nth, text) in literal.split('*').enumerate() {
                if nth > 0 {
                    reach_any(&mut places);
                }
                if !text.is_empty() {
                    places = after_literal(&places, name, text);
                }
            }
            if let Some(bracket) = self.pattern.brackets().get(at) {
                places = after_bracket(&places, name, bracket);
            }
        }
        places.last().copied().unwrap_or(false)
    }
}

/// Whether `name` is `pattern`, in which `*` stands for any text and all else for itself.
#[must_use]
pub fn matches_wildcard(pattern: &str, name: &str) -> bool {
    matches_plain(pattern, name)
}

/// Without brackets the first place of each piece is the best one, so one walk decides.
fn matches_plain(literal: &str, name: &str) -> bool {
    let Some((first, rest)) = literal.split_once('*') else {
        return literal == name;
    };
    let (middle, last) = rest.rsplit_once('*').unwrap_or(("", rest));
    let Some(mut left) = name
        .strip_prefix(first)
        .and_then(|name| name.strip_suffix(last))
    else {
        return false;
    };
    middle.split('*').all(|piece| {
        left.split_once(piece).is_some_and(|(_, after)| {
            left = after;
            true
        })
    })
}

/// `*`: every place after the first one.
fn reach_any(places: &mut [bool]) {
    let mut reached = false;
    for place in places {
        reached |= *place;
        *place = reached;
    }
}

/// Moves each place on by a literal, or drops it.
fn after_literal(places: &[bool], name: &str, literal: &str) -> Vec<bool> {
    let mut next = vec![false; places.len()];
    for (from, _) in places.iter().enumerate().filter(|(_, place)| **place) {
        let rest = name.as_bytes().get(from..).unwrap_or_default();
        if rest.starts_with(literal.as_bytes())
            && let Some(place) = next.get_mut(from + literal.len())
        {
            *place = true;
        }
    }
    next
}

/// Moves each place on by every item that stands there.
fn after_bracket(places: &[bool], name: &str, bracket: &Bracket) -> Vec<bool> {
    let mut next = vec![false; places.len()];
    for (from, _) in places.iter().enumerate().filter(|(_, place)| **place) {
        for len in bracket.text_lengths() {
            let item = name.get(from..from + len);
            if item.and_then(|item| bracket.position(item)).is_some()
                && let Some(place) = next.get_mut(from + len)
            {
                *place = true;
            }
        }
    }
    next
}

/// As written.
impl fmt::Display for GlobPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn glob(text: &str) -> GlobPattern {
        GlobPattern::new(text, Pattern::parse(text).expect(text))
    }

    #[test]
    fn matches() {
        for (pattern, yes, no) in [
            ("*", &["", "w1"][..], &[][..]),
            ("w*", &["w", "w10"], &["m1", ""]),
            (
                "*.example.org",
                &["a.example.org"],
                &["example.org", "a.example.com"],
            ),
            (
                "r[10-12]n*",
                &["r10n", "r12n07"],
                &["r13n1", "r1n1", "r010n1"],
            ),
            ("*[1-12]", &["w12", "112", "1"], &["w0", "w13x", "w"]),
            ("a*b*c", &["abc", "axxbyyc", "abbc"], &["acb", "ab"]),
            ("*n[01-20]", &["r1n01", "r1n20"], &["r1n1", "r1n21"]),
            ("[[*", &["[x"], &["x"]),
            ("é*é", &["éé", "éaé"], &["é"]),
            ("a*b*a", &["aba", "abba", "abaaba"], &["aa", "ab", "ba"]),
            ("a**b", &["ab", "axb"], &["a", "b"]),
            ("*ab*ab*", &["abab", "xabyabz"], &["ab", "aab", "aba"]),
        ] {
            let pattern = glob(pattern);
            for name in yes {
                assert!(pattern.matches(name), "{pattern} is {name}");
            }
            for name in no {
                assert!(!pattern.matches(name), "{pattern} is not {name}");
            }
        }
    }

    #[test]
    fn hostile_patterns_stay_fast() {
        let pattern = glob(&"a*".repeat(100));
        assert!(!pattern.matches(&format!("{}b", "a".repeat(99))));
        assert!(pattern.matches(&"a".repeat(250)));
    }

    #[test]
    fn each_item_by_itself() {
        let texts: Vec<_> = glob("r[1-2]n*").each().map(|g| g.to_string()).collect();
        assert_eq!(texts, ["r1n*", "r2n*"]);
        assert!(
            glob("[[[1-2]*")
                .each()
                .all(|g| g.to_string().starts_with("[["))
        );
    }

    proptest! {
        #[test]
        fn agrees_with_its_expansion(name in "[a1-3]{0,6}", pattern in "[a*]{0,3}(\\[1-3\\]|\\[02,3\\])[a*]{0,3}") {
            let pattern = glob(&pattern);
            let by_items = pattern.each().any(|each| each.matches(&name));
            prop_assert_eq!(pattern.matches(&name), by_items);
        }
    }
}
