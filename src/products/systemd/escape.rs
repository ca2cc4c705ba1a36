//! How text is written into unit files so that systemd reads it back unchanged.

use std::fmt::Write as _;

static SPECIFIERS: &str = include_str!("facts/specifiers.tsv");

/// First version that drops an assignment with an unknown specifier; older ones keep it as text.
const SPECIFIERS_STRICT: u32 = 236;

/// Why a text cannot be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EscapeError {
    /// Not `[A-Za-z_][A-Za-z0-9_]*`.
    BadName,
    /// A control character that systemd would refuse or change.
    ControlCharacter(char),
    /// Not an absolute path.
    NotAbsolute,
}

impl std::fmt::Display for EscapeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::BadName => f.write_str(
                "the name of an environment variable is letters, digits and `_`, not beginning with a digit",
            ),
            Self::ControlCharacter(c) => {
                write!(f, "the control character U+{:04X} cannot be written", u32::from(*c))
            }
            Self::NotAbsolute => f.write_str("the path must be absolute"),
        }
    }
}

impl std::error::Error for EscapeError {}

/// The value of `Environment=` that sets `name` to `value`: `"NAME=VALUE"` with C escapes.
///
/// `$` stays as it is: systemd expands it in command lines only, not here.
///
/// # Errors
/// When `name` is no variable name, or `value` holds a control character other than newline
/// and tab.
pub fn escape_environment(name: &str, value: &str) -> Result<String, EscapeError> {
    let mut chars = name.chars();
    let begins_well = chars
        .next()
        .is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
    if !begins_well || !chars.all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return Err(EscapeError::BadName);
    }
    let mut out = String::with_capacity(name.len() + value.len() + 3);
    out.push('"');
    out.push_str(name);
    out.push('=');
    for c in value.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '%' => out.push_str("%%"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => return Err(EscapeError::ControlCharacter(c)),
            c => out.push(c),
        }
    }
    out.push('"');
    Ok(out)
}

/// The same text with `%` doubled, so that no specifier is seen in it.
pub fn escape_specifiers(text: &str) -> String {
    text.replace('%', "%%")
}

/// Checks that every specifier of `value` exists in `systemd`.
///
/// # Errors
/// The letter, and what the version does with it.
pub fn check_specifiers(value: &str, systemd: u32) -> Result<(), String> {
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            continue;
        }
        let Some(letter) = chars.next() else { break };
        if !letter.is_ascii_alphabetic() {
            continue;
        }
        match specifier_since(letter) {
            Some(since) if since <= systemd => {}
            Some(since) => {
                return Err(format!(
                    "the specifier `%{letter}` exists since systemd {since}; {}",
                    consequence(systemd)
                ));
            }
            None => {
                return Err(format!(
                    "there is no specifier `%{letter}`; {}; write `%%` for a percent sign",
                    consequence(systemd)
                ));
            }
        }
    }
    Ok(())
}

fn consequence(systemd: u32) -> &'static str {
    if systemd < SPECIFIERS_STRICT {
        "this version keeps it as text, later ones drop the assignment"
    } else {
        "this version drops the whole assignment"
    }
}

fn specifier_since(letter: char) -> Option<u32> {
    SPECIFIERS.lines().skip(1).find_map(|line| {
        let (name, since) = line.split_once('\t')?;
        name.starts_with(letter).then(|| since.parse().ok())?
    })
}

/// `text` as one component of a unit name: a dash would nest slices, so it becomes `\x2d`.
pub fn escape_unit_component(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'/' => out.push('-'),
            b'.' if at == 0 => out.push_str("\\x2e"),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b':' | b'_' | b'.' => {
                out.push(char::from(byte));
            }
            _ => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\x{byte:02x}");
            }
        }
    }
    out
}

/// The name a mount unit for `path` must have: `/mnt/ram-disk` is `mnt-ram\x2ddisk.mount`.
///
/// # Errors
/// When `path` is not absolute.
pub fn mount_unit(path: &str) -> Result<String, EscapeError> {
    if !path.starts_with('/') {
        return Err(EscapeError::NotAbsolute);
    }
    let components: Vec<&str> = path.split('/').filter(|c| !c.is_empty()).collect();
    if components.is_empty() {
        return Ok("-.mount".to_owned());
    }
    Ok(format!(
        "{}.mount",
        escape_unit_component(&components.join("/"))
    ))
}

/// The path that a mount unit is named after; `None` when the name is nobody's path.
pub fn mount_path(unit: &str) -> Option<String> {
    let stem = unit.strip_suffix(".mount")?;
    if stem == "-" {
        return Some("/".to_owned());
    }
    let mut path = vec![b'/'];
    let mut rest = stem.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match byte {
            b'-' => path.push(b'/'),
            b'\\' => {
                let digits = rest.strip_prefix(b"x")?.get(..2)?;
                let digits = std::str::from_utf8(digits).ok()?;
                path.push(u8::from_str_radix(digits, 16).ok()?);
                rest = rest.get(3..)?;
            }
            other => path.push(other),
        }
    }
    let path = String::from_utf8(path).ok()?;
    (mount_unit(&path).ok()? == unit).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn environment_values_survive() {
        for (value, want) in [
            ("plain", r#""A=plain""#),
            ("two words", r#""A=two words""#),
            ("", r#""A=""#),
            (r#"a"b\c"#, r#""A=a\"b\\c""#),
            ("50%y", r#""A=50%%y""#),
            ("$HOME `x`", r#""A=$HOME `x`""#),
            ("a\nb\tc", r#""A=a\nb\tc""#),
            ("ü", r#""A=ü""#),
        ] {
            assert_eq!(escape_environment("A", value).as_deref(), Ok(want));
        }
        for name in ["", "1A", "A-B", "A B", "Ä"] {
            assert_eq!(
                escape_environment(name, "x"),
                Err(EscapeError::BadName),
                "{name}"
            );
        }
        assert_eq!(
            escape_environment("A", "a\0b"),
            Err(EscapeError::ControlCharacter('\0'))
        );
    }

    #[test]
    fn specifiers_by_version() {
        for (value, systemd, ok) in [
            ("%i.conf", 208, true),
            ("100%", 252, true),
            ("50%% y", 252, true),
            ("50%y", 250, false),
            ("50%y", 251, true),
            ("%Q", 252, false),
            ("a%-b", 252, true),
        ] {
            assert_eq!(
                check_specifiers(value, systemd).is_ok(),
                ok,
                "{value} {systemd}"
            );
        }
        assert!(
            SPECIFIERS
                .lines()
                .skip(1)
                .all(|l| l.split('\t').count() == 2)
        );
    }

    #[test]
    fn mount_units_are_named_after_their_path() {
        for (path, want) in [
            ("/", "-.mount"),
            ("/mnt/ramdisk", "mnt-ramdisk.mount"),
            ("/mnt//ram-disk/", "mnt-ram\\x2ddisk.mount"),
            ("/.hidden", "\\x2ehidden.mount"),
        ] {
            assert_eq!(mount_unit(path).as_deref(), Ok(want));
            let plain = mount_path(want).expect("a path");
            assert_eq!(mount_unit(&plain).as_deref(), Ok(want));
        }
        for bad in [
            "a--b.mount",
            "a-.mount",
            "a\\x2.mount",
            "a\\y.mount",
            "a.slice",
        ] {
            assert_eq!(mount_path(bad), None, "{bad}");
        }
        assert_eq!(mount_unit("mnt"), Err(EscapeError::NotAbsolute));
    }
}
