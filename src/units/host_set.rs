//! Host sets as selectors write them: `r[10-12]n*,m1`.

use std::ops::Range;

use super::bracket::{Pattern, PatternError};
use super::glob::GlobPattern;

/// One part of a host set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// Exact names; each is expected to exist.
    Names(Pattern),
    /// Names with `*`.
    Glob(GlobPattern),
}

/// A term and its bytes in the host set's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedTerm {
    pub term: Term,
    pub place: Range<usize>,
}

impl Term {
    /// The term as something that names can be matched against, whatever it stands for.
    #[must_use]
    pub fn to_glob(&self) -> GlobPattern {
        match self {
            Self::Names(pattern) => GlobPattern::new(String::new(), pattern.clone()),
            Self::Glob(glob) => glob.clone(),
        }
    }
}

/// Reads a comma-separated host set; a comma inside brackets does not separate, and blanks
/// around terms are dropped.
pub fn parse_host_set(text: &str) -> Result<Vec<PlacedTerm>, PatternError> {
    let mut terms = Vec::new();
    for place in split_terms(text) {
        let term = text.get(place.clone()).unwrap_or_default();
        if term.is_empty() {
            return Err(PatternError::new(
                place.start,
                0,
                "a host name is missing here: write names joined by single commas",
            ));
        }
        if let Some(at) = term.find(char::is_whitespace) {
            return Err(PatternError::new(
                place.start + at,
                1,
                "a host name holds no blanks: write names joined by commas",
            ));
        }
        let pattern = Pattern::parse(term).map_err(|error| error.shifted(place.start))?;
        let is_glob = pattern.literals().iter().any(|text| text.contains('*'));
        let term = if is_glob {
            Term::Glob(GlobPattern::new(term, pattern))
        } else {
            Term::Names(pattern)
        };
        terms.push(PlacedTerm { term, place });
    }
    Ok(terms)
}

/// The bytes of each term, without blanks around it.
fn split_terms(text: &str) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    let (mut start, mut inside) = (0, false);
    let mut bytes = text.bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'[' if !inside => {
                // `[[` is a literal bracket and opens nothing.
                inside = bytes.next_if(|&(_, next)| next == b'[').is_none();
            }
            b']' => inside = false,
            b',' if !inside => {
                places.push(trimmed(text, start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    places.push(trimmed(text, start..text.len()));
    places
}

fn trimmed(text: &str, place: Range<usize>) -> Range<usize> {
    let part = text.get(place.clone()).unwrap_or_default();
    let start = place.start + (part.len() - part.trim_start().len());
    start..start + part.trim().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn terms_have_their_places() {
        let text = "r[10-12]n*, m[1,3] ,gw,[[x";
        let terms = parse_host_set(text).expect("set");
        let parts: Vec<_> = terms.iter().map(|t| &text[t.place.clone()]).collect();
        assert_eq!(parts, ["r[10-12]n*", "m[1,3]", "gw", "[[x"]);
        let globs: Vec<_> = terms
            .iter()
            .map(|t| matches!(t.term, Term::Glob(_)))
            .collect();
        assert_eq!(globs, [true, false, false, false]);
        let Term::Names(pattern) = &terms[3].term else {
            panic!("names");
        };
        assert_eq!(pattern.nth(0).expect("one").text, "[x");
    }

    #[test]
    fn refusals_have_their_place() {
        for (text, offset, part) in [
            ("", 0, "is missing"),
            ("a,", 2, "is missing"),
            ("a,,b", 2, "is missing"),
            ("a b", 1, "no blanks"),
            ("m1,w[1-x]", 5, "is not a range"),
            ("m1, w[1", 5, "never closed"),
            ("w[*]", 2, "digits only"),
        ] {
            let error = parse_host_set(text).expect_err(text);
            assert_eq!(error.offset, offset, "{text}");
            assert!(error.message.contains(part), "{text}: {error}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in "[\\[\\]a0-9, *é-]{0,16}") {
            match parse_host_set(&text) {
                Ok(terms) => for placed in terms {
                    prop_assert!(text.get(placed.place).is_some());
                },
                Err(error) => {
                    prop_assert!(text.get(error.offset..error.offset + error.len).is_some());
                }
            }
        }
    }
}
