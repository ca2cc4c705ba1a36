use proptest::prelude::*;

use super::{Constant, Expr, Generation, Grammar, evaluate, parse, parse_records};

const NEW: Grammar = Grammar {
    generation: Generation::Second,
    old_strings: false,
};

#[test]
fn operators_bind_as_they_do_in_htcondor() {
    for (text, same) in [
        ("a || b && c", "a || (b && c)"),
        ("a && b | c", "a && (b | c)"),
        ("a | b ^ c & d", "a | (b ^ (c & d))"),
        ("a & b == c", "a & (b == c)"),
        ("a == b < c", "a == (b < c)"),
        ("a IS b isnt c", "(a =?= b) =!= c"),
        ("a < b << c", "a < (b << c)"),
        ("a << b + c", "a << (b + c)"),
        ("a - b - c * d", "(a - b) - (c * d)"),
        ("-a.b[0]", "-((a.b)[0])"),
        ("!a && b", "(!a) && b"),
        ("a ? b : c ? d : e", "a ? b : (c ? d : e)"),
        ("a ? b ? c : d : e", "a ? (b ? c : d) : e"),
        ("a || b ? c : d", "(a || b) ? c : d"),
        ("\"a\" \"b\"", "\"ab\""),
        ("..a", ".a"),
        ("'x'", "x"),
    ] {
        let node = parse(text, NEW).unwrap();
        assert_eq!(node, parse(same, NEW).unwrap(), "{text}: {node}");
    }
    // As `3 ?: 1 + 2` comes to 3 until 23.9.5 and to 5 from then on.
    for (text, first, second) in [
        ("a ?: b + c", "a ?: (b + c)", "(a ?: b) + c"),
        ("a + b ?: c", "(a + b) ?: c", "a + (b ?: c)"),
        ("!a ?: b", "(!a) ?: b", "!(a ?: b)"),
        ("a ?: b ?: c", "a ?: (b ?: c)", "a ?: (b ?: c)"),
    ] {
        for (generation, same) in [(Generation::First, first), (Generation::Second, second)] {
            let grammar = Grammar { generation, ..NEW };
            assert_eq!(
                parse(text, grammar).unwrap(),
                parse(same, grammar).unwrap(),
                "{text}"
            );
        }
    }
}

#[test]
fn messages_tell_place_and_what_was_expected() {
    for (text, at, message) in [
        ("", 0, "expected an operand, but the text ends"),
        ("a b", 2, "expected an operator or the end, but got `b`"),
        (
            "a = b",
            2,
            "expected an operator or the end, but got `=`, which compares nothing (`==` does)",
        ),
        ("(a", 2, "expected `)`, but the text ends"),
        ("f(a,)", 4, "expected an operand, but got `)`"),
        (
            "a ? b",
            5,
            "expected `:` and what holds otherwise, but the text ends",
        ),
        ("[a 1]", 3, "expected `=` and a value, but got a number"),
        ("\"abc", 0, "expected `\"`: the text is not closed"),
        (
            "10K",
            2,
            "this version of HTCondor takes no suffix after a number: write it out",
        ),
        (
            "$(X)",
            0,
            "`$` has no meaning in an expression: a macro that is not expanded?",
        ),
        ("a // b", 2, "expected a newline after the comment"),
        ("é", 0, "expected an expression, but got `é`"),
    ] {
        let error = parse(text, NEW).unwrap_err();
        assert_eq!((error.at, error.message.as_str()), (at, message), "{text}");
    }
}

#[test]
fn what_is_too_deep_is_refused() {
    for (open, close) in [
        ("(", ")"),
        ("{", "}"),
        ("!", ""),
        ("a[", "]"),
        ("f(", ")"),
        ("a?", ":b"),
    ] {
        let nested = |depth| format!("{}a{}", open.repeat(depth), close.repeat(depth));
        assert!(parse(&nested(60), NEW).is_ok(), "{open}");
        assert!(parse(&nested(100_000), NEW).is_err(), "{open}");
    }
    let worst = "1||1&&1|1^1&1==1<1<<1+1*(".repeat(60) + "1" + &")".repeat(60);
    let node = parse(&worst, NEW).unwrap();
    assert_eq!(parse(&node.to_string(), NEW).unwrap(), node);
    assert!(parse("a+".repeat(900).trim_end_matches('+'), NEW).is_ok());
    assert!(parse(&("a.b".to_owned() + &".b".repeat(100_000)), NEW).is_err());
}

#[test]
fn old_strings_keep_backslashes() {
    let old = Grammar {
        old_strings: true,
        ..NEW
    };
    for (text, same) in [(r#""C:\new""#, r#""C:\\new""#), (r#""a\"b""#, r#""a\"b""#)] {
        assert_eq!(
            parse(text, old).unwrap(),
            parse(same, NEW).unwrap(),
            "{text}"
        );
    }
    assert!(parse(r#""a\\""#, old).is_err());
    assert!(parse(r#""a" "b""#, old).is_err());
}

#[test]
fn records_follow_each_other() {
    let records = parse_records("[ name = \"x\"; set_a = 1 ] [b = {1}]", NEW).unwrap();
    assert_eq!(records.len(), 2);
    assert!(matches!(&records[0].expr, Expr::Record(fields) if fields.len() == 2));
    assert!(parse_records("[a = 1] b", NEW).is_err());
    assert!(parse_records("[a = 1", NEW).is_err());
}

#[test]
fn numbers_have_a_value() {
    let value = |text: &str| evaluate(&parse(text, NEW).unwrap());
    assert_eq!(value("5 * 60"), Some(Constant::Int(300)));
    assert_eq!(value("1 / 0"), Some(Constant::Error));
    assert_eq!(value("-9223372036854775808 / -1"), None);
    assert_eq!(value("1 + a"), None);
    assert_eq!(value("1 < 2 && !false"), Some(Constant::Bool(true)));
}

/// Text of an expression, any operator, any nesting.
fn expression() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("undefined".to_owned()),
        Just("TRUE".to_owned()),
        Just("-9223372036854775808".to_owned()),
        Just("'true'".to_owned()),
        any::<u32>().prop_map(|number| number.to_string()),
        (0_u32..999, 0_u32..999).prop_map(|(a, b)| format!("{a}.{b}e-{}", b % 30)),
        "[a-zA-Z_]{1,6}".prop_map(|name| format!("x{name}")),
        "[ -~é]{0,6}".prop_map(|text| format!("{:?}", text.replace('\'', "q"))),
    ];
    leaf.prop_recursive(5, 60, 4, |inner| {
        let sign = prop::sample::select(vec![
            "||", "&&", "|", "^", "&", "==", "!=", "=?=", "isnt", "<", "<=", ">", ">=", "<<", ">>",
            ">>>", "+", "-", "*", "/", "%",
        ]);
        let before = prop::sample::select(vec!["!", "-", "+", "~", "- -"]);
        prop_oneof![
            (inner.clone(), sign, inner.clone()).prop_map(|(a, op, b)| format!("{a} {op} {b}")),
            // Only an operand without operators may follow.
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a} ?: ({b})")),
            (before, inner.clone()).prop_map(|(op, a)| format!("{op}{a}")),
            inner.clone().prop_map(|a| format!("({a})")),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| format!("{a} ? {b} : {c}")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a})[{b}] .c")),
            prop::collection::vec(inner.clone(), 0..3).prop_map(|a| format!("f({})", a.join(","))),
            prop::collection::vec(inner.clone(), 0..3).prop_map(|a| format!("{{{}}}", a.join(","))),
            inner.prop_map(|a| format!("[ m = {a}; n = .p ]")),
        ]
    })
}

proptest! {
    #[test]
    fn prints_what_reads_back(text in expression()) {
        let node = parse(&text, NEW).unwrap_or_else(|error| panic!("{text}: {error}"));
        let printed = node.to_string();
        let again = parse(&printed, NEW).unwrap_or_else(|error| panic!("{printed}: {error}"));
        prop_assert_eq!(&node, &again, "{}", printed);
        prop_assert_eq!(again.to_string(), printed);
        let _ = evaluate(&node);
    }

    #[test]
    fn nothing_panics(pieces in prop::collection::vec(prop::sample::select(vec![
        "a", "1", ".", "..", "(", ")", "[", "]", "{", "}", "\"", "'", "\\", "0x", "1e", "9223372036854775808",
        "?", ":", "=", "=?=", "is", "true", "/*", "*/", "//", "\n", " ", "é", "\0", "$", "-", "!", "&&", ",", ";", "K",
    ]), 0..20)) {
        let text = pieces.concat();
        for old_strings in [false, true] {
            let grammar = Grammar { generation: Generation::First, old_strings };
            match parse(&text, grammar) {
                Ok(node) => { let _ = evaluate(&node); }
                Err(error) => prop_assert!(text.is_char_boundary(error.at), "{error}"),
            }
            let _ = parse_records(&text, grammar);
        }
    }
}
