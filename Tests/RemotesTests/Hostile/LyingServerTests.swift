import Graph
import HTTP
import Synchronization
import TestSupport
import Testing

@testable import Remotes

@Suite("A server that lies costs time, and never gives a wrong byte")
struct LyingServerTests {
  /// What becomes of an answer's body. The head always fits it.
  enum Lie: CaseIterable {
    case cut, longer, flipped, empty, page, other

    func tell(_ body: [UInt8]) -> [UInt8] {
      switch self {
      case .cut: Array(body.prefix(body.count / 2))
      case .longer: body + [1]
      case .flipped: body.enumerated().map { $0 == body.count / 2 ? $1 ^ 16 : $1 }
      case .empty: []
      case .page: Array("<html><body>Please log in.</body></html>".utf8)
      case .other: Array(body.reversed())
      }
    }
  }

  @Test("bytes and entries that are not what was stored are told as damaged", arguments: Lie.allCases)
  func lies(lie: Lie) async throws {
    let isLying = Atomic(false)
    let server = try MemoryCacheServer { request, answer in
      guard isLying.load(ordering: .relaxed), request.method == "GET", answer.status == 200 else { return answer }
      return ScriptedAnswer(lie.tell(answer.body))
    }
    let remote = try RemoteAddress("\(server.url)/team", relativeTo: "/")
      .open(environment: [:], client: client, limits: .patient)
    let bytes = randomBytes(1000)
    let (blob, key) = (BlobName(of: bytes), randomKey())
    let entry = RemoteEntry(value: Array("value".utf8), blobs: [blob])
    try await remote.write(bytes, as: blob)
    #expect(try await remote.publish(entry, under: key) == entry)
    isLying.store(true, ordering: .relaxed)
    #expect(await outcome { () async throws(RemoteFailure) in try await remote.read(blob) } == "damaged")
    #expect(await outcome { () async throws(RemoteFailure) in try await remote.entry(for: key) } == "damaged")
    isLying.store(false, ordering: .relaxed)
    #expect(try await remote.read(blob) == bytes)
    #expect(try await remote.entry(for: key) == entry)
  }

  @Test func `bytes damaged on the way once are asked for again`() async throws {
    let count = Atomic(0)
    let server = try MemoryCacheServer { request, answer in
      let isFirst = request.method == "GET" && count.add(1, ordering: .relaxed).oldValue == 0
      return isFirst ? ScriptedAnswer(Lie.flipped.tell(answer.body)) : answer
    }
    let remote = try RemoteAddress(server.url, relativeTo: "/").open(environment: [:], client: client, limits: .patient)
    let bytes = randomBytes(1000)
    try await remote.write(bytes, as: BlobName(of: bytes))
    #expect(try await remote.read(BlobName(of: bytes)) == bytes)
  }

  @Test func `a blob that was cut where it lies is missing, and one that is gone too`() async throws {
    let server = try MemoryCacheServer()
    let remote = try RemoteAddress(server.url, relativeTo: "/").open(environment: [:], client: client, limits: .patient)
    let blobs = (0..<3).map { _ in randomBytes(100) }.map { (name: BlobName(of: $0), bytes: $0) }
    for result in await remote.write(blobs) { try result.get() }
    server.change { kept in
      kept["/cas/\(blobs[0].name.digest.hex)"]?.removeLast()
      kept["/cas/\(blobs[1].name.digest.hex)"] = nil
    }
    #expect(try await remote.missing(blobs.map(\.name)) == [blobs[0].name, blobs[1].name])
  }

  @Test func `an entry may claim any size: no memory is taken for it`() async throws {
    let server = try MemoryCacheServer()
    let remote = try RemoteAddress(server.url, relativeTo: "/").open(environment: [:], client: client, limits: .patient)
    let key = randomKey()
    for size in [-1, 1 << 31, Int.max] {
      let blob = wireMessage { message in
        message.add(1, randomKey().hex.utf8)
        message.add(2, size)
      }
      let result = wireMessage { message in
        message.add(2) { file in
          file.add(1, "blobs/0".utf8)
          file.addPresent(2, blob)
        }
        message.addPresent(6, blob)
      }
      server.change { $0["/ac/\(key.hex)"] = result }
      #expect(await outcome { () async throws(RemoteFailure) in try await remote.entry(for: key) } == "damaged")
    }
    let huge = BlobName(digest: randomKey(), size: 1 << 40)
    server.change { $0["/cas/\(huge.digest.hex)"] = [1] }
    #expect(await outcome { () async throws(RemoteFailure) in try await remote.read(huge) } == "damaged")
  }

  @Test("a store that leaves what is there is asked once, and not again", arguments: [true, false])
  func requests(honoursConditions: Bool) async throws {
    let server = try MemoryCacheServer(honoursConditions: honoursConditions)
    let remote = try RemoteAddress(server.url, relativeTo: "/").open(environment: [:], client: client, limits: .patient)
    _ = try await remote.publish(RemoteEntry(value: [1]), under: randomKey())
    let before = server.requests.count
    _ = try await remote.publish(RemoteEntry(value: [2]), under: randomKey())
    let methods = server.requests.dropFirst(before).map(\.method)
    #expect(methods == (honoursConditions ? ["PUT"] : ["GET", "PUT", "GET"]))
  }

  // 409 by the standard of WebDAV; rclone says 404.
  @Test("where folders have to be made first, they are", arguments: [404, 409])
  func folders(status: Int) async throws {
    let folders = Mutex<Set<String>>([])
    let server = try MemoryCacheServer { request, answer in
      folders.withLock { folders in
        if request.method == "MKCOL" {
          let parent = request.path.split(separator: "/").dropLast().map { "/\($0)" }.joined() + "/"
          guard parent == "/" || folders.contains(parent) else { return ScriptedAnswer("", status: 409) }
          return ScriptedAnswer("", status: folders.insert(request.path).inserted ? 201 : 405)
        }
        let folder = request.path.split(separator: "/").dropLast().map { "/\($0)" }.joined() + "/"
        return request.method != "PUT" || folders.contains(folder) ? answer : ScriptedAnswer("", status: status)
      }
    }
    let remote = try RemoteAddress("\(server.url)/team", relativeTo: "/")
      .open(environment: [:], client: client, limits: .patient)
    let entry = RemoteEntry(value: [1], blobs: [BlobName(of: [2])])
    try await remote.write([2], as: BlobName(of: [2]))
    let key = randomKey()
    #expect(try await remote.publish(entry, under: key) == entry)
    #expect(try await remote.entry(for: key) == entry)
    #expect(folders.withLock { $0 } == ["/team/", "/team/ac/", "/team/cas/"])
  }
}
