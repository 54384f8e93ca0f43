import Synchronization
import Testing

@testable import Graph

@Suite("A gate lets so many through at once, and all of them in the end")
struct UnitGateTests {
  @Test(arguments: [(-1, 1), (0, 1), (1, 1), (3, 3), (20, 20)])
  func `never more than its width`(width: Int, expected: Int) async {
    let gate = UnitGate(width: width)
    for _ in 0..<expected { await gate.enter() }
    let entered = Entered()
    await withDiscardingTaskGroup { group in
      for _ in 0..<30 {
        group.addTask {
          await gate.enter()
          entered.note()
        }
      }
      for left in 0..<30 {
        for _ in 0..<200 { await Task.yield() }
        #expect(entered.count <= left)
        await gate.leave()
        while entered.count <= left { await Task.yield() }
      }
    }
    #expect(entered.count == 30)
  }

  /// How many have come in.
  private final class Entered: Sendable {
    private let counter = Mutex(0)

    var count: Int { counter.withLock { $0 } }

    func note() { counter.withLock { $0 += 1 } }
  }
}
