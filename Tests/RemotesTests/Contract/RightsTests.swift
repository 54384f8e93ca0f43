import Graph
import TestSupport
import Testing

@testable import Remotes

@Suite("Who may only read reads, and is refused the rest", .enabled(if: CacheServers.addresses["s3"] != nil))
struct RightsTests {
  private static func open(_ name: String, text: String? = nil) throws -> (any Remote)? {
    guard let address = text ?? CacheServers.addresses[name] else { return nil }
    return try RemoteAddress(address, relativeTo: "/")
      .open(environment: CacheServers.environment(for: name), client: client, limits: .patient)
  }

  /// Someone who may write, and someone who may not, at the same place.
  private static func pairs() throws -> [(writer: any Remote, reader: any Remote)] {
    let anonymous = CacheServers.addresses["http-auth"]?.replacing("ci:ci@", with: "")
    return [
      (try open("http-auth"), try anonymous.flatMap { try open("http-auth", text: $0) }),
      (try open("s3"), try open("s3-reader")),
    ].compactMap { writer, reader in writer.flatMap { writer in reader.map { (writer, $0) } } }
  }

  @Test func `reading goes, writing does not`() async throws {
    for (writer, reader) in try Self.pairs() {
      let bytes = randomBytes(100)
      let (blob, key, entry) = (BlobName(of: bytes), randomKey(), RemoteEntry(value: [1, 2]))
      try await writer.write(bytes, as: blob)
      _ = try await writer.publish(entry, under: key)
      #expect(try await reader.read(blob) == bytes)
      #expect(try await reader.entry(for: key) == entry)
      #expect(try await reader.missing([blob]) == [])
      #expect(try await reader.entry(for: randomKey()) == nil)
      let other = BlobName(of: [1])
      #expect(await outcome { () async throws(RemoteFailure) in try await reader.write([1], as: other) } == "refused")
      #expect(
        await outcome { () async throws(RemoteFailure) in try await reader.publish(entry, under: randomKey()) }
          == "refused")
    }
  }

  @Test func `a wrong password or key is refused, and not shown`() async throws {
    var remotes: [any Remote] = []
    if let address = CacheServers.addresses["http-auth"]?.replacing("ci:ci@", with: "ci:wrong-one@") {
      remotes.append(
        try RemoteAddress(address, relativeTo: "/").open(environment: [:], client: client, limits: .patient))
    }
    if let address = CacheServers.addresses["s3"] {
      let environment = ["AWS_ACCESS_KEY_ID": "ci", "AWS_SECRET_ACCESS_KEY": "wrong-one"]
      remotes.append(
        try RemoteAddress(address, relativeTo: "/").open(environment: environment, client: client, limits: .patient))
    }
    for remote in remotes {
      do throws(RemoteFailure) {
        try await remote.write([1], as: BlobName(of: [1]))
        Issue.record("\(remote.name) takes a wrong password")
      } catch {
        #expect(error.kind == .refused)
        #expect(!"\(error)".contains("wrong-one"))
      }
    }
  }
}
