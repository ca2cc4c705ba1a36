//! Values as administrators write them: sizes, times, shares, versions, names with brackets.
//!
//! One kind of value a file, each with its grammar, its messages and its spelling for people.
//! Never rounds, never guesses a unit, and knows no product and no place in a file.

mod bracket;
mod bytes;
mod count;
mod date;
mod duration;
mod fold;
mod glob;
mod host_port;
mod host_set;
mod mode;
mod nearest;
mod pairing;
mod percent;
mod port;
mod scalar;
mod version;
mod version_range;
mod weight;

pub use bracket::{Bracket, EXPANSION_LIMIT, Expand, Expanded, Pattern, PatternError};
pub use bytes::{Bytes, SizeUnit};
pub use count::Count;
pub use date::Date;
pub use duration::{Duration, TimeUnit};
pub use fold::{fold, natural_cmp};
pub use glob::{GlobPattern, matches_wildcard};
pub use host_port::HostPort;
pub use host_set::{PlacedTerm, Term, parse_host_set};
pub use mode::Mode;
pub use nearest::nearest;
pub use pairing::{PairError, Pairing, Spread, SpreadError, pair, spread};
pub use percent::Percent;
pub use port::Port;
pub use scalar::{Remainder, Scalar, UnitError, template_or};
pub use version::Version;
pub use version_range::{Range, Ranges};
pub use weight::Weight;
