import Foundation
import TestSupport

/// Somebody of a team: a folder of their own, with the same pipeline and problems as everybody's.
struct BadRemoteMember {
  let project: CommandProject

  init() throws { project = try CommandProject(problems: BadRemoteMember.problems) }

  private static let problems = [CommandProblem](count: 40)

  /// The finished files as a build without any shared cache makes them.
  static func expected() async throws -> [String: [UInt8]] { try await files.value }

  private static let files = Task { try await BadRemoteMember().project.cleanOutputs() }

  /// What a build did, whose results are those of `expected` or it throws.
  struct Build {
    let report: BuiltReport
    let warnings: [String]

    /// How many records each stage worked on, in all.
    var executed: Int { report.executed.values.reduce(0, +) }

    /// What the warnings complain of, sorted.
    var complaints: [Complaint] { warnings.map(Complaint.init).sorted { $0.rawValue < $1.rawValue } }
  }

  /// What a warning is about, by its words.
  enum Complaint: String {
    case unreachable = "cannot be reached"
    case slow = "is too slow"
    case busy = "is busy"
    case refused = "refuses"
    case full = "takes no more"
    case tooLarge = "takes nothing so large"
    case damaged = "holds something damaged"
    case unfit = "does not behave like one"
    case other

    init(_ warning: String) {
      let kinds: [Complaint] = [.unreachable, .slow, .busy, .refused, .full, .tooLarge, .damaged, .unfit]
      // What is not whole is damage too, and is told of once with it.
      if warning.contains("not whole") {
        self = .damaged
      } else {
        self = kinds.first { warning.contains($0.rawValue) } ?? .other
      }
    }
  }

  /// Builds with a shared cache.
  /// - Parameter patience: for how many seconds the cache may keep silent.
  func build(sharing address: String, patience: Int = 20) async throws -> Build {
    let run = try await project.shell(
      "DISTILLBUILD_REMOTE_TIMEOUT=\(patience) DISTILLBUILD_REMOTE='\(address)' exec $DISTILLBUILD build --json")
    guard run.status == 0 else {
      throw CommandTrouble("with \(address) the build ended with status \(run.status): \(run.errors)")
    }
    guard try await project.outputs() == BadRemoteMember.expected() else {
      throw CommandTrouble("with \(address) the build wrote something else")
    }
    return Build(
      report: try run.built(), warnings: try run.lines().filter { $0.event == "warning" }.compactMap(\.message))
  }

  /// After whatever trouble somebody had, a build of another member leaves everything as it ought to be for a third.
  static func expectRepair(at address: String) async throws -> (second: Build, third: Build) {
    (try await BadRemoteMember().build(sharing: address), try await BadRemoteMember().build(sharing: address))
  }
}
