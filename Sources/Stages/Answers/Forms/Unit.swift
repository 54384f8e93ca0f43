/// What a number counts or measures.
struct Unit: Sendable, Hashable {
  /// As it was written, in lower case where it is a word.
  let name: String
  /// What it measures and how large it is, if it is one of the known units; `apples` are not.
  let measure: Measure?
}

/// A unit as a product of powers of base units, and its size in them.
struct Measure: Sendable, Hashable {
  var dimension: Dimension
  /// How many base units it is; exact.
  var size: Rational

  /// Exponents of the base units.
  struct Dimension: Sendable, Hashable {
    var length = 0
    var mass = 0
    var time = 0
    var angle = 0
    var temperature = 0
    /// Money of one currency, by its code; amounts of two currencies have no common size.
    var money = 0
    var currency = ""
    /// Bits and other plain counts that have a name of their own.
    var information = 0
  }

  /// The unit times another one raised to a power; nil if a size cannot be told.
  func times(_ other: Measure, power: Int) -> Measure? {
    guard abs(power) <= 6, let factor = other.size.power(power) else { return nil }
    var product = self
    product.size = size * factor
    product.dimension.length += other.dimension.length * power
    product.dimension.mass += other.dimension.mass * power
    product.dimension.time += other.dimension.time * power
    product.dimension.angle += other.dimension.angle * power
    product.dimension.temperature += other.dimension.temperature * power
    product.dimension.information += other.dimension.information * power
    product.dimension.money += other.dimension.money * power
    if !other.dimension.currency.isEmpty { product.dimension.currency = other.dimension.currency }
    return product
  }

  static let one = Measure(dimension: Dimension(), size: Rational(1))
}
