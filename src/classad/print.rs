//! A tree back to text, with no more parentheses than it needs. What it prints is read back as the
//! same tree by every version's grammar with new strings.

use std::fmt::{self, Display, Write};

use super::ast::{Expr, Literal, Node, UnaryOp};
use super::parser::is_keyword;

/// Tightness of what is no binary operator.
const CHOICE: u8 = 0;
const UNARY: u8 = 11;
const POSTFIX: u8 = 12;

impl Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.expr {
            Expr::Literal(literal) => literal.fmt(f),
            Expr::Attribute { absolute, name } => {
                f.write_str(if *absolute { "." } else { "" })?;
                write_name(f, name)
            }
            Expr::Select(of, name) => {
                write_at_least(f, of, POSTFIX)?;
                // A point right behind a number would be of the number.
                f.write_str(" .")?;
                write_name(f, name)
            }
            Expr::Index(of, at) => {
                write_at_least(f, of, POSTFIX)?;
                write!(f, "[{at}]")
            }
            Expr::Unary(op, operand) => {
                f.write_str(op.sign())?;
                // `-` and the smallest number would be one number.
                let gap = *op == UnaryOp::Minus && operand.tightness() == UNARY;
                f.write_str(if gap { " " } else { "" })?;
                write_at_least(f, operand, UNARY)
            }
            Expr::Binary(op, left, right) => {
                write_at_least(f, left, op.tightness())?;
                write!(f, " {} ", op.sign())?;
                write_at_least(f, right, op.tightness() + 1)
            }
            Expr::Choice(condition, then, otherwise) => {
                write_at_least(f, condition, CHOICE + 1)?;
                write!(f, " ? {then} : {otherwise}")
            }
            Expr::Default(first, otherwise) => {
                // Alone, so that it is the same however tightly it binds.
                write_at_least(f, first, POSTFIX)?;
                f.write_str(" ?: ")?;
                write_at_least(f, otherwise, POSTFIX)
            }
            Expr::Call(name, arguments) => {
                write_name(f, name)?;
                write_items(f, '(', arguments, ')')
            }
            Expr::List(items) => write_items(f, '{', items, '}'),
            Expr::Record(fields) => {
                f.write_char('[')?;
                for (at, (name, value)) in fields.iter().enumerate() {
                    f.write_str(if at == 0 { " " } else { "; " })?;
                    write_name(f, name)?;
                    write!(f, " = {value}")?;
                }
                f.write_str(if fields.is_empty() { "]" } else { " ]" })
            }
        }
    }
}

impl Node {
    fn tightness(&self) -> u8 {
        match &self.expr {
            Expr::Choice(..) | Expr::Default(..) => CHOICE,
            Expr::Binary(op, ..) => op.tightness(),
            Expr::Unary(..) => UNARY,
            // Written with their sign.
            Expr::Literal(Literal::Int(number)) if *number < 0 => UNARY,
            Expr::Literal(Literal::Real(number)) if number.is_sign_negative() => UNARY,
            _ => POSTFIX,
        }
    }
}

fn write_at_least(f: &mut fmt::Formatter<'_>, node: &Node, tightness: u8) -> fmt::Result {
    if node.tightness() < tightness {
        write!(f, "({node})")
    } else {
        write!(f, "{node}")
    }
}

fn write_items(f: &mut fmt::Formatter<'_>, open: char, items: &[Node], close: char) -> fmt::Result {
    f.write_char(open)?;
    for (at, item) in items.iter().enumerate() {
        f.write_str(if at == 0 { "" } else { ", " })?;
        write!(f, "{item}")?;
    }
    f.write_char(close)
}

fn write_name(f: &mut fmt::Formatter<'_>, name: &str) -> fmt::Result {
    let plain = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if plain && !is_keyword(name) {
        return f.write_str(name);
    }
    write_quoted(f, name, '\'')
}

fn write_quoted(f: &mut fmt::Formatter<'_>, text: &str, quote: char) -> fmt::Result {
    f.write_char(quote)?;
    for c in text.chars() {
        match c {
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            c if c == quote || c == '\\' => write!(f, "\\{c}")?,
            c => f.write_char(c)?,
        }
    }
    f.write_char(quote)
}

impl Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undefined => f.write_str("undefined"),
            Self::Error => f.write_str("error"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Int(number) => write!(f, "{number}"),
            Self::Real(number) => write!(f, "{number:?}"),
            Self::Text(text) => write_quoted(f, text, '"'),
        }
    }
}
