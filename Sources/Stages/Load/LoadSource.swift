internal import Graph

/// Turns the lines of data files into records.
struct LoadSource: Source {
  let files: [SourceFile]
  let format: String
  /// Nil to find it row by row.
  let schema: Schema?
  let names: Names
  let namesMatter: Bool

  /// Fields that the user named.
  struct Names: Sendable {
    let id: String?
    let problem: String?
    let answer: String?
    let reference: String?
  }

  static let adds: [FieldPath] = [.id, "problem", "answer", "reference", "meta"]

  func isLines(_ file: SourceFile) -> Bool { form(of: file) == "jsonl" }

  func rows(of file: SourceFile, _ bytes: [UInt8]) throws(DataProblems) -> [SourceRow] {
    form(of: file) == "csv"
      ? try CSVReader.rows(bytes, file: file.name) : try JSONArrayReader.rows(bytes, file: file.name)
  }

  private func form(of file: SourceFile) -> String {
    if format != "auto" { return format }
    if file.path.hasSuffix(".csv") { return "csv" }
    return file.path.hasSuffix(".json") ? "json" : "jsonl"
  }

  func parse(_ lines: SourceLines, into layer: inout LayerBuilder) throws(DataProblems) {
    var problems: [DataProblem] = []
    var columns = Columns(&layer)
    var row = 0
    let prefix = namesMatter ? LoadSource.stem(of: lines.file.name) : []
    lines.bytes.withUnsafeBufferPointer { buffer in
      // Some editors put a byte order mark in front of a file.
      var start = lines.lineNumbers[0] == 1 && buffer.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      var number = 0
      while start < buffer.count {
        let end = buffer[start...].firstIndex(of: UInt8(ascii: "\n")) ?? buffer.count
        let line = UnsafeBufferPointer(rebasing: buffer[start..<end])
        defer {
          start = end + 1
          number += 1
        }
        guard line.contains(where: { $0 > 0x20 }) else { continue }
        do throws(RowProblem) {
          let fields = try LoadSource.fields(of: line)
          try add(fields, row: row, prefix: prefix, to: &layer, &columns)
          row += 1
        } catch {
          problems.append(
            DataProblem(
              file: lines.file.name, line: lines.lineNumbers[number], column: error.column, message: error.message))
        }
      }
    }
    if !problems.isEmpty { throw DataProblems(problems) }
  }

  func duplicate(id: String, first: (file: String, line: Int), second: (file: String, line: Int)) -> String {
    let places = "\(second.file):\(second.line): the id '\(id)' was used before, at \(first.file):\(first.line)"
    if first.file != second.file, !namesMatter { return "\(places); \"idPrefix\": \"file\" tells the files apart" }
    return "\(places); ids must be unique (a record without an id field has one made from its problem's text)"
  }

  private struct RowProblem: Error {
    var column: Int?
    let message: String
  }

  /// Places of the columns that every record has, and of those of `meta` seen so far.
  private struct Columns {
    let id: Int
    let problem: Int
    let answer: Int
    let reference: Int
    private var meta: [[UInt8]: Int] = [:]

    init(_ layer: inout LayerBuilder) {
      id = layer.column(.id)
      problem = layer.column("problem")
      answer = layer.column("answer")
      reference = layer.column("reference")
    }

    mutating func meta(_ key: [UInt8], _ layer: inout LayerBuilder) -> Int {
      if let place = meta[key] { return place }
      let place = layer.column(FieldPath(["meta", String(decoding: key, as: UTF8.self)]))
      meta[key] = place
      return place
    }
  }

  private static func fields(of line: UnsafeBufferPointer<UInt8>) throws(RowProblem) -> SourceFields {
    var scanner = JSONScanner(line)
    var fields = SourceFields()
    do throws(JSONError) {
      var key: [UInt8] = []
      try scanner.beginObject()
      while try scanner.nextKey(into: &key) {
        if fields.members.contains(where: { $0.key == key }) {
          throw JSONError(
            offset: scanner.keyOffset, message: "the key '\(String(decoding: key, as: UTF8.self))' stands there twice")
        }
        var bytes: [UInt8] = []
        if try scanner.peek() == .string {
          try scanner.string(into: &bytes)
          fields.members.append((key, .string, bytes))
        } else {
          try scanner.value(into: &bytes)
          fields.members.append((key, .json, bytes))
        }
      }
      try scanner.end()
    } catch {
      throw RowProblem(column: error.offset + 1, message: "not a JSON object: \(error.message)")
    }
    return fields
  }

  private func add(
    _ fields: SourceFields, row: Int, prefix: [UInt8], to layer: inout LayerBuilder, _ columns: inout Columns
  ) throws(RowProblem) {
    let schema = schema ?? Schema.find(for: fields)
    var used: Set<[UInt8]> = []
    func take(_ own: String?, _ candidates: [String]) -> [UInt8]? {
      for name in own.map({ [$0] }) ?? candidates {
        if let text = fields[name] {
          used.insert(Array(name.utf8))
          return text
        }
      }
      return nil
    }
    guard let problem = take(names.problem, schema.problem) else {
      throw missing("a problem", names.problem.map { [$0] } ?? schema.problem, fields)
    }
    var reference = take(names.reference, schema.reference)
    var answer = take(names.answer, schema.answer)
    if answer == nil, names.answer == nil, let text = reference {
      switch schema.answerForm {
      case .afterHashes: answer = AnswerText.afterHashes(text)
      case .boxed: answer = Answers.boxed(in: text[...]).map(Array.init) ?? LoadSource.bare(text)
      case .bare: answer = AnswerText.afterHashes(text) ?? Answers.boxed(in: text[...]).map(Array.init)
      }
    } else if answer == nil {
      // A field that is there and empty is an answer that cannot be graded, which is `verify`'s to say.
      let candidates = names.answer.map { [$0] } ?? schema.answer + schema.reference
      guard candidates.contains(where: fields.has) else { throw missing("an answer", candidates, fields) }
    }
    if schema.answerForm == .afterHashes { reference = reference.map(AnswerText.beforeHashes) }

    layer.set(columns.id, kind: .string, prefix + id(fields, schema, problem: problem, take: take))
    layer.set(columns.problem, kind: .string, problem)
    if let answer { layer.set(columns.answer, kind: .string, answer) }
    if let reference { layer.set(columns.reference, kind: .string, reference) }
    for member in fields.members where !used.contains(member.key) {
      layer.set(columns.meta(member.key, &layer), kind: member.kind, member.bytes)
    }
    layer.finishRow(row)
  }

  /// The file's own id, or else a hash of the problem's text: never a position, which would move.
  private func id(
    _ fields: SourceFields, _ schema: Schema, problem: [UInt8], take: (String?, [String]) -> [UInt8]?
  ) -> [UInt8] {
    guard var id = take(names.id, schema.id) else { return Array(Digest(of: problem).hex.prefix(16).utf8) }
    for scope in schema.idScope {
      if let text = fields[scope] { id = text + Array("/".utf8) + id }
    }
    return id
  }

  /// A short text without a line break is an answer that stands where others keep a solution.
  private static func bare(_ text: [UInt8]) -> [UInt8]? {
    text.count <= 100 && !text.contains(UInt8(ascii: "\n")) ? text : nil
  }

  private func missing(_ what: String, _ names: [String], _ fields: SourceFields) -> RowProblem {
    let found = fields.members.map { "'\(String(decoding: $0.key, as: UTF8.self))'" }
    let wanted = names.map { "'\($0)'" }.joined(separator: ", ")
    return RowProblem(
      message:
        "no field holds \(what): expected \(wanted), found \(found.isEmpty ? "no field" : found.joined(separator: ", ")); name it with \"fields\""
    )
  }

  private static func stem(of name: String) -> [UInt8] {
    let last = name.split(separator: "/").last ?? ""
    let stem = last.lastIndex(of: ".").map { last[..<$0] } ?? last
    return Array("\(stem)/".utf8)
  }
}
