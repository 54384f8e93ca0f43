import Synchronization
import Testing

@testable import Graph

@Suite("What is made is sent beside the work, in order, and before the build ends", .timeLimit(.minutes(2)))
struct SharingOutboxTests {
  private let remote = SharingRemote()
  private let pipeline = ToyPipeline([.read(), .map("mapped"), .ask("asked", from: "mapped")])

  /// A member with so many chunks of three records.
  private func member(chunks: Int) throws -> SharingMember {
    let member = try SharingMember()
    let records = (1...chunks * 3).map { ToyRecord("p\($0)", "problem \($0)", endsChunk: $0 % 3 == 0) }
    try member.write(["problems.jsonl": records])
    return member
  }

  @Test func `nothing is under way when a build has ended`() async throws {
    remote.behave { $0.wait = { try? await Task.sleep(for: .milliseconds(2)) } }
    let built = try await member(chunks: 20).build(pipeline, sharing: [remote])
    let counts = remote.counts
    #expect(built.built.status == .complete && counts.underWay == 0 && counts.published > 0)
    try await Task.sleep(for: .milliseconds(50))
    #expect(remote.counts == counts)
    #expect(counts.early == [])
  }

  @Test func `nor when one has failed`() async throws {
    remote.behave { $0.wait = { try? await Task.sleep(for: .milliseconds(2)) } }
    let member = try member(chunks: 20)
    member.bench.model.despair { $0.contains("60") }
    await #expect(throws: ToyModel.Hopeless.self) { _ = try await member.build(pipeline, sharing: [remote]) }
    let counts = remote.counts
    try await Task.sleep(for: .milliseconds(50))
    #expect(remote.counts == counts && counts.underWay == 0)
  }

  @Test func `a plan sends nothing`() async throws {
    let member = try member(chunks: 3)
    _ = try await member.build(pipeline, sharing: [remote], isDry: true)
    #expect(remote.counts.written == 0 && remote.counts.published == 0)
    #expect(remote.kept.entries.isEmpty && remote.kept.blobs.isEmpty)
  }

  @Test func `a build that is interrupted sends no more`() async throws {
    // How many entries had been published at that moment.
    let interrupted = Mutex<Int?>(nil)
    let member = try member(chunks: 300)
    // The last record is never answered: the build cannot end before something has been written.
    member.bench.model.hold { $0 == "problem 900" }
    remote.behave { [remote] manners in
      manners.write = { bytes in
        interrupted.withLock { $0 = $0 ?? remote.counts.published }
        return .success(bytes)
      }
    }
    let built = try await member.build(pipeline, sharing: [remote]) { options in
      options.isInterrupted = { interrupted.withLock { $0 != nil } }
    }
    #expect(built.built.status == .stopped)
    let before = try #require(interrupted.withLock { $0 })
    // At most what was under way.
    #expect(remote.counts.published - before <= Batches.width * Batches.size && remote.counts.underWay == 0)
    member.bench.model.release()
    remote.behave()
    #expect(try await member.build(pipeline, sharing: [remote]).built.status == .complete)
    #expect(remote.counts.early == [])
  }

  @Test func `however slow a remote is, few blobs are in memory`() async throws {
    let member = try member(chunks: 300)
    let model = member.bench.model
    // It takes nothing before all is made, and could be sent.
    remote.behave { $0.hold = { try? await model.wait { $0.answered.count == 900 } } }
    let built = try await member.build(pipeline, sharing: [remote])
    #expect(built.built.status == .complete)
    let most = Batches.width * Batches.width
    #expect(remote.counts.peak <= most && remote.counts.written > 2 * most, "\(remote.counts)")
  }

  @Test func `what has gone there before is not sent again`() async throws {
    let member = try member(chunks: 5)
    _ = try await member.build(pipeline, sharing: [remote])
    let counts = remote.counts
    _ = try await member.build(pipeline, sharing: [remote])
    #expect(remote.counts == counts)
  }
}
