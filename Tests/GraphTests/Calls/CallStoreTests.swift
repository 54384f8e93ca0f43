import TestSupport
import Synchronization
import Testing

@testable import Graph

@Suite("Calls are made once, and are on disk before they are used")
struct CallStoreTests {
  private let temporary: TemporaryFolder

  init() throws { temporary = try TemporaryFolder() }

  private func store() throws -> CallStore { try CallStore(index: Index(folder: temporary.path), now: { 0 }) }

  private func key(_ name: String, bounds: [Int] = []) -> CallKey {
    CallKey(request: Digest(of: Array(name.utf8)), bounds: bounds)
  }

  private let recipe = Digest(of: Array("recipe".utf8))

  @Test func `a reply is there for another process as soon as it is returned`() async throws {
    let (first, second) = (try store(), try store())
    let made = try await first.reply(to: key("a"), recipe: recipe) {
      CallReply(body: [1, 2, 3], provenance: "{\"m\":1}")
    }
    #expect(!made.isReused)
    #expect(try await second.stored(key("a")) == CallReply(body: [1, 2, 3], provenance: "{\"m\":1}"))
  }

  @Test func `a stored call is not made again`() async throws {
    let store = try store()
    _ = try await store.reply(to: key("a"), recipe: recipe) { CallReply(body: [1]) }
    let again = try await store.reply(to: key("a"), recipe: recipe) { CallReply(body: [2]) }
    #expect(again.isReused)
    #expect(again.reply.body == [1])
  }

  @Test func `equal calls under way at once are made once`() async throws {
    let store = try store()
    let calls = Counter()
    let (key, recipe) = (key("a"), recipe)
    let bodies = try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for _ in 0..<50 {
        group.addTask {
          try await store.reply(to: key, recipe: recipe) {
            let number = calls.next()
            try await Task.sleep(for: .milliseconds(20))
            return CallReply(body: [number])
          }.reply.body
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(calls.next() == 2)
    #expect(Set(bodies) == [[1]])
  }

  @Test func `a call that fails is nobody's reply`() async throws {
    struct Hung: Error {}
    let store = try store()
    await #expect(throws: Hung.self) { try await store.reply(to: key("a"), recipe: recipe) { throw Hung() } }
    #expect(try await store.stored(key("a")) == nil)
    #expect(try await !store.reply(to: key("a"), recipe: recipe) { CallReply(body: [1]) }.isReused)
  }

  @Test func `the first reply stored is everybody's`() async throws {
    let (first, second) = (try store(), try store())
    let (key, recipe) = (key("a"), recipe)
    let late = try await second.reply(to: key, recipe: recipe) {
      _ = try await first.reply(to: key, recipe: recipe) { CallReply(body: [1]) }
      return CallReply(body: [2])
    }
    #expect(late.reply.body == [1])
  }

  @Test func `a looser bound redoes what was cut and nothing else`() async throws {
    let store = try store()
    _ = try await store.reply(to: key("whole", bounds: [100]), recipe: recipe) { CallReply(body: [1], usage: [40]) }
    _ = try await store.reply(to: key("cut", bounds: [100]), recipe: recipe) {
      CallReply(body: [2], usage: [100], hitBound: true)
    }
    #expect(try await store.stored(key("whole", bounds: [200]))?.body == [1])
    #expect(try await store.stored(key("cut", bounds: [200])) == nil)
    #expect(try await store.stored(key("cut", bounds: [100]))?.body == [2])
  }

  @Test func `a tighter bound takes only replies that stayed below it`() async throws {
    let store = try store()
    _ = try await store.reply(to: key("a", bounds: [100]), recipe: recipe) { CallReply(body: [1], usage: [40]) }
    #expect(try await store.stored(key("a", bounds: [40]))?.body == [1])
    #expect(try await store.stored(key("a", bounds: [39])) == nil)
  }

  @Test func `a reply whose place is held by one that does not fit is kept under today's bounds`() async throws {
    let store = try store()
    _ = try await store.reply(to: key("a", bounds: [100]), recipe: recipe) { CallReply(body: [1], usage: [90]) }
    _ = try await store.reply(to: key("a", bounds: [50]), recipe: recipe) { CallReply(body: [2], usage: [30]) }
    #expect(try await store.stored(key("a", bounds: [50]))?.body == [2])
    #expect(try await store.stored(key("a", bounds: [100]))?.body == [1])
  }

  @Test func `one person's cut reply does not block another's`() async throws {
    let store = try store()
    _ = try await store.reply(to: key("a", bounds: [10]), recipe: recipe) {
      CallReply(body: [1], usage: [10], hitBound: true)
    }
    let other = try await store.reply(to: key("a", bounds: [20]), recipe: recipe) { CallReply(body: [2], usage: [15]) }
    #expect(!other.isReused)
    #expect(try await store.stored(key("a", bounds: [10]))?.body == [1])
    #expect(try await store.stored(key("a", bounds: [30]))?.body == [2])
  }

  @Test func `many calls at once are all kept`() async throws {
    let store = try store()
    let recipe = recipe
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<500 {
        let key = key("call \(number)")
        group.addTask { _ = try await store.reply(to: key, recipe: recipe) { CallReply(body: [UInt8(number % 256)]) } }
      }
      try await group.waitForAll()
    }
    let other = try self.store()
    for number in 0..<500 { #expect(try await other.stored(key("call \(number)"))?.body == [UInt8(number % 256)]) }
  }
}

/// Counts calls.
private final class Counter: Sendable {
  private let count = Mutex<UInt8>(0)

  func next() -> UInt8 {
    count.withLock { count in
      count += 1
      return count
    }
  }
}
