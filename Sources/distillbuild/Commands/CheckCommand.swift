import ArgumentParser
import Graph
import Stages

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Tries the models of the pipeline: reachable, served, answering, calling tools.",
    discussion: """
      A completion of one token and one tool call are asked of each URL; no reply is stored. What a server tells of the \
      model it serves is compared with what was told when results were first made. Where that differs, --same and --new \
      say which it is.
      """)

  @Argument(help: "Models to try (default: all that are asked for anything).")
  var models: [String] = []

  @Flag(name: .long, help: "Takes what answers for the same model as before: what it made stays.")
  var same = false

  @Flag(name: .long, help: "Takes what answers for another model: what the old one made is made again.")
  var new = false

  @OptionGroup var common: CommonOptions

  mutating func validate() throws {
    if same, new { throw ValidationError("'--same' and '--new' contradict each other") }
    if same || new, models.isEmpty { throw ValidationError("name the model that is \(same ? "the same" : "new")") }
  }

  func run() async throws {
    let workspace = try Workspace(common)
    let document = workspace.pipeline.document
    let entries = document.sections[StageCatalog.models] ?? []
    for name in models where !entries.contains(where: { $0.name == name }) {
      throw UserMistake("unknown model '\(name)'\(Nearest.hint(name, among: entries.map(\.name)))")
    }
    var status = ExitStatus.done
    var reports: [(name: String, checks: [EndpointCheck])] = []
    for entry in entries where models.isEmpty || models.contains(entry.name) {
      guard entry.variant == ModelEntry.provider else {
        if !models.isEmpty { Terminal.note("'\(entry.name)' has the provider '\(entry.variant)', and needs no check") }
        continue
      }
      let settings = try ModelEntry(entry, seed: document.seed, file: document.file).settings
      let callsTools = document.stages.contains {
        $0.values["model"]?.string == entry.name && $0.values["tools"]?.list?.isEmpty == false
      }
      var checks = await (try workspace.runtime.model(settings)).check(callsTools: callsTools)
      if new || same { try settle(checks, settings, in: workspace) }
      let known = try workspace.runtime.identity(of: settings)
      for place in checks.indices { checks[place].compare(with: known) }
      reports.append((entry.name, checks))
      for check in checks where !check.isUsable {
        status = max(status, check.isUsersMove ? .userMistake : .machineTrouble)
      }
      if !common.json { show(entry.name, checks) }
    }
    if common.json { Terminal.print(node(reports).line) }
    if reports.isEmpty, !common.json { Terminal.print("no model of this pipeline is asked for anything") }
    if status != .done { throw status }
  }

  /// Notes what the user says of who answers.
  private func settle(_ checks: [EndpointCheck], _ settings: ModelSettings, in workspace: Workspace) throws {
    let told = checks.filter(\.isUsable).map { $0.identity ?? "" }
    if new, let first = told.first { try workspace.index.replace(settings.identityName, told: first) }
    for told in told { try workspace.index.same(settings.identityName, told: told) }
  }

  private func show(_ name: String, _ checks: [EndpointCheck]) {
    Terminal.print("\(name):")
    for check in checks {
      for (place, line) in check.lines.enumerated() { Terminal.print((place == 0 ? "  " : "    ") + line) }
    }
  }

  private func node(_ reports: [(name: String, checks: [EndpointCheck])]) -> JSONNode {
    let models = reports.map { name, checks -> JSONNode in
      let endpoints = checks.map { check -> JSONNode in
        .object([
          ("url", .text(check.url)), ("usable", .bool(check.isUsable)),
          ("contextLength", check.contextLength.map { .number($0) } ?? .null),
          ("identity", check.identity.map { .text($0) } ?? .null),
          ("change", check.change.map { .text($0.description) } ?? .null),
          ("lines", .list(check.lines.map { .text($0) })),
        ])
      }
      return .object([("name", .text(name)), ("endpoints", .list(endpoints))])
    }
    return .object([("models", .list(models))])
  }
}

extension ExitStatus: Comparable {
  /// The worse of two is told.
  static func < (one: ExitStatus, other: ExitStatus) -> Bool { one.rawValue < other.rawValue }
}
