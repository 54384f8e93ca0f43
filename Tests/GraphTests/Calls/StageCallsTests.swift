import TestSupport
import Testing

@testable import Graph

@Suite("A stage's calls are counted, and stay within what all stages of a build may spend")
struct StageCallsTests {
  private let temporary: TemporaryFolder
  private let store: CallStore
  private let recipe = Digest(of: Array("recipe".utf8))

  init() throws {
    temporary = try TemporaryFolder()
    store = try CallStore(index: Index(folder: temporary.path), now: { 0 })
  }

  private struct Hung: Error {}

  private func key(_ name: String) -> CallKey { CallKey(request: Digest(of: Array(name.utf8))) }

  private func calls(_ allowance: CallAllowance = CallAllowance()) -> StageCalls {
    StageCalls(store: store, recipe: recipe, allowance: allowance)
  }

  private func ask(_ calls: StageCalls, _ name: String, cost: Double = 1) async throws -> [UInt8] {
    try await calls.reply(to: key(name)) {
      (CallReply(body: Array(name.utf8)), CallSpending(inputTokens: 5, outputTokens: 7, cost: cost))
    }.body
  }

  @Test func `calls made and spared are counted, and what those made took`() async throws {
    let calls = calls()
    for name in ["a", "b", "a", "c", "a"] { #expect(try await ask(calls, name) == Array(name.utf8)) }
    #expect([calls.counts.made, calls.counts.reused] == [3, 2])
    #expect(calls.counts.spent == CallSpending(inputTokens: 15, outputTokens: 21, cost: 3))
  }

  @Test func `a call that brings nothing is not counted`() async throws {
    let calls = calls()
    await #expect(throws: Hung.self) { try await calls.reply(to: key("a")) { throw Hung() } }
    #expect(calls.counts == CallCounts())
  }

  @Test(arguments: [(0, "the limit of 0 calls is reached"), (1, "the limit of 1 call is reached")])
  func `the limit on calls`(most: Int, message: String) async throws {
    let calls = calls(CallAllowance(mostCalls: most))
    for number in 0..<most { _ = try await ask(calls, "\(number)") }
    await #expect(throws: CallsEnded(message)) { try await ask(calls, "one more") }
    #expect(calls.counts.made == most)
  }

  @Test func `it is exact, however many begin at once`() async throws {
    let allowance = CallAllowance(mostCalls: 17)
    let stages = [calls(allowance), calls(allowance)]
    let refusals = await withTaskGroup(of: CallsEnded?.self) { group in
      for number in 0..<100 {
        group.addTask {
          do {
            _ = try await ask(stages[number % 2], "call \(number)")
            return nil
          } catch {
            return error as? CallsEnded
          }
        }
      }
      return await group.reduce(into: []) { $0 += $1.map { [$0] } ?? [] }
    }
    #expect(refusals == Array(repeating: CallsEnded("the limit of 17 calls is reached"), count: 83))
    #expect(stages[0].counts.made + stages[1].counts.made == 17)
  }

  @Test func `a remembered call is given also when the limit is reached`() async throws {
    _ = try await ask(calls(), "a")
    let calls = calls(CallAllowance(mostCalls: 0))
    #expect(try await ask(calls, "a") == Array("a".utf8))
    await #expect(throws: CallsEnded.self) { try await ask(calls, "b") }
    #expect(try await ask(calls, "a") == Array("a".utf8))
  }

  @Test func `a call that brings nothing gives its place back`() async throws {
    let calls = calls(CallAllowance(mostCalls: 1))
    for _ in 0..<3 { await #expect(throws: Hung.self) { try await calls.reply(to: key("a")) { throw Hung() } } }
    #expect(try await ask(calls, "a") == Array("a".utf8))
  }

  @Test func `once a limit has refused one call it refuses all, with the first reason`() async throws {
    let allowance = CallAllowance(mostCalls: 1, mostCost: 0.5)
    let calls = calls(allowance)
    #expect(allowance.ending == nil)
    _ = try await ask(calls, "a")
    #expect(allowance.ending == nil)
    for name in ["b", "c"] {
      await #expect(throws: CallsEnded("the limit of 1 call is reached")) { try await ask(calls, name) }
    }
    allowance.stop(CallsEnded("something else"))
    #expect(allowance.ending == CallsEnded("the limit of 1 call is reached"))
  }

  @Test func `a build that stops for another reason begins no call`() async throws {
    let allowance = CallAllowance()
    allowance.stop(CallsEnded("too much went wrong"))
    await #expect(throws: CallsEnded("too much went wrong")) { try await ask(calls(allowance), "a") }
  }

  @Test func `a limit on cost is looked at before each call`() async throws {
    let calls = calls(CallAllowance(mostCost: 1))
    _ = try await ask(calls, "free", cost: 0)
    _ = try await ask(calls, "cheap", cost: 0.75)
    _ = try await ask(calls, "dear", cost: 5)
    await #expect(throws: CallsEnded("the calls have cost 5.75, and the limit is 1.0")) { try await ask(calls, "more") }
  }
}
