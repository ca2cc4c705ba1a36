//! How the brackets of a value follow those of the host name, and how a value is spread.

use std::fmt;

use super::bracket::{Bracket, Pattern};

/// A value whose brackets are tied to brackets of the host name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pairing {
    value: Pattern,
    /// For each bracket of the value, the index of the name's bracket that it follows.
    follows: Vec<usize>,
}

/// A bracket that cannot be paired, with the counts on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairError {
    /// Which bracket of the value, from 0.
    pub bracket: usize,
    /// How many items it has.
    pub items: usize,
    /// How many items each bracket of the host name has.
    pub name_items: Vec<usize>,
    /// How many brackets of the name have the right number of items.
    pub candidates: usize,
    /// How many of these no earlier bracket of the value has taken.
    pub free: usize,
}

/// A value spread over consecutive hosts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spread<'a> {
    of: &'a Pattern,
    each: usize,
}

/// Numbers that do not come out even.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpreadError {
    pub items: usize,
    pub each: usize,
    pub hosts: usize,
}

/// Ties each bracket of `value`, left to right, to the first unused bracket of `name` with the
/// same number of items.
///
/// A bracket that is the only one of its length in `value` must have only one to go with.
pub fn pair(name: &Pattern, value: &Pattern) -> Result<Pairing, PairError> {
    let mut follows = Vec::with_capacity(value.brackets().len());
    for (at, bracket) in value.brackets().iter().enumerate() {
        let items = bracket.len();
        let candidates: Vec<usize> = positions(name, items).collect();
        let free: Vec<usize> = candidates
            .iter()
            .copied()
            .filter(|target| !follows.contains(target))
            .collect();
        let alone = positions(value, items).count() == 1;
        match free.as_slice() {
            [target, others @ ..] if !alone || others.is_empty() => follows.push(*target),
            _ => {
                return Err(PairError {
                    bracket: at,
                    items,
                    name_items: name.brackets().iter().map(Bracket::len).collect(),
                    candidates: candidates.len(),
                    free: free.len(),
                });
            }
        }
    }
    Ok(Pairing {
        value: value.clone(),
        follows,
    })
}

/// Which brackets of `pattern` have this many items.
fn positions(pattern: &Pattern, items: usize) -> impl Iterator<Item = usize> {
    let brackets = pattern.brackets().iter().enumerate();
    brackets
        .filter(move |(_, bracket)| bracket.len() == items)
        .map(|(at, _)| at)
}

impl Pairing {
    /// Whether the value differs between hosts.
    #[must_use]
    pub fn varies(&self) -> bool {
        !self.follows.is_empty()
    }

    /// The value for the host whose name took these items.
    #[must_use]
    pub fn value_for(&self, host_picks: &[u32]) -> String {
        let pick = |&target: &usize| host_picks.get(target).copied().unwrap_or(0);
        let picks: Vec<u32> = self.follows.iter().map(pick).collect();
        self.value.text_of(&picks)
    }
}

impl fmt::Display for PairError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts: Vec<_> = self.name_items.iter().map(usize::to_string).collect();
        write!(f, "bracket {} has {}", self.bracket + 1, items(self.items))?;
        let counts = counts.join(", ");
        match (self.candidates, self.name_items.len()) {
            (0, 0) => f.write_str(", but the host name has no bracket")?,
            (0, 1) => write!(f, ", but the bracket of the host name has {counts}")?,
            (0, _) => write!(f, ", but those of the host name have {counts}")?,
            _ if self.free == 0 => write!(
                f,
                ", but no bracket of the host name with as many is left (they have {counts})"
            )?,
            _ => {
                return write!(
                    f,
                    " and could follow {} brackets of the host name (they have {counts}): write a line of `hosts` for each value",
                    self.free
                );
            }
        }
        f.write_str(": write equal counts, or spread with `{of: …, each: …}`")
    }
}

fn items(count: usize) -> String {
    if count == 1 {
        "1 item".into()
    } else {
        format!("{count} items")
    }
}

impl std::error::Error for PairError {}

/// Gives each text of `of` to `each` consecutive hosts; the numbers must come out even.
pub const fn spread(of: &Pattern, each: usize, hosts: usize) -> Result<Spread<'_>, SpreadError> {
    match of.len().checked_mul(each) {
        Some(places) if places == hosts => Ok(Spread { of, each }),
        _ => Err(SpreadError {
            items: of.len(),
            each,
            hosts,
        }),
    }
}

impl Spread<'_> {
    /// The value for the host at `index` of its line, from 0.
    #[must_use]
    pub fn value_for(&self, index: usize) -> Option<String> {
        let item = index.checked_div(self.each)?;
        self.of.nth(item).map(|expanded| expanded.text)
    }
}

impl fmt::Display for SpreadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { items, each, hosts } = *self;
        let places = items as u128 * each as u128;
        write!(
            f,
            "{items} × {each} = {places}, but the line has {hosts} hosts: "
        )?;
        if items > 0 && hosts > 0 && hosts.is_multiple_of(items) {
            write!(f, "write `each: {}`", hosts / items)
        } else if each > 0 && hosts > 0 && hosts.is_multiple_of(each) {
            write!(f, "write {} values in `of`", hosts / each)
        } else {
            f.write_str("write counts whose product is the number of hosts")
        }
    }
}

impl std::error::Error for SpreadError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> Pattern {
        Pattern::parse(text).expect(text)
    }

    #[test]
    fn pairs() {
        for (name, value, host, expected) in [
            ("r[10-19]n[01-20]", "/dc1/r[10-19]", 25, "/dc1/r11"),
            ("r[10-19]n[01-20]", "10.1.[10-19].[1-20]", 25, "10.1.11.6"),
            ("r[10-19]n[01-20]", "10.1.[1-20].[10-19]", 25, "10.1.6.11"),
            ("f[18-19]", "fedora-[18-19]", 1, "fedora-19"),
            ("a[1-2]b[1-2]", "[5-6]-[7-8]", 1, "5-8"),
            ("a[1-2]b[1-2]c[1-3]", "[7-9]", 2, "9"),
            ("w[1-5]", "/rack", 3, "/rack"),
            ("m1", "/rack", 0, "/rack"),
        ] {
            let (name, value) = (pattern(name), pattern(value));
            let pairing = pair(&name, &value).expect("pairs");
            let host = name.nth(host).expect("host");
            assert_eq!(pairing.value_for(&host.picks), expected);
        }
    }

    #[test]
    fn refusals_print_the_counts() {
        for (name, value, message) in [
            (
                "w[1-5]",
                "/r[1-3]",
                "bracket 1 has 3 items, but the bracket of the host name has 5: write equal counts, or spread with `{of: …, each: …}`",
            ),
            (
                "m1",
                "/r[1-3]",
                "bracket 1 has 3 items, but the host name has no bracket: write equal counts, or spread with `{of: …, each: …}`",
            ),
            (
                "a[1-2]b[1-2]",
                "/r[1-2]",
                "bracket 1 has 2 items and could follow 2 brackets of the host name (they have 2, 2): write a line of `hosts` for each value",
            ),
            (
                "a[1-2]b[1-3]",
                "[1-2].[1-2]",
                "bracket 2 has 2 items, but no bracket of the host name with as many is left (they have 2, 3): write equal counts, or spread with `{of: …, each: …}`",
            ),
        ] {
            let (name, value) = (pattern(name), pattern(value));
            assert_eq!(
                pair(&name, &value).expect_err("refused").to_string(),
                message
            );
        }
    }

    #[test]
    fn spreads() {
        let racks = pattern("/b/[1-3]");
        let spread_out = spread(&racks, 20, 60).expect("even");
        assert_eq!(spread_out.value_for(0).as_deref(), Some("/b/1"));
        assert_eq!(spread_out.value_for(59).as_deref(), Some("/b/3"));
        assert_eq!(spread_out.value_for(60), None);
        for (each, hosts, message) in [
            (
                20,
                63,
                "3 × 20 = 60, but the line has 63 hosts: write `each: 21`",
            ),
            (
                20,
                80,
                "3 × 20 = 60, but the line has 80 hosts: write 4 values in `of`",
            ),
            (
                0,
                7,
                "3 × 0 = 0, but the line has 7 hosts: write counts whose product is the number of hosts",
            ),
        ] {
            assert_eq!(
                spread(&racks, each, hosts).expect_err("odd").to_string(),
                message
            );
        }
    }
}
