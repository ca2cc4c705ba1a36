//! Whether a version reads a value: the grammar of its reader, closed sets, ranges.

use super::key::{KeyFact, KeyType};
use super::table::cell;
use crate::units::{Ranges, Version};

/// Checks a value as the version's reader would take it.
///
/// # Errors
/// What the version accepts instead.
pub fn check_value(fact: &KeyFact, version: &Version, text: &str) -> Result<(), String> {
    // Hadoop expands `${…}` when it reads; what it comes to is not known here.
    if text.contains("${") {
        return Ok(());
    }
    let trimmed = text.trim();
    match fact.ty {
        KeyType::ExprBool
        | KeyType::ExprInt
        | KeyType::ExprLong
        | KeyType::ExprDouble
        | KeyType::ClassAd
        | KeyType::Records => match fact.facts.check {
            Some(check) => check(fact, version, text),
            None => Ok(()),
        },
        KeyType::Own => Err("it is set by the product itself, after all files".to_owned()),
        KeyType::Bool
            if !trimmed.eq_ignore_ascii_case("true") && !trimmed.eq_ignore_ascii_case("false") =>
        {
            Err("it takes `true` or `false`; anything else is silently the default".to_owned())
        }
        KeyType::MesosBool if !matches!(text, "true" | "false" | "1" | "0") => {
            Err("it takes `true` or `false`".to_owned())
        }
        KeyType::Int => number(trimmed, i64::from(i32::MIN), i64::from(i32::MAX)),
        KeyType::Long => number(trimmed, i64::MIN, i64::MAX),
        KeyType::Port => number(trimmed, 0, 65535),
        KeyType::Float | KeyType::Double if without_java(trimmed).parse::<f64>().is_err() => {
            Err("it takes a number".to_owned())
        }
        KeyType::Duration => duration(fact, version, trimmed),
        KeyType::Size => size(fact, version, trimmed),
        KeyType::StorageSize => storage_size(trimmed),
        KeyType::MesosDuration => mesos_duration(text),
        KeyType::MesosBytes => mesos_bytes(text),
        KeyType::AlluxioDuration => alluxio_duration(trimmed),
        KeyType::AlluxioBytes => alluxio_bytes(fact, version, trimmed),
        KeyType::Enum => one_of(fact, version, trimmed),
        KeyType::EnumList => trimmed
            .split(',')
            .map(str::trim)
            .filter(|item| !item.is_empty())
            .try_for_each(|item| one_of(fact, version, item)),
        KeyType::Password | KeyType::Text | KeyType::TextList => Ok(()),
        _ if text.trim().is_empty() => {
            Err("it must not be blank: that would replace the default by nothing".to_owned())
        }
        _ => Ok(()),
    }
}

/// A number without the letter that Java may write after it (`Float.parseFloat`).
fn without_java(text: &str) -> &str {
    match text.strip_suffix(['f', 'F', 'd', 'D']) {
        Some(number) if number.ends_with(|c: char| c.is_ascii_digit() || c == '.') => number,
        _ => text,
    }
}

fn number(text: &str, low: i64, high: i64) -> Result<(), String> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let magnitude = match digits
        .strip_prefix("0x")
        .or_else(|| digits.strip_prefix("0X"))
    {
        Some(hex) => i64::from_str_radix(hex, 16),
        None => digits.parse::<i64>(),
    };
    let value = magnitude
        .map(|value| if negative { -value } else { value })
        .map_err(|_| "it takes a whole number without unit, point or underscore".to_owned())?;
    if (low..=high).contains(&value) {
        Ok(())
    } else {
        Err(format!("it takes a number from {low} to {high}"))
    }
}

/// Splits a number from what follows it.
fn split_number(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'))
        .unwrap_or(text.len());
    (
        text.get(..end).unwrap_or_default(),
        text.get(end..).unwrap_or_default(),
    )
}

fn duration(fact: &KeyFact, version: &Version, text: &str) -> Result<(), String> {
    let (digits, suffix) = split_number(text);
    if digits.parse::<i64>().is_err() {
        return Err("it takes a whole number".to_owned());
    }
    if suffix.is_empty() {
        return Ok(());
    }
    no_suffix_yet(fact, version)?;
    let lower = suffix.to_ascii_lowercase();
    let known = matches!(lower.as_str(), "ns" | "us" | "ms" | "s" | "m" | "h" | "d");
    // The case of the suffix is ignored from 3.0 on.
    let case = version.number(0) >= 3 || lower == suffix;
    if known && case {
        Ok(())
    } else {
        Err("the suffixes are ns us ms s m h d".to_owned())
    }
}

/// Refuses a suffix in a version that has a reader which takes none.
fn no_suffix_yet(fact: &KeyFact, version: &Version) -> Result<(), String> {
    if !fact.suffix_ranges.is_empty() && Ranges::trusted(fact.suffix_ranges).contains(version) {
        return Ok(());
    }
    let unit = fact.unit.unwrap_or("its own unit");
    Err(format!(
        "not every reader takes a suffix: write a bare number of {unit}"
    ))
}

fn size(fact: &KeyFact, version: &Version, text: &str) -> Result<(), String> {
    let (digits, suffix) = split_number(text);
    if !suffix.is_empty() && digits.parse::<i64>().is_ok() {
        no_suffix_yet(fact, version)?;
    }
    let letter = matches!(
        suffix.to_ascii_lowercase().as_str(),
        "" | "k" | "m" | "g" | "t" | "p" | "e"
    );
    if digits.parse::<i64>().is_ok() && letter {
        Ok(())
    } else {
        Err("it takes a whole number and at most one letter of k m g t p e".to_owned())
    }
}

fn storage_size(text: &str) -> Result<(), String> {
    let (digits, suffix) = split_number(text);
    let known = matches!(
        suffix.trim().to_ascii_lowercase().as_str(),
        "b" | "k" | "kb" | "m" | "mb" | "g" | "gb" | "t" | "tb" | "p" | "pb" | "e" | "eb"
    );
    if digits.parse::<f64>().is_ok() && known {
        Ok(())
    } else {
        Err("it takes a number with a suffix of b kb mb gb tb pb eb".to_owned())
    }
}

fn mesos_duration(text: &str) -> Result<(), String> {
    let (digits, suffix) = split_number(text);
    let known = matches!(
        suffix,
        "ns" | "us" | "ms" | "secs" | "mins" | "hrs" | "days" | "weeks"
    );
    if digits.parse::<f64>().is_ok() && known {
        Ok(())
    } else {
        Err(
            "it takes a number with ns us ms secs mins hrs days or weeks, without a blank"
                .to_owned(),
        )
    }
}

fn mesos_bytes(text: &str) -> Result<(), String> {
    let (digits, suffix) = split_number(text);
    let known = matches!(
        suffix.to_ascii_uppercase().as_str(),
        "B" | "KB" | "MB" | "GB" | "TB"
    );
    if digits.parse::<u64>().is_ok() && known {
        Ok(())
    } else {
        Err("it takes a whole number with B KB MB GB or TB".to_owned())
    }
}

/// `FormatUtils.parseTimeSize`.
fn alluxio_duration(text: &str) -> Result<(), String> {
    let (digits, suffix) = split_number(text);
    let known = matches!(
        suffix.to_ascii_lowercase().as_str(),
        "" | "ms"
            | "millisecond"
            | "s"
            | "sec"
            | "second"
            | "m"
            | "min"
            | "minute"
            | "h"
            | "hr"
            | "hour"
            | "d"
            | "day"
    );
    if digits.parse::<f64>().is_ok() && known {
        Ok(())
    } else {
        Err("it takes a number with ms sec min hour or day, without a blank".to_owned())
    }
}

/// `CommonUtils.parseSpaceSize`, `FormatUtils.parseSpaceSize`: bare letters came with 0.6.
fn alluxio_bytes(fact: &KeyFact, version: &Version, text: &str) -> Result<(), String> {
    let (digits, suffix) = split_number(text);
    if digits.parse::<f64>().is_err() {
        return Err("it takes a number of bytes".to_owned());
    }
    if suffix.is_empty() {
        return Ok(());
    }
    if !Ranges::trusted(fact.suffix_ranges).contains(version) {
        return Err("this version reads a bare number of bytes here".to_owned());
    }
    let lower = suffix.to_ascii_lowercase();
    if matches!(lower.as_str(), "b" | "kb" | "mb" | "gb" | "tb" | "pb") {
        return Ok(());
    }
    let letter = matches!(lower.as_str(), "k" | "m" | "g" | "t" | "p");
    let letters = version.number(0) > 0 || version.number(1) >= 6;
    match (letter, letters) {
        (true, true) => Ok(()),
        (true, false) => Err(format!(
            "the suffixes are B KB MB GB TB PB; `{suffix}` alone ends the daemon"
        )),
        (false, _) => Err("the suffixes are B KB MB GB TB PB".to_owned()),
    }
}

/// The closed set of values of a key in a version; empty where there is none.
pub fn enum_values(fact: &KeyFact, version: &Version) -> Vec<(&'static str, bool)> {
    fact.facts
        .enums
        .find(fact.key)
        .iter()
        .filter(|row| cell(row, 5) != "y" && Ranges::trusted(cell(row, 4)).contains(version))
        .map(|row| (cell(row, 1), cell(row, 2) == "y"))
        .collect()
}

fn one_of(fact: &KeyFact, version: &Version, text: &str) -> Result<(), String> {
    let values = enum_values(fact, version);
    let fits = values.is_empty()
        || values.iter().any(|(value, case_sensitive)| {
            if *case_sensitive {
                *value == text
            } else {
                value.eq_ignore_ascii_case(text)
            }
        });
    if fits {
        return Ok(());
    }
    let names: Vec<String> = values
        .iter()
        .map(|(value, _)| format!("`{value}`"))
        .collect();
    Err(format!("it takes one of {}", names.join(", ")))
}
