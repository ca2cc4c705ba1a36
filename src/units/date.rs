//! Days, as `2027-03-01`.

use std::fmt;
use std::str::FromStr;

/// A day of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The day of UTC that is `days` after 1970-01-01; `None` after the year 9999.
    #[must_use]
    pub fn from_days(days: u64) -> Option<Self> {
        let mut left = days;
        let mut year: u16 = 1970;
        loop {
            let length = if is_leap(year) { 366 } else { 365 };
            if left < length {
                break;
            }
            left -= length;
            year += 1;
            if year > 9999 {
                return None;
            }
        }
        let mut month = 1;
        while left >= u64::from(days_of(year, month)) {
            left -= u64::from(days_of(year, month));
            month += 1;
        }
        let day = u8::try_from(left).ok()? + 1;
        Some(Self { year, month, day })
    }
}

const fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400)
}

const fn days_of(year: u16, month: u8) -> u8 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl FromStr for Date {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let digits = |part: Option<&str>, length: usize| {
            part.filter(|part| {
                part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit())
            })
            .and_then(|part| part.parse::<u16>().ok())
        };
        let mut parts = text.split('-');
        let year = digits(parts.next(), 4);
        let month = digits(parts.next(), 2).and_then(|month| u8::try_from(month).ok());
        let day = digits(parts.next(), 2).and_then(|day| u8::try_from(day).ok());
        let (Some(year), Some(month), Some(day), None) = (year, month, day, parts.next()) else {
            return Err("expected a date such as `2027-03-01`".to_owned());
        };
        if !(1..=12).contains(&month) || day == 0 || day > days_of(year, month) {
            return Err("there is no such day".to_owned());
        }
        Ok(Self { year, month, day })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_calendar_are_read_and_printed() {
        for good in ["2027-03-01", "2024-02-29", "2000-02-29", "0000-12-31"] {
            assert_eq!(
                good.parse::<Date>().map(|date| date.to_string()),
                Ok(good.to_owned())
            );
        }
        for bad in [
            "2027-3-1",
            "2027-02-29",
            "1900-02-29",
            "2027-13-01",
            "2027-00-01",
            "2027-04-31",
            "2027-01-00",
            "27-01-01",
            "2027-01-01-",
            "2027/01/01",
            "+027-01-01",
            "",
        ] {
            assert!(bad.parse::<Date>().is_err(), "{bad}");
        }
        assert!("2027-03-01".parse::<Date>() < "2027-11-01".parse::<Date>());
    }

    #[test]
    fn days_since_1970_are_days_of_the_calendar() {
        // As `date -u -d @$((DAYS * 86400)) +%F` prints them.
        for (days, date) in [
            (0, "1970-01-01"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (11_017, "2000-03-01"),
            (20_781, "2026-11-24"),
            (20_819, "2027-01-01"),
        ] {
            assert_eq!(
                Date::from_days(days)
                    .map(|date| date.to_string())
                    .as_deref(),
                Some(date)
            );
        }
        assert_eq!(Date::from_days(u64::MAX), None);
    }
}
