//! Where two contents part.

/// The first line (from 1) in which `left` and `right` differ; `None` when they are equal.
pub(super) fn first_different_line(left: &[u8], right: &[u8]) -> Option<usize> {
    if left == right {
        return None;
    }
    let common = left
        .iter()
        .zip(right)
        .take_while(|(left, right)| left == right);
    Some(1 + common.filter(|(byte, _)| **byte == b'\n').count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_from_one() {
        for (left, right, line) in [
            ("", "", None),
            ("a\n", "a\n", None),
            ("", "a\n", Some(1)),
            ("a\nb\n", "a\nc\n", Some(2)),
            ("a\nb\n", "a\nb", Some(2)),
            ("a\nb\n", "a\nb\nc\n", Some(3)),
        ] {
            let found = first_different_line(left.as_bytes(), right.as_bytes());
            assert_eq!(found, line, "{left:?} {right:?}");
        }
    }
}
