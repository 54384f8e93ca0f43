import Foundation
import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A real HTTP server on this machine whose behaviour is a closure, faults included.
///
/// Every connection has a thread of its own and is kept alive; any number may be open at once.
package final class ScriptedServer: Sendable {
  /// The port it listens on.
  package let port: Int
  private let core: ScriptedServerCore

  /// Starts at a free port.
  /// - Parameter script: what to do with each request; called on the connection's thread.
  package init(_ script: @escaping @Sendable (ScriptedRequest) -> ScriptedAnswer) throws {
    let listener = try LoopbackSocket.listen()
    port = try LoopbackSocket.port(of: listener)
    let core = ScriptedServerCore(script: script)
    self.core = core
    Thread.detachNewThread {
      while true {
        let connection = accept(listener, nil, nil)
        if connection < 0 && (errno == EINTR || errno == ECONNABORTED) { continue }
        guard connection >= 0, core.open(connection) else {
          if connection >= 0 { close(connection) }
          close(listener)
          core.state.withLock { $0.isClosed = true }
          return
        }
        Thread.detachNewThread {
          ScriptedServerConnection(file: connection, core: core).serve()
          core.close(connection)
        }
      }
    }
  }

  /// Answers the requests one after the other, and all further ones as the last.
  package convenience init(inOrder answers: [ScriptedAnswer]) throws {
    try self.init { answers[min($0.number, answers.count - 1)] }
  }

  deinit { stop() }

  /// `http://127.0.0.1:PORT`, without a slash at the end.
  package var url: String { "http://127.0.0.1:\(port)" }

  /// All requests so far, in the order they came.
  package var requests: [ScriptedRequest] { core.state.withLock { $0.requests } }

  /// The requests that ask a model for a reply: those that cost.
  package var calls: [ScriptedRequest] { requests.filter(\.isCall) }

  /// How many requests ask a model for a reply.
  package var callCount: Int { core.state.withLock { $0.requests.count(where: \.isCall) } }

  /// How many requests are being answered.
  package var inFlight: Int { core.state.withLock { $0.inFlight } }

  /// The most requests that were being answered at one time.
  package var peakInFlight: Int { core.state.withLock { $0.peakInFlight } }

  /// How many connections were made.
  package var connections: Int { core.state.withLock { $0.connections } }

  /// Breaks all connections and takes no more: whoever connects from now on is refused.
  package func stop() {
    guard core.stop() else { return }
    // A last connection of our own wakes the thread that accepts.
    if let file = LoopbackSocket.connect(port: port) { LoopbackSocket.close(file) }
    while !core.state.withLock({ $0.isClosed }) { usleep(100) }
  }
}

/// What the threads of a scripted server share.
final class ScriptedServerCore: Sendable {
  struct State: Sendable {
    var requests: [ScriptedRequest] = []
    var files: Set<Int32> = []
    var inFlight = 0
    var peakInFlight = 0
    var connections = 0
    var isStopped = false
    /// No longer listening.
    var isClosed = false
  }

  let script: @Sendable (ScriptedRequest) -> ScriptedAnswer
  let state = Mutex(State())

  init(script: @escaping @Sendable (ScriptedRequest) -> ScriptedAnswer) { self.script = script }

  var isStopped: Bool { state.withLock { $0.isStopped } }

  /// Takes note of a connection; false if there are to be no more.
  func open(_ file: Int32) -> Bool {
    state.withLock { state in
      guard !state.isStopped else { return false }
      state.files.insert(file)
      state.connections += 1
      return true
    }
  }

  func close(_ file: Int32) {
    state.withLock { state in
      // Under the lock, so that `stop` never shuts a number that has been given to someone else.
      state.files.remove(file)
      #if canImport(Darwin)
        Darwin.close(file)
      #else
        Glibc.close(file)
      #endif
    }
  }

  /// True the first time.
  func stop() -> Bool {
    state.withLock { state in
      defer { state.isStopped = true }
      for file in state.files { shutdown(file, Int32(SHUT_RDWR)) }
      return !state.isStopped
    }
  }

  /// Numbers a request and counts it as in flight.
  func record(_ make: (Int) -> ScriptedRequest) -> ScriptedRequest {
    state.withLock { state in
      let request = make(state.requests.count)
      state.requests.append(request)
      state.inFlight += 1
      state.peakInFlight = max(state.peakInFlight, state.inFlight)
      return request
    }
  }

  func answered() { state.withLock { $0.inFlight -= 1 } }
}
