@testable import Graph

/// Drops records whose field has been seen before, and tells each of the others how often it occurs.
struct ToyUniqueKind: StageKind {
  let world: ToyWorld
  let version = 1

  var declaration: KindDeclaration {
    KindDeclaration(
      "unique", parameters: [Parameter("of", .ingredient, .fieldPath, default: "problem", "The field.")],
      "Drops repeats.")
  }

  func prepare(_ stage: StageDeclaration, in context: PreparationContext) -> PreparedStage {
    PreparedStage(
      reads: [FieldPath(dotted: stage.values.string("of"))], adds: [FieldPath([stage.name])],
      parts: [Recipe.Part("adds", .ingredient, stage.name)], work: .decide(ToyUnique(name: stage.name, world: world)))
  }
}

private struct ToyUnique: DecidingStage {
  let name: String
  let world: ToyWorld

  func summarise(_ chunk: ChunkView) -> [UInt8] {
    let values = (0..<chunk.rows).map { chunk[$0][0].value.shown }
    note("summarise", values)
    return Array(values.joined(separator: "\n").utf8)
  }

  func decide(_ summaries: [[UInt8]]) -> [[UInt8]] {
    let chunks = summaries.map { values(in: $0) }
    let counts = ToyUnique.counts(chunks.flatMap(\.self))
    var seen: Set<String> = []
    // For each row, how often its value occurs; 0 for a repeat.
    return chunks.map { $0.map { seen.insert($0).inserted ? UInt8(clamping: counts[$0] ?? 0) : 0 } }
  }

  func apply(_ decision: [UInt8], to chunk: ChunkView) -> [Outcome] {
    note("apply", (0..<chunk.rows).map { chunk[$0][0].value.shown })
    return decision.map { $0 == 0 ? .reject(reason: "repeat") : .fields([.json(Array(String($0).utf8))]) }
  }

  static func counts(_ values: [String]) -> [String: Int] {
    Dictionary(values.map { ($0, 1) }, uniquingKeysWith: +)
  }

  private func note(_ work: String, _ values: [String]) {
    _ = world.run("\(name).\(work):\(values.joined(separator: ","))")
  }

  private func values(in summary: [UInt8]) -> [String] {
    guard !summary.isEmpty else { return [] }
    let text = String(decoding: summary, as: UTF8.self)
    return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}
