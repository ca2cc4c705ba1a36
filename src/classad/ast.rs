//! The tree of an expression.

use std::ops::Range;

/// A value that is written out.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    Undefined,
    Error,
    Bool(bool),
    Int(i64),
    Real(f64),
    Text(String),
}

/// An operator before its operand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnaryOp {
    Not,
    Minus,
    Plus,
    Complement,
}

/// An operator between two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BinaryOp {
    Or,
    And,
    BitOr,
    BitXor,
    BitAnd,
    Equal,
    NotEqual,
    /// `=?=` or `is`: equal in type and value, also for undefined.
    Is,
    /// `=!=` or `isnt`.
    Isnt,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    ShiftLeft,
    ShiftRight,
    /// `>>>`: without regard to the sign.
    ShiftRightUnsigned,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    Literal(Literal),
    /// `NAME`, or `.NAME` from the outermost record.
    Attribute {
        absolute: bool,
        name: String,
    },
    /// `OF.NAME`.
    Select(Box<Node>, String),
    /// `OF[AT]`.
    Index(Box<Node>, Box<Node>),
    Unary(UnaryOp, Box<Node>),
    Binary(BinaryOp, Box<Node>, Box<Node>),
    /// `IF ? THEN : ELSE`.
    Choice(Box<Node>, Box<Node>, Box<Node>),
    /// `FIRST ?: OTHERWISE`: the second where the first is undefined.
    Default(Box<Node>, Box<Node>),
    Call(String, Vec<Node>),
    List(Vec<Node>),
    Record(Vec<(String, Node)>),
}

/// An expression and where it stands.
#[derive(Debug, Clone)]
pub struct Node {
    pub expr: Expr,
    /// Bytes of the text.
    pub span: Range<usize>,
    /// How many nodes lie below each other.
    pub(super) depth: u32,
}

/// Two nodes are equal when they mean the same, wherever they stand.
impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.expr == other.expr
    }
}

impl BinaryOp {
    /// How it is written.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Or => "||",
            Self::And => "&&",
            Self::BitOr => "|",
            Self::BitXor => "^",
            Self::BitAnd => "&",
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Is => "=?=",
            Self::Isnt => "=!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::ShiftLeft => "<<",
            Self::ShiftRight => ">>",
            Self::ShiftRightUnsigned => ">>>",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Modulo => "%",
        }
    }

    /// How tightly it binds; all bind to the left.
    pub(super) const fn tightness(self) -> u8 {
        match self {
            Self::Or => 1,
            Self::And => 2,
            Self::BitOr => 3,
            Self::BitXor => 4,
            Self::BitAnd => 5,
            Self::Equal | Self::NotEqual | Self::Is | Self::Isnt => 6,
            Self::Less | Self::LessOrEqual | Self::Greater | Self::GreaterOrEqual => 7,
            Self::ShiftLeft | Self::ShiftRight | Self::ShiftRightUnsigned => 8,
            Self::Add | Self::Subtract => 9,
            Self::Multiply | Self::Divide | Self::Modulo => 10,
        }
    }
}

impl UnaryOp {
    /// How it is written.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Not => "!",
            Self::Minus => "-",
            Self::Plus => "+",
            Self::Complement => "~",
        }
    }
}

impl Node {
    /// The nodes right below, in order.
    pub(super) fn children(&self) -> Vec<&Self> {
        match &self.expr {
            Expr::Literal(_) | Expr::Attribute { .. } => Vec::new(),
            Expr::Select(of, _) | Expr::Unary(_, of) => vec![of],
            Expr::Index(one, other) | Expr::Binary(_, one, other) | Expr::Default(one, other) => {
                vec![one, other]
            }
            Expr::Choice(one, two, three) => vec![one, two, three],
            Expr::Call(_, nodes) | Expr::List(nodes) => nodes.iter().collect(),
            Expr::Record(fields) => fields.iter().map(|(_, node)| node).collect(),
        }
    }

    /// All nodes, each before those below it, left to right.
    pub fn nodes(&self) -> Vec<&Self> {
        let mut found = Vec::new();
        let mut open = vec![self];
        while let Some(node) = open.pop() {
            found.push(node);
            open.extend(node.children().into_iter().rev());
        }
        found
    }
}
