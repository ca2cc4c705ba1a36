//! What an expression of constants comes to: the part of the evaluation that is the same in all
//! versions.

use super::ast::{BinaryOp, Expr, Literal, Node, UnaryOp};

/// What a constant expression comes to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Constant {
    Bool(bool),
    Int(i64),
    Real(f64),
    /// Division by zero and the like.
    Error,
}

/// What an expression comes to; `None` when it depends on an attribute, calls a function, is no
/// number or boolean, or comes to different things in different versions (before 23.0, a number
/// is no condition).
#[must_use]
pub fn evaluate(node: &Node) -> Option<Constant> {
    match &node.expr {
        Expr::Literal(Literal::Bool(value)) => Some(Constant::Bool(*value)),
        Expr::Literal(Literal::Int(number)) => Some(Constant::Int(*number)),
        Expr::Literal(Literal::Real(number)) => Some(Constant::Real(*number)),
        Expr::Unary(op, operand) => unary(*op, evaluate(operand)?),
        Expr::Binary(op, left, right) => binary(*op, evaluate(left)?, evaluate(right)?),
        Expr::Choice(condition, then, otherwise) => match evaluate(condition)? {
            Constant::Bool(true) => evaluate(then),
            Constant::Bool(false) => evaluate(otherwise),
            _ => None,
        },
        _ => None,
    }
}

fn unary(op: UnaryOp, operand: Constant) -> Option<Constant> {
    Some(match (op, operand) {
        (UnaryOp::Not, Constant::Bool(value)) => Constant::Bool(!value),
        (UnaryOp::Minus, Constant::Int(number)) => Constant::Int(number.wrapping_neg()),
        (UnaryOp::Minus, Constant::Real(number)) => Constant::Real(-number),
        (UnaryOp::Plus, Constant::Int(_) | Constant::Real(_)) => operand,
        (UnaryOp::Complement, Constant::Int(number)) => Constant::Int(!number),
        (_, Constant::Error) => Constant::Error,
        _ => return None,
    })
}

fn binary(op: BinaryOp, left: Constant, right: Constant) -> Option<Constant> {
    use Constant::{Bool, Error, Int};
    match (op, left, right) {
        (BinaryOp::And, Bool(left), Bool(right)) => Some(Bool(left && right)),
        (BinaryOp::Or, Bool(left), Bool(right)) => Some(Bool(left || right)),
        (BinaryOp::Equal, Bool(left), Bool(right)) => Some(Bool(left == right)),
        (BinaryOp::NotEqual, Bool(left), Bool(right)) => Some(Bool(left != right)),
        (BinaryOp::And | BinaryOp::Or, ..) | (_, Error | Bool(_), _) | (_, _, Error | Bool(_)) => {
            None
        }
        (_, Int(left), Int(right)) => integers(op, left, right),
        (_, left, right) => reals(op, real(left), real(right)),
    }
}

fn integers(op: BinaryOp, left: i64, right: i64) -> Option<Constant> {
    let number = match op {
        BinaryOp::Add => left.wrapping_add(right),
        BinaryOp::Subtract => left.wrapping_sub(right),
        BinaryOp::Multiply => left.wrapping_mul(right),
        BinaryOp::Divide | BinaryOp::Modulo if right == 0 => return Some(Constant::Error),
        // HTCondor's own evaluation dies of it.
        BinaryOp::Divide => left.checked_div(right)?,
        BinaryOp::Modulo => left.checked_rem(right)?,
        BinaryOp::BitAnd => left & right,
        BinaryOp::BitOr => left | right,
        BinaryOp::BitXor => left ^ right,
        // A shift beyond the width, and what is no arithmetic, is nothing that one would write.
        _ => return Some(Constant::Bool(compare(op, left.cmp(&right))?)),
    };
    Some(Constant::Int(number))
}

fn reals(op: BinaryOp, left: f64, right: f64) -> Option<Constant> {
    let number = match op {
        BinaryOp::Add => left + right,
        BinaryOp::Subtract => left - right,
        BinaryOp::Multiply => left * right,
        BinaryOp::Divide if right == 0.0 => return Some(Constant::Error),
        BinaryOp::Divide => left / right,
        // Types count here, and one of them may have been a whole number.
        BinaryOp::Is | BinaryOp::Isnt => return None,
        _ => return Some(Constant::Bool(compare(op, left.partial_cmp(&right)?)?)),
    };
    Some(Constant::Real(number))
}

fn compare(op: BinaryOp, order: std::cmp::Ordering) -> Option<bool> {
    Some(match op {
        BinaryOp::Equal | BinaryOp::Is => order.is_eq(),
        BinaryOp::NotEqual | BinaryOp::Isnt => order.is_ne(),
        BinaryOp::Less => order.is_lt(),
        BinaryOp::LessOrEqual => order.is_le(),
        BinaryOp::Greater => order.is_gt(),
        BinaryOp::GreaterOrEqual => order.is_ge(),
        _ => return None,
    })
}

fn real(constant: Constant) -> f64 {
    match constant {
        #[expect(clippy::cast_precision_loss, reason = "as HTCondor does")]
        Constant::Int(number) => number as f64,
        Constant::Real(number) => number,
        Constant::Bool(_) | Constant::Error => 0.0,
    }
}
