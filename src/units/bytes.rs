//! Sizes in bytes, with binary units only.

use std::fmt;
use std::str::FromStr;

use super::scalar::{
    Remainder, Scalar, UnitError, leading_zero, scalar_impls, split_digits, without_zeros,
};

/// A number of bytes; what is parsed stays below 2⁶³.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Bytes(pub u64);

/// A unit of size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SizeUnit {
    Byte,
    Kibi,
    Mebi,
    Gibi,
    Tebi,
}

impl SizeUnit {
    const WRITTEN: [Self; 4] = [Self::Kibi, Self::Mebi, Self::Gibi, Self::Tebi];

    /// How many bytes one is.
    #[must_use]
    pub const fn bytes(self) -> u64 {
        match self {
            Self::Byte => 1,
            Self::Kibi => 1 << 10,
            Self::Mebi => 1 << 20,
            Self::Gibi => 1 << 30,
            Self::Tebi => 1 << 40,
        }
    }

    /// As people write it.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Byte => "B",
            Self::Kibi => "KiB",
            Self::Mebi => "MiB",
            Self::Gibi => "GiB",
            Self::Tebi => "TiB",
        }
    }

    /// Digits a number of this unit may have, so that no product overflows.
    const fn max_digits(self) -> usize {
        match self {
            Self::Byte | Self::Kibi => 15,
            Self::Mebi => 12,
            Self::Gibi => 9,
            Self::Tebi => 6,
        }
    }

    /// The binary unit somebody meant by `text`, with the exponent of 1024 for the message.
    fn meant_by(text: &str) -> Option<(Self, char)> {
        match text.as_bytes().first()?.to_ascii_lowercase() {
            b'k' => Some((Self::Kibi, '¹')),
            b'm' => Some((Self::Mebi, '²')),
            b'g' => Some((Self::Gibi, '³')),
            b't' => Some((Self::Tebi, '⁴')),
            _ => None,
        }
    }
}

impl Bytes {
    /// `number` of `unit`, unless it overflows.
    #[must_use]
    pub const fn new(number: u64, unit: SizeUnit) -> Option<Self> {
        match number.checked_mul(unit.bytes()) {
            Some(bytes) => Some(Self(bytes)),
            None => None,
        }
    }

    /// How many `unit`s this is; anything left over is an error, never a rounding.
    pub fn in_unit(self, unit: SizeUnit) -> Result<u64, Remainder> {
        let rest = self.0 % unit.bytes();
        if rest == 0 {
            Ok(self.0 / unit.bytes())
        } else {
            Err(Remainder {
                value: self.to_string(),
                unit: unit.symbol(),
                rest: Self(rest).to_string(),
            })
        }
    }
}

/// In the largest unit that needs no fraction; `B`, which cannot be written, only for sums.
impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return f.write_str("0");
        }
        let unit = SizeUnit::WRITTEN
            .into_iter()
            .rev()
            .find(|unit| self.0.is_multiple_of(unit.bytes()))
            .unwrap_or(SizeUnit::Byte);
        write!(f, "{}{}", self.0 / unit.bytes(), unit.symbol())
    }
}

impl FromStr for Bytes {
    type Err = UnitError;

    fn from_str(text: &str) -> Result<Self, UnitError> {
        let (digits, rest) = split_digits(text);
        if text == "0" {
            return Ok(Self(0));
        }
        if digits.is_empty() {
            return Err(UnitError::new(format!(
                "`{text}` is not a size: write a whole number with its unit, as in `64GiB`"
            )));
        }
        if leading_zero(digits) {
            return Err(UnitError::new(format!(
                "`{text}` begins with a zero: write `{}{rest}`",
                without_zeros(digits)
            )));
        }
        if let Some(unit) = SizeUnit::WRITTEN.into_iter().find(|u| u.symbol() == rest) {
            return read(digits, unit).ok_or_else(|| {
                UnitError::new(format!(
                    "`{text}` is too large: write at most {} digits of {rest}, or a larger unit",
                    unit.max_digits()
                ))
            });
        }
        Err(wrong_unit(text, digits, rest))
    }
}

fn read(digits: &str, unit: SizeUnit) -> Option<Bytes> {
    if digits.len() > unit.max_digits() {
        return None;
    }
    Bytes::new(digits.parse().ok()?, unit)
}

/// A bare number: what it says in a unit that makes sense.
fn no_unit(text: &str, digits: &str) -> UnitError {
    let number = digits.parse().unwrap_or(u64::MAX);
    UnitError::new(match number {
        0..1024 => format!(
            "`{text}` needs a unit: write `{digits}MiB` or `{digits}GiB`, whichever is meant"
        ),
        1024..0x10_0000 if number % 1024 == 0 => format!(
            "`{text}` needs a unit, as in `{digits}MiB` or `{}GiB`",
            number / 1024
        ),
        1024..0x10_0000 => format!("`{text}` needs a unit, as in `{digits}MiB`"),
        _ if number % 1024 == 0 => format!(
            "`{text}` needs a unit: if it is bytes, write `{}`",
            Bytes(number)
        ),
        _ => format!("`{text}` needs a unit, as in `64GiB`"),
    })
}

fn wrong_unit(text: &str, digits: &str, rest: &str) -> UnitError {
    let unit = rest.trim();
    if unit.is_empty() {
        return no_unit(text, digits);
    }
    if unit.starts_with(['.', ',']) {
        return UnitError::new(format!(
            "`{text}` has a fraction: write a whole number of a smaller unit, as in `1536MiB` for one and a half GiB"
        ));
    }
    match SizeUnit::meant_by(unit) {
        Some((meant, _)) if unit.eq_ignore_ascii_case(meant.symbol()) => UnitError::new(format!(
            "`{text}` is not spelled right: write `{digits}{}`",
            meant.symbol()
        )),
        Some((meant, power)) if unit.len() <= 2 => UnitError::new(format!(
            "`{unit}` means two things: write `{}` (1024{power} bytes), as in `{digits}{}`",
            meant.symbol(),
            meant.symbol()
        )),
        _ => UnitError::new(format!(
            "`{unit}` is not a unit of size: write `KiB`, `MiB`, `GiB` or `TiB`"
        )),
    }
}

impl Scalar for Bytes {
    const NAME: &'static str = "Size";
    const DESCRIPTION: &'static str =
        "a size: a whole number with `KiB`, `MiB`, `GiB` or `TiB`, or `0`";
    const EXAMPLES: &'static [&'static str] = &["64GiB", "512MiB"];
    const NUMBERS: Option<std::ops::RangeInclusive<u64>> = Some(0..=0);

    fn pattern() -> String {
        let units = SizeUnit::WRITTEN.map(|unit| {
            let more = unit.max_digits() - 1;
            format!("(?:0|[1-9][0-9]{{0,{more}}}){}", unit.symbol())
        });
        format!("0|{}", units.join("|"))
    }
}

scalar_impls!(Bytes);

#[cfg(test)]
mod tests {
    use super::super::scalar::tests::{agree, validator};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sizes() {
        for (text, bytes, shown) in [
            ("0", 0, "0"),
            ("0GiB", 0, "0"),
            ("1KiB", 1 << 10, "1KiB"),
            ("512MiB", 512 << 20, "512MiB"),
            ("1536MiB", 1536 << 20, "1536MiB"),
            ("64GiB", 64 << 30, "64GiB"),
            ("2048GiB", 2 << 40, "2TiB"),
            ("999999TiB", 999_999 << 40, "999999TiB"),
        ] {
            let size: Bytes = text.parse().expect(text);
            assert_eq!((size.0, size.to_string().as_str()), (bytes, shown));
        }
    }

    #[test]
    fn refusals_say_the_way_out() {
        for (text, message) in [
            (
                "4GB",
                "`GB` means two things: write `GiB` (1024³ bytes), as in `4GiB`",
            ),
            (
                "4g",
                "`g` means two things: write `GiB` (1024³ bytes), as in `4GiB`",
            ),
            (
                "4mb",
                "`mb` means two things: write `MiB` (1024² bytes), as in `4MiB`",
            ),
            (
                "512",
                "`512` needs a unit: write `512MiB` or `512GiB`, whichever is meant",
            ),
            ("4096", "`4096` needs a unit, as in `4096MiB` or `4GiB`"),
            ("1500", "`1500` needs a unit, as in `1500MiB`"),
            (
                "4294967296",
                "`4294967296` needs a unit: if it is bytes, write `4GiB`",
            ),
            ("64gib", "`64gib` is not spelled right: write `64GiB`"),
            ("64 GiB", "`64 GiB` is not spelled right: write `64GiB`"),
            ("064GiB", "`064GiB` begins with a zero: write `64GiB`"),
            (
                "4PiB",
                "`PiB` is not a unit of size: write `KiB`, `MiB`, `GiB` or `TiB`",
            ),
            (
                "-4GiB",
                "`-4GiB` is not a size: write a whole number with its unit, as in `64GiB`",
            ),
        ] {
            let error = text.parse::<Bytes>().expect_err(text);
            assert_eq!(error.to_string(), message);
        }
        for text in ["1.5GiB", "1000000TiB", "", "GiB", "99999999999999999999KiB"] {
            assert!(text.parse::<Bytes>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_remainder_is_an_error() {
        let size: Bytes = "1537KiB".parse().expect("size");
        let error = size.in_unit(SizeUnit::Mebi).expect_err("remainder");
        assert_eq!(
            error.to_string(),
            "`1537KiB` is not a whole number of MiB, 513KiB would be lost: write a multiple of `1MiB`"
        );
        assert_eq!(size.in_unit(SizeUnit::Byte), Ok(1537 << 10));
    }

    #[test]
    fn serde_reads_zero_and_explains_numbers() {
        assert_eq!(serde_json::from_str::<Bytes>("0").expect("zero"), Bytes(0));
        assert_eq!(
            serde_json::from_str::<Bytes>("0.0").expect("zero"),
            Bytes(0)
        );
        let error = serde_json::from_str::<Bytes>("512").expect_err("no unit");
        assert!(error.to_string().contains("needs a unit"), "{error}");
        let error = serde_json::from_str::<Bytes>(r#""{{ x }}""#).expect_err("template");
        assert!(error.to_string().contains("no template"), "{error}");
    }

    proptest! {
        #[test]
        fn display_round_trips(number in 0_u64..1_000_000, unit in 0_usize..4) {
            let size = Bytes::new(number, SizeUnit::WRITTEN[unit]).expect("fits");
            prop_assert_eq!(size.to_string().parse::<Bytes>(), Ok(size));
        }

        #[test]
        fn schema_agrees(texts in prop::collection::vec("[0-9]{0,17}([KMGT]i?B?|[kmgt]|\\.|)", 32)) {
            let validator = validator::<Bytes>();
            for text in texts {
                agree::<Bytes>(&validator, &text);
            }
        }
    }
}
