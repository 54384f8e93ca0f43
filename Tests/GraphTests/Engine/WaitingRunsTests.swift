import Testing

@testable import Graph

@Suite("So many chunks of a waiting stage are begun that its units do not run out")
struct WaitingRunsTests {
  @Test(
    "chunks that are begun, the stage's width, and whether another is",
    arguments: [
      ([], 1, true), ([1000], 1, true), ([1000, 1000], 1, true), ([1000, 1000, 1000], 1, false),
      ([1, 1, 1], 2, true), ([1, 1, 1, 1], 2, false), ([0, 0, 0, 0, 0], 1, true), ([100, 100, 100], 200, true),
      ([100, 100, 100, 100], 200, false),
    ])
  func room(begun: [Int], width: Int, hasRoom: Bool) {
    var runs = WaitingRuns()
    for units in begun { runs.started(7, units: units) }
    #expect(runs.hasRoom(7, width: width) == hasRoom)
    #expect(runs.hasRoom(8, width: width))
    #expect(runs.isEmpty == begun.isEmpty)
  }

  @Test func `a chunk that has ended makes room`() {
    var runs = WaitingRuns()
    for units in [10, 10, 10] { runs.started(7, units: units) }
    #expect(!runs.hasRoom(7, width: 1))
    runs.ended(7)
    #expect(runs.hasRoom(7, width: 1))
    for _ in 0..<5 { runs.ended(7) }
    #expect(runs.isEmpty)
  }
}
