//! Bytes to text: what is not plain UTF-8 text is refused before YAML is looked at.

use super::rules;
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};

/// The largest file that is read: 16 MiB.
pub const MAX_FILE_BYTES: usize = 16 << 20;

/// The bytes of a file as text.
///
/// # Errors
/// A diagnostic when the file is too large or is not UTF-8. Its span counts bytes of the file,
/// so show it with whatever text the bytes were turned into (lossy conversion moves places after
/// the first wrong byte, never the place itself).
pub fn decode(file: FileId, bytes: &[u8]) -> Result<&str, Box<Diagnostic>> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(too_large(file));
    }
    if let Some(encoding) = wide_encoding(bytes) {
        return Err(Box::new(
            Diagnostic::new(
                &rules::NOT_UTF8,
                Span::start_of(file),
                format!("the file is {encoding}, not UTF-8"),
            )
            .help("save it as UTF-8"),
        ));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let byte = bytes.get(at).copied().unwrap_or_default();
        Box::new(
            Diagnostic::new(
                &rules::NOT_UTF8,
                Span::new(file, offset(at), offset(at)),
                format!("byte 0x{byte:02X} is not UTF-8"),
            )
            .help("save the file as UTF-8"),
        )
    })
}

/// The first thing in a text that YAML does not allow, if any.
pub(super) fn check(file: FileId, text: &str) -> Option<Box<Diagnostic>> {
    if text.len() > MAX_FILE_BYTES {
        return Some(too_large(file));
    }
    let control = |b: u8| (b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r')) || b == 0x7F;
    let at = text.bytes().position(control)?;
    let byte = text.as_bytes().get(at).copied().unwrap_or_default();
    let what = if byte == 0 {
        "a NUL".to_owned()
    } else {
        format!("control character U+{byte:04X}")
    };
    Some(Box::new(
        Diagnostic::new(
            &rules::CONTROL_CHARACTER,
            Span::new(file, offset(at), offset(at + 1)),
            format!("{what} stands in the file"),
        )
        .help(format!(
            "remove it, or write `\\x{byte:02X}` inside double quotes"
        )),
    ))
}

fn too_large(file: FileId) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::new(
            &rules::INPUT_TOO_LARGE,
            Span::start_of(file),
            format!("the file has more than {MAX_FILE_BYTES} bytes"),
        )
        .help("name hosts with brackets, such as `w[001-200]`, or split the file with `extends`"),
    )
}

/// UTF-16 or UTF-32, told by its byte order mark or by the zero bytes of its first letters.
fn wide_encoding(bytes: &[u8]) -> Option<&'static str> {
    match *bytes {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => Some("UTF-32"),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Some("UTF-16"),
        [a, 0, b, 0, ..] | [0, a, 0, b, ..] if a != 0 && b != 0 => Some("UTF-16"),
        _ => None,
    }
}

/// A byte offset as spans hold it; files are far smaller than 4 GiB.
pub(super) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_encodings_are_named() {
        let file = FileId(0);
        let message = |bytes: &[u8]| decode(file, bytes).map_err(|d| d.message).unwrap_err();
        assert!(message(b"\xFF\xFEa\0").contains("UTF-16"));
        assert!(message(b"a\0b\0").contains("UTF-16"));
        assert!(message(b"\0a\0b").contains("UTF-16"));
        assert!(message(b"a: \xE9\n").contains("0xE9"));
        assert_eq!(decode(file, "ü: 1".as_bytes()).ok(), Some("ü: 1"));
    }

    #[test]
    fn control_characters_have_a_place() {
        let found = check(FileId(0), "a: \u{0}\n").expect("a NUL");
        assert_eq!((found.primary.span.start, found.primary.span.end), (3, 4));
        assert!(check(FileId(0), "a:\tb\r\n").is_none());
    }

    #[test]
    fn a_file_has_a_largest_size() {
        let large = vec![b'#'; MAX_FILE_BYTES + 1];
        let found = decode(FileId(0), &large).expect_err("too large");
        assert_eq!(found.rule, &rules::INPUT_TOO_LARGE);
    }
}
