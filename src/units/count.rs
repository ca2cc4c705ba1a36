//! Counts of things, such as open files.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use super::scalar::{Scalar, UnitError, leading_zero, scalar_impls, split_digits, without_zeros};

/// How many; what is parsed has at most twelve digits before its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Count(pub u64);

const KIBI: u64 = 1 << 10;
const MEBI: u64 = 1 << 20;
const MAX_DIGITS: usize = 12;

/// In `Mi` or `Ki` where that is exact, bare otherwise.
impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 => f.write_str("0"),
            n if n.is_multiple_of(MEBI) => write!(f, "{}Mi", n / MEBI),
            n if n.is_multiple_of(KIBI) => write!(f, "{}Ki", n / KIBI),
            n => write!(f, "{n}"),
        }
    }
}

impl FromStr for Count {
    type Err = UnitError;

    fn from_str(text: &str) -> Result<Self, UnitError> {
        let (digits, unit) = split_digits(text);
        if digits.is_empty() || unit.starts_with(['.', ',']) {
            return Err(UnitError::new(format!(
                "`{text}` is not a count: write a whole number, as in `4096` or `128Ki`"
            )));
        }
        if leading_zero(digits) {
            return Err(UnitError::new(format!(
                "`{text}` begins with a zero: write `{}{unit}`",
                without_zeros(digits)
            )));
        }
        let factor = match unit {
            "" => 1,
            "Ki" => KIBI,
            "Mi" => MEBI,
            "K" | "k" | "ki" | "KI" => {
                return Err(two_things(digits, unit, "Ki", KIBI));
            }
            "M" | "m" | "mi" | "MI" => {
                return Err(two_things(digits, unit, "Mi", MEBI));
            }
            _ => {
                return Err(UnitError::new(format!(
                    "`{unit}` is not a unit of a count: write the bare number, `Ki` or `Mi`"
                )));
            }
        };
        if digits.len() > MAX_DIGITS {
            return Err(UnitError::new(format!(
                "`{text}` is too large: a count has at most {MAX_DIGITS} digits"
            )));
        }
        digits
            .parse::<u64>()
            .ok()
            .and_then(|number| number.checked_mul(factor))
            .map(Self)
            .ok_or_else(|| UnitError::new(format!("`{text}` is too large for a count")))
    }
}

fn two_things(digits: &str, unit: &str, symbol: &str, factor: u64) -> UnitError {
    UnitError::new(format!(
        "`{unit}` could be a power of ten or of two: write `{digits}{symbol}` (times {factor}) or the bare number"
    ))
}

impl Scalar for Count {
    const NAME: &'static str = "Count";
    const DESCRIPTION: &'static str =
        "a count: a whole number, alone or with `Ki` (1024) or `Mi` (1024²)";
    const EXAMPLES: &'static [&'static str] = &["4096", "128Ki"];
    const NUMBERS: Option<RangeInclusive<u64>> = Some(0..=999_999_999_999);

    fn pattern() -> String {
        "(?:0|[1-9][0-9]{0,11})(?:Ki|Mi)?".into()
    }
}

scalar_impls!(Count);

#[cfg(test)]
mod tests {
    use super::super::scalar::tests::{agree, validator};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn counts() {
        for (text, number, shown) in [
            ("0", 0, "0"),
            ("7", 7, "7"),
            ("128Ki", 131_072, "128Ki"),
            ("131072", 131_072, "128Ki"),
            ("1Mi", 1_048_576, "1Mi"),
        ] {
            let count: Count = text.parse().expect(text);
            assert_eq!((count.0, count.to_string().as_str()), (number, shown));
        }
        for (text, message) in [
            (
                "4k",
                "`k` could be a power of ten or of two: write `4Ki` (times 1024) or the bare number",
            ),
            (
                "1.5",
                "`1.5` is not a count: write a whole number, as in `4096` or `128Ki`",
            ),
            ("010", "`010` begins with a zero: write `10`"),
            (
                "4GiB",
                "`GiB` is not a unit of a count: write the bare number, `Ki` or `Mi`",
            ),
        ] {
            assert_eq!(text.parse::<Count>().expect_err(text).to_string(), message);
        }
        assert_eq!(
            serde_json::from_str::<Count>("1e3").expect("number"),
            Count(1000)
        );
        assert!(serde_json::from_str::<Count>("-1").is_err());
    }

    proptest! {
        #[test]
        fn display_round_trips(number in 0_u64..1_000_000_000_000) {
            prop_assert_eq!(Count(number).to_string().parse::<Count>(), Ok(Count(number)));
        }

        #[test]
        fn schema_agrees(texts in prop::collection::vec("[0-9]{0,14}([KM]i?|)", 32)) {
            let validator = validator::<Count>();
            for text in texts {
                agree::<Count>(&validator, &text);
            }
        }
    }
}
