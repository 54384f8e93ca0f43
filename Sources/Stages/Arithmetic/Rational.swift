import BigInt

/// An exact fraction in lowest terms: two machine words while they suffice, big integers beyond them.
///
/// Nothing here is ever a floating-point number, so `0.1 + 0.2` is `0.3` and two equal values are equal.
///
/// Invariant: the denominator is positive and shares no factor with the numerator, and a value whose parts both fit
/// in an `Int` is always stored as words. So every number has one representation, and the synthesised equality and
/// hash are equality and hash of numbers.
package struct Rational: Sendable, Hashable {
  /// The two parts. Words are the path nearly every grade-school number takes; it allocates nothing.
  enum Storage: Sendable, Hashable {
    case word(Int, over: Int)
    indirect case big(BigInt, over: BigInt)
  }

  let storage: Storage

  /// A whole number.
  package init(_ integer: Int) {
    storage = .word(integer, over: 1)
  }

  /// The fraction of two words already in lowest terms.
  init(lowest numerator: Int, over denominator: Int) {
    storage = .word(numerator, over: denominator)
  }

  /// The fraction of two big integers already in lowest terms.
  init(lowest numerator: BigInt, over denominator: BigInt) {
    if let numerator = Int(exactly: numerator), let denominator = Int(exactly: denominator) {
      storage = .word(numerator, over: denominator)
    } else {
      storage = .big(numerator, over: denominator)
    }
  }
}

// MARK: - Reducing

extension Rational {
  /// The fraction of two double words: wide enough for every intermediate result of two word fractions.
  ///
  /// - Precondition: the denominator is not zero, and neither part is `Int128.min`.
  init(reducing numerator: Int128, over denominator: Int128) {
    let sign: Int128 = denominator < 0 ? -1 : 1
    let common = Int128(Self.greatestCommonDivisor(numerator.magnitude, denominator.magnitude))
    let numerator = sign * numerator / common
    let denominator = sign * denominator / common
    if let numerator = Int(exactly: numerator), let denominator = Int(exactly: denominator) {
      storage = .word(numerator, over: denominator)
    } else {
      storage = .big(BigInt(numerator), over: BigInt(denominator))
    }
  }

  /// The fraction of two big integers.
  ///
  /// - Precondition: the denominator is not zero.
  init(reducing numerator: BigInt, over denominator: BigInt) {
    let (numerator, denominator) =
      denominator.sign == .minus ? (-numerator, -denominator) : (numerator, denominator)
    // BigInt's binary algorithm takes a step for every bit; against 1 those would all be wasted.
    let common = denominator == 1 ? denominator : numerator.greatestCommonDivisor(with: denominator)
    if common == 1 {
      self.init(lowest: numerator, over: denominator)
    } else {
      self.init(lowest: numerator / common, over: denominator / common)
    }
  }

  private static func greatestCommonDivisor(_ a: UInt128, _ b: UInt128) -> UInt128 {
    var (a, b) = (a, b)
    while b != 0 {
      if let a = UInt(exactly: a), let b = UInt(exactly: b) {
        return UInt128(greatestCommonDivisor(a, b))
      }
      (a, b) = (b, a % b)
    }
    return a
  }

  private static func greatestCommonDivisor(_ a: UInt, _ b: UInt) -> UInt {
    guard a != 0 else { return b }
    guard b != 0 else { return a }
    let twos = (a | b).trailingZeroBitCount
    var a = a >> a.trailingZeroBitCount
    var b = b
    repeat {
      b >>= b.trailingZeroBitCount
      if a > b { swap(&a, &b) }
      b -= a
    } while b != 0
    return a << twos
  }
}

// MARK: - Asking

extension Rational {
  /// Whether the denominator is one.
  package var isInteger: Bool {
    switch storage {
    case .word(_, let denominator): denominator == 1
    case .big(_, let denominator): denominator == 1
    }
  }

  /// Whether the number is below zero.
  package var isNegative: Bool {
    switch storage {
    case .word(let numerator, _): numerator < 0
    case .big(let numerator, _): numerator.sign == .minus
    }
  }

  /// Whether the number is zero.
  package var isZero: Bool {
    if case .word(0, _) = storage { true } else { false }
  }

  /// The number without its sign.
  package var magnitude: Rational {
    isNegative ? -self : self
  }

  /// The number as an `Int`, if it is whole and fits.
  package var intValue: Int? {
    if case .word(let numerator, over: 1) = storage { numerator } else { nil }
  }

  /// The numerator as a big integer, for the paths that words are too small for.
  var numerator: BigInt {
    switch storage {
    case .word(let numerator, _): BigInt(numerator)
    case .big(let numerator, _): numerator
    }
  }

  /// The denominator as a big integer; always positive.
  var denominator: BigInt {
    switch storage {
    case .word(_, let denominator): BigInt(denominator)
    case .big(_, let denominator): denominator
    }
  }
}

// MARK: - Size

extension Rational {
  /// Whether the number is held in machine words.
  var isWord: Bool {
    if case .word = storage { true } else { false }
  }

  /// The bits of the larger of the two parts.
  var bits: Int {
    switch storage {
    case .word(let numerator, let denominator):
      Int.bitWidth - min(numerator.magnitude.leadingZeroBitCount, denominator.leadingZeroBitCount)
    case .big(let numerator, let denominator):
      max(numerator.magnitude.bitWidth, denominator.magnitude.bitWidth)
    }
  }
}
