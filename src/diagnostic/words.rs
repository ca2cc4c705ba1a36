//! Keeps the words of a diagnostic as short as a line can show, whatever a profile holds.

/// Texts up to this length are left as they are.
const SHORT: usize = 400;
/// Characters of a literal that are shown at least, when the text is long.
const SHOWN: usize = 60;

/// The text, its long literals (what stands between backticks) cut down to their beginning when
/// the text as a whole is too long.
pub(super) fn bounded(text: String) -> String {
    if text.len() <= SHORT {
        return text;
    }
    let mut short = String::new();
    for (at, part) in text.split('`').enumerate() {
        if at > 0 {
            short.push('`');
        }
        let inside = at % 2 == 1;
        match part.char_indices().nth(SHOWN) {
            Some((end, _)) if inside => {
                short.extend(part.get(..end));
                short.push('…');
            }
            _ => short.push_str(part),
        }
    }
    // A text that is long without literals is a list of names.
    match short.char_indices().nth(10 * SHORT) {
        Some((end, _)) => format!("{}…", short.get(..end).unwrap_or_default()),
        None => short,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_long_literals_are_cut() {
        let plain = "no role is called `x`".to_owned();
        assert_eq!(bounded(plain.clone()), plain);
        let long = bounded(format!(
            "no role is called `{}`; see the list",
            "é".repeat(5000)
        ));
        assert_eq!(
            long,
            format!("no role is called `{}…`; see the list", "é".repeat(SHOWN))
        );
        let list = "name, ".repeat(5000);
        assert_eq!(bounded(list).chars().count(), 10 * SHORT + 1);
    }
}
