//! Lengths of time.

use std::fmt;
use std::str::FromStr;

use super::scalar::{
    Remainder, Scalar, UnitError, leading_zero, scalar_impls, split_digits, without_zeros,
};

/// A length of time in whole milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Duration(pub u64);

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeUnit {
    Millisecond,
    Second,
    Minute,
    Hour,
    Day,
}

const MAX_DIGITS: usize = 9;

impl TimeUnit {
    const ALL: [Self; 5] = [
        Self::Millisecond,
        Self::Second,
        Self::Minute,
        Self::Hour,
        Self::Day,
    ];

    /// How many milliseconds one is.
    #[must_use]
    pub const fn millis(self) -> u64 {
        match self {
            Self::Millisecond => 1,
            Self::Second => 1000,
            Self::Minute => 60_000,
            Self::Hour => 3_600_000,
            Self::Day => 86_400_000,
        }
    }

    /// As people write it.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Millisecond => "ms",
            Self::Second => "s",
            Self::Minute => "min",
            Self::Hour => "h",
            Self::Day => "d",
        }
    }
}

impl Duration {
    /// `number` of `unit`, unless it overflows.
    #[must_use]
    pub const fn new(number: u64, unit: TimeUnit) -> Option<Self> {
        match number.checked_mul(unit.millis()) {
            Some(millis) => Some(Self(millis)),
            None => None,
        }
    }

    /// How many `unit`s this is; anything left over is an error, never a rounding.
    pub fn in_unit(self, unit: TimeUnit) -> Result<u64, Remainder> {
        let rest = self.0 % unit.millis();
        if rest == 0 {
            Ok(self.0 / unit.millis())
        } else {
            Err(Remainder {
                value: self.to_string(),
                unit: unit.symbol(),
                rest: Self(rest).to_string(),
            })
        }
    }
}

/// In the largest unit that needs no fraction.
impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return f.write_str("0s");
        }
        let unit = TimeUnit::ALL
            .into_iter()
            .rev()
            .find(|unit| self.0.is_multiple_of(unit.millis()))
            .unwrap_or(TimeUnit::Millisecond);
        write!(f, "{}{}", self.0 / unit.millis(), unit.symbol())
    }
}

impl FromStr for Duration {
    type Err = UnitError;

    fn from_str(text: &str) -> Result<Self, UnitError> {
        let (digits, rest) = split_digits(text);
        if digits.is_empty() {
            return Err(UnitError::new(format!(
                "`{text}` is not a time: write a whole number with its unit, as in `30s`"
            )));
        }
        if leading_zero(digits) {
            return Err(UnitError::new(format!(
                "`{text}` begins with a zero: write `{}{rest}`",
                without_zeros(digits)
            )));
        }
        let Some(unit) = TimeUnit::ALL.into_iter().find(|u| u.symbol() == rest) else {
            return Err(wrong_unit(text, digits, rest));
        };
        if digits.len() > MAX_DIGITS {
            return Err(UnitError::new(format!(
                "`{text}` is too long: write at most {MAX_DIGITS} digits, or a larger unit"
            )));
        }
        digits
            .parse()
            .ok()
            .and_then(|number| Self::new(number, unit))
            .ok_or_else(|| UnitError::new(format!("`{text}` is too long a time")))
    }
}

fn wrong_unit(text: &str, digits: &str, rest: &str) -> UnitError {
    let spelling = match rest.trim() {
        "" => {
            return UnitError::new(format!(
                "`{text}` needs a unit: write `{digits}s`, `{digits}ms` or `{digits}min`, whichever is meant"
            ));
        }
        "m" | "M" => {
            return UnitError::new(format!(
                "`{text}` could be minutes or milliseconds: write `{digits}min` or `{digits}ms`"
            ));
        }
        unit if unit.starts_with(['.', ',']) => {
            return UnitError::new(format!(
                "`{text}` has a fraction: write a whole number of a smaller unit, as in `1500ms`"
            ));
        }
        unit => match unit.to_ascii_lowercase().as_str() {
            "ms" | "msec" | "msecs" | "millis" | "millisecond" | "milliseconds" => "ms",
            "s" | "sec" | "secs" | "second" | "seconds" => "s",
            "min" | "mins" | "minute" | "minutes" => "min",
            "h" | "hr" | "hrs" | "hour" | "hours" => "h",
            "d" | "day" | "days" => "d",
            _ => {
                return UnitError::new(format!(
                    "`{unit}` is not a unit of time: write one number with `ms`, `s`, `min`, `h` or `d`"
                ));
            }
        },
    };
    UnitError::new(format!(
        "`{text}` is not spelled right: write `{digits}{spelling}`"
    ))
}

impl Scalar for Duration {
    const NAME: &'static str = "Duration";
    const DESCRIPTION: &'static str = "a time: a whole number with `ms`, `s`, `min`, `h` or `d`";
    const EXAMPLES: &'static [&'static str] = &["30s", "5min", "500ms"];

    fn pattern() -> String {
        "(?:0|[1-9][0-9]{0,8})(?:ms|s|min|h|d)".into()
    }
}

scalar_impls!(Duration);

#[cfg(test)]
mod tests {
    use super::super::scalar::tests::{agree, validator};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn times() {
        for (text, millis, shown) in [
            ("0s", 0, "0s"),
            ("500ms", 500, "500ms"),
            ("1500ms", 1500, "1500ms"),
            ("90s", 90_000, "90s"),
            ("120s", 120_000, "2min"),
            ("24h", 86_400_000, "1d"),
        ] {
            let time: Duration = text.parse().expect(text);
            assert_eq!((time.0, time.to_string().as_str()), (millis, shown));
        }
        let time: Duration = "90s".parse().expect("time");
        assert_eq!(time.in_unit(TimeUnit::Millisecond), Ok(90_000));
        assert_eq!(
            time.in_unit(TimeUnit::Minute)
                .expect_err("rest")
                .to_string(),
            "`90s` is not a whole number of min, 30s would be lost: write a multiple of `1min`"
        );
    }

    #[test]
    fn refusals_say_the_way_out() {
        for (text, message) in [
            (
                "30",
                "`30` needs a unit: write `30s`, `30ms` or `30min`, whichever is meant",
            ),
            (
                "5m",
                "`5m` could be minutes or milliseconds: write `5min` or `5ms`",
            ),
            (
                "5 minutes",
                "`5 minutes` is not spelled right: write `5min`",
            ),
            (
                "1.5s",
                "`1.5s` has a fraction: write a whole number of a smaller unit, as in `1500ms`",
            ),
            (
                "5w",
                "`w` is not a unit of time: write one number with `ms`, `s`, `min`, `h` or `d`",
            ),
        ] {
            assert_eq!(
                text.parse::<Duration>().expect_err(text).to_string(),
                message
            );
        }
        let error = serde_json::from_str::<Duration>("30").expect_err("no unit");
        assert!(error.to_string().contains("needs a unit"), "{error}");
    }

    proptest! {
        #[test]
        fn display_round_trips(number in 0_u64..1_000_000_000, unit in 0_usize..5) {
            let time = Duration::new(number, TimeUnit::ALL[unit]).expect("fits");
            prop_assert_eq!(time.to_string().parse::<Duration>(), Ok(time));
        }

        #[test]
        fn schema_agrees(texts in prop::collection::vec("[0-9]{0,11}(ms|s|min|h|d|m|)", 32)) {
            let validator = validator::<Duration>();
            for text in texts {
                agree::<Duration>(&validator, &text);
            }
        }
    }
}
