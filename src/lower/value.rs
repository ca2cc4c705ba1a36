//! Values of the language in the unit that a product's key wants.

use crate::catalog::{KeyFact, KeyType};
use crate::units::{Bytes, Count, Duration, Percent, SizeUnit, TimeUnit};

/// Converts a value written with the language's units (`256MiB`, `1d`, `40%`, `128Ki`) to what
/// the key wants; the product's own spelling passes untouched.
///
/// # Errors
/// A message when the unit does not divide evenly or the key takes no such unit.
pub(super) fn convert(text: &str, fact: &KeyFact) -> Result<String, String> {
    if let Ok(bytes) = text.parse::<Bytes>()
        && text.ends_with("iB")
    {
        return size(bytes, fact);
    }
    let number = text
        .bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_digit());
    if number && let Ok(duration) = text.parse::<Duration>() {
        return time(text, duration, fact);
    }
    if let Ok(percent) = text.parse::<Percent>() {
        return share(text, percent, fact);
    }
    if (text.ends_with("Ki") || text.ends_with("Mi"))
        && let (Ok(count), KeyType::Int | KeyType::Long) = (text.parse::<Count>(), fact.ty)
    {
        return Ok(count.0.to_string());
    }
    Ok(text.to_owned())
}

fn size(bytes: Bytes, fact: &KeyFact) -> Result<String, String> {
    let whole = |unit, name: &str| {
        bytes
            .in_unit(unit)
            .map_err(|_| format!("the key counts {name}, and {bytes} is no whole number of them"))
    };
    match (fact.ty, fact.unit) {
        (KeyType::MesosBytes, _) => Ok(mesos_size(bytes)),
        (KeyType::StorageSize, _) => Ok(format!("{}b", bytes.0)),
        (KeyType::Int | KeyType::Long, Some("mb" | "MB" | "MiB")) => {
            whole(SizeUnit::Mebi, "MiB").map(|mb| mb.to_string())
        }
        (KeyType::Int | KeyType::Long, Some("kb" | "KB" | "KiB")) => {
            whole(SizeUnit::Kibi, "KiB").map(|kb| kb.to_string())
        }
        (KeyType::Int | KeyType::Long | KeyType::Size, None | Some("bytes" | "B" | "b"))
        | (KeyType::String | KeyType::Unknown | KeyType::AlluxioBytes, _) => {
            Ok(bytes.0.to_string())
        }
        _ => Err("the key takes no size".to_owned()),
    }
}

fn time(text: &str, duration: Duration, fact: &KeyFact) -> Result<String, String> {
    let whole = |unit, name: &str| {
        duration
            .in_unit(unit)
            .map(|count| count.to_string())
            .map_err(|_| {
                format!("the key counts {name}, and {duration} is no whole number of them")
            })
    };
    match (fact.ty, fact.unit) {
        (KeyType::MesosDuration, _) => Ok(mesos_time(duration)),
        (KeyType::AlluxioDuration, _) => Ok(alluxio_time(text, duration)),
        (KeyType::Int | KeyType::Long | KeyType::Duration, Some(unit)) => match unit {
            "ms" => whole(TimeUnit::Millisecond, "milliseconds"),
            "s" | "sec" => whole(TimeUnit::Second, "seconds"),
            "m" | "min" | "minutes" => whole(TimeUnit::Minute, "minutes"),
            "h" => whole(TimeUnit::Hour, "hours"),
            "d" | "days" => whole(TimeUnit::Day, "days"),
            _ => Ok(text.to_owned()),
        },
        (KeyType::Int | KeyType::Long, None) => Err(
            "the tables do not know the unit of this key: write the bare number it wants"
                .to_owned(),
        ),
        _ => Ok(text.to_owned()),
    }
}

/// Mesos counts in 1024s under the names of 1000s, and takes no fraction.
fn mesos_size(bytes: Bytes) -> String {
    for (unit, name) in [(SizeUnit::Mebi, "MB"), (SizeUnit::Kibi, "KB")] {
        if let Ok(count) = bytes.in_unit(unit) {
            return format!("{count}{name}");
        }
    }
    format!("{}B", bytes.0)
}

/// Mesos wants its own unit names, a whole number in the largest that fits.
fn mesos_time(duration: Duration) -> String {
    for (unit, name) in [
        (TimeUnit::Day, "days"),
        (TimeUnit::Hour, "hrs"),
        (TimeUnit::Minute, "mins"),
        (TimeUnit::Second, "secs"),
    ] {
        if let Ok(count) = duration.in_unit(unit)
            && count > 0
        {
            return format!("{count}{name}");
        }
    }
    format!("{}ms", duration.0)
}

/// Alluxio has the language's own suffixes, but for weeks.
fn alluxio_time(text: &str, duration: Duration) -> String {
    let suffix = text.trim_start_matches(|c: char| c.is_ascii_digit());
    if matches!(suffix, "ms" | "s" | "min" | "h" | "d") {
        text.to_owned()
    } else {
        format!("{}ms", duration.0)
    }
}

fn share(text: &str, percent: Percent, fact: &KeyFact) -> Result<String, String> {
    match (fact.ty, fact.unit) {
        (
            KeyType::Float | KeyType::Double | KeyType::Int | KeyType::Long,
            Some("percent" | "%"),
        ) => Ok(percent.number()),
        (KeyType::Float | KeyType::Double, _) => Ok(percent.fraction()),
        (KeyType::Int | KeyType::Long, _) => Err("the key takes no share".to_owned()),
        _ => Ok(text.to_owned()),
    }
}
