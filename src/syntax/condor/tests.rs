use proptest::prelude::*;

use super::super::testing::{doc, hostile, pairs, refused, round_trip, written};
use super::{kept_lines, literal, refers_to};
use crate::document::{CondorDialect, Syntax};

const NOW: Syntax = Syntax::Condor(CondorDialect::V8_5_7);

#[test]
fn writes_one_assignment_a_line() {
    for (key, value, lines) in [
        ("LOG", "$(LOCAL_DIR)/log", "LOG = $(LOCAL_DIR)/log"),
        ("EMPTY", "", "EMPTY ="),
        ("SCHEDD.X", "a # b", "SCHEDD.X = a # b"),
        ("A", "[ x = 1; ]", "A = [ x = 1; ]"),
        ("A", "= : @=end \"x\"", "A = = : @=end \"x\""),
        ("include", "/usr/include", "include = /usr/include"),
        ("R", "SET A 1\nSET B 2", "R @=end\nSET A 1\nSET B 2\n@end"),
        ("R", "a\n@end\n@end_", "R @=end__\na\n@end\n@end_\n@end__"),
        ("use/ROLE:Execute", "", "use ROLE:Execute"),
        ("use/FEATURE:F", "t, 5m, (a)", "use FEATURE:F(t, 5m, (a))"),
        ("include/file", "/etc/c", "include : /etc/c"),
        ("include/ifexist", "/etc/c", "include ifexist : /etc/c"),
    ] {
        let condor = doc(NOW, &[(key, value)]);
        assert_eq!(written(&condor, &["h"]), format!("# h\n{lines}\n"));
        round_trip(&condor);
    }
}

#[test]
fn refuses_what_would_be_read_differently() {
    let condor = doc(
        NOW,
        &[
            ("A-B", "x"),
            ("", "x"),
            ("if", "x"),
            ("A", " x"),
            ("B", "x\\"),
            ("C", "a\n\nb"),
            ("D", "a\n# b"),
            ("E", "a\n b"),
            ("F", "a\\\nb"),
            ("G", "bell\u{7}"),
            ("H", "1"),
            ("h", "2"),
            ("H", "$(h) 3"),
            ("use/ROLE", ""),
            ("use/ROLE:A B", ""),
            ("use/ROLE:A", "x)"),
            ("use/ROLE:A", "\"(\""),
            ("include/command", "x"),
            ("include/file", "x|"),
            ("other/A", "x"),
        ],
    );
    let expected = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 14, 15, 16, 17, 18, 19];
    assert_eq!(refused(&condor), expected.map(Some));
    let header = super::super::write(&doc(NOW, &[]), &["a \\"]);
    assert!(header.is_err());
}

#[test]
fn a_version_writes_what_it_reads() {
    for (entry, since) in [
        (("use/ROLE:Execute", ""), CondorDialect::V8_1_3),
        (("include/file", "/x"), CondorDialect::V8_1_6),
        (("use/FEATURE:F", "x"), CondorDialect::V8_5_6),
        (("A", "x\ny"), CondorDialect::V8_5_6),
        (("include/ifexist", "/x"), CondorDialect::V8_5_7),
    ] {
        for dialect in [
            CondorDialect::V7_8,
            CondorDialect::V8_1_3,
            CondorDialect::V8_1_6,
            CondorDialect::V8_5_6,
            CondorDialect::V8_5_7,
        ] {
            let condor = doc(Syntax::Condor(dialect), &[entry]);
            let result = super::super::write(&condor, &[]);
            assert_eq!(result.is_ok(), dialect >= since, "{entry:?} {dialect:?}");
            let text = written(&doc(NOW, &[entry]), &[]);
            let result = pairs(Syntax::Condor(dialect), &text);
            assert_eq!(result.is_ok(), dialect >= since, "{text} {dialect:?}");
        }
    }
}

#[test]
fn reads_what_has_one_meaning() {
    let text = "# c \\\n\n  a.B=1\nC = x \\\n  y\nD = a\\\r\n  b\nuse role : Execute\nUSE FEATURE:F( a,(b) )\n\
                E @= tag \n\n x\n# gone\n y\\\n z\n@end\n @tag\nINCLUDE : a b\ninclude = 1\nF =";
    let read = pairs(NOW, text).unwrap();
    let read: Vec<_> = read.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    assert_eq!(
        read,
        [
            ("a.B", "1"),
            ("C", "x y"),
            ("D", "ab"),
            ("role:Execute", ""),
            ("FEATURE:F", "a,(b)"),
            ("E", "x\nyz\n@end"),
            ("file", "a b"),
            ("include", "1"),
            ("F", ""),
        ]
    );
    for bad in [
        "A : 1",
        "A += 1",
        "A",
        "A-B = 1",
        "\u{feff}A = 1",
        "if version > 8.9\nendif",
        "error : x",
        "use ROLE=Execute",
        "use ROLE:Execute # note",
        "use ROLE:Execute Submit",
        "include command : x",
        "include : x|",
        "A = x\\",
        "A = x \\\n# c\n",
        "A @=end\nx",
        "A @=\nx",
        "[HTCondor Settings]",
    ] {
        assert!(pairs(NOW, bad).is_err(), "{bad}");
    }
    assert!(pairs(Syntax::Condor(CondorDialect::V7_8), "# c \\\nA = 1").is_err());
}

/// As the reader of 10.0.9, 23.0.28 and 25.14.1 expands it.
#[test]
fn literal_text_has_no_reference() {
    for (text, spelt) in [
        ("plain", "plain"),
        ("$(X)", "$(DOLLAR)(X)"),
        ("$ENV(HOME)", "$(DOLLAR)ENV(HOME)"),
        ("$$(X) $HOME ${x} $", "$$(X) $HOME ${x} $"),
        ("$$$(X)", "$$$(DOLLAR)(X)"),
        ("é$(a)$(b)", "é$(DOLLAR)(a)$(DOLLAR)(b)"),
    ] {
        assert_eq!(literal(text), spelt);
    }
}

#[test]
fn long_text_is_tidied() {
    assert_eq!(kept_lines("  a\n\n b c \n"), "a\nb c");
    assert!(refers_to("x, $(Daemon_List) Y", "DAEMON_LIST"));
    assert!(refers_to("$(A:b)", "a"));
    assert!(!refers_to("$(AB) $(", "A"));
}

proptest! {
    #[test]
    fn round_trips(a in hostile(), b in hostile(), c in hostile()) {
        for dialect in [CondorDialect::V7_8, CondorDialect::V8_5_7] {
            let syntax = Syntax::Condor(dialect);
            let long = format!("{a}\n{b}");
            round_trip(&doc(syntax, &[("A", &a)]));
            round_trip(&doc(syntax, &[("B", &long), ("A", &c)]));
            round_trip(&doc(syntax, &[("B", &kept_lines(&long)), ("b", "$(B) x")]));
            round_trip(&doc(syntax, &[("use/CAT:NAME", &a), ("include/file", &b), ("A", &c)]));
            let key = a.replace('/', "");
            round_trip(&doc(syntax, &[(&key, &b)]));
            round_trip(&doc(syntax, &[(&format!("use/{key}"), &b)]));
        }
    }

    #[test]
    fn reading_never_panics(text in hostile(), more in hostile()) {
        for head in ["use ", "include : ", "A @=end\n", "A = ", ""] {
            let _ = pairs(NOW, &format!("{head}{text}\n{more}"));
        }
    }
}
