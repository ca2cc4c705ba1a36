//! Exact decimal numbers: what relations calculate with.

use std::cmp::Ordering;

/// Parts of one.
const ONE: i128 = 1_000_000_000;

/// A decimal number with nine digits after the point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number(i128);

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self(i128::from(value) * ONE)
    }
}

impl Number {
    /// Reads `-12.5`, `3`, `.5`, `0x1f` and what Java writes after a literal (`0.999f`); `None`
    /// where it is no number or has more digits than are kept.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text),
        };
        let sign = |value: i128| Self(if negative { -value } else { value });
        if let Some(hex) = digits
            .strip_prefix("0x")
            .or_else(|| digits.strip_prefix("0X"))
        {
            let value = i64::from_str_radix(hex, 16).ok()?;
            return Some(sign(i128::from(value) * ONE));
        }
        let digits = match digits.strip_suffix(['f', 'F', 'd', 'D', 'l', 'L']) {
            Some(digits) if digits.ends_with(|c: char| c.is_ascii_digit()) => digits,
            _ => digits,
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.is_empty() && part.is_empty()
            || part.len() > 9
            || whole.len() > 19
            || !whole
                .bytes()
                .chain(part.bytes())
                .all(|byte| byte.is_ascii_digit())
        {
            return None;
        }
        let whole: i128 = if whole.is_empty() {
            0
        } else {
            whole.parse().ok()?
        };
        let part: i128 = format!("{part:0<9}").parse().ok()?;
        Some(sign(whole * ONE + part))
    }

    /// `self op other`; `None` where it has no result or one that is too large.
    #[must_use]
    pub fn calculate(self, sign: char, other: Self) -> Option<Self> {
        Some(Self(match sign {
            '+' => self.0.checked_add(other.0)?,
            '-' => self.0.checked_sub(other.0)?,
            '*' => self.0.checked_mul(other.0)?.checked_div(ONE)?,
            '/' => self.0.checked_mul(ONE)?.checked_div(other.0)?,
            '%' => self.0.checked_rem(other.0)?,
            _ => return None,
        }))
    }

    /// The number, if it is whole and not too large.
    #[must_use]
    pub fn whole(self) -> Option<i64> {
        (self.0 % ONE == 0)
            .then(|| i64::try_from(self.0 / ONE).ok())
            .flatten()
    }

    /// Compared exactly.
    #[must_use]
    pub fn compare(self, other: Self) -> Ordering {
        self.cmp(&other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::parse(text).expect("a number")
    }

    #[test]
    fn numbers_are_exact() {
        assert_eq!(
            number("0.1").calculate('+', number("0.2")),
            Some(number("0.3"))
        );
        assert_eq!(number("7").calculate('%', number("2")), Some(number("1")));
        assert_eq!(number("0.999f"), number("0.999"));
        assert_eq!(number("-0x10"), Number::from(-16));
        assert!(number("2") < number("10"));
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in [
            "",
            "x",
            "1e9",
            "--1",
            ".",
            "f",
            "1.0000000001",
            "99999999999999999999",
        ] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
        assert_eq!(number("1").calculate('/', number("0")), None);
    }
}
