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
    let isInterrupted = Atomic(false)
    remote.behave { manners in
      manners.write = { bytes in
        isInterrupted.store(true, ordering: .relaxed)
        return .success(bytes)
      }
    }
    let member = try member(chunks: 300)
    let built = try await member.build(pipeline, sharing: [remote]) { options in
      options.isInterrupted = { isInterrupted.load(ordering: .relaxed) }
    }
    #expect(built.built.status == .stopped)
    // At most what was under way at that moment.
    #expect(remote.counts.published <= Batches.width * Batches.size && remote.counts.underWay == 0)
    isInterrupted.store(false, ordering: .relaxed)
    remote.behave()
    #expect(try await member.build(pipeline, sharing: [remote]).built.status == .complete)
    #expect(remote.counts.early == [])
  }

  @Test func `however slow a remote is, few blobs are in memory`() async throws {
    remote.behave { $0.wait = { try? await Task.sleep(for: .milliseconds(5)) } }
    let built = try await member(chunks: 300).build(pipeline, sharing: [remote])
    #expect(built.built.status == .complete)
    #expect(remote.counts.peak * 2 < remote.counts.sum, "\(remote.counts.peak) of \(remote.counts.sum) bytes at once")
  }

  @Test func `what has gone there before is not sent again`() async throws {
    let member = try member(chunks: 5)
    _ = try await member.build(pipeline, sharing: [remote])
    let counts = remote.counts
    _ = try await member.build(pipeline, sharing: [remote])
    #expect(remote.counts == counts)
  }
}
