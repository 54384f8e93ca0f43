import Graph

/// A value as grading may take it.
struct PairValue {
  private enum Shape {
    case null
    case string
    /// A number or a truth value, by its lexeme.
    case word
    /// What is no answer, in words.
    case unfit(String)
  }

  private var shape = Shape.null
  private var text: [UInt8] = []
  private let offset: Int

  var isNull: Bool {
    if case .null = shape { true } else { false }
  }

  /// Reads any value. A list of one value counts as that value, and an empty list as none: so some tools write answers.
  init(_ scanner: inout JSONScanner, isElement: Bool = false) throws(JSONError) {
    let kind = try scanner.peek()
    offset = scanner.offset
    switch kind {
    case .string:
      try scanner.string(into: &text)
      shape = .string
    case .number:
      text += scanner.bytes[try scanner.number()]
      shape = .word
    case .boolean:
      text = try scanner.boolean() ? JSONText.true : JSONText.false
      shape = .word
    case .null: try scanner.null()
    case .array where !isElement:
      var count = 0
      try scanner.beginArray()
      while try scanner.nextElement() {
        let element = try PairValue(&scanner, isElement: true)
        (shape, text) = (element.shape, element.text)
        count += 1
      }
      if count > 1 { shape = .unfit("a list of \(count.grouped)") }
    case .array:
      try scanner.skip()
      shape = .unfit("a list in a list")
    case .object:
      try scanner.skip()
      shape = .unfit("an object")
    }
  }

  /// The text of an answer; none for null.
  func answer(named name: [UInt8]) throws(PairProblem) -> [UInt8] {
    guard case .unfit(let found) = shape else { return text }
    throw PairProblem(
      column: offset + 1,
      message:
        "'\(String(decoding: name, as: UTF8.self))' must be a string, a number or a list of one of these, found \(found)"
    )
  }

  /// The truth of a label: true, 1 or "correct"; false, 0 or "incorrect".
  func label(_ fields: PairFields) throws(PairProblem) -> Bool? {
    switch (shape, String(decoding: text, as: UTF8.self)) {
    case (.null, _): return nil
    case (.word, "true"), (.word, "1"), (.string, "correct"): return true
    case (.word, "false"), (.word, "0"), (.string, "incorrect"): return false
    default:
      guard fields.isLabelNamed else { return nil }
      let name = String(decoding: fields.label, as: UTF8.self)
      throw PairProblem(
        column: offset + 1, message: "'\(name)' must be true or false, 1 or 0, \"correct\" or \"incorrect\"")
    }
  }
}

extension PairValue? {
  /// Reads the value of a key that may stand in a line only once: readers disagree on which one counts.
  mutating func read(_ scanner: inout JSONScanner) throws(JSONError) {
    guard self == nil else { throw scanner.repeated }
    self = try PairValue(&scanner)
  }

  var isNull: Bool { self?.isNull ?? true }
}

extension JSONScanner {
  /// The error for the key last read, when it was read before.
  var repeated: JSONError { JSONError(offset: keyOffset, message: "the object has this key twice") }
}
