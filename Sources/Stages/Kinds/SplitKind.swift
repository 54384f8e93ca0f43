package import Graph

/// Sends records to training files, one a split.
package struct SplitKind: StageKind {
  package let version = 1

  package init() {}

  static let system = "Solve the problem step by step, and put your final answer in \\boxed{}."

  package var declaration: KindDeclaration {
    KindDeclaration(
      "split",
      parameters: [
        Parameter(
          "fractions", .ingredient, .map(of: .number(0...1)), required: true,
          "The share of each split, by name; they add up to 1. A problem's split depends on its id alone, so growth moves no row."
        ),
        Parameter(
          "format", .ingredient, .oneOf(["messages"]), default: "messages",
          "The shape of a row: `messages` holds a system, a user and an assistant message."),
        Parameter(
          "system", .ingredient, .string, default: JSONNode(.string(SplitKind.system)),
          "The system message; none if it is empty."),
        Parameter("user", .ingredient, .fieldPath, default: "problem", "The field that the user says."),
        Parameter("assistant", .ingredient, .fieldPath, default: "reasoning", "The field that the assistant answers."),
      ], "Writes training files, one for each split, in shards when they are large.")
  }

  package func prepare(_ stage: StageDeclaration, in context: PreparationContext) throws -> PreparedStage {
    let fractions = stage.values.object("fractions")
    let shares = fractions.all.map { (name: $0.name, share: $0.double ?? 0) }
    let sum = shares.reduce(0) { $0 + $1.share }
    guard abs(sum - 1) < 1e-9 else {
      throw context.problem(fractions.position, "'fractions' must add up to 1, found \(sum)")
    }
    if let bad = fractions.all.first(where: { !StringRule.name.matches($0.name) }) {
      throw context.problem(
        bad.position, "a split's name becomes a file's: '\(bad.name)' must be \(StringRule.name.expected)")
    }
    let (user, assistant) = (stage.values.string("user"), stage.values.string("assistant"))
    return PreparedStage(
      reads: [.id, .group, FieldPath(dotted: user), FieldPath(dotted: assistant)],
      adds: [OutputFields.file, OutputFields.line],
      parts: [Recipe.Part("seed", .ingredient, String(context.document.seed))],
      work: .map(Splitter(shares: shares, seed: context.document.seed, system: stage.values.string("system"))))
  }
}

private struct Splitter: RecordStage {
  /// Names and upper ends on the line from 0 to 2⁶⁴, in order.
  private let ends: [(name: FieldValue, end: Double)]
  private let seed: [UInt8]
  private let opening: [UInt8]

  init(shares: [(name: String, share: Double)], seed: Int, system: String) {
    var sum = 0.0
    ends = shares.map { share in
      sum += share.share
      return (.text(share.name), sum * 0x1p64)
    }
    self.seed = Array("\(seed)\n".utf8)
    var opening = Array("\"messages\":[".utf8)
    if !system.isEmpty {
      opening += Array("{\"role\":\"system\",\"content\":".utf8)
      JSONText.appendString(system, to: &opening)
      opening += Array("},".utf8)
    }
    self.opening = opening + Array("{\"role\":\"user\",\"content\":".utf8)
  }

  func result(for record: Record, sample: Int) -> StageResult {
    for (field, name) in [(2, "user"), (3, "assistant")] where record[field].bytes.isEmpty {
      return StageResult(.reject(reason: "empty-\(name)"))
    }
    var line: [UInt8] = []
    line.reserveCapacity(record[2].bytes.count + record[3].bytes.count + opening.count + 256)
    line += Array("{\"id\":".utf8)
    JSONText.appendString(record[0].bytes, to: &line)
    line.append(UInt8(ascii: ","))
    line += opening
    append(record[2], to: &line)
    line += Array("},{\"role\":\"assistant\",\"content\":".utf8)
    append(record[3], to: &line)
    line += Array("}]}".utf8)
    return StageResult(.fields([split(of: record[1].bytes), .string(line)]))
  }

  /// A message's content is text; any other JSON is shown as it is written.
  private func append(_ value: FieldView, to line: inout [UInt8]) { JSONText.appendString(value.bytes, to: &line) }

  private func split(of group: ArraySlice<UInt8>) -> FieldValue {
    let place = Double(Digest(of: seed + group).short.high)
    return ends.first { place < $0.end }?.name ?? ends[ends.count - 1].name
  }
}
