//! Whether a relation holds: true, false, or not to be told.

use std::borrow::Cow;

use super::expr::{Compare, Expr, Function};
use super::number::Number;
use crate::catalog::{KeyFact, KeyType};
use crate::classad::Constant;
use crate::effective::{Source, View};

/// A value that a relation calculates with.
#[derive(Debug, Clone, PartialEq)]
enum Value {
    /// Times in milliseconds, sizes in bytes, else as written.
    Number(Number),
    Text(String),
    Bool(bool),
}

/// Whether the relation holds for the keys; `None` where a value that it needs is not known.
pub(super) fn holds(expr: &Expr, keys: &[&str], view: &View<'_>) -> Option<bool> {
    match expr {
        Expr::Not(inner) => holds(inner, keys, view).map(|held| !held),
        Expr::And(left, right) => match (holds(left, keys, view), holds(right, keys, view)) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        },
        Expr::Or(left, right) => match (holds(left, keys, view), holds(right, keys, view)) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        },
        Expr::If(when, then) => match holds(when, keys, view) {
            Some(true) => holds(then, keys, view),
            Some(false) => Some(true),
            None => None,
        },
        Expr::Compare(first, rest) => {
            let mut left = value(first, keys, view)?;
            let mut all = true;
            for (how, right) in rest {
                let right = value(right, keys, view)?;
                all &= compare(&left, *how, &right, view)?;
                left = right;
            }
            Some(all)
        }
        other => match value(other, keys, view)? {
            Value::Bool(held) => Some(held),
            _ => None,
        },
    }
}

fn compare(left: &Value, how: Compare, right: &Value, view: &View<'_>) -> Option<bool> {
    let order = match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.compare(*right),
        (Value::Text(left), Value::Text(right)) => {
            let same = view.same(left, right);
            return match how {
                Compare::Equal => Some(same),
                Compare::Unequal => Some(!same),
                _ => None,
            };
        }
        _ => return None,
    };
    Some(match how {
        Compare::Less => order.is_lt(),
        Compare::AtMost => order.is_le(),
        Compare::More => order.is_gt(),
        Compare::AtLeast => order.is_ge(),
        Compare::Equal => order.is_eq(),
        Compare::Unequal => order.is_ne(),
    })
}

fn value(expr: &Expr, keys: &[&str], view: &View<'_>) -> Option<Value> {
    match expr {
        Expr::Number(number) => Some(Value::Number(*number)),
        Expr::Text(text) => Some(Value::Text(text.clone())),
        Expr::Arithmetic(left, sign, right) => {
            match (value(left, keys, view)?, value(right, keys, view)?) {
                (Value::Number(left), Value::Number(right)) => {
                    left.calculate(*sign, right).map(Value::Number)
                }
                _ => None,
            }
        }
        Expr::Key(at) => of_key(keys.get(*at)?, view),
        Expr::Call(function, arguments) => call(*function, arguments, keys, view),
        other => holds(other, keys, view).map(Value::Bool),
    }
}

/// The value of a key as its reader takes it.
fn of_key(key: &str, view: &View<'_>) -> Option<Value> {
    let (text, _) = view.expanded(key)?;
    let trimmed = text.trim();
    let fact = view.fact(key)?;
    match fact.ty {
        KeyType::Bool | KeyType::MesosBool => match trimmed {
            "1" => Some(Value::Bool(true)),
            "0" => Some(Value::Bool(false)),
            _ if trimmed.eq_ignore_ascii_case("true") => Some(Value::Bool(true)),
            _ if trimmed.eq_ignore_ascii_case("false") => Some(Value::Bool(false)),
            _ => None,
        },
        KeyType::Int
        | KeyType::Long
        | KeyType::Float
        | KeyType::Double
        | KeyType::Port
        | KeyType::Duration
        | KeyType::Size
        | KeyType::StorageSize
        | KeyType::MesosDuration
        | KeyType::MesosBytes
        | KeyType::AlluxioDuration
        | KeyType::AlluxioBytes => quantity(trimmed, &fact).map(Value::Number),
        KeyType::ExprBool => Some(Value::Bool(match view.constant(&fact, trimmed)? {
            Constant::Bool(held) => held,
            Constant::Int(number) => number != 0,
            Constant::Real(number) => number != 0.0,
            Constant::Error => return None,
        })),
        KeyType::ExprInt | KeyType::ExprLong | KeyType::ExprDouble => {
            match view.constant(&fact, trimmed)? {
                Constant::Int(number) => Some(Value::Number(number.into())),
                Constant::Real(number) => Number::parse(&number.to_string()).map(Value::Number),
                Constant::Bool(_) | Constant::Error => None,
            }
        }
        _ => Some(Value::Text(trimmed.to_owned())),
    }
}

/// The key's value where it is a whole number: milliseconds, bytes or bare.
pub(super) fn amount(key: &str, view: &View<'_>) -> Option<i64> {
    match of_key(key, view)? {
        Value::Number(number) => number.whole(),
        _ => None,
    }
}

/// A number with a unit of its own or the key's: milliseconds, bytes or a bare number.
fn quantity(text: &str, fact: &KeyFact) -> Option<Number> {
    if let Some(number) = Number::parse(text) {
        return match (fact.unit, fact.ty) {
            (Some(unit), _) => number.calculate('*', unit_of(unit).unwrap_or(Number::from(1))),
            _ => Some(number),
        };
    }
    let end = text.rfind(|c: char| c.is_ascii_digit())? + 1;
    let (digits, unit) = text.split_at_checked(end)?;
    let unit = unit.trim().to_ascii_lowercase();
    // A letter is a size where the key is one, and a time elsewhere: both have `m`.
    let is_size = matches!(
        fact.ty,
        KeyType::Size | KeyType::StorageSize | KeyType::MesosBytes | KeyType::AlluxioBytes
    );
    let factor = match (is_size, unit.as_str()) {
        (true, "m") => unit_of("mb"),
        (_, unit) => unit_of(unit),
    };
    Number::parse(digits)?.calculate('*', factor?)
}

/// How many milliseconds or bytes a unit is.
fn unit_of(unit: &str) -> Option<Number> {
    let number = |value: i64| Some(Number::from(value));
    match unit {
        "ms" | "bytes" | "b" => number(1),
        "s" | "sec" | "secs" => number(1000),
        "m" | "min" | "mins" => number(60_000),
        "h" | "hr" | "hrs" => number(3_600_000),
        "d" | "day" | "days" => number(86_400_000),
        "weeks" => number(7 * 86_400_000),
        "us" => Number::parse("0.001"),
        "ns" => Number::parse("0.000001"),
        "k" | "kb" => number(1 << 10),
        "mb" => number(1 << 20),
        "g" | "gb" => number(1 << 30),
        "t" | "tb" => number(1 << 40),
        "p" | "pb" => number(1 << 50),
        _ => None,
    }
}

/// A number with a unit, such as `2047mb`: milliseconds or bytes.
pub(super) fn with_unit(text: &str) -> Option<Number> {
    let end = text.rfind(|c: char| c.is_ascii_digit())? + 1;
    let (digits, unit) = text.split_at_checked(end)?;
    Number::parse(digits)?.calculate('*', unit_of(unit)?)
}

fn text_of(expr: &Expr, keys: &[&str], view: &View<'_>) -> Option<String> {
    match expr {
        Expr::Text(text) => Some(text.clone()),
        Expr::Key(at) => view.expanded(keys.get(*at)?).map(|(text, _)| text),
        // Lists may be put together.
        Expr::Arithmetic(left, '+', right) => {
            let [left, right] = [left, right].map(|side| text_of(side, keys, view));
            match (left, right) {
                (Some(left), Some(right)) => Some(format!("{left},{right}")),
                (one, other) => one.or(other),
            }
        }
        _ => None,
    }
}

fn items<'t>(text: &'t str, view: &View<'_>) -> Vec<&'t str> {
    let blanks = view.dialect.blanks_separate;
    text.split(|c: char| matches!(c, ',' | '\n') || blanks && c.is_whitespace())
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .collect()
}

fn call(function: Function, arguments: &[Expr], keys: &[&str], view: &View<'_>) -> Option<Value> {
    let first = arguments.first()?;
    let key = match first {
        Expr::Key(at) => keys.get(*at).copied(),
        _ => None,
    };
    if key.is_some_and(|key| view.is_unknown(key)) {
        return None;
    }
    match function {
        Function::Stated => {
            let found = view.get(key?);
            let stated =
                matches!(found, Some(found) if matches!(found.source, Source::Entry { .. }));
            return Some(Value::Bool(stated));
        }
        Function::Written => {
            let written = view.get(key?).is_some_and(|found| match found.source {
                Source::Entry { entry, .. } => super::is_written(&entry.origin),
                Source::Default => false,
            });
            return Some(Value::Bool(written));
        }
        Function::Set => {
            let set = view
                .get(key?)
                .is_some_and(|found| !found.raw.trim().is_empty());
            return Some(Value::Bool(set));
        }
        Function::Count if key.is_some_and(|key| view.get(key).is_none()) => {
            return Some(Value::Number(Number::from(0)));
        }
        _ => {}
    }
    let text = text_of(first, keys, view)?;
    let items = items(&text, view);
    let other = || text_of(arguments.get(1)?, keys, view);
    Some(match function {
        Function::Count => Value::Number(Number::from(i64::try_from(items.len()).ok()?)),
        Function::Distinct => {
            let mut sorted = items.clone();
            sorted.sort_unstable();
            sorted.dedup();
            Value::Bool(sorted.len() == items.len())
        }
        Function::Xmx => Value::Number(heap(&text)?),
        Function::Port => Value::Number(Number::parse(text.trim().rsplit_once(':')?.1)?),
        Function::Host => {
            let rest = text.trim();
            let rest = rest.split_once("://").map_or(rest, |(_, rest)| rest);
            let end = rest.find([':', '/']).unwrap_or(rest.len());
            Value::Text(rest.get(..end)?.to_owned())
        }
        Function::Scheme => Value::Text(text.trim().split_once(':')?.0.to_owned()),
        Function::Absolute => Value::Bool(items.iter().all(|item| path(item).is_some())),
        Function::Names => Value::Bool(items.iter().all(|item| {
            !item.starts_with(|c: char| c.is_ascii_digit())
                && item
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        })),
        Function::Has => {
            let other = other()?;
            Value::Bool(items.iter().any(|item| view.same(item, other.trim())))
        }
        Function::Contains => Value::Bool(text.contains(&other()?)),
        Function::Begins => {
            let (text, other) = (text.trim(), other()?);
            let head = text.get(..other.len());
            Value::Bool(head.is_some_and(|head| view.same(head, &other)))
        }
        Function::Within => {
            let other = other()?;
            let others = self::items(&other, view);
            Value::Bool(items.iter().all(|item| others.contains(item)))
        }
        Function::Under => {
            let other = other()?;
            Value::Bool(
                items
                    .iter()
                    .filter_map(|item| path(item))
                    .any(|item| is_below(&item, other.trim())),
            )
        }
        Function::Apart => {
            let other = other()?;
            let others: Vec<_> = self::items(&other, view)
                .into_iter()
                .filter_map(path)
                .collect();
            Value::Bool(items.iter().filter_map(|item| path(item)).all(|item| {
                others
                    .iter()
                    .all(|other| !is_below(&item, other) && !is_below(other, &item))
            }))
        }
        Function::Set | Function::Stated | Function::Written => return None,
    })
}

/// The path of a directory as Hadoop writes them: plain, a `file:` URI, or either behind a
/// storage type in brackets.
fn path(item: &str) -> Option<Cow<'_, str>> {
    let item = match item.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?.1,
        None => item,
    };
    let item = item.strip_prefix("file:").unwrap_or(item);
    let item = item.strip_prefix("//").unwrap_or(item);
    item.starts_with('/').then_some(Cow::Borrowed(item))
}

fn is_below(path: &str, folder: &str) -> bool {
    let [path, folder] = [path, folder].map(|path| path.trim_end_matches('/'));
    path.strip_prefix(folder)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The last `-Xmx` of Java options, which is the one that counts.
fn heap(text: &str) -> Option<Number> {
    let value = text
        .split_whitespace()
        .filter_map(|option| option.strip_prefix("-Xmx"))
        .next_back()?;
    let digits = value.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let factor = match value.get(digits.len()..)?.to_ascii_lowercase().as_str() {
        "" => Number::from(1),
        "m" => unit_of("mb")?,
        letter => unit_of(letter)?,
    };
    Number::parse(digits)?.calculate('*', factor)
}
