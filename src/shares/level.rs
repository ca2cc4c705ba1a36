//! One level of the tree: the weights of siblings that are promised fractions of their parent.

use super::{Fraction, Mode, gcd};

/// Why no weights keep the promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The promise at this index is of nothing.
    Nothing(usize),
    /// Together they are more than the whole.
    TooMuch,
    /// Together they are the whole, which leaves nothing to siblings that are there.
    NoRoom,
    /// The promise at this index needs a larger number than there is. `best` is what the largest
    /// comes to when the others' promises are kept; `None` when those cannot be kept beside it.
    Unreachable {
        index: usize,
        best: Option<Fraction>,
    },
    /// Without other siblings only proportions matter, and these need finer numbers than there are.
    TooFine,
}

/// The numbers that give each of `wanted` at least its fraction of the parent, beside siblings
/// that weigh `others` in the kernel together.
///
/// Beside others it is the least solution: lowering any number breaks a promise. Without others
/// what is not promised is spread in proportion.
///
/// # Errors
/// Why there are none.
pub fn solve(mode: Mode, wanted: &[Fraction], others: u64) -> Result<Vec<u32>, Refusal> {
    if let Some(index) = wanted.iter().position(|fraction| fraction.num == 0) {
        return Err(Refusal::Nothing(index));
    }
    let Some(parts) = Parts::of(wanted) else {
        return Err(Refusal::TooFine);
    };
    if parts.sum > parts.whole {
        return Err(Refusal::TooMuch);
    }
    if others == 0 {
        return proportional(mode, &parts).ok_or(Refusal::TooFine);
    }
    if parts.sum == parts.whole {
        return Err(Refusal::NoRoom);
    }
    least(mode, &parts, others).map_err(|index| Refusal::Unreachable {
        index,
        best: best(mode, wanted, index, others),
    })
}

/// What the number at `index` comes to beside the rest of `values` and `others`.
#[must_use]
pub fn guaranteed(mode: Mode, values: &[u32], index: usize, others: u64) -> Option<Fraction> {
    let weights = values.iter().map(|value| mode.effective(*value));
    let own = mode.effective(*values.get(index)?);
    Fraction::new(own, weights.sum::<u64>() + others)
}

/// Fractions over one denominator.
struct Parts {
    each: Vec<u128>,
    sum: u128,
    whole: u128,
}

impl Parts {
    /// `None` when no common denominator is small enough to count with.
    fn of(wanted: &[Fraction]) -> Option<Self> {
        let mut whole = 1_u64;
        for fraction in wanted {
            whole = (whole / gcd(whole, fraction.den)).checked_mul(fraction.den)?;
        }
        let each: Vec<u128> = wanted
            .iter()
            .map(|fraction| u128::from(fraction.num) * u128::from(whole / fraction.den))
            .collect();
        Some(Self {
            sum: each.iter().sum(),
            each,
            whole: u128::from(whole),
        })
    }
}

/// The least fixpoint of `v = min { v : e(v) >= r * (others + sum of e) }`; the index of the
/// promise without one. No solution is below `r * others / (1 - sum of r)`: it starts there.
fn least(mode: Mode, parts: &Parts, others: u64) -> Result<Vec<u32>, usize> {
    let others = u128::from(others);
    let mut values = Vec::with_capacity(parts.each.len());
    for (index, part) in parts.each.iter().enumerate() {
        let start = mode.least(part * others, parts.whole - parts.sum);
        values.push(start.ok_or(index)?);
    }
    loop {
        let weights = values
            .iter()
            .map(|value| u128::from(mode.effective(*value)));
        let total = others + weights.sum::<u128>();
        let mut changed = false;
        for (index, (value, part)) in values.iter_mut().zip(&parts.each).enumerate() {
            let needed = mode.least(part * total, parts.whole).ok_or(index)?;
            if needed > *value {
                *value = needed;
                changed = true;
            }
        }
        if !changed {
            return Ok(values);
        }
    }
}

/// The most that one promise can be when the others are kept.
fn best(mode: Mode, wanted: &[Fraction], index: usize, others: u64) -> Option<Fraction> {
    let own = mode.effective(*mode.range().end());
    let mut rest = wanted.to_vec();
    rest.remove(index);
    let values = least(mode, &Parts::of(&rest)?, others + own).ok()?;
    let weights = values.iter().map(|value| mode.effective(*value));
    Fraction::new(own, weights.sum::<u64>() + others + own)
}

/// Numbers in proportion: the smallest is the default where that makes whole numbers, then the
/// largest scale below it that the kernel does not round.
fn proportional(mode: Mode, parts: &Parts) -> Option<Vec<u32>> {
    let by = parts
        .each
        .iter()
        .try_fold(0_u64, |by, part| Some(gcd(by, u64::try_from(*part).ok()?)))?;
    let Some(smallest) = parts.each.iter().min() else {
        return Some(Vec::new());
    };
    let (by, default) = (u128::from(by.max(1)), u128::from(mode.default()));
    let reduced = || parts.each.iter().map(move |part| part / by);
    let smallest = smallest / by;
    let exact = u128::from(mode.exact());
    let scales = [
        (default, smallest),
        (exact * (default / exact / smallest).max(1), 1),
        (1, 1),
    ];
    let largest = u128::from(*mode.range().end());
    let top = reduced().max().unwrap_or(1);
    scales
        .into_iter()
        .filter_map(|(mul, div)| {
            let numbers = reduced().map(|part| {
                let value = part * mul;
                (value % div == 0).then(|| u32::try_from(value / div).ok())?
            });
            numbers.collect::<Option<Vec<u32>>>()
        })
        // What is not promised leaves room for rounding.
        .chain(std::iter::once_with(|| {
            let value =
                |part: u128| u32::try_from((part * largest).div_ceil(top)).unwrap_or(u32::MAX);
            reduced().map(value).collect()
        }))
        .find(|values| keeps(mode, values, parts))
}

/// Whether numbers are legal and keep all promises where there is nobody else.
fn keeps(mode: Mode, values: &[u32], parts: &Parts) -> bool {
    let weight = |value: &u32| u128::from(mode.effective(*value));
    let total: u128 = values.iter().map(weight).sum();
    values.iter().all(|value| mode.range().contains(value))
        && values
            .iter()
            .zip(&parts.each)
            .all(|(value, part)| weight(value) * parts.whole >= part * total)
}
