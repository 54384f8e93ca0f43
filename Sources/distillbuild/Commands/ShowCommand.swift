import ArgumentParser
import Graph

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Tells the story of one record through every stage, or where and why it was dropped."
  )

  @Argument(help: "A record's id; a problem's id shows all its samples.")
  var id: String

  @OptionGroup var common: CommonOptions

  func run() throws {
    let workspace = try Workspace(common)
    try workspace.reading { try tell(workspace) }
  }

  private func tell(_ workspace: Workspace) throws {
    var past = try workspace.lastBuild()
    var chapters: [(stage: String, kind: String, stories: [RecordStory])] = []
    var hasChunks = false
    for stage in workspace.pipeline.stages {
      guard let chunks = try past.chunks(stage.name) else { continue }
      hasChunks = true
      // A sample's problem is shown where samples do not exist yet.
      let problem = id.split(separator: "#").first.map(String.init) ?? id
      var stories = try chunks.flatMap { try $0.stories(of: id) }
      if stories.isEmpty, chapters.allSatisfy({ $0.stories.isEmpty }), problem != id {
        stories = try chunks.flatMap { try $0.stories(of: problem) }
      }
      if !stories.isEmpty { chapters.append((stage.name, stage.kind, stories)) }
    }
    guard hasChunks else { throw UserMistake("nothing is built yet; run distillbuild build first") }
    guard !chapters.isEmpty else { throw try unknown(workspace, &past) }
    if common.json {
      Terminal.print(node(chapters).line)
    } else {
      for chapter in chapters { tell(chapter) }
      for (stage, message) in try failures(workspace) {
        Terminal.print("── \(stage) · \(id)\nfailed in the last build: \(message)")
      }
    }
  }

  /// What the last build could not do to the record.
  private func failures(_ workspace: Workspace) throws -> [(stage: String, message: String)] {
    guard let run = try workspace.index.runs(workspace.pipeline.path, limit: 1).first,
      let report = try? JSONNode.parse(Array(run.report.utf8), file: "the last report")
    else { return [] }
    return (report["failures"]?.elements ?? []).compactMap { failure in
      guard let failed = failure["id"]?.string, failed == id || failed.hasPrefix("\(id)#") else { return nil }
      return failure["stage"]?.string.map { ($0, failure["message"]?.string ?? "") }
    }
  }

  private func unknown(_ workspace: Workspace, _ past: inout PastBuild) throws -> UserMistake {
    var ids: [String] = []
    for stage in workspace.pipeline.stages where stage.inputs.isEmpty {
      for chunk in try past.chunks(stage.name) ?? [] where ids.count < 100_000 { ids += try chunk.ids() }
    }
    return UserMistake("the last build knows no record '\(id)'\(Nearest.hint(id, among: ids))")
  }

  private func tell(_ chapter: (stage: String, kind: String, stories: [RecordStory])) {
    for story in chapter.stories {
      switch story {
      case .kept(let id, let fields):
        Terminal.print("── \(chapter.stage) · \(id)")
        for (path, value) in fields {
          let text = value.shown ?? ""
          if text.contains("\n") || text.count > 90 {
            Terminal.print("\(path):")
            for line in text.split(separator: "\n", omittingEmptySubsequences: false) { Terminal.print("    \(line)") }
          } else {
            Terminal.print("\(path): \(text)")
          }
        }
      case .rejected(let id, let reason, let detail):
        Terminal.print("── \(chapter.stage) · \(id)")
        Terminal.print("dropped: \(reason)\(detail.isEmpty ? "" : " (\(detail))")")
      }
    }
  }

  private func node(_ chapters: [(stage: String, kind: String, stories: [RecordStory])]) -> JSONNode {
    .object([
      ("id", .text(id)),
      (
        "stages",
        .list(
          chapters.flatMap { chapter in
            chapter.stories.map { story -> JSONNode in
              let start: [(String, JSONNode)] = [("stage", .text(chapter.stage)), ("kind", .text(chapter.kind))]
              switch story {
              case .kept(let id, let fields):
                return .object(
                  start + [
                    ("id", .text(id)), ("outcome", .text("kept")),
                    ("fields", .object(fields.map { ($0.path.description, $0.value.node) })),
                  ])
              case .rejected(let id, let reason, let detail):
                return .object(
                  start + [
                    ("id", .text(id)), ("outcome", .text("rejected")), ("reason", .text(reason)),
                    ("detail", .text(detail)),
                  ])
              }
            }
          })
      ),
    ])
  }
}

extension FieldValue {
  var node: JSONNode {
    switch self {
    case .missing: .null
    case .string(let text): .text(String(decoding: text, as: UTF8.self))
    case .json(let text): (try? JSONNode.parse(text, file: "a field")) ?? .text(String(decoding: text, as: UTF8.self))
    }
  }
}
