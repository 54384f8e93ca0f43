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
  private let tell: @Sendable (String) -> Void
  private let state = Mutex(State())

  /// Connections to one host; a model's own limit is what counts.
  private static let mostConnections = 1024

  /// - Parameters:
  ///   - cache: the cache's folder, as an absolute path, where Python's packages are kept.
  ///   - environment: where keys of models are found.
  ///   - tell: told what the user should know of tools.
  package init(
    cache: String, environment: [String: String], clock: ModelClock = .system,
    tell: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    (self.cache, self.environment, self.clock, self.tell) = (cache, environment, clock, tell)
  }

  /// The way to a model of the pipeline, the same one for all who ask.
  package func model(_ settings: ModelSettings) throws(ModelFailure) -> Model {
    let result = state.withLock { state -> Result<Model, ModelFailure> in
      if let model = state.models[settings.name] { return .success(model) }
      let client = state.client ?? HTTPClient(connectionsPerHost: StageRuntime.mostConnections)
      state.client = client
      do throws(ModelFailure) {
        let model = try Model(settings, client: client, environment: environment, clock: clock)
        state.models[settings.name] = model
        return .success(model)
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// The tools of some names.
  func tools(named names: [String], limits: ToolLimits) -> ToolSet {
    ToolCatalog.tools(named: names, home: PythonHome(cache: cache, tell: tell), limits: limits)
  }
}
