//! What a directive takes: the grammars of values and a check for each.
//!
//! A check refuses only what systemd is known to refuse; where the grammar is not known in
//! detail every value passes.

use super::directive::{Directive, EmptyAssignment};
use super::escape::check_specifiers;
use super::unit::{check_slice_name, check_unit_name};

/// The form of a directive's value. Ranges and words are kept as the table has them:
/// `MIN..MAX` and `word|word@SINCE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grammar {
    Bool,
    /// A truth value or one of the words.
    BoolOr(&'static str),
    /// A truth value, or several of the words.
    BoolOrWords(&'static str),
    /// A truth value that may be left unset.
    Tristate,
    /// Bytes with one-letter suffix, a share of memory, or `infinity`.
    Size,
    /// `N`, `SOFT:HARD` or `infinity`.
    Rlimit,
    TimeSpan,
    Integer(&'static str),
    Weight(&'static str),
    /// A percentage of one CPU.
    Quota,
    /// A count, a share of the task maximum, or `infinity`.
    Tasks,
    /// Octal permission bits.
    Mode,
    Signal,
    /// One absolute path; the text lists the prefixes and words allowed instead.
    Path(&'static str),
    /// Several absolute paths with the same extras.
    Paths(&'static str),
    Units,
    Slice,
    Enum(&'static str),
    Environment,
    Command,
    /// A user or group name or number.
    Account,
    Cpus(&'static str),
    CgroupPaths,
    DeviceWeight(&'static str),
    DeviceLimit,
    Text,
    /// Not described by the table.
    Other,
}

impl Grammar {
    /// Reads the two cells of the table.
    pub(super) fn parse(word: &str, range: &'static str) -> Option<Self> {
        Some(match word {
            "bool" => Self::Bool,
            "bool-or" => Self::BoolOr(range),
            "bool-or-words" => Self::BoolOrWords(range),
            "tristate" => Self::Tristate,
            "size" => Self::Size,
            "rlimit" => Self::Rlimit,
            "timespan" => Self::TimeSpan,
            "integer" => Self::Integer(range),
            "weight" => Self::Weight(range),
            "quota" => Self::Quota,
            "tasks" => Self::Tasks,
            "mode" => Self::Mode,
            "signal" => Self::Signal,
            "path" => Self::Path(range),
            "paths" => Self::Paths(range),
            "units" => Self::Units,
            "slice" => Self::Slice,
            "enum" => Self::Enum(range),
            "environment" => Self::Environment,
            "command" => Self::Command,
            "account" => Self::Account,
            "cpus" => Self::Cpus(range),
            "cgroup-paths" => Self::CgroupPaths,
            "device-weight" => Self::DeviceWeight(range),
            "device-limit" => Self::DeviceLimit,
            "text" => Self::Text,
            "other" => Self::Other,
            _ => return None,
        })
    }
}

/// Checks a value as `systemd` would read it after `directive=`.
///
/// # Errors
/// What is wrong with the value, as a message that quotes it.
pub fn check_value(directive: &Directive, value: &str, systemd: u32) -> Result<(), String> {
    let value = value.trim();
    if value.contains('\n') {
        return Err("a directive's value is one line".to_owned());
    }
    if value.is_empty() {
        return match directive.empty {
            EmptyAssignment::Refused => Err(format!("`{}=` needs a value", directive.name)),
            EmptyAssignment::Ignored => Err(format!(
                "`{}=` without a value does nothing: the list cannot be emptied",
                directive.name
            )),
            _ => Ok(()),
        };
    }
    let is_percentage = matches!(
        directive.grammar,
        Grammar::Quota | Grammar::Tasks | Grammar::Size | Grammar::Rlimit
    );
    if !is_percentage && value.contains('%') {
        check_specifiers(value, systemd)?;
        // What a specifier becomes is known on the host only; it parts no words.
        let is_words = matches!(directive.grammar, Grammar::Environment);
        if !is_words && value.replace("%%", "").contains('%') {
            return Ok(());
        }
    }
    match directive.grammar {
        Grammar::Bool | Grammar::Tristate => expect(is_bool(value), value, "`yes` or `no`"),
        Grammar::BoolOr(words) => {
            if is_bool(value) {
                Ok(())
            } else {
                word(value, words, systemd, "`yes`, `no`")
            }
        }
        Grammar::BoolOrWords(words) => {
            if is_bool(value) {
                Ok(())
            } else {
                value
                    .split_whitespace()
                    .try_for_each(|item| word(item, words, systemd, "`yes`, `no`"))
            }
        }
        Grammar::Enum(words) => word(value, words, systemd, ""),
        Grammar::Size => size(directive.name, value),
        Grammar::Rlimit => rlimit(directive.name, value, systemd),
        Grammar::TimeSpan => expect(
            is_time_span(value),
            value,
            "a time span such as `90s` or `1min 30s`",
        ),
        Grammar::Integer(range) => integer(value, range),
        Grammar::Weight(range) => weight(value, range, systemd),
        Grammar::Quota => quota(value, systemd),
        Grammar::Tasks => tasks(value, systemd),
        Grammar::Mode => expect(
            value.len() <= 5 && u32::from_str_radix(value, 8).is_ok_and(|mode| mode <= 0o7777),
            value,
            "octal permission bits such as `0755`",
        ),
        Grammar::Signal => expect(is_signal(value), value, "a signal such as `SIGTERM`"),
        Grammar::Path(extra) => path(value, extra),
        Grammar::Paths(extra) => value
            .split_whitespace()
            .try_for_each(|item| path(item, extra)),
        Grammar::Units => value.split_whitespace().try_for_each(check_unit_name),
        Grammar::Slice => check_slice_name(value),
        Grammar::CgroupPaths => value.split_whitespace().try_for_each(|item| {
            let (_, path) = item.split_once(':').unwrap_or(("", item));
            expect(path.starts_with('/'), item, "`CONTROLLER:/PATH`")
        }),
        Grammar::Environment => environment(value),
        Grammar::Command => command(value),
        Grammar::Cpus(words) => {
            if words.split('|').any(|w| w.split('@').next() == Some(value)) {
                return word(value, words, systemd, "");
            }
            expect(
                value
                    .split(|c: char| c == ',' || c.is_whitespace())
                    .filter(|item| !item.is_empty())
                    .all(is_cpu_range),
                value,
                "CPU numbers and ranges such as `0-3,8`",
            )
        }
        Grammar::DeviceWeight(range) => {
            let (device, number) = two(value, "`DEVICE WEIGHT`")?;
            path(device, "")?;
            integer(number, range)
        }
        Grammar::DeviceLimit => {
            let (device, limit) = two(value, "`DEVICE LIMIT`")?;
            path(device, "")?;
            expect(
                limit == "infinity" || is_suffixed(limit, "KMGT"),
                limit,
                "a number with at most one of the suffixes `K M G T` (1000 each)",
            )
        }
        Grammar::Account | Grammar::Text | Grammar::Other => Ok(()),
    }
}

fn expect(holds: bool, value: &str, what: &str) -> Result<(), String> {
    if holds {
        Ok(())
    } else {
        Err(format!("`{value}` is not {what}"))
    }
}

fn two<'a>(value: &'a str, what: &str) -> Result<(&'a str, &'a str), String> {
    value
        .split_once(char::is_whitespace)
        .map(|(first, rest)| (first, rest.trim_start()))
        .ok_or_else(|| format!("`{value}` is not {what}"))
}

fn is_bool(value: &str) -> bool {
    [
        "1", "yes", "y", "true", "t", "on", "0", "no", "n", "false", "f", "off",
    ]
    .iter()
    .any(|word| word.eq_ignore_ascii_case(value))
}

/// One of `word|word@SINCE`.
fn word(value: &str, words: &str, systemd: u32, also: &str) -> Result<(), String> {
    let mut known = Vec::new();
    for entry in words.split('|') {
        let (name, since) = entry.split_once('@').unwrap_or((entry, "0"));
        let since: u32 = since.parse().unwrap_or(0);
        if name == value {
            return if since <= systemd {
                Ok(())
            } else {
                Err(format!("`{value}` exists since systemd {since}"))
            };
        }
        if since <= systemd {
            known.push(format!("`{name}`"));
        }
    }
    if !also.is_empty() {
        known.insert(0, also.to_owned());
    }
    Err(format!("`{value}` is not one of {}", known.join(", ")))
}

fn bounds(range: &str) -> (i64, i64) {
    let (low, high) = range.split_once("..").unwrap_or_default();
    (
        low.parse().unwrap_or(i64::MIN),
        high.parse().unwrap_or(i64::MAX),
    )
}

fn integer(value: &str, range: &str) -> Result<(), String> {
    let (low, high) = bounds(range);
    let digits = value.strip_prefix(['-', '+']).unwrap_or(value);
    expect(is_digits(digits), value, "a whole number")?;
    if value
        .parse::<i64>()
        .is_ok_and(|n| (low..=high).contains(&n))
    {
        return Ok(());
    }
    Err(match (low, high) {
        (_, i64::MAX) => format!("`{value}` is out of range: at least {low}"),
        _ => format!("`{value}` is out of range: {low} to {high}"),
    })
}

fn weight(value: &str, range: &str, systemd: u32) -> Result<(), String> {
    let (numbers, words) = range.split_once('|').unwrap_or((range, ""));
    if !words.is_empty() && !value.starts_with(|c: char| c.is_ascii_digit()) {
        let (low, high) = bounds(numbers);
        return word(value, words, systemd, &format!("{low} to {high}"));
    }
    integer(value, numbers)
}

fn size(name: &str, value: &str) -> Result<(), String> {
    if value == "infinity" {
        return Ok(());
    }
    if let Some(percent) = value.strip_suffix('%') {
        return expect(
            percent
                .parse::<f64>()
                .is_ok_and(|p| (0.0..=100.0).contains(&p)),
            value,
            "a share of memory from 0% to 100%",
        );
    }
    expect(
        is_suffixed(value, "KMGTPE"),
        value,
        "bytes with at most one of the suffixes `K M G T` (1024 each)",
    )?;
    let is_zero = value
        .trim_end_matches(|c: char| c.is_ascii_alphabetic())
        .parse()
        == Ok(0.0);
    let takes_zero = name.ends_with("Low") || name.ends_with("Min") || name.contains("Swap");
    expect(!is_zero || takes_zero, value, "a limit: 0 is refused")
}

fn rlimit(name: &str, value: &str, systemd: u32) -> Result<(), String> {
    let is_size = matches!(
        name,
        "LimitAS"
            | "LimitCORE"
            | "LimitDATA"
            | "LimitFSIZE"
            | "LimitMEMLOCK"
            | "LimitMSGQUEUE"
            | "LimitRSS"
            | "LimitSTACK"
    );
    let is_time = matches!(name, "LimitCPU" | "LimitRTTIME");
    let one = |text: &str| {
        text == "infinity"
            || is_digits(text)
            || (is_size && systemd >= 229 && is_suffixed(text, "KMGTPE"))
            || (is_time && systemd >= 229 && is_time_span(text))
            || (name == "LimitNICE" && text.strip_prefix(['-', '+']).is_some_and(is_digits))
    };
    if let Some((soft, hard)) = value.split_once(':') {
        if systemd < 229 {
            return Err(format!("`{value}`: `SOFT:HARD` exists since systemd 229"));
        }
        expect(one(soft) && one(hard), value, "`SOFT:HARD`")?;
        if let (Ok(soft), Ok(hard)) = (soft.parse::<u64>(), hard.parse::<u64>()) {
            return expect(soft <= hard, value, "`SOFT:HARD` with SOFT at most HARD");
        }
        return expect(
            soft != "infinity" || hard == "infinity",
            value,
            "`SOFT:HARD` with SOFT at most HARD",
        );
    }
    expect(one(value), value, "a number or `infinity`")
}

fn quota(value: &str, systemd: u32) -> Result<(), String> {
    let Some(number) = value.strip_suffix('%') else {
        return Err(format!("`{value}` needs a `%`: 100% is one CPU"));
    };
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    let most = if systemd >= 247 { 2 } else { 1 };
    let well_formed = is_digits(whole)
        && (decimals.is_empty() || is_digits(decimals))
        && decimals.len() <= most
        && !number.ends_with('.');
    expect(
        well_formed && number.parse::<f64>().is_ok_and(|n| n > 0.0),
        value,
        "a percentage of one CPU above 0%",
    )
}

fn tasks(value: &str, systemd: u32) -> Result<(), String> {
    if value == "infinity" {
        return Ok(());
    }
    if let Some(percent) = value.strip_suffix('%') {
        if systemd < 231 {
            return Err(format!(
                "`{value}`: a percentage of the task maximum exists since systemd 231"
            ));
        }
        return expect(
            percent.parse::<f64>().is_ok_and(|p| p > 0.0 && p <= 100.0),
            value,
            "a percentage above 0%",
        );
    }
    expect(
        is_digits(value) && value.parse::<u64>().is_ok_and(|n| n > 0),
        value,
        "a number of tasks above 0, or `infinity`",
    )
}

/// An absolute path; `extra` holds the prefixes allowed before it and `~` where that stands for
/// the home directory.
fn path(value: &str, extra: &str) -> Result<(), String> {
    if value == "~" && extra.contains('~') {
        return Ok(());
    }
    let bare = value.trim_start_matches(|c| c != '~' && extra.contains(c));
    expect(bare.starts_with('/'), value, "an absolute path")
}

fn environment(value: &str) -> Result<(), String> {
    for word in split_quoted(value)? {
        let name = word.split_once('=').map(|(name, _)| name);
        let is_name = name.is_some_and(|name| {
            name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
                && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        });
        expect(is_name, &word, "`NAME=VALUE`")?;
    }
    Ok(())
}

fn command(value: &str) -> Result<(), String> {
    let program = value
        .trim_start_matches(['@', '-', ':', '+', '!', '|'])
        .trim_start_matches('"');
    expect(
        program.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '/' || c == '_'),
        value,
        "a command line",
    )
}

/// Splits at blanks outside quotes; escapes are kept but do not end a quote.
fn split_quoted(value: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut current = String::new();
    let mut quote = None;
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match (c, quote) {
            ('\\', _) => {
                current.push(c);
                current.extend(chars.next());
            }
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(q)) if c == q => quote = None,
            (c, None) if c.is_whitespace() => {
                if !current.is_empty() {
                    words.push(std::mem::take(&mut current));
                }
            }
            (c, _) => current.push(c),
        }
    }
    if quote.is_some() {
        return Err(format!("`{value}` has a quote that is not closed"));
    }
    if !current.is_empty() {
        words.push(current);
    }
    Ok(words)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// A number, perhaps with a fraction, and at most one of the suffix letters.
fn is_suffixed(value: &str, suffixes: &str) -> bool {
    let number = value
        .strip_suffix(|c| suffixes.contains(c))
        .unwrap_or(value);
    match number.split_once('.') {
        Some((whole, fraction)) => {
            number.len() < value.len() && is_digits(whole) && is_digits(fraction)
        }
        None => is_digits(number),
    }
}

fn is_cpu_range(item: &str) -> bool {
    match item.split_once('-') {
        Some((first, last)) => match (first.parse::<u32>(), last.parse::<u32>()) {
            (Ok(first), Ok(last)) => first <= last,
            _ => false,
        },
        None => is_digits(item),
    }
}

fn is_signal(value: &str) -> bool {
    if is_digits(value) {
        return value.parse::<u32>().is_ok_and(|n| (1..=64).contains(&n));
    }
    let name = value.strip_prefix("SIG").unwrap_or(value);
    name.starts_with("RTMIN")
        || name.starts_with("RTMAX")
        || (name.len() >= 2
            && name
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()))
}

fn is_time_span(value: &str) -> bool {
    const UNITS: [&str; 34] = [
        "us", "usec", "µs", "μs", "ns", "nsec", "ms", "msec", "s", "sec", "second", "seconds", "m",
        "min", "minute", "minutes", "h", "hr", "hour", "hours", "d", "day", "days", "w", "week",
        "weeks", "M", "month", "months", "y", "year", "years", "", "infinity",
    ];
    if value == "infinity" {
        return true;
    }
    let mut rest = value.trim_start();
    if rest.is_empty() {
        return false;
    }
    while !rest.is_empty() {
        let number_len = rest
            .find(|c: char| !(c.is_ascii_digit() || c == '.'))
            .unwrap_or(rest.len());
        let (number, tail) = rest.split_at(number_len);
        if number.parse::<f64>().is_err() {
            return false;
        }
        let tail = tail.trim_start();
        let unit_len = tail
            .find(|c: char| c.is_ascii_digit() || c.is_whitespace())
            .unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(unit_len);
        if !UNITS.contains(&unit) {
            return false;
        }
        rest = tail.trim_start();
    }
    true
}

#[cfg(test)]
mod tests;
