private import Dispatch
private import Foundation
private import Synchronization

/// A few threads for calls that may block for ever, such as those on a network's file system whose server is gone: the
/// threads that run tasks must not wait in them.
final class BlockingThreads: Sendable {
  /// What the threads share.
  private final class Work: Sendable {
    struct State {
      var jobs: [@Sendable () -> Void] = []
      var threads = 0
    }

    let state = Mutex(State())
    let ready = DispatchSemaphore(value: 0)

    /// An empty list after a signal means the end.
    func run() {
      while true {
        ready.wait()
        guard let job = state.withLock({ $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() }) else { return }
        job()
      }
    }
  }

  private let work = Work()
  private let most: Int

  /// - Parameter most: the threads are started as jobs come, up to so many.
  init(most: Int) { self.most = most }

  deinit { for _ in 0..<most { work.ready.signal() } }

  private func add(_ job: @escaping @Sendable () -> Void) {
    let isShort = work.state.withLock { state in
      state.jobs.append(job)
      guard state.threads < most else { return false }
      state.threads += 1
      return true
    }
    if isShort {
      let thread = Thread { [work] in work.run() }
      thread.name = "files"
      thread.start()
    }
    work.ready.signal()
  }

  /// What a body returns, from one of the threads; nil if that takes longer than the limit. The body then goes on, or
  /// waits, without anyone to listen.
  func run<Value: Sendable>(within limit: Duration, _ body: @escaping @Sendable () -> Value) async -> Value? {
    let outcome = FirstOutcome<Value>()
    add { outcome.settle(body()) }
    let timer = Task {
      try await Task.sleep(for: limit)
      outcome.settle(nil)
    }
    defer { timer.cancel() }
    return await outcome.value
  }
}

/// The first of several outcomes, for one who waits.
private final class FirstOutcome<Value: Sendable>: Sendable {
  private enum State: Sendable {
    case open
    case awaited(CheckedContinuation<Value?, Never>)
    case settled(Value?)
    case delivered
  }

  private let state = Mutex(State.open)

  func settle(_ value: Value?) {
    state.withLock { state in
      switch state {
      case .open: state = .settled(value)
      case .awaited(let continuation):
        state = .delivered
        continuation.resume(returning: value)
      case .settled, .delivered: break
      }
    }
  }

  var value: Value? {
    get async {
      await withCheckedContinuation { continuation in
        state.withLock { state in
          if case .settled(let value) = state {
            state = .delivered
            continuation.resume(returning: value)
          } else {
            state = .awaited(continuation)
          }
        }
      }
    }
  }
}
