//! Settings that the product would ignore, take apart or contradict itself over.

use super::env::splits;
use super::facts::{CONSISTENCY, JVM_ONLY, ORDERS, cells};
use super::home::{Home, MASTER, WORKER};
use super::rules::{BLANK, INCONSISTENT, JVM_ONLY_KEY, LOCALITY, ORDER};
use crate::cluster::{Class, SettingOp, SettingValue, SettingWish};
use crate::diagnostic::Diagnostic;
use crate::lower::Ctx;
use crate::source::Span;
use crate::units::Ranges;

/// What the profile sets a key to on these hosts, with the value's place.
pub(super) fn stated(ctx: &Ctx<'_>, key: &str) -> Option<(String, Span)> {
    let wishes = of(ctx.class, key)?;
    let last = wishes.last()?;
    Some((text(last)?, last.at))
}

fn of<'a>(class: &'a Class, key: &str) -> Option<&'a Vec<SettingWish>> {
    class.settings.get("alluxio")?.get(key)
}

fn text(wish: &SettingWish) -> Option<String> {
    match &wish.value {
        SettingOp::Set {
            value: Some(value), ..
        } => Some(match value {
            SettingValue::Scalar(text) => text.clone(),
            SettingValue::List(items) => items.join(","),
            SettingValue::Secret(_) => return None,
        }),
        _ => None,
    }
}

/// Checks the settings of these hosts.
pub(super) fn settings(ctx: &Ctx<'_>, home: &Home<'_>, found: &mut Vec<Diagnostic>) {
    let Some(keys) = ctx.class.settings.get("alluxio") else {
        return;
    };
    for (key, wishes) in keys {
        let Some(last) = wishes.last() else { continue };
        found.extend(jvm_only(home, key, last));
        found.extend(blank(home, key, last));
        found.extend(locality(ctx, key, last));
        found.extend(inconsistent(ctx, home, key, wishes));
    }
    for row in ORDERS.rows() {
        found.extend(order(ctx, home, row));
    }
}

fn jvm_only(home: &Home<'_>, key: &str, wish: &SettingWish) -> Option<Diagnostic> {
    let row = JVM_ONLY.find(key).first()?;
    let [_, ranges] = cells::<2>(row);
    if !Ranges::trusted(ranges).contains(home.version()) {
        return None;
    }
    let diagnostic = Diagnostic::new(
        &JVM_ONLY_KEY,
        wish.span,
        format!("Alluxio ignores `{key}` in the site file"),
    )
    .note("it is read before the file is, from the command line");
    Some(match key {
        "alluxio.logs.dir" => diagnostic.help("say it by `daemons.….dirs.log`"),
        "alluxio.conf.dir" | "alluxio.site.conf.dir" | "alluxio.version" => {
            diagnostic.help("take it out: it follows from the packages")
        }
        _ => diagnostic.help(format!("write `-D{key}=…` under `java_opts` of the daemon")),
    })
}

fn blank(home: &Home<'_>, key: &str, wish: &SettingWish) -> Option<Diagnostic> {
    let text = text(wish).filter(|text| home.is_tachyon() && splits(text))?;
    let what = if text.contains(char::is_whitespace) {
        "a blank"
    } else {
        "a wildcard of the shell"
    };
    Some(
        Diagnostic::new(&BLANK, wish.at, format!("`{key}` cannot have {what}"))
            .note("the scripts use their options without quotes: Java would see several of them")
            .help("write it without"),
    )
}

fn locality(ctx: &Ctx<'_>, key: &str, wish: &SettingWish) -> Option<Diagnostic> {
    let tier = key.strip_prefix("alluxio.locality.")?;
    if matches!(tier, "order" | "script" | "compare.node.ip") {
        return None;
    }
    let order = stated(ctx, "alluxio.locality.order");
    let tiers = order
        .as_ref()
        .map_or("node,rack", |(text, _)| text.as_str());
    if tiers.split(',').any(|one| one.trim() == tier) {
        return None;
    }
    let diagnostic = Diagnostic::new(
        &LOCALITY,
        wish.span,
        format!("`{tier}` is no tier of locality"),
    )
    .note(format!("the tiers are {tiers}"))
    .help("add it to `alluxio.locality.order`, or take it out");
    Some(match order {
        Some((_, span)) => diagnostic.label(span, "the tiers are stated here"),
        None => diagnostic,
    })
}

/// Servers of one kind must have one value: compared with the first host that has the role.
fn inconsistent(
    ctx: &Ctx<'_>,
    home: &Home<'_>,
    key: &str,
    wishes: &[SettingWish],
) -> Option<Diagnostic> {
    // The check came with 1.8.
    if !home.at_least(1, 8) {
        return None;
    }
    let row = CONSISTENCY.find(key).first()?;
    let [_, scope] = cells::<2>(row);
    let last = wishes.last()?;
    let mine = wishes.last().and_then(text);
    for role in [MASTER, WORKER] {
        let here = home.has(role)
            && match scope {
                "master" => role == MASTER,
                "worker" => role == WORKER,
                _ => true,
            };
        if !here {
            continue;
        }
        for other in ctx.with_role(role, Some(home.instance)) {
            let Some(class) = ctx.cluster.class_of(other.host) else {
                continue;
            };
            let wish = of(class, key).and_then(|wishes| wishes.last());
            if wish.and_then(text) == mine {
                continue;
            }
            // Each pair once: the class that says something, or the later of two that do.
            let later = class.hosts.first() < ctx.class.hosts.first();
            if wish.is_some() && !later {
                continue;
            }
            let word = if role == MASTER { "masters" } else { "workers" };
            let diagnostic = Diagnostic::new(
                &INCONSISTENT,
                last.at,
                format!("{word} have different values of `{key}`"),
            )
            .help(format!("say one value for all {word}"));
            return Some(match wish {
                Some(wish) => diagnostic.label(wish.at, "another value"),
                None => diagnostic.note("others have the product's default"),
            });
        }
    }
    None
}

fn order(ctx: &Ctx<'_>, home: &Home<'_>, row: &'static str) -> Option<Diagnostic> {
    let [low, high, equal, low_default, high_default, ranges] = cells::<6>(row);
    if !Ranges::trusted(ranges).contains(home.version()) {
        return None;
    }
    let (low_said, high_said) = (stated(ctx, low), stated(ctx, high));
    let value = |said: &Option<(String, Span)>, default: &str| match said {
        Some((text, _)) => measure(text),
        None => measure(default),
    };
    let (a, b) = (
        value(&low_said, low_default)?,
        value(&high_said, high_default)?,
    );
    let holds = if equal == "y" { a <= b } else { a < b };
    if holds {
        return None;
    }
    let span = low_said.as_ref().or(high_said.as_ref())?.1;
    let shown = |said: &Option<(String, Span)>, default: &str| {
        said.as_ref().map_or_else(
            || format!("{default} (the default)"),
            |(text, _)| text.clone(),
        )
    };
    let must = if equal == "y" {
        "must not be above"
    } else {
        "must be below"
    };
    let diagnostic =
        Diagnostic::new(&ORDER, span, format!("`{low}` {must} `{high}`")).note(format!(
            "{} and {}",
            shown(&low_said, low_default),
            shown(&high_said, high_default)
        ));
    Some(match (&low_said, &high_said) {
        (Some(_), Some((_, span))) => diagnostic.label(*span, "the other one"),
        _ => diagnostic,
    })
}

/// A duration in milliseconds, or a bare number.
fn measure(text: &str) -> Option<f64> {
    let text = text.trim();
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || c == '.'))
        .unwrap_or(text.len());
    let (digits, suffix) = text.split_at(end);
    let unit = match suffix.to_ascii_lowercase().as_str() {
        "" | "ms" | "millisecond" => 1.0,
        "s" | "sec" | "second" => 1e3,
        "m" | "min" | "minute" => 6e4,
        "h" | "hr" | "hour" => 3.6e6,
        "d" | "day" => 8.64e7,
        "%" => 0.01,
        _ => return None,
    };
    Some(digits.parse::<f64>().ok()? * unit)
}
