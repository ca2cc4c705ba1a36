//! Whole profiles, through the whole compiler.

use std::sync::OnceLock;

use clusterc::pipeline::compile;
use clusterc::source::{FileId, Span};
use clusterc::yaml::{Kind, Node, read};

use super::support::{Memory, sound};
use super::text;

/// What a profile may refer to beside itself.
const BESIDE: [(&str, &str); 2] = [
    ("base.yaml", include_str!("../../hostile/base.yaml")),
    ("note.txt", include_str!("../../hostile/note.txt")),
];

/// A profile that has a value at each kind of place.
const EVERY_PLACE: &str = include_str!("../../hostile/every-place.yaml");

/// A profile compiles, or is refused by diagnostics that have their places; what compiles reads
/// back as it was meant, and no mistake is one of ours.
pub fn any_profile(bytes: &[u8]) {
    if let Some(text) = text(bytes, 8 * 1024) {
        compiles_or_is_refused(text);
    }
}

/// The same for any value at any place: what the schema passes, the types must take.
///
/// The first two bytes choose the place, from `aa` on.
pub fn any_value_at_any_place(bytes: &[u8]) {
    let places = places();
    let ([high, low], Some(value)) = (
        [0, 1].map(|at| {
            bytes
                .get(at)
                .map_or(0, |byte| usize::from(byte.wrapping_sub(b'a')))
        }),
        bytes.get(2..).and_then(|value| text(value, 1024)),
    ) else {
        return;
    };
    let Some(place) = places.get((high * 26 + low) % places.len()) else {
        return;
    };
    // One value in flow style, so that what is around it stays what it is.
    let value = value.trim_end_matches('\n');
    if value.contains(['\n', '\r', '#'])
        || !read(FileId(0), &format!("[{value}]\n"))
            .diagnostics
            .is_empty()
    {
        return;
    }
    let mut profile = EVERY_PLACE.to_owned();
    profile.replace_range(place.start as usize..place.end as usize, value);
    compiles_or_is_refused(&profile);
}

fn compiles_or_is_refused(profile: &str) {
    let files = BESIDE.into_iter().chain([("profile.yaml", profile)]);
    let files = Memory::new(&files.collect::<Vec<_>>());
    let compilation =
        compile(&files, "profile.yaml", false).expect("a profile in memory can be read");
    if let Err(what) = sound(&compilation) {
        panic!("{what}\n{profile}");
    }
}

/// The places of all values, and of keys.
fn places() -> &'static [Span] {
    fn of(node: &Node, places: &mut Vec<Span>) {
        match &node.kind {
            Kind::Null | Kind::Scalar(_) => {}
            Kind::Seq(items) => items.iter().for_each(|item| of(item, places)),
            Kind::Map(entries) => {
                for entry in entries {
                    places.push(entry.key.span);
                    of(&entry.value, places);
                }
            }
        }
        // What is in block style ends where something else begins.
        let text = EVERY_PLACE.get(node.span.start as usize..node.span.end as usize);
        if text.is_some_and(|text| !text.contains('\n')) {
            places.push(node.span);
        }
    }
    static PLACES: OnceLock<Vec<Span>> = OnceLock::new();
    PLACES.get_or_init(|| {
        let mut places = Vec::new();
        let root = read(FileId(0), EVERY_PLACE).root.expect("a profile");
        of(&root, &mut places);
        assert!(places.len() > 300, "the places were not found");
        places
    })
}
