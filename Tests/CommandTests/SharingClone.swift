import Foundation
import Graph
import Testing
import TestSupport

/// Somebody's copy of a project, and the shared cache that they use.
final class SharingClone: Sendable {
  let project: CommandProject
  /// As `DISTILLBUILD_REMOTE` has it; nil where that is not set.
  let remote: String?
  private let environment: [String: String]
  /// Kept, since a folder goes with it.
  let place: SharingPlace?

  /// - Parameter environment: further variables that the command is given.
  init(_ project: CommandProject, remote: String?, place: SharingPlace? = nil, environment: [String: String] = [:]) {
    (self.project, self.remote, self.place) = (project, remote, place)
    self.environment = environment
  }

  /// A copy of the shipped pipeline with some problems.
  convenience init(_ problems: [CommandProblem], at place: SharingPlace?) throws {
    self.init(try CommandProject(problems: problems), remote: place?.address, place: place)
  }

  /// What a colleague checks out: the pipeline, its lock and the data, with nothing built.
  func clone(remote: String?? = .none, environment: [String: String]? = nil) throws -> SharingClone {
    let copy = try project.copy()
    for name in ["cache", "dist"] where copy.exists(name) { try copy.remove(name) }
    return SharingClone(
      copy, remote: remote ?? self.remote, place: place, environment: environment ?? self.environment)
  }

  /// The same folder, used in another way.
  func using(remote: String?, environment: [String: String]? = nil) -> SharingClone {
    SharingClone(project, remote: remote, place: place, environment: environment ?? self.environment)
  }

  /// Starts the command without waiting, and without a place in the gate.
  func start(_ arguments: [String]) throws -> CommandProcess {
    guard let program = CommandBinary.path else {
      throw CommandTrouble("the command 'distillbuild' was not built beside these tests; DISTILLBUILD can name it")
    }
    var variables = CacheServers.environment(for: "").filter { !$0.value.isEmpty }
    variables["DISTILLBUILD_REMOTE"] = remote
    variables.merge(environment) { $1 }
    let assignments = variables.map { "\($0)=\($1)" }
    let clearing = variables["DISTILLBUILD_REMOTE"] == nil ? ["-u", "DISTILLBUILD_REMOTE"] : []
    return try CommandProcess("/usr/bin/env", clearing + assignments + [program] + arguments, in: project.folder)
  }

  func run(_ arguments: String...) async throws -> CommandRun { try await run(arguments) }

  func run(_ arguments: [String]) async throws -> CommandRun {
    try await CommandGate.through { try await start(arguments).wait() }
  }

  /// Builds with `--json`, to the end.
  func build(_ arguments: String...) async throws -> BuiltReport {
    let run = try await run(["build", "--json"] + arguments)
    guard run.status == 0 else {
      throw CommandTrouble("the build ended with \(run.status): \(run.output)\(run.errors)")
    }
    return try run.built()
  }

  /// `cache push` or `cache pull`, with `--json`.
  func transfer(_ verb: String, _ arguments: String..., status: Int32 = 0) async throws -> TransferReport {
    let run = try await run(["cache", verb, "--json"] + arguments)
    guard run.status == status else { throw CommandTrouble("cache \(verb) ended with \(run.status): \(run.errors)") }
    return try run.decoded(as: TransferReport.self)
  }

  /// The finished files.
  var outputs: [String: [UInt8]] { get throws { try project.outputs() } }
}

/// What `cache push --json` and `cache pull --json` print.
struct TransferReport: Decodable, Sendable {
  struct Stage: Decodable, Sendable {
    let name: String
    let state: String
    let calls: Int
    let by: String?
  }

  struct Remote: Decodable, Sendable {
    let remote: String
    let resultsFound: Int
    let resultsStored: Int
    let bytesWritten: Int
  }

  let stages: [Stage]
  let remotes: [Remote]

  /// How the stages ended, each way once.
  var states: Set<String> { Set(stages.map(\.state)) }

  subscript(name: String) -> Stage? { stages.first { $0.name == name } }
}

extension BuiltReport {
  /// Whether nothing was made.
  var executedNothing: Bool { executed.values.allSatisfy { $0 == 0 } }
}

extension CommandRun {
  /// What the run warned of, whether it printed JSON or not.
  var warnings: [String] {
    let lines = (try? lines()) ?? []
    return lines.filter { $0.event == "warning" }.compactMap(\.message)
      + errors.split(separator: "\n").filter { $0.hasPrefix("warning: ") }.map { String($0.dropFirst(9)) }
  }
}

extension [CommandProblem] {
  /// Problems that no other test has, so that a server that is shared knows nothing of them.
  static func unique(_ count: Int) -> [CommandProblem] {
    // A multiple of 17 and of 7, so that which of them are wrong, and how, is the same on every run.
    var random = SharingSeed.next()
    return [CommandProblem](count: count, from: 119 * (10_000 + random.below(8_000_000)))
  }
}
