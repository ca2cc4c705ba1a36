//! Weights of sibling cgroups from the fractions they are promised, in whole numbers throughout.
//!
//! Knows kernels and the ranges of directives. Knows no product, no unit and no place in a file.

mod level;
mod mode;

pub use level::{Refusal, guaranteed, solve};
pub use mode::Mode;

use std::fmt;

/// A part of a whole, exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fraction {
    num: u64,
    den: u64,
}

impl Fraction {
    /// `None` for parts of nothing and for more than the whole.
    #[must_use]
    pub const fn new(num: u64, den: u64) -> Option<Self> {
        if den == 0 || num > den {
            return None;
        }
        let by = gcd(num, den);
        Some(Self {
            num: num / by,
            den: den / by,
        })
    }

    /// Whether this is at least as much as `other`.
    #[must_use]
    pub fn at_least(self, other: Self) -> bool {
        u128::from(self.num) * u128::from(other.den) >= u128::from(other.num) * u128::from(self.den)
    }
}

/// In percent; what has more than two decimals is rounded down and marked, so that a promise never
/// reads larger than it is.
impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (num, den) = (u128::from(self.num) * 10_000, u128::from(self.den));
        let (hundredths, rest) = (num / den, num % den);
        let (whole, part) = (hundredths / 100, hundredths % 100);
        if rest != 0 {
            write!(f, "{whole}.{part:02}...%")
        } else if part == 0 {
            write!(f, "{whole}%")
        } else {
            let text = format!("{whole}.{part:02}");
            write!(f, "{}%", text.trim_end_matches('0'))
        }
    }
}

const fn gcd(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests;
