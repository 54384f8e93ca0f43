/// Numbers in place of the variables, and of what nothing here computes.
struct SamplePoint {
  /// By the variables' places.
  private let values: [Rational]
  private let seed: UInt64

  /// No numbers, for expressions without variables.
  static let none = SamplePoint(values: [], seed: 0)

  /// - Throws: `Obstacle.unclear` for a variable without a value.
  func value(ofVariable place: Int) throws(Obstacle) -> Rational {
    guard place < values.count else { throw .unclear }
    return values[place]
  }

  /// A number for an application of an unknown function, the same for the same application.
  func value(ofOpaque node: Circuit.Node) -> Rational {
    let place = UInt64(UInt32(bitPattern: node.a)) << 32 | UInt64(UInt32(bitPattern: node.b))
    let hash = PrimeField.mix(PrimeField.mix(place) ^ seed)
    return Rational(lowest: Int(hash % 100) + 3, over: 1)
  }
}

// MARK: - Points to try

extension SamplePoint {
  /// Where numbers of a point come from.
  private enum Range: CaseIterable {
    case aboveOne, fractions, whole, negative, negativeFractions, large
  }

  /// Fixed points all over the real numbers, or whole ones for expressions that are meant for those.
  ///
  /// Where there are steps, names from i to n stand for whole numbers, as they do in books.
  static func points(for names: [String], _ traits: Circuit.Traits) -> [SamplePoint] {
    let ranks = ranks(of: names)
    var points: [SamplePoint] = []
    if !traits.contains(.discrete) {
      for index in 0..<18 {
        let range = Range.allCases[index % Range.allCases.count]
        let values = zip(names, ranks).map { name, rank in
          traits.contains(.stepped) && isWhole(name) ? whole(index, rank, ranks) : real(index, rank, range)
        }
        points.append(SamplePoint(values: values, seed: UInt64(index)))
      }
    }
    if traits.contains(.discrete) || traits.contains(.stepped) {
      for index in 0..<24 {
        points.append(SamplePoint(values: ranks.map { whole(index, $0, ranks) }, seed: UInt64(index)))
      }
    }
    return points
  }

  private static func isWhole(_ name: String) -> Bool {
    guard let letter = name.first else { return false }
    return "i"..."n" ~= letter || "I"..."N" ~= letter
  }

  /// The places of the names in their order, so that points do not depend on which name was met first.
  private static func ranks(of names: [String]) -> [Int] {
    names.map { name in names.count { $0 < name } }
  }

  private static func real(_ index: Int, _ rank: Int, _ range: Range) -> Rational {
    let hash = PrimeField.mix(UInt64(index * 1000 + rank))
    let denominator = [7, 11, 13, 9, 8][Int(hash >> 8) % 5]
    let offset = Int(hash >> 20)
    let numerator =
      switch range {
      case .aboveOne, .negative: denominator + 1 + offset % (5 * denominator)
      case .fractions, .negativeFractions: 1 + offset % (denominator - 1)
      case .whole: denominator * (2 + (offset + rank) % 9)
      case .large: denominator * (20 + offset % 900) + 1
      }
    let isNegative = range == .negative || range == .negativeFractions
    // In a later round, variables differ in sign.
    let flipped = index >= 12 && rank % 2 == 1
    return Rational(reducing: Int128(isNegative != flipped ? -numerator : numerator), over: Int128(denominator))
  }

  /// One after the other for a single variable. Of several, now the first ones are the larger ones, now the last.
  private static func whole(_ index: Int, _ rank: Int, _ ranks: [Int]) -> Rational {
    if ranks.count == 1 { return Rational(index + 1) }
    let hash = Int(PrimeField.mix(UInt64(index * 1000 + rank + 500)) % 7)
    return Rational(1 + hash + 4 * (index % 2 == 0 ? rank : ranks.count - 1 - rank))
  }
}
