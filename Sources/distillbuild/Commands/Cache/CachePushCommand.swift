import ArgumentParser
import Graph

struct CachePushCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "push", abstract: "Brings what was made here to the shared caches.",
    discussion: """
      A build with a shared cache stores what it makes there by itself; this is for what was made without one, or while \
      it could not be reached. Only whole artifacts are brought, and all replies of models.
      """)

  @Argument(help: "Stages to push, with all they depend on (default: all).")
  var stages: [String] = []

  @OptionGroup var common: CommonOptions

  @Flag(name: .long, help: "Asks for everything, instead of trusting what a cache was seen to hold.")
  var recheck = false

  func run() async throws {
    let workspace = try Workspace(common)
    try workspace.check(stages)
    let shared = try workspace.demandedCache()
    if recheck { try shared.forgetHoldings() }
    let result = try await workspace.sharing(shared, quietly: common.json) { try await $0.push(stages) }
    if common.json {
      Terminal.print(result.node(shared).line)
    } else {
      let hasCalls = result.contains { $0.calls > 0 }
      var table = Table(["stage", "state"] + (hasCalls ? ["calls"] : []), words: 2)
      for stage in result {
        table.add([stage.stage, stage.outcome.words] + (hasCalls ? [stage.calls.grouped] : []))
      }
      for line in table.lines + shared.trafficLines { Terminal.print(line) }
    }
    if Interrupt.isAsked { throw ExitStatus.interrupted }
    guard result.allSatisfy({ [.pushed, .there, .unbuilt].contains($0.outcome) }), shared.mayWrite else {
      throw ExitStatus.incomplete
    }
  }
}

extension Pushed.Outcome {
  fileprivate var words: String {
    switch self {
    case .pushed: "pushed"
    case .there: "was there"
    case .adopted: "another was there and is taken over; build to go on with it"
    case .unbuilt: "not built"
    case .refused: "not taken"
    case .stopped: "not begun"
    }
  }
}

extension [Pushed] {
  fileprivate func node(_ shared: SharedCache) -> JSONNode {
    let stages = map { stage in
      JSONNode.object([
        ("name", .text(stage.stage)), ("state", .text(stage.outcome.rawValue)), ("calls", .number(stage.calls)),
      ])
    }
    return .object([("stages", .list(stages)), ("remotes", shared.trafficNode)])
  }
}
