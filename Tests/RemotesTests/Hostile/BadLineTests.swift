import Graph
import TestSupport
import Testing

@testable import Remotes

@Suite("A bad line costs time, and never gives a wrong byte", .timeLimit(.minutes(5)))
struct BadLineTests {
  /// A server, and the port that a proxy can stand before.
  struct Line: Sendable, CustomTestStringConvertible {
    let name: String
    let port: Int
    let server: MemoryCacheServer?

    var testDescription: String { name }

    static let all: [Line] = {
      let memory = try? MemoryCacheServer()
      let own = memory.map { Line(name: "memory", port: $0.port, server: $0) }
      return (own.map { [$0] } ?? [])
        + ["http", "s3", "reapi"].compactMap { name in
          CacheServers.addresses[name].flatMap { CacheServers.port(in: $0) }
            .map { Line(name: name, port: $0, server: nil) }
        }
    }()

    /// The remote, by way of a port.
    func remote(port: Int, limits: RemoteLimits = RemoteLimits()) throws -> any Remote {
      let text = CacheServers.addresses[name] ?? "http://127.0.0.1:\(port)"
      let address = try RemoteAddress(text.replacing(":\(self.port)", with: ":\(port)"), relativeTo: "/")
      return try address.open(environment: CacheServers.environment(for: name), limits: limits)
    }
  }

  private static let cases: [HostileProxy.Fault] = [
    .none, .refuse, .cutReply(after: 0), .cutReply(after: 40), .cutReply(after: 400), .cutReply(after: 100_000),
    .cutRequest(after: 10), .cutRequest(after: 300), .cutRequest(after: 100_000), .stall(after: 0), .stall(after: 300),
    .stall(after: 100_000), .delay(milliseconds: 5), .flip(at: 3), .flip(at: 30), .flip(at: 120), .flip(at: 230),
    .flip(at: 500), .flip(at: 60_000),
  ]

  @Test("whatever happens to the line, what comes is right or a failure", arguments: Line.all, cases)
  func faults(line: Line, fault: HostileProxy.Fault) async throws {
    let direct = try line.remote(port: line.port)
    let proxy = try HostileProxy(before: line.port) { _ in fault }
    let remote = try line.remote(port: proxy.port, limits: fault == .none ? .patient : .quick)
    let (stored, bytes, key) = (randomBytes(150_000), randomBytes(150_001), randomKey())
    let entry = RemoteEntry(value: randomBytes(500), blobs: [BlobName(of: stored)])
    try await direct.write(stored, as: BlobName(of: stored))
    #expect(try await direct.publish(entry, under: key).agrees(with: entry))
    // Reading: the right bytes, or a failure; "not there" only of what a broken reply cannot be mistaken for.
    if case .success(let read?) = await remote.read([BlobName(of: stored)])[0] { #expect(read == stored) }
    if case .success(let read?) = await remote.entries(for: [key])[0] { #expect(read.agrees(with: entry)) }
    // Writing: what is reported as done is there, whole.
    if case .success = await remote.write([(BlobName(of: bytes), bytes)])[0] {
      #expect(try await direct.read(BlobName(of: bytes)) == bytes)
    }
    let (otherKey, other) = (randomKey(), RemoteEntry(value: randomBytes(500)))
    if let published = try? await remote.publish(other, under: otherKey) {
      #expect(published.agrees(with: other))
      #expect(try await direct.entry(for: otherKey)?.agrees(with: other) == true)
    }
    // Whatever was left behind, the next ones find what is right, or can make it so.
    try await direct.write(bytes, as: BlobName(of: bytes))
    #expect(try await direct.read(BlobName(of: bytes)) == bytes)
    #expect(try await direct.publish(other, under: otherKey).agrees(with: other))
    #expect(try await direct.entry(for: otherKey)?.agrees(with: other) == true)
    if fault == .none { #expect(try await remote.read(BlobName(of: bytes)) == bytes) }
  }

  @Test("a connection that fails once is not noticed", arguments: Line.all)
  func once(line: Line) async throws {
    let proxy = try HostileProxy(before: line.port) { $0 == 0 ? .cutReply(after: 10) : .none }
    let remote = try line.remote(port: proxy.port)
    let bytes = randomBytes(1000)
    try await remote.write(bytes, as: BlobName(of: bytes))
    #expect(try await remote.read(BlobName(of: bytes)) == bytes)
  }

  @Test(
    "nobody listens", arguments: ["http://127.0.0.1:1/x", "s3://b?endpoint=http://127.0.0.1:1", "grpc://127.0.0.1:1/x"])
  func nobody(address: String) async throws {
    let remote = try RemoteAddress(address, relativeTo: "/").open(environment: [:], client: client, limits: .patient)
    #expect(
      await outcome { () async throws(RemoteFailure) in try await remote.entry(for: randomKey()) } == "unreachable")
    #expect(
      await outcome { () async throws(RemoteFailure) in try await remote.missing([BlobName(of: [1])]) } == "unreachable"
    )
  }

  @Test("a task that is cancelled does not wait", arguments: ["http", "grpc"])
  func cancelled(scheme: String) async throws {
    let server = try ScriptedServer { _ in ScriptedAnswer("").broken(.hang) }
    var limits = RemoteLimits()
    limits.silence = .seconds(600)
    let remote = try RemoteAddress("\(scheme)://127.0.0.1:\(server.port)", relativeTo: "/")
      .open(environment: [:], client: client, limits: limits)
    let asking = Task {
      await outcome { () async throws(RemoteFailure) in try await remote.entry(for: randomKey()) }
    }
    try await Task.sleep(for: .milliseconds(50))
    asking.cancel()
    #expect(await asking.value == "cancelled")
  }
}
