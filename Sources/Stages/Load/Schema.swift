internal import Graph

/// How the fields of a data set become a record's.
///
/// The public sets differ in names and in where they keep the answer; each is a row of this table, and a file's rows are
/// matched against it one by one, so that a file may mix them.
struct Schema: Sendable {
  let name: String
  let summary: String
  /// Fields that must all be there for the schema to be found by itself.
  let marks: [String]
  /// Where things are, the first that is there winning.
  let problem: [String]
  let answer: [String]
  let reference: [String]
  let id: [String]
  /// Fields put before the id, for sets whose ids repeat.
  var idScope: [String] = []
  /// Where the answer lies inside its field or, failing that, inside the reference.
  let answerForm: AnswerForm

  enum AnswerForm: Sendable {
    /// The field is the answer.
    case bare
    /// After `####` at the end of the worked solution.
    case afterHashes
    /// The last `\boxed{}` of the worked solution.
    case boxed
  }

  static let idFields = ["id", "unique_id", "uuid", "problem_id"]

  static let all: [Schema] = [
    Schema(
      name: "gsm8k", summary: "GSM8K: `question`; `answer` is a worked solution that ends in `#### 72`",
      marks: ["question", "answer"], problem: ["question"], answer: [], reference: ["answer"], id: idFields,
      answerForm: .afterHashes),
    Schema(
      name: "math",
      summary: "MATH: `problem`, `solution` with a `\\boxed{}` answer, `level`, `type`; ids become `type/id`",
      marks: ["problem", "solution", "level", "type"], problem: ["problem"], answer: ["answer"],
      reference: ["solution"], id: idFields, idScope: ["type"], answerForm: .boxed),
    Schema(
      name: "numina",
      summary: "MATH-500, NuminaMath and their kin: `problem`, `solution`, and `answer` or a `\\boxed{}`",
      marks: ["problem", "solution"], problem: ["problem"], answer: ["answer"], reference: ["solution"], id: idFields,
      answerForm: .boxed),
    Schema(
      name: "generic",
      summary:
        "anything else: a problem (`problem`, `question`, `prompt`, `input`) and an answer (`answer`, `final_answer`, `expected_answer`, `target`, `gt`), perhaps a worked solution (`reference`, `solution`, `reference_solution`, `gt_cot`)",
      marks: [], problem: ["problem", "question", "prompt", "input"],
      answer: ["answer", "final_answer", "expected_answer", "target", "gt"],
      reference: ["reference", "solution", "reference_solution", "gt_cot"], id: idFields, answerForm: .bare),
  ]

  /// The first schema whose marks a row bears; GSM8K only where its answer says so.
  static func find(for row: SourceFields) -> Schema {
    let found = all.first { schema in
      schema.marks.allSatisfy { row[$0] != nil }
        && (schema.answerForm != .afterHashes || row["answer"].map { AnswerText.afterHashes($0) != nil } ?? false)
    }
    return found ?? all[all.count - 1]
  }
}

/// The members of one object of a data file, in order.
struct SourceFields {
  var members: [(key: [UInt8], kind: FieldView.Kind, bytes: [UInt8])] = []

  /// The text of a member: a string's, or a number as it is written; nil if it is missing, null or empty.
  subscript(name: String) -> [UInt8]? {
    for member in members where member.key.elementsEqual(name.utf8) {
      return SourceFields.text(member.kind, member.bytes)
    }
    return nil
  }

  /// Whether there is a member of that name, whatever it holds.
  func has(_ name: String) -> Bool { members.contains { $0.key.elementsEqual(name.utf8) } }

  private static func text(_ kind: FieldView.Kind, _ bytes: [UInt8]) -> [UInt8]? {
    switch kind {
    case .missing: return nil
    case .string: return bytes.isEmpty ? nil : bytes
    case .json:
      guard let first = bytes.first else { return nil }
      if first == UInt8(ascii: "[") { return joined(bytes) }
      let isNumber = first == UInt8(ascii: "-") || (0x30...0x39).contains(first)
      return isNumber ? bytes : nil
    }
  }

  /// The texts of a list, as some sets keep answers, with commas between.
  private static func joined(_ bytes: [UInt8]) -> [UInt8]? {
    bytes.withUnsafeBufferPointer { buffer in
      var scanner = JSONScanner(buffer)
      var out: [UInt8] = []
      do {
        try scanner.beginArray()
        while try scanner.nextElement() {
          if !out.isEmpty { out += Array(", ".utf8) }
          if try scanner.peek() == .string { try scanner.string(into: &out) } else { try scanner.value(into: &out) }
        }
      } catch {
        return nil
      }
      return out.isEmpty ? nil : out
    }
  }
}

/// Finds the answer in a worked solution.
enum AnswerText {
  private static let hashes = Array("####".utf8)

  /// What stands after the last `####`, without white space around it.
  static func afterHashes(_ text: [UInt8]) -> [UInt8]? {
    guard let start = lastHashes(text) else { return nil }
    let rest = text[(start + 4)...]
    guard let first = rest.firstIndex(where: { $0 > 0x20 }), let last = rest.lastIndex(where: { $0 > 0x20 }) else {
      return nil
    }
    return Array(rest[first...last])
  }

  /// The text before the last `####`, without white space after it.
  static func beforeHashes(_ text: [UInt8]) -> [UInt8] {
    guard let start = lastHashes(text) else { return text }
    guard let last = text[..<start].lastIndex(where: { $0 > 0x20 }) else { return [] }
    return Array(text[...last])
  }

  private static func lastHashes(_ text: [UInt8]) -> Int? {
    guard text.count >= 4 else { return nil }
    var place = text.count - 4
    while place >= 0 {
      if text[place] == hashes[0], text[place..<place + 4].elementsEqual(hashes) { return place }
      place -= 1
    }
    return nil
  }
}
