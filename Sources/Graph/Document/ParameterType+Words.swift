extension ParameterType {
  /// What may be written, to follow "must be" in a message.
  var expected: String {
    switch self {
    case .string: "a string"
    case .stringMatching(let rule): rule.expected
    case .integer(let range): "an integer" + Self.limits(Self.bounds(range))
    case .number(let range): "a number" + Self.limits(Self.bounds(range))
    case .boolean: "true or false"
    case .oneOf(let words): Wording.oneOf(words)
    case .list(_, minimum: 0): "a list"
    case .list(_, let minimum): "a list of at least \(minimum)"
    case .object, .exactlyOneOf, .map: "an object"
    case .either(let types): types.map(\.expected).joined(separator: " or ")
    case .reference(let section): "a name in '\(section)'"
    case .file: "the path of a file"
    case .fieldPath: StringRule.fieldPath.expected
    case .value: "any value"
    }
  }

  /// The type as a table in the docs shows it.
  var label: String {
    switch self {
    case .string, .stringMatching: "string"
    case .integer(let range): "integer" + Self.limits(Self.bounds(range))
    case .number(let range): "number" + Self.limits(Self.bounds(range))
    case .boolean: "boolean"
    case .oneOf(let words): words.map { "`\"\($0)\"`" }.joined(separator: " or ")
    case .list(let type, minimum: 0): "list of \(type.label)"
    case .list(let type, let minimum): "list of at least \(minimum) \(type.label)"
    case .object: "object"
    case .exactlyOneOf: "object with one choice"
    case .map(let type): "map to \(type.label)"
    case .either(let types): types.map(\.label).joined(separator: " or ")
    case .reference(let section): "name in `\(section)`"
    case .file: "file"
    case .fieldPath: "field"
    case .value: "any JSON"
    }
  }

  /// The limits of integers as they are written; nil where `Int` itself is the limit.
  static func bounds(_ range: ClosedRange<Int>) -> (lower: String?, upper: String?) {
    (range.lowerBound == .min ? nil : "\(range.lowerBound)", range.upperBound == .max ? nil : "\(range.upperBound)")
  }

  /// The limits of numbers as they are written; nil where there is none.
  static func bounds(_ range: ClosedRange<Double>) -> (lower: String?, upper: String?) {
    func text(_ bound: Double) -> String? {
      if !bound.isFinite { return nil }
      // `2.0` reads as if one decimal were meant.
      return Int(exactly: bound).map { "\($0)" } ?? "\(bound)"
    }
    return (text(range.lowerBound), text(range.upperBound))
  }

  private static func limits(_ bounds: (lower: String?, upper: String?)) -> String {
    switch bounds {
    case (let lower?, let upper?): " from \(lower) to \(upper)"
    case (let lower?, nil): " of at least \(lower)"
    case (nil, let upper?): " of at most \(upper)"
    case (nil, nil): ""
    }
  }
}
