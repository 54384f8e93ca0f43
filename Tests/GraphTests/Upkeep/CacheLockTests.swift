import TestSupport
import Testing

@testable import Graph

@Suite("Any number use a cache together, or one is alone with it")
struct CacheLockTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func share(_ said: (String) -> Void = { _ in }) throws -> CacheLock? {
    var looks = 0
    return try CacheLock.share(folder.path, waiting: said) {
      looks += 1
      return looks > 30
    }
  }

  private func takeAlone(_ said: ([String]) -> Void = { _ in }) throws -> CacheLock? {
    var looks = 0
    return try CacheLock.takeAlone(folder.path, holder: "gc, process 7", waiting: said) {
      looks += 1
      return looks > 2
    }
  }

  @Test func `several share it`() throws {
    let (one, other) = (try share(), try share())
    #expect(one != nil)
    #expect(other != nil)
  }

  @Test func `who is alone is waited for, and named`() throws {
    let alone = try takeAlone()
    #expect(alone != nil)
    var said: [String] = []
    #expect(try share { said.append($0) } == nil)
    #expect(said == ["gc, process 7"])
    var others: [[String]] = []
    #expect(try takeAlone { others.append($0) } == nil)
    #expect(others == [["gc, process 7"]])
    withExtendedLifetime(alone) {}
  }

  @Test func `who wants to be alone waits for builds, and names them`() async throws {
    let shared = try share()
    let build = try await PipelineLock.take(
      in: folder.path, pipeline: "/a/pipeline.json", holder: "process 8", waiting: { _ in }, isInterrupted: { true })
    #expect(build != nil)
    var said: [[String]] = []
    #expect(try takeAlone { said.append($0) } == nil)
    #expect(said == [["process 8"]])
    withExtendedLifetime((shared, build)) {}
  }

  @Test func `it goes with its holder`() throws {
    do {
      let alone = try takeAlone()
      #expect(alone != nil)
    }
    #expect(try share() != nil)
    #expect(try takeAlone() != nil)
  }

  @Test func `who comes while somebody waits to be alone steps back for a second, and no longer`() throws {
    let turn = try FileLock("\(folder.path)/locks/turn.lock")
    #expect(try turn.take(.exclusive))
    var said: [String] = []
    var looks = 0
    let lock = try CacheLock.share(folder.path, waiting: { said.append($0) }) {
      looks += 1
      return false
    }
    #expect(lock != nil)
    #expect(looks == 20)
    #expect(said == [])
  }
}
