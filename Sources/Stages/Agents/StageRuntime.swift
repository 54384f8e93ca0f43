internal import HTTP
package import Graph
internal import Synchronization

/// What the stages of one build share: a way to the network, one way to each model, and a home for Python.
///
/// Everything is made when it is first needed: a build with nothing to ask asks for no key and opens no connection.
package final class StageRuntime: Sendable {
  private struct State {
    var client: HTTPClient?
    var models: [String: Model] = [:]
  }

  private let environment: [String: String]
  private let clock: ModelClock
  private let cache: String
  /// Where it is kept which models were met; nil if that does not matter.
  private let index: Index?
  private let tell: @Sendable (String) -> Void
  private let authorName: @Sendable () -> String?
  private let state = Mutex(State())

  /// - Parameters:
  ///   - cache: the cache's folder, as an absolute path, where Python's packages are kept.
  ///   - index: where it is kept which models were met; nil to take any.
  ///   - environment: where keys of models are found.
  ///   - author: who is to be named as the maker of calls.
  ///   - tell: told what the user should know of tools.
  package init(
    cache: String, index: Index? = nil, environment: [String: String], clock: ModelClock = .system,
    author: @escaping @autoclosure @Sendable () -> String? = nil,
    tell: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    (self.cache, self.index, self.environment, self.clock, self.tell) = (cache, index, environment, clock, tell)
    authorName = author
  }

  /// Who makes the calls, as they call themselves; nil where nobody says.
  var author: String? { authorName() }

  /// What is known of a model, as part of keys; nil if it was never met.
  package func identity(of settings: ModelSettings) throws -> KnownIdentity? {
    try index?.identity(of: settings.identityName)
  }

  /// Asks a model who it is, unless that is known: its results are kept under what it tells.
  /// - Returns: whether it was asked.
  /// - Throws: `ModelFailure` if it cannot be asked; `IndexError`.
  package func meet(_ settings: ModelSettings) async throws -> Bool {
    guard let index, try index.identity(of: settings.identityName) == nil else { return false }
    let told = try await Model(settings, client: client, environment: environment, clock: clock).introduction()
    _ = try index.meet(settings.identityName, told: told)
    return true
  }

  /// The way to a model of the pipeline, the same one for all who ask.
  /// - Parameter identity: which model it has to be; nil for any.
  package func model(_ settings: ModelSettings, identity: KnownIdentity? = nil) throws(ModelFailure) -> Model {
    let result = state.withLock { state -> Result<Model, ModelFailure> in
      if let model = state.models[settings.name] { return .success(model) }
      do throws(ModelFailure) {
        let model = try Model(
          settings, identity: identity, client: state.client.made(), environment: environment, clock: clock)
        state.models[settings.name] = model
        return .success(model)
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private var client: HTTPClient { state.withLock { $0.client.made() } }

  /// The tools of some names.
  func tools(named names: [String], limits: ToolLimits) -> ToolSet {
    ToolCatalog.tools(named: names, home: PythonHome(cache: cache, tell: tell), limits: limits)
  }
}

extension HTTPClient? {
  /// Connections to one host; a model's own limit is what counts.
  private static var mostConnections: Int { 1024 }

  /// The client, made when it is first needed.
  fileprivate mutating func made() -> HTTPClient {
    let client = self ?? HTTPClient(connectionsPerHost: Self.mostConnections)
    self = client
    return client
  }
}
