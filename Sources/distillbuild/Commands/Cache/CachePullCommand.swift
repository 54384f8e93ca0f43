import ArgumentParser
import Foundation
import Graph
import Stages

struct CachePullCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pull", abstract: "Brings what others have made from the shared caches.",
    discussion: """
      Where there is a pipeline.lock.json, the results that it names are brought, and they take the place of other ones \
      that lie here. Then 'build --locked --offline' writes the very files that the lock was made with.
      """)

  @Argument(help: "Stages to pull, with all they depend on (default: all).")
  var stages: [String] = []

  @OptionGroup var common: CommonOptions

  @Flag(name: .long, help: "Also brings the replies of models that the results were made with.")
  var calls = false

  func run() async throws {
    var workspace = try Workspace(common)
    try workspace.check(stages)
    do {
      try await workspace.meetModels(of: stages)
    } catch let failure as ModelFailure {
      Terminal.note("warning: \(failure); without a lock nobody knows which model's results are wanted")
    }
    let shared = try workspace.demandedCache()
    let locked = try Workspace.locked(beside: workspace.pipeline.path)
    let result = try await workspace.sharing(shared, quietly: common.json) { pipeline in
      try await pipeline.pull(
        stages, locked: Dictionary((locked?.stages ?? []).map { ($0.name, $0.artifact) }) { $1 }, withCalls: calls)
    }
    if common.json {
      Terminal.print(result.node(shared).line)
    } else {
      var table = Table(["stage", "state", "made by", "kept"] + (calls ? ["calls"] : []), words: 3)
      for stage in result {
        table.add(
          [stage.stage, stage.outcome.words, stage.provenance?.words ?? "", stage.kept?.grouped ?? ""]
            + (calls ? [stage.calls.grouped] : []))
      }
      for line in table.lines + shared.trafficLines { Terminal.print(line) }
    }
    if Interrupt.isAsked { throw ExitStatus.interrupted }
    guard result.allSatisfy({ [.pulled, .here].contains($0.outcome) }) else { throw ExitStatus.incomplete }
  }
}

extension Pulled.Outcome {
  fileprivate var words: String {
    switch self {
    case .pulled: "pulled"
    case .here: "was here"
    case .missing: "in none of the caches"
    case .other: "the caches hold another than the locked one"
    case .unknown: "not looked for: what it is made of is not here"
    case .stopped: "not begun"
    }
  }
}

extension Provenance {
  /// For people: who, and on which day.
  fileprivate var words: String {
    let day = ISO8601DateFormatter.string(
      from: Date(timeIntervalSince1970: Double(made)), timeZone: .gmt, formatOptions: [.withFullDate])
    return "\(author), \(day)"
  }
}

extension [Pulled] {
  fileprivate func node(_ shared: SharedCache) -> JSONNode {
    .object([("stages", .list(map(\.node))), ("remotes", shared.trafficNode)])
  }
}

extension Pulled {
  fileprivate var node: JSONNode {
    var members: [(String, JSONNode)] = [("name", .text(stage)), ("state", .text(outcome.rawValue))]
    if let kept { members.append(("kept", .number(kept))) }
    members.append(("calls", .number(calls)))
    if let provenance {
      members += [("by", .text(provenance.author)), ("made", .number(provenance.made))]
      if let details = try? JSONNode.parse(Array(provenance.details.utf8), file: "details") {
        members.append(("with", details))
      }
    }
    return .object(members)
  }
}
