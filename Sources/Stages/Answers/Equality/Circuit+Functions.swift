extension Circuit {
  /// A function of its arguments.
  mutating func call(_ function: Function, _ arguments: [Index]) throws(Obstacle) -> Index {
    try enter()
    defer { level -= 1 }
    guard let x = arguments.first, function.arity.contains(arguments.count) else { throw .unknown }
    let y = arguments.count > 1 ? arguments[1] : nil
    switch function {
    case .root:
      guard let y else { return try root(x, 2) }
      return try power(x, inverse(y))
    case .ln: return try ln(x)
    case .log: return try quotient(ln(x), ln(y ?? number(Rational(10))))
    case .abs: return try absolute(x)
    case .floor: return try floor(x)
    case .ceil: return try scaled(floor(scaled(x, by: Rational(-1))), by: Rational(-1))
    case .sin: return try sine(x)
    case .cos: return try cosine(x)
    case .tan: return try quotient(sine(x), cosine(x))
    case .cot: return try quotient(cosine(x), sine(x))
    case .sec: return try inverse(cosine(x))
    case .csc: return try inverse(sine(x))
    case .arcsin: return try arcsine(x)
    case .arccos: return try difference(quarterTurn(), arcsine(x))
    case .arctan: return try arctangent(x)
    case .arcsec: return try difference(quarterTurn(), arcsine(inverse(x)))
    case .arccsc: return try arcsine(inverse(x))
    case .sinh: return try hyperbolic(x, sign: -1)
    case .cosh: return try hyperbolic(x, sign: 1)
    case .tanh: return try quotient(hyperbolic(x, sign: -1), hyperbolic(x, sign: 1))
    case .coth: return try quotient(hyperbolic(x, sign: 1), hyperbolic(x, sign: -1))
    case .sech: return try inverse(hyperbolic(x, sign: 1))
    case .csch: return try inverse(hyperbolic(x, sign: -1))
    case .arccot, .arcsinh, .arccosh, .arctanh: return try inverseFunction(function, x)
    case .sign, .factorial, .doubleFactorial, .re, .im, .conjugate, .argument: return try unary(function, x)
    case .binomial, .mod:
      guard let y else { throw .unknown }
      return try binary(function, x, y)
    case .gcd, .lcm, .max, .min:
      var result = x
      for next in arguments.dropFirst() { result = try binary(function, result, next) }
      return result
    }
  }

  private mutating func quarterTurn() throws(Obstacle) -> Index {
    try scaled(pi(), by: Rational(lowest: 1, over: 2))
  }

  private mutating func hyperbolic(_ x: Index, sign: Int) throws(Obstacle) -> Index {
    let half = Rational(lowest: 1, over: 2)
    return try sum([
      Addend(coefficient: half, node: exp(x)),
      Addend(coefficient: half * Rational(sign), node: exp(scaled(x, by: Rational(-1)))),
    ])
  }

  private mutating func inverseFunction(_ function: Function, _ x: Index) throws(Obstacle) -> Index {
    let square = try product([Factor(node: x, exponent: 2)])
    switch function {
    case .arcsinh: return try ln(sum(x, root(sum(square, Self.one), 2)))
    case .arccosh: return try ln(sum(x, root(difference(square, Self.one), 2)))
    case .arctanh:
      let ratio = try quotient(sum(Self.one, x), difference(Self.one, x))
      return try scaled(ln(ratio), by: Rational(lowest: 1, over: 2))
    default:
      // Of a positive ratio all conventions have the same angle.
      if has(x, .positive) { return try difference(quarterTurn(), arctangent(x)) }
      return node(.arccot, x, 0, nodes[Int(x)].traits.subtracting(.positive))
    }
  }

  mutating func absolute(_ x: Index) throws(Obstacle) -> Index {
    try enter()
    defer { level -= 1 }
    let traits = nodes[Int(x)].traits
    if traits.contains(.positive) { return x }
    if let value = value(x) { return number(value.magnitude) }
    if traits.contains(.imaginary), traits.isDisjoint(with: [.variable, .real]), let (re, im) = try parts(of: x) {
      let squares = try sum(
        product([Factor(node: re, exponent: 2)]), product([Factor(node: im, exponent: 2)]))
      return try root(squares, 2)
    }
    let (coefficient, rest) = splitCoefficient(of: x)
    if coefficient != Rational(1) { return try scaled(absolute(rest), by: coefficient.magnitude) }
    let node = nodes[Int(x)]
    if node.operation == .abs { return x }
    if node.operation == .product, traits.contains(.real) { return try absolute(ofProduct: node) }
    // |a − b| and |b − a| are one node: the first coefficient is 1.
    let leading = leadingCoefficient(of: x)
    if leading != Rational(1), let inverse = leading.power(-1) {
      return try scaled(absolute(scaled(x, by: inverse)), by: leading.magnitude)
    }
    return self.node(.abs, x, 0, traits.intersection(.inherited).union(.real))
  }

  private mutating func absolute(ofProduct node: Node) throws(Obstacle) -> Index {
    var factors: [Factor] = []
    for link in links(of: node) {
      let factor = link.number % 2 == 0 ? link.node : try absolute(link.node)
      factors.append(Factor(node: factor, exponent: Int(link.number)))
    }
    return try product(factors)
  }

  private mutating func floor(_ x: Index) throws(Obstacle) -> Index {
    if let value = value(x) { return number(try ExactNumbers.floor(value, &work)) }
    let traits = nodes[Int(x)].traits.intersection(.inherited)
    return node(.floor, x, 0, traits.union([.stepped, .real]))
  }
}

// MARK: - Functions that are calculated for numbers alone

extension Circuit {
  private mutating func unary(_ function: Function, _ x: Index) throws(Obstacle) -> Index {
    let traits = nodes[Int(x)].traits
    let inherited = traits.intersection(.inherited)
    switch function {
    case .sign:
      if let value = value(x) { return number(Rational(value.isZero ? 0 : value.isNegative ? -1 : 1)) }
      if traits.contains(.positive) { return Self.one }
      return node(.sign, x, 0, inherited.union(.real))
    case .factorial, .doubleFactorial:
      let step = function == .factorial ? 1 : 2
      if let value = value(x), let factorial = try ExactNumbers.factorial(value, step: step, &work) {
        return number(factorial)
      }
      let operation: Operation = function == .factorial ? .factorial : .doubleFactorial
      return node(operation, x, 0, inherited.union([.discrete, .real, .positive]))
    default:
      if traits.isDisjoint(with: .variable), let (re, im) = try parts(of: x) {
        switch function {
        case .re: return re
        case .im: return im
        case .conjugate: return try difference(re, product(imaginaryUnit(), im))
        default: break
        }
      }
      let operation: Operation =
        switch function {
        case .re: .re
        case .im: .im
        case .conjugate: .conjugate
        default: .argument
        }
      // Variables stand for real numbers everywhere else; nothing is known of the parts of one.
      let isOpaque: Traits = traits.contains(.variable) ? .opaque : []
      return node(operation, x, 0, inherited.union(isOpaque))
    }
  }

  private mutating func binary(_ function: Function, _ x: Index, _ y: Index) throws(Obstacle) -> Index {
    if function == .binomial, let count = value(y) {
      guard let count = count.intValue else { throw .undefined }
      if let number = value(x) { return self.number(try ExactNumbers.binomial(number, count, &work)) }
      if 0...20 ~= count { return try binomial(x, count) }
    }
    if let left = value(x), let right = value(y), let result = try exactly(function, left, right) {
      return number(result)
    }
    let traits = nodes[Int(x)].traits.union(nodes[Int(y)].traits).intersection(.inherited)
    let swapped = function != .binomial && function != .mod && y < x
    let kind: Traits =
      switch function {
      case .max, .min: []
      case .mod: .stepped
      default: .discrete
      }
    let operation: Operation =
      switch function {
      case .binomial: .binomial
      case .gcd: .gcd
      case .lcm: .lcm
      case .max: .max
      case .min: .min
      default: .mod
      }
    return node(operation, swapped ? y : x, swapped ? x : y, traits.union(kind).union(.real))
  }

  private mutating func exactly(
    _ function: Function, _ x: Rational, _ y: Rational
  ) throws(Obstacle) -> Rational? {
    switch function {
    case .gcd: return try ExactNumbers.greatestCommonDivisor(x, y, &work)
    case .lcm:
      let common = try ExactNumbers.greatestCommonDivisor(x, y, &work)
      if common.isZero { return common }
      return try ExactNumbers.multiply(x, y, &work).magnitude.divided(by: common)
    case .max: return max(x, y)
    case .min: return min(x, y)
    case .mod: return try ExactNumbers.remainder(x, y, &work)
    default: return nil
    }
  }

  /// n(n−1)…(n−k+1)/k!.
  private mutating func binomial(_ x: Index, _ count: Int) throws(Obstacle) -> Index {
    var factors: [Factor] = []
    for step in 0..<count {
      let part = Addend(coefficient: Rational(-step), node: Self.one)
      factors.append(Factor(node: try sum([Addend(coefficient: Rational(1), node: x), part]), exponent: 1))
    }
    let factorial = try ExactNumbers.factorial(Rational(count), step: 1, &work) ?? Rational(1)
    return try product(coefficient: Rational(1).divided(by: factorial) ?? Rational(1), factors)
  }
}

extension Function {
  /// How many arguments it may have.
  fileprivate var arity: ClosedRange<Int> {
    switch self {
    case .root, .log: 1...2
    case .binomial, .mod: 2...2
    case .gcd, .lcm, .max, .min: 1...1000
    default: 1...1
    }
  }
}
