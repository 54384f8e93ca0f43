import BigInt

/// A positive whole number as a product of primes, as far as trial division finds them.
///
/// What stays is one last factor, prime or not. Whoever uses this must be right, if less able, when it is not.
struct Factors {
  /// Each factor with its exponent, ascending. Every one but the last is surely prime.
  private(set) var list: [(factor: BigInt, exponent: Int)] = []

  /// - Precondition: the number is positive.
  init(of number: BigInt, _ work: inout Work) throws(Obstacle) {
    if let word = Int(exactly: number) { try divide(word, &work) } else { try divide(number, &work) }
  }

  private mutating func divide(_ number: BigInt, _ work: inout Work) throws(Obstacle) {
    var rest = number
    let words = number.bitWidth / 64 + 1
    for prime in Self.smallPrimes.prefix(20) {
      try work.take(2 + words)
      var (quotient, remainder) = rest.quotientAndRemainder(dividingBy: BigInt(prime))
      var exponent = 0
      while remainder == 0 {
        try work.take(2 + words)
        exponent += 1
        rest = quotient
        (quotient, remainder) = rest.quotientAndRemainder(dividingBy: BigInt(prime))
      }
      if exponent > 0 { list.append((BigInt(prime), exponent)) }
    }
    if rest > 1 { list.append((rest, 1)) }
  }

  private mutating func divide(_ number: Int, _ work: inout Work) throws(Obstacle) {
    var rest = number
    for prime in Self.smallPrimes where rest > 1 {
      if prime * prime > rest { break }
      try work.take(1)
      var exponent = 0
      while rest % prime == 0 {
        rest /= prime
        exponent += 1
      }
      if exponent > 0 { list.append((BigInt(prime), exponent)) }
    }
    guard rest > 1 else { return }
    let root = Int(Double(rest).squareRoot().rounded())
    list.append(root.multipliedReportingOverflow(by: root) == (rest, false) ? (BigInt(root), 2) : (BigInt(rest), 1))
  }

  private static let smallPrimes: [Int] = (2..<1000).filter { number in
    !(2..<number).contains { $0 * $0 <= number && number % $0 == 0 }
  }
}
