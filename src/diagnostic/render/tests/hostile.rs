//! Spans of no file, and that no span and no edit makes a format panic.

use proptest::prelude::*;

use super::super::failure;
use super::{ALL, BIG_HEAP, Fixture, PROFILE, UNKNOWN_HOST};
use crate::diagnostic::render::Format;
use crate::diagnostic::{Diagnostic, Edit, Fix, Label};
use crate::source::{FileId, Span};

#[test]
fn what_is_in_no_file_has_no_place() {
    let mut f = Fixture::new(PROFILE);
    let input = f.sources.add("-", "clusterc: v1\n");
    for span in [Span::start_of(FileId(7)), Span::new(input, 0, 8)] {
        let list = [Diagnostic::new(&UNKNOWN_HOST, span, "no place")];
        let github = f.render(Format::Github, &list);
        assert_eq!(
            github,
            "::error title=C0301 unknown-host::no place\n1 error\n"
        );
        let sarif = f.render(Format::Sarif, &list);
        assert!(sarif.contains("\"locations\": []"), "{sarif}");
        let gitlab = f.render(Format::Gitlab, &list);
        assert!(gitlab.contains("\"begin\": 1"), "{gitlab}");
    }
    let failed = failure(Format::Github, "cannot read `a`: 50%\n");
    assert_eq!(
        failed.as_deref(),
        Some("::error title=clusterc::cannot read `a`: 50%25%0A\n")
    );
    let failed = failure(Format::Sarif, "cannot read `a`").unwrap_or_default();
    assert!(
        failed.contains("\"executionSuccessful\": false"),
        "{failed}"
    );
    assert_eq!(failure(Format::Gitlab, "cannot read `a`"), None);
}

/// Text with the characters that break offsets: wide, combining, tabs, both line breaks.
fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop_oneof![
            4 => "[a-z :{}#]{1,6}",
            2 => Just("\n".to_owned()),
            1 => Just("\r\n".to_owned()),
            1 => Just("\t".to_owned()),
            1 => Just("ü漢👩\u{200d}👩e\u{301}".to_owned()),
            1 => Just("\u{1b}\r\0".to_owned()),
            1 => Just("\u{feff}".to_owned()),
        ],
        0..40,
    )
    .prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn no_span_and_no_edit_panics(
        text in text(),
        other in text(),
        pad in prop_oneof![Just(0_usize), Just(90), Just(5000)],
        spans in prop::collection::vec((0..2_u16, 0..200_u32, 0..60_u32), 1..5),
        edits in prop::collection::vec((0..2_u16, 0..200_u32, 0..30_u32, "[a\n ü\t]{0,4}"), 0..3),
    ) {
        let mut f = Fixture::new(&format!("{}{text}", "x".repeat(pad)));
        f.sources.add("other.yaml", other.as_str());
        let span = |(file, start, len): (u16, u32, u32)| {
            Span::new(FileId(file), start, start + len)
        };
        let mut diagnostic = Diagnostic::new(&BIG_HEAP, span(spans[0]), "a\nb").here("here");
        diagnostic.labels = spans[1..]
            .iter()
            .map(|&s| Label { span: span(s), text: "there".into() })
            .collect();
        diagnostic.fix = Some(Fix {
            title: "mend".into(),
            edits: edits
                .into_iter()
                .map(|(file, start, len, replacement)| Edit {
                    span: span((file, start, len)),
                    replacement,
                })
                .collect(),
            safe: true,
        });
        for format in ALL {
            let once = f.render(format, std::slice::from_ref(&diagnostic));
            prop_assert!(once.ends_with('\n'));
        }
    }
}
