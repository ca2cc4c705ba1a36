//! File modes, always octal.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use super::scalar::{Scalar, UnitError, scalar_impls};

/// The permission bits of a file, at most `07777`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mode(u32);

impl Mode {
    /// None above `07777`.
    #[must_use]
    pub const fn new(bits: u32) -> Option<Self> {
        if bits <= 0o7777 {
            Some(Self(bits))
        } else {
            None
        }
    }

    #[must_use]
    pub const fn bits(self) -> u32 {
        self.0
    }
}

/// Four digits, as in `0644`.
impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04o}", self.0)
    }
}

impl FromStr for Mode {
    type Err = UnitError;

    fn from_str(text: &str) -> Result<Self, UnitError> {
        // `0o644` is how YAML itself writes octal.
        let digits = text.strip_prefix("0o").unwrap_or(text);
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(UnitError::new(format!(
                "`{text}` is not a mode: write three or four octal digits, as in `0644`"
            )));
        }
        if digits.contains(['8', '9']) {
            return Err(UnitError::new(format!(
                "`{text}` is not a mode: modes are octal, digits go from 0 to 7"
            )));
        }
        let significant = digits.trim_start_matches('0');
        if significant.len() > 4 {
            return Err(UnitError::new(format!(
                "mode `{text}` is out of range: the largest is `07777`"
            )));
        }
        if !(3..=5).contains(&digits.len()) {
            return Err(UnitError::new(format!(
                "mode `{text}` has {} digits: write three or four, as in `0644`",
                digits.len()
            )));
        }
        u32::from_str_radix(digits, 8)
            .ok()
            .and_then(Self::new)
            .ok_or_else(|| UnitError::new(format!("mode `{text}` is out of range")))
    }
}

impl Scalar for Mode {
    const NAME: &'static str = "Mode";
    const DESCRIPTION: &'static str = "a file mode: three or four octal digits, quoted or not";
    const EXAMPLES: &'static [&'static str] = &["0644", "1777"];
    const NUMBERS: Option<RangeInclusive<u64>> = Some(0..=7777);
    const AS_WRITTEN: bool = true;

    fn pattern() -> String {
        "(?:0o)?(?:[0-7]{3,4}|0[0-7]{4})".into()
    }
}

scalar_impls!(Mode);

#[cfg(test)]
mod tests {
    use super::super::scalar::tests::{agree, validator};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn modes() {
        for (text, bits, shown) in [
            ("0644", 0o644, "0644"),
            ("644", 0o644, "0644"),
            ("1777", 0o1777, "1777"),
            ("01777", 0o1777, "1777"),
            ("0o750", 0o750, "0750"),
            ("000", 0, "0000"),
        ] {
            let mode: Mode = text.parse().expect(text);
            assert_eq!((mode.bits(), mode.to_string().as_str()), (bits, shown));
        }
        for (text, message) in [
            (
                "0648",
                "`0648` is not a mode: modes are octal, digits go from 0 to 7",
            ),
            (
                "17777",
                "mode `17777` is out of range: the largest is `07777`",
            ),
            (
                "64",
                "mode `64` has 2 digits: write three or four, as in `0644`",
            ),
            (
                "u+x",
                "`u+x` is not a mode: write three or four octal digits, as in `0644`",
            ),
        ] {
            assert_eq!(text.parse::<Mode>().expect_err(text).to_string(), message);
        }
        let mode: Mode = serde_json::from_str("\"0750\"").expect("text");
        assert_eq!(mode.bits(), 0o750);
    }

    proptest! {
        #[test]
        fn display_round_trips(bits in 0_u32..=0o7777) {
            let mode = Mode(bits);
            prop_assert_eq!(mode.to_string().parse::<Mode>(), Ok(mode));
        }

        #[test]
        fn schema_agrees(texts in prop::collection::vec("(0o|0)?[0-8]{0,6}", 32)) {
            let validator = validator::<Mode>();
            for text in texts {
                agree::<Mode>(&validator, &text);
            }
        }
    }
}
