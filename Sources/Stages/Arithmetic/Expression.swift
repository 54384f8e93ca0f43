/// A parsed arithmetic expression.
///
/// It keeps how each number was written, since a translation that says `1,000` where the problem does reads better
/// than one that says `1000`. Parentheses leave no trace but the shape of the tree.
package indirect enum Expression: Sendable, Hashable {
  /// A number and its spelling, such as `1,000` or `25%`, without a currency sign.
  case number(Rational, spelling: [UInt8])
  /// A minus before something.
  case negate(Expression)
  /// Two operands and what is done with them.
  case binary(Operator, Expression, Expression)

  /// What can be done with two numbers.
  package enum Operator: Sendable, Hashable {
    case add, subtract, multiply, divide, power
    /// Division rounded down to a whole number, as Python's `//`. Two marks of GSM8K use it.
    case floorDivide
  }
}
