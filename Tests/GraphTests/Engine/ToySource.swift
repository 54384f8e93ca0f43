@testable import Graph

/// Reads toy records: `id`, `problem`, `x` and the members of `meta`.
struct ToySourceKind: StageKind {
  let version = 1

  var declaration: KindDeclaration {
    KindDeclaration(
      "read", inputs: .none,
      parameters: [Parameter("files", .conduct, .list(of: .string, minimum: 1), required: true, "The files.")],
      "Reads records.")
  }

  func prepare(_ stage: StageDeclaration, in context: PreparationContext) -> PreparedStage {
    let files = stage.values.strings("files").map { SourceFile(path: context.absolute($0), name: $0) }
    return PreparedStage(reads: [], adds: ToySource.adds, work: .source(ToySource(files: files)))
  }
}

struct ToySource: Source {
  static let adds: [FieldPath] = [.id, "problem", "x", "meta"]

  let files: [SourceFile]
  let namesMatter = false

  func isLines(_ file: SourceFile) -> Bool { true }

  func rows(of file: SourceFile, _ bytes: [UInt8]) -> [SourceRow] { [] }

  func duplicate(id: String, first: (file: String, line: Int), second: (file: String, line: Int)) -> String {
    "\(second.file):\(second.line): '\(id)' again, first at \(first.file):\(first.line)"
  }

  func parse(_ lines: SourceLines, into layer: inout LayerBuilder) throws(DataProblems) {
    var row = 0
    let split = lines.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (number, line) in split.enumerated() where line.contains(where: { $0 > 0x20 }) {
      guard let members = (try? JSONNode.parse(Array(line), file: lines.file.name))?.members else {
        throw DataProblems([
          DataProblem(file: lines.file.name, line: lines.lineNumbers[number], message: "not a JSON object")
        ])
      }
      for member in members where member.key != "pad" { set(member.node, at: [member.key], in: &layer) }
      layer.finishRow(row)
      row += 1
    }
  }

  /// Gives each member of an object a column of its own.
  private func set(_ node: JSONNode, at path: [String], in layer: inout LayerBuilder) {
    if let members = node.members {
      for member in members { set(member.node, at: path + [member.key], in: &layer) }
    } else if let text = node.string {
      layer.set(layer.column(FieldPath(path)), kind: .string, Array(text.utf8))
    } else {
      layer.set(layer.column(FieldPath(path)), kind: .json, node.utf8)
    }
  }
}
