//! Memory that units are limited to, promised and protected.

use std::collections::BTreeMap;

use super::lower::Pass;
use super::rules::{MEMORY_BELOW_HEAP, MEMORY_ORDER, MEMORY_PROMISED, MEMORY_UNPROTECTED};
use crate::diagnostic::Diagnostic;
use crate::document::{ConfigDocument, Entry};
use crate::source::Span;
use crate::units::Bytes;

/// Settings of memory, lowest first.
const MEMORY: [&str; 4] = ["MemoryMin", "MemoryLow", "MemoryHigh", "MemoryMax"];

/// The limits of a unit in their order.
pub(super) fn order(name: &str, entries: &[Entry], fallback: Span, found: &mut Vec<Diagnostic>) {
    let amounts: Vec<(&Entry, Amount)> = MEMORY
        .iter()
        .filter_map(|key| entries.iter().rev().find(|entry| entry.key == *key))
        .filter_map(|entry| Some((entry, Amount::read(&entry.value.text())?)))
        .collect();
    for (at, (low, lower)) in amounts.iter().enumerate() {
        let above = amounts.get(at + 1..).unwrap_or_default();
        let Some((high, _)) = above.iter().find(|(_, upper)| lower.is_above(upper)) else {
            continue;
        };
        let span = low.origin.span().unwrap_or(fallback);
        let message = format!(
            "`{}={}` of {name} is above `{}={}`",
            low.key,
            low.value.text(),
            high.key,
            high.value.text()
        );
        let diagnostic = Diagnostic::new(&MEMORY_ORDER, span, message)
            .help("min, low, high and max rise in this order");
        found.push(match high.origin.span() {
            Some(other) if other != span => diagnostic.label(other, "the lower limit"),
            _ => diagnostic,
        });
    }
}

/// An amount of memory as a unit states it.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Amount {
    Bytes(f64),
    Percent(f64),
    Infinite,
}

impl Amount {
    fn read(text: &str) -> Option<Self> {
        if text == "infinity" {
            return Some(Self::Infinite);
        }
        if let Some(percent) = text.strip_suffix('%') {
            return percent.parse().ok().map(Self::Percent);
        }
        let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let shift = match text.get(digits.len()..)? {
            "" | "B" => 0,
            "K" => 10,
            "M" => 20,
            "G" => 30,
            "T" => 40,
            "P" => 50,
            "E" => 60,
            _ => return None,
        };
        let number: f64 = digits.parse().ok()?;
        Some(Self::Bytes(number * f64::powi(2.0, shift)))
    }

    /// Shares and bytes cannot be compared without the machine.
    fn is_above(self, other: &Self) -> bool {
        match (self, *other) {
            (Self::Bytes(this), Self::Bytes(other))
            | (Self::Percent(this), Self::Percent(other)) => this > other,
            (Self::Infinite, Self::Bytes(_) | Self::Percent(_)) => true,
            _ => false,
        }
    }
}

/// Memory that is promised to several, and is not there.
pub(super) fn promised(
    pass: &Pass<'_, '_>,
    documents: &[ConfigDocument],
    found: &mut Vec<Diagnostic>,
) {
    let hardware = pass.ctx.class.hardware.as_ref();
    let Some(memory) = hardware.and_then(|hardware| hardware.memory.as_ref()) else {
        return;
    };
    let promises: Vec<(&Entry, f64)> = documents
        .iter()
        .filter(|document| document.name.ends_with(".service"))
        .filter_map(|document| document.get("MemoryMin"))
        .filter_map(|entry| match Amount::read(&entry.value.text())? {
            Amount::Bytes(bytes) => Some((entry, bytes)),
            _ => None,
        })
        .collect();
    let sum: f64 = promises.iter().map(|(_, bytes)| bytes).sum();
    #[allow(clippy::cast_precision_loss)]
    let there = memory.value.0 as f64;
    if sum < there {
        return;
    }
    let Some(span) = promises.iter().find_map(|(entry, _)| entry.origin.span()) else {
        return;
    };
    let terms: Vec<String> = promises
        .iter()
        .map(|(entry, _)| entry.value.text().into_owned())
        .collect();
    found.push(
        Diagnostic::new(
            &MEMORY_PROMISED,
            span,
            "more memory is promised than the hosts have",
        )
        .label(memory.span, "the memory of the hosts")
        .note(format!(
            "{} promised, {} there: the kernel keeps no promise then, and kills instead",
            terms.join(" + "),
            memory.value
        ))
        .help("promise less, and leave some to the system"),
    );
}

/// A heap that does not fit below the limit of its unit.
pub(super) fn heaps(
    pass: &Pass<'_, '_>,
    documents: &[ConfigDocument],
    found: &mut Vec<Diagnostic>,
) {
    for placed in &pass.ctx.class.roles {
        let daemon = pass.ctx.class.daemon(placed.role.name, &placed.instance);
        let Some(heap) = daemon.and_then(|daemon| daemon.heap.as_ref()) else {
            continue;
        };
        let unit = pass.ctx.unit_of(placed.role.product, placed.role.name);
        let limit = documents
            .iter()
            .filter(|document| Some(&*document.name) == unit)
            .find_map(|document| document.get("MemoryMax").or(document.get("MemoryLimit")));
        let Some(limit) = limit else { continue };
        let Bytes(bytes) = heap.value;
        #[allow(clippy::cast_precision_loss)]
        let is_below = match Amount::read(&limit.value.text()) {
            Some(Amount::Bytes(limit)) => limit <= bytes as f64,
            _ => false,
        };
        if !is_below {
            continue;
        }
        let span = limit.origin.span().unwrap_or(heap.span);
        let diagnostic = Diagnostic::new(
            &MEMORY_BELOW_HEAP,
            span,
            format!(
                "the {} has a heap of {} in a unit with `{}={}`",
                placed.role.name,
                heap.value,
                limit.key,
                limit.value.text()
            ),
        )
        .note("a JVM needs more than its heap: metaspace, direct buffers, stacks; it is killed when the heap fills")
        .help("leave a quarter of the heap and some 256 MiB above it");
        found.push(if span == heap.span {
            diagnostic
        } else {
            diagnostic.label(heap.span, "the heap")
        });
    }
}

/// Protection that stops at a slice above.
pub(super) fn protected(documents: &[ConfigDocument], found: &mut Vec<Diagnostic>) {
    let mut promises: BTreeMap<String, Vec<(&ConfigDocument, &Entry, f64)>> = BTreeMap::new();
    for document in documents {
        let Some(entry) = document.get("MemoryMin") else {
            continue;
        };
        let (Some(Amount::Bytes(bytes)), Some(slice)) =
            (Amount::read(&entry.value.text()), slice_of(document))
        else {
            continue;
        };
        promises
            .entry(slice)
            .or_default()
            .push((document, entry, bytes));
    }
    for (slice, units) in promises {
        let of_slice = documents
            .iter()
            .find(|document| *document.name == *slice)
            .and_then(|document| document.get("MemoryMin"));
        let protects = match of_slice.map(|entry| Amount::read(&entry.value.text())) {
            Some(Some(Amount::Bytes(bytes))) => bytes,
            Some(_) => continue,
            None => 0.0,
        };
        let sum: f64 = units.iter().map(|(_, _, bytes)| bytes).sum();
        let Some(span) = units
            .iter()
            .find_map(|(_, entry, _)| entry.origin.span())
            .filter(|_| protects < sum)
        else {
            continue;
        };
        let terms: Vec<String> = units
            .iter()
            .map(|(unit, entry, _)| format!("{} of {}", entry.value.text(), unit.name))
            .collect();
        let diagnostic = Diagnostic::new(
            &MEMORY_UNPROTECTED,
            span,
            match of_slice {
                Some(entry) => format!(
                    "`{slice}` protects {} of what its units are promised",
                    entry.value.text()
                ),
                None => format!("`{slice}` protects nothing of what its units are promised"),
            },
        )
        .note(format!(
            "{}: the kernel keeps a promise as far as every group above makes it too",
            terms.join(", ")
        ))
        .help(format!(
            "say `memory_min` of `{slice}` under `units`, at least the sum"
        ));
        found.push(match of_slice.and_then(|entry| entry.origin.span()) {
            Some(other) => diagnostic.label(other, "the slice's own"),
            None => diagnostic,
        });
    }
}

/// The slice that a unit lies in; `None` for those at the root.
fn slice_of(document: &ConfigDocument) -> Option<String> {
    if let Some(stem) = document.name.strip_suffix(".slice") {
        let (parent, _) = stem.rsplit_once('-')?;
        return (!parent.is_empty()).then(|| format!("{parent}.slice"));
    }
    Some(match document.get("Slice") {
        Some(entry) if entry.value.text() == "-.slice" => return None,
        Some(entry) => entry.value.text().into_owned(),
        None => "system.slice".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::Amount;

    #[test]
    fn amounts_are_compared_where_they_can_be() {
        let above = |a: &str, b: &str| {
            Amount::read(a)
                .expect(a)
                .is_above(&Amount::read(b).expect(b))
        };
        for (a, b, want) in [
            ("2G", "1G", true),
            ("1G", "1G", false),
            ("1.5G", "1G", true),
            ("1024M", "1G", false),
            ("infinity", "1G", true),
            ("1G", "infinity", false),
            ("60%", "50%", true),
            ("99%", "1K", false),
        ] {
            assert_eq!(above(a, b), want, "{a} {b}");
        }
        assert_eq!(Amount::read("10GB"), None);
    }
}
