//! HTCondor's expressions.

use clusterc::classad::{Generation, Grammar, Node, evaluate, parse, parse_records};

use super::text;

const GENERATIONS: [Generation; 2] = [Generation::First, Generation::Second];

/// An expression, printed, is the same expression in every grammar, and every place is in its text.
pub fn what_is_printed_is_the_same_expression(bytes: &[u8]) {
    let Some(text) = text(bytes, 4 * 1024) else {
        return;
    };
    for generation in GENERATIONS {
        for old_strings in [false, true] {
            let grammar = Grammar {
                generation,
                old_strings,
            };
            match parse(text, grammar) {
                Ok(node) => check(&node, text),
                Err(error) => assert!(text.is_char_boundary(error.at), "{error:?}"),
            }
            match parse_records(text, grammar) {
                Ok(nodes) => nodes.iter().for_each(|node| check(node, text)),
                Err(error) => assert!(text.is_char_boundary(error.at), "{error:?}"),
            }
        }
    }
}

fn check(node: &Node, text: &str) {
    for inner in node.nodes() {
        assert!(text.get(inner.span.clone()).is_some(), "{inner:?}");
    }
    let printed = node.to_string();
    let value = evaluate(node);
    for generation in GENERATIONS {
        let grammar = Grammar {
            generation,
            old_strings: false,
        };
        let again = match parse(&printed, grammar) {
            Ok(again) => again,
            Err(error) => panic!("{printed}: {error}"),
        };
        assert_eq!(*node, again, "{printed}");
        assert_eq!(again.to_string(), printed);
        // Debug, so that what is no number equals itself.
        assert_eq!(
            format!("{:?}", evaluate(&again)),
            format!("{value:?}"),
            "{printed}"
        );
    }
}
