//! What holds for any bytes whatsoever. The fuzz targets beside this folder try it on bytes that
//! reach new code, `tests/fuzz.rs` on the bytes of the corpora.
//!
//! Each function takes bytes and panics where they break its property.

mod classad;
pub mod differential;
mod names;
mod profile;
#[path = "../../support/mod.rs"]
pub mod support;
mod syntaxes;
mod units;
mod yaml;

/// What a target tries: a panic says that the bytes break it.
type Property = fn(&[u8]);

/// A property by the name of its target and of the folder of its corpus.
pub const TARGETS: [(&str, Property); 9] = [
    ("yaml", yaml::any_bytes_are_read_or_refused),
    ("yaml_differential", differential::both_read_the_same),
    ("places", profile::any_value_at_any_place),
    ("check", profile::any_profile),
    ("readers", syntaxes::what_is_read_can_be_written),
    ("writers", syntaxes::what_is_written_can_be_read),
    ("classad", classad::what_is_printed_is_the_same_expression),
    ("names", names::sets_of_names),
    ("units", units::schema_parser_and_spelling_agree),
];

/// Runs one of [`TARGETS`].
pub fn run(name: &str, bytes: &[u8]) {
    let target = TARGETS.iter().find(|(target, _)| *target == name);
    target.expect("a target of that name").1(bytes);
}

/// Bytes as text of at most so many bytes.
fn text(bytes: &[u8], most: usize) -> Option<&str> {
    std::str::from_utf8(bytes)
        .ok()
        .filter(|text| text.len() <= most)
}

/// Takes a choice of `count` things off the front: the first character, from `a` on.
fn choice(bytes: &[u8], count: usize) -> Option<(usize, &[u8])> {
    let (first, rest) = bytes.split_first()?;
    Some((
        usize::from(first.wrapping_sub(b'a')).checked_rem(count)?,
        rest,
    ))
}
