//! Checks that several writers share. Messages tell which character is at fault, never the value.

use crate::document::Entry;

/// Longest `NAME=VALUE` that Linux passes to a program: `MAX_ARG_STRLEN` (32 pages) without the
/// final NUL. A longer one makes every later `execve` fail.
const MAX_ENVIRONMENT_STRING: usize = 32 * 4096 - 1;

/// Whether no text file of ours may hold the character: controls other than tab and newline, the
/// byte order mark, and code points that Unicode assigns to nobody (systemd drops lines with
/// them, XML forbids two of them).
fn is_forbidden(c: char) -> bool {
    let code = u32::from(c);
    (c.is_control() && c != '\t' && c != '\n')
        || c == '\u{feff}'
        || (0xfdd0..=0xfdef).contains(&code)
        || code & 0xfffe == 0xfffe
}

/// Refuses characters that no text file of ours may hold; newlines are allowed.
pub(super) fn characters(what: &str, text: &str) -> Result<(), String> {
    match text.chars().position(is_forbidden) {
        None => Ok(()),
        Some(at) => {
            let code = text.chars().nth(at).map_or(0, u32::from);
            Err(format!(
                "the {what} holds the character U+{code:04X} (number {}), which cannot be written",
                at + 1
            ))
        }
    }
}

/// Refuses text that does not stay on one line.
pub(super) fn one_line(what: &str, text: &str) -> Result<(), String> {
    characters(what, text)?;
    if text.contains('\n') {
        return Err(format!(
            "the {what} holds a newline, and must stay on one line"
        ));
    }
    Ok(())
}

/// Refuses blanks at the ends, which the reader would cut.
pub(super) fn no_outer_blanks(what: &str, text: &str) -> Result<(), String> {
    if text.trim().len() == text.len() {
        return Ok(());
    }
    Err(format!(
        "the {what} begins or ends with a blank, which the reader cuts"
    ))
}

/// Refuses sections and `final`, where the syntax has neither.
pub(super) fn key_and_value_only(entry: &Entry) -> Result<(), String> {
    no_section(entry)?;
    no_final(entry)
}

/// Refuses a section where the syntax has none.
pub(super) fn no_section(entry: &Entry) -> Result<(), String> {
    match &entry.section {
        Some(section) => Err(format!("this syntax has no sections, but got `{section}`")),
        None => Ok(()),
    }
}

/// Refuses `final` where the syntax has none.
pub(super) fn no_final(entry: &Entry) -> Result<(), String> {
    if entry.is_final {
        return Err("only Hadoop's XML can mark a value `final`".to_owned());
    }
    Ok(())
}

/// Whether `name` is an environment variable's name: `[A-Za-z_][A-Za-z0-9_]*`.
pub(super) fn is_env_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Checks an environment variable's name and value.
pub(super) fn environment(name: &str, value: &str) -> Result<(), String> {
    env_name(name)?;
    one_line("value", value)?;
    if name.len() + 1 + value.len() > MAX_ENVIRONMENT_STRING {
        return Err(format!(
            "the variable takes more than {MAX_ENVIRONMENT_STRING} bytes, and Linux starts no \
             program with such a one"
        ));
    }
    Ok(())
}

/// Checks an environment variable's name.
pub(super) fn env_name(name: &str) -> Result<(), String> {
    if is_env_name(name) {
        return Ok(());
    }
    Err(format!(
        "`{}` is no variable name: letters, digits and `_`, not beginning with a digit",
        name.escape_debug()
    ))
}

/// Whether text means itself without quotes, in a shell and in systemd's `EnvironmentFile=` alike.
pub(super) fn is_plain(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_@%+=:,./-".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_the_character() {
        assert_eq!(characters("value", "a\tb\nc\u{e9}"), Ok(()));
        for (text, code) in [
            ("a\0", "U+0000"),
            ("\r", "U+000D"),
            ("\u{85}", "U+0085"),
            ("\u{feff}x", "U+FEFF"),
            ("\u{ffff}", "U+FFFF"),
            ("\u{1fffe}", "U+1FFFE"),
        ] {
            let message = characters("value", text).unwrap_err();
            assert!(message.contains(code), "{message}");
        }
    }

    #[test]
    fn knows_names() {
        for (name, good) in [
            ("A", true),
            ("_a1", true),
            ("", false),
            ("1A", false),
            ("A-B", false),
            ("É", false),
        ] {
            assert_eq!(is_env_name(name), good, "{name}");
        }
    }

    #[test]
    fn bounds_the_environment() {
        let value = "x".repeat(MAX_ENVIRONMENT_STRING - 2);
        assert_eq!(environment("A", &value), Ok(()));
        assert!(environment("AB", &value).is_err());
    }
}
