import Graph

/// The fields of a line that grading reads.
struct PairFields: Sendable {
  let gold: [UInt8]
  let pred: [UInt8]
  let label: [UInt8]
  /// Whether the user named the label's field. Else a field of the usual name may well mean something else.
  let isLabelNamed: Bool

  init(gold: String, pred: String, label: String?) {
    self.gold = Array(gold.utf8)
    self.pred = Array(pred.utf8)
    self.label = Array((label ?? PairFields.usualLabel).utf8)
    isLabelNamed = label != nil
  }

  static let usualLabel = "label"
}

/// The fields that grading adds to a line, in their order.
enum GradeField: String, CaseIterable {
  case verdict, by, goldForm, predForm

  static let names = allCases.map { (field: $0, key: Array($0.rawValue.utf8)) }
}

/// Why a line cannot be graded.
struct PairProblem: Error {
  /// From 1; nil where the whole line is meant.
  var column: Int?
  let message: String
}

/// What grading takes from a line, and where in the line its result belongs.
struct PairLine {
  private(set) var gold: [UInt8] = []
  private(set) var pred: [UInt8] = []
  private(set) var hasPred = false
  /// What the line says of itself: whether its answer is right.
  private(set) var label: Bool?
  /// Values that the grade replaces, in the order of the line.
  private(set) var replaced: [(range: Range<Int>, field: GradeField)] = []
  /// Just past the last member.
  private(set) var end = 0

  init(_ line: UnsafeBufferPointer<UInt8>, _ fields: PairFields) throws(PairProblem) {
    var scanner = JSONScanner(line)
    var values: (gold: PairValue?, pred: PairValue?, label: PairValue?)
    do throws(JSONError) {
      var key: [UInt8] = []
      try scanner.beginObject()
      while try scanner.nextKey(into: &key) {
        if key == fields.gold {
          try values.gold.read(&scanner)
        } else if key == fields.pred {
          try values.pred.read(&scanner)
        } else if key == fields.label {
          try values.label.read(&scanner)
        } else if let name = GradeField.names.first(where: { $0.key == key }) {
          if replaced.contains(where: { $0.field == name.field }) { throw scanner.repeated }
          _ = try scanner.peek()
          let start = scanner.offset
          try scanner.skip()
          replaced.append((start..<scanner.offset, name.field))
        } else {
          try scanner.skip()
        }
        end = scanner.offset
      }
      try scanner.end()
    } catch {
      throw PairProblem(column: error.offset + 1, message: "not a JSON object: \(error.message)")
    }
    guard let gold = try values.gold?.answer(named: fields.gold), !values.gold.isNull else {
      throw PairLine.missingGold(line, fields, isNull: values.gold != nil)
    }
    self.gold = gold
    if let pred = values.pred {
      self.pred = try pred.answer(named: fields.pred)
      hasPred = true
    }
    label = try values.label?.label(fields)
  }

  /// Appends the line with the grade in it, and a line break.
  func write(_ line: UnsafeBufferPointer<UInt8>, value: (GradeField) -> String, to out: inout [UInt8]) {
    var done = 0
    for (range, field) in replaced {
      out.append(contentsOf: UnsafeBufferPointer(rebasing: line[done..<range.lowerBound]))
      JSONText.appendString(value(field), to: &out)
      done = range.upperBound
    }
    out.append(contentsOf: UnsafeBufferPointer(rebasing: line[done..<end]))
    for (field, key) in GradeField.names where !replaced.contains(where: { $0.field == field }) {
      out.append(UInt8(ascii: ","))
      JSONText.appendString(key, to: &out)
      out.append(UInt8(ascii: ":"))
      JSONText.appendString(value(field), to: &out)
    }
    out.append(contentsOf: UnsafeBufferPointer(rebasing: line[end...]))
    out.append(UInt8(ascii: "\n"))
  }

  /// Says which fields there are instead, by reading the line again, which is known to be an object.
  private static func missingGold(
    _ line: UnsafeBufferPointer<UInt8>, _ fields: PairFields, isNull: Bool
  ) -> PairProblem {
    let name = String(decoding: fields.gold, as: UTF8.self)
    if isNull { return PairProblem(message: "the gold answer '\(name)' is null") }
    var scanner = JSONScanner(line)
    var found: [String] = []
    var key: [UInt8] = []
    try? scanner.beginObject()
    while found.count < 12, (try? scanner.nextKey(into: &key)) == true, (try? scanner.skip()) != nil {
      found.append("'\(Excerpt.of(key, limit: 40))'")
    }
    let others = found.isEmpty ? "no field" : found.joined(separator: ", ")
    return PairProblem(message: "no field '\(name)' holds a gold answer, found \(others); name it with --gold-field")
  }
}
