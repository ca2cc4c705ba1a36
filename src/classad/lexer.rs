//! Text to tokens.

use std::ops::Range;

use super::{Generation, Grammar, ParseError};

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    End,
    Int(u64),
    Real(f64),
    Text(String),
    /// A name without quotes, keywords included.
    Name(String),
    /// A name in single quotes.
    Quoted(String),
    /// An operator or a bracket.
    Sign(&'static str),
}

/// Longest first: the first that fits is taken.
const SIGNS: [&str; 35] = [
    ">>>", "=?=", "=!=", "||", "&&", "==", "!=", "<=", ">=", "<<", ">>", "..", "|", "&", "^", "<",
    ">", "+", "-", "*", "/", "%", "!", "~", "(", ")", "[", "]", "{", "}", ",", ";", "?", ":", "=",
];

#[derive(Clone)]
pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
    grammar: Grammar,
}

fn error<T>(at: usize, message: impl Into<String>) -> Result<T, ParseError> {
    let message = message.into();
    Err(ParseError { at, message })
}

impl<'a> Lexer<'a> {
    pub(super) const fn new(text: &'a str, grammar: Grammar) -> Self {
        Self {
            text,
            at: 0,
            grammar,
        }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Takes characters while `wanted` holds.
    fn take(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    fn skip_blanks(&mut self) {
        self.take(|c| matches!(c, ' ' | '\t'..='\r'));
    }

    fn skip(&mut self) -> Result<(), ParseError> {
        loop {
            self.skip_blanks();
            let (start, rest) = (self.at, self.rest());
            if rest.starts_with("//") {
                self.take(|c| c != '\n');
                if self.rest().is_empty() {
                    return error(start, "expected a newline after the comment");
                }
            } else if let Some(inner) = rest.strip_prefix("/*") {
                match inner.find("*/") {
                    Some(end) => self.at += end + 4,
                    None => return error(start, "expected `*/`: the comment is not closed"),
                }
            } else {
                return Ok(());
            }
        }
    }

    /// The next token and where it stands.
    pub(super) fn next(&mut self) -> Result<(Token, Range<usize>), ParseError> {
        self.skip()?;
        let start = self.at;
        let token = self.token()?;
        Ok((token, start..self.at))
    }

    fn token(&mut self) -> Result<Token, ParseError> {
        let rest = self.rest();
        let mut chars = rest.chars();
        let Some(first) = chars.next() else {
            return Ok(Token::End);
        };
        let second = chars.next();
        match first {
            '"' => self.text().map(Token::Text),
            '\'' => self.quoted('\'').map(Token::Quoted),
            c if c.is_ascii_digit() => self.number(),
            '.' if second.is_some_and(|c| c.is_ascii_digit()) => self.number(),
            c if c.is_ascii_alphabetic() || c == '_' => {
                let name = self.take(|c| c.is_ascii_alphanumeric() || c == '_');
                Ok(Token::Name(name.to_owned()))
            }
            _ => {
                if let Some(sign) = SIGNS.into_iter().find(|sign| rest.starts_with(sign)) {
                    self.at += sign.len();
                    return Ok(Token::Sign(if sign == ".." { "." } else { sign }));
                }
                if first == '.' {
                    self.at += 1;
                    return Ok(Token::Sign("."));
                }
                if first == '#' {
                    return error(self.at, "`#` begins no comment behind a value");
                }
                if first == '$' {
                    return error(
                        self.at,
                        "`$` has no meaning in an expression: a macro that is not expanded?",
                    );
                }
                error(
                    self.at,
                    format!("expected an expression, but got `{}`", first.escape_debug()),
                )
            }
        }
    }

    /// A string; with new strings, also the ones right after it.
    fn text(&mut self) -> Result<String, ParseError> {
        let mut whole = self.quoted('"')?;
        while !self.grammar.old_strings {
            let end = self.at;
            self.skip_blanks();
            if !self.rest().starts_with('"') {
                self.at = end;
                break;
            }
            whole.push_str(&self.quoted('"')?);
        }
        Ok(whole)
    }

    fn quoted(&mut self, quote: char) -> Result<String, ParseError> {
        let start = self.at;
        self.at += 1;
        let mut out = String::new();
        loop {
            let mut chars = self.rest().chars();
            let Some(c) = chars.next() else {
                return error(start, format!("expected `{quote}`: the text is not closed"));
            };
            let at = self.at;
            self.at += c.len_utf8();
            if c == quote {
                return Ok(out);
            }
            if c != '\\' {
                if c == '\0' {
                    return error(at, "a text cannot hold the character of number 0");
                }
                out.push(c);
                continue;
            }
            let next = chars.next();
            if self.grammar.old_strings {
                if next == Some(quote) {
                    self.at += 1;
                    out.push(quote);
                } else {
                    out.push(c);
                }
                continue;
            }
            self.escape(next, at, &mut out)?;
        }
    }

    /// What follows a backslash.
    fn escape(
        &mut self,
        next: Option<char>,
        at: usize,
        out: &mut String,
    ) -> Result<(), ParseError> {
        let Some(c) = next else {
            return Ok(());
        };
        if c.is_digit(8) {
            // Three digits only below `\400`.
            let most = if c <= '3' { 3 } else { 2 };
            let mut code = 0;
            for _ in 0..most {
                let Some(digit) = self.rest().chars().next().and_then(|c| c.to_digit(8)) else {
                    break;
                };
                self.at += 1;
                code = code * 8 + digit;
            }
            return match char::from_u32(code) {
                Some('\0') | None => error(at, "a text cannot hold the character of number 0"),
                Some(c) => {
                    out.push(c);
                    Ok(())
                }
            };
        }
        if c == '\0' {
            return error(at, "a text cannot hold the character of number 0");
        }
        self.at += c.len_utf8();
        out.push(match c {
            'b' => '\u{8}',
            't' => '\t',
            'n' => '\n',
            'f' => '\u{c}',
            'r' => '\r',
            other => other,
        });
        Ok(())
    }

    fn number(&mut self) -> Result<Token, ParseError> {
        let start = self.at;
        let digit = |c: char| c.is_ascii_digit();
        if self.rest().starts_with("0x") || self.rest().starts_with("0X") {
            self.at += 2;
            let digits = self.take(|c| c.is_ascii_hexdigit());
            return self.whole(start, digits, 16);
        }
        let digits = self.take(digit);
        let mut real = false;
        if self.rest().starts_with('.') {
            self.at += 1;
            real = true;
            if self.take(digit).is_empty() {
                return error(self.at, "expected a digit after the point of a number");
            }
        }
        if self.rest().starts_with(['e', 'E']) {
            self.at += 1;
            real = true;
            if self.rest().starts_with(['+', '-']) {
                self.at += 1;
            }
            if self.take(digit).is_empty() {
                return error(self.at, "expected the digits of an exponent");
            }
        }
        if !real {
            let octal = digits.len() > 1 && digits.starts_with('0');
            return self.whole(start, digits, if octal { 8 } else { 10 });
        }
        let number = self.text.get(start..self.at).unwrap_or_default();
        let factor = self.suffix()?;
        match number.parse::<f64>() {
            Ok(number) if number.is_finite() => {
                Ok(Token::Real(factor.map_or(number, |factor| number * factor)))
            }
            _ => error(start, "the number is too large"),
        }
    }

    /// A number without a point.
    fn whole(&mut self, start: usize, digits: &str, radix: u32) -> Result<Token, ParseError> {
        if radix != 10 && self.grammar.generation > Generation::First {
            return error(
                start,
                "this version of HTCondor has no hexadecimal and octal numbers: write decimal digits",
            );
        }
        if digits.is_empty() {
            return error(self.at, "expected a hexadecimal digit");
        }
        if radix == 8 && digits.contains(['8', '9']) {
            return error(start, "a number that begins with 0 is octal: digits 0 to 7");
        }
        let Ok(number) = u64::from_str_radix(digits, radix) else {
            return error(start, "the number is too large");
        };
        match self.suffix()? {
            None if number > 1 << 63 => error(start, "the number is too large"),
            None => Ok(Token::Int(number)),
            // A number with a suffix is real, whatever it looks like.
            #[expect(clippy::cast_precision_loss, reason = "as HTCondor does")]
            Some(factor) => Ok(Token::Real(number as f64 * factor)),
        }
    }

    /// The factor of a suffix right behind a number.
    fn suffix(&mut self) -> Result<Option<f64>, ParseError> {
        let mut chars = self.rest().chars();
        let (first, second) = (chars.next(), chars.next());
        let factor = match first.map(|c| c.to_ascii_uppercase()) {
            Some('B') => 1.0,
            Some('K') => 1024.0,
            Some('M') => 1024.0 * 1024.0,
            Some('G') => 1024.0 * 1024.0 * 1024.0,
            Some('T') => 1024.0 * 1024.0 * 1024.0 * 1024.0,
            _ => return Ok(None),
        };
        if second.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_') {
            return Ok(None);
        }
        if self.grammar.generation > Generation::First {
            return error(
                self.at,
                "this version of HTCondor takes no suffix after a number: write it out",
            );
        }
        self.at += 1;
        Ok(Some(factor))
    }
}
