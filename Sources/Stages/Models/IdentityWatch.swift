package import Graph
private import Synchronization

/// Sees to it that behind each endpoint is the model whose results are kept: at the first call, and again whenever a
/// connection has broken or a new one was made, since a server may come back with another.
final class IdentityWatch: Sendable {
  private enum State {
    case unseen
    case seen(at: Duration)
    case looking(Task<CallFault?, Never>)
  }

  /// No server comes back with other weights in so short a time; those that close every connection are looked at no
  /// more often than this.
  private static let pause: Duration = .seconds(1)

  private let known: KnownIdentity
  private let clock: ModelClock
  private let states: Mutex<[State]>

  /// Nil where the model told nothing of itself, so that there is nothing to compare.
  init?(_ known: KnownIdentity, endpoints: Int, clock: ModelClock) {
    guard !known.told.isEmpty else { return nil }
    (self.known, self.clock) = (known, clock)
    states = Mutex(Array(repeating: .unseen, count: endpoints))
  }

  /// Looks at an endpoint unless it was looked at; all who ask meanwhile wait for one look.
  /// - Parameters:
  ///   - isReconnected: whether an earlier look counts only if it was just now.
  ///   - listing: asks the endpoint what it tells of the model.
  /// - Returns: what speaks against calling it, or against what it replied.
  func look(
    at endpoint: Int, isReconnected: Bool = false, listing: @escaping @Sendable () async -> Result<String?, CallFault>
  ) async -> CallFault? {
    let task = states.withLock { states -> Task<CallFault?, Never>? in
      switch states[endpoint] {
      case .seen(let time) where !isReconnected || clock.now() - time < IdentityWatch.pause: return nil
      case .looking(let task): return task
      case .unseen, .seen:
        let task = Task { self.judge(await listing(), at: endpoint) }
        states[endpoint] = .looking(task)
        return task
      }
    }
    guard let task else { return nil }
    // Callers are cancelled together, when a build ends.
    return await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      task.cancel()
    }
  }

  /// Has the endpoint looked at again before it is next called.
  func lost(_ endpoint: Int) {
    states.withLock { if case .seen = $0[endpoint] { $0[endpoint] = .unseen } }
  }

  private func judge(_ told: Result<String?, CallFault>, at endpoint: Int) -> CallFault? {
    let fault: CallFault? =
      switch told {
      case .failure(let fault): fault
      case .success(let told): IdentityChange(from: known, to: told ?? "").map { .stranger($0) }
      }
    states.withLock { $0[endpoint] = fault == nil ? .seen(at: clock.now()) : .unseen }
    return fault
  }
}

/// How what a server tells of a model differs from what was told when its results were made.
package struct IdentityChange: Sendable, Equatable, CustomStringConvertible {
  /// For the user: each member that differs, as it was and as it is.
  package let description: String

  /// Nil if it is the same model.
  package init?(from known: KnownIdentity, to told: String) {
    guard told != known.told, !known.alike.contains(told) else { return nil }
    func members(_ json: String) -> [String: String] {
      let node = try? JSONNode.parse(Array(json.utf8), file: "")
      return Dictionary((node?.members ?? []).map { ($0.key, $0.node.json) }) { $1 }
    }
    let (was, now) = (members(known.told), members(told))
    let changes = Set(was.keys).union(now.keys).sorted().filter { was[$0] != now[$0] }.map { name in
      "'\(name)' was \(IdentityChange.shown(was[name])) and is \(IdentityChange.shown(now[name]))"
    }
    description = changes.joined(separator: ", ")
  }

  private static func shown(_ value: String?) -> String {
    guard let value else { return "not told" }
    return value.count > 120 ? "\(value.prefix(120))…" : value
  }
}
