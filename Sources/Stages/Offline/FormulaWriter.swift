extension Prose {
  /// Writes a formula as it is typeset: `(5 + 3) × 12 - 4`.
  mutating func write(_ formula: Formula) {
    switch formula {
    case .number(let value):
      write(value)
    case .percent(let value):
      write(value)
      write("%")
    case .sum(let terms):
      for (index, term) in terms.enumerated() {
        write(index == 0 ? (term.isTakenAway ? "-" : "") : (term.isTakenAway ? " - " : " + "))
        let isGroup = if case .sum = term.value { true } else { false }
        write(term.value, inBrackets: isGroup || index > 0 && term.value.startsNegative)
      }
    case .product(let factors):
      for (index, factor) in factors.enumerated() {
        write(index == 0 ? (factor.divides ? "1 ÷ " : "") : (factor.divides ? " ÷ " : " × "))
        let isGroup =
          switch factor.value {
          case .sum, .product: true
          case .number(let value): !value.isDecimal
          case .percent, .power, .wholeTimes: false
          }
        write(factor.value, inBrackets: isGroup || index > 0 && factor.value.startsNegative)
      }
    case .power(let base, let exponent):
      let isNumber = if case .number(let value) = base { !value.isNegative && value.isDecimal } else { false }
      write(base, inBrackets: !isNumber)
      write("^")
      let isWhole = exponent.leaf?.isInteger == true && !exponent.startsNegative
      write(exponent, inBrackets: !isWhole)
    case .wholeTimes(let left, let right):
      write("⌊")
      write(.product([Formula.Factor(value: left), Formula.Factor(divides: true, value: right)]))
      write("⌋")
    }
  }

  private mutating func write(_ formula: Formula, inBrackets: Bool) {
    if inBrackets { write("(") }
    write(formula)
    if inBrackets { write(")") }
  }

  /// Writes one operation on two numbers: `12 × 52`, `-5 + 3`, `6 × (-7)`.
  mutating func write(_ operation: Expression.Operator, _ a: Rational, _ b: Rational) {
    writeOperand(a, isFirst: true, operation)
    switch operation {
    case .add: write(" + ")
    case .subtract: write(" - ")
    case .multiply: write(" × ")
    case .divide, .floorDivide: write(" ÷ ")
    case .power: write("^")
    }
    writeOperand(b, isFirst: false, operation)
  }

  private mutating func writeOperand(_ value: Rational, isFirst: Bool, _ operation: Expression.Operator) {
    let isFraction = operation != .add && operation != .subtract && !value.isDecimal
    let inBrackets = isFraction || value.isNegative && (!isFirst || operation == .power)
    if inBrackets { write("(") }
    write(value)
    if inBrackets { write(")") }
  }
}

extension Formula {
  /// Whether its first sign is a minus, which cannot follow another sign without brackets.
  var startsNegative: Bool {
    switch self {
    case .number(let value), .percent(let value): value.isNegative
    case .sum(let terms): terms.first.map { $0.isTakenAway || $0.value.startsNegative } ?? false
    case .product(let factors): factors.first?.value.startsNegative ?? false
    case .power, .wholeTimes: false
    }
  }
}
