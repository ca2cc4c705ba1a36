//! Shares of a whole.

use std::fmt;
use std::str::FromStr;

use super::scalar::{Scalar, UnitError, leading_zero, scalar_impls, split_digits};

/// A share between nothing and all, exact to a thousandth of a percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Percent {
    thousandths: u32,
}

const WHOLE: u32 = 100_000;

impl Percent {
    pub const ALL: Self = Self { thousandths: WHOLE };

    /// From thousandths of a percent; none above 100 %.
    #[must_use]
    pub const fn from_thousandths(thousandths: u32) -> Option<Self> {
        if thousandths <= WHOLE {
            Some(Self { thousandths })
        } else {
            None
        }
    }

    /// In thousandths of a percent: sums of these are exact.
    #[must_use]
    pub const fn thousandths(self) -> u32 {
        self.thousandths
    }

    /// This share of `whole`, rounded down: a share never takes more than it was given.
    #[must_use]
    pub fn of(self, whole: u64) -> u64 {
        let part = u128::from(whole) * u128::from(self.thousandths) / u128::from(WHOLE);
        u64::try_from(part).unwrap_or(whole)
    }

    /// The number without its sign, for keys that count in percent: `12.5`.
    #[must_use]
    pub fn number(self) -> String {
        decimal(self.thousandths, 1000)
    }

    /// The share as part of one, for keys that count in fractions: `0.125`.
    #[must_use]
    pub fn fraction(self) -> String {
        decimal(self.thousandths, WHOLE)
    }
}

/// `number / scale` as a decimal without needless zeros; `scale` is a power of ten.
fn decimal(number: u32, scale: u32) -> String {
    let (whole, part) = (number / scale, number % scale);
    if part == 0 {
        return whole.to_string();
    }
    let width = scale.ilog10() as usize;
    let part = format!("{part:0width$}");
    format!("{whole}.{}", part.trim_end_matches('0'))
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", self.number())
    }
}

impl FromStr for Percent {
    type Err = UnitError;

    fn from_str(text: &str) -> Result<Self, UnitError> {
        let wrong = || {
            UnitError::new(format!(
                "`{text}` is not a share: write a number from 0 to 100 and `%`, as in `40%`"
            ))
        };
        let Some(number) = text.strip_suffix('%') else {
            return Err(match text.parse::<f64>() {
                Ok(n) if (0.0..=100.0).contains(&n) && !text.contains(['e', 'E', '+', '-']) => {
                    UnitError::new(format!("`{text}` needs its sign: write `{text}%`"))
                }
                _ => wrong(),
            });
        };
        let (digits, rest) = split_digits(number);
        let (decimals, beyond) = match rest.strip_prefix('.') {
            Some(after) => split_digits(after),
            None => ("", rest),
        };
        if digits.is_empty()
            || leading_zero(digits)
            || !beyond.is_empty()
            || (decimals.is_empty() && !rest.is_empty())
        {
            return Err(wrong());
        }
        if decimals.len() > 3 {
            return Err(UnitError::new(format!(
                "`{text}` is too fine: write at most three decimals"
            )));
        }
        format!("{digits}{decimals:0<3}")
            .parse()
            .ok()
            .and_then(Self::from_thousandths)
            .ok_or_else(|| {
                UnitError::new(format!(
                    "`{text}` is more than the whole: write at most `100%`"
                ))
            })
    }
}

impl Scalar for Percent {
    const NAME: &'static str = "Percent";
    const DESCRIPTION: &'static str =
        "a share: 0 to 100 with at most three decimals, followed by `%`";
    const EXAMPLES: &'static [&'static str] = &["40%", "12.5%"];

    fn pattern() -> String {
        r"(?:100(?:\.0{1,3})?|[1-9]?[0-9](?:\.[0-9]{1,3})?)%".into()
    }
}

scalar_impls!(Percent);

#[cfg(test)]
mod tests {
    use super::super::scalar::tests::{agree, validator};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn shares() {
        for (text, number, fraction) in [
            ("0%", "0", "0"),
            ("40%", "40", "0.4"),
            ("12.5%", "12.5", "0.125"),
            ("33.333%", "33.333", "0.33333"),
            ("0.050%", "0.05", "0.0005"),
            ("100.0%", "100", "1"),
        ] {
            let share: Percent = text.parse().expect(text);
            assert_eq!(
                (share.number().as_str(), share.fraction().as_str()),
                (number, fraction)
            );
        }
        let share: Percent = "33.333%".parse().expect("share");
        assert_eq!(share.of(100_000), 33_333);
        assert_eq!(share.of(10), 3);
        assert_eq!(Percent::ALL.of(u64::MAX), u64::MAX);
    }

    #[test]
    fn refusals_say_the_way_out() {
        for (text, message) in [
            ("40", "`40` needs its sign: write `40%`"),
            (
                "140%",
                "`140%` is more than the whole: write at most `100%`",
            ),
            (
                "1.2345%",
                "`1.2345%` is too fine: write at most three decimals",
            ),
            (
                "40 %",
                "`40 %` is not a share: write a number from 0 to 100 and `%`, as in `40%`",
            ),
            (
                "100.001%",
                "`100.001%` is more than the whole: write at most `100%`",
            ),
        ] {
            assert_eq!(
                text.parse::<Percent>().expect_err(text).to_string(),
                message
            );
        }
        for text in ["", "%", ".5%", "5.%", "05%", "-1%", "99999999999%"] {
            assert!(text.parse::<Percent>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn display_round_trips(thousandths in 0_u32..=WHOLE) {
            let share = Percent { thousandths };
            prop_assert_eq!(share.to_string().parse::<Percent>(), Ok(share));
        }

        #[test]
        fn schema_agrees(texts in prop::collection::vec("[0-9]{0,4}(\\.[0-9]{0,4})?%?", 32)) {
            let validator = validator::<Percent>();
            for text in texts {
                agree::<Percent>(&validator, &text);
            }
        }
    }
}
