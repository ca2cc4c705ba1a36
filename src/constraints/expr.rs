//! The relations of `constraints.tsv`: a small language of comparisons over the values of keys.
//!
//! `a`, `b` … are the row's keys in order. There are numbers, `'text'`, `+ - * / %`, comparisons
//! that may be chained (`0 < a <= b`), `not`, `and`, `or`, `if … then …` and functions.

use super::number::Number;

/// A relation, parsed.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    Key(usize),
    Number(Number),
    Text(String),
    Call(Function, Vec<Expr>),
    Arithmetic(Box<Expr>, char, Box<Expr>),
    /// `x < y <= z`: each neighbour pair must compare.
    Compare(Box<Expr>, Vec<(Compare, Expr)>),
    Not(Box<Expr>),
    And(Box<Expr>, Box<Expr>),
    Or(Box<Expr>, Box<Expr>),
    If(Box<Expr>, Box<Expr>),
}

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    Less,
    AtMost,
    More,
    AtLeast,
    Equal,
    Unequal,
}

/// What can be asked of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// Whether the key has a value that is not blank.
    Set,
    /// Whether one of our files states the key.
    Stated,
    /// Whether the profile's settings state the key.
    Written,
    /// The items of a list that are not blank.
    Count,
    /// Whether all items of a list differ.
    Distinct,
    /// The largest heap among Java options, in bytes.
    Xmx,
    /// The port of `host:port`.
    Port,
    /// The host of `host:port` or of a URI.
    Host,
    /// The scheme of a URI; without one it has no value.
    Scheme,
    /// Whether each item is an absolute path, or a URI of one.
    Absolute,
    /// Whether some item of a list is the text.
    Has,
    /// Whether the text holds another.
    Contains,
    /// Whether the value begins with the text.
    Begins,
    /// Whether every item of a list is among those of another.
    Within,
    /// Whether no item is another or a path below another of the lists.
    Apart,
    /// Whether some item lies under a folder.
    Under,
    /// Whether each item is a name of letters, digits and `_` that begins with no digit.
    Names,
}

impl Function {
    fn parse(name: &str) -> Option<(Self, usize)> {
        Some(match name {
            "set" => (Self::Set, 1),
            "stated" => (Self::Stated, 1),
            "written" => (Self::Written, 1),
            "count" => (Self::Count, 1),
            "distinct" => (Self::Distinct, 1),
            "xmx" => (Self::Xmx, 1),
            "port" => (Self::Port, 1),
            "host" => (Self::Host, 1),
            "scheme" => (Self::Scheme, 1),
            "absolute" => (Self::Absolute, 1),
            "names" => (Self::Names, 1),
            "has" => (Self::Has, 2),
            "contains" => (Self::Contains, 2),
            "begins" => (Self::Begins, 2),
            "within" => (Self::Within, 2),
            "under" => (Self::Under, 2),
            "apart" => (Self::Apart, 2),
            _ => return None,
        })
    }
}

/// Reads a relation.
///
/// # Errors
/// What is wrong with it; relations are ours, so this is for the test of the tables.
pub fn parse(text: &str) -> Result<Expr, String> {
    let mut parser = Parser {
        tokens: tokens(text)?,
        at: 0,
    };
    let expr = parser.condition()?;
    match parser.peek() {
        None => Ok(expr),
        Some(token) => Err(format!("`{token}` in `{text}` has nothing before it")),
    }
}

fn tokens(text: &str) -> Result<Vec<&str>, String> {
    let mut list = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\'' => rest
                .get(1..)
                .and_then(|inner| inner.find('\''))
                .map(|end| end + 2)
                .ok_or_else(|| format!("`{text}` has an open quote"))?,
            '<' | '>' | '=' | '!' if rest.get(1..2) == Some("=") => 2,
            c if c.is_ascii_alphanumeric() => rest
                .find(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '_')
                .unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        list.push(token);
        rest = after.trim_start();
    }
    Ok(list)
}

struct Parser<'a> {
    tokens: Vec<&'a str>,
    at: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a str> {
        self.tokens.get(self.at).copied()
    }

    fn take(&mut self, token: &str) -> bool {
        let there = self.peek() == Some(token);
        self.at += usize::from(there);
        there
    }

    fn want(&mut self, token: &str) -> Result<(), String> {
        if self.take(token) {
            Ok(())
        } else {
            Err(format!("`{token}` is missing"))
        }
    }

    fn condition(&mut self) -> Result<Expr, String> {
        if self.take("if") {
            let when = self.either()?;
            self.want("then")?;
            return Ok(Expr::If(Box::new(when), Box::new(self.condition()?)));
        }
        self.either()
    }

    fn either(&mut self) -> Result<Expr, String> {
        let mut left = self.both()?;
        while self.take("or") {
            left = Expr::Or(Box::new(left), Box::new(self.both()?));
        }
        Ok(left)
    }

    fn both(&mut self) -> Result<Expr, String> {
        let mut left = self.negated()?;
        while self.take("and") {
            left = Expr::And(Box::new(left), Box::new(self.negated()?));
        }
        Ok(left)
    }

    fn negated(&mut self) -> Result<Expr, String> {
        if self.take("not") {
            return Ok(Expr::Not(Box::new(self.negated()?)));
        }
        let first = self.sum()?;
        let mut rest = Vec::new();
        while let Some(compare) = self.peek().and_then(compare) {
            self.at += 1;
            rest.push((compare, self.sum()?));
        }
        Ok(if rest.is_empty() {
            first
        } else {
            Expr::Compare(Box::new(first), rest)
        })
    }

    fn sum(&mut self) -> Result<Expr, String> {
        let mut left = self.product()?;
        while let Some(sign @ ("+" | "-")) = self.peek() {
            self.at += 1;
            let sign = if sign == "+" { '+' } else { '-' };
            left = Expr::Arithmetic(Box::new(left), sign, Box::new(self.product()?));
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<Expr, String> {
        let mut left = self.primary()?;
        while let Some(sign @ ("*" | "/" | "%")) = self.peek() {
            self.at += 1;
            let sign = match sign {
                "*" => '*',
                "/" => '/',
                _ => '%',
            };
            left = Expr::Arithmetic(Box::new(left), sign, Box::new(self.primary()?));
        }
        Ok(left)
    }

    fn primary(&mut self) -> Result<Expr, String> {
        let token = self.peek().ok_or("the relation ends too early")?;
        self.at += 1;
        if token == "(" {
            let inner = self.condition()?;
            self.want(")")?;
            return Ok(inner);
        }
        if token == "-" {
            let number = self.primary()?;
            return Ok(Expr::Arithmetic(
                Box::new(Expr::Number(Number::from(0))),
                '-',
                Box::new(number),
            ));
        }
        if let Some(text) = token.strip_prefix('\'') {
            return Ok(Expr::Text(text.trim_end_matches('\'').to_owned()));
        }
        if let Some((function, count)) = Function::parse(token) {
            self.want("(")?;
            let mut arguments = vec![self.sum()?];
            while self.take(",") {
                arguments.push(self.sum()?);
            }
            self.want(")")?;
            return if arguments.len() == count {
                Ok(Expr::Call(function, arguments))
            } else {
                Err(format!("`{token}` takes {count} values"))
            };
        }
        if let Some(number) = Number::parse(token) {
            return Ok(Expr::Number(number));
        }
        if let Some(number) = super::eval::with_unit(token) {
            return Ok(Expr::Number(number));
        }
        match token.as_bytes() {
            [letter @ b'a'..=b'z'] => Ok(Expr::Key(usize::from(letter - b'a'))),
            _ => Err(format!("`{token}` is no value")),
        }
    }
}

fn compare(token: &str) -> Option<Compare> {
    Some(match token {
        "<" => Compare::Less,
        "<=" => Compare::AtMost,
        ">" => Compare::More,
        ">=" => Compare::AtLeast,
        "==" => Compare::Equal,
        "!=" => Compare::Unequal,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparisons_chain_and_conditions_nest() {
        let expr = parse("if set(a) then 0 < a <= b * 2 or b == -1").expect("a relation");
        let Expr::If(_, then) = expr else {
            panic!("no condition");
        };
        assert!(matches!(*then, Expr::Or(..)));
    }

    #[test]
    fn mistakes_are_told() {
        for wrong in [
            "a <", "a b", "set(a", "has(a)", "'open", "a ~ b", "", "what(a)",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
