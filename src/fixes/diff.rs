//! Two texts as a unified diff, as `patch` takes it.

use std::fmt::Write as _;

/// Lines that are shown around a change.
const CONTEXT: usize = 3;

/// What two texts do not share is shown as one change beyond that many changed lines: the search
/// for less takes its square.
const MAX_CHANGES: usize = 2000;

/// The diff of a file; empty when both are equal.
#[must_use]
pub fn unified(name: &str, before: &str, after: &str) -> String {
    let old: Vec<&str> = before.split_inclusive('\n').collect();
    let new: Vec<&str> = after.split_inclusive('\n').collect();
    let changes = changes(&old, &new);
    if changes.is_empty() {
        return String::new();
    }
    let mut text = format!("--- a/{name}\n+++ b/{name}\n");
    for hunk in changes.chunk_by(|one, other| other.old.0 - one.old.1 <= 2 * CONTEXT) {
        print_hunk(&mut text, hunk, &old, &new);
    }
    text
}

/// Lines `old.0..old.1` became lines `new.0..new.1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Changed {
    old: (usize, usize),
    new: (usize, usize),
}

fn print_hunk(text: &mut String, hunk: &[Changed], old: &[&str], new: &[&str]) {
    let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else {
        return;
    };
    let before = first.old.0.min(CONTEXT);
    let after = (old.len() - last.old.1).min(CONTEXT);
    let part = |(from, to): (usize, usize)| {
        // A part without lines is named by the line before it.
        let first = if from == to { from } else { from + 1 };
        match to - from {
            1 => format!("{first}"),
            count => format!("{first},{count}"),
        }
    };
    let olds = part((first.old.0 - before, last.old.1 + after));
    let news = part((first.new.0 - before, last.new.1 + after));
    let _ = writeln!(text, "@@ -{olds} +{news} @@");
    let mut put = |sign: char, lines: Option<&[&str]>| {
        for line in lines.unwrap_or_default() {
            text.push(sign);
            text.push_str(line);
            if !line.ends_with('\n') {
                text.push_str("\n\\ No newline at end of file\n");
            }
        }
    };
    let mut done = first.old.0 - before;
    for change in hunk {
        put(' ', old.get(done..change.old.0));
        put('-', old.get(change.old.0..change.old.1));
        put('+', new.get(change.new.0..change.new.1));
        done = change.old.1;
    }
    put(' ', old.get(done..last.old.1 + after));
}

/// The fewest changes, by Myers' algorithm (1986), over what is left when beginning and end are
/// taken off.
fn changes(old: &[&str], new: &[&str]) -> Vec<Changed> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old, new) = (
        old.get(head..).unwrap_or_default(),
        new.get(head..).unwrap_or_default(),
    );
    let tail = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (old, new) = (
        old.get(..old.len() - tail).unwrap_or_default(),
        new.get(..new.len() - tail).unwrap_or_default(),
    );
    if old.is_empty() && new.is_empty() {
        return Vec::new();
    }
    let kept = kept(old, new).unwrap_or_default();
    let mut found = Vec::new();
    let mut at = (0, 0);
    for (x, y) in kept.into_iter().chain([(old.len(), new.len())]) {
        if at != (x, y) {
            found.push(Changed {
                old: (head + at.0, head + x),
                new: (head + at.1, head + y),
            });
        }
        at = (x + 1, y + 1);
    }
    found
}

/// The lines that both have, by their numbers in either; `None` when there are too many changes.
fn kept(old: &[&str], new: &[&str]) -> Option<Vec<(usize, usize)>> {
    // For each number of changes how far each diagonal reaches, offset by that number.
    let mut reached: Vec<Vec<usize>> = Vec::new();
    let signed = |n: usize| isize::try_from(n).unwrap_or(isize::MAX);
    let reach = |row: &[usize], count: usize, diagonal: isize| {
        let at = usize::try_from(diagonal + signed(count)).ok()?;
        row.get(at).copied()
    };
    for count in 0..=MAX_CHANGES.min(old.len() + new.len()) {
        let mut row = vec![0; 2 * count + 1];
        for (at, slot) in row.iter_mut().enumerate().step_by(2) {
            let diagonal = signed(at) - signed(count);
            let mut x = step(&reached, count, diagonal, &reach).0;
            let mut y = usize::try_from(signed(x) - diagonal).unwrap_or_default();
            while let (Some(a), Some(b)) = (old.get(x), new.get(y)) {
                if a != b {
                    break;
                }
                (x, y) = (x + 1, y + 1);
            }
            *slot = x;
            if x >= old.len() && y >= new.len() {
                reached.push(row);
                return Some(back(&reached, (old.len(), new.len()), &reach));
            }
        }
        reached.push(row);
    }
    None
}

type Reach<'a> = &'a dyn Fn(&[usize], usize, isize) -> Option<usize>;

/// Where a path of `count` changes enters `diagonal`, and the diagonal it comes from.
fn step(reached: &[Vec<usize>], count: usize, diagonal: isize, reach: Reach<'_>) -> (usize, isize) {
    let Some((before, row)) = count
        .checked_sub(1)
        .and_then(|at| Some((at, reached.get(at)?)))
    else {
        return (0, diagonal);
    };
    let down = reach(row, before, diagonal + 1);
    let right = reach(row, before, diagonal - 1);
    match (down, right) {
        (Some(down), Some(right)) if down > right => (down, diagonal + 1),
        (_, Some(right)) => (right + 1, diagonal - 1),
        (Some(down), None) => (down, diagonal + 1),
        (None, None) => (0, diagonal),
    }
}

/// The way back over what was reached: the lines that were passed without a change.
fn back(reached: &[Vec<usize>], end: (usize, usize), reach: Reach<'_>) -> Vec<(usize, usize)> {
    let mut kept = Vec::new();
    let (mut x, mut y) = end;
    let signed = |n: usize| isize::try_from(n).unwrap_or(isize::MAX);
    for count in (0..reached.len()).rev() {
        let diagonal = signed(x) - signed(y);
        let (entered, from) = step(reached, count, diagonal, reach);
        while x > entered {
            (x, y) = (x - 1, y.saturating_sub(1));
            kept.push((x, y));
        }
        if count == 0 {
            break;
        }
        let before = reached
            .get(count - 1)
            .and_then(|row| reach(row, count - 1, from));
        x = before.unwrap_or_default();
        y = usize::try_from(signed(x) - from).unwrap_or_default();
    }
    kept.reverse();
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_change_is_shown_with_its_lines() {
        assert_eq!(unified("f", "a\n", "a\n"), "");
        assert_eq!(
            unified("f", "1\n2\n3\n4\n5\n6\n", "1\n2\n3\n4\nV\n6"),
            "--- a/f\n+++ b/f\n@@ -2,5 +2,5 @@\n 2\n 3\n 4\n-5\n-6\n+V\n+6\n\\ No newline at end of \
             file\n"
        );
        assert_eq!(
            unified("f", "a\nb\n", "b\n"),
            "--- a/f\n+++ b/f\n@@ -1,2 +1 @@\n-a\n b\n"
        );
        assert_eq!(
            unified("f", "", "b\n"),
            "--- a/f\n+++ b/f\n@@ -0,0 +1 @@\n+b\n"
        );
    }

    proptest! {
        #[test]
        fn changes_make_the_one_of_the_other(
            old in prop::collection::vec("[abc]", 0..14),
            new in prop::collection::vec("[abc]", 0..14),
        ) {
            let old: Vec<&str> = old.iter().map(String::as_str).collect();
            let new: Vec<&str> = new.iter().map(String::as_str).collect();
            let mut made = Vec::new();
            let mut done = 0;
            for change in changes(&old, &new) {
                made.extend_from_slice(&old[done..change.old.0]);
                prop_assert_eq!(made.len(), change.new.0);
                made.extend_from_slice(&new[change.new.0..change.new.1]);
                done = change.old.1;
            }
            made.extend_from_slice(&old[done..]);
            prop_assert_eq!(made, new);
        }
    }
}
