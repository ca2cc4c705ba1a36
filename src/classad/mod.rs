//! ClassAd expressions: HTCondor's language of policies and of records of attributes.
//!
//! Text to a tree with the place of each node, and back; what an expression of constants comes to.
//! What HTCondor takes was tried with its own parser (`tests/classad/corpus.tsv`, re-checked by
//! `tests/conformance/classad`). Where a version reads a text differently from what it says (the
//! beginning of it, a clamped number, a zero for `0x1F`), it is refused here.
//!
//! Never knows an attribute, a function or a version: what a version's grammar lacks is said by
//! [`Grammar`].

mod ast;
mod constant;
mod lexer;
mod parser;
mod print;
#[cfg(test)]
mod tests;

pub use ast::{BinaryOp, Expr, Literal, Node, UnaryOp};
pub use constant::{Constant, evaluate};
pub use parser::{parse, parse_records};

/// HTCondor's parser has changed with 23.9.6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Generation {
    /// Up to 23.9.5: `10K` and `1.5G` are numbers, `0x1F` is hexadecimal and `017` octal, and `?:`
    /// binds like `? :`.
    First,
    /// None of these; `?:` binds more tightly than any operator. `0x1F` and `017` are read as 0
    /// and 17 without a word, and refused here.
    Second,
}

/// What differs between the grammars of HTCondor's versions, and between its two readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grammar {
    pub generation: Generation,
    /// In strings, a backslash escapes nothing but a quote: how configuration values are read.
    pub old_strings: bool,
}

/// Why a text is no expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError {
    /// Byte at which it goes wrong.
    pub at: usize,
    /// What was expected, and what is there.
    pub message: String,
}

impl std::fmt::Display for ParseError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ParseError {}
