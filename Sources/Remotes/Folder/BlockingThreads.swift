private import Dispatch
private import Foundation
private import Synchronization

/// A few threads for calls that may block for ever, such as those on a network's file system whose server is gone: the
/// threads that run tasks must not wait in them.
final class BlockingThreads: Sendable {
  /// What the threads share.
  private final class Work: Sendable {
    let jobs = Mutex<[@Sendable () -> Void]>([])
    let ready = DispatchSemaphore(value: 0)

    /// An empty list after a signal means the end.
    func run() {
      while true {
        ready.wait()
        guard let job = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { return }
        job()
      }
    }
  }

  private let work = Work()
  private let count: Int

  init(count: Int) {
    self.count = count
    for _ in 0..<count {
      let thread = Thread { [work] in work.run() }
      thread.name = "files"
      thread.start()
    }
  }

  deinit { for _ in 0..<count { work.ready.signal() } }

  /// What a body returns, from one of the threads; nil if that takes longer than the limit. The body then goes on, or
  /// waits, without anyone to listen.
  func run<Value: Sendable>(within limit: Duration, _ body: @escaping @Sendable () -> Value) async -> Value? {
    let outcome = FirstOutcome<Value>()
    work.jobs.withLock { jobs in
      jobs.append { outcome.settle(body()) }
    }
    work.ready.signal()
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
