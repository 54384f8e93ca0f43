import ArgumentParser
import Graph
import Synchronization

struct WhyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why", abstract: "Tells why a stage, or one record at a stage, would be made again.")

  @Argument(help: "A stage.")
  var stage: String

  @Argument(help: "A record's id.")
  var id: String?

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let workspace = try Workspace(common)
    try workspace.check([stage])
    let reasons =
      if let id { try await workspace.why(stage, id: id) } else { try await workspace.why(stage) }
    Terminal.print(common.json ? reasons.node.line : reasons.lines.joined(separator: "\n"))
  }
}

/// An answer to "why?".
struct Reasons {
  let stage: String
  let id: String?
  let isFresh: Bool
  let changes: [Change]
  /// What the last run made there and why.
  let last: StageState?

  var lines: [String] {
    let name = id.map { "\(stage) \($0)" } ?? stage
    var lines = ["\(name): \(isFresh ? "fresh" : "stale")"]
    lines += changes.map { "  \($0.sentence)" }
    if let last, id == nil {
      lines.append("the last run that made something here (number \(last.run)) executed \(last.executed.grouped):")
      lines += last.changes.map { "  \($0.sentence)" }
    }
    return lines
  }

  var node: JSONNode {
    .object([
      ("stage", .text(stage)), ("id", id.map { .text($0) } ?? .null), ("state", .text(isFresh ? "fresh" : "stale")),
      ("reasons", .list(changes.map(\.node))),
      (
        "last",
        last.map {
          .object([
            ("run", .number($0.run)), ("executed", .number($0.executed)), ("reasons", .list($0.changes.map(\.node))),
          ])
        } ?? .null
      ),
    ])
  }
}

extension Workspace {
  func why(_ name: String) async throws -> Reasons {
    guard let stage = try await plan([name]).stages.first(where: { $0.stage.name == name }) else {
      preconditionFailure("a plan lists the stages it was asked for")
    }
    let last = try index.stageStates(pipeline.path)[name]
    return Reasons(
      stage: name, id: nil, isFresh: stage.isFresh, changes: stage.isFresh ? [] : stage.changes, last: last)
  }

  /// Compares what a record shows to a stage today with what it showed in the last build.
  func why(_ name: String, id: String) async throws -> Reasons {
    guard let place = pipeline.index(of: name) else { preconditionFailure("the name was checked") }
    let fields = pipeline.stages[place].prepared.reads
    let isGrouped = pipeline.stages[place].prepared.isGrouped
    let today = Mutex<[(id: String, values: [FieldValue])]>([])
    let result = try await plan([name]) { stage, chunk in
      guard stage == place, let found = try? chunk.values(of: id, fields: fields, wholeGroups: isGrouped),
        !found.isEmpty
      else { return }
      today.withLock { $0 += found }
    }
    guard let stage = result.stages.first(where: { $0.stage.name == name }) else {
      preconditionFailure("a plan lists the stages it was asked for")
    }
    return try reading {
      var past = try lastBuild()
      let isKnown = try stage.stage.inputs.isEmpty && (past.chunks(name) ?? []).contains { try $0.ids().contains(id) }
      let before = try (past.inputChunks(name) ?? []).flatMap {
        try $0.values(of: id, fields: fields, wholeGroups: isGrouped)
      }
      // Chunks arrive in any order.
      let now = today.withLock { $0 }.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
      guard isKnown || !before.isEmpty || !now.isEmpty && !stage.isFresh else {
        throw try unknownId(id, at: name, &past)
      }
      // What a source reads are files; of a single record nothing finer can be said.
      let changes = stage.isFresh ? [] : isKnown ? stage.changes : recordChanges(stage, id, fields, before, now)
      return Reasons(stage: name, id: id, isFresh: changes.isEmpty, changes: changes, last: past.state(name))
    }
  }

  private func recordChanges(
    _ stage: BuildResult.StageResult, _ id: String, _ fields: [FieldPath],
    _ before: [(id: String, values: [FieldValue])], _ now: [(id: String, values: [FieldValue])]
  ) -> [Change] {
    let isUpstreamStale = stage.changes.contains { $0.part.hasPrefix("input ") }
    var changes = stage.changes.filter { change in
      !change.part.hasPrefix("field ") && change.part != "records" && change.part != "result"
    }
    for record in now {
      guard let old = before.first(where: { $0.id == record.id }) else {
        changes.append(Change(part: "record \(record.id)", was: nil, now: "new to this stage"))
        continue
      }
      for (field, (was, now)) in zip(fields, zip(old.values, record.values)) where was != now {
        // What a stage before has yet to make is not known, which is not the same as gone.
        if now == .missing, isUpstreamStale { continue }
        changes.append(Change(part: "field \(field)", was: was.shown, now: now.shown))
      }
    }
    if now.isEmpty {
      changes.append(Change(part: "record \(id)", was: "here", now: nil))
    } else if stage.stage.prepared.isGrouped {
      for old in before where !now.contains(where: { $0.id == old.id }) {
        changes.append(Change(part: "record \(old.id)", was: "here", now: nil))
      }
    }
    // A stage before is stale, but not for this record.
    let isOnlyUpstream = changes.allSatisfy { $0.part.hasPrefix("input ") }
    return isOnlyUpstream && !hasUnknown(before, now) ? [] : changes
  }

  /// Whether something that was there is missing, because a stage before has yet to make it.
  private func hasUnknown(
    _ before: [(id: String, values: [FieldValue])], _ now: [(id: String, values: [FieldValue])]
  ) -> Bool {
    now.contains { record in
      guard let old = before.first(where: { $0.id == record.id }) else { return true }
      return zip(old.values, record.values).contains { $0 != .missing && $1 == .missing }
    }
  }

  func unknownId(_ id: String, at stage: String, _ past: inout PastBuild) throws -> UserMistake {
    let ids = try (past.inputChunks(stage) ?? []).prefix(40).flatMap { try $0.ids() }
    return UserMistake("'\(stage)' knows no record '\(id)'\(Nearest.hint(id, among: ids))")
  }
}

extension FieldValue {
  /// The text of the value; nil for none.
  var shown: String? {
    switch self {
    case .missing: nil
    case .string(let text), .json(let text): String(decoding: text, as: UTF8.self)
    }
  }
}
