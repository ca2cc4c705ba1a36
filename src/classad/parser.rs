//! Tokens to a tree.

use std::ops::Range;

use super::ast::{BinaryOp, Expr, Literal, Node, UnaryOp};
use super::lexer::{Lexer, Token};
use super::{Generation, Grammar, ParseError};

/// How deep brackets and operators before their operand may lie in each other. HTCondor's parser
/// has no bound and dies of a deep text.
const MAX_NESTING: u32 = 64;

/// How many nodes may lie below each other: long chains of operators are deep trees.
const MAX_DEPTH: u32 = 1000;

struct Parser<'a> {
    lexer: Lexer<'a>,
    token: Token,
    span: Range<usize>,
    /// Where the token before ended.
    end: usize,
    nesting: u32,
    generation: Generation,
}

/// Reads one expression that takes the whole text.
///
/// # Errors
/// Where it goes wrong, and what was expected there.
pub fn parse(text: &str, grammar: Grammar) -> Result<Node, ParseError> {
    let mut parser = Parser::new(text, grammar)?;
    let node = parser.expression()?;
    parser.finish()?;
    Ok(node)
}

/// Reads records (`[ name = value; … ]`) that follow each other and take the whole text.
///
/// # Errors
/// Where it goes wrong, and what was expected there.
pub fn parse_records(text: &str, grammar: Grammar) -> Result<Vec<Node>, ParseError> {
    let mut parser = Parser::new(text, grammar)?;
    let mut records = Vec::new();
    while parser.token != Token::End {
        if parser.token != Token::Sign("[") {
            return parser.unexpected("expected `[`, which begins a record");
        }
        records.push(parser.primary()?);
    }
    Ok(records)
}

impl<'a> Parser<'a> {
    fn new(text: &'a str, grammar: Grammar) -> Result<Self, ParseError> {
        let mut lexer = Lexer::new(text, grammar);
        let (token, span) = lexer.next()?;
        Ok(Self {
            lexer,
            token,
            span,
            end: 0,
            nesting: 0,
            generation: grammar.generation,
        })
    }

    fn finish(&self) -> Result<(), ParseError> {
        match self.token {
            Token::End => Ok(()),
            _ => self.unexpected("expected an operator or the end"),
        }
    }

    fn advance(&mut self) -> Result<Token, ParseError> {
        let (token, span) = self.lexer.next()?;
        self.end = self.span.end;
        self.span = span;
        Ok(std::mem::replace(&mut self.token, token))
    }

    /// Takes a sign if it is next.
    fn eat(&mut self, sign: &'static str) -> Result<bool, ParseError> {
        let is_next = self.token == Token::Sign(sign);
        if is_next {
            self.advance()?;
        }
        Ok(is_next)
    }

    fn require(&mut self, sign: &'static str, what: &str) -> Result<(), ParseError> {
        if self.eat(sign)? {
            return Ok(());
        }
        self.unexpected(&format!("expected {what}"))
    }

    fn unexpected<T>(&self, expected: &str) -> Result<T, ParseError> {
        let got = match &self.token {
            Token::End => "the text ends".to_owned(),
            Token::Int(_) | Token::Real(_) => "got a number".to_owned(),
            Token::Text(_) => "got a string".to_owned(),
            Token::Quoted(_) => "got a name in quotes".to_owned(),
            Token::Name(name) => format!("got `{}`", name.chars().take(40).collect::<String>()),
            Token::Sign("=") => "got `=`, which compares nothing (`==` does)".to_owned(),
            Token::Sign(sign) => format!("got `{sign}`"),
        };
        Err(ParseError {
            at: self.span.start,
            message: format!("{expected}, but {got}"),
        })
    }

    /// A node from `start` to the last token, no deeper than may be.
    fn node(&self, expr: Expr, start: usize) -> Result<Node, ParseError> {
        let mut node = Node {
            expr,
            span: start..self.end,
            depth: 0,
        };
        let below = node.children().iter().map(|child| child.depth).max();
        node.depth = below.unwrap_or(0) + 1;
        if node.depth > MAX_DEPTH {
            return Err(ParseError {
                at: start,
                message: format!("the expression is more than {MAX_DEPTH} operators deep"),
            });
        }
        Ok(node)
    }

    /// Runs one step deeper.
    fn deeper<T>(
        &mut self,
        step: impl FnOnce(&mut Self) -> Result<T, ParseError>,
    ) -> Result<T, ParseError> {
        self.nesting += 1;
        if self.nesting > MAX_NESTING {
            return Err(ParseError {
                at: self.span.start,
                message: format!("the expression is nested more than {MAX_NESTING} deep"),
            });
        }
        let result = step(self);
        self.nesting -= 1;
        result
    }

    fn expression(&mut self) -> Result<Node, ParseError> {
        self.deeper(|parser| {
            let start = parser.span.start;
            let first = parser.binary(1)?;
            if !parser.eat("?")? {
                return Ok(first);
            }
            if parser.eat(":")? {
                let otherwise = parser.expression()?;
                return parser.node(Expr::Default(Box::new(first), Box::new(otherwise)), start);
            }
            let then = parser.expression()?;
            parser.require(":", "`:` and what holds otherwise")?;
            let otherwise = parser.expression()?;
            let choice = Expr::Choice(Box::new(first), Box::new(then), Box::new(otherwise));
            parser.node(choice, start)
        })
    }

    /// Operators that bind at least as tightly as `least`.
    fn binary(&mut self, least: u8) -> Result<Node, ParseError> {
        let start = self.span.start;
        let mut left = self.unary()?;
        while let Some(op) = binary_op(&self.token).filter(|op| op.tightness() >= least) {
            self.advance()?;
            let right = self.binary(op.tightness() + 1)?;
            left = self.node(Expr::Binary(op, Box::new(left), Box::new(right)), start)?;
        }
        Ok(left)
    }

    fn unary(&mut self) -> Result<Node, ParseError> {
        let op = match self.token {
            Token::Sign("!") => UnaryOp::Not,
            Token::Sign("-") => UnaryOp::Minus,
            Token::Sign("+") => UnaryOp::Plus,
            Token::Sign("~") => UnaryOp::Complement,
            _ => return self.postfix(),
        };
        let start = self.span.start;
        self.advance()?;
        // The sign of a number belongs to it where the number would not fit alone.
        if op == UnaryOp::Minus && self.token == Token::Int(1 << 63) {
            self.advance()?;
            return self.node(Expr::Literal(Literal::Int(i64::MIN)), start);
        }
        let operand = self.deeper(Self::unary)?;
        self.node(Expr::Unary(op, Box::new(operand)), start)
    }

    fn postfix(&mut self) -> Result<Node, ParseError> {
        let start = self.span.start;
        let mut node = self.primary()?;
        loop {
            if self.eat(".")? {
                let name = self.attribute_name()?;
                node = self.node(Expr::Select(Box::new(node), name), start)?;
            } else if self.eat("[")? {
                let at = self.expression()?;
                self.require("]", "`]`")?;
                node = self.node(Expr::Index(Box::new(node), Box::new(at)), start)?;
            } else if self.generation > Generation::First && self.is_default() {
                self.advance()?;
                self.advance()?;
                let otherwise = self.deeper(Self::operand)?;
                node = self.node(Expr::Default(Box::new(node), Box::new(otherwise)), start)?;
            } else {
                return Ok(node);
            }
        }
    }

    /// Whether `?` and `:` are next.
    fn is_default(&self) -> bool {
        self.token == Token::Sign("?")
            && matches!(self.lexer.clone().next(), Ok((Token::Sign(":"), _)))
    }

    /// What may follow a `?:` that binds tightly: no operator, but a number with its sign.
    fn operand(&mut self) -> Result<Node, ParseError> {
        let start = self.span.start;
        if self.token == Token::Sign("-") {
            if let Ok((token @ (Token::Int(_) | Token::Real(_)), span)) = self.lexer.clone().next()
                && span.start == self.span.end
            {
                self.advance()?;
                if token == Token::Int(1 << 63) {
                    self.advance()?;
                    return self.node(Expr::Literal(Literal::Int(i64::MIN)), start);
                }
                // As after any other operator, so that the tree is the same however it is written.
                let number = self.primary()?;
                return self.node(Expr::Unary(UnaryOp::Minus, Box::new(number)), start);
            }
            return self.unexpected("expected an operand without operators (or in parentheses)");
        }
        self.postfix()
    }

    fn attribute_name(&mut self) -> Result<String, ParseError> {
        match &self.token {
            Token::Name(name) if !is_keyword(name) => {}
            Token::Quoted(_) => {}
            _ => return self.unexpected("expected the name of an attribute"),
        }
        match self.advance()? {
            Token::Name(name) | Token::Quoted(name) => Ok(name),
            _ => Ok(String::new()),
        }
    }

    fn primary(&mut self) -> Result<Node, ParseError> {
        let start = self.span.start;
        let expr = match &self.token {
            Token::Int(number) => match i64::try_from(*number) {
                Ok(number) => Expr::Literal(Literal::Int(number)),
                Err(_) => return self.unexpected("expected a number that is not too large"),
            },
            Token::Real(number) => Expr::Literal(Literal::Real(*number)),
            Token::Text(text) => Expr::Literal(Literal::Text(text.clone())),
            Token::Name(name) if is_keyword(name) => match keyword(name) {
                Some(literal) => Expr::Literal(literal),
                None => return self.unexpected("expected an operand"),
            },
            Token::Name(_) | Token::Quoted(_) => return self.name_or_call(),
            Token::Sign(".") => {
                self.advance()?;
                let name = self.attribute_name()?;
                let absolute = true;
                return self.node(Expr::Attribute { absolute, name }, start);
            }
            Token::Sign("(") => {
                self.advance()?;
                let mut node = self.expression()?;
                self.require(")", "`)`")?;
                node.span = start..self.end;
                return Ok(node);
            }
            Token::Sign("{") => return self.list(),
            Token::Sign("[") => return self.record(),
            _ => return self.unexpected("expected an operand"),
        };
        self.advance()?;
        self.node(expr, start)
    }

    fn name_or_call(&mut self) -> Result<Node, ParseError> {
        let start = self.span.start;
        let name = self.attribute_name()?;
        if !self.eat("(")? {
            let absolute = false;
            return self.node(Expr::Attribute { absolute, name }, start);
        }
        let arguments = self.items(")")?;
        self.node(Expr::Call(name, arguments), start)
    }

    fn list(&mut self) -> Result<Node, ParseError> {
        let start = self.span.start;
        self.advance()?;
        let items = self.items("}")?;
        self.node(Expr::List(items), start)
    }

    /// Expressions with commas between them, up to a closing sign.
    fn items(&mut self, close: &'static str) -> Result<Vec<Node>, ParseError> {
        let mut items = Vec::new();
        if self.eat(close)? {
            return Ok(items);
        }
        loop {
            items.push(self.expression()?);
            if self.eat(close)? {
                return Ok(items);
            }
            self.require(",", &format!("`,` or `{close}`"))?;
        }
    }

    fn record(&mut self) -> Result<Node, ParseError> {
        let start = self.span.start;
        self.advance()?;
        let mut fields = Vec::new();
        let mut first = true;
        while !self.eat("]")? {
            if !first && !self.eat(";")? {
                return self.unexpected("expected `;` or `]`");
            }
            // A `;` too many is skipped, but not right before a record that has nothing.
            let extra = self.span.start;
            while self.eat(";")? {}
            if self.token == Token::Sign("]") {
                if first && extra != self.span.start {
                    return self.unexpected("expected the name of an attribute");
                }
                continue;
            }
            first = false;
            if self.token == Token::Quoted(String::new()) {
                return self.unexpected("expected the name of an attribute");
            }
            let name = self.attribute_name()?;
            self.require("=", "`=` and a value")?;
            fields.push((name, self.expression()?));
        }
        self.node(Expr::Record(fields), start)
    }
}

fn binary_op(token: &Token) -> Option<BinaryOp> {
    let sign = match token {
        Token::Sign(sign) => *sign,
        Token::Name(name) if name.eq_ignore_ascii_case("is") => "=?=",
        Token::Name(name) if name.eq_ignore_ascii_case("isnt") => "=!=",
        _ => return None,
    };
    Some(match sign {
        "||" => BinaryOp::Or,
        "&&" => BinaryOp::And,
        "|" => BinaryOp::BitOr,
        "^" => BinaryOp::BitXor,
        "&" => BinaryOp::BitAnd,
        "==" => BinaryOp::Equal,
        "!=" => BinaryOp::NotEqual,
        "=?=" => BinaryOp::Is,
        "=!=" => BinaryOp::Isnt,
        "<" => BinaryOp::Less,
        "<=" => BinaryOp::LessOrEqual,
        ">" => BinaryOp::Greater,
        ">=" => BinaryOp::GreaterOrEqual,
        "<<" => BinaryOp::ShiftLeft,
        ">>" => BinaryOp::ShiftRight,
        ">>>" => BinaryOp::ShiftRightUnsigned,
        "+" => BinaryOp::Add,
        "-" => BinaryOp::Subtract,
        "*" => BinaryOp::Multiply,
        "/" => BinaryOp::Divide,
        "%" => BinaryOp::Modulo,
        _ => return None,
    })
}

/// Whether a name without quotes is a word of the language.
pub(super) fn is_keyword(name: &str) -> bool {
    keyword(name).is_some() || name.eq_ignore_ascii_case("is") || name.eq_ignore_ascii_case("isnt")
}

fn keyword(name: &str) -> Option<Literal> {
    let words = [
        ("true", Literal::Bool(true)),
        ("false", Literal::Bool(false)),
        ("undefined", Literal::Undefined),
        ("error", Literal::Error),
    ];
    words
        .into_iter()
        .find(|(word, _)| word.eq_ignore_ascii_case(name))
        .map(|(_, literal)| literal)
}
