import Testing
import Graph
import HTTP
import TestSupport

@testable import Remotes

/// One kind of remote that keeps the contract, with a fresh place for a test.
struct Contestant: Sendable, CustomTestStringConvertible {
  let name: String
  let testDescription: String

  init(_ name: String) {
    self.name = name
    testDescription = name
  }

  /// Whether the first of several writers at the same moment is sure to win. Else the first to be seen wins.
  var isAtomic: Bool { ["folder", "s3"].contains(name) }

  /// Whether it speaks the Remote Execution API.
  var isAPI: Bool { name.contains("api") }

  /// Those that can be had here.
  static let all =
    (own + ["http", "http-auth", "s3", "reapi", "reapi-tls"].filter { CacheServers.addresses[$0] != nil })
    .map(Contestant.init)
  /// Whether its server is a part of the test.
  var isInMemory: Bool { name.hasPrefix("api-memory") }

  /// Those that need no server outside the test.
  private static let own = ["folder", "api-memory", "api-memory-zstd", "api-memory-forgetful"]

  /// Those that keep objects without understanding them, so that a test can damage them.
  static let objects = all.filter { !$0.isAPI }

  /// Opens a place that nobody has used.
  func open(limits: RemoteLimits = RemoteLimits()) throws -> Place {
    if name == "folder" {
      let folder = try TemporaryFolder()
      let address = try RemoteAddress("\(folder.path)/cache", relativeTo: "/")
      return Place(remote: try address.open(environment: [:], limits: limits), folder: folder)
    }
    if isInMemory {
      let server = MemoryAPIServer(isCompressed: name.hasSuffix("zstd"), keepsInlined: !name.hasSuffix("forgetful"))
      let address = try RemoteAddress("grpc://memory.test/team", relativeTo: "/")
      return Place(remote: try address.open(environment: [:], client: server, limits: limits), folder: nil)
    }
    let random = "test-\(UInt64.random(in: 0 ... .max))"
    let text = CacheServers.addresses[name] ?? ""
    // A server of the Remote Execution API has no places within an instance; all tests use names that are random.
    let place = isAPI ? text : text.contains("?") ? Self.inserted(random, into: text) : "\(text)/\(random)"
    let address = try RemoteAddress(place, relativeTo: "/")
    let environment = CacheServers.environment(for: name)
    return Place(remote: try address.open(environment: environment, client: client, limits: limits), folder: nil)
  }

  private static func inserted(_ name: String, into text: String) -> String {
    let halves = text.split(separator: "?", maxSplits: 1)
    return "\(halves[0])/\(name)?\(halves[1])"
  }
}

/// A remote of a test, and what must live as long.
struct Place {
  let remote: any Remote
  let folder: TemporaryFolder?

  /// What an object remote stands on.
  var store: (any ObjectStore)? { (remote as? ObjectRemote)?.store }
}

/// One client for the tests, as a program has one.
let client = HTTPClient(connectionsPerHost: 32)

/// Bytes that no other test uses: some random ones, over and over.
func randomBytes(_ count: Int) -> [UInt8] {
  var bytes: [UInt8] = (0..<min(count, 4099)).map { _ in .random(in: 0 ... .max) }
  bytes.reserveCapacity(count)
  while bytes.count < count { bytes.append(contentsOf: bytes.prefix(count - bytes.count)) }
  return bytes
}

/// A key that no other test uses.
func randomKey() -> Digest { Digest(of: randomBytes(32)) }
