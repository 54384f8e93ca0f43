/// The calculator tool: exact arithmetic on fractions, for texts that people and models write.
///
/// It understands `+ - * / // ^ **` and parentheses, `x × · ÷ −` as typeset, decimals and grouped thousands, `25%` as
/// 0.25, and a currency sign before a number. Every text ends in a number or an error soon, whatever it says: the
/// bounds below see to it.
package struct Calculator {
  /// The tool's name in a trace.
  package static let name = "calculator"
  /// Part of every recipe that uses the tool: raise it when any text's result changes.
  package static let version = 1

  /// The longest expression read.
  package static let maximumBytes = 10_000
  /// The most operations in one expression.
  package static let maximumOperations = 1_000
  /// The deepest nesting of parentheses, exponents and tighter operators in looser ones.
  package static let maximumDepth = 200
  /// The largest exponent, either way.
  package static let maximumExponent = 10_000
  /// The longest result, in decimal digits.
  package static let maximumDigits = 100_000
  /// The same in binary: 100,000 / log10 2.
  static let maximumBits = 332_193
  /// Word operations on numbers beyond the machine word, in all; a second or two.
  static let maximumWork = 300_000_000

  /// The expression that `text` spells, numbers as written.
  package static func parse(_ text: ArraySlice<UInt8>) throws(CalculatorError) -> Expression {
    var parser = try ExpressionParser(text, meaning: TreeBuilding())
    return try parser.parse()
  }

  /// The value of `text`, as of `evaluate(parse(text))`, without building the tree.
  package static func evaluate(_ text: ArraySlice<UInt8>) throws(CalculatorError) -> Rational {
    do {
      var parser = try ExpressionParser(text, meaning: Evaluation())
      return try parser.parse()
    } catch {
      // What is wrong with the text comes before what is wrong with its value: `1/0)` is misspelt.
      _ = try parse(text)
      throw error
    }
  }

  /// The value of a parsed expression.
  package static func evaluate(_ expression: Expression) throws(CalculatorError) -> Rational {
    enum Step {
      case visit(Expression)
      case negate
      case apply(Expression.Operator)
    }
    // A stack of our own: a long sum is a deep tree, deeper than a small thread's stack may bear.
    var evaluation = Evaluation()
    var steps = [Step.visit(expression)]
    var values = [Rational]()
    while let step = steps.popLast() {
      switch step {
      case .visit(.number(let value, _)):
        values.append(value)
      case .visit(.negate(let operand)):
        steps += [.negate, .visit(operand)]
      case .visit(.binary(let operation, let left, let right)):
        steps += [.apply(operation), .visit(right), .visit(left)]
      case .negate:
        try values.append(evaluation.negate(values.removeLast()))
      case .apply(let operation):
        let right = values.removeLast()
        try values.append(evaluation.apply(operation, values.removeLast(), right))
      }
    }
    return values.removeLast()
  }
}

/// Why a text has no value.
package struct CalculatorError: Error, Hashable, CustomStringConvertible {
  /// What is wrong, in words for the user; where something stands is counted in characters from one.
  package let message: String
  /// The byte of the expression where it is wrong, counted from zero; nil where the value, not the spelling, is
  /// at fault.
  package let offset: Int?

  init(_ message: String, at offset: Int?) {
    self.message = message
    self.offset = offset
  }

  /// The message.
  package var description: String { message }
}
