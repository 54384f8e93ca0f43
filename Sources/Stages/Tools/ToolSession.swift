internal import Synchronization

/// The calls of one trace.
///
/// Code that a trace runs sees what the trace's earlier code left behind, and nothing of other traces. The earlier code
/// is known here, so that a lost process can be made again by running it once more.
package final class ToolSession: Sendable {
  private static let count = Atomic(0)

  /// Tells sessions apart for as long as the program runs.
  let number: Int
  private let state: Mutex<[String]>

  /// Begins a session in which some code counts as run already.
  package init(cells: [String] = []) {
    number = Self.count.add(1, ordering: .relaxed).newValue
    state = Mutex(cells)
  }

  /// The code that was run, in order.
  package var cells: [String] { state.withLock { $0 } }

  /// Takes code as run: by a tool, or in an earlier build whose result is known.
  package func add(cell: String) { state.withLock { $0.append(cell) } }
}
