/// How much work may still be done on one question. Work is counted, not timed, so that the same question ends the
/// same way on every machine; and it ends, whatever a model wrote.
///
/// A unit is about what one multiplication of two machine words and its surroundings cost, some 20 nanoseconds. Big
/// numbers cost by their length.
struct Work: Sendable {
  private(set) var left: Int

  init(_ amount: Int) {
    left = amount
  }

  /// Takes an amount away.
  ///
  /// - Throws: `OutOfWork` when nothing is left.
  mutating func spend(_ amount: Int = 1) throws(OutOfWork) {
    left -= amount
    if left < 0 { throw OutOfWork() }
  }
}

/// A question took more work than it may.
struct OutOfWork: Error {}
