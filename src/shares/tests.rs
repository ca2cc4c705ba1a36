use proptest::prelude::*;

use super::{Fraction, Mode, Refusal, guaranteed, solve};

fn of(num: u64, den: u64) -> Fraction {
    Fraction::new(num, den).expect("a fraction")
}

fn percent(list: &[u64]) -> Vec<Fraction> {
    list.iter().map(|part| of(*part, 1000)).collect()
}

/// Others that say nothing.
fn defaults(mode: Mode, count: u64) -> u64 {
    count * mode.effective(mode.default())
}

use Mode::{SharesV1, WeightV1, WeightV2};

#[test]
fn worked_cases() {
    // Fractions in thousandths.
    for (mode, wanted, others, values) in [
        // Thirty services, one of them promised half of what they have.
        (SharesV1, &[500][..], 29, &[29_696][..]),
        (WeightV2, &[500], 29, &[2900]),
        (WeightV1, &[500], 29, &[2900]),
        (WeightV2, &[500], 4, &[400]),
        (SharesV1, &[500], 3, &[3072]),
        (SharesV1, &[500], 1, &[1024]),
        (WeightV2, &[500, 300], 4, &[1000, 600]),
        (WeightV2, &[70, 230], 4, &[41, 132]),
        (SharesV1, &[70, 230], 4, &[410, 1346]),
        (WeightV2, &[1], 4, &[1]),
        // One to three, and inside of them one to one and three to one.
        (WeightV2, &[250, 750], 0, &[100, 300]),
        (WeightV2, &[500, 500], 0, &[100, 100]),
        (WeightV2, &[750, 250], 0, &[300, 100]),
        (SharesV1, &[250, 750], 0, &[1024, 3072]),
        (WeightV2, &[100, 200], 0, &[100, 200]),
        (WeightV2, &[300, 700], 0, &[75, 175]),
        (SharesV1, &[300, 700], 0, &[768, 1792]),
        (WeightV2, &[200], 0, &[100]),
    ] {
        assert_eq!(
            solve(mode, &percent(wanted), defaults(mode, others)),
            Ok(values.to_vec()),
            "{mode:?} {wanted:?} beside {others}"
        );
    }
}

#[test]
fn fractions_of_the_machine_multiply() {
    let top = solve(WeightV2, &percent(&[250, 750]), 0).expect("weights");
    let mut machine = Vec::new();
    for (index, inner) in [[500, 500], [750, 250]].iter().enumerate() {
        let inner = solve(WeightV2, &percent(inner), 0).expect("weights");
        let above = guaranteed(WeightV2, &top, index, 0).expect("a fraction");
        for at in 0..inner.len() {
            let own = guaranteed(WeightV2, &inner, at, 0).expect("a fraction");
            machine.push(of(above.num * own.num, above.den * own.den).to_string());
        }
    }
    assert_eq!(machine, ["12.5%", "12.5%", "56.25%", "18.75%"]);
}

#[test]
fn guarantees() {
    for (mode, values, shown) in [
        (WeightV2, [41, 132], ["7.15...%", "23.04...%"]),
        (SharesV1, [410, 1346], ["7.00...%", "23.00...%"]),
    ] {
        for (index, text) in shown.into_iter().enumerate() {
            let fraction = guaranteed(mode, &values, index, defaults(mode, 4));
            assert_eq!(fraction.expect("a fraction").to_string(), text);
        }
    }
    assert_eq!(of(1, 3).to_string(), "33.33...%");
    assert_eq!(of(1, 8).to_string(), "12.5%");
    assert_eq!(of(1, 1).to_string(), "100%");
}

#[test]
fn refusals() {
    let four = |mode| defaults(mode, 4);
    for (mode, wanted, best) in [
        (WeightV2, &[990][..], Some("96.15...%")),
        (WeightV1, &[990], Some("96.15...%")),
        (SharesV1, &[990], Some("98.46...%")),
        // The largest weight beside the other's, which keeps its own promise.
        (WeightV2, &[965, 10], Some("95.18...%")),
    ] {
        let Err(Refusal::Unreachable { index, best: found }) =
            solve(mode, &percent(wanted), four(mode))
        else {
            panic!("{mode:?} reaches {wanted:?}");
        };
        let found = found.map(|fraction| fraction.to_string());
        assert_eq!((index, found.as_deref()), (0, best), "{mode:?} {wanted:?}");
    }
    for (wanted, others, refusal) in [
        (&[0][..], 4, Refusal::Nothing(0)),
        (&[600, 500], 4, Refusal::TooMuch),
        (&[600, 500], 0, Refusal::TooMuch),
        (&[600, 400], 4, Refusal::NoRoom),
        (&[1000], 1, Refusal::NoRoom),
    ] {
        assert_eq!(
            solve(WeightV2, &percent(wanted), defaults(WeightV2, others)),
            Err(refusal),
            "{wanted:?}"
        );
    }
    let fine = [of(20_001, 100_000), of(79_999, 100_000)];
    assert_eq!(solve(WeightV2, &fine, 0), Err(Refusal::TooFine));
    assert_eq!(solve(SharesV1, &fine, 0), Ok(vec![20_001, 79_999]));
    assert_eq!(Fraction::new(2, 1), None);
    assert_eq!(Fraction::new(1, 0), None);
}

fn mode() -> impl Strategy<Value = Mode> {
    prop::sample::select(Mode::ALL.to_vec())
}

/// Promises in thousandths, at most all but a little together.
fn promises() -> impl Strategy<Value = Vec<u64>> {
    prop::collection::vec(1_u64..400, 1..5)
        .prop_filter("more than the whole", |list| list.iter().sum::<u64>() < 990)
}

/// Whether each number is a promise kept.
fn kept(mode: Mode, wanted: &[Fraction], values: &[u32], others: u64) -> bool {
    wanted.iter().enumerate().all(|(index, fraction)| {
        guaranteed(mode, values, index, others).is_some_and(|got| got.at_least(*fraction))
    })
}

proptest! {
    #[test]
    fn promises_are_kept_by_the_least_weights(mode in mode(), wanted in promises(), others in 1_u64..20_000) {
        let wanted = percent(&wanted);
        if let Ok(values) = solve(mode, &wanted, others) {
            prop_assert!(kept(mode, &wanted, &values, others));
            for index in 0..values.len() {
                let mut lower = values.clone();
                lower[index] -= 1;
                prop_assert!(!mode.range().contains(&lower[index]) || !kept(mode, &wanted, &lower, others));
            }
        }
    }

    #[test]
    fn promises_are_kept_where_nobody_else_is(mode in mode(), wanted in promises()) {
        let wanted = percent(&wanted);
        if let Ok(values) = solve(mode, &wanted, 0) {
            prop_assert!(kept(mode, &wanted, &values, 0));
        }
    }

    #[test]
    fn order_does_not_matter(mode in mode(), wanted in promises(), others in 0_u64..20_000) {
        let forth = percent(&wanted);
        let back: Vec<Fraction> = forth.iter().rev().copied().collect();
        let turned = solve(mode, &back, others).map(|mut values| { values.reverse(); values });
        match (solve(mode, &forth, others), turned) {
            (Ok(values), Ok(turned)) => prop_assert_eq!(values, turned),
            (one, other) => prop_assert_eq!(one.is_ok(), other.is_ok()),
        }
    }

    #[test]
    fn more_promised_or_more_others_lower_nothing(
        mode in mode(), wanted in promises(), at in any::<prop::sample::Index>(),
        others in 1_u64..10_000, added in 1_u64..5000,
    ) {
        let values = solve(mode, &percent(&wanted), others);
        let mut more = wanted.clone();
        *at.get_mut(&mut more) += 5;
        for larger in [solve(mode, &percent(&more), others), solve(mode, &percent(&wanted), others + added)] {
            if let (Ok(values), Ok(larger)) = (&values, larger) {
                prop_assert!(values.iter().zip(&larger).all(|(low, high)| low <= high));
            }
        }
    }

    /// Weights that the kernel does not round are found again, and are the same in all modes.
    #[test]
    fn modes_agree_where_weights_are_exact(quarters in prop::collection::vec(1_u32..40, 1..5), others in 1_u32..40) {
        let total = u64::from(quarters.iter().sum::<u32>() + others);
        let wanted: Vec<Fraction> = quarters.iter().map(|part| of(u64::from(*part), total)).collect();
        for mode in Mode::ALL {
            let unit = if mode == SharesV1 { 256 } else { 25 };
            let values: Vec<u32> = quarters.iter().map(|part| part * unit).collect();
            prop_assert_eq!(solve(mode, &wanted, u64::from(others) * 256), Ok(values));
        }
    }

    /// Every solution of two is at or above the one found: by looking at all of a small range.
    #[test]
    fn nothing_below_keeps_the_promises(mode in mode(), first in 1_u64..300, second in 1_u64..300, others in 2_u64..60) {
        let wanted = percent(&[first, second]);
        let found = solve(mode, &wanted, others);
        let low = *mode.range().start();
        let mut least: Option<[u32; 2]> = None;
        for one in low..70 {
            for two in low..70 {
                if kept(mode, &wanted, &[one, two], others) {
                    least = Some(least.map_or([one, two], |[a, b]| [a.min(one), b.min(two)]));
                }
            }
        }
        if let Some(least) = least {
            prop_assert_eq!(found, Ok(least.to_vec()));
        }
    }
}
