//! Many names as few words: `m1,r[10-19]n[01-20]`.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::bracket::{MAX_DIGITS, decimal_len};
use super::scalar::{split_digits, without_zeros};

/// Folds names into comma-joined terms with brackets, in natural order, each name once.
///
/// Every set of names has one folded text, and expanding that text gives the set back, as long
/// as no name holds a comma or a `*`. Where the numbers of some names are a full cross product,
/// one term holds them all.
#[must_use]
pub fn fold<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut shapes: BTreeMap<Vec<&str>, BTreeSet<Vec<Number>>> = BTreeMap::new();
    for name in names {
        let (literals, numbers) = split(name);
        shapes.entry(literals).or_default().insert(numbers);
    }
    let mut terms: Vec<(String, String)> = Vec::new();
    for (literals, points) in shapes {
        for product in products(points) {
            terms.push((first_name(&literals, &product), term(&literals, &product)));
        }
    }
    terms.sort_by(|(one, _), (other, _)| natural_cmp(one, other));
    let terms: Vec<_> = terms.into_iter().map(|(_, term)| term).collect();
    terms.join(",")
}

/// Compares names as people do: digits by their value, so `w9` comes before `w10`.
#[must_use]
pub fn natural_cmp(one: &str, other: &str) -> Ordering {
    let (mut a, mut b) = (one, other);
    loop {
        let ((digits_a, rest_a), (digits_b, rest_b)) = (split_digits(a), split_digits(b));
        if !digits_a.is_empty() && !digits_b.is_empty() {
            let (value_a, value_b) = (without_zeros(digits_a), without_zeros(digits_b));
            let by_value = (value_a.len(), value_a).cmp(&(value_b.len(), value_b));
            if by_value != Ordering::Equal {
                return by_value;
            }
            (a, b) = (rest_a, rest_b);
            continue;
        }
        let (mut chars_a, mut chars_b) = (a.chars(), b.chars());
        match (chars_a.next(), chars_b.next()) {
            (Some(x), Some(y)) if x == y => (a, b) = (chars_a.as_str(), chars_b.as_str()),
            // Numbers with more zeros in front tie; then the text decides.
            (None, None) => return one.cmp(other),
            (x, y) => return x.cmp(&y),
        }
    }
}

/// A run of digits in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Number {
    value: u64,
    /// Digits as written, zeros in front included.
    len: usize,
}

impl Number {
    fn padded(self) -> bool {
        self.len > decimal_len(self.value)
    }

    fn text(self) -> String {
        let width = self.len;
        format!("{:0width$}", self.value)
    }
}

/// Cuts a name into its digits and what stands between; the literals are always one more.
/// Digits too many for a number stay in the literal.
fn split(name: &str) -> (Vec<&str>, Vec<Number>) {
    let (mut literals, mut numbers) = (Vec::new(), Vec::new());
    let (mut start, mut at) = (0, 0);
    while let Some(found) = name
        .get(at..)
        .and_then(|rest| rest.find(|c: char| c.is_ascii_digit()))
    {
        let from = at + found;
        let (digits, _) = split_digits(name.get(from..).unwrap_or_default());
        at = from + digits.len();
        if digits.len() > MAX_DIGITS {
            continue;
        }
        if let Ok(value) = digits.parse() {
            literals.push(name.get(start..from).unwrap_or_default());
            numbers.push(Number {
                value,
                len: digits.len(),
            });
            start = at;
        }
    }
    literals.push(name.get(start..).unwrap_or_default());
    (literals, numbers)
}

/// The values each number of a shape takes, in a term that crosses them all.
type Product = Vec<Vec<Number>>;

/// Groups points into cross products: one axis after the other, last first, points that differ
/// on that axis alone are joined. A full cross product ends as one.
fn products(points: BTreeSet<Vec<Number>>) -> Vec<Product> {
    let mut products: Vec<Product> = points
        .into_iter()
        .map(|point| point.into_iter().map(|number| vec![number]).collect())
        .collect();
    let axes = products.first().map_or(0, Vec::len);
    for axis in (0..axes).rev() {
        let mut groups: BTreeMap<Product, Vec<Number>> = BTreeMap::new();
        for mut product in products {
            if let Some(values) = product.get_mut(axis).map(std::mem::take) {
                groups.entry(product).or_default().extend(values);
            }
        }
        products = groups
            .into_iter()
            .map(|(mut product, mut values)| {
                values.sort_unstable();
                if let Some(place) = product.get_mut(axis) {
                    *place = values;
                }
                product
            })
            .collect();
    }
    products
}

/// The name that natural order puts first.
fn first_name(literals: &[&str], product: &Product) -> String {
    let mut name = String::new();
    for (at, literal) in literals.iter().enumerate() {
        name.push_str(literal);
        if let Some(first) = product.get(at).and_then(|values| values.first()) {
            name.push_str(&first.text());
        }
    }
    name
}

fn term(literals: &[&str], product: &Product) -> String {
    let mut term = String::new();
    for (at, literal) in literals.iter().enumerate() {
        term.push_str(&literal.replace('[', "[["));
        match product.get(at).map(Vec::as_slice) {
            None => {}
            Some([one]) => term.push_str(&one.text()),
            Some(values) => write_bracket(&mut term, values),
        }
    }
    term
}

/// Writes `[08-11,20]`. Numbers of the same length as one with zeros in front belong to its
/// ranges; others are ranges of their own, since a range with zeros keeps its width.
fn write_bracket(out: &mut String, values: &[Number]) {
    let widths: BTreeSet<usize> = values
        .iter()
        .filter(|number| number.padded())
        .map(|number| number.len)
        .collect();
    let mut classes: BTreeMap<usize, Vec<Number>> = BTreeMap::new();
    for &number in values {
        let class = if widths.contains(&number.len) {
            number.len
        } else {
            0
        };
        classes.entry(class).or_default().push(number);
    }
    let mut ranges: Vec<(Number, Number)> = Vec::new();
    for class in classes.into_values() {
        let mut open: Option<(Number, Number)> = None;
        for number in class {
            open = match open {
                Some((first, last)) if last.value + 1 == number.value => Some((first, number)),
                closed => {
                    ranges.extend(closed);
                    Some((number, number))
                }
            };
        }
        ranges.extend(open);
    }
    ranges.sort_unstable();
    for (at, (first, last)) in ranges.into_iter().enumerate() {
        out.push(if at == 0 { '[' } else { ',' });
        out.push_str(&first.text());
        if first != last {
            // Writing to a string cannot fail.
            let _ = write!(out, "-{}", last.text());
        }
    }
    out.push(']');
}

#[cfg(test)]
mod tests {
    use super::super::host_set::{Term, parse_host_set};
    use super::*;
    use proptest::prelude::*;

    fn expand(text: &str) -> Vec<String> {
        parse_host_set(text)
            .expect(text)
            .into_iter()
            .flat_map(|placed| match placed.term {
                Term::Names(pattern) => pattern.expand().map(|e| e.text).collect::<Vec<_>>(),
                Term::Glob(glob) => panic!("a glob: {glob}"),
            })
            .collect()
    }

    #[test]
    fn folds() {
        for (names, folded) in [
            ("", ""),
            ("m1", "m1"),
            ("m2 m1 m1", "m[1-2]"),
            ("w9 w10 w11 m1", "m1,w[9-11]"),
            ("w008 w009 w010 w100", "w[008-010,100]"),
            ("w08 w09 w10 w100", "w[08-10,100]"),
            ("w1 w01 w2", "w[1-2,01]"),
            ("w1 w3 w5", "w[1,3,5]"),
            ("r1n01 r1n02 r2n01 r2n02", "r[1-2]n[01-02]"),
            ("r1n01 r1n02 r2n01", "r1n[01-02],r2n01"),
            (
                "zk1.dc2.example.org zk2.dc2.example.org",
                "zk[1-2].dc2.example.org",
            ),
            ("gateway", "gateway"),
            ("b a10 a9", "a[9-10],b"),
            ("a[1", "a[[1"),
        ] {
            assert_eq!(fold(names.split_whitespace()), folded, "{names}");
        }
    }

    #[test]
    fn natural_order() {
        let mut names = ["w10", "w9", "w", "w09", "a1b2", "a1b10", "a2"];
        names.sort_by(|one, other| natural_cmp(one, other));
        assert_eq!(names, ["a1b2", "a1b10", "a2", "w", "w09", "w9", "w10"]);
    }

    #[test]
    fn ten_thousand_names_fold_quickly() {
        let names: Vec<String> = (0..100)
            .flat_map(|rack| (0..100).map(move |node| format!("r{rack}n{node:02}.example.org")))
            .collect();
        let folded = fold(names.iter().map(String::as_str));
        assert_eq!(folded, "r[0-99]n[00-99].example.org");
        // The worst case: nothing on a line with anything else.
        let names: Vec<String> = (0..10_000).map(|i| format!("r{i}n{}", i * 7)).collect();
        assert_eq!(
            fold(names.iter().map(String::as_str)).split(',').count(),
            10_000
        );
    }

    proptest! {
        #[test]
        fn round_trips(names in prop::collection::btree_set("[a-b]{0,1}[0-2]{1,3}(\\[|-)?[0-9]{0,2}", 1..40)) {
            let folded = fold(names.iter().map(String::as_str));
            let expanded = expand(&folded);
            let set: BTreeSet<String> = expanded.iter().cloned().collect();
            prop_assert_eq!(expanded.len(), set.len(), "no name twice in {}", folded);
            prop_assert_eq!(set, names);
        }

        #[test]
        fn order_of_names_does_not_matter(mut names in prop::collection::vec("[a-c][0-9]{1,2}", 1..20)) {
            let folded = fold(names.iter().map(String::as_str));
            names.reverse();
            prop_assert_eq!(fold(names.iter().map(String::as_str)), folded);
        }
    }
}
