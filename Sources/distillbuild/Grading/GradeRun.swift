import Dispatch
import Foundation
import Graph
import Synchronization

/// Grades lines on several processors and writes them in the order in which they came.
///
/// Each job takes a batch, grades it, and hands it over. Whoever hands over the batch whose turn it is writes it, and
/// those after it that are done. No job waits for input that another could write results before: so a program may talk
/// with this one line by line.
final class GradeRun: Sendable {
  private let fields: PairFields
  private let source: Mutex<Source>
  private let sink = Mutex(Sink())
  /// Batches that may be taken before the oldest is written, so that a slow one makes the others wait and not pile up.
  private let window = DispatchSemaphore(value: 0)

  private struct Source {
    var input: LineInput
    /// Why it ended early.
    var failure: (any Error)?
    var hasEnded = false
  }

  private struct Sink {
    var tally = GradeTally()
    /// The number of the batch to be written next.
    var next = 0
    /// Batches before whose turn another must come.
    var waiting: [Int: GradedBatch] = [:]
    /// Why nothing more can be written.
    var failure: DiskError?

    mutating func write(_ batch: GradedBatch) {
      next += 1
      guard failure == nil else { return }
      tally.add(batch.tally)
      do throws(DiskError) {
        try Disk.append(batch.output, to: STDOUT_FILENO, "standard output")
      } catch {
        failure = error
      }
    }
  }

  init(_ files: [String], _ fields: PairFields) {
    self.fields = fields
    source = Mutex(Source(input: LineInput(files)))
  }

  /// Grades all. When the input fails or the user asks to stop, what was read before is graded and written.
  ///
  /// - Returns: what became of the pairs; nil if whoever reads the output has gone, as `head` does.
  /// - Throws: what ended the input early, or else the output.
  func run(jobs: Int) throws -> GradeTally? {
    for _ in 0..<4 * jobs { window.signal() }
    DispatchQueue.concurrentPerform(iterations: jobs) { _ in work() }
    if let failure = sink.withLock({ $0.failure }) {
      if failure.code == EPIPE { return nil }
      throw failure
    }
    if let failure = source.withLock({ $0.failure }) { throw failure }
    return sink.withLock { $0.tally }
  }

  private func work() {
    while true {
      window.wait()
      guard let batch = takeBatch() else {
        // Another job may be waiting to learn that this is the end.
        window.signal()
        return
      }
      for _ in 0..<hand(over: GradedBatch(batch, fields)) { window.signal() }
    }
  }

  private func takeBatch() -> LineBatch? {
    source.withLock { source in
      if source.hasEnded { return nil }
      var batch: LineBatch?
      do { batch = try source.input.next() } catch { source.failure = error }
      source.hasEnded = batch == nil
      return batch
    }
  }

  /// - Returns: how many batches no longer wait.
  private func hand(over batch: GradedBatch) -> Int {
    let (written, isBroken) = sink.withLock { sink in
      sink.waiting[batch.number] = batch
      var written = 0
      while let batch = sink.waiting.removeValue(forKey: sink.next) {
        sink.write(batch)
        written += 1
      }
      return (written, sink.failure != nil)
    }
    if isBroken { source.withLock { $0.hasEnded = true } }
    return written
  }
}
