/// Why a method cannot go on with an expression. None of them says anything about the expression's value.
enum Obstacle: Error, Equatable {
  /// The expression has no value: a division by zero, a logarithm of zero, a real root of a negative number.
  case undefined
  /// The method is too coarse to tell: an enclosure that straddles zero, a prime that divides a denominator. A finer one
  /// may.
  case unclear
  /// Something is in it that the method cannot calculate, however finely.
  case unknown
  /// Infinity is in it, with which nothing here calculates.
  case infinite
  /// `±` is in it, which is two expressions.
  case ambiguousSign
  /// It is nested deeper, or its numbers are larger, than anyone writes.
  case tooLarge
  case outOfWork
}

extension Work {
  /// Takes an amount away, for the methods that have further obstacles.
  @inline(__always)
  mutating func take(_ amount: Int) throws(Obstacle) {
    do { try spend(amount) } catch { throw .outOfWork }
  }

  /// What this question may take when nobody says otherwise; at most some 20 milliseconds.
  static let usual = 1_000_000
}
