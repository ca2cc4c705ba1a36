//! Whether a version reads a value: numbers and booleans that are expressions of constants,
//! policies, records.
//!
//! Tried with `htcondor.param` of 10.0.9, 24.0.24 and 25.14.1: a number that is none stops the
//! daemon that asks for it up to 24, and is silently the default in tools of 25.

use super::facts::grammar;
use crate::catalog::{KeyFact, KeyType};
use crate::classad::{
    Constant, Expr, Grammar, Literal, Node, ParseError, evaluate, parse, parse_records,
};
use crate::units::Version;

/// Checks a value as it is written; what macros come to is seen once all values are known.
///
/// # Errors
/// What the version takes instead.
pub(super) fn check_written(fact: &KeyFact, version: &Version, text: &str) -> Result<(), String> {
    if text.contains('$') {
        return Ok(());
    }
    check(fact, version, text)
}

/// Checks a value without macros.
///
/// # Errors
/// What the version takes instead.
pub(super) fn check(fact: &KeyFact, version: &Version, text: &str) -> Result<(), String> {
    let text = text.trim();
    // The default holds, or nothing is wanted.
    if text.is_empty() {
        return Ok(());
    }
    let grammar = grammar(version);
    match fact.ty {
        KeyType::ExprBool => boolean(text, grammar),
        KeyType::ExprInt | KeyType::ExprLong => whole(fact, text, grammar),
        KeyType::ExprDouble => match constant("a number", text, grammar)? {
            Some(Constant::Int(number)) => within(fact, real(number)),
            Some(Constant::Real(number)) => within(fact, number),
            Some(_) => wants("a number"),
            None => Ok(()),
        },
        KeyType::ClassAd => expression(text, grammar).map(|_| ()),
        KeyType::Records => parse_records(text, grammar).map(|_| ()).map_err(|error| {
            let place = placed(text, &error);
            format!("it takes records `[ name = value; … ]`; {place}")
        }),
        _ => Ok(()),
    }
}

/// Reads a policy.
///
/// # Errors
/// Where it goes wrong, and what was expected there.
pub(super) fn expression(text: &str, grammar: Grammar) -> Result<Node, String> {
    parse(text, grammar).map_err(|error| placed(text, &error))
}

/// What is wrong, with its place in the text.
fn placed(text: &str, error: &ParseError) -> String {
    let before = text.get(..error.at).unwrap_or_default().chars().count();
    format!("{error} (at character {})", before + 1)
}

fn wants<T>(what: &str) -> Result<T, String> {
    Err(format!("it takes {what}"))
}

fn boolean(text: &str, grammar: Grammar) -> Result<(), String> {
    const WHAT: &str = "`true` or `false`";
    match constant(WHAT, text, grammar)? {
        Some(Constant::Error) => wants(WHAT),
        // A number other than 0 is true.
        _ => Ok(()),
    }
}

fn whole(fact: &KeyFact, text: &str, grammar: Grammar) -> Result<(), String> {
    const WHAT: &str = "a whole number";
    let minutes = text.strip_suffix('m');
    if minutes.is_some_and(|count| count.parse::<u64>().is_ok()) {
        return wants("a bare number: `m` would be mebi, not minutes");
    }
    let number = match text.parse::<i64>() {
        Ok(number) => number,
        Err(_) => match constant(WHAT, text, grammar)? {
            Some(Constant::Int(number)) => number,
            // A number with a suffix is one with a point to the expression's evaluation.
            #[expect(clippy::cast_possible_truncation, reason = "whole and small")]
            Some(Constant::Real(number)) if number.fract() == 0.0 && number.abs() < 1e15 => {
                number as i64
            }
            Some(_) => return wants(WHAT),
            None => return Ok(()),
        },
    };
    if fact.ty == KeyType::ExprInt && i32::try_from(number).is_err() {
        return wants("a number that fits 32 bits");
    }
    within(fact, real(number))
}

/// What a constant comes to; `None` where a function decides.
fn constant(what: &str, text: &str, grammar: Grammar) -> Result<Option<Constant>, String> {
    // The reader of numbers stops at the `x`.
    let hexadecimal = text
        .get(..2)
        .is_some_and(|head| head.eq_ignore_ascii_case("0x"));
    let node = match parse(text, grammar) {
        Ok(node) if !hexadecimal => node,
        Ok(_) => return wants(what),
        Err(error) => return Err(format!("it takes {what}; {}", placed(text, &error))),
    };
    let nodes = node.nodes();
    let name = nodes.iter().find_map(|node| match &node.expr {
        Expr::Attribute { name, .. } => Some(name),
        _ => None,
    });
    if let Some(name) = name {
        return Err(format!("it takes {what}, and `{name}` has no value here"));
    }
    if let Expr::Literal(Literal::Text(_) | Literal::Undefined | Literal::Error) = node.expr {
        return wants(what);
    }
    Ok(evaluate(&node))
}

/// What a value comes to that is a number or a boolean; `None` where it is none to the version, or
/// where a function decides.
pub(super) fn comes_to(_: &KeyFact, version: &Version, text: &str) -> Option<Constant> {
    constant("", text.trim(), grammar(version)).ok().flatten()
}

/// Checks a number against the bounds of its key.
fn within(fact: &KeyFact, value: f64) -> Result<(), String> {
    let Some((low, high)) = fact.range.and_then(|range| range.split_once("..")) else {
        return Ok(());
    };
    let below = low.parse::<f64>().is_ok_and(|low| value < low);
    let above = high.parse::<f64>().is_ok_and(|high| value > high);
    match (below || above, high) {
        (false, _) => Ok(()),
        (true, "") => wants(&format!("a number from {low} on")),
        (true, _) => wants(&format!("a number from {low} to {high}")),
    }
}

#[expect(clippy::cast_precision_loss, reason = "compared with small bounds")]
const fn real(number: i64) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::super::facts::FACTS;
    use crate::catalog::{Known, check_value, look_up};
    use crate::units::Version;

    fn takes(version: &str, key: &str, text: &str) -> bool {
        let version: Version = version.parse().unwrap();
        match look_up(&FACTS, &version, None, key) {
            Known::Yes(fact) => check_value(&fact, &version, text).is_ok(),
            other => panic!("{key}: {other:?}"),
        }
    }

    /// As `htcondor.param` takes them, without numbers with a point and hexadecimal ones.
    #[test]
    fn numbers_and_booleans() {
        for (text, number, boolean) in [
            ("5 * 60", true, true),
            ("010", true, false),
            ("0x10", false, false),
            ("1.5", false, true),
            ("true", false, true),
            ("yes", false, false),
            ("T", false, false),
            ("\"12\"", false, false),
            ("abc", false, false),
            ("", true, true),
            ("1 2", false, false),
            ("5.0", true, true),
            ("99999999999", false, true),
            ("1e3", true, true),
            ("undefined", false, false),
            ("ifThenElse(true,1,2)", true, true),
            ("1 < 2", false, true),
            ("2", true, true),
            ("1 / 0", false, false),
            ("5m", false, false),
        ] {
            assert_eq!(
                takes("24.0.24", "NEGOTIATOR_INTERVAL", text),
                number,
                "{text}"
            );
            assert_eq!(takes("25.14.1", "USE_SHARED_PORT", text), boolean, "{text}");
        }
        assert!(takes("10.0.9", "NEGOTIATOR_INTERVAL", "10K"));
        assert!(!takes("24.0.24", "NEGOTIATOR_INTERVAL", "10K"));
        assert!(takes("23.0.28", "COLLECTOR_PORT", "9000 + 618"));
        assert!(!takes("23.0.28", "COLLECTOR_PORT", "9000 * 618"));
    }

    #[test]
    fn policies_and_records() {
        assert!(takes(
            "23.0.28",
            "START",
            "Owner == \"alice\" && Memory > 10K"
        ));
        assert!(!takes(
            "24.0.24",
            "START",
            "Owner == \"alice\" && Memory > 10K"
        ));
        assert!(!takes("23.0.28", "START", "Owner = \"alice\""));
        assert!(takes("23.0.28", "START", "Cmd == \"C:\\new\""));
        assert!(takes(
            "8.8.15",
            "JOB_ROUTER_ENTRIES",
            "[ name = \"a\" ] [ name = \"b\" ]"
        ));
        assert!(!takes("8.8.15", "JOB_ROUTER_ENTRIES", "[ name = \"a\" ] b"));
    }
}
