//! TCP and UDP ports.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use super::scalar::{Scalar, UnitError, leading_zero, scalar_impls, split_digits, without_zeros};

/// A port between 1 and 65535; port 0 is no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Port(u16);

impl Port {
    /// None for port 0.
    #[must_use]
    pub const fn new(port: u16) -> Option<Self> {
        if port == 0 { None } else { Some(Self(port)) }
    }

    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl FromStr for Port {
    type Err = UnitError;

    fn from_str(text: &str) -> Result<Self, UnitError> {
        let (digits, rest) = split_digits(text);
        if digits.is_empty() || !rest.is_empty() {
            return Err(UnitError::new(format!(
                "`{text}` is not a port: write a whole number from 1 to 65535"
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
                "port `{text}` is out of range: write a number from 1 to 65535"
            ))
        })
    }
}

impl Scalar for Port {
    const NAME: &'static str = "Port";
    const DESCRIPTION: &'static str = "a port: 1 to 65535";
    const EXAMPLES: &'static [&'static str] = &["8020", "50010"];
    const NUMBERS: Option<RangeInclusive<u64>> = Some(1..=65535);

    fn pattern() -> String {
        "[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]"
            .into()
    }
}

scalar_impls!(Port);

#[cfg(test)]
mod tests {
    use super::super::scalar::tests::{agree, validator};
    use super::*;

    #[test]
    fn every_number_agrees_with_the_schema() {
        let validator = validator::<Port>();
        for number in 0..70_000 {
            let text = number.to_string();
            let valid = agree::<Port>(&validator, &text);
            assert_eq!(valid, (1..=65535).contains(&number));
        }
        for text in ["", "-1", "80a", "080", "999999999999999999999"] {
            assert!(!agree::<Port>(&validator, text));
        }
    }

    #[test]
    fn the_range_is_named() {
        let error = "70000".parse::<Port>().expect_err("range");
        assert_eq!(
            error.to_string(),
            "port `70000` is out of range: write a number from 1 to 65535"
        );
        assert_eq!(
            serde_json::from_str::<Port>("8020").expect("port").get(),
            8020
        );
        assert!(serde_json::from_str::<Port>("0").is_err());
        assert!(serde_json::from_str::<Port>("-5").is_err());
    }
}
