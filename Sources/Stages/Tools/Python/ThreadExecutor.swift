private import Dispatch
private import Foundation
private import Synchronization

/// Runs an actor on a thread of its own, where it may wait for a process without holding up other tasks.
///
/// The thread lives as long as the executor. That matters for more than waiting: on Linux a child that asks to be ended
/// with its parent is ended when the *thread* that started it ends.
final class ThreadExecutor: SerialExecutor {
  private let queue = Queue()

  init() {
    Thread.detachNewThread { [queue] in queue.run() }
  }

  deinit { queue.close() }

  func enqueue(_ job: consuming ExecutorJob) {
    queue.add(UnownedJob(job), of: asUnownedSerialExecutor())
  }

  /// Jobs in order, and a thread that waits for them.
  private final class Queue: Sendable {
    private struct Work: Sendable {
      let job: UnownedJob
      let executor: UnownedSerialExecutor
    }

    private let work = Mutex<[Work]>([])
    private let count = DispatchSemaphore(value: 0)

    func add(_ job: UnownedJob, of executor: UnownedSerialExecutor) {
      work.withLock { $0.append(Work(job: job, executor: executor)) }
      count.signal()
    }

    /// Ends the thread: a count without work.
    func close() { count.signal() }

    func run() {
      while true {
        count.wait()
        let next = work.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        guard let next else { return }
        next.job.runSynchronously(on: next.executor)
      }
    }
  }
}
