import BigInt

/// A size, with an exponent of any length, that is never too small: every operation rounds up.
struct Magnitude {
  /// From 1/2 to 1, or 0.
  private var fraction: Double
  private var exponent: Int

  static let zero = Magnitude(0.0, exponent: 0)

  /// fraction·2^exponent.
  init(_ fraction: Double, exponent: Int) {
    if fraction == 0 {
      self.fraction = 0
      self.exponent = 0
    } else {
      self.fraction = fraction.significand / 2
      self.exponent = exponent + Int(fraction.exponent) + 1
    }
  }

  /// At least the size of mantissa·2^exponent.
  init(_ mantissa: BigInt, exponent: Int) {
    let magnitude = mantissa.magnitude
    let shift = magnitude.trailingShift
    let dropped = shift > 0 ? 1.0 : 0
    self.init((Double(magnitude.leadingBits) + dropped) * Self.up, exponent: exponent + shift)
  }

  /// At most the size of mantissa·2^exponent.
  init(below mantissa: BigInt, exponent: Int) {
    let magnitude = mantissa.magnitude
    let shift = magnitude.trailingShift
    self.init(Double(magnitude.leadingBits) * Self.down, exponent: exponent + shift)
  }

  private static let up = 1 + 0x1p-50
  private static let down = 1 - 0x1p-50

  var isZero: Bool { fraction == 0 }

  /// A power of two that is surely not below it.
  var bits: Int { isZero ? -1 << 40 : exponent }

  static func + (a: Magnitude, b: Magnitude) -> Magnitude {
    if a.isZero { return b }
    if b.isZero { return a }
    let (large, small) = a.exponent >= b.exponent ? (a, b) : (b, a)
    let gap = large.exponent - small.exponent
    let sum = large.fraction + (gap > 60 ? 0 : small.fraction * Double(sign: .plus, exponent: -gap, significand: 1))
    return Magnitude(sum * up, exponent: large.exponent)
  }

  static func * (a: Magnitude, b: Magnitude) -> Magnitude {
    Magnitude(a.fraction * b.fraction * up, exponent: a.exponent + b.exponent)
  }

  /// At least a/b, if b is at most what it stands for.
  static func / (a: Magnitude, b: Magnitude) -> Magnitude {
    Magnitude(a.fraction / b.fraction * up, exponent: a.exponent - b.exponent)
  }

  /// At most a − b, if a is at most what it stands for; nil if that is not positive.
  static func - (a: Magnitude, b: Magnitude) -> Magnitude? {
    if b.isZero { return a }
    guard a.exponent >= b.exponent else { return nil }
    let gap = a.exponent - b.exponent
    let scale = Double(sign: .plus, exponent: -min(gap, 60), significand: 1)
    let difference = a.fraction * down - b.fraction * scale
    return difference > 0x1p-40 ? Magnitude(difference * down, exponent: a.exponent) : nil
  }

  /// At least its square root.
  var squareRoot: Magnitude {
    let isOdd = exponent % 2 != 0
    return Magnitude(
      (isOdd ? fraction * 2 : fraction).squareRoot() * Self.up, exponent: (isOdd ? exponent - 1 : exponent) / 2)
  }
}

extension BigUInt {
  /// The leading bits, at most 64; all of a short number.
  var leadingBits: UInt64 {
    UInt64(truncatingIfNeeded: self >> trailingShift)
  }

  /// How many bits are below the leading ones.
  var trailingShift: Int {
    Swift.max(0, bitWidth - 64)
  }
}
