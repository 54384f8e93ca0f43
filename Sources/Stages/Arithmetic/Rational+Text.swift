import BigInt

extension Rational: CustomStringConvertible {
  /// The number as people write it: `24`, `-0.2` where the decimal ends, else the fraction `10/3`.
  package var description: String {
    String(decoding: utf8, as: UTF8.self)
  }

  /// The description as bytes; for machine-word numbers no `String` is made on the way.
  package var utf8: [UInt8] {
    if case .word(let numerator, let denominator) = storage,
      let text = Self.text(of: numerator, over: denominator)
    {
      return text
    }
    return bigText
  }

  /// Nil for a decimal of more places than a word can hold.
  private static func text(of numerator: Int, over denominator: Int) -> [UInt8]? {
    var text = [UInt8]()
    text.reserveCapacity(24)
    if numerator < 0 { text.append(UInt8(ascii: "-")) }
    let magnitude = numerator.magnitude
    if denominator == 1 {
      append(magnitude, to: &text)
      return text
    }
    guard let places = decimalPlaces(denominator) else {
      append(magnitude, to: &text)
      text.append(UInt8(ascii: "/"))
      append(denominator.magnitude, to: &text)
      return text
    }
    guard places <= 18 else { return nil }
    let scale = (0..<places).reduce(1) { power, _ in power * 10 }
    append(magnitude / denominator.magnitude, to: &text)
    text.append(UInt8(ascii: "."))
    let fraction = Int(magnitude % denominator.magnitude) * (scale / denominator)
    append(fraction.magnitude, to: &text, width: places)
    return text
  }

  private var bigText: [UInt8] {
    var text = [UInt8]()
    if isNegative { text.append(UInt8(ascii: "-")) }
    let numerator = numerator.magnitude
    let denominator = denominator.magnitude
    guard denominator != 1 else { return text + String(numerator).utf8 }
    guard let places = Self.decimalPlaces(denominator) else {
      return text + String(numerator).utf8 + "/".utf8 + String(denominator).utf8
    }
    let (whole, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
    let fraction = String(rest * (BigUInt(10).power(places) / denominator)).utf8
    text += String(whole).utf8
    text.append(UInt8(ascii: "."))
    text.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: places - fraction.count))
    return text + fraction
  }

  /// Appends a number's digits, with leading zeros up to `width`.
  private static func append(_ number: UInt, to text: inout [UInt8], width: Int = 1) {
    let start = text.count
    var rest = number
    repeat {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
      rest = quotient
    } while rest != 0 || text.count - start < width
    text[start...].reverse()
  }
}

// MARK: - Where decimals end

extension Rational {
  /// How many decimal places a fraction over `denominator` takes: the larger exponent if it is 2^a·5^b, else nil.
  private static func decimalPlaces(_ denominator: Int) -> Int? {
    let twos = denominator.trailingZeroBitCount
    var rest = denominator >> twos
    var fives = 0
    while rest.isMultiple(of: 5) {
      rest /= 5
      fives += 1
    }
    return rest == 1 ? max(twos, fives) : nil
  }

  private static func decimalPlaces(_ denominator: BigUInt) -> Int? {
    let twos = denominator.trailingZeroBitCount
    let rest = denominator >> twos
    // Dividing a long number by five again and again is slow. A power of five tells its exponent by its length, for
    // log2 5 = 2.32192809…; one comparison then settles it.
    let guess = rest.bitWidth * 1_000_000_000 / 2_321_928_095
    for fives in max(0, guess - 1)...(guess + 1) where BigUInt(5).power(fives) == rest {
      return max(twos, fives)
    }
    return nil
  }
}
