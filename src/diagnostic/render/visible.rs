//! Makes control characters of the user's text visible, so that no profile can steer a terminal.

use annotate_snippets::normalize_untrusted_str;

/// Text for messages, labels and names; line breaks stay.
pub(super) fn visible(text: &str) -> String {
    normalize_untrusted_str(&keep_offsets(text))
}

/// Text on one line, with its control characters made visible.
#[must_use]
pub fn visible_line(text: &str) -> String {
    visible(&text.replace('\n', " "))
}

/// Source text with C1 controls (U+009B starts a terminal command as ESC does) replaced by a
/// character of the same two bytes. The drawing library replaces the others, but not these.
pub(super) fn keep_offsets(text: &str) -> String {
    text.replace(|c| matches!(c, '\u{80}'..='\u{9f}'), "\u{a4}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_become_visible() {
        assert_eq!(visible("a\u{1b}[1m\u{9b}1m\n\u{202e}"), "a␛[1m¤1m\n�");
        assert_eq!(visible_line("a\nb"), "a b");
        assert_eq!(keep_offsets("ü\u{9b}x").len(), "ü\u{9b}x".len());
    }
}
