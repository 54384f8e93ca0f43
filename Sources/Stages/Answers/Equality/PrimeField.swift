import BigInt

/// Whole numbers modulo a prime below 2^62.
struct PrimeField {
  let prime: UInt64

  /// The field in which expressions have their images.
  ///
  /// The prime p is chosen for its neighbours: (p−1)/2 and (p+1)/120 are primes too, and −1 is no square modulo p.
  /// So every odd root is unique, the squares are a group of prime order, in which every root is, and the rotations of
  /// the field with i have a subgroup of prime order. And all primes up to 89 are squares.
  static let image = PrimeField(prime: 2_727_990_215_515_954_919)
  /// Exponents of squares: their group's order.
  static let exponents = PrimeField(prime: 1_363_995_107_757_977_459)
  /// Angles: the order of the group of rotations.
  static let angles = PrimeField(prime: 22_733_251_795_966_291)

  @inline(__always)
  func add(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let sum = a &+ b
    return sum >= prime ? sum &- prime : sum
  }

  @inline(__always)
  func negate(_ a: UInt64) -> UInt64 {
    a == 0 ? 0 : prime &- a
  }

  @inline(__always)
  func multiply(_ a: UInt64, _ b: UInt64) -> UInt64 {
    prime.dividingFullWidth(a.multipliedFullWidth(by: b)).remainder
  }

  func power(_ base: UInt64, _ exponent: UInt64) -> UInt64 {
    var (result, square, rest): (UInt64, UInt64, UInt64) = (1, base, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result = multiply(result, square) }
      rest >>= 1
      if rest > 0 { square = multiply(square, square) }
    }
    return result
  }

  /// The inverse by Euclid's algorithm, which is quick for small numbers; nil of zero.
  func inverse(_ a: UInt64) -> UInt64? {
    var (r0, r1) = (prime, a)
    var (t0, t1): (Int64, Int64) = (0, 1)
    while r1 > 0 {
      let (quotient, remainder) = r0.quotientAndRemainder(dividingBy: r1)
      (r0, r1) = (r1, remainder)
      (t0, t1) = (t1, t0 &- Int64(bitPattern: quotient) &* t1)
    }
    guard r0 == 1 else { return nil }
    return t0 < 0 ? UInt64(bitPattern: t0 &+ Int64(bitPattern: prime)) : UInt64(bitPattern: t0)
  }

  func residue(_ number: Int) -> UInt64 {
    let rest = number % Int(prime)
    return UInt64(bitPattern: Int64(rest < 0 ? rest + Int(prime) : rest))
  }

  /// The image of a fraction; nil if the prime divides one of its parts, for what is not zero must not become zero.
  func residue(_ number: Rational) -> UInt64? {
    guard let residue = anyResidue(number), residue != 0 || number.isZero else { return nil }
    return residue
  }

  /// The image of a fraction; nil if the prime divides its denominator.
  func anyResidue(_ number: Rational) -> UInt64? {
    switch number.storage {
    case .word(let numerator, over: 1): return residue(numerator)
    case .word(let numerator, let denominator):
      return inverse(residue(denominator)).map { multiply(residue(numerator), $0) }
    case .big(let numerator, let denominator):
      return inverse(residue(denominator)).map { multiply(residue(numerator), $0) }
    }
  }

  private func residue(_ number: BigInt) -> UInt64 {
    let rest = UInt64(number.magnitude % BigUInt(prime))
    return number.sign == .minus ? negate(rest) : rest
  }
}

// MARK: - With i

extension PrimeField {
  /// re + im·i. The prime leaves 3 modulo 4, so this is a field.
  struct Element: Equatable {
    var re: UInt64
    var im: UInt64

    init(_ re: UInt64, _ im: UInt64 = 0) {
      self.re = re
      self.im = im
    }

    var isZero: Bool { re == 0 && im == 0 }
  }

  @inline(__always)
  func add(_ a: Element, _ b: Element) -> Element {
    Element(add(a.re, b.re), add(a.im, b.im))
  }

  @inline(__always)
  func multiply(_ a: Element, _ b: Element) -> Element {
    if a.im == 0, b.im == 0 { return Element(multiply(a.re, b.re)) }
    return Element(
      add(multiply(a.re, b.re), negate(multiply(a.im, b.im))), add(multiply(a.re, b.im), multiply(a.im, b.re)))
  }

  func inverse(_ a: Element) -> Element? {
    if a.im == 0 { return inverse(a.re).map { Element($0) } }
    guard let inverse = inverse(add(multiply(a.re, a.re), multiply(a.im, a.im))) else { return nil }
    return Element(multiply(a.re, inverse), negate(multiply(a.im, inverse)))
  }

  func power(_ base: Element, _ exponent: UInt64) -> Element {
    if base.im == 0 { return Element(power(base.re, exponent)) }
    var (result, square, rest) = (Element(1), base, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result = multiply(result, square) }
      rest >>= 1
      if rest > 0 { square = multiply(square, square) }
    }
    return result
  }
}

// MARK: - Elements out of nothing

extension PrimeField {
  /// A fixed element that looks random, one for each `seed`.
  func element(_ seed: UInt64) -> UInt64 {
    let mixed = Self.mix(Self.mix(seed))
    return mixed % prime
  }

  /// Scatters bits; the constants are those of the generator SplitMix64.
  static func mix(_ seed: UInt64) -> UInt64 {
    var z = seed &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
