import Graph
import TestSupport
import Testing

@testable import Remotes

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite("A folder with troubles is told, and never waited for")
struct FolderTroubleTests {
  private static func remote(_ path: String, limits: RemoteLimits = .patient) throws -> any Remote {
    try RemoteAddress(path, relativeTo: "/").open(environment: [:], limits: limits)
  }

  @Test func `a folder that is not there has nothing, and is made when written to`() async throws {
    let folder = try TemporaryFolder()
    let remote = try Self.remote(folder.path(of: "cache"))
    let blob = BlobName(of: [1])
    #expect(try await remote.read(blob) == nil)
    #expect(try await remote.missing([blob]) == [blob])
    #expect(try await remote.entry(for: randomKey()) == nil)
    try await remote.write([1], as: blob)
    #expect(try await remote.read(blob) == [1])
    #expect(try Disk.names(in: folder.path(of: "cache")) == ["ac", "cas", "tmp"])
    #expect(try Disk.names(in: folder.path(of: "cache/tmp")) == [])
  }

  @Test func `a path that leads nowhere is not made: it may be a file system that is not mounted`() async throws {
    let folder = try TemporaryFolder()
    let remote = try Self.remote(folder.path(of: "not/there/cache"))
    #expect(
      await outcome { () async throws(RemoteFailure) in try await remote.write([1], as: BlobName(of: [1])) }
        == "unreachable")
    #expect(try Disk.stat(folder.path(of: "not")) == nil)
  }

  @Test func `a folder that is emptied meanwhile is made again`() async throws {
    let folder = try TemporaryFolder()
    let remote = try Self.remote(folder.path(of: "cache"))
    try await remote.write([1], as: BlobName(of: [1]))
    for name in ["cas/\(BlobName(of: [1]).digest)"] { try Disk.remove(folder.path(of: "cache/\(name)")) }
    for name in ["cache/cas", "cache/ac", "cache/tmp", "cache"] { rmdir(folder.path(of: name)) }
    try await remote.write([2], as: BlobName(of: [2]))
    #expect(try await remote.read(BlobName(of: [2])) == [2])
  }

  @Test func `what a killed writer left is removed after a day, and not before`() async throws {
    let folder = try TemporaryFolder()
    try folder.write("old", to: "cache/tmp/1.1")
    let now = try #require(try Disk.stat(folder.path(of: "cache/tmp/1.1"))).modified / 1_000_000_000
    for (later, names) in [(80_000, ["1.1"]), (90_000, [])] {
      let remote = try RemoteAddress(folder.path(of: "cache"), relativeTo: "/")
        .open(environment: [:], now: { now + later })
      try await remote.write([1], as: BlobName(of: [1]))
      #expect(try Disk.names(in: folder.path(of: "cache/tmp")) == names)
    }
  }

  @Test func `a file system that does not answer is too slow`() async throws {
    let folder = try TemporaryFolder()
    // Long enough for the file beside it, which does answer.
    var limits = RemoteLimits.patient
    limits.silence = .seconds(3)
    let remote = try Self.remote(folder.path(of: "cache"), limits: limits)
    try await remote.write([1], as: BlobName(of: [1]))
    // Whoever opens a pipe to read it waits for someone who writes.
    let name = BlobName(of: [2, 2])
    let path = folder.path(of: "cache/cas/\(name.digest)")
    mkfifo(path, 0o600)
    #expect(await outcome { () async throws(RemoteFailure) in try await remote.read(name) } == "slow")
    #expect(try await remote.read(BlobName(of: [1])) == [1])
    // Lets the thread that waits go.
    close(open(path, O_RDWR))
  }

  @Test(.enabled(if: geteuid() != 0, "root may do anything"))
  func `a folder that may not be written to refuses`() async throws {
    let folder = try TemporaryFolder()
    let remote = try Self.remote(folder.path(of: "cache"))
    chmod(folder.path, 0o500)
    defer { chmod(folder.path, 0o700) }
    #expect(
      await outcome { () async throws(RemoteFailure) in try await remote.write([1], as: BlobName(of: [1])) }
        == "refused")
  }

  @Test(
    "what the system says means one thing",
    arguments: [
      (EACCES, RemoteFailure.Kind.refused), (EROFS, .refused), (ENOSPC, .full), (EDQUOT, .full), (EFBIG, .tooLarge),
      (EISDIR, .unfit), (EIO, .unreachable), (ESTALE, .unreachable), (ENOTCONN, .unreachable),
    ])
  func codes(code: Int32, kind: RemoteFailure.Kind) { #expect(FolderStore.kind(of: code) == kind) }
}
