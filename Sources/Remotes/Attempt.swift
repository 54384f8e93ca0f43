internal import Graph

/// What came of one try.
enum Attempt<Value: Sendable>: Sendable {
  /// An answer, welcome or not.
  case done(Value)
  /// Nothing to go by.
  case failed(RemoteFailure, again: Again)
}

/// Whether another try may go better.
enum Again: Equatable {
  case never
  /// After a pause; nil leaves its length to the limits.
  case after(Duration?)
}

extension RemoteLimits {
  /// Tries until there is an answer, or it is of no more use.
  func trying<Value: Sendable>(
    _ attempt: () async -> Attempt<Value>
  ) async throws(RemoteFailure) -> Value {
    var number = 1
    while true {
      switch await attempt() {
      case .done(let value): return value
      case .failed(let failure, .never): throw failure
      case .failed(let failure, .after(let asked)):
        guard number < attempts else { throw failure }
        // A little chance keeps many who failed together from coming back together.
        let pause = asked ?? self.pause * (1 << (number - 1)) * Double.random(in: 0.75...1.25)
        guard (try? await Task.sleep(for: min(pause, longestPause))) != nil else {
          throw RemoteFailure(.cancelled, remote: failure.remote, failure.detail)
        }
        number += 1
      }
    }
  }
}
