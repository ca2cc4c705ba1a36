//! Did you mean …?

use strsim::damerau_levenshtein;

/// No name that we know is longer than this; a word that is means none of them.
const LONGEST_WORD: usize = 256;

/// The candidate that `word` most likely means, or none when nothing is close.
///
/// A candidate that differs only in case, dots, dashes and underscores comes first, then the
/// fewest edits (one for each four letters, at most four), then the only one that lacks nothing
/// but its first segments (`replication` for `dfs.replication`). Among equals the earliest wins.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > LONGEST_WORD {
        return None;
    }
    let counts = letter_counts(word);
    // Distances that are kept are below this.
    let mut bound = max_edits(word) + 1;
    let mut best = None;
    let mut longer = None;
    let mut longer_count = 0_usize;
    for candidate in candidates {
        if same_letters(word, candidate) {
            return Some(candidate);
        }
        if word.len().abs_diff(candidate.len()) < bound && distance_floor(counts, candidate) < bound
        {
            let distance = damerau_levenshtein(word, candidate);
            if distance < bound {
                bound = distance;
                best = Some(candidate);
            }
        } else if ends_with_segments(candidate, word) {
            longer = longer.or(Some(candidate));
            longer_count += 1;
        }
    }
    best.or(longer.filter(|_| longer_count == 1))
}

fn max_edits(word: &str) -> usize {
    match word.len() {
        0..=2 => 0,
        len => (len / 4).clamp(1, 4),
    }
}

fn same_letters(one: &str, other: &str) -> bool {
    let letters = |text: &'_ str| {
        text.bytes()
            .filter(|byte| !matches!(byte, b'.' | b'-' | b'_'))
            .map(|byte| byte.to_ascii_lowercase())
            .collect::<Vec<_>>()
    };
    // Most differ in the first letter already.
    one.bytes().next().map(|b| b.to_ascii_lowercase())
        == other.bytes().next().map(|b| b.to_ascii_lowercase())
        && letters(one) == letters(other)
}

/// Whether `candidate` is `word` behind further segments.
fn ends_with_segments(candidate: &str, word: &str) -> bool {
    word.len() > 2
        && candidate
            .strip_suffix(word)
            .is_some_and(|before| before.ends_with(['.', '-', '_']))
}

/// How often each byte occurs; the names we suggest are ASCII, other letters count as their bytes.
type LetterCounts = [i16; 128];

fn letter_counts(word: &str) -> LetterCounts {
    let mut counts = [0; 128];
    for byte in word.bytes() {
        if let Some(count) = counts.get_mut(usize::from(byte & 127)) {
            *count += 1;
        }
    }
    counts
}

/// A number of edits that can only be too low, by letters that occur too often on one side.
/// A character beyond ASCII is several bytes, so its words get the floor 0.
fn distance_floor(mut counts: LetterCounts, candidate: &str) -> usize {
    if !candidate.is_ascii() {
        return 0;
    }
    for byte in candidate.bytes() {
        if let Some(count) = counts.get_mut(usize::from(byte & 127)) {
            *count -= 1;
        }
    }
    let missing: i16 = counts.iter().filter(|count| **count > 0).sum();
    let extra: i16 = counts.iter().filter(|count| **count < 0).sum();
    usize::from(missing.unsigned_abs().max(extra.unsigned_abs()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KEYS: &[&str] = &[
        "dfs.replication",
        "dfs.replication.max",
        "dfs.blocksize",
        "dfs.namenode.handler.count",
        "yarn.nodemanager.resource.cpu-vcores",
        "yarn.nodemanager.resource.memory-mb",
        "yarn.scheduler.maximum-allocation-mb",
        "nodemanager",
        "namenode",
        "datanode",
        "hosts",
        "hardware",
        "dn",
    ];

    #[test]
    fn finds_what_was_meant() {
        for (word, expected) in [
            ("dfs.replicaton", Some("dfs.replication")),
            ("nodemanger", Some("nodemanager")),
            (
                "yarn.nodemanager.resource.memory.mb",
                Some("yarn.nodemanager.resource.memory-mb"),
            ),
            ("nodeManager", Some("nodemanager")),
            ("data-node", Some("datanode")),
            ("datanoed", Some("datanode")),
            ("hsots", Some("hosts")),
            ("hardwear", Some("hardware")),
            ("replication", Some("dfs.replication")),
            ("namenode.handler.count", Some("dfs.namenode.handler.count")),
            ("resourcemanager", None),
            ("dfs", None),
            ("nn", None),
            ("", None),
            ("zookeeper.session", None),
        ] {
            assert_eq!(nearest(word, KEYS.iter().copied()), expected, "{word}");
        }
    }

    #[test]
    fn a_word_of_any_length_is_none() {
        let word = "x".repeat(100_000);
        assert_eq!(nearest(&word, ["x", "y"].into_iter()), None);
    }

    #[test]
    fn earliest_among_equals() {
        assert_eq!(
            nearest("hostx", ["hosta", "hostb"].into_iter()),
            Some("hosta")
        );
    }

    proptest! {
        #[test]
        fn the_floor_is_never_above_the_distance(one in "[a-c.é]{0,8}", other in "[a-c.é]{0,8}") {
            if one.is_ascii() {
                let floor = distance_floor(letter_counts(&one), &other);
                prop_assert!(floor <= damerau_levenshtein(&one, &other));
            }
        }
    }
}
