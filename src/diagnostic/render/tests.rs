//! What each format prints.

mod hostile;

use insta::assert_snapshot;

use super::{Format, View, render};
use crate::diagnostic::{Diagnostic, Edit, Fix, Level, Rule, RuleLevel};
use crate::source::{FileId, Sources, Span};

static UNKNOWN_HOST: Rule = Rule {
    code: "C0301",
    name: "unknown-host",
    level: RuleLevel::Error,
    summary: "a selector names hosts that exist",
    why: "",
    bad: "",
    good: "",
};

static BIG_HEAP: Rule = Rule {
    code: "C0502",
    name: "big-heap",
    level: RuleLevel::Lint(Level::Warn),
    summary: "a heap leaves room for the system",
    why: "",
    bad: "",
    good: "",
};

const PROFILE: &str = "\
clusterc: v1
cluster: {name: grün, domain: example.org}
products: {hadoop: 3.3.6}
hosts:
  m[1-2]: {}
  w[001-120]: {roles: [datanode]}
roles:
  namenode: m[1-3]
daemons:
  datanode:
    heap: 120GiB # größer\tals der Speicher
    env:
      A: x
      B: y
hardware:
  big: {memory: 64GiB}
";

const ALL: [Format; 6] = [
    Format::Full,
    Format::Short,
    Format::Json,
    Format::Sarif,
    Format::Github,
    Format::Gitlab,
];

/// A run with one file, and a way to point into it.
struct Fixture {
    sources: Sources,
    main: FileId,
}

impl Fixture {
    fn new(text: &str) -> Self {
        let mut sources = Sources::default();
        let main = sources.add("profile.yaml", text);
        Self { sources, main }
    }

    /// The first occurrence of `needle`.
    fn at(&self, needle: &str) -> Span {
        let file = self.sources.get(self.main).expect("added");
        let start = file.text.find(needle).expect("in the text");
        Span::new(self.main, pos(start), pos(start + needle.len()))
    }

    fn render(&self, format: Format, diagnostics: &[Diagnostic]) -> String {
        self.render_with(format, diagnostics, 0, false)
    }

    fn render_with(
        &self,
        format: Format,
        diagnostics: &[Diagnostic],
        suppressed: usize,
        colour: bool,
    ) -> String {
        let view = View {
            sources: &self.sources,
            fold: &|nodes| match nodes {
                [one] => format!("w{one:03}"),
                [first, .., last] => format!("w[{first:03}-{last:03}]"),
                [] => String::new(),
            },
            silenced: &[],
            colour,
        };
        render(format, diagnostics, suppressed, &view)
    }
}

fn pos(at: usize) -> u32 {
    u32::try_from(at).expect("small")
}

fn unknown_host(fixture: &Fixture) -> Diagnostic {
    Diagnostic::new(
        &UNKNOWN_HOST,
        fixture.at("m[1-3]"),
        "no host is called `m3`",
    )
    .here("`m3` is not in `hosts`")
    .label(fixture.at("m[1-2]"), "these are")
    .help("add it to `hosts`, or end the range at 2")
    .fix(
        "end the range at 2",
        fixture.at("3]\ndaemons").sub(0, 1),
        "2",
        false,
    )
}

fn big_heap(fixture: &Fixture) -> Diagnostic {
    Diagnostic::new(
        &BIG_HEAP,
        fixture.at("120GiB"),
        "a heap of `120GiB` does not fit into `64GiB` of memory",
    )
    .here("120 GiB here")
    .label(fixture.at("64GiB"), "64 GiB there")
    .note("64 GiB - 4 GiB for the system = 60 GiB\n60 GiB < 120 GiB")
    .hosts(1..=120)
}

#[test]
fn full_shows_cause_hosts_and_edit() {
    let f = Fixture::new(PROFILE);
    let text = f.render_with(Format::Full, &[unknown_host(&f), big_heap(&f)], 3, false);
    assert_snapshot!(text, @r#"
    error[C0301 unknown-host]: no host is called `m3`
     --> profile.yaml:8:13
      |
    5 |   m[1-2]: {}
      |   ------ these are
    ...
    8 |   namenode: m[1-3]
      |             ^^^^^^ `m3` is not in `hosts`
      |
      = help: add it to `hosts`, or end the range at 2
    help: end the range at 2
      |
    8 -   namenode: m[1-3]
    8 +   namenode: m[1-2]
      |

    warning[C0502 big-heap]: a heap of `120GiB` does not fit into `64GiB` of memory
      --> profile.yaml:11:11
       |
    11 |     heap: 120GiB # größer    als der Speicher
       |           ^^^^^^ 120 GiB here
    ...
    16 |   big: {memory: 64GiB}
       |                 ----- 64 GiB there
       |
       = on: w[001-120]
       = note: 64 GiB - 4 GiB for the system = 60 GiB
               60 GiB < 120 GiB

    1 error, 1 warning (3 suppressed by lints)
    "#);
}

#[test]
fn full_counts_columns_in_characters_and_widens_tabs() {
    let f = Fixture::new(PROFILE);
    let list = [
        Diagnostic::new(&BIG_HEAP, f.at("example.org"), "after `ü`").here("here"),
        Diagnostic::new(&BIG_HEAP, f.at("Speicher"), "after a tab").here("here"),
    ];
    assert_snapshot!(f.render(Format::Full, &list), @r#"
    warning[C0502 big-heap]: after `ü`
     --> profile.yaml:2:31
      |
    2 | cluster: {name: grün, domain: example.org}
      |                               ^^^^^^^^^^^ here

    warning[C0502 big-heap]: after a tab
      --> profile.yaml:11:35
       |
    11 |     heap: 120GiB # größer    als der Speicher
       |                                      ^^^^^^^^ here

    2 warnings
    "#);
}

#[test]
fn full_draws_spans_of_several_lines_without_their_last_break() {
    let f = Fixture::new(PROFILE);
    let env = f.at("env:\n      A: x\n      B: y\n");
    let all = Span::new(f.main, 0, pos(PROFILE.len()));
    let list = [Diagnostic::new(&BIG_HEAP, env, "variables nobody reads")
        .here("all of them")
        .label(all, "in this profile")];
    assert_snapshot!(f.render(Format::Full, &list), @r#"
    warning[C0502 big-heap]: variables nobody reads
      --> profile.yaml:12:5
       |
     1 | /  clusterc: v1
     2 | |  cluster: {name: grün, domain: example.org}
     3 | |  products: {hadoop: 3.3.6}
     4 | |  hosts:
    ...  |
    12 | |/     env:
    13 | ||       A: x
    14 | ||       B: y
       | ||__________^ all of them
    15 | |  hardware:
    16 | |    big: {memory: 64GiB}
       | |_______________________- in this profile

    1 warning
    "#);
}

#[test]
fn a_missing_key_is_missed_after_the_last_character() {
    let f = Fixture::new("clusterc: v1\nhosts: {}\n\n");
    let end = Span::new(f.main, 24, 24);
    let list = [
        Diagnostic::new(&UNKNOWN_HOST, end, "`cluster` is missing").fix(
            "name the cluster",
            end,
            "cluster: {name: demo}\n",
            false,
        ),
    ];
    assert_snapshot!(f.render(Format::Full, &list), @r#"
    error[C0301 unknown-host]: `cluster` is missing
     --> profile.yaml:2:10
      |
    2 | hosts: {}
      |          ^
      |
    help: name the cluster
      |
    4 + cluster: {name: demo}
      |

    1 error
    "#);
    assert_snapshot!(f.render(Format::Short, &list), @r#"
    profile.yaml:2:10: error[C0301 unknown-host]: `cluster` is missing
    1 error
    "#);

    let empty = Fixture::new("");
    let list = [Diagnostic::new(
        &UNKNOWN_HOST,
        Span::start_of(empty.main),
        "the profile is empty",
    )];
    assert_snapshot!(empty.render(Format::Full, &list), @r#"
    error[C0301 unknown-host]: the profile is empty
     --> profile.yaml:1:1
      |
    1 |
      | ^

    1 error
    "#);
}

#[test]
fn full_shows_other_files_after_the_first() {
    let mut f = Fixture::new(PROFILE);
    let base = "hosts:\n  m3: {managed: false}\n";
    let other = f.sources.add("base/site.yaml", base);
    let span = Span::new(other, 9, 11);
    let mut diagnostic = unknown_host(&f).label(span, "and this one is not managed");
    diagnostic.fix = Some(Fix {
        title: "let clusterc manage it".into(),
        edits: vec![Edit {
            span: Span::new(other, 23, 28),
            replacement: "true".into(),
        }],
        safe: true,
    });
    assert_snapshot!(f.render(Format::Full, &[diagnostic]), @r#"
    error[C0301 unknown-host]: no host is called `m3`
     --> profile.yaml:8:13
      |
    5 |   m[1-2]: {}
      |   ------ these are
    ...
    8 |   namenode: m[1-3]
      |             ^^^^^^ `m3` is not in `hosts`
      |
     ::: base/site.yaml:2:3
      |
    2 |   m3: {managed: false}
      |   -- and this one is not managed
      |
      = help: add it to `hosts`, or end the range at 2
    help: let clusterc manage it
     --> base/site.yaml:2:17
      |
    2 -   m3: {managed: false}
    2 +   m3: {managed: true}
      |

    1 error
    "#);
}

#[test]
fn a_very_long_line_is_clipped_or_quoted() {
    let list: Vec<String> = (0..200_000).map(|n| format!("w{n}")).collect();
    let f = Fixture::new(&format!("roles: {{datanode: [{}]}}\n", list.join(", ")));
    let near = Diagnostic::new(
        &UNKNOWN_HOST,
        f.at("w40,").sub(0, 3),
        "no host is called `w40`",
    )
    .here("not in `hosts`")
    .fix("remove it", f.at("w40, "), "", true);
    let far = Diagnostic::new(
        &UNKNOWN_HOST,
        f.at("w150000"),
        "no host is called `w150000`",
    )
    .here("not in `hosts`")
    .help("remove it");
    let wide = Diagnostic::new(&UNKNOWN_HOST, f.at("[w0").sub(0, 1), "the list has no end");
    let mut wide = wide;
    wide.primary.span.end = f.at("]").end;
    let text = f.render(Format::Full, &[near, far, wide]);
    assert!(text.lines().all(|line| line.len() < 160));
    assert_snapshot!(text, @r#"
    error[C0301 unknown-host]: no host is called `w40`
     --> profile.yaml:1:210
      |
    1 | ... w29, w30, w31, w32, w33, w34, w35, w36, w37, w38, w39, w40, w41, w42, w43, w44, w45, w46, w47, w48, w49, w50, w51, w52, w53, w54,...
      |                                                            ^^^ not in `hosts`
      |
      = help: remove it

    error[C0301 unknown-host]: no host is called `w150000`
    --> profile.yaml:1:1238910
     = note: line 1 has 1688909 characters; there it reads
             ...95, w149996, w149997, w149998, w149999, w150000, w150001, w150002, w150003, w150...
             not in `hosts`
     = help: remove it

    error[C0301 unknown-host]: the list has no end
     --> profile.yaml:1:19
      |
    1 | ...ode: [w0, w1, w2, w3, w4, w5, w6, w7, w8, w9, w10, w11, w12, w13, w14, w15, w16, w17, w18, w19, w20, w21, w22, w23, w24, w25, w26,...
      |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    3 errors
    "#);
}

#[test]
fn fixes_add_and_delete_lines() {
    let f = Fixture::new(PROFILE);
    let delete = Diagnostic::new(&BIG_HEAP, f.at("B: y"), "nobody reads `B`").fix(
        "remove it",
        f.at("      B: y\n"),
        "",
        true,
    );
    let at = f.at("roles:\n").sub(7, 0);
    let add = Diagnostic::new(&BIG_HEAP, f.at("roles:\n").sub(0, 5), "no journalnode").fix(
        "place three",
        at,
        "  journalnode: w[001-003]\n",
        false,
    );
    assert_snapshot!(f.render(Format::Full, &[delete, add]), @r#"
    warning[C0502 big-heap]: nobody reads `B`
      --> profile.yaml:14:7
       |
    14 |       B: y
       |       ^^^^
       |
    help: remove it
       |
    14 -       B: y
       |

    warning[C0502 big-heap]: no journalnode
     --> profile.yaml:7:1
      |
    7 | roles:
      | ^^^^^
      |
    help: place three
      |
    8 +   journalnode: w[001-003]
      |

    2 warnings
    "#);
}

#[test]
fn colour_is_added_to_the_same_text() {
    let f = Fixture::new(PROFILE);
    let list = [unknown_host(&f), big_heap(&f)];
    for format in [Format::Full, Format::Short] {
        let plain = f.render_with(format, &list, 0, false);
        let coloured = f.render_with(format, &list, 0, true);
        assert!(!plain.contains('\u{1b}'));
        assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), plain);
        assert_ne!(coloured, plain);
    }
}

#[test]
fn terminal_codes_in_a_profile_are_made_visible() {
    let f = Fixture::new("a: \"\u{1b}[31m\u{9b}1m\"\n");
    let mut diagnostic = Diagnostic::new(&BIG_HEAP, f.at("a"), "odd \u{1b}[31m").note("\u{1b}[1m");
    diagnostic.primary.text = "\u{1b}[2m".into();
    for format in ALL {
        let text = f.render(format, std::slice::from_ref(&diagnostic));
        assert!(!text.contains(['\u{1b}', '\u{9b}']), "{text}");
    }
}

#[test]
fn short_is_one_line_each() {
    let f = Fixture::new(PROFILE);
    let list = [unknown_host(&f), big_heap(&f)];
    assert_snapshot!(f.render(Format::Short, &list), @r#"
    profile.yaml:8:13: error[C0301 unknown-host]: no host is called `m3`
    profile.yaml:11:11: warning[C0502 big-heap]: a heap of `120GiB` does not fit into `64GiB` of memory (on w[001-120])
    1 error, 1 warning
    "#);
}

#[test]
fn json_is_one_document() {
    let f = Fixture::new(PROFILE);
    let list = [unknown_host(&f), big_heap(&f)];
    assert_snapshot!(f.render_with(Format::Json, &list, 1, true), @r#"
    {
      "format": 1,
      "diagnostics": [
        {
          "code": "C0301",
          "name": "unknown-host",
          "severity": "error",
          "message": "no host is called `m3`",
          "file": "profile.yaml",
          "line": 8,
          "column": 13,
          "end_line": 8,
          "end_column": 19,
          "label": "`m3` is not in `hosts`",
          "labels": [
            {
              "file": "profile.yaml",
              "line": 5,
              "column": 3,
              "end_line": 5,
              "end_column": 9,
              "text": "these are"
            }
          ],
          "notes": [],
          "help": [
            "add it to `hosts`, or end the range at 2"
          ],
          "fix": {
            "title": "end the range at 2",
            "safe": false,
            "edits": [
              {
                "file": "profile.yaml",
                "start": 160,
                "end": 161,
                "replacement": "2"
              }
            ]
          },
          "hosts": null
        },
        {
          "code": "C0502",
          "name": "big-heap",
          "severity": "warning",
          "message": "a heap of `120GiB` does not fit into `64GiB` of memory",
          "file": "profile.yaml",
          "line": 11,
          "column": 11,
          "end_line": 11,
          "end_column": 17,
          "label": "120 GiB here",
          "labels": [
            {
              "file": "profile.yaml",
              "line": 16,
              "column": 17,
              "end_line": 16,
              "end_column": 22,
              "text": "64 GiB there"
            }
          ],
          "notes": [
            "64 GiB - 4 GiB for the system = 60 GiB\n60 GiB < 120 GiB"
          ],
          "help": [],
          "fix": null,
          "hosts": "w[001-120]"
        }
      ],
      "summary": {
        "errors": 1,
        "warnings": 1,
        "suppressed": 1
      }
    }
    "#);
}

#[test]
fn json_is_what_its_schema_says() {
    let f = Fixture::new(PROFILE);
    let schema = schemars::schema_for!(super::DiagnosticsReport).to_value();
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for list in [vec![unknown_host(&f), big_heap(&f)], Vec::new()] {
        let text = f.render(Format::Json, &list);
        let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let errors: Vec<_> = validator
            .iter_errors(&value)
            .map(|e| e.to_string())
            .collect();
        assert_eq!(errors, Vec::<String>::new());
    }
}

#[test]
fn nothing_to_report_is_no_text() {
    let f = Fixture::new(PROFILE);
    assert_eq!(f.render(Format::Full, &[]), "");
    assert_eq!(f.render(Format::Short, &[]), "");
    assert_eq!(
        f.render_with(Format::Full, &[], 2, false),
        "nothing to report (2 suppressed by lints)\n"
    );
    assert!(f.render(Format::Json, &[]).contains("\"errors\": 0"));
    assert_eq!(f.render(Format::Github, &[]), "");
    assert_eq!(f.render(Format::Gitlab, &[]), "[]\n");
    assert!(f.render(Format::Sarif, &[]).contains("\"results\": []"));
}
