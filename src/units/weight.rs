//! Weights as systemd counts them: 100 is everybody's.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use super::scalar::{Scalar, UnitError, leading_zero, scalar_impls, split_digits, without_zeros};

/// A weight between 1 and 10000, the range of `CPUWeight=`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Weight(u16);

const MAX: u16 = 10_000;

impl Weight {
    /// What a unit has that says nothing.
    pub const DEFAULT: Self = Self(100);

    /// None outside of 1 to 10000.
    #[must_use]
    pub const fn new(weight: u16) -> Option<Self> {
        if weight == 0 || weight > MAX {
            None
        } else {
            Some(Self(weight))
        }
    }

    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl fmt::Display for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl FromStr for Weight {
    type Err = UnitError;

    fn from_str(text: &str) -> Result<Self, UnitError> {
        let (digits, rest) = split_digits(text);
        if digits.is_empty() || !rest.is_empty() {
            return Err(UnitError::new(format!(
                "`{text}` is not a weight: write a whole number from 1 to 10000; 100 is the default"
            )));
        }
        if leading_zero(digits) {
            return Err(UnitError::new(format!(
                "`{text}` begins with a zero: write `{}`",
                without_zeros(digits)
            )));
        }
        digits.parse().ok().and_then(Self::new).ok_or_else(|| {
            UnitError::new(format!(
                "weight `{text}` is out of range: write a number from 1 to 10000; 100 is the default"
            ))
        })
    }
}

impl Scalar for Weight {
    const NAME: &'static str = "Weight";
    const DESCRIPTION: &'static str = "a weight: 1 to 10000, where 100 is the default";
    const EXAMPLES: &'static [&'static str] = &["100", "500"];
    const NUMBERS: Option<RangeInclusive<u64>> = Some(1..=10_000);

    fn pattern() -> String {
        "[1-9][0-9]{0,3}|10000".into()
    }
}

scalar_impls!(Weight);

#[cfg(test)]
mod tests {
    use super::super::scalar::tests::{agree, validator};
    use super::*;

    #[test]
    fn every_number_agrees_with_the_schema() {
        let validator = validator::<Weight>();
        for number in 0..20_000 {
            let valid = agree::<Weight>(&validator, &number.to_string());
            assert_eq!(valid, (1..=10_000).contains(&number));
        }
        assert!(!agree::<Weight>(&validator, "0100"));
        assert!(!agree::<Weight>(&validator, "50%"));
        assert_eq!(
            serde_json::from_str::<Weight>("100").expect("weight"),
            Weight::DEFAULT
        );
    }
}
