//! Names with brackets and `*`, folding and pairing them.

use std::collections::BTreeSet;

use clusterc::units::{
    Pattern, PatternError, Term, fold, natural_cmp, pair, parse_host_set, spread,
};

use super::text;

/// How many names of a large set are looked at.
const LOOK: usize = 64;

/// A pattern stands for the names it expands to, a set matches what it names, and what is folded
/// is the set that it was. A blank parts the text into a name and a value that goes with it.
pub fn sets_of_names(bytes: &[u8]) {
    let Some(text) = text(bytes, 256) else {
        return;
    };
    pattern(text);
    host_set(text);
    let mut parts = text.splitn(2, ' ');
    if let (Some(Ok(name)), Some(Ok(value))) = (
        parts.next().map(Pattern::parse),
        parts.next().map(Pattern::parse),
    ) {
        paired(&name, &value);
    }
}

fn in_text(error: &PatternError, text: &str) {
    let place = error.offset..error.offset + error.len;
    assert!(text.get(place).is_some(), "{error:?}");
}

fn pattern(text: &str) {
    let pattern = match Pattern::parse(text) {
        Ok(pattern) => pattern,
        Err(error) => return in_text(&error, text),
    };
    assert!(!pattern.is_empty() && pattern.nth(pattern.len()).is_none());
    let names: Vec<_> = pattern.expand().take(LOOK).collect();
    assert_eq!(names.len(), pattern.len().min(LOOK));
    for (at, name) in names.iter().enumerate() {
        assert_eq!(pattern.nth(at).as_ref(), Some(name));
        for (bracket, &pick) in pattern.brackets().iter().zip(&name.picks) {
            let item = bracket
                .item(pick as usize)
                .expect("an item that was picked");
            let position = bracket.position(&item).expect("the position of an item");
            assert_eq!(bracket.item(position), Some(item));
        }
    }
    folded(&names.iter().map(|name| name.text.as_str()).collect());
}

/// Folding is for names that a host may have.
fn folded(names: &BTreeSet<&str>) {
    let odd = |name: &&str| {
        name.is_empty() || name.contains([',', '*']) || name.contains(char::is_whitespace)
    };
    if names.iter().any(odd) {
        return;
    }
    let text = fold(names.iter().copied());
    let mut again = BTreeSet::new();
    for placed in parse_host_set(&text).unwrap_or_else(|error| panic!("{text}: {error}")) {
        let Term::Names(pattern) = placed.term else {
            panic!("{text} is more than names");
        };
        again.extend(pattern.expand().map(|name| name.text));
    }
    assert!(again.iter().eq(names), "{names:?} became {text}");
    for one in names {
        for other in names {
            assert_eq!(natural_cmp(one, other), natural_cmp(other, one).reverse());
        }
    }
}

fn host_set(text: &str) {
    let terms = match parse_host_set(text) {
        Ok(terms) => terms,
        Err(error) => return in_text(&error, text),
    };
    for placed in terms {
        let written = text.get(placed.place.clone()).expect("a place in the text");
        let glob = placed.term.to_glob();
        match &placed.term {
            Term::Names(pattern) => {
                let alone =
                    Pattern::parse(written).unwrap_or_else(|error| panic!("{written}: {error}"));
                assert_eq!(alone, *pattern);
                for name in pattern.expand().take(LOOK) {
                    assert!(glob.matches(&name.text), "{written} is not {}", name.text);
                }
            }
            Term::Glob(glob) => {
                for each in glob.each().take(LOOK) {
                    let name = each.to_string().replace("[[", "[").replace('*', "x1");
                    assert!(
                        each.matches(&name) && glob.matches(&name),
                        "{written} is not {name}"
                    );
                }
            }
        }
    }
}

fn paired(name: &Pattern, value: &Pattern) {
    match pair(name, value) {
        Ok(pairing) => {
            for host in name.expand().take(LOOK) {
                let text = pairing.value_for(&host.picks);
                let known = value.expand().take(1000).any(|item| item.text == text);
                assert!(known || value.len() > 1000, "{text} is no value");
            }
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    let each = name.len() / value.len();
    match spread(value, each, name.len()) {
        Ok(spread) => assert!((0..name.len()).all(|at| spread.value_for(at).is_some())),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}
